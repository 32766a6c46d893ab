//! Markup, piece by piece: what is found in a document does not depend on how it comes, and nothing is taken for
//! well-formed that a second parser does not.

use std::io::Read;

use super::*;

const DOCUMENT: &str = "<?xml version='1.0'?>\n<!DOCTYPE free [<!ELEMENT a '>'> <!-- ]> --> <?x ]> ?>]>\n<?pi > ?><!-- > - -->\
    <free xmlns:p=\"urn:p\" a='1' p:b = \"&lt;>&#x20AC;\t'\">ä\r\n€ \u{10FFFF}<![CDATA[]>]] <&amp;>]]>&amp;&#65;\r<p:a \
    xmlns='urn:d' ><b/>long enough to be looked at in blocks, with a é and a\nline end</p:a\n><!-- - --><c xmlns:q='urn:q'\n\
    q:d=\"q:e\"></c>\r</free><!-- end -->\n";

/// Gives so many bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(out.len());
        let (now, later) = self.0.split_at(count);
        out[..count].copy_from_slice(now);
        self.0 = later;
        Ok(count)
    }
}

fn stream(bytes: &[u8], step: usize) -> Result<Free, xml::Error> {
    xml::from_reader(Trickle(bytes, step), &ReadSettings::default())
}

/// Whether the second parser finds nothing wrong.
fn well_formed(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return true,
            Ok(quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag)) => {
                if tag.attributes().any(|attribute| attribute.is_err()) {
                    return false;
                }
            }
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[test]
fn a_document_is_the_same_however_it_comes() {
    let whole: Free = read(DOCUMENT);
    let Node::Text(text) = &whole.nodes[0] else { panic!("{whole:?}") };
    assert_eq!(text, "ä\n€ \u{10FFFF}]>]] <&amp;>&A\n");
    for step in 1..70 {
        assert_eq!(stream(DOCUMENT.as_bytes(), step).unwrap(), whole, "{step} bytes at a time");
    }
    let utf_16: Vec<u8> = DOCUMENT.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for step in 1..9 {
        assert_eq!(stream(&utf_16, step).unwrap(), whole, "{step} bytes at a time");
    }
}

#[test]
fn a_part_of_a_document_is_none() {
    let end = DOCUMENT.find("</free>").unwrap() + "</free>".len();
    for cut in 0..end {
        let part = &DOCUMENT.as_bytes()[..cut];
        let error = xml::from_slice::<Free>(part).unwrap_err();
        assert!(error.offset().is_some_and(|offset| offset <= cut as u64), "{cut}: {error}");
        for step in [1, 7, 1000] {
            assert!(stream(part, step).is_err(), "{cut}");
        }
    }
}

/// Every byte of a document replaced by what means something, and left out: read alike in all ways, never with a panic.
#[test]
fn what_is_well_formed_for_one_is_for_all() {
    let bytes = DOCUMENT.as_bytes();
    let mut read = 0;
    for at in 0..bytes.len() {
        for other in [
            &b"<"[..],
            b">",
            b"&",
            b";",
            b"\"",
            b"'",
            b"/",
            b"!",
            b"?",
            b"[",
            b"]",
            b"-",
            b"=",
            b":",
            b" ",
            b"\r",
            b"x",
            b"\xC3",
            b"\0",
            b"",
        ] {
            let mut changed = bytes[..at].to_vec();
            changed.extend_from_slice(other);
            changed.extend_from_slice(&bytes[at + 1..]);
            let whole = xml::from_slice::<Free>(&changed);
            let shown = String::from_utf8_lossy(&changed);
            if whole.is_ok() {
                read += 1;
                assert!(well_formed(&shown), "{shown}");
            }
            for step in [1, 5] {
                let streamed = stream(&changed, step);
                assert_eq!(streamed.as_ref().ok(), whole.as_ref().ok(), "{shown}: {streamed:?}, {whole:?}");
            }
        }
    }
    assert!(read > 1000, "{read}");
}

/// Bytes that are no text, in every place of a document, and split over what comes at once.
#[test]
fn bytes_that_are_not_utf_8() {
    let document = "<free><pä q='é'>x\u{10FFFF}y</pä><!-- ü --></free>";
    for bad in [&b"\xFF"[..], b"\xC3", b"\xE2\x82", b"\xED\xA0\x80", b"\xC0\xAF", b"\xF5\x80\x80\x80", b"\x80"] {
        for (at, _) in document.char_indices() {
            let mut changed = document.as_bytes()[..at].to_vec();
            changed.extend_from_slice(bad);
            changed.extend_from_slice(&document.as_bytes()[at..]);
            let error = xml::from_slice::<Free>(&changed).unwrap_err();
            assert_eq!((error.message(), error.offset()), ("bytes that are not UTF-8", Some(at as u64)));
            for step in [1, 2, 3, 4, 1000] {
                let error = stream(&changed, step).unwrap_err();
                assert!(error.offset().is_some_and(|offset| offset <= at as u64), "{error}");
            }
        }
    }
    // The end within a character.
    let error = stream(b"<free/>\n\xE2\x82", 1).unwrap_err();
    assert_eq!(error.message(), "bytes that are not UTF-8");
}
