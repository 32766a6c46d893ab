//! `oneOf`, `anyOf` and lists of types: values that fit one of several schemas.

use std::rc::Rc;

use super::gather::Union;
use super::kind::Kind;
use super::restrict::Around;
use super::{Schema, Types};
use crate::ir::{Choice, Doc, Enum, Name, Occurs, Scalar, Shape, Tag, Type, Variant};
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

impl<'a> Cx<'a, '_> {
    /// The shape of a choice that is all of `schema`.
    pub(super) fn union(&mut self, schema: &Rc<Schema<'a>>, union: &Union<'a>) -> Shape {
        self.union_around(schema, union, &Around::default())
    }

    /// The shape of a choice, some alternatives of which may only restrict what stands around it.
    pub(super) fn union_around(&mut self, schema: &Rc<Schema<'a>>, union: &Union<'a>, around: &Around<'a>) -> Shape {
        let alternatives = union.alternatives.as_slice();
        let discriminator = union.discriminator.or(schema.discriminator);
        if let Some(shape) = self.union_of_values(alternatives) {
            return shape;
        }
        let mut distinct: Vec<(Node<'a>, Node<'a>)> = Vec::new();
        for &node in alternatives {
            let settled = self.settled(node);
            if !distinct.iter().any(|(_, known)| known.place == settled.place) {
                distinct.push((node, settled));
            }
        }
        // With a discriminator there may be others one day.
        if let ([(one, _)], None) = (distinct.as_slice(), discriminator) {
            return Shape::Alias(self.ty(*one));
        }
        let mut variants = Vec::new();
        for (node, _) in &distinct {
            let variant = match self.restricted(schema, *node, around) {
                Some(restricted) => restricted,
                None => {
                    let ty = self.ty(*node);
                    self.variant(*node, Some(ty), Occurs::One)
                }
            };
            variants.push(variant);
        }
        self.tell_variants_apart(&mut variants, &distinct);
        let nodes: Vec<Node<'a>> = distinct.iter().map(|(node, _)| *node).collect();
        if self.objects_apart(discriminator, &nodes, &mut variants) {
            return Shape::Choice(Choice::new(union.tag.clone(), variants, false));
        }
        let tag = self.tagged(discriminator, &nodes, &[], &mut variants).unwrap_or_else(|| union.tag.clone());
        let others = self.others(discriminator, &tag, &variants);
        let open = others.is_none() && (tag.member().is_some() || discriminator.is_some());
        Shape::Choice(Choice { tag, variants, open, others })
    }

    /// Puts objects that a member tells apart into a choice of their own, where values stand beside them that have no
    /// members; says whether it did.
    fn objects_apart(
        &mut self,
        discriminator: Option<Node<'a>>,
        nodes: &[Node<'a>],
        variants: &mut Vec<Variant>,
    ) -> bool {
        let Some(discriminator) = discriminator else { return false };
        let kinds: Vec<Kind> = nodes.iter().map(|node| self.kind(*node)).collect();
        let are_objects: Vec<bool> = kinds.iter().map(|kind| kind.is_object()).collect();
        let is_known = |kind: &Kind| kind.is_object() || matches!(kind, Kind::List | Kind::Scalar(_));
        let Some(first) = are_objects.iter().position(|is| *is) else { return false };
        if are_objects.iter().all(|is| *is) || !kinds.iter().all(is_known) {
            return false;
        }
        let of_objects = |at: usize| are_objects.get(at).copied().unwrap_or(false);
        let objects: Vec<Node<'a>> =
            (0..).zip(nodes.iter()).filter(|(at, _)| of_objects(*at)).map(|it| *it.1).collect();
        let mut inner: Vec<Variant> =
            (0..).zip(variants.iter()).filter(|(at, _)| of_objects(*at)).map(|(_, variant)| variant.clone()).collect();
        let Some(tag) = self.tagged(Some(discriminator), &objects, &[], &mut inner) else { return false };
        let others = self.others(Some(discriminator), &tag, &inner);
        let place = objects.first().map_or(discriminator.place, |node| node.place);
        let choice = Choice { tag, variants: inner, open: others.is_none(), others };
        let whole = Variant {
            name: Name::derived("object"),
            ty: Some(self.builder.add(Type::new(Shape::Choice(choice), place))),
            occurs: Occurs::One,
            tags: Vec::new(),
            default: None,
            xml: None,
            doc: Doc::default(),
            place,
        };
        let all = std::mem::take(variants);
        let others = (0..).zip(all).filter(|(at, _)| *at == first || !of_objects(*at));
        variants.extend(others.map(|(at, variant)| if at == first { whole.clone() } else { variant }));
        true
    }

    /// Alternatives that are all values of one type make one enum; with text beside them, it is open.
    fn union_of_values(&mut self, alternatives: &[Node<'a>]) -> Option<Shape> {
        let mut listed: Vec<(Node<'a>, Enum)> = Vec::new();
        let mut free = false;
        for &node in alternatives {
            let settled = self.settled(node);
            let schema = self.schema(settled);
            if schema.is_combined() || schema.reference.is_some() {
                return None;
            }
            if schema.values.is_none() && schema.constant.is_none() {
                if schema.types != Types::STRING || schema.format.is_some() {
                    return None;
                }
                free = true;
                continue;
            }
            match self.own_shape(&schema) {
                Shape::Enum(found) => listed.push((node, found)),
                _ => return None,
            }
        }
        let base = listed.first()?.1.base;
        if listed.iter().any(|(_, found)| found.base != base) || (free && base != Scalar::String) {
            return None;
        }
        let mut values: Vec<crate::ir::EnumValue> = Vec::new();
        for (node, found) in listed {
            let alone = found.values.len() == 1;
            let schema = self.schema(node);
            for mut value in found.values {
                if values.iter().any(|known| known.value == value.value) {
                    continue;
                }
                // What is said of an alternative with one value is said of the value.
                if alone {
                    let named = schema.title.map(str::trim).filter(|title| !title.is_empty() && title.len() <= 40);
                    value.name.preferred = value.name.preferred.or(named.map(str::to_owned));
                    if value.doc.is_empty() {
                        value.doc = schema.description.map(|text| Doc::of(text.trim())).unwrap_or_default();
                    }
                    if schema.deprecated {
                        value.deprecated = Some(self.deprecated(node));
                    }
                }
                values.push(value);
            }
        }
        let open = free || !self.options.closed_enums;
        Some(Shape::Enum(Enum { base, of: None, values, open: open && base != Scalar::Bool }))
    }

    /// A list of types (`type: [string, integer]`): a choice of one schema for each.
    pub(super) fn by_type(&mut self, schema: &Rc<Schema<'a>>, types: Types) -> Shape {
        let mut types = types;
        // Every whole number is a number.
        if types.has(Types::NUMBER) {
            types = types.without(Types::INTEGER);
        }
        let node = schema.node;
        let all = [Types::BOOLEAN, Types::NUMBER, Types::STRING, Types::ARRAY, Types::OBJECT];
        if all.iter().all(|one| types.has(*one)) && !schema.has_members() && schema.items.is_none() {
            return Shape::Any;
        }
        if types.is_one() {
            return self.shape_of(schema, types);
        }
        let mut variants = Vec::new();
        for one in types.each() {
            let shape = self.shape_of(schema, one);
            let mut ty = Type::new(shape, node.place);
            ty.limits = super::types::fitting(&schema.limits, &ty.shape);
            variants.push(Variant {
                name: Name::derived(if one == Types::ARRAY { "list" } else { one.name() }),
                ty: Some(self.builder.add(ty)),
                occurs: Occurs::One,
                tags: Vec::new(),
                default: None,
                xml: None,
                doc: Doc::default(),
                place: node.place,
            });
        }
        Shape::Choice(Choice::new(Tag::OneOf, variants, false))
    }
}
