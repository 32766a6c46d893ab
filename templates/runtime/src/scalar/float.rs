//! Floats that keep the text they came in, where writing the number would give another.

use std::fmt::{self, Write as _};
use std::ops::Deref;
use std::str::FromStr;

#[cfg(feature = "json")]
use serde::de::Error as _;
#[cfg(feature = "json")]
use serde::ser::{Error as _, Serialize};
#[cfg(feature = "json")]
use serde_json::value::RawValue;

#[cfg(feature = "json")]
use super::super::json::{Json, Shape, raw};
#[cfg(feature = "json")]
use super::number::{is_json_number, number_text};
use super::{InvalidText, serde_by_json};

macro_rules! float {
    ($(#[$doc:meta])* $name:ident, $ty:ident) => {
        $(#[$doc])*
        ///
        /// It is the number that counts: `1.0` and `1` are equal, and `NaN` is equal to itself. Written is the text that
        /// was read; a number made by [`From`] is written in the shortest form that reads back as the same.
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            value: $ty,
            /// What was read, where that is not how the number is written.
            text: Option<Box<str>>,
        }

        impl $name {
            /// The number.
            pub fn value(&self) -> $ty {
                self.value
            }
        }

        impl From<$ty> for $name {
            fn from(value: $ty) -> Self {
                $name { value, text: None }
            }
        }

        impl From<$name> for $ty {
            fn from(number: $name) -> Self {
                number.value
            }
        }

        impl Deref for $name {
            type Target = $ty;
            fn deref(&self) -> &$ty {
                &self.value
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.value == other.value || self.value.is_nan() && other.value.is_nan()
            }
        }

        impl PartialEq<$ty> for $name {
            fn eq(&self, other: &$ty) -> bool {
                self.value == *other
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.value.partial_cmp(&other.value)
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                let fail = || InvalidText::new("a number", text);
                let value = match text {
                    "INF" | "+INF" => $ty::INFINITY,
                    "-INF" => $ty::NEG_INFINITY,
                    "NaN" => $ty::NAN,
                    // Rust reads words that XML Schema does not have: `inf`, `infinity`, `nan`.
                    _ if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) => {
                        text.parse().map_err(|_| fail())?
                    }
                    _ => return Err(fail()),
                };
                let text = (!is_written_as(&$name { value, text: None }, text)).then(|| text.into());
                Ok($name { value, text })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if let Some(text) = &self.text {
                    return f.write_str(text);
                }
                match self.value {
                    $ty::INFINITY => f.write_str("INF"),
                    $ty::NEG_INFINITY => f.write_str("-INF"),
                    value if value.is_nan() => f.write_str("NaN"),
                    // A number that is whole is written as one; very large and very small ones with an exponent.
                    value if value.fract() == 0.0 && value.abs() < 1e16 => write!(f, "{value}"),
                    value => write!(f, "{value:?}"),
                }
            }
        }

        /// A JSON number, with every digit that was read; what JSON has no number for (`INF`, `+1`) is a string.
        #[cfg(feature = "json")]
        impl Json for $name {
            fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                number_text(&raw(d)?)?.parse().map_err(D::Error::custom)
            }
            fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let text = self.to_string();
                match is_json_number(&text) {
                    true => RawValue::from_string(text).map_err(S::Error::custom)?.serialize(s),
                    false => s.serialize_str(&text),
                }
            }
            fn fits(shape: &Shape) -> bool {
                shape.is_number() || shape.is_string()
            }
        }
        serde_by_json!($name);
    };
}

float!(
    /// A 32-bit float (`xs:float`).
    Float, f32);
float!(
    /// A 64-bit float (`xs:double`).
    Double, f64);

/// Whether a number is written as this text; without a copy of it on the heap, since documents have many.
fn is_written_as(number: &impl fmt::Display, text: &str) -> bool {
    let mut left = Left(text);
    write!(left, "{number}").is_ok() && left.0.is_empty()
}

/// What of a text has not been written yet; anything else that is written is an error.
struct Left<'a>(&'a str);

impl fmt::Write for Left<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(piece).ok_or(fmt::Error)?;
        Ok(())
    }
}
