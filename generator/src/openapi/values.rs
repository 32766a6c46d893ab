//! What a parameter or a header says of its value: the type, how it becomes text, its prose and an example.

use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::node::Node;
use super::spelling::{Spelling, default_spelling};
use crate::ir::media_type::{is_form, is_json};
use crate::ir::{Doc, Id, Literal, Location, Name, Scalar, Shape, Style, Type};

impl<'a> Cx<'a, '_> {
    /// The type of a header that HTTP itself has for a date: it is one as HTTP writes dates (RFC 9110, 5.6.7), whatever
    /// `format` the description has for it.
    pub(super) fn http_date(&mut self, name: &str, schema: Option<Node<'a>>, ty: Id<Type>) -> Id<Type> {
        const DATES: &[&str] =
            &["date", "expires", "if-modified-since", "if-unmodified-since", "last-modified", "retry-after", "sunset"];
        let Some(schema) = schema.filter(|_| DATES.contains(&name.to_ascii_lowercase().as_str())) else { return ty };
        let settled = self.settled(schema);
        if settled.str("format") != Some("date-time") {
            return ty;
        }
        let place = self.sources.member(settled.place, "format");
        if self.told.insert(place) {
            self.diags
                .warning(codes::PARAM, place, format!("`{name}` is a date of HTTP, not one of RFC 3339"))
                .note("it is written as HTTP writes it (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`")
                .help("say `format: date-time-rfc1123`, or nothing");
        }
        self.builder.add(Type::new(Shape::Scalar(Scalar::DateTimeRfc1123), settled.place))
    }

    /// The type of a parameter's or header's value, the schema that says so, and how it becomes text.
    pub(super) fn value_of(
        &mut self,
        node: Node<'a>,
        location: Location,
        old: bool,
    ) -> (Id<Type>, Option<Node<'a>>, Spelling) {
        if old {
            let spelling = self.collection(node, location);
            let ty = self.ty_or_null(node);
            return (self.typed(node, ty), Some(node), spelling);
        }
        if let Some(schema) = self.member(node, "schema") {
            if let Some(content) = self.member(node, "content")
                && self.told.insert(content.place)
            {
                self.diags
                    .warning(
                        codes::PARAM,
                        content.place,
                        "a value has either a `schema` or `content`, and here are both",
                    )
                    .also(schema.place, "the `schema`")
                    .note("`schema` counts, and `content` is passed over");
            }
            let spelling = self.spelling(node, location);
            let spelling = self.defined(node, schema, spelling);
            return (self.ty(schema), Some(schema), spelling);
        }
        if let Some((media, content)) = self.content_of(node) {
            let schema = self.member(content, "schema");
            let ty = match schema {
                Some(schema) => self.ty(schema),
                None => self.anything(node.place),
            };
            if is_json(media) {
                return (ty, schema, (Style::Json, false));
            }
            if location == Location::QueryString && is_form(media) {
                return (ty, schema, (Style::Form, true));
            }
            let text = matches!(self.shape_behind(ty), Shape::Scalar(_) | Shape::Enum(_) | Shape::Any);
            if !text && self.told.insert(content.place) {
                self.diags
                    .error(
                        codes::PARAM,
                        content.place,
                        format!("a value of type `{media}` cannot be put into a parameter"),
                    )
                    .note("it is sent as JSON");
                return (ty, schema, (Style::Json, false));
            }
            // The text is the whole query.
            let whole = (Style::Simple, false);
            return (ty, schema, if location == Location::QueryString { whole } else { default_spelling(location) });
        }
        if self.told.insert(node.place) {
            self.diags
                .warning(
                    codes::PARAM,
                    node.place,
                    "this does not say what its value is: it has neither `schema` nor `content`",
                )
                .note("it is taken as text");
        }
        let id = self.builder.add(Type::new(Shape::Scalar(Scalar::String), node.place));
        (id, None, default_spelling(location))
    }

    /// The type `ty` of a parameter or header of 2.0, which has to say its `type` (2.0, Parameter Object): text where no
    /// other word says what its values are.
    pub(super) fn typed(&mut self, node: Node<'a>, ty: Id<Type>) -> Id<Type> {
        if node.value.get("type").is_some_and(|it| !it.is_null()) {
            return ty;
        }
        let is_open = matches!(self.shape_behind(ty), Shape::Any);
        if self.told.insert(node.place) {
            self.diags.warning(codes::PARAM, node.place, "this does not say what its value is: it has no `type`").note(
                match is_open {
                    true => "it is taken as text",
                    false => "it is taken for what its other words say",
                },
            );
        }
        match is_open {
            true => self.builder.add(Type::new(Shape::Scalar(Scalar::String), node.place)),
            false => ty,
        }
    }

    /// The one entry of `content` (OpenAPI 3.0.4, 4.7.12.2.2).
    pub(super) fn content_of(&mut self, node: Node<'a>) -> Option<(&'a str, Node<'a>)> {
        let all = self.members(node, "content");
        let &(media, content) = all.first()?;
        if let Some((_, other)) = all.get(1)
            && self.told.insert(other.place)
        {
            self.diags
                .warning(codes::PARAM, other.place, "a value has one media type in its `content`, and here are several")
                .also(content.place, "the first one")
                .note(format!("`{media}` counts, and the others are passed over"));
        }
        Some((media, self.follow(content)?))
    }

    /// Says of a parameter of the query with `allowEmptyValue` that no value of its type is an empty text.
    pub(super) fn without_empty_value(&mut self, node: Node<'a>, name: &str, location: Location, ty: Id<Type>) {
        if location != Location::Query || self.flag(node, "allowEmptyValue") != Some(true) || self.can_be_empty(ty) {
            return;
        }
        let place = self.sources.member(node.place, "allowEmptyValue");
        if self.told.insert(place) {
            self.diags
                .warning(codes::PARAM, place, format!("no value of this type is empty, so `{name}=` cannot be given"))
                .note("the parameter takes values of its type")
                .help(format!("send it by the options of a call: `CallOptions::new().query({name:?}, \"\")`"));
        }
    }

    /// Whether a value of a type may be sent as an empty text.
    fn can_be_empty(&mut self, ty: Id<Type>) -> bool {
        use Scalar::{Base64, Base64Url, Bytes, Hex, Null, String, Uri};
        let shape = match self.shape_behind(ty) {
            Shape::List(item) => self.shape_behind(item),
            shape => shape,
        };
        match shape {
            Shape::Scalar(scalar) => matches!(scalar, Base64 | Base64Url | Bytes | Hex | Null | String | Uri),
            Shape::Enum(it) => {
                it.open || it.values.iter().any(|it| matches!(&it.value, Literal::String(text) if text.is_empty()))
            }
            // What has parts is not sent as one text, and any value may be an empty one.
            _ => true,
        }
    }

    /// What is said of a parameter or a header, or else of its schema.
    pub(super) fn doc_of(&mut self, node: Node<'a>, name: &str, schema: Option<Node<'a>>) -> Doc {
        let own = self.prose(node);
        match schema.filter(|_| own.is_empty()) {
            Some(schema) => {
                let schema = self.schema(schema);
                self.doc(&schema, Some(&Name::new(name)))
            }
            None => own,
        }
    }

    /// The first example of a parameter, or of its schema.
    pub(super) fn example(&self, node: Node<'a>, schema: Option<Node<'a>>) -> Option<Literal> {
        let of = |node: Node<'a>| -> Option<&'a Value> {
            let several = || match node.value.get("examples")? {
                Value::Array(all) => all.first(),
                all => all.as_object()?.values().next()?.get("value"),
            };
            node.value.get("example").or_else(|| node.value.get("x-example")).or_else(several)
        };
        of(node).or_else(|| of(schema?)).map(super::literal::literal)
    }
}
