//! All cases as one crate, with one copy of the runtime: written below the target directory and checked by the compiler.
//!
//! The crate is what the generator writes for a configuration with as many services as there are cases. Only files that
//! changed are written anew, and its target directory stays, so that a second run has little to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use generator::config::Config;
use generator::diag::Diagnostics;
use generator::output;
use generator::source::Sources;
use libtest_mimic::Failed;
use serde::Deserialize;

use crate::case::Case;
use crate::documents;
use crate::faults::{Fault, LIST};
use crate::program;

/// Features of the crate that are not a case's: the default, and those that cost much and change nothing here.
const COSTLY: [&str; 4] = ["default", "gzip", "native-tls", "rustls"];

/// The workspace with the crate of all cases and the program around it, written once.
pub(crate) fn written(cases: &[Case], faults: &[Fault]) -> Result<PathBuf, Failed> {
    prepared(cases, faults).map(|it| it.workspace)
}

/// What is written.
#[derive(Clone, Debug)]
struct Prepared {
    workspace: PathBuf,
    /// The modules with the cases that they are.
    modules: BTreeMap<String, String>,
    manifest: Manifest,
}

fn prepared(cases: &[Case], faults: &[Fault]) -> Result<Prepared, Failed> {
    static PREPARED: OnceLock<Result<Prepared, String>> = OnceLock::new();
    let prepare = || -> Result<Prepared, Failed> {
        let workspace = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
        let root = workspace.join("crate");
        fs::create_dir_all(&workspace)?;
        let modules = write(cases, faults, &root)?;
        let manifest: Manifest = toml::from_str(&fs::read_to_string(root.join("Cargo.toml"))?)?;
        let features: Vec<String> = manifest.features.keys().cloned().collect();
        program::write(&workspace, cases, faults, &features)?;
        surround(&workspace)?;
        Ok(Prepared { workspace, modules, manifest })
    };
    let said = |failed: Failed| failed.message().unwrap_or_default().to_owned();
    PREPARED.get_or_init(|| prepare().map_err(said)).clone().map_err(Failed::from)
}

pub(crate) fn every_case(cases: &[Case], faults: &[Fault]) -> Result<(), Failed> {
    let Prepared { workspace, modules, manifest } = prepared(cases, faults)?;
    let (right, faulty) = features(&manifest, faults);
    let mut wrong = Vec::new();
    let said = check(&workspace, &right, &["--example", "samples"])?;
    for message in &said {
        wrong.push(format!("{}:\n{}", case_of(message, &modules), message.rendered));
    }
    for (case, features) in faulty {
        if check(&workspace, &features, &[])?.is_empty() {
            wrong.push(format!("{case} compiles: take it out of {LIST}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Writes the crate; the modules with the cases that they are.
fn write(cases: &[Case], faults: &[Fault], root: &Path) -> Result<BTreeMap<String, String>, Failed> {
    let (mut services, mut understood, mut modules) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut output = None;
    for case in cases {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let Some(config) = case.config(&mut sources, &mut diags) else { continue };
        let with_serde = documents::service_with_serde(case, &config);
        for service in config.services.into_iter().chain(with_serde) {
            let one = generator::understand(&service, &mut sources, &mut diags);
            if !diags.has_errors() || service.lenient {
                modules.insert(service.module.clone(), case.name.clone());
                services.push(service);
                understood.push(one);
            }
        }
        output.get_or_insert(config.output);
    }
    let output = output.ok_or("there is no case with right input")?;
    let output = generator::config::Output { path: root.to_owned(), name: "cases".to_owned(), ..output };
    let config = Config { output, services, command: "cargo test -p tests --test cases".to_owned(), in_readme: false };
    let files = generator::write(&config, &understood)?;
    output::plan(root, &files)?.apply()?;
    let is_faulty = |case: &str| faults.iter().any(|fault| fault.is_compile() && fault.case == case);
    let whole: Vec<&String> = modules.iter().filter(|(_, case)| !is_faulty(case)).map(|(module, _)| module).collect();
    samples(root, &files, &whole)?;
    Ok(modules)
}

/// Writes the samples in the docs of these modules as an example of the crate, where the compiler sees them.
fn samples(root: &Path, files: &[output::OutFile], modules: &[&String]) -> Result<(), Failed> {
    // The limit is for `record-depth`, as the docs of a crate with such types say.
    let mut text = "//! Samples.\n#![allow(dead_code)]\n#![recursion_limit = \"2048\"]\n\nfn main() {}\n".to_owned();
    let mut found = 0;
    for module in modules {
        let path = format!("src/{module}/mod.rs");
        let docs = files.iter().filter(|file| file.path == path).flat_map(|file| file.text.lines());
        let docs = docs.filter_map(|line| line.strip_prefix("//!")).map(|line| line.strip_prefix(' ').unwrap_or(line));
        let sample = docs.skip_while(|line| *line != "```no_run").skip(1).take_while(|line| *line != "```");
        let lines: Vec<&str> = sample.map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
        if !lines.is_empty() {
            found += 1;
            text.push_str(&format!("\nmod {module} {{\n{}\n}}\n", lines.join("\n")));
        }
    }
    assert!(found > 100, "hardly a case has a sample: {found}");
    let path = root.join("examples/samples.rs");
    fs::create_dir_all(root.join("examples"))?;
    if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
        fs::write(&path, text)?;
    }
    Ok(())
}

/// A workspace of its own for the crate, with the versions that this workspace has.
fn surround(workspace: &Path) -> Result<(), Failed> {
    let text = "[workspace]\nresolver = \"3\"\nmembers = [\"crate\", \"program\"]\n";
    let manifest = workspace.join("Cargo.toml");
    if fs::read_to_string(&manifest).ok().as_deref() != Some(text) {
        fs::write(&manifest, text)?;
    }
    // Cargo takes out of it what is not needed; what is needed stays as it is locked.
    let (ours, theirs) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), workspace.join("Cargo.lock"));
    let newer =
        |a: &PathBuf, b: &PathBuf| Some(a.metadata().ok()?.modified().ok()? > b.metadata().ok()?.modified().ok()?);
    if newer(&ours, &theirs).unwrap_or(true) {
        fs::copy(&ours, &theirs)?;
    }
    Ok(())
}

#[derive(Clone, Debug, Deserialize)]
struct Manifest {
    features: BTreeMap<String, Vec<String>>,
}

type Features = BTreeSet<String>;

/// The features of everything that is to compile, and of each case that is known not to.
fn features(manifest: &Manifest, faults: &[Fault]) -> (Features, Vec<(String, Features)>) {
    let mut faulty: Vec<(String, Features)> =
        faults.iter().filter(|fault| fault.is_compile()).map(|fault| (fault.case.clone(), Features::new())).collect();
    let mut right = Features::new();
    for feature in manifest.features.keys().filter(|feature| !COSTLY.contains(&feature.as_str())) {
        // A case's own feature, and those of its groups.
        let plain = feature.trim_start_matches('_').replace('_', "-");
        let belongs = |case: &str| plain == case || plain.strip_prefix(case).is_some_and(|it| it.starts_with('-'));
        let of = faulty.iter_mut().filter(|(case, _)| belongs(case)).max_by_key(|(case, _)| case.len());
        match of {
            Some((_, features)) => features.insert(feature.clone()),
            None => right.insert(feature.clone()),
        };
    }
    (right, faulty)
}

/// What the compiler said: an error, or a warning in one of the cases.
#[derive(Debug, Deserialize)]
struct Message {
    rendered: String,
    spans: Vec<Span>,
}

#[derive(Debug, Deserialize)]
struct Span {
    file_name: String,
    /// The call of the macro that the code comes from.
    expansion: Option<Expansion>,
}

#[derive(Debug, Deserialize)]
struct Expansion {
    span: Box<Span>,
}

#[derive(Debug, Deserialize)]
struct Line {
    message: Option<Message>,
}

fn check(workspace: &Path, features: &Features, more: &[&str]) -> Result<Vec<Message>, Failed> {
    let features: Vec<&str> = features.iter().map(String::as_str).collect();
    let out = Command::new(env!("CARGO"))
        .current_dir(workspace)
        .args([
            "check",
            "--package",
            "cases",
            "--lib",
            "--message-format=json",
            "--no-default-features",
            "--features",
            &features.join(","),
        ])
        .args(more)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        // Debug information is not needed, and neither are the flags of the run that this test is part of.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()?;
    let lines = String::from_utf8_lossy(&out.stdout);
    let said: Vec<Message> =
        lines.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()?.message).collect();
    // Cargo itself failed: no network for a package, a manifest that it does not like.
    if !out.status.success() && said.is_empty() {
        return Err(String::from_utf8_lossy(&out.stderr).into_owned().into());
    }
    Ok(said)
}

/// The case that a message is about.
fn case_of<'a>(message: &Message, modules: &'a BTreeMap<String, String>) -> &'a str {
    message.spans.iter().find_map(|span| case_at(span, modules)).map_or("(the crate)", String::as_str)
}

fn case_at<'a>(span: &Span, modules: &'a BTreeMap<String, String>) -> Option<&'a String> {
    let mut parts = span.file_name.split('/').skip_while(|part| *part != "src").skip(1);
    let here = parts.next().and_then(|module| modules.get(module));
    here.or_else(|| case_at(&span.expansion.as_ref()?.span, modules))
}
