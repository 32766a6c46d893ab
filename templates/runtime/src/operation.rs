//! The fixed facts of a service and of an operation, as generated code writes them down.

use super::form::FieldStyle;
use super::param::Style;

/// The fixed facts of one service.
#[derive(Debug)]
pub struct Service {
    /// The name of the service, for `User-Agent` and tracing.
    pub name: &'static str,
    /// The product token of `User-Agent`, `crate/version`.
    pub user_agent: &'static str,
    /// The answer's header fields that name the request in the service's logs; the first that is there counts.
    pub request_id_headers: &'static [&'static str],
    /// Namespaces that are read as another: (found, read as).
    pub xml_aliases: &'static [(&'static str, &'static str)],
}

/// The fixed facts of one operation.
#[derive(Debug)]
#[must_use = "an operation does nothing until it is called"]
pub struct Operation {
    /// The operation's name in the description.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The parameters, in the order in which they are sent.
    pub params: &'static [Param],
    /// The value of `Accept`; empty: none is sent.
    pub accept: &'static str,
    /// The security requirements: one of the lists has to be met, each by all the schemes it names. Nothing: no credential.
    pub security: &'static [&'static [&'static str]],
    /// A server of the operation's own.
    pub server: Option<&'static str>,
    /// Answers that are given while they come: the lowest and the highest status, and the media type (any, if it is `""`).
    pub streamed: &'static [(u16, u16, &'static str)],
    /// A redirect is the answer that is wanted, and not followed.
    pub keeps_redirects: bool,
}

impl Operation {
    /// An operation of which everything else is as usual.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str, params: &'static [Param]) -> Self {
        Operation {
            id,
            method,
            path,
            params,
            accept: "",
            security: &[],
            server: None,
            streamed: &[],
            keeps_redirects: false,
        }
    }

    /// With a value for `Accept`.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// With security requirements.
    pub const fn security(mut self, requirements: &'static [&'static [&'static str]]) -> Self {
        self.security = requirements;
        self
    }

    /// With a server of its own.
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// With answers that are given while they come.
    pub const fn streamed(mut self, answers: &'static [(u16, u16, &'static str)]) -> Self {
        self.streamed = answers;
        self
    }

    /// With redirects that are answers.
    pub const fn keeps_redirects(mut self) -> Self {
        self.keeps_redirects = true;
        self
    }
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query.
    QueryString,
    /// A header.
    Header,
    /// In the header `Cookie`.
    Cookie,
}

/// The fixed facts of one parameter.
#[derive(Clone, Copy, Debug)]
#[must_use = "a parameter does nothing until an operation has it"]
pub struct Param {
    /// Where it stands.
    pub location: Location,
    /// Its name.
    pub name: &'static str,
    /// How a value with parts is laid out.
    pub style: Style,
    /// Whether the parts are apart from one another.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    /// Whether a new UUID is sent where the caller gives no value.
    pub or_uuid: bool,
    /// Whether it may be left out of a path.
    pub optional: bool,
    /// Whether it is a name in the query without a value, and without `=`.
    pub flag: bool,
    /// The members of a whole query that are not written as usual.
    pub fields: &'static [FieldStyle],
}

impl Param {
    const fn new(location: Location, name: &'static str, style: Style, explode: bool) -> Self {
        Param {
            location,
            name,
            style,
            explode,
            reserved: false,
            or_uuid: false,
            optional: false,
            flag: false,
            fields: &[],
        }
    }

    /// A path parameter: `simple`, not exploded.
    pub const fn path(name: &'static str) -> Self {
        Param::new(Location::Path, name, Style::Simple, false)
    }

    /// A query parameter: `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Param::new(Location::Query, name, Style::Form, true)
    }

    /// A parameter that is the whole query: its members are the pairs.
    pub const fn query_string(name: &'static str) -> Self {
        Param::new(Location::QueryString, name, Style::Form, true)
    }

    /// A header: `simple`, not exploded.
    pub const fn header(name: &'static str) -> Self {
        Param::new(Location::Header, name, Style::Simple, false)
    }

    /// A cookie: `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Param::new(Location::Cookie, name, Style::Form, true)
    }

    /// With `explode: true`.
    pub const fn exploded(mut self) -> Self {
        self.explode = true;
        self
    }

    /// With `explode: false`.
    pub const fn joined(mut self) -> Self {
        self.explode = false;
        self
    }

    /// With `allowReserved`.
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// A new UUID is sent where the caller gives no value.
    pub const fn or_uuid(mut self) -> Self {
        self.or_uuid = true;
        self
    }

    /// It may be left out of a path: a matrix parameter without a value (WADL, 2.12.1).
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A name in the query without a value, and without `=` (`?acl`).
    pub const fn flag(mut self) -> Self {
        self.flag = true;
        self
    }

    /// With members of a whole query that are not written as usual.
    pub const fn fields(mut self, fields: &'static [FieldStyle]) -> Self {
        self.fields = fields;
        self
    }

    /// With another style.
    const fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// `.a.b`.
    pub const fn label(self) -> Self {
        self.styled(Style::Label)
    }

    /// `;name=a`.
    pub const fn matrix(self) -> Self {
        self.styled(Style::Matrix)
    }

    /// `;name=a%20b`.
    pub const fn spaced_matrix(self) -> Self {
        self.styled(Style::SpacedMatrix)
    }

    /// `a,b` where that is not usual.
    pub const fn simple(self) -> Self {
        self.styled(Style::Simple)
    }

    /// `name=a` where that is not usual.
    pub const fn form(self) -> Self {
        self.styled(Style::Form)
    }

    /// A cookie of which nothing is encoded.
    pub const fn as_it_is(self) -> Self {
        self.styled(Style::Cookie)
    }

    /// `name=a%20b`.
    pub const fn space_delimited(self) -> Self {
        self.styled(Style::SpaceDelimited)
    }

    /// `name=a%7Cb`.
    pub const fn pipe_delimited(self) -> Self {
        self.styled(Style::PipeDelimited)
    }

    /// `name=a%09b`.
    pub const fn tab_delimited(self) -> Self {
        self.styled(Style::TabDelimited)
    }

    /// `name[key]=a`.
    pub const fn deep_object(self) -> Self {
        self.styled(Style::DeepObject)
    }

    /// A header for each member of the value: the name is what theirs begin with.
    pub const fn prefixed(self) -> Self {
        self.styled(Style::Prefixed)
    }

    /// The JSON text of the value.
    pub const fn json(self) -> Self {
        self.styled(Style::Json)
    }
}
