//! Members that one part of a whole names, and another describes with all those that it does not name itself:
//! `additionalProperties` looks at no more than the `properties` beside it (Core 10.3.2.3), so both hold.

use std::rc::Rc;

use foldhash::{HashMap, HashSet};

use super::gather::Parts;
use super::kind::Kind;
use super::{Schema, Types};
use crate::ir::Field;
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

/// How far alternatives within alternatives are looked at.
pub(super) const DEPTH: usize = 8;

/// What a schema says of the members that it does not name.
struct Unnamed<'a> {
    /// The base that it is a part of, by its number; `None` for a part of the whole itself.
    base: Option<usize>,
    schema: Rc<Schema<'a>>,
    node: Node<'a>,
}

/// A description of a member by its name.
#[derive(Clone, Copy)]
struct Named<'a> {
    base: Option<usize>,
    node: Node<'a>,
}

impl<'a> Cx<'a, '_> {
    /// Lets `fields`, which `parts` have by name, be what other parts say of all members that those do not name. Where both
    /// are not put together, the description by name counts. What a part forbids in this way is mostly not meant.
    pub(super) fn as_unnamed(&mut self, parts: &Parts<'a>, fields: &mut Vec<Field>) {
        let mut all: Vec<(Option<usize>, Rc<Schema<'a>>)> = Vec::new();
        for (index, &base) in parts.bases.iter().enumerate() {
            for node in self.extended_by(base) {
                all.push((Some(index), self.schema(node)));
            }
        }
        all.extend(parts.own.iter().map(|own| (None, Rc::clone(own))));
        let said = self.unnamed(&all);
        if said.is_empty() {
            return;
        }
        let mut names: Vec<&'a str> = Vec::new();
        let mut named: HashMap<&'a str, Vec<Named<'a>>> = HashMap::default();
        for (base, schema) in &all {
            for &(name, node) in &schema.properties {
                let known = named.entry(name).or_default();
                if known.is_empty() {
                    names.push(name);
                }
                known.push(Named { base: *base, node });
            }
        }
        for name in names {
            let Some(descriptions) = named.get(name) else { continue };
            let mut others: Vec<Node<'a>> = Vec::new();
            for one in &said {
                // What stands in one base has been put together there.
                let elsewhere = one.base.is_none() || descriptions.iter().any(|named| named.base != one.base);
                if elsewhere && !self.names(one, name) {
                    others.push(one.node);
                }
            }
            if !others.is_empty() {
                self.field_as_unnamed(name, descriptions, &others, &parts.required, fields);
            }
        }
    }

    /// What schemas say of members that they do not name, as far as it says anything.
    fn unnamed(&mut self, all: &[(Option<usize>, Rc<Schema<'a>>)]) -> Vec<Unnamed<'a>> {
        let mut said: Vec<Unnamed<'a>> = Vec::new();
        for (base, schema) in all {
            // A pattern may be what its name fits.
            let Some(node) = schema.additional.filter(|_| schema.patterns.is_empty()) else { continue };
            if node.value.is_object() && self.kind(node) != Kind::Anything {
                said.push(Unnamed { base: *base, schema: Rc::clone(schema), node });
            }
        }
        said
    }

    /// Whether the schema that says something of other members has this one.
    fn names(&mut self, said: &Unnamed<'a>, name: &str) -> bool {
        let schema = &said.schema;
        // Choices and conditions may have any.
        let may_have = !schema.one_of.is_empty() || !schema.any_of.is_empty() || !schema.conditional.is_empty();
        schema.properties.iter().any(|(known, _)| *known == name)
            || schema.unevaluated && (may_have || self.property(schema.node, name).is_some())
    }

    fn field_as_unnamed(
        &mut self,
        name: &'a str,
        descriptions: &[Named<'a>],
        others: &[Node<'a>],
        required: &[(&'a str, Node<'a>)],
        fields: &mut Vec<Field>,
    ) {
        let known = fields.iter().position(|field| field.name.text == name);
        let place = known.and_then(|index| fields.get(index)).map(|field| field.place);
        let counting = descriptions.iter().find(|named| Some(named.node.place) == place).or(descriptions.first());
        let Some(&Named { node, .. }) = counting else { return };
        let mut best = node;
        let mut also: Vec<Node<'a>> = Vec::new();
        for &other in others {
            if self.is_within(best, other, DEPTH) {
                continue;
            }
            if self.is_within(other, best, DEPTH) || self.is_bare(best, other) {
                best = other;
            } else if self.add_up(other, best) {
                also.push(other);
            } else if !self.is_bare(other, best) {
                self.named_otherwise(name, best, other);
            }
        }
        let mut joining: Vec<Node<'a>> = descriptions.iter().map(|named| named.node).collect();
        joining.retain(|other| other.place != best.place);
        joining.extend(also.iter().copied());
        let ty = match also.is_empty() {
            true => (best.place != node.place).then(|| self.ty(best)),
            false => self.joined(&joining, best),
        };
        let Some(ty) = ty else { return };
        let index = known.unwrap_or(fields.len());
        if known.is_none() {
            let needed = required.iter().any(|(known, _)| *known == name) || self.is_required(descriptions, name);
            fields.push(self.field(name, node, needed));
        }
        let nullable = self.nullable(best) && !self.is_null(best);
        let fixed = self.fixed(best);
        let Some(field) = fields.get_mut(index) else { return };
        field.ty = ty;
        if best.place != node.place {
            field.fixed = field.fixed.take().or(fixed);
            field.nullable = nullable;
        }
    }

    /// Whether the schema around one of these descriptions requires the member.
    fn is_required(&mut self, descriptions: &[Named<'a>], name: &str) -> bool {
        descriptions.iter().any(|named| {
            let owner = self.sources.parent(named.node.place).and_then(|place| self.sources.parent(place));
            let schema = owner.and_then(|owner| self.schemas.get(&owner));
            schema.is_some_and(|schema| schema.required.iter().any(|(known, _)| *known == name))
        })
    }

    /// Whether the schema at `one` says no more than that values are the objects or lists that the one at `other` describes.
    fn is_bare(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        match (self.kind(one), self.kind(other)) {
            (Kind::Map, Kind::Map | Kind::Record) => {
                let settled = self.settled(one);
                !self.schema(settled).additional.is_some_and(|node| node.value.is_object())
            }
            (Kind::List, Kind::List) => !self.have_items(&[one]),
            _ => false,
        }
    }

    /// Whether values of the schema at `one` fit the one at `other`, as far as their types tell.
    pub(super) fn is_within(&mut self, one: Node<'a>, other: Node<'a>, depth: usize) -> bool {
        let (one, other) = (self.settled(one), self.settled(other));
        if one.place == other.place || one.value == other.value {
            return true;
        }
        if depth == 0 {
            return false;
        }
        match (self.kind(one), self.kind(other)) {
            (_, Kind::Anything) => true,
            (Kind::Anything, _) => false,
            (Kind::Null, _) => self.nullable(other),
            (Kind::Union, _) => {
                let schema = self.schema(one);
                let alternatives: Vec<Node<'a>> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
                !alternatives.is_empty()
                    && alternatives.into_iter().all(|node| self.is_null(node) || self.is_within(node, other, depth - 1))
            }
            (kind, Kind::Union) => {
                let schema = self.schema(other);
                let mut alternatives = schema.one_of.iter().chain(&schema.any_of).copied();
                let type_of = match kind {
                    Kind::List => Types::ARRAY,
                    Kind::Scalar(types) => types,
                    _ => Types::OBJECT,
                };
                let has = |types: Types| types.has(type_of) || type_of == Types::INTEGER && types.has(Types::NUMBER);
                (!schema.is_combined() && has(schema.types))
                    || alternatives.any(|node| self.is_within(one, node, depth - 1))
            }
            (Kind::Scalar(kind), Kind::Scalar(wider)) if kind == wider => {
                let (one, other) = (self.schema(one), self.schema(other));
                match (listed(&one), listed(&other)) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(one), Some(other)) => {
                        let other: HashSet<String> = other.iter().map(|node| node.value.to_string()).collect();
                        one.iter().all(|node| other.contains(&node.value.to_string()))
                    }
                }
            }
            (Kind::Scalar(Types::INTEGER), Kind::Scalar(Types::NUMBER)) => listed(&self.schema(other)).is_none(),
            (Kind::Record, Kind::Record) => self.extends(one, other.place),
            _ => false,
        }
    }

    fn named_otherwise(&mut self, name: &str, named: Node<'a>, other: Node<'a>) {
        if self.told.insert(named.place) {
            self.diags
                .warning(
                    codes::COMBINATION,
                    named.place,
                    format!("`{name}` is described here and by what another part says of all others, in ways that are not put together"),
                )
                .also(other.place, "this is said of all members that have no name beside it")
                .note("the description by name counts");
        }
    }
}

/// The values that a schema lists.
fn listed<'a>(schema: &Schema<'a>) -> Option<Vec<Node<'a>>> {
    schema.constant.map(|constant| vec![constant]).or_else(|| schema.values.clone())
}
