//! Simple types and their facets.

use super::Parser;
use super::look::value;
use crate::xml;
use crate::xsd::codes;
use crate::xsd::document::{EnumerationFacet, Facet, Facets, SimpleType, SimpleUse, Variety};

impl Parser<'_> {
    pub(super) fn simple_type(&mut self, element: &xml::Element, global: bool) -> Option<SimpleType> {
        self.known_attributes(element, &["name", "final"]);
        let name = if global {
            let name = self.name(element)?;
            Some(self.global_name(&name))
        } else {
            None
        };
        let mut variety = None;
        for child in self.children(element) {
            match &*child.local {
                "restriction" | "list" | "union" if variety.is_some() => self.unknown(child, element),
                "restriction" => variety = Some(self.restriction(child)),
                "list" => {
                    self.known_attributes(child, &["itemType"]);
                    let item = self.simple_use(child, "itemType");
                    if matches!(item, SimpleUse::Absent) {
                        self.missing(child, "itemType");
                    }
                    variety = Some(Variety::List(item));
                }
                "union" => {
                    self.known_attributes(child, &["memberTypes"]);
                    let mut members: Vec<SimpleUse> = match child.attribute("memberTypes") {
                        Some(a) => a
                            .value
                            .split_whitespace()
                            .filter_map(|name| self.expand(child, name, a.place))
                            .map(SimpleUse::Named)
                            .collect(),
                        None => Vec::new(),
                    };
                    for inner in self.children(child) {
                        if &*inner.local == "simpleType" {
                            members.extend(self.simple_type(inner, false).map(|t| SimpleUse::Inline(Box::new(t))));
                        } else {
                            self.unknown(inner, child);
                        }
                    }
                    variety = Some(Variety::Union(members));
                }
                _ => self.unknown(child, element),
            }
        }
        let Some(variety) = variety else {
            self.diags.error(
                codes::MISSING,
                element.place,
                "a simple type needs a `restriction`, a `list` or a `union`",
            );
            return None;
        };
        let (place, key) = (element.place, self.key(element.place));
        Some(SimpleType { name, variety, doc: self.doc(element), place, key })
    }

    fn restriction(&mut self, element: &xml::Element) -> Variety {
        self.known_attributes(element, &["base"]);
        let mut base = match self.reference(element, "base") {
            Some(reference) => SimpleUse::Named(reference),
            None => SimpleUse::Absent,
        };
        let mut facets = Facets::default();
        for child in self.children(element) {
            match &*child.local {
                "simpleType" if matches!(base, SimpleUse::Absent) => {
                    if let Some(inner) = self.simple_type(child, false) {
                        base = SimpleUse::Inline(Box::new(inner));
                    }
                }
                _ => {
                    if !self.facet(child, &mut facets) {
                        self.unknown(child, element);
                    }
                }
            }
        }
        if matches!(base, SimpleUse::Absent) {
            self.missing(element, "base");
        }
        Variety::Restriction(base, facets)
    }

    fn simple_use(&mut self, element: &xml::Element, attribute: &str) -> SimpleUse {
        let named = self.reference(element, attribute).map(SimpleUse::Named);
        let mut inline = None;
        for child in self.children(element) {
            if &*child.local == "simpleType" && named.is_none() && inline.is_none() {
                inline = self.simple_type(child, false).map(|t| SimpleUse::Inline(Box::new(t)));
            } else {
                self.unknown(child, element);
            }
        }
        named.or(inline).unwrap_or(SimpleUse::Absent)
    }

    /// Takes in a facet; `false` for anything else.
    pub(super) fn facet(&mut self, child: &xml::Element, facets: &mut Facets) -> bool {
        match &*child.local {
            "assertion" => {
                self.not_honoured(child, "values are not checked against it");
                return true;
            }
            "enumeration" | "pattern" | "length" | "minLength" | "maxLength" | "minInclusive" | "maxInclusive"
            | "minExclusive" | "maxExclusive" | "totalDigits" | "fractionDigits" | "whiteSpace"
            | "explicitTimezone" => {}
            _ => return false,
        }
        self.known_attributes(child, &["value", "fixed"]);
        self.no_children(child);
        let Some(found) = child.attribute("value") else {
            self.missing(child, "value");
            return true;
        };
        match &*child.local {
            "enumeration" => facets.enumeration.push(EnumerationFacet {
                value: value(child, found),
                doc: self.doc(child),
                place: child.place,
            }),
            "pattern" => facets.patterns.push(found.value.clone()),
            name => facets.others.push(Facet {
                name: name.to_owned(),
                value: found.value.trim().to_owned(),
                place: found.place,
            }),
        }
        true
    }
}
