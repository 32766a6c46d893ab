//! Configurations, right and wrong.

use super::*;
use crate::diag::render;
use crate::ir::SchemeKind;

const WHOLE: &str = r#"
[output]
path = "../generated"
name = "generated"
version = "0.2.0"
license = "MIT"
authors = ["A"]
publish = false
command = "cargo run -p generator"

[[service]]
module = "batch"
spec = "batch/./batch.openapi.yaml"
enums = "closed"
lenient = true
security = [["certificate"], ["key", "bearer"]]
request-id-headers = ["request-id"]

[service.rename]
z-first = "first"
"a.second" = "second"

[service.client-parameters]
"x-ms-version" = "2014-10-01"
subscription-id = true

[service.security-schemes.certificate]
kind = "mutual-tls"
doc = "A certificate."
reason = "WADL has no word for it"
[service.security-schemes]
key = { signer = "shared-key", reason = "r" }
head = { kind = "api-key", in = "header", name = "X-Key", reason = "r" }

[[service.xml-alias]]
found = "https://a"
read-as = "http://a"
reason = "newer pages print it"

[service.deprecated]
"*" = "Use the other."

[[service]]
module = "management"
specs = ["management/a.xsd", "../b.wadl"]
"#;

/// The configuration, or what is said of it, as a file `specs/generator.toml`.
fn read(text: &str) -> Result<Config, String> {
    let mut sources = Sources::new();
    let file = sources.add("specs/generator.toml", text);
    let mut diags = Diagnostics::new();
    let base = Base { directory: Path::new("up/specs"), label: "specs" };
    let config = Config::parse(file, &base, &sources, &mut diags);
    match config {
        Some(config) => {
            assert!(diags.is_empty());
            Ok(config)
        }
        None => Err(render::render(&diags, &sources, false)),
    }
}

#[test]
fn everything_is_read() {
    let config = read(WHOLE).unwrap();
    let output = &config.output;
    assert_eq!((output.path.to_str(), output.label.as_str()), (Some("up/generated"), "generated"));
    assert_eq!((output.name.as_str(), output.version.as_str(), output.publish), ("generated", "0.2.0", false));
    assert_eq!(config.command, "cargo run -p generator");
    let [batch, management] = config.services.as_slice() else { panic!("two services") };
    assert_eq!(batch.specs[0].path, Path::new("up/specs/batch/batch.openapi.yaml"));
    assert_eq!(batch.specs[0].label, "specs/batch/batch.openapi.yaml");
    assert_eq!((batch.enums, batch.lenient), (Enums::Closed, true));
    let overlay = &batch.overlay;
    // In the order of the file.
    assert_eq!(overlay.rename.keys().collect::<Vec<_>>(), ["z-first", "a.second"]);
    assert_eq!(overlay.client_parameters["x-ms-version"].value.as_deref(), Some("2014-10-01"));
    assert_eq!(overlay.client_parameters["subscription-id"].value, None);
    assert_eq!(overlay.security_schemes["certificate"].kind, SchemeKind::MutualTls);
    assert_eq!(overlay.security_schemes["certificate"].doc.description.as_deref(), Some("A certificate."));
    assert_eq!(overlay.security_schemes["key"].kind, SchemeKind::Signer("shared-key".into()));
    assert_eq!(overlay.security.as_ref().unwrap().value, [vec!["certificate"], vec!["key", "bearer"]]);
    assert_eq!(overlay.xml_aliases[0].value.read_as, "http://a");
    assert_eq!(overlay.deprecated["*"].value, "Use the other.");
    let labels: Vec<_> = management.specs.iter().map(|spec| spec.label.as_str()).collect();
    assert_eq!(labels, ["specs/management/a.xsd", "b.wadl"]);
}

#[test]
fn all_that_is_wrong_is_said_at_once_and_in_place() {
    let said = read(
        "\
[output]
pth = \"x\"
name = \"1x\"
rust-version = 1.88

[[service]]
module = \"Batch\"
spec = \"a.yaml\"
enums = \"opn\"
colour = 1

[service.security-schemes.a]
signer = \"sharedkey\"

[[service]]
module = \"runtime\"
",
    )
    .unwrap_err();
    let wanted = "\
error[CF0003]: `[output]` has no key `pth`
 --> specs/generator.toml:2:1
  |
2 | pth = \"x\"
  | ^^^ did you mean `path`?
";
    assert!(said.contains(wanted), "{said}");
    for wanted in [
        "error[CF0005]: `[output]` has no `path`\n --> specs/generator.toml:1:1",
        "error[CF0006]: `1x` is not the name of a crate\n --> specs/generator.toml:3:8",
        "error[CF0004]: expected text, found a number\n --> specs/generator.toml:4:16",
        "error[CF0006]: `Batch` is not the name of a module, in lower case with underscores\n --> specs/generator.toml:7:10",
        "error[CF0006]: `opn` is not one of `open` and `closed`\n --> specs/generator.toml:9:9",
        "error[CF0003]: this `[[service]]` has no key `colour`\n  --> specs/generator.toml:10:1",
        "error[CF0005]: the security scheme `a` has no `reason`\n  --> specs/generator.toml:12:1",
        "did you mean `shared-key`?",
        "error[CF0007]: `runtime` is not free",
        "error[CF0005]: this `[[service]]` has no `spec` (or `specs`)\n  --> specs/generator.toml:15:1",
        "error: 11 errors\n",
    ] {
        assert!(said.contains(wanted), "{wanted}\nin\n{said}");
    }
}

#[test]
fn what_is_not_toml_is_said_where_it_is_not() {
    let said = read("[output\nname = \n").unwrap_err();
    assert!(said.starts_with("error[CF0002]"), "{said}");
    assert!(said.contains("specs/generator.toml:1:"), "{said}");
    assert!(read("").unwrap_err().contains("the configuration has no `[output]`"));
    let said = read("output = 1\nservice = 2\n").unwrap_err();
    assert!(said.contains("expected a table, found a number") && said.contains("`[[service]]`"), "{said}");
}

#[test]
fn clashes_show_both_places() {
    let service = "[[service]]\nmodule = \"a\"\nspec = \"a\"\n";
    let said = read(&format!("[output]\npath = \"a\"\nname = \"a\"\n{service}{service}")).unwrap_err();
    assert!(said.contains("error[CF0007]: two services are the module `a`"), "{said}");
    assert!(said.contains("this is the first"), "{said}");
    let said = read(&format!("[output]\npath = \"a\"\nname = \"a\"\n{service}specs = [\"b\"]\n")).unwrap_err();
    assert!(said.contains("error[CF0007]: there are both `spec` and `specs`"), "{said}");
}

#[test]
fn one_document_needs_no_file() {
    let config = Config::single(&["/deep/pets.yaml".into()], Path::new("/out"), "pet-store", true).unwrap();
    assert_eq!(config.services[0].specs[0].label, "pets.yaml");
    assert_eq!((config.services[0].module.as_str(), config.output.label.as_str()), ("", "pet-store"));
    for name in ["", "1a", "a b", "fn", "é", "-a", "a/b"] {
        assert!(Config::single(&[], Path::new("out"), name, false).is_err(), "{name}");
    }
}

#[test]
fn a_file_is_read_from_disk_or_said_to_be_missing() {
    let directory = tempfile::tempdir().unwrap();
    let specs = directory.path().join("specs");
    fs::create_dir(&specs).unwrap();
    fs::write(specs.join(FILE), WHOLE).unwrap();
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let config = Config::read(&specs.join(FILE), &mut sources, &mut diags).unwrap();
    assert_eq!(config.output.path, directory.path().join("generated"));
    assert_eq!(config.output.label, "generated");
    assert!(Config::read(&directory.path().join("none.toml"), &mut sources, &mut diags).is_none());
    assert_eq!(diags.iter().next().unwrap().code, UNREADABLE);
}

#[test]
fn paths_are_tidied() {
    for (path, tidied) in [("a/../b", "b"), ("../a/./b", "../a/b"), ("a/../../b", "../b"), ("./specs/../x", "x")] {
        assert_eq!(tidy(Path::new(path)), Path::new(tidied));
    }
}
