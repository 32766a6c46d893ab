//! A small tree of an XML document, by namespace and local name, every node with its place: what the readers of XML
//! Schema and of WADL look at.

pub mod codes;
mod dtd;
mod look;
pub mod prose;
mod read;

use std::rc::Rc;

use crate::source::Place;

pub use look::Codes;
pub use read::read;

/// The namespace of `xml:lang` and its kin; always bound to the prefix `xml` (Namespaces in XML, 3).
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of XML Schema.
pub const XS: &str = "http://www.w3.org/2001/XMLSchema";
/// The namespace of `xsi:type` and `xsi:nil`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// The namespace of XHTML.
pub const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// An element with everything in it.
#[derive(Clone, Debug)]
pub struct Element {
    /// The namespace; `None` for none.
    pub namespace: Option<Rc<str>>,
    /// The local name.
    pub local: Rc<str>,
    /// The attributes but for `xmlns` ones, in the order of the document.
    pub attributes: Vec<Attribute>,
    /// What stands in it. Comments and processing instructions are left out.
    pub children: Vec<Node>,
    /// The start tag.
    pub place: Place,
    /// Where the start tag begins, in bytes of the file's text.
    pub start: usize,
    /// The prefixes that may be used in it.
    pub scope: Scope,
}

/// An attribute.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The namespace; `None` for none.
    pub namespace: Option<Rc<str>>,
    /// The local name.
    pub local: String,
    /// The value, entities expanded and normalised (XML 1.0, 3.3.3).
    pub value: String,
    /// The value with its name.
    pub place: Place,
}

/// What stands in an element.
#[derive(Clone, Debug)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text; neighbours are joined.
    Text(String),
}

/// The prefixes that are bound at an element, the nearest binding first.
#[derive(Clone, Debug, Default)]
pub struct Scope(Option<Rc<Bindings>>);

#[derive(Debug)]
struct Bindings {
    outer: Scope,
    /// Prefix (empty for the default namespace) and namespace (empty for none).
    bound: Vec<(String, Rc<str>)>,
}

impl Scope {
    fn with(&self, bound: Vec<(String, Rc<str>)>) -> Scope {
        if bound.is_empty() {
            return self.clone();
        }
        Scope(Some(Rc::new(Bindings { outer: self.clone(), bound })))
    }

    /// The namespace that `prefix` stands for: `Some(None)` for no namespace, `None` where the prefix is not bound.
    /// The empty prefix is the default namespace.
    pub fn namespace(&self, prefix: &str) -> Option<Option<Rc<str>>> {
        if prefix == "xml" {
            return Some(Some(XML.into()));
        }
        let mut scope = self;
        while let Some(bindings) = &scope.0 {
            if let Some((_, namespace)) = bindings.bound.iter().rev().find(|(p, _)| p == prefix) {
                return Some((!namespace.is_empty()).then(|| namespace.clone()));
            }
            scope = &bindings.outer;
        }
        prefix.is_empty().then_some(None)
    }

    /// Every prefix with its namespace, the nearest first; the default namespace has the empty prefix.
    pub fn prefixes(&self) -> Vec<(&str, &str)> {
        let mut found: Vec<(&str, &str)> = Vec::new();
        let mut scope = self;
        while let Some(bindings) = &scope.0 {
            for (prefix, namespace) in &bindings.bound {
                if !found.iter().any(|(p, _)| p == prefix) {
                    found.push((prefix, namespace));
                }
            }
            scope = &bindings.outer;
        }
        found
    }
}

impl Element {
    /// Whether it has this name.
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace.as_deref() == Some(namespace) && &*self.local == local
    }

    /// The attribute of this local name that has no namespace.
    pub fn attribute(&self, local: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.namespace.is_none() && a.local == local)
    }

    /// The attribute of this name.
    pub fn attribute_in(&self, namespace: &str, local: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|a| a.namespace.as_deref() == Some(namespace) && a.local == local)
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All text in it, at any depth.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(t) => text.push_str(t),
                Node::Element(e) => e.gather(text),
            }
        }
    }

    /// Itself or the element below it whose start tag begins at this byte.
    pub fn at(&self, start: usize) -> Option<&Element> {
        if self.start == start {
            return Some(self);
        }
        self.elements().find_map(|element| element.at(start))
    }
}

/// The namespace and local name of a document's root element, from the beginning of its text alone; `None` for text
/// that is not XML.
pub fn root_name(text: &str) -> Option<(Option<String>, String)> {
    read::root_name(text)
}
