//! What several schemas say of one member, of the items of one list, or of the members of one map: a value has to fit all
//! of them (Core 10.2.1.1), so its type has what any of them has.

use std::rc::Rc;

use serde_json::Value;

use super::Schema;
use super::gather::Parts;
use super::kind::Kind;
use super::unnamed::DEPTH;
use crate::ir::{Doc, Id, Shape, Type};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::source::Place;

impl<'a> Cx<'a, '_> {
    /// The type of a member that `last` describes, and `others`, which a schema extends or is put together from, too: it
    /// has what all have. `None` where `last` has all of that itself.
    pub(super) fn joined(&mut self, others: &[Node<'a>], last: Node<'a>) -> Option<Id<Type>> {
        let mut all = Vec::new();
        for &one in others {
            if self.add_up(one, last) && self.has_more(one, last) {
                all.push(one);
            }
        }
        if all.is_empty() {
            return None;
        }
        all.push(last);
        let ty = self.all_of(&all);
        if ty.is_none() {
            let name = self.sources.keys(last.place).last().cloned().unwrap_or_default();
            for &one in others {
                self.two_descriptions(&name, last, one);
            }
        }
        ty
    }

    /// The type of the members that no part describes by name, where several parts say what those are.
    pub(super) fn joined_rest(&mut self, parts: &Parts<'a>) -> Option<Id<Type>> {
        let own = parts.own.iter().any(|own| own.additional.is_some_and(|node| node.value.is_object()));
        let left = !self.all_evaluated(parts);
        if !own && parts.bases.len() < 2 {
            return None;
        }
        let mut said: Vec<Node<'a>> = Vec::new();
        let mut by_pattern = false;
        for &base in &parts.bases {
            for node in self.extended_by(base) {
                said.extend(self.schema(node).additional.filter(|node| node.value.is_object()));
            }
        }
        // What one base says alone is had from there.
        let inherited = said.len() == 1;
        for own in &parts.own {
            by_pattern |= !own.patterns.is_empty();
            said.extend(own.additional.filter(|node| node.value.is_object() && (left || !own.unevaluated)));
        }
        if by_pattern || said.len() < 2 || (inherited && !own) {
            return None;
        }
        Some(self.all_of_or_null(&said).unwrap_or_else(|| self.not_joined("members", &said)))
    }

    /// Whether a part describes all members that have no name, which leaves none to an `unevaluatedProperties`.
    pub(super) fn all_evaluated(&mut self, parts: &Parts<'a>) -> bool {
        let describes = |schema: &Schema<'a>| {
            !schema.unevaluated && schema.additional.is_some_and(|node| node.value != &Value::Bool(false))
        };
        parts.own.iter().any(|own| describes(own))
            || parts
                .bases
                .iter()
                .any(|&base| self.extended_by(base).into_iter().any(|node| describes(&self.schema(node))))
    }

    /// The list that fits all of `schemas`, which are no objects; `None` where `best` is that, for no other says what items
    /// are.
    pub(super) fn joined_list(&mut self, best: Node<'a>, schemas: &[Node<'a>]) -> Option<Shape> {
        let mut lists: Vec<Rc<Schema<'a>>> = Vec::new();
        let mut speaking = 0;
        for &schema in schemas {
            let known = lists.len();
            self.lists(schema, &mut lists, &mut Vec::new());
            speaking += usize::from(lists.len() > known);
        }
        let first = Rc::clone(lists.first()?);
        if speaking < 2 && self.have_items(&[best]) {
            return None;
        }
        if lists.len() == 1 {
            return Some(self.list_among(&first, schemas));
        }
        if lists.iter().any(|list| !list.prefix.is_empty()) {
            let at = |list: &Schema<'a>| list.prefix.first().or(list.items.as_ref()).copied().unwrap_or(list.node);
            let said: Vec<Node<'a>> = lists.iter().map(|list| at(list)).collect();
            let same = |list: &Rc<Schema<'a>>| {
                let words = ["prefixItems", "items", "unevaluatedItems"];
                words.iter().all(|word| list.node.value.get(word) == first.node.value.get(word))
            };
            return Some(match lists.iter().all(same) {
                true => self.list_among(&first, schemas),
                false => Shape::List(self.not_joined("items", &said)),
            });
        }
        let items: Vec<Node<'a>> = lists.iter().filter_map(|list| list.items).collect();
        Some(Shape::List(self.all_of_or_null(&items).unwrap_or_else(|| self.not_joined("items", &items))))
    }

    /// The list that one of `schemas` describes; what follows its first items is kept where another says what that is.
    fn list_among(&mut self, list: &Rc<Schema<'a>>, schemas: &[Node<'a>]) -> Shape {
        let mut shape = self.list_shape(list);
        let spoken = |node: &&Node<'a>| node.value.get("unevaluatedItems").is_some_and(|it| it != &Value::Bool(false));
        if let Shape::Tuple { rest, .. } = &mut shape
            && list.items.is_none()
            && let Some(node) = schemas.iter().find(spoken)
        {
            *rest = Some(self.anything(node.place));
        }
        shape
    }

    /// Whether one of `schemas` says what the items of a list are.
    pub(super) fn have_items(&mut self, schemas: &[Node<'a>]) -> bool {
        let mut lists = Vec::new();
        schemas.iter().for_each(|&schema| self.lists(schema, &mut lists, &mut Vec::new()));
        !lists.is_empty()
    }

    /// The schemas that say what items are, of one that is a list.
    fn lists(&mut self, node: Node<'a>, found: &mut Vec<Rc<Schema<'a>>>, seen: &mut Vec<Place>) {
        let node = self.settled(node);
        if seen.contains(&node.place) || self.kind_alone(node) != Kind::List {
            return;
        }
        seen.push(node.place);
        let schema = self.schema(node);
        if !schema.prefix.is_empty() || schema.items.is_some_and(|items| self.kind(items) != Kind::Anything) {
            found.push(Rc::clone(&schema));
        }
        let target = schema.reference.and_then(|reference| self.resolve(node, reference));
        for part in target.into_iter().chain(schema.all_of.iter().copied()) {
            self.lists(part, found, seen);
        }
    }

    /// The type of values that fit all of `schemas`, with the `null` that all let in.
    fn all_of_or_null(&mut self, schemas: &[Node<'a>]) -> Option<Id<Type>> {
        let ty = self.all_of(schemas)?;
        let null = schemas.iter().all(|&node| self.nullable(node) || !self.is_firm(node));
        let null = null && schemas.iter().any(|&node| self.nullable(node) && !self.is_null(node));
        let place = schemas.last()?.place;
        Some(if null { self.builder.add(Type::new(Shape::Nullable(ty), place)) } else { ty })
    }

    /// The type of values that fit all of `schemas`; `None` where there is no such type.
    fn all_of(&mut self, schemas: &[Node<'a>]) -> Option<Id<Type>> {
        let mut all: Vec<Node<'a>> = Vec::new();
        for &node in schemas {
            let settled = self.settled(node);
            let known = |other: &&Node<'a>| other.place == settled.place || other.value == settled.value;
            if self.kind(settled) == Kind::Anything || all.iter().any(|other| known(&other)) {
                continue;
            }
            if all.iter().any(|&other| self.extends(other, settled.place)) {
                continue;
            }
            let above: Vec<bool> = all.iter().map(|other| self.extends(settled, other.place)).collect();
            let mut above = above.into_iter();
            all.retain(|_| !above.next().unwrap_or_default());
            all.push(settled);
        }
        let last = *schemas.last()?;
        match all.as_slice() {
            [] => return Some(self.ty(last)),
            [one] => return Some(self.ty(*one)),
            _ => {}
        }
        if let Some(narrowest) = self.narrowest(&all) {
            return Some(self.ty(narrowest));
        }
        let places: Vec<Place> = all.iter().map(|node| node.place).collect();
        let no_choice = !all.iter().any(|&node| self.kind(node) == Kind::Union);
        // What leads back to itself has no end.
        if !no_choice || self.are_apart(&all) || self.joining.contains(&places) {
            return None;
        }
        let mut parts = Parts::default();
        // The whole is what stands here: no name of its own, so that a family is the choice that it is.
        if let (Some(first), Some(settled)) = (schemas.first(), all.first())
            && first.place != settled.place
        {
            parts.seen.push(first.place);
        }
        for node in all {
            match self.named.contains_key(&node.place) {
                true => self.gather_target(node, &mut parts),
                false => {
                    let schema = self.schema(node);
                    self.gather(&schema, &mut parts);
                }
            }
        }
        self.joining.push(places);
        let schema = self.schema(last);
        let shape = self.put_together(&schema, parts);
        self.joining.pop();
        let mut ty = Type::new(shape, last.place);
        ty.doc = self.prose_of(schemas);
        Some(self.builder.add(ty))
    }

    /// Of several schemas, of which some are choices, the one whose values fit all others: it names only alternatives of those.
    fn narrowest(&mut self, schemas: &[Node<'a>]) -> Option<Node<'a>> {
        if !schemas.iter().any(|&node| self.kind(node) == Kind::Union) {
            return None;
        }
        let fits_all = |cx: &mut Self, one: Node<'a>| {
            schemas.iter().all(|&other| cx.adds_no_members(other) && cx.is_within(one, other, DEPTH))
        };
        schemas.iter().copied().find(|&one| fits_all(self, one))
    }

    /// Whether the schema at `node` is no choice, or one without members or parts beside it.
    fn adds_no_members(&mut self, node: Node<'a>) -> bool {
        let schema = self.schema(node);
        self.kind(node) != Kind::Union
            || (!schema.has_members() && schema.all_of.is_empty() && schema.reference.is_none())
    }

    /// Whether a member that two parts describe is a choice in one of them, and what `one` says of it fits what `other` says.
    pub(super) fn is_narrower(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        let all = [self.settled(one), self.settled(other)];
        self.narrowest(&all).is_some_and(|narrowest| narrowest.place == all[0].place)
    }

    /// What one of `schemas` says in prose, the last that says something.
    pub(super) fn prose_of(&mut self, schemas: &[Node<'a>]) -> Doc {
        let mut docs = schemas.iter().rev().map(|&node| {
            let schema = self.schema(node);
            self.doc(&schema, None)
        });
        docs.find(|doc| !doc.is_empty()).unwrap_or_default()
    }

    /// Speaks of items or members that are described in several ways that are not put together. Of choices the first
    /// counts; where others have members that this one would lose, anything is let in.
    fn not_joined(&mut self, what: &str, said: &[Node<'a>]) -> Id<Type> {
        let (first, last) = match said {
            [first, .., last] => (*first, *last),
            _ => return self.anything(Place::NOWHERE),
        };
        let counts = said.iter().all(|&node| self.kind(node) == Kind::Union) && !self.are_apart(said);
        if self.told.insert(last.place) {
            self.diags
                .warning(
                    codes::COMBINATION,
                    last.place,
                    format!("these {what} are described twice, in ways that are not put together"),
                )
                .also(first.place, "described here, too")
                .note(if counts { "the first description counts" } else { "any value is let in" });
        }
        if counts { self.ty_or_null(first) } else { self.anything(last.place) }
    }

    /// Whether two descriptions of one member are of one type, as far as it has a type of its own.
    pub(super) fn are_alike(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        match (self.kind(one), self.kind(other)) {
            (Kind::Scalar(one), Kind::Scalar(other)) => one == other,
            (Kind::Map | Kind::Record, Kind::Map) => true,
            _ => self.settled(one).place == self.settled(other).place || one.value == other.value,
        }
    }

    /// Speaks of a member that two parts describe in ways that are not put together.
    pub(super) fn two_descriptions(&mut self, name: &str, counts: Node<'a>, other: Node<'a>) {
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

    /// Whether two descriptions of one member are of objects or of lists, of which the second says what is in them: what
    /// both say counts.
    pub(super) fn add_up(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        match (self.kind(one), self.kind(other)) {
            (Kind::Record | Kind::Map, Kind::Record) => true,
            (Kind::Record | Kind::Map, Kind::Map) => {
                let other = self.settled(other);
                self.schema(other).additional.is_some_and(|node| node.value.is_object())
            }
            (Kind::List, Kind::List) => self.have_items(&[other]),
            _ => false,
        }
    }

    /// Whether what the schema at `one` describes has something that the one at `other` lacks.
    fn has_more(&mut self, one: Node<'a>, other: Node<'a>) -> bool {
        let (one, other) = (self.settled(one), self.settled(other));
        if one.place == other.place || one.value == other.value || self.extends(other, one.place) {
            return false;
        }
        let (above, below) = (self.schema(one), self.schema(other));
        if self.kind(one) == Kind::List {
            let items = (above.items, below.items);
            return match items {
                (Some(one), Some(other)) if above.prefix.is_empty() && below.prefix.is_empty() => {
                    let refuses_null = self.nullable(other) && !self.nullable(one);
                    let more = !self.are_alike(one, other) || self.has_more(one, other) || refuses_null;
                    self.kind(one) != Kind::Anything && more
                }
                _ => true,
            };
        }
        let kept = |schema: &Schema<'a>| schema.additional.filter(|node| node.value != &Value::Bool(false));
        let members: Vec<&'a str> = above.properties.iter().map(|(name, _)| *name).collect();
        let more = match (kept(&above), kept(&below)) {
            (Some(one), Some(other)) => self.kind(one) != Kind::Anything && one.value != other.value,
            (one, _) => one.is_some(),
        };
        more || members.into_iter().any(|name| self.property(other, name).is_none())
    }
}
