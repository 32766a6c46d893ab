//! Looking at a node: attributes with their values, children that mean something, and what to say of all others.

use super::{NAMESPACES, Parser, USUAL};
use crate::ir::StatusPattern;
use crate::source::Place;
use crate::wadl::codes;
use crate::wadl::document::{Href, Prose, TypeName};
use crate::xml::{self, Element, XS, prose};

/// What both languages in XML say alike, with the codes of this one.
const CODES: xml::Codes = xml::Codes {
    unknown_element: codes::UNKNOWN_ELEMENT,
    unknown_attribute: codes::UNKNOWN_ATTRIBUTE,
    missing: codes::MISSING,
    bad_value: codes::BAD_VALUE,
};

impl Parser<'_> {
    pub(super) fn statuses(&mut self, element: &Element) -> Vec<StatusPattern> {
        let Some(a) = element.attribute("status") else { return Vec::new() };
        let mut statuses = Vec::new();
        for word in a.value.split([' ', '\t', '\n', '\r', ',']).filter(|w| !w.is_empty()) {
            let status = match (word.parse::<u16>(), word.as_bytes()) {
                (Ok(code @ 100..=999), _) => StatusPattern::Code(code),
                (_, [digit @ b'1'..=b'9', b'x' | b'X', b'x' | b'X']) => StatusPattern::Class(digit - b'0'),
                _ => {
                    self.bad_value(a.place, "status", word, "a list of HTTP statuses");
                    continue;
                }
            };
            if !statuses.contains(&status) {
                statuses.push(status);
            }
        }
        statuses
    }

    pub(super) fn type_name(&mut self, element: &Element, attribute: &str) -> Option<TypeName> {
        let a = element.attribute(attribute)?;
        let text = a.value.trim();
        let (prefix, local) = text.split_once(':').unwrap_or(("", text));
        if local.is_empty() {
            return None;
        }
        let namespace = match element.scope.namespace(prefix) {
            Some(namespace) => namespace.map(|n| n.to_string()).filter(|n| !prefix.is_empty() || n != self.namespace),
            None if matches!(prefix, "xs" | "xsd") => {
                self.diags
                    .warning(
                        codes::GUESSED_PREFIX,
                        a.place,
                        format!("the prefix `{prefix}` is not bound to a namespace"),
                    )
                    .note("it is taken for that of XML Schema");
                Some(XS.to_owned())
            }
            None => {
                self.diags
                    .error(
                        xml::codes::UNBOUND_PREFIX,
                        a.place,
                        format!("the prefix `{prefix}` is not bound to a namespace"),
                    )
                    .note("the type is left open");
                return None;
            }
        };
        if namespace.is_none() && attribute == "type" && USUAL.contains(&local) {
            self.diags
                .warning(codes::GUESSED_PREFIX, a.place, format!("`{local}` is in no namespace"))
                .note("it is taken for the type of XML Schema");
            return Some(TypeName { namespace: Some(XS.to_owned()), local: local.to_owned(), place: a.place });
        }
        Some(TypeName { namespace, local: local.to_owned(), place: a.place })
    }

    pub(super) fn href(&mut self, element: &Element) -> Option<Href> {
        let a = element.attribute("href")?;
        Some(Href { text: a.value.trim().to_owned(), place: a.place })
    }

    pub(super) fn id(&self, element: &Element) -> Option<String> {
        element.attribute("id").map(|a| a.value.trim().to_owned()).filter(|id| !id.is_empty())
    }

    pub(super) fn doc(&mut self, element: &Element) -> Prose {
        let mut prose = Prose::default();
        for child in element.elements().filter(|c| c.is(self.namespace, "doc")) {
            let title = child.attribute("title").map(|a| prose::plain(&a.value)).filter(|t| !t.is_empty());
            let text = prose::markdown(child);
            let again = if prose.title.is_none() {
                prose.title = title;
                None
            } else {
                title
            };
            for part in [again, Some(text)] {
                let part = part.unwrap_or_default();
                if !part.is_empty() {
                    if !prose.text.is_empty() {
                        prose.text.push_str("\n\n");
                    }
                    prose.text.push_str(&part);
                }
            }
        }
        prose
    }

    /// The children of WADL itself but for `doc`; those of other namespaces are free (2.1).
    pub(super) fn children<'e>(&mut self, element: &'e Element) -> Vec<&'e Element> {
        let mut found = Vec::new();
        for child in element.elements() {
            match child.namespace.as_deref() {
                Some(namespace) if namespace == self.namespace => {
                    if &*child.local != "doc" {
                        found.push(child);
                    }
                }
                Some(namespace) if !NAMESPACES.contains(&namespace) => {}
                _ => self.unknown(child, element),
            }
        }
        found
    }

    pub(super) fn boolean(&mut self, element: &Element, name: &str) -> bool {
        CODES.boolean(element, name, self.diags)
    }

    pub(super) fn required(&mut self, element: &Element, name: &str) -> Option<String> {
        CODES.required(element, name, self.diags)
    }

    pub(super) fn missing(&mut self, element: &Element, name: &str) {
        CODES.missing(element, name, self.diags);
    }

    pub(super) fn bad_value(&mut self, place: Place, name: &str, found: &str, wanted: &str) {
        CODES.bad_value(place, name, found, wanted, self.diags);
    }

    pub(super) fn unknown(&mut self, child: &Element, parent: &Element) {
        CODES.unknown(child, parent, self.diags);
    }

    /// Reports attributes without a namespace that are not among `known`; those of other namespaces are free.
    pub(super) fn known_attributes(&mut self, element: &Element, known: &[&str]) {
        CODES.known_attributes(element, known, self.diags);
    }
}
