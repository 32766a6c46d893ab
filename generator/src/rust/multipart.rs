//! Bodies of several parts: which of them are files, and how each part is put into the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::held::{self, Member};
use super::paths::{self, Home, ident};
use super::xml_root::XmlRoot;
use crate::ir::walk::{behind_aliases, only_value, records};
use crate::ir::{Access, Encoding, Field, Id, Literal, QName, Rest, Scalar, Shape, Style, Type};

/// How deep alternatives of alternatives are looked into.
const DEEPEST: usize = 8;

/// Whether some of the parts are files.
pub(super) fn has_files(cx: &Cx<'_>, id: Id<Type>) -> bool {
    fields(cx, id).any(|field| is_file(cx, field.ty))
}

/// Whether writing the parts names a field that should not be used any more.
pub(super) fn names_deprecated(cx: &Cx<'_>, id: Id<Type>) -> bool {
    fields(cx, id).any(|field| field.deprecated.is_some())
}

/// The fields of a body, in whichever of its alternatives.
fn fields<'a>(cx: &'a Cx<'_>, body: Id<Type>) -> impl Iterator<Item = &'a Field> {
    records(cx.api, body).into_iter().flat_map(|id| match &cx.api.types[id].shape {
        Shape::Record(record) => record.fields.as_slice(),
        _ => &[],
    })
}

/// Whether the parts of a body have to be written one by one: some are files, or something is said of them. All other
/// choices are written by way of their JSON form.
fn is_apart(cx: &Cx<'_>, body: Id<Type>, encoding: &[Encoding]) -> bool {
    fields(cx, body).any(|field| is_file(cx, field.ty) || encoding.iter().any(|one| one.field == field.name.text))
}

/// Whether values are files, or lists of them.
fn is_file(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let mut id = id;
    // A list of itself has no end.
    for _ in 0..cx.api.types.len() {
        match cx.api.types[behind_aliases(cx.api, id)].shape {
            Shape::Scalar(Scalar::Bytes) => return true,
            Shape::List(next) | Shape::Nullable(next) => id = next,
            _ => break,
        }
    }
    false
}

/// The statements that put the parts of a value into the request.
pub(super) fn statements(
    cx: &Cx<'_>,
    ty: Id<Type>,
    encoding: &[Encoding],
    media: &str,
    value: &TokenStream,
    reference: &TokenStream,
) -> TokenStream {
    let ty = behind_aliases(cx.api, ty);
    if !matches!(cx.api.types[ty].shape, Shape::Record(_) | Shape::Map(_) | Shape::Choice(_)) {
        return quote!(request.multipart(#media, #value.clone()););
    }
    let Some(parts) = parts(cx, ty, encoding, value, reference, 0) else {
        return quote! {
            let _ = #reference;
            request.multipart(#media, runtime::Multipart::new());
        };
    };
    quote! {
        let mut parts = runtime::Multipart::new();
        #parts
        request.multipart(#media, parts);
    }
}

/// The statements that add the parts of a value; `None` where it has none.
fn parts(
    cx: &Cx<'_>,
    ty: Id<Type>,
    encoding: &[Encoding],
    value: &TokenStream,
    reference: &TokenStream,
    depth: usize,
) -> Option<TokenStream> {
    let ty = behind_aliases(cx.api, ty);
    match &cx.api.types[ty].shape {
        Shape::Record(record) => {
            let names = &cx.names.members[ty];
            let fields = record.fields.iter().zip(names).filter(|(field, _)| field.access != Access::ReadOnly);
            let mut parts: Vec<TokenStream> = fields
                .map(|(field, name)| {
                    let said = encoding.iter().find(|one| one.field == field.name.text);
                    let name = ident(name);
                    part(cx, ty, field, said, &quote!(&#value.#name))
                })
                .collect();
            if let Rest::Kept(rest) = record.rest {
                let name = ident(names.last().map_or("additional_properties", String::as_str));
                parts.push(members(cx, rest, &quote!(&#value.#name)));
            }
            (!parts.is_empty()).then(|| quote!(#(#parts)*))
        }
        Shape::Map(item) => Some(members(cx, *item, reference)),
        Shape::Choice(choice) if depth < DEEPEST && is_apart(cx, ty, encoding) => {
            let name = paths::ty(cx, ty, Home::Beside);
            let names = &cx.names.members[ty];
            let arms: Vec<TokenStream> = choice
                .variants
                .iter()
                .zip(names)
                .filter_map(|(variant, variant_name)| {
                    let inner = variant.ty.filter(|inner| is_apart(cx, *inner, encoding))?;
                    let variant_name = ident(variant_name);
                    let held = quote!(held);
                    let parts = parts(cx, inner, encoding, &held, &held, depth + 1)?;
                    Some(quote!(#name::#variant_name(held) => { #parts }))
                })
                .collect();
            let others = (choice.open || arms.len() < choice.variants.len())
                .then(|| quote!(others => { parts.members(others); }));
            Some(quote!(match #reference { #(#arms)* #others }))
        }
        _ => Some(quote!(parts.members(#reference);)),
    }
}

fn members(cx: &Cx<'_>, item: Id<Type>, map: &TokenStream) -> TokenStream {
    if is_file(cx, item) {
        quote!(for (name, files) in #map { parts.files(name, "", files); })
    } else {
        quote!(parts.members(#map);)
    }
}

fn part(cx: &Cx<'_>, owner: Id<Type>, field: &Field, encoding: Option<&Encoding>, value: &TokenStream) -> TokenStream {
    let name = field.wire.json.as_deref().unwrap_or(&field.name.text);
    let media = encoding.and_then(|one| one.content_type.iter().find(|media| !media.contains('*')));
    let media = media.map_or("", String::as_str);
    let headers = encoding.iter().flat_map(|one| &one.headers).filter_map(|header| {
        let value = header.default.as_ref().or_else(|| only_value(cx.api, header.ty))?;
        let value = match value {
            Literal::String(text) | Literal::Number(text) => text.clone(),
            Literal::Bool(value) => value.to_string(),
            Literal::Null | Literal::List(_) | Literal::Record(_) => return None,
        };
        let name = &header.name.text;
        Some(quote!(parts.header(#name, #value);))
    });
    let write = if is_file(cx, field.ty) {
        quote!(parts.files(#name, #media, #value);)
    } else if let Some(root) = encoding.and_then(|one| one.xml_root.as_ref()) {
        let texts = documents(cx, owner, field, root, value);
        quote!(parts.texts(#name, #media, #texts);)
    } else {
        let style = encoding.filter(|one| one.style.is_some() || one.explode.is_some());
        match style {
            Some(one) => {
                let style = one.style.unwrap_or(Style::Form);
                let explode = one.explode.unwrap_or(style == Style::Form);
                let style = super::request::style(style);
                quote!(parts.styled(#name, #style, #explode, #value);)
            }
            None => quote!(parts.field(#name, #media, #value);),
        }
    };
    quote!(#(#headers)* #write)
}

/// The values of a field, each as a document of XML.
fn documents(cx: &Cx<'_>, owner: Id<Type>, field: &Field, root: &QName, value: &TokenStream) -> TokenStream {
    // What may be absent, and what may be there several times, is stepped into.
    let mut steps = match held::member(cx, owner, field) {
        Member::Required | Member::Constant => 0,
        Member::Optional | Member::Nullable | Member::Many => 1,
        Member::Maybe => 2,
    };
    let mut id = behind_aliases(cx.api, field.ty);
    let mut list = false;
    while let Shape::Nullable(next) | Shape::List(next) = cx.api.types[id].shape {
        // Only the items of the list itself are parts.
        if matches!(cx.api.types[id].shape, Shape::List(_)) && std::mem::replace(&mut list, true) {
            break;
        }
        steps += 1;
        id = behind_aliases(cx.api, next);
    }
    let steps = std::iter::repeat_n(quote!(.flatten()), steps);
    let write = match XmlRoot::of(cx.api, id, root) {
        XmlRoot::Own => quote!(xml::to_vec),
        root => {
            let call = root.call(cx, "xml::to_vec", &["value".to_owned()]);
            let call: TokenStream = call.parse().unwrap_or_default();
            quote!(|value| #call)
        }
    };
    quote!(std::iter::once(#value) #(#steps)* .map(#write))
}
