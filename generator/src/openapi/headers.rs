//! Headers of answers and of parts of bodies.

use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::media_type::is_token;
use crate::ir::{Given, Location, Name, Param, Scalar, Shape, Style, Type};

/// AutoRest's word for a header that stands for all whose names begin in one way, as the metadata of Azure Storage.
const COLLECTION: &str = "x-ms-header-collection-prefix";

impl<'a> Cx<'a, '_> {
    /// A header of an answer.
    pub(super) fn answer_header(&mut self, name: &str, node: Node<'a>) -> Option<Param> {
        let param = self.header(name, node)?;
        Some(match self.follow(node) {
            Some(node) => self.collected(node, param),
            None => param,
        })
    }

    /// A header that stands for all whose names begin with a prefix is a map: by what stands behind that, the text.
    pub(super) fn collected(&mut self, node: Node<'a>, param: Param) -> Param {
        let Some(prefix) = self.text(node, COLLECTION) else { return param };
        let place = self.sources.member(node.place, COLLECTION);
        if !is_token(prefix) {
            if self.told.insert(place) {
                self.diags
                    .warning(codes::PARAM, place, format!("the name of no header begins with `{prefix}`"))
                    .note(format!("`{}` is one header", param.name.text));
            }
            return param;
        }
        let text = self.builder.add(Type::new(Shape::Scalar(Scalar::String), place));
        let preferred = self.preferred(node).or_else(|| Some(param.name.text.clone()));
        Param {
            name: Name::new(prefix).preferring(preferred),
            style: Style::Prefixed,
            explode: false,
            inner: None,
            given: Given::ByCall,
            ty: self.builder.add(Type::new(Shape::Map(text), place)),
            default: None,
            example: None,
            ..param
        }
    }

    /// A header of an answer or of a part of a body.
    pub(super) fn header(&mut self, name: &str, node: Node<'a>) -> Option<Param> {
        let node = self.follow(node)?;
        if !node.value.is_object() {
            self.wrong(node, "a header");
            return None;
        }
        let old = self.dialect_of(node) == Dialect::V20;
        let (ty, schema, (style, explode)) = self.value_of(node, Location::Header, old);
        let ty = self.http_date(name, schema, ty);
        let doc = self.doc_of(node, name, schema);
        let deprecated = node.value.get("deprecated") == Some(&Value::Bool(true));
        let name = Name::new(name).preferring(self.preferred(node));
        Some(Param {
            style,
            explode,
            required: self.flag(node, "required").unwrap_or(false),
            deprecated: deprecated.then(|| self.deprecated(node)),
            doc,
            ..Param::new(name, Location::Header, ty, node.place)
        })
    }
}
