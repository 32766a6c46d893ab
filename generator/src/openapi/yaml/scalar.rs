//! Scalars without quotes: what of them is a number, a boolean or nothing, and what is text.

use std::str::FromStr;

use serde_json::{Number, Value};

/// A plain scalar by YAML 1.2.2, section 10.3.2; so `on`, `yes` and `2024-01-01` are text.
pub(super) fn plain_scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

/// A number in JSON's spelling, with the digits as they are.
fn number(text: &str) -> Option<Number> {
    let prefixed = |digits: &str, radix| u128::from_str_radix(digits, radix).ok().map(|n| n.to_string());
    let spelled = if let Some(digits) = text.strip_prefix("0x") {
        prefixed(digits, 16)?
    } else if let Some(digits) = text.strip_prefix("0o") {
        prefixed(digits, 8)?
    } else {
        decimal(text)?
    };
    Number::from_str(&spelled).ok()
}

/// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, spelled as JSON wants it.
fn decimal(text: &str) -> Option<String> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    };
    let mut spelled = format!("{sign}{whole}");
    if !fraction.is_empty() {
        spelled.push('.');
        spelled.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        let power = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if power.is_empty() || !digits(power) {
            return None;
        }
        spelled.push('e');
        spelled.push_str(exponent);
    }
    Some(spelled)
}
