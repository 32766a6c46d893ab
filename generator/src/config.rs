//! `generator.toml`: which services there are, what to write where, and what is said on top of the descriptions.

mod service;
mod table;

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use toml::de::DeTable;

use crate::diag::{Code, Diagnostics};
use crate::pass::overlay::Entry;
use crate::pass::{Overlay, Selection};
use crate::source::{Allowed, Catalogued, FileId, Place, STREAM, Sources, is_stream};
use table::{Context, Table, Value};

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
        let output = output.and_then(|table| self::output(table, base, cx));
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

    /// The configuration for one document without a file: a crate `name` in `out` that is the service of `specs`.
    pub fn single(specs: &[PathBuf], out: &Path, name: &str, lenient: bool) -> Result<Self, String> {
        if !is_crate_name(name) {
            return Err(format!("`{name}` cannot be the name of a crate"));
        }
        // No path of this machine: the names of the files alone.
        let label = |path: &Path| {
            path.file_name()
                .filter(|_| !is_stream(path))
                .map_or(STREAM.to_owned(), |name| name.to_string_lossy().into_owned())
        };
        let streams = specs.iter().filter(|spec| is_stream(spec)).count();
        if streams > 1 {
            return Err("only one document can be read from a pipe".to_owned());
        }
        let spec = |path: &PathBuf| Spec { path: path.clone(), label: label(path), place: Place::NOWHERE };
        Ok(Config {
            output: Output {
                path: out.to_owned(),
                label: name.to_owned(),
                name: name.to_owned(),
                version: "0.1.0".to_owned(),
                description: None,
                license: None,
                authors: Vec::new(),
                repository: None,
                rust_version: None,
                publish: true,
                dependencies: Vec::new(),
                dev_dependencies: Vec::new(),
            },
            services: vec![Service {
                module: String::new(),
                specs: specs.iter().map(spec).collect(),
                allow: Vec::new(),
                overlays: Vec::new(),
                enums: Enums::default(),
                catalogue: Vec::new(),
                serde: false,
                serde_place: Place::NOWHERE,
                checked: None,
                checked_place: Place::NOWHERE,
                lenient,
                overlay: Overlay::default(),
                place: Place::NOWHERE,
            }],
            command: "generator generate".to_owned(),
            in_readme: false,
        })
    }
}

impl Config {
    /// The command as the files of the crate speak of it.
    pub fn called(&self) -> String {
        if self.in_readme { "the command in README.md".to_owned() } else { format!("`{}`", self.command) }
    }

    /// The same, brought up to date by a command that only the README has in full.
    #[must_use]
    pub fn by_command(mut self, command: String) -> Self {
        (self.command, self.in_readme) = (command, true);
        self
    }

    /// The same, with Overlay documents that change the description.
    #[must_use]
    pub fn overlaid(mut self, overlays: &[PathBuf]) -> Self {
        for path in overlays {
            let label = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let spec = Spec { path: path.clone(), label, place: Place::NOWHERE };
            self.services.iter_mut().for_each(|service| service.overlays.push(spec.clone()));
        }
        self
    }

    /// The same, with documents that may refer to each of `allow`: `PATH` or `URL=PATH`.
    ///
    /// # Errors
    /// What cannot be allowed, and why.
    pub fn allowing(mut self, allow: &[String]) -> Result<Self, String> {
        for text in allow {
            let allowed = Entry { value: Allowed::parse(text, |path| PathBuf::from(path))?, place: Place::NOWHERE };
            self.services.iter_mut().for_each(|service| service.allow.push(allowed.clone()));
        }
        Ok(self)
    }
}

impl Config {
    /// The same, where types that only XML has get a JSON form too.
    #[must_use]
    pub fn with_serde(mut self, serde: bool) -> Self {
        self.services.iter_mut().for_each(|service| service.serde = serde);
        self
    }

    /// The same, where types that an XML Schema limits have checked constructors.
    #[must_use]
    pub fn with_checked(mut self, checked: Option<Check>) -> Self {
        self.services.iter_mut().for_each(|service| service.checked = checked);
        self
    }

    /// The same, with only a part of the operations: those that one of the patterns of `only` fits and none of `except`
    /// does. See [`Selection`].
    #[must_use]
    pub fn selecting(mut self, only: &[String], except: &[String], used_types: bool) -> Self {
        let entry = |pattern: &String| Entry { value: pattern.clone(), place: Place::NOWHERE };
        let entries = |patterns: &[String]| patterns.iter().map(entry).collect();
        for service in &mut self.services {
            service.overlay.selection = Selection { only: entries(only), except: entries(except), used_types };
        }
        self
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

fn output(mut table: Table<'_, '_>, base: &Base<'_>, cx: &mut Context<'_>) -> Option<(Output, String)> {
    let path = table.required("path", cx);
    let name = table.required("name", cx);
    let version = table.text("version", cx);
    let description = table.text("description", cx);
    let license = table.text("license", cx);
    let authors = table.texts("authors", cx);
    let repository = table.text("repository", cx);
    let rust_version = table.text("rust-version", cx);
    let publish = table.boolean("publish", cx);
    let command = table.text("command", cx);
    let [dependencies, dev_dependencies] = ["dependencies", "dev-dependencies"].map(|key| {
        let all = table.table(key, "", cx).map(|it| it.free(cx)).unwrap_or_default();
        all.into_iter().filter_map(|(name, value)| dependency(name, &value, cx)).collect()
    });
    table.finish(cx);
    let is_version = |text: &str, parts: std::ops::RangeInclusive<usize>| {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        parts.contains(&core.split('.').count()) && core.split('.').all(|part| part.parse::<u64>().is_ok())
    };
    check(&name, "the name of a crate", is_crate_name, cx);
    check(&version, "a version, such as `0.1.0`", |text| is_version(text, 3..=3), cx);
    check(&rust_version, "a version of Rust, such as `1.88`", |text| is_version(text, 2..=3), cx);
    let least = env!("CARGO_PKG_RUST_VERSION");
    let new_enough = |text: &str| !is_version(text, 2..=3) || numbers(text) >= numbers(least);
    check(&rust_version, &format!("enough: the runtime needs Rust {least}"), new_enough, cx);
    let (path, name) = path.zip(name)?;
    let value = |entry: Option<Entry<String>>| entry.map(|entry| entry.value);
    let output = Output {
        label: base.label(&path.value),
        path: base.path(&path.value),
        name: name.value,
        version: value(version).unwrap_or_else(|| "0.1.0".to_owned()),
        description: value(description),
        license: value(license),
        authors: authors.into_iter().map(|author| author.value).collect(),
        repository: value(repository),
        rust_version: value(rust_version),
        publish: publish.is_none_or(|publish| publish.value),
        dependencies,
        dev_dependencies,
    };
    Some((output, value(command).unwrap_or_else(|| "generator".to_owned())))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// A dependency as it stands in the configuration, which has to be on one line.
fn dependency(name: Entry<String>, value: &Value<'_, '_>, cx: &mut Context<'_>) -> Option<Dependency> {
    let toml = value.source(cx).filter(|toml| !toml.contains('\n') && toml.starts_with(['"', '\'', '{']));
    match toml {
        Some(toml) if is_crate_name(&name.value) => {
            Some(Dependency { name: name.value, toml: toml.to_owned(), place: name.place })
        }
        _ => {
            let said = cx.diags.error(BAD_VALUE, name.place, format!("`{}` is not a dependency", name.value));
            said.help("a dependency is a version or a table on one line: `{ version = \"1\", features = [\"a\"] }`");
            None
        }
    }
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
