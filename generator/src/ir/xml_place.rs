//! Where values sit in XML.

use serde::Serialize;

use super::QName;

/// Where a value sits in an XML element.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum XmlPlace {
    /// An attribute.
    Attribute(QName),
    /// A child element of this name, once or for each value.
    Element(QName),
    /// A child element of this name for each item of the list that the field's one value is (an array of OpenAPI that is
    /// not wrapped).
    Items(QName),
    /// The text of the element itself (simple content).
    Text,
    /// A list inside an element of its own (`xml.wrapped`).
    Wrapped {
        /// The element around the list.
        wrapper: QName,
        /// The element of each item.
        item: QName,
    },
    /// The children themselves: the field's type is a choice or a record whose own places are children of this element.
    Content,
    /// Any element (`xs:any`), kept as a small tree.
    AnyElement(Wildcard),
    /// All other attributes (`xs:anyAttribute`), kept.
    AnyAttribute(Wildcard),
    /// Text and elements mixed, in order.
    Mixed,
    /// None of its own: the order in which the elements of the other fields came, where any is allowed (`xs:all`).
    Order,
}

/// What a wildcard lets in (XML Schema Part 1, 3.10).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Wildcard {
    /// The namespaces.
    pub namespaces: Namespaces,
    /// Whether what stands there must be, may be or need not be declared.
    pub process: Process,
}

/// The namespaces that a wildcard lets in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Namespaces {
    /// All.
    Any,
    /// All but this one and none (`##other`).
    Other(Option<String>),
    /// These; `None` stands for no namespace.
    Listed(Vec<Option<String>>),
}

impl Namespaces {
    /// Whether elements of a namespace are let in (XML Schema Part 1, 3.10.4).
    pub fn let_in(&self, namespace: Option<&str>) -> bool {
        match self {
            Namespaces::Any => true,
            Namespaces::Other(not) => namespace.is_some() && not.as_deref() != namespace,
            Namespaces::Listed(list) => list.iter().any(|one| one.as_deref() == namespace),
        }
    }
}

/// `processContents`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Process {
    /// Must be declared and valid.
    Strict,
    /// Valid where it is declared.
    Lax,
    /// Anything.
    Skip,
}
