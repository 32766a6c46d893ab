//! Tree to [`document::Schema`]: everything in the XML Schema namespace is read or reported.

use std::rc::Rc;

use super::codes;
use super::document::{AttributeGroup, AttributeItem, Attributes, Derivations, Global, Group, Link, LinkKind, Schema};
use crate::diag::Diagnostics;
use crate::source::Sources;
use crate::xml::{self, XS};

mod complex;
mod declare;
mod look;
mod simple;

/// Reads the `xs:schema` element `root`. `includer` is the namespace of the document that includes this one: a document
/// without one of its own takes it over (Part 1, 4.2.1).
pub(super) fn parse(
    sources: &Sources,
    root: &xml::Element,
    includer: Option<&Rc<str>>,
    diags: &mut Diagnostics,
) -> Option<Schema> {
    if !root.is(XS, "schema") {
        let found = match &root.namespace {
            Some(namespace) => format!("`{}` of the namespace `{namespace}`", root.local),
            None => format!("`{}` without a namespace", root.local),
        };
        diags
            .error(codes::NOT_A_SCHEMA, root.place, format!("this is no XML Schema: its root is {found}"))
            .help(format!("the root of a schema is `schema` of the namespace `{XS}`"));
        return None;
    }
    let own = root.attribute("targetNamespace").map(|a| Rc::<str>::from(a.value.trim()));
    let chameleon = own.is_none() && includer.is_some();
    let target = own.or_else(|| includer.cloned());
    let mut parser = Parser {
        sources,
        diags,
        target: target.clone(),
        chameleon,
        qualified_elements: false,
        has_unqualified: false,
        qualified_attributes: false,
        block_default: Derivations::default(),
    };
    parser.known_attributes(
        root,
        &[
            "targetNamespace",
            "version",
            "elementFormDefault",
            "attributeFormDefault",
            "blockDefault",
            "finalDefault",
            "defaultAttributes",
            "xpathDefaultNamespace",
        ],
    );
    if let Some(group) = root.attributes.iter().find(|a| a.namespace.is_none() && a.local == "defaultAttributes") {
        parser.would_be_lost(group.place, "defaultAttributes");
    }
    parser.qualified_elements = parser.form(root, "elementFormDefault").unwrap_or(false);
    parser.qualified_attributes = parser.form(root, "attributeFormDefault").unwrap_or(false);
    parser.block_default = parser.derivations(root, "blockDefault").unwrap_or_default();
    let mut schema = Schema {
        target,
        has_unqualified: false,
        links: Vec::new(),
        globals: Vec::new(),
        prefixes: root
            .scope
            .prefixes()
            .into_iter()
            .filter(|(prefix, _)| !prefix.is_empty())
            .map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned()))
            .collect(),
        doc: parser.doc(root),
        place: root.place,
    };
    let mut first = None;
    for child in parser.children(root) {
        match (&*child.local, first) {
            ("include" | "import" | "redefine" | "override", Some(first)) => parser.late(child, first),
            ("include" | "import" | "redefine" | "override", None) => {}
            _ => first = first.or(Some(child)),
        }
        parser.top(child, &mut schema);
    }
    schema.has_unqualified = parser.has_unqualified;
    Some(schema)
}

struct Parser<'a> {
    sources: &'a Sources,
    diags: &'a mut Diagnostics,
    target: Option<Rc<str>>,
    chameleon: bool,
    qualified_elements: bool,
    /// Whether an element was met that is in no namespace.
    has_unqualified: bool,
    qualified_attributes: bool,
    block_default: Derivations,
}

impl Parser<'_> {
    /// What leads to other documents comes before all components (Part 1, 3.15.2).
    fn late(&mut self, child: &xml::Element, first: &xml::Element) {
        self.diags
            .warning(codes::UNKNOWN_ELEMENT, child.place, format!("`{}` stands behind a component", child.local))
            .also(first.place, "the first component")
            .note("it may only come first; it is honoured all the same");
    }

    fn top(&mut self, child: &xml::Element, schema: &mut Schema) {
        match &*child.local {
            "include" => {
                self.known_attributes(child, &["schemaLocation"]);
                let location = self.required(child, "schemaLocation");
                self.no_children(child);
                schema.links.push(Link { kind: LinkKind::Include, location, place: child.place });
            }
            "import" => {
                self.known_attributes(child, &["schemaLocation", "namespace"]);
                let location = child.attribute("schemaLocation").map(|a| a.value.trim().to_owned());
                let namespace = child.attribute("namespace").map(|a| a.value.trim().into());
                self.no_children(child);
                schema.links.push(Link { kind: LinkKind::Import(namespace), location, place: child.place });
            }
            "redefine" | "override" => {
                self.known_attributes(child, &["schemaLocation"]);
                let location = self.required(child, "schemaLocation");
                let globals = self.children(child).into_iter().filter_map(|c| self.global(c)).collect();
                let kind =
                    if &*child.local == "override" { LinkKind::Override(globals) } else { LinkKind::Redefine(globals) };
                schema.links.push(Link { kind, location, place: child.place });
            }
            "notation" => {
                self.known_attributes(child, &["name", "public", "system"]);
                self.name(child);
                self.no_children(child);
            }
            "defaultOpenContent" => self.would_be_lost(child.place, "defaultOpenContent"),
            _ => {
                if let Some(global) = self.global(child) {
                    schema.globals.push(global);
                }
            }
        }
    }

    fn global(&mut self, child: &xml::Element) -> Option<Global> {
        Some(match &*child.local {
            "element" => Global::Element(self.element(child, true)?),
            "attribute" => match self.attribute(child, true)? {
                AttributeItem::Local(attribute) => Global::Attribute(attribute),
                AttributeItem::Reference { .. } | AttributeItem::Group(_) => return None,
            },
            "simpleType" => Global::Simple(self.simple_type(child, true)?),
            "complexType" => Global::Complex(self.complex_type(child, true)?),
            "group" => {
                self.known_attributes(child, &["name"]);
                let name = self.name(child)?;
                let particle = self.one_model(child);
                Global::Group(Group { name: self.global_name(&name), particle, place: child.place })
            }
            "attributeGroup" => {
                self.known_attributes(child, &["name"]);
                let name = self.name(child)?;
                let mut attributes = Attributes::default();
                for inner in self.children(child) {
                    if !self.attribute_like(inner, &mut attributes) {
                        self.unknown(inner, child);
                    }
                }
                Global::AttributeGroup(AttributeGroup { name: self.global_name(&name), attributes, place: child.place })
            }
            _ => {
                self.diags.error(
                    codes::UNKNOWN_ELEMENT,
                    child.place,
                    format!("`{}` cannot stand at the top of a schema", child.local),
                );
                return None;
            }
        })
    }
}
