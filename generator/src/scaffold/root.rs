//! The root module of a crate.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::features::root_feature;
use super::parts::Parts;
use super::{Crate, ScaffoldError, Service, crates, description, header, origin};
use crate::output::{OutFile, Piece, rust_file};

/// How deep the compiler goes where nothing is said.
const USUAL_DEPTH: usize = 128;

/// How deep the compiler has to go, where that is deeper than it does by itself.
fn recursion_limit(services: &[Service]) -> Option<String> {
    let depth = services.iter().map(|service| service.depth).max().unwrap_or_default();
    // What is around the types of a call counts as well: its future, and what that holds.
    (depth + USUAL_DEPTH / 8 > USUAL_DEPTH).then(|| (2 * depth).next_power_of_two().to_string())
}

/// The root module.
pub(super) fn lib(it: &Crate<'_>, (docs, items): (&[String], &[Piece])) -> Result<OutFile, ScaffoldError> {
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
