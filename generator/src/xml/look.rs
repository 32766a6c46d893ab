//! What the readers of XML Schema and of WADL both say of elements and attributes, each with codes of its own.

use super::Element;
use crate::diag::{Code, Diagnostics};
use crate::source::Place;

/// The codes of one language.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// An element that cannot stand where it does.
    pub unknown_element: Code,
    /// An attribute that an element does not have.
    pub unknown_attribute: Code,
    /// An attribute that has to be there.
    pub missing: Code,
    /// A value that an attribute cannot have.
    pub bad_value: Code,
}

impl Codes {
    /// Reports an element that cannot stand in its parent.
    pub fn unknown(&self, child: &Element, parent: &Element, diags: &mut Diagnostics) {
        diags
            .error(
                self.unknown_element,
                child.place,
                format!("`{}` cannot stand here in `{}`", child.local, parent.local),
            )
            .note("it is not looked at");
    }

    /// Reports attributes without a namespace that are not among `known`; those of other namespaces are free.
    pub fn known_attributes(&self, element: &Element, known: &[&str], diags: &mut Diagnostics) {
        for a in &element.attributes {
            if a.namespace.is_none() && !known.contains(&a.local.as_str()) {
                diags
                    .error(
                        self.unknown_attribute,
                        a.place,
                        format!("`{}` has no attribute `{}` here", element.local, a.local),
                    )
                    .note("it is not looked at");
            }
        }
    }

    /// Reports that an element has no attribute of this name.
    pub fn missing(&self, element: &Element, name: &str, diags: &mut Diagnostics) {
        diags
            .error(self.missing, element.place, format!("`{}` needs the attribute `{name}`", element.local))
            .note("it is left out");
    }

    /// The value of an attribute that has to be there.
    pub fn required(&self, element: &Element, name: &str, diags: &mut Diagnostics) -> Option<String> {
        let value = element.attribute(name).map(|a| a.value.trim()).filter(|value| !value.is_empty());
        if value.is_none() {
            self.missing(element, name, diags);
        }
        value.map(str::to_owned)
    }

    /// Reports a value of the attribute `name` that is none of those that are `wanted`.
    pub fn bad_value(&self, place: Place, name: &str, found: &str, wanted: &str, diags: &mut Diagnostics) {
        diags.error(self.bad_value, place, format!("`{name}` is {wanted}, not `{}`", found.trim()));
    }

    /// The value of an attribute that is true or false, and false where it is not there.
    pub fn boolean(&self, element: &Element, name: &str, diags: &mut Diagnostics) -> bool {
        match element.attribute(name).map(|a| (a.value.trim(), a.place)) {
            None | Some(("false" | "0", _)) => false,
            Some(("true" | "1", _)) => true,
            Some((other, place)) => {
                self.bad_value(place, name, other, "`true` or `false`", diags);
                false
            }
        }
    }
}
