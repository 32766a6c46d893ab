//! Everything of a crate that is not about a service: manifest, README, the root module, the runtime.
//!
//! What is not Rust is a template of minijinja in `templates/scaffold`; the runtime is copied file by file, as it is.

use std::collections::BTreeSet;
use std::fmt;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value, context};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde::Serialize;

use crate::config::Output;
use crate::output::header::{self, Comment};
use crate::output::{FormatError, OutFile, Piece, rust_file};

mod embedded {
    //! The files that the build script has found.
    include!(concat!(env!("OUT_DIR"), "/templates.rs"));
}

/// The features that every crate has, with what each is for; a service or a group of operations cannot have their names.
const FEATURES: [(&str, &[&str], &str); 7] = [
    ("rustls", &["reqwest/rustls"], "TLS by rustls, with the roots of the platform"),
    ("native-tls", &["reqwest/native-tls"], "TLS by the library of the platform"),
    ("tracing", &["dep:tracing"], "a span for every call, an event for every retry"),
    ("blocking", &[], "`send_blocking()` on every call"),
    ("shared-key", &["dep:hmac", "dep:sha2"], "signatures by a shared key"),
    ("client-certificate", &["dep:p12-keystore"], "client certificates from PKCS#12 files"),
    ("xml", &["dep:encoding_rs", "dep:quick-xml"], "XML bodies"),
];

/// A crate to be written.
#[derive(Clone, Copy, Debug)]
pub struct Crate<'a> {
    /// What the configuration says of it.
    pub output: &'a Output,
    /// The services in it.
    pub services: &'a [Service],
    /// The command that writes it anew.
    pub command: &'a str,
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
    /// The features of the runtime that it cannot do without: `xml`, `shared-key`, `client-certificate`.
    pub needs: Vec<String>,
    /// The features of its groups of operations, where it is divided into such.
    pub groups: Vec<String>,
    /// A first call, as Rust without indentation, for the README.
    pub example: Option<String>,
}

/// The scaffold could not be made: a mistake of the generator, or of a name that it was given.
#[derive(Debug)]
pub enum ScaffoldError {
    /// Two features have this name.
    Feature(String),
    /// A template is wrong.
    Template(minijinja::Error),
    /// The root module is not Rust.
    Format(FormatError),
}

impl fmt::Display for ScaffoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScaffoldError::Feature(name) => write!(f, "two features of the crate are called `{name}`"),
            ScaffoldError::Template(error) => write!(f, "a template of the generator is wrong: {error:#}"),
            ScaffoldError::Format(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ScaffoldError {}

/// A cargo feature of the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Feature {
    name: String,
    enables: Vec<String>,
    /// Above it in the manifest.
    comment: Option<String>,
    /// In the table of the README; `None` for what is not for users.
    about: Option<String>,
    /// Whether the default names it.
    default: bool,
    /// Whether it is on by default: named by the default, or needed by a service.
    on: bool,
}

impl Service {
    /// The feature that switches the service's code on, whatever group of it is wanted.
    ///
    /// Where a service is divided, its own name stands for all of it, and this is another feature that nobody names.
    pub fn core_feature(&self) -> String {
        let name = if self.module.is_empty() { "client" } else { &self.module };
        if self.groups.is_empty() { name.to_owned() } else { format!("_{name}") }
    }
}

/// All files of the crate but those of the services: the manifest, README, `rustfmt.toml`, `src/lib.rs` and the runtime.
///
/// Where a service is the whole crate, `root` is what the root module has besides: docs and items.
///
/// # Errors
/// See [`ScaffoldError`].
pub fn files(it: &Crate<'_>, root: (&[String], &[Piece])) -> Result<Vec<OutFile>, ScaffoldError> {
    let mut files = vec![lib(it, root)?];
    let features = features(it.services)?;
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
                    header => header(path, &origin(it), it.command),
                    output => Serde(it.output),
                    crate_name => it.output.name.replace('-', "_"),
                    description => description(it),
                    rust_version => it.output.rust_version.as_deref().unwrap_or(env!("CARGO_PKG_RUST_VERSION")),
                    features => Serde(&features),
                    services => Serde(it.services),
                        command => it.command,
                },
            )
            .map_err(ScaffoldError::Template)?;
        files.push(OutFile::new(path, format!("{}\n", text.trim_end())));
    }
    files.extend(runtime(it.command));
    Ok(files)
}

/// The first line of a file that is made from these documents.
pub fn header(path: &str, from: &str, command: &str) -> String {
    header::line(Comment::of(path), from, &format!("change the description and run `{command}`"))
}

/// The files of the runtime, as `src/runtime/..`.
fn runtime(command: &str) -> impl Iterator<Item = OutFile> {
    let header = header::line(Comment::Slashes, "its runtime", &format!("`{command}` writes it anew"));
    embedded::RUNTIME.iter().map(move |(path, text)| {
        let path = if *path == "lib.rs" { "mod.rs" } else { path };
        OutFile::new(format!("src/runtime/{path}"), format!("{header}\n{text}"))
    })
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
        (None, [most @ .., last]) if !most.is_empty() => format!("Clients of {} and {last}.", most.join(", ")),
        (None, titles) => format!("A client of {}.", titles.concat()),
    }
}

/// The features: the default, those of the services and of their groups, those of the runtime.
fn features(services: &[Service]) -> Result<Vec<Feature>, ScaffoldError> {
    let mut features = Vec::new();
    for service in services {
        let core = service.core_feature();
        let alone = service.groups.is_empty();
        let title = &service.title;
        let all = if service.module.is_empty() { "full" } else { &service.module };
        features.push(Feature {
            name: core.clone(),
            enables: service.needs.clone(),
            comment: (!alone).then(|| format!("What every part of {title} needs; not to be named.")),
            about: alone.then(|| title.clone()),
            default: alone,
            ..Feature::default()
        });
        if !alone {
            features.push(Feature {
                name: all.to_owned(),
                enables: service.groups.clone(),
                comment: Some(format!("All of {title}, or only parts of it:")),
                about: Some(format!("all of {title}")),
                default: true,
                ..Feature::default()
            });
            features.extend(service.groups.iter().map(|group| Feature {
                name: group.clone(),
                enables: vec![core.clone()],
                about: Some(format!("a part of {title}")),
                ..Feature::default()
            }));
        }
    }
    features.extend(FEATURES.map(|(name, enables, about)| Feature {
        name: name.to_owned(),
        enables: enables.iter().map(|&it| it.to_owned()).collect(),
        comment: Some(format!("{}.", capital(about))),
        about: Some(about.to_owned()),
        default: name == "rustls",
        ..Feature::default()
    }));
    let default = features.iter().filter(|feature| feature.default).map(|feature| feature.name.clone()).collect();
    features.insert(0, Feature { name: "default".to_owned(), enables: default, ..Feature::default() });
    for feature in &mut features {
        let needed =
            |service: &Service| service.needs.contains(&feature.name) || service.groups.contains(&feature.name);
        feature.on = feature.default || services.iter().any(needed);
    }
    let mut seen = BTreeSet::new();
    match features.iter().find(|feature| !seen.insert(feature.name.as_str())) {
        Some(twice) => Err(ScaffoldError::Feature(twice.name.clone())),
        None => Ok(features),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The root module.
fn lib(it: &Crate<'_>, (docs, items): (&[String], &[Piece])) -> Result<OutFile, ScaffoldError> {
    let docs = if docs.is_empty() { vec![description(it)] } else { docs.to_vec() };
    let mut pieces = vec![Piece::Item(quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
    })];
    let modules: TokenStream = it
        .services
        .iter()
        .filter(|service| !service.module.is_empty())
        .map(|service| {
            let (module, feature) = (format_ident!("{}", service.module), service.core_feature());
            quote!(#[cfg(feature = #feature)] pub mod #module;)
        })
        .collect();
    pieces.push(Piece::Item(quote!(#modules pub mod runtime;)));
    pieces.extend_from_slice(items);
    let text = rust_file(&header("lib.rs", &origin(it), it.command), &docs, &pieces).map_err(ScaffoldError::Format)?;
    Ok(OutFile::new("src/lib.rs", text))
}

#[cfg(test)]
mod tests;
