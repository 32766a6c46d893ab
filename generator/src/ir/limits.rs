//! What limits the values of a type beyond its shape.

use serde::Serialize;

/// What further limits the values of a type; numbers as the source spells them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Limits {
    /// The least value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Bound>,
    /// The greatest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Bound>,
    /// The number of which values are multiples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_of: Option<String>,
    /// The least number of characters, items or members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    /// The greatest number of characters, items or members.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    /// Regular expressions, in the source's dialect; a value fits them all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// Whether items differ from one another.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// The greatest number of digits (`totalDigits`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_digits: Option<u64>,
    /// The greatest number of digits behind the point (`fractionDigits`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fraction_digits: Option<u64>,
    /// What is done with blanks before anything else (`whiteSpace`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub white_space: Option<WhiteSpace>,
}

impl Limits {
    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        *self == Limits::default()
    }

    /// Adds the limits that hold beside these. Where both bound numbers, these count.
    pub fn join(&mut self, other: Limits) {
        self.minimum = self.minimum.take().or(other.minimum);
        self.maximum = self.maximum.take().or(other.maximum);
        self.multiple_of = self.multiple_of.take().or(other.multiple_of);
        self.min_length = self.min_length.max(other.min_length);
        self.max_length = match (self.max_length, other.max_length) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        for pattern in other.patterns {
            if !self.patterns.contains(&pattern) {
                self.patterns.push(pattern);
            }
        }
        self.unique |= other.unique;
    }
}

/// How the values of a type are checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Checked {
    /// Whether values outside the limits are refused on reading, too.
    pub reading: bool,
    /// The limits that are checked; patterns in the notation of the `regex` crate, with `\i`, `\I`, `\c` and `\C` as XML
    /// Schema has them.
    pub limits: Limits,
    /// The same patterns in the source's dialect, for people; none where they are the same to the letter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<String>,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Bound {
    /// The value, as the source spells it.
    pub value: String,
    /// Whether the value itself is outside.
    pub exclusive: bool,
}

/// `whiteSpace` (XML Schema Part 2, 4.3.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum WhiteSpace {
    /// As it is.
    Preserve,
    /// Tabs and line ends are blanks.
    Replace,
    /// And runs of blanks are one, with none at the ends.
    Collapse,
}
