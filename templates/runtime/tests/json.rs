//! The JSON wire: every kind of member, unions, numbers, times, and what errors say.
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use runtime::json::{self, IndexMap, Json};
use runtime::scalar::{Base64, Decimal, Duration, Hex, Integer, Rfc1123, UnixTime};
use time::OffsetDateTime;
use time::macros::datetime;

#[derive(Clone, Debug, Default, PartialEq)]
struct Leaf {
    name: String,
    at: Option<OffsetDateTime>,
}
json::record! { Leaf { name: required "name", at: optional "at" } }

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
struct Kinds {
    a: i32,
    b: Option<String>,
    c: Option<String>,
    d: Option<Option<i64>>,
    e: TwoPointOh,
    f: Vec<u8>,
    g: Option<i32>,
    h: Option<i32>,
    i: Option<String>,
    j: Option<String>,
    rest: IndexMap<String, serde_json::Value>,
    leaves: Option<Vec<Leaf>>,
}
json::record! {
    Kinds {
        a: required "a",
        b: optional "b",
        c: nullable "c",
        d: maybe "d",
        e: constant(Default::default) "e",
        f: many "f",
        g: read_only required "g",
        h: read_only optional "h",
        i: write_only required "i",
        j: write_only optional "j",
        leaves: optional "leaves",
    } rest rest
}

/// More fields than two tuples have.
#[derive(Clone, Debug, PartialEq)]
#[rustfmt::skip]
struct ManyFields {
    a0: i32, a1: Option<i32>, a2: i32, a3: i32, a4: i32, a5: i32, a6: i32, a7: i32, a8: i32, a9: i32, a10: i32, a11: i32,
    b0: i32, b1: Option<i32>, b2: i32, b3: i32, b4: i32, b5: i32, b6: i32, b7: i32, b8: i32, b9: i32, b10: i32, b11: i32,
    c0: String, c1: Option<Option<bool>>,
}
json::record! { ManyFields {
    a0: required "a0", a1: optional "a1", a2: required "a2", a3: required "a3", a4: required "a4", a5: required "a5",
    a6: required "a6", a7: required "a7", a8: required "a8", a9: required "a9", a10: required "a10", a11: required "a11",
    b0: required "b0", b1: optional "b1", b2: required "b2", b3: required "b3", b4: required "b4", b5: required "b5",
    b6: required "b6", b7: required "b7", b8: required "b8", b9: required "b9", b10: required "b10", b11: required "b11",
    c0: required "c0", c1: maybe "c1",
} }

#[derive(Clone, Debug, PartialEq)]
struct Nothing {}
json::record! { Nothing {} }

#[derive(Clone, Debug, PartialEq)]
struct Cat {
    lives: i32,
    price: Option<Decimal>,
    friend: Option<Box<Pet>>,
}
json::record! { Cat { lives: required "lives", price: optional "price", friend: optional "friend" } }
#[derive(Clone, Debug, PartialEq)]
struct Dog {
    pet_type: String,
    barks: bool,
}
json::record! { Dog { pet_type: required "petType", barks: required "barks" } }
#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Unknown(json::Value),
}
json::tagged! { Pet by "petType" { Cat(Cat) = "cat" | "Cat", Dog(Dog) = "dog" } open }
#[derive(Clone, Debug, PartialEq)]
enum Closed {
    Cat(Box<Cat>),
    Dog(Dog),
}
json::tagged! { Closed by "petType" { Cat(Box<Cat>) = "cat", Dog(Dog) = "dog" } closed }

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Number(Integer),
    Dog(Dog),
    Leaf(Leaf),
    List(Vec<Either>),
    Text(String),
}
json::untagged! { Either { Number(Integer), Dog(Dog), Leaf(Leaf), List(Vec<Either>), Text(String) } }
#[derive(Clone, Debug, PartialEq)]
enum Loose {
    Dog(Dog),
    Unknown(json::Value),
}
json::untagged! { Loose { Dog(Dog) } open }

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum State {
    Active,
    Plus,
    Unknown(String),
}
runtime::string_enum! { State { Active = "active", Plus = "+1" } open }
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Strict {
    On,
    Off,
}
runtime::string_enum! { Strict { On = "on", Off = "off" } closed }
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Level {
    Down,
    Up,
    Unknown(i32),
}
runtime::int_enum! { Level: i32 { Down = -1, Up = 1 } open }
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Bit {
    Zero,
    One,
}
runtime::int_enum! { Bit: u8 { Zero = 0, One = 1 } closed }

fn read<T: Json>(text: &str) -> T {
    json::from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn fault<T: Json + std::fmt::Debug>(text: &str) -> String {
    match json::from_slice::<T>(text.as_bytes()) {
        Ok(value) => panic!("{text} was read as {value:?}"),
        Err(error) => error.to_string(),
    }
}

/// Reads as `T`, and writes the same text.
fn same<T: Json>(text: &str) {
    becomes::<T>(text, text);
}

fn becomes<T: Json>(text: &str, written: &str) {
    assert_eq!(json::to_string(&read::<T>(text)).unwrap(), written, "from {text}");
}

#[test]
fn records_of_many_fields() {
    let members = |names: &[&str]| names.iter().map(|name| format!("{name:?}:{}", &name[1..])).collect::<Vec<_>>();
    let a = ["a0", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11"];
    let b = ["b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11"];
    let of = |a: &[String], b: &[String]| format!("{{{},{},\"c0\":\"x\",\"c1\":null}}", a.join(","), b.join(","));
    let (a, mut b) = (members(&a), members(&b));
    let in_order = of(&a, &b);
    same::<ManyFields>(&in_order);
    b.reverse();
    becomes::<ManyFields>(&of(&b, &a), &in_order);
    b.pop();
    assert_eq!(fault::<ManyFields>(&of(&a, &b)), "missing field `b0` at line 1 column 182");
    b.push("\"b0\":true".to_owned());
    let said = fault::<ManyFields>(&of(&a, &b));
    assert!(said.starts_with("`b0`: invalid type: boolean `true`"), "{said}");
}

#[test]
fn members_of_every_kind() {
    let full = r#"{"a":1,"b":"x","c":null,"d":null,"e":"2.0","f":[1],"g":2,"h":3,"i":"s","j":"t","z":[1.50],"leaves":[{"name":"n","at":"2017-02-28T10:00:00.1234567+02:00"}]}"#;
    becomes::<Kinds>(
        full,
        r#"{"a":1,"b":"x","c":null,"d":null,"e":"2.0","f":[1],"i":"s","j":"t","leaves":[{"name":"n","at":"2017-02-28T10:00:00.1234567+02:00"}],"z":[1.50]}"#
            .replace("1.50", if json_keeps_digits() { "1.50" } else { "1.5" })
            .as_str(),
    );
    assert!(fault::<Kinds>(r#"{"c":"y","a":-1,"e":null}"#).starts_with("`e`: "));
    let least: Kinds = read(r#"{"c":"y","a":-1}"#);
    assert_eq!(
        least,
        Kinds {
            a: -1,
            b: None,
            c: Some("y".into()),
            d: None,
            e: TwoPointOh,
            f: Vec::new(),
            g: None,
            h: None,
            i: None,
            j: None,
            rest: IndexMap::new(),
            leaves: None
        }
    );
    assert_eq!(json::to_string(&least).unwrap(), r#"{"a":-1,"c":"y","e":"2.0"}"#);
    let null: Kinds = read(r#"{"a":1,"b":null,"c":null,"d":null,"g":null,"leaves":null}"#);
    assert_eq!((null.b, null.c, null.d, null.g, null.leaves), (None, None, Some(None), None, None));
    assert_eq!(read::<Leaf>(r#"{"name":"first","name":"last","other":{"a":[1,{}]}}"#).name, "last");
    same::<Nothing>("{}");
    becomes::<Nothing>(r#"{"a":1}"#, "{}");
    // Through serde's own front door.
    let leaf: Leaf = serde_json::from_str(r#"{"name":"n"}"#).unwrap();
    assert_eq!(serde_json::to_value(&leaf).unwrap(), serde_json::json!({"name": "n"}));
}

/// Whether serde_json is built so that a number keeps its text (another crate of the workspace may ask for it).
fn json_keeps_digits() -> bool {
    serde_json::from_str::<serde_json::Value>("1.50").unwrap() != serde_json::json!(1.5)
}

#[test]
fn errors_say_where() {
    let cases: &[(String, &str)] = &[
        (fault::<Leaf>(r#"{"at":null}"#), "missing field `name` at line 1 column 11"),
        (
            fault::<Kinds>("{\"a\":1,\"c\":null,\n\"leaves\":[{\"name\":\"a\"},{\"name\":5}]}"),
            "`leaves[1].name`: invalid type: integer `5`, expected a string at line 2 column 32",
        ),
        (
            fault::<Kinds>(r#"{"a":1,"c":null,"leaves":[{"name":"a","at":"yesterday"}]}"#),
            "`leaves[0].at`: expected a date-time of RFC 3339, found \"yesterday\" at line 1 column 55",
        ),
        (
            fault::<Vec<i32>>("[1,2,3000000000]"),
            "`[2]`: invalid value: integer `3000000000`, expected a whole number (i32) at line 1 column 15",
        ),
        (
            fault::<IndexMap<String, bool>>(r#"{"x":{"y":1}}"#),
            "`x`: invalid type: map, expected a boolean at line 1 column 5",
        ),
        (fault::<Leaf>(r#"{"name":"n"} x"#), "trailing characters at line 1 column 14"),
        (fault::<Leaf>(r#"{"name":"n""#), "EOF while parsing an object at line 1 column 11"),
        (fault::<Leaf>("[]"), "invalid type: sequence, expected an object at line 1 column 0"),
        (fault::<Closed>(r#"{"petType":"cow"}"#), "`petType`: unknown type `cow`, expected one of `cat`, `dog`"),
        (fault::<Closed>(r#"{}"#), "missing field `petType`, which says the type: one of `cat`, `dog`"),
        (fault::<Strict>(r#""On""#), "unknown Strict `On`, expected one of `on`, `off`"),
        (
            fault::<Vec<Pet>>(r#"[{"petType":"cat","lives":9,"friend":{"petType":"dog","barks":"loud"}}]"#),
            "`[0].friend.barks`: invalid type: string \"loud\", expected a boolean at line 1 column 71",
        ),
        (
            fault::<Either>(r#"{"barks":1}"#),
            "the value fits none of the possible types; Number: another kind of value, or required members are missing; \
             Dog: another kind of value, or required members are missing; Leaf: another kind of value, or required \
             members are missing; List: another kind of value, or required members are missing; Text: another kind of \
             value, or required members are missing",
        ),
    ];
    let wrong: Vec<_> = cases.iter().filter(|(found, expected)| found != expected).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn unions() {
    same::<Pet>(
        r#"{"petType":"cat","lives":9,"price":12.3400000000000000000000001,"friend":{"petType":"dog","barks":true}}"#,
    );
    becomes::<Pet>(r#"{"lives":9,"petType":"Cat"}"#, r#"{"petType":"cat","lives":9}"#);
    same::<Pet>(r#"{"petType":"cow","milk":[1,2]}"#);
    same::<Pet>(r#"{"milk":true}"#);
    assert!(matches!(read::<Pet>(r#"{"petType":null}"#), Pet::Unknown(_)));
    assert!(json::from_slice::<Pet>(b"[]").is_err());
    // The tag of the variant is right even where its own field says otherwise.
    let dog = Dog { pet_type: "wolf".into(), barks: false };
    assert_eq!(json::to_string(&Pet::Dog(dog)).unwrap(), r#"{"petType":"dog","barks":false}"#);
    same::<Either>("123456789012345678901234567890");
    same::<Either>(r#""text""#);
    same::<Either>(r#"[1,"2",{"petType":"x","barks":true},{"name":"leaf"}]"#);
    assert!(matches!(read::<Either>(r#"{"name":"leaf","barks":1}"#), Either::Leaf(_)));
    same::<Loose>(r#"{"anything":null}"#);
    // By way of a value, where the text is gone.
    let value: serde_json::Value = read(r#"{"petType":"cat","lives":1}"#);
    assert!(matches!(serde_json::from_value::<Pet>(value).unwrap(), Pet::Cat(Cat { lives: 1, .. })));
}

#[test]
fn enums() {
    same::<Vec<State>>(r#"["active","+1","Active",""]"#);
    assert_eq!(read::<State>(r#""gone""#), State::Unknown("gone".into()));
    assert_eq!(State::from("active"), State::Active);
    assert_eq!("on".parse::<Strict>().unwrap(), Strict::On);
    same::<Vec<Level>>("[-1,1,5]");
    same::<Vec<Bit>>("[0,1]");
    assert_eq!(fault::<Bit>("2"), "unknown Bit `2`, expected one of `0`, `1`");
    assert!(json::from_slice::<Bit>(b"256").is_err());
    assert_eq!(format!("{:>8}", State::Active), "  active");
}

#[test]
fn scalars() {
    same::<(i8, u64, f64, bool, String)>(r#"[-128,18446744073709551615,1.5,true,"é\n"]"#);
    becomes::<Vec<i64>>("[1.0,1e3,-0.0]", "[1,1000,0]");
    for (text, why) in [("1.5", "float"), ("128", "range"), ("\"1\"", "string"), ("null", "null"), ("1e300", "big")] {
        assert!(json::from_slice::<i8>(text.as_bytes()).is_err(), "{why}");
    }
    assert!(json::to_vec(&f64::NAN).is_err());
    // What is beyond the type is no infinite number.
    assert!(json::from_slice::<f32>(b"3.5e38").is_err());
    assert!(json::from_slice::<f32>(b"3.4e38").is_ok_and(f32::is_finite));
    assert!(json::to_vec(&vec![1.0, f64::INFINITY]).unwrap_err().to_string().contains("`[1]`"));
    for decimal in ["0.1", "1.0", "-0", "12345678901234567890.000", "1E+400", "\"1.10\"", "\"+1\"", "0"] {
        same::<Decimal>(decimal);
    }
    becomes::<Decimal>("1e-7", "1e-7");
    assert_eq!(json::to_string(&"+00.50".parse::<Decimal>().unwrap()).unwrap(), "0.50");
    assert_eq!(json::to_string(&".5".parse::<Decimal>().unwrap()).unwrap(), "0.5");
    assert_eq!(json::to_string(&"5.".parse::<Decimal>().unwrap()).unwrap(), "5");
    same::<Integer>("100000000000000000000000000");
    assert!(json::from_slice::<Integer>(b"1.5").is_err());
    // Whole all the same (JSON Schema 2020-12, 6.1.1); digits that nobody sent are not made without end.
    for (text, digits) in [("2.0", "2"), ("-12.50e1", "-125"), ("100000000000000000000e2", "10000000000000000000000")] {
        assert_eq!(json::from_slice::<Integer>(text.as_bytes()).unwrap().as_str(), digits);
    }
    for text in ["2.5e0", "1e-1", "1e401", "1e99999999999", "\"2.0\""] {
        assert!(json::from_slice::<Integer>(text.as_bytes()).is_err(), "{text}");
    }
    same::<Base64>("\"aGVsbG8=\"");
    becomes::<Base64>("\"aGVs\\r\\nbG8\"", "\"aGVsbG8=\"");
    assert!(json::from_slice::<Base64>(b"\"a-_=\"").is_err());
    becomes::<Hex>("\"00ff\"", "\"00FF\"");
    assert_eq!(format!("{:?}", Base64::from(&[1, 2, 255])), "Base64(3 bytes: 0102ff)");
    same::<Duration>("\"P1Y2M3DT4H5M6.70S\"");
    becomes::<UnixTime>("1500000000", "1500000000");
    becomes::<UnixTime>("1500000000.123456789", "1500000000.123456789");
    same::<Rfc1123>("\"Fri, 17 Feb 2017 00:00:00 GMT\"");
    same::<time::Date>("\"2016-02-29\"");
    same::<time::Time>("\"23:59:59.25\"");
    same::<uuid::Uuid>("\"67e55044-10b1-426f-9247-bb680e5fe0c8\"");
    same::<Vec<Option<i32>>>("[1,null]");
    same::<IndexMap<String, Vec<Option<OffsetDateTime>>>>(r#"{"b":[null,"2020-01-01T00:00:00Z"],"a":[]}"#);
    same::<()>("null");
    becomes::<Leaf>("\u{FEFF}{\"name\":\"\"}", "{\"name\":\"\"}");
    let deep = "[".repeat(100_000);
    assert!(json::from_slice::<serde_json::Value>(deep.as_bytes()).is_err());
    assert!(
        json::from_slice::<Pet>(format!("{}0", "{\"petType\":\"cat\",\"friend\":".repeat(10_000)).as_bytes()).is_err()
    );
    let chain = format!("{}null{}", "{\"petType\":\"cat\",\"lives\":1,\"friend\":".repeat(10_000), "}".repeat(10_000));
    assert!(json::from_slice::<Pet>(chain.as_bytes()).unwrap_err().to_string().contains("recursion limit"));
}

#[test]
fn date_times() {
    let cases = [
        ("2017-02-28T10:00:00Z", datetime!(2017-02-28 10:00 UTC)),
        ("2017-02-28t10:00:00z", datetime!(2017-02-28 10:00 UTC)),
        ("2017-02-28 10:00:00+00:00", datetime!(2017-02-28 10:00 UTC)),
        ("2017-02-28T10:00:00.1234567Z", datetime!(2017-02-28 10:00:00.1234567 UTC)),
        ("2017-02-28T10:00:00.123456789999Z", datetime!(2017-02-28 10:00:00.123456789 UTC)),
        ("2017-02-28T10:00:00-05:30", datetime!(2017-02-28 10:00 -5:30)),
    ];
    for (text, expected) in cases {
        assert_eq!(read::<OffsetDateTime>(&format!("\"{text}\"")), expected, "{text}");
    }
    for text in
        ["2017-02-30T10:00:00Z", "2017-02-28T10:00:00", "2017-02-28", "", "2017-02-28T25:00:00Z", "é017-02-28T1"]
    {
        assert!(json::from_slice::<OffsetDateTime>(format!("\"{text}\"").as_bytes()).is_err(), "{text}");
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Without {
    never: Option<json::Never>,
    a: Option<i64>,
}
json::record! { Without { never: optional "never", a: optional "a" } }

#[test]
fn what_may_not_be_there_is_an_error() {
    let value: Without = json::from_slice(br#"{"a":1}"#).unwrap();
    assert_eq!(json::to_string(&value).unwrap(), r#"{"a":1}"#);
    for text in [r#"{"never":1}"#, r#"{"never":{}}"#, r#"{"never":"x","a":1}"#] {
        let error = json::from_slice::<Without>(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("never") && error.contains("no value"), "{error}");
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Plain {
    n: i64,
}
json::record! { Plain { n: required "n" } }

#[derive(Clone, Debug, PartialEq)]
struct Carrier {
    data: json::InText<Plain>,
}
json::record! { Carrier { data: required "data" } }

#[test]
fn a_text_may_be_a_value_in_json() {
    let value: Carrier = json::from_slice(br#"{"data":"{ \"n\": 1 }"}"#).unwrap();
    assert_eq!(value.data.n, 1);
    assert_eq!(json::to_string(&value).unwrap(), r#"{"data":"{\"n\":1}"}"#);
    for text in [r#"{"data":"n"}"#, r#"{"data":"{\"n\":1} x"}"#, r#"{"data":{"n":1}}"#] {
        assert!(json::from_slice::<Carrier>(text.as_bytes()).unwrap_err().to_string().contains("data"), "{text}");
    }
}

/// The types of this module fit where serde is spoken, too.
#[test]
fn serde_by_the_json_form() {
    type Pairs = json::Open<(String, OffsetDateTime), f64>;
    let text = r#"["a","2020-01-02T03:04:05Z",1.5]"#;
    let open: Pairs = serde_json::from_str(text).unwrap();
    assert_eq!((open.items.0.as_str(), open.rest.as_slice()), ("a", [1.5].as_slice()));
    assert_eq!(serde_json::to_string(&open).unwrap(), text);
    let within: json::InText<Vec<i32>> = serde_json::from_str("\"[1,2]\"").unwrap();
    assert_eq!(serde_json::to_string(&within).unwrap(), "\"[1,2]\"");
    assert!(serde_json::from_str::<json::Never>("1").is_err());
}
