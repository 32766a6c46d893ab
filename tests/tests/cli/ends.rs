//! How runs end: what is in the way, what goes, and what programs hear of it.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{BE_THE_GENERATOR, CONFIG, NOTHING, SPEC, assert_has, project, project_of, read, run, write};

/// The tests.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("what_is_in_the_way_is_for_the_user_to_move", what_is_in_the_way_is_for_the_user_to_move),
    ("programs_hear_of_every_failure", programs_hear_of_every_failure),
    ("an_earlier_listing_has_to_be_one", an_earlier_listing_has_to_be_one),
    ("line_ends_are_told_in_one_line", line_ends_are_told_in_one_line),
    ("what_goes_is_named_and_another_crate_is_warned_of", what_goes_is_named_and_another_crate_is_warned_of),
    ("a_document_may_come_through_a_pipe", a_document_may_come_through_a_pipe),
    ("output_that_cannot_be_written_is_a_failure", output_that_cannot_be_written_is_a_failure),
    ("several_services_are_shown_apart", several_services_are_shown_apart),
];

fn what_is_in_the_way_is_for_the_user_to_move() {
    let project = project();
    write(project.path(), "client/src/lib.rs", "// By hand.\n");
    let ran = run(project.path(), ["check"]).expect(1);
    assert_has(&ran.out, &["client/src/lib.rs: a file without the generator's header", "move away what is in the way"]);
    let arguments = ["generate", "--spec", "specs/things.yaml", "--name", "made", "--out", "specs/things.yaml"];
    let ran = run(project.path(), arguments).expect(1);
    assert_has(&ran.err, &["error: specs/things.yaml: ", "nothing is changed"]);
    assert!(!ran.err.contains(".generator-"), "{}", ran.err);
}

fn programs_hear_of_every_failure() {
    let project = project();
    write(project.path(), "client/src/lib.rs", "// By hand.\n");
    let codes = |out: &str| -> Vec<String> {
        let lines = out.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.map(|line| line["code"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let ran = run(project.path(), ["--message-format", "json"]).expect(1);
    assert_eq!(codes(&ran.out), ["GE0006"]);
    assert_has(&ran.out, &["src/lib.rs: a file without the generator's header"]);
    fs::remove_file(project.path().join("client/src/lib.rs")).expect("the file");
    run(project.path(), NOTHING).expect(0);
    write(project.path(), "specs/things.yaml", &SPEC.replace("name: {", "label: {"));
    let ran = run(project.path(), ["check", "--message-format", "json"]).expect(1);
    assert_eq!(codes(&ran.out), ["GE0007"]);
    assert_has(&ran.out, &["`src/things/models.rs` is not what its descriptions give", "`make client` mends it"]);
    let ran = run(project.path(), ["check", "--message-format", "sarif"]).expect(1);
    let log: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "GE0007");
}

fn an_earlier_listing_has_to_be_one() {
    let project = project();
    write(project.path(), "empty.txt", "\n");
    for (file, said) in
        [("empty.txt", "there is nothing in it"), ("specs/things.yaml", "line 1 is none that `api` prints")]
    {
        let ran = run(project.path(), ["api", "--since", file]).expect(1);
        assert_has(&ran.err, &["error: ", file, said]);
        assert_eq!(ran.out, "");
    }
}

fn line_ends_are_told_in_one_line() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    let client = project.path().join("client");
    let files = read(&client);
    for (path, text) in &files {
        write(&client, path, &text.replace('\n', "\r\n"));
    }
    let ran = run(project.path(), ["check"]).expect(1);
    assert_has(&ran.out, &[&format!("client: {} files differ in line ends alone (CR LF for LF)", files.len())]);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
    run(project.path(), NOTHING).expect(0);
    assert_eq!(read(&client), files);
}

fn what_goes_is_named_and_another_crate_is_warned_of() {
    let project = project();
    run(project.path(), NOTHING).expect(0);
    let client = project.path().join("client");
    let models = fs::read_to_string(client.join("src/things/models.rs")).expect("the models");
    write(&client, "src/things/old.rs", &models);
    assert_has(&run(project.path(), NOTHING).expect(0).err, &["removed src/things/old.rs\n"]);
    write(project.path(), "specs/generator.toml", &CONFIG.replace("name = \"client\"", "name = \"other\""));
    let ran = run(project.path(), NOTHING).expect(0);
    assert_has(&ran.err, &["warning[GE0008]: ", "was the crate `client`, and is now `other`"]);
    assert!(!run(project.path(), NOTHING).expect(0).err.contains("warning"));
}

fn a_document_may_come_through_a_pipe() {
    for spec in ["-", "/dev/stdin"] {
        let directory = tempfile::tempdir().expect("a directory");
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .current_dir(directory.path())
            .env(BE_THE_GENERATOR, "1")
            .args(["generate", "--spec", spec, "--out", "made", "--name", "made"])
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the generator starts");
        std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), SPEC.as_bytes()).expect("written");
        assert!(child.wait().expect("an end").success(), "{spec}");
        let files = read(&directory.path().join("made"));
        assert_has(&files["src/models.rs"], &["from stdin.", "pub struct Thing"]);
        assert_has(&files["README.md"], &["generator generate --spec - --out made"]);
    }
}

fn output_that_cannot_be_written_is_a_failure() {
    let full = std::path::Path::new("/dev/full");
    if !full.exists() {
        return;
    }
    let project = project();
    let out = Command::new(std::env::current_exe().expect("this program"))
        .current_dir(project.path())
        .env(BE_THE_GENERATOR, "1")
        .arg("api")
        .stdout(fs::File::options().write(true).open(full).expect("a device"))
        .output()
        .expect("the generator starts");
    assert_eq!(out.status.code(), Some(1));
    assert_has(&String::from_utf8_lossy(&out.stderr), &["the output cannot be written"]);
    let arguments =
        ["generate", "--config", "x.toml", "--spec", "specs/things.yaml", "--out", "made", "--name", "made"];
    assert_has(&run(project.path(), arguments).expect(2).err, &["`generate` has no configuration"]);
}

fn several_services_are_shown_apart() {
    let config = format!("{CONFIG}\n[[service]]\nmodule = \"others\"\nspec = \"things.yaml\"\n");
    let project = project_of(&config, SPEC);
    let ir: Value = serde_json::from_str(&run(project.path(), ["show", "ir"]).expect(0).out).expect("JSON");
    assert_eq!(ir["things"]["operations"]["#0"]["id"], "Things_List");
    assert_eq!(ir["others"], ir["things"]);
    let names = run(project.path(), ["show", "names"]).expect(0).out;
    assert_has(&names, &["# things\n", "\n# others\n"]);
}
