//! Parts of a tree that another text put there: what is wrong with them is shown where it is written.

use foldhash::{HashMap, HashSet};

use super::{FileId, Node, Place, Sources};

/// A node as it is written: a file, and the keys that lead to it from the root of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The keys.
    pub keys: Vec<String>,
}

/// The nodes that came from elsewhere, with all that is in them.
#[derive(Default)]
pub(super) struct Grafts {
    origins: HashMap<Place, Origin>,
    /// The children of a node that are such nodes or have some within them: only these are looked at when a node moves.
    below: HashMap<Place, HashSet<Place>>,
}

impl Sources {
    /// Says that the node at `place`, with all that is in it, is written at `origin`.
    pub fn graft(&self, place: Place, origin: Origin) {
        self.take_below(place);
        self.put(place, origin);
    }

    /// Says that the node that was at `from` is now at `to`, with all that is in it.
    pub fn moved(&self, from: Place, to: Place) {
        let origin = self.origin(from);
        self.take_below(to);
        for (rest, origin) in self.take_below(from) {
            let place = rest.iter().fold(to, |place, key| self.member(place, key));
            self.put(place, origin);
        }
        self.grafts.borrow_mut().origins.remove(&from);
        if let Some(origin) = origin {
            self.put(to, origin);
        }
    }

    fn put(&self, place: Place, origin: Origin) {
        let mut grafts = self.grafts.borrow_mut();
        grafts.origins.insert(place, origin);
        let mut place = place;
        while let Some(parent) = self.parent(place) {
            if !grafts.below.entry(parent).or_default().insert(place) {
                // All above it know already.
                return;
            }
            place = parent;
        }
    }

    /// Takes off what is grafted within a node: by the keys that lead there from the node.
    fn take_below(&self, place: Place) -> Vec<(Vec<Box<str>>, Origin)> {
        let (places, mut grafts) = (self.places.borrow(), self.grafts.borrow_mut());
        let mut taken = Vec::new();
        let mut open: Vec<(Place, Vec<Box<str>>)> = vec![(place, Vec::new())];
        while let Some((node, keys)) = open.pop() {
            for child in grafts.below.remove(&node).into_iter().flatten() {
                let Some(Node::Member { key, .. }) = places.nodes.get(child.0 as usize) else { continue };
                let mut keys = keys.clone();
                keys.push(key.clone());
                if let Some(origin) = grafts.origins.remove(&child) {
                    taken.push((keys.clone(), origin));
                }
                open.push((child, keys));
            }
        }
        taken
    }

    /// Where a place is written; `None` only for [`Place::NOWHERE`].
    pub fn origin(&self, place: Place) -> Option<Origin> {
        let (places, grafts) = (self.places.borrow(), self.grafts.borrow());
        let (mut place, mut inner) = (place, Vec::new());
        let origin = loop {
            if let Some(origin) = grafts.origins.get(&place) {
                break origin.clone();
            }
            match &places.nodes[place.0 as usize] {
                Node::Nowhere => return None,
                Node::File(file) | Node::Span { file, .. } => break Origin { file: *file, keys: Vec::new() },
                Node::Member { parent, key } => {
                    inner.push(key.to_string());
                    place = *parent;
                }
                Node::Key { of } => place = *of,
            }
        };
        let keys = origin.keys.into_iter().chain(inner.into_iter().rev()).collect();
        Some(Origin { keys, ..origin })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_grafted_is_shown_where_it_is_written() {
        let mut sources = Sources::new();
        let (file, other) = (sources.add("a", "{}"), sources.add("b", "{}"));
        let list = sources.member(sources.root(file), "list");
        let item = |index: usize| sources.member(list, index);
        let written = |place| sources.origin(place).map(|origin| (origin.file, origin.keys.join("/"))).unwrap();
        assert_eq!(written(item(1)), (file, "list/1".to_owned()));
        let inner = sources.member(item(2), "x");
        sources.graft(inner, Origin { file: other, keys: vec!["update".to_owned()] });
        assert_eq!(written(sources.member(inner, "y")), (other, "update/y".to_owned()));
        // The first two items go, one after the other.
        for _ in 0..2 {
            sources.moved(item(1), item(0));
            sources.moved(item(2), item(1));
        }
        assert_eq!(written(item(0)), (file, "list/2".to_owned()));
        assert_eq!(written(sources.member(item(0), "x")), (other, "update".to_owned()));
        sources.graft(item(0), Origin { file: other, keys: vec!["new".to_owned()] });
        assert_eq!(written(sources.member(item(0), "x")), (other, "new/x".to_owned()));
    }

    #[test]
    fn a_node_with_nothing_grafted_below_it_costs_nothing() {
        let mut sources = Sources::new();
        let file = sources.add("a", "{}");
        let origin = |key: &str| Origin { file, keys: vec![key.to_owned()] };
        let root = sources.root(file);
        // As many as a quadratic time would never come through.
        for index in 0..30_000 {
            let item = sources.member(root, index);
            sources.graft(sources.member(item, "x"), origin("x"));
            sources.graft(sources.member(item, "y"), origin("y"));
        }
        let last = sources.member(sources.member(root, 29_999), "y");
        assert_eq!(sources.origin(last), Some(origin("y")));
        // What is put over a node is all that there is of it.
        sources.graft(root, origin("root"));
        assert_eq!(sources.origin(last).unwrap().keys, ["root", "29999", "y"]);
        assert!(sources.grafts.borrow().below.is_empty());
    }
}
