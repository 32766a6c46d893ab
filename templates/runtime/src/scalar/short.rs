//! Texts that are mostly short: names, numbers and times are kept as they came, and few of them need memory of their own.

use std::fmt;
#[cfg(feature = "xml")]
use std::sync::Arc;

/// How long a text may be that is kept in place: what a `String` takes for itself, less what tells the kinds apart. It is
/// also how long a time is that is written to the second, `2004-04-12T13:20:00Z`.
const PLACE: usize = 20;

/// A text that does not change: kept in place if it is short, and shared by many where it often comes.
#[derive(Clone)]
pub struct Str(Kept);

// What tells the kinds apart takes four bytes, so that the others are whole words: with one byte for it, values are moved in
// pieces that overlap, and reading invoices took a tenth more time.
#[derive(Clone)]
#[repr(u32)]
enum Kept {
    /// Less than fills the place: the length is in the last byte.
    Here([u8; PLACE]),
    /// What fills it.
    Full([u8; PLACE]),
    Away(Box<str>),
    #[cfg(feature = "xml")]
    Shared(Arc<str>),
}

impl Str {
    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // Always text: it was one when it came.
            Kept::Here(bytes) => {
                let length = usize::from(bytes[PLACE - 1]);
                std::str::from_utf8(bytes.get(..length).unwrap_or_default()).unwrap_or_default()
            }
            Kept::Full(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Kept::Away(text) => text,
            #[cfg(feature = "xml")]
            Kept::Shared(text) => text,
        }
    }

    /// The text, which is shared unless it is short.
    #[cfg(feature = "xml")]
    #[inline]
    pub(crate) fn shared(text: &Arc<str>) -> Self {
        if text.len() <= PLACE { Str::from(&**text) } else { Str(Kept::Shared(Arc::clone(text))) }
    }
}

impl From<&str> for Str {
    #[inline]
    fn from(text: &str) -> Self {
        match text.len() {
            ..PLACE => Str(Kept::Here(packed(text.as_bytes()))),
            PLACE => Str(text.as_bytes().try_into().map_or_else(|_| Kept::Away(text.into()), Kept::Full)),
            _ => Str(Kept::Away(text.into())),
        }
    }
}

/// A text of less than [`PLACE`] bytes with its length behind it, put together in words: bytes that were copied one by one
/// cannot be moved on as words before they have come to memory.
#[inline]
fn packed(text: &[u8]) -> [u8; PLACE] {
    let length = text.len().min(PLACE - 1);
    let (low, high) = if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        (u128::from_le_bytes(*first), u64::from(u32::from_le_bytes(*last)) >> (8 * (20 - length)))
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let last = u128::from(u64::from_le_bytes(*last)) >> (8 * (16 - length));
        (u128::from(u64::from_le_bytes(*first)) | last << 64, 0)
    } else if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let last = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - length));
        (u128::from(u64::from(u32::from_le_bytes(*first)) | last << 32), 0)
    } else {
        (text.iter().rev().fold(0, |word, byte| word << 8 | u128::from(*byte)), 0)
    };
    let mut bytes = [0; PLACE];
    let [a0, a1, a2, a3, b @ ..] = low.to_le_bytes();
    let [c0, c1, c2, ..] = high.to_le_bytes();
    bytes[..4].copy_from_slice(&[a0, a1, a2, a3]);
    bytes[4..16].copy_from_slice(&b);
    bytes[16..].copy_from_slice(&[c0, c1, c2, length.to_le_bytes()[0]]);
    bytes
}

impl From<String> for Str {
    fn from(text: String) -> Self {
        if text.len() <= PLACE { Str::from(text.as_str()) } else { Str(Kept::Away(text.into())) }
    }
}

impl From<Str> for String {
    fn from(text: Str) -> Self {
        text.as_str().to_owned()
    }
}

impl std::ops::Deref for Str {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Str {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Default for Str {
    fn default() -> Self {
        Str(Kept::Here([0; PLACE]))
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl PartialEq for Str {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}
impl Eq for Str {}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Str {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl std::hash::Hash for Str {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(feature = "json")]
impl super::super::json::Json for Str {
    fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(d).map(Str::from)
    }
    fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self)
    }
    fn fits(shape: &super::super::json::Shape) -> bool {
        shape.is_string()
    }
}
