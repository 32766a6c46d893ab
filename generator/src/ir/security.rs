//! How callers prove who they are.

use serde::Serialize;

use super::{Doc, Location};
use crate::source::Place;

/// How callers prove who they are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SecurityScheme {
    /// How.
    pub kind: SchemeKind,
    /// What the description says of it.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// The kinds of proof.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where.
        location: Location,
        /// The name of the header, parameter or cookie.
        name: String,
    },
    /// `Authorization: Basic`.
    Basic,
    /// `Authorization: Bearer`.
    Bearer,
    /// OAuth 2: a bearer token that is got by one of these flows.
    OAuth2(Vec<Flow>),
    /// OpenID Connect: a bearer token; the address of the discovery document.
    OpenIdConnect(String),
    /// A certificate of the client, proved in the TLS handshake.
    MutualTls,
    /// A signature over the request, made by a signer of the runtime with this name.
    Signer(String),
    /// Another scheme of the `Authorization` header; the user gives its whole value.
    Http(String),
}

/// An OAuth 2 flow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flow {
    /// `implicit`, `password`, `clientCredentials`, `authorizationCode`, `deviceAuthorization`.
    pub kind: String,
    /// Where users agree.
    pub authorization_url: Option<String>,
    /// Where tokens are got.
    pub token_url: Option<String>,
    /// Where tokens are renewed.
    pub refresh_url: Option<String>,
    /// The scopes, and what they let one do.
    pub scopes: Vec<(String, String)>,
}

/// A scheme that an operation asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SchemeUse {
    /// The scheme.
    pub scheme: String,
    /// What the proof must let one do.
    pub scopes: Vec<String>,
}
