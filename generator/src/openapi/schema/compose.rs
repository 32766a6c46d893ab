//! `allOf`, and everything that stands beside it: schemas that a value must fit all at once.
//!
//! What a value must fit is gathered first, across inline parts: records to extend, fields of its own, and choices. Fields
//! beside a choice belong to every one of its variants, for `P and (A or B)` is `(P and A) or (P and B)`.

use std::rc::Rc;

use serde_json::Value;

use super::gather::{Parts, Union};
use super::kind::Kind;
use super::unnamed::DEPTH;
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
        let mut parts = Parts::default();
        self.gather(schema, &mut parts);
        self.put_together(schema, parts)
    }

    /// The shape of values that fit all of `parts`, which `schema` is put together from.
    pub(super) fn put_together(&mut self, schema: &Rc<Schema<'a>>, mut parts: Parts<'a>) -> Shape {
        let node = schema.node;
        if let Some(nothing) = parts.nothing {
            if self.told.insert(node.place) {
                self.diags
                    .warning(codes::NO_VALUE, node.place, "nothing fits this schema")
                    .also(nothing.place, "nothing fits this part of it")
                    .note("no value can be sent, and whatever comes in its place is an error");
            }
            return Shape::Never;
        }
        self.weigh(&mut parts);
        if let Some(&other) = parts.others.first() {
            if !parts.is_object() && parts.unions.is_empty() {
                return self.intersection(node, &parts.others, &parts.words);
            }
            if !parts.is_object()
                && let [union] = parts.unions.as_slice()
            {
                // Alternatives have the items that are described beside them, as they have members.
                return match self.have_items(&parts.others) && self.have_items(&union.alternatives) {
                    true => self.distributed(schema, parts),
                    false => self.narrowed(schema, parts),
                };
            }
            if self.told.insert(node.place) {
                let other = if other.place == node.place { self.word(other) } else { other.place };
                self.diags
                    .error(codes::CONTRADICTION, node.place, "no value can fit all parts of this schema")
                    .also(other, "this part is no object, others are")
                    .note("this part is left out");
            }
        }
        if parts.unions.is_empty() {
            return self.record(schema, parts);
        }
        if !parts.is_object() && parts.words.is_empty() && parts.unions.len() == 1 {
            return match parts.unions.pop() {
                Some(Union { family: Some(family), .. }) => Shape::Alias(self.ty(family)),
                Some(union) => self.union(schema, &union),
                None => Shape::Any,
            };
        }
        if let Some(choice) = self.choice_alone(schema, &parts) {
            return choice;
        }
        self.distributed(schema, parts)
    }

    /// The choice among named objects that is all there is of `parts`, for what stands beside it says nothing that the
    /// alternatives do not say themselves.
    fn choice_alone(&mut self, schema: &Rc<Schema<'a>>, parts: &Parts<'a>) -> Option<Shape> {
        let [union] = parts.unions.as_slice() else { return None };
        let is_more = !parts.bases.is_empty() || !parts.others.is_empty() || !parts.words.is_empty();
        if is_more || !parts.conditional.is_empty() || union.family.is_some() {
            return None;
        }
        for &alternative in &union.alternatives {
            let settled = self.settled(alternative);
            let is_own = self.named.contains_key(&settled.place) && self.kind(settled) == Kind::Record;
            if !is_own || self.extends(settled, schema.node.place) {
                return None;
            }
            for own in &parts.own {
                let is_open = own.additional.is_some_and(|node| node.value != &Value::Bool(false));
                if is_open || !own.patterns.is_empty() {
                    return None;
                }
                for &(name, node) in &own.properties {
                    let (found, _) = self.property(settled, name)?;
                    if !is_plain(node) || !self.is_within(found, node, DEPTH) {
                        return None;
                    }
                }
            }
            for &(name, _) in &parts.required {
                self.property(settled, name).filter(|(_, required)| *required)?;
            }
        }
        Some(self.union(schema, union))
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
        let conditional = self.conditional(&parts).is_some();
        if let ([base], [], [], false) =
            (parts.bases.as_slice(), parts.own.as_slice(), parts.required.as_slice(), conditional)
        {
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

    /// The fields of the parts themselves, and those of the bases that a part says must be there, or are something.
    fn members_of(&mut self, parts: &Parts<'a>) -> (Vec<Field>, Rest) {
        let mut properties: Vec<(&'a str, Node<'a>)> = Vec::new();
        let mut before: Vec<(&'a str, Node<'a>)> = Vec::new();
        let mut rest = Rest::Ignored;
        for own in &parts.own {
            for &(name, node) in &own.properties {
                let in_text = self.json_in_text(node).is_some();
                let vague = !in_text && self.kind(node) == Kind::Anything;
                match properties.iter_mut().find(|(known, _)| *known == name) {
                    None => properties.push((name, node)),
                    // Two parts speak of one member: the one that says more counts.
                    Some(known) if !vague => {
                        let schema = self.schema(node);
                        let is_better = in_text || schema.constant.is_some() || schema.values.is_some();
                        if self.kind(known.1) == Kind::Anything || is_better {
                            known.1 = node;
                        } else if self.add_up(known.1, node) {
                            before.push((name, known.1));
                            known.1 = node;
                        } else if self.is_narrower(node, known.1) {
                            known.1 = node;
                        } else if !self.are_alike(known.1, node) && !self.is_narrower(known.1, node) {
                            self.two_descriptions(name, known.1, node);
                        }
                    }
                    Some(_) => {}
                }
            }
            match self.rest(own) {
                Rest::Ignored => {}
                _ if own.unevaluated && self.all_evaluated(parts) => {}
                Rest::Forbidden if matches!(rest, Rest::Kept(_)) => {}
                found => rest = found,
            }
        }
        rest = self.joined_rest(parts).map_or(rest, Rest::Kept);
        if let Some(condition) = self.conditional(parts) {
            rest = Rest::Kept(self.anything(condition.place));
        }
        let mut fields = Vec::new();
        let required = |name: &str| parts.required.iter().any(|(known, _)| *known == name);
        for &(name, node) in &properties {
            let (mut above, mut demanded, mut inherited) = (Vec::new(), required(name), None);
            for &base in &parts.bases {
                let (found, needed) = self.descriptions(base, name);
                inherited = inherited.or(found.first().map(|&first| (first, needed)));
                above.extend(found);
                demanded |= needed;
            }
            let also: Vec<Node<'a>> =
                before.iter().filter(|(known, _)| *known == name).map(|(_, node)| *node).collect();
            let vague = self.kind(node) == Kind::Anything && self.json_in_text(node).is_none();
            match inherited {
                // It only adds prose to what a base says better.
                Some((inherited, needed)) if vague => {
                    if demanded && !needed {
                        fields.push(self.field(name, inherited, true));
                    }
                }
                _ => {
                    let mut field = self.field(name, node, demanded);
                    if field.doc.is_empty() {
                        field.doc = self.prose_of(&also);
                    }
                    let others = [above, also].concat();
                    let in_text = self.json_in_text(node).is_some();
                    let joined = if in_text { None } else { self.joined(&others, node) };
                    field.ty = joined.unwrap_or(field.ty);
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
                            .note("it is kept where it is there, as any value, and may be left out");
                    }
                    if !matches!(rest, Rest::Kept(_)) && !fields.iter().any(|field| field.name.text == name) {
                        fields.push(self.undescribed(name, node));
                    }
                }
                None => {}
            }
        }
        // What one base requires, and another has.
        for name in self.demanded(&parts.bases) {
            let known = properties.iter().any(|(known, _)| *known == name);
            if known || fields.iter().any(|field| field.name.text == name) {
                continue;
            }
            let found: Vec<_> = parts.bases.iter().filter_map(|&base| self.property(base, name)).collect();
            // One that requires what it has is had as that.
            if let Some(&(inherited, _)) = found.last()
                && !found.iter().any(|(_, needed)| *needed)
            {
                fields.push(self.field(name, inherited, true));
            }
        }
        for own in &parts.own {
            let Some((name, node)) = self.tag(own).filter(|_| !matches!(rest, Rest::Kept(_))) else { continue };
            let inherited = parts.bases.iter().any(|&base| self.property(base, &name).is_some());
            if !inherited && !fields.iter().any(|known| known.name.text == name) {
                fields.push(self.undescribed_tag(&name, node));
            }
        }
        self.as_unnamed(parts, &mut fields);
        (fields, rest)
    }

    /// The names that some of several bases require.
    fn demanded(&mut self, bases: &[Node<'a>]) -> Vec<&'a str> {
        let mut names = Vec::new();
        for &base in bases.iter().filter(|_| bases.len() > 1) {
            for node in self.extended_by(base) {
                names.extend(self.schema(node).required.iter().map(|(name, _)| *name));
            }
        }
        names
    }

    /// Whether a schema is a list of types.
    fn is_of_types(&mut self, node: Node<'a>) -> bool {
        let settled = self.settled(node);
        let types = self.schema(settled).types;
        !types.is_empty() && !types.is_one()
    }

    /// The names that what stands beside a choice requires: of each of its alternatives.
    fn required_around(&mut self, parts: &Parts<'a>) -> Vec<&'a str> {
        let mut names: Vec<&'a str> = parts.required.iter().map(|(name, _)| *name).collect();
        for &base in &parts.bases {
            for node in self.extended_by(base) {
                names.extend(self.schema(node).required.iter().map(|(name, _)| *name));
            }
        }
        names
    }

    /// A choice with something beside it: every variant has that too.
    fn distributed(&mut self, schema: &Rc<Schema<'a>>, mut parts: Parts<'a>) -> Shape {
        let node = schema.node;
        let unions = std::mem::take(&mut parts.unions);
        let count = unions.iter().try_fold(1, |count: usize, union| count.checked_mul(union.alternatives.len()));
        self.combinations = self.combinations.saturating_add(count.unwrap_or(usize::MAX));
        if count.is_none_or(|count| count > VARIANTS) || self.combinations > COMBINATIONS {
            let count = count.map_or_else(|| "more than can be counted".to_owned(), |count| count.to_string());
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
        let beside = parts.others.clone();
        // What stands beside the choice says what values are.
        let told = parts.object || parts.is_object() || !beside.is_empty();
        let alone: Vec<Place> = unions.iter().flat_map(|union| &union.alone).copied().collect();
        let discriminator = unions.iter().find_map(|union| union.discriminator).or(schema.discriminator);
        let around = self.required_around(&parts);
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
                        // Objects and other values: as it is, where nothing says that only objects are let in.
                        Kind::Union if !parts.object && self.is_of_types(alternative) => parts.others.push(alternative),
                        kind if kind.is_object()
                            || kind == Kind::Union
                            || (told && self.only_restricts(alternative)) =>
                        {
                            let target = self.settled(alternative);
                            let inner = self.schema(target);
                            self.gather(&inner, &mut parts);
                        }
                        Kind::Anything => {}
                        _ => parts.others.push(alternative),
                    }
                }
                self.weigh(&mut parts);
                if let Some(other) = parts.others.first().filter(|_| parts.is_object()) {
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
                // What stands beside the choice says nothing of values of this kind.
                if single && !parts.is_object() && parts.words.is_empty() && beside.is_empty() {
                    let ty = self.ty(first);
                    kept.push(first);
                    variants.push(self.variant(first, Some(ty), Occurs::One));
                    continue;
                }
                if self.are_apart(&parts.others) {
                    if let Some(&other) = beside.first() {
                        self.contrary(node, first, other);
                    }
                    continue;
                }
                let shape = self.put_together(schema, parts);
                let mut ty = Type::new(shape, first.place);
                ty.doc = {
                    let inner = self.schema(first);
                    self.doc(&inner, None)
                };
                self.builder.add(ty)
            };
            kept.push(first);
            let mut variant = self.variant(first, Some(ty), Occurs::One);
            if single && told && self.only_restricts(first) {
                self.name_as_around(&mut variant, first, &beside);
            }
            variants.push(variant);
        }
        if variants.is_empty() {
            if self.told.insert(schema.node.place) {
                self.diags
                    .error(codes::CONTRADICTION, schema.node.place, "no value can fit all parts of this schema")
                    .note("any value is let in");
            }
            return Shape::Any;
        }
        if single {
            let nodes: Vec<(Node<'a>, Node<'a>)> = kept.iter().map(|&node| (node, self.settled(node))).collect();
            self.tell_variants_apart(&mut variants, &nodes);
        }
        let told = if single { self.tagged(discriminator, &kept, &around, &mut variants) } else { None };
        let tag = told.unwrap_or(tag);
        let others = self.others(discriminator, &tag, &variants);
        let open = others.is_none() && (tag.member().is_some() || discriminator.is_some());
        Shape::Choice(Choice { tag, variants, open, others })
    }
}

/// Whether a member's schema says what its values are, and nothing of how the member is treated.
fn is_plain(node: Node<'_>) -> bool {
    let words = ["readOnly", "writeOnly", "default", "xml", "deprecated"];
    !words.iter().any(|word| node.has(word))
        && !node.value.as_object().into_iter().flatten().any(|(key, _)| key.starts_with("x-"))
}
