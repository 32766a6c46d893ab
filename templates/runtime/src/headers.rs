//! Header fields, ordered and with the case of their names kept, and how typed values are read from them.

use std::fmt;

use indexmap::IndexMap;

use super::redact;

/// A parameter of a media type, without its quotes, which may have semicolons in them (RFC 9110, 5.6.6).
pub(crate) fn parameter(media_type: &str, wanted: &str) -> Option<String> {
    let (mut quoted, mut escaped) = (false, false);
    let mut parameters = media_type.split(|c: char| {
        let ends = c == ';' && !quoted;
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        ends
    });
    // The type itself is none.
    parameters.next();
    let mut parameters = parameters.filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
    let value = value.trim();
    let Some(text) = value.strip_prefix('"') else { return Some(value.to_owned()) };
    let (mut plain, mut escaped) = (String::new(), false);
    for c in text.strip_suffix('"').unwrap_or(text).chars() {
        escaped = c == '\\' && !escaped;
        if !escaped {
            plain.push(c);
        }
    }
    Some(plain)
}

/// The header fields of a request or an answer, in order. Names are compared without regard to case and kept as given.
///
/// `Debug` shows values only of fields that are known to hold no secret.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    fields: Vec<(String, String)>,
}

impl Headers {
    /// No fields.
    pub fn new() -> Self {
        Headers::default()
    }

    /// The first value of a field.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// All values of a field, in order.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.fields.iter().filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The fields whose names begin with `prefix`, as they came: by what stands behind that in the name, with commas between
    /// the values of one name (RFC 9110, 5.3). `None` where there are none.
    pub fn prefixed(&self, prefix: &str) -> Option<IndexMap<String, String>> {
        let mut found: IndexMap<String, String> = IndexMap::new();
        for (name, value) in self.iter() {
            let Some((start, key)) = name.split_at_checked(prefix.len()) else { continue };
            if !start.eq_ignore_ascii_case(prefix) || key.is_empty() {
                continue;
            }
            let value = value.trim_matches([' ', '\t']);
            match found.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
                Some((_, known)) => known.extend([", ", value]),
                None => drop(found.insert(key.to_owned(), value.to_owned())),
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// Whether there is such a field.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Sets a field in place of all of the same name; the new one stands where the first of them stood.
    ///
    /// # Errors
    /// The name is no token (RFC 9110, 5.6.2), or the value has a character that would break the head of a message.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<(), InvalidHeader> {
        let (name, value) = checked(name.into(), value.into())?;
        let place = self.fields.iter().position(|(found, _)| found.eq_ignore_ascii_case(&name));
        self.remove(&name);
        let place = place.unwrap_or(self.fields.len()).min(self.fields.len());
        self.fields.insert(place, (name, value));
        Ok(())
    }

    /// Adds a field beside those of the same name.
    ///
    /// # Errors
    /// As for [`insert`](Self::insert).
    pub fn append(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<(), InvalidHeader> {
        self.fields.push(checked(name.into(), value.into())?);
        Ok(())
    }

    /// Adds a field as the wire gave it, without a check: answers are taken as they come.
    pub(crate) fn append_received(&mut self, name: &str, value: &[u8]) {
        let value = match std::str::from_utf8(value) {
            Ok(text) => text.to_owned(),
            // RFC 9110, 5.5: what is not ASCII was ISO-8859-1 once.
            Err(_) => value.iter().copied().map(char::from).collect(),
        };
        self.fields.push((name.to_owned(), value));
    }

    /// Takes all fields of a name out, and tells whether there were any.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.fields.len();
        self.fields.retain(|(found, _)| !found.eq_ignore_ascii_case(name));
        self.fields.len() != before
    }

    /// Keeps the fields whose name the test accepts.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.fields.retain(|(name, _)| keep(name));
    }

    /// Name and value of every field, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The value of a field as a type: the first, or for a list the items of all of them, and for a text all of them with commas
    /// between (RFC 9110, 5.3), but for `Set-Cookie` and what HTTP has but one of, as `ETag`. `None` where the
    /// field is absent or cannot be read as one (its text is in [`get`](Self::get)).
    pub fn typed<T: FromHeader>(&self, name: &str) -> Option<T> {
        let values: Vec<&str> = self.get_all(name).map(|value| value.trim_matches([' ', '\t'])).collect();
        // Each of these is a value of its own, and some have commas that separate nothing (RFC 9110, 5.3). One that stands
        // twice was doubled on the way.
        match SINGLE.iter().any(|single| name.eq_ignore_ascii_case(single)) {
            true => T::from_items(&values),
            false => T::from_fields(&values),
        }
    }
}

/// Fields of which an answer has one, or whose values are not joined (RFC 9110; RFC 6265, 3).
const SINGLE: [&str; 12] = [
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "server",
    "set-cookie",
];

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            map.entry(&name, &redact::header_value(name, value));
        }
        map.finish()
    }
}

/// The typed header fields of one operation's answer.
pub trait FromHeaders: Sized {
    /// Reads what is there.
    fn from_headers(headers: &Headers) -> Self;
}

impl FromHeaders for () {
    fn from_headers(_: &Headers) -> Self {}
}

/// A value that can be read from a header field.
pub trait FromHeader: Sized {
    /// The value of the text, which has no blanks around it; `None` where it is not one.
    fn from_header(value: &str) -> Option<Self>;

    /// The value of all the fields of one name, where there are any: that of the first, unless they are one list or text.
    fn from_fields(values: &[&str]) -> Option<Self> {
        Self::from_header(values.first()?)
    }

    /// The value of all the fields of one name, of which each is an item.
    fn from_items(values: &[&str]) -> Option<Self> {
        Self::from_header(values.first()?)
    }
}

impl<T: FromHeader> FromHeader for Vec<T> {
    fn from_header(value: &str) -> Option<Self> {
        Self::from_fields(&[value])
    }

    fn from_fields(values: &[&str]) -> Option<Self> {
        // A field that is not there is no list without items.
        values.first()?;
        values.iter().flat_map(|value| items(value)).map(T::from_header).collect()
    }

    fn from_items(values: &[&str]) -> Option<Self> {
        values.first()?;
        values.iter().filter(|value| !value.is_empty()).map(|value| T::from_header(value)).collect()
    }
}

/// The items of a list (RFC 9110, 5.6.1), empty ones aside. A comma within quotes separates nothing (5.6.4).
fn items(list: &str) -> Vec<&str> {
    let (mut items, mut rest, mut from) = (Vec::new(), list, 0);
    while let Some(at) = rest.get(from..).and_then(|rest| rest.find([',', '"'])) {
        let at = from + at;
        let behind = rest.get(at + 1..).unwrap_or_default();
        if rest.as_bytes().get(at) == Some(&b',') {
            items.push(rest.get(..at).unwrap_or_default());
            (rest, from) = (behind, 0);
        } else {
            // A quote that nothing closes is a character like others.
            from = at + 1 + quoted_length(behind).unwrap_or(0);
        }
    }
    items.push(rest);
    items.iter().map(|item| item.trim_matches([' ', '\t'])).filter(|item| !item.is_empty()).collect()
}

/// How long a quoted text is with the quote that closes it; `None` if there is none.
fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let closes = |byte: u8| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    };
    text.bytes().position(closes).map(|at| at + 1)
}

/// A header field that cannot be sent. The value is not shown: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidHeader {
    name: String,
    why: &'static str,
}

impl fmt::Display for InvalidHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the header {:?} cannot be sent: {}", self.name, self.why)
    }
}

impl std::error::Error for InvalidHeader {}

fn checked(name: String, value: String) -> Result<(String, String), InvalidHeader> {
    let why = if name.is_empty() {
        "a name is needed"
    } else if !name.bytes().all(is_token_byte) {
        "its name has a character that is not allowed there (RFC 9110, 5.6.2)"
    } else if value.bytes().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        "its value has a line break or NUL, which would end the header"
    } else if value.bytes().any(|byte| byte != b'\t' && byte.is_ascii_control()) {
        "its value has a control character"
    } else {
        return Ok((name, value));
    };
    Err(InvalidHeader { name, why })
}

/// RFC 9110, 5.6.2: tchar.
pub(crate) fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
