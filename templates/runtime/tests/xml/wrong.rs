//! What is wrong with a document, and where.

use super::*;

#[test]
fn wrong_documents() {
    let cases: &[(&str, &str)] = &[
        ("", "the document has no root element at line 1 column 1"),
        ("  <!-- -->", "the document has no root element"),
        ("<n/><n/>", "a second root element"),
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
        ("<n>&#0;</n>", "`&#0;` is no reference that can be resolved: XML has no such character"),
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
    let outside = [
        ("x<n/>", "line 1 column 1"),
        ("<!-- -->\n x<n/>", "line 2 column 2"),
        ("<n/>x", "line 1 column 5"),
        ("<n></n>\n&#32;", "line 2 column 1"),
        ("<n/><![CDATA[ ]]>", "line 1 column 5"),
    ];
    for (text, place) in outside {
        assert_eq!(fault::<Node2>(text), format!("text outside of the root element at {place}"), "{text}");
    }
    let error = xml::from_reader::<Node2>(&b"<!-- -->\n x<n/>"[..], &ReadSettings::default()).unwrap_err();
    assert_eq!(error.to_string(), "text outside of the root element at byte 10");
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

/// What no field takes is passed over, or refused where the settings say so.
#[test]
fn unknown_content() {
    fn judge<T: XmlRoot + FromXml>(text: &str, part: &str) {
        assert!(xml::from_str::<T>(text).is_ok(), "{text}");
        let strict = ReadSettings { unknown: xml::UnknownContent::Refuse, ..ReadSettings::default() };
        match (xml::from_str_with::<T>(text, &strict), part) {
            (Ok(_), "") => {}
            (Ok(_), _) => panic!("{text}: taken, and `{part}` expected"),
            (Err(error), part) => assert!(!part.is_empty() && error.to_string().contains(part), "{text}: {error}"),
        }
        let mut pieces = text.as_bytes();
        assert_eq!(xml::from_reader::<T>(&mut pieces, &strict).is_ok(), part.is_empty(), "{text}");
    }
    let xsi = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
    judge::<Node2>("<n>\n <n> <!-- blank --> </n>&#32;<?x y?></n>", "");
    judge::<Node2>(&format!("<n {xsi} xsi:schemaLocation='a b' xsi:type='n'/>"), "");
    judge::<Node2>("<n><n/>\n <m><n/></m></n>", "`n/m`: the element `m` is not known here at line 2 column 5");
    judge::<Node2>("<n><n xmlns='urn:x'/></n>", "the element `n` of `urn:x` is not known here");
    judge::<Node2>("<n><n a='1'/></n>", "`n/n`: the attribute `a` is not known here");
    judge::<Node2>("<n xmlns:p='urn:x' p:a='1'/>", "the attribute `a` of `urn:x` is not known here");
    judge::<Node2>("<n>x<n/></n>", "the text `x` stands where there may be elements only");
    judge::<Node2>("<n><n/> y </n>", "the text `y` stands");
    judge::<Node2>("<n><![CDATA[z]]></n>", "the text `z` stands");
    judge::<Node2>(&format!("<n>{}</n>", "ä".repeat(50)), &format!("the text `{}..` stands", "ä".repeat(40)));
    // A type that a value of a simple type says it has, and could not keep.
    let xs = format!("{xsi} xmlns:xs='http://www.w3.org/2001/XMLSchema'");
    judge::<OneOf>(&format!("<OneOf xmlns='urn:a' {xs}><x xsi:type=' xs:string '>a</x></OneOf>"), "");
    let refused = "`OneOf/x`: the type `token` of `http://www.w3.org/2001/XMLSchema` (`xsi:type`) is not known here";
    judge::<OneOf>(&format!("<OneOf xmlns='urn:a' {xs}><x xsi:type='xs:token'>a</x></OneOf>"), refused);
    judge::<OneOf>(
        &format!("<OneOf xmlns='urn:a' {xs}><x xsi:type='Code'>a</x></OneOf>"),
        "the type `Code` of `urn:a`",
    );
    // Simple content, lists, choices, nothing at all.
    judge::<OneOf>("<OneOf xmlns='urn:a'><x>a</x></OneOf>", "");
    judge::<OneOf>("<OneOf xmlns='urn:a'><x a=''>a</x></OneOf>", "the attribute `a` is not known here");
    judge::<OneOf>("<OneOf xmlns='urn:a'><y> </y></OneOf>", "");
    judge::<OneOf>("<OneOf xmlns='urn:a'><y>1</y></OneOf>", "the text `1` stands");
    judge::<Everything>(
        "<Everything xmlns='urn:a' k='1'><Name/><Nick/><Any>1</Any><Items><Item>1</Item></Items></Everything>",
        "",
    );
    judge::<Everything>(
        "<Everything xmlns='urn:a'><Name/><Nick/><Items><Item>1</Item><x/></Items></Everything>",
        "the element `x` of `urn:a` is not known here",
    );
    judge::<Everything>(
        "<Everything xmlns='urn:a'>text<Name/><Nick/></Everything>",
        "the text `text` stands where there may be elements only",
    );
    judge::<Shuffled>("<s><b/><d/></s>", "the element `d` is not known here");
    judge::<Paragraph>("<p xmlns='urn:a'>text<b>more</b></p>", "");
    // The children of a long document, which are read one by one.
    let strict = ReadSettings { unknown: xml::UnknownContent::Refuse, ..ReadSettings::default() };
    let mut children = xml::children::<Node2>(&b"<r><n/>stray<n/></r>"[..], ("", "r"), ("", "n"), &strict).unwrap();
    assert!(children.next().unwrap().is_ok());
    assert!(children.next().unwrap().unwrap_err().to_string().contains("the text `stray` stands"));
    assert!(children.next().is_none());
}

/// No value is made of a text with an element in it, whatever is said of unknown content.
#[test]
fn elements_within_text() {
    let strict = ReadSettings { unknown: xml::UnknownContent::Refuse, ..ReadSettings::default() };
    for content in ["a<b/>", "<b/>", "<b/>a", " <!-- --><b>c</b>"] {
        let text = format!("<OneOf xmlns='urn:a'><x>{content}</x></OneOf>");
        for said in [fault::<OneOf>(&text), xml::from_str_with::<OneOf>(&text, &strict).unwrap_err().to_string()] {
            assert!(
                said.starts_with("`OneOf/x/b`: the element `b` stands where there may be text only at line 1"),
                "{said}"
            );
        }
    }
    assert!(xml::from_str::<OneOf>("<OneOf xmlns='urn:a'><x>a<!-- b --><?c d?>e</x></OneOf>").is_ok());
}
