//! Values that stand in a description: defaults, constants, enum values.

use serde_json::Value;

use super::schema::Types;
use crate::ir::Literal;

/// A value as it stands.
pub(super) fn literal(value: &Value) -> Literal {
    match value {
        Value::Null => Literal::Null,
        Value::Bool(bool) => Literal::Bool(*bool),
        Value::Number(number) => Literal::Number(number.to_string()),
        Value::String(text) => Literal::String(text.clone()),
        Value::Array(items) => Literal::List(items.iter().map(literal).collect()),
        Value::Object(members) => {
            Literal::Record(members.iter().map(|(key, value)| (key.clone(), literal(value))).collect())
        }
    }
}

/// A value of one of `types`; no types let in any value. An error has the value that was most likely meant, where YAML's
/// or somebody's quotes have made text of a number or a number of text.
pub(super) fn fitting(value: &Value, types: Types) -> Result<Literal, Option<Literal>> {
    let fits = match value {
        _ if types.is_empty() => true,
        Value::Null => false,
        Value::Bool(_) => types.has(Types::BOOLEAN),
        Value::Number(number) => {
            types.has(Types::NUMBER) || (types.has(Types::INTEGER) && is_whole(&number.to_string()))
        }
        Value::String(_) => types.has(Types::STRING) || types.has(Types::FILE),
        Value::Array(_) => types.has(Types::ARRAY),
        Value::Object(_) => types.has(Types::OBJECT),
    };
    if fits {
        return Ok(literal(value));
    }
    Err(match value {
        Value::Bool(bool) if types.has(Types::STRING) => Some(Literal::String(bool.to_string())),
        Value::Number(number) if types.has(Types::STRING) => Some(Literal::String(number.to_string())),
        Value::String(text) if types.has(Types::BOOLEAN) && (text == "true" || text == "false") => {
            Some(Literal::Bool(text == "true"))
        }
        Value::String(text) if types.has(Types::INTEGER) && text.parse::<i128>().is_ok() => {
            Some(Literal::Number(text.clone()))
        }
        Value::String(text) if types.has(Types::NUMBER) && text.parse::<f64>().is_ok_and(f64::is_finite) => {
            // What Rust reads and JSON does not (`+1`, `.5`) would not be a number on the wire.
            serde_json::from_str::<serde_json::Number>(text).ok().map(|number| Literal::Number(number.to_string()))
        }
        _ => None,
    })
}

/// Whether a number is whole, however it is written (`1e3`, `10.0`).
pub(super) fn is_whole(text: &str) -> bool {
    !text.contains(['.', 'e', 'E'])
        || text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0 && number.is_finite())
}

/// A whole number in digits alone, however it is written; zero has no sign.
pub(super) fn as_whole(text: &str) -> Option<String> {
    // Above 2^53 a float no longer says which number was meant.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match text {
        "-0" => Some("0".to_owned()),
        _ if !text.contains(['.', 'e', 'E']) => Some(text.to_owned()),
        _ => {
            let number: f64 = text.parse().ok()?;
            (number.fract() == 0.0 && number.abs() <= EXACT).then(|| format!("{:.0}", number + 0.0))
        }
    }
}

/// Whether a value of an enum and a literal are the same; text and number are, when they look alike.
pub(super) fn same(value: &Value, other: &Literal) -> bool {
    let text = |value: &Literal| match value {
        Literal::Number(text) => Some(as_whole(text).unwrap_or_else(|| text.clone())),
        Literal::String(text) => Some(text.clone()),
        Literal::Bool(bool) => Some(bool.to_string()),
        _ => None,
    };
    let value = literal(value);
    value == *other || (text(&value).is_some() && text(&value) == text(other))
}

/// A scalar as text, for names.
pub(super) fn text(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(bool) => bool.to_string(),
        Literal::Number(text) | Literal::String(text) => text.clone(),
        Literal::List(_) => "list".to_owned(),
        Literal::Record(_) => "object".to_owned(),
    }
}
