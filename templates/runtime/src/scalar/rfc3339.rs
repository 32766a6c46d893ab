//! The date and time forms of RFC 3339, for the types of the `time` crate.

use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime, Time};

use super::InvalidText;
use super::scan::Scan;

/// Reads a date-time: any offset, `t` and `z` too, a blank for the `T` (5.6, note); digits behind the nanoseconds are
/// cut.
///
/// # Errors
/// Any other text.
pub fn parse_date_time(text: &str) -> Result<OffsetDateTime, InvalidText> {
    let fail = || InvalidText::new("a date-time of RFC 3339", text);
    let parsed = match text.as_bytes().get(10) {
        Some(b' ') => OffsetDateTime::parse(&text.replacen(' ', "T", 1), &Rfc3339),
        _ => OffsetDateTime::parse(text, &Rfc3339),
    };
    parsed.map_err(|_| fail())
}

/// Writes a date-time.
///
/// # Errors
/// A year outside 0 to 9999, or an offset with seconds.
pub fn format_date_time(value: &OffsetDateTime) -> Result<String, InvalidText> {
    value.format(&Rfc3339).map_err(|_| InvalidText::new("a year of 0 to 9999", &value.to_string()))
}

/// Reads a day: `2017-02-28`.
///
/// # Errors
/// Any other text, or a day that the calendar lacks.
pub fn parse_date(text: &str) -> Result<Date, InvalidText> {
    let mut scan = Scan(text.as_bytes());
    (|| {
        let year = super::scan::number(scan.digits(4, 4)?)?;
        scan.byte(b'-')?;
        let month = scan.two(1, 12)?;
        scan.byte(b'-')?;
        let day = scan.two(1, 31)?;
        scan.end()?;
        Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()
    })()
    .ok_or_else(|| InvalidText::new("a day of RFC 3339", text))
}

/// Writes a day.
///
/// # Errors
/// A year outside 0 to 9999.
pub fn format_date(value: &Date) -> Result<String, InvalidText> {
    if !(0..=9999).contains(&value.year()) {
        return Err(InvalidText::new("a year of 0 to 9999", &value.to_string()));
    }
    Ok(format!("{:04}-{:02}-{:02}", value.year(), u8::from(value.month()), value.day()))
}

/// Reads a time of day: `23:59:59.5`. A `Z` may follow; another zone has no place in the type and is refused.
///
/// # Errors
/// Any other text.
pub fn parse_time(text: &str) -> Result<Time, InvalidText> {
    let mut scan = Scan(text.as_bytes());
    (|| {
        let hour = scan.two(0, 23)?;
        scan.byte(b':')?;
        let minute = scan.two(0, 59)?;
        scan.byte(b':')?;
        let second = scan.two(0, 59)?;
        let nanosecond = scan.fraction()?;
        let _ = scan.byte(b'Z').or_else(|| scan.byte(b'z'));
        scan.end()?;
        Time::from_hms_nano(hour, minute, second, nanosecond).ok()
    })()
    .ok_or_else(|| InvalidText::new("a time of day without a zone, or in UTC", text))
}

/// Writes a time of day, without a zone.
///
/// # Errors
/// None.
pub fn format_time(value: &Time) -> Result<String, InvalidText> {
    let (hour, minute, second, nanosecond) = value.as_hms_nano();
    let mut text = format!("{hour:02}:{minute:02}:{second:02}");
    if nanosecond > 0 {
        let digits = format!("{nanosecond:09}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    Ok(text)
}
