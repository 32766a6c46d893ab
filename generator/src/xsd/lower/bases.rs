//! What complex types come from. Chains of bases are as long as a schema likes: they are walked, never called through, and what
//! was found of a type is kept for those that come from it.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::Lower;
use super::part::{Part, Reach};
use super::simple::Simple;
use crate::ir::{Id, Space, Type};
use crate::source::Place;
use crate::xsd::codes;
use crate::xsd::document::{AnyUse, Attribute, AttributeUse, ComplexType, Content, Expanded, Ref};
use crate::xsd::resolve::TypeDefinition;

/// Something of complex types, each by where it is in memory: what a redefinition makes of a type stands at the same place.
pub(super) type Known<T> = HashMap<*const ComplexType, T>;

/// The type of the text of a type with simple content, and what its values are.
pub(super) type TextOf = (Id<Type>, Rc<Simple>);

/// What was found of complex types.
#[derive(Default)]
pub(super) struct Bases<'a> {
    /// The global types that come from themselves, or from such a type.
    circular: HashSet<&'a Expanded>,
    pub(super) bases: Known<Base<'a>>,
    pub(super) mixed: Known<bool>,
    pub(super) unordered: Known<bool>,
    pub(super) unlimited: Known<Option<Id<Type>>>,
    pub(super) simple: Known<Option<TextOf>>,
    pub(super) own_attributes: Known<Rc<AttributeSet<'a>>>,
    pub(super) own_content: Known<Rc<OwnContent<'a>>>,
}

/// An attribute as a type uses it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used<'a> {
    pub(super) attribute: &'a Attribute,
    pub(super) usage: &'a AttributeUse,
    pub(super) doc: &'a str,
    pub(super) place: Place,
}

/// The attributes of a type.
#[derive(Clone, Debug, Default)]
pub(super) struct AttributeSet<'a> {
    pub(super) used: Vec<Used<'a>>,
    pub(super) any: Option<AnyUse>,
}

/// What a type says of its elements by itself.
#[derive(Default)]
pub(super) struct OwnContent<'a> {
    pub(super) parts: Vec<Part<'a>>,
    /// What they let in.
    pub(super) reach: OnceCell<Reach<'a>>,
}

impl<'a> OwnContent<'a> {
    pub(super) fn of(parts: Vec<Part<'a>>) -> Rc<Self> {
        Rc::new(OwnContent { parts, reach: OnceCell::new() })
    }
}

/// What kind of type a complex type comes from.
#[derive(Clone, Copy)]
pub(super) enum Base<'a> {
    Complex(&'a ComplexType),
    Simple,
    Anything,
    /// Nothing defines it, or it comes from the type itself.
    Unknown,
}

/// The type that a complex type comes from.
pub(super) fn base(ty: &ComplexType) -> Option<&Ref> {
    match &ty.content {
        Content::Complex { base, .. } | Content::Simple { base, .. } => Some(base),
        Content::Plain(_) => None,
    }
}

impl<'a> Lower<'a> {
    /// Finds the types that come from themselves.
    pub(super) fn find_circles(&mut self) {
        let set = self.set;
        let mut done: HashSet<&'a Expanded> = HashSet::new();
        for start in set.types.keys() {
            let (mut way, mut on_way) = (Vec::new(), HashSet::new());
            let mut here = start;
            let leads_to_circle = loop {
                if done.contains(here) {
                    break self.bases.circular.contains(here);
                }
                let Some((name, TypeDefinition::Complex(ty))) = set.types.get_key_value(here) else { break false };
                if !on_way.insert(name) {
                    break true;
                }
                way.push(name);
                match base(ty) {
                    Some(base) => here = &base.name,
                    None => break false,
                }
            };
            done.extend(&way);
            if leads_to_circle {
                self.bases.circular.extend(way);
            }
        }
    }

    /// Whether following the bases of a type never ends.
    pub(super) fn is_circular(&self, ty: &ComplexType) -> bool {
        ty.name.as_ref().is_some_and(|name| self.bases.circular.contains(name))
    }

    /// What a complex type comes from. A name that nothing defines is reported.
    pub(super) fn base_of(&mut self, ty: &'a ComplexType) -> Base<'a> {
        if let Some(known) = self.bases.bases.get(&std::ptr::from_ref(ty)) {
            return *known;
        }
        let found = self.look_for_base(ty);
        if let (Base::Simple, Content::Complex { base, particle, .. }) = (found, &ty.content) {
            self.complex_of_simple(base, particle.is_some());
        }
        self.bases.bases.insert(std::ptr::from_ref(ty), found);
        found
    }

    fn look_for_base(&mut self, ty: &'a ComplexType) -> Base<'a> {
        let Some(reference) = base(ty) else { return Base::Anything };
        if self.is_circular(ty) {
            return Base::Unknown;
        }
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

    /// Says that complex content comes from a simple type, which only simple content can (Part 1, 3.4.3).
    fn complex_of_simple(&mut self, base: &Ref, has_elements: bool) {
        let message = format!("`{}` is a simple type, and no complex content", base.name.local);
        let said = match has_elements {
            true => self
                .diags
                .error(codes::BAD_DERIVATION, base.place, message)
                .note("its text and its elements are read as mixed content"),
            // That can be meant in one way alone.
            false => {
                self.diags.warning(codes::BAD_DERIVATION, base.place, message).note("it is read as `simpleContent`")
            }
        };
        said.help("a text with attributes is `simpleContent`");
    }

    /// Goes from a type to its bases until `step` has an answer, which is that of all types on the way.
    pub(super) fn along<T: Clone>(
        &mut self,
        ty: &'a ComplexType,
        known: impl for<'k> Fn(&'k mut Bases<'a>) -> &'k mut Known<T>,
        step: impl Fn(&mut Self, &'a ComplexType) -> ControlFlow<T, &'a ComplexType>,
    ) -> T {
        let (mut way, mut here) = (Vec::new(), ty);
        let found = loop {
            if let Some(found) = known(&mut self.bases).get(&std::ptr::from_ref(here)) {
                break found.clone();
            }
            way.push(here);
            match step(self, here) {
                ControlFlow::Break(found) => break found,
                ControlFlow::Continue(base) => here = base,
            }
        };
        known(&mut self.bases).extend(way.into_iter().map(|ty| (std::ptr::from_ref(ty), found.clone())));
        found
    }
}
