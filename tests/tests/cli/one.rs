//! `generate`: a crate of one service, without a configuration.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::{SPEC, assert_has, read, run, spec, write};

/// The tests.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("generate_from_openapi", generate_from_openapi),
    ("generate_from_schema_and_wadl", generate_from_schema_and_wadl),
    ("generate_from_schema_alone", generate_from_schema_alone),
    ("a_parameter_of_xml_needs_xml", a_parameter_of_xml_needs_xml),
    ("forms_and_checks_are_there_when_asked_for", forms_and_checks_are_there_when_asked_for),
    ("generate_wants_a_name", generate_wants_a_name),
    ("lenient_leaves_out_and_says_so", lenient_leaves_out_and_says_so),
    ("files_outside_are_read_when_allowed", files_outside_are_read_when_allowed),
    ("nothing_understood_is_an_error_when_lenient_too", nothing_understood_is_an_error_when_lenient_too),
    ("two_processes_write_the_same", two_processes_write_the_same),
];

/// Generates a crate from `specs`, and looks at the manifest.
fn generate(specs: &[PathBuf]) -> BTreeMap<String, String> {
    let directory = tempfile::tempdir().expect("a directory");
    let mut arguments = vec!["generate".into(), "--out".into(), "made".into(), "--name".into(), "my-client".into()];
    for spec in specs {
        arguments.extend(["--spec".into(), spec.clone().into_os_string()]);
    }
    let ran = run(directory.path(), arguments).expect(0);
    assert_has(&ran.err, &["made: ", " changed"]);
    let files = read(&directory.path().join("made"));
    assert_has(&files["Cargo.toml"], &["name = \"my-client\"", "edition = \"2024\""]);
    assert!(files.values().all(|text| !text.contains(&directory.path().display().to_string())));
    files
}

fn generate_from_openapi() {
    let files = generate(&[spec("batch/batch.openapi.yaml")]);
    assert_has(&files["src/lib.rs"], &["pub struct Client"]);
    assert!(files.contains_key("src/certificates.rs"), "{:?}", files.keys());
}

fn generate_from_schema_and_wadl() {
    let files = generate(&[spec("management/management.wadl"), spec("management/management.xsd")]);
    assert_has(&files["src/lib.rs"], &["pub struct Client"]);
    assert_has(&files["src/models.rs"], &["pub struct SubscriptionCertificate"]);
}

fn generate_from_schema_alone() {
    let files = generate(&[spec("management/management.xsd")]);
    assert_has(&files["src/lib.rs"], &["pub mod models;"]);
    assert!(!files["src/lib.rs"].contains("pub struct Client"));
    assert_has(&files["src/models.rs"], &["pub struct SubscriptionCertificate"]);
}

fn a_parameter_of_xml_needs_xml() {
    let description = |ty: &str| {
        format!(
            "<application xmlns='http://wadl.dev.java.net/2009/02' xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
             <resources base='https://example.com/'><resource path='things'><method name='GET' id='list'>\
             <request><param name='since' style='query' type='{ty}'/></request></method></resource></resources>\
             </application>"
        )
    };
    for (ty, xml) in [("xs:dateTime", true), ("xs:string", false)] {
        let directory = tempfile::tempdir().expect("a directory");
        write(directory.path(), "things.wadl", &description(ty));
        run(directory.path(), ["generate", "--spec", "things.wadl", "--out", "made", "--name", "made"]).expect(0);
        let files = read(&directory.path().join("made"));
        assert_eq!(files.contains_key("src/runtime/xml.rs"), xml, "{ty}: {:?}", files.keys());
        assert_eq!(files["Cargo.toml"].contains("client = [\"http\", \"xml\"]"), xml, "{}", files["Cargo.toml"]);
    }
}

fn forms_and_checks_are_there_when_asked_for() {
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='Code'><xs:simpleType>\
                  <xs:restriction base='xs:string'><xs:pattern value='[A-Z]+'/></xs:restriction>\
                  </xs:simpleType></xs:element></xs:schema>";
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "code.xsd", schema);
    let plain = ["generate", "--spec", "code.xsd", "--out", "made", "--name", "made"];
    run(directory.path(), plain).expect(0);
    let files = read(&directory.path().join("made"));
    assert_has(&files["src/models.rs"], &["pub struct Code(pub String);"]);
    assert!(!files["Cargo.toml"].contains("serde") && !files["Cargo.toml"].contains("regex"));
    assert!(!files.keys().any(|file| file.contains("json") || file.contains("checked")), "{:?}", files.keys());

    run(directory.path(), plain.iter().chain(&["--serde", "--checked", "reading"])).expect(0);
    let files = read(&directory.path().join("made"));
    assert_has(&files["src/models.rs"], &["pub struct Code(String);", "patterns(&[\"[A-Z]+\"])", "} reading }"]);
    assert_has(&files["Cargo.toml"], &["serde_json", "regex = "]);
    assert_has(&files["src/lib.rs"], &["pub use crate::runtime::json;"]);
    let wrong = run(directory.path(), plain.iter().chain(&["--checked", "writing"])).expect(2);
    assert_has(&wrong.err, &["making", "reading"]);
}

fn generate_wants_a_name() {
    let directory = tempfile::tempdir().expect("a directory");
    let spec = spec("batch/batch.openapi.yaml").display().to_string();
    let ran = run(directory.path(), ["generate", "--spec", &spec, "--out", "made", "--name", "no name"]).expect(2);
    assert_has(&ran.err, &["error: ", "`no name`"]);
    let ran = run(directory.path(), ["generate", "--spec", &spec, "--out", "made"]).expect(2);
    assert_has(&ran.err, &["--name"]);
    assert!(read(directory.path()).is_empty());
}

fn lenient_leaves_out_and_says_so() {
    let directory = tempfile::tempdir().expect("a directory");
    write(
        directory.path(),
        "things.yaml",
        &SPEC.replace("operationId", "parameters: [{ name: a, in: nowhere }]\n      operationId"),
    );
    let arguments = ["generate", "--spec", "things.yaml", "--out", "made", "--name", "made"];
    assert_has(&run(directory.path(), arguments).expect(1).err, &["error[OA0204]", "things.yaml:6:"]);
    assert!(!directory.path().join("made").exists());
    let lenient = run(directory.path(), arguments.iter().chain(&["--lenient"])).expect(0);
    assert_has(&lenient.err, &["warning[OA0204]", "things.yaml:6:", "left out", "1 warning"]);
    assert!(!lenient.err.contains("error"), "{}", lenient.err);
    assert!(directory.path().join("made/src/lib.rs").exists());
}

fn files_outside_are_read_when_allowed() {
    let directory = tempfile::tempdir().expect("a directory");
    let spec = SPEC.replace("#/components/schemas/Thing", "../common/thing.yaml");
    fs::create_dir_all(directory.path().join("api")).expect("a folder");
    fs::create_dir_all(directory.path().join("common")).expect("a folder");
    write(directory.path(), "api/things.yaml", &spec);
    write(directory.path(), "common/thing.yaml", "type: object\nproperties: { name: { type: string } }\n");
    let arguments = ["generate", "--spec", "api/things.yaml", "--out", "made", "--name", "made"];
    let said = run(directory.path(), arguments).expect(1).err;
    assert_has(&said, &["error[OA0010]", "api/things.yaml:", "`--allow common`"]);
    // What is said is what helps.
    run(directory.path(), arguments.iter().chain(&["--allow", "common"])).expect(0);
    let models = fs::read_to_string(directory.path().join("made/src/models.rs")).expect("the models");
    assert_has(&models, &["pub name: Option<String>"]);
    let refused = run(directory.path(), arguments.iter().chain(&["--allow", "https://example.com/"])).expect(2);
    assert_has(&refused.err, &["nothing is fetched", "`https://example.com/=PATH`"]);
}

fn nothing_understood_is_an_error_when_lenient_too() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "things.yaml", "openapi: 3.0.3\npaths: [\n");
    let arguments = ["generate", "--spec", "things.yaml", "--out", "made", "--name", "made", "--lenient"];
    assert_has(&run(directory.path(), arguments).expect(1).err, &["error["]);
    assert!(!directory.path().join("made").exists());
}

/// Hash maps begin anew in every process, not in every run within one.
fn two_processes_write_the_same() {
    let specs = ["management/management.wadl", "management/management.xsd"].map(spec);
    assert_eq!(generate(&specs), generate(&specs));
    let specs = [spec("batch/batch.openapi.yaml")];
    assert_eq!(generate(&specs), generate(&specs));
}
