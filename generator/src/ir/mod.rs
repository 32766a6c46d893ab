//! The one model between the front ends and the back end: operations and types as plain data.
//!
//! Nothing here knows which language a service was described in, and nothing knows Rust: names keep the source's
//! spelling, and what can be computed from the model (Rust names, boxes, derives) stands in tables beside it.

pub mod arena;
pub mod build;
pub mod depth;
pub mod doc;
pub mod limits;
pub mod media_type;
pub mod name;
pub mod operation;
pub mod paging;
pub mod reach;
pub mod renumber;
pub mod security;
pub mod several;
pub mod status;
pub mod types;
pub mod walk;
pub mod xml_place;

use indexmap::IndexMap;
use serde::Serialize;

pub use arena::{Arena, Id, Table};
pub use build::Builder;
pub use doc::{Deprecated, Doc};
pub use limits::*;
pub use name::{Name, QName, Space};
pub use operation::*;
pub use paging::*;
pub use security::*;
pub use types::*;
pub use xml_place::*;

/// A service: everything that its description says of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Api {
    /// What the service is called.
    pub info: Info,
    /// Where the service is, in order of preference.
    pub servers: Vec<Server>,
    /// What every call sends and the user says once, on the client (`api-version`).
    pub client_params: Vec<Param>,
    /// What the service can be asked to do, in the order of the description.
    pub operations: Arena<Operation>,
    /// The types, in the order in which they were met.
    pub types: Arena<Type>,
    /// The namespaces of XML Schemas whose types stand apart: all but that of the first schema, in the order in which they
    /// were met.
    pub namespaces: Vec<Namespace>,
    /// How callers prove who they are, by the name of the scheme.
    pub security: IndexMap<String, SecurityScheme>,
    /// The headers in which the service names a request, most telling first (`request-id`).
    pub request_id_headers: Vec<String>,
    /// XML namespaces that are read as if they were others.
    pub xml_aliases: Vec<XmlAlias>,
    /// Whether requests go without an `Accept` header, for services that stumble over one.
    pub omit_accept: bool,
}

/// A namespace of XML Schemas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Namespace {
    /// Its URI; empty for what has no namespace, where the first schema has one.
    pub uri: String,
    /// The prefix that the schemas bind to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

impl Api {
    /// Which of [`namespaces`](Api::namespaces) a name stands in; none for what is not apart.
    pub fn apart(&self, name: &Name) -> Option<usize> {
        let uri = name.namespace.as_deref()?;
        self.namespaces.iter().position(|namespace| namespace.uri == uri)
    }
}

/// A namespace that senders use in the place of the right one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct XmlAlias {
    /// What stands in the document; empty for no namespace.
    pub found: String,
    /// What it is read as.
    pub read_as: String,
}

/// What a description says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Info {
    /// The name of the service.
    pub title: String,
    /// The version of the service's interface.
    pub version: String,
    /// What it is for.
    pub doc: Doc,
    /// The terms under which the service's description may be used.
    pub license: Option<String>,
}
