//! Round trips: a program around a generated crate reads documents, writes them, reads what it wrote, and each step is
//! judged.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::check::Workspace;
use super::child::{self, Root};
use super::compare::{self, Verdict};
use super::outcome::Outcome;

/// What came of a document.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    /// The name of the file.
    pub(crate) name: String,
    /// How far it came.
    pub(crate) end: Arrival,
    /// Whether what was written is valid; `None` where that could not be judged.
    pub(crate) valid: Option<bool>,
}

/// How far a document came.
#[derive(Clone, Debug)]
pub(crate) enum Arrival {
    /// There and back; what is not the same, in words.
    Back(Verdict, String),
    /// It was not read, not written, or what was written was read as something else: why.
    Failed(String),
}

impl Trip {
    /// Whether all that the document says came back in its order, and nothing else.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.end, Arrival::Back(Verdict::Same | Verdict::SameValue, _))
    }
}

/// What the program answers for a document: `Ok`, or the step that failed.
const OK: &str = "ok";

/// Takes the documents `instances` through the crate of `outcome`, by way of JSON too with `serde`; validity is judged by the
/// schema `entry`.
pub(crate) fn run(
    outcome: &Outcome,
    entry: &Path,
    instances: &[PathBuf],
    serde: bool,
    out: &Path,
) -> Result<Vec<Trip>, String> {
    let documents: Vec<Instance> = instances.iter().map(|path| Instance::read(path)).collect::<Result<_, _>>()?;
    let wanted: BTreeSet<&(String, String)> = documents.iter().filter_map(|it| it.root.as_ref()).collect();
    let has = |root: &Root| wanted.contains(&(root.namespace.clone(), root.local.clone()));
    let mut roots: Vec<&Root> = outcome.report.roots.iter().filter(|root| has(root)).collect();
    // The type of the text that is read last would hide the others; rustc says so of a second arm.
    roots.dedup_by(|a, b| (&a.namespace, &a.local) == (&b.namespace, &b.local));
    let nil: BTreeSet<&(String, String)> =
        documents.iter().filter(|it| it.is_nil).filter_map(|it| it.root.as_ref()).collect();
    let program = build(&outcome.name, &roots, &nil, serde, out)?;
    let folder = child::reports(out)?.join(format!("{}.written", outcome.name));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let judge = Judge { entry };
    documents.iter().map(|it| Ok(trip(it, &program, &folder, &judge))).collect()
}

/// A document to be taken.
struct Instance {
    path: PathBuf,
    text: String,
    /// The namespace and the local name of its root; `None` where it cannot be read.
    root: Option<(String, String)>,
    /// The root is marked as having no value.
    is_nil: bool,
}

impl Instance {
    fn read(path: &Path) -> Result<Self, String> {
        let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let text = compare::decoded(&bytes);
        Ok(Instance { path: path.to_owned(), root: compare::root(&text), is_nil: compare::is_nil(&text), text })
    }
}

fn trip(it: &Instance, program: &Result<PathBuf, String>, folder: &Path, judge: &Judge<'_>) -> Trip {
    let name = it.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let to = folder.join(&name);
    let (namespace, local) = it.root.clone().unwrap_or_default();
    let ran = program.as_ref().map_err(Clone::clone).and_then(|program| {
        let output = Command::new(program).arg(&namespace).arg(&local).arg(&it.path).arg(&to).output();
        let output = output.map_err(|error| format!("cannot run the program: {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        match (said.as_str(), output.status.success()) {
            (OK, true) => Ok(()),
            ("", _) => {
                let text = String::from_utf8_lossy(&output.stderr);
                Err(format!("crashed: {}", text.lines().find(|line| !line.is_empty()).unwrap_or("without a word")))
            }
            _ => Err(said),
        }
    });
    let compared = ran.and_then(|()| {
        let written = fs::read_to_string(&to).map_err(|error| error.to_string())?;
        compare::compare(&it.text, &written)
    });
    match compared {
        Ok((verdict, what)) => Trip { name, end: Arrival::Back(verdict, what), valid: judge.judge(&it.path, &to) },
        Err(why) => Trip { name, end: Arrival::Failed(why), valid: None },
    }
}

/// Builds the program of a crate, with the roots that are `nil` in some document; the inner error is the compiler's.
fn build(
    name: &str,
    roots: &[&Root],
    nil: &BTreeSet<&(String, String)>,
    serde: bool,
    out: &Path,
) -> Result<Result<PathBuf, String>, String> {
    let package = format!("{}-trip", child::crate_name(name));
    let folder = out.join(format!("{name}.trip"));
    let library = child::crate_name(name);
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{library} = {{ path = \"../{name}\" }}\n",
    );
    let module = library.replace('-', "_");
    let mut arms = String::new();
    for root in roots {
        let Root { namespace, local, rust } = root;
        let is_nil = nil.contains(&(namespace.clone(), local.clone()));
        let ty = if is_nil { format!("xml::Nillable<models::{rust}>") } else { format!("models::{rust}") };
        arms.push_str(&format!("        ({namespace:?}, {local:?}) => trip::<{ty}>(&from, &to),\n"));
    }
    let text = PROGRAM.replace("CRATE", &module).replace("        ARMS\n", &arms);
    let text = if serde {
        text.replace("    // BY WAY OF JSON\n", BY_JSON).replace("XmlRoot + ", "XmlRoot + json::Json + ")
    } else {
        text
    };
    let text = if serde { text.replace("{models, xml}", "{json, models, xml}") } else { text };
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("src/main.rs"), &text)?;
    Workspace::new(out)?.build(&package)
}

/// Writes a file, if it is not there already with this text: cargo goes by its time.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let said = |error: std::io::Error| format!("{}: {error}", path.display());
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(said)?;
    fs::write(path, text).map_err(said)
}

/// The program: reads, writes, reads again.
const PROGRAM: &str = r#"use std::fs;

use CRATE::{models, xml};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().unwrap_or_default();
    let (namespace, local, from, to) = (next(), next(), next(), next());
    let done: Result<(), String> = match (namespace.as_str(), local.as_str()) {
        ARMS
        _ => Err(format!("no type is the document {{{namespace}}}{local}")),
    };
    println!("{}", done.err().unwrap_or_else(|| "ok".to_owned()));
}

fn trip<T: xml::XmlRoot + xml::FromXml + xml::ToXml + PartialEq>(from: &str, to: &str) -> Result<(), String> {
    let bytes = fs::read(from).map_err(|error| error.to_string())?;
    // A part of the document that no field takes would be lost.
    let strict = xml::ReadSettings { unknown: xml::UnknownContent::Refuse, ..Default::default() };
    let value: T = xml::from_slice_with(&bytes, &strict).map_err(|error| format!("not read: {error}"))?;
    // BY WAY OF JSON
    let written = xml::to_vec(&value).map_err(|error| format!("not written: {error}"))?;
    fs::write(to, &written).map_err(|error| error.to_string())?;
    let again: T = xml::from_slice(&written).map_err(|error| format!("not read again: {error}"))?;
    if again == value { Ok(()) } else { Err("read again as another value".to_owned()) }
}
"#;

/// The way through JSON: what is written as XML then is what came out of it.
const BY_JSON: &str = r#"    let text = json::to_vec(&value).map_err(|error| format!("not written as JSON: {error}"))?;
    fs::write(format!("{to}.json"), &text).map_err(|error| error.to_string())?;
    let came: T = json::from_slice(&text).map_err(|error| format!("not read from JSON: {error}"))?;
    if came != value {
        return Err("read from JSON as another value".to_owned());
    }
    let value = came;
"#;

/// Who says whether a document is valid.
struct Judge<'a> {
    /// The root schema.
    entry: &'a Path,
}

impl Judge<'_> {
    /// Whether `written` is valid; `None` where libxml2's `xmllint` is not installed, or does not take the original.
    fn judge(&self, original: &Path, written: &Path) -> Option<bool> {
        if self.accepts(original)? { self.accepts(written) } else { None }
    }

    fn accepts(&self, document: &Path) -> Option<bool> {
        let mut xmllint = Command::new("xmllint");
        xmllint.args(["--noout", "--nonet", "--huge", "--schema"]).arg(self.entry).arg(document);
        Some(xmllint.output().ok()?.status.success())
    }
}
