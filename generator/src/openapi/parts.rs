//! Parts of a body that are bytes without a word saying so, as 3.1 has it (OpenAPI 3.1.2, 4.8.15.1.1).

use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::{Encoding, Given, Literal, Location, Name, Param, Scalar, Shape, Style, Type};

/// The media type of a part whose schema has no type, or is of encoded bytes.
const BYTES: &str = "application/octet-stream";

/// The header that says how the bytes of a part are encoded (RFC 2045, 6).
const TRANSFER_ENCODING: &str = "Content-Transfer-Encoding";

impl<'a> Cx<'a, '_> {
    /// Says of the parts of `schema` what 3.1 takes for said: what has no type is bytes, and text that is encoded bytes
    /// has a header that tells how.
    pub(super) fn binary_parts(&mut self, schema: Node<'a>, encoding: &mut Vec<Encoding>) {
        if self.dialect_of(schema) < Dialect::V31 {
            return;
        }
        let Some(schema) = self.settled_quietly(schema) else { return };
        for (field, part) in self.members(schema, "properties") {
            let Some(part) = self.settled_quietly(part) else { continue };
            let list = part.str("type") == Some("array");
            let value = match list.then(|| self.member(part, "items")) {
                Some(None) => continue,
                Some(Some(items)) => match self.settled_quietly(items) {
                    Some(items) => items,
                    None => continue,
                },
                None => part,
            };
            let untyped = is_untyped(value);
            let base64 = value.str("type") == Some("string")
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
            if one.content_type.is_empty() {
                one.content_type.push(BYTES.to_owned());
            }
            if base64 && !one.headers.iter().any(|header| header.name.text.eq_ignore_ascii_case(TRANSFER_ENCODING)) {
                let ty = self.builder.add(Type::new(Shape::Scalar(Scalar::String), value.place));
                one.headers.push(Param {
                    name: Name::new(TRANSFER_ENCODING),
                    location: Location::Header,
                    style: Style::Simple,
                    explode: false,
                    allow_reserved: false,
                    allow_empty: false,
                    required: true,
                    given: Given::Fixed,
                    ty,
                    default: Some(Literal::String("base64".to_owned())),
                    deprecated: None,
                    doc: crate::ir::Doc::default(),
                    place: value.place,
                });
            }
        }
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

/// Whether a schema says nothing of its values but in prose, or of what kind of bytes they are.
fn is_untyped(node: Node<'_>) -> bool {
    let prose = |key: &String| {
        let prose = ["title", "description", "deprecated", "readOnly", "writeOnly", "example", "examples", "$comment"];
        prose.contains(&key.as_str()) || key.starts_with("x-")
    };
    node.object().is_some_and(|members| members.keys().all(prose))
}
