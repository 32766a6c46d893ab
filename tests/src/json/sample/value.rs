//! What values are made from, and what is made.

use serde_json::Value;

/// From this depth on an object has only what must be there: what it may have is tried where it is a model itself.
pub const SPARE: usize = 2;

/// A value, and the members in it that need not come back.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The value.
    pub value: Value,
    /// JSON Pointers of the members that are read-only, and of those that no schema speaks of.
    pub unsent: Vec<String>,
    /// Whether it says more than its schemas do: a value that a list does not have, a tag that means no type, a member
    /// that nobody speaks of. Services grow; such values have to come back too, whatever the judge says of them.
    pub beyond: bool,
}

impl Sample {
    /// A value without such members.
    pub fn of(value: Value) -> Self {
        Sample { value, unsent: Vec::new(), beyond: false }
    }

    /// A value that says more than its schema.
    pub fn beyond(value: Value) -> Self {
        Sample { beyond: true, ..Sample::of(value) }
    }

    /// The pointers of its members that need not come back, seen from the object or list that has it as `key`.
    pub fn below(&self, key: &str) -> impl Iterator<Item = String> {
        let key = key.replace('~', "~0").replace('/', "~1");
        self.unsent.iter().map(move |pointer| format!("/{key}{pointer}"))
    }
}

/// Parts that hold at once, and the tags that say that it is this alternative.
#[derive(Clone, Debug, Default)]
pub struct Alternative<'a> {
    /// The parts: schemas of which only their own words are meant, not their references and combinations.
    pub parts: Vec<&'a Value>,
    /// Discriminators: the member and its value.
    pub tags: Vec<(String, String)>,
}
