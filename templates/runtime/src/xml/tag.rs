//! The start tag that was read last: where its names and values stand in the text, and what they mean.

use std::ops::Range;

use super::error::Error;
use super::markup::next_special;
use super::names::{self, plain_end};
use super::scope::{Bindings, NsId, XSI};
use super::unescape;

/// How many attributes an element may have.
const MOST_ATTRIBUTES: usize = 10_000;

/// The start tag that was read last. Its ranges are of the text that it stands in, which has to be given to each
/// function that asks for names and values.
#[derive(Debug, Default)]
pub(super) struct Tag {
    name: Name,
    ns: Option<NsId>,
    attributes: Vec<Attribute>,
    /// The attributes that declare prefixes.
    declarations: Vec<Attribute>,
    /// The values that are not as they stand in the text, one after another.
    values: String,
    pub(super) nil: bool,
    /// The attribute `xsi:type`.
    kind: Option<usize>,
    /// The element has no content and no end tag.
    pub(super) empty: bool,
}

/// A name, and where its local part begins.
#[derive(Clone, Copy, Debug, Default)]
struct Name {
    start: usize,
    local: usize,
    end: usize,
}

#[derive(Clone, Debug)]
struct Attribute {
    name: Name,
    ns: NsId,
    value: Range<usize>,
    /// The value stands in the text, and not in `values`.
    plain: bool,
}

impl Name {
    fn whole(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    #[inline]
    fn local(self, text: &str) -> &str {
        text.get(self.local..self.end).unwrap_or_default()
    }

    #[inline]
    fn prefix(self, text: &str) -> &str {
        // Between both is a colon.
        if self.local == self.start { "" } else { text.get(self.start..self.local - 1).unwrap_or_default() }
    }
}

impl Tag {
    /// Takes the start tag at a place, of an element at this depth, with its declarations: its end, or `None` where it
    /// goes on behind the text.
    pub(super) fn take(
        &mut self,
        text: &str,
        at: usize,
        bindings: &mut Bindings,
        depth: usize,
    ) -> Result<Option<usize>, Error> {
        self.attributes.clear();
        self.declarations.clear();
        self.values.clear();
        (self.nil, self.kind) = (false, None);
        let Some(name) = name(text, at + 1)? else { return Ok(None) };
        self.name = name;
        let end = match text.as_bytes().get(name.end) {
            Some(b'>') => {
                self.empty = false;
                name.end + 1
            }
            _ => match self.take_attributes(text, name.end)? {
                Some(end) => end,
                None => return Ok(None),
            },
        };
        if !self.declarations.is_empty() {
            self.declare(text, bindings, depth)?;
        }
        self.ns = Some(match name.prefix(text) {
            "" => bindings.default(),
            prefix => bindings.resolve(prefix).ok_or_else(|| undeclared(prefix))?,
        });
        if !self.attributes.is_empty() {
            self.resolve_attributes(text, bindings)?;
        }
        Ok(Some(end))
    }

    /// Takes what stands behind the name, up to the end of the tag.
    fn take_attributes(&mut self, text: &str, from: usize) -> Result<Option<usize>, Error> {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            let before = at;
            at = skip_space(bytes, at);
            match bytes.get(at) {
                None => return Ok(None),
                Some(b'>') => {
                    self.empty = false;
                    return Ok(Some(at + 1));
                }
                Some(b'/') => {
                    self.empty = true;
                    return match bytes.get(at + 1) {
                        None => Ok(None),
                        Some(b'>') => Ok(Some(at + 2)),
                        Some(_) => Err(Error::new("a `/` within a tag")),
                    };
                }
                Some(_) if at == before => return Err(Error::new("no white space before an attribute")),
                Some(_) => {}
            }
            match self.take_attribute(text, at)? {
                Some(end) => at = end,
                None => return Ok(None),
            }
        }
    }

    fn take_attribute(&mut self, text: &str, at: usize) -> Result<Option<usize>, Error> {
        let bytes = text.as_bytes();
        let Some(name) = name(text, at)? else { return Ok(None) };
        let equals = skip_space(bytes, name.end);
        match bytes.get(equals) {
            None => return Ok(None),
            Some(b'=') => {}
            Some(_) => return Err(format!("the attribute `{}` has no value", name.whole(text)).into()),
        }
        let start = skip_space(bytes, equals + 1);
        let quote = match bytes.get(start) {
            None => return Ok(None),
            Some(quote @ (b'"' | b'\'')) => *quote,
            Some(_) => return Err(Error::new("attribute value must be enclosed in `\"` or `'`")),
        };
        let start = start + 1;
        let (mut end, mut plain) = (start, true);
        loop {
            end = next_special(bytes, end, quote);
            match bytes.get(end) {
                None => return Ok(None),
                Some(byte) if *byte == quote => break,
                Some(b'<') => {
                    return Err(format!("a `<` in the value of the attribute `{}`", name.whole(text)).into());
                }
                Some(_) => plain = false,
            }
            end += 1;
        }
        let mut value = start..end;
        if !plain {
            let before = self.values.len();
            unescape::attribute(text.get(value).unwrap_or_default(), &mut self.values)?;
            value = before..self.values.len();
        }
        let attribute = Attribute { name, ns: NsId::NONE, value, plain };
        if bytes.get(at) == Some(&b'x') && (name.whole(text) == "xmlns" || name.prefix(text) == "xmlns") {
            self.declarations.push(attribute);
        } else {
            if self.attributes.len() >= MOST_ATTRIBUTES {
                return Err(format!("an element with more than {MOST_ATTRIBUTES} attributes").into());
            }
            self.attributes.push(attribute);
        }
        Ok(Some(end + 1))
    }

    fn declare(&self, text: &str, bindings: &mut Bindings, depth: usize) -> Result<(), Error> {
        for attribute in &self.declarations {
            let name = attribute.name;
            let prefix = if name.prefix(text).is_empty() { "" } else { name.local(text) };
            if bindings.declared_at(depth).any(|(declared, _)| declared == prefix) {
                return Err(format!("the attribute `{}` stands twice", name.whole(text)).into());
            }
            bindings.declare(prefix, self.value(text, attribute), depth)?;
        }
        Ok(())
    }

    /// Prefixes can be resolved when all declarations of the element are known.
    fn resolve_attributes(&mut self, text: &str, bindings: &mut Bindings) -> Result<(), Error> {
        let mut of_xsi = false;
        for attribute in &mut self.attributes {
            let prefix = attribute.name.prefix(text);
            if !prefix.is_empty() {
                attribute.ns = bindings.resolve(prefix).ok_or_else(|| undeclared(prefix))?;
                of_xsi |= bindings.uri(attribute.ns) == XSI;
            }
        }
        if of_xsi {
            for (at, attribute) in self.attributes.iter().enumerate() {
                match attribute.name.local(text) {
                    _ if bindings.uri(attribute.ns) != XSI => {}
                    "nil" => self.nil = nil(self.value(text, attribute)) == Some(true),
                    "type" => self.kind = Some(at),
                    _ => {}
                }
            }
        }
        if self.attributes.len() > 1 { self.refuse_duplicates(text) } else { Ok(()) }
    }

    fn refuse_duplicates(&self, text: &str) -> Result<(), Error> {
        /// Up to so many, each is compared with each.
        const FEW: usize = 12;
        let key = |attribute: &Attribute| (attribute.ns, attribute.name.local(text));
        let twice = if self.attributes.len() <= FEW {
            let mut rest = self.attributes.iter();
            loop {
                let Some(first) = rest.next().map(key) else { break None };
                if rest.clone().any(|other| key(other) == first) {
                    break Some(first.1);
                }
            }
        } else {
            let mut keys: Vec<_> = self.attributes.iter().map(key).collect();
            keys.sort_unstable();
            keys.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| Some(pair.first()?.1))
        };
        match twice {
            Some(name) => Err(format!("the attribute `{name}` stands twice").into()),
            None => Ok(()),
        }
    }

    fn value<'a>(&'a self, text: &'a str, attribute: &Attribute) -> &'a str {
        let held = if attribute.plain { text } else { &self.values };
        held.get(attribute.value.clone()).unwrap_or_default()
    }

    pub(super) fn name<'a>(&self, text: &'a str) -> &'a str {
        self.name.whole(text)
    }

    #[inline]
    pub(super) fn local<'a>(&self, text: &'a str) -> &'a str {
        self.name.local(text)
    }

    pub(super) fn prefix<'a>(&self, text: &'a str) -> &'a str {
        self.name.prefix(text)
    }

    #[inline]
    pub(super) fn ns(&self) -> NsId {
        self.ns.unwrap_or(NsId::NONE)
    }

    /// The value of `xsi:type`.
    pub(super) fn kind<'a>(&'a self, text: &'a str) -> Option<&'a str> {
        Some(self.value(text, self.attributes.get(self.kind?)?))
    }

    /// The number of attributes.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.attributes.len()
    }

    #[inline]
    pub(super) fn attribute_local<'a>(&self, text: &'a str, at: usize) -> &'a str {
        self.attributes.get(at).map_or("", |attribute| attribute.name.local(text))
    }

    pub(super) fn attribute_prefix<'a>(&self, text: &'a str, at: usize) -> &'a str {
        self.attributes.get(at).map_or("", |attribute| attribute.name.prefix(text))
    }

    #[inline]
    pub(super) fn attribute_ns(&self, at: usize) -> NsId {
        self.attributes.get(at).map_or(NsId::NONE, |attribute| attribute.ns)
    }

    #[inline]
    pub(super) fn attribute_value<'a>(&'a self, text: &'a str, at: usize) -> &'a str {
        self.attributes.get(at).map_or("", |attribute| self.value(text, attribute))
    }
}

/// Whether an element is marked as having no value, by the text of `xsi:nil`; `None` where that is no boolean.
pub(super) fn nil(text: &str) -> Option<bool> {
    match text.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// The name at a place; `None` where the text ends with it.
#[inline]
fn name(text: &str, start: usize) -> Result<Option<Name>, Error> {
    match plain_name(text.as_bytes(), start) {
        Some(name) => Ok(Some(name)),
        None => other_name(text, start),
    }
}

/// The name at a place, if it is as most are, and its end is there.
#[inline]
fn plain_name(bytes: &[u8], start: usize) -> Option<Name> {
    let end = plain_end(bytes, start)?;
    match bytes.get(end)? {
        b':' => {
            let local = end + 1;
            let end = plain_end(bytes, local)?;
            ends_name(*bytes.get(end)?).then_some(Name { start, local, end })
        }
        byte => ends_name(*byte).then_some(Name { start, local: start, end }),
    }
}

/// Looks at a name that is not as most are.
#[cold]
fn other_name(text: &str, start: usize) -> Result<Option<Name>, Error> {
    let bytes = text.as_bytes();
    let rest = bytes.get(start..).unwrap_or_default();
    let stop = |byte: &u8| *byte == b':' || ends_name(*byte);
    let Some(first) = rest.iter().position(stop) else { return Ok(None) };
    let end = start + first;
    let name = if rest.get(first) == Some(&b':') {
        let local = rest.get(first + 1..).unwrap_or_default();
        let Some(length) = local.iter().position(stop) else { return Ok(None) };
        if first == 0 || length == 0 || local.get(length) == Some(&b':') {
            let name: String = text.get(start..).unwrap_or_default().chars().take(first + length + 1).collect();
            return Err(format!("`{name}` is no name with a prefix").into());
        }
        Name { start, local: end + 1, end: end + 1 + length }
    } else if first == 0 {
        return Err(Error::new("a name is missing"));
    } else {
        Name { start, local: start, end }
    };
    for part in [name.prefix(text), name.local(text)].into_iter().filter(|part| !part.is_empty()) {
        if !names::is_name(part) {
            return Err(format!("`{part}` is no name").into());
        }
    }
    Ok(Some(name))
}

/// Whether a byte ends a name.
#[inline]
fn ends_name(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>' | b'=' | b'<' | b'"' | b'\'' | b'&')
}

#[inline]
fn skip_space(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(b' ' | b'\t' | b'\n' | b'\r') = bytes.get(at) {
        at += 1;
    }
    at
}

#[cold]
fn undeclared(prefix: &str) -> Error {
    Error::new(format!("the prefix `{prefix}` is not declared"))
}
