//! Spans of time as ISO 8601 writes them, kept as the text that they came in.

use std::fmt;
use std::str::FromStr;

use super::scan::Scan;
use super::short::Str;
use super::{InvalidText, json_text};

/// A span of time as ISO 8601 and `xs:duration` write it: `P1Y2M3DT4H5M6.7S`, `-P1D`, `P2W`. Kept as text, since a
/// month has no fixed length and `PT60S` is not `PT1M`; [`Duration::parts`] and [`Duration::to_std`] read it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Duration(Str);

/// What a [`Duration`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DurationParts {
    /// Whether the span runs backwards.
    pub negative: bool,
    /// Years.
    pub years: u64,
    /// Months.
    pub months: u64,
    /// Weeks.
    pub weeks: u64,
    /// Days.
    pub days: u64,
    /// Hours.
    pub hours: u64,
    /// Minutes.
    pub minutes: u64,
    /// Whole seconds.
    pub seconds: u64,
    /// Nanoseconds beyond the seconds; further digits are cut.
    pub nanoseconds: u32,
}

impl Duration {
    /// The span as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The numbers of the text; `None` when one is beyond 64 bits.
    pub fn parts(&self) -> Option<DurationParts> {
        parse(&self.0).flatten()
    }

    /// The span; `None` when it runs backwards, has years or months (which have no fixed length), or is too long.
    pub fn to_std(&self) -> Option<std::time::Duration> {
        let parts = self.parts()?;
        let days = parts.weeks.checked_mul(7)?.checked_add(parts.days)?;
        let hours = days.checked_mul(24)?.checked_add(parts.hours)?;
        let minutes = hours.checked_mul(60)?.checked_add(parts.minutes)?;
        let seconds = minutes.checked_mul(60)?.checked_add(parts.seconds)?;
        let fixed = parts.years == 0 && parts.months == 0;
        let forwards = !parts.negative || (seconds == 0 && parts.nanoseconds == 0);
        (fixed && forwards).then(|| std::time::Duration::new(seconds, parts.nanoseconds))
    }
}

/// `None` for a text that is no duration, `Some(None)` for numbers beyond 64 bits.
#[expect(clippy::option_option, reason = "the two are told apart only here")]
fn parse(text: &str) -> Option<Option<DurationParts>> {
    let mut scan = Scan(text.as_bytes());
    let mut parts = DurationParts { negative: scan.byte(b'-').is_some(), ..DurationParts::default() };
    scan.byte(b'P')?;
    let (mut fits, mut any, mut in_time) = (true, false, false);
    // The designators still allowed; each may come once, in this order.
    let mut allowed: &[u8] = b"YMWD";
    while !scan.0.is_empty() {
        if !in_time && scan.byte(b'T').is_some() {
            (in_time, allowed, any) = (true, b"HMS", false);
            continue;
        }
        let digits = scan.digits(1, usize::MAX)?;
        let nanoseconds = match scan.0.first() {
            Some(b'.' | b',') => {
                scan = Scan(scan.0.get(1..)?);
                Some(super::scan::nanoseconds(scan.digits(1, usize::MAX)?)?)
            }
            _ => None,
        };
        let (&unit, rest) = scan.0.split_first()?;
        scan = Scan(rest);
        let at = allowed.iter().position(|candidate| *candidate == unit)?;
        allowed = allowed.get(at + 1..)?;
        if nanoseconds.is_some() && unit != b'S' {
            return None;
        }
        let number = super::scan::number(digits);
        fits &= number.is_some();
        let number = number.unwrap_or(0);
        match (in_time, unit) {
            (false, b'Y') => parts.years = number,
            (false, b'M') => parts.months = number,
            (false, b'W') => parts.weeks = number,
            (false, _) => parts.days = number,
            (true, b'H') => parts.hours = number,
            (true, b'M') => parts.minutes = number,
            (true, _) => (parts.seconds, parts.nanoseconds) = (number, nanoseconds.unwrap_or(0)),
        }
        any = true;
    }
    any.then_some(fits.then_some(parts))
}

impl FromStr for Duration {
    type Err = InvalidText;
    fn from_str(text: &str) -> Result<Self, InvalidText> {
        match parse(text) {
            Some(_) => Ok(Duration(text.into())),
            None => Err(InvalidText::new("a duration of ISO 8601", text)),
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Duration {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// No time at all.
impl Default for Duration {
    fn default() -> Self {
        Duration("PT0S".into())
    }
}

impl From<std::time::Duration> for Duration {
    fn from(value: std::time::Duration) -> Self {
        let (seconds, nanoseconds) = (value.as_secs(), value.subsec_nanos());
        let (days, hours, minutes, rest) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let mut text = String::from("P");
        let mut put = |number: u64, unit: &str| {
            if number > 0 {
                text.push_str(&format!("{number}{unit}"));
            }
        };
        put(days, "D");
        if seconds % 86400 > 0 || nanoseconds > 0 || days == 0 {
            text.push('T');
            let mut put = |number: u64, unit: &str| {
                if number > 0 {
                    text.push_str(&format!("{number}{unit}"));
                }
            };
            put(hours, "H");
            put(minutes, "M");
            if nanoseconds > 0 {
                let digits = format!("{nanoseconds:09}");
                text.push_str(&format!("{rest}.{}S", digits.trim_end_matches('0')));
            } else if rest > 0 || seconds == 0 {
                text.push_str(&format!("{rest}S"));
            }
        }
        Duration(text.into())
    }
}

json_text!(Duration);
