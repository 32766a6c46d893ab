//! Schemas that are resources of their own: what `$id`, and a document's `$self`, make of the references within them
//! (JSON Schema 2020-12, 8.2.1; OpenAPI 3.2, 4.1.2.2).

use foldhash::HashMap;
use serde_json::Value;
use url::Url;

use super::load::NAMES;
use super::node::Node;
use crate::source::{Place, Sources};

/// What addresses of a document without one are relative to: nothing is there, so nothing is found by accident.
const NOWHERE: &str = "https://description.invalid/";

/// The resources within a file.
#[derive(Debug, Default)]
pub(super) struct Resources<'a> {
    /// The address of each, by its place.
    addresses: HashMap<Place, Url>,
    by_address: HashMap<Url, Node<'a>>,
}

impl<'a> Resources<'a> {
    pub(super) fn of(sources: &Sources, root: Node<'a>) -> Self {
        let mut resources = Resources::default();
        let Ok(nowhere) = Url::parse(NOWHERE) else { return resources };
        let own = root.str("$self").and_then(|own| nowhere.join(own).ok());
        if let Some(own) = &own {
            resources.put(root, own.clone());
        }
        let mut open = vec![(root, own.unwrap_or(nowhere))];
        while let Some((node, base)) = open.pop() {
            let mut base = base;
            if let Some(id) = node.str("$id")
                && let Ok(mut address) = base.join(id)
            {
                address.set_fragment(None);
                resources.put(node, address.clone());
                base = address;
            }
            let inner: Vec<(String, &'a Value)> = match node.value {
                Value::Object(members) => {
                    members.iter().filter(|(key, _)| !is_data(key)).map(|(key, value)| (key.clone(), value)).collect()
                }
                Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
                _ => continue,
            };
            let inner = inner.into_iter().filter(|(_, value)| value.is_object() || value.is_array());
            open.extend(
                inner
                    .map(|(key, value)| (Node { place: sources.member(node.place, key), value, ..node }, base.clone())),
            );
        }
        resources
    }

    /// What references from a node of the file are relative to: the innermost resource around it, or the file.
    pub(super) fn home(&self, sources: &Sources, from: Node<'a>) -> Place {
        let root = sources.root(from.file);
        let (mut here, mut home) = (root, root);
        if self.addresses.is_empty() {
            return root;
        }
        for key in sources.keys(from.place) {
            here = sources.member(here, key);
            if self.addresses.contains_key(&here) {
                home = here;
            }
        }
        home
    }

    /// The resource that the part of a reference before its fragment means from this home, where it is one of the same file.
    pub(super) fn find(&self, home: Place, part: &str) -> Option<Node<'a>> {
        if self.addresses.is_empty() {
            return None;
        }
        let base = match self.addresses.get(&home) {
            Some(address) => address.clone(),
            None => Url::parse(NOWHERE).ok()?,
        };
        let address = if part.is_empty() { base } else { base.join(part).ok()? };
        self.by_address.get(&address).copied()
    }

    fn put(&mut self, node: Node<'a>, address: Url) {
        self.by_address.entry(address.clone()).or_insert(node);
        self.addresses.insert(node.place, address);
    }
}

/// The schemas within a file or another resource that carry an `$anchor` or `$dynamicAnchor` (JSON Schema 2020-12, 8.2.2), the
/// first of each name. Those of resources within it are known too, unless it has one of that name itself.
pub(super) fn anchors<'a>(sources: &Sources, root: Node<'a>) -> HashMap<&'a str, Node<'a>> {
    let (mut own, mut inner) = (HashMap::default(), HashMap::default());
    // With each node, whether its keys are names that somebody chose, and whether it is in a resource within this one.
    let mut open = vec![(root, false, false)];
    while let Some((node, names, within)) = open.pop() {
        let within = within || (!names && node.place != root.place && node.str("$id").is_some());
        let found = if within { &mut inner } else { &mut own };
        for name in ["$anchor", "$dynamicAnchor"].into_iter().filter_map(|key| node.str(key)).filter(|_| !names) {
            found.entry(name).or_insert(node);
        }
        let parts: Vec<(Place, &'a Value, bool)> = match node.value {
            Value::Object(members) => members
                .iter()
                .filter(|(key, _)| names || !is_value(key))
                .map(|(key, value)| (sources.member(node.place, key), value, !names && NAMES.contains(&key.as_str())))
                .collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(at, value)| (sources.member(node.place, at), value, false)).collect()
            }
            _ => continue,
        };
        let parts = parts.into_iter().filter(|(_, value, _)| value.is_object() || value.is_array());
        // What stands first is looked at first.
        open.extend(parts.rev().map(|(place, value, names)| (Node { place, value, ..node }, names, within)));
    }
    for (name, node) in inner {
        own.entry(name).or_insert(node);
    }
    own
}

/// Members whose values are no part of the description.
fn is_data(key: &str) -> bool {
    is_value(key) || key.starts_with("x-")
}

/// The same, but for extensions that may hold schemas.
fn is_value(key: &str) -> bool {
    let is_example = matches!(key, "example" | "examples" | "x-example" | "x-examples" | "x-ms-examples");
    is_example || matches!(key, "default" | "enum" | "const")
}
