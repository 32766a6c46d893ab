//! A schema document as it is written, typed: names are expanded, everything else stands as the author put it.
//!
//! Part and section numbers in this module's neighbours are those of XML Schema 1.0, second edition.

use std::fmt;
use std::rc::Rc;

use crate::ir::{Namespaces, Process};
use crate::source::Place;

/// A namespace and a local name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Expanded {
    /// The namespace; `None` for none.
    pub namespace: Option<Rc<str>>,
    /// The local name.
    pub local: Rc<str>,
}

impl fmt::Display for Expanded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{{{namespace}}}{}", self.local),
            None => f.write_str(&self.local),
        }
    }
}

/// A reference to a component by its name.
#[derive(Clone, Debug)]
pub struct Ref {
    /// The name.
    pub name: Expanded,
    /// Where it is referred to.
    pub place: Place,
}

/// A value that stands in a schema.
#[derive(Clone, Debug)]
pub struct Value {
    /// To the letter.
    pub text: String,
    /// The name that it is, if it is one: only here its prefix means anything.
    pub name: Option<Expanded>,
    /// Where it stands.
    pub place: Place,
}

/// A schema document.
#[derive(Debug)]
pub struct Schema {
    /// The namespace that it describes; for a chameleon, the one of the document that includes it (4.2.1).
    pub target: Option<Rc<str>>,
    /// What it includes, imports and redefines.
    pub links: Vec<Link>,
    /// What it defines, in its order.
    pub globals: Vec<Global>,
    /// Whether some of its elements are in no namespace, though it describes one.
    pub has_unqualified: bool,
    /// Prefixes and their namespaces, for writing; the default namespace is left out.
    pub prefixes: Vec<(String, String)>,
    /// What it says of itself.
    pub doc: String,
    /// Its root element.
    pub place: Place,
}

/// Another document that a schema refers to.
#[derive(Debug)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// Where it is said to be.
    pub location: Option<String>,
    /// Where it is referred to.
    pub place: Place,
}

/// How a schema refers to another document.
#[derive(Debug)]
pub enum LinkKind {
    /// More of the same namespace.
    Include,
    /// Another namespace.
    Import(Option<Rc<str>>),
    /// More of the same namespace, with some of it defined anew.
    Redefine(Vec<Global>),
    /// More of the same namespace, with some of it replaced (XML Schema 1.1, 4.2.5).
    Override(Vec<Global>),
}

/// A component that can be referred to.
#[derive(Debug)]
pub enum Global {
    /// `xs:element`
    Element(Element),
    /// `xs:attribute`
    Attribute(Attribute),
    /// `xs:simpleType`
    Simple(SimpleType),
    /// `xs:complexType`
    Complex(ComplexType),
    /// `xs:group`
    Group(Group),
    /// `xs:attributeGroup`
    AttributeGroup(AttributeGroup),
}

/// An element declaration.
#[derive(Debug)]
pub struct Element {
    /// Its name as it stands in documents.
    pub name: Expanded,
    /// Its type.
    pub ty: TypeUse,
    /// The elements in whose place it may stand.
    pub substitutes: Vec<Ref>,
    /// Whether only others may stand in its place.
    pub is_abstract: bool,
    /// Whether it may be `xsi:nil`.
    pub nillable: bool,
    /// What it means when empty.
    pub default: Option<Value>,
    /// The only value it may have.
    pub fixed: Option<Value>,
    /// What may not stand in its place.
    pub block: Derivations,
    /// `xs:key`, `xs:keyref` and `xs:unique`, in words.
    pub constraints: Vec<String>,
    /// What it means.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
}

/// The type of an element.
#[derive(Debug)]
pub enum TypeUse {
    /// A global type.
    Named(Ref),
    /// A simple type that stands in the element.
    Simple(Box<SimpleType>),
    /// A complex type that stands in the element.
    Complex(Box<ComplexType>),
    /// That of the element it substitutes, or anything.
    Absent,
}

/// A set of the ways in which one type or element comes from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Derivations {
    /// By extension.
    pub extension: bool,
    /// By restriction.
    pub restriction: bool,
    /// By a substitution group.
    pub substitution: bool,
}

/// An attribute declaration.
#[derive(Debug)]
pub struct Attribute {
    /// Its name as it stands in documents.
    pub name: Expanded,
    /// Its type; any text where there is none.
    pub ty: SimpleUse,
    /// How it is used.
    pub usage: AttributeUse,
    /// What it means.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
}

/// How a type uses an attribute.
#[derive(Clone, Debug, Default)]
pub struct AttributeUse {
    /// Whether it must, may or must not be there.
    pub presence: Presence,
    /// Its value when absent.
    pub default: Option<Value>,
    /// The only value it may have.
    pub fixed: Option<Value>,
}

/// `use`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Presence {
    #[default]
    Optional,
    Required,
    Prohibited,
}

/// A type where only a simple one can stand.
#[derive(Debug)]
pub enum SimpleUse {
    /// A global type.
    Named(Ref),
    /// One that stands there itself.
    Inline(Box<SimpleType>),
    /// None is given.
    Absent,
}

/// A simple type.
#[derive(Debug)]
pub struct SimpleType {
    /// Its name, for a global one.
    pub name: Option<Expanded>,
    /// How it is made.
    pub variety: Variety,
    /// What it means.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
    /// What it is known by where it has no name; differs from the place for documents of several namespaces.
    pub key: Place,
}

/// How a simple type is made.
#[derive(Debug)]
pub enum Variety {
    /// A base with narrower limits.
    Restriction(SimpleUse, Facets),
    /// Values separated by blanks.
    List(SimpleUse),
    /// One of several types.
    Union(Vec<SimpleUse>),
}

/// The facets of one step of restriction (Part 2, 4.3).
#[derive(Debug, Default)]
pub struct Facets {
    /// `enumeration`
    pub enumeration: Vec<EnumerationFacet>,
    /// `pattern`: a value fits at least one.
    pub patterns: Vec<String>,
    /// The others, by name, in order.
    pub others: Vec<Facet>,
}

impl Facets {
    /// Whether nothing is narrowed.
    pub fn is_empty(&self) -> bool {
        self.enumeration.is_empty() && self.patterns.is_empty() && self.others.is_empty()
    }
}

/// A value that a type may have.
#[derive(Debug)]
pub struct EnumerationFacet {
    /// The value.
    pub value: Value,
    /// What it means.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
}

/// A facet with one value.
#[derive(Debug)]
pub struct Facet {
    /// `minInclusive`, `length`, ..
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

/// A complex type.
#[derive(Debug)]
pub struct ComplexType {
    /// Its name, for a global one.
    pub name: Option<Expanded>,
    /// Whether only types derived from it may be used in documents.
    pub is_abstract: bool,
    /// Whether text may stand between the elements.
    pub mixed: bool,
    /// Which derived types may not stand in its place.
    pub block: Derivations,
    /// What stands in it.
    pub content: Content,
    /// Its attributes.
    pub attributes: Attributes,
    /// What it means.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
    /// What it is known by where it has no name; differs from the place for documents of several namespaces.
    pub key: Place,
}

/// What stands in a complex type.
#[derive(Debug)]
pub enum Content {
    /// Elements, or nothing.
    Plain(Option<Particle>),
    /// Elements, starting from another type.
    Complex {
        /// How.
        derivation: Derivation,
        /// The other type.
        base: Ref,
        /// The elements.
        particle: Option<Particle>,
    },
    /// Text, starting from another type.
    Simple {
        /// How.
        derivation: Derivation,
        /// The other type.
        base: Ref,
        /// The type of the text, where a restriction says so.
        inner: Option<Box<SimpleType>>,
        /// What a restriction narrows.
        facets: Facets,
    },
}

/// How a complex type comes from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Derivation {
    Extension,
    Restriction,
}

/// The attributes of a type or an attribute group.
#[derive(Debug, Default)]
pub struct Attributes {
    /// One by one, and by group.
    pub items: Vec<AttributeItem>,
    /// Whether others may stand beside them.
    pub any: Option<AnyUse>,
}

/// An attribute or several.
#[derive(Debug)]
pub enum AttributeItem {
    /// A declaration in place.
    Local(Attribute),
    /// A global declaration.
    Reference {
        /// Which.
        to: Ref,
        /// How it is used here.
        usage: AttributeUse,
        /// What it means here.
        doc: String,
    },
    /// All of a group.
    Group(Ref),
}

/// A wildcard.
#[derive(Clone, Debug)]
pub struct AnyUse {
    /// The namespaces that it lets in.
    pub namespaces: Namespaces,
    /// What must be known of what it lets in.
    pub process: Process,
    /// What it means.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
}

/// `xs:group`
#[derive(Debug)]
pub struct Group {
    /// Its name.
    pub name: Expanded,
    /// What it stands for.
    pub particle: Option<Particle>,
    /// Where it stands.
    pub place: Place,
}

/// `xs:attributeGroup`
#[derive(Debug)]
pub struct AttributeGroup {
    /// Its name.
    pub name: Expanded,
    /// What it stands for.
    pub attributes: Attributes,
    /// Where it stands.
    pub place: Place,
}

/// A part of a content model, and how often it may stand.
#[derive(Debug)]
pub struct Particle {
    /// At least this often.
    pub min: u64,
    /// At most this often; `None` for no end.
    pub max: Option<u64>,
    /// What.
    pub term: Term,
    /// What is said of it here.
    pub doc: String,
    /// Where it stands.
    pub place: Place,
    /// What it is known by; differs from the place for documents of several namespaces.
    pub key: Place,
}

/// What may stand in a content model.
#[derive(Debug)]
pub enum Term {
    /// An element declared in place.
    Element(Box<Element>),
    /// A global element.
    Reference(Ref),
    /// A group.
    Group(Ref),
    /// One after the other.
    Sequence(Vec<Particle>),
    /// One of them.
    Choice(Vec<Particle>),
    /// Each once, in any order.
    All(Vec<Particle>),
    /// Any element.
    Any(AnyUse),
}
