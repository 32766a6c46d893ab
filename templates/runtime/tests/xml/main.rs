//! The XML wire: every place of a field, choices, wildcards, namespaces; in the modules: whole documents, what is wrong
//! with them, and what none may do.
#![cfg(feature = "xml")]
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

mod documents;
mod pieces;
mod prefixes;
mod safety;
mod wrong;

use runtime::scalar::{Base64, Decimal};
use runtime::xml::{self, AnyAttribute, AnyElement, FromXml, Node, QName, ReadSettings, ToXml, WriteSettings, XmlRoot};

const NS: &str = "http://schemas.microsoft.com/windowsazure";

#[derive(Clone, Debug, Default, PartialEq)]
struct Certificate {
    key: Option<Base64>,
    thumbprint: Option<String>,
    data: Option<Base64>,
    created: Option<String>,
}
xml::record! {
    Certificate {
        key: optional element NS "SubscriptionCertificatePublicKey",
        thumbprint: optional element "http://schemas.microsoft.com/windowsazure" "SubscriptionCertificateThumbprint",
        data: optional element NS "SubscriptionCertificateData",
        created: optional element NS "Created",
    }
}
xml::root!(Certificate, NS, "SubscriptionCertificate");

#[derive(Clone, Debug, PartialEq)]
struct Everything {
    name: String,
    id: Option<i32>,
    lang: Option<String>,
    unit: String,
    tags: Vec<String>,
    items: Vec<i64>,
    pairs: Option<Vec<Pair>>,
    nick: Option<String>,
    state: Option<Option<bool>>,
    numbers: Option<Vec<i32>>,
    price: Decimal,
    any: Vec<AnyElement>,
    attributes: Vec<AnyAttribute>,
}
xml::record! {
    Everything {
        name: required element "urn:a" "Name",
        id: optional attribute "" "id",
        lang: optional attribute "http://www.w3.org/XML/1998/namespace" "lang",
        unit: default("m".to_owned()) attribute "" "unit",
        tags: many(0, 5) element "urn:a" "Tag",
        items: wrapped "urn:a" "Items" "urn:a" "Item",
        pairs: optional wrapped "urn:a" "Pairs" "urn:b" "Pair",
        nick: nillable element "urn:a" "Nick",
        state: maybe element "urn:a" "State",
        numbers: optional element "urn:a" "Numbers",
        price: default("1.50".parse().unwrap()) element "" "Price",
        any: any element,
        attributes: any attribute,
    }
}
xml::root!(Everything, "urn:a", "Everything");

#[derive(Clone, Debug, Default, PartialEq)]
struct Shuffled {
    id: Option<String>,
    a: Option<i32>,
    b: String,
    c: Vec<String>,
    order: xml::ElementOrder,
}
xml::unordered! {
    Shuffled {
        order: order,
        id: optional attribute "" "id",
        a: optional element "" "a",
        b: required element "" "b",
        c: many element "" "c",
    }
}
xml::root!(Shuffled, "", "s");

#[derive(Clone, Debug, PartialEq)]
struct Pair {
    value: f64,
    of: Option<QName>,
}
xml::record! { Pair { value: text, of: optional attribute "" "of" } }
xml::root!(Pair, "urn:a", "Pair");

#[derive(Clone, Debug, PartialEq)]
struct Holder {
    of: QName,
}
xml::record! { Holder { of: required element "" "of" } }
xml::root!(Holder, "urn:a", "Holder");

#[derive(Clone, Debug, PartialEq)]
enum Alternative {
    Circle(i32),
    Squares(Vec<i32>),
    Step(Step),
}
xml::choice! {
    Alternative {
        Circle(i32) = element "urn:a" "circle",
        Squares(Vec<i32>) = elements "urn:a" "square",
        Step(Step) = content,
    }
}
#[derive(Clone, Debug, PartialEq)]
struct Step {
    a: Option<String>,
    b: Vec<String>,
    inner: Option<Inner>,
}
xml::group! {
    Step { a: optional element "urn:a" "a", b: many element "urn:a" "b", inner: content }
}
#[derive(Clone, Debug, PartialEq)]
enum Inner {
    X(String),
    Y(()),
}
xml::choice! { Inner { X(String) = element "urn:a" "x", Y(()) = element "urn:a" "y" } }
#[derive(Clone, Debug, PartialEq)]
struct Drawing {
    shapes: Vec<Alternative>,
    last: String,
}
xml::record! { Drawing { shapes: content, last: required element "urn:a" "last" } }
xml::root!(Drawing, "urn:a", "Drawing");
#[derive(Clone, Debug, PartialEq)]
struct OneOf {
    one: Inner,
}
xml::record! { OneOf { one: content } }
xml::root!(OneOf, "urn:a", "OneOf");

#[derive(Clone, Debug, PartialEq)]
enum Inline {
    Bold(Paragraph),
    Text(String),
    Other(AnyElement),
}
xml::choice! {
    Inline { Bold(Paragraph) = element "urn:a" "b", Text(String) = text, Other(AnyElement) = any }
}
#[derive(Clone, Debug, PartialEq)]
struct Paragraph {
    content: Vec<Inline>,
}
xml::record! { Paragraph { content: mixed } }
xml::root!(Paragraph, "urn:a", "p");
#[derive(Clone, Debug, PartialEq)]
struct Free {
    nodes: Vec<Node>,
}
xml::record! { Free { nodes: mixed } }
xml::root!(Free, "", "free");

#[derive(Clone, Debug, PartialEq)]
struct Base {
    a: i32,
}
xml::record! { Base { a: required element "" "a" } }
#[derive(Clone, Debug, PartialEq)]
struct Derived {
    a: i32,
    b: i32,
}
xml::record! { Derived { a: required element "" "a", b: required element "" "b" } }
#[derive(Clone, Debug, PartialEq)]
enum Typed {
    Derived(Derived),
    Base(Base),
    Unknown(AnyElement),
}
xml::typed! {
    Typed { Derived(Derived) = "urn:t" "Derived" | "urn:old" "Derivation" } base Base(Base) = "urn:t" "Base" open
}
#[derive(Clone, Debug, PartialEq)]
enum Abstract {
    Derived(Derived),
}
xml::typed! { Abstract { Derived(Derived) = "urn:t" "Derived" } }
xml::root!(Typed, "", "typed");
xml::root!(Abstract, "", "abstract");

#[derive(Clone, Debug, PartialEq)]
enum Size {
    Number(i32),
    Name(Named),
}
xml::union! { Size { Number(i32), Name(Named) } }
xml::root!(Size, "", "size");
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Named {
    Small,
    Large,
}
runtime::string_enum! { Named { Small = "small", Large = "large" } closed }

#[derive(Clone, Debug, PartialEq)]
struct Node2 {
    child: Option<Box<Node2>>,
}
xml::record! { Node2 { child: optional element "" "n" } }
xml::root!(Node2, "", "n");

const PLAIN: WriteSettings<'static> =
    WriteSettings { declaration: false, indent: None, prefixes: &[], schema_locations: &[] };

fn write<T: XmlRoot + ToXml>(value: &T) -> String {
    xml::to_string_with(value, &PLAIN).unwrap()
}

fn read<T: XmlRoot + FromXml>(text: &str) -> T {
    xml::from_str::<T>(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Reads as `T`, and writes the same text.
fn same<T: XmlRoot + FromXml + ToXml>(text: &str) {
    assert_eq!(write(&read::<T>(text)), text);
}

fn becomes<T: XmlRoot + FromXml + ToXml>(text: &str, written: &str) {
    assert_eq!(write(&read::<T>(text)), written, "from {text}");
}

fn fault<T: XmlRoot + FromXml + std::fmt::Debug>(text: &str) -> String {
    match xml::from_str::<T>(text) {
        Ok(value) => panic!("{text} was read as {value:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn fields_of_every_kind() {
    let text = "<Everything xmlns=\"urn:a\" id=\"7\" xml:lang=\"de\" unit=\"km\" q:extra=\"1 &lt; 2\" xmlns:q=\"urn:q\">\
        <Name>n</Name><Tag>1</Tag><Tag/><Items><Item>1</Item><Item>-2</Item></Items>\
        <Pairs><Pair xmlns=\"urn:b\" of=\"q:thing\">1.5</Pair></Pairs>\
        <Nick xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/><State>1</State>\
        <Numbers> 1\n2 3 </Numbers><Price xmlns=\"\">2.00</Price>\
        <o:Other xmlns:o=\"urn:o\" o:a=\"q:x\" b=\"c\">t<o:in/><plain xmlns=\"\"/> </o:Other></Everything>";
    let value: Everything = read(text);
    assert_eq!(value.tags, ["1", ""]);
    assert_eq!(value.items, [1, -2]);
    assert_eq!(value.pairs.as_ref().unwrap()[0].of.as_ref().unwrap().namespace, "urn:q");
    assert_eq!((value.nick.clone(), value.state, value.numbers.clone()), (None, Some(Some(true)), Some(vec![1, 2, 3])));
    assert_eq!(value.any[0].attribute("urn:o", "a"), Some("q:x"));
    let written = write(&value);
    assert_eq!(read::<Everything>(&written), value, "{written}");
    assert_eq!(
        written,
        "<Everything xmlns=\"urn:a\" xmlns:q=\"urn:q\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         id=\"7\" xml:lang=\"de\" unit=\"km\" q:extra=\"1 &lt; 2\">\
         <Name>n</Name><Tag>1</Tag><Tag/><Items><Item>1</Item><Item>-2</Item></Items>\
         <Pairs><Pair xmlns=\"urn:b\" of=\"q:thing\">1.5</Pair></Pairs>\
         <Nick xsi:nil=\"true\"/><State>true</State>\
         <Numbers>1 2 3</Numbers><Price xmlns=\"\">2.00</Price>\
         <o:Other xmlns:o=\"urn:o\" o:a=\"q:x\" b=\"c\">t<o:in/><plain xmlns=\"\"/> </o:Other></Everything>"
    );
    let least: Everything = read("<a:Everything xmlns:a='urn:a'><a:Nick>x</a:Nick><a:Name/></a:Everything>");
    assert_eq!((least.name.as_str(), least.unit.as_str(), least.price.as_str()), ("", "m", "1.50"));
    assert_eq!((least.items, least.pairs, least.nick, least.state), (vec![], None, Some("x".into()), None));
    let indented =
        WriteSettings { indent: Some(2), declaration: true, prefixes: &[("a", "urn:a"), ("q", "urn:q")], ..PLAIN };
    assert_eq!(
        xml::to_string_with(&value, &indented).unwrap(),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <a:Everything xmlns:a=\"urn:a\" xmlns:q=\"urn:q\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         id=\"7\" xml:lang=\"de\" unit=\"km\" q:extra=\"1 &lt; 2\">\n  \
         <a:Name>n</a:Name>\n  <a:Tag>1</a:Tag>\n  <a:Tag></a:Tag>\n  <a:Items>\n    <a:Item>1</a:Item>\n    \
         <a:Item>-2</a:Item>\n  </a:Items>\n  <a:Pairs>\n    <Pair xmlns=\"urn:b\" of=\"q:thing\">1.5</Pair>\n  \
         </a:Pairs>\n  <a:Nick xsi:nil=\"true\"/>\n  \
         <a:State>true</a:State>\n  <a:Numbers>1 2 3</a:Numbers>\n  <Price>2.00</Price>\n  \
         <o:Other xmlns:o=\"urn:o\" o:a=\"q:x\" b=\"c\">t<o:in/><plain/> </o:Other>\n</a:Everything>"
            .replace("<a:Tag></a:Tag>", "<a:Tag/>")
    );
}

#[test]
fn choices_and_groups() {
    let text = "<Drawing xmlns=\"urn:a\"><circle>1</circle><square>1</square><square>2</square><a>s</a><b>t</b><b>u</b>\
        <x>v</x><b>w</b><a>next</a><circle>3</circle><y/><y/><last/></Drawing>";
    let value: Drawing = read(text);
    let step = |a: Option<&str>, b: &[&str], inner| {
        let b = b.iter().map(|b| (*b).to_owned()).collect();
        Alternative::Step(Step { a: a.map(str::to_owned), b, inner })
    };
    assert_eq!(
        value.shapes,
        [
            Alternative::Circle(1),
            Alternative::Squares(vec![1, 2]),
            step(Some("s"), &["t", "u"], Some(Inner::X("v".into()))),
            step(None, &["w"], None),
            step(Some("next"), &[], None),
            Alternative::Circle(3),
            step(None, &[], Some(Inner::Y(()))),
            step(None, &[], Some(Inner::Y(()))),
        ][..]
    );
    same::<Drawing>(text);
    same::<OneOf>("<OneOf xmlns=\"urn:a\"><y/></OneOf>");
    let empty = fault::<OneOf>("<OneOf xmlns='urn:a'/>");
    assert_eq!(empty, "`OneOf`: none of the elements of a choice or a group is there at line 1 column 23");
    assert!(fault::<OneOf>("<OneOf xmlns='urn:a'><y/><x/></OneOf>").contains("is one too many"));
}

#[test]
fn names_without_a_namespace_in_values() {
    // Where the default namespace is the root's, `of` would have its namespace.
    becomes::<Pair>("<p:Pair xmlns:p='urn:a' of='x'>1</p:Pair>", "<ns1:Pair xmlns:ns1=\"urn:a\" of=\"x\">1</ns1:Pair>");
    let pair = Pair { value: 1.0, of: Some(QName { local: "x".into(), ..QName::default() }) };
    let settings = WriteSettings { prefixes: &[("", "urn:a")], ..PLAIN };
    assert!(xml::to_string_with(&pair, &settings).unwrap_err().to_string().contains("default namespace"));
    let settings = WriteSettings { prefixes: &[("q", "urn:a")], ..PLAIN };
    assert_eq!(xml::to_string_with(&pair, &settings).unwrap(), "<q:Pair xmlns:q=\"urn:a\" of=\"x\">1</q:Pair>");
    let mut out = Vec::new();
    xml::to_writer(&mut out, &pair, &PLAIN).unwrap();
    assert_eq!(out, b"<ns1:Pair xmlns:ns1=\"urn:a\" of=\"x\">1</ns1:Pair>");
    // No default namespace is taken back around one.
    same::<Holder>("<ns1:Holder xmlns:ns1=\"urn:a\"><of>x</of></ns1:Holder>");
    // A root without a namespace stands in no default one, whoever wishes for it.
    let settings = WriteSettings { prefixes: &[("", "urn:b"), ("b", "urn:b")], ..PLAIN };
    assert_eq!(xml::to_string_with(&Shuffled::default(), &settings).unwrap(), "<s xmlns:b=\"urn:b\"><b/></s>");
}

#[test]
fn names_without_a_prefix_in_values() {
    // The elements have prefixes where names that stand in values have none.
    same::<Pair>("<ns1:Pair xmlns=\"urn:b\" xmlns:ns1=\"urn:a\" of=\"x\">1</ns1:Pair>");
    same::<Pair>("<Pair xmlns=\"urn:a\" of=\"x\">1</Pair>");
    let of = |prefix: Option<&str>| {
        let prefix = prefix.map(str::to_owned);
        Pair { value: 1.0, of: Some(QName { namespace: "urn:b".into(), local: "x".into(), prefix }) }
    };
    // Whoever makes a name has asked for nothing.
    let text = xml::to_string_with(&of(None), &PLAIN).unwrap();
    assert_eq!(text, "<Pair xmlns=\"urn:a\" xmlns:ns1=\"urn:b\" of=\"ns1:x\">1</Pair>");
    // What the caller declares comes first.
    let settings = WriteSettings { prefixes: &[("", "urn:a")], ..PLAIN };
    assert_eq!(xml::to_string_with(&of(Some("")), &settings).unwrap(), text);
    let mut out = Vec::new();
    xml::to_writer(&mut out, &of(Some("")), &PLAIN).unwrap();
    assert_eq!(out, b"<ns1:Pair xmlns=\"urn:b\" xmlns:ns1=\"urn:a\" of=\"x\">1</ns1:Pair>");
}

#[test]
fn documents_that_are_nil() {
    let nil = "<Pair xmlns=\"urn:a\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
    same::<Option<Pair>>(nil);
    assert_eq!(read::<Option<Pair>>(nil), None);
    same::<xml::Nillable<Pair>>(&nil.replace("/>", " of=\"x\"/>"));
    let pair = "<Pair xmlns=\"urn:a\">1</Pair>";
    assert_eq!(read::<xml::Nillable<Pair>>(pair).value(), Some(&read::<Pair>(pair)));
    same::<Option<Pair>>(pair);
    assert!(fault::<Option<Pair>>("<Other xmlns='urn:a'/>").contains("expected the root element"));
    // No value is made of a document that has none.
    assert!(fault::<Pair>(nil).contains("marked as having no value (`xsi:nil`), and must have one at line 1 column"));
    assert!(fault::<Option<Pair>>(&nil.replace("true", "maybe")).contains("attribute `nil`: expected a boolean"));
    same::<Pair>(pair);
    let strict = ReadSettings { unknown: xml::UnknownContent::Refuse, ..ReadSettings::default() };
    assert_eq!(xml::from_str_with::<Option<Pair>>(nil, &strict).unwrap(), None);
    let lost = nil.replace("/>", " of=\"x\"/>");
    assert_eq!(read::<Option<Pair>>(&lost), None);
    assert!(xml::from_str_with::<Option<Pair>>(&lost, &strict).is_err(), "{lost}");
    assert_eq!(read::<Option<Pair>>(&nil.replace("/>", "> <!-- --> </Pair>")), None);
    for content in ["1", "<a/>", " <![CDATA[1]]>", "&#49;"] {
        let said = fault::<Option<Pair>>(&nil.replace("/>", &format!(">{content}</Pair>")));
        assert!(said.contains(" is marked as having no value (`xsi:nil`)"), "{said}");
    }
}

#[test]
fn floats_keep_their_text() {
    use runtime::xml::{Double, Float};
    for text in [
        "1.0",
        "+1",
        "1E3",
        "1000000",
        "0.1",
        "-0",
        "INF",
        "+INF",
        "-INF",
        "NaN",
        "4.5743626119409",
        ".5",
        "5.",
        "1e16",
    ] {
        assert_eq!(text.parse::<Double>().unwrap().to_string(), text);
        assert_eq!(text.parse::<Float>().unwrap().to_string(), text);
    }
    for (number, text) in [(1.0, "1"), (0.1, "0.1"), (1e300, "1e300"), (-0.0, "-0"), (f64::NEG_INFINITY, "-INF")] {
        assert_eq!(Double::from(number).to_string(), text);
        assert_eq!(text.parse::<Double>().unwrap(), number);
    }
    assert_eq!("NaN".parse::<Double>(), Ok(Double::from(f64::NAN)));
    assert_eq!("1.0".parse::<Double>(), "1".parse());
    for wrong in ["", "inf", "nan", "infinity", "1,5", "0x1", "e", "--1", "1 2"] {
        assert!(wrong.parse::<Double>().is_err(), "{wrong}");
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Prices {
    at: Option<Decimal>,
    one: Option<Decimal>,
    list: Option<Vec<Decimal>>,
    mixed: Option<Amount>,
    rate: Option<Rate>,
}
xml::record! {
    Prices {
        at: optional attribute "" "at",
        one: optional element "" "one",
        list: optional element "" "list",
        mixed: optional element "" "mixed",
        rate: optional element "" "rate",
    }
}
xml::root!(Prices, "", "prices");

#[derive(Clone, Debug, PartialEq)]
enum Amount {
    Number(Decimal),
    Text(String),
}
xml::union! { Amount { Number(Decimal), Text(String) } }

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rate {
    Ten,
}
runtime::string_enum! { Rate: runtime::scalar::Decimal { Ten = "10" } closed }

/// `xs:decimal` has no exponent (XML Schema Part 2, 3.2.3).
#[test]
fn decimals_have_no_exponent() {
    for text in [
        "<prices at='1e3'/>",
        "<prices><one> 1E-2 </one></prices>",
        "<prices><list>1 2e0 3</list></prices>",
        "<prices><rate>1e1</rate></prices>",
    ] {
        let error = fault::<Prices>(text);
        assert!(error.contains("expected a decimal number without an exponent") && error.contains("line 1"), "{error}");
    }
    let mixed = |text: &str| read::<Prices>(&format!("<prices><mixed>{text}</mixed></prices>")).mixed;
    assert_eq!(mixed("1e5"), Some(Amount::Text("1e5".to_owned())));
    assert_eq!(mixed("1.50"), Some(Amount::Number("1.50".parse().unwrap())));
    same::<Prices>("<prices at=\"+.5\"><one>1.</one><list>007 -0.10</list></prices>");
    let written = |number: &str| {
        let one = Some(number.parse().unwrap());
        let list = one.clone().map(|one| vec![one]);
        xml::to_string_with(&Prices { at: one.clone(), one, list, mixed: None, rate: None }, &PLAIN)
    };
    for (number, plain) in [
        ("1e5", "100000"),
        ("1.0E-2", "0.010"),
        ("-1.25e+1", "-12.5"),
        ("1.25e2", "125"),
        ("1.25e3", "1250"),
        ("+12.5e-1", "+1.25"),
        ("12.5e-2", "0.125"),
        (".5e-3", "0.0005"),
        ("5.e0", "5"),
        ("-0.0e999999999999999999999", "-0"),
        ("5e-324", &format!("0.{}5", "0".repeat(323))),
    ] {
        let document = format!("<prices at=\"{plain}\"><one>{plain}</one><list>{plain}</list></prices>");
        assert_eq!(written(number).unwrap(), document);
        same::<Prices>(&document);
    }
    for number in ["1e999999999", "-1e-999999999", "1e99999999999999999999", "1e9223372036854775807"] {
        let error = written(number).unwrap_err().to_string();
        assert!(error.contains("too many digits") && error.contains(number), "{error}");
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Loose {
    lang: Option<String>,
    attributes: Vec<AnyAttribute>,
    of: Option<QName>,
}
xml::record! {
    Loose {
        lang: optional attribute "http://www.w3.org/XML/1998/namespace" "lang",
        attributes: any attribute,
        of: optional element "" "of",
    }
}
xml::root!(Loose, "urn:l", "loose");

/// What is not well-formed is not written, whatever public values hold.
#[test]
fn nothing_is_written_that_is_not_well_formed() {
    let attribute = |namespace: &str, prefix: &str, local: &str| AnyAttribute {
        namespace: namespace.into(),
        prefix: prefix.into(),
        local: local.into(),
        ..AnyAttribute::default()
    };
    let written = |lang: Option<&str>, attributes: &[AnyAttribute], of: Option<QName>| {
        xml::to_string_with(&Loose { lang: lang.map(str::to_owned), attributes: attributes.to_vec(), of }, &PLAIN)
    };
    let x = || attribute("", "", "x");
    let own = |prefix: &str| AnyAttribute {
        declarations: vec![(prefix.into(), "urn:a".into())],
        ..attribute("urn:a", prefix, "y")
    };
    let many: Vec<AnyAttribute> = (0..20).map(|number| attribute("", "", &format!("a{number}"))).collect();
    for (lang, attributes, name) in [
        (None, vec![x(), x()], "x"),
        (Some("de"), vec![attribute(xml::XML, "xml", "lang")], "lang"),
        (None, vec![attribute("urn:a", "", "y"), attribute("urn:a", "q", "y")], "y"),
        (None, vec![own("p"), own("q")], "y"),
        (None, [many.clone(), many[7..8].to_vec()].concat(), "a7"),
    ] {
        for of in [None, Some(QName { local: "a".into(), ..QName::default() })] {
            let error = written(lang, &attributes, of).unwrap_err().to_string();
            assert!(error.ends_with(&format!("loose`: the attribute `{name}` stands twice")), "{error}");
        }
    }
    let apart = [x(), attribute("urn:a", "", "x"), attribute("urn:b", "", "x"), attribute(xml::XML, "", "x")];
    assert!(written(Some("de"), &[apart.to_vec(), many].concat(), None).is_ok());
    assert_eq!(
        written(None, &[attribute("", "", "xmlns")], None).unwrap_err().to_string(),
        "`loose`: `xmlns` declares a namespace, and is no name for an attribute"
    );
    assert!(written(None, &[attribute("urn:a", "p", "xmlns")], None).is_ok());
    for name in ["", "a b", "1a", "p:a", "a\u{D7}"] {
        let error = written(None, &[attribute("", "", name)], None).unwrap_err().to_string();
        assert!(error.contains("is no name for an element or attribute"), "{error}");
        for namespace in ["", "urn:q"] {
            let of = QName { namespace: namespace.into(), local: name.into(), prefix: Some("p".into()) };
            let error = written(None, &[], Some(of)).unwrap_err().to_string();
            assert!(error.ends_with(&format!("loose/of`: {name:?} is no local name")), "{error}");
        }
    }
    // A prefix that is used already keeps its meaning.
    let other = AnyAttribute { declarations: vec![("p".into(), "urn:b".into())], ..attribute("", "", "z") };
    let error = written(None, &[attribute("urn:a", "p", "y"), other], None).unwrap_err().to_string();
    assert!(error.contains("already means another namespace here"), "{error}");
    for name in ["1a", "a b", "p:1a", "p:", ":a", "p:a:b", "", "p:-"] {
        let text = format!("<l:loose xmlns:l='urn:l' xmlns:p='urn:p'><of>{name}</of></l:loose>");
        let error = fault::<Loose>(&text);
        assert!(error.contains("`loose/of`: expected a name with or without a prefix") && error.contains("at line 1"));
    }
}

#[test]
fn elements_in_any_order() {
    for text in ["<s id=\"1\"><c>x</c><c>y</c><b>z</b><a>1</a></s>", "<s><b/><a>2</a><c/></s>", "<s><b/></s>"] {
        same::<Shuffled>(text);
    }
    // What is made by hand has the order of the schema, and what is added to what was read comes behind it.
    let mut made = Shuffled { a: Some(1), c: vec!["c".into()], b: "b".into(), ..Shuffled::default() };
    assert_eq!(write(&made), "<s><a>1</a><b>b</b><c>c</c></s>");
    assert_eq!(made, read("<s><c>c</c><b>b</b><a>1</a></s>"));
    made = read("<s><c/><b/></s>");
    made.a = Some(5);
    assert_eq!(write(&made), "<s><c/><b/><a>5</a></s>");
    assert_eq!(fault::<Shuffled>("<s><a>1</a></s>"), "`s`: missing element `b` at line 1 column 16");
    assert!(fault::<Shuffled>("<s><b/><c/><b/></s>").contains("`b` stands twice"));
}

#[test]
fn mixed_content_and_wildcards() {
    same::<Paragraph>(
        "<p xmlns=\"urn:a\">one <b>two<b/></b> &amp; <i xmlns=\"urn:x\" a=\"1\">three</i><b/>four\n </p>",
    );
    becomes::<Paragraph>("<p xmlns='urn:a'>a<!-- -->b<![CDATA[<c>]]></p>", "<p xmlns=\"urn:a\">ab&lt;c&gt;</p>");
    same::<Free>(
        "<free>text<a xmlns:p=\"urn:p\" p:b=\"\"><p:c><d xmlns=\"urn:d\"><e/><f xmlns=\"\"/></d></p:c></a> <g/></free>",
    );
    same::<Free>("<free/>");
    // Text where the schema has none, behind what it leaves open.
    let stray: Everything =
        read("<Everything xmlns='urn:a'><Name/>x<Nick/>y\n<z xmlns='urn:z'/>one<!-- --> two<Tag/> </Everything>");
    assert_eq!(stray.any[0].tail, "one two");
    assert!(write(&stray).contains("<z xmlns=\"urn:z\"/>one two</Everything>"), "{}", write(&stray));
    assert_eq!(read::<Everything>(&write(&stray)), stray);
    // How something was written makes no difference.
    let (one, other): (Free, Free) =
        (read("<free><p:a xmlns:p='u' p:b=''/></free>"), read("<free xmlns:q='u'><a xmlns='u' q:b=''/></free>"));
    assert_eq!(one, other);
    assert_ne!(one, read("<free><a p:b='' xmlns:p='u'/></free>"));
    let indented = WriteSettings { indent: Some(1), ..PLAIN };
    let free: Free = read("<free><a><b/></a>.</free>");
    assert_eq!(xml::to_string_with(&free, &indented).unwrap(), "<free><a><b/></a>.</free>");
}

/// White space within what nothing describes, or where the document says that it counts, would be part of the value.
#[test]
fn indentation_changes_no_value() {
    let indented = WriteSettings { indent: Some(2), ..PLAIN };
    let text = "<Everything xmlns='urn:a'><Name>n</Name><Nick/><z xmlns='urn:z'><y><x/></y></z></Everything>";
    let value: Everything = read(text);
    let written = xml::to_string_with(&value, &indented).unwrap();
    assert!(written.contains("\n  <z xmlns=\"urn:z\"><y><x/></y></z>\n</"), "{written}");
    assert_eq!(read::<Everything>(&written), value);
    let free: Free = read("<free><a><b/></a></free>");
    assert_eq!(xml::to_string_with(&free, &indented).unwrap(), "<free><a><b/></a></free>");
    let spaced = Spaced { space: Some("preserve".into()), names: vec!["a".into(), "b".into()] };
    let text = "<spaced xml:space=\"preserve\"><name>a</name><name>b</name></spaced>";
    assert_eq!(xml::to_string_with(&spaced, &indented).unwrap(), text);
    let plain = Spaced { space: Some("default".into()), ..spaced };
    assert!(xml::to_string_with(&plain, &indented).unwrap().contains("\n  <name>a</name>\n"));
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Spaced {
    space: Option<String>,
    names: Vec<String>,
}
xml::record! {
    Spaced {
        space: optional attribute "http://www.w3.org/XML/1998/namespace" "space",
        names: many element "" "name",
    }
}
xml::root!(Spaced, "", "spaced");

#[test]
fn types_by_xsi_type() {
    let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    becomes::<Typed>(
        &format!("<typed {xsi} xmlns:t=\"urn:t\" xsi:type=\" t:Derived \"><a>1</a><b>2</b></typed>"),
        &format!("<typed xmlns:ns1=\"urn:t\" {xsi} xsi:type=\"ns1:Derived\"><a>1</a><b>2</b></typed>"),
    );
    same::<Typed>("<typed><a>1</a></typed>");
    // A type may have more names; the declared one may be said, and need not be.
    becomes::<Typed>(
        &format!("<typed {xsi} xmlns=\"\" xmlns:o=\"urn:old\" xsi:type=\"o:Derivation\"><a>1</a><b>2</b></typed>"),
        &format!("<typed xmlns:ns1=\"urn:t\" {xsi} xsi:type=\"ns1:Derived\"><a>1</a><b>2</b></typed>"),
    );
    becomes::<Typed>(
        &format!("<typed {xsi} xmlns:t=\"urn:t\" xsi:type=\"t:Base\"><a>1</a></typed>"),
        "<typed><a>1</a></typed>",
    );
    let text = format!("<typed {xsi} xsi:type=\"n:New\" xmlns:n=\"urn:n\"><z/></typed>");
    let unknown: Typed = read(&text);
    assert!(matches!(&unknown, Typed::Unknown(_)));
    assert_eq!(read::<Typed>(&write(&unknown)), unknown);
    assert!(fault::<Abstract>("<abstract/>").contains("missing `xsi:type`"));
    assert!(fault::<Abstract>(&format!("<abstract {xsi} xsi:type='x'/>")).contains("the type `x` of ``"));
    assert!(fault::<Abstract>(&format!("<abstract {xsi} xsi:type='p:x'/>")).contains("not declared"));
    same::<Size>("<size>5</size>");
    becomes::<Size>("<size> small </size>", "<size>small</size>");
    assert!(fault::<Size>("<size>huge</size>").contains("\"huge\" fits none of the types of Size"));
}

#[test]
fn escaping() {
    let hard = "<&>\"'\r\n\t]]> é\u{10FFFF}";
    let value = Everything {
        name: hard.into(),
        lang: Some(hard.into()),
        nick: Some(" \n".into()),
        ..read("<Everything xmlns='urn:a'><Name/><Nick/></Everything>")
    };
    let written = write(&value);
    assert!(written.contains("<Name>&lt;&amp;&gt;\"'&#xD;\n\t]]&gt; é\u{10FFFF}</Name>"), "{written}");
    assert!(written.contains("xml:lang=\"&lt;&amp;&gt;&quot;'&#xD;&#xA;&#x9;]]&gt; é\u{10FFFF}\""), "{written}");
    assert_eq!(read::<Everything>(&written), value);
    for bad in ["\0", "\u{1}", "\u{FFFE}", "\u{B}"] {
        let value = Everything { name: bad.into(), ..value.clone() };
        let error = xml::to_string(&value).unwrap_err().to_string();
        assert!(error.starts_with("`Everything/Name`: XML cannot hold the character"), "{error}");
    }
    let bad = Free { nodes: vec![Node::Element(Box::new(AnyElement::new("", "a b")))] };
    assert!(xml::to_string(&bad).is_err());
    assert_eq!(read::<Pair>("<Pair xmlns='urn:a'>INF</Pair>").value, f64::INFINITY);
    same::<Pair>("<Pair xmlns=\"urn:a\">-INF</Pair>");
    becomes::<Pair>("<Pair xmlns='urn:a'> 1.0E3 </Pair>", "<Pair xmlns=\"urn:a\">1000</Pair>");
}
