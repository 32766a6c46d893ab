//! Simple types and their values (Part 2).

use super::{read, schema, wrap};
use crate::ir::{Literal, Shape, WhiteSpace};
use crate::xsd::Options;

fn simple(inner: &str) -> String {
    schema(&format!("<xs:simpleType name='T'>{inner}</xs:simpleType>")).shown("T")
}

#[test]
fn ranges_choose_the_width() {
    let of = |base: &str, facets: &str| simple(&format!("<xs:restriction base='xs:{base}'>{facets}</xs:restriction>"));
    let range = |least: &str, most: &str| {
        of("integer", &format!("<xs:minInclusive value='{least}'/><xs:maxInclusive value='{most}'/>"))
    };
    assert_eq!(range("0", "100"), "U8");
    assert_eq!(range("-1", "100"), "I8");
    assert_eq!(range("0", "18446744073709551615"), "U64");
    assert_eq!(range("0", "18446744073709551616"), "BigInt");
    assert_eq!(of("integer", "<xs:minInclusive value='0'/>"), "BigInt");
    assert_eq!(of("nonNegativeInteger", "<xs:maxExclusive value='256'/>"), "U8");
    assert_eq!(of("positiveInteger", "<xs:totalDigits value='3'/>"), "U16");
    assert_eq!(of("integer", "<xs:totalDigits value='3'/>"), "I16");
    // A width that was chosen stays.
    assert_eq!(of("int", "<xs:minInclusive value='0'/><xs:maxInclusive value='9'/>"), "I32");
    assert_eq!(of("decimal", "<xs:fractionDigits value='0'/>"), "Decimal");
}

#[test]
fn built_in_types_keep_their_value_spaces() {
    let names = [
        ("string", "String"),
        ("boolean", "Bool"),
        ("float", "XmlFloat"),
        ("double", "XmlDouble"),
        ("decimal", "Decimal"),
        ("dateTime", "XmlDateTime"),
        ("date", "XmlDate"),
        ("time", "XmlTime"),
        ("duration", "Duration"),
        ("gYearMonth", "Gregorian(YearMonth)"),
        ("hexBinary", "Hex"),
        ("base64Binary", "Base64"),
        ("anyURI", "Uri"),
        ("QName", "QName"),
        ("NMTOKENS", "[String]"),
        ("unsignedByte", "U8"),
        ("long", "I64"),
        ("negativeInteger", "BigInt"),
        ("anyType", "Any"),
        ("anySimpleType", "Any"),
    ];
    for (name, shown) in names {
        let lowered = schema(&format!(
            "<xs:complexType name='T'><xs:sequence><xs:element name='e' type='xs:{name}'/></xs:sequence></xs:complexType>"
        ));
        assert_eq!(lowered.shown("T"), format!("e: {shown} <u:e>"));
    }
}

#[test]
fn facets_are_limits_and_narrow_step_by_step() {
    let lowered = schema(
        "<xs:simpleType name='A'><xs:restriction base='xs:token'><xs:pattern value='a+'/><xs:pattern value='b+'/><xs:maxLength value='9'/></xs:restriction></xs:simpleType>\
         <xs:simpleType name='T'><xs:restriction base='t:A'><xs:pattern value='.b?'/><xs:minLength value='2'/></xs:restriction></xs:simpleType>",
    );
    assert!(lowered.diags.is_empty());
    let limits = &lowered.ty("T").limits;
    assert_eq!(limits.patterns, ["(a+)|(b+)", ".b?"]);
    assert_eq!((limits.min_length, limits.max_length), (Some(2), Some(9)));
    assert_eq!(limits.white_space, Some(WhiteSpace::Collapse));
}

#[test]
fn enumerations_are_open_unless_asked_otherwise() {
    let inner = "<xs:simpleType name='T'><xs:restriction base='xs:token'><xs:enumeration value=' + '/><xs:enumeration value='-'/>\
                 <xs:enumeration value='1.0'/><xs:enumeration value='a'/><xs:enumeration value='A'/><xs:enumeration value='a'/></xs:restriction></xs:simpleType>";
    assert_eq!(schema(inner).shown("T"), "+ - 1.0 a A ..");
    let closed = Options { closed_enums: true, ..Options::default() };
    assert_eq!(read(&[("t.xsd", &wrap(inner))], &closed).shown("T"), "+ - 1.0 a A");
}

#[test]
fn enumerations_of_numbers_are_numbers() {
    let of = |base: &str, values: &[&str]| {
        let values: String = values.iter().map(|v| format!("<xs:enumeration value='{v}'/>")).collect();
        simple(&format!("<xs:restriction base='xs:{base}'>{values}</xs:restriction>"))
    };
    assert_eq!(of("int", &["1", "+2", "-3"]), "i32 1 +2 -3 ..");
    assert_eq!(of("integer", &["0", "300"]), "Int(U16) 0 300 ..");
    assert_eq!(of("decimal", &["1.0", "1.50"]), "1.0 1.50 ..");
}

#[test]
fn lists_and_unions() {
    assert_eq!(simple("<xs:list itemType='xs:int'/>"), "[I32]");
    assert_eq!(
        simple(
            "<xs:list><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value='a'/></xs:restriction></xs:simpleType></xs:list>"
        ),
        "[a ..]"
    );
    assert_eq!(simple("<xs:union memberTypes='xs:int xs:date'/>"), "| int: I32\n| date: XmlDate");
    // Listed words beside any text are a list that is open.
    let words = "<xs:simpleType><xs:restriction base='xs:token'><xs:enumeration value='auto'/></xs:restriction></xs:simpleType>";
    let closed = Options { closed_enums: true, ..Options::default() };
    let union = format!("<xs:simpleType name='T'><xs:union memberTypes='xs:token'>{words}</xs:union></xs:simpleType>");
    assert_eq!(read(&[("t.xsd", &wrap(&union))], &closed).shown("T"), "auto ..");
    let union = format!("<xs:simpleType name='T'><xs:union memberTypes='xs:int'>{words}</xs:union></xs:simpleType>");
    assert_eq!(read(&[("t.xsd", &wrap(&union))], &closed).shown("T"), "| int: I32\n| ~known: auto");
    assert_eq!(
        simple(
            "<xs:union memberTypes='xs:language'><xs:simpleType><xs:restriction base='xs:string'><xs:enumeration value=''/></xs:restriction></xs:simpleType></xs:union>"
        ),
        "String"
    );
}

#[test]
fn defaults_are_values_of_their_type() {
    let lowered = schema(
        "<xs:simpleType name='Level'><xs:restriction base='xs:int'/></xs:simpleType>\
         <xs:complexType name='T'><xs:attribute name='a' type='t:Level' default=' 7 '/><xs:attribute name='b' type='xs:boolean' default='1'/>\
         <xs:attribute name='c' type='xs:NMTOKENS' default='x y'/><xs:attribute name='d' type='xs:QName' default='t:q'/>\
         <xs:attribute name='e' type='xs:double' default='INF'/><xs:attribute name='f' type='xs:string' fixed=' z '/></xs:complexType>",
    );
    assert!(lowered.diags.is_empty());
    let Shape::Record(record) = &lowered.ty("T").shape else { panic!() };
    let text = |t: &str| Literal::String(t.to_owned());
    let values: Vec<Literal> = record.fields.iter().filter_map(|f| f.default.clone().or(f.fixed.clone())).collect();
    assert_eq!(
        values,
        [
            Literal::Number("7".to_owned()),
            Literal::Bool(true),
            Literal::List(vec![text("x"), text("y")]),
            text("{u}q"),
            text("INF"),
            text(" z "),
        ]
    );
}

#[test]
fn attribute_groups_and_global_attributes() {
    let lowered = schema(
        "<xs:attribute name='g' type='xs:int' default='1'/>\
         <xs:attributeGroup name='In'><xs:attribute ref='t:g'/><xs:attribute name='l' type='xs:int' use='required'/></xs:attributeGroup>\
         <xs:attributeGroup name='Out'><xs:attributeGroup ref='t:In'/><xs:anyAttribute namespace='##other'/></xs:attributeGroup>\
         <xs:complexType name='T'><xs:attributeGroup ref='t:Out'/></xs:complexType>",
    );
    assert_eq!(
        lowered.shown("T"),
        "@g: I32? in u default Number(\"1\")\n@l: I32\n~other attributes: String* any attribute"
    );
}
