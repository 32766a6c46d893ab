//! Schemas that count where a value is like this or that: `then`, `else`, `dependentSchemas`, `dependencies`.

use std::collections::HashSet;

use serde_json::Value;

use super::gather::Parts;
use super::{Schema, Types};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

/// What lets members of any kind stand.
pub(super) static ANYTHING: Value = Value::Bool(true);

impl<'a> Cx<'a, '_> {
    /// Speaks of the words at `conditions`, which are not checked. Members that are described only there are kept with
    /// those that are not described; of a part of an `allOf`, with those of the whole.
    pub(super) fn conditions(&mut self, schema: &mut Schema<'a>, node: Node<'a>, conditions: &[(&str, Node<'a>)]) {
        if conditions.is_empty() {
            return;
        }
        let whole = self.whole(node);
        let known = self.described(vec![whole], false);
        let is_object = schema.types.has(Types::OBJECT)
            || !schema.properties.is_empty()
            || node.value.get("unevaluatedProperties").is_some();
        let closed = whole.value.get("additionalProperties") == Some(&Value::Bool(false))
            || schema.additional.is_some_and(|node| node.value == &Value::Bool(false));
        let kept = schema.additional.is_some() || is_object || whole.place != node.place;
        for &(key, condition) in conditions {
            let mut new = self.described(inner(self, key, condition), true);
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
                        "they are kept as values of any kind where this is a part of an object"
                    })
                    .note("what it restricts is not checked");
            }
            if schema.additional.is_none() && is_object {
                schema.additional = Some(Node { value: &ANYTHING, ..condition });
            } else if schema.additional.is_none() {
                schema.conditional.extend(new.into_iter().map(|name| (name, condition)));
            }
        }
    }

    /// Whether the schema at `node` describes members on a condition, by itself or by what stands in it.
    pub(super) fn has_conditional(&mut self, node: Node<'a>) -> bool {
        let schema = self.schema(node);
        !schema.conditional.is_empty() || schema.all_of.iter().any(|&part| self.has_conditional(part))
    }

    /// The condition of `parts` for which members that are not described are kept: one that describes a member that no
    /// part has, where none says what is to be done with such.
    pub(super) fn conditional(&mut self, parts: &Parts<'a>) -> Option<Node<'a>> {
        // What a condition describes is evaluated.
        let says_rest =
            |schema: &Schema<'a>| schema.additional.is_some() && !schema.unevaluated || !schema.patterns.is_empty();
        if parts.conditional.is_empty() || parts.own.iter().any(|own| says_rest(own)) {
            return None;
        }
        for &base in &parts.bases {
            if self.extended_by(base).into_iter().any(|node| says_rest(&self.schema(node))) {
                return None;
            }
        }
        let mut new = parts.conditional.iter().filter(|(name, _)| {
            let own = parts.own.iter().any(|own| own.properties.iter().any(|(known, _)| known == name));
            !own && !parts.bases.iter().any(|&base| self.property(base, name).is_some())
        });
        new.next().map(|(_, condition)| *condition)
    }

    /// The schema that the one at `node` is a part of (`allOf`), however deep; itself where it is none.
    fn whole(&self, node: Node<'a>) -> Node<'a> {
        let mut keys = self.sources.keys(node.place);
        let mut place = Some(node.place);
        let count = keys.len();
        while let [.., word, index] = keys.as_slice()
            && word == "allOf"
            && index.parse::<usize>().is_ok()
        {
            keys.truncate(keys.len() - 2);
            place = place.and_then(|place| self.sources.parent(self.sources.parent(place)?));
        }
        let root = self.documents.get(node.file).map(|document| &document.value);
        let value = keys.iter().try_fold(root, |value, key| match value {
            Some(Value::Object(members)) => members.get(key).map(Some),
            Some(Value::Array(items)) => items.get(key.parse::<usize>().ok()?).map(Some),
            _ => None,
        });
        match (place, value.flatten()) {
            (Some(place), Some(value)) if keys.len() < count => Node { place, value, ..node },
            _ => node,
        }
    }

    /// The names of the members that schemas describe, with those of what they refer to and are made of; with those that
    /// their conditions describe in turn (`else: {if, then}`), and their choices, where that is asked for.
    fn described(&mut self, schemas: Vec<Node<'a>>, conditions: bool) -> Vec<&'a str> {
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
            for key in ["then", "else"].into_iter().filter(|_| conditions) {
                waiting.extend(node.child(self.sources, key));
            }
            for key in if conditions { &["allOf", "oneOf", "anyOf"][..] } else { &["allOf"] } {
                let Some(Value::Array(parts)) = node.value.get(*key) else { continue };
                let list = self.sources.member(node.place, *key);
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
