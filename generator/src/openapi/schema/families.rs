//! Families: schemas that others extend (`allOf`), told apart by the value of a member. Which extend which is found once,
//! across files, before any type is made.

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use super::Schema;
use crate::ir::build::Key;
use crate::ir::{Id, Name, Type};
use crate::openapi::cx::Cx;
use crate::openapi::load::Dialect;
use crate::openapi::node::Node;
use crate::openapi::refs::ROW;
use crate::source::Place;

/// How deep a discriminator is looked for in parts of parts.
const PARTS_IN_PARTS: usize = 16;

/// How many schemas may extend one another between a schema and the one whose discriminator it inherits.
const GENERATIONS: usize = 200;

impl<'a> Cx<'a, '_> {
    /// Finds out which named schemas extend which (`allOf` with a reference), and names all named schemas.
    pub(in crate::openapi) fn find_children(&mut self) {
        let mut all: Vec<Node<'a>> = Vec::new();
        for (file, document) in self.documents.iter() {
            let root = Node { file, place: self.sources.root(file), value: &document.value };
            let components =
                root.child(self.sources, "components").and_then(|node| node.child(self.sources, "schemas"));
            let homes = [components, root.child(self.sources, "definitions"), root.child(self.sources, "$defs")];
            for home in homes.into_iter().flatten() {
                for (name, node) in self.entries(home) {
                    self.named.insert(node.place, Name::new(name));
                    all.push(node);
                }
            }
        }
        let listed: HashSet<Place> = all.iter().map(|node| node.place).collect();
        all.extend(self.in_other_files().into_iter().filter(|node| !listed.contains(&node.place)));
        self.look_behind(&mut all, &listed);
        for child in all {
            for part in self.extended(child, 0) {
                let known = self.children.entry(part.place).or_default();
                if !known.iter().any(|other| other.place == child.place) {
                    known.push(child);
                }
            }
        }
    }

    /// The schemas that may extend others or tell them apart in files that are no OpenAPI documents: such a file is a schema
    /// itself, or an object of those.
    fn in_other_files(&mut self) -> Vec<Node<'a>> {
        let mut found = Vec::new();
        for (file, document) in self.documents.iter() {
            let root = Node { file, place: self.sources.root(file), value: &document.value };
            if root.value.get("openapi").is_some() || root.value.get("swagger").is_some() {
                continue;
            }
            let is_one = |node: Node<'a>| {
                node.value.get("allOf").is_some_and(Value::is_array)
                    || node.value.get("discriminator").is_some_and(|it| it.is_object() || it.is_string())
            };
            if is_one(root) {
                found.push(root);
                continue;
            }
            if root.value.get("type").is_some_and(Value::is_string) || root.value.get("properties").is_some() {
                continue;
            }
            let homes = [Some(root), root.child(self.sources, "schemas")];
            let entries: Vec<_> = homes.into_iter().flatten().flat_map(|home| self.entries(home)).collect();
            for (name, node) in entries {
                if is_one(node) {
                    // Who extends another is known by that name, though nothing else refers to it.
                    self.named.entry(node.place).or_insert_with(|| Name::new(name));
                    found.push(node);
                }
            }
        }
        found
    }

    /// Adds the schemas that named ones only refer to, as those that stand in files of their own, and those that a
    /// `mapping` leads to.
    fn look_behind(&mut self, all: &mut Vec<Node<'a>>, listed: &HashSet<Place>) {
        let mut seen: HashSet<Place> = all.iter().map(|node| node.place).collect();
        let mut next = 0;
        while let Some(&node) = all.get(next) {
            next += 1;
            let mut found = Vec::new();
            if let Some(target) = self.behind(node) {
                self.hand_on_name(node, listed);
                found.push(target);
            }
            let parts = node.value.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
            let home = self.sources.member(node.place, "allOf");
            let inline = parts.map(|(index, value)| (self.sources.member(home, index), value));
            let holders: Vec<(Place, &Value)> = [(node.place, node.value)].into_iter().chain(inline).collect();
            for (place, value) in holders {
                let Some(discriminator) = value.get("discriminator").filter(|it| it.is_object()) else { continue };
                let place = self.sources.member(place, "discriminator");
                let mapping = self.mapping(Node { place, value: discriminator, ..node });
                found.extend(mapping.into_iter().map(|(_, target)| target));
            }
            all.extend(found.into_iter().filter(|node| seen.insert(node.place)));
        }
    }

    /// A named schema that only refers to one that is not `listed` among the named ones, such as one that stands in a file
    /// of its own, is that one; so is one that only says where a schema of its name is.
    fn hand_on_name(&mut self, node: Node<'a>, listed: &HashSet<Place>) {
        let Some(reference) = node.value.get("$ref").and_then(Value::as_str) else { return };
        if !self.is_plain_reference(node) {
            return;
        }
        let Some(target) = self.resolve(node, reference) else { return };
        let Some(name) = self.named.get(&node.place).cloned() else { return };
        let is_same = self.named.get(&target.place).is_some_and(|known| known.text == name.text);
        if (is_same || !listed.contains(&target.place)) && self.handed_on.insert(target.place) {
            self.named.remove(&node.place);
            self.handed_on.insert(node.place);
            self.named.insert(target.place, name);
        }
    }

    /// The schema that one refers to, behind those that only refer to it.
    pub(super) fn behind(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let (mut here, mut seen) = (node, HashSet::new());
        while seen.len() <= ROW && seen.insert(here.place) {
            let reference = here.value.get("$ref").and_then(Value::as_str)?;
            here = self.resolve(here, reference)?;
            if !self.is_plain_reference(here) {
                return Some(here);
            }
        }
        None
    }

    /// The schema itself, or the one that it only refers to.
    pub(super) fn meant(&mut self, node: Node<'a>) -> Node<'a> {
        match self.is_plain_reference(node) {
            true => self.behind(node).unwrap_or(node),
            false => node,
        }
    }

    /// Whether a schema is a reference and nothing else: before 3.1 what stands beside one does not count.
    fn is_plain_reference(&self, node: Node<'a>) -> bool {
        let with_others = matches!(self.dialect_of(node), Dialect::V31 | Dialect::V32);
        node.value.as_object().is_some_and(|it| it.contains_key("$ref") && (it.len() == 1 || !with_others))
    }

    /// What a schema refers to in its `allOf`, and beside its own members since 3.1.
    fn extended(&mut self, node: Node<'a>, depth: usize) -> Vec<Node<'a>> {
        let mut found = Vec::new();
        let Some(members) = node.value.as_object().filter(|_| depth <= PARTS_IN_PARTS) else { return found };
        if members.contains_key("$ref") && (depth > 0 || !self.is_plain_reference(node)) {
            found.extend(self.behind(node));
        }
        let parts = members.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
        let home = self.sources.member(node.place, "allOf");
        for (index, value) in parts {
            found.extend(self.extended(Node { place: self.sources.member(home, index), value, ..node }, depth + 1));
        }
        found
    }

    /// Whether the schema at `node` stands for itself and all that extend it: it has a discriminator or inherits one, and
    /// some do.
    pub(super) fn is_family(&mut self, node: Node<'a>) -> bool {
        self.children.contains_key(&node.place) && self.family_head(node).is_some()
    }

    /// The schema whose discriminator tells those apart who extend the one at `node`: itself, or the nearest that it extends.
    /// What extends a schema has all that it has, and so its discriminator (OpenAPI 3.0.4, 4.7.24.2 and 4.7.25).
    pub(super) fn family_head(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.head_above(node, 0)
    }

    fn head_above(&mut self, node: Node<'a>, depth: usize) -> Option<Node<'a>> {
        if self.family_discriminator(node, 0).is_some() {
            return Some(node);
        }
        if let Some(known) = self.above.get(&node.place) {
            return *known;
        }
        let schema = self.schema(node);
        // A choice is told apart by its own words.
        if !schema.one_of.is_empty() || !schema.any_of.is_empty() || depth > GENERATIONS {
            return None;
        }
        // Against circles.
        self.above.insert(node.place, None);
        let found = self.extended(node, 0).into_iter().find_map(|parent| self.head_above(parent, depth + 1));
        self.above.insert(node.place, found);
        found
    }

    /// The discriminator of a schema that is no choice: its own, or that of a part of it.
    pub(super) fn family_discriminator(&mut self, node: Node<'a>, depth: usize) -> Option<Node<'a>> {
        let schema = self.schema(node);
        if !schema.one_of.is_empty() || !schema.any_of.is_empty() || depth > PARTS_IN_PARTS {
            return None;
        }
        schema.discriminator.or_else(|| {
            let inline = |cx: &mut Self, part: Node<'a>| !cx.schema(part).is_reference();
            schema.all_of.iter().find_map(|&part| match inline(self, part) {
                true => self.family_discriminator(part, depth + 1),
                false => None,
            })
        })
    }

    /// All who extend the schema at `node`, however far, a parent before its children; and which of them are told apart by
    /// a member of their own, within which those who extend them are found.
    pub(super) fn family_members(
        &mut self,
        node: Node<'a>,
        property: &Name,
        mapping: &[(String, Node<'a>)],
    ) -> (Vec<Node<'a>>, HashSet<Place>) {
        let (mut members, mut inner) = (Vec::new(), HashSet::new());
        let mut seen = HashSet::from([node.place]);
        let mut waiting = vec![(node, false)];
        while let Some((parent, hidden)) = waiting.pop() {
            for child in self.children.get(&parent.place).cloned().unwrap_or_default() {
                if !seen.insert(child.place) {
                    continue;
                }
                let own = if self.is_family(child) { self.family_member(child) } else { None };
                let other = own.is_some_and(|own| own != property.text);
                if other {
                    inner.insert(child.place);
                }
                if !hidden || mapping.is_empty() || !self.claim(child, property, mapping).said.is_empty() {
                    members.push(child);
                }
                waiting.push((child, hidden || other));
            }
        }
        (members, inner)
    }

    /// The schemas that a family is made of, itself last; which of them are told apart within; and what tells them apart.
    pub(super) fn family_alternatives(&mut self, node: Node<'a>) -> Option<(Vec<Node<'a>>, HashSet<Place>, Node<'a>)> {
        let head = self.family_head(node)?;
        let discriminator = self.family_discriminator(head, 0)?;
        let property = self.discriminating(discriminator)?;
        let mapping = self.mapping(discriminator);
        let (mut members, inner) = self.family_members(node, &property, &mapping);
        members.push(node);
        Some((members, inner, discriminator))
    }

    /// The member that tells those apart who extend the schema at `node`.
    fn family_member(&mut self, node: Node<'a>) -> Option<String> {
        let head = self.family_head(node)?;
        let discriminator = self.family_discriminator(head, 0)?;
        self.discriminating(discriminator).map(|name| name.text)
    }

    /// The record that those who extend the schema at `node` have as a base.
    pub(super) fn base(&mut self, node: Node<'a>) -> Id<Type> {
        let schema = self.schema(node);
        let family = self.is_family(node);
        let chosen = !schema.one_of.is_empty() || !schema.any_of.is_empty();
        let discriminator = if family { self.family_discriminator(node, 0) } else { schema.discriminator };
        match discriminator.filter(|_| family || chosen) {
            Some(discriminator) => self.record_of(&schema, discriminator.place),
            // One that it inherits stands elsewhere.
            None if family => self.record_of(&schema, self.sources.member(node.place, "discriminator")),
            None if chosen && schema.has_members() => {
                self.record_of(&schema, self.sources.member(node.place, "properties"))
            }
            None => self.ty(node),
        }
    }

    fn record_of(&mut self, schema: &Rc<Schema<'a>>, place: Place) -> Id<Type> {
        let key = Key::Place(place);
        if let Some(id) = self.builder.get(&key) {
            return id;
        }
        self.builder.refer(key.clone(), schema.node.place);
        let shape = self.record_part(schema);
        let mut ty = self.dressed(schema, shape);
        ty.name = ty.name.map(|name| Name::derived(format!("{} base", name.for_code())));
        self.builder.define(key, ty)
    }
}
