//! Complex types to records.

use std::collections::HashSet;
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;

use super::all;
use super::bases::{Base, OwnContent, TextOf};
use super::model::{self, Part, What};
use super::part::Reach;
use super::simple::Simple;
use super::{Lower, doc, note_constraints, type_key};
use crate::ir::build::Key;
use crate::ir::{Doc, Field, Id, Name, Occurs, Record, Shape, Type, Wire, XmlPlace};
use crate::xsd::codes;
use crate::xsd::document::{ComplexType, Content, Derivation, Element, Expanded, Particle, Ref, Term, Variety};
use crate::xsd::resolve::TypeDefinition;

impl<'a> Lower<'a> {
    /// A complex type that stands in an element, as a type of the model; it has no name.
    pub(super) fn inline_complex(&mut self, ty: &'a ComplexType, element: &'a Element) -> Id<Type> {
        let key = Key::Place(ty.key);
        if !self.anonymous.insert(ty.key) {
            return self.builder.refer(key, ty.place);
        }
        let id = self.builder.refer(key.clone(), ty.place);
        let mut lowered = self.complex_type(ty);
        note_constraints(&mut lowered.doc, &element.constraints);
        self.builder.define(key, lowered);
        id
    }

    /// A complex type as a type of the model, without its name.
    pub(super) fn complex_type(&mut self, ty: &'a ComplexType) -> Type {
        let mut record = Record::default();
        if self.is_circular(ty) {
            self.diags
                .error(codes::CIRCULAR, ty.place, "the type is derived from itself")
                .note("it is read without its base");
        }
        if let Some((base, fields)) = self.extension(ty) {
            if self.adds_nothing(ty) {
                return Type::new(Shape::Alias(base), ty.place).documented(doc(&ty.doc));
            }
            record.bases.push(base);
            record.fields = fields;
        } else {
            record.fields = match self.simple_content(ty) {
                Some((value, _)) => vec![self.value_field(ty, value)],
                None => self.content_of(ty),
            };
            let attributes = self.all_attributes(ty);
            record.fields.extend(self.attribute_fields(&attributes));
        }
        super::content::tell_apart(&mut record.fields);
        Type::new(Shape::Record(record), ty.place).documented(doc(&ty.doc))
    }

    /// A type that adds to another without changing it: the other, and the fields that are added.
    fn extension(&mut self, ty: &'a ComplexType) -> Option<(Id<Type>, Vec<Field>)> {
        let (Content::Complex { derivation: Derivation::Extension, base: reference, .. }
        | Content::Simple { derivation: Derivation::Extension, base: reference, .. }) = &ty.content
        else {
            return None;
        };
        let Base::Complex(base) = self.base_of(ty) else { return None };
        let own_parts = self.own_content(ty);
        let adds = !own_parts.parts.is_empty();
        if matches!(ty.content, Content::Simple { .. }) && self.simple_content(base).is_none() {
            return None;
        }
        let mixed = self.is_mixed(ty);
        if mixed != self.is_mixed(base) || (mixed && adds) {
            return None;
        }
        let in_any_order = self.is_unordered(ty);
        // Chains of bases are long: what all of them have together is looked at only where that matters.
        let inherited = if adds || in_any_order { self.contents(base) } else { Vec::new() };
        let inherited_parts = || inherited.iter().flat_map(|content| &content.parts);
        if adds {
            // What repeats in any order is one list with what a type adds to it (XML Schema 1.1, Part 1, 3.4.2.3.3).
            let is_list = in_any_order && inherited_parts().chain(&own_parts.parts).any(Part::repeats);
            if (is_list && inherited_parts().next().is_some())
                || self.simple_content(base).is_some()
                || inherited.iter().any(|content| self.meet(content, &own_parts))
            {
                return None;
            }
        }
        let own = self.own_attributes(ty);
        if own.any.is_some() || !own.used.is_empty() {
            let inherited = self.all_attributes(base);
            let names: HashSet<&Expanded> = inherited.used.iter().map(|used| &used.attribute.name).collect();
            if (own.any.is_some() && inherited.any.is_some())
                || own.used.iter().any(|used| names.contains(&used.attribute.name))
            {
                return None;
            }
        }
        let mut fields = self.fields(own_parts.parts.clone(), ty.key);
        if in_any_order {
            let count = inherited_parts().count();
            // The order of what is inherited comes along.
            if !(count > 1 && self.is_unordered(base)) {
                fields.extend(self.order_of(ty, count + fields.len()));
            }
        }
        fields.extend(self.attribute_fields(&own));
        Some((self.builder.refer(type_key(&reference.name), reference.place), fields))
    }

    /// Whether a type is no more than another name of the one that it extends. A type whose only element has its name is none: it
    /// is the document.
    pub(super) fn adds_nothing(&self, ty: &'a ComplexType) -> bool {
        let (Content::Complex { derivation: Derivation::Extension, base: reference, particle: None }
        | Content::Simple { derivation: Derivation::Extension, base: reference, .. }) = &ty.content
        else {
            return false;
        };
        let Some(TypeDefinition::Complex(base)) = self.set.types.get(&reference.name) else { return false };
        let is_document = ty.name.as_ref().is_some_and(|name| {
            self.roots.get(name).is_some_and(|roots| roots.iter().any(|root| root.name.local == name.local))
        });
        ty.attributes.items.is_empty()
            && ty.attributes.any.is_none()
            && ty.mixed == base.mixed
            && !ty.is_abstract
            && !base.is_abstract
            && !self.is_polymorphic(ty)
            && !self.is_circular(ty)
            && !is_document
    }

    /// The parts of a particle that stands for the whole content: those of a sequence that stands once.
    fn top(&mut self, particle: &'a crate::xsd::document::Particle) -> Vec<Part<'a>> {
        match self.part(particle) {
            Some(Part { min: 1, max: Some(1), what: What::Sequence(parts, _), .. }) => parts,
            Some(part) => vec![part],
            None => Vec::new(),
        }
    }

    /// What a type says of its elements by itself.
    fn own_content(&mut self, ty: &'a ComplexType) -> Rc<OwnContent<'a>> {
        if let Some(known) = self.bases.own_content.get(&std::ptr::from_ref(ty)) {
            return Rc::clone(known);
        }
        let particle = match &ty.content {
            Content::Plain(particle) | Content::Complex { particle, .. } => particle.as_ref(),
            Content::Simple { .. } => None,
        };
        let found = OwnContent::of(particle.map(|particle| self.top(particle)).unwrap_or_default());
        self.bases.own_content.insert(std::ptr::from_ref(ty), Rc::clone(&found));
        found
    }

    /// The contents of a type and its bases, the outermost first.
    fn contents(&mut self, ty: &'a ComplexType) -> Vec<Rc<OwnContent<'a>>> {
        let (mut contents, mut here) = (Vec::new(), ty);
        loop {
            contents.push(self.own_content(here));
            let Content::Complex { derivation: Derivation::Extension, .. } = &here.content else { break };
            match self.base_of(here) {
                Base::Complex(base) => here = base,
                Base::Anything => {
                    let part = |any| Part {
                        min: 0,
                        max: None,
                        what: What::Any(any),
                        doc: "",
                        place: here.place,
                        key: here.key,
                    };
                    contents.push(OwnContent::of(self.set.anything.iter().map(part).collect()));
                    break;
                }
                Base::Simple | Base::Unknown => break,
            }
        }
        contents.reverse();
        contents
    }

    /// All parts of a type's content, those of its bases first.
    fn all_parts(&mut self, ty: &'a ComplexType) -> Vec<Part<'a>> {
        self.contents(ty).iter().flat_map(|content| content.parts.iter().cloned()).collect()
    }

    /// Whether text may stand between a type's elements.
    pub(super) fn is_mixed(&mut self, ty: &'a ComplexType) -> bool {
        self.along(
            ty,
            |known| &mut known.mixed,
            |lower, ty| match (&ty.content, ty.mixed) {
                (_, true) => Break(true),
                (Content::Complex { derivation, particle, .. }, false) => match (lower.base_of(ty), derivation) {
                    (Base::Complex(base), Derivation::Extension) => Continue(base),
                    (Base::Anything, Derivation::Extension) => Break(true),
                    // A mistake, of which nothing is lost.
                    (Base::Simple, _) => Break(particle.is_some()),
                    _ => Break(false),
                },
                _ => Break(false),
            },
        )
    }

    /// The type of the text of a type with simple content.
    pub(super) fn simple_content(&mut self, ty: &'a ComplexType) -> Option<TextOf> {
        let (mut way, mut here) = (Vec::new(), ty);
        let mut found = loop {
            if let Some(known) = self.bases.simple.get(&std::ptr::from_ref(here)) {
                break known.clone();
            }
            way.push(here);
            match self.simple_start(here) {
                Continue(base) => here = base,
                Break(start) => break start,
            }
        };
        // Those that come from others are made of what these are.
        for ty in way.into_iter().rev() {
            found = self.simple_step(ty, found);
            self.bases.simple.insert(std::ptr::from_ref(ty), found.clone());
        }
        found
    }

    /// What the text of a type starts from: that of a base, or a simple type.
    fn simple_start(&mut self, ty: &'a ComplexType) -> ControlFlow<Option<TextOf>, &'a ComplexType> {
        match &ty.content {
            Content::Complex { derivation, base: reference, particle: None } => match self.base_of(ty) {
                Base::Complex(base) if *derivation == Derivation::Extension => Continue(base),
                // A mistake, which is read as what is meant.
                Base::Simple => Break(Some(self.text_of(reference))),
                _ => Break(None),
            },
            Content::Plain(_) | Content::Complex { .. } => Break(None),
            Content::Simple { inner: Some(inner), .. } => Break(Some((self.inline_simple(inner), self.simple(inner)))),
            Content::Simple { base: reference, .. } => match self.base_of(ty) {
                Base::Complex(base) => Continue(base),
                Base::Simple => Break(Some(self.text_of(reference))),
                Base::Anything | Base::Unknown => Break(None),
            },
        }
    }

    /// The text that a simple type is.
    fn text_of(&mut self, reference: &'a Ref) -> TextOf {
        let simple = self.simple_named(reference);
        (self.type_of(reference), simple)
    }

    /// The text of a type that starts from `from`.
    fn simple_step(&mut self, ty: &'a ComplexType, from: Option<TextOf>) -> Option<TextOf> {
        let Content::Simple { derivation, base: reference, facets, .. } = &ty.content else { return from };
        let Some((id, simple)) = from else {
            if self.set.types.contains_key(&reference.name) && !self.is_circular(ty) {
                self.diags
                    .error(
                        codes::BAD_DERIVATION,
                        reference.place,
                        format!("`{}` has no simple content to start from", reference.name.local),
                    )
                    .note("any text is taken");
            }
            return Some((self.builtin("string"), Rc::new(Simple::text())));
        };
        if *derivation == Derivation::Extension || facets.is_empty() {
            return Some((id, simple));
        }
        let simple = Rc::new(self.restrict(&simple, facets, ty.place));
        let place = self.sources.member(ty.key, "value");
        let plain = if simple.is_compound() { self.unlimited_content(ty) } else { None };
        let lowered = self.limited(&simple, plain, ty.place);
        Some((self.builder.define(Key::Place(place), lowered), simple))
    }

    /// The list or union that the text of a type with simple content begins with; see [`Lower::unlimited`].
    fn unlimited_content(&mut self, ty: &'a ComplexType) -> Option<Id<Type>> {
        self.along(
            ty,
            |known| &mut known.unlimited,
            |lower, ty| match &ty.content {
                Content::Simple { inner: Some(inner), .. } => Break(match &inner.variety {
                    Variety::Restriction(base, _) => lower.unlimited(base),
                    Variety::List(_) | Variety::Union(_) => Some(lower.inline_simple(inner)),
                }),
                Content::Simple { base, .. } | Content::Complex { base, .. } => match lower.base_of(ty) {
                    Base::Complex(base) => Continue(base),
                    Base::Simple => Break(Some(lower.unlimited_ref(base))),
                    Base::Anything | Base::Unknown => Break(None),
                },
                Content::Plain(_) => Break(None),
            },
        )
    }

    fn value_field(&mut self, ty: &'a ComplexType, value: Id<Type>) -> Field {
        Field {
            name: Name::derived("value"),
            ty: value,
            occurs: Occurs::One,
            nullable: false,
            access: Default::default(),
            wire: Wire { json: None, xml: Some(XmlPlace::Text) },
            default: None,
            fixed: None,
            flat: false,
            deprecated: None,
            doc: Default::default(),
            place: ty.place,
        }
    }

    /// The fields for all of a type's content.
    fn content_of(&mut self, ty: &'a ComplexType) -> Vec<Field> {
        let mut parts = self.all_parts(ty);
        if !self.is_mixed(ty) {
            if parts.len() > 1 && self.is_unordered(ty) {
                let key = self.sources.member(ty.key, "all");
                let every =
                    Part { min: 1, max: Some(1), what: What::Sequence(parts, None), doc: "", place: ty.place, key };
                parts = match all::in_any_order(every) {
                    Part { min: 1, what: What::Sequence(parts, _), .. } => parts,
                    list => vec![list],
                };
            }
            let mut fields = self.fields(parts, ty.key);
            fields.extend(self.order_of(ty, fields.len()));
            return fields;
        }
        let mut leaves = Vec::new();
        for part in &parts {
            part.leaves(&mut leaves);
        }
        if leaves.is_empty() {
            let text = self.builtin("string");
            return vec![self.value_field(ty, text)];
        }
        vec![self.mixed_field(&leaves, ty)]
    }

    /// The field that remembers the order of `fields` fields, where a document may choose it (Part 1, 3.8.1: `all`).
    fn order_of(&mut self, ty: &'a ComplexType, fields: usize) -> Option<Field> {
        if fields < 2 || !self.is_unordered(ty) {
            return None;
        }
        let text = self.builtin("string");
        Some(Field {
            name: Name::derived("element order"),
            wire: Wire { json: None, xml: Some(XmlPlace::Order) },
            doc: Doc::of("The order in which the elements came; they are written in it."),
            ..self.value_field(ty, text)
        })
    }

    fn is_unordered(&mut self, ty: &'a ComplexType) -> bool {
        let set = self.set;
        let is_all = |particle: &Particle| match &particle.term {
            Term::All(_) => true,
            Term::Group(reference) => {
                let group = set.groups.get(&reference.name).and_then(|group| group.particle.as_ref());
                group.is_some_and(|particle| matches!(particle.term, Term::All(_)))
            }
            _ => false,
        };
        self.along(
            ty,
            |known| &mut known.unordered,
            |lower, ty| match &ty.content {
                Content::Plain(particle) => Break(particle.as_ref().is_some_and(is_all)),
                Content::Complex { particle: Some(particle), .. } if is_all(particle) => Break(true),
                Content::Complex { derivation: Derivation::Extension, .. } => match lower.base_of(ty) {
                    Base::Complex(base) => Continue(base),
                    _ => Break(false),
                },
                Content::Complex { .. } | Content::Simple { .. } => Break(false),
            },
        )
    }

    /// Whether an element may belong to either of two contents.
    fn meet(&self, one: &OwnContent<'a>, other: &OwnContent<'a>) -> bool {
        let reach = |content: &OwnContent<'a>| self.reach(&content.parts);
        let one = one.reach.get_or_init(|| reach(one));
        let other = other.reach.get_or_init(|| reach(other));
        let (few, many) = if one.names.len() < other.names.len() { (one, other) } else { (other, one) };
        few.names.iter().any(|name| many.names.contains(name))
            || one.any.iter().any(|a| other.any.iter().any(|b| model::overlap(a, b)))
    }

    /// The elements and wildcards that parts let in.
    pub(super) fn reach(&self, parts: &[Part<'a>]) -> Reach<'a> {
        let mut leaves = Vec::new();
        for part in parts {
            part.leaves(&mut leaves);
        }
        let mut reach = Reach::default();
        for leaf in leaves {
            match leaf.what {
                What::Element(element) if self.is_global(element) => {
                    reach.names.insert(&element.name);
                    reach.names.extend(self.candidates(element).into_iter().map(|e| &e.name));
                }
                What::Element(element) => {
                    reach.names.insert(&element.name);
                }
                What::Any(any) => reach.any.push(any.namespaces.clone()),
                What::Sequence(..) | What::Choice(..) => {}
            }
        }
        reach
    }
}
