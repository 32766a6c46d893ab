//! The runtime's own scalars as text in XML.

use std::borrow::Cow;

use super::super::scalar::{
    Base64, Base64Url, Date, DateTime, Double, Duration, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth, Hex,
    Integer, Rfc1123, Time, UnixTime, collapse,
};
use super::error::TextError;
use super::scope::{Scope, WriteScope};
use super::text::XmlText;

/// Scalars and what XML Schema calls them; a method behind the name is called on what is read, one behind `;` gives the text.
macro_rules! scalars {
    ($($ty:ident($($name:literal)?) $(.$read:ident)? $(; $kept:ident)?,)*) => { $(
        impl XmlText for $ty {
            const NAMES: &'static [&'static str] = &[$($name)?];
            fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
                Ok(collapsed!(text $($kept)?)?$(.$read())?)
            }
            fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
                Ok(written!(self $($kept)?))
            }
        }
    )* };
}

/// A value from a text with white space around it. What is kept as text has none within, so that most need no look for it.
macro_rules! collapsed {
    ($text:ident $kept:ident) => {
        $text.parse::<Self>().or_else(|_| collapse($text).parse::<Self>())
    };
    ($text:ident) => {
        collapse($text).parse::<Self>()
    };
}

/// The text of a value: that which it keeps, or that of its alternate `Display`, which is the one that it was read from.
macro_rules! written {
    ($value:ident $kept:ident) => {
        $value.$kept().into()
    };
    ($value:ident) => {
        format!("{:#}", $value).into()
    };
}

scalars! {
    Integer("integer").read_from_xml; as_str,
    Float("float"),
    Double("double"),
    DateTime("dateTime"); as_str,
    Date("date"); as_str,
    Time("time"); as_str,
    GYear("gYear"); as_str,
    GYearMonth("gYearMonth"); as_str,
    GMonth("gMonth"); as_str,
    GMonthDay("gMonthDay"); as_str,
    GDay("gDay"); as_str,
    Duration("duration"),
    Base64("base64Binary").read_from_xml,
    Base64Url().read_from_xml,
    Hex("hexBinary").read_from_xml,
    Rfc1123(),
    UnixTime(),
}
