//! The start tag that was read last: its name and its attributes, in buffers that are used for all of them.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::scope::{Bindings, NsId, XSI};
use super::unescape;

/// How many attributes an element may have.
const MOST_ATTRIBUTES: usize = 10_000;

/// The start tag that was read last.
#[derive(Debug, Default)]
pub(super) struct Tag {
    /// The prefix, the local name, and the names and values of the attributes, one after another.
    text: String,
    prefix: Range<usize>,
    local: Range<usize>,
    ns: Option<NsId>,
    attributes: Vec<Attribute>,
    pub(super) nil: bool,
    kind: Option<Range<usize>>,
}

#[derive(Clone, Debug)]
struct Attribute {
    prefix: Range<usize>,
    local: Range<usize>,
    ns: NsId,
    value: Range<usize>,
}

impl Tag {
    /// Takes a start tag at this depth, with its declarations.
    pub(super) fn take(&mut self, start: &BytesStart<'_>, bindings: &mut Bindings, depth: usize) -> Result<(), String> {
        self.text.clear();
        self.attributes.clear();
        (self.nil, self.kind) = (false, None);
        (self.prefix, self.local) = self.name(start.name().0)?;
        if start.name().0.len() < start.len() {
            self.take_attributes(start, bindings, depth)?;
        }
        self.ns = Some(match self.piece(&self.prefix) {
            "" => bindings.default(),
            prefix => bindings.resolve(prefix).ok_or_else(|| undeclared(prefix))?,
        });
        Ok(())
    }

    fn take_attributes(&mut self, start: &BytesStart<'_>, bindings: &mut Bindings, depth: usize) -> Result<(), String> {
        // Duplicates are looked for below, by namespace; the parser's own search takes quadratic time.
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let key = attribute.key.0;
            if attribute.value.contains('<') {
                return Err(format!("a `<` in the value of the attribute `{key}`"));
            }
            let value = self.text.len();
            unescape::attribute(&attribute.value, &mut self.text)?;
            let value = value..self.text.len();
            let declares = if key == "xmlns" { Some("") } else { key.strip_prefix("xmlns:") };
            if let Some(prefix) = declares {
                if bindings.declared_at(depth).any(|(declared, _)| declared == prefix) {
                    return Err(format!("the attribute `{key}` stands twice"));
                }
                bindings.declare(prefix, self.text.get(value.clone()).unwrap_or_default(), depth)?;
                self.text.truncate(value.start);
                continue;
            }
            if self.attributes.len() >= MOST_ATTRIBUTES {
                return Err(format!("an element with more than {MOST_ATTRIBUTES} attributes"));
            }
            let (prefix, local) = self.name(key)?;
            self.attributes.push(Attribute { prefix, local, ns: NsId::NONE, value });
        }
        self.resolve_attributes(bindings)
    }

    /// Prefixes can be resolved when all declarations of the element are known.
    fn resolve_attributes(&mut self, bindings: &mut Bindings) -> Result<(), String> {
        for at in 0..self.attributes.len() {
            let Some(attribute) = self.attributes.get(at).cloned() else { continue };
            let prefix = self.piece(&attribute.prefix);
            if prefix.is_empty() {
                continue;
            }
            let ns = bindings.resolve(prefix).ok_or_else(|| undeclared(prefix))?;
            if bindings.uri(ns) == XSI {
                match self.piece(&attribute.local) {
                    "nil" => self.nil = matches!(self.piece(&attribute.value).trim(), "true" | "1"),
                    "type" => self.kind = Some(attribute.value.clone()),
                    _ => {}
                }
            }
            if let Some(attribute) = self.attributes.get_mut(at) {
                attribute.ns = ns;
            }
        }
        if self.attributes.len() > 1 {
            self.refuse_duplicates()?;
        }
        Ok(())
    }

    fn refuse_duplicates(&self) -> Result<(), String> {
        let key = |attribute: &Attribute| (attribute.ns, self.piece(&attribute.local).to_owned());
        let twice = if self.attributes.len() <= 12 {
            let same = |a: &Attribute, b: &Attribute| a.ns == b.ns && self.piece(&a.local) == self.piece(&b.local);
            let mut rest = self.attributes.iter();
            loop {
                let Some(first) = rest.next() else { break None };
                if rest.clone().any(|other| same(first, other)) {
                    break Some(key(first).1);
                }
            }
        } else {
            let mut keys: Vec<_> = self.attributes.iter().map(key).collect();
            keys.sort();
            keys.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| Some(pair.first()?.1.clone()))
        };
        match twice {
            Some(name) => Err(format!("the attribute `{name}` stands twice")),
            None => Ok(()),
        }
    }

    fn name(&mut self, name: &str) -> Result<(Range<usize>, Range<usize>), String> {
        let start = self.text.len();
        self.text.push_str(name);
        let end = self.text.len();
        match name.find(':') {
            None if name.is_empty() => Err("a name is missing".to_owned()),
            None => Ok((start..start, start..end)),
            Some(colon) if colon == 0 || colon + 1 == name.len() || name.rfind(':') != Some(colon) => {
                Err(format!("`{name}` is no name with a prefix"))
            }
            Some(colon) => Ok((start..start + colon, start + colon + 1..end)),
        }
    }

    fn piece(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn local(&self) -> &str {
        self.piece(&self.local)
    }

    pub(super) fn prefix(&self) -> &str {
        self.piece(&self.prefix)
    }

    pub(super) fn ns(&self) -> NsId {
        self.ns.unwrap_or(NsId::NONE)
    }

    /// The value of `xsi:type`.
    pub(super) fn kind(&self) -> Option<&str> {
        self.kind.as_ref().map(|range| self.piece(range))
    }

    /// The number of attributes.
    pub(super) fn len(&self) -> usize {
        self.attributes.len()
    }

    pub(super) fn attribute_local(&self, at: usize) -> &str {
        self.attributes.get(at).map_or("", |attribute| self.piece(&attribute.local))
    }

    pub(super) fn attribute_prefix(&self, at: usize) -> &str {
        self.attributes.get(at).map_or("", |attribute| self.piece(&attribute.prefix))
    }

    pub(super) fn attribute_ns(&self, at: usize) -> NsId {
        self.attributes.get(at).map_or(NsId::NONE, |attribute| attribute.ns)
    }

    pub(super) fn attribute_value(&self, at: usize) -> &str {
        self.attributes.get(at).map_or("", |attribute| self.piece(&attribute.value))
    }
}

fn undeclared(prefix: &str) -> String {
    format!("the prefix `{prefix}` is not declared")
}
