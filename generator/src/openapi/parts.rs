//! Parts of a body that are bytes without a word saying so, as 3.1 has it (OpenAPI 3.1.2, 4.8.15.1.1).

use std::collections::{HashSet, VecDeque};

use serde_json::Value;

use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::media_type::{is_json, is_xml};
use crate::ir::{Encoding, Given, Literal, Location, Name, Param, Scalar, Shape, Type};

/// The media type of a part whose schema has no type, or is of encoded bytes.
const BYTES: &str = "application/octet-stream";

/// Any media type at all.
const ANY: &str = "*/*";

/// The header that says how the bytes of a part are encoded (RFC 2045, 6).
const TRANSFER_ENCODING: &str = "Content-Transfer-Encoding";

impl<'a> Cx<'a, '_> {
    /// Says of the parts of `schema` what 3.1 takes for said: what has no type is bytes, and text that is encoded bytes
    /// has a header that tells how.
    pub(super) fn binary_parts(&mut self, schema: Node<'a>, encoding: &mut Vec<Encoding>) {
        if self.dialect_of(schema) < Dialect::V31 {
            return;
        }
        let properties = self.all_properties(schema);
        let parts: Vec<(&str, Node<'a>)> =
            properties.into_iter().filter_map(|(field, part)| Some((field, self.part(part)?))).collect();
        // What another place says of the same part counts.
        let typed: HashSet<&str> =
            parts.iter().filter(|(_, value)| !is_untyped(*value)).map(|(field, _)| *field).collect();
        for (field, value) in parts {
            let untyped = !typed.contains(field);
            let base64 = is_of(value, "string")
                && value.str("contentEncoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
            if !untyped && !base64 {
                continue;
            }
            let at = encoding.iter().position(|one| one.field == field).unwrap_or_else(|| {
                encoding.push(Encoding::of(field));
                encoding.len() - 1
            });
            let Some(one) = encoding.get_mut(at) else { continue };
            if one.style.is_some() || one.explode.is_some() {
                continue;
            }
            // Bytes of any kind are bytes.
            if untyped {
                one.content_type.retain(|media| media != ANY);
            }
            if one.content_type.is_empty() {
                let media = value.str("contentMediaType").filter(|media| untyped && *media != ANY);
                one.content_type.push(media.unwrap_or(BYTES).to_owned());
            }
            if base64 && !one.headers.iter().any(|header| header.name.text.eq_ignore_ascii_case(TRANSFER_ENCODING)) {
                let ty = self.builder.add(Type::new(Shape::Scalar(Scalar::String), value.place));
                one.headers.push(Param {
                    given: Given::Fixed,
                    default: Some(Literal::String("base64".to_owned())),
                    ..Param::new(Name::new(TRANSFER_ENCODING), Location::Header, ty, value.place)
                });
            }
        }
    }

    /// Whether a body of any media type is bytes by what its schema says, or does not say.
    pub(super) fn is_binary(&mut self, schema: Node<'a>) -> bool {
        self.dialect_of(schema) >= Dialect::V31 && self.settled_quietly(schema).is_some_and(is_untyped)
    }

    /// What one part holds: of a list, each item is a part.
    fn part(&mut self, property: Node<'a>) -> Option<Node<'a>> {
        let property = self.settled_quietly(property)?;
        match is_of(property, "array") {
            true => self.member(property, "items").and_then(|items| self.settled_quietly(items)),
            false => Some(property),
        }
    }

    /// The properties that a body may have by its schema, and by those that it is composed of.
    fn all_properties(&mut self, schema: Node<'a>) -> Vec<(&'a str, Node<'a>)> {
        let (mut open, mut seen, mut found) = (VecDeque::from([schema]), HashSet::new(), Vec::new());
        while let Some(schema) = open.pop_front() {
            let Some(schema) = self.settled_quietly(schema) else { continue };
            if !seen.insert(schema.place) {
                continue;
            }
            found.extend(self.members(schema, "properties"));
            for key in ["allOf", "oneOf", "anyOf"] {
                if schema.value.get(key).is_some_and(Value::is_array) {
                    open.extend(self.items(schema, key));
                }
            }
        }
        found
    }

    /// Where references lead, without a word where they lead nowhere: that is said where the schema is read.
    fn settled_quietly(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let mut here = node;
        for _ in 0..64 {
            match here.str("$ref").map(str::to_owned) {
                Some(reference) => here = self.find(here, &reference).ok()?,
                None => return Some(here),
            }
        }
        None
    }
}

/// Whether values of a schema are of this type, `null` aside.
fn is_of(node: Node<'_>, ty: &str) -> bool {
    match node.value.get("type") {
        Some(Value::String(only)) => only == ty,
        Some(Value::Array(types)) => {
            let mut types = types.iter().filter_map(Value::as_str).filter(|one| *one != "null");
            types.next() == Some(ty) && types.next().is_none()
        }
        _ => false,
    }
}

/// Whether a schema says nothing of its values but in prose, or of what kind of bytes they are.
fn is_untyped(node: Node<'_>) -> bool {
    let prose = |key: &String| {
        let prose = ["title", "description", "deprecated", "readOnly", "writeOnly", "example", "examples", "$comment"];
        prose.contains(&key.as_str()) || key.starts_with("x-")
    };
    // Of what is said to be JSON, the schema is another one.
    let has_parts = node.str("contentMediaType").is_some_and(|media| is_json(media) || is_xml(media));
    let says_nothing = |key: &String| prose(key) || (key == "contentMediaType" && !has_parts);
    node.object().is_some_and(|members| members.keys().all(says_nothing))
}
