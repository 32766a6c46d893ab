//! The crates whose types stand in signatures of what is written, which re-exports them, in the versions that fit.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Those crates, by the features that they come with; the first are always there.
const CRATES: [(&str, &[&str]); 3] = [
    ("", &["time", "uuid"]),
    ("json", &["indexmap", "serde_json"]),
    ("http", &["bytes", "futures_core", "reqwest", "url"]),
];

/// Those of the features that a crate has, but for names that modules of it have.
pub(super) fn of(has: impl Fn(&str) -> bool, modules: &[&str]) -> Vec<(&'static str, Vec<&'static str>)> {
    let there = CRATES.into_iter().filter(|(feature, _)| feature.is_empty() || has(feature));
    let free = |names: &[&'static str]| names.iter().copied().filter(|name| !modules.contains(name)).collect();
    there.map(|(feature, names)| (feature, free(names))).collect()
}

/// Their names.
pub(super) fn names(crates: &[(&'static str, Vec<&'static str>)]) -> Vec<&'static str> {
    let mut names: Vec<&str> = crates.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    names.sort_unstable();
    names
}

/// What the root says of them.
pub(super) fn docs(crates: &[(&'static str, Vec<&'static str>)]) -> Vec<String> {
    let names: Vec<String> = names(crates).iter().map(|name| format!("`{name}`")).collect();
    vec![
        String::new(),
        "# Other crates".to_owned(),
        String::new(),
        "Those whose types stand in signatures are re-exported here, in the versions that fit:".to_owned(),
        format!("{}.", names.join(", ")),
    ]
}

/// The items that re-export them.
pub(super) fn items(crates: &[(&'static str, Vec<&'static str>)]) -> TokenStream {
    crates
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(feature, names)| {
            let names = names.iter().map(|name| format_ident!("{name}"));
            let gate = (!feature.is_empty()).then(|| quote!(#[cfg(feature = #feature)]));
            quote! {
                #gate
                #[doc(no_inline)]
                pub use ::{#(#names),*};
            }
        })
        .collect()
}
