//! How far an operation is, to be asked about later or from elsewhere.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::super::redact;

/// What the service is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Watch {
    /// The operation, a resource of its own with a member `status`.
    Operation,
    /// An address that answers 202 until there is something else to answer.
    Location,
    /// What is being made or changed.
    Resource,
}

/// Where an operation under way is asked about, and the last `Location` that was given. `Display` and serde give the whole of
/// it, the former as JSON; the links in it may hold tokens of the service, so `Debug` hides them.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Progress {
    pub(super) watch: Watch,
    pub(super) link: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) location: Option<String>,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Progress {
    type Err = InvalidProgress;

    /// Whether the links may be followed is decided by the client that they are given to.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text).map_err(|_| InvalidProgress)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("watch", &self.watch).field("link", &redact::link(&self.link)).finish()
    }
}

/// A text that is no progress of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidProgress;

impl fmt::Display for InvalidProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the progress of an operation is what `Poller::progress` gave")
    }
}

impl std::error::Error for InvalidProgress {}
