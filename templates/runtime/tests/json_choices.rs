//! Choices: which alternative a value is read as, by its shape or by its tag, and what is written of it.
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use runtime::json::{self, Json};
use runtime::scalar::{Base64, Base64Url, Decimal, Duration, Rfc1123, UnixTime};
use time::OffsetDateTime;

fn read<T: Json>(text: &str) -> T {
    json::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[derive(Clone, Debug, PartialEq)]
struct Short {
    kind: Option<String>,
}
json::record! { Short { kind: optional "kind" } }

#[derive(Clone, Debug, PartialEq)]
struct Long {
    kind: Option<String>,
    more: Option<json::Value>,
}
json::record! { Long { kind: optional "kind", more: optional "more" } }

#[derive(Clone, Debug, PartialEq)]
enum Sized {
    Short(Short),
    Long(Long),
}
json::untagged! { Sized { Short(Short), Long(Long) } }

#[derive(Clone, Debug, PartialEq)]
struct Far {
    far: Option<i64>,
}
json::record! { Far { far: optional "far" } }

#[derive(Clone, Debug, PartialEq)]
enum Within {
    Sized(Sized),
    Far(Far),
}
json::untagged! { Within { Sized(Sized), Far(Far) } }

#[test]
fn a_union_takes_the_variant_that_keeps_all_members() {
    let read = |text: &str| json::from_slice::<Sized>(text.as_bytes()).unwrap();
    assert!(matches!(read(r#"{"kind":"a"}"#), Sized::Short(_)));
    assert!(matches!(read(r#"{"kind":"a","more":1}"#), Sized::Long(_)));
    // None knows it: the first of those that keep the most.
    assert!(matches!(read(r#"{"kind":"a","other":1}"#), Sized::Short(_)));
    assert!(matches!(read(r#"{"kind":"a","more":1,"other":1}"#), Sized::Long(_)));
    let read_within = |text: &str| json::from_slice::<Within>(text.as_bytes()).unwrap();
    assert!(matches!(read_within(r#"{"kind":"a","more":1,"other":1}"#), Within::Sized(Sized::Long(_))));
    assert!(matches!(read_within(r#"{"far":1,"other":1}"#), Within::Far(_)));
    // What lets anything in keeps `null` apart from absence.
    for text in [r#"{"kind":"a","more":null}"#, r#"{"kind":"a","more":[null]}"#] {
        assert_eq!(json::to_string(&read(text)).unwrap(), text);
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Wide {
    of: Option<Long>,
}
json::record! { Wide { of: optional "of" } }

#[derive(Clone, Debug, PartialEq)]
struct Narrow {
    of: Option<Short>,
}
json::record! { Narrow { of: optional "of" } }

#[derive(Clone, Debug, PartialEq)]
enum Deep {
    Narrow(Narrow),
    Wide(Wide),
}
json::untagged! { Deep { Narrow(Narrow), Wide(Wide) } }

#[test]
fn members_deep_in_a_value_count_as_well() {
    for text in [r#"{"of":{"kind":"a","more":1}}"#, r#"{"of":{"kind":"a"}}"#] {
        let value: Vec<Deep> = json::from_slice(format!("[{text},{text}]").as_bytes()).unwrap();
        assert_eq!(json::to_string(&value).unwrap(), format!("[{text},{text}]"));
    }
    let value: Deep = json::from_slice(br#"{"of":{"kind":"a","more":1,"other":2}}"#).unwrap();
    assert!(matches!(value, Deep::Wide(_)));
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Colour {
    Red,
    Blue,
    Unknown(String),
}
runtime::string_enum! { Colour { Red = "red", Blue = "blue" } open }

#[derive(Clone, Debug, PartialEq)]
struct Painted {
    colour: Option<Colour>,
    of: Option<Wide>,
}
json::record! { Painted { colour: optional "colour", of: optional "of" } }

#[derive(Clone, Debug, PartialEq)]
struct Listed {
    of: Option<Deeper>,
    all: Vec<Short>,
}
json::record! { Listed { of: optional "of", all: required "all" } }

#[derive(Clone, Debug, PartialEq)]
struct Deeper {
    of: Option<Far>,
}
json::record! { Deeper { of: optional "of" } }

#[derive(Clone, Debug, PartialEq)]
enum Mixture {
    Far(Far),
    Listed(Listed),
    Painted(Painted),
    Several(json::Value),
}
json::untagged! { Mixture { Listed(Listed), Far(Far), Painted(Painted) } closed several }

#[test]
fn an_object_of_several_variants_at_once_keeps_the_members_of_all() {
    let read = |text: &str| json::from_slice::<Mixture>(text.as_bytes()).unwrap();
    assert!(matches!(read(r#"{"far":1}"#), Mixture::Far(_)));
    assert!(matches!(read(r#"{"colour":"red"}"#), Mixture::Painted(_)));
    for text in [
        r#"{"far":1,"colour":"red"}"#,
        r#"{"all":[],"far":1}"#,
        // Deep in a value, too, and with what nobody knows.
        r#"{"of":{"of":{"far":1,"kind":"a"}},"all":[]}"#,
        r#"{"far":1,"colour":"blue","nobody":[null]}"#,
    ] {
        let value = read(text);
        assert!(matches!(value, Mixture::Several(_)), "{text}: {value:?}");
        assert_eq!(json::to_string(&value).unwrap(), text);
    }
    // What only nobody knows makes no several, nor does a member of a variant that the value is not of.
    assert!(matches!(read(r#"{"far":1,"nobody":2}"#), Mixture::Far(_)));
    assert!(matches!(read(r#"{"far":1,"all":2}"#), Mixture::Far(_)));
    assert!(matches!(read(r#"{"far":1,"colour":"green"}"#), Mixture::Far(_)));
    assert!(json::from_slice::<Mixture>(b"[1]").is_err());
}

/// Unions of a scalar and something wider, and what is read comes back.
macro_rules! pairs {
    ($($name:ident { $($variant:ident($ty:ty)),* }: $($chosen:ident $text:expr),*;)*) => { $(
        #[derive(Clone, Debug, PartialEq)]
        enum $name { $($variant($ty)),* }
        json::untagged! { $name { $($variant($ty)),* } }
        for text in [$(($text, stringify!($chosen))),*] {
            let value: $name = read(text.0);
            assert!(format!("{value:?}").starts_with(&format!("{}(", text.1)), "{}: {value:?}", text.0);
            // The first of each pair may spell what it holds in another way that says the same.
            if text.1 == "Text" || text.1 == "Wide" {
                assert_eq!(json::to_string(&value).unwrap(), text.0);
            }
        }
    )* };
}

#[test]
fn a_union_takes_the_variant_that_gives_the_value_back() {
    pairs! {
        IdOrText { Id(uuid::Uuid), Text(String) }:
            Id r#""6ba7b810-9dad-11d1-80b4-00c04fd430c8""#, Id r#""6BA7B810-9DAD-11D1-80B4-00C04FD430C8""#,
            Text r#""6ba7b8109dad11d180b400c04fd430c8""#, Text r#""{6ba7b810-9dad-11d1-80b4-00c04fd430c8}""#,
            Text r#""urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8""#;
        BytesOrText { Bytes(Base64), Text(String) }:
            Bytes r#""aGk=""#, Text r#""aGk""#, Text r#""ab cd""#, Text r#""QR==""#, Text r#""aGk=\n""#;
        UrlOrText { Bytes(Base64Url), Text(String) }: Bytes r#""aGk""#, Text r#""aGk=""#;
        AtOrText { At(OffsetDateTime), Text(String) }:
            At r#""2024-01-02T03:04:05Z""#, At r#""2024-01-02t03:04:05.100z""#, At r#""2024-01-02T03:04:05.000+00:00""#,
            At r#""2024-01-02T03:04:05-05:00""#, Text r#""2024-01-02 03:04:05Z""#,
            // A leap second, and digits behind the nanoseconds, have no place in the type.
            Text r#""2016-12-31T23:59:60Z""#, Text r#""2024-01-02T03:04:05.1234567891Z""#;
        TimeOrText { At(time::Time), Text(String) }: At r#""03:04:05.50""#, Text r#""03:04:05Z""#;
        HttpOrText { At(Rfc1123), Text(String) }:
            At r#""Tue, 02 Jan 2024 03:04:05 GMT""#, Text r#""Tuesday, 02-Jan-24 03:04:05 GMT""#;
        SpanOrText { Span(Duration), Text(String) }: Span r#""PT60S""#;
        Floats { Narrow(f32), Wide(f64) }:
            Narrow "0.1", Narrow "1.50", Narrow "1", Narrow "1e3", Narrow "-0.0", Narrow "16777216",
            Wide "0.1234567890123", Wide "16777217.0", Wide "1e+300";
        Numbers { Int(i32), Narrow(f32), Wide(f64) }:
            Int "1", Int "1.0", Wide "16777217.5", Narrow "0.5", Wide "3000000001.0";
        Exact { Float(f64), Wide(Decimal) }:
            Float "0.30000000000000004", Wide "9007199254740993", Wide "0.12345678901234567890", Float "1.7e308", Wide "1e400";
        ClockOrNumber { Clock(UnixTime), Wide(Decimal) }:
            Clock "1700000000.5", Clock "1.7e9", Wide "1700000000.1234567891";
    }
    // However deep; and a member that is kept is worth more than how others are spelled.
    let texts = |text: &str| json::to_string(&read::<Owners>(text)).unwrap();
    for text in
        [r#"{"id":"6ba7b8109dad11d180b400c04fd430c8"}"#, r#"{"id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","name":"n"}"#]
    {
        assert_eq!(texts(text), text);
    }
    let both = r#"{"id":"6ba7b8109dad11d180b400c04fd430c8","name":"n"}"#;
    assert_eq!(texts(both), r#"{"id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","name":"n"}"#);
    // Alone, the reading is as lenient as ever.
    assert_eq!(json::to_string(&read::<Base64>(r#""ab cd""#)).unwrap(), r#""abcd""#);
}

#[derive(Clone, Debug, PartialEq)]
struct ById {
    id: uuid::Uuid,
    name: Option<String>,
}
json::record! { ById { id: required "id", name: optional "name" } }

#[derive(Clone, Debug, PartialEq)]
struct ByText {
    id: String,
}
json::record! { ByText { id: required "id" } }

#[derive(Clone, Debug, PartialEq)]
enum Owners {
    ById(ById),
    ByText(ByText),
}
json::untagged! { Owners { ById(ById), ByText(ByText) } }

#[derive(Clone, Debug, PartialEq)]
struct Left {
    next: Option<Box<Way>>,
}
json::record! { Left { next: optional "next" } }

#[derive(Clone, Debug, PartialEq)]
struct Right {
    next: Option<Box<Way>>,
}
json::record! { Right { next: optional "next" } }

#[derive(Clone, Debug, PartialEq)]
enum Way {
    Left(Left),
    Right(Right),
}
json::untagged! { Way { Left(Left), Right(Right) } }

#[test]
fn a_value_that_can_be_read_in_endless_ways_comes_to_an_end() {
    let nested = |inner: &str| format!("{}{inner}{}", r#"{"next":"#.repeat(60), "}".repeat(60));
    // Wrong at its heart: each choice on the way in could be another one.
    let error = json::from_slice::<Way>(nested("7").as_bytes()).unwrap_err().to_string();
    assert!(error.contains("none of the possible types"), "{error}");
    // What is lost there is lost whichever it is.
    let value: Way = json::from_slice(nested(r#"{"other":1}"#).as_bytes()).unwrap();
    assert_eq!(json::to_string(&value).unwrap(), nested("{}"));
    let value: Way = json::from_slice(nested("{}").as_bytes()).unwrap();
    assert_eq!(json::to_string(&value).unwrap(), nested("{}"));
}

#[derive(Clone, Debug, PartialEq)]
enum Trigger {
    Click(Short),
}
json::tagged! { Trigger by "kind" { Click(Short) = "click" | "hover" } closed }

#[test]
fn of_several_tags_the_one_that_was_read_is_written() {
    for text in [r#"{"kind":"click"}"#, r#"{"kind":"hover"}"#] {
        let value: Trigger = json::from_slice(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&value).unwrap(), text);
    }
    let made = Trigger::Click(Short { kind: None });
    assert_eq!(json::to_string(&made).unwrap(), r#"{"kind":"click"}"#);
}

#[derive(Clone, Debug, PartialEq)]
enum Graded {
    Far(Far),
    Unknown(json::Value),
}
json::tagged! { Graded by_value "grade" { Far(Far) = "1" } open }

/// JSON does not tell `1.0` from `1`.
#[test]
fn tags_that_are_whole_numbers_may_be_spelled_as_floats() {
    for text in [r#"{"grade":1,"far":2}"#, r#"{"grade":1.0,"far":2}"#, r#"{"far":2,"grade":1e0}"#] {
        let read: Graded = serde_json::from_str(text).unwrap();
        assert_eq!(read, Graded::Far(Far { far: Some(2) }), "{text}");
        assert_eq!(serde_json::to_string(&read).unwrap(), r#"{"grade":1,"far":2}"#);
    }
    let other = r#"{"grade":1.5,"far":2}"#;
    assert!(matches!(serde_json::from_str(other).unwrap(), Graded::Unknown(_)));
}

#[derive(Clone, Debug, PartialEq)]
struct Link {
    kind: Option<String>,
    next: Option<Box<Chain>>,
}
json::record! { Link { kind: optional "kind", next: optional "next" } }
#[derive(Clone, Debug, PartialEq)]
enum Chain {
    Link(Link),
}
json::tagged! { Chain by "kind" { Link(Link) = "link" | "Link" } closed }

/// To know which of two tags a value has, its other members are not written: at each depth that would be twice the work.
#[test]
fn tags_of_values_within_values_are_looked_up_once() {
    let text =
        (0..100).fold(r#"{"kind":"Link"}"#.to_owned(), |inner, _| format!(r#"{{"kind":"Link","next":{inner}}}"#));
    let value: Chain = json::from_slice(text.as_bytes()).unwrap();
    assert_eq!(json::to_string(&value).unwrap(), text);
}

/// The one value of a constant member.
#[derive(Clone, Debug, Default, PartialEq)]
struct TwoPointOh;
impl Json for TwoPointOh {
    fn read<'de, D: json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        match String::read(d)?.as_str() {
            "2.0" => Ok(TwoPointOh),
            other => Err(serde::de::Error::custom(format_args!("expected 2.0, found {other}"))),
        }
    }
    fn write<S: json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str("2.0")
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Versioned {
    version: TwoPointOh,
    n: i64,
}
json::record! { Versioned { version: constant(Default::default) "version", n: required "n" } }
#[derive(Clone, Debug, PartialEq)]
struct Plain {
    n: i64,
}
json::record! { Plain { n: required "n" } }
#[derive(Clone, Debug, PartialEq)]
enum MaybeVersioned {
    Versioned(Versioned),
    Plain(Plain),
}
json::untagged! { MaybeVersioned { Versioned(Versioned), Plain(Plain) } }

/// A constant that is not there is filled in, but where another type does without it, that is the one.
#[test]
fn a_constant_that_is_absent_speaks_against_its_type() {
    for text in [r#"{"n":1}"#, r#"{"version":"2.0","n":1}"#] {
        let value: MaybeVersioned = json::from_slice(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&value).unwrap(), text);
    }
    let alone: Versioned = json::from_slice(br#"{"n":1}"#).unwrap();
    assert_eq!(json::to_string(&alone).unwrap(), r#"{"version":"2.0","n":1}"#);
}
