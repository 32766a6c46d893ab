//! Defaults: the value that counts where a member or a parameter is absent, if its own schema lets it in.

use std::cmp::Ordering;

use super::kind::Kind;
use super::{Types, dates};
use crate::ir::{Bound, Limits, Literal, Scalar};
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::openapi::{codes, literal};

impl<'a> Cx<'a, '_> {
    /// The default that the schema at `node` gives, if it allows it itself.
    pub(in crate::openapi) fn default(&mut self, node: Node<'a>) -> Option<Literal> {
        let schema = self.schema(node);
        let default = match schema.default {
            Some(default) => default,
            None => {
                // A default of a named schema counts wherever it is referred to.
                let inner = schema.reference.and_then(|reference| self.resolve(node, reference));
                let inner = inner.or_else(|| self.wrapped(&schema)).filter(|inner| inner.place != node.place)?;
                return self.schema(inner).default.and_then(|default| self.checked_default(inner, default));
            }
        };
        self.checked_default(node, default)
    }

    fn checked_default(&mut self, node: Node<'a>, default: Node<'a>) -> Option<Literal> {
        if default.value.is_null() {
            // On what cannot be null it is how some tools say that there is no default.
            return self.nullable(node).then_some(Literal::Null);
        }
        let kind = self.kind(node);
        let literal = match literal::fitting(default.value, kind_types(kind)) {
            Ok(literal) => literal,
            Err(Some(literal)) => {
                self.other_kind(default, kind_types(kind).name());
                literal
            }
            Err(None) => {
                if self.told.insert(default.place) {
                    let found = crate::openapi::tree::form(default.value);
                    self.diags
                        .warning(
                            codes::DEFAULT,
                            default.place,
                            format!("the default is {found}, which its schema does not allow"),
                        )
                        .note("it is ignored");
                }
                return None;
            }
        };
        if let Some(values) = self.values_of(node)
            && !values.is_empty()
            && !values.iter().any(|value| literal::same(value, &literal))
        {
            if self.told.insert(default.place) {
                self.diags
                    .warning(codes::DEFAULT, default.place, "the default is none of the values that its schema lists")
                    .note("it is ignored");
            }
            return None;
        }
        if let Some(why) = self.forbidden(node, &literal) {
            if self.told.insert(default.place) {
                self.diags.warning(codes::DEFAULT, default.place, format!("the default {why}")).note("it is ignored");
            }
            return None;
        }
        Some(match literal {
            // As it is listed, however either is written.
            Literal::Number(text) if self.values_of(node).is_some() => {
                Literal::Number(literal::as_whole(&text).unwrap_or(text))
            }
            literal => literal,
        })
    }

    /// Why the schema at `node` does not let a value of its type in: by its format, or by a limit. Patterns are not looked
    /// at, for they are in a notation of their own.
    fn forbidden(&mut self, node: Node<'a>, value: &Literal) -> Option<&'static str> {
        let settled = self.settled(node);
        let schema = self.schema(settled);
        let Kind::Scalar(types) = self.kind(settled) else { return None };
        let scalar = self.scalar(&schema, types);
        let limits = self.all_limits(&schema);
        match (value, scalar) {
            (Literal::Number(text), Scalar::Int(int)) => {
                let number: i128 = literal::as_whole(text)?.parse().ok()?;
                match (int.holds(number), settled.has("format")) {
                    (true, _) => beyond(&limits, text),
                    (false, true) => Some("is beyond what its format holds"),
                    (false, false) => Some("is beyond what its type holds"),
                }
            }
            (Literal::Number(text), Scalar::F32) if text.parse::<f32>().is_ok_and(|it| !it.is_finite()) => {
                Some("is beyond what its format holds")
            }
            (Literal::Number(text), _) => beyond(&limits, text),
            (Literal::String(text), Scalar::Date) if !dates::is_date(text) => {
                Some("is no date, which its format asks for")
            }
            (Literal::String(text), Scalar::DateTime) if !dates::is_date_time(text) => {
                Some("is no date with time and zone, which its format asks for")
            }
            (Literal::String(text), Scalar::Uuid) if !is_uuid(text) => Some("is no UUID, which its format asks for"),
            (Literal::String(text), Scalar::String | Scalar::Uri) => {
                let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
                match () {
                    () if limits.max_length.is_some_and(|most| length > most) => {
                        Some("is longer than its schema allows")
                    }
                    () if limits.min_length.is_some_and(|least| length < least) => {
                        Some("is shorter than its schema allows")
                    }
                    () => None,
                }
            }
            _ => None,
        }
    }
}

/// How a number is outside the bounds.
fn beyond(limits: &Limits, text: &str) -> Option<&'static str> {
    let outside = |bound: &Bound, wanted: Ordering| match compared(text, &bound.value) {
        Some(Ordering::Equal) => bound.exclusive,
        Some(found) => found != wanted,
        None => false,
    };
    match () {
        () if limits.maximum.as_ref().is_some_and(|bound| outside(bound, Ordering::Less)) => {
            Some("is greater than its schema allows")
        }
        () if limits.minimum.as_ref().is_some_and(|bound| outside(bound, Ordering::Greater)) => {
            Some("is less than its schema allows")
        }
        () => None,
    }
}

/// Which of two numbers is greater.
fn compared(one: &str, other: &str) -> Option<Ordering> {
    let whole = |text: &str| literal::as_whole(text)?.parse::<i128>().ok();
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.parse::<f64>().ok()?.partial_cmp(&other.parse::<f64>().ok()?),
    }
}

/// Whether a text is a UUID, with or without hyphens.
fn is_uuid(text: &str) -> bool {
    let digits = text.chars().filter(|c| *c != '-');
    digits.clone().count() == 32 && digits.clone().all(|c| c.is_ascii_hexdigit())
}

/// The types of a kind; empty where any will do.
fn kind_types(kind: Kind) -> Types {
    match kind {
        Kind::Scalar(types) => types,
        Kind::Record | Kind::Map | Kind::Requirement => Types::OBJECT,
        Kind::List => Types::ARRAY,
        Kind::Anything | Kind::Null | Kind::Union => Types::default(),
    }
}
