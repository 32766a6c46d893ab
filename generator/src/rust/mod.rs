//! From the model and its names to the files of a client: one emitter for each kind of item.
//!
//! Nothing here reads a description or reports anything: after the passes every model can be written.

mod auth;
mod choices;
mod client;
mod docs;
mod enums;
mod layout;
mod limits;
mod operations;
mod paths;
mod records;
mod request;
mod responses;
mod wire;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Id, Rest, Shape, Type};
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
    service: &'a Service,
}

/// A service as a part of the crate that is written.
#[derive(Clone, Debug)]
pub struct Service {
    /// The module, `batch`; empty where the service is the whole crate.
    pub module: String,
    /// What the service is called in traces and in `User-Agent`.
    pub name: String,
}

impl Service {
    fn path(&self, file: &str) -> String {
        if self.module.is_empty() { file.to_owned() } else { format!("{}/{file}", self.module) }
    }
}

/// The files of a service.
pub fn emit(api: &Api, names: &Names, service: &Service) -> Vec<RustFile> {
    let cx = Cx { api, names, layout: Layout::new(api), service };
    let mut files = Vec::new();
    if !api.operations.is_empty() {
        files.push(client::emit(&cx));
    }
    if !api.security.is_empty() && !api.operations.is_empty() {
        files.push(auth::emit(&cx));
    }
    files.push(models(&cx));
    files.extend(names.groups.iter().map(|group| operations::emit(&cx, group)));
    files
}

/// What a service needs of the runtime beyond its core.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// XML documents.
    pub xml: bool,
    /// Signatures by a shared key.
    pub shared_key: bool,
    /// Client certificates.
    pub client_certificate: bool,
}

/// What the client of `api` needs of the runtime.
pub fn needs(api: &Api) -> Needs {
    let layout = Layout::new(api);
    let has = |wanted: fn(&crate::ir::SchemeKind) -> bool| api.security.values().any(|scheme| wanted(&scheme.kind));
    Needs {
        xml: api.types.ids().any(|id| layout.uses[id].xml),
        shared_key: has(|kind| matches!(kind, crate::ir::SchemeKind::Signer(name) if name == "shared-key")),
        client_certificate: has(|kind| matches!(kind, crate::ir::SchemeKind::MutualTls)),
    }
}

/// The file of all types.
fn models(cx: &Cx<'_>) -> RustFile {
    let mut pieces = Vec::new();
    for id in cx.api.types.ids().filter(|id| cx.names.types[*id].is_some()) {
        pieces.extend(one_type(cx, id));
    }
    let imports = models_imports(cx, &pieces);
    pieces.insert(0, Piece::Item(imports));
    RustFile {
        path: cx.service.path("models.rs"),
        docs: vec![format!("What {} sends and receives.", cx.api.info.title)],
        pieces,
    }
}

/// Exactly the imports that the types of the file use.
fn models_imports(cx: &Cx<'_>, pieces: &[Piece]) -> TokenStream {
    let ids = || cx.api.types.ids().filter(|id| cx.names.types[*id].is_some());
    let shape = |id: Id<Type>| &cx.api.types[id].shape;
    let json = ids().any(|id| cx.layout.uses[id].json && matches!(shape(id), Shape::Record(_) | Shape::Choice(_)));
    let xml = ids().any(|id| cx.layout.uses[id].xml && matches!(shape(id), Shape::Record(_) | Shape::Choice(_)));
    let speaks_of = |word: &str| {
        pieces.iter().any(|piece| match piece {
            Piece::Item(tokens) => paths::speaks_of(tokens, word),
            Piece::Text(_) => false,
        })
    };
    let rest = ids().any(|id| matches!(shape(id), Shape::Record(record) if matches!(record.rest, Rest::Kept(_))));
    let fmt = speaks_of("fmt").then(|| {
        quote!(
            use std::fmt;
        )
    });
    let index_map = (rest || speaks_of("IndexMap")).then(|| {
        quote!(
            use indexmap::IndexMap;
        )
    });
    let offset = speaks_of("OffsetDateTime").then(|| {
        quote!(
            use time::OffsetDateTime;
        )
    });
    let uuid = speaks_of("Uuid").then(|| {
        quote!(
            use uuid::Uuid;
        )
    });
    let json = (json || speaks_of("json")).then(|| {
        quote!(
            use crate::runtime::json;
        )
    });
    let xml = (xml || speaks_of("xml")).then(|| {
        quote!(
            use crate::runtime::xml;
        )
    });
    quote! {
        #fmt
        #index_map
        #offset
        #uuid
        use crate::runtime;
        #json
        #xml
    }
}

fn one_type(cx: &Cx<'_>, id: Id<Type>) -> Vec<Piece> {
    match &cx.api.types[id].shape {
        Shape::Record(record) => records::emit(cx, id, record),
        Shape::Enum(one) => enums::emit(cx, id, one),
        Shape::Choice(choice) => choices::emit(cx, id, choice),
        _ => vec![Piece::Item(alias(cx, id))],
    }
}

/// A name for a type that needs no item of its own.
fn alias(cx: &Cx<'_>, id: Id<Type>) -> TokenStream {
    let ty = &cx.api.types[id];
    let docs = docs::lines(&ty.doc, &docs::limits(&ty.limits));
    let name = paths::ident(cx.names.types[id].as_deref().unwrap_or_default());
    let target = paths::shape(cx, id, paths::Home::Models);
    quote! { #(#docs)* pub type #name = #target; }
}

/// Tokens as a person writes them, for types in text.
fn tidy(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    [(" :: ", "::"), (" < ", "<"), (" >", ">"), ("< ", "<"), (" ,", ","), ("( )", "()")]
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}
