//! Where a client is: what its builder takes for the address, and the setters of its variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::ident;
use super::{Cx, docs};

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

/// Where the client of this service is.
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
pub(super) fn endpoint(cx: &Cx<'_>) -> (Vec<TokenStream>, TokenStream) {
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
pub(super) fn variable_setters(cx: &Cx<'_>) -> Vec<TokenStream> {
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
