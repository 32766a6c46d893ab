//! Looking at a node: attributes with their values, children that mean something, and what to say of all others.

use super::Parser;
use crate::source::Place;
use crate::xml::{self, XS, prose};
use crate::xsd::document::{Derivations, Expanded, Ref, Value};
use crate::xsd::{codes, lexical};

/// What both languages in XML say alike, with the codes of this one.
const CODES: xml::Codes = xml::Codes {
    unknown_element: codes::UNKNOWN_ELEMENT,
    unknown_attribute: codes::UNKNOWN_ATTRIBUTE,
    missing: codes::MISSING,
    bad_value: codes::BAD_VALUE,
};

impl Parser<'_> {
    /// The children that mean something here: annotations are read by [`Parser::doc`].
    pub(super) fn children<'e>(&mut self, element: &'e xml::Element) -> Vec<&'e xml::Element> {
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

    pub(super) fn no_children(&mut self, element: &xml::Element) {
        for child in self.children(element) {
            self.unknown(child, element);
        }
    }

    pub(super) fn doc(&self, element: &xml::Element) -> String {
        let texts: Vec<String> = element
            .elements()
            .filter(|child| child.is(XS, "annotation"))
            .flat_map(|annotation| annotation.elements().filter(|child| child.is(XS, "documentation")))
            .map(prose::markdown)
            .filter(|text| !text.is_empty())
            .collect();
        texts.join("\n\n")
    }

    pub(super) fn key(&self, place: Place) -> Place {
        match (&self.target, self.chameleon) {
            (Some(target), true) => self.sources.member(place, target),
            _ => place,
        }
    }

    pub(super) fn global_name(&self, local: &str) -> Expanded {
        Expanded { namespace: self.target.clone(), local: local.into() }
    }

    pub(super) fn reference(&mut self, element: &xml::Element, attribute: &str) -> Option<Ref> {
        let a = element.attribute(attribute)?;
        self.expand(element, a.value.trim(), a.place)
    }

    pub(super) fn expand(&mut self, element: &xml::Element, name: &str, place: Place) -> Option<Ref> {
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

    pub(super) fn form(&mut self, element: &xml::Element, name: &str) -> Option<bool> {
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

    pub(super) fn derivations(&mut self, element: &xml::Element, name: &str) -> Option<Derivations> {
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

    pub(super) fn not_honoured(&mut self, element: &xml::Element, instead: &str) {
        self.diags
            .warning(codes::NOT_HONOURED, element.place, format!("`{}` of XML Schema 1.1 has no effect", element.local))
            .note(instead);
    }

    /// Reports what cannot be honoured and lets documents have what would be lost.
    pub(super) fn would_be_lost(&mut self, place: crate::source::Place, name: &str) {
        self.diags
            .error(codes::NOT_HONOURED, place, format!("`{name}` of XML Schema 1.1 is not honoured"))
            .note("what it lets documents have beside the rest is lost where it is read");
    }

    pub(super) fn boolean(&mut self, element: &xml::Element, name: &str) -> bool {
        CODES.boolean(element, name, self.diags)
    }

    pub(super) fn required(&mut self, element: &xml::Element, name: &str) -> Option<String> {
        CODES.required(element, name, self.diags)
    }

    /// The name of a component, which is one without a prefix (Part 1, 3.3.2).
    pub(super) fn name(&mut self, element: &xml::Element) -> Option<String> {
        let name = self.required(element, "name")?;
        if lexical::is_ncname(&name) {
            return Some(name);
        }
        let place = element.attribute("name").map_or(element.place, |a| a.place);
        self.diags
            .error(codes::BAD_VALUE, place, format!("`name` is a name of XML without a colon, not `{name}`"))
            .note("it is left out: no document can have such a name");
        None
    }

    pub(super) fn missing(&mut self, element: &xml::Element, name: &str) {
        CODES.missing(element, name, self.diags);
    }

    pub(super) fn bad_value(&mut self, place: Place, name: &str, found: &str, wanted: &str) {
        CODES.bad_value(place, name, found, wanted, self.diags);
    }

    pub(super) fn unknown(&mut self, child: &xml::Element, parent: &xml::Element) {
        CODES.unknown(child, parent, self.diags);
    }

    /// Reports attributes without a namespace that are not among `known`; those of other namespaces are free.
    pub(super) fn known_attributes(&mut self, element: &xml::Element, known: &[&str]) {
        CODES.known_attributes(element, &[known, &["id"]].concat(), self.diags);
    }
}

/// A value with the name that it may be.
pub(super) fn value(element: &xml::Element, a: &xml::Attribute) -> Value {
    let trimmed = a.value.trim();
    let (prefix, local) = trimmed.split_once(':').unwrap_or(("", trimmed));
    let is_name = !local.is_empty() && !local.contains([':', ' ', '/']);
    let namespace = element.scope.namespace(prefix).filter(|_| is_name);
    let name = namespace.map(|namespace| Expanded { namespace, local: local.into() });
    Value { text: a.value.clone(), name, place: a.place }
}
