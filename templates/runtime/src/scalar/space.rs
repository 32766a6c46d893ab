//! White space in the texts of values (XML Schema Part 2, 4.3.6).

use std::borrow::Cow;

/// What is done with white space before a text is a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// It stays as it stands.
    Preserve,
    /// Each character of it is a blank.
    Replace,
    /// That at the ends does not count, and more of it is a blank.
    Collapse,
}

impl Space {
    /// The text of the value.
    pub fn normalized(self, text: &str) -> Cow<'_, str> {
        match self {
            Space::Preserve => text.into(),
            Space::Replace if text.contains(['\t', '\n', '\r']) => text.replace(['\t', '\n', '\r'], " ").into(),
            Space::Replace => text.into(),
            Space::Collapse => collapse(text),
        }
    }
}

/// A text without white space at its ends, and with single blanks inside.
pub fn collapse(text: &str) -> Cow<'_, str> {
    // Most texts have none at all, nor anything less; all bytes are looked at at once.
    if !text.bytes().fold(false, |found, byte| found | (byte <= b' ')) {
        return text.into();
    }
    let trimmed = text.trim_matches(SPACE);
    let twice = trimmed.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| is_space(*byte)));
    if twice || trimmed.bytes().any(|byte| is_space(byte) && byte != b' ') {
        return trimmed.split(SPACE).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").into();
    }
    trimmed.into()
}

const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
