//! Limits that types let pass where checks are asked for: each is spoken of, since nothing checks it.

use super::Lower;
use super::simple::{Kind, Simple};
use crate::ir::{Bound, Limits, Literal, Scalar};
use crate::source::Place;
use crate::xsd::document::Facets;
use crate::xsd::{codes, lexical, pattern};

impl Lower<'_> {
    /// Says which listed values the limits beside the list do not let in: an enumeration checks no limits.
    pub(super) fn listed_outside(&mut self, base: &Simple, facets: &Facets, limits: &Limits, place: Place) {
        if self.options.checked.is_none() {
            return;
        }
        let (scalar, listed): (Scalar, Vec<String>) = match &base.kind {
            Kind::Enumerated { base, values, .. } if facets.enumeration.is_empty() => {
                (*base, values.iter().filter_map(|it| text(&it.value)).collect())
            }
            Kind::Atomic(base) | Kind::Enumerated { base, .. } => {
                (*base, facets.enumeration.iter().map(|it| it.value.text.clone()).collect())
            }
            Kind::List(..) | Kind::Union(..) => return,
        };
        let outside: Vec<String> =
            listed.iter().filter(|text| !is_within(scalar, limits, text)).map(|text| format!("`{text}`")).collect();
        if outside.is_empty() {
            return;
        }
        self.diags
            .warning(codes::NOT_CHECKED, place, "the limits beside listed values are not checked")
            .note(format!("{} is listed, and outside of them", outside.join(", ")));
    }

    /// Says that listed values of a list or a union are not looked for: its values stay what they are.
    pub(super) fn listed_of_several(&mut self, facets: &Facets) {
        if let Some(first) = facets.enumeration.first()
            && self.options.checked.is_some()
        {
            let values: Vec<String> = facets.enumeration.iter().map(|it| format!("`{}`", it.value.text)).collect();
            self.diags
                .warning(codes::NOT_CHECKED, first.place, "the listed values of a list or a union are not checked")
                .note(format!("any other value of the type is taken; the listed ones are: {}", values.join(", ")));
        }
    }

    /// Says that a union takes what none of its members lets in.
    pub(super) fn loose_union(&mut self, members: &[&Simple], place: Place) {
        if self.options.checked.is_none() {
            return;
        }
        let is_list = |one: &&&Simple| matches!(one.kind, Kind::Enumerated { .. });
        let has_limits = |one: &&Simple| {
            one.limits != Limits { white_space: one.limits.white_space, ..Limits::default() } && !is_list(&one)
        };
        let takes_all = |one: &&Simple| matches!(one.kind, Kind::Atomic(Scalar::String)) && !has_limits(one);
        let is_open = |one: &&Simple| match one.kind {
            Kind::Enumerated { base: Scalar::String, open, .. } => open || !self.options.closed_enums,
            _ => false,
        };
        // Texts are one type, which has no limits.
        let is_one = members.iter().all(|one| one.is_text());
        if members.iter().any(has_limits) && !members.iter().any(takes_all) && (is_one || members.iter().any(is_open)) {
            let why = if is_one { "its members are texts, and are one type" } else { "the listed values are open" };
            self.diags
                .warning(codes::NOT_CHECKED, place, "the limits of the members of a union are not checked")
                .note(format!("{why}: any text is taken; the docs of the members say what is let in"));
        }
    }
}

fn text(value: &Literal) -> Option<String> {
    match value {
        Literal::String(text) | Literal::Number(text) => Some(text.clone()),
        _ => None,
    }
}

/// Whether a listed value is within limits, as far as that can be seen from its text.
pub(super) fn is_within(scalar: Scalar, limits: &Limits, text: &str) -> bool {
    let is_text = matches!(scalar, Scalar::String | Scalar::Uri);
    let text = if is_text && limits.white_space.is_none() { text } else { text.trim() };
    let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
    let fits = !is_text
        || limits.min_length.is_none_or(|least| length >= least) && limits.max_length.is_none_or(|most| length <= most);
    // Only numbers are compared here.
    let compare = |bound: &Bound| Some((lexical::compare(scalar, text, &bound.value)?, bound.exclusive));
    let above =
        limits.minimum.as_ref().and_then(compare).is_none_or(|(order, out)| order.is_gt() || order.is_eq() && !out);
    let below =
        limits.maximum.as_ref().and_then(compare).is_none_or(|(order, out)| order.is_lt() || order.is_eq() && !out);
    let matches = |one: &String| pattern::compile(one).map_or(true, |pattern| pattern.is_match(text));
    fits && above && below && limits.patterns.iter().all(matches)
}
