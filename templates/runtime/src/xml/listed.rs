//! Which value of a list a text means: lists are of values, not of spellings (XML Schema Part 2, 4.3.5).

use super::super::scalar::{
    Base64, Date, DateTime, Decimal, Double, Duration, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth, Hex, Integer,
    InvalidText, Space, Time, collapse,
};
use super::decimal::decimal;
use super::error::TextError;
use super::scope::Scope;
use super::text::XmlText;

/// The listed text that a text is. White space around it says nothing.
///
/// # Errors
/// None, for any text is one; the form is that of [`listed_value`].
pub fn listed_text(text: &str, known: &[&'static str]) -> Result<Option<&'static str>, TextError> {
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    Ok(known.iter().find(|known| **known == text).copied())
}

/// The listed text of the value that a text has as a value of the type.
///
/// # Errors
/// A text that is no value of the type.
pub fn listed_value<T: Listed>(text: &str, known: &[&'static str]) -> Result<Option<&'static str>, TextError> {
    let value = T::read(text)?;
    Ok(known.iter().find(|known| T::read(known).is_ok_and(|known| known.is_same(&value))).copied())
}

/// A type whose values may be listed.
pub trait Listed: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// A text that is none.
    fn read(text: &str) -> Result<Self, TextError>;

    /// Whether it is the same value as another one, however they are written.
    fn is_same(&self, other: &Self) -> bool;
}

/// A text in which white space is a blank, and none at the ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collapsed(String);

/// A text in which each character of white space is a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced(String);

impl Listed for Collapsed {
    fn read(text: &str) -> Result<Self, TextError> {
        Ok(Collapsed(collapse(text).into_owned()))
    }
    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Listed for Replaced {
    fn read(text: &str) -> Result<Self, TextError> {
        Ok(Replaced(Space::Replace.normalized(text).trim_matches(' ').to_owned()))
    }
    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Listed for bool {
    fn read(text: &str) -> Result<Self, TextError> {
        XmlText::from_text(text, &Scope(None))
    }
    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Types that are read from their text without white space.
macro_rules! listed {
    ($($ty:ident $(by $read:path)?: $same:expr;)*) => { $(
        impl Listed for $ty {
            fn read(text: &str) -> Result<Self, TextError> {
                listed!(@read text $($read)?).map_err(|error: InvalidText| error.into())
            }
            fn is_same(&self, other: &Self) -> bool {
                let same: fn(&$ty, &$ty) -> bool = $same;
                same(self, other)
            }
        }
    )* };
    (@read $text:ident $read:path) => { $read($text) };
    (@read $text:ident) => { collapse($text).parse() };
}
listed! {
    Decimal by decimal: |one, other| digits(one.as_str()) == digits(other.as_str());
    Integer: |one, other| digits(one.as_str()) == digits(other.as_str());
    Float: Float::eq;
    Double: Double::eq;
    Hex: Hex::eq;
    Base64: Base64::eq;
    DateTime: |one, other| same(one, other, |it| Some((it.to_primitive()?, it.zone())))
        || same(one, other, DateTime::to_offset);
    Date: |one, other| same(one, other, |it| Some((it.to_date()?, it.zone())));
    Time: |one, other| same(one, other, |it| Some((it.to_time()?, it.zone()))) || same(one, other, in_utc);
    Duration: |one, other| same(one, other, length);
    GYear: |one, other| same(one, other, |it| Some((it.year()?, it.zone())));
    GYearMonth: |one, other| same(one, other, |it| Some((it.year()?, it.month(), it.zone())));
    GMonth: |one, other| same(one, other, |it| Some((it.month()?, it.zone())));
    GMonthDay: |one, other| same(one, other, |it| Some((it.month()?, it.day(), it.zone())));
    GDay: |one, other| same(one, other, |it| Some((it.day()?, it.zone())));
}

/// Whether both have the key, and it is the same.
fn same<T, K: PartialEq>(one: &T, other: &T, key: fn(&T) -> Option<K>) -> bool {
    let (one, other) = (key(one), key(other));
    one.is_some() && one == other
}

/// The time of day where no zone is added to it.
fn in_utc(time: &Time) -> Option<time::Time> {
    let day = time::Date::from_ordinal_date(2000, 2).ok()?;
    Some(day.with_time(time.to_time()?).assume_offset(time.zone()?).to_offset(time::UtcOffset::UTC).time())
}

/// Months, and what has a length: seconds and nanoseconds (XML Schema Part 2, 3.2.6.2).
fn length(duration: &Duration) -> Option<(i128, i128)> {
    let parts = duration.parts()?;
    let sign = if parts.negative { -1 } else { 1 };
    let [years, months, weeks, days, hours, minutes, seconds] =
        [parts.years, parts.months, parts.weeks, parts.days, parts.hours, parts.minutes, parts.seconds].map(i128::from);
    let seconds = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
    Some((sign * (years * 12 + months), sign * (seconds * 1_000_000_000 + i128::from(parts.nanoseconds))))
}

/// Whether a number is negative, and the digits that count, before and behind the point.
fn digits(number: &str) -> (bool, &str, &str) {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let (whole, fraction) = (whole.trim_start_matches(['+', '-', '0']), fraction.trim_end_matches('0'));
    (number.starts_with('-') && (whole, fraction) != ("", ""), whole, fraction)
}
