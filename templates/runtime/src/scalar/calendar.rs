//! The date and time types of XML Schema (Part 2, 3.2.7 to 3.2.14), whose zone may be absent and whose year may have any
//! number of digits: kept as the text that they came in, with readings in the types of the `time` crate.

use std::fmt;
use std::str::FromStr;

use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::scan::{Scan, number};
use super::short::Str;
use super::{InvalidText, json_text};

macro_rules! kept {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $parse:path) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(Str);

        impl $name {
            /// The value as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The zone, if there is one.
            pub fn zone(&self) -> Option<UtcOffset> {
                let minutes = $parse(&self.0)?.zone?;
                UtcOffset::from_whole_seconds(i32::from(minutes) * 60).ok()
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                match $parse(text) {
                    Some(_) => Ok($name(text.into())),
                    None => Err(InvalidText::new($expected, text)),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        json_text!($name);
    };
}

kept!(
    /// A point in time as `xs:dateTime` writes it: `2004-04-12T13:20:00`, with or without a zone.
    DateTime, "a date and time (xs:dateTime)", date_time);
kept!(
    /// A day as `xs:date` writes it: `2004-04-12`, with or without a zone.
    Date, "a day (xs:date)", date);
kept!(
    /// A time of day as `xs:time` writes it: `13:20:00`, with or without a zone.
    Time, "a time of day (xs:time)", time_of_day);
/// A part of a calendar date. Each is a type of its own, since the forms of one are none of another (Part 2, 3.2.10 to 3.2.14).
macro_rules! part_of_date {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $parse:ident: $($part:ident -> $ty:ty = $what:literal,)*) => {
        kept!($(#[$doc])* $name, $expected, $parse);

        fn $parse(text: &str) -> Option<Parts<'_>> {
            gregorian(text, &[$(stringify!($part)),*])
        }

        impl $name {
            $(
                #[doc = $what]
                pub fn $part(&self) -> Option<$ty> {
                    $parse(&self.0)?.$part()
                }
            )*
        }
    };
}
part_of_date!(
    /// A year as `xs:gYear` writes it: `2004`, with or without a zone.
    GYear, "a year (xs:gYear)", g_year:
    year -> i64 = "The year, if it fits.",);
part_of_date!(
    /// A month of a year as `xs:gYearMonth` writes it: `2004-04`, with or without a zone.
    GYearMonth, "a month of a year (xs:gYearMonth)", g_year_month:
    year -> i64 = "The year, if it fits.",
    month -> u8 = "The month, 1 to 12.",);
part_of_date!(
    /// A month of every year as `xs:gMonth` writes it: `--04`, with or without a zone.
    GMonth, "a month (xs:gMonth)", g_month:
    month -> u8 = "The month, 1 to 12.",);
part_of_date!(
    /// A day of every year as `xs:gMonthDay` writes it: `--04-12`, with or without a zone.
    GMonthDay, "a day of a month (xs:gMonthDay)", g_month_day:
    month -> u8 = "The month, 1 to 12.",
    day -> u8 = "The day of the month, 1 to 31.",);
part_of_date!(
    /// A day of every month as `xs:gDay` writes it: `---12`, with or without a zone.
    GDay, "a day (xs:gDay)", g_day:
    day -> u8 = "The day of the month, 1 to 31.",);

/// What a text says.
#[derive(Clone, Copy, Default)]
struct Parts<'a> {
    year: Option<&'a [u8]>,
    month: Option<u8>,
    day: Option<u8>,
    hour: u8,
    minute: u8,
    second: u8,
    nanosecond: u32,
    zone: Option<i16>,
}

impl Parts<'_> {
    fn year(&self) -> Option<i64> {
        number(self.year?)
    }

    fn month(&self) -> Option<u8> {
        self.month
    }

    fn day(&self) -> Option<u8> {
        self.day
    }

    fn date(&self) -> Option<time::Date> {
        let month = time::Month::try_from(self.month?).ok()?;
        time::Date::from_calendar_date(number(self.year?)?, month, self.day?).ok()
    }

    /// The time of day; `24:00:00` is midnight.
    fn time(&self) -> Option<time::Time> {
        time::Time::from_hms_nano(self.hour % 24, self.minute, self.second, self.nanosecond).ok()
    }
}

fn date_time(text: &str) -> Option<Parts<'_>> {
    let mut scan = Scan(text.as_bytes());
    let date = scan_date(&mut scan)?;
    scan.byte(b'T')?;
    let time = scan_time(&mut scan)?;
    let zone = scan.zone()?;
    scan.end()?;
    Some(Parts { year: date.year, month: date.month, day: date.day, zone, ..time })
}

fn date(text: &str) -> Option<Parts<'_>> {
    let mut scan = Scan(text.as_bytes());
    let date = scan_date(&mut scan)?;
    let zone = scan.zone()?;
    scan.end()?;
    Some(Parts { zone, ..date })
}

fn time_of_day(text: &str) -> Option<Parts<'_>> {
    let mut scan = Scan(text.as_bytes());
    let time = scan_time(&mut scan)?;
    let zone = scan.zone()?;
    scan.end()?;
    Some(Parts { zone, ..time })
}

/// A part of a date that has exactly what is `wanted` of it.
fn gregorian<'a>(text: &'a str, wanted: &[&str]) -> Option<Parts<'a>> {
    let mut scan = Scan(text.as_bytes());
    let mut parts = Parts::default();
    if scan.byte(b'-').is_some() && scan.byte(b'-').is_some() {
        if scan.byte(b'-').is_some() {
            parts.day = Some(scan.two(1, 31)?);
        } else {
            let month = scan.two(1, 12)?;
            parts.month = Some(month);
            // `--04--` was the form of the first edition, and is still met.
            if scan.0.starts_with(b"--") {
                scan = Scan(scan.0.get(2..)?);
            } else if scan.0.get(1).is_some_and(u8::is_ascii_digit) && scan.0.get(3) != Some(&b':') {
                scan.byte(b'-')?;
                parts.day = Some(scan.two(1, days_in(month, None))?);
            }
        }
    } else {
        scan = Scan(text.as_bytes());
        parts.year = Some(scan.year()?);
        // A zone west of Greenwich begins as a month does, and goes on with a colon.
        if scan.0.first() == Some(&b'-') && scan.0.get(3) != Some(&b':') {
            scan.byte(b'-')?;
            parts.month = Some(scan.two(1, 12)?);
        }
    }
    parts.zone = scan.zone()?;
    scan.end()?;
    let has = [("year", parts.year.is_some()), ("month", parts.month.is_some()), ("day", parts.day.is_some())];
    has.iter().all(|(part, is_there)| wanted.contains(part) == *is_there).then_some(parts)
}

fn scan_date<'a>(scan: &mut Scan<'a>) -> Option<Parts<'a>> {
    let year = scan.year()?;
    scan.byte(b'-')?;
    let month = scan.two(1, 12)?;
    scan.byte(b'-')?;
    let day = scan.two(1, days_in(month, Some(year)))?;
    Some(Parts { year: Some(year), month: Some(month), day: Some(day), ..Parts::default() })
}

fn scan_time<'a>(scan: &mut Scan<'a>) -> Option<Parts<'a>> {
    let hour = scan.two(0, 24)?;
    scan.byte(b':')?;
    let minute = scan.two(0, 59)?;
    scan.byte(b':')?;
    let second = scan.two(0, 59)?;
    let nanosecond = scan.fraction()?;
    // The end of a day may be written as its 24th hour, to the second.
    if hour == 24 && (minute, second, nanosecond) != (0, 0, 0) {
        return None;
    }
    Some(Parts { hour, minute, second, nanosecond, ..Parts::default() })
}

/// The days of a month; of a February without a year as many as it ever has.
fn days_in(month: u8, year: Option<&[u8]>) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Whether a year of any number of digits is a leap year: its last four digits decide, as 400 divides 10,000.
fn is_leap(year: &[u8]) -> bool {
    let digits = year.get(year.len().saturating_sub(4)..).unwrap_or_default();
    let last = digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')));
    (last % 4 == 0 && last % 100 != 0) || last % 400 == 0
}

impl DateTime {
    /// The date and the time as they are written, without the zone; `None` for a year beyond the crate's range of
    /// -9999 to 9999.
    pub fn to_primitive(&self) -> Option<PrimitiveDateTime> {
        let parts = date_time(&self.0)?;
        let date = if parts.hour == 24 { parts.date()?.next_day()? } else { parts.date()? };
        Some(PrimitiveDateTime::new(date, parts.time()?))
    }

    /// The point in time; `None` when there is no zone, or the year is out of range.
    pub fn to_offset(&self) -> Option<OffsetDateTime> {
        Some(self.to_primitive()?.assume_offset(self.zone()?))
    }
}

impl Date {
    /// The day, without the zone; `None` for a year beyond the crate's range of -9999 to 9999.
    pub fn to_date(&self) -> Option<time::Date> {
        date(&self.0)?.date()
    }
}

impl Time {
    /// The time of day, without the zone; `24:00:00` is midnight.
    pub fn to_time(&self) -> Option<time::Time> {
        time_of_day(&self.0)?.time()
    }
}

fn date_text(value: time::Date) -> String {
    let sign = if value.year() < 0 { "-" } else { "" };
    format!("{sign}{:04}-{:02}-{:02}", value.year().unsigned_abs(), u8::from(value.month()), value.day())
}

fn time_text(value: time::Time) -> String {
    // Writing a time of day cannot fail.
    super::rfc3339::format_time(&value).unwrap_or_default()
}

fn zone_text(value: UtcOffset) -> String {
    match value.whole_minutes() {
        0 => "Z".to_owned(),
        minutes => {
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
        }
    }
}

impl From<PrimitiveDateTime> for DateTime {
    fn from(value: PrimitiveDateTime) -> Self {
        DateTime(format!("{}T{}", date_text(value.date()), time_text(value.time())).into())
    }
}

impl From<OffsetDateTime> for DateTime {
    fn from(value: OffsetDateTime) -> Self {
        // XML Schema has no zones beyond 14 hours, nor with seconds.
        let fits = value.offset().whole_seconds() % 60 == 0 && value.offset().whole_minutes().abs() <= 14 * 60;
        let value = if fits { value } else { value.to_offset(UtcOffset::UTC) };
        DateTime(format!("{}T{}{}", date_text(value.date()), time_text(value.time()), zone_text(value.offset())).into())
    }
}

impl From<time::Date> for Date {
    fn from(value: time::Date) -> Self {
        Date(date_text(value).into())
    }
}

impl From<time::Time> for Time {
    fn from(value: time::Time) -> Self {
        Time(time_text(value).into())
    }
}
