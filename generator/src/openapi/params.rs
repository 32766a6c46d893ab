//! Parameters outside the body.

use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::media_type::{is_form, is_token};
use crate::ir::{Given, Literal, Location, Name, Param};
use crate::source::Place;

const MEMBERS_2: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "type",
    "format",
    "items",
    "collectionFormat",
    "allowEmptyValue",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "schema",
    "example",
    "title",
];
const MEMBERS_3: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "content",
    "example",
    "examples",
];

/// What an operation is called with.
pub(super) struct Parameters<'a> {
    /// What stands outside the body.
    pub(super) params: Vec<Param>,
    /// What makes the body (2.0).
    pub(super) body: Vec<Node<'a>>,
    /// One that is left out, though a call may have to have it.
    pub(super) lost: Option<Place>,
}

/// Where it is said what some headers would say.
const ELSEWHERE: &str = "it is ignored; media types stand with bodies, and who calls stands in `security`";

impl<'a> Cx<'a, '_> {
    /// The parameters of an operation outside the body: its own and its path's, of which the operation's come first where
    /// both speak of the same one. 2.0's parameters that make the body are handed back.
    pub(super) fn parameters(&mut self, item: Node<'a>, operation: Node<'a>) -> Parameters<'a> {
        let mut lost = None;
        let mut found: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        let own = self.items(operation, "parameters");
        let shared = self.items(item, "parameters");
        for (level, list) in [own, shared].into_iter().enumerate() {
            let first = if level == 0 { 0 } else { found.len() };
            let mut inherited = Vec::new();
            for reference in list {
                let Some(node) = self.follow(reference) else {
                    lost = Some(reference.place);
                    continue;
                };
                if !node.value.is_object() {
                    self.wrong(node, "a parameter");
                    lost = Some(node.place);
                    continue;
                }
                let same = |(_, known): &(Node<'a>, Node<'a>)| {
                    // The names of headers are the same in whatever case (RFC 9110, 5.1).
                    let header = node.str("in") == Some("header");
                    let names = known.str("name").zip(node.str("name"));
                    known.str("in") == node.str("in")
                        && names.is_some_and(|(a, b)| a == b || (header && a.eq_ignore_ascii_case(b)))
                };
                if found[..first].iter().any(same) {
                    continue;
                }
                if let Some((_, known)) = found[first..].iter().chain(&inherited).find(|pair| same(pair)) {
                    let known = known.place;
                    if self.told.insert(reference.place) {
                        self.diags
                            .warning(
                                codes::REPEATED_PARAM,
                                reference.place,
                                format!("the parameter `{}` is given twice", node.str("name").unwrap_or_default()),
                            )
                            .also(known, "first given here")
                            .note("the first one counts");
                    }
                    continue;
                }
                inherited.push((reference, node));
            }
            // A path's parameters stand before an operation's, as one reads them.
            if level == 0 { found.extend(inherited) } else { found.splice(0..0, inherited).for_each(drop) }
        }
        let mut params = Vec::new();
        let mut body = Vec::new();
        for (reference, node) in found {
            match node.str("in") {
                Some("body" | "formData") if self.dialect_of(node) == Dialect::V20 => body.push(node),
                _ => match self.parameter(reference, node) {
                    Ok(param) => params.extend(param),
                    Err(place) => lost = Some(place),
                },
            }
        }
        self.whole_query(&params);
        Parameters { params, body, lost }
    }

    /// Says that an operation is left out for the sake of a parameter that cannot be.
    pub(super) fn is_lost(&mut self, operation: Node<'a>, parameter: Place) {
        self.diags
            .warning(
                codes::PARAM,
                operation.place,
                "the operation is left out together with a parameter, which may have to be given",
            )
            .also(parameter, "this one");
    }

    /// A parameter; none where it is left out, and where it is if a call cannot do without it, or nothing says that it can.
    fn parameter(&mut self, reference: Node<'a>, node: Node<'a>) -> Result<Option<Param>, Place> {
        let is_optional = match node.value.get("required") {
            None | Some(Value::Null | Value::Bool(false)) => true,
            Some(Value::String(text)) => text == "false",
            Some(_) => false,
        };
        // A place in a path that has no parameter is taken for text.
        let left_out = || if is_optional || node.str("in") == Some("path") { Ok(None) } else { Err(node.place) };
        let old = self.dialect_of(node) == Dialect::V20;
        self.only(node, "a parameter", if old { MEMBERS_2 } else { MEMBERS_3 });
        let Some(name) = self.scalar_text(node, "name") else {
            self.missing(node, "a parameter", "name");
            return left_out();
        };
        let Some(location) = self.location(node, is_optional) else {
            return left_out();
        };
        if location == Location::Header && self.is_ignored(&name, node, old) || self.is_nameless(&name, location, node)
        {
            return Ok(None);
        }
        let (ty, schema, spelling) = self.value_of(node, location, old);
        let ty = if location == Location::Header { self.http_date(&name, schema, ty) } else { ty };
        self.without_empty_value(node, &name, location, ty);
        let (style, explode) = spelling;
        self.without_effect(node, location, old);
        let inner = if old { self.inner_collection(node, spelling) } else { None };
        let fields = match self.content_of(node).filter(|_| !node.has("schema")) {
            Some((media, content)) if location == Location::QueryString && is_form(media) => self.encodings(content),
            _ => Vec::new(),
        };
        let required = self.must_be_given(node, &name, location);
        let mut default = schema.and_then(|schema| self.default(schema));
        let given = self.given(reference, node, schema, required, &mut default);
        let doc = self.doc_of(node, &name, schema.filter(|_| !old));
        let deprecated = self.flag(node, "deprecated").or_else(|| self.flag(node, "x-deprecated")).unwrap_or(false);
        if given == Given::ByClient && name == "api-version" && default.is_none() && self.autorest {
            // AutoRest sends the version of the description where the description has no other.
            let version = self.builder.api().info.version.clone();
            default = (!version.is_empty()).then_some(Literal::String(version));
        }
        let param = Param {
            name: Name::new(name).preferring(self.preferred(node)),
            location,
            style,
            explode,
            inner,
            fields,
            // Of queries alone before 3.2.
            allow_reserved: (self.flag(node, "allowReserved").unwrap_or(false)
                && (location != Location::Path || self.dialect_of(node) >= Dialect::V32))
                || self.extension(node, "x-ms-skip-url-encoding"),
            required,
            given,
            ty,
            default,
            example: self.example(node, schema),
            deprecated: deprecated.then(|| self.deprecated(node)),
            doc,
            place: node.place,
        };
        let param = if location == Location::Header { self.collected(node, param) } else { param };
        if param.given == Given::ByClient {
            let shared = &mut self.builder.api().client_params;
            if !shared.iter().any(|known| known.name.text == param.name.text && known.location == param.location) {
                shared.push(param.clone());
            }
        }
        Ok(Some(param))
    }

    /// Says of members that mean something for other kinds of parameters that they mean nothing here.
    fn without_effect(&mut self, node: Node<'a>, location: Location, old: bool) {
        let what = match location {
            Location::Path => "a path parameter",
            Location::Query | Location::QueryString => return,
            Location::Header => "a header",
            Location::Cookie => "a cookie",
        };
        let is_known = location == Location::Path && self.dialect_of(node) >= Dialect::V32;
        let keys: &[&str] = if old || is_known { &["allowEmptyValue"] } else { &["allowEmptyValue", "allowReserved"] };
        for key in keys {
            let place = self.sources.member(node.place, *key);
            if self.flag(node, key) == Some(true) && self.told.insert(place) {
                let note = match *key {
                    "allowReserved" if location == Location::Path => {
                        "it is passed over; paths have it since OpenAPI 3.2"
                    }
                    _ => "it is passed over",
                };
                self.diags.warning(codes::PARAM, place, format!("`{key}` means nothing for {what}")).note(note);
            }
        }
    }

    /// Where a parameter sits; `None`, where that is said, too.
    fn location(&mut self, node: Node<'a>, is_optional: bool) -> Option<Location> {
        let location = match self.text(node, "in") {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("querystring") => Location::QueryString,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            Some(other) => {
                if self.told.insert(node.place) {
                    self.diags
                        .error(
                            codes::PARAM,
                            self.sources.member(node.place, "in"),
                            format!("there is no kind of parameter called `{other}`"),
                        )
                        .note(match is_optional {
                            true => "the parameter is left out; it need not be given",
                            false => "operations that have this parameter are left out, for it has to be given",
                        });
                }
                return None;
            }
            None => {
                self.missing(node, "a parameter", "in");
                return None;
            }
        };
        Some(location)
    }

    /// Whether a parameter must be given: one of the path has to be, whatever is said of it.
    fn must_be_given(&mut self, node: Node<'a>, name: &str, location: Location) -> bool {
        let said = self.flag(node, "required").unwrap_or(false);
        if location != Location::Path || said {
            return said;
        }
        let place = self.member(node, "required").map_or(node.place, |node| node.place);
        if self.told.insert(place) {
            self.diags
                .warning(codes::PATH_PARAM, place, format!("the path parameter `{name}` must be `required: true`"))
                .note("it is required all the same: a path has no place for nothing");
        }
        true
    }

    /// Who gives a parameter. One that must be given and can have but one value is given by nobody.
    fn given(
        &mut self,
        reference: Node<'a>,
        node: Node<'a>,
        schema: Option<Node<'a>>,
        required: bool,
        default: &mut Option<Literal>,
    ) -> Given {
        if self.extension(node, "x-ms-client-request-id") {
            return Given::OrUuid;
        }
        let only = schema.and_then(|schema| {
            self.fixed(schema).or_else(|| match self.values_of(schema).as_deref() {
                Some([one]) => Some(super::literal::literal(one)),
                _ => None,
            })
        });
        if let Some(only) = only.filter(|_| required) {
            *default = Some(only);
            return Given::Fixed;
        }
        // What the client gives goes with every call. What may be absent and has no default would then have to be given.
        let always = required || default.is_some();
        let is_version = node.str("name").is_some_and(|name| name.eq_ignore_ascii_case("api-version"));
        match node.str("x-ms-parameter-location") {
            Some("client") if always => Given::ByClient,
            Some(_) => Given::ByCall,
            // AutoRest takes 2.0's shared parameters for the client's, unless they say otherwise. One that may be absent
            // is left to each call: that others refer to it, too, is no wish to send it always. But a version is.
            None if (required || is_version && always)
                && self.autorest
                && self.dialect_of(node) == Dialect::V20
                && reference.place != node.place =>
            {
                match self.sources.keys(node.place).first().is_some_and(|key| key == "parameters") {
                    true => Given::ByClient,
                    false => Given::ByCall,
                }
            }
            None => Given::ByCall,
        }
    }

    /// Headers that OpenAPI 3 says in other places: the media types of bodies, and security (3.0.4, 4.7.12.1). How a body is
    /// framed is for who sends it (RFC 9112, 6).
    fn is_ignored(&mut self, name: &str, node: Node<'a>, old: bool) -> bool {
        let note = match name.to_ascii_lowercase().as_str() {
            "content-length" | "transfer-encoding" => "it is ignored; the client says how long a body is",
            "content-type" => ELSEWHERE,
            "accept" | "authorization" if !old => ELSEWHERE,
            _ => return false,
        };
        if self.told.insert(node.place) {
            self.diags
                .warning(codes::IGNORED_PARAM, node.place, format!("the header `{name}` is not for a parameter to say"))
                .note(note);
        }
        true
    }

    /// Whether a parameter cannot be sent at all, which is said: a header whose name is none (RFC 9110, 5.1), or a parameter
    /// without one.
    fn is_nameless(&mut self, name: &str, location: Location, node: Node<'a>) -> bool {
        let why = match location {
            Location::QueryString => return false,
            _ if name.is_empty() => "a parameter has to have a name".to_owned(),
            Location::Header if !is_token(name) => format!("no header can be called `{name}`"),
            _ => return false,
        };
        let place = self.sources.member(node.place, "name");
        if self.told.insert(place) {
            self.diags.warning(codes::PARAM, place, why).note("the parameter is left out: it cannot be sent");
        }
        true
    }

    /// Says of a parameter that is the whole query that there are others of the query beside it.
    fn whole_query(&mut self, params: &[Param]) {
        let mut whole = params.iter().filter(|param| param.location == Location::QueryString);
        let Some(first) = whole.next() else { return };
        let other = whole.next().or_else(|| params.iter().find(|param| param.location == Location::Query));
        if let Some(other) = other
            && self.told.insert(first.place)
        {
            self.diags
                .warning(
                    codes::PARAM,
                    first.place,
                    format!("`{}` is the whole query, and there is another parameter of it", first.name.text),
                )
                .also(other.place, "the other one")
                .note("what they say is sent one after another, with `&` between");
        }
    }
}
