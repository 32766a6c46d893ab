//! Alternatives that only restrict. Every alternative holds beside the schema that has the choice (Core 10.2.1.2), so one
//! that says nothing of members or types is that schema itself, one variant among the others.

use foldhash::HashSet;

use super::Schema;
use super::kind::Kind;
use super::types::fitting;
use crate::ir::{Name, Occurs, Scalar, Shape, Tag, Type, Variant};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

/// How many schemas an alternative that only restricts may be made of.
const PARTS: usize = 100;

/// What stands around a choice of values that are no objects.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// The alternatives that only restrict it.
    pub(super) restricting: Vec<Node<'a>>,
    /// Whether one of those stands for several, with limits of their own.
    pub(super) several: bool,
    /// What says what values are.
    pub(super) beside: Vec<Node<'a>>,
    /// What narrows that.
    pub(super) words: Vec<Node<'a>>,
}

impl<'a> Cx<'a, '_> {
    /// Whether the schema at `node` has words about lengths, numbers, counts and which members must be there, but none that
    /// say what values or their members are.
    pub(super) fn only_restricts(&mut self, node: Node<'a>) -> bool {
        let (mut waiting, mut seen) = (vec![node], HashSet::default());
        while let Some(node) = waiting.pop() {
            // One that leads back to itself says nothing at all.
            if !seen.insert(node.place) {
                return false;
            }
            let schema = self.schema(node);
            let says_more = schema.has_shape()
                || schema.nullable
                || schema.always == Some(false)
                || schema.discriminator.is_some()
                || !schema.conditional.is_empty();
            if says_more || seen.len() > PARTS {
                return false;
            }
            if let Some(reference) = schema.reference {
                match self.resolve(node, reference) {
                    Some(target) => waiting.push(target),
                    None => return false,
                }
            }
            waiting.extend(schema.all_of.iter().chain(&schema.one_of).chain(&schema.any_of));
        }
        true
    }

    /// Whether all alternatives of a choice only restrict members, counts and the like: there is nothing to choose then.
    pub(super) fn all_restrict(&mut self, alternatives: &[Node<'a>]) -> bool {
        alternatives.iter().all(|&node| match self.kind(node) {
            Kind::Requirement => true,
            Kind::Anything => self.only_restricts(node),
            _ => false,
        })
    }

    /// Says that nothing is chosen among the alternatives of `node`, which only restrict values.
    pub(super) fn no_choice(&mut self, node: Node<'a>, tag: &Tag, alternatives: &[Node<'a>]) {
        // Where they say nothing, they forbid nothing either.
        let restricts =
            |schema: &Schema<'a>| !schema.limits.is_empty() || !schema.required.is_empty() || schema.is_combined();
        let settled: Vec<Node<'a>> = alternatives.iter().map(|&node| self.settled(node)).collect();
        if !settled.into_iter().any(|node| restricts(&self.schema(node))) {
            return;
        }
        let key = if *tag == Tag::OneOf { "oneOf" } else { "anyOf" };
        let place = self.sources.member(node.place, key);
        if !self.told.insert(place) {
            return;
        }
        let (what, note) = match alternatives.iter().all(|&node| self.kind(node) == Kind::Requirement) {
            true => ("these alternatives only say which members must be there together", "that is not checked"),
            false => (
                "these alternatives only restrict values, and are not checked",
                "values that they forbid are let through",
            ),
        };
        self.diags.warning(codes::UNCHECKED, place, what).note(note);
    }

    /// Whether the alternative at `node` lets in what stands around it, as far as is checked, where that is no object: it
    /// only restricts, or has words about objects alone.
    pub(super) fn adds_nothing(&mut self, node: Node<'a>) -> bool {
        let is_vague = self.kind(node) == Kind::Anything && self.schema(node).always != Some(false);
        is_vague || self.only_restricts(node)
    }

    /// Leaves out alternatives without a name that only restrict where another alternative has the same type already:
    /// nothing would tell them apart.
    pub(super) fn once(&mut self, schema: &Schema<'a>, left: Vec<Node<'a>>, around: &mut Around<'a>) -> Vec<Node<'a>> {
        if around.restricting.is_empty() {
            return left;
        }
        let shape = self.intersection(schema.node, &around.beside, &around.words);
        let restricts = |node: Node<'a>| around.restricting.iter().any(|known| known.place == node.place);
        let mut known = left.iter().any(|&node| !restricts(node) && self.is_scalar(node, &shape));
        let mut kept = Vec::new();
        for node in left {
            let nameless = restricts(node) && self.given_name(node).0.is_none();
            if nameless && known {
                around.several = true;
                continue;
            }
            known |= nameless;
            kept.push(node);
        }
        kept
    }

    /// Whether the schema at `node` is a scalar of this shape, and nothing more.
    fn is_scalar(&mut self, node: Node<'a>, shape: &Shape) -> bool {
        let settled = self.settled(node);
        let schema = self.schema(settled);
        let listed = schema.values.is_some() || schema.constant.is_some();
        let bare = !listed && !schema.is_combined() && schema.reference.is_none() && schema.limits.is_empty();
        match (self.kind(settled), shape) {
            (Kind::Scalar(types), Shape::Scalar(scalar)) if bare => {
                let found = self.scalar(&schema, types);
                // An address is kept as text.
                found == *scalar || (found, *scalar) == (Scalar::Uri, Scalar::String)
            }
            _ => false,
        }
    }

    /// The alternative at `node` as a variant, where it only restricts what stands around it.
    pub(super) fn restricted(&mut self, schema: &Schema<'a>, node: Node<'a>, around: &Around<'a>) -> Option<Variant> {
        if !around.restricting.iter().any(|known| known.place == node.place) {
            return None;
        }
        let shape = self.intersection(schema.node, &around.beside, &around.words);
        let mut ty = Type::new(shape, node.place);
        let mut limits = self.all_limits(schema);
        if !around.several {
            let settled = self.settled(node);
            let own = self.schema(settled);
            let beside = std::mem::replace(&mut limits, self.all_limits(&own));
            limits.join(beside);
        }
        ty.limits = fitting(&limits, &ty.shape);
        let ty = self.builder.add(ty);
        let mut variant = self.variant(node, Some(ty), Occurs::One);
        self.name_as_around(&mut variant, node, &around.beside);
        Some(variant)
    }

    /// An alternative at `node` that only restricts is called by what values are by what stands `beside` the choice, where
    /// nobody gave it a name; objects where that is nothing.
    pub(super) fn name_as_around(&mut self, variant: &mut Variant, node: Node<'a>, beside: &[Node<'a>]) {
        if self.given_name(node).0.is_some() {
            return;
        }
        variant.name = match beside.first() {
            Some(&first) => {
                let first = self.settled(first);
                let (kind, schema) = (self.kind_alone(first), self.schema(first));
                self.name_by_kind(kind, &schema)
            }
            None => Name::derived("object"),
        };
    }
}
