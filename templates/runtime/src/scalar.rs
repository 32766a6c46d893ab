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

/// The wire traits of a type whose form is always the text of its `Display`, read by its `FromStr`.
macro_rules! text_scalar {
    ($ty:ident $(; $kept:ident)?) => {
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
        super::wire_scalar!($ty $(; $kept)?);
    };
}
use text_scalar;

/// The wire traits that go by the text form, for a type with a JSON form of its own; a method behind the type is called on
/// what is read from XML, one behind `;` gives the text.
macro_rules! wire_scalar {
    ($ty:ident $(, $read:ident)? $(; $kept:ident)?) => {
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
        #[cfg(feature = "http")]
        impl super::super::param::ToParam for $ty {
            fn to_param(&self) -> super::super::param::ParamValue {
                super::super::param::ParamValue::Text(self.to_string())
            }
        }
        #[cfg(feature = "xml")]
        impl super::super::xml::XmlText for $ty {
            const NAMES: &'static [&'static str] = super::super::xml::names_of(stringify!($ty));
            fn from_text(
                text: &str,
                _scope: &super::super::xml::Scope<'_>,
            ) -> Result<Self, super::super::xml::TextError> {
                Ok(super::collapsed!(text $($kept)?)?$(.$read())?)
            }
            fn to_text(
                &self,
                _scope: &mut super::super::xml::WriteScope<'_>,
            ) -> Result<std::borrow::Cow<'_, str>, super::super::xml::TextError> {
                Ok(super::scalar_text!(self $($kept)?))
            }
        }
    };
}
use wire_scalar;

/// A value from a text with white space around it. What is kept as text has none within, so that most need no look for it.
#[cfg(feature = "xml")]
macro_rules! collapsed {
    ($text:ident $kept:ident) => {
        $text.parse::<Self>().or_else(|_| super::super::xml::collapse($text).parse::<Self>())
    };
    ($text:ident) => {
        super::super::xml::collapse($text).parse::<Self>()
    };
}
#[cfg(feature = "xml")]
use collapsed;

/// The text of a value: that which it keeps, or that of its alternate `Display`, which is the one that it was read from.
#[cfg(feature = "xml")]
macro_rules! scalar_text {
    ($value:ident $kept:ident) => {
        $value.$kept().into()
    };
    ($value:ident) => {
        format!("{:#}", $value).into()
    };
}
#[cfg(feature = "xml")]
use scalar_text;
