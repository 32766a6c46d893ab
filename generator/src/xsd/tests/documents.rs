//! Several documents: include, import, redefine, chameleons, what is not there (Part 1, 4.2).

use std::fs;

use super::{Lowered, read};
use crate::diag::Diagnostics;
use crate::ir::build::Key;
use crate::ir::{Builder, Shape, Space};
use crate::source::{Catalogued, Place, Sources};
use crate::xsd::{Input, Options, is_schema, lower};

fn files(files: &[(&str, &str)]) -> Lowered {
    let texts: Vec<(&str, String)> = files
        .iter()
        .map(|(name, inner)| {
            let text = if inner.starts_with("<xs:schema") {
                inner.replacen("<xs:schema", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'", 1)
            } else {
                super::wrap(inner)
            };
            (*name, text)
        })
        .collect();
    let borrowed: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    read(&borrowed, &Options::default())
}

#[test]
fn includes_share_a_namespace_even_in_a_circle() {
    let lowered = files(&[
        (
            "d/a.xsd",
            "<xs:include schemaLocation='sub/b.xsd'/><xs:complexType name='A'><xs:attribute name='b' type='t:B'/></xs:complexType>",
        ),
        (
            "d/sub/b.xsd",
            "<xs:include schemaLocation='../a.xsd'/><xs:simpleType name='B'><xs:restriction base='xs:int'/></xs:simpleType>",
        ),
    ]);
    assert_eq!(lowered.shown("A"), "@b: B?");
    let mut names = lowered.names();
    names.sort();
    assert_eq!(names, ["A", "B"]);
}

#[test]
fn imports_bring_another_namespace() {
    let lowered = files(&[
        (
            "a.xsd",
            "<xs:import namespace='v' schemaLocation='b.xsd'/><xs:complexType name='R'><xs:sequence><xs:element ref='w:b' xmlns:w='v'/><xs:element name='a' type='t:A'/></xs:sequence></xs:complexType><xs:complexType name='A'/>",
        ),
        (
            "b.xsd",
            "<xs:schema targetNamespace='v' xmlns='v'><xs:import namespace='u' schemaLocation='a.xsd'/><xs:element name='b' type='A'/><xs:complexType name='A'/></xs:schema>",
        ),
    ]);
    assert_eq!(lowered.shown("R"), "b: A <v:b>\na: A <u:a>");
    let named_a = lowered.api.types.iter().filter_map(|(_, t)| t.name.as_ref()).filter(|name| name.text == "A");
    let namespaces: Vec<_> = named_a.filter_map(|name| name.namespace.as_deref()).collect();
    assert_eq!(namespaces, ["v", "u"], "two namespaces may have a type of one name");
}

#[test]
fn an_import_without_a_location_finds_what_stands_beside() {
    let lowered = files(&[
        ("a.xsd", "<xs:import namespace='v'/><xs:element name='r' type='w:B' xmlns:w='v'/>"),
        (
            "b.xsd",
            "<xs:schema targetNamespace='v'><xs:simpleType name='B'><xs:restriction base='xs:int'/></xs:simpleType></xs:schema>",
        ),
    ]);
    assert_eq!(lowered.shown("r"), "= B");
}

#[test]
fn a_chameleon_takes_the_namespace_of_each_who_includes_it() {
    let common = "<xs:schema elementFormDefault='qualified'><xs:complexType name='C'><xs:sequence><xs:element name='x'><xs:complexType>\
                  <xs:attribute name='y' type='N'/></xs:complexType></xs:element></xs:sequence></xs:complexType>\
                  <xs:simpleType name='N'><xs:restriction base='xs:int'/></xs:simpleType></xs:schema>";
    let lowered = files(&[
        ("a.xsd", "<xs:include schemaLocation='c.xsd'/><xs:import namespace='v' schemaLocation='b.xsd'/>"),
        ("b.xsd", "<xs:schema targetNamespace='v'><xs:include schemaLocation='c.xsd'/></xs:schema>"),
        ("c.xsd", common),
    ]);
    assert!(lowered.diags.is_empty(), "{:?}", lowered.said());
    let mut elements = Vec::new();
    for (_, ty) in lowered.api.types.iter().filter(|(_, ty)| ty.name.as_ref().is_some_and(|n| n.text == "C")) {
        let Shape::Record(record) = &ty.shape else { panic!() };
        let field = &record.fields[0];
        elements.push((super::place(field.wire.xml.as_ref()), field.ty));
    }
    let places: Vec<&str> = elements.iter().map(|(place, _)| place.as_str()).collect();
    // Named on the command line too, it is a schema without a namespace by itself.
    assert_eq!(places, [" <x>", " <u:x>", " <v:x>"]);
    assert_ne!(elements[1].1, elements[2].1, "what has no name in them is two types all the same");
}

#[test]
fn a_redefinition_takes_the_place_of_what_it_changes() {
    let lowered = files(&[
        (
            "a.xsd",
            "<xs:redefine schemaLocation='b.xsd'>\
             <xs:complexType name='P'><xs:complexContent><xs:extension base='t:P'><xs:sequence><xs:element name='more' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
             <xs:simpleType name='S'><xs:restriction base='t:S'><xs:maxInclusive value='5'/></xs:restriction></xs:simpleType>\
             <xs:group name='G'><xs:sequence><xs:group ref='t:G'/><xs:element name='h' type='xs:int'/></xs:sequence></xs:group>\
             <xs:attributeGroup name='AG'><xs:attributeGroup ref='t:AG'/><xs:attribute name='n' type='xs:int'/></xs:attributeGroup>\
             </xs:redefine>",
        ),
        (
            "b.xsd",
            "<xs:complexType name='P'><xs:sequence><xs:element name='p' type='xs:int'/></xs:sequence></xs:complexType>\
             <xs:simpleType name='S'><xs:restriction base='xs:int'/></xs:simpleType>\
             <xs:group name='G'><xs:sequence><xs:element name='g' type='xs:int'/></xs:sequence></xs:group>\
             <xs:attributeGroup name='AG'><xs:attribute name='m' type='xs:int'/></xs:attributeGroup>\
             <xs:complexType name='User'><xs:sequence><xs:element name='p' type='t:P'/><xs:group ref='t:G'/></xs:sequence><xs:attributeGroup ref='t:AG'/></xs:complexType>",
        ),
    ]);
    assert_eq!(lowered.shown("P"), "from POriginal\nmore: I32 <u:more>");
    assert_eq!(lowered.ty("S").limits.maximum.as_ref().unwrap().value, "5");
    assert_eq!(lowered.shown("User"), "p: P <u:p>\ng: I32 <u:g>\nh: I32 <u:h>\n@m: I32?\n@n: I32?");
}

#[test]
fn the_attributes_of_xml_need_no_file() {
    let lowered = files(&[(
        "a.xsd",
        "<xs:import namespace='http://www.w3.org/XML/1998/namespace' schemaLocation='http://www.w3.org/2001/xml.xsd'/>\
         <xs:complexType name='T'><xs:attribute ref='xml:lang'/><xs:attribute ref='xml:space' use='required'/></xs:complexType>",
    )]);
    let xml = "http://www.w3.org/XML/1998/namespace";
    assert_eq!(lowered.shown("T"), format!("@lang: String? in {xml}\n@space: default preserve .. in {xml}"));
}

#[test]
fn nothing_is_fetched_and_each_absence_is_said_once() {
    let lowered = files(&[(
        "a.xsd",
        "<xs:import namespace='v' schemaLocation='http://example.org/v.xsd'/>\n<xs:include schemaLocation='none.xsd'/>\n\
         <xs:element name='a' type='w:X' xmlns:w='v'/><xs:element name='b' type='w:Y' xmlns:w='v'/>\n\
         <xs:element name='c' type='n:Z' xmlns:n='nowhere'/><xs:element name='d' type='n:Z2' xmlns:n='nowhere'/>",
    )]);
    assert_eq!(
        lowered.said(),
        [
            "XS0006:3 there is no file `none.xsd`",
            "XS0010:5 no file describes the namespace `nowhere`",
            "XS0007:2 `http://example.org/v.xsd` is on the web, where nothing is fetched",
        ]
    );
    assert_eq!(lowered.shown_despite("a"), "= Any", "what is there is read");
}

#[test]
fn an_import_of_which_nothing_is_used_need_not_be_there() {
    let lowered = files(&[(
        "a.xsd",
        "<xs:import namespace='v' schemaLocation='http://example.org/v.xsd'/>\n<xs:import namespace='w' schemaLocation='w.xsd'/>\n\
         <xs:element name='a' type='xs:int'/>",
    )]);
    assert_eq!(
        lowered.said(),
        [
            "XS0007:2 `http://example.org/v.xsd` is on the web, where nothing is fetched",
            "XS0006:3 there is no file `w.xsd`",
        ]
    );
    assert!(!lowered.diags.has_errors(), "they are warnings");
}

#[test]
fn a_catalogue_maps_locations_and_namespaces_to_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("v.xsd");
    fs::write(&path, "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='v'><xs:element name='e' type='xs:int'/></xs:schema>").unwrap();
    for known_by in ["http://example.org/v.xsd", "v"] {
        let entry = Catalogued { name: known_by.to_owned(), path: path.clone(), place: Place::NOWHERE };
        let options = Options { catalogue: vec![entry], ..Options::default() };
        let text = super::wrap("<xs:import namespace='v' schemaLocation='http://example.org/v.xsd'/>");
        assert_eq!(read(&[("a.xsd", &text)], &options).shown("e"), "= I32");
    }
}

#[test]
fn files_are_found_relative_to_who_names_them() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("my sub")).unwrap();
    let root = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='my%20sub/b.xsd'/></xs:schema>";
    fs::write(folder.path().join("a.xsd"), root).unwrap();
    fs::write(folder.path().join("my sub/b.xsd"), root.replace("my%20sub/b.xsd", "../c.xsd")).unwrap();
    let leaf = root.replace("<xs:include schemaLocation='my%20sub/b.xsd'/>", "<xs:element name='e' type='xs:int'/>");
    fs::write(folder.path().join("c.xsd"), leaf).unwrap();
    let mut sources = Sources::new();
    let file = sources.load(&folder.path().join("a.xsd")).unwrap();
    let (mut builder, mut diags) = (Builder::new(), Diagnostics::new());
    lower(&mut sources, &[file.into()], &mut builder, &mut diags, &Options::default());
    assert!(diags.is_empty());
    assert!(builder.get(&Key::Xml(Space::Element, None, "e".to_owned())).is_some());
}

#[test]
fn a_schema_inside_another_document_is_read_with_its_prefixes() {
    let mut sources = Sources::new();
    let text = "<a xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='u'><xs:schema targetNamespace='u'>\
                <xs:element name='e' type='t:S'/><xs:simpleType name='S'><xs:restriction base='xs:int'/></xs:simpleType></xs:schema></a>";
    let file = sources.add("a.xml", text);
    let start = text.find("<xs:schema").unwrap();
    let (mut builder, mut diags) = (Builder::new(), Diagnostics::new());
    lower(&mut sources, &[Input::Inline { file, start }], &mut builder, &mut diags, &Options::default());
    assert!(diags.is_empty());
    assert!(builder.get(&Key::Xml(Space::Element, Some("u".to_owned()), "e".to_owned())).is_some());
}

#[test]
fn what_another_front_end_asks_for_is_defined() {
    let mut sources = Sources::new();
    let file = sources.add("a.xsd", super::wrap("<xs:element name='e' type='t:E'/><xs:complexType name='E'/>"));
    let mut builder = Builder::new();
    let xs = Some("http://www.w3.org/2001/XMLSchema".to_owned());
    let text = builder.refer(Key::Xml(Space::Plain, xs, "token".to_owned()), Place::NOWHERE);
    let element = builder.refer(Key::Xml(Space::Element, Some("u".to_owned()), "e".to_owned()), Place::NOWHERE);
    let nothing = builder.refer(Key::Xml(Space::Element, Some("u".to_owned()), "f".to_owned()), Place::NOWHERE);
    let mut diags = Diagnostics::new();
    lower(&mut sources, &[file.into()], &mut builder, &mut diags, &Options::default());
    let codes: Vec<&str> = diags.iter().map(|d| d.code.0).collect();
    assert_eq!(codes, ["XS0009"], "only the element that nothing defines");
    assert!(builder.dangling().is_empty());
    let api = builder.finish();
    assert!(matches!(api.types[text].shape, Shape::Scalar(_)));
    assert!(matches!(api.types[element].shape, Shape::Record(_)), "the element is its type, not another name of it");
    assert!(matches!(api.types[nothing].shape, Shape::Any));
}

#[test]
fn schemas_are_known_by_their_root() {
    assert!(is_schema("<?xml version='1.0'?><!-- x --><s:schema xmlns:s='http://www.w3.org/2001/XMLSchema'/>"));
    assert!(!is_schema("<schema xmlns='http://example.org'/>"));
    assert!(!is_schema("openapi: 3.0.0"));
}

#[test]
fn copies_of_a_document_in_several_folders_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let schema = |body: &str| format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>{body}</xs:schema>");
    let (one, two) = ("<xs:include schemaLocation='file:one/c.xsd'/>", "<xs:include schemaLocation='two/c.xsd'/>");
    fs::write(at("a.xsd"), schema(&format!("{one}{two}"))).unwrap();
    for sub in ["one", "two"] {
        fs::create_dir(at(sub)).unwrap();
        fs::write(at(sub).join("c.xsd"), schema("<xs:element name='e' type='xs:int'/>")).unwrap();
    }
    let codes = || {
        let mut sources = Sources::new();
        let file = sources.load(&at("a.xsd")).unwrap();
        let (mut builder, mut diags) = (Builder::new(), Diagnostics::new());
        lower(&mut sources, &[file.into()], &mut builder, &mut diags, &Options::default());
        assert!(builder.get(&Key::Xml(Space::Element, None, "e".to_owned())).is_some());
        diags.iter().map(|d| d.code.0).collect::<Vec<_>>()
    };
    assert!(codes().is_empty());
    fs::write(at("two/c.xsd"), schema("<xs:element name='e' type='xs:long'/>")).unwrap();
    assert_eq!(codes(), ["XS0011"], "what differs is no copy");
}
