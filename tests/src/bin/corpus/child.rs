//! One run of the generator, in a process of its own: writes the crate and leaves a report behind.

use std::collections::HashSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use clap::Args;
use generator::Understood;
use generator::config::Config;
use generator::diag::{Diagnostics, Level};
use generator::ir::{PathPiece, Shape, reach};
use generator::output::{self, OutFile};
use generator::source::{Place, Sources};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::usage::{self, Usage, Whose};

/// What to generate.
#[derive(Debug, Clone, Args)]
pub(crate) struct Order {
    /// The descriptions
    #[arg(long, required = true)]
    pub(crate) spec: Vec<PathBuf>,
    /// The folder of the crate
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// The name of the crate
    #[arg(long)]
    pub(crate) name: String,
    /// What the descriptions may refer to outside their folders
    #[arg(long)]
    pub(crate) allow: Vec<String>,
    /// Leave out what cannot be honoured
    #[arg(long)]
    pub(crate) lenient: bool,
    /// Give types that only XML has a JSON form
    #[arg(long)]
    pub(crate) serde: bool,
    /// Check values of limited types
    #[arg(long, value_enum)]
    pub(crate) checked: Option<generator::config::Check>,
    /// Where the report goes
    #[arg(long)]
    pub(crate) report: PathBuf,
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum End {
    /// The crate is written.
    Written,
    /// Errors in the description stopped it.
    Refused,
    /// The generator says that it failed.
    Failed(String),
    /// The generator panicked: the message and the line.
    Panicked(String),
    /// The process came to its end without a report.
    #[default]
    Crashed,
}

/// What came of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Report {
    /// How it ended.
    pub(crate) end: End,
    /// What the generator said.
    pub(crate) said: Vec<Said>,
    /// The operations that were understood.
    pub(crate) operations: Vec<Operation>,
    /// How many calls stand in the text that was written.
    pub(crate) methods: usize,
    /// How many types are reached.
    pub(crate) types: usize,
    /// Where the types stand that are any value.
    pub(crate) any: Vec<Spot>,
    /// The types that are documents: the name of the root element, and the type.
    pub(crate) roots: Vec<Root>,
    /// The types that have a JSON form, with their schemas.
    pub(crate) models: Vec<::tests::json::models::Model>,
    /// The lines that were written, without those of the runtime.
    pub(crate) lines: usize,
    /// The lines of the runtime.
    pub(crate) runtime_lines: usize,
    /// A hash over the files that were written.
    pub(crate) hash: String,
    /// What it took; `None` where the system does not say.
    pub(crate) usage: Option<Usage>,
}

/// A diagnostic.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Said {
    /// Whether it is an error, rather than a warning.
    pub(crate) error: bool,
    /// Its code.
    pub(crate) code: String,
    /// What it says.
    pub(crate) message: String,
    /// Where.
    pub(crate) spot: Spot,
}

/// An operation that was understood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Operation {
    /// The method.
    pub(crate) method: String,
    /// The path.
    pub(crate) path: String,
    /// Where it stands.
    pub(crate) spot: Spot,
}

/// A type that is a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Root {
    /// The namespace of the root element; empty for none.
    pub(crate) namespace: String,
    /// Its local name.
    pub(crate) local: String,
    /// The type, in the module `models`.
    pub(crate) rust: String,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// The file, as the user named it or as another file refers to it.
    pub(crate) file: String,
    /// The JSON Pointer of the node; empty for places that are no nodes.
    pub(crate) pointer: String,
    /// The line, from 1; 0 for no place.
    pub(crate) line: usize,
}

impl Spot {
    fn of(place: Place, sources: &Sources) -> Self {
        let Some(location) = sources.locate(place) else { return Spot::default() };
        let file = sources.file(location.file).name.clone();
        Spot { file, pointer: sources.pointer(place), line: location.line }
    }
}

/// Runs this program for `order` and reads what it leaves behind.
pub(crate) fn spawn(order: &Order) -> Result<Report, String> {
    let myself = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    // What an earlier run left would pass for the report of a crash.
    let _ = fs::remove_file(&order.report);
    let mut command = Command::new(myself);
    command.arg("one").arg("--out").arg(&order.out).arg("--name").arg(&order.name).arg("--report").arg(&order.report);
    order.spec.iter().for_each(|spec| {
        command.arg("--spec").arg(spec);
    });
    order.allow.iter().for_each(|allow| {
        command.arg("--allow").arg(allow);
    });
    if order.lenient {
        command.arg("--lenient");
    }
    if let Some(checked) = order.checked {
        command.arg("--checked").arg(format!("{checked:?}").to_lowercase());
    }
    if order.serde {
        command.arg("--serde");
    }
    command.output().map_err(|error| format!("cannot run this program again: {error}"))?;
    let text = fs::read_to_string(&order.report).unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// The name of the crate of a document: never a word of Rust, nor the name of what the crate depends on.
pub(crate) fn crate_name(document: &str) -> String {
    format!("corpus-{document}")
}

/// Does what `order` says, and leaves the report.
pub(crate) fn run(order: &Order) -> Result<(), String> {
    let report = generate(order).unwrap_or_else(|error| Report { end: End::Failed(error), ..Report::default() });
    let report = serde_json::to_string(&report).map_err(|error| error.to_string())?;
    fs::write(&order.report, report).map_err(|error| format!("{}: {error}", order.report.display()))
}

/// Where the last panic was and what it said.
static PANIC: Mutex<String> = Mutex::new(String::new());

/// The stages of [`generator::generate`] and the writing to disk, watched.
fn generate(order: &Order) -> Result<Report, String> {
    panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text =
            payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        let message = text.unwrap_or("a panic without a message");
        let at = info.location().map_or(String::new(), |at| format!(" at {}:{}", at.file(), at.line()));
        if let Ok(mut last) = PANIC.lock() {
            *last = format!("{message}{at}");
        }
    }));
    let config = Config::single(&order.spec, &order.out, &order.name, order.lenient)?.allowing(&order.allow)?;
    let config = config.with_serde(order.serde).with_checked(order.checked);
    let service = config.services.first().ok_or("there is no service")?;
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let mut report = Report::default();
    let understood = guarded(|| generator::understand(service, &mut sources, &mut diags));
    let understood = match understood {
        Ok(understood) => Some(understood),
        Err(message) => {
            report.end = End::Panicked(message);
            None
        }
    };
    if let Some(understood) = &understood {
        if diags.has_errors() && !order.lenient {
            report.end = End::Refused;
        } else {
            write(&config, understood, &mut report);
        }
    }
    report.usage = usage::now(Whose::Own);
    report.said = said(&diags, &sources);
    if let Some(understood) = &understood {
        describe(understood, &sources, &mut report);
    }
    Ok(report)
}

fn write(config: &Config, understood: &Understood, report: &mut Report) {
    let files = match guarded(|| generator::write(config, std::slice::from_ref(understood))) {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => {
            report.end = End::Failed(error.to_string());
            return;
        }
        Err(message) => {
            report.end = End::Panicked(message);
            return;
        }
    };
    measure(&files, report);
    let done = output::plan(&config.output.path, &files).and_then(|plan| plan.apply());
    report.end = done.map_or_else(|error| End::Failed(error.to_string()), |()| End::Written);
}

/// What stands in the files.
fn measure(files: &[OutFile], report: &mut Report) {
    let mut hash = Sha256::new();
    let mut sorted: Vec<&OutFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    for file in sorted {
        hash.update(format!("{}\n{}\n", file.path, file.text.len()));
        hash.update(&file.text);
        if !file.path.ends_with(".rs") {
            continue;
        }
        let lines = file.text.lines().count();
        if file.path.starts_with("src/runtime/") {
            report.runtime_lines += lines;
        } else {
            report.lines += lines;
            report.methods += file.text.matches("runtime::call! {").count();
            let module = public_module(&file.path, files);
            report.roots.extend(file.text.lines().filter_map(|line| root(line, &module)));
        }
    }
    report.hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
}

/// The path of the module of a file of the types, below that of all types, where it is not a part of that one.
fn public_module(path: &str, files: &[OutFile]) -> String {
    let Some((models, name)) = path.rsplit_once('/') else { return String::new() };
    let name = name.trim_end_matches(".rs");
    let is_public = |file: &OutFile| {
        file.path == format!("{models}/mod.rs")
            && file
                .text
                .lines()
                .any(|line| line.trim_start_matches("pub mod ").trim_start_matches("r#") == format!("{name};"))
    };
    if files.iter().any(is_public) && models.ends_with("models") { format!("{name}::") } else { String::new() }
}

/// What a line `xml::root!(Type, "namespace", "local", PREFIXES);` says, in the module of this path; the prefixes may lack.
fn root(line: &str, module: &str) -> Option<Root> {
    let (rust, names) = line.trim().strip_prefix("xml::root!(")?.strip_suffix(");")?.split_once(", ")?;
    let names =
        names.strip_suffix("PREFIXES").map_or(names, |it| it.trim_end_matches("super::").trim_end_matches(", "));
    let (namespace, local): (String, String) = serde_json::from_str(&format!("[{names}]")).ok()?;
    Some(Root { namespace, local, rust: format!("{module}{rust}") })
}

/// What was understood.
fn describe(understood: &Understood, sources: &Sources, report: &mut Report) {
    let api = &understood.api;
    report.models = ::tests::json::models::models(understood, sources);
    for (_, operation) in api.operations.iter() {
        let piece = |piece: &PathPiece| match piece {
            PathPiece::Literal(text) => text.clone(),
            PathPiece::Param(name) => format!("{{{name}}}"),
        };
        report.operations.push(Operation {
            method: operation.method.clone(),
            path: operation.path.iter().map(piece).collect(),
            spot: Spot::of(operation.place, sources),
        });
    }
    let uses = reach::uses(api);
    let reached = |use_: &reach::Use| use_.sent || use_.received || use_.param || use_.json || use_.xml;
    let mut places = HashSet::new();
    for (id, ty) in api.types.iter().filter(|(id, _)| reached(&uses[*id])) {
        // One place may be read more than once, as the base of several types say.
        if !places.insert(ty.place) {
            continue;
        }
        report.types += 1;
        if matches!(api.types[id].shape, Shape::Any) {
            report.any.push(Spot::of(ty.place, sources));
        }
    }
}

fn said(diags: &Diagnostics, sources: &Sources) -> Vec<Said> {
    let said = |it: &&generator::diag::Diagnostic| Said {
        error: it.level == Level::Error,
        code: it.code.to_string(),
        message: it.message.clone(),
        spot: Spot::of(it.place, sources),
    };
    diags.in_order(sources).iter().map(said).collect()
}

/// Does it, and catches a panic: its message and place.
fn guarded<T>(it: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(it)).map_err(|_| PANIC.lock().map(|last| last.clone()).unwrap_or_default())
}

/// The folder of the reports in the folder of the crates.
pub(crate) fn reports(out: &Path) -> Result<PathBuf, String> {
    let folder = out.join(".reports");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_read_from_the_text() {
        let it = root("    xml::root!(Gpx, \"http://a/\", \"gpx\");", "").unwrap();
        assert_eq!((it.rust.as_str(), it.namespace.as_str(), it.local.as_str()), ("Gpx", "http://a/", "gpx"));
        for prefixes in ["PREFIXES", "super::PREFIXES"] {
            let it = root(&format!("xml::root!(Gpx, \"http://a/\", \"gpx\", {prefixes});"), "").unwrap();
            assert_eq!((it.namespace.as_str(), it.local.as_str()), ("http://a/", "gpx"));
        }
        assert!(root("xml::record! {", "").is_none());
    }
}
