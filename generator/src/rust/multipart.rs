//! Bodies of several parts: which of them are files, and how each part is put into the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::choices::has_several;
use super::file_parts::{FileParts, Held};
use super::held::{self, Member};
use super::paths::{self, Home, ident};
use super::xml_root::XmlRoot;
use crate::ir::media_type::is_bytes;
use crate::ir::walk::{behind_aliases, may_be_file, only_value, records};
use crate::ir::{Access, Encoding, Field, Id, Literal, QName, Rest, Shape, Style, Type};

/// How deep alternatives of alternatives are looked into.
const DEEPEST: usize = 8;

/// Whether some of the parts are files.
pub(super) fn has_files(cx: &Cx<'_>, id: Id<Type>) -> bool {
    fields(cx, id).any(|field| may_be_file(cx.api, field.ty))
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
    fields(cx, body)
        .any(|field| may_be_file(cx.api, field.ty) || encoding.iter().any(|one| one.field == field.name.text))
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
            let fields = record.fields.iter().zip(names).enumerate();
            let mut parts: Vec<TokenStream> = fields
                .filter(|(_, (field, _))| field.access != Access::ReadOnly)
                .map(|(position, (field, name))| {
                    let said = encoding.iter().find(|one| one.field == field.name.text);
                    let name = ident(name);
                    let value = quote!(&#value.#name);
                    let boxed = cx.layout.boxed[ty].contains(&position);
                    part(cx, field, said, Held { value: &value, around: around(cx, ty, field), boxed })
                })
                .collect();
            if let Rest::Kept(rest) = record.rest {
                let name = ident(names.last().map_or("additional_properties", String::as_str));
                let described: Vec<&str> = record.fields.iter().map(wire_name).collect();
                if !described.is_empty() {
                    parts.push(quote!(parts.others(&[#(#described),*], #value.#name.keys());));
                }
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
            let others = (choice.open || has_several(cx, ty, choice) || arms.len() < choice.variants.len())
                .then(|| quote!(others => { parts.members(others); }));
            Some(quote!(match #reference { #(#arms)* #others }))
        }
        _ => Some(quote!(parts.members(#reference);)),
    }
}

fn members(cx: &Cx<'_>, item: Id<Type>, map: &TokenStream) -> TokenStream {
    if !may_be_file(cx.api, item) {
        return quote!(parts.members(#map););
    }
    let file = |files: &TokenStream| quote!(parts.files(name, "", #files););
    let other = |value: &TokenStream| quote!(parts.field(name, "", #value););
    let files = FileParts { cx, files: &file, other: &other };
    let write = files.write(item, Held { value: &quote!(value), around: 0, boxed: false });
    quote!(for (name, value) in #map { #write })
}

/// What a field is called as a part.
fn wire_name(field: &Field) -> &str {
    field.wire.json.as_deref().unwrap_or(&field.name.text)
}

/// In how many lists and options of its owner a field holds its value.
fn around(cx: &Cx<'_>, owner: Id<Type>, field: &Field) -> usize {
    match held::member(cx, owner, field) {
        Member::Required | Member::Constant => 0,
        Member::Optional | Member::Nullable | Member::Many => 1,
        Member::Maybe => 2,
    }
}

fn part(cx: &Cx<'_>, field: &Field, encoding: Option<&Encoding>, held: Held<'_>) -> TokenStream {
    let value = held.value;
    let name = wire_name(field);
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
    let styled =
        |media: &str, value: &TokenStream| match encoding.filter(|one| one.style.is_some() || one.explode.is_some()) {
            Some(one) => {
                let style = one.style.unwrap_or(Style::Form);
                let explode = one.explode.unwrap_or(style == Style::Form);
                let style = super::request::style(style);
                quote!(parts.styled(#name, #style, #explode, #value);)
            }
            None => quote!(parts.field(#name, #media, #value);),
        };
    if may_be_file(cx.api, field.ty) {
        // The headers are those of the part that comes next.
        let headers = quote!(#(#headers)*);
        let file = |files: &TokenStream| quote!(#headers parts.files(#name, #media, #files););
        // A type of bytes is not that of a text in their place, such as their address.
        let listed = encoding.iter().flat_map(|one| &one.content_type);
        let text = listed.into_iter().find(|media| !media.contains('*') && !is_bytes(media));
        let text = text.map_or("", String::as_str);
        let other = |value: &TokenStream| {
            let write = styled(text, value);
            quote!(#headers #write)
        };
        let files = FileParts { cx, files: &file, other: &other };
        return files.write(field.ty, held);
    }
    let write = if let Some(root) = encoding.and_then(|one| one.xml_root.as_ref()) {
        let texts = documents(cx, field, root, held);
        quote!(parts.texts(#name, #media, #texts);)
    } else {
        styled(media, value)
    };
    quote!(#(#headers)* #write)
}

/// The values of a field, each as a document of XML.
fn documents(cx: &Cx<'_>, field: &Field, root: &QName, held: Held<'_>) -> TokenStream {
    // What may be absent, and what may be there several times, is stepped into.
    let (value, mut steps) = (held.value, held.around);
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
