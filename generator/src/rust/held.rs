//! How fields hold their values.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::paths::{self, Home};
use crate::ir::walk::is_constant;
use crate::ir::{Field, Id, Occurs, Type, XmlPlace};

/// The type of a field, with all that is around the type of its value.
pub(super) fn field_type(cx: &Cx<'_>, owner: Id<Type>, position: usize, field: &Field) -> TokenStream {
    match field.wire.xml {
        Some(XmlPlace::AnyElement(_)) => return quote!(Vec<xml::AnyElement>),
        Some(XmlPlace::AnyAttribute(_)) => return quote!(Vec<xml::AnyAttribute>),
        Some(XmlPlace::Order) => return quote!(xml::ElementOrder),
        _ => {}
    }
    let mut ty = paths::ty(cx, field.ty, Home::Of(owner));
    if cx.layout.boxed[owner].contains(&position) {
        ty = quote!(Box<#ty>);
    }
    match member(cx, owner, field) {
        Member::Required | Member::Constant => ty,
        Member::Optional | Member::Nullable => quote!(Option<#ty>),
        Member::Maybe => quote!(Option<Option<#ty>>),
        Member::Many => quote!(Vec<#ty>),
    }
}

/// How a field holds its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    /// Always there.
    Required,
    /// Always there, and always the same.
    Constant,
    /// There or absent.
    Optional,
    /// There or `null`.
    Nullable,
    /// There, `null` or absent.
    Maybe,
    /// Any number of them.
    Many,
}

/// How `field` of `owner` holds its value.
pub(super) fn member(cx: &Cx<'_>, owner: Id<Type>, field: &Field) -> Member {
    if matches!(field.wire.xml, Some(XmlPlace::AnyElement(_) | XmlPlace::AnyAttribute(_))) {
        return Member::Many;
    }
    if field.wire.xml == Some(XmlPlace::Order) {
        return Member::Constant;
    }
    match (field.occurs, field.nullable) {
        (Occurs::Many { .. }, _) => Member::Many,
        (Occurs::Optional, true) => Member::Maybe,
        (Occurs::Optional, false) => Member::Optional,
        (Occurs::One, true) if cx.layout.one_sided(owner, field) => Member::Maybe,
        (Occurs::One, true) => Member::Nullable,
        (Occurs::One, false) if cx.layout.one_sided(owner, field) => Member::Optional,
        (Occurs::One, false) if is_constant(cx.api, field.ty) => Member::Constant,
        (Occurs::One, false) => Member::Required,
    }
}
