//! `generator.toml`: which services there are, what to write where, and what is said on top of the descriptions.

mod output;
mod service;
mod single;
mod table;

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use toml::de::DeTable;

use crate::diag::{Code, Diagnostics};
use crate::pass::Overlay;
use crate::pass::overlay::Entry;
use crate::source::{Allowed, Catalogued, FileId, Place, Sources};
use table::{Context, Table};

#[cfg(test)]
pub(crate) use service::TAKEN;

pub use table::{MISSING, UNKNOWN, WRONG_TYPE};

/// The configuration cannot be read.
pub const UNREADABLE: Code = Code("CF0001");
/// The configuration is not TOML.
pub const NOT_TOML: Code = Code("CF0002");
/// A value is of the right type and yet none that is possible.
pub const BAD_VALUE: Code = Code("CF0006");
/// Two entries that exclude one another.
pub const CLASH: Code = Code("CF0007");

/// What the file is called.
const FILE: &str = "generator.toml";

/// What is to be generated.
#[derive(Clone, Debug)]
pub struct Config {
    /// The crate that is written.
    pub output: Output,
    /// The services in it, in the order of the file; at least one.
    pub services: Vec<Service>,
    /// The command that brings the crate up to date, for people: `cargo run -p generator`.
    pub command: String,
    /// Whether the command is long, so that files refer to the README for it.
    pub in_readme: bool,
}

/// The crate that is written.
#[derive(Clone, Debug, Serialize)]
pub struct Output {
    /// Its directory.
    pub path: PathBuf,
    /// The directory as it is named in messages and files: relative to the project, the same on every machine.
    pub label: String,
    /// The name of the crate.
    pub name: String,
    /// The version of the crate.
    pub version: String,
    /// `package.description`; from the services where it is absent.
    pub description: Option<String>,
    /// `package.license`, an SPDX expression.
    pub license: Option<String>,
    /// `package.authors`.
    pub authors: Vec<String>,
    /// `package.repository`.
    pub repository: Option<String>,
    /// `package.rust-version`, where it is to be higher than what the runtime asks for.
    pub rust_version: Option<String>,
    /// `package.publish`: whether the crate may be published.
    pub publish: bool,
    /// What the user's own types in the crate need, or are in.
    pub dependencies: Vec<Dependency>,
    /// What the tests and examples beside the generated code need.
    pub dev_dependencies: Vec<Dependency>,
}

/// An entry of a manifest's table of dependencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dependency {
    /// The name.
    pub name: String,
    /// What is said of it, as TOML on one line.
    pub toml: String,
    /// Where it is said.
    #[serde(skip)]
    pub place: Place,
}

/// A service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The module and the cargo feature of the service; empty where the service is the whole crate.
    pub module: String,
    /// The documents that describe it; at least one.
    pub specs: Vec<Spec>,
    /// What the documents may refer to outside their own folders.
    pub allow: Vec<Entry<Allowed>>,
    /// Overlay documents that change an OpenAPI description before it is read, in order.
    pub overlays: Vec<Spec>,
    /// Whether enumerations are open unless the description says otherwise.
    pub enums: Enums,
    /// Files that stand for what XML Schemas name: by the location as it is written, or by namespace.
    pub catalogue: Vec<Catalogued>,
    /// Whether types that only XML has get a JSON form too, and with it serde's traits.
    pub serde: bool,
    /// Where that is said.
    pub serde_place: Place,
    /// Whether types that an XML Schema limits have checked constructors, and whether they check what is read, too.
    pub checked: Option<Check>,
    /// Where that is said.
    pub checked_place: Place,
    /// Whether what cannot be honoured is left out with a warning, instead of stopping the run.
    pub lenient: bool,
    /// What is said on top of the description.
    pub overlay: Overlay,
    /// Where the service stands in the configuration.
    pub place: Place,
}

/// A document that describes a service.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Its path.
    pub path: PathBuf,
    /// The path as it is named in generated files: relative to the project, the same on every machine.
    pub label: String,
    /// Where it is named.
    pub place: Place,
}

/// When values are checked against what an XML Schema says of their patterns, lengths, ranges and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Check {
    /// When they are made
    Making,
    /// When they are made, and when they are read
    Reading,
}

/// Whether enumerations have room for values that the description does not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enums {
    /// A value that is not listed is kept as it came.
    #[default]
    Open,
    /// A value that is not listed is an error.
    Closed,
}

impl Config {
    /// Finds the configuration that governs the current directory: `generator.toml` or `specs/generator.toml` in it or
    /// in the nearest directory above that has one. The path is relative.
    pub fn find() -> Option<PathBuf> {
        let current = std::env::current_dir().ok()?;
        let mut up = PathBuf::new();
        for _ in current.ancestors() {
            for file in [up.join(FILE), up.join("specs").join(FILE)] {
                if file.is_file() {
                    return Some(file);
                }
            }
            up.push("..");
        }
        None
    }

    /// Reads the configuration at `path`. Everything that is wrong in it is said; then there is no configuration.
    pub fn read(path: &Path, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Self> {
        let file = match sources.load(path) {
            Ok(file) => file,
            Err(error) => {
                diags.error(UNREADABLE, Place::NOWHERE, format!("cannot read {}: {error}", path.display()));
                return None;
            }
        };
        // From the real path: the one given may be `../specs/generator.toml`, or only the file's name.
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let in_specs = real.parent().and_then(Path::file_name).is_some_and(|name| name == "specs");
        let base =
            Base { directory: path.parent().unwrap_or(Path::new("")), label: if in_specs { "specs" } else { "" } };
        Self::parse(file, &base, sources, diags)
    }

    fn parse(file: FileId, base: &Base<'_>, sources: &Sources, diags: &mut Diagnostics) -> Option<Self> {
        let before = diags.errors();
        let (document, errors) = DeTable::parse_recoverable(&sources.file(file).text);
        for error in &errors {
            let place = error.span().map_or_else(|| sources.root(file), |span| sources.span(file, span));
            diags.error(NOT_TOML, place, error.message().lines().next().unwrap_or("not TOML"));
        }
        if !errors.is_empty() {
            return None;
        }
        let cx = &mut Context { sources, file, diags };
        let mut root = Table::new("the configuration", cx.place(0..0), document.get_ref());
        let output = root.has("output").then(|| root.table("output", "`[output]`", cx)).flatten();
        if output.is_none() && !root.has("output") {
            root.missing("`[output]`", cx);
        }
        let output = output.and_then(|table| output::read(table, base, cx));
        let services: Vec<_> = root
            .tables("service", "this `[[service]]`", cx)
            .into_iter()
            .map(|table| service::read(table, base, cx))
            .collect();
        if services.is_empty() {
            root.missing("`[[service]]`", cx);
        }
        root.finish(cx);
        let services: Option<Vec<Service>> = services.into_iter().collect();
        let (services, (output, command)) = services.zip(output)?;
        distinct(&services, cx);
        (diags.errors() == before).then_some(Config { output, services, command, in_readme: false })
    }
}

impl Config {
    /// The command as the files of the crate speak of it.
    pub fn called(&self) -> String {
        if self.in_readme { "the command in README.md".to_owned() } else { format!("`{}`", self.command) }
    }
}

/// What paths in the configuration are relative to.
struct Base<'a> {
    directory: &'a Path,
    label: &'a str,
}

impl Base<'_> {
    fn path(&self, path: &str) -> PathBuf {
        or_here(tidy(&self.directory.join(path)))
    }

    fn label(&self, path: &str) -> String {
        let path = or_here(tidy(&Path::new(self.label).join(path)));
        path.to_string_lossy().replace('\\', "/")
    }
}

/// The path without `.` and, where that can be seen without asking the file system, without `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

/// The current directory where the path is empty, which the file system knows nothing of.
fn or_here(path: PathBuf) -> PathBuf {
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

/// Says of a value that is there whether it is possible.
fn check(entry: &Option<Entry<String>>, what: &str, possible: impl Fn(&str) -> bool, cx: &mut Context<'_>) {
    if let Some(Entry { value, place }) = entry
        && !possible(value)
    {
        cx.diags.error(BAD_VALUE, *place, format!("`{value}` is not {what}"));
    }
}

/// Two services in one module would be one another's files.
fn distinct(services: &[Service], cx: &mut Context<'_>) {
    let mut seen: HashMap<&str, Place> = HashMap::new();
    for service in services {
        if let Some(first) = seen.insert(&service.module, service.place) {
            let message = format!("two services are the module `{}`", service.module);
            cx.diags.error(CLASH, service.place, message).also(first, "this is the first");
        }
    }
}

/// What cargo takes as the name of a package, and Rust, with `_` for `-`, as that of a crate.
fn is_crate_name(name: &str) -> bool {
    let word = name.replace('-', "_");
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && syn::parse_str::<syn::Ident>(&word).is_ok()
        && word.is_ascii()
}

#[cfg(test)]
mod tests;
