//! What a value must fit all at once, gathered across references, `allOf` and choices of one.

use std::rc::Rc;

use foldhash::HashSet;

use super::kind::Kind;
use super::{Schema, Types};
use crate::ir::Tag;
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::openapi::refs::ROW;
use crate::source::Place;

/// How many schemas one schema may be put together from.
const PARTS: usize = 300;

/// A choice that a value must fit.
#[derive(Clone)]
pub(super) struct Union<'a> {
    /// The alternatives, of which none is `null`.
    pub(super) alternatives: Vec<Node<'a>>,
    /// `oneOf` or `anyOf`.
    pub(super) tag: Tag,
    /// The discriminator beside it.
    pub(super) discriminator: Option<Node<'a>>,
    /// The schema that is this choice by those who extend it; it is the last of the alternatives.
    pub(super) family: Option<Node<'a>>,
    /// The alternatives that are schemas of that family, each without those who extend it: they are alternatives, too.
    pub(super) alone: Vec<Place>,
}

/// What a value must fit, all at once.
#[derive(Clone, Default)]
pub(super) struct Parts<'a> {
    /// Records that are extended.
    pub(super) bases: Vec<Node<'a>>,
    /// Objects by parts of this schema itself.
    pub(super) own: Vec<Rc<Schema<'a>>>,
    /// Names that must be there, wherever the property is.
    pub(super) required: Vec<(&'a str, Node<'a>)>,
    /// Choices.
    pub(super) unions: Vec<Union<'a>>,
    /// What is no object.
    pub(super) others: Vec<Node<'a>>,
    /// Schemas without a type whose words are about values that are no objects.
    pub(super) words: Vec<Node<'a>>,
    /// Members that only conditions describe.
    pub(super) conditional: Vec<(&'a str, Node<'a>)>,
    /// Whether a part says that values are objects.
    pub(super) object: bool,
    /// A part that no value fits.
    pub(super) nothing: Option<Node<'a>>,
    /// What was looked into, against circles.
    pub(super) seen: Vec<Place>,
}

impl Parts<'_> {
    /// Whether values are objects.
    pub(super) fn is_object(&self) -> bool {
        !self.bases.is_empty() || !self.own.is_empty() || !self.required.is_empty()
    }

    /// Leaves out what is said of objects, where values are none.
    pub(super) fn no_object(&mut self) {
        self.bases.clear();
        self.own.clear();
        self.required.clear();
    }
}

impl<'a> Cx<'a, '_> {
    /// Gathers what a value of `schema` must fit.
    pub(super) fn gather(&mut self, schema: &Rc<Schema<'a>>, parts: &mut Parts<'a>) {
        let node = schema.node;
        if parts.seen.contains(&node.place) {
            return;
        }
        parts.seen.push(node.place);
        if parts.seen.len() > PARTS {
            if self.told.insert(node.place) {
                self.diags
                    .error(codes::COMBINATION, node.place, "this is one of too many schemas that are put together")
                    .note("it is left out");
            }
            return;
        }
        if schema.always == Some(false) {
            parts.nothing.get_or_insert(node);
        }
        parts.object |= schema.types.has(Types::OBJECT);
        if schema.has_members() && (schema.types.is_empty() || schema.types.has(Types::OBJECT)) {
            parts.own.push(Rc::clone(schema));
        } else if schema.is_firm() && !schema.types.has(Types::OBJECT) {
            parts.others.push(node);
        } else if !schema.is_firm() && schema.has_shape() {
            parts.words.push(node);
        }
        parts.required.extend(schema.required.iter().copied());
        parts.conditional.extend(schema.conditional.iter().copied());
        if let Some(reference) = schema.reference
            && let Some(target) = self.resolve(node, reference)
        {
            self.gather_target(target, parts);
        }
        for &part in &schema.all_of {
            let inner = self.schema(part);
            match inner.is_reference() {
                true => {
                    if let Some(target) = self.follow(part) {
                        self.gather_target(target, parts);
                    }
                }
                false => self.gather(&inner, parts),
            }
        }
        for (alternatives, tag) in [(&schema.one_of, Tag::OneOf), (&schema.any_of, Tag::AnyOf)] {
            self.gather_union(schema, alternatives, tag, parts);
        }
    }

    /// A part that is referred to.
    pub(super) fn gather_target(&mut self, target: Node<'a>, parts: &mut Parts<'a>) {
        let schema = self.schema(target);
        let kind = self.kind(target);
        if !matches!(kind, Kind::Record | Kind::Union) && self.leads_back(target, parts) {
            return self.say_circle(target, parts);
        }
        match kind {
            // Its conditions may describe members.
            Kind::Anything => self.gather(&schema, parts),
            Kind::Null | Kind::Scalar(_) | Kind::List => match self.is_firm(target) {
                true => parts.others.push(target),
                false => parts.words.push(target),
            },
            Kind::Requirement | Kind::Map => self.gather(&schema, parts),
            Kind::Record => {
                let target = self.settled(target);
                if parts.seen.contains(&target.place) || self.leads_back(target, parts) {
                    self.say_circle(target, parts);
                } else if !parts.bases.iter().any(|base| base.place == target.place) {
                    match self.family_around(target, parts) {
                        Some(family) => parts.unions.push(family),
                        None => parts.bases.push(target),
                    }
                }
            }
            Kind::Union => {
                // A schema that is one of the alternatives of the one that it extends: it has its members, not its choice.
                let alternatives: Vec<Node<'a>> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
                let whole = parts.seen.first().copied();
                let child =
                    alternatives.iter().any(|&node| self.follow(node).is_some_and(|node| Some(node.place) == whole));
                match child {
                    true if schema.has_members() => parts.bases.push(target),
                    true => {}
                    false => self.gather(&schema, parts),
                }
            }
        }
    }

    /// Whether a part is, or extends, what it is a part of.
    fn leads_back(&mut self, target: Node<'a>, parts: &Parts<'a>) -> bool {
        parts.seen.first().is_some_and(|&whole| self.extends(target, whole))
    }

    fn say_circle(&mut self, target: Node<'a>, parts: &Parts<'a>) {
        let from = parts.seen.first().copied().unwrap_or(target.place);
        if self.told.insert(from) {
            self.diags
                .error(codes::CIRCULAR, from, "this schema extends itself")
                .also(target.place, "by way of this")
                .note("the part that leads back is left out");
        }
    }

    /// The choice that a family is for a schema that has more beside it, and is none of the family itself.
    fn family_around(&mut self, target: Node<'a>, parts: &Parts<'a>) -> Option<Union<'a>> {
        let whole = parts.seen.first()?;
        if self.named.contains_key(whole) || *whole == target.place || !self.is_family(target) {
            return None;
        }
        let (alternatives, inner, discriminator) = self.family_alternatives(target)?;
        let discriminator = Some(discriminator);
        let mut alone: Vec<Place> = alternatives.iter().map(|node| node.place).collect();
        alone.retain(|place| !inner.contains(place) && self.children.contains_key(place));
        Some(Union { alternatives, tag: Tag::OneOf, discriminator, family: Some(target), alone })
    }

    fn gather_union(&mut self, schema: &Rc<Schema<'a>>, alternatives: &[Node<'a>], tag: Tag, parts: &mut Parts<'a>) {
        let mut left: Vec<Node<'a>> = alternatives.iter().copied().filter(|&node| !self.is_null(node)).collect();
        // Nothing is of an alternative that nothing fits.
        if let Some(&first) = left.first() {
            left.retain(|&node| !self.is_never(node));
            if left.is_empty() {
                parts.nothing.get_or_insert(first);
            }
        }
        let requires = |cx: &mut Self, node: Node<'a>| cx.kind(node) == Kind::Requirement;
        let required = left.iter().any(|&node| requires(self, node));
        if (required || left.len() > 1) && self.all_restrict(&left) {
            return self.no_choice(schema.node, &tag, &left);
        }
        // A discriminator has no value for such an alternative.
        if schema.discriminator.is_some() {
            left.retain(|&node| !requires(self, node));
        }
        match left.as_slice() {
            [] => {}
            // With a discriminator there may be others one day.
            [one] if schema.discriminator.is_none() => {
                let inner = self.schema(*one);
                match inner.is_reference().then(|| self.follow(*one)).flatten() {
                    Some(target) => self.gather_target(target, parts),
                    None => self.gather(&inner, parts),
                }
            }
            _ => {
                let discriminator = schema.discriminator;
                parts.unions.push(Union { alternatives: left, tag, discriminator, family: None, alone: Vec::new() });
            }
        }
    }

    /// Whether the schema at `node` extends the one at `place`, however far.
    pub(super) fn extends(&mut self, node: Node<'a>, place: Place) -> bool {
        let (mut waiting, mut seen) = (vec![node], HashSet::default());
        while let Some(node) = waiting.pop() {
            if node.place == place {
                return true;
            }
            if !seen.insert(node.place) {
                continue;
            }
            let schema = self.schema(node);
            for &part in &schema.all_of {
                if self.schema(part).is_reference()
                    && let Some(target) = self.follow(part)
                {
                    waiting.push(target);
                } else {
                    waiting.push(part);
                }
            }
        }
        false
    }

    /// The schema that `node` stands for in the end, behind references and wrappers.
    pub(in crate::openapi) fn settled(&mut self, node: Node<'a>) -> Node<'a> {
        let (mut here, mut seen) = (node, HashSet::default());
        while seen.len() <= ROW && seen.insert(here.place) {
            let schema = self.schema(here);
            let inner = match schema.is_reference() {
                true => schema.reference.and_then(|reference| self.resolve(here, reference)),
                false => self.wrapped(&schema),
            };
            match inner {
                Some(inner) => here = inner,
                None => break,
            }
        }
        here
    }

    /// The property `name` of the schema at `node` or of what it extends, and whether it is required there.
    pub(in crate::openapi) fn property(&mut self, node: Node<'a>, name: &str) -> Option<(Node<'a>, bool)> {
        let (found, required) = self.descriptions(node, name);
        Some((*found.first()?, required))
    }

    /// All that the schema at `node` and what it extends say of the property `name`, and whether it is required there.
    pub(super) fn descriptions(&mut self, node: Node<'a>, name: &str) -> (Vec<Node<'a>>, bool) {
        let (mut found, mut required) = (Vec::new(), false);
        for node in self.extended_by(node) {
            let schema = self.schema(node);
            required |= schema.required.iter().any(|(known, _)| *known == name);
            found.extend(schema.properties.iter().find(|(known, _)| *known == name).map(|(_, node)| *node));
        }
        (found, required)
    }

    /// The schema at `node` and all that it extends, each once.
    pub(super) fn extended_by(&mut self, node: Node<'a>) -> Vec<Node<'a>> {
        let (mut waiting, mut seen) = (vec![node], HashSet::default());
        let mut all: Vec<Node<'a>> = Vec::new();
        while let Some(node) = waiting.pop() {
            let node = self.settled(node);
            if !seen.insert(node.place) {
                continue;
            }
            all.push(node);
            let schema = self.schema(node);
            waiting.extend(schema.all_of.iter().rev());
            waiting.extend(schema.reference.and_then(|reference| self.resolve(node, reference)));
        }
        all
    }
}
