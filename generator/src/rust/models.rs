//! The files of the types: one, or for a large service one for each group and one for what several groups use.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::layout::File;
use super::paths::{Home, ident};
use super::spoken::Spoken;
use super::{Cx, RustFile, choices, docs, enums, paths, prefixes, records, tidy, wire};
use crate::ir::walk::{behind_aliases, children, is_element};
use crate::ir::{Id, Shape, Type};
use crate::output::Piece;

/// The files.
pub(super) fn emit(cx: &Cx<'_>) -> Vec<RustFile> {
    let title = docs::title(cx.api);
    let has_types = |home: &File| types(cx, *home).next().is_some();
    let groups = (0..=cx.names.groups.len()).map(File::Group);
    let homes: Vec<File> =
        groups.chain((0..cx.names.namespaces.len()).map(File::Namespace)).filter(has_types).collect();
    let mut common = file(cx, File::Common);
    common.docs = vec![match cx.api.operations.is_empty() {
        true => format!("The types of {title}."),
        false => format!("What {title} sends and receives."),
    }];
    common.path = cx.service.path(if homes.is_empty() { "models.rs" } else { "models/mod.rs" });
    if !homes.is_empty() {
        let modules = homes.iter().map(|home| module(cx, *home));
        // Behind what the lints are told, which has to stand first.
        let at = allowing(cx, File::Common).len();
        common.pieces.insert(at, Piece::Item(quote!(#(#modules)*)));
    }
    let parts = homes.into_iter().map(|home| part(cx, home));
    std::iter::once(common).chain(parts.collect::<Vec<_>>()).collect()
}

/// The module of a file that is not the common one.
fn module(cx: &Cx<'_>, home: File) -> TokenStream {
    let name = module_name(cx, home);
    let path = super::features::path(&name);
    let module = ident(&name);
    match home {
        File::Group(group) => {
            let feature = super::features::gate(cx, group);
            quote!(#feature #path mod #module; #feature pub use #module::*;)
        }
        File::Common | File::Namespace(_) => quote!(#path pub mod #module;),
    }
}

fn module_name(cx: &Cx<'_>, home: File) -> String {
    match home {
        File::Group(group) => super::features::module(cx, group),
        File::Namespace(at) => cx.names.namespaces.get(at).cloned().unwrap_or_default(),
        File::Common => "models".to_owned(),
    }
}

/// The file of what only a group uses, or of a namespace.
fn part(cx: &Cx<'_>, home: File) -> RustFile {
    let docs = match home {
        File::Group(group) => match cx.names.groups.get(group) {
            Some(names) => {
                let source = docs::code(names.source.as_deref().unwrap_or(&cx.api.info.title));
                format!("What only the operations of {source} send and receive.")
            }
            None => "What is described, and no operation sends or receives.".to_owned(),
        },
        File::Namespace(at) => match cx.api.namespaces.get(at).map(|namespace| namespace.uri.as_str()) {
            Some("") | None => "The types without a namespace.".to_owned(),
            Some(uri) => format!("The types of the namespace {}.", docs::code(uri)),
        },
        File::Common => String::new(),
    };
    let path = cx.service.path(&format!("models/{}.rs", super::features::file(&module_name(cx, home))));
    RustFile { path, docs: vec![docs], ..file(cx, home) }
}

/// The paths of the user's own types.
fn foreign<'a>(cx: &Cx<'a>) -> std::collections::BTreeSet<&'a str> {
    let path = |ty: &'a Type| match &ty.shape {
        Shape::Foreign(path) => Some(path.as_str()),
        _ => None,
    };
    cx.api.types.iter().filter_map(|(_, ty)| path(ty)).filter(|path| !is_known(path)).collect()
}

/// Whether the runtime itself has the JSON form of a type from elsewhere.
fn is_known(path: &str) -> bool {
    const PLAIN: [&str; 14] =
        ["bool", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "String", "Vec", "Option"];
    const OTHERS: [&str; 9] = [
        "std::string::String",
        "std::vec::Vec",
        "std::option::Option",
        "serde_json::Value",
        "indexmap::IndexMap",
        "uuid::Uuid",
        "time::OffsetDateTime",
        "time::Date",
        "time::Time",
    ];
    let outer = path.trim_start_matches("::").split('<').next().unwrap_or_default().trim();
    PLAIN.contains(&outer) || OTHERS.contains(&outer)
}

/// What the lints of a file are told. What is deprecated is spoken of where it is defined: by what reads and writes it, and by what it is a part of.
fn allowing(cx: &Cx<'_>, home: File) -> Vec<Piece> {
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
    let undocumented = types(cx, home).any(|id| records::has_undocumented(cx, id));
    let deprecated = speaks
        .then(|| Piece::Item(quote!(#![allow(deprecated, reason = "what is deprecated is still read and written")])));
    let missing = undocumented
        .then(|| Piece::Item(quote!(#![allow(missing_docs, reason = "the description says nothing of some of it")])));
    deprecated.into_iter().chain(missing).collect()
}

/// The types of one file, in the order of the description.
fn types<'a>(cx: &'a Cx<'_>, home: File) -> impl Iterator<Item = Id<Type>> + use<'a> {
    let named = |id: &Id<Type>| cx.names.types[*id].is_some();
    cx.api.types.ids().filter(named).filter(move |id| cx.layout.home[*id] == home)
}

fn file(cx: &Cx<'_>, home: File) -> RustFile {
    let is_item = |id: &Id<Type>| !paths::is_other_name(cx, *id);
    let mut pieces: Vec<Piece> = types(cx, home).filter(is_item).flat_map(|id| one_type(cx, id)).collect();
    let others: Vec<String> = types(cx, home)
        .filter(|id| !is_item(id))
        .map(|id| format!("pub type {} = {};", paths::type_name(cx, id), tidy(&paths::shape(cx, id, Home::Of(id)))))
        .collect();
    if !others.is_empty() {
        let why = "// Described in several places, and the same in all of them: each place keeps its name.";
        pieces.push(Piece::Text(format!("{why}\n{}", others.join("\n"))));
    }
    let foreign = if home == File::Common { foreign(cx) } else { Default::default() };
    if !foreign.is_empty() {
        let tables: Vec<String> = foreign.iter().map(|path| format!("json::by_serde!({path});")).collect();
        pieces.push(Piece::Text(format!("// Types from elsewhere.\n{}", tables.join("\n"))));
    }
    if home == File::Common {
        pieces.splice(0..0, prefixes::table(&cx.prefixes).map(Piece::Item));
    }
    let imports = imports(cx, home, &pieces);
    pieces.insert(0, Piece::Item(imports));
    pieces.splice(0..0, allowing(cx, home));
    RustFile { path: String::new(), docs: Vec::new(), pieces }
}

/// Exactly the imports that the types of a file use.
fn imports(cx: &Cx<'_>, home: File, pieces: &[Piece]) -> TokenStream {
    let spoken = Spoken::of(pieces);
    // A variant or a field may be called as a type is, so types are looked for where types stand.
    let typed = Spoken::of_code(types(cx, home).flat_map(|id| type_words(cx, id)));
    let fmt = spoken.module("fmt").then(|| {
        quote!(
            use std::fmt;
        )
    });
    let index_map = typed.name("IndexMap").then(|| {
        quote!(
            use indexmap::IndexMap;
        )
    });
    let offset = typed.name("OffsetDateTime").then(|| {
        quote!(
            use time::OffsetDateTime;
        )
    });
    let uuid = typed.name("Uuid").then(|| {
        quote!(
            use uuid::Uuid;
        )
    });
    // The macros of the runtime speak of `runtime` where they are used.
    let any_table =
        pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains("! {") || text.contains("!(")));
    let runtime = (any_table || spoken.name("runtime")).then(|| {
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
    let modules: Vec<Ident> = (0..cx.names.namespaces.len())
        .filter(|at| home != File::Common && home != File::Namespace(*at))
        .map(|at| paths::namespace(cx, at))
        .filter(|module| spoken.module(&module.to_string()))
        .collect();
    let modules = match modules.as_slice() {
        [] => None,
        [one] => Some(quote!(use super::#one;)),
        several => Some(quote!(use super::{#(#several),*};)),
    };
    quote!(#modules #fmt #index_map #offset #uuid #runtime #json #xml)
}

/// The types that stand in the item of a type.
fn type_words(cx: &Cx<'_>, id: Id<Type>) -> Vec<TokenStream> {
    match &cx.api.types[id].shape {
        Shape::Record(record) => {
            let fields = record.fields.iter().enumerate();
            let mut all: Vec<_> = fields.map(|(at, field)| super::held::field_type(cx, id, at, field)).collect();
            all.extend(super::layout::keeps_rest(&record.rest).map(|value| {
                let value = paths::ty(cx, value, Home::Of(id));
                quote!(IndexMap<String, #value>)
            }));
            all
        }
        Shape::Choice(choice) => {
            let variants = choice.variants.iter().enumerate();
            variants.filter_map(|(at, variant)| choices::held(cx, id, at, variant)).collect()
        }
        Shape::Enum(_) => Vec::new(),
        _ => vec![paths::shape(cx, id, Home::Of(id))],
    }
}

fn one_type(cx: &Cx<'_>, id: Id<Type>) -> Vec<Piece> {
    if let Some(checked) = &cx.api.types[id].checked {
        return super::checked::emit(cx, id, checked);
    }
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
