//! `cargo check` of the crates that were written: all in one workspace with one target directory, so that what they
//! depend on is compiled once, and each only when it has changed since it was last checked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::child;
use super::usage::{RUSTC_USAGE, Usage};

/// Bumped when what a result holds changes.
const FORMAT: u32 = 1;

/// What is asked of a crate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tool {
    /// The compiler.
    Check,
    /// The compiler with clippy's lints.
    Clippy,
}

impl Tool {
    fn subcommand(self) -> &'static str {
        match self {
            Tool::Check => "check",
            Tool::Clippy => "clippy",
        }
    }
}

/// What the compiler said of a crate.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Checked {
    /// What was checked: the hash of its files, the compiler, the format of this.
    key: String,
    /// Errors.
    pub(crate) errors: Vec<Message>,
    /// Warnings.
    pub(crate) warnings: Vec<Message>,
    /// What it took; `None` where that is not known.
    pub(crate) usage: Option<Usage>,
}

/// A message of the compiler.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    /// `E0425` or the name of a lint; empty where there is none.
    pub(crate) code: String,
    /// What it says.
    pub(crate) text: String,
    /// The file in the crate, and the line.
    pub(crate) at: String,
    /// The line itself.
    pub(crate) line: String,
}

/// The crates below a folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    out: PathBuf,
    reports: PathBuf,
    compiler: String,
    /// Whether the library that the feature `native-tls` needs is there.
    native_tls: bool,
}

impl Workspace {
    /// The workspace of all crates below `out`.
    pub(crate) fn new(out: &Path) -> Result<Self, String> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let version = Command::new(rustc).arg("-vV").output().map_err(|error| format!("rustc: {error}"))?;
        let pkg_config = || Command::new("pkg-config").args(["--exists", "openssl"]).status();
        let workspace = Workspace {
            out: out.to_owned(),
            reports: child::reports(out)?,
            compiler: String::from_utf8_lossy(&version.stdout).lines().next().unwrap_or_default().to_owned(),
            native_tls: !cfg!(target_os = "linux") || pkg_config().is_ok_and(|status| status.success()),
        };
        workspace.write_manifest()?;
        Ok(workspace)
    }

    /// Names the crates that are there and can be read; one that cannot would keep cargo from all others.
    fn write_manifest(&self) -> Result<(), String> {
        let entries = fs::read_dir(&self.out).map_err(|error| format!("{}: {error}", self.out.display()))?;
        let mut members = BTreeSet::new();
        for entry in entries.flatten() {
            let text = fs::read_to_string(entry.path().join("Cargo.toml")).unwrap_or_default();
            if toml::from_str::<toml::Table>(&text).is_ok_and(|table| table.contains_key("package")) {
                members.insert(entry.file_name().to_string_lossy().into_owned());
            }
        }
        let text = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        let text = text.replace('{', "[").replace('}', "]");
        let path = self.out.join("Cargo.toml");
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// What the compiler says of the crate `name` whose files have this hash, now or when it was last asked.
    pub(crate) fn check(&self, name: &str, hash: &str, tool: Tool) -> Result<Checked, String> {
        let key = format!("{FORMAT} {hash} {}", self.compiler);
        let file = self.reports.join(format!("{name}.{}.json", tool.subcommand()));
        let text = fs::read_to_string(&file).unwrap_or_default();
        if let Ok(known) = serde_json::from_str::<Checked>(&text)
            && known.key == key
        {
            return Ok(known);
        }
        let checked = Checked { key, ..self.compile(name, tool)? };
        let text = serde_json::to_string_pretty(&checked).map_err(|error| error.to_string())?;
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(checked)
    }

    fn compile(&self, name: &str, tool: Tool) -> Result<Checked, String> {
        let myself = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
        let usage = fs::canonicalize(&self.reports).map_err(|error| error.to_string())?.join(format!("{name}.usage"));
        let _ = fs::remove_file(&usage);
        let mut command = self.cargo(tool.subcommand(), &child::crate_name(name));
        command.args(["--lib", "--features", &self.features(name)]);
        // Clippy wraps the compiler itself.
        if tool == Tool::Check {
            command.env("RUSTC_WORKSPACE_WRAPPER", myself).env(RUSTC_USAGE, &usage);
        }
        let output = command.output().map_err(|error| format!("cargo: {error}"))?;
        let mut checked = Checked::default();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            sort_in(line, &mut checked);
        }
        if !output.status.success() && checked.errors.is_empty() {
            let text = complaint(&output.stderr);
            checked.errors.push(Message { code: String::new(), text, at: String::new(), line: String::new() });
        }
        checked.usage = fs::read_to_string(&usage).ok().and_then(|text| serde_json::from_str(&text).ok());
        Ok(checked)
    }

    /// Builds the package and gives its program; the inner error is the compiler's.
    pub(crate) fn build(&self, package: &str) -> Result<Result<PathBuf, String>, String> {
        let output = self.cargo("build", package).output().map_err(|error| format!("cargo: {error}"))?;
        let mut program = None;
        let mut errors = Checked::default();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            sort_in(line, &mut errors);
            let it: Value = serde_json::from_str(line).unwrap_or_default();
            let path = it["executable"].as_str().filter(|_| it["reason"] == "compiler-artifact");
            program = path.map(PathBuf::from).or(program);
        }
        let error =
            || errors.errors.first().map_or_else(|| complaint(&output.stderr), |it| format!("{} {}", it.text, it.line));
        Ok(program
            .filter(|_| output.status.success())
            .ok_or_else(|| format!("the program does not compile: {}", error())))
    }

    /// Cargo in the workspace, for one package.
    fn cargo(&self, what: &str, package: &str) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .current_dir(&self.out)
            .args([what, "--message-format", "json", "--target-dir", "target", "--package", package])
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // What stands there for this project's own build is not meant for the crates.
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_TARGET_DIR");
        command
    }

    /// All features of a crate that can be had here.
    fn features(&self, name: &str) -> String {
        let text = fs::read_to_string(self.out.join(name).join("Cargo.toml")).unwrap_or_default();
        let manifest = toml::from_str::<toml::Table>(&text).unwrap_or_default();
        let features = manifest.get("features").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        let wanted = |it: &&String| self.native_tls || *it != "native-tls";
        features.keys().filter(wanted).cloned().collect::<Vec<_>>().join(",")
    }
}

/// What cargo says last.
fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let last = text.lines().rfind(|line| line.starts_with("error"));
    last.unwrap_or("cargo failed without a word").to_owned()
}

/// Puts a line of cargo's messages to the errors or warnings, where it is one of the crate itself.
fn sort_in(line: &str, checked: &mut Checked) {
    let Ok(it) = serde_json::from_str::<Value>(line) else { return };
    let message = &it["message"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let spans = message["spans"].as_array();
    let span = spans.and_then(|spans| spans.iter().find(|span| span["is_primary"] == true).or(spans.first()));
    if it["reason"] != "compiler-message" || span.is_none() {
        // Without a place: how many there were.
        return;
    }
    // What a macro of the runtime expands to is a mistake where it is called.
    let span = span.map(outermost).unwrap_or(&Value::Null);
    let found = Message {
        code: text(&message["code"]["code"]),
        text: text(&message["message"]),
        at: format!("{}:{}", text(&span["file_name"]), span["line_start"]),
        line: text(&span["text"][0]["text"]).trim().to_owned(),
    };
    match message["level"].as_str() {
        Some("warning") => checked.warnings.push(found),
        Some(level) if level.starts_with("error") => checked.errors.push(found),
        _ => {}
    }
}

/// Where in the source a place within macros begins.
fn outermost(span: &Value) -> &Value {
    match span.get("expansion") {
        Some(expansion) if expansion.is_object() => outermost(&expansion["span"]),
        _ => span,
    }
}
