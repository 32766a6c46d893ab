//! Unions of simple types (Part 2, 4.1.2.3).

use std::rc::Rc;

use super::Lower;
use super::simple::{Kind, Simple};
use super::text;
use crate::ir::{EnumValue, Limits, Name, Occurs, Scalar, Variant};
use crate::source::Place;
use crate::xml::XS;
use crate::xsd::document::SimpleUse;

impl<'a> Lower<'a> {
    pub(super) fn union(&mut self, members: &'a [SimpleUse], place: Place) -> Simple {
        let parts: Vec<(&'a SimpleUse, Rc<Simple>)> = members.iter().map(|m| (m, self.simple_of(m))).collect();
        self.loose_union(&parts.iter().map(|(_, simple)| &**simple).collect::<Vec<_>>(), place);
        if parts.iter().all(|(_, simple)| simple.is_text()) {
            return texts(parts.iter().map(|(_, simple)| &**simple));
        }
        let mut variants: Vec<Variant> = Vec::new();
        let mut values: Vec<Rc<Simple>> = Vec::new();
        for (used, simple) in parts {
            values_of(&simple, &mut values);
            if let Kind::Union(inner, _) = &simple.kind
                && simple.limits.is_empty()
            {
                // Only what is new: unions of unions of the same would double at each level.
                for variant in inner {
                    if !variants.iter().any(|known| known.ty == variant.ty) {
                        variants.push(variant.clone());
                    }
                }
                continue;
            }
            let ty = self.simple_use(used);
            let (name, place) = match used {
                SimpleUse::Named(reference) => {
                    let builtin = reference.name.namespace.as_deref() == Some(XS);
                    let namespace = if builtin { None } else { text(&reference.name.namespace) };
                    (Name { namespace, ..Name::new(&*reference.name.local) }, reference.place)
                }
                SimpleUse::Inline(ty) => (Name::derived(kind_word(&simple.kind)), ty.place),
                SimpleUse::Absent => continue,
            };
            if variants.iter().any(|known| known.ty == Some(ty)) {
                continue;
            }
            variants.push(Variant {
                name,
                ty: Some(ty),
                occurs: Occurs::One,
                tags: Vec::new(),
                default: None,
                xml: None,
                doc: Default::default(),
                place,
            });
        }
        Simple { kind: Kind::Union(variants, values), limits: Limits::default() }
    }
}

/// Adds what the values of a member are: those of unions in it, unless limits make them fewer. None is made of several again,
/// however deep unions and lists stand in one another.
fn values_of(member: &Rc<Simple>, values: &mut Vec<Rc<Simple>>) {
    let mut add = |one: &Rc<Simple>| {
        if !values.iter().any(|known| Rc::ptr_eq(known, one)) {
            values.push(Rc::clone(one));
        }
    };
    match &member.kind {
        Kind::Union(_, inner) if member.limits.is_empty() => inner.iter().for_each(add),
        Kind::List(_, item) if !item.is_compound() => add(member),
        // What is not looked into takes any text.
        Kind::Union(..) | Kind::List(..) => add(&Rc::new(Simple::text())),
        Kind::Atomic(_) | Kind::Enumerated { .. } => add(member),
    }
}

/// A union of text: the listed values of all members, and others where a member takes any text.
pub(super) fn texts<'s>(members: impl Iterator<Item = &'s Simple> + Clone) -> Simple {
    let any = members.clone().any(|m| !matches!(m.kind, Kind::Enumerated { open: false, .. }));
    let mut values: Vec<EnumValue> = Vec::new();
    for member in members.clone() {
        if let Kind::Enumerated { values: more, .. } = &member.kind {
            for value in more {
                // That a text may be empty says nothing where any text is let in.
                let says_nothing = any && value.name.text.is_empty();
                if !says_nothing && !values.iter().any(|known| known.value == value.value) {
                    values.push(value.clone());
                }
            }
        }
    }
    let spaces: Vec<_> = members.map(|m| m.limits.white_space).collect();
    let white_space = spaces.first().copied().flatten().filter(|_| spaces.windows(2).all(|w| w[0] == w[1]));
    let limits = Limits { white_space, ..Limits::default() };
    if values.is_empty() {
        return Simple { kind: Kind::Atomic(Scalar::String), limits };
    }
    Simple { kind: Kind::Enumerated { base: Scalar::String, of: None, values, open: any }, limits }
}

pub(super) fn kind_word(kind: &Kind) -> &'static str {
    match kind {
        Kind::List(..) => "list",
        Kind::Union(..) => "other",
        Kind::Enumerated { .. } => "known",
        Kind::Atomic(scalar) => match scalar {
            Scalar::Bool => "boolean",
            Scalar::Int(_) | Scalar::BigInt => "integer",
            Scalar::XmlFloat | Scalar::XmlDouble | Scalar::Decimal => "number",
            Scalar::XmlDate => "date",
            Scalar::XmlDateTime => "date time",
            Scalar::XmlTime => "time",
            Scalar::Duration => "duration",
            Scalar::Uri => "uri",
            Scalar::QName => "name",
            _ => "text",
        },
    }
}
