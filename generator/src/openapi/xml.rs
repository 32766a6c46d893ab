//! Places in XML, by the `xml` object (OpenAPI 3.0.4, 4.7.26).

use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::node::Node;
use super::schema::Schema;
use crate::ir::{Name, Payload, QName, Scalar, Shape, XmlPlace};

impl<'a> Cx<'a, '_> {
    /// The place of a property in XML; nothing where the description has no XML.
    pub(super) fn xml_place(&mut self, name: &str, node: Node<'a>) -> Option<XmlPlace> {
        if !self.xml {
            return None;
        }
        let settled = self.settled(node);
        let own = self.schema(node).xml;
        let schema = self.schema(settled);
        let xml = own.or(schema.xml);
        let kind = xml.and_then(|xml| self.text(xml, "nodeType"));
        let is = |key: &str| xml.is_some_and(|xml| xml.value.get(key) == Some(&Value::Bool(true)));
        if is("attribute") || kind == Some("attribute") {
            return Some(XmlPlace::Attribute(self.xml_name(xml, name)));
        }
        if is("x-ms-text") || matches!(kind, Some("text" | "cdata")) {
            return Some(XmlPlace::Text);
        }
        if kind == Some("none") && !schema.properties.is_empty() {
            return Some(XmlPlace::Content);
        }
        if !self.is_list(settled) {
            if let Some(xml) = xml.filter(|_| kind == Some("none")) {
                let place = self.sources.member(xml.place, "nodeType");
                if self.told.insert(place) {
                    self.diags
                        .warning(
                            codes::XML,
                            place,
                            "`none` is for lists, and for objects with `properties` of their own",
                        )
                        .note("this is an element");
                }
            }
            return Some(XmlPlace::Element(self.xml_name(xml, name)));
        }
        let inner = schema.items.and_then(|items| {
            let inner = self.settled(items);
            self.schema(items).xml.or(self.schema(inner).xml)
        });
        // The name of an array itself counts only when it is wrapped; the name of its items comes from them, else from
        // the property.
        if is("wrapped") || kind == Some("element") {
            let wrapper = self.xml_name(xml, name);
            let item = self.xml_name(inner, &wrapper.local);
            return Some(XmlPlace::Wrapped { wrapper, item });
        }
        Some(XmlPlace::Items(self.xml_name(inner, name)))
    }

    /// What stands in a body of XML of this schema: an element, which has the name of the schema. What is text or bytes, and
    /// is called nothing, is the document itself.
    pub(super) fn xml_payload(&mut self, schema: Node<'a>) -> Payload {
        let ty = self.ty_or_null(schema);
        let settled = self.settled(schema);
        let inner = self.schema(settled);
        let xml = self.schema(schema).xml.or(inner.xml);
        let name = self.named.get(&settled.place).map(|name| name.text.clone());
        if name.is_none() && xml.is_none() {
            match self.shape_behind(ty) {
                Shape::Scalar(Scalar::String) => return Payload::Text(None),
                Shape::Scalar(Scalar::Bytes) => return Payload::Bytes,
                _ => {}
            }
        }
        let name = name.or_else(|| inner.title.map(str::to_owned));
        let unnamed = name.is_none() && xml.is_none_or(|xml| self.text(xml, "name").is_none());
        if unnamed && self.told.insert(schema.place) {
            self.diags
                .warning(codes::XML_ROOT, schema.place, "nothing says what the root element of this document is called")
                .note("it is written as `<root>`, and read whatever it is called")
                .help("name it in the schema: `xml: {name: ...}`");
        }
        Payload::Xml { ty, root: self.xml_name(xml, name.as_deref().unwrap_or("root")), unnamed }
    }

    /// The element of a named schema, where it is a document's root; or of one whose `xml` names it.
    pub(super) fn xml_root(&mut self, schema: &Schema<'a>, name: Option<&Name>) -> Option<QName> {
        if !self.xml {
            return None;
        }
        match (name, schema.xml) {
            (Some(name), xml) => Some(self.xml_name(xml, &name.text)),
            (None, Some(xml)) => self.text(xml, "name").map(|name| self.xml_name(Some(xml), name)),
            (None, None) => None,
        }
    }

    /// A name by an `xml` object. Without a `namespace` it is written as it is, so that it is in the one that an element
    /// around it declares as the default.
    fn xml_name(&mut self, xml: Option<Node<'a>>, name: &str) -> QName {
        let Some(xml) = xml else { return QName::inheriting(name) };
        let local = self.text(xml, "name").unwrap_or(name);
        let namespace = self.text(xml, "namespace").filter(|text| !text.is_empty()).map(str::to_owned);
        let prefix = self.text(xml, "prefix").filter(|text| !text.is_empty()).map(str::to_owned);
        if prefix.is_some() && namespace.is_none() {
            let place = self.sources.member(xml.place, "prefix");
            if self.told.insert(place) {
                self.diags
                    .warning(codes::XML, place, "a `prefix` without a `namespace` stands for nothing")
                    .note("the name is written without it");
            }
        }
        QName {
            inherits: namespace.is_none(),
            prefix: prefix.filter(|_| namespace.is_some()),
            ..QName::new(namespace, local)
        }
    }
}
