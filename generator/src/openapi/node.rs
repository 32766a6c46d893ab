//! A node of a document with its place.

use serde_json::{Map, Value};

use crate::source::{FileId, Place, Sources};

/// A value and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    pub(super) file: FileId,
    pub(super) place: Place,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    /// The member or item `key`.
    pub(super) fn child(self, sources: &Sources, key: &str) -> Option<Node<'a>> {
        let value = match self.value {
            Value::Object(members) => members.get(key)?,
            Value::Array(items) => items.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
        Some(Node { place: sources.member(self.place, key), value, ..self })
    }

    /// Whether the member is there and not `null`.
    pub(super) fn has(self, key: &str) -> bool {
        self.value.get(key).is_some_and(|value| !value.is_null())
    }

    /// The members, where the value is an object.
    pub(super) fn object(self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// A text, where that is what the member is.
    pub(super) fn str(self, key: &str) -> Option<&'a str> {
        self.value.get(key).and_then(Value::as_str)
    }
}
