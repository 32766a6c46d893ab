//! `discriminator`: members that say which variant an object is; [`super::family`] has those of families.

use serde_json::Value;

use super::Types;
use super::kind::Kind;
use super::tags::{self, Claim};
use crate::ir::{Choice, Name, Shape, Tag, Type, Variant};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::literal::as_whole;
use crate::openapi::load::{Dialect, is_named_as_file};
use crate::openapi::node::Node;
use crate::source::Place;

impl<'a> Cx<'a, '_> {
    /// The tag of a choice, with each variant's values set; `None` where only the shape of a value tells. `around` are the
    /// members that are required beside the choice, and so of each alternative.
    pub(super) fn tagged(
        &mut self,
        discriminator: Option<Node<'a>>,
        nodes: &[Node<'a>],
        around: &[&str],
        variants: &mut Vec<Variant>,
    ) -> Option<Tag> {
        let Some(discriminator) = discriminator else {
            // What the alternatives themselves say counts, unless it is said within one of them, which is a family.
            let found = match self.some_family(nodes) {
                true => self.tagged_by_family(nodes, around, variants),
                false => None,
            };
            let found = found.or_else(|| self.tagged_by_constants(nodes, around, variants));
            return found.or_else(|| self.tagged_by_family(nodes, around, variants));
        };
        let property = self.discriminating(discriminator)?;
        let mapping = self.mapping(discriminator);
        let is_odd = |kind: Kind| matches!(kind, Kind::List | Kind::Scalar(_));
        if let Some(odd) = nodes.iter().copied().find(|node| is_odd(self.kind(*node))) {
            if self.told.insert(discriminator.place) {
                self.diags
                    .warning(
                        codes::DISCRIMINATOR,
                        discriminator.place,
                        "an alternative is no object, which has no members",
                    )
                    .also(odd.place, "this one")
                    .note("alternatives are told apart by their shape instead");
            }
            return None;
        }
        let claims: Vec<Claim> = nodes.iter().map(|node| self.claim(*node, &property, &mapping)).collect();
        for (variant, tags) in variants.iter_mut().zip(tags::of_alternatives(&claims)) {
            variant.tags = tags;
        }
        let told = |variant: &Variant| !variant.tags.is_empty();
        if let Some(untold) = variants.iter().find(|variant| !told(variant)) {
            if self.told.insert(discriminator.place) {
                self.diags
                    .warning(
                        codes::DISCRIMINATOR,
                        discriminator.place,
                        "the discriminator has no value for one of the alternatives",
                    )
                    .also(untold.place, "this has no name, and no constant either")
                    .note("alternatives are told apart by their shape instead");
            }
            variants.iter_mut().for_each(|variant| variant.tags.clear());
            return None;
        }
        self.join_shared(variants);
        Some(self.tag_by(property, nodes, variants))
    }

    /// What the schema at `node` says of the values of a discriminator that mean it.
    pub(super) fn claim(&mut self, node: Node<'a>, property: &Name, mapping: &[(String, Node<'a>)]) -> Claim {
        // One that has no name goes by that of what it refers to, also where more stands beside the reference.
        let target = match self.meant(node) {
            meant if self.named.contains_key(&meant.place) => meant,
            meant => self.behind(meant).unwrap_or(meant),
        };
        let mapped = mapping.iter().filter(|(_, known)| known.place == target.place || known.place == node.place);
        let mut said: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
        // The name is that which the reference has, be it another one of what stands behind.
        let reference = node.str("$ref").filter(|_| !self.named.contains_key(&node.place));
        let named = reference.and_then(|reference| self.find(node, reference).ok());
        let named = named.filter(|named| self.named.contains_key(&named.place)).unwrap_or(target);
        let name = self.named.get(&named.place).map(|name| name.text.clone());
        let is_of_other = |(tag, known): &(String, Node<'a>)| {
            Some(tag) == name.as_ref() && known.place != target.place && known.place != node.place
        };
        let mut by_name = !mapping.iter().any(is_of_other) && self.may_be_text(node, &property.text);
        // It stands in the place of the name.
        if let Some(value) = target.str("x-ms-discriminator-value") {
            (said, by_name) = (vec![value.to_owned()], false);
        }
        let listed = self.constants(node, &property.text, &mut Vec::new());
        Claim { name, said, listed, by_name }
    }

    /// Whether the member `name` of the schema at `node` may be text, as the names of schemas are.
    fn may_be_text(&mut self, node: Node<'a>, name: &str) -> bool {
        let Some((property, _)) = self.property(node, name) else { return true };
        let settled = self.settled(property);
        let types = self.schema(settled).types;
        types.is_empty() || types.has(Types::STRING)
    }

    /// Tells of schemas that a family has and the member that says which is meant does not list.
    pub(super) fn look_for_unlisted(
        &mut self,
        discriminator: Node<'a>,
        members: &[(Node<'a>, Vec<String>)],
        claims: &[Claim],
    ) {
        for ((member, tags), claim) in members.iter().zip(claims) {
            let lists = |tag: &String| claim.said.contains(tag) || claim.listed.contains(tag);
            if let Some(tag) = tags.iter().find(|tag| !claim.listed.is_empty() && !lists(tag)) {
                self.diags
                    .warning(codes::DISCRIMINATOR, discriminator.place, format!("its member does not list `{tag}`"))
                    .also(member.place, "which is what means this one, as nothing else is said")
                    .help("`mapping` says which value means it");
            }
        }
    }

    /// The variant of a choice by a discriminator that takes what no other does (OpenAPI 3.2.0, 4.25).
    pub(super) fn others(&mut self, discriminator: Option<Node<'a>>, tag: &Tag, variants: &[Variant]) -> Option<usize> {
        let property = tag.member()?;
        let discriminator = discriminator?;
        let target = self.default_mapping(discriminator)?;
        let mapping = self.mapping(discriminator);
        let claim = self.claim(target, property, &mapping);
        let by = |tags: &[String]| variants.iter().position(|known| known.tags.iter().any(|tag| tags.contains(tag)));
        let others = by(&claim.said).or_else(|| by(claim.name.as_slice())).or_else(|| by(&claim.listed));
        self.look_for_others(discriminator, Some(target), others);
        others
    }

    pub(super) fn look_for_others(&mut self, discriminator: Node<'a>, target: Option<Node<'a>>, found: Option<usize>) {
        let place = self.sources.member(discriminator.place, "defaultMapping");
        if let (Some(target), None) = (target, found)
            && self.told.insert(place)
        {
            self.diags
                .warning(codes::DISCRIMINATOR, place, "`defaultMapping` leads to a schema that is no alternative")
                .also(target.place, "this one")
                .note("values that are of none are kept as they came");
        }
    }

    /// The schema of values that have no value of the discriminator, or an unknown one.
    pub(super) fn default_mapping(&mut self, discriminator: Node<'a>) -> Option<Node<'a>> {
        let node = self.member(discriminator, "defaultMapping")?;
        let target = self.text(discriminator, "defaultMapping")?;
        self.mapped(node, target)
    }

    /// Alternatives that share a value of the discriminator become one variant, a choice among them by shape.
    fn join_shared(&mut self, variants: &mut Vec<Variant>) {
        let mut joined: Vec<Vec<Variant>> = Vec::new();
        for variant in variants.drain(..) {
            let shares = |group: &Vec<Variant>| {
                group.iter().any(|known| known.tags.iter().any(|tag| variant.tags.contains(tag)))
            };
            match joined.iter_mut().find(|group| shares(group)) {
                Some(group) => group.push(variant),
                None => joined.push(vec![variant]),
            }
        }
        for mut group in joined {
            let Some(first) = group.first() else { continue };
            if group.len() == 1 {
                variants.append(&mut group);
                continue;
            }
            let mut tags: Vec<String> = Vec::new();
            for tag in group.iter().flat_map(|variant| &variant.tags) {
                if !tags.contains(tag) {
                    tags.push(tag.clone());
                }
            }
            let name = Name::derived(tags.first().cloned().unwrap_or_default());
            let whole = Variant { name, tags, doc: crate::ir::Doc::default(), ..first.clone() };
            group.iter_mut().for_each(|variant| variant.tags.clear());
            let place = whole.place;
            let shape = Shape::Choice(Choice::new(Tag::OneOf, group, false));
            let ty = self.builder.add(Type::new(shape, place));
            variants.push(Variant { ty: Some(ty), ..whole });
        }
    }

    /// Without a discriminator: a member that every alternative requires and has constants of its own for says the same.
    fn tagged_by_constants(&mut self, nodes: &[Node<'a>], around: &[&str], variants: &mut [Variant]) -> Option<Tag> {
        let first = self.settled(*nodes.first()?);
        let names: Vec<&'a str> = self.schema(first).properties.iter().map(|(name, _)| *name).collect();
        for name in names {
            let mut all: Vec<Vec<String>> = Vec::new();
            for &node in nodes {
                let required =
                    self.property(node, name).is_some_and(|(_, required)| required || around.contains(&name));
                let constants = if required { self.constants(node, name, &mut Vec::new()) } else { Vec::new() };
                if constants.is_empty() || all.iter().flatten().any(|known| constants.contains(known)) {
                    break;
                }
                all.push(constants);
            }
            if all.len() == nodes.len() {
                for (variant, tags) in variants.iter_mut().zip(all) {
                    variant.tags = tags;
                }
                return Some(self.tag_by(Name::new(name), nodes, variants));
            }
        }
        None
    }

    /// The values that the member `name` may have in the schema at `node`, where they are few and fixed texts.
    fn constants(&mut self, node: Node<'a>, name: &str, above: &mut Vec<Place>) -> Vec<String> {
        let node = self.settled(node);
        if above.contains(&node.place) {
            return Vec::new();
        }
        above.push(node.place);
        let (properties, _) = self.descriptions(node, name);
        if !properties.is_empty() {
            // What extends another may list fewer. Where both have nothing in common, the later one is what is used.
            let lists = properties.into_iter().map(|property| self.texts_of(property)).filter(|list| !list.is_empty());
            let narrowed = lists.reduce(|all, list| match list.iter().any(|tag| all.contains(tag)) {
                true => all.into_iter().filter(|tag| list.contains(tag)).collect(),
                false => list,
            });
            return narrowed.unwrap_or_default();
        }
        let schema = self.schema(node);
        let alternatives: Vec<Node<'a>> = schema.one_of.iter().chain(&schema.any_of).copied().collect();
        if alternatives.is_empty() {
            // The choice is that of a part.
            let reference = schema.reference.and_then(|reference| self.resolve(node, reference));
            let parts: Vec<Node<'a>> = reference.into_iter().chain(schema.all_of.iter().copied()).collect();
            let found = parts.into_iter().map(|part| self.constants(part, name, above));
            return found.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
        }
        let mut all = Vec::new();
        for alternative in alternatives {
            let found = self.constants(alternative, name, above);
            if found.is_empty() {
                return Vec::new();
            }
            all.extend(found);
        }
        all
    }

    /// What a property is one of, as text, if all that it may be are texts, numbers or booleans.
    fn texts_of(&mut self, property: Node<'a>) -> Vec<String> {
        let settled = self.settled(property);
        let values = match self.schema(settled).constant {
            Some(constant) => vec![constant.value],
            None => self.values_of(property).unwrap_or_default(),
        };
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => {
                let number = number.to_string();
                Some(as_whole(&number).unwrap_or(number))
            }
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        };
        values.iter().map(|value| text(value)).collect::<Option<_>>().unwrap_or_default()
    }

    /// The tag that a member is: by its value, where those who describe it say that it is a number or a boolean.
    pub(super) fn tag_by(&mut self, property: Name, nodes: &[Node<'a>], variants: &[Variant]) -> Tag {
        const VALUES: [Types; 3] = [Types::INTEGER, Types::NUMBER, Types::BOOLEAN];
        let described: Vec<Node<'a>> =
            nodes.iter().filter_map(|node| Some(self.property(*node, &property.text)?.0)).collect();
        let is_value = |cx: &mut Self, node: Node<'a>| {
            let settled = cx.settled(node);
            let schema = cx.schema(settled);
            match &schema.constant {
                Some(constant) => constant.value.is_number() || constant.value.is_boolean(),
                None => !schema.types.is_empty() && schema.types.each().all(|one| VALUES.contains(&one)),
            }
        };
        let fits = |tag: &String| matches!(serde_json::from_str(tag), Ok(Value::Number(_) | Value::Bool(_)));
        match !described.is_empty()
            && described.into_iter().all(|node| is_value(self, node))
            && variants.iter().flat_map(|variant| &variant.tags).all(fits)
        {
            true => Tag::Value(property),
            false => Tag::Property(property),
        }
    }

    /// The member that a discriminator is: text in 2.0, `propertyName` since 3.0.
    pub(super) fn discriminating(&mut self, discriminator: Node<'a>) -> Option<Name> {
        match discriminator.value {
            Value::String(name) => {
                if self.dialect_of(discriminator) != Dialect::V20 {
                    self.other_version(discriminator, "a discriminator that is text is a word of 2.0");
                }
                Some(Name::new(name))
            }
            Value::Object(_) => {
                self.only(discriminator, "a discriminator", &["propertyName", "mapping", "defaultMapping"]);
                match self.text(discriminator, "propertyName") {
                    Some(name) => Some(Name::new(name)),
                    None => {
                        self.missing(discriminator, "a discriminator", "propertyName");
                        None
                    }
                }
            }
            _ => {
                self.wrong(discriminator, "an object with `propertyName`");
                None
            }
        }
    }

    /// The values of a discriminator with the schemas that they mean: a reference, or the name of a schema.
    pub(super) fn mapping(&mut self, discriminator: Node<'a>) -> Vec<(String, Node<'a>)> {
        if !discriminator.value.is_object() {
            return Vec::new();
        }
        let mut mapping = Vec::new();
        for (tag, node) in self.members(discriminator, "mapping") {
            let Value::String(target) = node.value else {
                self.wrong(node, "a reference to a schema, or its name");
                continue;
            };
            if let Some(target) = self.mapped(node, target) {
                mapping.push((tag.to_owned(), self.meant(target)));
            }
        }
        mapping
    }

    /// The schema that a value of a mapping means.
    fn mapped(&mut self, node: Node<'a>, target: &str) -> Option<Node<'a>> {
        let by_name = match self.dialect_of(node) {
            Dialect::V20 => format!("#/definitions/{target}"),
            _ => format!("#/components/schemas/{target}"),
        };
        let found = match target.contains(['#', '/']) || is_named_as_file(target) {
            true => self.find(node, target).or_else(|_| self.find(node, &by_name)),
            false => self.find(node, &by_name),
        };
        if found.is_err() && self.told.insert(node.place) {
            self.diags
                .warning(
                    codes::DISCRIMINATOR,
                    node.place,
                    format!("`{target}` is neither a reference that leads somewhere nor a schema's name"),
                )
                .note("the value means no variant");
        }
        found.ok()
    }
}
