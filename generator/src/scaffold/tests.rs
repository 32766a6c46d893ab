//! Scaffolds, and that the manifest agrees with the runtime's own.

use std::collections::BTreeMap;
use std::path::Path;

use quote::quote;
use toml::{Table, Value};

use super::features::FEATURES;
use super::parts::{CHECKED, PATTERNS, SHARED_KEY, XML};
use super::*;
use crate::config::{Config, Dependency};
use crate::source::Place;

fn batch() -> Service {
    Service {
        module: "batch".into(),
        title: "Azure Batch".into(),
        specs: vec!["specs/batch/batch.openapi.yaml".into()],
        needs: vec!["http".into(), "shared-key".into()],
        groups: Vec::new(),
        foreign_names: false,
        depth: 6,
        example: Some("let client = generated::batch::Client::builder(url).build()?;".into()),
    }
}

fn management() -> Service {
    Service {
        module: "management".into(),
        title: "a \"quoted\" service".into(),
        specs: vec!["specs/m.xsd".into(), "specs/m.wadl".into()],
        needs: vec!["http".into(), "client-certificate".into(), "xml".into()],
        groups: vec!["management-certificates".into(), "management-disks".into()],
        foreign_names: false,
        depth: 6,
        example: None,
    }
}

fn output() -> Output {
    let mut output = Config::single(&[], Path::new("out"), "my-crate", false).unwrap().output;
    output.authors = vec!["A \"B\" <c@d>".into()];
    output.license = Some("MIT".into());
    output.dev_dependencies =
        vec![Dependency { name: "rcgen".into(), toml: "{ version = \"0.14\" }".into(), place: Place::NOWHERE }];
    output
}

#[test]
fn what_the_users_types_need_is_a_dependency() {
    let mut output = output();
    output.dependencies =
        vec![Dependency { name: "own".into(), toml: "{ version = \"1.2\" }".into(), place: Place::NOWHERE }];
    let files = files(
        &Crate { output: &output, services: &[batch()], command: "generator", called: "`generator`", in_readme: false },
        (&[], &[]),
    );
    let manifest: Table = text(&files.unwrap(), "Cargo.toml").parse().unwrap();
    assert_eq!(manifest["dependencies"]["own"]["version"].as_str(), Some("1.2"));
}

#[test]
fn a_name_that_is_no_snake_is_allowed() {
    let lib = |name: &str| {
        let output = Config::single(&[], Path::new("out"), name, false).unwrap().output;
        let files = files(
            &Crate { output: &output, services: &[], command: "generator", called: "`generator`", in_readme: false },
            (&[], &[]),
        )
        .unwrap();
        text(&files, "src/lib.rs").contains("allow(non_snake_case")
    };
    assert!(lib("siteVerification"));
    assert!(!lib("site-verification"));
}

fn make(services: &[Service]) -> Result<Vec<OutFile>, ScaffoldError> {
    files(
        &Crate {
            output: &output(),
            services,
            command: "cargo run -p generator",
            called: "`cargo run -p generator`",
            in_readme: false,
        },
        (&[], &[]),
    )
}

fn text<'a>(files: &'a [OutFile], path: &str) -> &'a str {
    files.iter().find(|file| file.path == path).map(|file| file.text.as_str()).unwrap()
}

#[test]
fn every_file_is_ours_and_stands_once() {
    let files = make(&[batch(), management()]).unwrap();
    for file in &files {
        assert!(header::is_ours(file.text.as_bytes()), "{}", file.path);
        assert!(file.text.ends_with('\n') && !file.text.ends_with("\n\n"), "{}", file.path);
    }
    let plan = crate::output::plan(tempfile::tempdir().unwrap().path(), &files).unwrap();
    assert_eq!(plan.create.len(), files.len());
    assert!(text(&files, "src/runtime/mod.rs").contains("pub mod json;"));
}

#[test]
fn the_manifest_says_what_the_configuration_says() {
    let files = make(&[batch(), management()]).unwrap();
    let manifest: Table = text(&files, "Cargo.toml").parse().unwrap();
    let package = &manifest["package"];
    assert_eq!(package["name"].as_str(), Some("my-crate"));
    assert_eq!(package["authors"][0].as_str(), Some("A \"B\" <c@d>"));
    assert_eq!(package["description"].as_str(), Some("Clients of Azure Batch and a \"quoted\" service."));
    assert_eq!(package["rust-version"].as_str(), Some(env!("CARGO_PKG_RUST_VERSION")));
    assert!(package.get("publish").is_none() && package.get("repository").is_none());
    assert_eq!(manifest["dev-dependencies"]["rcgen"]["version"].as_str(), Some("0.14"));
    let features = |name: &str| -> Vec<&str> {
        manifest["features"][name].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect()
    };
    assert_eq!(features("default"), ["batch", "management", "rustls"]);
    assert_eq!(features("batch"), ["http", "shared-key"]);
    assert_eq!(features("management"), ["management-certificates", "management-disks"]);
    assert_eq!(features("management-disks"), ["_management"]);
    assert_eq!(features("_management"), ["http", "client-certificate", "xml"]);
}

#[test]
fn a_service_that_is_the_whole_crate_has_its_features_at_the_root() {
    let alone = Service { module: String::new(), groups: vec!["pets".into(), "shops".into()], ..batch() };
    let docs = ["Pets.".to_owned()];
    let items = [Piece::Item(quote!(
        pub mod models;
    ))];
    let it = Crate { output: &output(), services: &[alone], command: "x", called: "`x`", in_readme: false };
    let files = files(&it, (&docs, &items)).unwrap();
    let manifest: Table = text(&files, "Cargo.toml").parse().unwrap();
    assert_eq!(manifest["features"]["default"], vec!["full", "rustls"].into());
    assert_eq!(manifest["features"]["full"], vec!["pets", "shops"].into());
    assert_eq!(manifest["features"]["pets"], vec!["_client"].into());
    // Who asks for nothing but TLS has the client all the same, and without any feature there is nothing to compile.
    assert_eq!(manifest["features"]["native-tls"], vec!["_client", "reqwest?/native-tls"].into());
    assert_eq!(manifest["features"]["http"][0], "_client".into());
    let lib = text(&files, "src/lib.rs");
    assert!(lib.contains("\n#![cfg(feature = \"_client\")]\n"), "{lib}");
    assert!(lib.contains("\n\npub mod runtime;\n") && lib.ends_with("\npub mod models;\n"), "{lib}");
    assert!(lib.contains("\n//! Pets.\n"), "{lib}");
}

#[test]
fn the_root_module_has_a_module_for_each_service() {
    let files = make(&[batch(), management()]).unwrap();
    let wanted = "\
#[cfg(feature = \"batch\")]
pub mod batch;
#[cfg(feature = \"_management\")]
pub mod management;
pub mod runtime;
";
    assert!(text(&files, "src/lib.rs").contains(wanted), "{}", text(&files, "src/lib.rs"));
}

#[test]
fn crates_in_signatures_are_re_exported_where_they_are() {
    let lib = |service: Service| text(&make(&[service]).unwrap(), "src/lib.rs").to_owned();
    let calls = lib(batch());
    let http = "\n#[cfg(feature = \"http\")]\n#[doc(no_inline)]\npub use ::{bytes, futures_core, reqwest, url};\n";
    assert!(calls.contains("\npub use ::{time, uuid};\n") && calls.contains(http), "{calls}");
    let types = lib(Service { needs: vec!["xml".into()], ..batch() });
    assert!(types.contains("//! `time`, `uuid`.") && !types.contains("bytes"), "{types}");
    // A module of that name is what the name means.
    let time = lib(Service { module: "time".into(), ..batch() });
    assert!(time.contains("pub mod time;") && time.contains("\npub use ::uuid;\n"), "{time}");
}

#[test]
fn types_that_nest_deeply_raise_the_limit_of_the_compiler() {
    let root = |depth| text(&make(&[Service { depth, ..batch() }]).unwrap(), "src/lib.rs").to_owned();
    assert!(!root(100).contains("recursion_limit"));
    let deep = root(360);
    assert!(deep.contains("\n#![recursion_limit = \"1024\"]\n"), "{deep}");
    assert!(deep.contains("//! Types stand deep within types here"), "{deep}");
}

#[test]
fn the_readme_shows_services_and_features() {
    let files = make(&[batch(), management()]).unwrap();
    let readme = text(&files, "README.md");
    for wanted in [
        "\n# my-crate\n",
        "- `my_crate::batch`: Azure Batch, from `specs/batch/batch.openapi.yaml`\n",
        "from `specs/m.xsd`, `specs/m.wadl`\n",
        "\n```rust\nlet client = generated::batch",
        "| `batch` | yes | Azure Batch |\n",
        "| `management-disks` | yes | a part of a \"quoted\" service |\n",
        "| `xml` | yes | XML |\n",
        "| `native-tls` | no | TLS by the library of the platform |\n",
    ] {
        assert!(readme.contains(wanted), "{wanted} in\n{readme}");
    }
    assert!(!readme.contains("_management") && !readme.contains("\n\n\n"), "{readme}");
}

#[test]
fn a_crate_of_types_has_what_their_wires_need() {
    let types = Service {
        module: String::new(),
        title: "shapes".into(),
        specs: vec!["shapes.xsd".into()],
        needs: vec!["xml".into()],
        ..Service::default()
    };
    let files = make(&[types]).unwrap();
    let manifest: Table = text(&files, "Cargo.toml").parse().unwrap();
    let keys = |table: &str| manifest[table].as_table().unwrap().keys().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(keys("dependencies"), ["base64", "encoding_rs", "time", "uuid"]);
    assert_eq!(keys("features"), ["default", "xml"]);
    assert_eq!(manifest["features"]["default"], vec!["xml"].into());
    assert!(text(&files, "src/lib.rs").contains("\n#![cfg(feature = \"xml\")]\n"));
    assert_eq!(manifest["package"]["description"].as_str(), Some("The types of shapes."));
    let cfg = &manifest["lints"]["rust"]["unexpected_cfgs"]["check-cfg"];
    assert_eq!(cfg, &Value::from(vec!["cfg(feature, values(\"http\", \"json\"))"]));
    let root = text(&files, "src/runtime/mod.rs");
    assert!(root.contains("pub mod xml;\n") && root.contains("pub mod enums;\n"), "{root}");
    for absent in ["client", "param", "json", "xml_body"] {
        let is_its = |path: &str| path.starts_with(&format!("src/runtime/{absent}"));
        assert!(!files.iter().any(|file| is_its(&file.path)), "{absent}");
        assert!(!root.contains(&format!("mod {absent};")), "{absent}");
    }
    modules_have_their_files(&files);
    assert!(!text(&files, "README.md").contains("rustls"));
}

#[test]
fn types_with_two_wires_have_both_or_none() {
    let needs = vec!["xml".into(), "json".into()];
    let types = Service { module: String::new(), title: "shapes".into(), needs, ..Service::default() };
    let manifest: Table = text(&make(&[types]).unwrap(), "Cargo.toml").parse().unwrap();
    assert_eq!(manifest["features"]["xml"][0], "json".into());
    assert_eq!(manifest["features"]["json"][0], "xml".into());
}

#[test]
fn a_crate_has_no_wire_and_no_signature_that_its_services_do_not_know() {
    let mut service = batch();
    service.needs = vec!["http".into()];
    let files = make(&[service]).unwrap();
    let manifest: Table = text(&files, "Cargo.toml").parse().unwrap();
    for feature in [XML, SHARED_KEY, CHECKED] {
        assert!(!manifest["features"].as_table().unwrap().contains_key(feature), "{feature}");
        assert!(!text(&files, "README.md").contains(&format!("`{feature}`")), "{feature}");
        let module = feature.replace('-', "_");
        let is_its = |path: &str| path.ends_with(&format!("/{module}.rs")) || path.contains(&format!("/{module}/"));
        assert!(!files.iter().any(|file| is_its(&file.path)), "{feature}");
    }
    for dependency in ["encoding_rs", "hmac", "sha2", "regex"] {
        assert!(!manifest["dependencies"].as_table().unwrap().contains_key(dependency), "{dependency}");
    }
    modules_have_their_files(&files);
}

/// Every module of the runtime that is declared has its file, and the other way round.
fn modules_have_their_files(files: &[OutFile]) {
    let mut declared = std::collections::BTreeSet::from(["src/runtime/mod.rs".to_owned()]);
    for file in files.iter().filter(|file| file.path.starts_with("src/runtime/")) {
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{}: {error}", file.path);
        }
        let folder = file.path.strip_suffix("mod.rs").map_or_else(|| file.path.replace(".rs", "/"), String::from);
        let modules = file.text.lines().filter(|line| !line.starts_with([' ', '/']));
        let modules = modules.filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';'));
        declared.extend(modules.map(|module| format!("{folder}{module}.rs")));
    }
    // What the root hands out is in modules that are there.
    for line in text(files, "src/runtime/mod.rs").lines().filter(|line| !line.starts_with('/')) {
        let module = line.split_once("use ").and_then(|(_, path)| path.split_once("::")).map_or("", |(first, _)| first);
        if embedded::RUNTIME.iter().any(|(path, _)| path.strip_suffix(".rs") == Some(module)) {
            assert!(declared.contains(&format!("src/runtime/{module}.rs")), "{line}");
        }
    }
    let written = files.iter().map(|file| file.path.clone()).filter(|path| path.starts_with("src/runtime/"));
    assert_eq!(written.collect::<std::collections::BTreeSet<_>>(), declared);
}

#[test]
fn two_features_of_one_name_are_an_error() {
    let clash = Service { module: String::new(), groups: vec!["tracing".into(), "other".into()], ..batch() };
    let error = make(&[clash]).unwrap_err();
    assert_eq!(error.to_string(), "two features of the crate are called `tracing`");
}

/// A table of dependencies with what the workspace says filled in.
fn resolved(dependencies: &Table, workspace: &Table) -> BTreeMap<String, Table> {
    let table = |value: &Value| match value {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    let resolve = |(name, value): (&String, &Value)| {
        let mut said = table(value);
        if said.remove("workspace").is_some() {
            let mut inherited = table(&workspace[name]);
            // Features of a member are added to those of the workspace.
            if let (Some(own), Some(Value::Array(all))) = (said.remove("features"), inherited.get_mut("features")) {
                all.extend(own.as_array().unwrap().iter().cloned());
            }
            inherited.extend(said);
            said = inherited;
        }
        (name.clone(), said)
    };
    dependencies.iter().map(resolve).collect()
}

#[test]
fn the_manifest_agrees_with_that_of_the_runtime() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| -> Table { std::fs::read_to_string(root.join(path)).unwrap().parse().unwrap() };
    let (workspace, runtime) = (read("Cargo.toml"), read("templates/runtime/Cargo.toml"));
    let mut service = batch();
    service.needs.extend([PATTERNS, XML].map(String::from));
    let files = make(&[service]).unwrap();
    let manifest: Table = text(&files, "Cargo.toml").parse().unwrap();
    let workspace = workspace["workspace"]["dependencies"].as_table().unwrap();
    let ours = resolved(manifest["dependencies"].as_table().unwrap(), &Table::new());
    let theirs = resolved(runtime["dependencies"].as_table().unwrap(), workspace);
    assert_eq!(ours, theirs);
    for (name, enables, _) in FEATURES {
        let mut enables: Vec<&str> = enables.to_vec();
        let mut said: Vec<&str> =
            runtime["features"][name].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        enables.sort_unstable();
        said.sort_unstable();
        assert_eq!(said, enables, "{name}");
    }
    let known: Vec<&str> = FEATURES.iter().map(|(name, ..)| *name).chain(["default"]).collect();
    for name in runtime["features"].as_table().unwrap().keys() {
        assert!(known.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn the_runtime_can_be_copied_as_it_is() {
    for (path, text) in embedded::RUNTIME {
        assert!(path.ends_with(".rs"), "{path}");
        // Tests would be compiled in every client, without what they need; they stand in the runtime's `tests` folder.
        assert!(!text.contains("#[cfg(test)]"), "{path} has tests");
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        assert!(!code.into_iter().any(|line| line.contains("crate::")), "{path} speaks of the crate that it is in");
    }
}
