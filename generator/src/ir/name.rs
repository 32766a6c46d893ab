//! Names as the source spells them.

use serde::Serialize;

/// A name in the source's own spelling, with what helps to make a good Rust name of it later.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Name {
    /// The name on the wire or in the document, to the letter.
    pub text: String,
    /// What the description itself recommends for code (`x-ms-client-name`, `x-enum-varnames`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred: Option<String>,
    /// The XML namespace, for names that have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// In which of the source's name spaces the name stands.
    #[serde(skip_serializing_if = "Space::is_plain")]
    pub space: Space,
    /// Whether the source gave no name and this one was made from where the thing stands.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
}

impl Name {
    /// A name that stands in the source.
    pub fn new(text: impl Into<String>) -> Self {
        Name { text: text.into(), preferred: None, namespace: None, space: Space::Plain, derived: false }
    }

    /// A name made from where a thing stands, its words in order.
    pub fn derived(text: impl Into<String>) -> Self {
        Name { derived: true, ..Name::new(text) }
    }

    /// A name of XML Schema, in one of its name spaces.
    pub fn xml(namespace: Option<String>, local: impl Into<String>, space: Space) -> Self {
        Name { namespace, space, ..Name::new(local) }
    }

    /// The same, with a recommendation for code.
    pub fn preferring(mut self, preferred: Option<String>) -> Self {
        self.preferred = preferred;
        self
    }

    /// The text to make a Rust name from.
    pub fn for_code(&self) -> &str {
        self.preferred.as_deref().unwrap_or(&self.text)
    }
}

/// The name spaces of the source languages: in XML Schema an element, a type, a group and an attribute of one name are
/// four things (XML Schema Part 1, 2.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Space {
    /// The only one of a JSON document; and complex and simple types of XML Schema.
    #[default]
    Plain,
    /// Elements.
    Element,
    /// Attributes.
    Attribute,
    /// Model groups.
    Group,
    /// Attribute groups.
    AttributeGroup,
}

impl Space {
    fn is_plain(&self) -> bool {
        *self == Space::Plain
    }
}

/// An expanded XML name: namespace and local part, never a prefix.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct QName {
    /// The namespace; `None` for none.
    pub namespace: Option<String>,
    /// The local part.
    pub local: String,
    /// The prefix that the description prefers when writing; never used to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Whether an element of this name is, where it has no namespace of its own, in that of the element around it, as long
    /// as that has no prefix.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub inherits: bool,
}

impl QName {
    /// A name in a namespace, or in none.
    pub fn new(namespace: Option<String>, local: impl Into<String>) -> Self {
        QName { namespace, local: local.into(), prefix: None, inherits: false }
    }

    /// Whether the two are one name, whatever prefixes they prefer.
    pub fn is(&self, other: &QName) -> bool {
        self.namespace == other.namespace && self.local == other.local
    }

    /// A name in the namespace of the element around it.
    pub fn inheriting(local: impl Into<String>) -> Self {
        QName { inherits: true, ..QName::new(None, local) }
    }
}
