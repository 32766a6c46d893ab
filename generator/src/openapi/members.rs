//! The reading of a node's members: what has the wrong form costs one diagnostic, and is then as if it were not there.

use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::node::Node;
use super::tree::form;

impl<'a> Cx<'a, '_> {
    /// Says that a value has the wrong form; once for a place, however often it is read.
    pub(super) fn wrong(&mut self, node: Node<'a>, wanted: &str) {
        if self.told.insert(node.place) {
            let message = format!("expected {wanted}, found {}", form(node.value));
            self.diags.error(codes::FORM, node.place, message).note("it is left out");
        }
    }

    fn wrong_member(&mut self, node: Node<'a>, key: &str, wanted: &str) {
        if let Some(child) = self.member(node, key) {
            self.wrong(child, wanted);
        }
    }

    /// The member `key`; `null` counts as absent.
    pub(super) fn member(&self, node: Node<'a>, key: &str) -> Option<Node<'a>> {
        node.child(self.sources, key).filter(|child| !child.value.is_null())
    }

    /// A text.
    pub(super) fn text(&mut self, node: Node<'a>, key: &str) -> Option<&'a str> {
        match node.value.get(key)? {
            Value::String(text) => Some(text),
            Value::Null => None,
            // Prose that stands in a file of its own; no OpenAPI, but widespread.
            Value::Object(members) if key == "description" && members.contains_key("$ref") => {
                let part = members.get("$ref").and_then(Value::as_str).unwrap_or_default();
                let file = self.documents.link(node.file, part).ok()?;
                Some(&self.sources.file(file).text)
            }
            _ => {
                self.wrong_member(node, key, "text");
                None
            }
        }
    }

    /// A text, or a number or boolean that YAML took for one because it has no quotes.
    pub(super) fn scalar_text(&mut self, node: Node<'a>, key: &str) -> Option<String> {
        match node.value.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(bool) => Some(bool.to_string()),
            _ => {
                self.wrong_member(node, key, "text");
                None
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, node: Node<'a>, key: &str) -> Option<bool> {
        match node.value.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::Null => None,
            Value::String(text) if text == "true" || text == "false" => {
                if let Some(child) = self.member(node, key) {
                    self.quoted(child, "a boolean");
                }
                Some(text == "true")
            }
            _ => {
                self.wrong_member(node, key, "`true` or `false`");
                None
            }
        }
    }

    /// An object.
    pub(super) fn object(&mut self, node: Node<'a>, key: &str) -> Option<Node<'a>> {
        let child = self.member(node, key)?;
        if child.value.is_object() {
            return Some(child);
        }
        self.wrong(child, "an object");
        None
    }

    /// The members of an object whose keys are names that somebody chose.
    pub(super) fn members(&mut self, node: Node<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
        self.object(node, key).map(|child| self.entries(child)).unwrap_or_default()
    }

    /// The members of this object, whose keys are names that somebody chose (a header may be called `x-rate-limit`).
    pub(super) fn entries(&self, node: Node<'a>) -> Vec<(&'a str, Node<'a>)> {
        let members = node.object().into_iter().flatten();
        members
            .map(|(key, value)| (key.as_str(), Node { place: self.sources.member(node.place, key), value, ..node }))
            .collect()
    }

    /// The items of a list.
    pub(super) fn items(&mut self, node: Node<'a>, key: &str) -> Vec<Node<'a>> {
        let Some(child) = self.member(node, key) else { return Vec::new() };
        match child.value {
            Value::Array(items) => {
                let at = |index: usize| self.sources.member(child.place, index);
                items.iter().enumerate().map(|(index, value)| Node { place: at(index), value, ..child }).collect()
            }
            _ => {
                self.wrong(child, "a list");
                Vec::new()
            }
        }
    }

    /// The texts of a list; what is none is reported.
    pub(super) fn texts(&mut self, node: Node<'a>, key: &str) -> Vec<&'a str> {
        let mut texts = Vec::new();
        for item in self.items(node, key) {
            match item.value {
                Value::String(text) => texts.push(text.as_str()),
                _ => self.wrong(item, "text"),
            }
        }
        texts
    }

    /// The texts of a list in which numbers and booleans stand for theirs; what is none of these is reported.
    pub(super) fn scalar_texts(&mut self, node: Node<'a>, key: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.items(node, key) {
            match item.value {
                Value::String(text) => texts.push(text.clone()),
                Value::Number(_) | Value::Bool(_) => texts.push(item.value.to_string()),
                _ => self.wrong(item, "text"),
            }
        }
        texts
    }

    /// Warns of members that OpenAPI does not know here. Extensions (`x-`) may be anything.
    pub(super) fn only(&mut self, node: Node<'a>, what: &str, known: &[&str]) {
        let Some(members) = node.object() else { return };
        for key in members.keys().filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())) {
            let place = self.sources.member(node.place, key);
            if self.told.insert(place) {
                self.diags
                    .warning(codes::UNKNOWN_MEMBER, place, format!("{what} has no member `{key}`"))
                    .note("it is ignored");
            }
        }
    }
}
