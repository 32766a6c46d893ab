//! What may stand in the place of something else: members of substitution groups, and derived types by `xsi:type`.

use std::collections::{HashSet, VecDeque};

use super::values::Word;
use super::{Lower, doc, text};
use crate::ir::build::Key;
use crate::ir::{Choice, Id, Name, Occurs, Shape, Space, Tag, Type, Variant};
use crate::xsd::codes;
use crate::xsd::document::{ComplexType, Content, Derivation, Derivations, Element, Expanded, TypeUse};
use crate::xsd::resolve::TypeDefinition;

use super::bases;

impl<'a> Lower<'a> {
    /// The elements that may stand where `head` is referred to, itself first; abstract ones are left out (Part 1, 3.3.6).
    pub(super) fn candidates(&self, head: &'a Element) -> Vec<&'a Element> {
        let mut seen: Vec<&'a Element> = vec![head];
        let mut found = Vec::new();
        if !head.is_abstract {
            found.push(head);
        }
        if head.block.substitution {
            return found;
        }
        let mut next = 0;
        while let Some(&element) = seen.get(next) {
            next += 1;
            for &member in self.members.get(&element.name).map(Vec::as_slice).unwrap_or_default() {
                if seen.iter().any(|known| std::ptr::eq(*known, member)) {
                    continue;
                }
                seen.push(member);
                if !member.is_abstract && !self.is_blocked(member, head) {
                    found.push(member);
                }
            }
        }
        found
    }

    /// Whether the type of `member` comes from that of `head` in a way that the head forbids.
    fn is_blocked(&self, member: &Element, head: &Element) -> bool {
        let (TypeUse::Named(from), TypeUse::Named(to)) = (&member.ty, &head.ty) else { return false };
        self.comes_by(&from.name, &to.name, head.block)
    }

    /// Whether one of the steps from `derived` up to `base` is among `steps`.
    fn comes_by(&self, derived: &Expanded, base: &Expanded, steps: Derivations) -> bool {
        let mut name = derived;
        let mut left = self.set.types.len();
        while name != base && left > 0 {
            left -= 1;
            let Some(TypeDefinition::Complex(ty)) = self.set.types.get(name) else { return false };
            let Some(next) = bases::base(ty) else { return false };
            match derivation(ty) {
                Some(Derivation::Extension) if steps.extension => return true,
                Some(Derivation::Restriction) if steps.restriction => return true,
                _ => name = &next.name,
            }
        }
        false
    }

    /// Says which elements are members of a group that they are the head of (Part 1, 3.3.6).
    pub(super) fn circles_of_heads(&mut self) {
        let set = self.set;
        let mut done: HashSet<&'a Expanded> = HashSet::new();
        for start in set.elements.keys() {
            let (mut way, mut here): (HashSet<&'a Expanded>, _) = (HashSet::new(), Some(start));
            while let Some(name) = here.filter(|name| !done.contains(name)) {
                done.insert(name);
                way.insert(name);
                let head = set.elements.get(name).and_then(|element| element.substitutes.first());
                here = head.and_then(|head| set.elements.get_key_value(&head.name)).map(|(name, _)| name);
                if let Some(element) = here.filter(|head| way.contains(head)).and_then(|head| set.elements.get(head)) {
                    let message = format!("`{}` is a member of its own substitution group", element.name.local);
                    self.diags
                        .error(codes::CIRCULAR, element.place, message)
                        .note("each of the circle may stand for the others; without a type of its own it is anything");
                }
            }
        }
    }

    /// Whether nothing can stand where the element is referred to.
    pub(super) fn is_barren(&self, element: &'a Element) -> bool {
        element.is_abstract && self.candidates(element).is_empty()
    }

    /// The choice of what may stand where `head` is referred to; `None` where only itself may, or nothing.
    pub(super) fn substitutes(&mut self, head: &'a Element) -> Option<Id<Type>> {
        if !self.is_global(head) {
            return None;
        }
        let candidates = self.candidates(head);
        match candidates.as_slice() {
            [] => return None,
            [only] if std::ptr::eq(*only, head) => return None,
            _ => {}
        }
        // No name of XML holds a blank, so this key is nobody else's.
        let local = format!("{} substitutes", head.name.local);
        let key = Key::Xml(Space::Group, text(&head.name.namespace), local);
        if let Some(known) = self.builder.get(&key) {
            return Some(known);
        }
        let id = self.builder.refer(key.clone(), head.place);
        let variants = candidates.into_iter().map(|element| self.element_variant(element)).collect();
        let choice = Choice::new(Tag::Element, variants, false);
        let mut ty = Type::new(Shape::Choice(choice), head.place).documented(doc(&head.doc));
        let name = if head.is_abstract {
            Name::xml(self.home(&head.name), &*head.name.local, Space::Element)
        } else {
            Name {
                derived: true,
                ..Name::xml(self.home(&head.name), format!("{} choice", head.name.local), Space::Element)
            }
        };
        ty.name = Some(name);
        self.builder.define(key, ty);
        Some(id)
    }

    /// A variant that is one element.
    pub(super) fn element_variant(&mut self, element: &'a Element) -> Variant {
        let mut ty = self.element_type(element);
        if element.nillable {
            ty = self.nullable(ty, element.place);
        }
        let (default, word) = match &element.default {
            None => (element.fixed.as_ref(), Word::Fixed),
            default => (default.as_ref(), Word::Default),
        };
        let default = default.and_then(|value| self.element_literal(element, value, word));
        Variant {
            name: Name::new(&*element.name.local),
            ty: Some(ty),
            occurs: Occurs::One,
            tags: Vec::new(),
            default,
            xml: Some(self.place_of(&element.name)),
            doc: doc(&element.doc),
            place: element.place,
        }
    }

    /// Nothing (`xsi:nil`), or a value of the type.
    pub(super) fn nullable(&mut self, ty: Id<Type>, place: crate::source::Place) -> Id<Type> {
        let key = Key::Place(self.sources.member(place, "nil"));
        match self.builder.get(&key) {
            Some(known) => known,
            None => self.builder.define(key, Type::new(Shape::Nullable(ty), place)),
        }
    }

    /// Whether values of the type are always of another one, which `xsi:type` names.
    pub(super) fn is_polymorphic(&self, ty: &'a ComplexType) -> bool {
        (ty.is_abstract || self.options.derived_in_place) && self.concrete(ty).next().is_some()
    }

    /// The concrete types that derive from `ty` and may stand for it, in the order of the schema.
    fn concrete(&self, ty: &'a ComplexType) -> impl Iterator<Item = &'a ComplexType> {
        let mut seen: HashSet<&'a Expanded> = ty.name.iter().collect();
        let mut open: VecDeque<&'a ComplexType> = ty.name.iter().flat_map(|name| self.derived_from(name)).collect();
        std::iter::from_fn(move || {
            while let Some(derived) = open.pop_front() {
                let Some(own) = &derived.name else { continue };
                let is_blocked = match derivation(derived) {
                    Some(Derivation::Extension) => ty.block.extension,
                    Some(Derivation::Restriction) => ty.block.restriction,
                    None => false,
                };
                // Whatever derives from what is blocked is blocked too.
                if is_blocked || !seen.insert(own) {
                    continue;
                }
                open.extend(self.derived_from(own));
                if !derived.is_abstract {
                    return Some(derived);
                }
            }
            None
        })
    }

    fn derived_from(&self, name: &Expanded) -> impl Iterator<Item = &'a ComplexType> {
        self.derived.get(name).into_iter().flatten().copied()
    }

    /// The choice of the types that may stand where `ty` is used.
    pub(super) fn descendants(&mut self, ty: &'a ComplexType) -> Id<Type> {
        let Some(name) = &ty.name else { return self.builtin("anyType") };
        let key = descendants_key(name);
        if let Some(known) = self.builder.get(&key) {
            return known;
        }
        let id = self.builder.refer(key.clone(), ty.place);
        let mut variants = Vec::new();
        if !ty.is_abstract {
            // The declared type needs no `xsi:type`.
            variants.push(Variant {
                name: Name::new(&*name.local),
                ty: Some(self.builder.refer(super::type_key(name), ty.place)),
                occurs: Occurs::One,
                tags: vec![String::new(), name.to_string()],
                default: None,
                xml: None,
                doc: doc(&ty.doc),
                place: ty.place,
            });
        }
        for derived in self.concrete(ty).collect::<Vec<_>>() {
            let Some(name) = &derived.name else { continue };
            variants.push(Variant {
                name: Name::new(&*name.local),
                ty: Some(self.builder.refer(super::type_key(name), derived.place)),
                occurs: Occurs::One,
                tags: vec![name.to_string()],
                default: None,
                xml: None,
                doc: doc(&derived.doc),
                place: derived.place,
            });
        }
        let choice = Choice::new(Tag::XsiType, variants, false);
        let mut lowered = Type::new(Shape::Choice(choice), ty.place).documented(doc(&ty.doc));
        let word = if ty.is_abstract { Name::new(&*name.local) } else { Name::derived(format!("any {}", name.local)) };
        lowered.name = Some(Name { namespace: self.home(name), ..word });
        self.builder.define(key, lowered);
        id
    }
}

/// The key of the choice of what may stand where a type is used; no name of XML holds a blank, so it is nobody else's.
pub(super) fn descendants_key(name: &Expanded) -> Key {
    Key::Xml(Space::Plain, text(&name.namespace), format!("{} by xsi:type", name.local))
}

fn derivation(ty: &ComplexType) -> Option<Derivation> {
    match ty.content {
        Content::Complex { derivation, .. } | Content::Simple { derivation, .. } => Some(derivation),
        Content::Plain(_) => None,
    }
}
