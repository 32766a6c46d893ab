//! The writer: elements, attributes and text by namespace and local name, with the declarations that they need.

use std::io::Write;
use std::ops::Range;

use super::error::Error;
use super::scope::{AROUND, DEFAULT_IN_THE_WAY, Declared, Prefix, Prefixes, WriteScope, XML};
use super::text::{XmlText, list_text};
use super::written::{check_name, declarations, escape, twice};

/// How much text is gathered before it goes to the stream.
const CHUNK: usize = 64 * 1024;

/// Writes a document part by part.
pub struct Writer<'w> {
    out: String,
    stream: Option<&'w mut dyn Write>,
    declared: Declared,
    open: Vec<Open>,
    /// The names of the open elements, with their prefixes, one after another.
    names: String,
    /// The start tag of the innermost element still takes attributes.
    in_tag: bool,
    /// Where in `out` the names of its attributes are.
    attributes: Vec<Range<usize>>,
    indent: Option<usize>,
    /// Something has gone to the stream.
    flushed: bool,
    /// Where in `out` the declarations of the root end.
    root: usize,
    /// What says of the open elements which variant they are.
    tags: Vec<OpenTag>,
}

/// Which attribute or child element says of an element which variant of a union it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The attribute of this namespace and name.
    Attribute(&'static str, &'static str),
    /// The child element of this namespace and name.
    Element(&'static str, &'static str),
}

#[derive(Debug)]
struct OpenTag {
    tag: Tag,
    value: &'static str,
    /// How many elements are open where it belongs.
    depth: usize,
    written: bool,
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("depth", &self.open.len()).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Open {
    /// Where its name begins among those of all.
    name: usize,
    has_elements: bool,
    /// White space would be part of the content.
    keep_space: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(stream: Option<&'w mut dyn Write>, prefixes: Prefixes, indent: Option<usize>) -> Self {
        let declared = Declared::new(prefixes);
        Writer {
            out: String::new(),
            stream,
            declared,
            open: Vec::new(),
            names: String::new(),
            in_tag: false,
            attributes: Vec::new(),
            indent,
            flushed: false,
            root: 0,
            tags: Vec::new(),
        }
    }

    /// Writes text as it is, outside of the root element.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// What was written and has not gone to the stream.
    pub(super) fn finish(mut self) -> Result<String, Error> {
        self.declare_late()?;
        if self.stream.is_some() {
            self.flush()?;
        }
        Ok(self.out)
    }

    /// With which prefixes the document should be written once more, if it should and none of it is gone.
    pub(super) fn revised(&self) -> Option<Prefixes> {
        if self.flushed { None } else { self.declared.revised() }
    }

    /// Adds to the start tag of the root what came up after it was written. It takes no more then.
    fn declare_late(&mut self) -> Result<(), Error> {
        self.declared.root_is_open = false;
        let late = std::mem::take(&mut self.declared.late);
        if late.is_empty() {
            return Ok(());
        }
        let mut text = String::new();
        declarations(&late, &mut text)?;
        self.out.insert_str(self.root, &text);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.stream.is_some() && self.declared.default_in_the_way {
            return Err(Error::new(DEFAULT_IN_THE_WAY));
        }
        if self.stream.is_some() && self.declared.root_is_open {
            self.declared.declare_known();
            self.declare_late()?;
        }
        if let Some(stream) = &mut self.stream {
            stream.write_all(self.out.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
            self.out.clear();
            self.flushed = true;
        }
        Ok(())
    }

    /// The tag that an element of this name is, in the element that was begun last, and whether it is still to be written.
    pub(super) fn tag_of(&mut self, ns: &str, local: &str) -> Option<(&'static str, bool)> {
        let depth = self.open.len();
        let here =
            |one: &&mut OpenTag| one.depth == depth && matches!(one.tag, Tag::Element(n, l) if n == ns && l == local);
        let tag = self.tags.iter_mut().find(here)?;
        Some((tag.value, !std::mem::replace(&mut tag.written, true)))
    }

    /// Says which variant the element that was begun last is: at once, if an attribute says it.
    pub(super) fn begin_tag(&mut self, tag: Tag, value: &'static str) -> Result<(), Error> {
        if let Tag::Attribute(ns, local) = tag {
            self.attribute(ns, local, value)?;
        }
        let written = matches!(tag, Tag::Attribute(..));
        self.tags.push(OpenTag { tag, value, depth: self.open.len(), written });
        Ok(())
    }

    /// Whether what was said last was written.
    pub(super) fn end_tag(&mut self) -> bool {
        self.tags.pop().is_some_and(|tag| tag.written)
    }

    /// Begins an element.
    ///
    /// # Errors
    /// A name that is none, a stream that does not take more.
    pub fn begin(&mut self, ns: &str, local: &str) -> Result<(), Error> {
        self.begin_as(ns, local, None, &[])
    }

    /// Begins an element, with this prefix where it is free (`""`: as the default namespace), and with the declarations of
    /// prefixes that what is in it relies on.
    pub(super) fn begin_as(
        &mut self,
        ns: &str,
        local: &str,
        prefix: Option<&str>,
        declarations: &[(String, String)],
    ) -> Result<(), Error> {
        check_name(local)?;
        self.close_tag()?;
        let keep_space = self.open.last().is_some_and(|parent| parent.keep_space);
        if let Some(parent) = self.open.last_mut() {
            parent.has_elements = true;
        }
        if !keep_space {
            self.new_line(self.open.len());
        }
        if self.out.len() > CHUNK {
            self.flush()?;
        }
        self.declared.depth += 1;
        if self.open.is_empty() {
            self.declared.begin_root(ns);
        }
        // Without a prefix, the element's own name settles the default namespace.
        let takes_default = prefix.is_none_or(|prefix| !prefix.is_empty()) && !matches!(ns, "" | AROUND);
        for (prefix, uri) in declarations {
            let may_stand = takes_default || !prefix.is_empty();
            if may_stand && self.declared.uri(prefix) != Some(uri) && !self.declared.is_declared_here(prefix) {
                self.declared.declare(prefix, uri);
            }
        }
        let prefix = match prefix {
            Some(prefix) if self.declared.uri(prefix) == Some(ns) => prefix,
            Some(prefix) if (prefix.is_empty() || !ns.is_empty()) && !self.declared.is_declared_here(prefix) => {
                self.declared.declare(prefix, ns);
                prefix
            }
            _ => {
                let prefix = self.declared.prefix_for_element(ns);
                self.declared.text(prefix)
            }
        };
        let name = self.names.len();
        if !prefix.is_empty() {
            self.names.push_str(prefix);
            self.names.push(':');
        }
        self.names.push_str(local);
        self.out.push('<');
        self.out.push_str(self.names.get(name..).unwrap_or_default());
        let is_root = self.open.is_empty() && self.root == 0;
        self.open.push(Open { name, has_elements: false, keep_space });
        self.in_tag = true;
        self.attributes.clear();
        self.write_pending()?;
        if is_root {
            self.root = self.out.len();
            self.declared.root_is_open = true;
        }
        Ok(())
    }

    fn write_pending(&mut self) -> Result<(), Error> {
        if self.declared.pending.is_empty() {
            return Ok(());
        }
        declarations(&std::mem::take(&mut self.declared.pending), &mut self.out)
    }

    /// Declares a prefix on the element that was begun last, if it means something else there.
    ///
    /// # Errors
    /// A prefix that the element itself has declared for another namespace, or is written with.
    pub(super) fn declare(&mut self, prefix: &str, uri: &str) -> Result<(), Error> {
        if !self.in_tag || self.declared.uri(prefix) == Some(uri) {
            return Ok(());
        }
        if self.declared.is_declared_here(prefix) || self.is_used_here(prefix) {
            return Err(self.fault(format!("the prefix `{prefix}` of a value already means another namespace here")));
        }
        self.declared.declare(prefix, uri);
        self.write_pending()
    }

    /// Whether the name of the element that was begun last has this prefix, or that of one of its attributes.
    fn is_used_here(&self, prefix: &str) -> bool {
        let name = self.open.last().and_then(|open| self.names.get(open.name..)).unwrap_or_default();
        let has_prefix = |name: &str| name.split_once(':').map_or("", |(prefix, _)| prefix) == prefix;
        has_prefix(name) || !prefix.is_empty() && self.attribute_names().any(has_prefix)
    }

    fn attribute_names(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.attributes.iter().map(|name| self.out.get(name.clone()).unwrap_or_default())
    }

    /// Writes an attribute of the element that was begun last.
    ///
    /// # Errors
    /// An element that has content already; a name that is none; a value with characters that XML cannot hold. One that stands
    /// twice is an error where the element has content, or ends.
    pub fn attribute(&mut self, ns: &str, local: &str, value: &str) -> Result<(), Error> {
        self.attribute_as(ns, local, None, value)
    }

    pub(super) fn attribute_as(
        &mut self,
        ns: &str,
        local: &str,
        prefix: Option<&str>,
        value: &str,
    ) -> Result<(), Error> {
        check_name(local)?;
        if ns.is_empty() && local == "xmlns" {
            return Err(self.fault("`xmlns` declares a namespace, and is no name for an attribute"));
        }
        if !self.in_tag {
            return Err(Error::new(format!("the attribute `{local}` comes after the content of its element")));
        }
        let prefix = self.declared.prefix_for_attribute(ns, prefix);
        self.write_pending()?;
        self.out.push(' ');
        let name = self.out.len();
        if prefix != Prefix::Without {
            self.out.push_str(self.declared.text(prefix));
            self.out.push(':');
        }
        self.out.push_str(local);
        self.attributes.push(name..self.out.len());
        self.out.push_str("=\"");
        escape(value, true, &mut self.out)?;
        self.out.push('"');
        if ns == XML && local == "space" && value.trim() == "preserve" {
            self.keep_space();
        }
        Ok(())
    }

    /// Writes an attribute with a typed value.
    ///
    /// # Errors
    /// As [`attribute`](Writer::attribute), and a value that XML has no text for.
    pub fn attribute_value<T: XmlText>(&mut self, ns: &str, local: &str, value: &T) -> Result<(), Error> {
        let depth = self.open.len();
        let here =
            |one: &OpenTag| one.depth == depth && matches!(one.tag, Tag::Attribute(n, l) if n == ns && l == local);
        if self.tags.iter().any(here) {
            return Ok(());
        }
        let text = value.to_text(&mut WriteScope(&mut self.declared));
        let text = text.map_err(|error| Error::new(format!("attribute `{local}`: {error}")))?;
        self.write_pending()?;
        self.attribute(ns, local, &text)
    }

    /// Says the type of the element that was begun last (`xsi:type`).
    ///
    /// # Errors
    /// As [`attribute`](Writer::attribute).
    pub fn xsi_type(&mut self, ns: &str, local: &str) -> Result<(), Error> {
        let name = super::QName { namespace: ns.to_owned(), local: local.to_owned(), prefix: None };
        self.attribute_value(super::XSI, "type", &name)
    }

    /// Writes a typed value as text.
    ///
    /// # Errors
    /// A value that XML has no text for, or with characters that it cannot hold.
    pub fn value<T: XmlText>(&mut self, value: &T) -> Result<(), Error> {
        let text = value.to_text(&mut WriteScope(&mut self.declared)).map_err(|error| self.fault(error.to_string()))?;
        self.typed_text(&text)
    }

    /// Writes typed values as one text, with blanks between them.
    ///
    /// # Errors
    /// As [`value`](Writer::value), and a value whose text is empty or holds white space.
    pub fn values<T: XmlText>(&mut self, values: &[T]) -> Result<(), Error> {
        let text = list_text(values, &mut WriteScope(&mut self.declared));
        let text = text.map_err(|error| self.fault(error.to_string()))?;
        self.typed_text(&text)
    }

    fn typed_text(&mut self, text: &str) -> Result<(), Error> {
        if self.in_tag {
            self.write_pending()?;
        } else {
            // Too late for the start tag: a prefix that is not declared by now cannot be.
            if !self.declared.pending.is_empty() {
                return Err(self.fault("a name in mixed content needs a declaration that comes too late"));
            }
        }
        self.text(text)
    }

    /// Writes text.
    ///
    /// # Errors
    /// Characters that XML cannot hold.
    pub fn text(&mut self, text: &str) -> Result<(), Error> {
        self.keep_space();
        if text.is_empty() {
            return Ok(());
        }
        self.close_tag()?;
        escape(text, false, &mut self.out).map_err(|error| self.fault(error.message().to_owned()))?;
        if self.out.len() > CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    /// No white space is added inside of the element that was begun last, at any depth: its content is mixed, or it says so
    /// (`xml:space`; XML 1.0, 2.10).
    pub fn keep_space(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.keep_space = true;
        }
    }

    /// Ends the element that was begun last.
    ///
    /// # Errors
    /// A stream that does not take more.
    pub fn end(&mut self) -> Result<(), Error> {
        if self.in_tag {
            self.end_attributes()?;
        }
        let Some(open) = self.open.pop() else { return Err(Error::new("no element is open")) };
        if self.in_tag {
            self.out.push_str("/>");
            self.in_tag = false;
        } else {
            if open.has_elements && !open.keep_space {
                self.new_line(self.open.len());
            }
            self.out.push_str("</");
            self.out.push_str(self.names.get(open.name..).unwrap_or_default());
            self.out.push('>');
        }
        self.names.truncate(open.name);
        self.declared.leave();
        Ok(())
    }

    fn close_tag(&mut self) -> Result<(), Error> {
        if self.in_tag {
            self.end_attributes()?;
            self.out.push('>');
            self.in_tag = false;
        }
        Ok(())
    }

    /// Looks at the attributes of the element that was begun last, which has no more of them.
    fn end_attributes(&self) -> Result<(), Error> {
        match twice(self.attribute_names(), &self.declared) {
            Some(name) => Err(self.fault(format!("the attribute `{name}` stands twice"))),
            None => Ok(()),
        }
    }

    fn new_line(&mut self, depth: usize) {
        if let Some(indent) = self.indent {
            if depth > 0 || !self.out.is_empty() {
                self.out.push('\n');
            }
            self.out.extend(std::iter::repeat_n(' ', indent * depth));
        }
    }

    fn fault(&self, message: impl std::fmt::Display) -> Error {
        let ends = self.open.iter().skip(1).map(|open| open.name).chain([self.names.len()]);
        let names = self.open.iter().zip(ends).map(|(open, end)| self.names.get(open.name..end).unwrap_or_default());
        let path: Vec<&str> = names.collect();
        Error::new(format!("`{}`: {message}", path.join("/")))
    }
}
