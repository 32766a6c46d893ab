//! The builder of a client, and the settings that the client keeps of it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::address::{Address, address, variable_setters};
use super::old::{speaks_of_old, still_spoken_of};
use super::paths::{self, Home, ident};
use super::{Cx, docs, limits};
use crate::ir::{Literal, Param, Scalar};

/// The parameters that the client gives: each with its name and type.
pub(super) fn params<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = (&'a Param, Ident, TokenStream)> {
    cx.api
        .client_params
        .iter()
        .zip(&cx.names.client_params)
        .map(|(param, name)| (param, ident(name), client_type(cx, param)))
}

/// What lets the client have parameters of types that should not be used any more.
pub(super) fn of_params(cx: &Cx<'_>) -> Option<TokenStream> {
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
pub(super) fn taken(ty: &TokenStream, name: &Ident) -> (TokenStream, TokenStream) {
    if is_text(ty) { (quote!(impl Into<String>), quote!(#name.into())) } else { (ty.clone(), quote!(#name)) }
}

fn is_text(ty: &TokenStream) -> bool {
    ty.to_string() == "String"
}

/// Text is shared by all clones of a client.
pub(super) fn kept_type(ty: &TokenStream) -> TokenStream {
    if is_text(ty) { quote!(Arc<str>) } else { ty.clone() }
}

/// The value of a setting that nobody gives.
pub(super) fn default_value(value: &Literal, ty: &TokenStream) -> TokenStream {
    match value {
        Literal::String(text) | Literal::Number(text) if is_text(ty) => quote!(#text.to_owned()),
        Literal::String(text) | Literal::Number(text) => {
            text.parse::<TokenStream>().unwrap_or_else(|_| quote!(Default::default()))
        }
        Literal::Bool(value) => quote!(#value),
        Literal::Null | Literal::List(_) | Literal::Record(_) => quote!(Default::default()),
    }
}

/// The builder of the client.
pub(super) fn builder(cx: &Cx<'_>) -> TokenStream {
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
    let checks = params(cx).filter_map(|(param, name, _)| limits::check(cx, param, &name));
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

/// What is said of the function that starts a client.
pub(super) fn builder_doc(cx: &Cx<'_>) -> Vec<String> {
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
