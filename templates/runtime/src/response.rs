//! Answers: as they came, and decoded.

use std::fmt::{self, Display};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use url::Url;

use super::byte_stream::{About, ByteStream};
use super::error::{Error, ErrorKind};
use super::exchange::{Answered, Exchange};
use super::headers::{FromHeaders, Headers, parameter};
use super::json::{self, Json};
#[cfg(feature = "xml")]
use super::operation::Service;

/// An answer as it came: any status, the body as bytes.
#[derive(Clone)]
pub struct RawResponse {
    status: u16,
    headers: Headers,
    body: Bytes,
    /// The body that is still to be read; the clones share it, and the first to ask has it.
    stream: Option<Arc<Mutex<Option<ByteStream>>>>,
    exchange: Arc<Exchange>,
}

impl RawResponse {
    pub(crate) fn new(status: u16, headers: Headers, body: Bytes, exchange: Arc<Exchange>) -> Self {
        RawResponse { status, headers, body, stream: None, exchange }
    }

    /// The same answer, whose body is still to be read.
    pub(crate) fn with_stream(mut self, stream: ByteStream) -> Self {
        self.stream = Some(Arc::new(Mutex::new(Some(stream))));
        self
    }

    pub(crate) fn about(&self) -> About {
        About { status: self.status, headers: self.headers.clone(), exchange: self.exchange.clone() }
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The header fields.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, by value.
    pub fn into_body(self) -> Bytes {
        self.body
    }

    /// The URL that answered: another than the one asked if a redirect was followed.
    pub fn url(&self) -> &Url {
        &self.exchange.url
    }

    /// The id of the request in the service's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.exchange.request_id(&self.headers)
    }

    /// The service that was asked.
    #[cfg(feature = "xml")]
    pub(crate) fn service(&self) -> &'static Service {
        self.exchange.service
    }

    /// Whether there is a body, or one may still come.
    pub(crate) fn may_have_body(&self) -> bool {
        self.stream.is_some() || !self.body.is_empty()
    }

    /// The charset that `Content-Type` names, in lower case.
    pub(crate) fn charset(&self) -> Option<String> {
        let charset = parameter(self.headers.get("content-type")?, "charset")?.to_ascii_lowercase();
        Some(charset).filter(|charset| !charset.is_empty())
    }

    /// The media type of `Content-Type`, without parameters.
    pub(crate) fn media_type(&self) -> &str {
        self.headers.get("content-type").unwrap_or_default().split(';').next().unwrap_or_default().trim()
    }

    /// Whether the content type is one of these media types, some of which may be ranges (`text/*`). Parameters that these have
    /// count, but for the charset.
    pub fn comes_as(&self, media_types: &[&str]) -> bool {
        let content_type = self.headers.get("content-type").unwrap_or_default();
        media_types.iter().any(|wanted| is_of(content_type, wanted))
    }

    /// Decodes a body of JSON.
    ///
    /// # Errors
    /// The body is not the JSON of a `T`. If the content type names something else, or the body is in a content coding, that is the
    /// error's kind.
    pub fn json<T: Json, H: FromHeaders, E>(self) -> Result<Response<T, H>, Error<E>> {
        let raw = self.uncoded()?;
        match json::from_slice::<T>(&raw.body) {
            Ok(body) => Ok(raw.with(body)),
            Err(error) => Err(raw.unreadable(is_json, "JSON", error)),
        }
    }

    /// The error of an answer whose error body is JSON.
    pub fn json_error<E: Json>(self) -> Error<E> {
        self.typed_error(|raw| json::from_slice(&raw.body).ok())
    }

    /// An answer without a body. One that comes all the same is in [`Response::raw_body`].
    ///
    /// # Errors
    /// None today; the signature is that of its siblings.
    pub fn empty<H: FromHeaders, E>(self) -> Result<Response<(), H>, Error<E>> {
        Ok(self.with(()))
    }

    /// A body of text, in the charset of the content type: UTF-8 or ISO-8859-1.
    ///
    /// # Errors
    /// The text is in another charset, not in the one it is said to be in, or in a content coding.
    pub fn text<H: FromHeaders, E>(self) -> Result<Response<String, H>, Error<E>> {
        let raw = self.uncoded()?;
        match raw.read_text() {
            Ok(text) => Ok(raw.with(text)),
            Err(why) => Err(Error::about(raw, ErrorKind::Decode, why)),
        }
    }

    /// A body of text that is a number or a boolean.
    ///
    /// # Errors
    /// As [`text`](Self::text); the text is none.
    pub fn text_value<T: FromStr<Err: Display>, H: FromHeaders, E>(self) -> Result<Response<T, H>, Error<E>> {
        let raw = self.uncoded()?;
        match raw.read_value() {
            Ok(value) => Ok(raw.with(value)),
            Err(why) => Err(Error::about(raw, ErrorKind::Decode, why)),
        }
    }

    /// The error of an answer whose error body is such a text.
    pub fn text_value_error<T: FromStr<Err: Display>>(self) -> Error<T> {
        self.typed_error(|raw| raw.read_value().ok())
    }

    fn read_value<T: FromStr<Err: Display>>(&self) -> Result<T, String> {
        let text = self.read_text()?;
        text.trim().parse().map_err(|error: T::Err| error.to_string())
    }

    /// The error of an answer whose error body is text.
    pub fn text_error(self) -> Error<String> {
        self.typed_error(|raw| raw.read_text().ok())
    }

    /// The error of an answer whose error body is read so, where it can be.
    pub(crate) fn typed_error<E>(self, read: impl FnOnce(&Self) -> Option<E>) -> Error<E> {
        match self.uncoded() {
            Ok(raw) => {
                let api = read(&raw);
                Error::about(raw, ErrorKind::Status, "").with_api(api)
            }
            Err(error) => error,
        }
    }

    fn read_text(&self) -> Result<String, String> {
        match self.charset().as_deref() {
            None | Some("utf-8" | "utf8" | "us-ascii") => {
                let bytes = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
                std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| error.to_string())
            }
            Some("iso-8859-1" | "latin1") => Ok(self.body.iter().copied().map(char::from).collect()),
            Some(other) => Err(format!("text in the charset {other:?} cannot be read")),
        }
    }

    /// The body while it comes; one that was read already, all at once.
    ///
    /// # Errors
    /// None today; the signature is that of its siblings.
    pub fn byte_stream<H: FromHeaders, E>(mut self) -> Result<Response<ByteStream, H>, Error<E>> {
        let live = self.stream.take().and_then(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner).take());
        let stream = live.unwrap_or_else(|| ByteStream::whole(self.body.clone(), self.about()));
        Ok(self.with(stream))
    }

    /// A body of bytes.
    ///
    /// # Errors
    /// None today; the signature is that of its siblings.
    pub fn bytes<H: FromHeaders, E>(self) -> Result<Response<Bytes, H>, Error<E>> {
        let body = self.body.clone();
        Ok(self.with(body))
    }

    /// The error of an answer that has no described body.
    pub fn error<E>(self) -> Error<E> {
        Error::about(self, ErrorKind::Status, "")
    }

    /// The answer with a decoded body.
    pub(crate) fn with<T, H: FromHeaders>(self, body: T) -> Response<T, H> {
        let headers = H::from_headers(&self.headers);
        Response { raw: self, headers, body }
    }

    /// The error for a body that could not be decoded: one about the content type if that is another than was looked for.
    pub(crate) fn unreadable<E>(
        self,
        expected: fn(&str) -> bool,
        name: &str,
        error: impl std::error::Error + Send + Sync + 'static,
    ) -> Error<E> {
        let media_type = self.media_type();
        if !media_type.is_empty() && !expected(media_type) {
            let message = format!("{name} was expected, the answer is {media_type:?}");
            return Error::about(self, ErrorKind::ContentType, message).with_source(error);
        }
        let why = if self.body.is_empty() { "the body is empty".to_owned() } else { error.to_string() };
        Error::about(self, ErrorKind::Decode, format!("not the {name} that was expected: {why}")).with_source(error)
    }
}

impl From<RawResponse> for Answered {
    fn from(raw: RawResponse) -> Self {
        Answered { status: raw.status, headers: raw.headers, body: raw.body, exchange: raw.exchange }
    }
}

/// Whether a content type is of a media type or a range of them (RFC 9110, 12.5.1).
fn is_of(content_type: &str, wanted: &str) -> bool {
    let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (found, range) = (essence(content_type), essence(wanted));
    let fits = match range.strip_suffix('*') {
        Some("*/") => !found.is_empty(),
        Some(kind) => found.starts_with(kind),
        None => found == range,
    };
    let says = |name: &str| parameter(content_type, name) == parameter(wanted, name);
    let names = wanted.split(';').skip(1).filter_map(|one| one.split_once('=')).map(|(name, _)| name.trim());
    fits && names.filter(|name| !name.eq_ignore_ascii_case("charset")).all(says)
}

fn is_json(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    lower == "application/json" || lower == "text/json" || lower.ends_with("+json")
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

/// A decoded answer: status, typed headers, body.
#[derive(Clone, Debug)]
pub struct Response<T, H = ()> {
    raw: RawResponse,
    headers: H,
    body: T,
}

impl<T, H> Response<T, H> {
    /// The status code.
    pub fn status(&self) -> u16 {
        self.raw.status
    }

    /// The header fields that the operation describes.
    pub fn headers(&self) -> &H {
        &self.headers
    }

    /// All header fields.
    pub fn raw_headers(&self) -> &Headers {
        &self.raw.headers
    }

    /// The body.
    pub fn body(&self) -> &T {
        &self.body
    }

    /// The body, by value.
    pub fn into_body(self) -> T {
        self.body
    }

    /// Status, typed headers and body.
    pub fn into_parts(self) -> (u16, H, T) {
        (self.raw.status, self.headers, self.body)
    }

    /// The body as it came.
    pub fn raw_body(&self) -> &Bytes {
        &self.raw.body
    }

    /// The id of the request in the service's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// The URL that answered.
    pub fn url(&self) -> &Url {
        self.raw.url()
    }

    /// The same answer with another body, for operations that have several kinds of success.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U, H> {
        Response { raw: self.raw, headers: self.headers, body: change(self.body) }
    }
}
