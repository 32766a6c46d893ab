//! What a schema amounts to, told by looking ahead through references and combinations, without making a type of it.

use foldhash::{HashMap, HashSet};
use serde_json::Value;

use super::{Schema, Types};
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::openapi::refs::ROW;
use crate::source::Place;

/// What the values of a schema are, roughly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::openapi) enum Kind {
    /// Anything; so it says nothing in an `allOf`.
    Anything,
    /// `null` and nothing else.
    Null,
    /// Nothing else than a list of required names.
    Requirement,
    /// An object with named members.
    Record,
    /// An object with any members.
    Map,
    /// A list.
    List,
    /// A value without parts, of this type.
    Scalar(Types),
    /// One of several.
    Union,
}

impl Kind {
    /// Whether values are objects.
    pub(in crate::openapi) fn is_object(self) -> bool {
        matches!(self, Kind::Record | Kind::Map | Kind::Requirement)
    }
}

/// How deep a look ahead goes.
const DEPTH: usize = 100;

/// One look ahead: every schema is looked at once, however many ways lead to it; one that leads back to itself is as if it
/// said nothing.
struct Look<T> {
    known: HashMap<Place, T>,
    depth: usize,
}

impl<T> Default for Look<T> {
    fn default() -> Self {
        Look { known: HashMap::default(), depth: 0 }
    }
}

impl<T: Copy> Look<T> {
    fn once(&mut self, place: Place, meanwhile: T, find: impl FnOnce(&mut Self) -> T) -> T {
        if let Some(&known) = self.known.get(&place) {
            return known;
        }
        if self.depth >= DEPTH {
            return meanwhile;
        }
        self.known.insert(place, meanwhile);
        self.depth += 1;
        let found = find(self);
        self.depth -= 1;
        self.known.insert(place, found);
        found
    }
}

impl<'a> Cx<'a, '_> {
    /// What the schema at `node` amounts to.
    pub(in crate::openapi) fn kind(&mut self, node: Node<'a>) -> Kind {
        if let Some(&kind) = self.kinds.get(&node.place) {
            return kind;
        }
        let kind = self.kind_within(node, &mut Look::default());
        self.kinds.insert(node.place, kind);
        kind
    }

    /// What the schema at `node` amounts to without its combinations.
    pub(super) fn kind_alone(&mut self, node: Node<'a>) -> Kind {
        let schema = self.schema(node);
        match own_kind(&schema) {
            Kind::Anything => self.kind(node),
            kind => kind,
        }
    }

    fn kind_within(&mut self, node: Node<'a>, look: &mut Look<Kind>) -> Kind {
        if let Some(&kind) = self.kinds.get(&node.place) {
            return kind;
        }
        look.once(node.place, Kind::Anything, |look| self.kind_of(node, look))
    }

    /// The first schema from `node` on that is more than a reference: a row of those is no depth, however long. `None` for
    /// one that leads nowhere, or back to itself.
    fn end_of_row(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let (mut here, mut seen) = (node, HashSet::default());
        while seen.len() <= ROW && seen.insert(here.place) {
            let schema = self.schema(here);
            // What else it says counts.
            if !schema.is_reference() || schema.nullable {
                return Some(here);
            }
            here = self.resolve(here, schema.reference?)?;
        }
        None
    }

    fn kind_of(&mut self, node: Node<'a>, look: &mut Look<Kind>) -> Kind {
        let schema = self.schema(node);
        let own = own_kind(&schema);
        if let Some(reference) = schema.reference
            && matches!(own, Kind::Anything | Kind::Requirement)
        {
            return match self.resolve(node, reference).and_then(|target| self.end_of_row(target)) {
                Some(target) => self.kind_within(target, look),
                None => Kind::Anything,
            };
        }
        let mut kind = own;
        for &part in &schema.all_of {
            kind = stronger(kind, self.kind_within(part, look));
        }
        for alternatives in [&schema.one_of, &schema.any_of] {
            let mut kinds: Vec<Kind> = alternatives.iter().map(|&node| self.kind_within(node, look)).collect();
            kinds.retain(|kind| *kind != Kind::Null);
            let all = |wanted: Kind| kinds.iter().all(|kind| *kind == wanted);
            kind = match kinds.as_slice() {
                [] if alternatives.is_empty() => kind,
                [] => stronger(kind, Kind::Null),
                // Alternatives that only say which members must be there do not make several types.
                _ if all(Kind::Requirement) => stronger(kind, Kind::Requirement),
                // With a discriminator there may be others one day.
                [one] if schema.discriminator.is_none() || !one.is_object() => stronger(kind, *one),
                [Kind::Scalar(types), ..] if all(Kind::Scalar(*types)) => stronger(kind, Kind::Scalar(*types)),
                _ => stronger(kind, Kind::Union),
            };
        }
        kind
    }

    /// Whether the schema lets `null` in, by itself or by what it refers to. What lets anything in is not counted.
    pub(in crate::openapi) fn nullable(&mut self, node: Node<'a>) -> bool {
        if let Some(&nullable) = self.nullables.get(&node.place) {
            return nullable;
        }
        let nullable = self.nullable_within(node, &mut Look::default());
        self.nullables.insert(node.place, nullable);
        nullable
    }

    fn nullable_within(&mut self, node: Node<'a>, look: &mut Look<bool>) -> bool {
        if let Some(&nullable) = self.nullables.get(&node.place) {
            return nullable;
        }
        look.once(node.place, false, |look| self.nullable_of(node, look))
    }

    fn nullable_of(&mut self, node: Node<'a>, look: &mut Look<bool>) -> bool {
        let schema = self.schema(node);
        let constant = schema.constant.is_some_and(|node| node.value.is_null());
        let listed = schema.types.is_empty() && schema.values.iter().flatten().any(|node| node.value.is_null());
        if schema.nullable || constant || listed {
            return true;
        }
        let mut nullable = false;
        if let Some(reference) = schema.reference
            && let Some(target) = self.resolve(node, reference).and_then(|target| self.end_of_row(target))
        {
            nullable = self.nullable_within(target, look);
        }
        // Words about members say nothing of what is no object.
        if schema.types.is_empty() && schema.values.is_none() && schema.constant.is_none() {
            let either = schema.one_of.iter().chain(&schema.any_of);
            nullable |= either.copied().any(|part| self.is_null(part) || self.nullable_within(part, look));
            // A part that says nothing, prose apart, forbids nothing; unless it says that.
            let mut parts = (false, true);
            for &part in &schema.all_of {
                let lets_in = self.nullable_within(part, look);
                let forbids = part.value.get("nullable").is_some_and(|it| it == &Value::Bool(false));
                parts = (parts.0 | lets_in, parts.1 && (lets_in || (!forbids && self.kind(part) == Kind::Anything)));
            }
            nullable |= parts == (true, true);
        }
        nullable
    }

    /// Whether values of the schema are lists.
    pub(in crate::openapi) fn is_list(&mut self, node: Node<'a>) -> bool {
        self.kind(node) == Kind::List
    }

    /// Whether the schema lets in `null` and nothing else.
    pub(super) fn is_null(&mut self, node: Node<'a>) -> bool {
        self.kind(node) == Kind::Null
    }
}

/// What a schema amounts to without its reference and combinations.
fn own_kind(schema: &Schema<'_>) -> Kind {
    if let Some(constant) = schema.constant {
        return value_kind(constant.value);
    }
    if let Some(values) = &schema.values {
        let mut kinds = values.iter().map(|node| value_kind(node.value)).filter(|kind| *kind != Kind::Null);
        let Some(first) = kinds.next() else { return Kind::Null };
        if !schema.types.is_empty() && schema.types.is_one() {
            return type_kind(schema, schema.types);
        }
        return if kinds.all(|kind| kind == first) { first } else { Kind::Union };
    }
    let meant = schema.meant();
    if meant == Types::OBJECT && schema.types.is_empty() && !schema.has_members() {
        return Kind::Requirement;
    }
    match meant.is_one() {
        true => type_kind(schema, meant),
        false if meant.is_empty() => Kind::Anything,
        false => Kind::Union,
    }
}

fn type_kind(schema: &Schema<'_>, types: Types) -> Kind {
    match types {
        Types::NULL => Kind::Null,
        Types::ARRAY => Kind::List,
        Types::OBJECT => match schema.properties.is_empty() {
            true if schema.additional.is_some_and(|node| node.value == &Value::Bool(false)) => Kind::Record,
            true => Kind::Map,
            false => Kind::Record,
        },
        types => Kind::Scalar(types),
    }
}

fn value_kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Scalar(Types::BOOLEAN),
        Value::Number(number) if number.to_string().contains(['.', 'e', 'E']) => Kind::Scalar(Types::NUMBER),
        Value::Number(_) => Kind::Scalar(Types::INTEGER),
        Value::String(_) => Kind::Scalar(Types::STRING),
        Value::Array(_) => Kind::List,
        Value::Object(_) => Kind::Record,
    }
}

/// What two parts of an `allOf` amount to together.
fn stronger(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        (Kind::Anything, kind) | (kind, Kind::Anything) => kind,
        (Kind::Union, _) | (_, Kind::Union) => Kind::Union,
        (Kind::Record, kind) | (kind, Kind::Record) if kind.is_object() => Kind::Record,
        (Kind::Requirement, kind) | (kind, Kind::Requirement) => kind,
        (kind, _) => kind,
    }
}
