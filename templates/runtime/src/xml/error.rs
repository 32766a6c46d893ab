//! What can be wrong with a document, and where.

use std::fmt;

/// Why a document could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    message: String,
    path: String,
    offset: Option<u64>,
    position: Option<(u64, u64)>,
}

impl Error {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Error(Box::new(Inner { message: message.into(), path: String::new(), offset: None, position: None }))
    }

    /// The same error, with a place, unless it has one.
    pub(super) fn at(mut self, path: String, offset: u64, position: Option<(u64, u64)>) -> Self {
        if self.0.offset.is_none() {
            (self.0.path, self.0.offset, self.0.position) = (path, Some(offset), position);
        }
        self
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The local names of the elements on the way to the fault: `SubscriptionCertificate/Created`.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// How many bytes of the document (in UTF-8) precede the fault; `None` for an error in writing.
    pub fn offset(&self) -> Option<u64> {
        self.0.offset
    }

    /// Line and column (in characters), both from 1; known for documents that are read as a whole.
    pub fn position(&self) -> Option<(u64, u64)> {
        self.0.position
    }
}

/// Line and column of what follows this text.
pub(super) fn position(before: &str) -> Option<(u64, u64)> {
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next()?.chars().count() + 1;
    Some((u64::try_from(line).ok()?, u64::try_from(column).ok()?))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.path.is_empty() {
            write!(f, "`{}`: ", self.0.path)?;
        }
        f.write_str(&self.0.message)?;
        match (self.0.position, self.0.offset) {
            (Some((line, column)), _) => write!(f, " at line {line} column {column}"),
            (None, Some(offset)) => write!(f, " at byte {offset}"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// Why a text is no value of its type; the reader adds where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextError(String);

impl TextError {
    /// An error that says this.
    pub fn new(message: impl Into<String>) -> Self {
        TextError(message.into())
    }

    /// The error for a text that fits none of the types of a union.
    pub fn none_of(union: &'static str, found: &str) -> Self {
        let found: String = found.chars().take(40).collect();
        TextError(format!("{found:?} fits none of the types of {union}"))
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TextError {}

macro_rules! from {
    ($($ty:ty),*) => { $(
        impl From<$ty> for TextError {
            fn from(error: $ty) -> Self {
                TextError(error.to_string())
            }
        }
    )* };
}
from!(super::super::scalar::InvalidText, super::super::enums::UnknownValue);

/// Without a place; the reader adds it.
impl From<String> for Error {
    fn from(message: String) -> Self {
        Error::new(message)
    }
}

impl From<TextError> for Error {
    fn from(error: TextError) -> Self {
        Error::new(error.0)
    }
}
