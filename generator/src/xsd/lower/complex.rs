//! Complex types to records.

use std::collections::HashSet;
use std::rc::Rc;

use super::all;
use super::model::{self, Part, What};
use super::simple::Simple;
use super::{Lower, doc, note_constraints, type_key};
use crate::ir::build::Key;
use crate::ir::{Doc, Field, Id, Name, Namespaces, Occurs, Record, Shape, Space, Type, Wire, XmlPlace};
use crate::xsd::codes;
use crate::xsd::document::{ComplexType, Content, Derivation, Element, Expanded, Particle, Ref, Term, Variety};
use crate::xsd::resolve::TypeDefinition;

/// How long a chain of derivations may be; a longer one is taken for a circle.
pub(super) const DEEP: usize = 64;

/// The type that a complex type comes from.
pub(super) fn base(ty: &ComplexType) -> Option<&Ref> {
    match &ty.content {
        Content::Complex { base, .. } | Content::Simple { base, .. } => Some(base),
        Content::Plain(_) => None,
    }
}

/// What kind of type a complex type comes from.
pub(super) enum Base<'a> {
    Complex(&'a ComplexType),
    Simple,
    Anything,
    Unknown,
}

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
        if let Some((base, fields)) = self.extension(ty) {
            if self.adds_nothing(ty) {
                return Type::new(Shape::Alias(base), ty.place).documented(doc(&ty.doc));
            }
            record.bases.push(base);
            record.fields = fields;
        } else {
            record.fields = match self.simple_content(ty, 0) {
                Some((value, _)) => vec![self.value_field(ty, value)],
                None => self.content_of(ty),
            };
            let attributes = self.all_attributes(ty, 0);
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
        if self.is_circular(ty) {
            self.diags
                .error(codes::CIRCULAR, ty.place, "the type is derived from itself")
                .note("it is read without its base");
            return None;
        }
        let own_parts = match &ty.content {
            Content::Complex { particle: Some(particle), .. } => self.top(particle),
            _ => Vec::new(),
        };
        if matches!(ty.content, Content::Simple { .. }) && self.simple_content(base, 0).is_none() {
            return None;
        }
        let mixed = self.is_mixed(ty, 0);
        if mixed != self.is_mixed(base, 0) || (mixed && !own_parts.is_empty()) {
            return None;
        }
        let base_parts = self.all_parts(base, 0);
        let in_any_order = self.is_unordered(ty, 0);
        if !own_parts.is_empty() {
            // What repeats in any order is one list with what a type adds to it (XML Schema 1.1, Part 1, 3.4.2.3.3).
            let is_list = in_any_order && base_parts.iter().chain(&own_parts).any(Part::repeats);
            if (is_list && !base_parts.is_empty())
                || self.simple_content(base, 0).is_some()
                || self.meet(&base_parts, &own_parts)
            {
                return None;
            }
        }
        let own = self.own_attributes(ty);
        let inherited = self.all_attributes(base, 0);
        if (own.any.is_some() && inherited.any.is_some())
            || own.used.iter().any(|used| inherited.has(&used.attribute.name))
        {
            return None;
        }
        let mut fields = self.fields(own_parts, ty.key);
        // The order of what is inherited comes along.
        if !(base_parts.len() > 1 && self.is_unordered(base, 0)) {
            fields.extend(self.order_of(ty, base_parts.len() + fields.len()));
        }
        fields.extend(self.attribute_fields(&own));
        Some((self.builder.refer(type_key(&reference.name), reference.place), fields))
    }

    /// Whether a type is no more than another name of the one that it extends. A type whose only element has its name is none: it
    /// is the document.
    pub(super) fn adds_nothing(&self, ty: &ComplexType) -> bool {
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

    /// What a complex type comes from. A name that nothing defines is reported.
    pub(super) fn base_of(&mut self, ty: &'a ComplexType) -> Base<'a> {
        let Some(reference) = base(ty) else { return Base::Anything };
        if reference.name.namespace.as_deref() == Some(crate::xml::XS) {
            if &*reference.name.local == "anyType" {
                return Base::Anything;
            }
            if crate::xsd::builtin::find(&reference.name.local).is_some() {
                return Base::Simple;
            }
        }
        match self.set.types.get(&reference.name) {
            Some(TypeDefinition::Complex(base)) => Base::Complex(base),
            Some(TypeDefinition::Simple(_)) => Base::Simple,
            None => {
                self.unresolved(reference, Space::Plain);
                Base::Unknown
            }
        }
    }

    fn is_circular(&self, ty: &ComplexType) -> bool {
        let Some(name) = &ty.name else { return false };
        let mut seen: HashSet<&Expanded> = HashSet::from([name]);
        let mut at = ty;
        while let Some(next) = base(at) {
            if !seen.insert(&next.name) {
                return true;
            }
            match self.set.types.get(&next.name) {
                Some(TypeDefinition::Complex(ty)) => at = ty,
                _ => return false,
            }
        }
        false
    }

    /// The parts of a particle that stands for the whole content: those of a sequence that stands once.
    fn top(&mut self, particle: &'a crate::xsd::document::Particle) -> Vec<Part<'a>> {
        match self.part(particle) {
            Some(Part { min: 1, max: Some(1), what: What::Sequence(parts, _), .. }) => parts,
            Some(part) => vec![part],
            None => Vec::new(),
        }
    }

    /// All parts of a type's content, those of its bases first.
    fn all_parts(&mut self, ty: &'a ComplexType, depth: usize) -> Vec<Part<'a>> {
        match &ty.content {
            Content::Plain(particle) => particle.as_ref().map(|p| self.top(p)).unwrap_or_default(),
            Content::Complex { derivation, particle, .. } => {
                let mut parts = match (derivation, self.base_of(ty)) {
                    (Derivation::Extension, Base::Complex(base)) if depth < DEEP => self.all_parts(base, depth + 1),
                    (Derivation::Extension, Base::Anything) => match &self.set.anything {
                        Some(any) => vec![Part {
                            min: 0,
                            max: None,
                            what: What::Any(any),
                            doc: "",
                            place: ty.place,
                            key: ty.key,
                        }],
                        None => Vec::new(),
                    },
                    _ => Vec::new(),
                };
                parts.extend(particle.as_ref().map(|p| self.top(p)).unwrap_or_default());
                parts
            }
            Content::Simple { .. } => Vec::new(),
        }
    }

    /// Whether text may stand between a type's elements.
    fn is_mixed(&mut self, ty: &'a ComplexType, depth: usize) -> bool {
        if ty.mixed {
            return true;
        }
        let Content::Complex { derivation: Derivation::Extension, .. } = &ty.content else { return false };
        match self.base_of(ty) {
            Base::Complex(base) => depth < DEEP && self.is_mixed(base, depth + 1),
            Base::Anything => true,
            Base::Simple | Base::Unknown => false,
        }
    }

    /// The type of the text of a type with simple content.
    pub(super) fn simple_content(&mut self, ty: &'a ComplexType, depth: usize) -> Option<(Id<Type>, Rc<Simple>)> {
        match &ty.content {
            Content::Plain(_) => None,
            Content::Complex { derivation: Derivation::Extension, particle: None, .. } => match self.base_of(ty) {
                Base::Complex(base) if depth < DEEP => self.simple_content(base, depth + 1),
                _ => None,
            },
            Content::Complex { .. } => None,
            Content::Simple { derivation, base: reference, inner, facets } => {
                let from = match inner {
                    Some(inner) => Some((self.inline_simple(inner), self.simple(inner))),
                    None => match self.base_of(ty) {
                        Base::Complex(base) if depth < DEEP => self.simple_content(base, depth + 1),
                        Base::Simple => {
                            let simple = self.simple_named(reference);
                            Some((self.type_of(reference), simple))
                        }
                        _ => None,
                    },
                };
                let Some((id, simple)) = from else {
                    if self.set.types.contains_key(&reference.name) {
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
                let plain = if simple.is_compound() { self.unlimited_content(ty, depth) } else { None };
                let lowered = self.limited(&simple, plain, ty.place);
                Some((self.builder.define(Key::Place(place), lowered), simple))
            }
        }
    }

    /// The list or union that the text of a type with simple content begins with; see [`Lower::unlimited`].
    fn unlimited_content(&mut self, ty: &'a ComplexType, depth: usize) -> Option<Id<Type>> {
        match &ty.content {
            Content::Simple { inner: Some(inner), .. } => match &inner.variety {
                Variety::Restriction(base, _) => self.unlimited(base),
                Variety::List(_) | Variety::Union(_) => Some(self.inline_simple(inner)),
            },
            Content::Simple { base, .. } | Content::Complex { base, .. } => match self.base_of(ty) {
                Base::Complex(base) if depth < DEEP => self.unlimited_content(base, depth + 1),
                Base::Simple => Some(self.unlimited_ref(base)),
                _ => None,
            },
            Content::Plain(_) => None,
        }
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
        let mut parts = self.all_parts(ty, 0);
        if !self.is_mixed(ty, 0) {
            if parts.len() > 1 && self.is_unordered(ty, 0) {
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
        if fields < 2 || !self.is_unordered(ty, 0) {
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

    fn is_unordered(&mut self, ty: &'a ComplexType, depth: usize) -> bool {
        let is_all = |particle: &Particle| match &particle.term {
            Term::All(_) => true,
            Term::Group(reference) => {
                let group = self.set.groups.get(&reference.name).and_then(|group| group.particle.as_ref());
                group.is_some_and(|particle| matches!(particle.term, Term::All(_)))
            }
            _ => false,
        };
        match &ty.content {
            Content::Plain(particle) => particle.as_ref().is_some_and(is_all),
            Content::Complex { particle: Some(particle), .. } if is_all(particle) => true,
            Content::Complex { derivation: Derivation::Extension, .. } => match self.base_of(ty) {
                Base::Complex(base) if depth < DEEP => self.is_unordered(base, depth + 1),
                _ => false,
            },
            Content::Complex { .. } | Content::Simple { .. } => false,
        }
    }

    /// Whether an element may belong to either of two lists of parts.
    fn meet(&self, one: &[Part<'a>], other: &[Part<'a>]) -> bool {
        let (one, other) = (self.reach(one), self.reach(other));
        one.names.iter().any(|name| other.names.contains(name))
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

/// What a list of parts lets in.
#[derive(Debug, Default)]
pub(super) struct Reach<'a> {
    pub(super) names: HashSet<&'a Expanded>,
    pub(super) any: Vec<Namespaces>,
}
