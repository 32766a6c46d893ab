//! What `encoding` says of the fields of a form and of the parts of a body.

use super::super::codes;
use super::super::cx::Cx;
use super::super::load::Dialect;
use super::super::node::Node;
use crate::ir::{Encoding, Param, Style};

impl<'a> Cx<'a, '_> {
    /// What `encoding` says of fields.
    pub(in crate::openapi) fn encodings(&mut self, node: Node<'a>) -> Vec<Encoding> {
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
}
