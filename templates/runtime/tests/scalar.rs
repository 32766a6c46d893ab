//! The text forms of scalars: what is read, what is refused, and what the typed readings say.
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use std::fmt::{Debug, Display};
use std::str::FromStr;

use runtime::scalar::{
    Date, DateTime, Decimal, Duration, DurationParts, GDay, GMonth, GMonthDay, GYear, GYearMonth, Integer, Rfc1123,
    Time, UnixTime,
};
use time::macros::{date, datetime, offset, time};

/// Each of `good` is read and written as it was; each of `bad` is refused.
fn lexical<T: FromStr + Display + Debug>(good: &[&str], bad: &[&str])
where
    T::Err: Debug,
{
    for text in good {
        assert_eq!(text.parse::<T>().unwrap().to_string(), *text);
    }
    for text in bad {
        assert!(text.parse::<T>().is_err(), "{text:?} was read");
    }
}

#[test]
fn xml_schema_dates() {
    lexical::<DateTime>(
        &[
            "2004-04-12T13:20:00",
            "2004-04-12T13:20:00Z",
            "-0044-03-15T00:00:00.000",
            "12004-02-29T24:00:00-05:00",
            "2004-04-12T13:20:15.5678901234567+14:00",
        ],
        &[
            "2004-04-12",
            "2004-04-12T13:00",
            "2004-04-1213:20:00",
            "99-04-12T13:00:00",
            "2004-04-12T13:20:00+14:01",
            "2003-02-29T00:00:00",
            "2004-04-12T24:00:01",
            "2004-04-12T25:00:00",
            "02004-04-12T13:20:00",
            "",
            "2004-04-12T13:20:00.",
            "2004-04-12T13:20:60",
            "2004-04-12t13:20:00",
            "é004-04-12T13:20:00",
        ],
    );
    lexical::<Date>(
        &["2004-04-12", "2004-04-12+05:00", "2004-02-29Z", "-0001-01-01"],
        &["2003-02-29", "2004-4-12", "2004-04-31"],
    );
    lexical::<Time>(
        &["13:20:00", "13:20:30.5555", "00:00:00Z", "24:00:00-05:00"],
        &["5:20:00", "13:20", "13:20:00 ", "24:00:00.1"],
    );
    // What is of one kind is of no other.
    let years = ["2004", "2004Z", "12004", "-0044", "2004-05:00"];
    let year_months = ["2004-04", "2004-04-05:00"];
    let months = ["--04", "--04Z", "--04-05:00", "--04--"];
    let month_days = ["--04-12", "--02-29", "--04-12-05:00"];
    let days = ["---12", "---31+01:00"];
    let wrong = ["99", "2004-13", "--13", "--4", "--02-30", "---32", "-", "", "2004-04-12"];
    let all_but = |own: &[&'static str]| {
        let all = [&years[..], &year_months, &months, &month_days, &days, &wrong].concat();
        all.into_iter().filter(|text| !own.contains(text)).collect::<Vec<_>>()
    };
    lexical::<GYear>(&years, &all_but(&years));
    lexical::<GYearMonth>(&year_months, &all_but(&year_months));
    lexical::<GMonth>(&months, &all_but(&months));
    lexical::<GMonthDay>(&month_days, &all_but(&month_days));
    lexical::<GDay>(&days, &all_but(&days));
    let at: DateTime = "2004-12-31T24:00:00-05:00".parse().unwrap();
    assert_eq!(at.to_offset(), Some(datetime!(2005-01-01 0:00 -5)));
    assert_eq!("2004-04-12T13:20:00".parse::<DateTime>().unwrap().to_offset(), None);
    assert_eq!(
        "2004-04-12T13:20:00.25".parse::<DateTime>().unwrap().to_primitive(),
        Some(datetime!(2004-04-12 13:20:00.25))
    );
    assert_eq!("120040-04-12T13:20:00".parse::<DateTime>().unwrap().to_primitive(), None);
    let day: Date = "2004-04-12+05:30".parse().unwrap();
    assert_eq!((day.to_date(), day.zone()), (Some(date!(2004 - 04 - 12)), Some(offset!(+5:30))));
    assert_eq!("24:00:00".parse::<Time>().unwrap().to_time(), Some(time!(0:00)));
    let part: GMonthDay = "--04-12-05:00".parse().unwrap();
    assert_eq!((part.month(), part.day(), part.zone()), (Some(4), Some(12), Some(offset!(-5))));
    let west: GYear = "2004-05:00".parse().unwrap();
    assert_eq!((west.year(), west.zone()), (Some(2004), Some(offset!(-5))));
    let month: GYearMonth = "-0044-03".parse().unwrap();
    assert_eq!((month.year(), month.month(), month.zone()), (Some(-44), Some(3), None));
    assert_eq!(DateTime::from(datetime!(2004-04-12 13:20:00.5 -3:30)).as_str(), "2004-04-12T13:20:00.5-03:30");
    assert_eq!(DateTime::from(datetime!(2004-04-12 13:20)).as_str(), "2004-04-12T13:20:00");
    assert_eq!(Date::from(date!(-0044 - 03 - 15)).as_str(), "-0044-03-15");
}

#[test]
fn durations() {
    lexical::<Duration>(
        &["P1Y2M3DT4H5M6.7S", "-P1D", "P2W", "PT0S", "PT1.50S", "P0Y", "PT36H", "P99999999999999999999Y"],
        &["", "P", "PT", "P1", "1D", "P1DT", "P1S", "PT1D", "P1M1Y", "P1.5D", "PT1.S", "P-1D", "PT1HT2M", "+P1D"],
    );
    let parts = "-P1Y2M3DT4H5M6.7S".parse::<Duration>().unwrap().parts().unwrap();
    let expected = DurationParts {
        negative: true,
        years: 1,
        months: 2,
        weeks: 0,
        days: 3,
        hours: 4,
        minutes: 5,
        seconds: 6,
        nanoseconds: 700_000_000,
    };
    assert_eq!(parts, expected);
    assert_eq!("P99999999999999999999Y".parse::<Duration>().unwrap().parts(), None);
    let standard = |text: &str| text.parse::<Duration>().unwrap().to_std();
    assert_eq!(standard("P1DT1.5S"), Some(std::time::Duration::new(86401, 500_000_000)));
    assert_eq!((standard("P1M"), standard("-PT1S"), standard("PT18446744073709551615H")), (None, None, None));
    for (seconds, nanoseconds, text) in
        [(0, 0, "PT0S"), (86400, 0, "P1D"), (90061, 0, "P1DT1H1M1S"), (3600, 0, "PT1H"), (0, 5_000_000, "PT0.005S")]
    {
        let value = std::time::Duration::new(seconds, nanoseconds);
        assert_eq!(Duration::from(value).as_str(), text);
        assert_eq!(Duration::from(value).to_std(), Some(value));
    }
}

#[test]
fn http_dates() {
    let expected = datetime!(1994-11-06 08:49:37 UTC);
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        assert_eq!(text.parse::<Rfc1123>().unwrap().0, expected, "{text}");
    }
    assert_eq!("Mon, 01 Jan 0001 00:00:00 GMT".parse::<Rfc1123>().unwrap().0, datetime!(0001-01-01 0:00 UTC));
    assert_eq!(Rfc1123(datetime!(2017-02-17 02:00 +2)).to_string(), "Fri, 17 Feb 2017 00:00:00 GMT");
    for text in [
        "",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 +0100",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 6 é 1994 08:49:37 GMT",
    ] {
        assert!(text.parse::<Rfc1123>().is_err(), "{text}");
    }
}

#[test]
fn numbers() {
    lexical::<Decimal>(
        &["0", "-1.50", "+1", ".5", "5.", "1e10", "1.0E-7", "123456789012345678901234567890.000"],
        &["", ".", "+", "1.2.3", "1e", "1e1.5", "0x1", "NaN", " 1", "1 ", "--1", "é"],
    );
    lexical::<Integer>(&["0", "-0", "+007", "123456789012345678901234567890"], &["", "-", "1.0", "1e3", " 1"]);
    assert_eq!(u8::try_from(&Integer::from(200_i64)), Ok(200));
    assert!(u8::try_from(&Integer::from(300)).is_err());
    assert_eq!(Decimal::try_from(0.1).unwrap().as_str(), "0.1");
    assert!(Decimal::try_from(f64::NAN).is_err());
    lexical::<UnixTime>(&["0", "-1.5", "1500000000.000000001"], &["", "1.", ".5", "1e9", "99999999999999999999"]);
    assert_eq!("-1.5".parse::<UnixTime>().unwrap().0, datetime!(1969-12-31 23:59:58.5 UTC));
}

#[test]
fn texts_of_any_length_are_kept() {
    use runtime::scalar::Str;
    let text = "é0123456789".repeat(4);
    for (end, _) in text.char_indices().chain([(text.len(), ' ')]) {
        let part = &text[..end];
        let kept = Str::from(part);
        assert_eq!((kept.as_str(), kept.clone()), (part, Str::from(part.to_owned())));
        assert_eq!((format!("{kept}"), format!("{kept:?}")), (part.to_owned(), format!("{part:?}")));
        let number = format!("-{}.5", "7".repeat(end + 1));
        assert_eq!(number.parse::<Decimal>().unwrap().to_string(), number);
    }
    // No larger than what it stands for.
    assert_eq!(size_of::<Str>(), size_of::<String>());
}

#[test]
fn decimals_by_the_letter() {
    for text in ["0", "-0", "+1", "1.", ".5", "-1.50", "1e3", "1.E-3", ".5e+07", "00"] {
        assert_eq!(text.parse::<Decimal>().unwrap().as_str(), text);
    }
    for text in [
        "", ".", "-", "+.", "1e", "1e+", "1e1.0", "1..2", "--1", "1 ", " 1", "1,5", "e5", ".e5", "٣", "0x1", "1.2.3",
        "1e5e5",
    ] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}
