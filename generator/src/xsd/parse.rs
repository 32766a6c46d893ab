//! Tree to [`document::Schema`]: everything in the XML Schema namespace is read or reported.

use std::rc::Rc;

use super::codes;
use super::document::*;
use crate::diag::Diagnostics;
use crate::ir::{Namespaces, Process};
use crate::source::{Place, Sources};
use crate::xml::{self, XS, prose};

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
    parser.qualified_elements = parser.form(root, "elementFormDefault").unwrap_or(false);
    parser.qualified_attributes = parser.form(root, "attributeFormDefault").unwrap_or(false);
    parser.block_default = parser.derivations(root, "blockDefault").unwrap_or_default();
    let mut schema = Schema {
        target,
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
    for child in parser.children(root) {
        parser.top(child, &mut schema);
    }
    Some(schema)
}

struct Parser<'a> {
    sources: &'a Sources,
    diags: &'a mut Diagnostics,
    target: Option<Rc<str>>,
    chameleon: bool,
    qualified_elements: bool,
    qualified_attributes: bool,
    block_default: Derivations,
}

impl Parser<'_> {
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
                if &*child.local == "override" {
                    self.diags
                        .warning(codes::NOT_HONOURED, child.place, "`override` of XML Schema 1.1 is read as `redefine`")
                        .note("what it defines takes the place of what the other file defines");
                }
                let location = self.required(child, "schemaLocation");
                let globals = self.children(child).into_iter().filter_map(|c| self.global(c)).collect();
                schema.links.push(Link { kind: LinkKind::Redefine(globals), location, place: child.place });
            }
            "notation" => {
                self.known_attributes(child, &["name", "public", "system"]);
                self.required(child, "name");
                self.no_children(child);
            }
            "defaultOpenContent" => self.not_honoured(child, "content is not opened by it"),
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
                let name = self.required(child, "name")?;
                let particle = self.one_model(child);
                Global::Group(Group { name: self.global_name(&name), particle, place: child.place })
            }
            "attributeGroup" => {
                self.known_attributes(child, &["name"]);
                let name = self.required(child, "name")?;
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

    fn element(&mut self, element: &xml::Element, global: bool) -> Option<Element> {
        if global {
            self.known_attributes(
                element,
                &["name", "type", "substitutionGroup", "default", "fixed", "nillable", "abstract", "final", "block"],
            );
        } else {
            self.known_attributes(
                element,
                &[
                    "name",
                    "type",
                    "default",
                    "fixed",
                    "nillable",
                    "block",
                    "form",
                    "minOccurs",
                    "maxOccurs",
                    "targetNamespace",
                ],
            );
        }
        let local = self.required(element, "name")?;
        let qualified = global || self.form(element, "form").unwrap_or(self.qualified_elements);
        let namespace = match element.attribute("targetNamespace") {
            Some(own) => (!own.value.is_empty()).then(|| own.value.trim().into()),
            None => qualified.then(|| self.target.clone()).flatten(),
        };
        let mut ty = match self.reference(element, "type") {
            Some(reference) => TypeUse::Named(reference),
            None => TypeUse::Absent,
        };
        let mut constraints = Vec::new();
        for child in self.children(element) {
            match &*child.local {
                "simpleType" | "complexType" if !matches!(ty, TypeUse::Absent) => {
                    self.diags.error(codes::BAD_VALUE, child.place, "the element has a type already").also(
                        element.place,
                        "the type that is taken",
                    );
                }
                "simpleType" => {
                    if let Some(inner) = self.simple_type(child, false) {
                        ty = TypeUse::Simple(Box::new(inner));
                    }
                }
                "complexType" => {
                    if let Some(inner) = self.complex_type(child, false) {
                        ty = TypeUse::Complex(Box::new(inner));
                    }
                }
                "key" | "keyref" | "unique" => constraints.push(self.constraint(child)),
                "alternative" => self.not_honoured(child, "the element has its declared type whatever its attributes say"),
                _ => self.unknown(child, element),
            }
        }
        let substitutes = match element.attribute("substitutionGroup") {
            Some(a) => a.value.split_whitespace().filter_map(|name| self.expand(element, name, a.place)).collect(),
            None => Vec::new(),
        };
        Some(Element {
            name: Expanded { namespace, local: local.into() },
            ty,
            substitutes,
            is_abstract: self.boolean(element, "abstract"),
            nillable: self.boolean(element, "nillable"),
            default: element.attribute("default").map(|a| a.value.clone()),
            fixed: element.attribute("fixed").map(|a| a.value.clone()),
            block: self.derivations(element, "block").unwrap_or(self.block_default),
            constraints,
            doc: self.doc(element),
            place: element.place,
        })
    }

    /// An identity constraint in words: nothing checks it.
    fn constraint(&mut self, element: &xml::Element) -> String {
        self.known_attributes(element, &["name", "refer", "ref"]);
        let mut selector = String::new();
        let mut fields = Vec::new();
        for child in self.children(element) {
            let xpath = child.attribute("xpath").map(|a| format!("`{}`", a.value.trim())).unwrap_or_default();
            match &*child.local {
                "selector" => selector = xpath,
                "field" => fields.push(xpath),
                _ => self.unknown(child, element),
            }
        }
        let name = element.attribute("name").or(element.attribute("ref")).map(|a| a.value.trim()).unwrap_or_default();
        let fields = fields.join(", ");
        match &*element.local {
            "keyref" => {
                let key = element.attribute("refer").map(|a| a.value.trim()).unwrap_or_default();
                format!("Each {selector} refers by {fields} to the key `{key}` (`{name}`; not checked).")
            }
            "key" => format!("Each {selector} has a value of its own in {fields} (key `{name}`; not checked)."),
            _ => format!("No two {selector} have the same {fields} (`{name}`; not checked)."),
        }
    }

    fn attribute(&mut self, element: &xml::Element, global: bool) -> Option<AttributeItem> {
        self.known_attributes(
            element,
            &["name", "ref", "type", "use", "default", "fixed", "form", "targetNamespace", "inheritable"],
        );
        let presence = match element.attribute("use").map(|a| (a.value.trim(), a.place)) {
            None | Some(("optional", _)) => Presence::Optional,
            Some(("required", _)) => Presence::Required,
            Some(("prohibited", _)) => Presence::Prohibited,
            Some((other, place)) => {
                self.bad_value(place, "use", other, "`optional`, `required` or `prohibited`");
                Presence::Optional
            }
        };
        let usage = AttributeUse {
            presence,
            default: element.attribute("default").map(|a| a.value.clone()),
            fixed: element.attribute("fixed").map(|a| a.value.clone()),
        };
        let doc = self.doc(element);
        if !global && let Some(to) = self.reference(element, "ref") {
            self.no_children(element);
            return Some(AttributeItem::Reference { to, usage, doc });
        }
        let local = self.required(element, "name")?;
        let qualified = global || self.form(element, "form").unwrap_or(self.qualified_attributes);
        let namespace = match element.attribute("targetNamespace") {
            Some(own) => (!own.value.is_empty()).then(|| own.value.trim().into()),
            None => qualified.then(|| self.target.clone()).flatten(),
        };
        let mut ty = match self.reference(element, "type") {
            Some(reference) => SimpleUse::Named(reference),
            None => SimpleUse::Absent,
        };
        for child in self.children(element) {
            match &*child.local {
                "simpleType" if matches!(ty, SimpleUse::Absent) => {
                    if let Some(inner) = self.simple_type(child, false) {
                        ty = SimpleUse::Inline(Box::new(inner));
                    }
                }
                _ => self.unknown(child, element),
            }
        }
        Some(AttributeItem::Local(Attribute {
            name: Expanded { namespace, local: local.into() },
            ty,
            usage,
            doc,
            place: element.place,
        }))
    }

    /// Takes in `attribute`, `attributeGroup` or `anyAttribute`; `false` for anything else.
    fn attribute_like(&mut self, child: &xml::Element, attributes: &mut Attributes) -> bool {
        match &*child.local {
            "attribute" => attributes.items.extend(self.attribute(child, false)),
            "attributeGroup" => {
                self.known_attributes(child, &["ref"]);
                self.no_children(child);
                match self.reference(child, "ref") {
                    Some(to) => attributes.items.push(AttributeItem::Group(to)),
                    None => self.missing(child, "ref"),
                }
            }
            "anyAttribute" => attributes.any = Some(self.wildcard(child)),
            _ => return false,
        }
        true
    }

    fn complex_type(&mut self, element: &xml::Element, global: bool) -> Option<ComplexType> {
        self.known_attributes(element, &["name", "abstract", "mixed", "block", "final", "defaultAttributesApply"]);
        let name = if global {
            let name = self.required(element, "name")?;
            Some(self.global_name(&name))
        } else {
            None
        };
        let mut ty = ComplexType {
            name,
            is_abstract: self.boolean(element, "abstract"),
            mixed: self.boolean(element, "mixed"),
            block: self.derivations(element, "block").unwrap_or(self.block_default),
            content: Content::Plain(None),
            attributes: Attributes::default(),
            doc: self.doc(element),
            place: element.place,
            key: self.key(element.place),
        };
        for child in self.children(element) {
            match &*child.local {
                "simpleContent" => self.derived(child, &mut ty, true),
                "complexContent" => {
                    if child.attribute("mixed").is_some() {
                        ty.mixed = self.boolean(child, "mixed");
                    }
                    self.derived(child, &mut ty, false);
                }
                "sequence" | "choice" | "all" | "group" => {
                    if let Content::Plain(particle @ None) = &mut ty.content {
                        *particle = self.particle(child);
                    } else {
                        self.unknown(child, element);
                    }
                }
                "openContent" | "assert" => self.not_honoured(child, "values are not checked against it"),
                _ => {
                    if !self.attribute_like(child, &mut ty.attributes) {
                        self.unknown(child, element);
                    }
                }
            }
        }
        Some(ty)
    }

    /// `simpleContent` or `complexContent`.
    fn derived(&mut self, element: &xml::Element, ty: &mut ComplexType, simple: bool) {
        self.known_attributes(element, if simple { &[] } else { &["mixed"] });
        let mut found = false;
        for child in self.children(element) {
            let derivation = match &*child.local {
                "extension" => Derivation::Extension,
                "restriction" => Derivation::Restriction,
                _ => {
                    self.unknown(child, element);
                    continue;
                }
            };
            found = true;
            self.known_attributes(child, &["base"]);
            let Some(base) = self.reference(child, "base") else {
                self.missing(child, "base");
                continue;
            };
            let mut particle = None;
            let mut inner = None;
            let mut facets = Facets::default();
            for part in self.children(child) {
                match &*part.local {
                    "sequence" | "choice" | "all" | "group" if !simple && particle.is_none() => {
                        particle = self.particle(part);
                    }
                    "simpleType" if simple && inner.is_none() => {
                        inner = self.simple_type(part, false).map(Box::new);
                    }
                    "openContent" | "assert" => self.not_honoured(part, "values are not checked against it"),
                    _ => {
                        let taken = self.attribute_like(part, &mut ty.attributes)
                            || (simple && derivation == Derivation::Restriction && self.facet(part, &mut facets));
                        if !taken {
                            self.unknown(part, child);
                        }
                    }
                }
            }
            ty.content = if simple {
                Content::Simple { derivation, base, inner, facets }
            } else {
                Content::Complex { derivation, base, particle }
            };
        }
        if !found {
            self.diags.error(
                codes::MISSING,
                element.place,
                format!("`{}` needs an `extension` or a `restriction`", element.local),
            );
        }
    }

    fn one_model(&mut self, element: &xml::Element) -> Option<Particle> {
        let mut model = None;
        for child in self.children(element) {
            match &*child.local {
                "sequence" | "choice" | "all" if model.is_none() => model = self.particle(child),
                _ => self.unknown(child, element),
            }
        }
        model
    }

    fn particle(&mut self, element: &xml::Element) -> Option<Particle> {
        let (min, max) = self.occurs(element);
        let term = match &*element.local {
            "element" => match self.reference(element, "ref") {
                Some(to) => {
                    self.known_attributes(element, &["ref", "minOccurs", "maxOccurs"]);
                    self.no_children(element);
                    Term::Reference(to)
                }
                None => Term::Element(Box::new(self.element(element, false)?)),
            },
            "group" => {
                self.known_attributes(element, &["ref", "minOccurs", "maxOccurs"]);
                self.no_children(element);
                let Some(to) = self.reference(element, "ref") else {
                    self.missing(element, "ref");
                    return None;
                };
                Term::Group(to)
            }
            "any" => Term::Any(self.wildcard(element)),
            kind @ ("sequence" | "choice" | "all") => {
                self.known_attributes(element, &["minOccurs", "maxOccurs"]);
                let mut parts = Vec::new();
                for child in self.children(element) {
                    match &*child.local {
                        "element" | "group" | "any" | "sequence" | "choice" | "all" => parts.extend(self.particle(child)),
                        _ => self.unknown(child, element),
                    }
                }
                match kind {
                    "sequence" => Term::Sequence(parts),
                    "choice" => Term::Choice(parts),
                    _ => Term::All(parts),
                }
            }
            _ => return None,
        };
        Some(Particle { min, max, term, doc: self.doc(element), place: element.place, key: self.key(element.place) })
    }

    fn occurs(&mut self, element: &xml::Element) -> (u64, Option<u64>) {
        let mut number = |name: &str| match element.attribute(name) {
            None => Some(1),
            Some(a) if name == "maxOccurs" && a.value.trim() == "unbounded" => None,
            Some(a) => match a.value.trim().parse() {
                Ok(number) => Some(number),
                Err(_) => {
                    self.bad_value(a.place, name, &a.value, "a whole number");
                    Some(1)
                }
            },
        };
        let min = number("minOccurs").unwrap_or(1);
        let max = number("maxOccurs");
        if let Some(most) = max
            && most < min
        {
            self.diags.error(codes::BAD_VALUE, element.place, format!("at least {min} and at most {most} contradict"));
            return (most, max);
        }
        (min, max)
    }

    fn wildcard(&mut self, element: &xml::Element) -> AnyUse {
        self.known_attributes(
            element,
            &["namespace", "processContents", "minOccurs", "maxOccurs", "notNamespace", "notQName"],
        );
        self.no_children(element);
        if let Some(not) = element.attribute("notNamespace").or(element.attribute("notQName")) {
            self.diags
                .warning(codes::NOT_HONOURED, not.place, format!("`{}` of XML Schema 1.1 is not looked at", not.local))
                .note("the wildcard lets in more than the schema says");
        }
        let target = self.target.as_ref().map(|t| t.to_string());
        let namespaces = match element.attribute("namespace").map(|a| a.value.trim()) {
            None | Some("##any") => Namespaces::Any,
            Some("##other") => Namespaces::Other(target),
            Some(list) => Namespaces::Listed(
                list.split_whitespace()
                    .map(|namespace| match namespace {
                        "##targetNamespace" => target.clone(),
                        "##local" => None,
                        _ => Some(namespace.to_owned()),
                    })
                    .collect(),
            ),
        };
        let process = match element.attribute("processContents").map(|a| (a.value.trim(), a.place)) {
            None | Some(("strict", _)) => Process::Strict,
            Some(("lax", _)) => Process::Lax,
            Some(("skip", _)) => Process::Skip,
            Some((other, place)) => {
                self.bad_value(place, "processContents", other, "`strict`, `lax` or `skip`");
                Process::Lax
            }
        };
        AnyUse { namespaces, process, doc: self.doc(element), place: element.place }
    }

    /// The children that mean something here: annotations are read by [`Parser::doc`].
    fn children<'e>(&mut self, element: &'e xml::Element) -> Vec<&'e xml::Element> {
        let mut found = Vec::new();
        for child in element.elements() {
            if child.namespace.as_deref() != Some(XS) {
                self.diags
                    .error(codes::UNKNOWN_ELEMENT, child.place, format!("`{}` is not of XML Schema", child.local))
                    .help("elements of other namespaces stand inside `xs:annotation/xs:appinfo`");
            } else if &*child.local != "annotation" {
                found.push(child);
            }
        }
        let stray = element.children.iter().any(|n| matches!(n, xml::Node::Text(t) if !t.trim().is_empty()));
        if stray {
            self.diags.error(
                codes::UNKNOWN_ELEMENT,
                element.place,
                format!("text cannot stand in `{}`", element.local),
            );
        }
        found
    }

    fn no_children(&mut self, element: &xml::Element) {
        for child in self.children(element) {
            self.unknown(child, element);
        }
    }

    fn doc(&self, element: &xml::Element) -> String {
        let texts: Vec<String> = element
            .elements()
            .filter(|child| child.is(XS, "annotation"))
            .flat_map(|annotation| annotation.elements().filter(|child| child.is(XS, "documentation")))
            .map(prose::markdown)
            .filter(|text| !text.is_empty())
            .collect();
        texts.join("\n\n")
    }

    fn key(&self, place: Place) -> Place {
        match (&self.target, self.chameleon) {
            (Some(target), true) => self.sources.member(place, target),
            _ => place,
        }
    }

    fn global_name(&self, local: &str) -> Expanded {
        Expanded { namespace: self.target.clone(), local: local.into() }
    }

    fn reference(&mut self, element: &xml::Element, attribute: &str) -> Option<Ref> {
        let a = element.attribute(attribute)?;
        self.expand(element, a.value.trim(), a.place)
    }

    fn expand(&mut self, element: &xml::Element, name: &str, place: Place) -> Option<Ref> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let namespace = match element.scope.namespace(prefix) {
            Some(None) if self.chameleon => self.target.clone(),
            Some(namespace) => namespace,
            None => {
                self.diags.error(
                    xml::codes::UNBOUND_PREFIX,
                    place,
                    format!("the prefix `{prefix}` is not bound to a namespace"),
                );
                return None;
            }
        };
        Some(Ref { name: Expanded { namespace, local: local.into() }, place })
    }

    fn boolean(&mut self, element: &xml::Element, name: &str) -> bool {
        match element.attribute(name).map(|a| (a.value.trim(), a.place)) {
            None | Some(("false" | "0", _)) => false,
            Some(("true" | "1", _)) => true,
            Some((other, place)) => {
                self.bad_value(place, name, other, "`true` or `false`");
                false
            }
        }
    }

    fn form(&mut self, element: &xml::Element, name: &str) -> Option<bool> {
        let a = element.attribute(name)?;
        match a.value.trim() {
            "qualified" => Some(true),
            "unqualified" => Some(false),
            other => {
                self.bad_value(a.place, name, other, "`qualified` or `unqualified`");
                None
            }
        }
    }

    fn derivations(&mut self, element: &xml::Element, name: &str) -> Option<Derivations> {
        let a = element.attribute(name)?;
        let mut set = Derivations::default();
        for word in a.value.split_whitespace() {
            match word {
                "#all" => set = Derivations { extension: true, restriction: true, substitution: true },
                "extension" => set.extension = true,
                "restriction" => set.restriction = true,
                "substitution" => set.substitution = true,
                "list" | "union" => {}
                other => self.bad_value(a.place, name, other, "`#all`, `extension`, `restriction` or `substitution`"),
            }
        }
        Some(set)
    }

    fn required(&mut self, element: &xml::Element, name: &str) -> Option<String> {
        match element.attribute(name).map(|a| a.value.trim()) {
            Some(value) if !value.is_empty() => Some(value.to_owned()),
            _ => {
                self.missing(element, name);
                None
            }
        }
    }

    fn missing(&mut self, element: &xml::Element, name: &str) {
        self.diags
            .error(codes::MISSING, element.place, format!("`{}` needs the attribute `{name}`", element.local))
            .note("it is left out");
    }

    fn bad_value(&mut self, place: Place, name: &str, found: &str, wanted: &str) {
        self.diags.error(codes::BAD_VALUE, place, format!("`{name}` is {wanted}, not `{}`", found.trim()));
    }

    fn unknown(&mut self, child: &xml::Element, parent: &xml::Element) {
        self.diags
            .error(
                codes::UNKNOWN_ELEMENT,
                child.place,
                format!("`{}` cannot stand here in `{}`", child.local, parent.local),
            )
            .note("it is not looked at");
    }

    fn not_honoured(&mut self, element: &xml::Element, instead: &str) {
        self.diags
            .warning(
                codes::NOT_HONOURED,
                element.place,
                format!("`{}` of XML Schema 1.1 has no effect", element.local),
            )
            .note(instead);
    }

    /// Reports attributes without a namespace that are not among `known`; those of other namespaces are free.
    fn known_attributes(&mut self, element: &xml::Element, known: &[&str]) {
        for a in &element.attributes {
            if a.namespace.is_none() && a.local != "id" && !known.contains(&a.local.as_str()) {
                self.diags
                    .error(
                        codes::UNKNOWN_ATTRIBUTE,
                        a.place,
                        format!("`{}` has no attribute `{}` here", element.local, a.local),
                    )
                    .note("it is not looked at");
            }
        }
    }
}
