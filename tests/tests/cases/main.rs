//! One folder of `tests/cases` is one construct: what the generator makes of it is compared with the snapshots beside
//! it, and whatever is Rust is compiled. `tests/cases/README.md` says how to add one.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may stop at the first surprise.

mod case;
mod codes;
mod compile;
mod documents;
mod faults;
mod model;
mod program;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use case::Case;

/// The folder of all cases.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    // Files are named by their paths from here, so that what is said of them is the same on every machine.
    if let Err(error) = std::env::set_current_dir(folder()) {
        eprintln!("there are no cases: {error}");
        return ExitCode::FAILURE;
    }
    let cases = Arc::new(case::all());
    let faults = Arc::new(faults::read());
    let mut trials: Vec<Trial> = Vec::new();
    for case in cases.iter().cloned() {
        let known = faults.iter().any(|fault| fault.case == case.name && fault.is_panic());
        let name = case.name.clone();
        trials.push(Trial::test(name, move || snapshots(&case)).with_ignored_flag(known));
    }
    let all = |check: fn(&[Case], &[faults::Fault]) -> Result<(), Failed>| {
        let (cases, faults) = (Arc::clone(&cases), Arc::clone(&faults));
        move || check(&cases, &faults)
    };
    trials.push(Trial::test("every_case_compiles", all(compile::every_case)));
    trials.push(Trial::test("models_come_back", all(program::models_come_back)));
    trials.push(Trial::test("documents_come_back", all(program::documents_come_back)));
    trials.push(Trial::test("calls_say_what_they_should", all(program::calls_say_what_they_should)));
    trials.push(Trial::test("every_code_has_a_case", all(|cases, _| codes::every_code_has_a_case(cases))));
    trials.push(Trial::test("known_faults_still_occur", all(faults::still_occur)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Compares all that there is of a case with what is beside it.
fn snapshots(case: &Case) -> Result<(), Failed> {
    let made = case.run();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder().join(&case.name));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in made.texts() {
            insta::assert_snapshot!(name, text);
        }
    });
    let wanted: Vec<String> = made.texts().iter().map(|(name, _)| format!("{name}.snap")).collect();
    let stray = case.files(|file| file.ends_with(".snap") && !wanted.iter().any(|wanted| wanted == file));
    if stray.is_empty() { Ok(()) } else { Err(format!("no longer made, to be removed: {}", stray.join(", ")).into()) }
}
