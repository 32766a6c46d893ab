//! Values that are no objects and must fit several schemas at once: the narrowest of them, with the limits of all.

use std::rc::Rc;

use super::gather::{Parts, Union};
use super::kind::Kind;
use super::restrict::Around;
use super::{Schema, Types};
use crate::ir::{Limits, Scalar, Shape};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

impl<'a> Cx<'a, '_> {
    /// A choice beside something that is no object: the alternatives that are of its kind (`type: string` beside a
    /// `oneOf` of constants).
    pub(super) fn narrowed(&mut self, schema: &Rc<Schema<'a>>, parts: Parts<'a>) -> Shape {
        let node = schema.node;
        let beside = parts.others;
        let wanted: Vec<Kind> = beside.iter().map(|&other| self.kind_alone(other)).collect();
        let Some(union) = parts.unions.into_iter().next() else { return Shape::Any };
        let fits = |kind: Kind| {
            kind == Kind::Union
                || wanted.iter().all(|wanted| match (wanted, kind) {
                    (Kind::Scalar(Types::NUMBER), Kind::Scalar(Types::INTEGER)) => true,
                    (Kind::Union, Kind::Scalar(_)) => true,
                    (wanted, kind) => *wanted == kind,
                })
        };
        let kinds: Vec<(Node<'a>, Kind)> = union.alternatives.iter().map(|&node| (node, self.kind(node))).collect();
        // Those that only restrict what the schema itself says make no types of their own.
        let restricting: Vec<Node<'a>> =
            union.alternatives.iter().copied().filter(|&node| self.adds_nothing(node)).collect();
        let restricts = |node: Node<'a>| restricting.iter().any(|known| known.place == node.place);
        if restricting.len() == kinds.len() {
            self.no_choice(node, &union.tag, &restricting);
            return self.intersection(node, &beside, &parts.words);
        }
        let fits = |node: Node<'a>, kind: Kind| restricts(node) || fits(kind);
        let left: Vec<Node<'a>> =
            kinds.iter().filter(|(node, kind)| fits(*node, *kind)).map(|(node, _)| *node).collect();
        for &(alternative, kind) in &kinds {
            if let Some(&other) = beside.first().filter(|_| !fits(alternative, kind)) {
                self.contrary(node, alternative, other);
            }
        }
        if left.iter().all(|&node| restricts(node)) {
            return self.intersection(node, &beside, &parts.words);
        }
        let mut around = Around { restricting, several: false, beside, words: parts.words };
        let left = self.once(schema, left, &mut around);
        self.union_around(schema, &Union { alternatives: left, ..union }, &around)
    }

    /// Speaks of an alternative that no value can fit beside `other`, as the schema at `node` says.
    pub(super) fn contrary(&mut self, node: Node<'a>, alternative: Node<'a>, other: Node<'a>) {
        if self.told.insert(alternative.place) {
            let other = if other.place == node.place { self.word(other) } else { other.place };
            self.diags
                .warning(
                    codes::CONTRADICTION,
                    alternative.place,
                    "no value can fit this alternative and what stands beside the choice",
                )
                .also(other, "beside it")
                .note("it is left out");
        }
    }

    /// Values that must fit several schemas of no objects.
    pub(super) fn intersection(&mut self, node: Node<'a>, others: &[Node<'a>], words: &[Node<'a>]) -> Shape {
        let mut best: Option<(Node<'a>, Kind)> = None;
        for &other in others {
            let settled = self.settled(other);
            let kind = if other.place == node.place { self.kind_beside(other) } else { self.kind(settled) };
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
                                let at = |cx: &Self, part: Node<'a>| match part.place == node.place {
                                    true => cx.word(part),
                                    false => part.place,
                                };
                                let (one, another) = (at(self, known), at(self, settled));
                                self.diags
                                    .error(
                                        codes::CONTRADICTION,
                                        node.place,
                                        "no value can fit all parts of this schema",
                                    )
                                    .also(one, "one kind of value here")
                                    .also(another, "another here")
                                    .note("any value is let in");
                            }
                            return Shape::Any;
                        }
                    };
                    if better { (settled, kind) } else { (known, known_kind) }
                }
            });
        }
        if let Some((best, Kind::Scalar(types))) = best
            && let Some(scalar) = words.iter().find_map(|&word| self.narrower(best, types, word))
        {
            return Shape::Scalar(scalar);
        }
        if let Some((best, Kind::List)) = best
            && let Some(shape) = self.joined_list(best, &[others, words].concat())
        {
            return shape;
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

    /// The scalar that the format of `word` makes of `best`, values of one type of which no more is said.
    fn narrower(&mut self, best: Node<'a>, types: Types, word: Node<'a>) -> Option<Scalar> {
        let (schema, word) = (self.schema(best), self.schema(word));
        let bare = schema.types == types && schema.format.is_none() && schema.content_encoding.is_none();
        if !bare || schema.values.is_some() || schema.constant.is_some() || schema.is_combined() {
            return None;
        }
        let scalar = self.scalar(&word, types);
        (scalar != self.scalar(&Schema::blank(word.node), types)).then_some(scalar)
    }

    /// The limits of a schema with those of its inline and referred parts, where it is no object.
    pub(super) fn all_limits(&mut self, schema: &Schema<'a>) -> Limits {
        let mut limits = schema.limits.clone();
        for &part in &schema.all_of {
            let part = self.settled(part);
            let inner = self.schema(part).limits.clone();
            limits.join(inner);
        }
        limits
    }
}
