//! Simple types: what their values are, lists and unions.

use std::rc::Rc;

use super::{Lower, doc, note, type_key};
use crate::ir::build::Key;
use crate::ir::{Checked, Choice, Enum, EnumValue, Id, Limits, Literal, Scalar, Shape, Tag, Type, Variant};
use crate::source::Place;
use crate::xml::XS;
use crate::xsd::builtin::{self, Builtin};
use crate::xsd::document::{Ref, SimpleType, SimpleUse, Value, Variety};
use crate::xsd::resolve::TypeDefinition;
use crate::xsd::{codes, pattern};

/// What the values of a simple type are, all steps of its derivation together.
#[derive(Clone, Debug)]
pub(super) struct Simple {
    pub(super) kind: Kind,
    pub(super) limits: Limits,
}

/// The variety of a simple type (Part 2, 2.5.1).
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Atomic(Scalar),
    /// Some atomic values; whether there may be others. What texts are values `of` is said where they are not only texts.
    Enumerated {
        base: Scalar,
        of: Option<Scalar>,
        values: Vec<EnumValue>,
        open: bool,
    },
    List(Id<Type>, Rc<Simple>),
    /// The members as they are written, and what the values of each are, unions among them left out.
    Union(Vec<Variant>, Vec<Rc<Simple>>),
}

impl Simple {
    pub(super) fn text() -> Self {
        Simple { kind: Kind::Atomic(Scalar::String), limits: Limits::default() }
    }

    /// A value that stands in the schema, such as a default, as a value of the type.
    ///
    /// A name with a prefix becomes `{namespace}local`, since a prefix means nothing elsewhere.
    pub(super) fn literal(&self, value: &Value) -> Literal {
        let scalar = match &self.kind {
            Kind::List(_, item) => {
                let items =
                    value.text.split_whitespace().map(|v| Value { text: v.to_owned(), name: None, place: value.place });
                return Literal::List(items.map(|v| item.literal(&v)).collect());
            }
            Kind::Atomic(scalar) | Kind::Enumerated { base: scalar, .. } => *scalar,
            Kind::Union(..) => Scalar::String,
        };
        let trimmed = value.text.trim();
        match scalar {
            Scalar::QName => {
                Literal::String(value.name.as_ref().map_or_else(|| trimmed.to_owned(), ToString::to_string))
            }
            Scalar::Bool if matches!(trimmed, "true" | "1") => Literal::Bool(true),
            Scalar::Bool if matches!(trimmed, "false" | "0") => Literal::Bool(false),
            Scalar::Int(_) | Scalar::BigInt | Scalar::Decimal | Scalar::XmlFloat | Scalar::XmlDouble
                if trimmed.parse::<f64>().is_ok_and(f64::is_finite) =>
            {
                Literal::Number(trimmed.to_owned())
            }
            Scalar::String if self.limits.white_space.is_none() && !self.is_of_values() => {
                Literal::String(value.text.clone())
            }
            _ => Literal::String(trimmed.to_owned()),
        }
    }

    /// Whether values are made of others: lists, and unions of several kinds.
    pub(super) fn is_compound(&self) -> bool {
        matches!(self.kind, Kind::List(..) | Kind::Union(..))
    }

    /// Whether texts stand for values, whose white space does not count.
    fn is_of_values(&self) -> bool {
        matches!(self.kind, Kind::Enumerated { of: Some(_), .. })
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Atomic(Scalar::String) | Kind::Enumerated { base: Scalar::String, of: None, .. })
    }
}

impl<'a> Lower<'a> {
    /// A simple type that stands in place, as a type of the model; it has no name.
    pub(super) fn inline_simple(&mut self, ty: &'a SimpleType) -> Id<Type> {
        // What only repeats its base needs no type of its own.
        if let Variety::Restriction(SimpleUse::Named(base), facets) = &ty.variety
            && facets.is_empty()
        {
            return self.simple_ref(base);
        }
        let key = Key::Place(ty.key);
        if !self.anonymous.insert(ty.key) {
            return self.builder.refer(key, ty.place);
        }
        let lowered = self.simple_type(ty);
        self.builder.define(key, lowered)
    }

    /// The type of what is used as a simple type: any text where nothing is said.
    pub(super) fn simple_use(&mut self, used: &'a SimpleUse) -> Id<Type> {
        match used {
            SimpleUse::Named(reference) => self.simple_ref(reference),
            SimpleUse::Inline(ty) => self.inline_simple(ty),
            SimpleUse::Absent => self.builtin("string"),
        }
    }

    fn simple_ref(&mut self, reference: &'a Ref) -> Id<Type> {
        if let Some(Builtin::Atomic(..) | Builtin::List(_)) = built_in(reference) {
            return self.builtin(&reference.name.local);
        }
        match self.set.types.get(&reference.name) {
            Some(TypeDefinition::Simple(_)) => self.builder.refer(type_key(&reference.name), reference.place),
            _ => {
                self.not_simple(reference);
                self.builtin("string")
            }
        }
    }

    fn not_simple(&mut self, reference: &Ref) {
        match self.set.types.get(&reference.name) {
            Some(complex) => {
                let there = complex.place();
                self.diags
                    .error(
                        codes::NOT_SIMPLE,
                        reference.place,
                        format!("`{}` is not a simple type", reference.name.local),
                    )
                    .also(there, "it is defined here")
                    .note("any text is taken instead");
            }
            None if built_in(reference).is_some() => {
                self.diags
                    .error(
                        codes::NOT_SIMPLE,
                        reference.place,
                        format!("`{}` is not a simple type", reference.name.local),
                    )
                    .note("any text is taken instead");
            }
            None => self.unresolved(reference, crate::ir::Space::Plain),
        }
    }

    /// A simple type as a type of the model, without its name.
    pub(super) fn simple_type(&mut self, ty: &'a SimpleType) -> Type {
        let mut lowered = match &ty.variety {
            Variety::Restriction(SimpleUse::Named(base), facets) if facets.is_empty() => {
                Type::new(Shape::Alias(self.simple_ref(base)), ty.place)
            }
            _ => {
                let simple = self.simple(ty);
                let plain = match &ty.variety {
                    // What is made from itself is neither.
                    Variety::Restriction(base, _) if simple.is_compound() => self.unlimited(base),
                    _ => None,
                };
                self.limited(&simple, plain, ty.place)
            }
        };
        lowered.doc = doc(&ty.doc);
        if let Variety::Restriction(_, facets) = &ty.variety
            && let Shape::Scalar(Scalar::QName) = lowered.shape
            && !facets.enumeration.is_empty()
        {
            let values: Vec<String> = facets.enumeration.iter().map(|v| format!("`{}`", v.value.text)).collect();
            note(&mut lowered.doc, &format!("One of {}.", values.join(", ")));
        }
        lowered
    }

    /// The values of a simple type as a type of the model: of `plain`, if they are lists or of a union, within limits.
    pub(super) fn limited(&mut self, simple: &Simple, plain: Option<Id<Type>>, place: Place) -> Type {
        let shape = self.shape(simple);
        let checked = self.checked(&shape, simple, place);
        let plain = plain.map(|plain| self.plain_list(plain, simple, place));
        let shape = match (&checked, &shape, plain) {
            (Some(_), Shape::List(_) | Shape::Choice(_), Some(plain)) => Shape::Alias(plain),
            _ => shape,
        };
        let checked = checked.filter(|_| !matches!(shape, Shape::List(_) | Shape::Choice(_)));
        Type { limits: simple.limits.clone(), checked, ..Type::new(shape, place) }
    }

    /// The list around which limits are checked: its items are those of the list that keeps their spelling.
    fn plain_list(&mut self, plain: Id<Type>, simple: &Simple, place: Place) -> Id<Type> {
        let Kind::List(item, values) = &simple.kind else { return plain };
        let keeps = matches!(values.kind, Kind::Atomic(Scalar::BigInt)) && !simple.limits.patterns.is_empty();
        if !keeps || self.builder.api().types[plain].shape == Shape::List(*item) {
            return plain;
        }
        let key = Key::Place(self.sources.member(place, "plain"));
        match self.builder.get(&key) {
            Some(known) => known,
            None => self.builder.define(key, Type::new(Shape::List(*item), place)),
        }
    }

    /// The list or union that a derivation begins with, without the limits of the steps on the way.
    pub(super) fn unlimited(&mut self, used: &'a SimpleUse) -> Option<Id<Type>> {
        match used {
            SimpleUse::Named(reference) => Some(self.unlimited_ref(reference)),
            SimpleUse::Inline(ty) => match &ty.variety {
                Variety::Restriction(base, _) => self.unlimited(base),
                Variety::List(_) | Variety::Union(_) => Some(self.inline_simple(ty)),
            },
            SimpleUse::Absent => None,
        }
    }

    pub(super) fn unlimited_ref(&mut self, reference: &'a Ref) -> Id<Type> {
        let mut here = reference;
        while let Some(TypeDefinition::Simple(SimpleType { variety: Variety::Restriction(base, _), .. })) =
            self.set.types.get(&here.name)
        {
            match base {
                SimpleUse::Named(next) => here = next,
                base => return self.unlimited(base).unwrap_or_else(|| self.simple_ref(here)),
            }
        }
        self.simple_ref(here)
    }

    /// How values are checked, where that is asked for and there is something to check.
    fn checked(&mut self, shape: &Shape, simple: &Simple, place: Place) -> Option<Checked> {
        let reading = self.options.checked?;
        let limits = &simple.limits;
        let plain = Limits { white_space: limits.white_space, ..Limits::default() };
        if *limits == plain || matches!(shape, Shape::Enum(_)) {
            return None;
        }
        let mut left_out = |what: String| {
            self.diags
                .warning(codes::NOT_CHECKED, place, format!("{what} not checked"))
                .note("the docs say what is let in");
        };
        let mut limits = limits.clone();
        if let Shape::Scalar(Scalar::QName) = shape {
            left_out("the limits of names with prefixes are".to_owned());
            return None;
        }
        if let Shape::Scalar(Scalar::Duration | Scalar::Gregorian(_)) = shape
            && limits.minimum.take().or(limits.maximum.take()).is_some()
        {
            left_out("the ranges of durations and of parts of dates are".to_owned());
        }
        let mut described = Vec::new();
        limits.patterns.retain_mut(|pattern| match pattern::translate(pattern) {
            Ok(translated) => {
                described.push(std::mem::replace(pattern, translated));
                true
            }
            Err(why) => {
                left_out(format!("the pattern `{pattern}` is not understood ({why}), and"));
                false
            }
        });
        if described == limits.patterns {
            described.clear();
        }
        (limits != plain).then_some(Checked { reading, limits, described })
    }

    /// The shape for what a simple type is.
    pub(super) fn shape(&self, simple: &Simple) -> Shape {
        match &simple.kind {
            Kind::Atomic(scalar) => Shape::Scalar(*scalar),
            // What a pattern leaves of the booleans is not for a description to extend.
            Kind::Enumerated { base, of: Some(Scalar::Bool), values, .. } if self.options.checked == Some(true) => {
                Shape::Enum(Enum { base: *base, of: None, values: values.clone(), open: false })
            }
            Kind::Enumerated { base, of, values, open } => {
                let open = *open || !self.options.closed_enums;
                Shape::Enum(Enum { base: *base, of: *of, values: values.clone(), open })
            }
            Kind::List(item, _) => Shape::List(*item),
            Kind::Union(variants, _) => Shape::Choice(Choice::new(Tag::OneOf, variants.clone(), false)),
        }
    }

    /// What the values of a type are. Those that it is made of come first, with a stack of their own: chains of types are as
    /// long as a schema likes.
    pub(super) fn simple(&mut self, ty: &'a SimpleType) -> Rc<Simple> {
        if let Some(known) = ty.name.as_ref().and_then(|name| self.simple.get(name)) {
            return known.clone();
        }
        if let Some(name) = ty.name.as_ref().filter(|name| self.open_simple.contains(name)) {
            self.diags
                .error(codes::CIRCULAR, ty.place, format!("the simple type `{}` is made from itself", name.local))
                .note("any text is taken instead");
            return Rc::new(Simple::text());
        }
        self.open_simple.extend(&ty.name);
        let mut stack = vec![(ty, self.made_of(ty))];
        loop {
            let Some((ty, parts)) = stack.last_mut() else { return Rc::new(Simple::text()) };
            if let Some(part) = parts.pop() {
                let Some(name) = &part.name else { continue };
                if !self.simple.contains_key(name) && self.open_simple.insert(name) {
                    stack.push((part, self.made_of(part)));
                }
                continue;
            }
            let ty = *ty;
            stack.pop();
            let simple = Rc::new(self.derive(ty));
            if let Some(name) = &ty.name {
                self.open_simple.remove(name);
                self.simple.insert(name.clone(), simple.clone());
            }
            if stack.is_empty() {
                return simple;
            }
        }
    }

    /// The types with names that a simple type is made of, the last first.
    fn made_of(&self, ty: &'a SimpleType) -> Vec<&'a SimpleType> {
        let (mut made_of, mut open) = (Vec::new(), vec![ty]);
        while let Some(ty) = open.pop() {
            let parts = match &ty.variety {
                Variety::Restriction(one, _) | Variety::List(one) => std::slice::from_ref(one),
                Variety::Union(members) => members,
            };
            for part in parts {
                match part {
                    SimpleUse::Inline(ty) => open.push(ty),
                    SimpleUse::Named(reference) if built_in(reference).is_none() => {
                        if let Some(TypeDefinition::Simple(ty)) = self.set.types.get(&reference.name) {
                            made_of.push(ty);
                        }
                    }
                    SimpleUse::Named(_) | SimpleUse::Absent => {}
                }
            }
        }
        made_of.reverse();
        made_of
    }

    pub(super) fn simple_of(&mut self, used: &'a SimpleUse) -> Rc<Simple> {
        match used {
            SimpleUse::Inline(ty) => self.simple(ty),
            SimpleUse::Absent => Rc::new(Simple::text()),
            SimpleUse::Named(reference) => self.simple_named(reference),
        }
    }

    /// What the values of the type named by `reference` are.
    pub(super) fn simple_named(&mut self, reference: &'a Ref) -> Rc<Simple> {
        match built_in(reference) {
            Some(Builtin::Atomic(scalar, limits)) => {
                return Rc::new(Simple { kind: Kind::Atomic(scalar), limits });
            }
            Some(Builtin::List(item)) => {
                let item = self.builtin(item);
                return Rc::new(Simple { kind: Kind::List(item, Rc::new(Simple::text())), limits: Limits::default() });
            }
            Some(Builtin::Anything) | None => {}
        }
        let set = self.set;
        match set.types.get(&reference.name) {
            Some(TypeDefinition::Simple(ty)) => self.simple(ty),
            _ => {
                self.not_simple(reference);
                Rc::new(Simple::text())
            }
        }
    }

    fn derive(&mut self, ty: &'a SimpleType) -> Simple {
        match &ty.variety {
            Variety::Restriction(base, facets) => {
                let base = self.simple_of(base);
                self.restrict(&base, facets, ty.place)
            }
            Variety::List(item) => {
                let values = self.simple_of(item);
                if matches!(values.kind, Kind::List(..)) {
                    return self.list_of_lists(item, ty.place);
                }
                Simple { kind: Kind::List(self.simple_use(item), values), limits: Limits::default() }
            }
            Variety::Union(members) => self.union(members, ty.place),
        }
    }
}

impl Lower<'_> {
    /// A list has no lists in it (Part 2, 4.1.2.2).
    fn list_of_lists(&mut self, item: &SimpleUse, place: Place) -> Simple {
        let place = match item {
            SimpleUse::Named(reference) => reference.place,
            SimpleUse::Inline(inner) => inner.place,
            SimpleUse::Absent => place,
        };
        self.diags
            .error(codes::BAD_DERIVATION, place, "the items of a list are lists")
            .note("blanks separate all of them alike; its items are any text");
        Simple { kind: Kind::List(self.builtin("string"), Rc::new(Simple::text())), limits: Limits::default() }
    }
}

fn built_in(reference: &Ref) -> Option<Builtin> {
    (reference.name.namespace.as_deref() == Some(XS)).then(|| builtin::find(&reference.name.local)).flatten()
}
