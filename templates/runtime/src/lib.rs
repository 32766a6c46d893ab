//! What every generated client stands on.
//!
//! Nothing here knows a service: a generated operation turns its parameters into a `Request` and names how to decode the
//! answer; sending, authenticating, retrying, redirecting and paging exist once, in this module. A crate of types alone
//! has only what their wires need.

#[cfg(feature = "http")]
mod address;
#[cfg(feature = "http")]
mod auth_choice;
#[cfg(feature = "http")]
#[cfg(feature = "blocking")]
mod blocking_iter;
#[cfg(feature = "http")]
mod body;
#[cfg(feature = "http")]
mod build_error;
#[cfg(feature = "http")]
mod byte_stream;
#[cfg(feature = "http")]
mod call;
#[cfg(feature = "http")]
mod client;
#[cfg(feature = "http")]
mod client_builder;
#[cfg(feature = "http")]
mod content_coding;
#[cfg(feature = "http")]
mod draft;
#[cfg(feature = "http")]
mod error;
#[cfg(feature = "http")]
mod error_text;
#[cfg(feature = "http")]
pub(crate) mod event_parser;
#[cfg(feature = "http")]
mod events;
#[cfg(feature = "http")]
mod exchange;
#[cfg(feature = "http")]
mod follow;
#[cfg(feature = "http")]
mod form;
#[cfg(feature = "http")]
mod header_forms;
#[cfg(feature = "http")]
mod header_scalars;
#[cfg(feature = "http")]
mod headers;
#[cfg(feature = "http")]
mod link;
#[cfg(feature = "http")]
mod macros;
#[cfg(feature = "http")]
mod multipart;
#[cfg(feature = "http")]
mod operation;
#[cfg(feature = "http")]
mod options;
#[cfg(feature = "http")]
mod paging;
#[cfg(feature = "patterns")]
mod patterns;
#[cfg(feature = "http")]
mod polling;
#[cfg(feature = "http")]
mod redact;
#[cfg(feature = "http")]
mod redirect;
#[cfg(feature = "http")]
mod request;
#[cfg(feature = "http")]
mod request_builder;
#[cfg(feature = "http")]
mod reqwest_transport;
#[cfg(feature = "http")]
mod response;
#[cfg(feature = "http")]
mod retry;
#[cfg(feature = "http")]
mod send;
#[cfg(feature = "http")]
mod send_raw;
#[cfg(feature = "http")]
mod trace;
#[cfg(feature = "http")]
mod transport;
#[cfg(feature = "http")]
mod transport_error;
#[cfg(feature = "http")]
mod upload;
#[cfg(all(feature = "http", feature = "xml"))]
mod xml_body;

#[cfg(feature = "http")]
pub mod auth;
#[cfg(feature = "http")]
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "http")]
pub mod check;
#[cfg(feature = "checked")]
pub mod checked;
mod defaults;
pub mod enums;
mod flat;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "http")]
pub mod param;
mod redacted;
pub mod scalar;
mod setters;
#[cfg(feature = "xml")]
pub mod xml;

#[cfg(feature = "http")]
#[cfg(feature = "blocking")]
pub use blocking_iter::Blocking;
#[cfg(feature = "http")]
pub use body::{Body, BodyStream};
#[cfg(feature = "http")]
pub use build_error::BuildError;
#[cfg(feature = "http")]
pub use byte_stream::ByteStream;
#[cfg(feature = "http")]
pub use bytes::Bytes;
#[cfg(feature = "http")]
pub use call::Call;
#[cfg(feature = "checked")]
pub use checked::OutOfLimits;
#[cfg(feature = "http")]
pub use client::Core;
#[cfg(feature = "http")]
pub use client_builder::CoreBuilder;
#[cfg(feature = "http")]
pub use draft::{Draft, as_json, http_date};
#[cfg(feature = "http")]
pub use error::{Error, ErrorKind, NoBody};
#[cfg(feature = "http")]
pub use events::{Event, Events, JsonLines};
#[cfg(feature = "http")]
pub use form::FieldStyle;
#[cfg(feature = "http")]
pub use header_forms::{HeaderForm, JsonHeader, PipedHeader, SpacedHeader, TabbedHeader};
#[cfg(feature = "http")]
pub use headers::{FromHeader, FromHeaders, Headers, InvalidHeader};
#[cfg(feature = "http")]
pub use link::{next_cursor, next_link, next_offset, next_page};
#[cfg(feature = "http")]
pub use multipart::{Files, Multipart};
#[cfg(feature = "http")]
pub use operation::{Operation, Param, Service};
#[cfg(feature = "http")]
pub use options::CallOptions;
#[cfg(feature = "http")]
pub use paging::{Continuation, InvalidContinuation, Items, Page, Pages};
#[cfg(feature = "http")]
pub use param::Style;
#[cfg(feature = "http")]
pub use polling::{FinalState, InvalidProgress, Poller, Progress};
pub use redacted::Redacted;
#[cfg(feature = "http")]
pub use request::Request;
#[cfg(feature = "http")]
pub use request_builder::RequestBuilder;
#[cfg(feature = "http")]
pub use reqwest_transport::ReqwestTransport;
#[cfg(feature = "http")]
pub use response::{RawResponse, Response};
#[cfg(feature = "http")]
pub use retry::RetryPolicy;
pub use scalar::{Base64, Base64Url, Decimal, Duration, Hex, Integer, Rfc1123, UnixTime};
#[cfg(feature = "http")]
pub use transport::{BoxFuture, Outgoing, Pause, Transport, TransportResponse};
#[cfg(feature = "http")]
pub use transport_error::{TransportError, TransportErrorKind};
#[cfg(feature = "http")]
pub use upload::{OpenUpload, StreamError, Upload};

#[cfg(feature = "checked")]
#[allow(unused_imports)]
pub(crate) use checked::checked;
#[allow(unused_imports)]
pub(crate) use defaults::defaults;
#[allow(unused_imports)] // A service may have nothing to call, a description no enumerations.
pub(crate) use enums::{int_enum, string_enum};
#[allow(unused_imports)]
pub(crate) use flat::flat;
#[cfg(feature = "http")]
#[allow(unused_imports)]
pub(crate) use macros::{call, client, client_builder, headers, pages, polls};
#[allow(unused_imports)]
pub(crate) use setters::setters;
