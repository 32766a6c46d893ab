//! Whole documents: their encodings, their namespaces, their children one by one.

use super::runtime::scalar::Base64;
use super::*;

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
    // Half of a pair of units is no character.
    let text = "\u{FEFF}<Subscription>\n  <é>?</é>".encode_utf16().map(|unit| if unit == 63 { 0xD800 } else { unit });
    let broken: Vec<u8> = text.flat_map(u16::to_le_bytes).collect();
    let error = xml::from_slice::<Certificate>(&broken).unwrap_err();
    assert_eq!(error.to_string(), "bytes that are not UTF-16LE at line 2 column 6");
    assert_eq!(error.offset(), Some(21));
    let mut utf_8 = b"<a>\n <b>".to_vec();
    utf_8.push(0xFF);
    let error = xml::from_slice::<Certificate>(&utf_8).unwrap_err();
    assert_eq!(error.to_string(), "bytes that are not UTF-8 at line 2 column 5");
    let mut latin =
        format!("<?xml version=\"1.0\" encoding='ISO-8859-1'?>{}", plain.replace("AB CD", "?")).into_bytes();
    let at = latin.iter().rposition(|byte| *byte == b'?').unwrap();
    latin[at] = 0xE9;
    assert_eq!(xml::from_slice::<Certificate>(&latin).unwrap().thumbprint.as_deref(), Some("é"));
    latin.splice(30..40, *b"utf-8'    ");
    assert!(xml::from_slice::<Certificate>(&latin).is_err());
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
