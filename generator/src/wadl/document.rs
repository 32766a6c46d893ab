//! A WADL document as it is written, typed. Sections are those of the W3C member submission of 31 August 2009.

use std::collections::HashMap;
use std::rc::Rc;

use crate::ir::StatusPattern;
use crate::source::{FileId, Place};

/// A document.
#[derive(Debug)]
pub struct Application {
    /// Its file.
    pub file: FileId,
    /// What it says of itself.
    pub doc: Prose,
    /// The schemas that it refers to or holds.
    pub grammars: Vec<Grammar>,
    /// The resources, by where they are.
    pub resources: Vec<Resources>,
    /// The resource types, in their order.
    pub types: Vec<Rc<Resource>>,
    /// Everything that has an id.
    pub known: Known,
    /// Its root.
    pub place: Place,
}

/// What can be referred to by id, wherever it stands in a document.
#[derive(Debug, Default)]
pub struct Known {
    /// Resource types.
    pub types: HashMap<String, Rc<Resource>>,
    /// Methods.
    pub methods: HashMap<String, Rc<Method>>,
    /// Representations and faults.
    pub representations: HashMap<String, Rc<Representation>>,
    /// Parameters.
    pub params: HashMap<String, Rc<Param>>,
}

/// What is said of something (2.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// Its title.
    pub title: Option<String>,
    /// Everything else, as CommonMark.
    pub text: String,
}

/// A schema that the document refers to, or holds (2.4).
#[derive(Clone, Debug, PartialEq)]
pub struct Grammar {
    /// The document.
    pub from: FileId,
    /// Where the schema is.
    pub at: GrammarAt,
    /// Where it is referred to.
    pub place: Place,
}

/// Where a schema is.
#[derive(Clone, Debug, PartialEq)]
pub enum GrammarAt {
    /// In another file, by a reference relative to the document.
    Reference(String),
    /// In the document itself, where the start tag begins at this byte.
    Inline(usize),
}

/// Resources at one address (2.5).
#[derive(Debug)]
pub struct Resources {
    /// The address.
    pub base: Option<String>,
    /// The resources.
    pub resources: Vec<Rc<Resource>>,
    /// What is said of them.
    pub doc: Prose,
    /// Where they stand.
    pub place: Place,
}

/// Something here, or a reference to it.
#[derive(Clone, Debug)]
pub enum Use<T> {
    /// Here.
    Here(Rc<T>),
    /// Elsewhere.
    Reference(Href),
}

/// A reference by id, perhaps into another file.
#[derive(Clone, Debug)]
pub struct Href {
    /// `#id`, `file#id`
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A resource (2.6) or a resource type (2.7), which has no path.
#[derive(Debug)]
pub struct Resource {
    /// Its id.
    pub id: Option<String>,
    /// Its path, relative to the resource that it stands in.
    pub path: Option<String>,
    /// The types whose methods and parameters it has too.
    pub types: Vec<Href>,
    /// Its parameters.
    pub params: Vec<Use<Param>>,
    /// Its methods.
    pub methods: Vec<Use<Method>>,
    /// The resources below it.
    pub resources: Vec<Rc<Resource>>,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}

/// A method (2.8).
#[derive(Debug)]
pub struct Method {
    /// Its id.
    pub id: Option<String>,
    /// The HTTP method.
    pub name: String,
    /// What is sent.
    pub request: Option<Request>,
    /// What comes back.
    pub responses: Vec<Response>,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}

/// What is sent (2.9).
#[derive(Debug)]
pub struct Request {
    /// Outside the body.
    pub params: Vec<Use<Param>>,
    /// The body.
    pub representations: Vec<Use<Representation>>,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}

/// What comes back (2.10).
#[derive(Debug)]
pub struct Response {
    /// For which statuses; empty where nothing is said.
    pub statuses: Vec<StatusPattern>,
    /// Headers.
    pub params: Vec<Use<Param>>,
    /// The body. Of 2006/10, those with a status of their own, and faults.
    pub representations: Vec<Use<Representation>>,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}

/// A body (2.11).
#[derive(Debug)]
pub struct Representation {
    /// Its id.
    pub id: Option<String>,
    /// Its media type.
    pub media_type: Option<String>,
    /// The element at its root.
    pub element: Option<TypeName>,
    /// What stands in it.
    pub params: Vec<Use<Param>>,
    /// For which statuses (2006/10).
    pub statuses: Vec<StatusPattern>,
    /// Whether it tells of a failure (2006/10).
    pub fault: bool,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}

/// A name of an element or a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// The namespace.
    pub namespace: Option<String>,
    /// The local name.
    pub local: String,
    /// Where it is referred to.
    pub place: Place,
}

/// A parameter (2.12).
#[derive(Debug)]
pub struct Param {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it sits.
    pub style: Option<ParamStyle>,
    /// The type of its value; text where nothing is said.
    pub ty: Option<TypeName>,
    /// The value that counts when it is not given.
    pub default: Option<String>,
    /// The only value.
    pub fixed: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it may be given more than once.
    pub repeating: bool,
    /// Where in a body it stands, in the language of the body.
    pub path: Option<String>,
    /// The values that it may have.
    pub options: Vec<ParamOption>,
    /// Whether its value is the address of a resource.
    pub link: bool,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}

/// Where a parameter sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ParamStyle {
    Template,
    Matrix,
    Query,
    Header,
    Plain,
}

/// A value that a parameter may have (2.12.3).
#[derive(Debug)]
pub struct ParamOption {
    /// The value.
    pub value: String,
    /// The media type that it asks for.
    pub media_type: Option<String>,
    /// What is said of it.
    pub doc: Prose,
    /// Where it stands.
    pub place: Place,
}
