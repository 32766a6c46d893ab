//! What the parsers of JSON and YAML give.

use std::ops::Range;

use serde_json::Value;

/// A text as a tree.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) value: Value,
    pub(super) repeats: Vec<Repeat>,
    /// Where a second document begins, which is not read.
    pub(super) more: Option<Range<usize>>,
    /// Closing brackets of YAML that stand too far out.
    pub(super) pushed: Vec<Range<usize>>,
    /// Merge keys of YAML with something that is no mapping.
    pub(super) unmerged: Vec<Range<usize>>,
}

impl Parsed {
    /// A tree about which there is nothing to say.
    pub(super) fn of(value: Value) -> Self {
        Parsed { value, repeats: Vec::new(), more: None, pushed: Vec::new(), unmerged: Vec::new() }
    }
}

/// A key that stands twice in one object.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) first: Range<usize>,
    pub(super) again: Range<usize>,
    pub(super) key: String,
    /// Whether both have the same value; `None` before that is known.
    pub(super) same: Option<bool>,
}

/// Why a text cannot be read at all.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// Whether the object under these keys, from the outermost, is in an example, of which nothing is made.
pub(super) fn is_in_example<'k>(keys: impl Iterator<Item = &'k str>) -> bool {
    let mut above = "";
    for key in keys {
        // A property may be called so.
        if ["example", "examples", "x-example", "x-examples"].contains(&key) && above != "properties" {
            return true;
        }
        above = key;
    }
    false
}

/// Whether nothing is lost where of two members `key` only the second counts: they are equal, or prose.
pub(super) fn is_same(key: &str, first: Option<&Value>, second: Option<&Value>) -> bool {
    let is_prose = |value: Option<&Value>| value.is_none_or(Value::is_string);
    let prose = ["description", "summary"].contains(&key) && is_prose(first) && is_prose(second);
    prose || first == second
}
