//! The values without parts that can be read from header fields.

use super::headers::FromHeader;
use super::scalar::{
    Base64, Base64Url, Date, DateTime, Decimal, Double, Duration, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    Hex, Integer, Rfc1123, Time, UnixTime, rfc3339,
};

macro_rules! by_from_str {
    ($($ty:ty)*) => { $(
        impl FromHeader for $ty {
            fn from_header(value: &str) -> Option<Self> {
                value.parse().ok()
            }
        }
    )* };
}

by_from_str! { i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 uuid::Uuid url::Url }
by_from_str! { Base64 Base64Url Hex Decimal Integer Duration Rfc1123 UnixTime Date DateTime Time Float Double }
by_from_str! { GYear GYearMonth GMonth GMonthDay GDay }

impl FromHeader for String {
    fn from_header(value: &str) -> Option<Self> {
        Some(value.to_owned())
    }

    /// Fields of one name are one value, with commas between (RFC 9110, 5.3).
    fn from_fields(values: &[&str]) -> Option<Self> {
        values.first()?;
        Some(values.join(", "))
    }
}

impl FromHeader for bool {
    fn from_header(value: &str) -> Option<Self> {
        match value {
            _ if value.eq_ignore_ascii_case("true") => Some(true),
            _ if value.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }
}

/// RFC 3339, as `format: date-time` has it; RFC 1123 is another type.
impl FromHeader for time::OffsetDateTime {
    fn from_header(value: &str) -> Option<Self> {
        rfc3339::parse_date_time(value).ok()
    }
}

impl FromHeader for time::Date {
    fn from_header(value: &str) -> Option<Self> {
        rfc3339::parse_date(value).ok()
    }
}

impl FromHeader for time::Time {
    fn from_header(value: &str) -> Option<Self> {
        rfc3339::parse_time(value).ok()
    }
}
