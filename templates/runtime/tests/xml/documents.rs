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

/// Names of charsets are those of IANA, and not the web's, which means pages of codes of Windows by some of them.
#[test]
fn charsets_by_their_names() {
    let document = |label: &str, bytes: &[u8]| {
        let tag = "<SubscriptionCertificateThumbprint>";
        let begin = format!("<?xml version='1.0' encoding='{label}'?><SubscriptionCertificate xmlns='{NS}'>{tag}");
        let end = format!("{}</SubscriptionCertificate>", tag.replace('<', "</"));
        [begin.as_bytes(), bytes, end.as_bytes()].concat()
    };
    let read = |bytes: &[u8]| -> Result<String, String> {
        let settings = ReadSettings::default();
        let whole = xml::from_slice::<Certificate>(bytes).map_err(|error| error.message().to_owned());
        let stream = xml::from_reader::<Certificate>(bytes, &settings).map_err(|error| error.message().to_owned());
        assert_eq!(whole.is_ok(), stream.is_ok());
        assert!(whole.is_err() || whole == stream);
        whole.map(|it| it.thumbprint.unwrap_or_default())
    };
    for (label, bytes, text) in [
        ("ISO-8859-1", &b"\x80\x9F\xE9\xFF"[..], "\u{80}\u{9F}éÿ"),
        ("latin1", b"\x80", "\u{80}"),
        ("windows-1252", b"\x80\xE9", "€é"),
        ("ISO-8859-9", b"\x80\xD0\xFE", "\u{80}Ğş"),
        ("windows-1254", b"\x80\xD0", "€Ğ"),
        ("ISO-8859-11", b"\x85\xA1", "\u{85}ก"),
        ("ISO-8859-2", b"\x80\xA1", "\u{80}Ą"),
        ("ISO-8859-15", b"\x80\xA4", "\u{80}€"),
        ("US-ASCII", b"a~", "a~"),
        ("Shift_JIS", b"\x82\xA0", "あ"),
    ] {
        assert_eq!(read(&document(label, bytes)).as_deref(), Ok(text), "{label}");
    }
    for (label, bytes, fault) in [
        ("US-ASCII", &b"\xE9"[..], "bytes that are not US-ASCII"),
        ("ascii", b"\xC3\xA9", "bytes that are not US-ASCII"),
        ("ISO-8859-11", b"\xFF", "bytes that are not ISO-8859-11"),
        ("UTF-32", b"", "the document is in UTF-32, which is not read; UTF-8 and UTF-16 are"),
        ("ISO-2022-KR", b"", "the encoding \"ISO-2022-KR\" is not known"),
        ("EBCDIC", b"", "the encoding \"EBCDIC\" is not known"),
    ] {
        assert_eq!(read(&document(label, bytes)).unwrap_err(), fault, "{label}");
    }
    let error = xml::from_slice::<Certificate>(&document("US-ASCII", b"a\xE9")).unwrap_err();
    assert_eq!(error.position().map(|(line, _)| line), Some(1));
    let text = "<a/>";
    for mark in ["\u{FEFF}", ""] {
        let wide = |bytes: fn(u32) -> [u8; 4]| -> Vec<u8> {
            mark.chars().chain(text.chars()).flat_map(|character| bytes(u32::from(character))).collect()
        };
        for bytes in [wide(u32::to_le_bytes), wide(u32::to_be_bytes)] {
            assert!(read(&bytes).unwrap_err().contains("is in UTF-32, which is not read"));
        }
    }
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
