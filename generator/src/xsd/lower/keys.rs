//! What components are called in the model, and found by.

use std::rc::Rc;

use super::super::document::Expanded;
use super::super::resolve::Set;
use crate::ir::Space;
use crate::ir::build::Key;

/// The namespace that a type or an element stands in: an empty one for none, where that is another than that of the first
/// schema.
pub(super) fn home(set: &Set, name: &Expanded) -> Option<String> {
    let none = || set.main.as_ref().is_some_and(Option::is_some).then(String::new);
    text(&name.namespace).or_else(none)
}

pub(super) fn text(namespace: &Option<Rc<str>>) -> Option<String> {
    namespace.as_ref().map(ToString::to_string)
}

pub(super) fn type_key(name: &Expanded) -> Key {
    Key::Xml(Space::Plain, text(&name.namespace), name.local.to_string())
}

pub(super) fn element_key(name: &Expanded) -> Key {
    Key::Xml(Space::Element, text(&name.namespace), name.local.to_string())
}

pub(super) fn document_key(name: &Expanded) -> Key {
    Key::Document(text(&name.namespace), name.local.to_string())
}
