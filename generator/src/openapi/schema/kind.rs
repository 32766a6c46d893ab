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

/// A kind, and what it is told by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::openapi) struct Guess {
    kind: Kind,
    /// Whether values of other kinds are forbidden: by `type`, `enum` or `const`. Other words constrain values of one kind
    /// and let all others in (Core 10.3, Validation 6 and 7.1); alone, they are taken for values of their kind.
    firm: bool,
}

impl Guess {
    /// What says nothing.
    const NOTHING: Guess = Guess { kind: Kind::Anything, firm: false };

    /// Whether it says nothing of types and members.
    fn is_vague(&self) -> bool {
        matches!(self.kind, Kind::Anything | Kind::Requirement)
    }

    /// What two schemas that hold at once amount to.
    fn and(self, other: Guess) -> Guess {
        let kind = match (self.firm, other.firm) {
            (true, false) if apart(self.kind, other.kind) => self.kind,
            (false, true) if apart(self.kind, other.kind) => other.kind,
            _ => stronger(self.kind, other.kind),
        };
        Guess { kind, firm: self.firm || other.firm }
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
        self.guess(node).kind
    }

    /// Whether the schema at `node` forbids values of other kinds than its own.
    pub(super) fn is_firm(&mut self, node: Node<'a>) -> bool {
        self.guess(node).firm
    }

    fn guess(&mut self, node: Node<'a>) -> Guess {
        if let Some(&guess) = self.kinds.get(&node.place) {
            return guess;
        }
        let guess = self.guess_within(node, &mut Look::default());
        self.kinds.insert(node.place, guess);
        guess
    }

    /// Whether no value can fit all of these schemas, for they are of several kinds.
    pub(super) fn are_apart(&mut self, schemas: &[Node<'a>]) -> bool {
        let kinds: Vec<Kind> = schemas.iter().map(|&node| self.kind_beside(node)).collect();
        kinds.iter().any(|&one| kinds.iter().any(|&other| apart(one, other)))
    }

    /// What the schema at `node` amounts to without its combinations.
    pub(super) fn kind_alone(&mut self, node: Node<'a>) -> Kind {
        let schema = self.schema(node);
        match own_kind(&schema) {
            Kind::Anything => self.kind(node),
            kind => kind,
        }
    }

    /// What the schema at `node` amounts to beside its choices, where those are several types.
    pub(super) fn kind_beside(&mut self, node: Node<'a>) -> Kind {
        match self.kind(node) {
            Kind::Union => self.kind_alone(node),
            kind => kind,
        }
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

    fn guess_within(&mut self, node: Node<'a>, look: &mut Look<Guess>) -> Guess {
        if let Some(&guess) = self.kinds.get(&node.place) {
            return guess;
        }
        look.once(node.place, Guess::NOTHING, |look| self.guess_of(node, look))
    }

    fn guess_of(&mut self, node: Node<'a>, look: &mut Look<Guess>) -> Guess {
        let schema = self.schema(node);
        let mut guess = Guess { kind: own_kind(&schema), firm: schema.is_firm() };
        if let Some(reference) = schema.reference
            && !guess.firm
        {
            let target = self.resolve(node, reference).and_then(|target| self.end_of_row(target));
            guess = guess.and(target.map_or(Guess::NOTHING, |target| self.guess_within(target, look)));
        }
        for &part in &schema.all_of {
            guess = guess.and(self.guess_within(part, look));
        }
        for alternatives in [&schema.one_of, &schema.any_of] {
            let mut guesses: Vec<Guess> = alternatives.iter().map(|&node| self.guess_within(node, look)).collect();
            let firm = !guesses.is_empty() && guesses.iter().all(|guess| guess.firm);
            guesses.retain(|guess| guess.kind != Kind::Null);
            let all = |wanted: Kind| guesses.iter().all(|guess| guess.kind == wanted);
            let kind = match guesses.as_slice() {
                [] if alternatives.is_empty() => continue,
                [] => Kind::Null,
                // Alternatives that only say which members must be there do not make several types.
                _ if all(Kind::Requirement) => Kind::Requirement,
                [_, _, ..]
                    if guesses.iter().all(Guess::is_vague)
                        && alternatives.iter().all(|&node| self.only_restricts(node)) =>
                {
                    guesses.iter().fold(Kind::Anything, |kind, guess| stronger(kind, guess.kind))
                }
                // With a discriminator there may be others one day.
                [one] if schema.discriminator.is_none() || !one.kind.is_object() => one.kind,
                [Guess { kind: Kind::Scalar(types), .. }, ..] if all(Kind::Scalar(*types)) => Kind::Scalar(*types),
                _ => Kind::Union,
            };
            guess = guess.and(Guess { kind, firm });
        }
        guess
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
        if schema.is_firm() {
            return false;
        }
        let either = schema.one_of.iter().chain(&schema.any_of);
        let mut nullable = either.copied().any(|part| self.is_null(part) || self.nullable_within(part, look));
        // Only a part with a type forbids `null`, and one that says so.
        let target = schema.reference.and_then(|reference| self.resolve(node, reference));
        let target = target.and_then(|target| self.end_of_row(target));
        let mut parts = (false, true);
        for part in target.into_iter().chain(schema.all_of.iter().copied()) {
            let lets_in = self.nullable_within(part, look);
            let forbids = part.value.get("nullable").is_some_and(|it| it == &Value::Bool(false));
            parts = (parts.0 | lets_in, parts.1 && (lets_in || (!forbids && !self.is_firm(part))));
        }
        nullable |= parts == (true, true);
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

    /// Whether no value fits the schema at `node`, or the one that it refers to (Core 4.3.2).
    pub(super) fn is_never(&mut self, node: Node<'a>) -> bool {
        let target = if self.schema(node).is_reference() { self.follow(node) } else { Some(node) };
        target.is_some_and(|node| self.schema(node).always == Some(false))
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

/// Whether no value can be of both kinds.
fn apart(one: Kind, other: Kind) -> bool {
    let whole_or_not = |kind| matches!(kind, Kind::Scalar(Types::INTEGER | Types::NUMBER));
    match (one, other) {
        (Kind::Anything | Kind::Union, _) | (_, Kind::Anything | Kind::Union) => false,
        (one, other) if whole_or_not(one) && whole_or_not(other) => false,
        (one, other) => one != other && !(one.is_object() && other.is_object()),
    }
}

/// What two parts of an `allOf` amount to together.
fn stronger(one: Kind, other: Kind) -> Kind {
    match (one, other) {
        (Kind::Anything, kind) | (kind, Kind::Anything) => kind,
        (Kind::Union, _) | (_, Kind::Union) => Kind::Union,
        (Kind::Record, kind) | (kind, Kind::Record) if kind.is_object() => Kind::Record,
        (Kind::Requirement, kind) | (kind, Kind::Requirement) => kind,
        (Kind::Scalar(Types::NUMBER), Kind::Scalar(Types::INTEGER)) => other,
        (kind, _) => kind,
    }
}
