//! Cargo features: one for each group of operations, so that a user compiles what a user calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Cx, Service};
use crate::names::{Group, Names};

/// The features that every crate may have for itself. A test in `lib.rs` holds this together with the scaffold.
pub(crate) const TAKEN: [&str; 14] = [
    "blocking",
    "checked",
    "client-certificate",
    "default",
    "full",
    "gzip",
    "http",
    "json",
    "native-tls",
    "patterns",
    "rustls",
    "shared-key",
    "tracing",
    "xml",
];

/// The feature of a group. A service beside others is the feature itself as long as it has one group; in a crate of its own
/// each group has one from the start, so that another group takes nothing from those who named it.
pub fn of_group(service: &Service, names: &Names, group: &Group) -> Option<String> {
    if names.groups.len() < 2 && !service.module.is_empty() {
        return None;
    }
    let group = ascii(&group.module.trim_start_matches("r#").replace('_', "-"));
    let feature =
        if service.module.is_empty() { group } else { format!("{}-{group}", service.module.replace('_', "-")) };
    // Groups have their features beside those of every crate.
    Some(if TAKEN.contains(&feature.as_str()) { format!("{feature}-calls") } else { feature })
}

/// The name of the file of a module, without its ending.
pub(super) fn file(module: &str) -> String {
    ascii(module.trim_start_matches("r#"))
}

/// The attribute that leads from a module to its file, where it needs one: files are not looked for under names that
/// file systems spell in more than one way.
pub(super) fn path(module: &str) -> Option<TokenStream> {
    let file = format!("{}.rs", file(module));
    (!module.is_ascii()).then(|| quote!(#[path = #file]))
}

/// A name that registries take for a feature: letters of other scripts as their numbers.
fn ascii(name: &str) -> String {
    let letter = |c: char| if c.is_ascii() { c.to_string() } else { format!("u{:x}", u32::from(c)) };
    name.chars().map(letter).collect()
}

/// The attribute that keeps the code of a group to its feature, and what no operation uses to that of all groups.
pub(super) fn gate(cx: &Cx<'_>, group: usize) -> Option<TokenStream> {
    let feature = match cx.names.groups.get(group) {
        Some(group) => of_group(cx.service, cx.names, group)?,
        None if cx.service.module.is_empty() => "full".to_owned(),
        None => cx.service.module.clone(),
    };
    Some(quote!(#[cfg(feature = #feature)]))
}

/// The module of the types of a group, or of those that no operation uses.
pub(super) fn module(cx: &Cx<'_>, group: usize) -> String {
    let names = &cx.names.groups;
    let free = |name: &&str| names.iter().all(|group| group.module != *name);
    let other = || ["unused", "unused_types"].into_iter().find(free).unwrap_or("types_without_operation");
    names.get(group).map_or_else(|| other().to_owned(), |group| group.module.clone())
}
