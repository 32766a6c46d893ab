//! Points in time that travel in forms of their own: HTTP dates and seconds since 1970.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

#[cfg(feature = "json")]
use super::super::json::{Json, Shape, changed, is_same_number};
use super::{InvalidText, json_text, serde_by_json};

/// A point in time, on the wire as HTTP writes dates: `Fri, 17 Feb 2017 00:00:00 GMT` (IMF-fixdate, RFC 9110, 5.6.7).
/// The obsolete forms of RFC 850 and of C's `asctime` are read too. Always in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rfc1123(pub OffsetDateTime);

/// A point in time, on the wire as the number of seconds since 1970-01-01T00:00:00Z; parts of a second as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnixTime(pub OffsetDateTime);

macro_rules! instant {
    ($($name:ident),*) => { $(
        impl Deref for $name {
            type Target = OffsetDateTime;
            fn deref(&self) -> &OffsetDateTime {
                &self.0
            }
        }
        impl From<OffsetDateTime> for $name {
            fn from(value: OffsetDateTime) -> Self {
                $name(value)
            }
        }
        impl From<$name> for OffsetDateTime {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl Default for $name {
            fn default() -> Self {
                $name(OffsetDateTime::UNIX_EPOCH)
            }
        }
    )* };
}
instant!(Rfc1123, UnixTime);

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl fmt::Display for Rfc1123 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.0.to_offset(UtcOffset::UTC);
        let day = DAYS.get(usize::from(at.weekday().number_days_from_monday())).unwrap_or(&"");
        let month = MONTHS.get(usize::from(u8::from(at.month())) - 1).unwrap_or(&"");
        let (hour, minute, second) = at.to_hms();
        write!(f, "{day}, {:02} {month} {:04} {hour:02}:{minute:02}:{second:02} GMT", at.day(), at.year())
    }
}

impl FromStr for Rfc1123 {
    type Err = InvalidText;
    fn from_str(text: &str) -> Result<Self, InvalidText> {
        http_date(text.trim()).map(Rfc1123).ok_or_else(|| InvalidText::new("an HTTP date", text))
    }
}

/// Reads the three forms. The day of the week is not looked at: it says nothing that the date does not.
fn http_date(text: &str) -> Option<OffsetDateTime> {
    let (day, month, year, clock) = match text.split_once(',') {
        Some((_, rest)) => {
            let rest = rest.strip_suffix("GMT").or_else(|| rest.strip_suffix("UTC"))?;
            let mut words = rest.split([' ', '-']).filter(|word| !word.is_empty());
            (words.next()?, words.next()?, words.next()?, only(words)?)
        }
        // asctime: Sun Nov  6 08:49:37 1994
        None => {
            let mut words = text.split_ascii_whitespace();
            let (_, month, day, clock) = (words.next()?, words.next()?, words.next()?, words.next()?);
            (day, month, only(words)?, clock)
        }
    };
    let digits = |text: &str, most: usize| -> Option<u16> {
        let fits = text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| text.parse().ok()).flatten()
    };
    let year = match (year.len(), digits(year, 4)?) {
        // RFC 850 has two digits. The clock is left out of it: the sliding window of RFC 9110 matters from 2050 on.
        (2, year @ 0..=69) => 2000 + year,
        (2, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    let month = Month::try_from(u8::try_from(month + 1).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, u8::try_from(digits(day, 2)?).ok()?).ok()?;
    let mut clock = clock.split(':');
    let (hour, minute, second) = (digits(clock.next()?, 2)?, digits(clock.next()?, 2)?, digits(only(clock)?, 2)?);
    // A leap second has no place in the type; the second before it is nearest.
    let second = second.min(if second == 60 { 59 } else { second });
    let byte = |number: u16| u8::try_from(number).ok();
    let time = Time::from_hms(byte(hour)?, byte(minute)?, byte(second)?).ok()?;
    Some(date.with_time(time).assume_utc())
}

fn only<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = words.next()?;
    words.next().is_none().then_some(word)
}

json_text!(Rfc1123);

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanoseconds = self.0.unix_timestamp_nanos();
        let (sign, size) = (if nanoseconds < 0 { "-" } else { "" }, nanoseconds.unsigned_abs());
        let (seconds, rest) = (size / 1_000_000_000, size % 1_000_000_000);
        write!(f, "{sign}{seconds}")?;
        match rest {
            0 => Ok(()),
            _ => write!(f, ".{}", format!("{rest:09}").trim_end_matches('0')),
        }
    }
}

impl FromStr for UnixTime {
    type Err = InvalidText;
    fn from_str(text: &str) -> Result<Self, InvalidText> {
        let fail = || InvalidText::new("a number of seconds since 1970", text);
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if ![whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(fail());
        }
        let seconds: i64 = whole.parse().map_err(|_| fail())?;
        let rest = super::scan::nanoseconds(fraction.as_bytes()).ok_or_else(fail)?;
        let nanoseconds = (i128::from(seconds) * 1_000_000_000 + i128::from(rest)) * sign;
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).map(UnixTime).map_err(|_| fail())
    }
}

#[cfg(feature = "json")]
impl Json for UnixTime {
    fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // By way of the text, so that no digit of a fraction is lost; a number like `1.7e9` is none of a clock's.
        let number = super::Decimal::read(d)?;
        let exact = number.as_str().parse();
        let value: UnixTime =
            exact.or_else(|_| number.to_f64().to_string().parse()).map_err(serde::de::Error::custom)?;
        changed(|| !is_same_number(number.as_str(), &value.to_string()));
        Ok(value)
    }
    fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0.nanosecond() {
            0 => s.serialize_i64(self.0.unix_timestamp()),
            // Every digit, which a float would not hold.
            _ => {
                let number: super::Decimal = self.to_string().parse().map_err(serde::ser::Error::custom)?;
                number.write(s)
            }
        }
    }
    fn fits(shape: &Shape) -> bool {
        shape.is_number()
    }
}
serde_by_json!(UnixTime);
