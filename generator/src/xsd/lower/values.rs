//! Values that stand in a schema, as values of a type: a default that is none of its type is no default (Part 1, 3.2.6 and
//! 3.3.6).

use std::cmp::Ordering;

use super::Lower;
use super::loose::is_within;
use super::simple::{Kind, Simple};
use crate::ir::{EnumValue, Literal, Scalar, WhiteSpace};
use crate::xsd::document::Value;
use crate::xsd::{codes, lexical};

/// What a value that stands in a declaration is for.
#[derive(Clone, Copy)]
pub(super) enum Word {
    Default,
    Fixed,
}

impl Lower<'_> {
    /// Looks at the default and fixed values of all global declarations, used or not.
    pub(super) fn global_values(&mut self) {
        let set = self.set;
        for element in set.elements.values() {
            for (value, word) in [(&element.default, Word::Default), (&element.fixed, Word::Fixed)] {
                value.as_ref().and_then(|value| self.element_literal(element, value, word));
            }
        }
        for attribute in set.attributes.values() {
            for (value, word) in [(&attribute.usage.default, Word::Default), (&attribute.usage.fixed, Word::Fixed)] {
                if let Some(value) = value {
                    let simple = self.simple_of(&attribute.ty);
                    self.value_of(&simple, value, word);
                }
            }
        }
    }

    /// A default or fixed value as one of the type `simple`; what is none is said, and does not count.
    pub(super) fn value_of(&mut self, simple: &Simple, value: &Value, word: Word) -> Option<Literal> {
        match simple.refuses(value) {
            None => Some(simple.literal(value)),
            Some(why) => {
                self.ignored_value(value, word, why);
                None
            }
        }
    }

    /// Says that a default or fixed value does not count.
    pub(super) fn ignored_value(&mut self, value: &Value, word: Word, why: &str) {
        let (word, note) = match word {
            Word::Default => ("default", "it is ignored"),
            Word::Fixed => ("fixed value", "it is ignored: any value of the type is taken"),
        };
        self.diags
            .warning(codes::BAD_DEFAULT, value.place, format!("the {word} `{}` {why}", value.text.trim()))
            .note(note);
    }
}

impl Simple {
    /// Why a value that stands in the schema is none of the type.
    fn refuses(&self, value: &Value) -> Option<&'static str> {
        if matches!(self.kind, Kind::Atomic(Scalar::QName)) && value.name.is_none() {
            return Some("is no name whose prefix is bound to a namespace");
        }
        self.refuses_text(&value.text)
    }

    fn refuses_text(&self, text: &str) -> Option<&'static str> {
        let text = &*self.normal(text);
        let outside = |scalar| match is_within(scalar, &self.limits, text) {
            true => None,
            false => Some("is outside of the limits of its type"),
        };
        match &self.kind {
            Kind::Atomic(scalar) if !lexical::is_value(*scalar, text) => Some("is no value of its type"),
            Kind::Atomic(scalar) => outside(*scalar),
            Kind::Enumerated { open: true, .. } => None,
            Kind::Enumerated { base, of, values, .. } => {
                let is_listed = values.iter().any(|listed| is_listed(of.unwrap_or(*base), listed, text));
                (!is_listed).then_some("is none of the values that its type lists")
            }
            Kind::List(_, item) => {
                let count = u64::try_from(text.split_whitespace().count()).unwrap_or(u64::MAX);
                let too_few = self.limits.min_length.is_some_and(|least| count < least);
                if too_few || self.limits.max_length.is_some_and(|most| count > most) {
                    return Some("is outside of the limits of its type");
                }
                text.split_whitespace().find_map(|word| item.refuses_text(word)).or_else(|| outside(Scalar::Null))
            }
            Kind::Union(_, members) if members.iter().all(|member| member.refuses_text(text).is_some()) => {
                Some("is no value of any member of its type")
            }
            Kind::Union(..) => outside(Scalar::Null),
        }
    }

    /// A text with the blanks that count (Part 2, 4.3.6).
    fn normal(&self, text: &str) -> String {
        let words = || text.split_whitespace().collect::<Vec<_>>().join(" ");
        match (&self.kind, self.limits.white_space) {
            (Kind::Atomic(Scalar::String) | Kind::Enumerated { base: Scalar::String, of: None, .. }, space) => {
                match space {
                    Some(WhiteSpace::Collapse) => words(),
                    Some(WhiteSpace::Replace) => text.replace(['\t', '\n', '\r'], " "),
                    Some(WhiteSpace::Preserve) | None => text.to_owned(),
                }
            }
            // Each member has its own blanks.
            (Kind::Union(..), _) => text.to_owned(),
            _ => words(),
        }
    }
}

/// Whether a text is the listed value, in whatever spelling; where that cannot be told, it is.
fn is_listed(scalar: Scalar, listed: &EnumValue, text: &str) -> bool {
    let (Literal::String(known) | Literal::Number(known)) = &listed.value else { return true };
    if known == text {
        return true;
    }
    match scalar {
        Scalar::String | Scalar::Uri => false,
        _ if !lexical::is_value(scalar, text) => false,
        Scalar::Bool => matches!((known.as_str(), text), ("1", "true") | ("0", "false")),
        Scalar::XmlDate | Scalar::Gregorian(_) => [known, text].iter().any(|day| day.contains([':', 'Z'])),
        _ => lexical::compare(scalar, known, text).is_none_or(Ordering::is_eq),
    }
}
