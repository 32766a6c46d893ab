//! What every generated client stands on.

pub mod enums;
pub mod json;
pub mod param;
pub mod scalar;
#[cfg(feature = "xml")]
pub mod xml;

#[allow(unused_imports)]
pub(crate) use enums::{int_enum, string_enum};
pub use scalar::{Base64, Base64Url, Decimal, Duration, Hex, Integer, UnixTime};
