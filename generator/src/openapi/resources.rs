//! Schemas that are resources of their own: what `$id`, and a document's `$self`, make of the references within them
//! (JSON Schema 2020-12, 8.2.1; OpenAPI 3.2, 4.1.2.2).

use foldhash::HashMap;
use serde_json::Value;
use url::Url;

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

/// Members whose values are no part of the description.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
}
