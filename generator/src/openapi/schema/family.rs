//! Families as choices: which values of the discriminator mean which of the schemas that extend one.

use std::collections::HashSet;

use super::tags::{self, Claim};
use crate::ir::{Choice, Name, Occurs, Shape, Tag, Variant};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::source::Place;

/// A schema and those who extend it, told apart by a member.
struct Family<'a> {
    /// The schema whose discriminator it is.
    head: Node<'a>,
    discriminator: Node<'a>,
    /// The member.
    property: Name,
    /// Which schemas its values mean, as far as that is said.
    mapping: Vec<(String, Node<'a>)>,
    /// All of them, with the values that mean each.
    members: Vec<(Node<'a>, Vec<String>)>,
    /// What those who extend the head say of its values.
    claims: Vec<Claim>,
    /// Those who tell those apart that extend them by a member of their own.
    inner: HashSet<Place>,
}

impl<'a> Cx<'a, '_> {
    /// The choice that a family is; `None` where the schema is none.
    pub(super) fn family(&mut self, node: Node<'a>) -> Option<Shape> {
        if !self.is_family(node) {
            return None;
        }
        let Family { head, discriminator, property, members, claims, inner, .. } = self.family_of(node)?;
        // What is wrong with a discriminator is said where it stands, of the whole family.
        let whole = head.place == node.place;
        let tagged: Vec<Node<'a>> = members.iter().map(|(member, _)| *member).collect();
        if whole {
            self.look_for_unlisted(discriminator, &members, &claims);
        }
        let other = self.default_mapping(discriminator);
        let (mut variants, mut others): (Vec<Variant>, Option<usize>) = (Vec::new(), None);
        for (member, tags) in members {
            if tags.is_empty() {
                if whole {
                    self.diags
                        .warning(
                            codes::DISCRIMINATOR,
                            discriminator.place,
                            "no value of the discriminator means this schema alone",
                        )
                        .also(member.place, "this one")
                        .note("it is left out of the choice");
                }
                continue;
            }
            if other.is_some_and(|other| other.place == member.place) {
                others = Some(variants.len());
            }
            let ty = match self.is_family(member) && !inner.contains(&member.place) {
                true => self.base(member),
                false => self.ty(member),
            };
            variants.push(Variant { tags, ..self.variant(member, Some(ty), Occurs::One) });
        }
        if whole {
            self.look_for_others(discriminator, other, others);
        }
        let tag = self.tag_by(property, &tagged, &variants);
        Some(Shape::Choice(Choice { tag, variants, open: others.is_none(), others }))
    }

    /// Those who extend the schema at `node`, itself last, with the values of the discriminator that mean each: its own, or
    /// the one that it inherits, whose values mean the same here as in the whole family.
    fn family_of(&mut self, node: Node<'a>) -> Option<Family<'a>> {
        let head = self.family_head(node)?;
        let whole = self.whole_family(head)?;
        Some(Family { members: self.members_below(&whole, node), ..whole })
    }

    /// The family of `head`, which has the discriminator.
    fn whole_family(&mut self, head: Node<'a>) -> Option<Family<'a>> {
        let discriminator = self.family_discriminator(head, 0)?;
        let property = self.discriminating(discriminator)?;
        let mapping = self.mapping(discriminator);
        let (mut members, inner) = self.family_members(head, &property, &mapping);
        let claims: Vec<Claim> = members.iter().map(|member| self.claim(*member, &property, &mapping)).collect();
        let base = self.claim(head, &property, &mapping);
        let tags = tags::of_family(&claims, &base);
        members.push(head);
        let members: Vec<(Node<'a>, Vec<String>)> = members.into_iter().zip(tags).collect();
        Some(Family { head, discriminator, property, mapping, members, claims, inner })
    }

    /// Those of a family who extend the schema at `node`, itself last, with their values.
    fn members_below(&mut self, whole: &Family<'a>, node: Node<'a>) -> Vec<(Node<'a>, Vec<String>)> {
        if whole.head.place == node.place {
            return whole.members.clone();
        }
        let (below, _) = self.family_members(node, &whole.property, &whole.mapping);
        let below: HashSet<Place> = below.iter().map(|member| member.place).collect();
        let all = || whole.members.iter();
        let mut members: Vec<_> = all().filter(|(member, _)| below.contains(&member.place)).cloned().collect();
        members.extend(all().filter(|(member, _)| member.place == node.place).cloned());
        members
    }

    /// Whether one of several alternatives is a family itself. By shape it would take what is another alternative and has
    /// a member that is new.
    pub(super) fn some_family(&mut self, nodes: &[Node<'a>]) -> bool {
        nodes.iter().any(|&node| {
            let settled = self.settled(node);
            self.is_family(settled)
        })
    }

    /// Without a discriminator: alternatives that all are of families that one required member tells apart. What extends
    /// a schema has its discriminator, too (OpenAPI 3.0.4, 4.7.24.2 and 4.7.25).
    pub(super) fn tagged_by_family(
        &mut self,
        nodes: &[Node<'a>],
        around: &[&str],
        variants: &mut [Variant],
    ) -> Option<Tag> {
        let settled: Vec<Node<'a>> = nodes.iter().map(|node| self.settled(*node)).collect();
        let places: HashSet<Place> = settled.iter().map(|node| node.place).collect();
        let (mut name, mut all): (Option<Name>, Vec<Vec<String>>) = (None, Vec::new());
        let mut known: HashSet<String> = HashSet::new();
        let mut families: Vec<Family<'a>> = Vec::new();
        for &node in &settled {
            let head = self.family_head(node)?;
            let whole = match families.iter().position(|known| known.head.place == head.place) {
                Some(at) => families.get(at)?,
                None => {
                    families.push(self.whole_family(head)?);
                    families.last()?
                }
            };
            let is_other = name.as_ref().is_some_and(|name| name.text != whole.property.text);
            let (_, required) = self.property(node, &whole.property.text)?;
            let required = required || around.contains(&whole.property.text.as_str());
            let members = self.members_below(whole, node);
            // Values of those that are alternatives themselves, and of what extends those, are theirs.
            let elsewhere: Vec<Node<'a>> = members
                .iter()
                .map(|(member, _)| *member)
                .filter(|member| member.place != node.place && places.contains(&member.place))
                .collect();
            let is_own = |cx: &mut Self, member: Node<'a>| {
                member.place == node.place || !elsewhere.iter().any(|other| cx.extends(member, other.place))
            };
            let own = members.into_iter().filter(|(member, _)| is_own(self, *member));
            let tags: Vec<String> = own.flat_map(|(_, tags)| tags).collect();
            if is_other || !required || tags.is_empty() || tags.iter().any(|tag| known.contains(tag)) {
                return None;
            }
            known.extend(tags.iter().cloned());
            name = Some(whole.property.clone());
            all.push(tags);
        }
        for (variant, tags) in variants.iter_mut().zip(all) {
            variant.tags = tags;
        }
        Some(self.tag_by(name?, nodes, variants))
    }
}
