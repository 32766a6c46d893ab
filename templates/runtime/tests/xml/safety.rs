//! What no document may do, however it is made: take the stack, or memory and time without bounds.

use super::*;

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
    let error = fault::<Heavy>(&deep(200));
    assert!(error.contains("more than 1048576 bytes of the stack; `ReadSettings::max_stack`"), "{error}");
    let least = ReadSettings { max_stack: 100 * 1024, ..ReadSettings::default() };
    let error = xml::from_str_with::<Heavy>(&deep(10), &least).unwrap_err();
    assert!(error.message().contains("more than 102400 bytes of the stack"), "{error}");
    let most = ReadSettings { max_stack: 28 * 1024 * 1024, max_depth: 1000, ..ReadSettings::default() };
    let read = move || xml::from_str_with::<Heavy>(&deep(500), &most).is_ok();
    assert!(std::thread::Builder::new().stack_size(32 * 1024 * 1024).spawn(read).unwrap().join().unwrap());
    let deep = |depth: usize| format!("{}{}", "<n>".repeat(depth), "</n>".repeat(depth));
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
    assert!(fault::<Node2>(&format!("<n{names}/>")).contains("more than 1000 declarations of namespaces"));
}

/// What counts is what is in scope: a document may declare any number of namespaces.
#[test]
fn namespaces_out_of_scope() {
    let one = |number: usize| format!("<p{number}:x xmlns:p{number}=\"urn:{number}\" p{number}:a=\"\"/>");
    let many: String = (0..3000).map(one).collect();
    let is_same = |text: &str| assert!(write(&read::<Free>(text)) == text);
    is_same(&format!("<free>{many}</free>"));
    // Those around and between them keep their meaning.
    let text = format!(
        "<free><o:x xmlns:o=\"urn:o\">{many}<q:y xmlns:q=\"urn:2999\" xmlns:r=\"urn:new\">{many}<r:z q:a=\"\" o:a=\"\" \
         xml:lang=\"\"/></q:y><o:x/></o:x></free>"
    );
    is_same(&text);
    let stream = xml::from_reader::<Free>(text.as_bytes(), &ReadSettings::default()).unwrap();
    assert!(stream == read::<Free>(&text));
    let aliases = [("", "urn:none"), ("urn:7", "urn:2001")];
    let settings = ReadSettings { aliases: &aliases, ..ReadSettings::default() };
    let text = format!("<free xmlns='urn:free'><l>{many}<x xmlns=''/></l></free>");
    let name = ("urn:free", "free");
    let free: AnyElement = xml::from_slice_as(text.as_bytes(), &settings, name).unwrap();
    let inner: Vec<_> = free.elements().flat_map(AnyElement::elements).collect();
    assert_eq!((inner[7].namespace.as_str(), inner[2001].namespace.as_str()), ("urn:2001", "urn:2001"));
    assert_eq!(inner[3000].namespace.as_str(), "urn:none");
}

#[test]
fn entities_are_not_expanded() {
    let laughs: String = (1..30).map(|n| format!("<!ENTITY l{n} '&l{};&l{};'>", n - 1, n - 1)).collect();
    let cases = [
        (format!("<!DOCTYPE n [<!ENTITY l0 'ha'>{laughs}]><n>&l29;</n>"), "`&l29;` is no reference"),
        ("<!DOCTYPE n [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><n>&x;</n>".to_owned(), "`&x;` is no reference"),
        (
            "<!DOCTYPE n [<!ENTITY % x SYSTEM 'http://localhost/x'> %x;]><n/>".to_owned(),
            "parameter entities is refused",
        ),
        ("<!DOCTYPE n SYSTEM 'http://localhost/x'><n>&x;</n>".to_owned(), "`&x;` is no reference"),
        ("<!DOCTYPE n [<!ENTITY x 'y'>]><n><unknown>&x;</unknown></n>".to_owned(), "`&x;` is no reference"),
        ("<!DOCTYPE n [<!ENTITY x 'y'>]><n a='&x;'/>".to_owned(), "`&x;` is no reference"),
        ("<n>&x;</n>".to_owned(), "`&x;` is no reference"),
        ("<n a='&x;'/>".to_owned(), "`&x;` is no reference"),
    ];
    for (text, part) in cases {
        for error in [
            xml::from_str::<Node2>(&text).unwrap_err(),
            xml::from_reader::<Node2>(text.as_bytes(), &ReadSettings::default()).unwrap_err(),
        ] {
            assert!(error.message().contains(part) && error.offset().is_some(), "{text}: {error}");
        }
    }
}

#[test]
fn entities_that_nothing_refers_to_are_passed_over() {
    for text in [
        "<!DOCTYPE free [<!ENTITY ee SYSTEM 'http://localhost/x'>]><free><x>a</x></free>",
        "<!DOCTYPE free [<!NOTATION g SYSTEM 'g'><!ENTITY e SYSTEM 'e.gif' NDATA g>]><free><x>a</x></free>",
        "<!DOCTYPE free [<!ENTITY amp '&#38;#38;'>]><free><x>a</x></free>",
    ] {
        assert_eq!(xml::from_str::<Free>(text).unwrap(), xml::from_str::<Free>("<free><x>a</x></free>").unwrap());
    }
}

#[test]
fn attributes_that_stand_twice() {
    let twelve: String = (0..12).map(|number| format!(" a{number}='' p:a{number}=''")).collect();
    for (attributes, name) in [
        (" a='' a=''".to_owned(), "a"),
        (" p:a='' q:a=''".to_owned(), "a"),
        (format!("{twelve} q:a7=''"), "a7"),
        (" xmlns:r='u' xmlns:r='v'".to_owned(), "xmlns:r"),
    ] {
        let text = format!("<n><x xmlns:p='u' xmlns:q='u'{attributes}/></n>");
        let error = xml::from_str::<Node2>(&text).unwrap_err();
        assert_eq!(error.message(), format!("the attribute `{name}` stands twice"));
        assert!(error.position().is_some());
    }
    same::<Free>("<free><x xmlns:p=\"u\" xmlns:q=\"v\" a=\"\" p:a=\"\" q:a=\"\"/></free>");
}

/// What begins, and then goes on without an end.
struct Endless {
    begin: &'static [u8],
    on: &'static [u8],
    given: usize,
}

impl std::io::Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        for byte in out.iter_mut() {
            let mut all = self.begin.iter().chain(self.on.iter().cycle());
            let at =
                self.given.checked_sub(self.begin.len()).map_or(self.given, |at| self.begin.len() + at % self.on.len());
            *byte = *all.nth(at).unwrap();
            self.given += 1;
        }
        Ok(out.len())
    }
}

#[test]
fn nothing_is_longer_than_the_limit() {
    const MOST: usize = 200_000;
    let settings = ReadSettings { max_text: MOST, ..ReadSettings::default() };
    let cases: [(&[u8], &[u8], &str); 14] = [
        (b"<free>", b"text ", "a text of more than 200000 bytes"),
        (b"<free>", b"\r\n", "a text of more than"),
        (b"<free>", b"&lt;", "a text of more than"),
        (b"<free>", b"<![CDATA[text]]>", "a text of more than"),
        (b"<free>", b"t<!-- -->", "a text of more than"),
        (b"<free><![CDATA[", b"]] ", "a tag, comment or section of more than 200000 bytes"),
        (b"<free><!--", b"- ", "a tag, comment or section"),
        (b"<free><?a", b"? ", "a tag, comment or section"),
        (b"<!DOCTYPE a [", b"<!ELEMENT b ANY> ", "a tag, comment or section"),
        (b"<", b"n", "a tag, comment or section"),
        (b"<free a='", b"v ", "a tag, comment or section"),
        (b"<free ", b"a='' ", "an element with more than 10000 attributes"),
        (b"<free>&", b"x", "a tag, comment or section"),
        (b"<free>", b"<a>", "nested deeper than 256"),
    ];
    for (begin, on, part) in cases {
        let error = xml::from_reader::<Free>(Endless { begin, on, given: 0 }, &settings).unwrap_err();
        let shown = String::from_utf8_lossy(on);
        assert!(error.message().contains(part), "{shown}: {error}");
        assert!(error.offset().is_some_and(|offset| offset < 10 * MOST as u64), "{shown}: {error}");
    }
    // A document that is there as a whole has no less of limits.
    for text in [format!("<free>{}</free>", "t".repeat(MOST + 1)), format!("<free>{}</free>", "&lt;".repeat(MOST + 1))]
    {
        assert!(xml::from_str_with::<Free>(&text, &settings).unwrap_err().message().contains("a text of more than"));
        assert!(xml::from_str::<Free>(&text).is_ok());
    }
    // What is passed over is no text.
    let skipped = format!("<n><x>{}</x></n>", "t".repeat(MOST + 1));
    assert!(xml::from_reader::<Node2>(skipped.as_bytes(), &settings).is_ok());
}

#[test]
fn elements_nested_without_end_in_a_stream() {
    for (begin, depth) in [(&b"<n>"[..], 256), (b"<n><x/>", 256), (b"<n><x>", 256)] {
        let document = Endless { begin, on: b"<n>", given: 0 };
        let error = xml::from_reader::<Node2>(document, &ReadSettings::default()).unwrap_err();
        assert!(error.message().contains(&format!("nested deeper than {depth}")), "{error}");
        assert!(error.offset().is_some_and(|offset| offset < 1000), "{error}");
    }
}
