//! Declarations: elements with their identity constraints, attributes, wildcards.

use super::Parser;
use super::look::value;
use crate::ir::{Namespaces, Process};
use crate::source::Place;
use crate::xml;
use crate::xsd::codes;
use crate::xsd::document::{
    AnyUse, Attribute, AttributeItem, AttributeUse, Attributes, Element, Expanded, Presence, SimpleUse, TypeUse, Value,
};

impl Parser<'_> {
    pub(super) fn element(&mut self, element: &xml::Element, global: bool) -> Option<Element> {
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
        let local = self.name(element)?;
        let qualified = global || self.form(element, "form").unwrap_or(self.qualified_elements);
        let namespace = match element.attribute("targetNamespace") {
            Some(own) => (!own.value.is_empty()).then(|| own.value.trim().into()),
            None => qualified.then(|| self.target.clone()).flatten(),
        };
        self.has_unqualified |= namespace.is_none() && self.target.is_some();
        let mut ty = match self.reference(element, "type") {
            Some(reference) => TypeUse::Named(reference),
            None => TypeUse::Absent,
        };
        let (mut constraints, mut alternatives) = (Vec::new(), Vec::new());
        for child in self.children(element) {
            match &*child.local {
                "simpleType" | "complexType" if !matches!(ty, TypeUse::Absent) => {
                    self.diags
                        .error(codes::BAD_VALUE, child.place, "the element has a type already")
                        .also(element.place, "the type that is taken");
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
                "alternative" => alternatives.push(child),
                _ => self.unknown(child, element),
            }
        }
        for alternative in alternatives {
            self.alternative(alternative, element, &ty);
        }
        self.default_beside_fixed(element);
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
            default: declared_default(element),
            fixed: element.attribute("fixed").map(|a| value(element, a)),
            block: self.derivations(element, "block").unwrap_or(self.block_default),
            constraints,
            doc: self.doc(element),
            place: element.place,
        })
    }

    /// Part 1, 3.2.3 and 3.3.3: a declaration has one value at most.
    fn default_beside_fixed(&mut self, element: &xml::Element) {
        if let (Some(default), Some(fixed)) = (element.attribute("default"), element.attribute("fixed")) {
            self.diags
                .warning(codes::BAD_VALUE, default.place, "a default stands beside a fixed value")
                .also(fixed.place, "the fixed value, which counts")
                .note("the default is ignored");
        }
    }

    /// Another type of an element, by a test of its attributes (XML Schema 1.1, Part 1, 3.12), which nothing evaluates.
    fn alternative(&mut self, alternative: &xml::Element, element: &xml::Element, declared: &TypeUse) {
        let of_xs = |name: &Expanded, local: &str| name.namespace.as_deref() == Some(xml::XS) && &*name.local == local;
        let own = match declared {
            TypeUse::Named(reference) => Some(&reference.name),
            _ => None,
        };
        // Anything is read of an element without a type.
        let is_anything = match declared {
            TypeUse::Absent => element.attribute("substitutionGroup").is_none(),
            _ => own.is_some_and(|name| of_xs(name, "anyType")),
        };
        // No value is of the type `xs:error`.
        let adds_nothing = match self.reference(alternative, "type") {
            Some(other) => own == Some(&other.name) || of_xs(&other.name, "error"),
            None => false,
        };
        if is_anything || adds_nothing {
            self.not_honoured(alternative, "the element has its declared type whatever its attributes say");
        } else {
            self.diags
                .error(codes::NOT_HONOURED, alternative.place, "`alternative` of XML Schema 1.1 is not honoured")
                .note(
                    "the element has its declared type; what another lets it have beside that is lost where it is read",
                );
        }
    }

    /// An identity constraint in words: nothing checks it.
    pub(super) fn constraint(&mut self, element: &xml::Element) -> String {
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

    pub(super) fn attribute(&mut self, element: &xml::Element, global: bool) -> Option<AttributeItem> {
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
            default: declared_default(element),
            fixed: element.attribute("fixed").map(|a| value(element, a)),
        };
        self.default_beside_fixed(element);
        let doc = self.doc(element);
        if !global && let Some(to) = self.reference(element, "ref") {
            self.no_children(element);
            return Some(AttributeItem::Reference { to, usage, doc });
        }
        let local = self.name(element)?;
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
    pub(super) fn attribute_like(&mut self, child: &xml::Element, attributes: &mut Attributes) -> bool {
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

    pub(super) fn wildcard(&mut self, element: &xml::Element) -> AnyUse {
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
        let namespaces = match element.attribute("namespace").map(|a| (a.value.trim(), a.place)) {
            None | Some(("##any", _)) => Namespaces::Any,
            Some(("##other", _)) => Namespaces::Other(target),
            Some((list, place)) => self.listed_namespaces(list, target.as_ref(), place),
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

    /// The namespaces that a wildcard lists (Part 1, 3.10.2).
    fn listed_namespaces(&mut self, list: &str, target: Option<&String>, place: Place) -> Namespaces {
        let mut listed = Vec::new();
        for word in list.split_whitespace() {
            listed.push(match word {
                "##targetNamespace" => target.cloned(),
                "##local" => None,
                "##any" | "##other" => {
                    self.diags
                        .error(codes::BAD_VALUE, place, format!("`{word}` stands alone, and not in a list"))
                        .help("`##targetNamespace` and `##local` may be listed, and namespaces");
                    return Namespaces::Any;
                }
                _ if word.starts_with("##") => {
                    self.bad_value(place, "namespace", word, "`##any`, `##other` or a list of namespaces");
                    return Namespaces::Any;
                }
                _ => Some(word.to_owned()),
            });
        }
        Namespaces::Listed(listed)
    }
}

/// What a declaration has as a default, if no fixed value stands beside it.
fn declared_default(element: &xml::Element) -> Option<Value> {
    let default = element.attribute("default").filter(|_| element.attribute("fixed").is_none())?;
    Some(value(element, default))
}
