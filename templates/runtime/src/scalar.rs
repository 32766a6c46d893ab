//! Values without parts that Rust's standard library has no type for: bytes in text, numbers of any precision, times.
//!
//! Each has a text form ([`Display`](std::fmt::Display) and [`FromStr`](std::str::FromStr)) that is the one on the
//! wire, in JSON, in XML and in parameters.

mod binary;
mod calendar;
mod duration;
mod float;
mod instant;
mod number;
pub mod rfc3339;
mod scan;
mod short;
mod space;

pub use binary::{Base64, Base64Url, Hex};
pub use calendar::{Date, DateTime, GDay, GMonth, GMonthDay, GYear, GYearMonth, Time};
pub use duration::{Duration, DurationParts};
pub use float::{Double, Float};
pub use instant::{Rfc1123, UnixTime};
pub use number::{Decimal, Integer};
pub use short::Str;
pub use space::{Space, collapse};

/// A text that is not a value of the type that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidText {
    expected: &'static str,
    found: String,
}

impl InvalidText {
    /// The error for `found` where `expected` (with an article) should stand.
    pub fn new(expected: &'static str, found: &str) -> Self {
        // Values may be secret or huge: enough to recognise them, and no more.
        const SHOWN: usize = 40;
        let mut shown: String = found.chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        InvalidText { expected, found: shown }
    }
}

impl std::fmt::Display for InvalidText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "expected {}, found {:?}", self.expected, self.found)
    }
}

impl std::error::Error for InvalidText {}

/// The JSON traits of a type whose form is always the text of its `Display`, read by its `FromStr`.
macro_rules! json_text {
    ($ty:ident) => {
        #[cfg(feature = "json")]
        impl super::super::json::Json for $ty {
            fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(d)?;
                let value: Self = text.parse().map_err(<D::Error as serde::de::Error>::custom)?;
                super::super::json::changed(|| value.to_string() != text);
                Ok(value)
            }
            fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
            fn fits(shape: &super::super::json::Shape) -> bool {
                shape.is_string()
            }
        }
        super::serde_by_json!($ty);
    };
}
use json_text;

/// The traits of serde, for a type with a JSON form of its own.
macro_rules! serde_by_json {
    ($ty:ident) => {
        #[cfg(feature = "json")]
        impl serde::Serialize for $ty {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                super::super::json::Json::write(self, s)
            }
        }
        #[cfg(feature = "json")]
        impl<'de> serde::Deserialize<'de> for $ty {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                super::super::json::Json::read(d)
            }
        }
    };
}
use serde_by_json;
