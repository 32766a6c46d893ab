//! The types that are built into XML Schema (Part 2, 3), and the attributes of the namespace `xml`.

use crate::ir::{Bound, Gregorian, Int, Limits, Scalar, WhiteSpace};

/// What a built-in type is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Builtin {
    /// One value, with what further limits it.
    Atomic(Scalar, Limits),
    /// Values of another built-in type, separated by blanks.
    List(&'static str),
    /// Any element content (`anyType`).
    Anything,
}

/// The built-in type of this name.
pub(super) fn find(local: &str) -> Option<Builtin> {
    let text = |white_space| Builtin::Atomic(Scalar::String, Limits { white_space, ..Limits::default() });
    let plain = |scalar| Builtin::Atomic(scalar, Limits::default());
    let bound = |value: &str| Some(Bound { value: value.to_owned(), exclusive: false });
    Some(match local {
        "anyType" => Builtin::Anything,
        "string" | "anySimpleType" | "anyAtomicType" | "untypedAtomic" => text(None),
        "normalizedString" => text(Some(WhiteSpace::Replace)),
        "token" | "language" | "Name" | "NCName" | "NMTOKEN" | "ID" | "IDREF" | "ENTITY" => {
            text(Some(WhiteSpace::Collapse))
        }
        "NMTOKENS" => Builtin::List("NMTOKEN"),
        "IDREFS" => Builtin::List("IDREF"),
        "ENTITIES" => Builtin::List("ENTITY"),
        "boolean" => plain(Scalar::Bool),
        "decimal" => plain(Scalar::Decimal),
        "float" => plain(Scalar::XmlFloat),
        "double" => plain(Scalar::XmlDouble),
        "duration" | "dayTimeDuration" | "yearMonthDuration" => plain(Scalar::Duration),
        "dateTime" | "dateTimeStamp" => plain(Scalar::XmlDateTime),
        "time" => plain(Scalar::XmlTime),
        "date" => plain(Scalar::XmlDate),
        "gYear" => plain(Scalar::Gregorian(Gregorian::Year)),
        "gYearMonth" => plain(Scalar::Gregorian(Gregorian::YearMonth)),
        "gMonth" => plain(Scalar::Gregorian(Gregorian::Month)),
        "gMonthDay" => plain(Scalar::Gregorian(Gregorian::MonthDay)),
        "gDay" => plain(Scalar::Gregorian(Gregorian::Day)),
        "hexBinary" => plain(Scalar::Hex),
        "base64Binary" => plain(Scalar::Base64),
        "anyURI" => plain(Scalar::Uri),
        "QName" | "NOTATION" => plain(Scalar::QName),
        "byte" => plain(Scalar::Int(Int::I8)),
        "short" => plain(Scalar::Int(Int::I16)),
        "int" => plain(Scalar::Int(Int::I32)),
        "long" => plain(Scalar::Int(Int::I64)),
        "unsignedByte" => plain(Scalar::Int(Int::U8)),
        "unsignedShort" => plain(Scalar::Int(Int::U16)),
        "unsignedInt" => plain(Scalar::Int(Int::U32)),
        "unsignedLong" => plain(Scalar::Int(Int::U64)),
        "integer" => plain(Scalar::BigInt),
        "nonNegativeInteger" => Builtin::Atomic(Scalar::BigInt, Limits { minimum: bound("0"), ..Limits::default() }),
        "positiveInteger" => Builtin::Atomic(Scalar::BigInt, Limits { minimum: bound("1"), ..Limits::default() }),
        "nonPositiveInteger" => Builtin::Atomic(Scalar::BigInt, Limits { maximum: bound("0"), ..Limits::default() }),
        "negativeInteger" => Builtin::Atomic(Scalar::BigInt, Limits { maximum: bound("-1"), ..Limits::default() }),
        _ => return None,
    })
}

/// The narrowest width that holds all of `least..=greatest`; one without a sign where nothing is negative.
pub(super) fn narrowest(least: i128, greatest: i128) -> Option<Int> {
    [Int::U8, Int::I8, Int::U16, Int::I16, Int::U32, Int::I32, Int::U64, Int::I64]
        .into_iter()
        .find(|int| int.holds(least) && int.holds(greatest))
}

/// A schema of the attributes that XML itself defines (XML 1.0, 2.10 and 2.12; XML Base; xml:id), for schemas that import
/// their namespace and name no file for it.
pub(super) const XML_NAMESPACE: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:xml="http://www.w3.org/XML/1998/namespace" targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:string">
    <xs:annotation><xs:documentation>The language of the text, as a tag of BCP 47; empty for none.</xs:documentation></xs:annotation>
  </xs:attribute>
  <xs:attribute name="space">
    <xs:annotation><xs:documentation>Whether blanks in the text matter.</xs:documentation></xs:annotation>
    <xs:simpleType>
      <xs:restriction base="xs:NCName"><xs:enumeration value="default"/><xs:enumeration value="preserve"/></xs:restriction>
    </xs:simpleType>
  </xs:attribute>
  <xs:attribute name="base" type="xs:anyURI">
    <xs:annotation><xs:documentation>The address that relative references start from.</xs:documentation></xs:annotation>
  </xs:attribute>
  <xs:attribute name="id" type="xs:ID">
    <xs:annotation><xs:documentation>The name of the element within its document.</xs:documentation></xs:annotation>
  </xs:attribute>
  <xs:attributeGroup name="specialAttrs">
    <xs:attribute ref="xml:base"/><xs:attribute ref="xml:lang"/><xs:attribute ref="xml:space"/><xs:attribute ref="xml:id"/>
  </xs:attributeGroup>
</xs:schema>
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_width_is_chosen() {
        assert_eq!(narrowest(0, 100), Some(Int::U8));
        assert_eq!(narrowest(-1, 100), Some(Int::I8));
        assert_eq!(narrowest(0, 65_536), Some(Int::U32));
        assert_eq!(narrowest(-1, 3_000_000_000), Some(Int::I64));
        assert_eq!(narrowest(0, i128::from(u64::MAX)), Some(Int::U64));
        assert_eq!(narrowest(0, i128::from(u64::MAX) + 1), None);
    }
}
