//! What the user asks for besides: entries of the configuration, and flags.

use std::fs;

use crate::{CONFIG, NOTHING, SPEC, assert_has, project, project_of, read, run, write};

/// The tests.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("copies_stand_for_addresses_in_xml_too", copies_stand_for_addresses_in_xml_too),
    ("what_is_allowed_or_catalogued_for_nothing_is_said", what_is_allowed_or_catalogued_for_nothing_is_said),
    ("dependencies_of_the_runtime_are_joined_with", dependencies_of_the_runtime_are_joined_with),
    ("the_command_of_a_crate_stands_in_it", the_command_of_a_crate_stands_in_it),
    ("a_crate_may_be_beside_its_configuration", a_crate_may_be_beside_its_configuration),
    ("what_has_no_effect_is_an_error", what_has_no_effect_is_an_error),
    ("two_things_side_by_side_cannot_have_one_name", two_things_side_by_side_cannot_have_one_name),
    ("faults_of_pages_stand_where_they_are_said", faults_of_pages_stand_where_they_are_said),
    ("faults_without_a_place_have_no_bar", faults_without_a_place_have_no_bar),
    ("features_of_every_crate_are_no_modules", features_of_every_crate_are_no_modules),
    ("a_lenient_service_is_shown_as_it_is_written", a_lenient_service_is_shown_as_it_is_written),
    ("sentences_end_once_and_features_stand_once", sentences_end_once_and_features_stand_once),
];

const SCHEMA: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:c='urn:c'>\
    <xs:import namespace='urn:c' schemaLocation='http://schemas.example.com/v1/common.xsd'/>\
    <xs:element name='Order' type='c:Common'/></xs:schema>";

const COMMON: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:c'>\
    <xs:complexType name='Common'><xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence></xs:complexType>\
    </xs:schema>";

fn copies_stand_for_addresses_in_xml_too() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "api/order.xsd", SCHEMA);
    write(directory.path(), "other/v1/common.xsd", COMMON);
    let arguments = ["generate", "--spec", "api/order.xsd", "--out", "made", "--name", "made"];
    let said = run(directory.path(), arguments).expect(1).err;
    assert_has(&said, &["error[XS0007]", "`--allow http://schemas.example.com/v1/=PATH`"]);
    run(directory.path(), arguments.iter().chain(&["--allow", "http://schemas.example.com/=other"])).expect(0);
    assert!(read(&directory.path().join("made")).values().any(|text| text.contains("pub struct Common")));
    let gone =
        run(directory.path(), arguments.iter().chain(&["--allow", "http://schemas.example.com/=gone"])).expect(1);
    assert_has(&gone.err, &["error[XS0006]", "gone/v1/common.xsd"]);

    write(
        directory.path(),
        "service.wadl",
        "<application xmlns='http://wadl.dev.java.net/2009/02'><resources base='https://example.com/'>\
         <resource path='things' type='http://schemas.example.com/types.wadl#thing'/></resources></application>",
    );
    write(
        directory.path(),
        "other/types.wadl",
        "<application xmlns='http://wadl.dev.java.net/2009/02'><resource_type id='thing'><method name='GET' id='look'/>\
         </resource_type></application>",
    );
    let arguments = ["generate", "--spec", "service.wadl", "--out", "client", "--name", "client"];
    assert_has(&run(directory.path(), arguments).expect(1).err, &["`--allow http://schemas.example.com/=PATH`"]);
    run(directory.path(), arguments.iter().chain(&["--allow", "http://schemas.example.com/=other"])).expect(0);
}

fn what_is_allowed_or_catalogued_for_nothing_is_said() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "api/things.yaml", SPEC);
    write(directory.path(), "other/thing.yaml", "type: object\n");
    let arguments = ["generate", "--spec", "api/things.yaml", "--out", "made", "--name", "made"];
    for (allow, status, said) in [
        ("other", 0, "warning[CF0020]: nothing was read by what is allowed as `other`"),
        (
            "https://example.com/=other",
            0,
            "warning[CF0020]: nothing was read by what is allowed as `https://example.com/=",
        ),
        ("gone", 1, "error[CF0020]: there is no gone, which is allowed"),
    ] {
        let ran = run(directory.path(), arguments.iter().chain(&["--allow", allow])).expect(status);
        assert_has(&ran.err, &[said]);
    }
    let config = |lines: &str| format!("{}{lines}\n", CONFIG.replace("things.yaml", "order.xsd"));
    let project = project();
    write(project.path(), "specs/order.xsd", SCHEMA);
    write(project.path(), "specs/common.xsd", COMMON);
    let copy = "\"http://schemas.example.com/v1/common.xsd\" = \"common.xsd\"";
    for (lines, said) in [
        (format!("catalogue = {{ {copy}, \"urn:x\" = \"common.xsd\" }}"), "error[CF0020]: no schema names `urn:x`"),
        (format!("catalogue = {{ {copy}, \"urn:x\" = \"gone.xsd\" }}"), "error[GE0001]: cannot read specs/gone.xsd"),
        (format!("catalogue = {{ {copy} }}\nallow = [\"gone\"]"), "error[CF0020]: there is no specs/gone"),
    ] {
        write(project.path(), "specs/generator.toml", &config(&lines));
        let ran = run(project.path(), NOTHING).expect(1);
        assert_has(&ran.err, &[said, "specs/generator.toml:"]);
    }
    write(project.path(), "specs/generator.toml", &config(&format!("catalogue = {{ {copy} }}")));
    run(project.path(), NOTHING).expect(0);
    write(project.path(), "specs/generator.toml", &format!("{CONFIG}catalogue = {{ {copy} }}\n"));
    assert_has(&run(project.path(), NOTHING).expect(1).err, &["error[CF0020]: the catalogue is for XML Schemas"]);
}

fn dependencies_of_the_runtime_are_joined_with() {
    let with =
        |lines: &str| CONFIG.replace("\n[[service]]", &format!("\n[output.dependencies]\n{lines}\n\n[[service]]"));
    let project = project_of(&with("serde = { version = \"1\", features = [\"rc\"] }\nanyhow = \"1\""), SPEC);
    run(project.path(), NOTHING).expect(0);
    let manifest = fs::read_to_string(project.path().join("client/Cargo.toml")).expect("the manifest");
    let serde = "\nserde = { version = \"1\", features = [\"derive\", \"rc\"], optional = true }\n";
    assert_has(&manifest, &[serde, "\nanyhow = \"1\"\n"]);
    assert_eq!(manifest.matches("\nserde = ").count(), 1);
    write(project.path(), "specs/generator.toml", &with("serde = \"2\""));
    let ran = run(project.path(), NOTHING).expect(1);
    assert_has(&ran.err, &["error[CF0007]", "specs/generator.toml:8:1", "the runtime needs version 1 of it"]);
}

fn the_command_of_a_crate_stands_in_it() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "api/things.yaml", SPEC);
    let arguments = ["generate", "--spec", "api/things.yaml", "--out", "a/made", "--name", "my-made"];
    let flags = ["--lenient", "--only", "GET /*"];
    run(directory.path(), arguments.iter().chain(&flags)).expect(0);
    let files = read(&directory.path().join("a/made"));
    let command = "generate --spec things.yaml --out my-made --name my-made --only 'GET /*' --lenient";
    assert_has(&files["README.md"], &[&format!("generator {command}\n"), "`--check`"]);
    for path in ["src/lib.rs", "src/models.rs", "src/runtime/mod.rs"] {
        assert_has(files[path].lines().next().unwrap_or_default(), &["the command in README.md"]);
    }
    // It works as it stands there.
    fs::copy(directory.path().join("api/things.yaml"), directory.path().join("things.yaml")).expect("a copy");
    fs::rename(directory.path().join("a/made"), directory.path().join("my-made")).expect("moved");
    let words = |more: &[&'static str]| {
        let words = command.replace("'GET /*'", "GET\u{0}/*");
        let words: Vec<String> = words.split(' ').map(|word| word.replace('\u{0}', " ")).collect();
        words.into_iter().chain(more.iter().map(|it| (*it).to_owned())).collect::<Vec<_>>()
    };
    assert_has(&run(directory.path(), words(&["--check"])).expect(0).err, &["up to date"]);
    assert_has(&run(directory.path(), words(&[])).expect(0).err, &["my-made: ", " 0 changed"]);
    write(directory.path(), "things.yaml", &SPEC.replace("name: {", "label: {"));
    let ran = run(directory.path(), words(&["--check"])).expect(1);
    assert_has(&ran.out, &["+    pub label: ", &format!("`generator {command}` mends it")]);
    assert_eq!(read(&directory.path().join("my-made")), files, "nothing is written");
}

fn a_crate_may_be_beside_its_configuration() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "generator.toml", &CONFIG.replace("../client", "."));
    write(directory.path(), "things.yaml", SPEC);
    assert_has(&run(directory.path(), NOTHING).expect(0).err, &[".: "]);
    let models = fs::read_to_string(directory.path().join("src/things/models.rs")).expect("the models");
    write(directory.path(), "src/things/old.rs", &models);
    assert_has(&run(directory.path(), ["check"]).expect(1).out, &["--- a/src/things/old.rs", "\n. is not what"]);
    run(directory.path(), NOTHING).expect(0);
    assert!(!directory.path().join("src/things/old.rs").exists());
}

fn what_has_no_effect_is_an_error() {
    for (lines, said) in [
        ("serde = true", "error[CF0020]: `serde` gives types of XML Schema a JSON form"),
        ("checked = \"making\"", "error[CF0020]: `checked` is for types that an XML Schema limits"),
        (
            "[[service.xml-alias]]\nfound = \"urn:a\"\nread-as = \"urn:b\"\nreason = \"r\"",
            "error[CF0020]: nothing in the description is XML",
        ),
        (
            "[service.security-schemes]\nkey = { kind = \"bearer\", reason = \"r\" }",
            "error[CF0020]: no operation asks for the security scheme `key`",
        ),
    ] {
        let ran = run(project_of(&format!("{CONFIG}{lines}\n"), SPEC).path(), NOTHING).expect(1);
        assert_has(&ran.err, &[said, "specs/generator.toml:"]);
    }
    let asked = "security = [[\"key\"]]\n[service.security-schemes]\nkey = { kind = \"bearer\", reason = \"r\" }\n";
    run(project_of(&format!("{CONFIG}{asked}"), SPEC).path(), NOTHING).expect(0);
    let project = project();
    let arguments = ["generate", "--spec", "specs/things.yaml", "--out", "made", "--name", "made"];
    for flags in [["--serde"].as_slice(), &["--checked", "making"]] {
        let ran = run(project.path(), arguments.iter().chain(flags)).expect(1);
        assert_has(&ran.err, &["error[CF0020]: `", "there is no XML Schema"]);
    }
}

fn two_things_side_by_side_cannot_have_one_name() {
    let spec = SPEC
        .replace("        name: { type: string }", "        name: { type: string }\n        label: { type: string }");
    let rename = |to: &str| format!("{CONFIG}[service.rename]\nname = \"title\"\nlabel = \"{to}\"\n");
    let ran = run(project_of(&rename("title"), &spec).path(), NOTHING).expect(1);
    assert_has(&ran.err, &["error[CF0020]: `title` is the name of something beside", "specs/generator.toml:12:1"]);
    run(project_of(&rename("heading"), &spec).path(), NOTHING).expect(0);
}

fn faults_of_pages_stand_where_they_are_said() {
    let list = SPEC.replace(
        "{ $ref: \"#/components/schemas/Thing\" }",
        "{ type: object, properties: { data: { type: array, items: { type: string } }, next: { type: string } } }",
    );
    let paging = |items: &str, link: &str| {
        let entry = "[[service.paging]]\noperations = [\"GET /things\"]";
        format!("{CONFIG}\n{entry}\nitems = \"{items}\"\nnext-link = \"{link}\"\n")
    };
    for (items, link, place) in [("dat", "next", "generator.toml:13:9"), ("data", "nxt", "generator.toml:14:13")] {
        let ran = run(project_of(&paging(items, link), &list).path(), NOTHING).expect(1);
        assert_has(&ran.err, &["has no such pages: the answer has no member", place]);
    }
    run(project_of(&paging("data", "next"), &list).path(), NOTHING).expect(0);
}

fn faults_without_a_place_have_no_bar() {
    let project = project();
    let arguments = ["generate", "--spec", "specs/things.yaml", "--out", "made", "--name", "made", "--only", "Nope"];
    let ran = run(project.path(), arguments).expect(1);
    assert!(ran.err.lines().all(|line| line.trim() != "|"), "{}", ran.err);
    assert_has(&ran.err, &["no operation and no group fits `Nope`", "= help: "]);
}

fn features_of_every_crate_are_no_modules() {
    for module in ["gzip", "http", "tracing"] {
        let config = CONFIG.replace("module = \"things\"", &format!("module = \"{module}\""));
        let ran = run(project_of(&config, SPEC).path(), NOTHING).expect(1);
        assert_has(&ran.err, &[&format!("error[CF0007]: `{module}` is not free"), "specs/generator.toml:8:10"]);
    }
    // Neither does a group of a service have the name of one.
    let two = SPEC.replace("      operationId", "      tags: [certificate]\n      operationId").replace(
        "components:",
        "  /others:\n    get: { operationId: Others, tags: [other], responses: { \"204\": { description: None. } } }\ncomponents:",
    );
    let project = project_of(&CONFIG.replace("module = \"things\"", "module = \"client\""), &two);
    run(project.path(), NOTHING).expect(0);
    let manifest = fs::read_to_string(project.path().join("client/Cargo.toml")).expect("the manifest");
    assert_has(&manifest, &["\nclient-certificate-calls = [", "\nclient-certificate = ["]);
    // Nor do groups of two services.
    let config = CONFIG.replace("module = \"things\"", "module = \"a\"")
        + "[[service]]\nmodule = \"a_b\"\nspec = \"more.yaml\"\n";
    let project = project_of(&config, &two.replace("[certificate]", "[b-c]"));
    write(project.path(), "specs/more.yaml", &two.replace("[certificate]", "[c]"));
    let ran = run(project.path(), NOTHING).expect(1);
    assert_has(&ran.err, &["error[CF0007]: two features of the crate would be called `a-b-c`", "generator.toml:10:1"]);
}

fn a_lenient_service_is_shown_as_it_is_written() {
    let project = project_of(&format!("{CONFIG}lenient = true\n"), &SPEC.replace("schemas/Thing\"", "schemas/Gone\""));
    assert_has(&run(project.path(), NOTHING).expect(0).err, &["warning[OA"]);
    for stage in ["ir", "names"] {
        assert_has(&run(project.path(), ["show", stage]).expect(0).err, &["warning[OA"]);
    }
}

fn sentences_end_once_and_features_stand_once() {
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='Code'><xs:simpleType>\
                  <xs:restriction base='xs:string'><xs:pattern value='[A-Z]+'/></xs:restriction>\
                  </xs:simpleType></xs:element></xs:schema>";
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "code.xsd", schema);
    write(directory.path(), "things.yaml", &SPEC.replace("title: Things", "title: Things Co."));
    let checked = ["generate", "--spec", "code.xsd", "--out", "made", "--name", "made", "--checked", "making"];
    run(directory.path(), checked).expect(0);
    let manifest = fs::read_to_string(directory.path().join("made/Cargo.toml")).expect("the manifest");
    let patterns = manifest.lines().find(|line| line.starts_with("patterns = ")).unwrap_or_default();
    assert_eq!(patterns.matches("\"checked\"").count(), 1, "{patterns}");
    run(directory.path(), ["generate", "--spec", "things.yaml", "--out", "co", "--name", "co"]).expect(0);
    let manifest = fs::read_to_string(directory.path().join("co/Cargo.toml")).expect("the manifest");
    assert_has(&manifest, &["description = \"A client of Things Co.\"\n"]);
}
