//! Whether two JSON values say the same: numbers, points in time and UUIDs by what they are, everything else to the letter.

use serde_json::Value;

/// What of a value did not come back as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What happened.
    pub kind: Kind,
    /// Where, as a JSON Pointer.
    pub pointer: String,
}

/// What happened to a part of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is not there any more.
    Lost,
    /// It was not there before.
    Added,
    /// It is another one.
    Changed,
}

/// What of `sent` is not the same in `back`.
pub fn differences(sent: &Value, back: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(sent, back, &mut String::new(), &mut found);
    found
}

fn compare(sent: &Value, back: &Value, at: &mut String, found: &mut Vec<Difference>) {
    match (sent, back) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                step(at, key, |at| match b.get(key) {
                    Some(other) => compare(value, other, at, found),
                    None => found.push(Difference { kind: Kind::Lost, pointer: at.clone() }),
                });
            }
            for key in b.keys().filter(|key| !a.contains_key(*key)) {
                step(at, key, |at| found.push(Difference { kind: Kind::Added, pointer: at.clone() }));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for (index, value) in a.iter().enumerate() {
                step(at, &index.to_string(), |at| match b.get(index) {
                    Some(other) => compare(value, other, at, found),
                    None => found.push(Difference { kind: Kind::Lost, pointer: at.clone() }),
                });
            }
            for index in a.len()..b.len() {
                step(at, &index.to_string(), |at| found.push(Difference { kind: Kind::Added, pointer: at.clone() }));
            }
        }
        (a, b) if is_same(a, b) => {}
        _ => found.push(Difference { kind: Kind::Changed, pointer: at.clone() }),
    }
}

fn step(at: &mut String, key: &str, then: impl FnOnce(&mut String)) {
    let length = at.len();
    at.push('/');
    at.push_str(&key.replace('~', "~0").replace('/', "~1"));
    then(at);
    at.truncate(length);
}

/// Whether two values without parts are the same.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => match (decimal(&a.to_string()), decimal(&b.to_string())) {
            (Some(a), Some(b)) => a == b,
            _ => a == b,
        },
        (Value::String(a), Value::String(b)) => {
            a == b
                || (instant(a).is_some() && instant(a) == instant(b))
                || (is_uuid(a) && a.eq_ignore_ascii_case(b))
                || is_same_within(a, b)
        }
        _ => a == b,
    }
}

/// Whether two texts are JSON objects or lists that are the same.
fn is_same_within(a: &str, b: &str) -> bool {
    let within = |text: &str| text.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(text).ok()).flatten();
    within(a).zip(within(b)).is_some_and(|(a, b)| differences(&a, &b).is_empty())
}

/// Whether a text is a UUID, which says the same in small letters and in capitals (RFC 9562, 4).
fn is_uuid(text: &str) -> bool {
    let is_right = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_right)
}

/// A number by its sign, its digits without zeros at the ends, and the power of ten of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (negative, mantissa) = mantissa.strip_prefix('-').map_or((false, mantissa), |rest| (true, rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let short = digits.trim_end_matches('0');
    if short.is_empty() {
        return Some((false, String::new(), 0));
    }
    let dropped = i64::try_from(digits.len() - short.len()).ok()?;
    let places = i64::try_from(fraction.len()).ok()?;
    Some((negative, short.to_owned(), exponent - places + dropped))
}

/// A point in time or a time of day (RFC 3339), in one spelling: `T` and `Z` in capitals, the fraction without zeros at
/// its end, UTC as `Z`.
fn instant(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let is_time =
        bytes.len() >= 9 && bytes.iter().filter(|byte| **byte == b':').count() >= 2 && bytes[0].is_ascii_digit();
    if !is_time || text.contains(' ') {
        return None;
    }
    let text = text.to_ascii_uppercase();
    let zone = text.rfind(['Z', '+']).or_else(|| text.rfind('-').filter(|at| *at > 10))?;
    let (time, zone) = text.split_at(zone);
    let time = if time.contains('.') { time.trim_end_matches('0').trim_end_matches('.') } else { time };
    let zone = if ["Z", "+00:00", "-00:00"].contains(&zone) { "Z" } else { zone };
    Some(format!("{time}{zone}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_and_times_are_compared_by_what_they_are() {
        let text: Value = serde_json::from_str(r#"{"a":[1.0,2e2,0.5],"t":"2024-01-01t00:00:00.500z"}"#).unwrap();
        let same: Value = serde_json::from_str(r#"{"t":"2024-01-01T00:00:00.5+00:00","a":[1,200,5e-1]}"#).unwrap();
        assert_eq!(differences(&text, &same), []);
        assert_eq!(differences(&json!({ "a": "x" }), &json!({ "a": "X" })).len(), 1);
        assert_eq!(differences(&json!(10), &json!(1))[0].kind, Kind::Changed);
        assert_eq!(differences(&json!("{\"a\": 1.0}"), &json!("{\"a\":1}")), []);
        assert_eq!(differences(&json!("{\"a\":1}"), &json!("{}")).len(), 1);
    }

    #[test]
    fn what_is_lost_and_what_is_added_has_a_place() {
        let found = differences(&json!({ "a/b": [1, 2], "c": null }), &json!({ "a/b": [1], "d": 1 }));
        let found: Vec<(Kind, &str)> = found.iter().map(|it| (it.kind, it.pointer.as_str())).collect();
        assert_eq!(found, [(Kind::Lost, "/a~1b/1"), (Kind::Lost, "/c"), (Kind::Added, "/d")]);
    }
}
