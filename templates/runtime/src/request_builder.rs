//! Builds the request of an operation from its parameters.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;
use uuid::Uuid;

use super::client::{Core, Inner};
use super::error::{Error, ErrorKind, NoBody};
use super::events;
use super::form::{self, FieldStyle};
use super::headers::{Headers, InvalidHeader};
use super::json::{self, Json};
use super::multipart::{Multipart, is_concrete};
use super::operation::Operation;
use super::options::CallOptions;
use super::param::{self, ParamError, ParamValue, Style, ToParam};
use super::redact;
use super::request::Request;
use super::upload::Upload;

/// RFC 3986, 2.3: everything else is encoded.
pub(crate) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Builds one request. Errors are kept, and the first of them comes out of [`finish`](Self::finish).
pub struct RequestBuilder {
    core: Core,
    operation: &'static Operation,
    server: Option<String>,
    path: String,
    /// The bytes of `path` that a value gave.
    values: Vec<std::ops::Range<usize>>,
    query: Vec<String>,
    cookies: Vec<String>,
    multipart: Option<(String, Multipart)>,
    headers: Headers,
    body: Option<Upload>,
    streamed: Vec<(u16, u16, &'static str)>,
    keeps_redirects: bool,
    generated: Vec<Cow<'static, str>>,
    error: Option<Error<NoBody>>,
}

impl RequestBuilder {
    /// A request for an operation, with no parameters yet.
    pub fn new(core: &Core, operation: &'static Operation) -> Self {
        RequestBuilder {
            core: core.clone(),
            operation,
            server: None,
            path: String::new(),
            values: Vec::new(),
            query: Vec::new(),
            cookies: Vec::new(),
            multipart: None,
            headers: Headers::new(),
            body: None,
            streamed: Vec::new(),
            keeps_redirects: false,
            generated: Vec::new(),
            error: None,
        }
    }

    /// A server of the operation's own, in place of the client's endpoint; an address without a host is on the client's, and one without a
    /// slash before it is below the client's, whether that ends with a slash or not (`../v2` beside `/api/v1` is `/api/v2`). Credentials
    /// may go there: the description names it.
    pub fn server(&mut self, url: impl Into<String>) {
        self.server = Some(url.into());
    }

    /// A piece of the path template, sent as it is.
    pub fn path(&mut self, literal: &str) {
        // What a template has after a `#` would not be sent.
        self.path.push_str(&literal.replace('#', "%23"));
    }

    /// A path parameter.
    pub fn path_param<T: ToParam + ?Sized>(&mut self, name: &'static str, style: Style, explode: bool, value: &T) {
        self.put_path(name, param::encode_path(name, &value.to_param(), style, explode, false));
    }

    /// A path parameter whose reserved characters stay as they are, slashes too.
    pub fn path_reserved<T: ToParam + ?Sized>(&mut self, name: &'static str, style: Style, explode: bool, value: &T) {
        let encoded = param::encode_path(name, &value.to_param(), style, explode, true);
        // A value that is a path of its own may begin with the slash that stands before it already.
        let encoded = encoded.map(|text| match text.strip_prefix('/').filter(|_| self.path.ends_with('/')) {
            Some(rest) => rest.to_owned(),
            None => text,
        });
        self.put_path(name, encoded);
    }

    fn put_path(&mut self, name: &str, encoded: Result<String, ParamError>) {
        if let Some(text) = self.encoded("path parameter", name, encoded) {
            let start = self.path.len();
            self.path.push_str(&text);
            self.values.push(start..self.path.len());
        }
    }

    /// A query parameter; an absent value is left out.
    pub fn query<T: ToParam + ?Sized>(&mut self, name: &'static str, style: Style, explode: bool, value: &T) {
        let pairs = param::encode_query(name, &value.to_param(), style, explode, false);
        self.put_query(name, pairs);
    }

    /// A query parameter whose reserved characters stay as they are (OpenAPI: `allowReserved`).
    pub fn query_reserved<T: ToParam + ?Sized>(&mut self, name: &'static str, style: Style, explode: bool, value: &T) {
        let pairs = param::encode_query(name, &value.to_param(), style, explode, true);
        self.put_query(name, pairs);
    }

    /// A name in the query that has no value, and no `=`.
    pub fn flag(&mut self, name: &str) {
        self.query.push(param::escape_name(name));
    }

    /// A parameter that is the whole query (OpenAPI 3.2), given as text: of JSON where it is a form, whose `fields` are those
    /// that are not as usual. An absent value is left out.
    pub fn query_string<T: ToParam + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        reserved: bool,
        fields: &[FieldStyle],
        value: &T,
    ) {
        let pairs = form::query_string(name, &value.to_param(), style, reserved, fields);
        self.put_query(name, pairs);
    }

    fn put_query(&mut self, name: &str, pairs: Result<Vec<String>, ParamError>) {
        let pairs = self.encoded("query parameter", name, pairs);
        self.query.extend(pairs.into_iter().flatten());
    }

    /// A header parameter; an absent value is left out. In the style [`Prefixed`](Style::Prefixed) it is one for each member.
    pub fn header<T: ToParam + ?Sized>(&mut self, name: &'static str, style: Style, explode: bool, value: &T) {
        match value.to_param() {
            ParamValue::Object(members) if style == Style::Prefixed => {
                for (member, value) in members {
                    self.one_header(&format!("{name}{member}"), Style::Simple, false, &value);
                }
            }
            value => self.one_header(name, style, explode, &value),
        }
    }

    fn one_header(&mut self, name: &str, style: Style, explode: bool, value: &ParamValue) {
        let encoded = param::encode_header(name, value, style, explode);
        if let Some(Some(text)) = self.encoded("header", name, encoded) {
            self.put_header(name, text);
        }
    }

    /// A header parameter that gets a new random UUID where the caller gave none.
    pub fn header_or_uuid<T: ToParam + ?Sized>(&mut self, name: &'static str, value: &T) {
        if value.to_param() == ParamValue::Absent {
            self.generated.push(Cow::Borrowed(name));
            self.put_header(name, Uuid::new_v4().to_string());
        } else {
            self.header(name, Style::Simple, false, value);
        }
    }

    /// A cookie parameter; an absent value is left out.
    pub fn cookie<T: ToParam + ?Sized>(&mut self, name: &'static str, style: Style, explode: bool, value: &T) {
        let encoded = param::encode_cookie(name, &value.to_param(), style, explode);
        let pairs = self.encoded("cookie", name, encoded);
        self.cookies.extend(pairs.into_iter().flatten());
    }

    /// A body of JSON.
    pub fn json<T: Json>(&mut self, content_type: &str, body: &T) {
        match json::to_vec(body) {
            Ok(bytes) => self.bytes(content_type, bytes),
            Err(error) => self.fail(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// A body of text.
    pub fn text(&mut self, content_type: &str, body: impl Into<String>) {
        self.bytes(content_type, body.into());
    }

    /// A body of text that is a number or a boolean.
    pub fn text_value(&mut self, content_type: &str, body: &impl ToParam) {
        match body.to_param() {
            ParamValue::Text(text) => self.text(content_type, text),
            ParamValue::Invalid(why) => self.fail(format!("the body cannot be written: {why}")),
            _ => self.fail("the body is no single value".to_owned()),
        }
    }

    /// A body of bytes.
    pub fn bytes(&mut self, content_type: &str, body: impl Into<Upload>) {
        self.put_header("Content-Type", content_type.to_owned());
        self.body = Some(body.into());
    }

    /// A body of bytes or a stream, of its own media type, else of this one; a range (`image/*`) says nothing about a body.
    pub fn upload(&mut self, content_type: &str, body: &Upload) {
        let usual = if is_concrete(content_type) { content_type } else { "application/octet-stream" };
        let content_type = body.media_type().unwrap_or(usual).to_owned();
        self.bytes(&content_type, body.clone());
    }

    /// A body of JSON texts, one on each line, or a JSON text sequence where the media type says so.
    pub fn json_lines<T: Json>(&mut self, content_type: &str, items: &[T]) {
        match events::write_lines(content_type, items) {
            Ok(bytes) => self.bytes(content_type, bytes),
            Err(error) => self.fail(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// A form: the members of a value's JSON object. Those that `styles` does not name are written as text, as JSON where they are objects,
    /// and item by item where they are lists.
    pub fn form<T: Json>(&mut self, content_type: &str, body: &T, styles: &[FieldStyle]) {
        match form::members(body) {
            Ok(members) => {
                let pairs = form::pairs(&members, styles);
                if let Some(pairs) = self.encoded("form", "body", pairs) {
                    self.bytes(content_type, pairs.join("&"));
                }
            }
            Err(error) => self.fail(format!("the body cannot be written as a form: {error}")),
        }
    }

    /// A body of parts.
    pub fn multipart(&mut self, content_type: &str, parts: Multipart) {
        self.multipart = Some((content_type.to_owned(), parts));
    }

    /// Answers of the statuses `from` to `to`, of this media type (any, if it is `""`), are given while they come.
    pub fn stream(&mut self, from: u16, to: u16, media_type: &'static str) {
        self.streamed.push((from, to, media_type));
    }

    /// A redirect is the answer that is wanted, and not followed.
    pub fn keep_redirects(&mut self) {
        self.keeps_redirects = true;
    }

    /// The request, with the options of the call in it.
    ///
    /// # Errors
    /// The first thing that was wrong with a parameter, a header, the body or the options.
    pub fn finish<E>(mut self, options: &CallOptions) -> Result<Request, Error<E>> {
        if let Some(error) = self.error.take() {
            return Err(error.retype());
        }
        self.build(options).map_err(Error::retype)
    }

    fn build(mut self, options: &CallOptions) -> Result<Request, Error<NoBody>> {
        let url = self.url(options)?;
        let home = url.origin();
        if let Some((content_type, parts)) = self.multipart.take() {
            let boundary = options.boundary.as_deref();
            let (body, content_type) = parts.finish(&content_type, boundary).map_err(invalid)?;
            self.bytes(&content_type, body);
        }
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut request = Request::new(self.operation.method, url);
        request.set_operation(self.operation, home);
        *request.headers_mut() = self.headers;
        request.set_upload(self.body);
        request.set_streamed(self.streamed);
        if self.keeps_redirects {
            request.keep_redirects();
        }
        for name in self.generated {
            let given = options.headers.iter().any(|(found, _)| found.eq_ignore_ascii_case(&name));
            if !given {
                request.add_generated(name);
            }
        }
        if !self.operation.accept.is_empty() && !request.headers().contains("accept") {
            request.set_header("Accept", self.operation.accept)?;
        }
        if !self.cookies.is_empty() {
            // All cookies are one field (RFC 6265, 5.4); a header parameter may have brought some already.
            let given = request.headers().get_all("cookie").filter(|given| !given.is_empty());
            let cookies: Vec<&str> = given.chain(self.cookies.iter().map(String::as_str)).collect();
            let cookies = cookies.join("; ");
            request.set_header("Cookie", cookies)?;
        }
        add_common(&self.core.inner, &mut request)?;
        options.put_headers(request.headers_mut())?;
        add_query(request.url_mut(), options);
        Ok(request)
    }

    fn url(&self, options: &CallOptions) -> Result<Url, Error<NoBody>> {
        self.check_segments()?;
        let base = match options.endpoint.as_deref().or(self.server.as_deref()) {
            None => self.core.inner.base.as_str().to_owned(),
            Some(text) => {
                let mut base = self.core.inner.base.clone();
                if !base.path().ends_with('/') {
                    base.set_path(&format!("{}/", base.path()));
                }
                let url = base.join(text);
                url.map_err(|error| invalid(format!("{:?} is no URL: {error}", redact::link(text))))?.into()
            }
        };
        let mut text = base.trim_end_matches('/').to_owned();
        if !self.path.is_empty() && !self.path.starts_with('/') {
            text.push('/');
        }
        text.push_str(&self.path);
        for pair in &self.query {
            // A path template may have a query of its own.
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(&pair.replace('#', "%23"));
        }
        Url::parse(&text).map_err(|error| invalid(format!("the URL of {} cannot be built: {error}", self.operation.id)))
    }

    /// Refuses values that would make another path of it: `.` and `..` are taken out by everything that reads URLs, also when the dots
    /// are percent-encoded (WHATWG URL, "double-dot path segment"), and a segment that is empty names the collection, not the thing.
    fn check_segments(&self) -> Result<(), Error<NoBody>> {
        let mut start = 0;
        let path = self.path.split('?').next().unwrap_or_default();
        for segment in path.split('/') {
            let range = start..start + segment.len();
            start = range.end + 1;
            let dots = segment.replace("%2e", ".").replace("%2E", ".");
            if dots == "." || dots == ".." {
                return Err(invalid(format!(
                    "the path {:?} would have a segment {dots:?}, which URLs do not keep",
                    self.operation.path
                )));
            }
            // Also an empty segment within a value whose slashes stay.
            let of_value = self.values.iter().any(|value| value.start <= range.start && range.end <= value.end);
            if segment.is_empty() && of_value {
                return Err(invalid(format!(
                    "a parameter of the path {:?} is empty, which would be another path",
                    self.operation.path
                )));
            }
        }
        Ok(())
    }

    /// What an encoder gave, or nothing and the error kept.
    fn encoded<T>(&mut self, what: &str, name: &str, result: Result<T, ParamError>) -> Option<T> {
        result.map_err(|error| self.fail(format!("the {what} `{name}`: {error}"))).ok()
    }

    fn put_header(&mut self, name: &str, value: String) {
        if let Err(error) = self.headers.insert(name, value) {
            self.fail(error.to_string());
        }
    }

    pub(crate) fn fail(&mut self, message: String) {
        self.error.get_or_insert_with(|| invalid(message));
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBuilder")
            .field("operation", &self.operation.id)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

fn invalid(message: String) -> Error<NoBody> {
    Error::new(ErrorKind::InvalidRequest, message)
}

/// What every request of a client has, where it does not say otherwise itself.
pub(crate) fn add_common(inner: &Inner, request: &mut Request) -> Result<(), InvalidHeader> {
    for (name, value) in inner.headers.iter() {
        if !request.headers().contains(name) {
            request.set_header(name, value)?;
        }
    }
    if !request.headers().contains("user-agent") {
        request.set_header("User-Agent", inner.user_agent.as_str())?;
    }
    Ok(())
}

/// Adds the parameters of the options.
pub(crate) fn add_query(url: &mut Url, options: &CallOptions) {
    for (name, value) in &options.query {
        let pair = format!("{}={}", utf8_percent_encode(name, UNRESERVED), utf8_percent_encode(&value.0, UNRESERVED));
        let query = match url.query() {
            Some(query) if !query.is_empty() => format!("{query}&{pair}"),
            _ => pair,
        };
        url.set_query(Some(&query));
    }
}
