//! `allOf`, and everything that stands beside it: schemas that a value must fit all at once.
//!
//! What a value must fit is gathered first, across inline parts: records to extend, fields of its own, and choices. Fields
//! beside a choice belong to every one of its variants, for `P and (A or B)` is `(P and A) or (P and B)`.

use std::rc::Rc;

use serde_json::Value;

use super::gather::{Parts, Union};
use super::kind::Kind;
use super::{Schema, Types};
use crate::ir::{Choice, Field, Id, Occurs, Record, Rest, Shape, Tag, Type};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::source::Place;

/// How many variants choices may have when multiplied.
const VARIANTS: usize = 256;

/// How many variants all multiplied choices of a description may have.
const COMBINATIONS: usize = 20_000;

impl<'a> Cx<'a, '_> {
    /// The shape of a schema with a reference or combinations.
    pub(super) fn combined(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        let node = schema.node;
        let mut parts = Parts::default();
        self.gather(schema, &mut parts);
        if let Some(&other) = parts.others.first() {
            if !parts.is_object() && parts.unions.is_empty() {
                return self.intersection(node, &parts.others);
            }
            if !parts.is_object() && parts.unions.len() == 1 {
                return self.narrowed(schema, parts);
            }
            if self.told.insert(node.place) {
                self.diags
                    .error(codes::CONTRADICTION, node.place, "no value can fit all parts of this schema")
                    .also(other.place, "this part is no object, others are")
                    .note("this part is left out");
            }
        }
        if parts.unions.is_empty() {
            return self.record(schema, parts);
        }
        if !parts.is_object() && parts.unions.len() == 1 {
            return match parts.unions.pop() {
                Some(Union { family: Some(family), .. }) => Shape::Alias(self.ty(family)),
                Some(union) => self.union(schema, &union),
                None => Shape::Any,
            };
        }
        self.distributed(schema, parts)
    }

    /// The record that is a schema's own part, without its choices; what those who extend it have as a base.
    pub(super) fn record_part(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        let mut parts = Parts::default();
        self.gather(schema, &mut parts);
        parts.unions.clear();
        self.record(schema, parts)
    }

    fn record(&mut self, schema: &Rc<Schema<'a>>, parts: Parts<'a>) -> Shape {
        if !parts.is_object() {
            return match schema.types == Types::OBJECT {
                true => Shape::Map(self.anything(schema.node.place)),
                false => Shape::Any,
            };
        }
        if let ([base], [], []) = (parts.bases.as_slice(), parts.own.as_slice(), parts.required.as_slice()) {
            let base = *base;
            // A named child of a family is a type of its own, although it adds nothing.
            if !self.is_family(base) {
                return Shape::Alias(self.ty(base));
            }
        }
        let bases: Vec<Id<Type>> = parts.bases.iter().map(|&base| self.base(base)).collect();
        let (fields, rest) = self.members_of(&parts);
        if bases.is_empty() && fields.is_empty() {
            match rest {
                Rest::Kept(ty) => return Shape::Map(ty),
                Rest::Ignored => return Shape::Map(self.anything(schema.node.place)),
                Rest::Forbidden => {}
            }
        }
        Shape::Record(Record { bases, fields, rest })
    }

    /// The fields of the parts themselves, and those of the bases that a part says must be there.
    fn members_of(&mut self, parts: &Parts<'a>) -> (Vec<Field>, Rest) {
        let mut properties: Vec<(&'a str, Node<'a>)> = Vec::new();
        let mut before: Vec<(&'a str, Node<'a>)> = Vec::new();
        let mut rest = Rest::Ignored;
        for own in &parts.own {
            for &(name, node) in &own.properties {
                let vague = self.kind(node) == Kind::Anything;
                match properties.iter_mut().find(|(known, _)| *known == name) {
                    None => properties.push((name, node)),
                    // Two parts speak of one member: the one that says more counts.
                    Some(known) if !vague => {
                        let schema = self.schema(node);
                        let is_better = schema.constant.is_some() || schema.values.is_some();
                        if self.kind(known.1) == Kind::Anything || is_better {
                            known.1 = node;
                        } else if self.are_records(known.1, node) {
                            before.push((name, known.1));
                            known.1 = node;
                        } else if !self.are_alike(known.1, node) {
                            self.two_descriptions(name, known.1, node);
                        }
                    }
                    Some(_) => {}
                }
            }
            match self.rest(own) {
                Rest::Ignored => {}
                Rest::Forbidden if matches!(rest, Rest::Kept(_)) => {}
                found => rest = found,
            }
        }
        let mut fields = Vec::new();
        let required = |name: &str| parts.required.iter().any(|(known, _)| *known == name);
        for &(name, node) in &properties {
            let inherited = parts.bases.iter().find_map(|&base| self.property(base, name));
            let also: Vec<Node<'a>> =
                before.iter().filter(|(known, _)| *known == name).map(|(_, node)| *node).collect();
            let vague = self.kind(node) == Kind::Anything;
            match inherited {
                // It only adds prose to what a base says better.
                Some((inherited, needed)) if vague => {
                    if required(name) && !needed {
                        fields.push(self.field(name, inherited, true));
                    }
                }
                Some((inherited, needed)) => {
                    let mut field = self.field(name, node, required(name) || needed);
                    let others = [&[inherited], also.as_slice()].concat();
                    field.ty = self.joined(&others, node).unwrap_or(field.ty);
                    fields.push(field);
                }
                None => {
                    let mut field = self.field(name, node, required(name));
                    field.ty = self.joined(&also, node).unwrap_or(field.ty);
                    fields.push(field);
                }
            }
        }
        for &(name, node) in &parts.required {
            if properties.iter().any(|(known, _)| *known == name) {
                continue;
            }
            match parts.bases.iter().find_map(|&base| self.property(base, name)) {
                Some((inherited, false)) if !fields.iter().any(|field| field.name.text == name) => {
                    fields.push(self.field(name, inherited, true));
                }
                Some(_) => {}
                None if parts.unions.is_empty() => {
                    if self.told.insert(node.place) {
                        self.diags
                            .warning(codes::REQUIRED, node.place, format!("`{name}` is required, but is no property"))
                            .note("it is kept where it is there, as any value");
                    }
                    if !matches!(rest, Rest::Kept(_)) && !fields.iter().any(|field| field.name.text == name) {
                        fields.push(self.undescribed(name, node));
                    }
                }
                None => {}
            }
        }
        for own in &parts.own {
            let Some((name, node)) = self.tag(own).filter(|_| !matches!(rest, Rest::Kept(_))) else { continue };
            let inherited = parts.bases.iter().any(|&base| self.property(base, &name).is_some());
            if !inherited && !fields.iter().any(|known| known.name.text == name) {
                fields.push(self.undescribed_tag(&name, node));
            }
        }
        (fields, rest)
    }

    /// Whether two descriptions of one member are both of objects, of which the second has members.
    fn are_records(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        matches!((self.kind(one), self.kind(other)), (Kind::Record | Kind::Map, Kind::Record))
    }

    /// Whether two descriptions of one member are of one type, as far as it has a type of its own.
    fn are_alike(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        match (self.kind(one), self.kind(other)) {
            (Kind::Scalar(one), Kind::Scalar(other)) => one == other,
            (Kind::Map | Kind::Record, Kind::Map) => true,
            _ => self.settled(one).place == self.settled(other).place || one.value == other.value,
        }
    }

    /// Speaks of a member that two parts describe in ways that are not put together.
    fn two_descriptions(&mut self, name: &str, counts: Node<'a>, other: Node<'a>) {
        if self.told.insert(other.place) {
            self.diags
                .warning(
                    codes::COMBINATION,
                    other.place,
                    format!("`{name}` is described twice, in ways that are not put together"),
                )
                .also(counts.place, "this description counts")
                .note("what only this one says is not read");
        }
    }

    /// The type of a member that `last` describes as an object, and `others`, which a schema extends or is put together
    /// from, too: it has the members of all. `None` where `last` has all of them itself.
    fn joined(&mut self, others: &[Node<'a>], last: Node<'a>) -> Option<Id<Type>> {
        let below = self.settled(last);
        let mut all = Vec::new();
        for &one in others {
            if !self.are_records(one, last) {
                continue;
            }
            let one = self.settled(one);
            if one.place != below.place && !self.extends(below, one.place) && self.has_more(one, below) {
                all.push(one);
            }
        }
        if all.is_empty() {
            return None;
        }
        all.push(below);
        let mut parts = Parts::default();
        for node in all {
            match self.named.contains_key(&node.place) {
                true => self.gather_target(node, &mut parts),
                false => {
                    let schema = self.schema(node);
                    self.gather(&schema, &mut parts);
                }
            }
        }
        if !parts.others.is_empty() || !parts.unions.is_empty() {
            let name = self.sources.keys(last.place).last().cloned().unwrap_or_default();
            for &one in others {
                self.two_descriptions(&name, last, one);
            }
            return None;
        }
        let schema = self.schema(below);
        let shape = self.record(&schema, parts);
        Some(self.builder.add(Type::new(shape, below.place)))
    }

    /// Whether the object at `one` has members that the one at `other` lacks.
    fn has_more(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        let (above, below) = (self.schema(one), self.schema(other));
        let kept = |schema: &Schema<'a>| schema.additional.is_some_and(|node| node.value != &Value::Bool(false));
        let members: Vec<&'a str> = above.properties.iter().map(|(name, _)| *name).collect();
        members.into_iter().any(|name| self.property(other, name).is_none()) || (kept(&above) && !kept(&below))
    }

    /// A choice with something beside it: every variant has that too.
    fn distributed(&mut self, schema: &Rc<Schema<'a>>, mut parts: Parts<'a>) -> Shape {
        let node = schema.node;
        let unions = std::mem::take(&mut parts.unions);
        let count = unions.iter().map(|union| union.alternatives.len()).product::<usize>();
        self.combinations += count;
        if count > VARIANTS || self.combinations > COMBINATIONS {
            self.diags
                .warning(codes::COMBINATION, node.place, format!("these choices have {count} combinations"))
                .note("any value is let in");
            return Shape::Any;
        }
        let tag = unions.first().map_or(Tag::OneOf, |union| union.tag.clone());
        let mut combinations: Vec<Vec<Node<'a>>> = vec![Vec::new()];
        for union in &unions {
            combinations = combinations
                .iter()
                .flat_map(|chosen| union.alternatives.iter().map(|&node| [chosen.as_slice(), &[node]].concat()))
                .collect();
        }
        let single = unions.len() == 1;
        let alone: Vec<Place> = unions.iter().flat_map(|union| &union.alone).copied().collect();
        let discriminator = unions.iter().find_map(|union| union.discriminator).or(schema.discriminator);
        let (mut variants, mut kept) = (Vec::new(), Vec::new());
        for chosen in combinations {
            let Some(&first) = chosen.first() else { continue };
            let settled = self.settled(first);
            // The alternative extends this very schema: it has all that stands beside the choice.
            let ty = if single && self.extends(settled, node.place) {
                self.ty(first)
            } else {
                let mut parts = parts.clone();
                for &alternative in &chosen {
                    match self.kind(alternative) {
                        _ if alone.contains(&alternative.place) => parts.bases.push(alternative),
                        Kind::Record if self.named.contains_key(&alternative.place) => {
                            self.gather_target(alternative, &mut parts);
                        }
                        Kind::Record if self.schema(alternative).is_reference() => {
                            if let Some(target) = self.follow(alternative) {
                                self.gather_target(target, &mut parts);
                            }
                        }
                        kind if kind.is_object() || kind == Kind::Union => {
                            let target = self.settled(alternative);
                            let inner = self.schema(target);
                            self.gather(&inner, &mut parts);
                        }
                        Kind::Anything => {}
                        _ => parts.others.push(alternative),
                    }
                }
                if let Some(other) = parts.others.first() {
                    if self.told.insert(other.place) {
                        self.diags
                            .warning(
                                codes::CONTRADICTION,
                                other.place,
                                "this alternative is no object, as what stands beside it says",
                            )
                            .note("it is left out");
                    }
                    continue;
                }
                let shape = match parts.unions.is_empty() {
                    true => self.record(schema, parts),
                    // The alternative is a choice itself.
                    false => self.distributed(schema, parts),
                };
                let mut ty = Type::new(shape, first.place);
                ty.doc = {
                    let inner = self.schema(first);
                    self.doc(&inner, None)
                };
                self.builder.add(ty)
            };
            kept.push(first);
            variants.push(self.variant(first, Some(ty), Occurs::One));
        }
        if variants.is_empty() {
            if self.told.insert(schema.node.place) {
                self.diags
                    .error(codes::CONTRADICTION, schema.node.place, "no value can fit all parts of this schema")
                    .note("any value is let in");
            }
            return Shape::Any;
        }
        let tag = if single { self.tagged(discriminator, &kept, &mut variants).unwrap_or(tag) } else { tag };
        let others = self.others(discriminator, &tag, &variants);
        let open = others.is_none() && (tag.member().is_some() || discriminator.is_some());
        Shape::Choice(Choice { tag, variants, open, others })
    }
}
