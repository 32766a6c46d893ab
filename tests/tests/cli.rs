//! The command line, as a process: what it writes, where it says what, and how it ends.
//!
//! The test is its own subject: started with a certain variable set, it is the generator, for `main.rs` of the
//! generator is the one call that is made here too.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)] // A test without the harness is a program to clippy.

#[path = "cli/asked.rs"]
mod asked;
#[path = "cli/ends.rs"]
mod ends;
#[path = "cli/one.rs"]
mod one;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::{Arguments, Trial};
use serde_json::Value;
use tempfile::TempDir;

/// Set where the process is to be the generator.
const BE_THE_GENERATOR: &str = "BE_THE_GENERATOR";

fn main() -> ExitCode {
    if std::env::var_os(BE_THE_GENERATOR).is_some() {
        return generator::cli::main();
    }
    let tests: &[(&str, fn())] = &[
        ("writes_and_then_has_nothing_to_do", writes_and_then_has_nothing_to_do),
        ("finds_the_configuration_from_below", finds_the_configuration_from_below),
        ("check_shows_the_drift_and_what_mends_it", check_shows_the_drift_and_what_mends_it),
        ("check_sees_what_is_missing_and_what_is_stray", check_sees_what_is_missing_and_what_is_stray),
        ("unknown_key_has_its_place", unknown_key_has_its_place),
        ("all_that_is_wrong_is_said_at_once", all_that_is_wrong_is_said_at_once),
        ("foreign_file_is_never_replaced", foreign_file_is_never_replaced),
        ("foreign_file_beside_is_left_alone", foreign_file_beside_is_left_alone),
        ("failure_leaves_the_old_crate_whole", failure_leaves_the_old_crate_whole),
        ("wrong_spec_leaves_the_old_crate_whole", wrong_spec_leaves_the_old_crate_whole),
        ("show_ir", show_ir),
        ("show_names", show_names),
        ("api_and_what_changed_of_it", api_and_what_changed_of_it),
        ("overlays_change_the_description", overlays_change_the_description),
        ("messages_as_json", messages_as_json),
        ("messages_as_sarif", messages_as_sarif),
        ("arguments_that_are_wrong", arguments_that_are_wrong),
        ("no_configuration", no_configuration),
    ];
    let trials = tests
        .iter()
        .chain(asked::TESTS)
        .chain(ends::TESTS)
        .chain(one::TESTS)
        .map(|&(name, test)| {
            Trial::test(name, move || {
                test();
                Ok(())
            })
        })
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// How a run ended.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }
}

/// Runs the generator in `directory`.
fn run<S: AsRef<std::ffi::OsStr>>(directory: &Path, arguments: impl IntoIterator<Item = S>) -> Ran {
    let out = Command::new(std::env::current_exe().expect("this program"))
        .current_dir(directory)
        .env(BE_THE_GENERATOR, "1")
        .args(arguments)
        .output()
        .expect("the generator starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran { code: out.status.code().expect("an exit code"), out: text(out.stdout), err: text(out.stderr) }
}

const CONFIG: &str = r#"[output]
path = "../client"
name = "client"
version = "0.1.0"
command = "make client"

[[service]]
module = "things"
spec = "things.yaml"
"#;

const SPEC: &str = r##"openapi: 3.0.3
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      operationId: Things_List
      responses:
        "200":
          description: The things.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Thing" }
components:
  schemas:
    Thing:
      type: object
      properties:
        name: { type: string }
"##;

/// A project with a configuration in `specs`.
fn project() -> TempDir {
    project_of(CONFIG, SPEC)
}

fn project_of(config: &str, spec: &str) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "specs/generator.toml", config);
    write(directory.path(), "specs/things.yaml", spec);
    directory
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// All files below a folder.
fn read(root: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root").display().to_string();
                files.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    files
}

fn spec(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs").join(path)
}

#[track_caller]
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

const NOTHING: [&str; 0] = [];

fn writes_and_then_has_nothing_to_do() {
    let project = project();
    let first = run(project.path(), NOTHING).expect(0);
    assert_eq!(first.out, "");
    let files = read(&project.path().join("client"));
    assert_has(&first.err, &["client: ", &format!("{0} files, {0} changed", files.len())]);
    for path in ["Cargo.toml", "README.md", "src/lib.rs", "src/things/mod.rs", "src/runtime/mod.rs"] {
        assert!(files.contains_key(path), "there is no {path}");
    }
    assert_has(&files["src/lib.rs"], &["Do not edit", "specs/things.yaml", "`make client`"]);
    assert_has(&run(project.path(), NOTHING).expect(0).err, &[" files, 0 changed"]);
    assert_has(&run(project.path(), ["check"]).expect(0).err, &["up to date"]);
    assert_eq!(read(&project.path().join("client")), files);
}

fn finds_the_configuration_from_below() {
    let project = project();
    run(&project.path().join("specs"), NOTHING).expect(0);
    fs::create_dir_all(project.path().join("a/b")).expect("a folder");
    run(&project.path().join("a/b"), ["check"]).expect(0);
    run(
        Path::new("/"),
        ["check".as_ref(), "--config".as_ref(), project.path().join("specs/generator.toml").as_os_str()],
    )
    .expect(0);
}

fn check_shows_the_drift_and_what_mends_it() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    write(project.path(), "specs/things.yaml", &SPEC.replace("name: {", "label: {"));
    let before = read(&project.path().join("client"));
    let ran = run(project.path(), ["check"]).expect(1);
    assert_has(&ran.out, &["src/things/models.rs", "\n-    pub name: ", "\n+    pub label: ", "make client"]);
    assert_eq!(read(&project.path().join("client")), before, "check writes nothing");
    run(project.path(), NOTHING).expect(0);
    run(project.path(), ["check"]).expect(0);
}

fn check_sees_what_is_missing_and_what_is_stray() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    let client = project.path().join("client");
    let models = fs::read_to_string(client.join("src/things/models.rs")).expect("the models");
    fs::remove_file(client.join("src/things/models.rs")).expect("the models");
    write(&client, "src/things/old.rs", &models);
    let ran = run(project.path(), ["check"]).expect(1);
    assert_has(&ran.out, &["src/things/models.rs", "src/things/old.rs"]);
    run(project.path(), NOTHING).expect(0);
    assert!(client.join("src/things/models.rs").exists());
    assert!(!client.join("src/things/old.rs").exists(), "a file of ours that is no longer made goes");
}

fn unknown_key_has_its_place() {
    let project = project_of(&CONFIG.replace("spec = ", "enum = \"open\"\nspec = "), SPEC);
    let ran = run(project.path(), NOTHING).expect(1);
    assert_has(&ran.err, &["error[CF0003]", "specs/generator.toml:9:1", "enum = \"open\"", "^^^^", "enums"]);
    assert!(!project.path().join("client").exists());
}

fn all_that_is_wrong_is_said_at_once() {
    let spec = SPEC.replace("schemas/Thing\"", "schemas/Nothing\"").replace("type: string", "type: text");
    let ran = run(project_of(CONFIG, &spec).path(), NOTHING).expect(1);
    assert_has(&ran.err, &["error[OA0010]", "error[OA0100]", "2 errors"]);
}

fn foreign_file_is_never_replaced() {
    let project = project();
    write(project.path(), "client/src/things/models.rs", "// By hand.\n");
    let ran = run(project.path(), NOTHING).expect(1);
    assert_has(&ran.err, &["src/things/models.rs"]);
    assert_eq!(
        read(&project.path().join("client")),
        BTreeMap::from([("src/things/models.rs".to_owned(), "// By hand.\n".to_owned())]),
        "nothing is written beside it either"
    );
}

fn foreign_file_beside_is_left_alone() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    write(project.path(), "client/examples/mine.rs", "fn main() {}\n");
    write(project.path(), "client/src/mine.rs", "// By hand.\n");
    run(project.path(), ["check"]).expect(0);
    run(project.path(), NOTHING).expect(0);
    assert!(project.path().join("client/examples/mine.rs").exists());
    assert!(project.path().join("client/src/mine.rs").exists());
}

fn failure_leaves_the_old_crate_whole() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    let client = project.path().join("client");
    // One file cannot be replaced: a folder with something of the user's stands where it is to be.
    fs::remove_file(client.join("src/things/models.rs")).expect("the models");
    write(&client, "src/things/models.rs/mine.txt", "By hand.\n");
    let before = read(&client);
    write(project.path(), "specs/things.yaml", &SPEC.replace("Things_List", "Things_Other"));
    let ran = run(project.path(), NOTHING).expect(1);
    assert_has(&ran.err, &["error: ", "models.rs"]);
    assert_eq!(read(&client), before, "no other file has changed");
}

fn wrong_spec_leaves_the_old_crate_whole() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    let before = read(&project.path().join("client"));
    write(project.path(), "specs/things.yaml", "openapi: 3.0.3\npaths: [");
    assert_has(&run(project.path(), NOTHING).expect(1).err, &["error[OA0001]", "specs/things.yaml"]);
    assert_eq!(read(&project.path().join("client")), before);
}

fn show_ir() {
    let project = project();
    let ran = run(project.path(), ["show", "ir"]).expect(0);
    let ir: Value = serde_json::from_str(&ran.out).expect("the model is JSON");
    assert_eq!(ir["operations"]["#0"]["id"], "Things_List");
    assert_eq!(ir["types"]["#0"]["name"]["text"], "Thing");
    assert!(!project.path().join("client").exists(), "showing writes nothing");
}

fn show_names() {
    let project = project();
    let all = run(project.path(), ["show", "names"]).expect(0).out;
    assert_has(&all, &["operation \"List\" -> list / List", "type \"Thing\" -> Thing", "member \"name\" -> name"]);
    assert_eq!(run(project.path(), ["show", "names", "--service", "things"]).expect(0).out, all);
    assert_has(&run(project.path(), ["show", "names", "--service", "other"]).expect(2).err, &["`other`", "things"]);
}

fn api_and_what_changed_of_it() {
    let project = project();
    let old = run(project.path(), ["api"]).expect(0).out;
    assert_has(
        &old,
        &["fn things::things::Things::list: (&self) -> List", "field things::models::Thing::name: Option<String>"],
    );
    assert!(!project.path().join("client").exists(), "the report writes nothing");
    write(project.path(), "old.txt", &old);
    let same = run(project.path(), ["api", "--since", "old.txt"]).expect(0);
    assert_eq!(same.out, "");
    assert_has(&same.err, &["nothing has changed"]);
    let spec = SPEC.replace("name: { type: string }", "name: { type: integer }\n        size: { type: integer }");
    write(project.path(), "specs/things.yaml", &spec);
    let changed = run(project.path(), ["api", "--since", "old.txt"]).expect(0);
    let expected = "~ field things::models::Thing::name: Option<String> -> Option<i64> (breaking)\n\
                    + field things::models::Thing::size: Option<i64>\n";
    assert_eq!(changed.out, expected);
    assert_has(&changed.err, &["major version"]);
    assert_has(&run(project.path(), ["api", "--since", "gone.txt"]).expect(1).err, &["gone.txt"]);
}

fn overlays_change_the_description() {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "things.yaml", SPEC);
    let overlay = "overlay: 1.1.0\ninfo: { title: Mend, version: '1' }\nactions:\n\
                   - { target: $.components.schemas.Thing.properties, update: { size: { type: integer } } }\n";
    write(directory.path(), "mend.yaml", overlay);
    let arguments = ["generate", "--spec", "things.yaml", "--out", "made", "--name", "made", "--overlay", "mend.yaml"];
    run(directory.path(), arguments).expect(0);
    let models = fs::read_to_string(directory.path().join("made/src/models.rs")).expect("the models");
    assert_has(&models, &["pub size: Option<i64>"]);
}

fn messages_as_json() {
    let project = project_of(CONFIG, &SPEC.replace("type: string", "type: text"));
    let ran = run(project.path(), ["--message-format", "json"]).expect(1);
    assert_eq!(ran.err, "");
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 1, "{}", ran.out);
    assert_eq!(lines[0]["code"], "OA0100");
    assert_eq!(lines[0]["level"], "error");
    let text = lines[0].to_string();
    assert_has(&text, &["specs/things.yaml", "18"]);
}

fn messages_as_sarif() {
    let project = project_of(CONFIG, &SPEC.replace("type: string", "type: text"));
    let ran = run(project.path(), ["--message-format", "sarif"]).expect(1);
    let log: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "OA0100");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "specs/things.yaml");
    assert_eq!(place["region"]["startLine"], 18);
    // Without anything to say it is a log all the same.
    let project = project_of(CONFIG, SPEC);
    let ran = run(project.path(), ["check", "--message-format", "sarif"]).expect(1);
    let log: Value = serde_json::from_str(&ran.out).expect("JSON, and nothing else on stdout");
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "GE0007", "a crate that is not there is no clean one");
    let ran = run(project.path(), ["--message-format", "sarif"]).expect(0);
    let log: Value = serde_json::from_str(&ran.out).expect("JSON, and nothing else on stdout");
    assert_eq!(log["runs"][0]["results"], Value::Array(Vec::new()));
}

fn arguments_that_are_wrong() {
    let project = project();
    assert_has(&run(project.path(), ["chekc"]).expect(2).err, &["chekc"]);
    assert_has(&run(project.path(), ["--help"]).expect(0).out, &["Exit codes:", "check", "generate", "show"]);
    run(project.path(), ["--version"]).expect(0);
}

fn no_configuration() {
    let directory = tempfile::tempdir().expect("a directory");
    assert_has(&run(directory.path(), NOTHING).expect(2).err, &["generator.toml"]);
    let ran = run(directory.path(), ["--config", "nowhere.toml"]).expect(2);
    assert_has(&ran.err, &["error[CF0001]", "nowhere.toml"]);
}
