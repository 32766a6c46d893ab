//! `$dynamicRef` (JSON Schema 2020-12, 8.2.3.2): a reference to what the outermost schema on the way says, where schemas
//! around it say another thing than the one that is referred to.

use serde_json::Value;

use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

impl<'a> Cx<'a, '_> {
    /// Speaks of a `$dynamicRef` at `node` that means different things in different places.
    pub(super) fn dynamic(&mut self, node: Node<'a>, reference: &str) {
        // Without a `$dynamicAnchor` where it leads, it is a `$ref`.
        let anchor = reference.split_once('#').map_or("", |(_, anchor)| anchor);
        let leads = self.find(node, reference).ok();
        let Some(first) = leads.filter(|found| found.str("$dynamicAnchor") == Some(anchor)) else { return };
        let documents = self.documents;
        let root = |file| self.sources.root(file);
        let mut others = documents.iter().filter_map(|(file, document)| {
            redeclared(self, Node { file, place: root(file), value: &document.value }, anchor, first)
        });
        let Some(other) = others.next() else { return };
        drop(others);
        let place = self.sources.member(node.place, "$dynamicRef");
        if self.told.insert(place) {
            self.diags
                .warning(codes::UNCHECKED, place, format!("`{reference}` means other schemas in other places"))
                .also(other.place, "one of them")
                .note("it is followed as a `$ref`, and schemas that extend this one are not put in its place");
        }
    }
}

/// Another schema than `first` that has this `$dynamicAnchor`.
fn redeclared<'a>(cx: &Cx<'a, '_>, node: Node<'a>, anchor: &str, first: Node<'a>) -> Option<Node<'a>> {
    let within = |key: &str, value: &'a Value| Node { place: cx.sources.member(node.place, key), value, ..node };
    match node.value {
        Value::Object(members) => {
            let is_one = members.get("$dynamicAnchor").and_then(Value::as_str) == Some(anchor);
            if is_one && node.place != first.place {
                return Some(node);
            }
            let inner = members.iter().filter(|(_, value)| value.is_object() || value.is_array());
            inner.into_iter().find_map(|(key, value)| redeclared(cx, within(key, value), anchor, first))
        }
        Value::Array(items) => items.iter().enumerate().find_map(|(index, value)| {
            let item = Node { place: cx.sources.member(node.place, index), value, ..node };
            redeclared(cx, item, anchor, first)
        }),
        _ => None,
    }
}
