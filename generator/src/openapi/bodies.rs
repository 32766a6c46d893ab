//! Bodies: media types, and what stands in a body of each.

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::media_type::{essence, is_form, is_json, is_lines, is_multipart, is_xml};
use crate::ir::{
    Encoding, Field, Id, Location, Media, Name, Occurs, Param, Payload, Record, Request, Rest, Scalar, Shape, Style,
    Type, Wire,
};
use crate::source::Place;

impl<'a> Cx<'a, '_> {
    /// The body of a request, in 3.0 and later.
    pub(super) fn request_body(&mut self, operation: Node<'a>) -> Option<Request> {
        let reference = self.member(operation, "requestBody")?;
        let node = self.follow(reference)?;
        if !node.value.is_object() {
            self.wrong(node, "a request body");
            return None;
        }
        self.only(node, "a request body", &["description", "content", "required", "summary"]);
        let media = self.content(node);
        if media.is_empty() {
            if self.told.insert(node.place) {
                self.diags
                    .warning(codes::BODY, node.place, "this body does not say what it is: `content` has no entries")
                    .note("no body is sent");
            }
            return None;
        }
        let names = ["x-ms-requestBody-name", "x-codegen-request-body-name", "x-body-name"];
        let name = [operation, node].into_iter().find_map(|node| names.iter().find_map(|key| node.str(key)));
        Some(Request {
            name: name.map(Name::new),
            required: self.flag(node, "required").unwrap_or(false),
            media,
            doc: self.prose(node),
            place: node.place,
        })
    }

    /// The entries of `content`.
    pub(super) fn content(&mut self, node: Node<'a>) -> Vec<Media> {
        let mut all = Vec::new();
        for (media, node) in self.members(node, "content") {
            let Some(node) = self.follow(node) else { continue };
            if !node.value.is_object() {
                self.wrong(node, "a media type object");
                continue;
            }
            self.only(
                node,
                "a media type",
                &[
                    "schema",
                    "example",
                    "examples",
                    "encoding",
                    "itemSchema",
                    "itemEncoding",
                    "prefixEncoding",
                    "description",
                ],
            );
            let schema = self.member(node, "schema");
            let items = self.member(node, "itemSchema");
            let mut encoding = self.encodings(node);
            if is_multipart(media)
                && let Some(schema) = schema
            {
                self.binary_parts(schema, &mut encoding);
            }
            for media in self.as_media(media, node.place) {
                let payload = self.payload(media, schema, items, encoding.clone(), node);
                all.push((Media { media_type: media.to_owned(), payload }, schema));
            }
        }
        self.spoken_of(all)
    }

    /// The media types that a text stands for: one, unless somebody has written several in a row, or only half of it.
    fn as_media<'t>(&mut self, text: &'t str, place: Place) -> Vec<&'t str> {
        let is_one = |media: &str| {
            let essence = essence(media);
            let parts: Vec<&str> = essence.split('/').collect();
            parts.len() == 2
                && parts.iter().all(|part| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == ','))
        };
        if is_one(text) {
            return vec![text];
        }
        let full = |media: &'t str| match media.to_ascii_lowercase().as_str() {
            "json" => "application/json",
            "xml" => "application/xml",
            _ => media,
        };
        let taken: Vec<&str> = text.split(',').map(str::trim).filter(|media| !media.is_empty()).map(full).collect();
        let is_taken = taken != [text] && !taken.is_empty() && taken.iter().all(|media| is_one(media));
        if self.told.insert(place) {
            let said = self.diags.warning(codes::MEDIA_TYPE, place, format!("`{text}` is no media type"));
            match is_taken {
                true => said.note(format!("it is taken for `{}`", taken.join("` and `"))),
                false => said.help("media types look like `application/json`"),
            };
        }
        if is_taken { taken } else { vec![text] }
    }

    /// What stands in a body of a media type.
    pub(super) fn payload(
        &mut self,
        media: &str,
        schema: Option<Node<'a>>,
        items: Option<Node<'a>>,
        encoding: Vec<Encoding>,
        at: Node<'a>,
    ) -> Payload {
        if is_lines(media) {
            let ty = self.body_type(items.or(schema), at);
            // A line is never bytes, and hardly ever text in quotes: what says that is said of all lines together.
            return match self.shape_behind(ty) {
                Shape::Scalar(Scalar::Bytes) if items.is_none() => Payload::Bytes,
                Shape::Scalar(Scalar::String) if items.is_none() => Payload::Text(Some(ty)),
                _ => Payload::JsonLines(ty),
            };
        }
        let essence = essence(media);
        if essence == "text/event-stream" {
            return self.events(schema, items);
        }
        if is_json(media) {
            return Payload::Json(self.body_type(schema, at));
        }
        if is_xml(media) {
            return match schema {
                Some(schema) => self.xml_payload(schema),
                None => Payload::Text(None),
            };
        }
        if is_form(media) {
            return Payload::Form { ty: self.body_type(schema, at), encoding };
        }
        if is_multipart(media) {
            return Payload::Multipart { ty: self.body_type(schema, at), encoding };
        }
        let any = matches!(essence.as_str(), "*/*" | "application/*");
        // So does 3.1 speak of bytes.
        if any && schema.is_some_and(|schema| self.is_binary(schema)) {
            return Payload::Bytes;
        }
        let ty = schema.map(|schema| self.ty_or_null(schema));
        let shape = ty.map(|ty| self.shape_behind(ty));
        let bytes = matches!(shape, Some(Shape::Scalar(Scalar::Bytes)));
        let simple = matches!(shape, Some(Shape::Scalar(_) | Shape::Enum(_)));
        let textual = essence.starts_with("text/")
            || matches!(essence.as_str(), "application/yaml" | "application/x-yaml" | "application/graphql");
        match ty {
            _ if bytes => Payload::Bytes,
            Some(ty) if textual && simple => Payload::Text(Some(ty)),
            _ if textual => Payload::Text(None),
            // A wildcard with a structured schema says "whatever you like", and that is JSON.
            Some(ty) if any && !simple => Payload::Json(ty),
            _ => {
                if let Some(schema) = schema {
                    self.encoded_whole(schema);
                }
                Payload::Bytes
            }
        }
    }

    /// Server-sent events: `itemSchema` is of events (OpenAPI 3.2, 4.14.4), `schema` of their data.
    fn events(&mut self, schema: Option<Node<'a>>, items: Option<Node<'a>>) -> Payload {
        let Some(items) = items else {
            return Payload::Events { ty: schema.map(|schema| self.ty_or_null(schema)), whole: false };
        };
        let ty = self.ty_or_null(items);
        let whole = match self.shape_behind(ty) {
            Shape::Record(record) => {
                self.text_of_events(&record.fields);
                let of_events = |field: &Field| matches!(&*field.name.text, "data" | "event" | "id" | "retry");
                record.fields.is_empty() || record.fields.iter().any(of_events)
            }
            Shape::Scalar(_) | Shape::Enum(_) | Shape::List(_) | Shape::Tuple { .. } => false,
            _ => true,
        };
        if !whole && self.told.insert(items.place) {
            self.diags
                .warning(
                    codes::BODY,
                    items.place,
                    "events are objects of `data`, `event`, `id` and `retry`; this is none",
                )
                .note("it is taken for what their data is");
        }
        Payload::Events { ty: Some(ty), whole }
    }

    /// Says of the data of events that it is described as what no text is.
    fn text_of_events(&mut self, fields: &[Field]) {
        let Some(data) = fields.iter().find(|field| field.name.text == "data") else { return };
        let is_no_text = match self.shape_behind(data.ty) {
            Shape::Scalar(scalar) => matches!(scalar, Scalar::Bool | Scalar::Int(_) | Scalar::F32 | Scalar::F64),
            Shape::Record(_) | Shape::Map(_) | Shape::List(_) | Shape::Tuple { .. } => true,
            _ => false,
        };
        if is_no_text && self.told.insert(data.place) {
            self.diags
                .warning(codes::BODY, data.place, "`data` of an event is text; this is none")
                .note("an event whose text is no such value is an error")
                .help("describe it as text");
        }
    }

    /// The bodies, when those have been spoken of that their schemas describe as values with parts, in media types that
    /// nothing here takes apart. Where JSON stands beside them, that is taken apart.
    fn spoken_of(&mut self, described: Vec<(Media, Option<Node<'a>>)>) -> Vec<Media> {
        let has_json = described.iter().any(|(media, _)| matches!(media.payload, Payload::Json(_)));
        for (media, schema) in described.iter().filter(|_| !has_json) {
            let what = match media.payload {
                Payload::Text(None) => "text",
                Payload::Bytes => "bytes",
                _ => continue,
            };
            let Some(schema) = schema.filter(|schema| schema.str("type") != Some("file")) else { continue };
            let ty = self.ty_or_null(schema);
            let has_parts = matches!(
                self.shape_behind(ty),
                Shape::Record(_) | Shape::Map(_) | Shape::List(_) | Shape::Tuple { .. } | Shape::Choice(_)
            );
            if has_parts && self.told.insert(schema.place) {
                self.diags
                    .warning(
                        codes::BODY,
                        schema.place,
                        format!("a body of `{}` is not taken for what its schema says", media.media_type),
                    )
                    .note(format!("it is sent and given as the {what} that it is"));
            }
        }
        described.into_iter().map(|(media, _)| media).collect()
    }

    /// Speaks of a body that is the text of encoded bytes as a whole (3.1, 4.8.14.2): it is not decoded.
    fn encoded_whole(&mut self, schema: Node<'a>) {
        let settled = self.settled(schema);
        let (encoding, word) = match self.schema(settled).content_encoding {
            Some(encoding) => (encoding, "contentEncoding"),
            // How base64 is said before 3.1.
            None if settled.str("format") == Some("byte") => ("base64", "format"),
            None => return,
        };
        let place = self.sources.member(settled.place, word);
        if self.told.insert(place) {
            self.diags
                .warning(
                    codes::BODY,
                    place,
                    format!("a body that is {encoding} as a whole is not taken for what it encodes"),
                )
                .note("it is sent and given as the bytes of that text");
        }
    }

    fn body_type(&mut self, schema: Option<Node<'a>>, at: Node<'a>) -> Id<Type> {
        match schema {
            Some(schema) => self.ty_or_null(schema),
            None => self.anything(at.place),
        }
    }

    /// The shape of a type behind other names for it. A type that is still waiting for its turn is lowered first.
    pub(super) fn shape_behind(&mut self, ty: Id<Type>) -> Shape {
        let mut ty = ty;
        for _ in 0..16 {
            if self.builder.is_undefined(ty)
                && let Some(at) = self
                    .waiting
                    .iter()
                    .position(|node| self.builder.get(&crate::ir::build::Key::Place(node.place)) == Some(ty))
                && let Some(node) = self.waiting.remove(at)
            {
                self.define(node);
            }
            match &self.builder.api().types[ty].shape {
                Shape::Alias(inner) | Shape::Nullable(inner) => ty = *inner,
                shape => return shape.clone(),
            }
        }
        Shape::Any
    }

    /// What `encoding` says of fields.
    pub(super) fn encodings(&mut self, node: Node<'a>) -> Vec<Encoding> {
        // 3.2: of parts that have no names.
        let apart = "who calls puts the parts together, with their media types and headers";
        self.not_applied(node, &["prefixEncoding", "itemEncoding"], apart);
        let mut all = Vec::new();
        for (field, node) in self.members(node, "encoding") {
            // 3.2: of the parts that are within a part.
            let within: &[&str] = match self.dialect_of(node) {
                Dialect::V32 => &["encoding", "prefixEncoding", "itemEncoding"],
                _ => &[],
            };
            let known = ["contentType", "headers", "style", "explode", "allowReserved"];
            self.only(node, "an encoding", &[&known, within].concat());
            self.not_applied(node, within, "what is within the part is written as usual");
            let types = self.text(node, "contentType").unwrap_or_default();
            let types = types.split(',').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect();
            let mut headers: Vec<Param> = Vec::new();
            for (name, header) in self.members(node, "headers") {
                // The type of a part is said by `contentType` (OpenAPI 3.0.4, 4.7.15.1).
                if !name.eq_ignore_ascii_case("content-type") {
                    headers.extend(self.header(name, header));
                }
            }
            let style = match self.text(node, "style") {
                None => None,
                Some("form") => Some(Style::Form),
                Some("spaceDelimited") => Some(Style::SpaceDelimited),
                Some("pipeDelimited") => Some(Style::PipeDelimited),
                Some("deepObject") => Some(Style::DeepObject),
                Some(_) => {
                    let place = self.sources.member(node.place, "style");
                    if self.told.insert(place) {
                        self.diags
                            .error(
                                codes::ENCODING,
                                place,
                                "fields have the style form, spaceDelimited, pipeDelimited or deepObject",
                            )
                            .note("the usual style is taken");
                    }
                    None
                }
            };
            all.push(Encoding {
                field: field.to_owned(),
                content_type: types,
                headers,
                style,
                explode: self.flag(node, "explode"),
                allow_reserved: self.flag(node, "allowReserved").unwrap_or(false),
                xml_root: None,
            });
        }
        all
    }

    /// Says of these members that they change nothing.
    fn not_applied(&mut self, node: Node<'a>, keys: &[&str], note: &str) {
        for key in keys {
            if let Some(encoding) = self.member(node, key)
                && self.told.insert(encoding.place)
            {
                self.diags
                    .warning(codes::ENCODING, encoding.place, format!("`{key}` is not applied"))
                    .note(note.to_owned());
            }
        }
    }

    /// The media types of 2.0: an operation's own, or else those of the description.
    pub(super) fn media_types(&mut self, operation: Node<'a>, key: &str) -> Vec<&'a str> {
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
    pub(super) fn old_body(&mut self, operation: Node<'a>, parameters: &[Node<'a>]) -> Option<Request> {
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
            record.fields.push(Field {
                name: Name::new(name).preferring(self.preferred(node)),
                ty: self.ty(node),
                occurs: if required { Occurs::One } else { Occurs::Optional },
                nullable: false,
                access: crate::ir::Access::Both,
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
        Some(Request { name: None, required, media, doc: crate::ir::Doc::default(), place: first.place })
    }

    /// The bodies of an answer in 2.0.
    pub(super) fn old_content(&mut self, operation: Node<'a>, response: Node<'a>) -> Vec<Media> {
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
