//! Everything of a crate that is not about a service: manifest, README, the root module, the runtime.
//!
//! What is not Rust is a template of minijinja in `templates/scaffold`; the runtime is copied file by file, as it is.

use std::fmt;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use serde::Serialize;

use crate::config::Output;
use crate::output::header::{self, Comment};
use crate::output::{FormatError, OutFile, Piece};
use features::features;
use parts::Parts;
use root::lib;
use runtime::runtime;

mod crates;
mod dependencies;
pub(crate) mod features;
mod parts;
mod root;
mod runtime;

mod embedded {
    //! The files that the build script has found.
    include!(concat!(env!("OUT_DIR"), "/templates.rs"));
}
/// A crate to be written.
#[derive(Clone, Copy, Debug)]
pub struct Crate<'a> {
    /// What the configuration says of it.
    pub output: &'a Output,
    /// The services in it.
    pub services: &'a [Service],
    /// The command that writes it anew.
    pub command: &'a str,
    /// How the files of the crate speak of the command.
    pub called: &'a str,
    /// Whether the command is one of the crate's own, to be run beside the description.
    pub in_readme: bool,
}

/// What the crate says of a service outside of the service's own files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Service {
    /// Its module, and its feature; empty where the service is the whole crate.
    pub module: String,
    /// What it is called.
    pub title: String,
    /// The documents that describe it, relative to the project.
    pub specs: Vec<String>,
    /// The features of the runtime that it cannot do without: `http`, `json`, `xml`, `shared-key`, `client-certificate`.
    pub needs: Vec<String>,
    /// The features of its groups of operations, where it is divided into such.
    pub groups: Vec<String>,
    /// Whether it has names in other letters than ASCII's.
    pub foreign_names: bool,
    /// How deep its types stand within types.
    pub depth: usize,
    /// A first call, as Rust without indentation, for the README.
    pub example: Option<String>,
}

/// The scaffold could not be made: a mistake of the generator, or of a name that it was given.
#[derive(Debug)]
pub enum ScaffoldError {
    /// Two features have this name.
    Feature(String),
    /// A dependency of the user's is one of the runtime's, and these cannot be joined.
    Dependency {
        /// Its name.
        name: String,
        /// Why not.
        why: String,
    },
    /// A template is wrong.
    Template(minijinja::Error),
    /// The root module is not Rust.
    Format(FormatError),
}

impl fmt::Display for ScaffoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScaffoldError::Feature(name) => write!(f, "two features of the crate are called `{name}`"),
            ScaffoldError::Dependency { name, why } => write!(f, "`{name}` cannot be a dependency as it is: {why}"),
            ScaffoldError::Template(error) => write!(f, "a template of the generator is wrong: {error:#}"),
            ScaffoldError::Format(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ScaffoldError {}

/// All files of the crate but those of the services: the manifest, README, `rustfmt.toml`, `src/lib.rs` and the runtime.
///
/// Where a service is the whole crate, `root` is what the root module has besides: docs and items.
///
/// # Errors
/// See [`ScaffoldError`].
pub fn files(it: &Crate<'_>, root: (&[String], &[Piece])) -> Result<Vec<OutFile>, ScaffoldError> {
    let mut files = vec![lib(it, root)?];
    let features = features(it.services)?;
    let parts = Parts::of(it.services);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.add_filter("toml", |value: Value| {
        toml::Value::try_from(value)
            .map(|value| value.to_string())
            .map_err(|error| minijinja::Error::new(minijinja::ErrorKind::BadSerialization, error.to_string()))
    });
    for (name, template) in embedded::SCAFFOLD {
        let path = name.strip_suffix(".j2").unwrap_or(name);
        let text = environment
            .render_named_str(
                name,
                template,
                context! {
                    header => header(path, &origin(it), it.called),
                    output => Serde(it.output),
                    crate_name => it.output.name.replace('-', "_"),
                    description => description(it),
                    rust_version => it.output.rust_version.as_deref().unwrap_or(env!("CARGO_PKG_RUST_VERSION")),
                    features => Serde(&features),
                    crates => Serde(crates::names(&parts.crates(it.services))),
                    http => parts.http,
                    xml => parts.xml,
                    json => parts.json,
                    shared_key => parts.shared_key,
                    patterns => parts.patterns,
                    lacks => Serde(parts.mentions()),
                    services => Serde(it.services),
                    command => it.command,
                    in_readme => it.in_readme,
                },
            )
            .map_err(ScaffoldError::Template)?;
        files.push(OutFile::new(path, format!("{}\n", text.trim_end())));
    }
    for manifest in files.iter_mut().filter(|file| file.path == "Cargo.toml" && !it.output.dependencies.is_empty()) {
        manifest.text = dependencies::join(&manifest.text, &it.output.dependencies)
            .map_err(|(name, why)| ScaffoldError::Dependency { name, why })?;
    }
    files.extend(runtime(it.called, parts));
    Ok(files)
}

/// The first line of a file that is made from these documents.
pub fn header(path: &str, from: &str, called: &str) -> String {
    header::line(Comment::of(path), from, &format!("change the description and run {called}"))
}

fn origin(it: &Crate<'_>) -> String {
    let specs: Vec<&str> = it.services.iter().flat_map(|service| &service.specs).map(String::as_str).collect();
    match specs.as_slice() {
        few if few.len() <= 3 => few.join(", "),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => String::new(),
    }
}

fn description(it: &Crate<'_>) -> String {
    let titles: Vec<&str> = it.services.iter().map(|service| service.title.as_str()).collect();
    match (&it.output.description, titles.as_slice()) {
        (Some(said), _) => said.clone(),
        (None, [most @ .., last]) if !most.is_empty() => {
            sentence(&format!("Clients of {} and {last}", most.join(", ")))
        }
        (None, titles) if Parts::of(it.services).http => sentence(&format!("A client of {}", titles.concat())),
        (None, titles) => sentence(&format!("The types of {}", titles.concat())),
    }
}

/// A sentence, whose last word may end with a full stop of its own.
fn sentence(words: &str) -> String {
    if words.ends_with(['.', '!', '?']) { words.to_owned() } else { format!("{words}.") }
}

#[cfg(test)]
mod tests;
