//! What is shown in the place of a secret.

use std::fmt;

/// What stands in the place of something hidden.
pub(crate) const HIDDEN: &str = "[hidden]";

/// Stands in the `Debug` form of a value in the place of a secret.
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}
