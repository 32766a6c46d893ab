//! Alternatives as variants, and what they are called: by their own names, else by what they are.

use foldhash::HashSet;
use serde_json::Value;

use super::kind::Kind;
use super::{Schema, Types};
use crate::ir::{Id, Name, Occurs, Type, Variant};
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::openapi::refs::ROW;

impl<'a> Cx<'a, '_> {
    /// A schema at `node` as a variant.
    pub(super) fn variant(&mut self, node: Node<'a>, ty: Option<Id<Type>>, occurs: Occurs) -> Variant {
        let schema = self.schema(node);
        let name = self.variant_name(node);
        Variant {
            doc: self.doc(&schema, Some(&name)),
            name,
            ty,
            occurs,
            tags: Vec::new(),
            default: None,
            xml: None,
            place: node.place,
        }
    }

    fn variant_name(&mut self, node: Node<'a>) -> Name {
        let (given, settled) = self.given_name(node);
        given.unwrap_or_else(|| {
            let (kind, schema) = (self.kind(settled), self.schema(settled));
            self.name_by_kind(kind, &schema)
        })
    }

    /// The name that somebody gave the schema at `node`, or that of its only value; and what it stands for.
    pub(super) fn given_name(&mut self, node: Node<'a>) -> (Option<Name>, Node<'a>) {
        let (mut here, mut seen) = (node, HashSet::default());
        while seen.len() <= ROW && seen.insert(here.place) {
            if let Some(name) = self.named.get(&here.place) {
                return (Some(name.clone()), here);
            }
            let schema = self.schema(here);
            if let Some(title) = schema.title.map(str::trim).filter(|title| !title.is_empty()) {
                return (Some(Name::new(title)), here);
            }
            let inner = match schema.is_reference() {
                true => schema.reference.and_then(|reference| self.resolve(here, reference)),
                false => self.wrapped(&schema),
            };
            match inner {
                Some(inner) => here = inner,
                None => break,
            }
        }
        let schema = self.schema(here);
        if let Some(name) = self.preferred(here) {
            return (Some(Name::new(name)), here);
        }
        let only = schema.constant.or_else(|| {
            schema.values.as_ref().and_then(|values| match values.as_slice() {
                [one] => Some(*one),
                _ => None,
            })
        });
        if let Some(only) = only {
            let text = crate::openapi::literal::text(&crate::openapi::literal::literal(only.value));
            return (Some(Name::derived(text)), here);
        }
        (None, here)
    }

    /// What values of a schema are called by what they are.
    pub(super) fn name_by_kind(&mut self, kind: Kind, schema: &Schema<'a>) -> Name {
        Name::derived(match kind {
            Kind::Null => "null",
            Kind::Scalar(types) => match (types, schema.format) {
                (
                    Types::STRING,
                    Some(format @ ("date" | "date-time" | "uuid" | "uri" | "binary" | "time" | "duration")),
                ) => format,
                _ => types.name(),
            },
            // Nothing follows, so no item is one of many.
            Kind::List if schema.items.is_some_and(|items| items.value == &Value::Bool(false)) => "list",
            Kind::List => {
                let item = schema.items.map(|items| self.variant_name(items));
                return Name::derived(
                    item.map_or_else(|| "list".to_owned(), |item| format!("{} list", item.for_code())),
                );
            }
            Kind::Map => "map",
            Kind::Record | Kind::Requirement => {
                // What it extends says more than that it is an object.
                let parts: Vec<Node<'a>> = schema.all_of.iter().filter_map(|&part| self.follow(part)).collect();
                match parts.iter().find_map(|part| self.named.get(&part.place)) {
                    Some(name) => return name.clone(),
                    None => "object",
                }
            }
            Kind::Anything => "any",
            Kind::Union => "choice",
        })
    }

    /// Gives variants that came out with one name a word more: the constant that only one has, or the member.
    pub(super) fn tell_variants_apart(&mut self, variants: &mut [Variant], nodes: &[(Node<'a>, Node<'a>)]) {
        let names: Vec<String> = variants.iter().map(|variant| variant.name.text.clone()).collect();
        let alike = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
        let facts: Vec<(Vec<String>, Vec<&'a str>)> = nodes.iter().map(|&(_, node)| self.marks(node)).collect();
        let lengths: Vec<usize> = nodes.iter().map(|&(_, node)| self.schema(node).prefix.len()).collect();
        for (index, variant) in variants.iter_mut().enumerate() {
            if !alike(&variant.name.text) || self.named_by_itself(nodes.get(index).map(|(node, _)| *node)) {
                continue;
            }
            let Some((constants, members)) = facts.get(index) else { continue };
            let others = || facts.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, facts)| facts);
            let constant =
                constants.iter().find(|constant| others().all(|(constants, _)| !constants.contains(constant)));
            let member = members.iter().find(|member| others().all(|(_, members)| !members.contains(member)));
            match (constant, member) {
                (Some(constant), _) => variant.name = Name::derived(constant.clone()),
                (None, Some(member)) => variant.name = Name::derived(format!("with {member}")),
                (None, None) => {
                    let length = lengths.get(index).copied().unwrap_or(0);
                    if length > 0 && lengths.iter().filter(|other| **other == length).count() == 1 {
                        variant.name = Name::derived(format!("{} {length}", variant.name.for_code()));
                    }
                }
            }
        }
    }

    /// Whether an alternative has a name that somebody gave it.
    fn named_by_itself(&self, node: Option<Node<'a>>) -> bool {
        node.is_some_and(|node| self.named.contains_key(&node.place))
    }

    /// What may tell an object from others: the constants that its members have, and the members themselves, the
    /// required ones first.
    fn marks(&mut self, node: Node<'a>) -> (Vec<String>, Vec<&'a str>) {
        let schema = self.schema(node);
        let mut members: Vec<&'a str> = schema.required.iter().map(|(name, _)| *name).collect();
        members.extend(schema.properties.iter().map(|(name, _)| *name));
        let mut constants = Vec::new();
        for &(_, property) in &schema.properties {
            if let Some([one]) = self.values_of(property).as_deref() {
                constants.extend(one.as_str().map(str::to_owned));
            } else if let Some(crate::ir::Literal::String(one)) = self.fixed(property) {
                constants.push(one);
            }
        }
        (constants, members)
    }
}
