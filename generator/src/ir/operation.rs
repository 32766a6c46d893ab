//! Operations: what can be asked of a service, and what it answers.

use serde::Serialize;

use super::{Deprecated, Doc, FinalState, Id, Literal, Name, Paging, QName, SchemeUse, Type};
use crate::source::Place;

/// Something that a service can be asked to do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Its name, without its group's.
    pub name: Name,
    /// The name that the description itself uses (`operationId`, `id`), where it has one; for docs and traces.
    pub id: Option<String>,
    /// What it belongs to.
    pub group: Option<Name>,
    /// What it belongs to as well, by which it can be chosen (tags of OpenAPI behind the first).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further_tags: Vec<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path below the server's address, piece by piece.
    pub path: Vec<PathPiece>,
    /// What is sent outside the body, in the order of the description; path parameters too.
    pub params: Vec<Param>,
    /// The body.
    pub request: Option<Request>,
    /// The answers.
    pub responses: Vec<Response>,
    /// Which schemes prove who calls: one of these lists, and all schemes of that list.
    pub security: Vec<Vec<SchemeUse>>,
    /// Where it is, when it is elsewhere than the service.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// How answers that come in pages are read on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// Where its result is in the end, if it goes on after it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_state: Option<FinalState>,
    /// Whether it should not be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// What it does.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum PathPiece {
    /// Text that is sent as it is.
    Literal(String),
    /// The value of the path parameter with this name on the wire.
    Param(String),
}

/// Where a parameter sits in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Location {
    /// In the path.
    Path,
    /// Behind the `?`.
    Query,
    /// The whole of what stands behind the `?` (3.2 `querystring`).
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a value becomes text (OpenAPI 3.0.4, 4.7.12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a,b`
    Label,
    /// `;x=a,b`
    Matrix,
    /// `;x=a%20b` (list types in WADL)
    SpacedMatrix,
    /// `x=a,b`, and `x=a&x=b` exploded
    Form,
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a|b`
    PipeDelimited,
    /// `x[k]=v`
    DeepObject,
    /// `x=a<tab>b` (2.0 `tsv`)
    TabDelimited,
    /// `x=a; x=b`, with nothing encoded (OpenAPI 3.2)
    Cookie,
    /// A header for each member, named by the parameter's name and the member's (`x-ms-header-collection-prefix`)
    Prefixed,
    /// As JSON text (`content: application/json`).
    Json,
}

/// What is sent outside the body, or comes back in a header.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Param {
    /// Its name; the text is the name on the wire.
    pub name: Name,
    /// Where it sits.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether each item or member stands by itself.
    pub explode: bool,
    /// How each item becomes text where it is a list itself; the style has that text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<Style>,
    /// How the members of a whole query become text, where the description says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Encoding>,
    /// Whether reserved characters are sent as they are.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_reserved: bool,
    /// Whether it must be given.
    pub required: bool,
    /// Who gives it.
    pub given: Given,
    /// The type of its value.
    pub ty: Id<Type>,
    /// The value that counts when it is not given: the service's, or for what the client gives, the one that is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// A value as it may be, for docs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Literal>,
    /// Whether it should not be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

impl Param {
    /// A parameter that has to be given with each call, of which nothing else is said.
    pub fn new(name: Name, location: Location, ty: Id<Type>, place: Place) -> Self {
        let is_query = location == Location::Query;
        Param {
            name,
            location,
            style: if is_query { Style::Form } else { Style::Simple },
            explode: is_query,
            inner: None,
            fields: Vec::new(),
            allow_reserved: false,
            required: true,
            given: Given::ByCall,
            ty,
            default: None,
            example: None,
            deprecated: None,
            doc: Doc::default(),
            place,
        }
    }
}

/// Who gives the value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Given {
    /// The caller, with each call.
    ByCall,
    /// The caller, with each call; when absent, a new UUID is sent (`client-request-id`).
    OrUuid,
    /// The client, once for all calls (`api-version`).
    ByClient,
    /// Nobody: the only value is in [`Param::default`] and is always sent; without one, the name alone is (`?acl`).
    Fixed,
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// What the description calls it; a name for the argument.
    pub name: Option<Name>,
    /// Whether it must be given.
    pub required: bool,
    /// What it may be, the preferred kind first.
    pub media: Vec<Media>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// A body of one media type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Media {
    /// The media type as the description spells it, with its parameters.
    pub media_type: String,
    /// What stands in it.
    pub payload: Payload,
}

/// What stands in a body.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Payload {
    /// A JSON text.
    Json(Id<Type>),
    /// An XML document; its root is the type's `xml_root`, or this name.
    Xml {
        /// The type of the root.
        ty: Id<Type>,
        /// The name of the root.
        root: super::QName,
        /// Whether that name is only the one that is written, for the description has none: any is read.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        unnamed: bool,
    },
    /// `application/x-www-form-urlencoded`.
    Form {
        /// The record whose fields are the pairs.
        ty: Id<Type>,
        /// How fields become text, where the description says so.
        encoding: Vec<Encoding>,
    },
    /// `multipart/*`.
    Multipart {
        /// The record whose fields are the parts.
        ty: Id<Type>,
        /// How fields become parts, where the description says so.
        encoding: Vec<Encoding>,
    },
    /// Text; a scalar type where the description has one.
    Text(Option<Id<Type>>),
    /// Bytes.
    Bytes,
    /// Server-sent events.
    Events {
        /// The type of their data, where the description has one.
        ty: Option<Id<Type>>,
        /// Whether it is the type of the events, objects of the members `data`, `event`, `id` and `retry`
        /// (OpenAPI 3.2, 4.14.4).
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        whole: bool,
    },
    /// One JSON text on each line (or in each record).
    JsonLines(Id<Type>),
}

/// The payloads that have a type, as a pattern with its name.
macro_rules! typed {
    ($ty:ident) => {
        Payload::Json($ty)
            | Payload::Xml { ty: $ty, .. }
            | Payload::Form { ty: $ty, .. }
            | Payload::Multipart { ty: $ty, .. }
            | Payload::JsonLines($ty)
            | Payload::Text(Some($ty))
            | Payload::Events { ty: Some($ty), .. }
    };
}

impl Payload {
    /// The type of what stands in it, if it has one.
    pub fn ty(&self) -> Option<Id<Type>> {
        match self {
            typed!(ty) => Some(*ty),
            Payload::Text(None) | Payload::Events { ty: None, .. } | Payload::Bytes => None,
        }
    }

    /// The same, to be changed.
    pub fn ty_mut(&mut self) -> Option<&mut Id<Type>> {
        match self {
            typed!(ty) => Some(ty),
            Payload::Text(None) | Payload::Events { ty: None, .. } | Payload::Bytes => None,
        }
    }
}

/// How a field of a form or multipart body is sent (OpenAPI 3.0.4, 4.7.15).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Encoding {
    /// The field.
    pub field: String,
    /// The media types of the part.
    pub content_type: Vec<String>,
    /// Headers of the part.
    pub headers: Vec<Param>,
    /// How the value becomes text.
    pub style: Option<Style>,
    /// Whether each item or member stands by itself.
    pub explode: Option<bool>,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// The element that each value is, where they are documents of XML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml_root: Option<QName>,
}

impl Encoding {
    /// As usual.
    pub fn of(field: impl Into<String>) -> Self {
        Encoding {
            field: field.into(),
            content_type: Vec::new(),
            headers: Vec::new(),
            style: None,
            explode: None,
            allow_reserved: false,
            xml_root: None,
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Response {
    /// Which answers are meant.
    pub status: StatusPattern,
    /// Headers that are worth a name.
    pub headers: Vec<Param>,
    /// What the body may be; nothing where there is none.
    pub media: Vec<Media>,
    /// Media types in which the service has the body too, and which are not asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// Which statuses an answer stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum StatusPattern {
    /// This one.
    Code(u16),
    /// The hundred of this digit (`4XX`).
    Class(u8),
    /// All that are not named (`default`).
    Default,
}

impl StatusPattern {
    /// Whether it stands for success: 2xx, or a `default` beside which there is no other success.
    pub fn is_success(self) -> bool {
        matches!(self, StatusPattern::Code(200..=299) | StatusPattern::Class(2))
    }

    /// Whether it leads elsewhere (RFC 9110, 15.4); 304 does not.
    pub fn is_redirect(self) -> bool {
        matches!(self, StatusPattern::Code(300..=303 | 305..=399) | StatusPattern::Class(3))
    }
}

impl Operation {
    /// Successes and failures, in the order in which they are matched. A `default` without any success beside it stands for
    /// both.
    pub fn answers(&self) -> (Vec<&Response>, Vec<&Response>) {
        let (mut successes, mut failures): (Vec<_>, Vec<_>) =
            self.responses.iter().partition(|response| response.status.is_success());
        // Named statuses are matched before classes, and classes before `default`.
        successes.sort_by_key(|response| response.status);
        failures.sort_by_key(|response| response.status);
        if successes.is_empty() {
            // A redirect is what an operation without any other success is there for.
            successes.extend(failures.extract_if(.., |response| response.status.is_redirect()));
        }
        if successes.is_empty() {
            successes.extend(failures.iter().copied().filter(|response| response.status == StatusPattern::Default));
        }
        (successes, failures)
    }
}

/// Where a service is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Server {
    /// Its address, with `{variables}`.
    pub url: String,
    /// What stands for the variables.
    pub variables: Vec<ServerVariable>,
    /// What it is.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// A variable of a server's address.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServerVariable {
    /// Its name.
    pub name: Name,
    /// Its value when none is given; `None` where one must be.
    pub default: Option<String>,
    /// The values that it may have; empty for any.
    pub values: Vec<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
}
