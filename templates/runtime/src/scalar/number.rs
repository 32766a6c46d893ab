//! Numbers that no machine type holds exactly, kept as the text that they came in.

use std::fmt;
use std::str::FromStr;

#[cfg(feature = "json")]
use serde::de::Error as _;
#[cfg(feature = "json")]
use serde::ser::{Error as _, Serialize};
#[cfg(feature = "json")]
use serde_json::value::RawValue;

#[cfg(feature = "json")]
use super::super::json::{Json, Shape, raw};
use super::short::Str;
use super::{InvalidText, serde_by_json};

/// How a number is written in JSON.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(all(feature = "json", feature = "xml")), allow(dead_code))]
enum Form {
    /// As a number.
    Number,
    /// As a string.
    Quoted,
    /// As a number, if JSON has one of that very text (not of `+1`), and else as a string.
    AsItIs,
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $valid:path, $from_json:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            text: Str,
            #[cfg_attr(not(feature = "json"), allow(dead_code))]
            form: Form,
        }

        impl $name {
            /// The number as it is written.
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// The same number, written as a JSON string rather than as a JSON number. A number that came from a
            /// string goes back as one.
            #[must_use]
            pub fn quoted(mut self) -> Self {
                self.form = Form::Quoted;
                self
            }

            /// As it is read from XML, whose numbers JSON does not all have: of `+1` every letter is kept in a JSON string.
            #[cfg(feature = "xml")]
            pub(crate) fn read_from_xml(mut self) -> Self {
                self.form = Form::AsItIs;
                self
            }

            /// The nearest 64-bit float.
            pub fn to_f64(&self) -> f64 {
                self.text.parse().unwrap_or(f64::NAN)
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                if !$valid(text) {
                    return Err(InvalidText::new($expected, text));
                }
                Ok($name { text: text.into(), form: Form::Number })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.text)
            }
        }

        /// The value 0.
        impl Default for $name {
            fn default() -> Self {
                $name { text: "0".into(), form: Form::Number }
            }
        }

        /// Whether the texts are equal: `1.0` is not `1`.
        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }
        impl Eq for $name {}
        impl std::hash::Hash for $name {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }

        #[cfg(feature = "json")]
        impl Json for $name {
            fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let raw = raw(d)?;
                let quoted = raw.get().starts_with('"');
                let text: String = number_text(&raw)?;
                let text = if quoted { text } else { $from_json(text) };
                let number: $name = text.parse().map_err(D::Error::custom)?;
                Ok(if quoted { number.quoted() } else { number })
            }
            fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let number = match self.form {
                    Form::Number => json_number(&self.text),
                    Form::AsItIs if is_json_number(&self.text) => self.text.as_str().to_owned(),
                    Form::AsItIs | Form::Quoted => return s.serialize_str(&self.text),
                };
                RawValue::from_string(number).map_err(S::Error::custom)?.serialize(s)
            }
            fn fits(shape: &Shape) -> bool {
                shape.is_number() || shape.is_string()
            }
        }
        serde_by_json!($name);
    };
}

number!(
    /// A decimal number of any precision. As a JSON number or a JSON string, whichever it came as; every digit is kept.
    Decimal, "a decimal number", is_decimal, std::convert::identity);
number!(
    /// A whole number of any size. As a JSON number or a JSON string, whichever it came as; every digit is kept.
    Integer, "a whole number", is_integer, whole);

macro_rules! from_whole {
    ($($ty:ident)*) => { $(
        impl From<$ty> for Decimal {
            fn from(value: $ty) -> Self {
                Decimal { text: value.to_string().into(), form: Form::Number }
            }
        }
        impl From<$ty> for Integer {
            fn from(value: $ty) -> Self {
                Integer { text: value.to_string().into(), form: Form::Number }
            }
        }
        impl TryFrom<&Integer> for $ty {
            type Error = std::num::ParseIntError;
            fn try_from(value: &Integer) -> Result<Self, Self::Error> {
                value.text.parse()
            }
        }
    )* };
}
from_whole!(i8 i16 i32 i64 i128 u8 u16 u32 u64 u128);

/// The shortest decimal number that reads back as the same float.
impl TryFrom<f64> for Decimal {
    type Error = InvalidText;
    fn try_from(value: f64) -> Result<Self, InvalidText> {
        value.to_string().parse()
    }
}

/// Digits with a sign, a point and an exponent: what JSON (RFC 8259, section 6) and `xs:decimal` allow, together.
fn is_decimal(text: &str) -> bool {
    let text = unsigned(text.as_bytes());
    let whole = digits(text);
    let (fraction, rest) = match text.get(whole..) {
        Some([b'.', rest @ ..]) => (digits(rest), rest),
        rest => (0, rest.unwrap_or_default()),
    };
    if whole + fraction == 0 {
        return false;
    }
    match rest.get(fraction..) {
        None | Some([]) => true,
        Some([b'e' | b'E', exponent @ ..]) => is_whole(exponent),
        Some(_) => false,
    }
}

fn is_integer(text: &str) -> bool {
    is_whole(text.as_bytes())
}

fn is_whole(text: &[u8]) -> bool {
    let text = unsigned(text);
    !text.is_empty() && digits(text) == text.len()
}

/// Without the sign, if there is one.
fn unsigned(text: &[u8]) -> &[u8] {
    match text {
        [b'+' | b'-', rest @ ..] => rest,
        _ => text,
    }
}

/// How many digits the text begins with.
fn digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The text of a number that is a JSON number or a JSON string.
#[cfg(feature = "json")]
pub(super) fn number_text<E: serde::de::Error>(raw: &RawValue) -> Result<String, E> {
    match raw.get().starts_with('"') {
        true => serde_json::from_str(raw.get()).map_err(E::custom),
        false => Ok(raw.get().to_owned()),
    }
}

/// `2.0` and `2e3` are whole numbers in JSON too (JSON Schema 2020-12, 6.1.1): as digits alone, where that is what they are.
#[cfg(feature = "json")]
fn whole(text: String) -> String {
    // A number of more digits than a float has would be made by a few bytes.
    const MOST: i32 = 400;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let zeros = exponent.parse::<i32>().ok().filter(|zeros| (0..=MOST).contains(zeros));
    let zeros = zeros.and_then(|zeros| usize::try_from(zeros).ok()?.checked_sub(fraction.len()));
    match zeros {
        Some(zeros) if !is_integer(&text) => format!("{whole}{fraction}{}", "0".repeat(zeros)),
        _ => text,
    }
}

/// Whether JSON has a number of this text (RFC 8259, 6), which is a number in XML or a word for one.
#[cfg(feature = "json")]
pub(super) fn is_json_number(text: &str) -> bool {
    let text = text.as_bytes();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let is_exponent = |rest: &[u8]| match rest {
        [] => true,
        [b'e' | b'E', power @ ..] => is_whole(power),
        _ => false,
    };
    let (whole, rest) = text.split_at(digits(text));
    match (whole, rest) {
        ([] | [b'0', _, ..], _) => false,
        (_, [b'.', rest @ ..]) => {
            let (fraction, rest) = rest.split_at(digits(rest));
            !fraction.is_empty() && is_exponent(rest)
        }
        (_, rest) => is_exponent(rest),
    }
}

/// The same number as JSON allows it: no plus sign, no leading zeros, digits on both sides of the point.
#[cfg(feature = "json")]
fn json_number(text: &str) -> String {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = text.split_at(text.find(['e', 'E']).unwrap_or(text.len()));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{exponent}")
}
