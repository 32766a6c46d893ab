//! A call before it is sent: which operation, which values, which settings.

use std::fmt;
use std::sync::Arc;

use super::client::Core;
use super::error::{Error, ErrorKind, NoBody};
use super::operation::{Location, Operation, Param};
use super::options::CallOptions;
use super::param::{ParamValue, ToParam};
use super::request::Request;
use super::request_builder::RequestBuilder;

/// Puts a body into a request, as the way that is counted from 0.
type WriteBody = dyn Fn(&mut RequestBuilder, usize) + Send + Sync;

/// What a call is made of until it becomes a request. Clones share the body.
#[derive(Clone)]
pub struct Draft {
    core: Core,
    operation: &'static Operation,
    /// Beside each parameter of the operation its value.
    values: Vec<ParamValue>,
    body: Option<Arc<WriteBody>>,
    /// As which of its ways the body is sent.
    way: usize,
    options: CallOptions,
    unknown: Option<&'static str>,
}

impl Draft {
    /// A call without any values.
    pub fn new(core: &Core, operation: &'static Operation) -> Self {
        Draft {
            core: core.clone(),
            operation,
            values: vec![ParamValue::Absent; operation.params.len()],
            body: None,
            way: 0,
            options: CallOptions::default(),
            unknown: None,
        }
    }

    /// The value of a path parameter.
    pub fn path<T: ToParam + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.set(Location::Path, name, value.to_param());
    }

    /// The value of a query parameter.
    pub fn query<T: ToParam + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.set(Location::Query, name, value.to_param());
    }

    /// The value of a parameter that is the whole query.
    pub fn query_string<T: ToParam + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.set(Location::QueryString, name, value.to_param());
    }

    /// The value of a header.
    pub fn header<T: ToParam + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.set(Location::Header, name, value.to_param());
    }

    /// The value of a cookie.
    pub fn cookie<T: ToParam + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.set(Location::Cookie, name, value.to_param());
    }

    fn set(&mut self, location: Location, name: &'static str, value: ParamValue) {
        let at = self.operation.params.iter().position(|param| param.location == location && param.name == name);
        match at.and_then(|at| self.values.get_mut(at)) {
            Some(slot) => *slot = value,
            None => self.unknown = Some(name),
        }
    }

    /// The body, and what puts it into the request.
    pub fn body<T: Send + Sync + 'static>(&mut self, body: T, write: fn(&mut RequestBuilder, &T, usize)) {
        self.body = Some(Arc::new(move |request: &mut RequestBuilder, way| write(request, &body, way)));
    }

    /// Sends the body as another of the media types that the operation takes.
    pub fn send_as(&mut self, way: usize) {
        self.way = way;
    }

    /// The settings of this call.
    pub fn options(&mut self, options: CallOptions) {
        self.options = options;
    }

    /// The request as it will be sent, but for credentials.
    ///
    /// # Errors
    /// A value that cannot be sent where it should stand, such as a header with a line break.
    pub fn request<E>(&self) -> Result<Request, Error<E>> {
        self.build().map_err(Error::retype)
    }

    fn build(&self) -> Result<Request, Error<NoBody>> {
        if let Some(name) = self.unknown {
            let message = format!("{} has no parameter `{name}`", self.operation.id);
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        let operation = self.operation;
        let mut request = RequestBuilder::new(&self.core, operation);
        if let Some(server) = operation.server {
            request.server(server);
        }
        self.path_of(&mut request);
        // The order of a description puts locations together, and so do servers that sign or compare requests.
        for location in [Location::Query, Location::QueryString, Location::Header, Location::Cookie] {
            for (param, value) in self.params(location) {
                put(&mut request, param, value);
            }
        }
        if let Some(write) = &self.body {
            write(&mut request, self.way);
        }
        for (from, to, media_type) in operation.streamed {
            request.stream(*from, *to, media_type);
        }
        if operation.keeps_redirects {
            request.keep_redirects();
        }
        request.finish(&self.options)
    }

    fn params(&self, location: Location) -> impl Iterator<Item = (&'static Param, &ParamValue)> {
        self.operation.params.iter().zip(&self.values).filter(move |(param, _)| param.location == location)
    }

    /// The template with its parameters filled in. Braces that name none of them are a part of the path.
    fn path_of(&self, request: &mut RequestBuilder) {
        let mut rest = self.operation.path;
        while let Some((before, name, after)) = next_name(rest) {
            match self.params(Location::Path).find(|(param, _)| param.name == name) {
                Some((param, value)) if param.optional && value.is_absent() => request.path(before),
                Some((param, value)) => {
                    request.path(before);
                    match param.reserved {
                        true => request.path_reserved(param.name, param.style, param.explode, value),
                        false => request.path_param(param.name, param.style, param.explode, value),
                    }
                }
                None => request.path(rest.get(..rest.len() - after.len()).unwrap_or_default()),
            }
            rest = after;
        }
        request.path(rest);
    }

    pub(crate) fn parts(self) -> (Core, Result<Request, Error<NoBody>>, CallOptions) {
        let request = self.build();
        (self.core, request, self.options)
    }
}

/// The text before the next name in braces, the name, and the text behind it.
fn next_name(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn put(request: &mut RequestBuilder, param: &'static Param, value: &ParamValue) {
    match param.location {
        Location::Query if param.flag => request.flag(param.name),
        Location::Query if param.reserved => request.query_reserved(param.name, param.style, param.explode, value),
        Location::QueryString => {
            request.query_string(param.name, param.style, param.reserved, param.fields, value);
        }
        Location::Query => request.query(param.name, param.style, param.explode, value),
        Location::Header if param.or_uuid => request.header_or_uuid(param.name, value),
        Location::Header => request.header(param.name, param.style, param.explode, value),
        Location::Cookie => request.cookie(param.name, param.style, param.explode, value),
        Location::Path => {}
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secrets; names are not.
        let given = self.operation.params.iter().zip(&self.values).filter(|(_, value)| **value != ParamValue::Absent);
        f.debug_struct("Draft")
            .field("operation", &self.operation.id)
            .field("given", &given.map(|(param, _)| param.name).collect::<Vec<_>>())
            .field("body", &self.body.is_some())
            .field("options", &self.options)
            .finish()
    }
}

/// The JSON text of a value, for a parameter that is described by `content: application/json`.
pub fn as_json<T: super::json::Json>(value: &T) -> ParamValue {
    super::param::AsJson(value).to_param()
}

/// A date in the form that HTTP has for it (RFC 9110, 5.6.7).
pub fn http_date(value: &time::OffsetDateTime) -> ParamValue {
    super::param::Rfc1123::from(*value).to_param()
}
