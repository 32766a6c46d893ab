//! Texts that are mostly short: numbers and times are kept as they came, and few of them need memory of their own.

use std::fmt;

/// How long a text may be that is kept in place: what a `String` takes for itself, less what tells both apart.
const PLACE: usize = 22;

/// A text, kept in place if it is short.
#[derive(Clone)]
pub(super) enum Short {
    Here(u8, [u8; PLACE]),
    Away(Box<str>),
}

impl Short {
    pub(super) fn as_str(&self) -> &str {
        match self {
            // Always text: it was one when it came.
            Short::Here(length, bytes) => {
                std::str::from_utf8(bytes.get(..usize::from(*length)).unwrap_or_default()).unwrap_or_default()
            }
            Short::Away(text) => text,
        }
    }
}

impl From<&str> for Short {
    #[inline]
    fn from(text: &str) -> Self {
        let mut bytes = [0; PLACE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Short::Here(length, bytes)
            }
            _ => Short::Away(text.into()),
        }
    }
}

impl From<String> for Short {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl std::ops::Deref for Short {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for Short {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Short {}

impl std::hash::Hash for Short {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}
