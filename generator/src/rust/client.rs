//! The client of a service, its builder, and what the service is to the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::{self, Home, ident};
use super::responses;
use super::spoken::Spoken;
use super::{Cx, RustFile, docs, features, headers};
use crate::ir::{Api, Id, Literal, Param, Scalar, Shape, Type};
use crate::output::Piece;

/// The file of the client.
pub(super) fn emit(cx: &Cx<'_>, sample: Vec<String>) -> RustFile {
    let mut pieces = vec![Piece::Item(service(cx)), Piece::Item(error_alias(cx))];
    pieces.extend(headers::error_table(cx).map(Piece::Text));
    pieces.push(Piece::Item(client(cx)));
    pieces.push(Piece::Item(builder(cx)));
    pieces.push(Piece::Text("runtime::client!(Client);".to_owned()));
    pieces.push(Piece::Text("runtime::client_builder!(ClientBuilder);".to_owned()));
    let (modules, imports) = (modules(cx), imports(cx, &pieces));
    pieces.insert(0, Piece::Item(quote!(#modules #imports)));
    let mut about = vec![docs::heading(cx.api)];
    about.extend(docs::paragraphs(&cx.api.info.doc, &[]));
    if !cx.api.info.version.is_empty() {
        about.push(format!("Version {}.", docs::code(&cx.api.info.version)));
    }
    about.extend(sample);
    let file = if cx.service.module.is_empty() { "lib.rs" } else { "mod.rs" };
    RustFile { path: cx.service.path(file), docs: vec![docs::text(&about).join("\n")], pieces }
}

/// The root of a service that is types alone.
pub(super) fn types_only(cx: &Cx<'_>, sample: Vec<String>) -> RustFile {
    let mut about = Vec::new();
    about.extend((!cx.api.info.title.is_empty()).then(|| docs::heading(cx.api)));
    about.extend(docs::paragraphs(&cx.api.info.doc, &[]));
    if about.is_empty() {
        about.push(format!("The types of {}.", docs::code(&cx.service.name)));
    }
    about.extend(sample);
    let file = if cx.service.module.is_empty() { "lib.rs" } else { "mod.rs" };
    let needs = super::needs(cx.api, cx.service);
    let json = needs.json.then(|| {
        quote! {
            #[doc = " Reading and writing JSON texts: `json::from_slice`, `json::to_string` and `json::to_vec`."]
            pub use crate::runtime::json;
        }
    });
    let xml = needs.xml.then(|| {
        quote! {
            #[doc = " Reading and writing documents: `xml::from_str`, `xml::to_string` and their siblings."]
            pub use crate::runtime::xml;
        }
    });
    let models = models();
    let pieces = vec![Piece::Item(quote!(#models #json #xml))];
    RustFile { path: cx.service.path(file), docs: vec![docs::text(&about).join("\n")], pieces }
}

/// What lets a module speak of what should not be used any more, where there is such.
fn still_spoken_of(there_is: bool) -> Option<TokenStream> {
    there_is
        .then(|| quote!(#[allow(deprecated, reason = "what should not be used any more is still read and written")]))
}

/// Whether writing this type names one that should not be used any more.
fn speaks_of_old(api: &Api, id: Id<Type>) -> bool {
    let ty = &api.types[id];
    match &ty.shape {
        _ if ty.deprecated.is_some() => true,
        Shape::Alias(inner)
        | Shape::List(inner)
        | Shape::Map(inner)
        | Shape::Nullable(inner)
        | Shape::InText(inner)
            if ty.name.is_none() =>
        {
            speaks_of_old(api, *inner)
        }
        _ => false,
    }
}

/// The module of the types. It says itself what lints may not say of it.
fn models() -> TokenStream {
    quote!(
        pub mod models;
    )
}

fn modules(cx: &Cx<'_>) -> TokenStream {
    let any_old = cx.api.types.iter().any(|(_, ty)| ty.deprecated.is_some());
    let models = models();
    let groups = cx.names.groups.iter().enumerate().map(|(number, group)| {
        let name = ident(&group.module);
        let gate = features::gate(cx, number);
        let allow = still_spoken_of(any_old);
        let path = features::path(&group.module);
        quote!(#gate #allow #path pub mod #name;)
    });
    let auth = (!cx.api.security.is_empty()).then(|| {
        quote!(
            pub mod auth;
        )
    });
    quote! {
        #auth
        #(#groups)*
        #models
    }
}

/// What the pieces of the file speak of without a path.
fn imports(cx: &Cx<'_>, pieces: &[Piece]) -> TokenStream {
    let spoken = Spoken::of(pieces);
    let outside = [
        ("Arc", quote!(std::sync::Arc)),
        ("IndexMap", quote!(indexmap::IndexMap)),
        ("OffsetDateTime", quote!(time::OffsetDateTime)),
        ("Uuid", quote!(uuid::Uuid)),
    ];
    let outside = outside.iter().filter(|(name, _)| spoken.name(name)).map(|(_, path)| path);
    let groups = cx.names.groups.iter().enumerate().map(|(number, group)| {
        let module = ident(&group.module);
        let handle = ident(&group.handle);
        let gate = features::gate(cx, number);
        quote!(#gate use self::#module::#handle;)
    });
    // In the root module of the crate it is there already.
    let runtime = (!cx.service.module.is_empty()).then(|| {
        quote!(
            use crate::runtime;
        )
    });
    let json = spoken.module("json").then(|| {
        quote!(
            use crate::runtime::json;
        )
    });
    let xml = spoken.module("xml").then(|| {
        quote!(
            use crate::runtime::xml;
        )
    });
    quote! {
        #(use #outside;)*
        #(#groups)*
        #runtime
        #json
        #xml
    }
}

fn service(cx: &Cx<'_>) -> TokenStream {
    let name = &cx.service.name;
    let headers = &cx.api.request_id_headers;
    let aliases = cx.api.xml_aliases.iter().map(|alias| {
        let (found, read_as) = (&alias.found, &alias.read_as);
        quote!((#found, #read_as))
    });
    quote! {
        static SERVICE: runtime::Service = runtime::Service {
            name: #name,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            request_id_headers: &[#(#headers),*],
            xml_aliases: &[#(#aliases),*],
        };
    }
}

/// The type that most operations answer errors with.
pub(super) fn common_error(api: &Api) -> Option<Id<Type>> {
    let mut counts: Vec<(Id<Type>, usize)> = Vec::new();
    for (_, operation) in api.operations.iter() {
        let Some(id) = responses::single_error(api, operation) else { continue };
        match counts.iter_mut().find(|(known, _)| *known == id) {
            Some((_, count)) => *count += 1,
            None => counts.push((id, 1)),
        }
    }
    // The first of those that are equally common, so that the choice is stable.
    counts.iter().rev().max_by_key(|(_, count)| *count).map(|(id, _)| *id)
}

fn error_alias(cx: &Cx<'_>) -> TokenStream {
    let body = cx.common_error.map_or_else(|| quote!(runtime::NoBody), |ty| paths::ty(cx, ty, Home::Beside));
    let allow = still_spoken_of(cx.common_error.is_some_and(|ty| speaks_of_old(cx.api, ty)));
    quote! {
        #[doc = " What can go wrong with a call; `E` is the body of the service's own errors."]
        #allow
        pub type Error<E = #body> = runtime::Error<E>;
    }
}

fn client(cx: &Cx<'_>) -> TokenStream {
    let title = docs::title(cx.api);
    let docs = docs::attributes(&[
        format!("A client of {title}."),
        "It is cheap to clone, and clones share their connections.".to_owned(),
    ]);
    // A part of the service may need none of what the client gives.
    let may_be_idle = (cx.names.groups.len() > 1)
        .then(|| quote!(#[allow(dead_code, reason = "not every group of operations has it")]));
    let fields = params(cx).map(|(_, name, ty)| {
        let kept = kept_type(&ty);
        quote!(#may_be_idle #name: #kept)
    });
    let (arguments, core) = endpoint(cx);
    let required: Vec<_> = params(cx).filter(|(param, ..)| param.default.is_none()).collect();
    let takes = arguments.into_iter().chain(required.iter().map(|(_, name, ty)| {
        let (ty, _) = taken(ty, name);
        quote!(#name: #ty)
    }));
    let values = params(cx).map(|(param, name, ty)| {
        let value = match &param.default {
            Some(value) => default_value(value, &ty),
            None => taken(&ty, &name).1,
        };
        if name == value.to_string().as_str() { quote!(#name) } else { quote!(#name: #value) }
    });
    let groups = cx.names.groups.iter().enumerate().map(|(number, group)| {
        let gate = features::gate(cx, number);
        let name = ident(&group.module);
        let handle = ident(&group.handle);
        let what = group.source.as_deref().unwrap_or("the service");
        let docs = docs::attributes(&[format!("The operations of {}.", docs::code(what))]);
        quote! {
            #(#docs)*
            #gate
            pub fn #name(&self) -> #handle { #handle::new(self.clone()) }
        }
    });
    let builder_docs = docs::attributes(&builder_doc(cx));
    let allow = of_params(cx);
    quote! {
        #(#docs)*
        #allow
        #[derive(Clone, Debug)]
        pub struct Client { core: runtime::Core, #(#fields,)* }

        #allow
        impl Client {
            #(#builder_docs)*
            pub fn builder(#(#takes),*) -> ClientBuilder {
                #core
                ClientBuilder { core, #(#values,)* }
            }

            #(#groups)*
        }
    }
}

fn builder_doc(cx: &Cx<'_>) -> Vec<String> {
    let url = cx.api.servers.first().map(|server| server.url.trim_end_matches('/')).unwrap_or_default();
    let (mut docs, asked) = match address(cx) {
        Address::Described { asked, given, .. } if asked.is_empty() && given.is_empty() => {
            (vec![format!("Starts a client of the service at <{url}>.")], Vec::new())
        }
        Address::Described { asked, .. } => {
            (vec![format!("Starts a client of the service at {}.", docs::code(url))], asked)
        }
        Address::Asked(_) => {
            let mut docs = vec!["Starts a client of the service at this address.".to_owned()];
            if url.len() > 1 && url.starts_with('/') {
                docs.push(format!(
                    "On its host, the description says, the service is at {}, which the address has to end with.",
                    docs::code(url)
                ));
            }
            (docs, (0..cx.api.servers.first().map_or(0, |server| server.variables.len())).collect())
        }
    };
    let others: Vec<String> = cx.api.servers.iter().skip(1).map(|server| docs::code(&server.url)).collect();
    if !others.is_empty() {
        docs.push(format!("The service is also at {}: see [`ClientBuilder::endpoint`].", others.join(", ")));
    }
    let variables = cx.api.servers.first().map(|server| server.variables.as_slice()).unwrap_or_default();
    docs.extend(
        asked.iter().filter_map(|at| variables.get(*at)).flat_map(|variable| docs::paragraphs(&variable.doc, &[])),
    );
    for param in cx.api.client_params.iter().filter(|param| param.default.is_none()) {
        docs.extend(docs::paragraphs(&param.doc, &[]));
    }
    docs
}

/// Where the client is.
pub(super) enum Address {
    /// Here, unless variables say otherwise; those without a value are asked for.
    Described {
        /// The address, with its variables in braces.
        url: String,
        /// The variables that must be given, and those that may be, by their positions.
        asked: Vec<usize>,
        given: Vec<usize>,
    },
    /// The caller says it, under this name.
    Asked(String),
}

pub(super) fn address(cx: &Cx<'_>) -> Address {
    let Some(server) = cx.api.servers.first() else { return Address::Asked("endpoint".to_owned()) };
    let variables = &server.variables;
    // An address that is a variable is what the caller gives, whole.
    if let [one] = variables.as_slice()
        && one.default.is_none()
        && server.url.trim_matches('/') == format!("{{{}}}", one.name.text)
    {
        return Address::Asked(cx.names.server_variables.first().cloned().unwrap_or_else(|| "endpoint".to_owned()));
    }
    let whole = variables.iter().fold(server.url.clone(), |url, variable| {
        let value = variable.default.as_deref().unwrap_or("x");
        url.replace(&format!("{{{}}}", variable.name.text), value)
    });
    if !whole.contains("://") || whole.contains('{') {
        return Address::Asked("endpoint".to_owned());
    }
    let (given, asked) = (0..variables.len()).partition(|&at| variables[at].default.is_some());
    Address::Described { url: server.url.clone(), asked, given }
}

/// What the builder takes for the address, and the settings that have it.
fn endpoint(cx: &Cx<'_>) -> (Vec<TokenStream>, TokenStream) {
    match address(cx) {
        Address::Asked(name) => {
            let name = ident(&name);
            (
                vec![quote!(#name: impl Into<String>)],
                quote!(let core = runtime::CoreBuilder::new(&SERVICE, #name.into());),
            )
        }
        Address::Described { url, asked, given } if asked.is_empty() && given.is_empty() => {
            (Vec::new(), quote!(let core = runtime::CoreBuilder::new(&SERVICE, #url);))
        }
        Address::Described { url, asked, given } => {
            let variables = cx.api.servers.first().map(|server| server.variables.as_slice()).unwrap_or_default();
            let name = |at: &usize| ident(&cx.names.server_variables[*at]);
            let takes = asked.iter().map(|at| {
                let name = name(at);
                quote!(#name: impl Into<String>)
            });
            let all = asked.iter().map(|at| {
                let (wire, name) = (&variables[*at].name.text, name(at));
                quote!(core.variable(#wire, #name);)
            });
            let usual = given.iter().map(|at| {
                let (wire, value) = (&variables[*at].name.text, variables[*at].default.as_deref().unwrap_or_default());
                quote!(core.variable(#wire, #value);)
            });
            let core = quote! {
                let mut core = runtime::CoreBuilder::new(&SERVICE, #url);
                #(#all)*
                #(#usual)*
            };
            (takes.collect(), core)
        }
    }
}

/// The setters of the variables of the address that have a value without them.
fn variable_setters(cx: &Cx<'_>) -> Vec<TokenStream> {
    let Address::Described { given, .. } = address(cx) else { return Vec::new() };
    let variables = cx.api.servers.first().map(|server| server.variables.as_slice()).unwrap_or_default();
    let setter = |at: usize| {
        let variable = &variables[at];
        let mut facts = vec![format!("In the address, for {}.", docs::code(&format!("{{{}}}", variable.name.text)))];
        facts.extend(variable.default.as_ref().map(|value| format!("Unless it is given: {}.", docs::code(value))));
        if !variable.values.is_empty() {
            let values: Vec<String> = variable.values.iter().map(|value| docs::code(value)).collect();
            facts.push(format!("The description lists: {}.", values.join(", ")));
        }
        let docs = docs::lines_or(&variable.doc, &format!("{}.", docs::code(&variable.name.text)), &facts);
        let (wire, name) = (&variable.name.text, ident(&cx.names.server_variables[at]));
        quote! {
            #(#docs)*
            pub fn #name(mut self, #name: impl Into<String>) -> Self {
                self.core.variable(#wire, #name);
                self
            }
        }
    };
    given.into_iter().map(setter).collect()
}

/// The parameters that the client gives: each with its name and type.
fn params<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = (&'a Param, proc_macro2::Ident, TokenStream)> {
    cx.api
        .client_params
        .iter()
        .zip(&cx.names.client_params)
        .map(|(param, name)| (param, ident(name), client_type(cx, param)))
}

/// What lets the client have parameters of types that should not be used any more.
fn of_params(cx: &Cx<'_>) -> Option<TokenStream> {
    still_spoken_of(cx.api.client_params.iter().any(|param| speaks_of_old(cx.api, param.ty)))
}

/// What a client keeps of a parameter: text for everything that is no number or flag, so that a setting in a file or a
/// constant can be given as it is; `build` checks it.
fn client_type(cx: &Cx<'_>, param: &Param) -> TokenStream {
    match paths::scalar_of(cx, param.ty) {
        Some(Scalar::Bool | Scalar::Int(_) | Scalar::F32 | Scalar::F64) | None => {
            paths::parameter(cx, param.ty, Home::Beside)
        }
        Some(_) => quote!(String),
    }
}

/// What a setting is given as, and the expression that keeps it.
fn taken(ty: &TokenStream, name: &proc_macro2::Ident) -> (TokenStream, TokenStream) {
    if is_text(ty) { (quote!(impl Into<String>), quote!(#name.into())) } else { (ty.clone(), quote!(#name)) }
}

fn is_text(ty: &TokenStream) -> bool {
    ty.to_string() == "String"
}

/// Text is shared by all clones of a client.
fn kept_type(ty: &TokenStream) -> TokenStream {
    if is_text(ty) { quote!(Arc<str>) } else { ty.clone() }
}

fn default_value(value: &Literal, ty: &TokenStream) -> TokenStream {
    match value {
        Literal::String(text) | Literal::Number(text) if is_text(ty) => quote!(#text.to_owned()),
        Literal::String(text) | Literal::Number(text) => {
            text.parse::<TokenStream>().unwrap_or_else(|_| quote!(Default::default()))
        }
        Literal::Bool(value) => quote!(#value),
        Literal::Null | Literal::List(_) | Literal::Record(_) => quote!(Default::default()),
    }
}

fn builder(cx: &Cx<'_>) -> TokenStream {
    let fields = params(cx).map(|(_, name, ty)| quote!(#name: #ty));
    let credential = (!cx.api.security.is_empty()).then(|| {
        quote! {
            #[doc = " Proves who calls. Of several credentials a call uses the first that the service takes for it."]
            pub fn credential(mut self, credential: impl Into<auth::Credential>) -> Self {
                credential.into().add_to(&mut self.core);
                self
            }
        }
    });
    let setters = params(cx).filter(|(param, ..)| param.default.is_some()).map(|(param, name, ty)| {
        let mut facts = docs::limits(&cx.api.types[param.ty].limits);
        facts.extend(param.default.as_ref().map(|value| format!("Unless it is given: {}.", docs::literal(value))));
        let docs = docs::lines_or(&param.doc, &format!("`{}`.", param.name.text), &facts);
        let (ty, kept) = taken(&ty, &name);
        quote! {
            #(#docs)*
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = #kept;
                self
            }
        }
    });
    let variables = variable_setters(cx);
    let built = params(cx).map(
        |(_, name, ty)| {
            if is_text(&ty) { quote!(#name: self.#name.into()) } else { quote!(#name: self.#name) }
        },
    );
    let checks = params(cx).filter_map(|(param, name, _)| super::limits::check(cx, param, &name));
    let allow = of_params(cx);
    quote! {
        #[doc = " Settings of a [`Client`] to be."]
        #allow
        #[derive(Debug)]
        #[must_use = "a client is made by `build`"]
        pub struct ClientBuilder { core: runtime::CoreBuilder, #(#fields,)* }

        #allow
        impl ClientBuilder {
            #credential
            #(#variables)*
            #(#setters)*

            #[doc = " The client."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " A setting cannot be used: the address is no URL, a certificate cannot be read, a value is out of its range."]
            pub fn build(self) -> Result<Client, runtime::BuildError> {
                #(#checks)*
                Ok(Client { core: self.core.build()?, #(#built,)* })
            }
        }
    }
}
