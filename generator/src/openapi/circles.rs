//! Types that lead back to themselves with nothing of their own between: other names of one another, and choices that are
//! among their own alternatives. No value ends such a circle (JSON Schema 2020-12 Core, 9.4.1), so each is told and broken.
//! Circles through members and items are ended by values, and stay.

use foldhash::HashSet;

use super::codes;
use super::cx::Cx;
use crate::ir::{Arena, Choice, Id, Shape, Tag, Type, Variant};
use crate::source::Place;

/// A choice that leads back to itself.
struct Circle {
    id: Id<Type>,
    /// The alternatives that it has without that.
    left: Vec<Variant>,
    /// Where those stand that lead back, and where the last on the way of each.
    ways: Vec<(Place, Place)>,
}

impl Cx<'_, '_> {
    /// Breaks all circles.
    pub(super) fn break_circles(&mut self) {
        self.break_names();
        self.break_choices();
    }

    /// Types that are only other names of one another name nothing.
    fn break_names(&mut self) {
        let types = &mut self.builder.api().types;
        let mut circles: Vec<Place> = Vec::new();
        for start in types.ids() {
            let mut here = start;
            // A circle that `start` is not in is broken when its own members have their turn.
            for _ in 0..types.len() {
                let Shape::Alias(next) = types[here].shape else { break };
                here = next;
                if here == start {
                    circles.push(types[start].place);
                    types[start].shape = Shape::Any;
                }
            }
        }
        for place in circles {
            self.diags
                .error(codes::CIRCULAR, place, "this schema stands for itself, so it means nothing")
                .note("any value is let in");
        }
    }

    /// A choice that is an alternative of itself has no more values by that. One that is so by way of others has the
    /// alternatives of those, too.
    fn break_choices(&mut self) {
        let types = &self.builder.api().types;
        let circling: Vec<Id<Type>> = types
            .ids()
            .filter(|&id| {
                choice_of(types, id).is_some_and(|it| it.variants.iter().any(|v| way_back(types, v, id).is_some()))
            })
            .collect();
        // By tags first: what another choice adds has none of its values.
        for by_tag in [true, false] {
            let ids = circling.iter().copied();
            let types = &self.builder.api().types;
            let found: Vec<Circle> = ids
                .filter(|&id| choice_of(types, id).is_some_and(|choice| is_by_tag(choice) == by_tag))
                .map(|id| Circle { id, left: alternatives(types, id, !by_tag), ways: ways(types, id) })
                .filter(|circle| !circle.ways.is_empty())
                .collect();
            for Circle { id, left: variants, ways } in found {
                self.say_circling(&ways, id, variants.is_empty());
                let ty = &mut self.builder.api().types[id];
                let Shape::Choice(choice) = &mut ty.shape else { continue };
                let others = choice.others.and_then(|at| choice.variants.get(at)).and_then(|variant| variant.ty);
                choice.others = others.and_then(|ty| variants.iter().position(|variant| variant.ty == Some(ty)));
                choice.variants = variants;
                match choice.variants.as_slice() {
                    [] => ty.shape = Shape::Any,
                    [Variant { ty: Some(one), .. }] if !by_tag && !choice.open => ty.shape = Shape::Alias(*one),
                    _ => {}
                }
            }
        }
    }

    /// Tells of the alternatives of a choice that lead back to it, unless that was told of the way that they take.
    fn say_circling(&mut self, ways: &[(Place, Place)], id: Id<Type>, is_all: bool) {
        let whole = self.builder.api().types[id].place;
        for &(first, last) in ways {
            let is_new = self.told.insert(first);
            if !is_new {
                continue;
            }
            self.told.insert(last);
            let (other, words, left) = match first == last {
                true => (whole, "this choice", "it is left out; it adds no value"),
                false => (last, "by way of this", "in its place are the others that it leads to"),
            };
            self.diags
                .error(codes::CIRCULAR, first, "this alternative leads back to the choice that it is one of")
                .also(other, words)
                .note(match is_all {
                    true => "no other is left, so any value is let in",
                    false => left,
                });
        }
    }
}

fn choice_of(types: &Arena<Type>, id: Id<Type>) -> Option<&Choice> {
    match &types[id].shape {
        Shape::Choice(choice) => Some(choice),
        _ => None,
    }
}

fn is_by_tag(choice: &Choice) -> bool {
    !matches!(choice.tag, Tag::OneOf | Tag::AnyOf)
}

/// Where the last alternative stands on the way from `variant` to the choice `to`, if one leads there without an object or
/// a list between.
fn way_back(types: &Arena<Type>, variant: &Variant, to: Id<Type>) -> Option<Place> {
    let mut open = vec![(variant.ty?, variant.place)];
    let mut seen = HashSet::default();
    while let Some((here, by)) = open.pop() {
        if here == to {
            return Some(by);
        }
        if !seen.insert(here) {
            continue;
        }
        match &types[here].shape {
            Shape::Alias(next) | Shape::Nullable(next) => open.push((*next, by)),
            Shape::Choice(choice) => {
                open.extend(choice.variants.iter().rev().filter_map(|variant| Some((variant.ty?, variant.place))));
            }
            _ => {}
        }
    }
    None
}

/// The alternatives of a choice that lead back to it: where each stands, and the last one on its way.
fn ways(types: &Arena<Type>, id: Id<Type>) -> Vec<(Place, Place)> {
    let variants = choice_of(types, id).map(|choice| choice.variants.as_slice()).unwrap_or_default();
    variants.iter().filter_map(|variant| Some((variant.place, way_back(types, variant, id)?))).collect()
}

/// The alternatives of the choice `whole` that do not lead back to it; in the place of one that does, those of the choices
/// on its way, where `with_others`.
fn alternatives(types: &Arena<Type>, whole: Id<Type>, with_others: bool) -> Vec<Variant> {
    let (mut found, mut seen): (Vec<Variant>, HashSet<Id<Type>>) = (Vec::new(), HashSet::from_iter([whole]));
    let variants_of = |id| choice_of(types, id).map(|choice| choice.variants.as_slice()).unwrap_or_default();
    let mut open: Vec<&Variant> = variants_of(whole).iter().rev().collect();
    while let Some(variant) = open.pop() {
        if way_back(types, variant, whole).is_none() {
            if !with_others || !found.iter().any(|known| known.ty == variant.ty) {
                found.push(variant.clone());
            }
        } else if let Some(inner) = variant.ty.filter(|_| with_others).map(|ty| behind(types, ty))
            && seen.insert(inner)
        {
            open.extend(variants_of(inner).iter().rev());
        }
    }
    found
}

/// The choice that a type is by another name.
fn behind(types: &Arena<Type>, id: Id<Type>) -> Id<Type> {
    let mut here = id;
    for _ in 0..types.len() {
        match types[here].shape {
            Shape::Alias(next) | Shape::Nullable(next) => here = next,
            _ => break,
        }
    }
    here
}
