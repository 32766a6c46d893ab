//! The XML wire: every place of a field, choices, wildcards, namespaces, encodings, limits and what errors say.
#![cfg(feature = "xml")]
#![allow(missing_docs, dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../src/lib.rs"]
#[allow(unused_imports, unused_macros)]
mod runtime;

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

const PLAIN: WriteSettings<'static> = WriteSettings { declaration: false, indent: None, prefixes: &[] };

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
fn a_certificate_in_every_dress() {
    let expected = Certificate {
        key: Some(Base64::from(b"key")),
        thumbprint: Some("AB CD".into()),
        data: Some(Base64::from(b"data")),
        created: None,
    };
    let body = "<SubscriptionCertificatePublicKey>a2V5</SubscriptionCertificatePublicKey>\
        <SubscriptionCertificateThumbprint>AB CD</SubscriptionCertificateThumbprint>\
        <SubscriptionCertificateData>ZGF0YQ==</SubscriptionCertificateData>";
    let plain = format!("<SubscriptionCertificate xmlns=\"{NS}\">{body}</SubscriptionCertificate>");
    assert_eq!(write(&expected), plain);
    let aliases = [("https://schemas.microsoft.com/windowsazure", NS), ("", NS)];
    let settings = ReadSettings { aliases: &aliases, ..ReadSettings::default() };
    let prefixed = format!(
        "<a:SubscriptionCertificate xmlns:a=\"{NS}\">{}</a:SubscriptionCertificate>",
        body.replace("</", "</a:").replace("<S", "<a:S")
    );
    let odd = format!(
        "<?xml version='1.0'?>\n<!-- c --><?pi x?>\n<SubscriptionCertificate xmlns='{NS}' unknown='1'>\r\n\
         <Unknown><Created>no</Created>&lt;</Unknown><Created xmlns:i='http://www.w3.org/2001/XMLSchema-instance' \
         i:nil='true'/><SubscriptionCertificateThumbprint>A<!-- c -->B<![CDATA[ C]]>&#x44;</SubscriptionCertificateThumbprint>\
         <SubscriptionCertificateData>\n ZGF0\n YQ==\n</SubscriptionCertificateData>\
         <SubscriptionCertificatePublicKey>a2V5</SubscriptionCertificatePublicKey></SubscriptionCertificate><!-- end -->\n"
    );
    let cases = [
        plain.clone(),
        format!("\u{FEFF}{plain}"),
        prefixed,
        odd,
        plain.replace("http:", "https:"),
        plain.replace(&format!(" xmlns=\"{NS}\""), ""),
    ];
    for text in &cases {
        let found: Certificate = xml::from_slice_with(text.as_bytes(), &settings).unwrap();
        assert_eq!(found, expected, "{text}");
        let streamed: Certificate = xml::from_reader(text.as_bytes(), &settings).unwrap();
        assert_eq!(streamed, expected, "{text}");
    }
    assert!(fault::<Certificate>(&plain.replace("http:", "https:")).contains("expected the root element"));
    // Encodings: UTF-16 of both kinds, with mark or declaration; Latin-1 by declaration.
    let accent = plain.replace("AB CD", "é€");
    for (mark, little) in [(true, true), (true, false), (false, true), (false, false)] {
        let text = format!("{}<?xml version=\"1.0\" encoding=\"utf-16\"?>{accent}", if mark { "\u{FEFF}" } else { "" });
        let bytes: Vec<u8> =
            text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect();
        let found: Certificate = xml::from_slice(&bytes).unwrap();
        assert_eq!(found.thumbprint.as_deref(), Some("é€"));
        let streamed: Certificate = xml::from_reader(bytes.as_slice(), &settings).unwrap();
        assert_eq!(streamed, found);
    }
    let mut latin =
        format!("<?xml version=\"1.0\" encoding='ISO-8859-1'?>{}", plain.replace("AB CD", "?")).into_bytes();
    let at = latin.iter().rposition(|byte| *byte == b'?').unwrap();
    latin[at] = 0xE9;
    assert_eq!(xml::from_slice::<Certificate>(&latin).unwrap().thumbprint.as_deref(), Some("é"));
    latin.splice(30..40, *b"utf-8'    ");
    assert!(xml::from_slice::<Certificate>(&latin).is_err());
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
    let indented = WriteSettings { indent: Some(2), declaration: true, prefixes: &[("a", "urn:a"), ("q", "urn:q")] };
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
    assert!(fault::<OneOf>("<OneOf xmlns='urn:a'><y/><x/></OneOf>").contains("stands twice"));
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
    let bad = Free { nodes: vec![Node::Element(AnyElement::new("", "a b"))] };
    assert!(xml::to_string(&bad).is_err());
    assert_eq!(read::<Pair>("<Pair xmlns='urn:a'>INF</Pair>").value, f64::INFINITY);
    same::<Pair>("<Pair xmlns=\"urn:a\">-INF</Pair>");
    becomes::<Pair>("<Pair xmlns='urn:a'> 1.0E3 </Pair>", "<Pair xmlns=\"urn:a\">1000</Pair>");
}

#[test]
fn wrong_documents() {
    let cases: &[(&str, &str)] = &[
        ("", "the document has no root element at line 1 column 1"),
        ("  <!-- -->", "the document has no root element"),
        ("x<n/>", "text outside of the root element"),
        ("<n/><n/>", "a second root element"),
        ("<n/>x", "text outside of the root element"),
        ("<m/>", "expected the root element `n` without a namespace, found `m` without a namespace"),
        ("<n xmlns='u'/>", "found `n` of the namespace `u`"),
        ("<n>", "the document ends within an element"),
        ("<n><n></n>", "the document ends within an element"),
        ("<n></m>", "expected `</n>`"),
        ("<n a='1' a='2'/>", "the attribute `a` stands twice"),
        ("<n xmlns:p='u' xmlns:q='u' p:a='1' q:a='2'/>", "the attribute `a` stands twice"),
        ("<n xmlns='' xmlns=''/>", "the attribute `xmlns` stands twice"),
        ("<n p:a='1'/>", "the prefix `p` is not declared"),
        ("<p:n/>", "the prefix `p` is not declared"),
        ("<n xmlns:p=''/>", "cannot be bound"),
        ("<n xmlns:xml='u'/>", "cannot be bound"),
        ("<n a='&x;'/>", "`&x;` is no reference"),
        ("<n a='&lt'/>", "begins no reference"),
        ("<n a='<'/>", "a `<` in the value"),
        ("<n a=1/>", "attribute value must be enclosed"),
        ("<n>&nbsp;</n>", "`&nbsp;` is no reference"),
        ("<n>&#0;</n>", "`&#0;` is no reference"),
        ("<n>&#x110000;</n>", "no reference"),
        ("<!DOCTYPE n [<!ENTITY a 'b'>]><n>&a;</n>", "entities is refused"),
        ("<!DOCTYPE n SYSTEM 'file:///etc/passwd'><n>&a;</n>", "`&a;` is no reference"),
        ("<n><n/><n/></n>", "`n/n`: the element `n` stands twice at line 1 column 12"),
        ("<n:/>", "no name with a prefix"),
        ("< n/>", ""),
        ("<n", ""),
        ("<n><![CDATA[</n>", ""),
    ];
    for (text, part) in cases {
        let error = fault::<Node2>(text);
        assert!(error.contains(part), "{text}: {error}");
    }
    assert!(xml::from_str::<Node2>("<!DOCTYPE n PUBLIC 'a' 'b' [<!ELEMENT n ANY>]><n/>").is_ok());
    assert!(xml::from_slice::<Node2>(b"<n>\xFF</n>").is_err());
    assert!(xml::from_reader::<Node2>(&b"<n a='\xFF'/>"[..], &ReadSettings::default()).is_err());
    let error = xml::from_str::<Everything>("<Everything xmlns='urn:a'>\n <Name/>\n</Everything>").unwrap_err();
    assert_eq!(error.to_string(), "`Everything`: missing element `Nick` at line 3 column 14");
    assert_eq!((error.path(), error.position(), error.offset()), ("Everything", Some((3, 14)), Some(49)));
    let text = "<Everything xmlns='urn:a'><Items><Item>1</Item><Item>x</Item></Items></Everything>";
    let error = xml::from_str::<Everything>(text).unwrap_err().to_string();
    assert_eq!(error, "`Everything/Items/Item`: expected a whole number (i64), found \"x\" at line 1 column 62");
    assert!(
        fault::<Everything>("<Everything xmlns='urn:a' id='x'/>").contains("attribute `id`: expected a whole number")
    );
}

/// A type whose reading takes much of the stack for each level.
#[derive(Debug)]
struct Heavy;
impl FromXml for Heavy {
    fn from_xml(reader: &mut xml::Reader<'_>) -> Result<Self, xml::Error> {
        let weight = std::hint::black_box([0_u8; 16 * 1024]);
        while reader.next(xml::TextMode::Skip)? {
            Heavy::from_xml(reader)?;
        }
        std::hint::black_box(&weight);
        Ok(Heavy)
    }
}
xml::root!(Heavy, "", "n");

#[test]
fn the_stack_is_kept() {
    let deep = |depth: usize| format!("{}{}", "<n>".repeat(depth), "</n>".repeat(depth));
    assert!(xml::from_str::<Heavy>(&deep(10)).is_ok());
    assert!(fault::<Heavy>(&deep(200)).contains("too deep for the types"));
    // Children of a stream may be asked for from anywhere.
    let text = format!("<r>{}</r>", deep(10).repeat(3));
    let settings = ReadSettings::default();
    let mut children = xml::children::<Heavy>(text.as_bytes(), ("", "r"), ("", "n"), &settings).unwrap();
    assert!(children.next().unwrap().is_ok());
    let top = 0_u8;
    assert!(lower_down(std::ptr::from_ref(&top).addr(), &mut || children.next().unwrap()).is_ok());
}

/// Calls with more of the stack below `top` in use than the nesting of a document may take.
fn lower_down<T>(top: usize, call: &mut dyn FnMut() -> T) -> T {
    let weight = std::hint::black_box([0_u8; 16 * 1024]);
    let deep = std::ptr::from_ref(&weight).addr().abs_diff(top) > 1100 * 1024;
    let value = if deep { call() } else { lower_down(top, call) };
    std::hint::black_box(&weight);
    value
}

#[test]
fn limits() {
    let deep = |depth: usize| format!("{}{}", "<n>".repeat(depth), "</n>".repeat(depth));
    assert!(xml::from_str::<Node2>(&deep(256)).is_ok());
    assert!(fault::<Node2>(&deep(257)).contains("nested deeper than 256"));
    assert!(fault::<Node2>(&deep(10_000)).contains("nested deeper"));
    assert!(fault::<Node2>(&format!("<n><x>{}</x></n>", deep(10_000))).contains("nested deeper"));
    assert!(fault::<Free>(&format!("<free>{}</free>", deep(10_000))).contains("nested deeper"));
    let many: String = (0..100_000).map(|number| format!(" a{number}=''")).collect();
    assert!(fault::<Node2>(&format!("<n{many}/>")).contains("more than 10000 attributes"));
    let some: String = (0..9_000).map(|number| format!(" a{number}=''")).collect();
    assert!(xml::from_str::<Node2>(&format!("<n{some}/>")).is_ok());
    assert!(fault::<Node2>(&format!("<n{some} a77=''/>")).contains("`a77` stands twice"));
    let names: String = (0..100_000).map(|number| format!(" xmlns:a{number}='u{number}'")).collect();
    assert!(fault::<Node2>(&format!("<n{names}/>")).contains("more than 1000 namespaces"));
}

#[test]
fn streams() {
    let items: String = (0..1000).map(|number| format!("<Item>{number}</Item><Other><Item/></Other>")).collect();
    let text = format!("<Items xmlns='urn:a'>{items}</Items>");
    let settings = ReadSettings::default();
    let read = xml::children::<i64>(text.as_bytes(), ("urn:a", "Items"), ("urn:a", "Item"), &settings).unwrap();
    assert_eq!(read.map(Result::unwrap).sum::<i64>(), 499_500);
    let cut = &text.as_bytes()[..text.len() - 40];
    let mut read = xml::children::<i64>(cut, ("urn:a", "Items"), ("urn:a", "Item"), &settings).unwrap();
    assert!(read.by_ref().any(|item| item.is_err()));
    assert!(read.next().is_none());
    let mut out = Vec::new();
    xml::to_writer(&mut out, &Certificate::default(), &WriteSettings::default()).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><SubscriptionCertificate xmlns=\"{NS}\"/>")
    );
}

/// A document as it comes, of as many items as are asked for.
#[cfg(target_os = "linux")]
struct Endless {
    items: usize,
    step: usize,
    left: &'static [u8],
}

#[cfg(target_os = "linux")]
impl std::io::Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.left.is_empty() {
            self.left = match self.step {
                0 => b"<Items xmlns='urn:a'>",
                step if step <= self.items => {
                    b"<Pair of='x'>1.5<!-- a comment, so that there is more to read than to keep --></Pair>\n"
                }
                step if step == self.items + 1 => b"</Items>",
                _ => b"",
            };
            self.step += 1;
        }
        let count = self.left.len().min(out.len());
        out[..count].copy_from_slice(&self.left[..count]);
        self.left = &self.left[count..];
        Ok(count)
    }
}

/// The most memory that the process has taken, in kB.
#[cfg(target_os = "linux")]
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_stream_of_children_takes_no_more_memory_the_longer_it_is() {
    let read = |items: usize| {
        let document = Endless { items, step: 0, left: b"" };
        let settings = ReadSettings::default();
        let pairs = xml::children::<Pair>(document, ("urn:a", "Items"), ("urn:a", "Pair"), &settings).unwrap();
        assert_eq!(pairs.map(Result::unwrap).count(), items);
    };
    read(10_000);
    let before = peak();
    read(60_000);
    // Other tests run beside this one; what is kept of so many would show all the same.
    assert!(peak() < before + 5_000, "{before} kB, then {} kB", peak());
}
