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

mod crates;
mod dependencies;

mod embedded {
    //! The files that the build script has found.
    include!(concat!(env!("OUT_DIR"), "/templates.rs"));
}

/// The features that every crate has, with what each is for; a service or a group of operations cannot have their names.
pub(crate) const FEATURES: [(&str, &[&str], &str); 12] = [
    (
        HTTP,
        &[
            "json",
            "dep:bytes",
            "dep:futures-core",
            "dep:http-body",
            "dep:httpdate",
            "dep:percent-encoding",
            "dep:reqwest",
            "dep:tokio",
            "dep:url",
            "uuid/v4",
        ],
        "calls over HTTP",
    ),
    (JSON, &["dep:indexmap", "dep:serde", "dep:serde_json"], "JSON, and with it serde"),
    ("rustls", &["reqwest?/rustls"], "TLS by rustls, with the roots of the platform"),
    ("native-tls", &["reqwest?/native-tls"], "TLS by the library of the platform"),
    ("gzip", &[HTTP, "reqwest?/gzip"], "asks for answers compressed by gzip, and reads them"),
    ("tracing", &[HTTP, "dep:tracing"], "a span for every call, an event for every retry"),
    ("blocking", &[HTTP], "`send_blocking()` on every call; lists, streams and pollers without async"),
    (SHARED_KEY, &[HTTP, "dep:hmac", "dep:sha2"], "signatures by a shared key"),
    ("client-certificate", &[HTTP, "dep:p12-keystore"], "client certificates from PKCS#12 files"),
    (CHECKED, &[], "types with checked constructors"),
    (PATTERNS, &[CHECKED, "dep:regex"], "patterns of such types"),
    (XML, &["dep:encoding_rs"], "XML"),
];

/// The feature for the calls, without which a crate is types alone.
const HTTP: &str = "http";
/// The feature for JSON.
const JSON: &str = "json";
/// The feature for types with checked constructors.
const CHECKED: &str = "checked";
/// The feature for patterns of such types.
const PATTERNS: &str = "patterns";
/// The feature for signatures by a shared key.
const SHARED_KEY: &str = "shared-key";
/// The feature for XML.
const XML: &str = "xml";

/// The features that say how TLS is done.
const TLS: [&str; 2] = ["rustls", "native-tls"];

/// What of the runtime a crate has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Parts {
    http: bool,
    json: bool,
    checked: bool,
    patterns: bool,
    shared_key: bool,
    xml: bool,
}

impl Parts {
    fn of(services: &[Service]) -> Self {
        let needs = |feature: &str| services.iter().any(|service| service.needs.iter().any(|need| need == feature));
        Parts {
            http: needs(HTTP),
            json: needs(HTTP) || needs(JSON),
            checked: needs(CHECKED),
            patterns: needs(PATTERNS),
            shared_key: needs(SHARED_KEY),
            xml: needs(XML),
        }
    }

    /// The crates that are re-exported.
    fn crates(self, services: &[Service]) -> Vec<(&'static str, Vec<&'static str>)> {
        let modules: Vec<&str> = services.iter().map(|service| service.module.as_str()).collect();
        crates::of(|feature| self.has(feature), &modules)
    }

    /// Whether a feature is one that the crate has.
    fn has(self, feature: &str) -> bool {
        match feature {
            SHARED_KEY => self.shared_key,
            XML => self.xml,
            JSON => self.json,
            CHECKED => self.checked,
            PATTERNS => self.patterns,
            _ => self.http,
        }
    }

    /// The features whose modules of the runtime the crate does without.
    fn lacks(self) -> Vec<&'static str> {
        [HTTP, JSON, CHECKED, PATTERNS, SHARED_KEY, XML].into_iter().filter(|feature| !self.has(feature)).collect()
    }

    /// Those of them that the files speak of which the crate has.
    fn mentions(self) -> Vec<&'static str> {
        let mut lacks = self.lacks();
        // Only the module of checked types speaks of patterns, and only the roots of modules of checked types and signatures.
        lacks.retain(|feature| ![CHECKED, SHARED_KEY].contains(feature) && (*feature != PATTERNS || self.checked));
        lacks
    }
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
    /// Where a service is divided, its own name stands for all of it, and this is another feature that nobody names; so it is
    /// where the service is the whole crate, all of which is `full`.
    pub fn core_feature(&self) -> String {
        match self.module.as_str() {
            "" => "_client".to_owned(),
            module if self.groups.is_empty() => module.to_owned(),
            module => format!("_{module}"),
        }
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

/// The files of the runtime, as `src/runtime/..`: all, but those of the parts that the crate does without.
fn runtime(called: &str, parts: Parts) -> Vec<OutFile> {
    let header = header::line(Comment::Slashes, "its runtime", &format!("{called} writes it anew"));
    let lacks = parts.lacks();
    let (mut files, mut absent) = (Vec::new(), Vec::new());
    for (path, text) in embedded::RUNTIME {
        let Some(folder) = folder_of(path) else {
            files.push((*path, (*text).to_owned()));
            continue;
        };
        let (text, modules) = without(text, &lacks);
        absent.extend(modules.into_iter().map(|module| format!("{folder}{module}")));
        files.push((if *path == "lib.rs" { "mod.rs" } else { path }, text));
    }
    let is_absent = |path: &str| {
        absent.iter().any(|module| path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/')))
    };
    files.retain(|(path, _)| !is_absent(path));
    files
        .into_iter()
        .map(|(path, text)| OutFile::new(format!("src/runtime/{path}"), format!("{header}\n{text}")))
        .collect()
}

/// The folder, with a slash behind it, of the modules that a file of the runtime declares; `None` if it declares none.
fn folder_of(path: &str) -> Option<String> {
    if path == "lib.rs" {
        return Some(String::new());
    }
    let folder = format!("{}/", path.strip_suffix(".rs")?);
    embedded::RUNTIME.iter().any(|(other, _)| other.starts_with(&folder)).then_some(folder)
}

/// A file that declares modules without the items of features that a crate lacks, and the modules among those.
fn without<'a>(file: &'a str, lacks: &[&str]) -> (String, Vec<&'a str>) {
    let (mut kept, mut modules): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut dropping = false;
    for line in file.lines() {
        let needs = |feature: &&str| line.starts_with("#[cfg(") && line.contains(&format!("feature = \"{feature}\""));
        if !dropping && lacks.iter().any(needs) {
            dropping = true;
            // Its docs, and other attributes, may stand before.
            while kept.pop_if(|before| before.starts_with("///") || before.starts_with("#[")).is_some() {}
        }
        if !dropping {
            kept.push(line);
            continue;
        }
        modules.extend(line.split_once("mod ").and_then(|(_, name)| name.strip_suffix(';')));
        // An item ends with a semicolon or a brace that nothing stands before; attributes stand before it.
        dropping = line.starts_with([' ', '#']) || !line.ends_with([';', '}']);
    }
    (kept.join("\n") + "\n", modules)
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

/// The feature without which a crate that is one service has nothing: its root compiles with all that it needs, or not at all.
fn root_feature(services: &[Service]) -> Option<String> {
    let whole = services.iter().find(|service| service.module.is_empty())?;
    if Parts::of(services).http { Some(whole.core_feature()) } else { whole.needs.first().cloned() }
}

/// What a feature of the runtime switches on besides, in a crate that is one service: whoever names one wants the service.
fn beside(feature: &str, services: &[Service]) -> Vec<String> {
    let Some(whole) = services.iter().find(|service| service.module.is_empty()) else { return Vec::new() };
    if Parts::of(services).http {
        return if feature == HTTP || TLS.contains(&feature) { vec![whole.core_feature()] } else { Vec::new() };
    }
    let others = whole.needs.iter().filter(|need| *need != feature).cloned().collect();
    if whole.needs.iter().any(|need| need == feature) { others } else { Vec::new() }
}

/// The features that the default switches on, itself among them.
fn switched_on(features: &[Feature]) -> BTreeSet<String> {
    let (mut on, mut open) = (BTreeSet::new(), vec!["default"]);
    while let Some(name) = open.pop() {
        if on.insert(name.to_owned()) {
            let named = features.iter().filter(|feature| feature.name == name);
            open.extend(named.flat_map(|feature| &feature.enables).map(String::as_str));
        }
    }
    on
}

/// The features: the default, those of the services and of their groups, those of the runtime.
fn features(services: &[Service]) -> Result<Vec<Feature>, ScaffoldError> {
    let mut features = Vec::new();
    let parts = Parts::of(services);
    for service in services {
        let core = service.core_feature();
        if service.module.is_empty() && !parts.http {
            // Types alone: there is nothing to switch on but their wires.
            continue;
        }
        let title = &service.title;
        let all = if service.module.is_empty() { "full" } else { &service.module };
        let alone = core == *all;
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
    let needed = |name: &str| services.iter().any(|service| service.needs.iter().any(|need| need == name));
    features.extend(FEATURES.into_iter().filter(|(name, ..)| parts.has(name)).map(|(name, enables, about)| Feature {
        name: name.to_owned(),
        enables: {
            let mut all = beside(name, services);
            let more = enables.iter().map(|&it| it.to_owned()).filter(|it| !all.contains(it)).collect::<Vec<_>>();
            all.extend(more);
            all
        },
        comment: Some(format!("{}.", capital(about))),
        about: Some(about.to_owned()),
        default: name == "rustls" || !parts.http && needed(name),
        ..Feature::default()
    }));
    let default = features.iter().filter(|feature| feature.default).map(|feature| feature.name.clone()).collect();
    features.insert(0, Feature { name: "default".to_owned(), enables: default, ..Feature::default() });
    let on = switched_on(&features);
    features.iter_mut().for_each(|feature| feature.on = on.contains(&feature.name));
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

/// How deep the compiler goes where nothing is said.
const USUAL_DEPTH: usize = 128;

/// How deep the compiler has to go, where that is deeper than it does by itself.
fn recursion_limit(services: &[Service]) -> Option<String> {
    let depth = services.iter().map(|service| service.depth).max().unwrap_or_default();
    // What is around the types of a call counts as well: its future, and what that holds.
    (depth + USUAL_DEPTH / 8 > USUAL_DEPTH).then(|| (2 * depth).next_power_of_two().to_string())
}

/// The root module.
fn lib(it: &Crate<'_>, (docs, items): (&[String], &[Piece])) -> Result<OutFile, ScaffoldError> {
    let mut docs = if docs.is_empty() { vec![description(it)] } else { docs.to_vec() };
    let mut pieces = vec![Piece::Item(quote! {
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
    })];
    let crates = Parts::of(it.services).crates(it.services);
    docs.extend(crates::docs(&crates));
    if let Some(limit) = recursion_limit(it.services) {
        // Each crate has a limit of its own, also for types that are not its own.
        docs.extend([
            String::new(),
            "# Deep types".to_owned(),
            String::new(),
            "Types stand deep within types here. Where the compiler comes to the end of its recursion in a crate that uses".to_owned(),
            format!("this one (E0275), `#![recursion_limit = \"{limit}\"]` at the head of that crate helps."),
        ]);
        pieces.push(Piece::Item(quote!(#![recursion_limit = #limit])));
    }
    if let Some(feature) = root_feature(it.services) {
        pieces.push(Piece::Item(quote!(#![cfg(feature = #feature)])));
    }
    if it.services.iter().any(|service| service.foreign_names) {
        let reason = "names are spelled as in the description";
        pieces.push(Piece::Item(quote! {
            #![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints, reason = #reason)]
        }));
    }
    if it.output.name.chars().any(char::is_uppercase) {
        pieces.push(Piece::Item(quote!(#![allow(non_snake_case, reason = "the crate was named so")])));
    }
    let modules: TokenStream = it
        .services
        .iter()
        .filter(|service| !service.module.is_empty())
        .map(|service| {
            let (module, feature) = (format_ident!("{}", service.module), service.core_feature());
            quote!(#[cfg(feature = #feature)] pub mod #module;)
        })
        .collect();
    let crates = crates::items(&crates);
    pieces.push(Piece::Item(quote!(#modules pub mod runtime; #crates)));
    pieces.extend_from_slice(items);
    let text = rust_file(&header("lib.rs", &origin(it), it.called), &docs, &pieces).map_err(ScaffoldError::Format)?;
    Ok(OutFile::new("src/lib.rs", text))
}

#[cfg(test)]
mod tests;
