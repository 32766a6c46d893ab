//! What the client checks of the values that it sends with every call, when it is built.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Cx;
use super::paths::scalar_of;
use crate::ir::{Bound, Param, Scalar};

/// The check of a client parameter, where its type has limits that can be checked.
pub(super) fn check(cx: &Cx<'_>, param: &Param, name: &Ident) -> Option<TokenStream> {
    let wire = &param.name.text;
    let limits = &cx.api.types[crate::ir::walk::behind_aliases(cx.api, param.ty)].limits;
    let inclusive = |bound: &Option<Bound>| match bound {
        Some(bound) if !bound.exclusive => {
            let value = &bound.value;
            quote!(Some(#value))
        }
        _ => quote!(None),
    };
    let (least, greatest) = (inclusive(&limits.minimum), inclusive(&limits.maximum));
    match scalar_of(cx, param.ty)? {
        Scalar::Date | Scalar::XmlDate => Some(quote!(runtime::check::day(#wire, &self.#name, #least, #greatest)?;)),
        Scalar::String if limits.min_length.is_some_and(|least| least > 0) || param.required => {
            Some(quote!(runtime::check::not_empty(#wire, &self.#name)?;))
        }
        _ => None,
    }
}
