//! The XML wire of types that have a JSON wire too: lists that are not wrapped, maps, values of any kind, unions.
#![cfg(feature = "xml")]
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

use std::time::{Duration, Instant};

use indexmap::IndexMap;
use runtime::json::Value;
use runtime::xml::{self, AnyElement, FromXml, ToXml, WriteSettings, XmlRoot};
use serde_json::json;

#[derive(Clone, Debug, Default, PartialEq)]
struct Link {
    href: String,
}
xml::record! { Link { href: required element "" "href" } }

#[derive(Clone, Debug, Default, PartialEq)]
struct Lists {
    links: Vec<Link>,
    tags: Option<Vec<String>>,
    sizes: Option<Vec<Option<i32>>>,
    maybe: Option<Option<Vec<Link>>>,
    null: Option<Vec<i32>>,
    rows: Vec<Vec<Link>>,
    grid: Option<Vec<Vec<i32>>>,
    wrapped: Option<Option<Vec<Link>>>,
    list: Option<Vec<Link>>,
    pair: Option<(i32, Link)>,
}
xml::record! {
    Lists {
        links: required items "" "link",
        tags: optional items "urn:t" "tag",
        sizes: optional items "" "size",
        maybe: maybe items "" "maybe",
        null: nillable items "" "null",
        rows: required items "" "row",
        grid: optional items "" "line",
        wrapped: maybe wrapped "" "wrapped" "" "in",
        list: nillable wrapped "" "list" "" "in",
        pair: optional element "" "pair",
    }
}
xml::root!(Lists, "", "lists");

#[derive(Clone, Debug, Default, PartialEq)]
struct Sides {
    id: Option<i32>,
    unit: Option<Option<String>>,
    text: Option<Option<f64>>,
}
xml::record! { Sides { id: nillable attribute "" "id", unit: maybe attribute "" "unit", text: maybe text } }
xml::root!(Sides, "", "sides");

#[derive(Clone, Debug, Default, PartialEq)]
struct Theirs {
    id: Option<i32>,
    name: Option<Option<String>>,
    links: Option<Vec<Link>>,
    all: Option<Vec<Link>>,
    own: Option<i32>,
}
xml::record! {
    Theirs {
        id: optional read_only_attribute "" "id",
        name: maybe read_only_element "" "name",
        links: optional read_only_items "" "link",
        all: optional read_only_wrapped "" "all" "" "in",
        own: optional element "" "own",
    }
}
xml::root!(Theirs, "", "theirs");

#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    name: Option<String>,
    counts: Option<IndexMap<String, i32>>,
    lists: Option<IndexMap<String, Vec<String>>>,
    nulls: Option<IndexMap<String, Option<i32>>>,
    others: IndexMap<String, Link>,
}
xml::record! {
    Open {
        name: optional element "" "name",
        counts: optional element "" "counts",
        lists: optional element "" "lists",
        nulls: optional element "" "nulls",
        others: rest,
    }
}
xml::root!(Open, "", "open");

#[derive(Clone, Debug, Default, PartialEq)]
struct Free {
    any: Option<Value>,
    attribute: Option<Value>,
    others: IndexMap<String, Value>,
}
xml::record! {
    Free { any: optional element "" "any", attribute: optional attribute "" "attribute", others: rest }
}
xml::root!(Free, "", "free");

#[derive(Clone, Debug, PartialEq)]
struct Dog {
    name: String,
    bark: bool,
}
xml::record! { Dog { name: required element "" "name", bark: required element "" "bark" } }
#[derive(Clone, Debug, PartialEq)]
struct Cat {
    kind: Option<String>,
    name: String,
    age: Option<i32>,
}
xml::record! {
    Cat {
        name: required attribute "" "name",
        kind: optional element "urn:k" "kind",
        age: optional element "" "age",
    }
}
#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Dog(Dog),
    Cat(Box<Cat>),
    Unknown(AnyElement),
}
xml::tagged! { Pet by child "urn:k" "kind" { Dog(Dog) = "dog" | "Dog", Cat(Box<Cat>) = "cat" } open }
xml::root!(Pet, "", "pet");
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Link(Link),
    Dog(Dog),
}
xml::tagged! { Shape by attribute "" "is" { Link(Link) = "link", Dog(Dog) = "dog" } closed }
xml::root!(Shape, "", "shape");

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Dog(Dog),
    Links(IndexMap<String, Link>),
    Number(i32),
    Text(String),
}
xml::untagged! {
    Either {
        Dog(Dog) = parts "name" "bark",
        Number(i32) = text,
        Text(String) = text,
        Links(IndexMap<String, Link>) = any,
    } closed
}
xml::root!(Either, "", "either");
#[derive(Clone, Debug, PartialEq)]
enum OrOther {
    Link(Link),
    Unknown(Value),
}
xml::untagged! { OrOther { Link(Link) = parts "href" } open }
xml::root!(OrOther, "", "other");

/// A union of itself, of which every level fits two variants until the innermost fits none.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Left(Box<Branch>),
    Right(Box<Branch>),
    End(i32),
}
xml::untagged! { Tree { Left(Box<Branch>) = parts "n", Right(Box<Branch>) = parts "n", End(i32) = text } closed }
xml::root!(Tree, "", "n");
#[derive(Clone, Debug, PartialEq)]
struct Branch {
    n: Tree,
}
xml::record! { Branch { n: required element "" "n" } }

const PLAIN: WriteSettings<'static> =
    WriteSettings { declaration: false, indent: None, prefixes: &[], schema_locations: &[] };

fn write<T: XmlRoot + ToXml>(value: &T) -> String {
    xml::to_string_with(value, &PLAIN).unwrap()
}

fn read<T: XmlRoot + FromXml>(text: &str) -> T {
    xml::from_str::<T>(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Reads the text as the value, and writes the value as the text.
fn both<T: XmlRoot + FromXml + ToXml + PartialEq + std::fmt::Debug>(value: T, text: &str) {
    assert_eq!(write(&value), text);
    assert_eq!(read::<T>(text), value, "from {text}");
}

fn fault<T: XmlRoot + FromXml + std::fmt::Debug>(text: &str) -> String {
    match xml::from_str::<T>(text) {
        Ok(value) => panic!("{text} was read as {value:?}"),
        Err(error) => error.to_string(),
    }
}

fn link(href: &str) -> Link {
    Link { href: href.to_owned() }
}

fn map<T, const N: usize>(entries: [(&str, T); N]) -> IndexMap<String, T> {
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[test]
fn lists_without_a_wrapper() {
    both(Lists { list: Some(Vec::new()), ..Lists::default() }, "<lists><list/></lists>");
    let full = Lists {
        links: vec![link("a b"), link("c")],
        tags: Some(vec!["two words".to_owned(), String::new()]),
        sizes: Some(vec![Some(1), None]),
        maybe: Some(Some(vec![link("d")])),
        null: Some(vec![7, 8]),
        rows: vec![vec![link("e"), link("f")], Vec::new()],
        grid: Some(vec![vec![1, 2], vec![3]]),
        wrapped: Some(None),
        list: None,
        pair: Some((5, link("g"))),
    };
    both(
        full,
        "<lists xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><link><href>a b</href></link><link><href>c</href></link>\
         <tag xmlns=\"urn:t\">two words</tag><tag xmlns=\"urn:t\"/>\
         <size>1</size><size xsi:nil=\"true\"/>\
         <maybe><href>d</href></maybe><null>7</null><null>8</null>\
         <row><item><href>e</href></item><item><href>f</href></item></row><row/>\
         <line>1 2</line><line>3</line>\
         <wrapped xsi:nil=\"true\"/>\
         <list xsi:nil=\"true\"/>\
         <pair><item>5</item><item><href>g</href></item></pair></lists>",
    );
    // Items need not stand together; an empty list and none are the same.
    let mixed =
        read::<Lists>("<lists><link><href>a</href></link><x/><null>1</null><link><href>b</href></link></lists>");
    assert_eq!(mixed.links, [link("a"), link("b")]);
    assert_eq!((mixed.null, mixed.tags), (Some(vec![1]), None));
    let empty =
        Lists { tags: Some(Vec::new()), maybe: Some(Some(Vec::new())), list: Some(Vec::new()), ..Lists::default() };
    assert_eq!(write(&empty), "<lists><list/></lists>");
    assert!(fault::<Lists>("<lists><pair><item>5</item></pair></lists>").contains("ends before its item 2"));
}

#[test]
fn attributes_and_text_that_may_be_null() {
    both(Sides::default(), "<sides/>");
    both(
        Sides { id: Some(1), unit: Some(Some("m".to_owned())), text: Some(Some(2.5)) },
        "<sides id=\"1\" unit=\"m\">2.5</sides>",
    );
    assert_eq!(write(&Sides { unit: Some(None), text: Some(None), ..Sides::default() }), "<sides/>");
}

#[test]
fn what_is_read_only_is_not_sent() {
    let text = "<theirs id='1'><name>n</name><link><href>a</href></link><all><in><href>b</href></in></all><own>2</own></theirs>";
    let theirs = Theirs {
        id: Some(1),
        name: Some(Some("n".to_owned())),
        links: Some(vec![link("a")]),
        all: Some(vec![link("b")]),
        own: Some(2),
    };
    assert_eq!(read::<Theirs>(text), theirs);
    assert_eq!(write(&theirs), "<theirs><own>2</own></theirs>");
}

#[test]
fn maps_and_what_stands_beside_the_fields() {
    both(Open::default(), "<open/>");
    both(
        Open {
            name: Some("n".to_owned()),
            counts: Some(map([("one", 1), ("two", 2)])),
            lists: Some(map([("a", vec!["x y".to_owned(), "z".to_owned()]), ("b", vec![String::new()])])),
            nulls: Some(map([("none", None), ("some", Some(3))])),
            others: map([("first", link("1")), ("second", link("2"))]),
        },
        "<open xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><name>n</name><counts><one>1</one><two>2</two></counts>\
         <lists><a>x y</a><a>z</a><b/></lists>\
         <nulls><none xsi:nil=\"true\"/><some>3</some></nulls>\
         <first><href>1</href></first><second><href>2</href></second></open>",
    );
    let said = fault::<Open>("<open><counts><one>1</one><one>2</one></counts></open>");
    assert!(said.contains("`one` stands twice"), "{said}");
    let unnamed = Open { counts: Some(map([("two words", 1)])), ..Open::default() };
    let said = xml::to_string(&unnamed).unwrap_err().to_string();
    assert!(said.contains("\"two words\" is no name"), "{said}");
}

#[test]
fn values_of_any_kind() {
    both(Free::default(), "<free/>");
    let any = json!({
        "@id": "1", "a": "x", "list": ["1", {"b": "2"}, null], "empty": "", "deep": {"@c": "d", "#text": "text"},
    });
    both(
        Free {
            any: Some(any),
            attribute: Some(json!("t")),
            others: map([("k", json!(["1", "2"])), ("l", json!("3"))]),
        },
        "<free xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" attribute=\"t\"><any id=\"1\"><a>x</a><list>1</list><list><b>2</b></list>\
         <list xsi:nil=\"true\"/><empty/>\
         <deep c=\"d\">text</deep></any><k>1</k><k>2</k><l>3</l></free>",
    );
    let typed = Free { any: Some(json!({"n": 1.5, "t": true, "l": [[1, 2], []]})), ..Free::default() };
    assert_eq!(write(&typed), "<free><any><n>1.5</n><t>true</t><l><item>1</item><item>2</item></l><l/></any></free>");
    let unnamed = Free { any: Some(json!({"a b": 1})), ..Free::default() };
    assert!(xml::to_string(&unnamed).unwrap_err().to_string().contains("\"a b\" is no name"));
    let structured = Free { attribute: Some(json!({})), ..Free::default() };
    assert!(xml::to_string(&structured).unwrap_err().to_string().contains("no text of its own"));
}

#[test]
fn unions_by_a_tag() {
    let dog = Dog { name: "Rex".to_owned(), bark: true };
    both(Pet::Dog(dog.clone()), "<pet><name>Rex</name><bark>true</bark><kind xmlns=\"urn:k\">dog</kind></pet>");
    assert_eq!(
        read::<Pet>("<pet><k:kind xmlns:k='urn:k'> Dog </k:kind><bark>1</bark><name>Rex</name></pet>"),
        Pet::Dog(dog.clone())
    );
    // The tag stands where the variant has a field for it, whatever the field says.
    let cat = |kind: Option<&str>| {
        Pet::Cat(Box::new(Cat { kind: kind.map(str::to_owned), name: "Tom".to_owned(), age: Some(3) }))
    };
    let text = "<pet name=\"Tom\"><kind xmlns=\"urn:k\">cat</kind><age>3</age></pet>";
    both(cat(Some("cat")), text);
    assert_eq!(write(&cat(Some("dog"))), text);
    assert_eq!(write(&cat(None)), "<pet name=\"Tom\"><age>3</age><kind xmlns=\"urn:k\">cat</kind></pet>");
    let unknown = "<pet a=\"1\"><k:kind xmlns:k=\"urn:k\">cow</k:kind>moo</pet>";
    assert!(matches!(read::<Pet>(unknown), Pet::Unknown(_)));
    assert_eq!(write(&read::<Pet>(unknown)), unknown);
    both(Shape::Link(link("a")), "<shape is=\"link\"><href>a</href></shape>");
    both(Shape::Dog(dog), "<shape is=\"dog\"><name>Rex</name><bark>true</bark></shape>");
    assert!(fault::<Shape>("<shape is='x'/>").contains("`is`: unknown type `x`, expected one of `link`, `dog`"));
    assert!(fault::<Shape>("<shape/>").contains("missing `is`"));
    let said = fault::<Shape>("<shape is='dog'><name>a</name><bark>loud</bark></shape>");
    assert!(said.contains("bark: expected a boolean"), "{said}");
}

#[test]
fn unions_by_their_parts() {
    both(
        Either::Dog(Dog { name: "Rex".to_owned(), bark: false }),
        "<either><name>Rex</name><bark>false</bark></either>",
    );
    both(Either::Number(12), "<either>12</either>");
    both(Either::Text("12 a".to_owned()), "<either>12 a</either>");
    both(Either::Links(map([("a", link("b"))])), "<either><a><href>b</href></a></either>");
    let said = fault::<Either>("<either><a>1</a></either>");
    assert!(said.contains("fits none") && said.contains("Links: a: missing element `href`"), "{said}");
    both(OrOther::Link(link("a")), "<other><href>a</href></other>");
    both(OrOther::Unknown(json!({"@b": "1", "c": "2"})), "<other b=\"1\"><c>2</c></other>");
}

#[test]
fn unions_within_unions() {
    let tree = |depth: usize, end: &str| format!("{}{end}{}", "<n>".repeat(depth), "</n>".repeat(depth));
    let mut found = &read::<Tree>(&tree(100, "7"));
    while let Tree::Left(branch) = found {
        found = &branch.n;
    }
    assert_eq!(*found, Tree::End(7));
    let begun = Instant::now();
    let said = fault::<Tree>(&tree(100, "x"));
    assert!(said.contains("fits none of the possible types"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(fault::<Tree>(&tree(257, "7")).contains("nested deeper than 256"));
    assert_eq!(write(&read::<Tree>(&tree(256, "7"))), tree(256, "7"));
}

#[derive(Clone, Debug, PartialEq)]
enum Amount {
    Number(runtime::scalar::Decimal),
    Name(String),
}
xml::union! { Amount { Number(runtime::scalar::Decimal), Name(String) } }
runtime::json::union! { Amount { Number(runtime::scalar::Decimal), Name(String) } }

#[derive(Clone, Debug, PartialEq)]
enum Measure {
    Exact(runtime::scalar::Decimal),
    Rough(runtime::scalar::Double),
}
xml::union! { Measure { Exact(runtime::scalar::Decimal), Rough(runtime::scalar::Double) } }
runtime::json::union! { Measure { Exact(runtime::scalar::Decimal), Rough(runtime::scalar::Double) } }

#[test]
fn numbers_with_exponents_in_unions() {
    let amount = |text: &str| serde_json::from_str::<Amount>(text).unwrap();
    assert_eq!(amount("1e5"), Amount::Number("100000".parse().unwrap()));
    assert_eq!(amount("\"1e5\""), Amount::Name("1e5".to_owned()));
    assert_eq!(amount("1e999999999"), Amount::Name("1e999999999".to_owned()));
    let measure = serde_json::from_str::<Measure>("1e5").unwrap();
    assert_eq!(measure, Measure::Rough(1e5.into()));
    assert_eq!(runtime::json::to_string(&measure).unwrap(), "1e5");
}
