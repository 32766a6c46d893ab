//! Names that nothing defines: said once each, with a hint where one is to be had.

use std::rc::Rc;

use super::Lower;
use crate::diag::Level;
use crate::ir::build::Key;
use crate::ir::{Shape, Space, Type};
use crate::xml::XS;
use crate::xsd::builtin;
use crate::xsd::codes;
use crate::xsd::document::{Expanded, Ref};
use crate::xsd::resolve::say_absent;

impl<'a> Lower<'a> {
    /// Settles what another front end has referred to: types that are built in are defined, and what nothing defines is
    /// reported and may be anything.
    pub(super) fn asked_for(&mut self) {
        for (key, place) in self.builder.dangling() {
            let (space, namespace, local) = match key.clone() {
                Key::Xml(space, namespace, local) => (space, namespace, local),
                Key::Document(namespace, local) => (Space::Element, namespace, local),
                Key::Place(_) => continue,
            };
            if space == Space::Plain && namespace.as_deref() == Some(XS) && builtin::find(&local).is_some() {
                self.builtin(&local);
                continue;
            }
            let name = Expanded { namespace: namespace.map(Rc::from), local: local.into() };
            // Where a file is missing, anything may stand in it, and its absence has been reported.
            if !self.set.incomplete || self.set.namespaces.contains(&name.namespace) {
                self.unresolved(&Ref { name, place }, space);
            } else {
                self.wanted.insert(name.namespace);
            }
            self.builder.define(key, Type::new(Shape::Any, place));
        }
    }

    /// Says that nothing defines a name: once for each name, and once for a namespace that no file describes.
    pub(super) fn unresolved(&mut self, reference: &Ref, space: Space) {
        let Expanded { namespace, local } = &reference.name;
        if self.missing.contains(namespace) {
            self.wanted.insert(namespace.clone());
            return;
        }
        if !self.reported.insert((space, reference.name.clone())) {
            return;
        }
        let what = match space {
            Space::Plain => "type",
            Space::Element => "element",
            Space::Attribute => "attribute",
            Space::Group => "group",
            Space::AttributeGroup => "attribute group",
        };
        let known = namespace.as_deref() == Some(XS) || self.set.namespaces.contains(namespace);
        if known {
            let hint = self.elsewhere(local, space).or_else(|| self.similar(&reference.name, space));
            let diagnostic = self.diags.error(
                codes::UNRESOLVED,
                reference.place,
                format!("there is no {what} `{}`", reference.name),
            );
            if let Some(hint) = hint {
                diagnostic.help(format!("there is `{hint}`"));
            }
        } else {
            self.missing.insert(namespace.clone());
            let says = namespace.as_ref().map_or("no namespace".to_owned(), |n| format!("the namespace `{n}`"));
            self.diags
                .error(codes::NO_SUCH_NAMESPACE, reference.place, format!("no file describes {says}"))
                .label(format!("the {what} `{local}` is asked for here"))
                .help("name its schema beside this one, or give it a location");
        }
    }

    /// Says which documents are imported and not there: a fault only where something of their namespace is used
    /// (Part 1, 4.2.3).
    pub(super) fn absent_imports(&mut self) {
        for absent in &self.set.absent {
            if self.wanted.contains(&absent.namespace) {
                say_absent(self.diags, Level::Error, &absent.location, absent.place);
            } else {
                say_absent(self.diags, Level::Warning, &absent.location, absent.place)
                    .note("nothing that only it defines is used");
            }
        }
    }

    /// The same local name in another namespace.
    pub(super) fn elsewhere(&self, local: &str, space: Space) -> Option<String> {
        self.names(space).into_iter().find(|name| &*name.local == local).map(ToString::to_string)
    }

    /// A name of the same namespace that differs in case only.
    pub(super) fn similar(&self, wanted: &Expanded, space: Space) -> Option<String> {
        let is_close =
            |name: &&Expanded| name.namespace == wanted.namespace && name.local.eq_ignore_ascii_case(&wanted.local);
        self.names(space).into_iter().find(is_close).map(ToString::to_string)
    }

    pub(super) fn names(&self, space: Space) -> Vec<&'a Expanded> {
        match space {
            Space::Plain => self.set.types.keys().collect(),
            Space::Element => self.set.elements.keys().collect(),
            Space::Attribute => self.set.attributes.keys().collect(),
            Space::Group => self.set.groups.keys().collect(),
            Space::AttributeGroup => self.set.attribute_groups.keys().collect(),
        }
    }
}
