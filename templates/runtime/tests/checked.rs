//! Checked types: what each limit lets in and refuses, when a value is made, and when it is read.
#![cfg(all(feature = "xml", feature = "patterns"))]
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use runtime::scalar::{Base64, Date, DateTime, Decimal, Double, GYear, Hex, Integer, Time};
use runtime::xml;

macro_rules! types {
    ($($name:ident ( $ty:ty ) { $($limits:tt)* } $($reading:ident)?;)*) => { $(
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name($ty);
        runtime::checked! { $name($ty) { $($limits)* } $($reading)? }
    )* };
}

types! {
    Code(String) { min_length(2), max_length(3), patterns(&["[A-Z]*", "[^X]*"]) };
    Word(String) { max_length(3), patterns(&[r"\p{L}+( \p{L}+)*"]), collapsed() };
    Key(Hex) { min_length(2), max_length(2) };
    Blob(Base64) { max_length(3) };
    Level(u8) { minimum("1"), maximum("9") };
    Huge(Integer) { above("-100000000000000000000"), below("100000000000000000000") };
    Price(Decimal) { above("0"), maximum("99.90"), total_digits(4), fraction_digits(2) };
    Share(Double) { minimum("0"), below("1") };
    Day(Date) { minimum("2000-01-01"), maximum("2000-12-31") };
    Moment(DateTime) { minimum("2000-01-01T00:00:00Z") };
    Noon(Time) { below("12:00:00+01:00") };
    Past(Date) { below("2021-01-01Z") };
    Year(GYear) { patterns(&["[0-9]{4}"]) };
    Name(String) { patterns(&[r"[\i--[:]][\c--[:]]*\\"]) };
    Flag(bool) { patterns(&["true|false"]) };
    Told(String) { patterns(&["[a-z]+", r"[^\n\r]{1,3}"]), described(&["[a-z]+", ".{1,3}"]) };
    Strict(String) { patterns(&["[0-9]{4}"]) } reading;
    StrictLevel(u8) { maximum("9"), patterns(&["[0-9]{2}"]) } reading;
}

/// What is said of a text that is no value of the type.
fn said<T: std::str::FromStr<Err: std::fmt::Debug>, C>(
    text: &str,
    make: fn(T) -> Result<C, runtime::OutOfLimits>,
) -> Option<String> {
    make(text.parse().expect("a plain value")).err().map(|error| error.to_string())
}

macro_rules! refuses {
    ($($name:ident($ty:ty): $($good:literal)* ; $($bad:literal $why:literal)*,)*) => { $(
        $(assert_eq!(said::<$ty, _>($good, $name::try_new), None, "{}", $good);)*
        $({
            let said = said::<$ty, _>($bad, $name::try_new).expect($bad);
            assert!(said.contains($why), "{}: {said}", $bad);
        })*
    )* };
}

#[test]
fn what_is_made_is_checked() {
    refuses! {
        Code(String): "AB" "ABC" ; "A" "1 long, and 2 is the least" "ABCD" "3 is the most" "ab" "`[A-Z]*`" "AX" "`[^X]*`",
    }
}

#[test]
fn lengths_and_patterns() {
    refuses! {
        Word(String): "abc" " a\n b " "äöü" ; "abcd" "3 is the most" "a1" "pattern",
        Key(Hex): "00ff" "00FF" ; "00" "it is 1 long" "000000" "it is 3 long",
        Blob(Base64): "YWJj" "YW Jj" "" ; "YWJjZA==" "it is 4 long",
        Year(GYear): "2000" ; "2000Z" "pattern" "12000" "pattern",
        Name(String): "a-1\\" "é\\" ; "1a\\" "pattern" "a:b\\" "pattern" "a" "pattern",
        Flag(bool): "true" ;,
        Told(String): "abc" ; "A" "pattern `[a-z]+`" "abcd" "pattern `.{1,3}`",
    }
}

#[test]
fn ranges_and_digits() {
    refuses! {
        Level(u8): "1" "9" ; "0" "at least 1" "10" "at most 9",
        Huge(Integer): "0" "-99999999999999999999" "+00099999999999999999999" ;
            "100000000000000000000" "less than" "-100000000000000000000" "more than" "-200000000000000000000" "more than",
        Price(Decimal): "0.01" "99.9" "099.900" "12.30" ;
            "0" "more than 0" "-0.0" "more than 0" "-1" "more than 0" "99.91" "at most" "100" "at most"
            "1.234" "3 digits behind the point" "0.001" "3 digits",
        Share(Double): "0" "0.5" "-0" ; "1" "less than 1" "-1e-300" "at least 0" "INF" "less than 1",
        Day(Date): "2000-01-01" "2000-06-30" "2000-12-31" "2000-01-01Z" ;
            "1999-12-31" "at least" "1999-01-01Z" "at least" "2001-01-01" "at most",
        Moment(DateTime): "2000-01-01T01:00:00+01:00" "1999-12-31T10:00:01" "2000-01-02T00:00:00" ;
            "2000-01-01T00:59:59+01:00" "at least" "1999-12-31T09:59:59" "at least",
        Noon(Time): "10:59:59Z" ; "11:00:00Z" "less than",
        // Without a zone it is a day between the farthest zones: before the end, at it, or behind it in all of them.
        Past(Date): "2020-12-31Z" "2020-12-31" "2021-01-01" ; "2022-01-01" "less than" "2021-01-02" "less than",
    }
    assert!(said::<Decimal, _>("12.345", Price::try_new).is_some());
}

#[test]
fn a_value_is_what_it_is_around() {
    let code = Code::try_new("AB").unwrap();
    assert_eq!((code.get().as_str(), code.len(), code.to_string()), ("AB", 2, "AB".to_owned()));
    assert_eq!(String::from(code.clone()), "AB");
    assert_eq!(Code::try_from("AB".to_owned()), Ok(code.clone()));
    assert_eq!(code.into_inner(), "AB");
    let said = Code::try_new("a".repeat(1000)).unwrap_err().to_string();
    assert!(said.starts_with("\"aaaa") && said.len() < 120, "{said}");
}

#[derive(Clone, Debug, PartialEq)]
struct Thing {
    code: Option<Code>,
    level: Vec<Level>,
    strict: Option<Strict>,
    number: Option<StrictLevel>,
}
xml::record! { Thing {
    code: optional attribute "" "code", level: many element "" "level", strict: optional element "" "strict",
    number: optional element "" "number",
} }
xml::root!(Thing, "", "thing");
runtime::json::record! { Thing {
    code: optional "code", level: many "level", strict: optional "strict", number: optional "number",
} }

#[test]
fn what_is_read_is_refused_only_where_that_is_asked_for() {
    let thing: Thing = xml::from_str("<thing code='much too long'><level>200</level></thing>").unwrap();
    let code = thing.code.as_ref().unwrap();
    assert_eq!(code.get(), "much too long");
    assert!(code.check().is_err() && thing.level[0].check().is_err());
    let text = runtime::json::to_string(&thing).unwrap();
    assert_eq!(text, r#"{"code":"much too long","level":[200]}"#);
    assert_eq!(runtime::json::from_slice::<Thing>(text.as_bytes()).unwrap(), thing);

    assert!(xml::from_str::<Thing>("<thing><strict>2000</strict><number>09</number></thing>").is_ok());
    let error = xml::from_str::<Thing>("<thing>\n <strict>20</strict></thing>").unwrap_err().to_string();
    assert_eq!(
        error,
        "`thing/strict`: \"20\" is no Strict: it does not fit the pattern `[0-9]{4}` at line 2 column 21"
    );
    // It is the text that fits a pattern, and not what is written for the number.
    let error = xml::from_str::<Thing>("<thing><number>9</number></thing>").unwrap_err().to_string();
    assert!(error.contains("`[0-9]{2}`"), "{error}");
    let error = runtime::json::from_slice::<Thing>(br#"{"strict": "20"}"#).unwrap_err().to_string();
    assert!(error.starts_with("`strict`: \"20\" is no Strict"), "{error}");
}

/// A union of a checked type and text: what does not fit is text.
#[derive(Clone, Debug, PartialEq)]
pub enum CodeOrText {
    Code(Code),
    Text(String),
}
xml::union! { CodeOrText { Code(Code), Text(String) } }

#[test]
fn a_union_takes_a_checked_type_for_what_fits_it() {
    use runtime::xml::XmlText;
    let read = |text| CodeOrText::from_text(text, &xml::Scope::EMPTY).unwrap();
    assert_eq!(read("AB"), CodeOrText::Code(Code::try_new("AB").unwrap()));
    assert_eq!(read("too long"), CodeOrText::Text("too long".to_owned()));
}

#[derive(Clone, Debug, PartialEq)]
pub struct Few(Vec<i32>);
runtime::checked! { Few(Vec<i32>) { min_length(1), max_length(3), patterns(&["[0-9]+( [0-9]+)*"]), collapsed() } list }

#[derive(Clone, Debug, PartialEq)]
pub struct ShortText(CodeOrText);
runtime::checked! { ShortText(CodeOrText) { patterns(&[".{1,5}"]) } union reading }

#[test]
fn lists_are_as_long_as_they_have_items() {
    use runtime::xml::XmlText;
    let few = Few::try_new(vec![1, 200, 3]).unwrap();
    assert_eq!((few.len(), few.get()[1]), (3, 200));
    let said = |items: &[i32]| Few::try_new(items).unwrap_err().to_string();
    assert!(said(&[]).contains("0 long, and 1 is the least"), "{}", said(&[]));
    assert!(said(&[1, 2, 3, 4]).contains("\"1 2 3 4\" is no Few: it is 4 long, and 3 is the most"));
    assert!(said(&[-1]).contains("does not fit the pattern"));
    // Reading takes what comes.
    let read = Few::from_text(" 1\n2 3 4 ", &xml::Scope::EMPTY).unwrap();
    assert!(read.check().is_err() && !read.is_known());
    assert_eq!(read.into_inner(), [1, 2, 3, 4]);
}

#[test]
fn unions_are_measured_by_their_text() {
    use runtime::xml::XmlText;
    assert!(ShortText::try_new(CodeOrText::Text("short".to_owned())).is_ok());
    let error = ShortText::try_new(CodeOrText::Text("too long".to_owned())).unwrap_err().to_string();
    assert_eq!(error, "\"too long\" is no ShortText: it does not fit the pattern `.{1,5}`");
    let read = |text| ShortText::from_text(text, &xml::Scope::EMPTY);
    assert_eq!(read("AB").unwrap().get(), &CodeOrText::Code(Code::try_new("AB").unwrap()));
    assert!(read("too long").is_err());
}
