//! What a description says in prose.

use serde::Serialize;

/// Prose about an item, as CommonMark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Doc {
    /// One line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Everything else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A page with more: its address, and what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<(String, Option<String>)>,
}

impl Doc {
    /// What is said of a member that is named somewhere, and described nowhere.
    pub const UNDESCRIBED: &str = "Required, but not described: it may be left out.";

    /// Prose without a summary of its own.
    pub fn of(description: impl Into<String>) -> Self {
        Doc { description: Some(description.into()), ..Doc::default() }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.description.is_none() && self.link.is_none()
    }
}

/// A mark that an item should not be used any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Deprecated {
    /// Why, or what to use instead, where the description says so.
    pub reason: Option<String>,
}
