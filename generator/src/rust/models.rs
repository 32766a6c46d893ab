//! The files of the types: one, or for a large service one for each group and one for what several groups use.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::ident;
use super::{Cx, RustFile, choices, docs, enums, paths, records, wire};
use crate::ir::walk::{behind_aliases, children, is_element};
use crate::ir::{Id, Shape, Type};
use crate::output::Piece;

/// The files.
pub(super) fn emit(cx: &Cx<'_>) -> Vec<RustFile> {
    let title = &cx.api.info.title;
    let homes: Vec<usize> =
        (0..cx.names.groups.len()).filter(|group| types(cx, Some(*group)).next().is_some()).collect();
    let mut common = file(cx, None);
    common.docs = vec![match cx.api.operations.is_empty() {
        true => format!("The types of {title}."),
        false => format!("What {title} sends and receives."),
    }];
    if homes.is_empty() {
        common.path = cx.service.path("models.rs");
        common.pieces.splice(0..0, allowing(cx, None));
        return vec![common];
    }
    common.path = cx.service.path("models/mod.rs");
    let modules = homes.iter().map(|group| {
        let name = ident(&cx.names.groups[*group].module);
        let feature = super::features::gate(cx, *group);
        let path = super::features::path(&cx.names.groups[*group].module);
        quote!(#feature #path mod #name; #feature pub use #name::*;)
    });
    common.pieces.insert(0, Piece::Item(quote!(#(#modules)*)));
    common.pieces.splice(0..0, allowing(cx, None));
    let mut files = vec![common];
    for group in homes {
        let names = &cx.names.groups[group];
        let mut one = file(cx, Some(group));
        one.path = cx.service.path(&format!("models/{}.rs", super::features::file(&names.module)));
        one.docs = vec![format!(
            "What only the operations of {} send and receive.",
            docs::code(names.source.as_deref().unwrap_or(title))
        )];
        one.pieces.splice(0..0, allowing(cx, Some(group)));
        files.push(one);
    }
    files
}

/// What is deprecated is spoken of where it is defined: by what reads and writes it, and by what it is a part of.
fn allowing(cx: &Cx<'_>, home: Option<usize>) -> Option<Piece> {
    let is_deprecated = |id: Id<Type>| {
        let ty = &cx.api.types[id];
        let members = match &ty.shape {
            Shape::Record(record) => record.fields.iter().any(|field| field.deprecated.is_some()),
            Shape::Enum(one) => one.values.iter().any(|value| value.deprecated.is_some()),
            _ => false,
        };
        members || ty.deprecated.is_some()
    };
    let speaks = types(cx, home).any(|id| {
        let parts = children(&cx.api.types[id]);
        is_deprecated(id) || parts.into_iter().any(|part| is_deprecated(behind_aliases(cx.api, part)))
    });
    speaks.then(|| Piece::Item(quote!(#![allow(deprecated, reason = "what is deprecated is still read and written")])))
}

/// The types of one file, in the order of the description.
fn types<'a>(cx: &'a Cx<'_>, home: Option<usize>) -> impl Iterator<Item = Id<Type>> + use<'a> {
    let named = |id: &Id<Type>| cx.names.types[*id].is_some();
    cx.api.types.ids().filter(named).filter(move |id| cx.layout.home[*id] == home)
}

fn file(cx: &Cx<'_>, home: Option<usize>) -> RustFile {
    let mut pieces: Vec<Piece> = types(cx, home).flat_map(|id| one_type(cx, id)).collect();
    let imports = imports(&pieces);
    pieces.insert(0, Piece::Item(imports));
    RustFile { path: String::new(), docs: Vec::new(), pieces }
}

/// Exactly the imports that the types of a file use.
fn imports(pieces: &[Piece]) -> TokenStream {
    let speaks_of = |word: &str| {
        pieces.iter().any(|piece| match piece {
            Piece::Item(tokens) => paths::speaks_of(tokens, word),
            // Setters speak of what the record itself speaks of.
            Piece::Text(text) => !text.starts_with("runtime::setters!") && in_text(text, word),
        })
    };
    let speaks_of_module = |word: &str| {
        pieces.iter().any(|piece| match piece {
            Piece::Item(tokens) => paths::speaks_of_module(tokens, word),
            Piece::Text(text) => !text.starts_with("runtime::setters!") && in_text(text, word),
        })
    };
    let fmt = speaks_of("fmt").then(|| {
        quote!(
            use std::fmt;
        )
    });
    // A table says no type of its own fields; a variant may be called as a type is.
    let in_items =
        |word: &str| pieces.iter().any(|piece| matches!(piece, Piece::Item(tokens) if paths::uses_type(tokens, word)));
    let index_map = in_items("IndexMap").then(|| {
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
    // The macros of the runtime speak of `runtime` where they are used.
    let any_table = pieces.iter().any(|piece| matches!(piece, Piece::Text(_)));
    let runtime = (any_table || speaks_of("runtime")).then(|| {
        quote!(
            use crate::runtime;
        )
    });
    let json = speaks_of_module("json").then(|| {
        quote!(
            use crate::runtime::json;
        )
    });
    let xml = speaks_of_module("xml").then(|| {
        quote!(
            use crate::runtime::xml;
        )
    });
    quote!(#fmt #index_map #offset #uuid #runtime #json #xml)
}

/// Whether a table names `word` outside of a string.
fn in_text(text: &str, word: &str) -> bool {
    text.split('"')
        .step_by(2)
        .any(|code| code.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|token| token == word))
}

fn one_type(cx: &Cx<'_>, id: Id<Type>) -> Vec<Piece> {
    match &cx.api.types[id].shape {
        Shape::Record(record) => records::emit(cx, id, record),
        Shape::Enum(one) => enums::emit(cx, id, one),
        Shape::Choice(choice) => choices::emit(cx, id, choice),
        _ => {
            let mut pieces = vec![Piece::Item(alias(cx, id))];
            pieces.extend(wire::newtype(cx, id).into_iter().map(Piece::Text));
            pieces
        }
    }
}

/// A name for a type that needs no item of its own.
fn alias(cx: &Cx<'_>, id: Id<Type>) -> TokenStream {
    let ty = &cx.api.types[id];
    let docs = docs::lines_or(
        &ty.doc,
        &format!("`{}`.", ty.name.as_ref().map_or("", |name| &name.text)),
        &docs::limits(&ty.limits),
    );
    let name = paths::ident(cx.names.types[id].as_deref().unwrap_or_default());
    let target = paths::shape(cx, id, paths::Home::Of(id));
    if is_element(ty) {
        let default = if matches!(ty.shape, Shape::List(_)) { quote!(, Default) } else { quote!() };
        // An element of text takes text where a value is made.
        let from = paths::is_text_element(cx, id).then(|| {
            quote! {
                impl From<String> for #name { fn from(text: String) -> Self { #name(text) } }
                impl From<&str> for #name { fn from(text: &str) -> Self { #name(text.to_owned()) } }
            }
        });
        return quote! { #(#docs)* #[derive(Clone, Debug, PartialEq #default)] pub struct #name(pub #target); #from };
    }
    quote! { #(#docs)* pub type #name = #target; }
}
