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
}

/// A key that stands twice in one object.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) first: Range<usize>,
    pub(super) again: Range<usize>,
    pub(super) key: String,
}

/// Why a text cannot be read at all.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}
