//! Bodies in 2.0: a parameter or the fields of a form, in the media types that the operation or the description names.

use super::super::codes;
use super::super::cx::Cx;
use super::super::node::Node;
use crate::ir::media_type::{is_form, is_multipart};
use crate::ir::{
    Access, Doc, Encoding, Field, Location, Media, Name, Occurs, Payload, Record, Request, Rest, Shape, Type, Wire,
};

impl<'a> Cx<'a, '_> {
    /// The media types of 2.0: an operation's own, or else those of the description.
    fn media_types(&mut self, operation: Node<'a>, key: &str) -> Vec<&'a str> {
        let home = if operation.value.get(key).is_some() { operation } else { self.root };
        let mut all = Vec::new();
        for (at, text) in self.texts(home, key).into_iter().enumerate() {
            let list = self.sources.member(home.place, key);
            let place = self.sources.member(list, at.to_string());
            all.extend(self.as_media(text, place));
        }
        all
    }

    /// Leaves the media types that a `body` parameter of 2.0 can be sent as. Its forms have `formData` for their fields; where
    /// there is nothing but forms, an object is one, whose members are the fields.
    fn without_forms(&mut self, consumes: &mut Vec<&'a str>, schema: Option<Node<'a>>, node: Node<'a>) {
        let is_fields = |media: &str| is_form(media) || is_multipart(media);
        if consumes.is_empty() || !consumes.iter().all(|media| is_fields(media)) {
            consumes.retain(|media| !is_fields(media));
        } else {
            let shape = schema.map(|schema| self.ty(schema)).map(|ty| self.shape_behind(ty));
            if matches!(shape, Some(Shape::Record(_) | Shape::Map(_))) {
                // One of them is enough, and a form needs less.
                let one = consumes.iter().copied().find(|media| is_form(media)).or(consumes.first().copied());
                *consumes = one.into_iter().collect();
                return;
            }
            if self.told.insert(node.place) {
                let media = consumes.first().copied().unwrap_or_default();
                self.diags
                    .warning(codes::BODY, node.place, format!("what is sent as `{media}` has to be an object"))
                    .note("the body is sent as JSON")
                    .help("give the fields of a form as parameters with `in: formData`");
            }
            consumes.clear();
        }
        if consumes.is_empty() {
            consumes.push("application/json");
        }
    }

    /// The body of a request in 2.0: a `body` parameter, or the `formData` parameters as the fields of a record.
    pub(in crate::openapi) fn old_body(&mut self, operation: Node<'a>, parameters: &[Node<'a>]) -> Option<Request> {
        let mut consumes = self.media_types(operation, "consumes");
        let body = parameters.iter().copied().find(|node| node.str("in") == Some("body"));
        if let Some(node) = body {
            self.only(node, "a body parameter", &["name", "in", "description", "required", "schema"]);
            if let Some(field) = parameters.iter().find(|other| other.str("in") != Some("body"))
                && self.told.insert(field.place)
            {
                self.diags
                    .error(codes::BODY, field.place, "there is a body already, so there can be no form")
                    .also(node.place, "the body")
                    .note("this field is left out");
            }
            self.one_body(parameters, node);
            let schema = self.member(node, "schema");
            if schema.is_none() {
                self.missing(node, "a body parameter", "schema");
            }
            self.without_forms(&mut consumes, schema, node);
            let payload = |cx: &mut Self, media: &str| cx.payload(media, schema, None, Vec::new(), node);
            let media = consumes
                .into_iter()
                .map(|media| (Media { media_type: media.to_owned(), payload: payload(self, media) }, schema))
                .collect();
            let media = self.spoken_of(media);
            return Some(Request {
                name: self.text(node, "name").map(|name| Name::new(name).preferring(self.preferred(node))),
                required: self.flag(node, "required").unwrap_or(false),
                media,
                doc: self.prose(node),
                place: node.place,
            });
        }
        let first = parameters.first()?;
        let mut record = Record { rest: Rest::Ignored, ..Record::default() };
        let mut encoding = Vec::new();
        let mut file = false;
        for &node in parameters {
            let Some(name) = self.text(node, "name") else {
                self.missing(node, "a parameter", "name");
                continue;
            };
            file |= node.str("type") == Some("file");
            let (style, explode) = self.collection(node, Location::Query);
            self.no_nested_list(node);
            if node.str("type") == Some("array") {
                encoding.push(Encoding { style: Some(style), explode: Some(explode), ..Encoding::of(name) });
            }
            let required = self.flag(node, "required").unwrap_or(false);
            let ty = self.ty(node);
            let ty = self.typed(node, ty);
            record.fields.push(Field {
                name: Name::new(name).preferring(self.preferred(node)),
                ty,
                occurs: if required { Occurs::One } else { Occurs::Optional },
                nullable: false,
                access: Access::Both,
                wire: Wire { json: Some(name.to_owned()), xml: None },
                default: self.default(node),
                fixed: None,
                flat: false,
                deprecated: None,
                doc: self.prose(node),
                place: node.place,
            });
        }
        let required = record.fields.iter().any(|field| field.occurs == Occurs::One);
        let ty = self.builder.add(Type::new(Shape::Record(record), self.sources.member(operation.place, "parameters")));
        consumes.retain(|media| is_multipart(media) || (!file && is_form(media)));
        if consumes.is_empty() {
            consumes.push(if file { "multipart/form-data" } else { "application/x-www-form-urlencoded" });
        }
        let media = consumes
            .into_iter()
            .map(|media| {
                let encoding = encoding.clone();
                let payload =
                    if is_form(media) { Payload::Form { ty, encoding } } else { Payload::Multipart { ty, encoding } };
                Media { media_type: media.to_owned(), payload }
            })
            .collect();
        Some(Request { name: None, required, media, doc: Doc::default(), place: first.place })
    }

    /// Says of further `body` parameters that a request has one (2.0, Parameter Object).
    fn one_body(&mut self, parameters: &[Node<'a>], first: Node<'a>) {
        let others = parameters.iter().filter(|node| node.str("in") == Some("body") && node.place != first.place);
        for other in others {
            if self.told.insert(other.place) {
                self.diags
                    .error(codes::BODY, other.place, "a request has only one body, and there is another already")
                    .also(first.place, "the body")
                    .note("this one is left out");
            }
        }
    }

    /// The bodies of an answer in 2.0.
    pub(in crate::openapi) fn old_content(&mut self, operation: Node<'a>, response: Node<'a>) -> Vec<Media> {
        let Some(schema) = self.member(response, "schema") else { return Vec::new() };
        let mut produces = self.media_types(operation, "produces");
        let file = schema.str("type") == Some("file");
        if produces.is_empty() {
            produces.push(if file { "application/octet-stream" } else { "application/json" });
        }
        let payload = |cx: &mut Self, media: &str| match file {
            true => Payload::Bytes,
            false => cx.payload(media, Some(schema), None, Vec::new(), response),
        };
        let all = produces
            .into_iter()
            .map(|media| (Media { media_type: media.to_owned(), payload: payload(self, media) }, Some(schema)))
            .collect();
        self.spoken_of(all)
    }
}
