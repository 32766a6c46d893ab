//! Mistakes in schemas: each is said once, with its line, and costs no more than what it stands in.

use super::schema;
use crate::diag::Level;

fn said(inner: &str) -> Vec<String> {
    schema(inner).said()
}

#[test]
fn each_mistake_has_its_code_and_line() {
    for (inner, expected) in [
        ("<xs:complexTyp name='T'/>", "XS0002:2 `complexTyp` cannot stand at the top of a schema"),
        ("<xs:complexType name='T'><xs:elem/></xs:complexType>", "XS0002:2 `elem` cannot stand here in `complexType`"),
        ("<xs:complexType name='T'>text</xs:complexType>", "XS0002:2 text cannot stand in `complexType`"),
        ("<xs:complexType name='T' mixd='true'/>", "XS0003:2 `complexType` has no attribute `mixd` here"),
        ("<xs:complexType name='T' mixed='yes'/>", "XS0004:2 `mixed` is `true` or `false`, not `yes`"),
        ("<xs:complexType/>", "XS0005:2 `complexType` needs the attribute `name`"),
        ("<xs:simpleType name='T'/>", "XS0005:2 a simple type needs a `restriction`, a `list` or a `union`"),
        ("<xs:element name='a' type='t:Nope'/>", "XS0009:2 there is no type `{u}Nope`"),
        ("<xs:complexType name='T'><xs:group ref='t:G'/></xs:complexType>", "XS0009:2 there is no group `{u}G`"),
        ("<xs:element name='a'/>\n<xs:element name='a'/>", "XS0011:3 `a` is defined twice"),
        (
            "<xs:group name='G'><xs:sequence><xs:group ref='t:G'/></xs:sequence></xs:group><xs:complexType name='T'><xs:group ref='t:G'/></xs:complexType>",
            "XS0012:2 the group `G` contains itself",
        ),
        (
            "<xs:simpleType name='A'><xs:restriction base='t:A'><xs:length value='1'/></xs:restriction></xs:simpleType>",
            "XS0012:2 the simple type `A` is made from itself",
        ),
        (
            "<xs:complexType name='A'><xs:complexContent><xs:extension base='t:A'/></xs:complexContent></xs:complexType>",
            "XS0012:2 the type is derived from itself",
        ),
        (
            "<xs:complexType name='C'/><xs:complexType name='T'><xs:attribute name='a' type='t:C'/></xs:complexType>",
            "XS0014:2 `C` is not a simple type",
        ),
        (
            "<xs:simpleType name='T'><xs:restriction base='xs:string'><xs:length value='-1'/></xs:restriction></xs:simpleType>",
            "XS0015:2 `length` is a whole number, not `-1`",
        ),
        (
            "<xs:simpleType name='T'><xs:restriction base='xs:int'><xs:enumeration value='x'/></xs:restriction></xs:simpleType>",
            "XS0015:2 `x` is not a value of the base type",
        ),
        (
            "<xs:simpleType name='T'><xs:restriction base='xs:int'><xs:minInclusive value='x'/></xs:restriction></xs:simpleType>",
            "XS0015:2 `minInclusive` is a value of the base type, not `x`",
        ),
        (
            "<xs:simpleType name='T'><xs:restriction base='xs:int'><xs:length value='1'/></xs:restriction></xs:simpleType>",
            "XS0015:2 `length` limits nothing of this type",
        ),
        ("<xs:element name='a:b'/>", "XS0004:2 `name` is a name of XML without a colon, not `a:b`"),
        ("<xs:element name='a' type='xs:int' default='x'/>", "XS0021:2 the default `x` is no value of its type"),
        (
            "<xs:attribute name='a' type='xs:byte' fixed='300'/>",
            "XS0021:2 the fixed value `300` is no value of its type",
        ),
        (
            "<xs:complexType name='T'><xs:assert test='x'/></xs:complexType>",
            "XS0016:2 `assert` of XML Schema 1.1 has no effect",
        ),
        (
            "<xs:simpleType name='T'><xs:restriction base='xs:QName'><xs:enumeration value='t:a'/></xs:restriction></xs:simpleType>",
            "XS0017:2 names with prefixes are not made an enumeration",
        ),
        (
            "<xs:complexType name='C'/><xs:complexType name='T'><xs:simpleContent><xs:extension base='t:C'/></xs:simpleContent></xs:complexType>",
            "XS0018:2 `C` has no simple content to start from",
        ),
        ("<xs:element name='a' type='p:T'/>", "XM0002:2 the prefix `p` is not bound to a namespace"),
        (
            "<xs:complexType name='T'><xs:sequence minOccurs='3' maxOccurs='2'><xs:element name='a' type='xs:int'/></xs:sequence></xs:complexType>",
            "XS0004:2 at least 3 and at most 2 contradict",
        ),
    ] {
        assert_eq!(said(inner), [expected], "{inner}");
    }
}

/// XML Schema 1.1, Part 1, 3.12: an alternative that lets an element have more is an error, one that does not is none.
#[test]
fn alternatives_that_are_lost_are_errors() {
    let levels = |declared: &str, alternative: &str| {
        let lowered = schema(&format!(
            "<xs:element name='e' {declared}><xs:alternative test='@k' {alternative}/></xs:element>\
             <xs:complexType name='T'/><xs:complexType name='M'><xs:complexContent><xs:extension base='t:T'>\
             <xs:sequence><xs:element name='m' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>",
        ));
        assert!(lowered.said().iter().all(|said| said.starts_with("XS0016:2")), "{:?}", lowered.said());
        lowered.diags.iter().map(|one| one.level).collect::<Vec<_>>()
    };
    assert_eq!(levels("type='t:T'", "type='t:M'"), [Level::Error]);
    assert_eq!(levels("type='t:T'", "type='t:T'"), [Level::Warning]);
    assert_eq!(levels("type='t:T'", "type='xs:error'"), [Level::Warning]);
    assert_eq!(levels("type='xs:anyType'", "type='t:M'"), [Level::Warning]);
    assert_eq!(levels("", "type='t:M'"), [Level::Warning]);
}

#[test]
fn one_run_says_all_of_them_and_reads_the_rest() {
    let lowered = schema(
        "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='t:Nope'/>\n<xs:element name='b' type='xs:int'/>\n\
         <xs:element type='xs:int'/></xs:sequence></xs:complexType>\n<xs:element name='r' type='t:nope'/>",
    );
    assert_eq!(
        lowered.said(),
        [
            "XS0005:4 `element` needs the attribute `name`",
            "XS0009:2 there is no type `{u}Nope`",
            "XS0009:5 there is no type `{u}nope`",
        ]
    );
    assert_eq!(lowered.shown_despite("T"), "a: Any <u:a>\nb: I32 <u:b>");
}

#[test]
fn names_that_are_nearly_right_are_offered() {
    let lowered = schema("<xs:element name='a' type='t:order'/><xs:complexType name='Order'/>");
    let helps: Vec<&String> = lowered.diags.iter().flat_map(|d| &d.help).collect();
    assert_eq!(helps, ["there is `{u}Order`"]);
}

#[test]
fn types_that_derive_from_each_other_come_to_an_end() {
    let lowered = schema(
        "<xs:complexType name='A'><xs:complexContent><xs:extension base='t:B'><xs:sequence><xs:element name='a' type='t:A'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
         <xs:complexType name='B'><xs:complexContent><xs:extension base='t:A'><xs:sequence><xs:element name='b' type='t:B'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
         <xs:element name='x' substitutionGroup='t:y'/><xs:element name='y' substitutionGroup='t:x'/>\
         <xs:simpleType name='U'><xs:union memberTypes='t:U xs:int'/></xs:simpleType>\
         <xs:simpleType name='L'><xs:list itemType='t:L'/></xs:simpleType>",
    );
    assert!(lowered.said().iter().all(|s| s.starts_with("XS0012")), "{:?}", lowered.said());
    assert!(lowered.diags.iter().len() >= 3, "{:?}", lowered.said());
}

#[test]
fn what_is_no_schema_is_said() {
    use super::read;
    use crate::xsd::Options;
    let other = read(&[("a.rng", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>")], &Options::default());
    assert_eq!(
        other.said(),
        [
            "XS0001:1 this is no XML Schema: its root is `grammar` of the namespace `http://relaxng.org/ns/structure/1.0`"
        ]
    );
    let cut =
        read(&[("a.xsd", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element")], &Options::default());
    assert!(cut.said()[0].starts_with("XM0001"), "{:?}", cut.said());
}
