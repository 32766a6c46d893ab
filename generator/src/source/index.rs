//! The nodes of a JSON or YAML text and where they stand: made in one pass over the text, the first time anybody asks.

use std::ops::Range;

use foldhash::HashMap;
/// How many aliases and merge keys in a row are followed; more than any document has, and an end for those in circles.
const FOLLOWED: usize = 16;

/// The number of a node of an [`Index`].
pub(super) type NodeId = u32;

/// The root node of every index.
pub(super) const ROOT: NodeId = 0;

/// Where the nodes of a text are.
#[derive(Debug)]
pub(super) struct Index {
    nodes: Vec<Node>,
    children: HashMap<(NodeId, Box<str>), NodeId>,
    /// YAML aliases, with the node that they stand for.
    aliases: HashMap<NodeId, NodeId>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Node {
    key: Option<(u32, u32)>,
    value: (u32, u32),
    scalar: bool,
}

/// What to know about a node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    /// The key, with its quotes; `None` for items of lists and for the root.
    pub(super) key: Option<Range<usize>>,
    /// The value.
    pub(super) value: Range<usize>,
    /// Whether the value is neither list nor map.
    pub(super) scalar: bool,
    /// Whether this is the node that was asked for, and not an ancestor.
    pub(super) exact: bool,
}

impl Index {
    /// An index with a root that covers nothing yet.
    pub(super) fn new() -> Self {
        Index { nodes: vec![Node::default()], children: HashMap::default(), aliases: HashMap::default() }
    }

    /// Adds a node with a value that begins at `start`; of two with one key, the later counts.
    pub(super) fn add(&mut self, parent: NodeId, name: &str, key: Option<Range<usize>>, start: usize) -> NodeId {
        let id = clamp(self.nodes.len());
        let start = clamp(start);
        let key = key.map(|key| (clamp(key.start), clamp(key.end)));
        self.nodes.push(Node { key, value: (start, start), scalar: false });
        self.children.insert((parent, name.into()), id);
        id
    }

    /// Says where the value of a node begins.
    pub(super) fn start(&mut self, node: NodeId, start: usize) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.value.0 = clamp(start);
            node.value.1 = node.value.1.max(node.value.0);
        }
    }

    /// Says where the value of a node ends.
    pub(super) fn end(&mut self, node: NodeId, end: usize, scalar: bool) {
        if let Some(node) = self.nodes.get_mut(node as usize) {
            node.value.1 = clamp(end).max(node.value.0);
            node.scalar = scalar;
        }
    }

    /// Says that a node stands for another.
    pub(super) fn alias(&mut self, node: NodeId, of: NodeId) {
        self.aliases.insert(node, of);
    }

    /// The node under `keys`, or its nearest ancestor that is there.
    pub(super) fn find(&self, keys: &[String]) -> Found {
        let mut at = ROOT;
        let mut exact = true;
        for key in keys {
            match self.child(at, key, FOLLOWED) {
                Some(child) => at = child,
                None => {
                    exact = false;
                    break;
                }
            }
        }
        let node = self.nodes.get(at as usize).copied().unwrap_or_default();
        let range = |(start, end): (u32, u32)| start as usize..end as usize;
        Found { key: node.key.map(range), value: range(node.value), scalar: node.scalar, exact }
    }

    /// The child `key` of a node: its own, or that of what it is an alias of, or that of what is merged into it.
    fn child(&self, node: NodeId, key: &str, left: usize) -> Option<NodeId> {
        let get = |node, key: &str| self.children.get(&(node, Box::from(key))).copied();
        if let Some(child) = get(node, key) {
            return Some(child);
        }
        let left = left.checked_sub(1)?;
        if let Some(&of) = self.aliases.get(&node) {
            return self.child(of, key, left);
        }
        let merged = get(node, "<<")?;
        // One map, or a list of maps of which the earlier count more.
        self.child(merged, key, left).or_else(|| {
            (0..).map_while(|item: usize| get(merged, &item.to_string())).find_map(|item| self.child(item, key, left))
        })
    }
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
