//! Objects of several types of a choice at once (`anyOf`): each of the types has members that the others have no place for.

use serde_json::Value;

use super::{Json, Wire};

/// What a type makes of a value: the value as it would write it, `null` where it would not.
pub(super) fn written<T: Json>(value: &T) -> Value {
    serde_json::to_value(Wire(value)).unwrap_or_default()
}

/// Whether `other` keeps a member of the value `read`, at any depth, that `kept` lacks.
///
/// The values are as deep as reading lets them be.
pub(super) fn adds(read: &Value, kept: &Value, other: &Value) -> bool {
    match (read, kept, other) {
        (Value::Object(read), Value::Object(kept), Value::Object(other)) => {
            read.iter().any(|(name, read)| match (kept.get(name), other.get(name)) {
                (None, Some(_)) => true,
                (Some(kept), Some(other)) => adds(read, kept, other),
                (_, None) => false,
            })
        }
        (Value::Array(read), Value::Array(kept), Value::Array(other)) => {
            read.iter().zip(kept).zip(other).any(|((read, kept), other)| adds(read, kept, other))
        }
        _ => false,
    }
}

/// How many members of the value `read`, at any depth, none of `kept` has.
pub(super) fn unknown(read: &Value, kept: &[&Value]) -> usize {
    match read {
        Value::Object(members) => members
            .iter()
            .map(|(name, read)| {
                let kept: Vec<&Value> = kept.iter().filter_map(|kept| kept.get(name)).collect();
                if kept.is_empty() { 1 } else { unknown(read, &kept) }
            })
            .sum(),
        Value::Array(items) => (0..)
            .zip(items)
            .map(|(at, read): (usize, _)| {
                let kept: Vec<&Value> = kept.iter().filter_map(|kept| kept.get(at)).collect();
                if kept.is_empty() { 0 } else { unknown(read, &kept) }
            })
            .sum(),
        _ => 0,
    }
}
