//! The same input gives the same bytes: today, tomorrow, on any machine, whatever else is generated beside it.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may stop at the first surprise.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diag::{Diagnostics, render};
use generator::source::Sources;

type Files = BTreeMap<String, String>;

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn config(path: &Path, sources: &mut Sources) -> Config {
    let mut diags = Diagnostics::new();
    Config::read(path, sources, &mut diags).unwrap_or_else(|| panic!("{}", render::render(&diags, sources, false)))
}

fn files(config: &Config, sources: &mut Sources) -> Files {
    let mut diags = Diagnostics::new();
    let files = generator::generate(config, sources, &mut diags).expect("no mistake of the generator");
    let files = files.unwrap_or_else(|| panic!("{}", render::render(&diags, sources, false)));
    files.into_iter().map(|file| (file.path, file.text)).collect()
}

fn generate(path: &Path) -> Files {
    let mut sources = Sources::new();
    let config = config(path, &mut sources);
    files(&config, &mut sources)
}

#[track_caller]
fn assert_same(a: &Files, b: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(a), names(b));
    let different: Vec<_> = a.iter().filter(|(path, text)| b.get(*path) != Some(text)).map(|(path, _)| path).collect();
    assert!(different.is_empty(), "these differ: {different:?}");
}

#[test]
fn twice_is_the_same() {
    let path = specs().join("generator.toml");
    let once = generate(&path);
    assert!(once.len() > 20, "only {} files", once.len());
    assert_same(&once, &generate(&path));
}

#[test]
fn services_in_another_order_have_the_same_files() {
    let mut sources = Sources::new();
    let mut config = config(&specs().join("generator.toml"), &mut sources);
    let before = files(&config, &mut sources);
    assert!(config.services.len() > 1);
    config.services.reverse();
    let after = files(&config, &mut Sources::new());
    // What lists the services lists them in the order of the configuration.
    let listing = |files: &Files| {
        let kept = files.iter().filter(|(path, _)| path.contains('/') && *path != "src/lib.rs");
        kept.map(|(path, text)| (path.clone(), text.clone())).collect::<Files>()
    };
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    assert_same(&listing(&before), &listing(&after));
    // And it lists the same: the lines are others only in their order, but for the one that names the documents.
    let lines = |files: &Files| {
        let mut lines: Vec<String> = files["src/lib.rs"].lines().skip(1).map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&before), lines(&after));
}

#[test]
fn documents_of_a_service_in_another_order_have_the_same_files() {
    let mut sources = Sources::new();
    let mut config = config(&specs().join("generator.toml"), &mut sources);
    config.services.retain(|service| service.specs.len() > 1);
    assert!(!config.services.is_empty());
    let before = files(&config, &mut sources);
    for service in &mut config.services {
        service.specs.reverse();
    }
    let after = files(&config, &mut Sources::new());
    let body = |files: &Files| -> Files {
        // The first line names the documents in the order of the configuration.
        let texts = files.iter().filter(|(path, _)| path.contains("/management/"));
        texts.map(|(path, text)| (path.clone(), text.lines().skip(1).collect::<Vec<_>>().join("\n"))).collect()
    };
    assert!(!body(&before).is_empty());
    assert_same(&body(&before), &body(&after));
}

#[test]
fn a_project_elsewhere_has_the_same_files_and_none_names_the_machine() {
    let directory = tempfile::tempdir().expect("a directory");
    let elsewhere = directory.path().join("some where/specs");
    copy(&specs(), &elsewhere);
    let moved = generate(&elsewhere.join("generator.toml"));
    assert_same(&generate(&specs().join("generator.toml")), &moved);

    let here = fs::canonicalize(specs()).expect("the specs").parent().expect("their folder").to_owned();
    let host = fs::read_to_string("/etc/hostname").unwrap_or_default();
    let mut names = vec![here.display().to_string(), directory.path().display().to_string()];
    names.extend(std::env::var("HOME").ok().filter(|home| home.len() > 3));
    names.extend(Some(host.trim().to_owned()).filter(|host| host.len() > 5 && host != "localhost"));
    for (path, text) in &moved {
        for name in &names {
            assert!(!text.contains(name.as_str()), "{path} names {name}");
        }
    }
}

#[test]
fn no_clock_is_read() {
    // What asks for the time has to name it. Generated code may: it is in `quote!`, or in templates.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let mut folders = vec![root];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the generator") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a file of the generator");
            for word in ["SystemTime::now", "Instant::now", "now_utc()", "now_local()", "hostname"] {
                assert!(!text.contains(word), "{} has {word}", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 100);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder of the specs") {
        let path = entry.expect("an entry of the folder").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}
