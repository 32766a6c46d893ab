//! Documents beside a case, taken through the types that are made of it and back.
//!
//! `documents/Thing.xml` or `documents/Thing-nil.xml` is read as the type `Thing`. What is written, without a
//! declaration, has to be the document to the letter, or what stands in `Thing-nil.written`; the error of a document that
//! cannot be read stands in `Thing-nil.fault`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
    name.split('-').next().unwrap_or_default().to_owned()
}

/// The module of the program that takes documents: a function `run` with the case, the type and the path.
pub(crate) fn program(cases: &[Case]) -> String {
    let mut arms = String::new();
    for case in cases {
        let types: BTreeSet<String> = documents(case).iter().map(|path| type_of(path)).collect();
        for ty in types {
            let module = case.module();
            let _ = writeln!(arms, "        ({:?}, {ty:?}) => trip::<cases::{module}::models::{ty}>(path),", case.name);
        }
    }
    PROGRAM.replace("        ARMS\n", &arms)
}

const PROGRAM: &str = r#"use cases::runtime::xml;

pub fn run(case: &str, ty: &str, path: &str) -> Result<String, String> {
    match (case, ty) {
        ARMS
        _ => Err("there is no such type".to_owned()),
    }
}

fn trip<T: xml::XmlRoot + xml::FromXml + xml::ToXml + PartialEq>(path: &str) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let value: T = xml::from_slice(&bytes).map_err(|error| error.to_string())?;
    let plain = xml::WriteSettings { declaration: false, ..xml::WriteSettings::default() };
    let text = xml::to_string_with(&value, &plain).map_err(|error| format!("not written: {error}"))?;
    let again: T = xml::from_slice(text.as_bytes()).map_err(|error| format!("not read again: {error}"))?;
    if again == value { Ok(text) } else { Err("read again as another value".to_owned()) }
}
"#;

/// The documents of the cases, there and back.
pub(crate) fn come_back(cases: &[Case], program: &Path) -> Result<(), Failed> {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for case in cases {
        for path in documents(case) {
            count += 1;
            let full = fs::canonicalize(&path)?;
            let out = Command::new(program).arg("document").arg(&case.name).arg(type_of(&path)).arg(&full).output()?;
            let (said, came) = (String::from_utf8_lossy(&out.stdout), out.status.success());
            let read = |ending: &str| fs::read_to_string(path.with_extension(ending));
            let (wanted, comes) = match (read("fault"), read("written")) {
                (Ok(fault), _) => (fault, false),
                (_, Ok(written)) => (written, true),
                _ => (fs::read_to_string(&path)?, true),
            };
            if came != comes || said.trim_end() != wanted.trim_end() {
                wrong.push(format!("{}:\n  {}\n  should be\n  {}", path.display(), said.trim_end(), wanted.trim_end()));
            }
        }
    }
    assert!(count > 0, "no case has documents");
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
