//! Prefixes that a description has for namespaces, and names that have no namespace of their own.

use super::runtime::{self, xml};
use super::{PLAIN, read};
use runtime::xml::{QName, WriteSettings};

#[derive(Clone, Debug, Default, PartialEq)]
struct Order {
    lang: Option<String>,
    note: Option<String>,
    lines: Vec<Line>,
    total: Option<String>,
    kind: Option<QName>,
}
xml::record! {
    Order {
        lang: optional attribute "urn:l" "lang",
        note: optional element "urn:c" "note",
        lines: many element "urn:o" "line",
        total: optional element "urn:c" "total",
        kind: optional element "urn:o" "kind",
    }
}
xml::root!(Order, "urn:o", "order", &[("c", "urn:c"), ("l", "urn:l"), ("t", "urn:t")]);

#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    text: Option<String>,
    tax: Option<String>,
}
xml::record! { Line { text: optional element "*" "text", tax: optional element "urn:t" "tax" } }

fn line(text: &str) -> Line {
    Line { text: Some(text.to_owned()), tax: None }
}

#[track_caller]
fn is_written(value: &Order, settings: &WriteSettings<'_>, text: &str) {
    assert_eq!(xml::to_string_with(value, settings).unwrap(), text);
    assert_eq!(read::<Order>(text), *value);
}

#[test]
fn only_what_is_used_is_declared() {
    is_written(&Order::default(), &PLAIN, "<order xmlns=\"urn:o\"/>");
    let mut order = Order { note: Some("n".into()), total: Some("1".into()), ..Order::default() };
    let text = "<order xmlns=\"urn:o\" xmlns:c=\"urn:c\"><c:note>n</c:note><c:total>1</c:total></order>";
    is_written(&order, &PLAIN, text);
    order.lang = Some("de".into());
    let text = "<order xmlns=\"urn:o\" xmlns:l=\"urn:l\" xmlns:c=\"urn:c\" l:lang=\"de\"><c:note>n</c:note>\
        <c:total>1</c:total></order>";
    is_written(&order, &PLAIN, text);
}

#[test]
fn settings_come_first() {
    let order = Order { note: Some("n".into()), ..Order::default() };
    let settings = WriteSettings { prefixes: &[("x", "urn:c")], ..PLAIN };
    is_written(&order, &settings, "<order xmlns:x=\"urn:c\" xmlns=\"urn:o\"><x:note>n</x:note></order>");
    let settings = WriteSettings { prefixes: &[("c", "urn:o")], ..PLAIN };
    is_written(&order, &settings, "<c:order xmlns:c=\"urn:o\" xmlns:ns1=\"urn:c\"><ns1:note>n</ns1:note></c:order>");
    let settings = WriteSettings { prefixes: &[("", "urn:c"), ("o", "urn:o")], ..PLAIN };
    is_written(&order, &settings, "<o:order xmlns=\"urn:c\" xmlns:o=\"urn:o\"><note>n</note></o:order>");
}

#[test]
fn names_in_values_and_prefixes() {
    let name = |namespace: &str| Some(QName { namespace: namespace.into(), local: "x".into(), prefix: None });
    let order = Order { kind: name("urn:t"), ..Order::default() };
    is_written(&order, &PLAIN, "<order xmlns=\"urn:o\" xmlns:t=\"urn:t\"><kind>t:x</kind></order>");
    // A name in no namespace forbids a default one.
    let order = Order { kind: name(""), note: Some("n".into()), ..Order::default() };
    let text = "<ns1:order xmlns:ns1=\"urn:o\" xmlns:c=\"urn:c\"><c:note>n</c:note><ns1:kind>x</ns1:kind></ns1:order>";
    is_written(&order, &PLAIN, text);
}

#[test]
fn a_long_document_declares_at_the_root_what_may_still_come() {
    let mut order = Order { lines: vec![line(&"x".repeat(1000)); 200], ..Order::default() };
    order.lines.push(Line { text: None, tax: Some("7".into()) });
    order.total = Some("1".into());
    let mut out = Vec::new();
    xml::to_writer(&mut out, &order, &PLAIN).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with("<order xmlns=\"urn:o\" xmlns:c=\"urn:c\" xmlns:l=\"urn:l\" xmlns:t=\"urn:t\"><line>"));
    assert!(text.ends_with("<line><t:tax>7</t:tax></line><c:total>1</c:total></order>"));
    assert_eq!(read::<Order>(&text), order);
    // What the whole document does not need is not declared where all of it is at hand.
    let text = xml::to_string_with(&order, &PLAIN).unwrap();
    assert!(text.starts_with("<order xmlns=\"urn:o\" xmlns:t=\"urn:t\" xmlns:c=\"urn:c\"><line>"));
}

#[test]
fn names_without_a_namespace_of_their_own() {
    let order = Order { lines: vec![line("a")], ..Order::default() };
    is_written(&order, &PLAIN, "<order xmlns=\"urn:o\"><line><text>a</text></line></order>");
    for same in [
        "<o:order xmlns:o='urn:o'><o:line><text>a</text></o:line></o:order>",
        "<o:order xmlns:o='urn:o'><o:line><o:text>a</o:text></o:line></o:order>",
        "<order xmlns='urn:o'><line><text xmlns=''>a</text></line></order>",
    ] {
        assert_eq!(read::<Order>(same), order, "{same}");
    }
    // What is of another namespace is something else, with a prefix and as the default one.
    for other in [
        "<order xmlns='urn:o' xmlns:z='urn:z'><line><z:text>a</z:text></line></order>",
        "<order xmlns='urn:o'><line><text xmlns='urn:z'>a</text></line></order>",
        "<o:order xmlns:o='urn:o'><o:line><text xmlns='urn:z'>a</text></o:line></o:order>",
        "<order xmlns='urn:o'><line><text xmlns='urn:z'><text xmlns='urn:o'>a</text></text></line></order>",
    ] {
        assert_eq!(read::<Order>(other).lines, [Line::default()], "{other}");
    }
    // The default one around them may be that of an element farther out.
    for around in [
        "<t:order xmlns:t='urn:o' xmlns='urn:d'><t:line><text>a</text></t:line></t:order>",
        "<t:order xmlns:t='urn:o' xmlns='urn:d' xmlns:d='urn:d'><t:line><d:text>a</d:text></t:line></t:order>",
        "<t:order xmlns:t='urn:o'><t:line xmlns='urn:d'><text>a</text></t:line></t:order>",
    ] {
        assert_eq!(read::<Order>(around), order, "{around}");
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Told {
    Text(Line),
}
xml::untagged! { Told { Text(Line) = parts "text" } closed }

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    A(Line),
    Unknown(xml::AnyElement),
}
xml::tagged! { Kind by child "*" "text" { A(Line) = "a" } open }

#[derive(Clone, Debug, Default, PartialEq)]
struct Holder {
    told: Option<Told>,
    kind: Option<Kind>,
}
xml::record! { Holder { told: optional element "urn:p" "told", kind: optional element "urn:p" "kind" } }
xml::root!(Holder, "urn:o", "holder", &[("p", "urn:p")]);

/// An element that is read again is where it stood.
#[test]
fn names_without_a_namespace_in_what_is_read_again() {
    let holder = Holder { told: Some(Told::Text(line("a"))), kind: Some(Kind::A(line("a"))) };
    let text = "<holder xmlns=\"urn:o\" xmlns:p=\"urn:p\"><p:told><text>a</text></p:told><p:kind><text>a</text></p:kind></holder>";
    let written = xml::to_string_with(&holder, &PLAIN).unwrap();
    assert_eq!((written.as_str(), read::<Holder>(text)), (text, holder.clone()));
    let same = "<holder xmlns='urn:o'><told xmlns='urn:p'><text>a</text></told><kind xmlns='urn:p'><text>a</text></kind></holder>";
    assert_eq!(read::<Holder>(same), holder);
    let foreign = "<holder xmlns='urn:o'><kind xmlns='urn:p'><text xmlns='urn:z'>a</text></kind></holder>";
    assert!(matches!(read::<Holder>(foreign).kind, Some(Kind::Unknown(_))));
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Env {
    data: Option<xml::AnyElement>,
    others: Vec<xml::AnyElement>,
}
xml::record! { Env { data: optional element "urn:t" "data", others: any element not ["urn:t"] } }
xml::root!(Env, "urn:t", "env", &[("t", "urn:t")]);

#[test]
fn a_prefix_that_a_kept_element_declares_is_not_used_for_others() {
    for text in [
        "<env xmlns=\"urn:t\" xmlns:t=\"urn:other\"><data>t:q</data></env>",
        "<env xmlns=\"urn:t\"><data><y xmlns:t=\"urn:other\" t:k=\"1\"/></data></env>",
        "<t:env xmlns:t=\"urn:t\" xmlns=\"urn:b\" xmlns:b=\"urn:other\"><e b:k=\"1\">b:x</e></t:env>",
    ] {
        for prefixes in [&[][..], &[("t", "urn:t")], &[("b", "urn:b"), ("t", "urn:t")]] {
            let value: Env = read(text);
            let written = xml::to_string_with(&value, &WriteSettings { prefixes, ..PLAIN }).unwrap();
            assert_eq!(read::<Env>(&written), value, "{written}");
            let free: xml::AnyElement = read_free(&written);
            assert!(roxmltree::Document::parse(&written).is_ok(), "{written}");
            assert_eq!(free.local, "env");
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Tagged {
    rest: Vec<xml::AnyAttribute>,
}
xml::record! { Tagged { rest: any attribute } }
xml::root!(Tagged, "urn:t", "tagged");

/// What a value that is kept may mean by its place has to be declared where it is written, too.
#[test]
fn names_in_kept_values_keep_their_namespaces() {
    for (text, written) in [
        // A default namespace that no element is in.
        (
            "<t:env xmlns:t=\"urn:t\"><s:schema xmlns:s=\"urn:s\" xmlns=\"urn:own\"><s:e type=\"own\"/></s:schema></t:env>",
            "<t:env xmlns:t=\"urn:t\"><s:schema xmlns:s=\"urn:s\" xmlns=\"urn:own\"><s:e type=\"own\"/></s:schema></t:env>",
        ),
        // Children without a namespace of their own stay without one.
        (
            "<t:env xmlns:t=\"urn:t\"><s:a xmlns:s=\"urn:s\" xmlns=\"urn:own\"><b xmlns=\"\">own</b></s:a></t:env>",
            "<t:env xmlns:t=\"urn:t\"><s:a xmlns:s=\"urn:s\" xmlns=\"urn:own\"><b xmlns=\"\">own</b></s:a></t:env>",
        ),
    ] {
        let value: Env = read(text);
        assert_eq!(xml::to_string_with(&value, &PLAIN).unwrap(), written);
        assert_eq!(read::<Env>(written), value);
    }
    let text = "<tagged xmlns=\"urn:t\" xmlns:s=\"urn:s\" xmlns:w=\"urn:w\" w:array=\"s:string[]\"/>";
    let value: Tagged = read(text);
    let written = xml::to_string_with(&value, &PLAIN).unwrap();
    assert_eq!(written, "<tagged xmlns=\"urn:t\" xmlns:w=\"urn:w\" xmlns:s=\"urn:s\" w:array=\"s:string[]\"/>");
}

/// The whole document as an element of any kind.
fn read_free(text: &str) -> xml::AnyElement {
    xml::from_slice_as(text.as_bytes(), &xml::ReadSettings::default(), ("urn:t", "env")).unwrap()
}

#[test]
fn prefixes_that_cannot_be_declared_are_errors() {
    let order = Order::default();
    for prefix in [("xml", "urn:o"), ("xmlns", "urn:o"), ("1x", "urn:o"), ("a b", "urn:o"), ("a:b", "urn:o"), ("p", "")]
    {
        let settings = WriteSettings { prefixes: &[prefix], ..PLAIN };
        let fault = xml::to_string_with(&order, &settings).unwrap_err().to_string();
        assert!(fault.contains("cannot be declared"), "{fault}");
    }
    // The namespaces of XML itself have their own prefixes (Namespaces in XML, 3).
    for uri in ["http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2000/xmlns/"] {
        for prefix in ["p", ""] {
            let settings = WriteSettings { prefixes: &[(prefix, uri)], ..PLAIN };
            let fault = xml::to_string_with(&order, &settings).unwrap_err().to_string();
            assert!(fault.contains("cannot be declared"), "{fault}");
        }
    }
    let settings = WriteSettings { prefixes: &[("xml", "http://www.w3.org/XML/1998/namespace")], ..PLAIN };
    assert!(xml::to_string_with(&order, &settings).is_ok());
    let kept = xml::AnyElement { declarations: vec![("a b".into(), "urn:x".into())], ..xml::AnyElement::default() };
    let fault = xml::to_string(&Env { data: Some(kept), others: Vec::new() }).unwrap_err().to_string();
    assert!(fault.contains("cannot be declared"), "{fault}");
    let settings = WriteSettings { prefixes: &[("", "urn:x")], ..PLAIN };
    is_written(&order, &settings, "<ns1:order xmlns=\"urn:x\" xmlns:ns1=\"urn:o\"/>");
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Named {
    name: Option<QName>,
}
xml::record! { Named { name: optional element "urn:t" "name" or "{urn:x}foo" } }
xml::root!(Named, "urn:t", "named");

#[test]
fn an_empty_element_may_stand_for_a_name() {
    let name = QName { namespace: "urn:x".into(), local: "foo".into(), prefix: None };
    let named = Named { name: Some(name) };
    assert_eq!(read::<Named>("<t:named xmlns:t=\"urn:t\"><t:name/></t:named>"), named);
    assert_eq!(read::<Named>(&xml::to_string_with(&named, &PLAIN).unwrap()).name.unwrap().local, "foo");
}

#[test]
fn schemas_are_said_where_they_are() {
    let order = Order { note: Some("n".into()), ..Order::default() };
    let locations = [("urn:o", "order.xsd"), ("", "plain.xsd"), ("urn:c", "https://example.com/c.xsd")];
    let settings = WriteSettings { schema_locations: &locations, ..PLAIN };
    let text = "<order xmlns=\"urn:o\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:c=\"urn:c\" \
        xsi:schemaLocation=\"urn:o order.xsd urn:c https://example.com/c.xsd\" \
        xsi:noNamespaceSchemaLocation=\"plain.xsd\"><c:note>n</c:note></order>";
    is_written(&order, &settings, text);
    for wrong in [("urn:o", ""), ("urn:o", "my order.xsd"), ("urn: o", "order.xsd"), ("", " ")] {
        let settings = WriteSettings { schema_locations: &[wrong], ..PLAIN };
        let error = xml::to_string_with(&order, &settings).unwrap_err().to_string();
        assert!(error.contains("cannot be at"), "{error}");
    }
}
