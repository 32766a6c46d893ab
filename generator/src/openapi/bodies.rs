//! Bodies: media types, and what stands in a body of each.

mod encodings;
mod events;
mod v20;

use super::codes;
use super::cx::Cx;
use super::node::Node;
use crate::ir::media_type::{essence, is_form, is_json, is_lines, is_multipart, is_xml};
use crate::ir::{Encoding, Id, Media, Name, Payload, Request, Scalar, Shape, Type};
use crate::source::Place;

impl<'a> Cx<'a, '_> {
    /// The body of a request, in 3.0 and later; its place, where nothing can be read of it.
    pub(super) fn request_body(&mut self, operation: Node<'a>) -> Result<Option<Request>, Place> {
        let Some(reference) = self.member(operation, "requestBody") else { return Ok(None) };
        let node = self.follow(reference).ok_or(reference.place)?;
        if !node.value.is_object() {
            self.wrong(node, "a request body");
            return Err(node.place);
        }
        self.only(node, "a request body", &["description", "content", "required", "summary"]);
        let media = self.content(node);
        if media.is_empty() {
            if self.told.insert(node.place) {
                self.diags
                    .warning(codes::BODY, node.place, "this body does not say what it is: `content` has no entries")
                    .note("no body is sent");
            }
            return Ok(None);
        }
        let names = ["x-ms-requestBody-name", "x-codegen-request-body-name", "x-body-name"];
        let name = [operation, node].into_iter().find_map(|node| names.iter().find_map(|key| node.str(key)));
        Ok(Some(Request {
            name: name.map(Name::new),
            required: self.flag(node, "required").unwrap_or(false),
            media,
            doc: self.prose(node),
            place: node.place,
        }))
    }

    /// Says that a call has no body, for nothing can be read of what it is.
    pub(super) fn without_body(&mut self, operation: Node<'a>, body: Place) -> Option<Request> {
        self.diags
            .warning(codes::BODY, operation.place, "the operation is written without its body")
            .also(body, "which cannot be read");
        None
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
}
