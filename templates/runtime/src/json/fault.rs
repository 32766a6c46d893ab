//! Where in a JSON text a fault is: the path of members, grown while an error travels outwards.
//!
//! The path stands at the start of the message in backticks, so that it also comes out of plain serde calls; nothing
//! is tracked while all goes well.

use std::fmt::Display;

use serde::de::Error;

/// The same error, with the member `name` before its path.
#[cold]
pub fn at_member<E: Error>(name: &str, error: E) -> E {
    E::custom(prefixed(name, &error))
}

/// The same error, with the index `index` before its path.
#[cold]
pub(super) fn at_index<E: Error>(index: usize, error: E) -> E {
    E::custom(prefixed(&format!("[{index}]"), &error))
}

/// What an error says, with one more step before its path.
#[cold]
pub(super) fn prefixed(step: &str, error: &dyn Display) -> String {
    let message = error.to_string();
    // serde_json finds line and column at the end of a custom message again, so they survive the rewriting.
    match message.strip_prefix('`').filter(|rest| rest.contains("`: ")) {
        Some(rest) if rest.starts_with('[') => format!("`{step}{rest}"),
        Some(rest) => format!("`{step}.{rest}"),
        None => format!("`{step}`: {message}"),
    }
}

/// What an error of serde_json says, without line and column: these count from the start of a part of the text.
pub(super) fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cut = if error.line() == 0 { None } else { message.rfind(" at line ") };
    match cut {
        Some(at) => message[..at].to_owned(),
        None => message,
    }
}
