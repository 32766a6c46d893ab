//! What should not be used any more, and is spoken of all the same.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Api, Id, Shape, Type};

/// What lets a module speak of what should not be used any more, where there is such.
pub(super) fn still_spoken_of(there_is: bool) -> Option<TokenStream> {
    there_is
        .then(|| quote!(#[allow(deprecated, reason = "what should not be used any more is still read and written")]))
}

/// Whether writing this type names one that should not be used any more.
pub(super) fn speaks_of_old(api: &Api, id: Id<Type>) -> bool {
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
