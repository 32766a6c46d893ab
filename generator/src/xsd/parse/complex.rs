//! Complex types and content models.

use std::num::IntErrorKind;

use super::Parser;
use crate::xml;
use crate::xsd::codes;
use crate::xsd::document::{Attributes, ComplexType, Content, Derivation, Facets, Particle, Term};

impl Parser<'_> {
    pub(super) fn complex_type(&mut self, element: &xml::Element, global: bool) -> Option<ComplexType> {
        self.known_attributes(element, &["name", "abstract", "mixed", "block", "final", "defaultAttributesApply"]);
        let name = if global {
            let name = self.name(element)?;
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
                "openContent" => self.would_be_lost(child.place, "openContent"),
                "assert" => self.not_honoured(child, "values are not checked against it"),
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
    pub(super) fn derived(&mut self, element: &xml::Element, ty: &mut ComplexType, simple: bool) {
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
                    "openContent" => self.would_be_lost(part.place, "openContent"),
                    "assert" => self.not_honoured(part, "values are not checked against it"),
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

    pub(super) fn one_model(&mut self, element: &xml::Element) -> Option<Particle> {
        let mut model = None;
        for child in self.children(element) {
            match &*child.local {
                "sequence" | "choice" | "all" if model.is_none() => model = self.particle(child),
                _ => self.unknown(child, element),
            }
        }
        model
    }

    pub(super) fn particle(&mut self, element: &xml::Element) -> Option<Particle> {
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
                    if &*child.local == "all" {
                        self.inner_all(child);
                    }
                    match &*child.local {
                        "element" | "group" | "any" | "sequence" | "choice" | "all" => {
                            parts.extend(self.particle(child))
                        }
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

    /// `all` is all of a content, and stands in nothing (Part 1, 3.8.6).
    fn inner_all(&mut self, all: &xml::Element) {
        self.diags
            .warning(codes::UNKNOWN_ELEMENT, all.place, "`all` stands within another model")
            .note("its elements are taken as if they stood in a sequence there")
            .help("`all` is the whole content of a type or a group");
    }

    pub(super) fn occurs(&mut self, element: &xml::Element) -> (u64, Option<u64>) {
        let mut number = |name: &str| match element.attribute(name) {
            None => Some(1),
            Some(a) if name == "maxOccurs" && a.value.trim() == "unbounded" => None,
            Some(a) => match a.value.trim().parse::<u64>() {
                Ok(number) => Some(number),
                // `nonNegativeInteger` has no end (Part 2, 3.3.20); no document has as many elements.
                Err(error) if *error.kind() == IntErrorKind::PosOverflow => None,
                Err(_) => {
                    self.bad_value(a.place, name, &a.value, "a whole number");
                    Some(1)
                }
            },
        };
        let min = number("minOccurs").unwrap_or(u64::MAX);
        let max = number("maxOccurs");
        if let Some(most) = max
            && most < min
        {
            self.diags.error(codes::BAD_VALUE, element.place, format!("at least {min} and at most {most} contradict"));
            return (most, max);
        }
        (min, max)
    }
}
