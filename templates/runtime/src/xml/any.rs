//! What a schema leaves open (`xs:any`, `xs:anyAttribute`, `xs:anyType`): kept as a small tree that writes back what
//! it read, with its prefixes, namespaces and order.

use super::super::scalar::Str;
use super::content::{FromXml, ToXml, XmlContent};
use super::error::Error;
use super::reader::{Reader, TextMode};
use super::scope::Scope;
use super::writer::Writer;

/// An element of any kind. Prefixes, and where they are declared, are how it was written: two elements that differ in
/// nothing else are equal.
#[derive(Clone, Debug, Default)]
pub struct AnyElement {
    /// The namespace; `""` for none.
    pub namespace: Str,
    /// The prefix; `""` for none.
    pub prefix: Str,
    /// The local name.
    pub local: Str,
    /// Prefixes and namespaces that are declared for the element and what is in it; on the outermost element also those
    /// declared around it that its values use.
    pub declarations: Vec<(String, String)>,
    /// The attributes, in order.
    pub attributes: Vec<AnyAttribute>,
    /// The content, in order.
    pub children: Vec<Node>,
    /// Text right behind the element that no valid document has there, and that some have all the same. Text between
    /// the children of an element stands among them.
    pub tail: String,
}

/// An attribute of any kind. The prefix is how it was written: two attributes that differ in nothing else are equal.
#[derive(Clone, Debug, Default)]
pub struct AnyAttribute {
    /// The namespace; `""` for none.
    pub namespace: Str,
    /// The prefix; `""` for none.
    pub prefix: Str,
    /// The local name.
    pub local: Str,
    /// The value.
    pub value: Str,
    /// Prefixes that the value uses, with their namespaces; on an attribute of an [`AnyElement`] the element has them.
    pub declarations: Vec<(String, String)>,
}

/// The namespaces that a wildcard lets in; `""` stands for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// All.
    Any,
    /// All but these.
    Not(&'static [&'static str]),
    /// These.
    Of(&'static [&'static str]),
}

impl Allowed {
    /// Whether the current part is an element that is let in.
    pub fn takes(self, reader: &Reader<'_>) -> bool {
        reader.at_element()
            && match self {
                Allowed::Any => true,
                Allowed::Not(namespaces) => !namespaces.contains(&reader.namespace()),
                Allowed::Of(namespaces) => namespaces.contains(&reader.namespace()),
            }
    }

    /// Reads a run of elements that are let in, the first of which is the current part.
    ///
    /// # Errors
    /// As [`FromXml::from_xml`].
    pub fn read_run(self, reader: &mut Reader<'_>) -> Result<Vec<AnyElement>, Error> {
        let mut run = vec![AnyElement::from_xml(reader)?];
        while reader.next(TextMode::Skip)? && self.takes(reader) {
            run.push(AnyElement::from_xml(reader)?);
        }
        reader.unread();
        Ok(run)
    }
}

/// A part of the content of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element; its own memory keeps texts small.
    Element(Box<AnyElement>),
    /// Text.
    Text(Str),
}

impl PartialEq for AnyElement {
    fn eq(&self, other: &Self) -> bool {
        self.local == other.local
            && self.namespace == other.namespace
            && self.attributes == other.attributes
            && self.children == other.children
            && self.tail == other.tail
    }
}
impl Eq for AnyElement {}

impl PartialEq for AnyAttribute {
    fn eq(&self, other: &Self) -> bool {
        self.local == other.local && self.namespace == other.namespace && self.value == other.value
    }
}
impl Eq for AnyAttribute {}

impl AnyElement {
    /// An element without content.
    pub fn new(namespace: impl Into<Str>, local: impl Into<Str>) -> Self {
        AnyElement { namespace: namespace.into(), local: local.into(), ..AnyElement::default() }
    }

    /// The text of the element and all that is in it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Element(element) => element.add_text(text),
                Node::Text(piece) => text.push_str(piece),
            }
        }
    }

    /// The elements among the children.
    pub fn elements(&self) -> impl Iterator<Item = &AnyElement> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(&**element),
            Node::Text(_) => None,
        })
    }

    /// The value of an attribute.
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = |attribute: &&AnyAttribute| attribute.local == local && attribute.namespace == namespace;
        self.attributes.iter().find(found).map(|attribute| attribute.value.as_str())
    }

    /// Writes the element with its tags.
    ///
    /// # Errors
    /// Names and characters that XML cannot hold.
    pub fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        let prefix = Some(self.prefix.as_str()).filter(|prefix| !prefix.is_empty() || self.namespace.is_empty());
        writer.begin_as(&self.namespace, &self.local, prefix, &self.declarations)?;
        self.to_xml(writer)?;
        writer.end()?;
        if self.tail.is_empty() { Ok(()) } else { writer.text(&self.tail) }
    }

    /// Reads in place: a tree is moved as little as can be. Whether names with prefixes may stand in the values.
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<bool, Error> {
        let mut colons = false;
        self.namespace = reader.shared_namespace();
        self.prefix = reader.prefix().into();
        self.local = reader.local().into();
        self.declarations = reader.declarations().map(|(prefix, uri)| (prefix.to_owned(), uri.to_owned())).collect();
        self.attributes = Vec::with_capacity(reader.attribute_count());
        while reader.next(TextMode::Part)? {
            if reader.at_attribute() {
                self.attributes.push(AnyAttribute::read(reader));
                colons |= reader.text().contains(':');
                continue;
            }
            // Most elements have one child or none, or one between two texts, and a tree is made of many.
            if self.children.len() == self.children.capacity() {
                let least = if reader.at_text() && !reader.ends_behind() { 2 } else { 1 };
                self.children.reserve_exact(self.children.len().max(least));
            }
            if reader.at_text() {
                self.children.push(Node::Text(reader.text().into()));
                colons |= reader.text().contains(':');
            } else {
                let mut child = Box::<AnyElement>::default();
                colons |= child.fill(reader)?;
                self.children.push(Node::Element(child));
            }
        }
        Ok(colons)
    }

    fn used_prefixes(&self, scope: &Scope<'_>, used: &mut Vec<(String, String)>) {
        self.attributes.iter().for_each(|attribute| prefixes(&attribute.value, scope, used));
        for child in &self.children {
            match child {
                Node::Text(text) => prefixes(text, scope, used),
                Node::Element(element) => element.used_prefixes(scope, used),
            }
        }
    }
}

/// Adds the prefixes of the scope that stand before a colon in a text, and may mean something there.
fn prefixes(text: &str, scope: &Scope<'_>, used: &mut Vec<(String, String)>) {
    for word in text.split(|character: char| !(character.is_alphanumeric() || "-._:".contains(character))) {
        if let Some((prefix, _)) = word.split_once(':')
            && !matches!(prefix, "" | "xml")
            && let Some(uri) = scope.namespace(prefix)
            && !used.iter().any(|(known, _)| known == prefix)
        {
            used.push((prefix.to_owned(), uri.to_owned()));
        }
    }
}

impl FromXml for AnyElement {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut element = AnyElement::default();
        if !element.fill(reader)? {
            return Ok(element);
        }
        let mut used = Vec::new();
        element.used_prefixes(&reader.scope(), &mut used);
        used.retain(|(prefix, _)| element.declarations.iter().all(|(declared, _)| declared != prefix));
        element.declarations.append(&mut used);
        Ok(element)
    }
}

/// Attributes and content; the element itself was begun by who calls.
impl ToXml for AnyElement {
    fn declarations(&self) -> &[(String, String)] {
        &self.declarations
    }
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        for (prefix, uri) in &self.declarations {
            // The default namespace is settled by the element's own name.
            if !prefix.is_empty() {
                writer.declare(prefix, uri)?;
            }
        }
        self.attributes.iter().try_for_each(|attribute| attribute.write(writer))?;
        // The content of what nothing describes is mixed (XML Schema Part 1, 3.4.7): white space would be part of it.
        writer.keep_space();
        self.children.iter().try_for_each(|child| child.write(writer))
    }
}

impl AnyAttribute {
    /// Takes the current attribute.
    pub(super) fn read(reader: &Reader<'_>) -> Self {
        AnyAttribute {
            namespace: reader.shared_namespace(),
            prefix: reader.prefix().into(),
            local: reader.local().into(),
            value: reader.text().into(),
            declarations: Vec::new(),
        }
    }

    /// Takes the current attribute, which stands among known ones, with what its value relies on.
    pub(super) fn read_alone(reader: &Reader<'_>) -> Self {
        let mut attribute = AnyAttribute::read(reader);
        prefixes(&attribute.value, &reader.scope(), &mut attribute.declarations);
        attribute
    }

    pub(super) fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.declarations.iter().try_for_each(|(prefix, uri)| writer.declare(prefix, uri))?;
        let prefix = Some(self.prefix.as_str()).filter(|prefix| !prefix.is_empty());
        writer.attribute_as(&self.namespace, &self.local, prefix, &self.value)
    }
}

/// A part of mixed content that may hold anything.
impl XmlContent for Node {
    fn begins(reader: &Reader<'_>) -> bool {
        reader.at_element() || reader.at_text()
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        if reader.at_text() {
            return Ok(Node::Text(reader.text().into()));
        }
        FromXml::from_xml(reader).map(Node::Element)
    }
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        match self {
            Node::Element(element) => element.write(writer),
            Node::Text(text) => writer.text(text),
        }
    }
}

/// An element of any kind among the children.
impl XmlContent for AnyElement {
    fn begins(reader: &Reader<'_>) -> bool {
        reader.at_element()
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        AnyElement::from_xml(reader)
    }
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        AnyElement::write(self, writer)
    }
}
