//! What Rust asks of the types and the model does not say: what must be boxed, what has a default.

use std::collections::HashSet;

use super::own_tags::OwnTag;
use crate::ir::reach::{self, Use, Users};
use crate::ir::walk::{ContentUse, behind_aliases, content_uses, is_constant, is_own};
use crate::ir::{Access, Api, Id, Occurs, Rest, Shape, Table, Type, XmlPlace};
use crate::names::Names;

/// Facts about every type of an [`Api`].
pub(super) struct Layout {
    /// How each type is used.
    pub(super) uses: Table<Type, Use>,
    /// By type, which of its parts (fields or variants, by position) must be boxed because a value would contain itself.
    pub(super) boxed: Table<Type, HashSet<usize>>,
    /// Whether the type has a value by `Default`.
    pub(super) default: Table<Type, bool>,
    /// How values of each type stand in XML.
    pub(super) content: Table<Type, ContentUse>,
    /// In which file of the models the type stands.
    pub(super) home: Table<Type, File>,
    /// By record, the member that says to choices which alternative it is, where it is always the same.
    pub(super) tags: Table<Type, Option<OwnTag>>,
}

/// A file of the models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum File {
    /// The common one.
    Common,
    /// That of the types that only one group uses, by its number; of those that no operation uses, by the number behind
    /// the last group.
    Group(usize),
    /// That of a namespace, by its number.
    Namespace(usize),
}

/// The size of a pointer, in which sizes are counted.
const BOX: usize = 8;

/// How many bytes a part may take within what it is a part of, where only XML has it: its schemas have many levels.
const LARGE: usize = 128;

/// The same where JSON has it: most parts are plain fields there, and only what would add up is in a box.
const LARGE_IN_JSON: usize = 512;

/// How many levels of parts are looked into.
const DEEPEST: usize = 200;

/// How many levels of parts may stand in a value without a box: the compiler of each crate that has such a value goes
/// through all of them, and through no more than a few dozen.
const MOST_LEVELS: usize = 24;

/// With fewer types than this, models are one file, whoever uses them.
const MANY_TYPES: usize = 60;

impl Layout {
    pub(super) fn new(api: &Api, names: &Names, common: &[Id<Type>]) -> Self {
        let groups: Vec<_> = names.groups.iter().map(|group| group.operations.clone()).collect();
        let split = groups.len() > 1
            && api.namespaces.is_empty()
            && api.types.ids().filter(|id| names.types[*id].is_some()).count() >= MANY_TYPES;
        let users = reach::users(api, &groups, common);
        let mut layout = Layout {
            uses: reach::uses(api),
            boxed: Table::build(&api.types, |_| HashSet::new()),
            default: Table::build(&api.types, |_| false),
            content: content_uses(api),
            home: Table::build(&api.types, |id| {
                match (api.types[id].name.as_ref().and_then(|name| api.apart(name)), users[id]) {
                    (Some(namespace), _) => File::Namespace(namespace),
                    (None, Users::One(group)) if split => File::Group(group),
                    (None, Users::Nobody) if split => File::Group(groups.len()),
                    _ => File::Common,
                }
            }),
            tags: super::own_tags::find(api),
        };
        layout.find_cycles(api);
        layout.find_large(api);
        layout.find_defaults(api);
        layout
    }

    /// Boxes each edge that leads back to a type whose value is still being laid out.
    fn find_cycles(&mut self, api: &Api) {
        let mut state = Table::build(&api.types, |_| State::New);
        let mut levels = Table::build(&api.types, |_| 0);
        for id in api.types.ids() {
            self.visit(api, id, &mut state, &mut levels);
        }
    }

    /// A depth-first walk with its own stack, since descriptions nest as deep as they like.
    fn visit(&mut self, api: &Api, start: Id<Type>, state: &mut Table<Type, State>, levels: &mut Table<Type, usize>) {
        if state[start] != State::New {
            return;
        }
        state[start] = State::Open;
        let mut stack = vec![(start, parts_by_value(&api.types[start]), 0)];
        while let Some((id, parts, next)) = stack.last_mut() {
            let Some(&(position, part)) = parts.get(*next) else {
                state[*id] = State::Done;
                levels[*id] = self.levels(api, *id, parts, levels);
                stack.pop();
                continue;
            };
            *next += 1;
            match state[part] {
                State::New => {
                    state[part] = State::Open;
                    stack.push((part, parts_by_value(&api.types[part]), 0));
                }
                State::Open => {
                    let id = *id;
                    self.close(api, id, position, &stack);
                }
                State::Done => {}
            }
        }
    }

    /// How many levels stand in a value, where those of its parts are known; parts with too many are boxed.
    fn levels(&mut self, api: &Api, id: Id<Type>, parts: &[(usize, Id<Type>)], known: &Table<Type, usize>) -> usize {
        let holds = matches!(api.types[id].shape, Shape::Record(_) | Shape::Choice(_));
        let mut most = 0;
        for &(position, part) in parts {
            if holds && known[part] >= MOST_LEVELS {
                self.boxed[id].insert(position);
            }
            if !self.boxed[id].contains(&position) {
                most = most.max(known[part]);
            }
        }
        most + 1
    }

    /// Boxes at the nearest type on the way that has parts with names: an alias or a tuple cannot hold a box of its own.
    fn close(&mut self, api: &Api, id: Id<Type>, position: usize, stack: &[Step]) {
        let holds = |id: Id<Type>| matches!(api.types[id].shape, Shape::Record(_) | Shape::Choice(_));
        if holds(id) {
            self.boxed[id].insert(position);
            return;
        }
        for (holder, parts, next) in stack.iter().rev().skip(1) {
            if holds(*holder) {
                if let Some((position, _)) = parts.get(next.saturating_sub(1)) {
                    self.boxed[*holder].insert(*position);
                }
                return;
            }
        }
    }

    /// Boxes large parts. Parts hold parts by value, so that schemas with many levels would make a value of megabytes, which
    /// is then moved through every level of the reader, on a stack of two.
    fn find_large(&mut self, api: &Api) {
        let mut sizes = Table::build(&api.types, |_| None);
        for id in api.types.ids() {
            self.size(api, id, &mut sizes, 0);
        }
    }

    /// About how many bytes a value takes, with what is boxed on the way.
    fn size(&mut self, api: &Api, id: Id<Type>, sizes: &mut Table<Type, Option<usize>>, depth: usize) -> usize {
        if let Some(known) = sizes[id] {
            return known;
        }
        // A type within itself is boxed already; this ends what a chain of aliases could go on with.
        sizes[id] = Some(BOX);
        let ty = &api.types[id];
        let size = match &ty.shape {
            _ if depth > DEEPEST => LARGE,
            Shape::Alias(one) | Shape::Nullable(one) | Shape::InText(one) => {
                self.size(api, *one, sizes, depth + 1) + BOX
            }
            Shape::Tuple { items, .. } => items.iter().map(|item| self.size(api, *item, sizes, depth + 1)).sum(),
            Shape::Record(record) => {
                let fields = record.fields.iter().enumerate();
                let sum: usize =
                    fields.map(|(at, field)| self.part(api, id, (at, field.ty, field.occurs), sizes, depth)).sum();
                // The tag of an `Option` counts for each.
                sum + BOX * record.fields.len()
            }
            Shape::Choice(choice) => {
                let variants = choice.variants.iter().enumerate();
                let part = |(at, variant): (usize, &crate::ir::Variant)| match variant.ty {
                    Some(ty) => self.part(api, id, (at, ty, variant.occurs), sizes, depth),
                    None => 0,
                };
                variants.map(part).max().unwrap_or_default() + BOX
            }
            Shape::Any | Shape::Foreign(_) => LARGE,
            Shape::Scalar(_) | Shape::List(_) | Shape::Map(_) | Shape::Never | Shape::Enum(_) => 3 * BOX,
        };
        sizes[id] = Some(size);
        size
    }

    /// What a field or a variant takes in its owner.
    fn part(
        &mut self,
        api: &Api,
        owner: Id<Type>,
        (position, ty, occurs): (usize, Id<Type>, Occurs),
        sizes: &mut Table<Type, Option<usize>>,
        depth: usize,
    ) -> usize {
        if self.boxed[owner].contains(&position) {
            return BOX;
        }
        if matches!(occurs, Occurs::Many { .. }) {
            return 3 * BOX;
        }
        let size = self.size(api, ty, sizes, depth + 1);
        let of_parts = matches!(api.types[behind_aliases(api, ty)].shape, Shape::Record(_) | Shape::Choice(_));
        let uses = self.uses[owner];
        let most = if uses.xml && !uses.json { LARGE } else { LARGE_IN_JSON };
        if size <= most || !of_parts {
            return size;
        }
        self.boxed[owner].insert(position);
        BOX
    }

    /// A record has a default when all its parts do; found by going on until nothing changes.
    fn find_defaults(&mut self, api: &Api) {
        loop {
            let mut changed = false;
            for (id, ty) in api.types.iter() {
                if !self.default[id] && self.defaults(api, id, ty) {
                    self.default[id] = true;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn defaults(&self, api: &Api, id: Id<Type>, ty: &Type) -> bool {
        match &ty.shape {
            // A required value is given by the caller: a made-up default would hide that it was forgotten.
            Shape::Record(record) => record.fields.iter().all(|field| {
                self.may_miss(id, field)
                    || matches!(
                        field.wire.xml,
                        Some(XmlPlace::Order | XmlPlace::AnyElement(_) | XmlPlace::AnyAttribute(_))
                    )
                    || matches!(field.occurs, Occurs::Many { .. })
                    || is_constant(api, field.ty)
            }),
            Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) | Shape::Any => true,
            Shape::Alias(target) => !is_own(ty) && self.default[*target],
            Shape::Enum(one) => one.is_constant(),
            Shape::Scalar(_)
            | Shape::InText(_)
            | Shape::Tuple { .. }
            | Shape::Never
            | Shape::Choice(_)
            | Shape::Foreign(_) => false,
        }
    }

    /// Whether the field is an `Option` in Rust.
    pub(super) fn may_miss(&self, owner: Id<Type>, field: &crate::ir::Field) -> bool {
        field.occurs == Occurs::Optional || field.nullable || self.one_sided(owner, field)
    }

    /// Whether a required field is one that only the other side sends: it does not block a value on this side.
    pub(super) fn one_sided(&self, owner: Id<Type>, field: &crate::ir::Field) -> bool {
        match field.access {
            Access::Both => false,
            Access::ReadOnly => self.uses[owner].sent,
            Access::WriteOnly => self.uses[owner].received,
        }
    }
}

/// A type on the way of the walk, its parts by position, and which of them is next.
type Step = (Id<Type>, Vec<(usize, Id<Type>)>, usize);

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// The parts that lie in the value itself; a list or a map keeps its items elsewhere.
fn parts_by_value(ty: &Type) -> Vec<(usize, Id<Type>)> {
    match &ty.shape {
        Shape::Alias(one) | Shape::Nullable(one) | Shape::InText(one) => vec![(0, *one)],
        Shape::Tuple { items, .. } => items.iter().copied().enumerate().collect(),
        Shape::Record(record) => record
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !matches!(field.occurs, Occurs::Many { .. }))
            .map(|(position, field)| (position, field.ty))
            .collect(),
        Shape::Choice(choice) => choice
            .variants
            .iter()
            .enumerate()
            .filter(|(_, variant)| !matches!(variant.occurs, Occurs::Many { .. }))
            .filter_map(|(position, variant)| variant.ty.map(|ty| (position, ty)))
            .collect(),
        Shape::Scalar(_)
        | Shape::List(_)
        | Shape::Map(_)
        | Shape::Any
        | Shape::Never
        | Shape::Enum(_)
        | Shape::Foreign(_) => Vec::new(),
    }
}

/// Whether a record keeps members that are not its fields.
pub(super) fn keeps_rest(rest: &Rest) -> Option<Id<Type>> {
    match rest {
        Rest::Kept(ty) => Some(*ty),
        Rest::Ignored | Rest::Forbidden => None,
    }
}
