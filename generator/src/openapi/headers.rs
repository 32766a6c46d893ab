//! Headers of answers and of parts of bodies.

use serde_json::Value;

use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::{Location, Name, Param};

impl<'a> Cx<'a, '_> {
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
