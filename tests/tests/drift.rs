//! What is checked in as `generated` is what the generator writes, file for file and byte for byte.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may stop at the first surprise.

use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diag::{Diagnostics, render};
use generator::output;
use generator::source::Sources;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_generated_crate_is_what_would_be_written() {
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let config = Config::read(&root().join("specs/generator.toml"), &mut sources, &mut diags);
    let files = config
        .as_ref()
        .and_then(|config| generator::generate(config, &mut sources, &mut diags).expect("no mistake of the generator"));
    let said = render::render(&diags, &sources, false);
    let (config, files) = config.zip(files).unwrap_or_else(|| panic!("the specs are wrong:\n{said}"));
    // The plan has all that differs: files that are missing, are other than they should be, or should not be there.
    let plan = output::plan(&config.output.path, &files).expect("the crate can be looked at");
    let diff = output::diff(&plan, &config.output.label, &config.command);
    assert!(plan.is_clean(), "generated/ is not up to date:\n{diff}");
    assert_eq!(said, "", "the specs of the project are described without a doubt");
}

#[test]
fn every_file_of_the_services_is_the_generators() {
    let ours = |file: &Path| output::header::is_ours(&std::fs::read(file).expect("a file of the crate"));
    let mut foreign = Vec::new();
    let mut folders = vec![root().join("generated/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the crate") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if !ours(&path) {
                foreign.push(path);
            }
        }
    }
    assert!(foreign.is_empty(), "not written by the generator, and so not kept up to date: {foreign:?}");
}
