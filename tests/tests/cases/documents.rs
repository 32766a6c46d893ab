//! Documents beside a case, taken through the types that are made of it and back.
//!
//! `documents/Thing.xml` or `documents/Thing-nil.xml` is read as the type `Thing`, `documents/o.Thing.xml` as `o::Thing`. What is written, without a
//! declaration, has to be the document to the letter, or what stands in `Thing-nil.written`; the error of a document that
//! cannot be read stands in `Thing-nil.fault`. The same has to come of it by way of JSON, through the types that are made
//! with `serde = true`; where `Thing-nil.json` is there, it is the text on the way.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::config::{Config, Service};
use libtest_mimic::Failed;

use crate::case::Case;

/// The documents of a case, by name.
fn documents(case: &Case) -> Vec<PathBuf> {
    let folder = Path::new(&case.name).join("documents");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "xml"));
    files.sort();
    files
}

/// Whether a case has documents.
pub(crate) fn has_some(case: &Case) -> bool {
    !documents(case).is_empty()
}

/// The type that a document is read as.
fn type_of(document: &Path) -> String {
    let name = document.file_stem().unwrap_or_default().to_string_lossy();
    name.split('-').next().unwrap_or_default().replace('.', "::")
}

/// The service of a case with documents once more, with JSON forms for its types, as a module beside the case's own.
pub(crate) fn service_with_serde(case: &Case, config: &Config) -> Option<Service> {
    let service = config.services.first().filter(|_| has_some(case))?;
    Some(Service { serde: true, module: module_with_serde(case), ..service.clone() })
}

fn module_with_serde(case: &Case) -> String {
    format!("{}_serde", case.module())
}

/// The module of the program that takes documents: functions with the case, the type and the path.
pub(crate) fn program(cases: &[Case]) -> String {
    let (mut arms, mut by_json) = (String::new(), String::new());
    for case in cases {
        let types: BTreeSet<String> = documents(case).iter().map(|path| type_of(path)).collect();
        for ty in types {
            let (name, module, serde) = (&case.name, case.module(), module_with_serde(case));
            let _ = writeln!(arms, "        ({name:?}, {ty:?}) => trip::<cases::{module}::models::{ty}>(path),");
            let _ = writeln!(by_json, "        ({name:?}, {ty:?}) => by_json::<cases::{serde}::models::{ty}>(path),");
        }
    }
    PROGRAM.replace("        ARMS\n", &arms).replace("        BY JSON\n", &by_json)
}

const PROGRAM: &str = r#"use cases::runtime::{json, xml};

pub fn run(case: &str, ty: &str, path: &str) -> Result<String, String> {
    match (case, ty) {
        ARMS
        _ => Err("there is no such type".to_owned()),
    }
}

/// The JSON text, an empty line, and the document that comes out of it.
pub fn run_by_json(case: &str, ty: &str, path: &str) -> Result<String, String> {
    match (case, ty) {
        BY JSON
        _ => Err("there is no such type".to_owned()),
    }
}

fn trip<T: xml::XmlRoot + xml::FromXml + xml::ToXml + PartialEq>(path: &str) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let value: T = xml::from_slice(&bytes).map_err(|error| error.to_string())?;
    let text = written(&value)?;
    let again: T = xml::from_slice(text.as_bytes()).map_err(|error| format!("not read again: {error}"))?;
    if again == value { Ok(text) } else { Err("read again as another value".to_owned()) }
}

fn by_json<T>(path: &str) -> Result<String, String>
where
    T: xml::XmlRoot + xml::FromXml + xml::ToXml + PartialEq + json::Json + json::Serialize + for<'de> json::Deserialize<'de>,
{
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let value: T = xml::from_slice(&bytes).map_err(|error| error.to_string())?;
    let text = json::to_string(&value).map_err(|error| format!("not written as JSON: {error}"))?;
    let came: T = json::from_slice(text.as_bytes()).map_err(|error| format!("not read from {text}: {error}"))?;
    if came != value {
        return Err(format!("another value from {text}"));
    }
    Ok(format!("{text}\n\n{}", written(&came)?))
}

fn written<T: xml::XmlRoot + xml::ToXml>(value: &T) -> Result<String, String> {
    let plain = xml::WriteSettings { declaration: false, ..xml::WriteSettings::default() };
    xml::to_string_with(value, &plain).map_err(|error| format!("not written: {error}"))
}
"#;

/// The documents of the cases, there and back.
pub(crate) fn come_back(cases: &[Case], program: &Path) -> Result<(), Failed> {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for case in cases {
        for path in documents(case) {
            count += 1;
            let full = fs::canonicalize(&path)?;
            let run =
                |how: &str| Command::new(program).arg(how).arg(&case.name).arg(type_of(&path)).arg(&full).output();
            let read = |ending: &str| fs::read_to_string(path.with_extension(ending));
            let (wanted, comes) = match (read("fault"), read("written")) {
                (Ok(fault), _) => (fault, false),
                (_, Ok(written)) => (written, true),
                _ => (fs::read_to_string(&path)?, true),
            };
            let mut judge = |said: &str, came: bool, wanted: &str| {
                if came != comes || said.trim_end() != wanted.trim_end() {
                    let (said, wanted) = (said.trim_end(), wanted.trim_end());
                    wrong.push(format!("{}:\n  {said}\n  should be\n  {wanted}", path.display()));
                }
            };
            let out = run("document")?;
            judge(&String::from_utf8_lossy(&out.stdout), out.status.success(), &wanted);
            let out = run("document-by-json")?;
            let said = String::from_utf8_lossy(&out.stdout);
            match said.split_once("\n\n").filter(|_| out.status.success()) {
                Some((json, text)) => {
                    judge(text, true, &wanted);
                    if let Ok(wanted) = read("json") {
                        judge(json, true, &wanted);
                    }
                }
                None => judge(&said, out.status.success(), &wanted),
            }
        }
    }
    assert!(count > 0, "no case has documents");
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
