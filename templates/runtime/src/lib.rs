//! What every generated client stands on.
//!
//! Nothing here knows a service: a generated operation turns its parameters into a [`Request`] and names how to decode the
//! answer; sending, authenticating, retrying, redirecting and paging exist once, in this module.

mod auth_choice;
mod body;
mod byte_stream;
mod call;
mod client;
mod client_builder;
mod draft;
mod error;
mod error_text;
pub(crate) mod event_parser;
mod events;
mod form;
mod header_scalars;
mod headers;
mod macros;
mod multipart;
mod operation;
mod options;
mod paging;
mod redact;
mod redirect;
mod request;
mod request_builder;
mod reqwest_transport;
mod response;
mod retry;
mod send;
mod trace;
mod transport;
mod upload;
#[cfg(feature = "xml")]
mod xml_body;

pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod check;
pub mod enums;
pub mod json;
pub mod param;
pub mod scalar;
#[cfg(feature = "xml")]
pub mod xml;

pub use body::{Body, BodyStream};
pub use byte_stream::ByteStream;
pub use bytes::Bytes;
pub use call::Call;
pub use client::Core;
pub use client_builder::{BuildError, CoreBuilder};
pub use draft::{Draft, as_json, http_date};
pub use error::{Error, ErrorKind, NoBody};
pub use events::{Event, Events, JsonLines};
pub use form::FieldStyle;
pub use headers::{FromHeader, FromHeaders, Headers, InvalidHeader};
pub use multipart::{Files, Multipart};
pub use operation::{Operation, Param, Service};
pub use options::CallOptions;
pub use paging::{Continuation, InvalidContinuation, Items, Page, Pages};
pub use param::Style;
pub use redact::Redacted;
pub use request::Request;
pub use request_builder::RequestBuilder;
pub use reqwest_transport::ReqwestTransport;
pub use response::{RawResponse, Response};
pub use retry::RetryPolicy;
pub use scalar::{Base64, Base64Url, Decimal, Duration, Hex, Integer, Rfc1123, UnixTime};
pub use transport::{BoxFuture, Outgoing, Pause, Transport, TransportError, TransportErrorKind, TransportResponse};
pub use upload::{OpenUpload, StreamError, Upload};

#[allow(unused_imports)] // A service may have nothing to call, a description no enumerations.
pub(crate) use enums::{int_enum, string_enum};
#[allow(unused_imports)]
pub(crate) use macros::{call, client_builder, headers};
