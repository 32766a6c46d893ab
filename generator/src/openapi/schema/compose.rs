//! `allOf`, and everything that stands beside it: schemas that a value must fit all at once.
//!
//! What a value must fit is gathered first, across inline parts: records to extend, fields of its own, and choices. Fields
//! beside a choice belong to every one of its variants, for `P and (A or B)` is `(P and A) or (P and B)`.

use std::rc::Rc;

use super::kind::Kind;
use super::{Schema, Types};
use crate::ir::{Choice, Field, Id, Limits, Occurs, Record, Rest, Scalar, Shape, Tag, Type};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::source::Place;

/// How many variants choices may have when multiplied.
const VARIANTS: usize = 256;

/// What a value must fit, all at once.
#[derive(Clone, Default)]
struct Parts<'a> {
    /// Records that are extended.
    bases: Vec<Node<'a>>,
    /// Objects by parts of this schema itself.
    own: Vec<Rc<Schema<'a>>>,
    /// Names that must be there, wherever the property is.
    required: Vec<(&'a str, Node<'a>)>,
    /// Choices.
    unions: Vec<(Vec<Node<'a>>, Tag)>,
    /// What is no object.
    others: Vec<Node<'a>>,
    /// What was looked into, against circles.
    seen: Vec<Place>,
}

impl Parts<'_> {
    fn is_object(&self) -> bool {
        !self.bases.is_empty() || !self.own.is_empty() || !self.required.is_empty()
    }
}

impl<'a> Cx<'a, '_> {
    /// The shape of a schema with a reference or combinations.
    pub(super) fn combined(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        let node = schema.node;
        let mut parts = Parts::default();
        self.gather(schema, &mut parts);
        if !parts.others.is_empty() {
            if !parts.is_object() && parts.unions.is_empty() {
                return self.intersection(node, &parts.others);
            }
            if !parts.is_object() && parts.unions.len() == 1 {
                return self.narrowed(schema, parts);
            }
            let other = parts.others[0];
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
                Some((alternatives, tag)) => self.union(schema, &alternatives, tag),
                None => Shape::Any,
            };
        }
        self.distributed(schema, parts)
    }

    /// A choice beside something that is no object: the alternatives that are of its kind (`type: string` beside a
    /// `oneOf` of constants).
    fn narrowed(&mut self, schema: &Rc<Schema<'a>>, parts: Parts<'a>) -> Shape {
        let node = schema.node;
        let wanted: Vec<Kind> = parts.others.iter().map(|&other| self.kind_alone(other)).collect();
        let Some((alternatives, tag)) = parts.unions.into_iter().next() else { return Shape::Any };
        let fits = |kind: Kind| {
            kind == Kind::Union
                || wanted.iter().all(|wanted| match (wanted, kind) {
                    (Kind::Scalar(Types::NUMBER), Kind::Scalar(Types::INTEGER)) => true,
                    (Kind::Union, Kind::Scalar(_)) => true,
                    (wanted, kind) => *wanted == kind,
                })
        };
        let kinds: Vec<(Node<'a>, Kind)> = alternatives.iter().map(|&node| (node, self.kind(node))).collect();
        // Alternatives that only restrict what the schema itself says make no types of their own.
        if kinds.iter().all(|(_, kind)| *kind == Kind::Anything) {
            let key = if tag == Tag::OneOf { "oneOf" } else { "anyOf" };
            let place = self.sources.member(node.place, key);
            if self.told.insert(place) {
                self.diags
                    .warning(codes::UNCHECKED, place, "these alternatives only restrict values, and are not checked")
                    .note("values that they forbid are let through");
            }
            return self.intersection(node, &parts.others);
        }
        let left: Vec<Node<'a>> = kinds.iter().filter(|(_, kind)| fits(*kind)).map(|(node, _)| *node).collect();
        for (alternative, kind) in &kinds {
            if !fits(*kind) && self.told.insert(alternative.place) {
                self.diags
                    .warning(
                        codes::CONTRADICTION,
                        alternative.place,
                        "no value can fit this alternative and what stands beside the choice",
                    )
                    .also(parts.others.first().map_or(node.place, |other| other.place), "beside it")
                    .note("it is left out");
            }
        }
        match left.is_empty() {
            true => self.intersection(node, &parts.others),
            false => self.union(schema, &left, tag),
        }
    }

    /// The record that is a schema's own part, without its choices; what those who extend it have as a base.
    pub(super) fn record_part(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        let mut parts = Parts::default();
        self.gather(schema, &mut parts);
        parts.unions.clear();
        self.record(schema, parts)
    }

    fn gather(&mut self, schema: &Rc<Schema<'a>>, parts: &mut Parts<'a>) {
        let node = schema.node;
        if parts.seen.contains(&node.place) {
            return;
        }
        parts.seen.push(node.place);
        if schema.has_members() {
            parts.own.push(Rc::clone(schema));
        } else if schema.has_shape() && !schema.types.has(Types::OBJECT) {
            parts.others.push(node);
        }
        parts.required.extend(schema.required.iter().copied());
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
    fn gather_target(&mut self, target: Node<'a>, parts: &mut Parts<'a>) {
        let schema = self.schema(target);
        match self.kind(target) {
            Kind::Anything => {}
            Kind::Null | Kind::Scalar(_) | Kind::List => parts.others.push(target),
            Kind::Requirement | Kind::Map => self.gather(&schema, parts),
            Kind::Record => {
                let target = self.settled(target);
                if parts.seen.contains(&target.place) || self.extends(target, parts.seen[0]) {
                    let from = parts.seen.first().copied().unwrap_or(target.place);
                    if self.told.insert(from) {
                        self.diags
                            .error(codes::CIRCULAR, from, "this schema extends itself")
                            .also(target.place, "by way of this")
                            .note("the part that leads back is left out");
                    }
                } else if !parts.bases.iter().any(|base| base.place == target.place) {
                    parts.bases.push(target);
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

    fn gather_union(&mut self, schema: &Rc<Schema<'a>>, alternatives: &[Node<'a>], tag: Tag, parts: &mut Parts<'a>) {
        let mut left: Vec<Node<'a>> = Vec::new();
        let mut requirements = 0;
        for &node in alternatives {
            match self.kind(node) {
                Kind::Null => {}
                Kind::Requirement => requirements += 1,
                _ => left.push(node),
            }
        }
        if requirements > 0 && left.is_empty() {
            let key = if tag == Tag::OneOf { "oneOf" } else { "anyOf" };
            let place = self.sources.member(schema.node.place, key);
            if self.told.insert(place) {
                self.diags
                    .warning(
                        codes::UNCHECKED,
                        place,
                        "these alternatives only say which members must be there together",
                    )
                    .note("that is not checked");
            }
            return;
        }
        match left.as_slice() {
            [] => {}
            [one] if requirements == 0 => {
                let inner = self.schema(*one);
                match inner.is_reference().then(|| self.follow(*one)).flatten() {
                    Some(target) => self.gather_target(target, parts),
                    None => self.gather(&inner, parts),
                }
            }
            _ => parts.unions.push((left, tag)),
        }
    }

    /// Whether the schema at `node` extends the one at `place`, however far.
    fn extends(&mut self, node: Node<'a>, place: Place) -> bool {
        let (mut waiting, mut seen) = (vec![node], Vec::new());
        while let Some(node) = waiting.pop() {
            if node.place == place {
                return true;
            }
            if seen.contains(&node.place) {
                continue;
            }
            seen.push(node.place);
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
        let mut here = node;
        for _ in 0..16 {
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
        let mut rest = Rest::Ignored;
        for own in &parts.own {
            for &(name, node) in &own.properties {
                let vague = self.kind(node) == Kind::Anything;
                match properties.iter_mut().find(|(known, _)| *known == name) {
                    None => properties.push((name, node)),
                    // Two parts speak of one member: the one that says more counts.
                    Some(known) if !vague => {
                        let schema = self.schema(node);
                        if self.kind(known.1) == Kind::Anything || schema.constant.is_some() || schema.values.is_some()
                        {
                            known.1 = node;
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
            let vague = self.kind(node) == Kind::Anything;
            match inherited {
                // It only adds prose to what a base says better.
                Some((inherited, needed)) if vague => {
                    if required(name) && !needed {
                        fields.push(self.field(name, inherited, true));
                    }
                }
                Some((_, needed)) => fields.push(self.field(name, node, required(name) || needed)),
                None => fields.push(self.field(name, node, required(name))),
            }
        }
        for &(name, node) in &parts.required {
            if properties.iter().any(|(known, _)| *known == name) {
                continue;
            }
            match parts.bases.iter().find_map(|&base| self.property(base, name)) {
                Some((_, true)) => {}
                Some((inherited, false)) => {
                    if !fields.iter().any(|field| field.name.text == name) {
                        fields.push(self.field(name, inherited, true));
                    }
                }
                None if parts.unions.is_empty() && self.told.insert(node.place) => {
                    self.diags
                        .warning(codes::REQUIRED, node.place, format!("`{name}` is required, but is no property"))
                        .note("nothing makes sure that it is there");
                }
                None => {}
            }
        }
        (fields, rest)
    }

    /// The property `name` of the schema at `node` or of what it extends, and whether it is required there.
    pub(in crate::openapi) fn property(&mut self, node: Node<'a>, name: &str) -> Option<(Node<'a>, bool)> {
        let (mut waiting, mut seen) = (vec![node], Vec::new());
        let (mut found, mut required) = (None, false);
        while let Some(node) = waiting.pop() {
            let node = self.settled(node);
            if seen.contains(&node.place) {
                continue;
            }
            seen.push(node.place);
            let schema = self.schema(node);
            required |= schema.required.iter().any(|(known, _)| *known == name);
            if let Some((_, node)) = schema.properties.iter().find(|(known, _)| *known == name) {
                found = found.or(Some(*node));
            }
            waiting.extend(schema.all_of.iter().rev());
            waiting.extend(schema.reference.and_then(|reference| self.resolve(node, reference)));
        }
        found.map(|found| (found, required))
    }

    /// A choice with something beside it: every variant has that too.
    fn distributed(&mut self, schema: &Rc<Schema<'a>>, mut parts: Parts<'a>) -> Shape {
        let node = schema.node;
        let unions = std::mem::take(&mut parts.unions);
        let count = unions.iter().map(|(alternatives, _)| alternatives.len()).product::<usize>();
        if count > VARIANTS {
            self.diags
                .warning(codes::COMBINATION, node.place, format!("these choices have {count} combinations"))
                .note("any value is let in");
            return Shape::Any;
        }
        let tag = unions.first().map_or(Tag::OneOf, |(_, tag)| tag.clone());
        let mut combinations: Vec<Vec<Node<'a>>> = vec![Vec::new()];
        for (alternatives, _) in &unions {
            combinations = combinations
                .iter()
                .flat_map(|chosen| alternatives.iter().map(|&node| [chosen.as_slice(), &[node]].concat()))
                .collect();
        }
        let single = unions.len() == 1;
        let mut variants = Vec::new();
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
            variants.push(self.variant(first, Some(ty), Occurs::One));
        }
        let alternatives: Vec<Node<'a>> = unions.into_iter().next().map(|(nodes, _)| nodes).unwrap_or_default();
        let tag = if single { self.tagged(schema, &alternatives, &mut variants).unwrap_or(tag) } else { tag };
        let open = matches!(tag, Tag::Property(_));
        Shape::Choice(Choice { tag, variants, open })
    }

    /// Values that must fit several schemas of no objects.
    fn intersection(&mut self, node: Node<'a>, others: &[Node<'a>]) -> Shape {
        let mut best: Option<(Node<'a>, Kind)> = None;
        for &other in others {
            let settled = self.settled(other);
            let kind = self.kind(settled);
            let says_more = |cx: &mut Self, node| {
                let schema = cx.schema(node);
                let listed = schema.values.is_some() || schema.constant.is_some();
                (listed, schema.is_combined(), schema.format.is_some() || schema.items.is_some())
            };
            best = Some(match best {
                None => (settled, kind),
                Some((known, known_kind)) => {
                    let better = match (known_kind, kind) {
                        (Kind::Scalar(Types::NUMBER), Kind::Scalar(Types::INTEGER)) => true,
                        (Kind::Scalar(Types::INTEGER), Kind::Scalar(Types::NUMBER)) => false,
                        (one, other) if one == other => says_more(self, settled) > says_more(self, known),
                        _ => {
                            if self.told.insert(node.place) {
                                self.diags
                                    .error(
                                        codes::CONTRADICTION,
                                        node.place,
                                        "no value can fit all parts of this schema",
                                    )
                                    .also(known.place, "one kind of value here")
                                    .also(settled.place, "another here")
                                    .note("any value is let in");
                            }
                            return Shape::Any;
                        }
                    };
                    if better { (settled, kind) } else { (known, known_kind) }
                }
            });
        }
        match best {
            Some((best, _)) if best.place == node.place => {
                let schema = self.schema(best);
                self.own_shape(&schema)
            }
            Some((best, _)) => {
                let schema = self.schema(best);
                // A named list of values stays the type that it is; of other scalars only the limits differ.
                let listed = schema.values.is_some() || schema.is_combined();
                match self.named.contains_key(&best.place) && listed {
                    true => Shape::Alias(self.ty(best)),
                    false => self.shape(&schema),
                }
            }
            None => Shape::Scalar(Scalar::Null),
        }
    }

    /// The limits of a schema with those of its inline and referred parts, where it is no object.
    pub(super) fn all_limits(&mut self, schema: &Schema<'a>) -> Limits {
        let mut limits = schema.limits.clone();
        for &part in &schema.all_of {
            let part = self.settled(part);
            let inner = self.schema(part).limits.clone();
            limits.minimum = limits.minimum.or(inner.minimum);
            limits.maximum = limits.maximum.or(inner.maximum);
            limits.multiple_of = limits.multiple_of.or(inner.multiple_of);
            limits.min_length = limits.min_length.max(inner.min_length);
            limits.max_length = match (limits.max_length, inner.max_length) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            limits
                .patterns
                .extend(inner.patterns.into_iter().filter(|pattern| !schema.limits.patterns.contains(pattern)));
            limits.unique |= inner.unique;
        }
        limits
    }
}
