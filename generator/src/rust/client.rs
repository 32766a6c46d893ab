//! The client of a service, and what the service is to the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use super::address::endpoint;
use super::builder::{builder, builder_doc, default_value, kept_type, of_params, params, taken};
use super::old::{speaks_of_old, still_spoken_of};
use super::paths::{self, Home, ident};
use super::responses;
use super::spoken::Spoken;
use super::{Cx, RustFile, docs, features, headers};
use crate::ir::{Api, Id, Type};
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
