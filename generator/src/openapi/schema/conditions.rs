//! Schemas that count where a value is like this or that: `then`, `else`, `dependentSchemas`, `dependencies`.

use std::collections::HashSet;

use serde_json::Value;

use super::{Schema, Types};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

/// What lets members of any kind stand.
static ANYTHING: Value = Value::Bool(true);

impl<'a> Cx<'a, '_> {
    /// Speaks of the words at `conditions`, which are not checked. Members that are described only there are kept with
    /// those that are not described.
    pub(super) fn conditions(&mut self, schema: &mut Schema<'a>, node: Node<'a>, conditions: &[(&str, Node<'a>)]) {
        if conditions.is_empty() {
            return;
        }
        let known = self.described(vec![node]);
        let is_object = schema.types.has(Types::OBJECT) || !schema.properties.is_empty();
        let closed = schema.additional.is_some_and(|node| node.value == &Value::Bool(false));
        let kept = schema.additional.is_some() || is_object;
        for &(key, condition) in conditions {
            let mut new = self.described(inner(self, key, condition));
            new.retain(|name| !known.contains(name));
            let Some(first) = new.first().filter(|_| !closed) else {
                self.unchecked(condition, key);
                continue;
            };
            if self.told.insert(condition.place) {
                self.diags
                    .warning(
                        codes::UNCHECKED,
                        condition.place,
                        format!("`{key}` describes members that its schema does not have, `{first}` for one"),
                    )
                    .note(if kept {
                        "they are kept as values of any kind"
                    } else {
                        "they are read where a schema around it keeps what is not described"
                    })
                    .note("what it restricts is not checked");
            }
            if schema.additional.is_none() && is_object {
                schema.additional = Some(Node { value: &ANYTHING, ..condition });
            }
        }
    }

    /// The names of the members that schemas describe, with those of what they refer to and are made of.
    fn described(&mut self, schemas: Vec<Node<'a>>) -> Vec<&'a str> {
        let (mut waiting, mut seen, mut names) = (schemas, HashSet::new(), Vec::new());
        while let Some(node) = waiting.pop() {
            if !seen.insert(node.place) {
                continue;
            }
            if let Some(Value::Object(properties)) = node.value.get("properties") {
                names.extend(properties.keys().map(String::as_str));
            }
            if let Some(reference) = node.value.get("$ref").and_then(Value::as_str) {
                waiting.extend(self.find(node, reference));
            }
            if let Some(Value::Array(parts)) = node.value.get("allOf") {
                let list = self.sources.member(node.place, "allOf");
                let parts = parts.iter().enumerate();
                waiting.extend(parts.map(|(index, value)| Node {
                    place: self.sources.member(list, index),
                    value,
                    ..node
                }));
            }
        }
        names
    }
}

/// The schemas that stand at a word: itself, or one for each of its members.
fn inner<'a>(cx: &Cx<'a, '_>, key: &str, condition: Node<'a>) -> Vec<Node<'a>> {
    match (key, condition.value) {
        ("dependentSchemas" | "dependencies", Value::Object(members)) => members
            .iter()
            .map(|(name, value)| Node { place: cx.sources.member(condition.place, name), value, ..condition })
            .collect(),
        // What a condition asks for is no description.
        ("if", _) => Vec::new(),
        _ => vec![condition],
    }
}
