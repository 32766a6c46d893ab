//! The one error of a call: what went wrong, where, and everything that the service said about it.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use super::error_text;
use super::exchange::{Answered, Exchange};
use super::headers::{FromHeaders, Headers, InvalidHeader};
use super::redact;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be built from what was given; nothing was sent.
    InvalidRequest,
    /// A credential is missing or could not be had; nothing was sent to the service.
    Credential,
    /// No connection came about.
    Connect,
    /// TLS was refused by one of the sides.
    Tls,
    /// The time ran out.
    Timeout,
    /// The connection broke, before or in the middle of the answer.
    Transport,
    /// The service answered with a status that is no success of this operation.
    Status,
    /// The answer is of another content type than can be read here.
    ContentType,
    /// The answer's body cannot be read as what it should be.
    Decode,
    /// The answer is a redirect that must not be followed.
    Redirect,
    /// The answer's body is larger than the limit.
    TooLarge,
    /// A link of the service cannot be followed: to the next page, or to where an operation can be watched.
    NextLink,
    /// The operation was begun, and failed or was cancelled.
    Failed,
}

impl ErrorKind {
    fn in_words(self) -> &'static str {
        match self {
            ErrorKind::InvalidRequest => "the request cannot be built",
            ErrorKind::Credential => "no credential to send",
            ErrorKind::Connect => "could not connect",
            ErrorKind::Tls => "TLS was refused",
            ErrorKind::Timeout => "timed out",
            ErrorKind::Transport => "the connection broke",
            ErrorKind::Status => "refused by the service",
            ErrorKind::ContentType => "unexpected content type",
            ErrorKind::Decode => "the answer cannot be read",
            ErrorKind::Redirect => "redirect not followed",
            ErrorKind::TooLarge => "the answer is too large",
            ErrorKind::NextLink => "the link to what comes next cannot be followed",
            ErrorKind::Failed => "the operation failed",
        }
    }
}

/// No typed error body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoBody {}

/// The error of a call. `E` is the type of the error body that the service describes.
///
/// `Display` gives the method, the URL without secrets, the status, and the service's code and message.
pub struct Error<E = NoBody> {
    inner: Box<Inner>,
    api: Option<Box<E>>,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    exchange: Option<Arc<Exchange>>,
    answer: Option<Answer>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    retryable: bool,
}

struct Answer {
    status: u16,
    headers: Headers,
    body: Bytes,
}

impl<E> Error<E> {
    /// An error of a kind. The message must not hold secrets.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Error {
            inner: Box::new(Inner { kind, message, exchange: None, answer: None, source: None, retryable: false }),
            api: None,
        }
    }

    /// Adds what it came from.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(crate) fn with_exchange(mut self, exchange: Arc<Exchange>) -> Self {
        self.inner.exchange = Some(exchange);
        self
    }

    pub(crate) fn with_answer(mut self, status: u16, headers: Headers, body: Bytes) -> Self {
        self.inner.answer = Some(Answer { status, headers, body });
        self
    }

    pub(crate) fn with_api(mut self, api: Option<E>) -> Self {
        self.api = api.map(Box::new);
        self
    }

    pub(crate) fn with_retryable(mut self, retryable: bool) -> Self {
        self.inner.retryable = retryable;
        self
    }

    /// An error about an answer, which it keeps whole.
    pub(crate) fn about(answer: impl Into<Answered>, kind: ErrorKind, message: impl Into<String>) -> Self {
        let Answered { status, headers, body, exchange } = answer.into();
        let retryable = kind == ErrorKind::Status && super::retry::is_passing_status(status);
        Error::new(kind, message).with_exchange(exchange).with_answer(status, headers, body).with_retryable(retryable)
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The status code, if an answer came.
    pub fn status(&self) -> Option<u16> {
        self.inner.answer.as_ref().map(|answer| answer.status)
    }

    /// The answer's header fields, if one came.
    pub fn headers(&self) -> Option<&Headers> {
        self.inner.answer.as_ref().map(|answer| &answer.headers)
    }

    /// The answer's header fields as types, if one came: `error.typed_headers::<ErrorHeaders>()`, where a description has
    /// headers for errors.
    pub fn typed_headers<H: FromHeaders>(&self) -> Option<H> {
        self.headers().map(H::from_headers)
    }

    /// The answer's body as it came, or as much of it as came; `None` if there was no answer.
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.inner.answer.as_ref().map(|answer| &answer.body)
    }

    /// The answer's body as text; bytes that are no UTF-8 are replaced.
    pub fn raw_text(&self) -> Option<std::borrow::Cow<'_, str>> {
        self.raw_body().map(|body| String::from_utf8_lossy(body))
    }

    /// The error body that the service describes, where the answer was one.
    pub fn api_error(&self) -> Option<&E> {
        self.api.as_deref()
    }

    /// The error body that the service describes, by value.
    pub fn into_api_error(self) -> Option<E> {
        self.api.map(|api| *api)
    }

    /// The id of the request in the service's logs.
    pub fn request_id(&self) -> Option<&str> {
        self.inner.exchange.as_ref()?.request_id(self.headers()?)
    }

    /// How often the request was sent; 0 if it was not.
    pub fn attempts(&self) -> u32 {
        self.inner.exchange.as_ref().map_or(0, |exchange| exchange.attempts)
    }

    /// Whether the same call may succeed later without a change.
    pub fn is_retryable(&self) -> bool {
        self.inner.retryable
    }

    /// The wait that the service asks for in `Retry-After`; a date counts from now.
    pub fn retry_after(&self) -> Option<Duration> {
        super::retry::retry_after(self.headers()?, std::time::SystemTime::now())
    }

    /// The service's own code for the error, found in a JSON or XML body: `code`, `error.code`, `Code` and the like.
    pub fn code(&self) -> Option<String> {
        self.said().0
    }

    /// The service's own message, found in a JSON or XML body: `message`, `error.message`, `detail`, `Message` and the like.
    pub fn message(&self) -> Option<String> {
        self.said().1
    }

    fn said(&self) -> (Option<String>, Option<String>) {
        self.inner.answer.as_ref().map_or((None, None), |answer| error_text::code_and_message(&answer.body))
    }

    /// The same error with the typed body changed.
    pub fn map<F>(self, change: impl FnOnce(E) -> F) -> Error<F> {
        Error { inner: self.inner, api: self.api.map(|api| Box::new(change(*api))) }
    }

    /// The same error without its typed body; the raw one stays.
    pub fn erase(self) -> Error<NoBody> {
        self.retype()
    }

    /// The same error without its typed body, in the place of one that has another; the raw one stays.
    pub fn retype<F>(self) -> Error<F> {
        Error { inner: self.inner, api: None }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(exchange) = &inner.exchange {
            write!(f, "{} {}: ", exchange.method, redact::url(&exchange.url))?;
        }
        let is_refusal = inner.answer.as_ref().is_none_or(|answer| answer.status >= 400);
        f.write_str(match inner.kind {
            // A success, but none that the description has for this operation.
            ErrorKind::Status if !is_refusal => "answered with a status that is not described as a success",
            kind => kind.in_words(),
        })?;
        if !inner.message.is_empty() {
            write!(f, ": {}", inner.message)?;
        }
        if let Some(answer) = &inner.answer {
            write!(f, ": status {}", answer.status)?;
            match error_text::code_and_message(&answer.body) {
                (None, None) => {
                    let text = error_text::start_of(&answer.body);
                    if !text.is_empty() {
                        write!(f, ", body: {text}")?;
                    }
                }
                (code, message) => {
                    for part in [code, message].into_iter().flatten() {
                        write!(f, ": {}", error_text::one_line(&part, 400))?;
                    }
                }
            }
            if let Some(id) = self.request_id() {
                write!(f, " (request id {id})")?;
            }
        }
        if self.attempts() > 1 {
            write!(f, " (after {} attempts)", self.attempts())?;
        }
        Ok(())
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("text", &self.to_string())
            .field("status", &self.status())
            .field("headers", &self.headers())
            .field("api_error", &self.api)
            .field("source", &self.inner.source)
            .finish_non_exhaustive()
    }
}

impl<E: fmt::Debug> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl<E> From<InvalidHeader> for Error<E> {
    fn from(error: InvalidHeader) -> Self {
        Error::new(ErrorKind::InvalidRequest, error.to_string())
    }
}
