//! The forms of values (Part 2, 3.2 and 3.3): whether a text that stands in a schema is a value of a type at all.

use std::cmp::Ordering;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use crate::ir::{Gregorian, Scalar};

/// A form, in the notation of XML Schema; `None` if it is not understood.
type Form = LazyLock<Option<Regex>>;

macro_rules! form {
    ($($part:expr),+) => {{
        static FORM: Form = LazyLock::new(|| pattern::compile(concat!($($part),+)).ok());
        Some(&FORM)
    }};
}

macro_rules! zoned {
    ($form:expr) => {
        form!("(", $form, ")(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?")
    };
}

/// What texts of this type look like; `None` where any text is one.
fn form(scalar: Scalar) -> Option<&'static Form> {
    match scalar {
        Scalar::Bool => form!("true|false|1|0"),
        Scalar::Int(_) | Scalar::BigInt => form!("[+-]?[0-9]+"),
        Scalar::Decimal => form!(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
        Scalar::XmlFloat | Scalar::XmlDouble => {
            form!(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
        }
        Scalar::XmlDateTime => zoned!(
            r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
        ),
        Scalar::XmlDate => zoned!("-?[0-9]{4,}-[0-9]{2}-[0-9]{2}"),
        Scalar::XmlTime => zoned!(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?"),
        Scalar::Gregorian(part) => match part {
            Gregorian::Year => zoned!("-?[0-9]{4,}"),
            Gregorian::YearMonth => zoned!("-?[0-9]{4,}-(0[1-9]|1[0-2])"),
            Gregorian::Month => zoned!("--(0[1-9]|1[0-2])(--)?"),
            Gregorian::MonthDay => {
                zoned!("--((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)")
            }
            Gregorian::Day => zoned!("---(0[1-9]|[12][0-9]|3[01])"),
        },
        Scalar::Duration => {
            form!("-?P([0-9]+Y)?([0-9]+M)?([0-9]+D)?", r"(T([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?")
        }
        Scalar::Hex => form!("([0-9a-fA-F]{2})*"),
        Scalar::Base64 => form!(r"[A-Za-z0-9+/=\s]*"),
        Scalar::QName => form!(r"([\i-[:]][\c-[:]]*:)?[\i-[:]][\c-[:]]*"),
        _ => None,
    }
}

/// Whether a text without blanks around it is a value of the type.
pub(super) fn is_value(scalar: Scalar, text: &str) -> bool {
    let has_form = |form: &Form| form.as_ref().is_none_or(|form| form.is_match(text));
    form(scalar).is_none_or(has_form)
        && match scalar {
            Scalar::Int(int) => whole(text).is_some_and(|number| int.holds(number)),
            Scalar::XmlDate | Scalar::XmlDateTime => is_day(text),
            Scalar::Duration => !text.ends_with(['P', 'T']),
            Scalar::Base64 => text.chars().filter(|c| !c.is_whitespace()).count() % 4 == 0,
            _ => true,
        }
}

/// Whether a text is a name without a prefix (`NCName`: Namespaces in XML 1.0, 3).
pub(super) fn is_ncname(text: &str) -> bool {
    !text.contains(':') && is_value(Scalar::QName, text)
}

/// Which of two values of a type is greater, where these are numbers.
pub(super) fn compare(scalar: Scalar, one: &str, other: &str) -> Option<Ordering> {
    match scalar {
        Scalar::Int(_) | Scalar::BigInt | Scalar::Decimal | Scalar::XmlFloat | Scalar::XmlDouble => {
            match whole(one).zip(whole(other)) {
                Some((one, other)) => Some(one.cmp(&other)),
                None => one.trim().parse::<f64>().ok()?.partial_cmp(&other.trim().parse::<f64>().ok()?),
            }
        }
        _ => None,
    }
}

/// The whole number that a text is.
pub(super) fn whole(text: &str) -> Option<i128> {
    text.trim().parse().ok()
}

/// Whether the month that a date begins with has its day.
fn is_day(text: &str) -> bool {
    let day = text.split(['T', 'Z', '+']).next().unwrap_or_default();
    let mut parts = day.trim_start_matches('-').splitn(4, '-');
    let mut number = || parts.next().and_then(|part| part.parse::<u64>().ok());
    let (Some(year), Some(month), Some(day)) = (number(), number(), number()) else {
        // A year of more digits than are counted here.
        return true;
    };
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Int;

    #[test]
    fn values_have_the_forms_of_their_types() {
        for (scalar, right, wrong) in [
            (Scalar::Bool, &["true", "0"][..], &["maybe", "True", ""][..]),
            (Scalar::Int(Int::U8), &["0", "+7", "007", "255"], &["256", "-1", "1.0", "abc", ""]),
            (Scalar::BigInt, &["-12345678901234567890123456789012345678901234567890"], &["1e3"]),
            (Scalar::Decimal, &["1", "-.5", "1.", "+0.0"], &["1e3", ".", "INF"]),
            (Scalar::XmlDouble, &["1e3", "-INF", "NaN", ".5E-7"], &["inf", "nan", "e1"]),
            (
                Scalar::XmlDate,
                &["2000-02-29", "-0044-03-15", "2020-01-31+14:00"],
                &["2000-02-30", "1900-02-29", "2020-13-01", "20-01-01", "2020-01-01T00:00:00"],
            ),
            (
                Scalar::XmlDateTime,
                &["2000-02-29T24:00:00Z", "2020-01-31T23:59:59.25-05:00"],
                &["2020-01-31", "2020-01-31T25:00:00", "2020-04-31T00:00:00"],
            ),
            (Scalar::XmlTime, &["00:00:00", "12:30:00.5Z"], &["12:30", "24:00:01"]),
            (Scalar::Gregorian(Gregorian::Year), &["2004", "2004-05:00"], &["04"]),
            (Scalar::Gregorian(Gregorian::MonthDay), &["--02-29", "--12-31Z"], &["--02-30", "--13-01", "--11-31"]),
            (Scalar::Duration, &["P1D", "-PT0.5S", "P1Y2M"], &["P", "PT", "1D", "P1DT", "P1W"]),
            (Scalar::Hex, &["", "0aF1"], &["0", "0x"]),
            (Scalar::Base64, &["", "AAE=", "AA E="], &["A", "A*=="]),
            (Scalar::QName, &["a", "p:a", "é1"], &["1a", "a b", ":a", "p:q:r", ""]),
            (Scalar::String, &["", "anything"], &[]),
        ] {
            for text in right {
                assert!(is_value(scalar, text), "{scalar:?} {text}");
            }
            for text in wrong {
                assert!(!is_value(scalar, text), "{scalar:?} {text}");
            }
        }
        assert!(is_ncname("a-1.b") && !is_ncname("p:a"));
    }

    #[test]
    fn numbers_are_compared_as_such() {
        assert_eq!(compare(Scalar::Int(Int::I32), "+9", "10"), Some(Ordering::Less));
        assert_eq!(compare(Scalar::Decimal, "2.50", "2.5"), Some(Ordering::Equal));
        assert_eq!(compare(Scalar::XmlDate, "2020-01-01", "2021-01-01"), None);
    }
}
