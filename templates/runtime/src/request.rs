//! A request as a value: built by an operation or by hand, changed by signers, carried by a transport.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use url::Url;
use uuid::Uuid;

use super::headers::{Headers, InvalidHeader, is_token_byte};
use super::operation::Operation;
use super::redact;
use super::upload::Upload;

/// A request. `Debug` hides values of headers and query parameters that may be secrets, and the body.
#[derive(Clone)]
pub struct Request {
    method: Cow<'static, str>,
    url: Url,
    headers: Headers,
    body: Option<Upload>,
    operation: Option<&'static Operation>,
    /// An origin that the description itself names, beside the client's.
    home: Option<url::Origin>,
    /// The headers that hold an id we made up: made anew when the request is used as a model for another.
    generated: Vec<Cow<'static, str>>,
    /// The answers whose body is not read before they are given: from this status to that one, of this media type (`""`: any).
    streamed: Vec<(u16, u16, &'static str)>,
    /// A redirect is an answer like others.
    keeps_redirects: bool,
}

impl Request {
    /// A request made by hand, for [`Core::send_raw`](super::Core::send_raw).
    pub fn new(method: impl Into<Cow<'static, str>>, url: Url) -> Self {
        let method = method.into();
        Request {
            method,
            url,
            headers: Headers::new(),
            body: None,
            operation: None,
            home: None,
            generated: Vec::new(),
            streamed: Vec::new(),
            keeps_redirects: false,
        }
    }

    /// The method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Sets the method. It is checked when the request is sent.
    pub fn set_method(&mut self, method: impl Into<Cow<'static, str>>) {
        self.method = method.into();
    }

    /// The URL. Its path and query are sent as they stand here.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Access to the URL.
    pub fn url_mut(&mut self) -> &mut Url {
        &mut self.url
    }

    /// The path and query as they are sent.
    pub fn target(&self) -> &str {
        &self.url[url::Position::BeforePath..url::Position::AfterQuery]
    }

    /// The header fields. `Host` and, until the request is on its way, `Content-Length` are not among them.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// Access to the header fields.
    pub fn headers_mut(&mut self) -> &mut Headers {
        &mut self.headers
    }

    /// Sets a header field in place of those of its name.
    ///
    /// # Errors
    /// The name or the value cannot be sent.
    pub fn set_header(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<(), InvalidHeader> {
        self.headers.insert(name, value)
    }

    /// The body, if there is one and it is no stream.
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()?.bytes()
    }

    /// The body, if there is one, be it bytes or a stream: what a transport sends.
    pub fn upload(&self) -> Option<&Upload> {
        self.body.as_ref()
    }

    /// Sets or removes the body. `Content-Type` is a header like any other.
    pub fn set_body(&mut self, body: Option<Bytes>) {
        self.body = body.map(Upload::from);
    }

    /// Sets or removes the body, which may be a stream. `Content-Type` is a header like any other.
    pub fn set_upload(&mut self, body: Option<Upload>) {
        self.body = body;
    }

    /// The same request for another media type in place of those that the operation asks for; an answer of this type is given while it
    /// comes.
    ///
    /// # Errors
    /// The media type cannot stand in a header.
    pub fn asking_for(mut self, media_type: &'static str) -> Result<Self, InvalidHeader> {
        self.set_header("Accept", media_type)?;
        self.streamed = vec![(200, 299, media_type)];
        Ok(self)
    }

    pub(crate) fn set_streamed(&mut self, streamed: Vec<(u16, u16, &'static str)>) {
        self.streamed = streamed;
    }

    /// Whether the body of an answer is given while it comes. A body without a type is taken for what was asked for.
    pub(crate) fn streams(&self, status: u16, media_type: &str) -> bool {
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        self.streamed.iter().any(|&(from, to, wanted)| {
            let fits = wanted.is_empty() || media_type.is_empty() || wanted.eq_ignore_ascii_case(media_type);
            (from..=to).contains(&status) && fits
        })
    }

    pub(crate) fn keep_redirects(&mut self) {
        self.keeps_redirects = true;
    }

    pub(crate) fn keeps_redirects(&self) -> bool {
        self.keeps_redirects
    }

    /// Whether it can be sent again: a stream that was begun cannot.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.body.as_ref().is_none_or(|body| !body.is_spent())
    }

    /// The operation that this request was built by.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.operation
    }

    pub(crate) fn set_operation(&mut self, operation: &'static Operation, home: url::Origin) {
        self.operation = Some(operation);
        self.home = Some(home);
    }

    pub(crate) fn home(&self) -> Option<&url::Origin> {
        self.home.as_ref()
    }

    pub(crate) fn set_url(&mut self, url: Url) {
        self.url = url;
    }

    pub(crate) fn add_generated(&mut self, name: Cow<'static, str>) {
        self.generated.push(name);
    }

    /// Gives every id that was made up a new value: for the next page, which is another request.
    pub(crate) fn renew_ids(&mut self) -> Result<(), InvalidHeader> {
        for name in &self.generated {
            self.headers.insert(name.as_ref(), Uuid::new_v4().to_string())?;
        }
        Ok(())
    }

    /// Whether repeating the request asks for nothing more than sending it once: by its method (RFC 9110, 9.2.2), or by a key
    /// by which the service knows it again.
    pub(crate) fn is_idempotent(&self) -> bool {
        matches!(self.method(), "GET" | "HEAD" | "QUERY" | "PUT" | "DELETE" | "OPTIONS" | "TRACE")
            || self.headers.get("idempotency-key").is_some_and(|key| !key.trim().is_empty())
    }

    /// Whether the method can be sent.
    pub(crate) fn has_valid_method(&self) -> bool {
        !self.method.is_empty() && self.method.bytes().all(is_token_byte)
    }

    /// Sets `Content-Length` to what will be sent, so that signers see it.
    pub(crate) fn set_content_length(&mut self) -> Result<(), InvalidHeader> {
        let length = match &self.body {
            Some(body) => match body.len() {
                Some(length) => length,
                None => {
                    self.headers.remove("content-length");
                    return Ok(());
                }
            },
            // RFC 9110, 8.6: a method that has a meaning for a body says that there is none. The services' own
            // clients send it with DELETE too.
            None if !matches!(self.method(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "CONNECT") => 0,
            None => {
                self.headers.remove("content-length");
                return Ok(());
            }
        };
        self.headers.insert("Content-Length", length.to_string())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &redact::url(&self.url))
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
