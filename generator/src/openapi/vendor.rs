//! Extensions that change the API or the wire, where more than one reader needs them; and small objects that stand in
//! many places.

use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::{Doc, Info};

/// Why something is deprecated, in the words of an extension; OpenAPI's own `deprecated` has none.
pub(super) fn deprecation(node: Node<'_>) -> Option<String> {
    let keys = ["x-ms-deprecation", "x-deprecation-message", "x-deprecated-reason", "x-deprecation-reason"];
    keys.iter().find_map(|key| {
        let value = node.value.get(*key)?;
        value.as_str().or_else(|| value.get("description")?.as_str()).map(|text| text.trim().to_owned())
    })
}

impl<'a> Cx<'a, '_> {
    /// What a property or parameter should be called in code (`x-ms-client-name`).
    pub(super) fn preferred(&mut self, node: Node<'a>) -> Option<String> {
        self.text(node, "x-ms-client-name").map(str::to_owned)
    }

    /// What a type should be called in code.
    pub(super) fn preferred_type(&mut self, node: Node<'a>) -> Option<String> {
        let named = self.named.contains_key(&node.place);
        let client = if named { self.preferred(node) } else { None };
        client.or_else(|| node.value.get("x-ms-enum")?.get("name")?.as_str().map(str::to_owned))
    }

    /// Says that a member that must be there is not.
    pub(super) fn missing(&mut self, node: Node<'a>, what: &str, key: &str) {
        if self.told.insert(node.place) {
            self.diags
                .error(codes::MISSING, node.place, format!("{what} must have a member `{key}`"))
                .note("it is left out");
        }
    }

    /// A page with more (`externalDocs`).
    pub(super) fn link(&mut self, node: Node<'a>) -> Option<(String, Option<String>)> {
        let url = self.text(node, "url")?.to_owned();
        Some((url, self.text(node, "description").map(str::to_owned)))
    }

    /// `summary`, `description` and `externalDocs` of an object.
    pub(super) fn prose(&mut self, node: Node<'a>) -> Doc {
        let mut clean = |key| self.text(node, key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let (summary, description) = (clean("summary"), clean("description"));
        let link = self.object(node, "externalDocs").and_then(|node| self.link(node));
        Doc { summary, description, link }
    }

    /// What the description says of itself.
    pub(super) fn info(&mut self, root: Node<'a>) {
        const MEMBERS: &[&str] = &[
            "openapi",
            "swagger",
            "info",
            "jsonSchemaDialect",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
            "host",
            "basePath",
            "schemes",
            "consumes",
            "produces",
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
            "$self",
            "$schema",
            "$defs",
            "id",
        ];
        self.only(root, "an OpenAPI document", MEMBERS);
        if self.dialect < Dialect::V31 && root.value.get("paths").is_none() && root.value.get("x-ms-paths").is_none() {
            let said =
                self.diags.warning(codes::MISSING, root.place, "the document has no `paths`, which it must have");
            said.note("it is read as if there were no operations");
        }
        let Some(node) = self.object(root, "info") else {
            if self.told.insert(root.place) {
                self.diags.warning(
                    codes::MISSING,
                    root.place,
                    "the document has no `info`, so the service has no name",
                );
            }
            return;
        };
        let link = self.object(root, "externalDocs").and_then(|node| self.link(node));
        let doc = self.prose(node);
        let license = self.object(node, "license").and_then(|license| {
            self.text(license, "identifier").or_else(|| self.text(license, "name")).map(str::to_owned)
        });
        let info = Info {
            title: self.scalar_text(node, "title").unwrap_or_default(),
            version: self.scalar_text(node, "version").unwrap_or_default(),
            doc: Doc { link, ..doc },
            license,
        };
        self.builder.api().info = info;
    }

    /// The named schemas of the description, in its order.
    pub(super) fn components(&mut self, root: Node<'a>) {
        let home = self.object(root, "components");
        self.sections(root, home);
        let schemas = home.map(|home| self.members(home, "schemas")).unwrap_or_default();
        let definitions = self.members(root, "definitions");
        for (_, node) in schemas.into_iter().chain(definitions) {
            self.ty(node);
        }
    }

    /// Says of the sections of what is referred to that they have the wrong form, also where nothing refers to them.
    fn sections(&mut self, root: Node<'a>, components: Option<Node<'a>>) {
        const SECTIONS: &[&str] = &[
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks",
            "pathItems",
            "mediaTypes",
        ];
        if let Some(components) = components {
            self.only(components, "`components`", SECTIONS);
            for key in SECTIONS {
                self.object(components, key);
            }
        }
        for key in ["parameters", "responses"] {
            self.object(root, key);
        }
    }

    /// Whether an extension is `true`.
    pub(super) fn extension(&self, node: Node<'a>, key: &str) -> bool {
        node.value.get(key) == Some(&Value::Bool(true))
    }
}
