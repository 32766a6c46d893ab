//! Restriction of simple types by facets (Part 2, 4.3): limits, patterns, listed values, and the type that keeps what is left.

use std::rc::Rc;

use super::simple::{Kind, Simple};
use super::{Lower, doc, spelling};
use crate::ir::build::Key;
use crate::ir::{Bound, Doc, EnumValue, Int, Limits, Literal, Name, Scalar, WhiteSpace};
use crate::source::Place;
use crate::xsd::document::{Facet, Facets};
use crate::xsd::{builtin, codes, lexical};

impl<'a> Lower<'a> {
    /// One step of restriction (Part 2, 4.3): what is narrowed is narrowed further.
    pub(super) fn restrict(&mut self, base: &Simple, facets: &'a Facets, place: Place) -> Simple {
        let mut simple = base.clone();
        for facet in &facets.others {
            if self.limits_something(&simple.kind, facet) {
                self.facet(&mut simple, facet);
            }
        }
        match facets.patterns.as_slice() {
            [] => {}
            [one] => simple.limits.patterns.push(one.clone()),
            // Patterns of one step are alternatives (4.3.4.3).
            several => {
                let alternatives: Vec<String> = several.iter().map(|p| format!("({p})")).collect();
                simple.limits.patterns.push(alternatives.join("|"));
            }
        }
        if !facets.enumeration.is_empty() {
            self.enumerate(&mut simple, facets);
        }
        self.listed_outside(base, facets, &simple.limits, place);
        settle(&mut simple, place);
        self.keep_spelling(&mut simple, place);
        simple
    }

    /// Whole numbers of a list that a pattern limits keep their spelling, which the pattern is about.
    fn keep_spelling(&mut self, list: &mut Simple, place: Place) {
        let Kind::List(_, values) = &list.kind else { return };
        if !matches!(values.kind, Kind::Atomic(Scalar::Int(_))) || !spelling::has_odd_items(&list.limits.patterns) {
            return;
        }
        let kept = Simple { kind: Kind::Atomic(Scalar::BigInt), limits: values.limits.clone() };
        let item = if kept.limits.is_empty() {
            self.builtin("integer")
        } else {
            let key = Key::Place(self.sources.member(place, "item"));
            match self.builder.get(&key) {
                Some(known) => known,
                None => {
                    let item = self.limited(&kept, None, place);
                    self.builder.define(key, item)
                }
            }
        };
        list.kind = Kind::List(item, Rc::new(kept));
    }

    fn enumerate(&mut self, simple: &mut Simple, facets: &'a Facets) {
        let (base, of) = match &simple.kind {
            Kind::Atomic(scalar) => (*scalar, values_of(*scalar)),
            Kind::Enumerated { base, of, .. } => (*base, *of),
            // Values of lists, and of unions of several kinds, stay what they are.
            Kind::List(..) | Kind::Union(..) => return self.listed_of_several(facets),
        };
        let base = match base {
            Scalar::Bool => return,
            Scalar::QName => {
                if let Some(first) = facets.enumeration.first() {
                    self.diags
                        .warning(
                            codes::NAMES_ENUMERATED,
                            first.place,
                            "names with prefixes are not made an enumeration",
                        )
                        .note("any name is taken, and the listed ones stand in the docs");
                }
                return;
            }
            Scalar::Int(int) => Scalar::Int(int),
            Scalar::BigInt => {
                let numbers: Option<Vec<i128>> =
                    facets.enumeration.iter().map(|v| v.value.text.trim().parse().ok()).collect();
                let ends = numbers.and_then(|n| Some((*n.iter().min()?, *n.iter().max()?)));
                match ends.and_then(|(least, greatest)| builtin::narrowest(least.min(0), greatest)) {
                    Some(int) => Scalar::Int(int),
                    None => Scalar::String,
                }
            }
            _ => Scalar::String,
        };
        let mut values: Vec<EnumValue> = Vec::new();
        for facet in &facets.enumeration {
            let value = match simple.limits.white_space {
                Some(WhiteSpace::Collapse) => facet.value.text.split_whitespace().collect::<Vec<_>>().join(" "),
                _ if base != Scalar::String || of.is_some() => facet.value.text.trim().to_owned(),
                _ => facet.value.text.clone(),
            };
            let literal = match base {
                Scalar::Int(int) => match value.strip_prefix('+').unwrap_or(&value).parse::<i128>() {
                    Ok(number) if int.holds(number) => Literal::Number(number.to_string()),
                    _ => {
                        self.diags
                            .error(codes::BAD_FACET, facet.place, format!("`{value}` is not a value of the base type"))
                            .note("it is left out");
                        continue;
                    }
                },
                _ => Literal::String(value.clone()),
            };
            if values.iter().any(|known| known.value == literal) {
                continue;
            }
            values.push(EnumValue {
                name: Name::new(value),
                value: literal,
                doc: doc(&facet.doc),
                deprecated: None,
                place: facet.place,
            });
        }
        let of = of.filter(|_| base == Scalar::String);
        simple.kind = Kind::Enumerated { base, of, values, open: false };
    }

    /// Whether a facet is one of those that types of this kind have (Part 2, 4.1.5); says so where it is not.
    fn limits_something(&mut self, kind: &Kind, facet: &Facet) -> bool {
        use Scalar::{Base64, BigInt, Bool, Decimal, Hex, Int, QName, String, Uri};
        let scalar = match kind {
            Kind::Atomic(scalar) => Some(*scalar),
            Kind::Enumerated { base, of, .. } => Some(of.unwrap_or(*base)),
            Kind::List(..) | Kind::Union(..) => None,
        };
        let is_list = matches!(kind, Kind::List(..));
        let applies = match facet.name.as_str() {
            "length" | "minLength" | "maxLength" => {
                is_list || matches!(scalar, Some(String | Uri | Hex | Base64 | QName))
            }
            "totalDigits" | "fractionDigits" => matches!(scalar, Some(Int(_) | BigInt | Decimal)),
            "minInclusive" | "minExclusive" | "maxInclusive" | "maxExclusive" => {
                scalar.is_some_and(|one| !matches!(one, String | Uri | Hex | Base64 | QName | Bool))
            }
            _ => true,
        };
        if !applies {
            self.diags
                .warning(codes::BAD_FACET, facet.place, format!("`{}` limits nothing of this type", facet.name))
                .note("it does not count");
        }
        applies
    }

    /// An end of a range, if it is a value of the type (Part 2, 4.3.7 to 4.3.10).
    fn bound(&mut self, kind: &Kind, facet: &Facet) -> Option<Bound> {
        let scalar = match kind {
            // A range of whole numbers may end at `1.0`.
            Kind::Atomic(Scalar::Int(_) | Scalar::BigInt)
            | Kind::Enumerated { base: Scalar::Int(_), .. }
            | Kind::Enumerated { of: Some(Scalar::BigInt), .. } => Scalar::Decimal,
            Kind::Atomic(scalar) => *scalar,
            Kind::Enumerated { base, of, .. } => of.unwrap_or(*base),
            Kind::List(..) | Kind::Union(..) => return None,
        };
        if !lexical::is_value(scalar, &facet.value) {
            self.bad_facet(facet, "a value of the base type");
            return None;
        }
        Some(Bound { value: facet.value.clone(), exclusive: facet.name.ends_with("Exclusive") })
    }

    fn facet(&mut self, simple: &mut Simple, facet: &Facet) {
        let Simple { kind, limits } = simple;
        match facet.name.as_str() {
            "minInclusive" | "minExclusive" => {
                if let Some(end) = self.bound(kind, facet) {
                    limits.minimum = Some(end);
                }
            }
            "maxInclusive" | "maxExclusive" => {
                if let Some(end) = self.bound(kind, facet) {
                    limits.maximum = Some(end);
                }
            }
            "whiteSpace" => match facet.value.as_str() {
                "preserve" => limits.white_space = Some(WhiteSpace::Preserve),
                "replace" => limits.white_space = Some(WhiteSpace::Replace),
                "collapse" => limits.white_space = Some(WhiteSpace::Collapse),
                _ => self.bad_facet(facet, "`preserve`, `replace` or `collapse`"),
            },
            "explicitTimezone" => {
                self.diags
                    .warning(codes::NOT_HONOURED, facet.place, "`explicitTimezone` of XML Schema 1.1 has no effect")
                    .note("a zone may be there or not");
            }
            name => {
                let Ok(number) = facet.value.parse::<u64>() else {
                    self.bad_facet(facet, "a whole number");
                    return;
                };
                match name {
                    "length" => (limits.min_length, limits.max_length) = (Some(number), Some(number)),
                    "minLength" => limits.min_length = Some(number),
                    "maxLength" => limits.max_length = Some(number),
                    "totalDigits" => limits.total_digits = Some(number),
                    _ => limits.fraction_digits = Some(number),
                }
            }
        }
        if let (Some(least), Some(most)) = (limits.min_length, limits.max_length)
            && least > most
        {
            self.diags
                .error(codes::BAD_FACET, facet.place, format!("at least {least} and at most {most} contradict"))
                .note("no value fits; neither limit counts");
            (limits.min_length, limits.max_length) = (None, None);
        }
        if let (Some(least), Some(most)) = (&limits.minimum, &limits.maximum)
            && lexical::compare(Scalar::Decimal, &least.value, &most.value)
                .is_some_and(|it| it.is_gt() || it.is_eq() && (least.exclusive || most.exclusive))
        {
            let than = |exclusive, which: &str, word: &str| match exclusive {
                true => format!("{which} than"),
                false => format!("at {word}"),
            };
            let (above, below) = (than(least.exclusive, "more", "least"), than(most.exclusive, "less", "most"));
            let message = format!("{above} {} and {below} {} contradict", least.value, most.value);
            self.diags.error(codes::BAD_FACET, facet.place, message).note("no value fits; neither limit counts");
            (limits.minimum, limits.maximum) = (None, None);
        }
    }

    fn bad_facet(&mut self, facet: &Facet, wanted: &str) {
        self.diags
            .error(codes::BAD_FACET, facet.place, format!("`{}` is {wanted}, not `{}`", facet.name, facet.value))
            .note("it does not count");
    }
}

/// What listed texts are values of, where they are not only texts: one value may be spelled in several ways (4.3.5).
fn values_of(scalar: Scalar) -> Option<Scalar> {
    let is_more = !matches!(scalar, Scalar::String | Scalar::Uri | Scalar::QName | Scalar::Bool | Scalar::Int(_));
    is_more.then_some(scalar)
}

/// The type that keeps all values, with their spellings where a pattern makes these count.
fn settle(simple: &mut Simple, place: Place) {
    let Simple { kind: Kind::Atomic(scalar), limits } = simple else { return };
    match scalar {
        Scalar::BigInt | Scalar::Int(_) if spelling::has_odd_numbers(&limits.patterns) => *scalar = Scalar::BigInt,
        Scalar::BigInt => *scalar = width(limits).map_or(Scalar::BigInt, Scalar::Int),
        Scalar::Bool => {
            if let Some(digits) = spelling::digits_for_booleans(&limits.patterns) {
                let value = |digit: &str| EnumValue {
                    name: Name::new(digit),
                    value: Literal::String(digit.to_owned()),
                    doc: Doc::default(),
                    deprecated: None,
                    place,
                };
                simple.kind = Kind::Enumerated {
                    base: Scalar::String,
                    of: Some(Scalar::Bool),
                    values: digits.into_iter().map(value).collect(),
                    open: false,
                };
            }
        }
        _ => {}
    }
}

/// The narrowest width that holds all whole numbers within the limits, where both ends are known.
fn width(limits: &Limits) -> Option<Int> {
    let digits = limits.total_digits.filter(|&d| d < 30).and_then(|d| 10i128.checked_pow(u32::try_from(d).ok()?));
    let end = |bound: &Option<Bound>, inward: i128| match bound {
        Some(bound) => {
            let value: i128 = bound.value.trim().trim_start_matches('+').parse().ok()?;
            if bound.exclusive { value.checked_add(inward) } else { Some(value) }
        }
        None => None,
    };
    let least = end(&limits.minimum, 1).max(digits.map(|d| 1 - d));
    let greatest = match (end(&limits.maximum, -1), digits.map(|d| d - 1)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    builtin::narrowest(least?, greatest?)
}
