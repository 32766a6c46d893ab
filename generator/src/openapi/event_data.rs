//! The data of server-sent events that are described whole (OpenAPI 3.2.0, 4.14.4). Data is text; where `contentMediaType`
//! says that the text is JSON, `contentSchema` is what is read of it.
//!
//! That is looked for before types are made, for a schema may be that of events and stand among all others.

use serde_json::Value;

use super::cx::Cx;
use super::node::Node;
use super::schema::Types;
use crate::ir::media_type::{essence, is_json};

/// How deep parts of events within parts are looked at.
const DEPTH: usize = 8;

impl<'a> Cx<'a, '_> {
    /// Finds what is said of the data of events.
    pub(super) fn find_event_data(&mut self) {
        let documents = self.documents;
        for (file, document) in documents.iter() {
            let root = Node { file, place: self.sources.root(file), value: &document.value };
            let mut found = Vec::new();
            find(&document.value, &mut Vec::new(), &mut found);
            for path in found {
                let items = path.iter().try_fold(root, |node, key| node.child(self.sources, key));
                if let Some(items) = items {
                    self.note_data(items, DEPTH);
                }
            }
        }
    }

    /// Notes what the schema at `node`, which is one of events, says of their data.
    fn note_data(&mut self, node: Node<'a>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(data) = node.child(self.sources, "properties").and_then(|home| home.child(self.sources, "data")) {
            self.event_data.insert(data.place);
            let target = data.str("$ref").and_then(|reference| self.find(data, reference).ok());
            self.event_data.extend(target.map(|target| target.place));
        }
        if let Some(target) = node.str("$ref").and_then(|reference| self.find(node, reference).ok()) {
            self.note_data(target, depth);
        }
        for word in ["allOf", "oneOf", "anyOf"] {
            let Some(parts) = node.child(self.sources, word) else { continue };
            for index in 0..parts.value.as_array().map_or(0, Vec::len) {
                if let Some(part) = parts.child(self.sources, &index.to_string()) {
                    self.note_data(part, depth);
                }
            }
        }
    }

    /// What is read of the text that the member at `node` is, where that is JSON.
    pub(super) fn json_in_text(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        if !self.event_data.contains(&node.place) {
            return None;
        }
        let settled = self.settled(node);
        let schema = self.schema(settled);
        let content = schema.content_schema?;
        let is_text = schema.types.is_empty() || schema.types.has(Types::STRING);
        (is_text && schema.content_type.is_some_and(is_json)).then_some(content)
    }
}

/// The ways to all schemas of events.
fn find(value: &Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                way.push(key.clone());
                if essence(key) == "text/event-stream" && value.get("itemSchema").is_some() {
                    found.push([way.as_slice(), &["itemSchema".to_owned()]].concat());
                } else {
                    find(value, way, found);
                }
                way.pop();
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                way.push(index.to_string());
                find(value, way, found);
                way.pop();
            }
        }
        _ => {}
    }
}
