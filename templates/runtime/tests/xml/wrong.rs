//! What is wrong with a document, and where.

use super::*;

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
        ("<!DOCTYPE n [<!ENTITY a 'b'>]><n>&a;</n>", "entities of a document are not expanded"),
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
