//! Values that are of several alternatives of a choice at once (`anyOf`; JSON Schema 2020-12 Core, 10.2.1.2).

use std::collections::HashSet;

use super::walk::{behind_null, records};
use super::{Api, Choice, Enum, Field, Id, Literal, Occurs, Record, Rest, Scalar, Shape, Tag, Type};

/// Whether an object may be of two alternatives at once, and have members of each that the other has no place for.
pub fn may_be_several(api: &Api, choice: &Choice) -> bool {
    if choice.tag != Tag::AnyOf {
        return false;
    }
    // What is within an alternative that is a choice itself is for that choice to say, if it is an `anyOf`.
    let alternatives: Vec<Vec<&Record>> = choice
        .variants
        .iter()
        .filter_map(|variant| variant.ty)
        .map(|ty| records(api, ty).into_iter().filter_map(|id| record(api, id)).collect())
        .collect();
    alternatives.iter().enumerate().any(|(at, these)| {
        let others = || alternatives.iter().skip(at + 1).flatten();
        these.iter().any(|one| others().any(|other| are_together(api, one, other)))
    })
}

fn record(api: &Api, id: Id<Type>) -> Option<&Record> {
    match &api.types[id].shape {
        Shape::Record(record) => Some(record),
        _ => None,
    }
}

fn are_together(api: &Api, one: &Record, other: &Record) -> bool {
    // One that keeps all members, or lets in no others, loses none.
    if one.rest != Rest::Ignored || other.rest != Rest::Ignored {
        return false;
    }
    if !lacks(api, one, other, &mut HashSet::new()) || !lacks(api, other, one, &mut HashSet::new()) {
        return false;
    }
    one.fields.iter().all(|field| named(other, field).is_none_or(|same| !are_apart(api, field, same)))
}

/// How many pairs of types are compared: beyond that they count as alike.
const MOST: usize = 1000;

/// Pairs of types that were compared: records may be made of themselves.
type Compared = HashSet<(Id<Type>, Id<Type>)>;

/// Whether `other` has members, at any depth, that `one` has no place for.
fn lacks(api: &Api, one: &Record, other: &Record, compared: &mut Compared) -> bool {
    other.fields.iter().any(|field| match named(one, field) {
        Some(same) => lacks_within(api, same.ty, field.ty, compared),
        None => true,
    })
}

fn lacks_within(api: &Api, one: Id<Type>, other: Id<Type>, compared: &mut Compared) -> bool {
    let (one, other) = (behind_null(api, one), behind_null(api, other));
    if one == other || compared.len() >= MOST || !compared.insert((one, other)) {
        return false;
    }
    match (&api.types[one].shape, &api.types[other].shape) {
        (Shape::Record(one), Shape::Record(other)) => one.rest == Rest::Ignored && lacks(api, one, other, compared),
        (Shape::List(one), Shape::List(other)) => lacks_within(api, *one, *other, compared),
        _ => false,
    }
}

/// The field of `record` that is the same member as `field`.
fn named<'a>(record: &'a Record, field: &Field) -> Option<&'a Field> {
    let name = field.wire.json.as_ref()?;
    record.fields.iter().find(|found| found.wire.json.as_ref() == Some(name))
}

/// Whether no object can have this member by both descriptions of it.
fn are_apart(api: &Api, one: &Field, other: &Field) -> bool {
    let needed = one.occurs == Occurs::One || other.occurs == Occurs::One;
    needed && !(one.nullable && other.nullable) && !share_values(api, one.ty, other.ty)
}

/// Whether a value may be of both types, as far as kinds of values and lists of them tell.
fn share_values(api: &Api, one: Id<Type>, other: Id<Type>) -> bool {
    let is_nullable = |id| nullable(api, id);
    if is_nullable(one) && is_nullable(other) {
        return true;
    }
    let (one, other) = (behind_null(api, one), behind_null(api, other));
    if one == other {
        return true;
    }
    match (&api.types[one].shape, &api.types[other].shape) {
        (Shape::Enum(one), Shape::Enum(other)) => {
            let values: HashSet<&Literal> = one.values.iter().map(|value| &value.value).collect();
            other.values.iter().any(|value| values.contains(&value.value))
        }
        (one, other) => match (kind(one), kind(other)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        },
    }
}

fn nullable(api: &Api, id: Id<Type>) -> bool {
    matches!(&api.types[super::walk::behind_aliases(api, id)].shape, Shape::Nullable(_) | Shape::Scalar(Scalar::Null))
}

#[derive(PartialEq)]
enum Kind {
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// The kind of JSON value; `None` where it may be several.
fn kind(shape: &Shape) -> Option<Kind> {
    match shape {
        Shape::Scalar(scalar) | Shape::Enum(Enum { base: scalar, .. }) => Some(match scalar {
            Scalar::Bool => Kind::Bool,
            Scalar::Int(_) | Scalar::BigInt | Scalar::F32 | Scalar::F64 | Scalar::UnixTime => Kind::Number,
            Scalar::Null | Scalar::Decimal => return None,
            _ => Kind::Text,
        }),
        Shape::List(_) | Shape::Tuple { .. } => Some(Kind::List),
        Shape::Record(_) | Shape::Map(_) => Some(Kind::Object),
        _ => None,
    }
}
