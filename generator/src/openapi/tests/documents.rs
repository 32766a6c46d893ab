//! Reading: versions, syntax, references, other files.

use super::*;
use crate::diag::Level;
use crate::openapi::{codes, is_openapi};
use crate::source::Allowed;
use std::path::Path;

#[test]
fn documents_are_told_by_their_content() {
    for text in [
        "openapi: 3.0.0",
        "# a\n---\nswagger: '2.0'\n",
        "\u{FEFF}{\"info\": {\"openapi\": 1}, \"swagger\" : \"2.0\"}",
        "{'a': 'it\\'s', \"openapi\": \"3.1.0\"}",
        "\"openapi\": 3.0.0\n",
        "---\n  # b\n  info: {}\n  swagger: \"2.0\"\n",
        "--- {info: {title: it}, openapi: 3.0.0}",
        "{openapi: 3.0.0}",
    ] {
        assert!(is_openapi(text), "{text}");
    }
    for text in [
        "{\"info\": {\"openapi\": \"3.0.0\"}, \"x\": \"openapi\"}",
        "a:\n  openapi: 3\n",
        "  a:\n    openapi: 3\n",
        "{a: {openapi: 3}, b: openapi}",
        "<xs:schema/>",
        "",
        "{\"openapi",
    ] {
        assert!(!is_openapi(text), "{text}");
    }
}

#[test]
fn what_is_no_openapi_is_one_error() {
    for (text, code) in [
        ("a: 'b", codes::SYNTAX),
        ("{\"a\": ]", codes::SYNTAX),
        ("openapi: 4.0.0", codes::VERSION),
        ("swagger: []", codes::VERSION),
        ("paths: {}", codes::NOT_OPENAPI),
        ("[]", codes::NOT_OPENAPI),
        ("", codes::NOT_OPENAPI),
    ] {
        let lowered = document(text);
        let said: Vec<_> = lowered.diags.iter().map(|d| d.code).collect();
        assert_eq!(said, [code], "{text}");
    }
}

#[test]
fn yaml_as_people_write_it() {
    let lowered = document(
        "openapi: 3.0.3\r\ninfo: {title: 7, version: 1.10}\r\npaths:\r\n  /a:\r\n    get:\r\n      responses:\r\n        200: &ok {description: ok}\r\n        201:\r\n          <<: *ok\r\n",
    )
    .clean();
    assert_eq!((lowered.api.info.title.as_str(), lowered.api.info.version.as_str()), ("7", "1.10"));
    let operation = lowered.api.operations.iter().next().unwrap().1;
    assert_eq!(operation.responses.len(), 2);
    assert_eq!(operation.responses[1].doc.description.as_deref(), Some("ok"));
}

#[test]
fn keys_that_stand_twice_are_told() {
    let lowered = document("openapi: 3.0.3\ninfo: {}\npaths: {}\ninfo: {title: b}\n");
    assert_eq!(lowered.diags.iter().map(|d| d.code).collect::<Vec<_>>(), [codes::REPEATED_KEY]);
    assert_eq!(lowered.api.info.title, "b");
    // What is lost is an error, and what is the same, or prose, is none.
    for (paths, errors) in [
        (r#""/a": {"get": {"responses": {}}}, "/a": {"post": {"responses": {}}}"#, 1),
        (r#""/a": {"get": {}, "x-b": {"c": 1, "c": 2}}, "/a": {"get": {}, "x-b": {"c": 1, "c": 2}}"#, 2),
        (r#""/a": {"get": {"parameters": [{"example": {"c": [{"d": 1, "d": 2}]}}]}}"#, 0),
        (r#""/a": {"properties": {"example": {"c": 1, "c": 2}}}"#, 1),
        (r#""/a": {"get": {}, "summary": "a"}, "/a": {"summary": "a", "get": {}}"#, 0),
        (r#""/a": {"summary": "a", "description": "b", "summary": "c", "description": "d"}"#, 0),
    ] {
        let json = format!(r#"{{"openapi": "3.0.3", "info": {{}}, "paths": {{{paths}}}}}"#);
        for text in [format!("# YAML\n{json}"), json] {
            let lowered = document(&text);
            let twice: Vec<Level> =
                lowered.diags.iter().filter(|it| it.code == codes::REPEATED_KEY).map(|it| it.level).collect();
            assert!(!twice.is_empty(), "{text}");
            assert_eq!(twice.iter().filter(|level| **level == Level::Error).count(), errors, "{text}");
        }
    }
}

#[test]
fn references_into_other_files() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "root.yaml",
        r"
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /pets: {$ref: 'paths/pets.yaml'}
components:
  schemas:
    Box: {properties: {whole: {$ref: schemas/Whole.json}, part: {$ref: 'schemas/more.yaml#/Part'}, away: {$ref: ../away.yaml}, web: {$ref: 'https://x.test/a.json#/A'}}}
",
    );
    write(
        "paths/pets.yaml",
        "get:\n  operationId: list\n  parameters:\n  - $ref: '../schemas/more.yaml#/limit%20it'\n  responses:\n    '200':\n      description: d\n      content: {application/json: {schema: {$ref: '../root.yaml#/components/schemas/Box'}}}\n",
    );
    write(
        "schemas/Whole.json",
        r##"{"type": "object", "properties": {"again": {"$ref": "#"}, "part": {"$ref": "more.yaml#/Part"}}}"##,
    );
    write(
        "schemas/more.yaml",
        "Part: {type: object, properties: {whole: {$ref: Whole.json}}}\nlimit it: {name: limit, in: query, schema: {type: integer}}\n",
    );
    let (mut sources, mut builder, mut diags) = (Sources::new(), Builder::new(), Diagnostics::new());
    let file = sources.load(&folder.path().join("root.yaml")).unwrap();
    let copy = Allowed::Copy { url: "https://x.test".to_owned(), path: folder.path().join("schemas") };
    let options = Options { allow: vec![copy], ..Options::default() };
    lower(&mut sources, file, &mut builder, &mut diags, &options);
    let lowered = Lowered { api: builder.finish(), sources, diags };
    assert_eq!(lowered.ty("Box"), "{whole?: Whole, part?: Part, away?: any, web?: any}");
    assert_eq!(lowered.ty("Whole"), "{again?: Whole, part?: Part}");
    assert_eq!(lowered.ty("Part"), "{whole?: Whole}");
    let operation = lowered.api.operations.iter().next().unwrap().1;
    assert_eq!(operation.params[0].name.text, "limit");
    let place = |name: &str| format!("OA0010 /components/schemas/Box/properties/{name}/$ref");
    assert_eq!(lowered.said(), [place("away"), place("web")]);
}

#[test]
fn a_file_that_cannot_be_read_costs_what_refers_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("root.json");
    std::fs::write(&root, r##"{"openapi": "3.0.0", "info": {"description": {"$ref": "a.md"}}, "paths": {}, "components": {"schemas": {"A": {"properties": {"b": {"$ref": "b.yaml"}, "c": {"$ref": "c.yaml"}}}}}}"##).unwrap();
    std::fs::write(folder.path().join("a.md"), "# A: 'title").unwrap();
    std::fs::write(folder.path().join("b.yaml"), "a: 'b").unwrap();
    let (mut sources, mut builder, mut diags) = (Sources::new(), Builder::new(), Diagnostics::new());
    let file = sources.load(Path::new(&root)).unwrap();
    lower(&mut sources, file, &mut builder, &mut diags, &Options::default());
    let lowered = Lowered { api: builder.finish(), sources, diags };
    assert_eq!(lowered.api.info.doc.description.as_deref(), Some("# A: 'title"));
    let place = |name: &str| format!("OA0010 /components/schemas/A/properties/{name}/$ref");
    assert_eq!(lowered.said(), [place("b"), place("c")]);
    assert_eq!(lowered.diags.iter().next().unwrap().labels.len(), 1);
}

#[test]
fn references_that_lead_nowhere() {
    let lowered = schemas(
        r"
A: {properties: {a: {$ref: '#/components/schemas/Gone'}, b: {$ref: '#nowhere'}, c: {$ref: 'B'}, d: {$ref: '#/components/schemas/A/properties/e/properties/x'}, e: {$ref: '#/components/schemas/E'}}}
E: {properties: {x: {type: string}}}
",
    );
    assert_eq!(lowered.ty("A"), "{a?: any, b?: any, c?: any, d?: String, e?: E}");
    let place = |name: &str| format!("OA0010 /components/schemas/A/properties/{name}/$ref");
    assert_eq!(lowered.said(), [place("a"), place("b"), place("c")]);
}

#[test]
fn anchors_and_recursive_references() {
    let lowered = schemas_of(
        "3.1.0",
        r"
A: {$anchor: here, properties: {a: {$ref: '#here'}, b: {$dynamicRef: '#tree'}}}
T: {$dynamicAnchor: tree, type: array, items: {$dynamicRef: '#tree'}}
R: {$recursiveAnchor: true, properties: {r: {type: array, items: {$recursiveRef: '#'}}}}
",
    )
    .clean();
    assert_eq!(lowered.ty("A"), "{a?: A, b?: T}");
    assert_eq!(lowered.ty("T"), "[T]");
    assert_eq!(lowered.ty("R"), "{r?: [R]}");
}

#[test]
fn a_long_chain_of_references_is_no_deep_call() {
    let mut text = String::new();
    for number in 0..4_000 {
        text.push_str(&format!(
            "    S{number}: {{properties: {{n: {{$ref: '#/components/schemas/S{}'}}}}}}\n",
            number + 1
        ));
    }
    let lowered = document(&format!(
        "openapi: 3.0.3\ninfo: {{}}\npaths: {{}}\ncomponents:\n  schemas:\n{text}    S4000: {{type: string}}\n"
    ))
    .clean();
    assert_eq!(lowered.ty("S3999"), "{n?: S4000}");
}
