//! The client of a service, its builder, and what the service is to the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::{self, Home, ident};
use super::responses;
use super::{Cx, RustFile, docs, features};
use crate::ir::{Api, Id, Literal, Param, Scalar, Shape, Type};
use crate::output::Piece;

/// The file of the client.
pub(super) fn emit(cx: &Cx<'_>) -> RustFile {
    let mut pieces = vec![Piece::Item(modules(cx)), Piece::Item(service(cx)), Piece::Item(error_alias(cx))];
    pieces.push(Piece::Item(client(cx)));
    pieces.push(Piece::Item(builder(cx)));
    pieces.push(Piece::Text("runtime::client_builder!(ClientBuilder);".to_owned()));
    let mut about = vec![cx.api.info.title.clone()];
    about.extend(docs::paragraphs(&cx.api.info.doc, &[]));
    if !cx.api.info.version.is_empty() {
        about.push(format!("Version {}.", docs::code(&cx.api.info.version)));
    }
    let file = if cx.service.module.is_empty() { "lib.rs" } else { "mod.rs" };
    RustFile { path: cx.service.path(file), docs: vec![docs::text(&about).join("\n")], pieces }
}

/// The root of a service that is types alone.
pub(super) fn types_only(cx: &Cx<'_>) -> RustFile {
    let mut about = Vec::new();
    about.extend((!cx.api.info.title.is_empty()).then(|| cx.api.info.title.clone()));
    about.extend(docs::paragraphs(&cx.api.info.doc, &[]));
    if about.is_empty() {
        about.push(format!("The types of {}.", docs::code(&cx.service.name)));
    }
    let file = if cx.service.module.is_empty() { "lib.rs" } else { "mod.rs" };
    let xml = super::needs(cx.api).xml.then(|| {
        quote! {
            #[doc = " Reading and writing documents: `xml::from_str`, `xml::to_string` and their siblings."]
            pub use crate::runtime::xml;
        }
    });
    let models = models(cx);
    let pieces = vec![Piece::Item(quote!(#models #xml))];
    RustFile { path: cx.service.path(file), docs: vec![docs::text(&about).join("\n")], pieces }
}

/// What lets a module speak of what should not be used any more, where there is such.
fn still_spoken_of(there_is: bool) -> Option<TokenStream> {
    there_is
        .then(|| quote!(#[allow(deprecated, reason = "what should not be used any more is still read and written")]))
}

/// Whether a part of a type should not be used any more.
fn has_old_part(ty: &Type) -> bool {
    match &ty.shape {
        Shape::Record(record) => record.fields.iter().any(|field| field.deprecated.is_some()),
        Shape::Enum(one) => one.values.iter().any(|value| value.deprecated.is_some()),
        _ => false,
    }
}

/// The module of the types.
fn models(cx: &Cx<'_>) -> TokenStream {
    let allow = still_spoken_of(cx.api.types.iter().any(|(_, ty)| ty.deprecated.is_some() || has_old_part(ty)));
    quote!(#allow pub mod models;)
}

fn modules(cx: &Cx<'_>) -> TokenStream {
    let any_old = cx.api.types.iter().any(|(_, ty)| ty.deprecated.is_some());
    let models = models(cx);
    let groups = cx.names.groups.iter().enumerate().map(|(number, group)| {
        let name = ident(&group.module);
        let gate = features::gate(cx, number);
        let allow = still_spoken_of(any_old);
        quote!(#gate #allow pub mod #name;)
    });
    let auth = (!cx.api.security.is_empty()).then(|| {
        quote!(
            pub mod auth;
        )
    });
    let uses = cx.names.groups.iter().enumerate().map(|(number, group)| {
        let module = ident(&group.module);
        let handle = ident(&group.handle);
        let gate = features::gate(cx, number);
        quote!(#gate use self::#module::#handle;)
    });
    let arc = params(cx).any(|(_, _, ty)| is_text(&ty)).then(|| {
        quote!(
            use std::sync::Arc;
        )
    });
    // In the root module of the crate it is there already.
    let runtime = (!cx.service.module.is_empty()).then(|| {
        quote!(
            use crate::runtime;
        )
    });
    quote! {
        #auth
        #(#groups)*
        #models
        #arc
        #(#uses)*
        #runtime
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
        let Some(id) = responses::single_error(operation) else { continue };
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
    quote! {
        #[doc = " What can go wrong with a call; `E` is the body of the service's own errors."]
        pub type Error<E = #body> = runtime::Error<E>;
    }
}

fn client(cx: &Cx<'_>) -> TokenStream {
    let title = &cx.api.info.title;
    let docs = docs::attributes(&[
        format!("A client of {}.", title.trim_end_matches('.')),
        "It is cheap to clone, and clones share their connections.".to_owned(),
    ]);
    let fields = params(cx).map(|(_, name, ty)| {
        let kept = kept_type(&ty);
        quote!(#name: #kept)
    });
    let (arguments, endpoint) = endpoint(cx);
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
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct Client { core: runtime::Core, #(#fields,)* }

        impl Client {
            #(#builder_docs)*
            pub fn builder(#(#takes),*) -> ClientBuilder {
                ClientBuilder { core: runtime::CoreBuilder::new(&SERVICE, #endpoint), #(#values,)* }
            }

            #(#groups)*

            #[doc = " Sends a request of your own making, or one that a call made and you changed, with the client's"]
            #[doc = " credentials, retries and timeouts. Whatever status comes back is an answer, not an error."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " No answer came: see [`ErrorKind`](runtime::ErrorKind)."]
            pub async fn send_raw(&self, request: runtime::Request) -> Result<runtime::RawResponse, Error<runtime::NoBody>> {
                self.core.send_raw(request, runtime::CallOptions::default()).await
            }
        }
    }
}

fn builder_doc(cx: &Cx<'_>) -> Vec<String> {
    let mut docs = match cx.api.servers.first() {
        Some(server) if fixed_address(cx).is_some() => {
            vec![format!("Starts a client of the service at <{}>.", server.url.trim_end_matches('/'))]
        }
        _ => vec!["Starts a client of the service at this address.".to_owned()],
    };
    let variables = cx.api.servers.iter().flat_map(|server| &server.variables);
    docs.extend(variables.flat_map(|variable| docs::paragraphs(&variable.doc, &[])));
    for param in cx.api.client_params.iter().filter(|param| param.default.is_none()) {
        docs.extend(docs::paragraphs(&param.doc, &[]));
    }
    docs
}

/// The address that needs nothing from the caller.
fn fixed_address(cx: &Cx<'_>) -> Option<String> {
    let server = cx.api.servers.first()?;
    let mut url = server.url.clone();
    for variable in &server.variables {
        url = url.replace(&format!("{{{}}}", variable.name.text), variable.default.as_ref()?);
    }
    (url.contains("://") && !url.contains('{')).then_some(url)
}

/// What the builder takes for the address, and the address.
fn endpoint(cx: &Cx<'_>) -> (Option<TokenStream>, TokenStream) {
    if let Some(url) = fixed_address(cx) {
        return (None, quote!(#url.to_owned()));
    }
    let variable = match cx.api.servers.first().map(|server| server.variables.as_slice()) {
        Some([one]) => crate::names::fields([one.name.for_code()].into_iter()).remove(0),
        _ => "endpoint".to_owned(),
    };
    let name = ident(&variable);
    (Some(quote!(#name: impl Into<String>)), quote!(#name.into()))
}

/// The parameters that the client gives: each with its name and type.
fn params<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = (&'a Param, proc_macro2::Ident, TokenStream)> {
    cx.api
        .client_params
        .iter()
        .zip(&cx.names.client_params)
        .map(|(param, name)| (param, ident(name), client_type(cx, param)))
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
    let built = params(cx).map(
        |(_, name, ty)| {
            if is_text(&ty) { quote!(#name: self.#name.into()) } else { quote!(#name: self.#name) }
        },
    );
    let checks = params(cx).filter_map(|(param, name, _)| super::limits::check(cx, param, &name));
    quote! {
        #[doc = " Settings of a [`Client`] to be."]
        #[derive(Debug)]
        #[must_use = "a client is made by `build`"]
        pub struct ClientBuilder { core: runtime::CoreBuilder, #(#fields,)* }

        impl ClientBuilder {
            #credential
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
