//! From the model and its names to the files of a client: one emitter for each kind of item.
//!
//! Nothing here reads a description or reports anything: after the passes every model can be written.

mod address;
mod auth;
mod blocks;
mod bodies;
mod builder;
mod call;
mod checked;
mod choices;
mod client;
mod code_blocks;
mod defaults;
mod docs;
mod enums;
mod escape;
pub mod features;
mod file_parts;
mod flat;
mod headers;
mod held;
mod json_names;
mod layout;
mod limits;
mod looks;
mod models;
mod multipart;
mod old;
mod operations;
mod own_tags;
mod pages;
mod paths;
mod polling;
mod prefixes;
mod reading;
mod records;
mod request;
mod responses;
mod sample;
mod spoken;
mod statuses;
mod text;
mod way;
mod wire;
mod xml_root;

use proc_macro2::TokenStream;

use crate::ir::{Api, Id, Param, Scalar, Shape, Type};
use crate::names::Names;
use crate::output::Piece;
use layout::Layout;

/// A Rust file to be laid out.
#[derive(Clone, Debug)]
pub struct RustFile {
    /// Where, below `src/`.
    pub path: String,
    /// The paragraph at its head.
    pub docs: Vec<String>,
    /// What is in it.
    pub pieces: Vec<Piece>,
}

/// What the emitters of a service look things up in.
pub(crate) struct Cx<'a> {
    api: &'a Api,
    names: &'a Names,
    layout: Layout,
    /// The prefixes of XML documents.
    prefixes: Vec<(String, String)>,
    /// The type that most operations answer errors with.
    common_error: Option<Id<Type>>,
    /// The headers of the errors of all operations.
    error_headers: Vec<&'a Param>,
    service: &'a Service,
}

impl Cx<'_> {
    /// Whether the type has a JSON form: where a description says so, and where the configuration does.
    fn has_json(&self, id: Id<Type>) -> bool {
        self.layout.uses[id].json || self.service.serde
    }
}

/// A service as a part of the crate that is written.
#[derive(Clone, Debug)]
pub struct Service {
    /// The module, `batch`; empty where the service is the whole crate.
    pub module: String,
    /// What the service is called in traces and in `User-Agent`.
    pub name: String,
    /// The crate, as code speaks of it.
    pub crate_name: String,
    /// Whether types that only XML has get a JSON form too.
    pub serde: bool,
}

impl Service {
    /// The service in `module` of the crate `name`, or the whole crate where `module` is empty.
    pub fn new(module: &str, name: &str) -> Self {
        let shown = if module.is_empty() { name } else { module };
        let crate_name = name.replace('-', "_");
        Service { module: module.to_owned(), name: shown.to_owned(), crate_name, serde: false }
    }

    /// The same, where types that only XML has get a JSON form too.
    #[must_use]
    pub fn with_serde(self, serde: bool) -> Self {
        Service { serde, ..self }
    }

    fn path(&self, file: &str) -> String {
        if self.module.is_empty() { file.to_owned() } else { format!("{}/{file}", self.module) }
    }
}

/// A service, written.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// The root of its module, or what the root of the crate has of it where the service is the whole crate.
    pub root: RustFile,
    /// All other files.
    pub files: Vec<RustFile>,
    /// The sample that stands in the docs of the root.
    pub example: Option<String>,
}

/// Writes a service.
pub fn emit(api: &Api, names: &Names, service: &Service) -> Emitted {
    let common_error = client::common_error(api);
    let error_headers = headers::of_errors(api);
    let common: Vec<Id<Type>> = common_error.into_iter().chain(error_headers.iter().map(|header| header.ty)).collect();
    let layout = Layout::new(api, names, &common);
    let prefixes = prefixes::of(api, &layout.uses);
    let cx = Cx { api, names, layout, prefixes, common_error, error_headers, service };
    let mut files = Vec::new();
    let sample = sample::of(&cx);
    let root = if api.operations.is_empty() { client::types_only } else { client::emit };
    let docs = sample.as_ref().map(|sample| sample::as_docs(&cx, sample)).unwrap_or_default();
    let root = root(&cx, docs);
    if !api.security.is_empty() && !api.operations.is_empty() {
        files.push(auth::emit(&cx));
    }
    files.extend(models::emit(&cx));
    files.extend(names.groups.iter().map(|group| operations::emit(&cx, group)));
    Emitted { root, files, example: sample.map(|sample| sample.code) }
}

/// What a service needs of the runtime beyond its core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Calls.
    pub http: bool,
    /// JSON texts.
    pub json: bool,
    /// XML documents.
    pub xml: bool,
    /// Types with checked constructors.
    pub checked: bool,
    /// Patterns of such types.
    pub patterns: bool,
    /// Signatures by a shared key.
    pub shared_key: bool,
    /// Client certificates.
    pub client_certificate: bool,
}

impl Needs {
    /// The features of the runtime that stand for it.
    pub fn features(self) -> Vec<String> {
        // With the calls comes JSON.
        let features = [
            (self.http, "http"),
            (self.json && !self.http, "json"),
            (self.xml, "xml"),
            (self.checked, "checked"),
            (self.patterns, "patterns"),
            (self.shared_key, "shared-key"),
            (self.client_certificate, "client-certificate"),
        ];
        features.into_iter().filter(|(needed, _)| *needed).map(|(_, feature)| feature.to_owned()).collect()
    }
}

/// What `service`, which is described by `api`, needs of the runtime.
pub fn needs(api: &Api, service: &Service) -> Needs {
    let uses = crate::ir::reach::uses(api);
    let has = |wanted: fn(&crate::ir::SchemeKind) -> bool| api.security.values().any(|scheme| wanted(&scheme.kind));
    Needs {
        http: !api.operations.is_empty(),
        json: service.serde || api.types.ids().any(|id| uses[id].json),
        xml: api.types.iter().any(|(id, ty)| uses[id].xml || matches!(ty.shape, Shape::Scalar(one) if is_of_xml(one))),
        checked: api.types.iter().any(|(_, ty)| ty.checked.is_some()),
        patterns: api.types.iter().any(|(_, ty)| ty.checked.as_ref().is_some_and(|it| !it.limits.patterns.is_empty())),
        shared_key: has(|kind| matches!(kind, crate::ir::SchemeKind::Signer(name) if name == "shared-key")),
        client_certificate: has(|kind| matches!(kind, crate::ir::SchemeKind::MutualTls)),
    }
}

/// Whether values of a scalar have a type of the runtime's XML, wherever they stand: those of parameters as well.
fn is_of_xml(one: Scalar) -> bool {
    paths::scalar(one).into_iter().next().is_some_and(|first| first.to_string() == "xml")
}

/// Tokens as a person writes them, for types in text.
fn tidy(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    [(" :: ", "::"), (" < ", "<"), (" >", ">"), ("< ", "<"), (" ,", ","), ("( )", "()"), (" . ", "."), (" (", "(")]
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}
