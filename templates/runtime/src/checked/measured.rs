//! Plain values as limits measure them: their text, their length, where they stand in a range.

use std::borrow::Cow;
use std::cmp::Ordering;

use time::{OffsetDateTime, PrimitiveDateTime};

use super::super::scalar::{
    Base64, Date, DateTime, Decimal, Double, Duration, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth, Hex, Integer,
    Space, Time,
};
#[cfg(feature = "xml")]
use super::super::xml::{XmlText, text_alone};

/// A plain value, as limits measure it.
pub trait Measured {
    /// Its text.
    fn text(&self) -> Cow<'_, str>;
    /// What its text has that XML Schema does not let in, and reading does.
    fn misspelled(&self, _text: &str) -> Option<&'static str> {
        None
    }
    /// How long it is, if it has a length; `text` is its text without the white space that does not count.
    fn length(&self, _text: &str) -> Option<u64> {
        None
    }
    /// How it compares with the end of a range, where that can be said.
    fn compare(&self, _end: &str) -> Option<Ordering> {
        None
    }
    /// Whether it is neither less nor more than any other value, and so in no range (`NaN`).
    fn is_in_no_range(&self) -> bool {
        false
    }
    /// What white space in its text counts for; only of plain text that is for a description to `say`.
    fn space(&self, _said: Space) -> Space {
        Space::Collapse
    }
}

impl<T: Measured> Measured for &T {
    fn text(&self) -> Cow<'_, str> {
        (**self).text()
    }
    fn misspelled(&self, text: &str) -> Option<&'static str> {
        (**self).misspelled(text)
    }
    fn length(&self, text: &str) -> Option<u64> {
        (**self).length(text)
    }
    fn compare(&self, end: &str) -> Option<Ordering> {
        (**self).compare(end)
    }
    fn is_in_no_range(&self) -> bool {
        (**self).is_in_no_range()
    }
    fn space(&self, said: Space) -> Space {
        (**self).space(said)
    }
}

/// A list of values: its length is their number.
#[cfg(feature = "xml")]
#[derive(Clone, Copy, Debug)]
pub struct List<'a, T>(pub &'a Vec<T>);

#[cfg(feature = "xml")]
impl<T: XmlText> Measured for List<'_, T> {
    fn text(&self) -> Cow<'_, str> {
        text_alone(self.0)
    }
    fn length(&self, _: &str) -> Option<u64> {
        u64::try_from(self.0.len()).ok()
    }
}

/// A value of one of several types: all that can be measured is its text.
#[cfg(feature = "xml")]
#[derive(Clone, Copy, Debug)]
pub struct Union<'a, T>(pub &'a T);

#[cfg(feature = "xml")]
impl<T: XmlText> Measured for Union<'_, T> {
    fn text(&self) -> Cow<'_, str> {
        text_alone(self.0)
    }
    fn space(&self, _: Space) -> Space {
        self.0.space()
    }
}

impl Measured for String {
    fn text(&self) -> Cow<'_, str> {
        self.into()
    }
    fn length(&self, text: &str) -> Option<u64> {
        u64::try_from(text.chars().count()).ok()
    }
    fn space(&self, said: Space) -> Space {
        said
    }
}

macro_rules! bytes {
    ($($ty:ty $(, $misspelled:path)?;)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                format!("{self:#}").into()
            }
            $(fn misspelled(&self, text: &str) -> Option<&'static str> {
                $misspelled(text)
            })?
            fn length(&self, _: &str) -> Option<u64> {
                u64::try_from(self.len()).ok()
            }
        }
    )* };
}
bytes! {
    Hex;
    Base64, padded_wrongly;
}

/// Base64 comes in fours (Part 2, 3.2.16), and is read without its last.
fn padded_wrongly(text: &str) -> Option<&'static str> {
    let count = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
    (count % 4 != 0).then_some("its padding is not complete")
}

macro_rules! numbers {
    ($($ty:ty $(, $misspelled:path)?;)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
            $(fn misspelled(&self, text: &str) -> Option<&'static str> {
                $misspelled(text)
            })?
            fn compare(&self, end: &str) -> Option<Ordering> {
                Some(compare(&self.to_string(), end.trim()))
            }
        }
    )* };
}
numbers! {
    i8; i16; i32; i64; u8; u16; u32; u64;
    Integer;
    Decimal, with_exponent;
}

/// Numbers of JSON have exponents, those of XML Schema have none (Part 2, 3.2.3).
fn with_exponent(text: &str) -> Option<&'static str> {
    text.contains(['e', 'E']).then_some("a decimal number has no exponent")
}

macro_rules! floats {
    ($($ty:ty)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
            fn compare(&self, end: &str) -> Option<Ordering> {
                self.partial_cmp(&end.trim().parse::<$ty>().ok()?)
            }
            fn is_in_no_range(&self) -> bool {
                self.is_nan()
            }
        }
    )* };
}
floats!(Float Double);

macro_rules! times {
    ($($ty:ty: $local:expr;)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.as_str().into()
            }
            fn compare(&self, end: &str) -> Option<Ordering> {
                let end: $ty = end.trim().parse().ok()?;
                let local: fn(&$ty) -> Option<PrimitiveDateTime> = $local;
                let (one, other) = (local(self)?, local(&end)?);
                match (self.zone(), end.zone()) {
                    (None, None) => Some(one.cmp(&other)),
                    (Some(zone), Some(end_zone)) => Some(one.assume_offset(zone).cmp(&other.assume_offset(end_zone))),
                    (Some(zone), None) => compare_with_local(one.assume_offset(zone), other),
                    (None, Some(zone)) => compare_with_local(other.assume_offset(zone), one).map(Ordering::reverse),
                }
            }
        }
    )* };
}
times! {
    DateTime: DateTime::to_primitive;
    Date: |date| Some(date.to_date()?.midnight());
    // Times are compared as those of one day (Part 2, 3.2.8).
    Time: |time| Some(time::Date::from_ordinal_date(2000, 1).ok()?.with_time(time.to_time()?));
}

/// A moment, compared with a time without a zone, which is one of the moments between the farthest zones of fourteen hours
/// (Part 2, 3.2.7.4); none where the moment is between them, too.
fn compare_with_local(moment: OffsetDateTime, local: PrimitiveDateTime) -> Option<Ordering> {
    const FARTHEST: time::Duration = time::Duration::hours(14);
    let local = local.assume_utc();
    if moment < local.checked_sub(FARTHEST)? {
        return Some(Ordering::Less);
    }
    (moment > local.checked_add(FARTHEST)?).then_some(Ordering::Greater)
}

macro_rules! texts {
    ($($ty:ty)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        }
    )* };
}
texts!(bool Duration GYear GYearMonth GMonth GMonthDay GDay);

/// The digits that count, before and behind the point.
pub(super) fn digits(number: &str) -> (&str, &str) {
    let number = number.trim_start_matches(['+', '-']);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}

/// The order of two decimal numbers of any length, without exponents.
fn compare(one: &str, other: &str) -> Ordering {
    let is_zero = |number: &str| digits(number) == ("", "");
    let is_negative = |number: &str| number.starts_with('-') && !is_zero(number);
    let size = |one: &str, other: &str| {
        let ((whole, fraction), (other_whole, other_fraction)) = (digits(one), digits(other));
        whole
            .len()
            .cmp(&other_whole.len())
            .then_with(|| whole.cmp(other_whole))
            .then_with(|| fraction.cmp(other_fraction))
    };
    match (is_negative(one), is_negative(other)) {
        (false, false) => size(one, other),
        (true, true) => size(other, one),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}
