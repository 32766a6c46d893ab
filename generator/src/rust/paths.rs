//! How a type of the model is spoken of in Rust.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Cx;
use super::layout::File;
use crate::ir::walk::behind_aliases;
use crate::ir::{Field, Gregorian, Id, Int, Scalar, Shape, Tag, Type, XmlPlace};

/// From where a type is spoken of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// From where this type stands.
    Of(Id<Type>),
    /// From the module of a group, or of the client.
    Beside,
}

/// A name as an identifier, raw ones too.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(plain) => Ident::new_raw(plain, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type `id`, by its name where it has one.
pub(super) fn ty(cx: &Cx<'_>, id: Id<Type>, home: Home) -> TokenStream {
    match &cx.names.types[id] {
        Some(name) => {
            let name = ident(name);
            let module = match cx.layout.home[id] {
                File::Namespace(at) => Some(namespace(cx, at)),
                File::Common | File::Group(_) => None,
            };
            match (home, module) {
                (Home::Of(owner), _) if cx.layout.home[owner] == cx.layout.home[id] => quote!(#name),
                (Home::Of(_), None) => quote!(super::#name),
                // Imported where it is not a module of the file itself.
                (Home::Of(_), Some(module)) => quote!(#module::#name),
                (Home::Beside, None) => quote!(models::#name),
                (Home::Beside, Some(module)) => quote!(models::#module::#name),
            }
        }
        None => shape(cx, id, home),
    }
}

/// The module of a namespace.
pub(super) fn namespace(cx: &Cx<'_>, at: usize) -> Ident {
    ident(cx.names.namespaces.get(at).map_or("unnamed", String::as_str))
}

/// Whether the type is `null` or a value whose element may have attributes in either case.
pub(super) fn keeps_attributes(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let Shape::Nullable(target) = cx.api.types[id].shape else { return false };
    let uses = &cx.layout.uses[id];
    let is_attribute =
        |field: &Field| matches!(field.wire.xml, Some(XmlPlace::Attribute(_) | XmlPlace::AnyAttribute(_)));
    uses.xml
        && !uses.json
        && match &cx.api.types[behind_aliases(cx.api, target)].shape {
            Shape::Record(record) => record.fields.iter().any(is_attribute),
            Shape::Choice(choice) => choice.tag == Tag::XsiType,
            Shape::Any => true,
            _ => false,
        }
}

/// Whether the type is no more than another name of an equal one.
pub(super) fn is_other_name(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let ty = &cx.api.types[id];
    let derived = ty.name.as_ref().is_some_and(|name| name.derived);
    derived && matches!(ty.shape, Shape::Alias(_)) && !crate::ir::walk::is_own(ty) && ty.deprecated.is_none()
}

/// What a type is called.
pub(super) fn type_name(cx: &Cx<'_>, id: Id<Type>) -> Ident {
    ident(cx.names.types[id].as_deref().unwrap_or("Unnamed"))
}

/// What the type `id` is, its name aside.
pub(super) fn shape(cx: &Cx<'_>, id: Id<Type>, home: Home) -> TokenStream {
    match &cx.api.types[id].shape {
        Shape::Scalar(one) => scalar(*one),
        Shape::List(item) => {
            let item = ty(cx, *item, home);
            quote!(Vec<#item>)
        }
        Shape::Map(value) => {
            let value = ty(cx, *value, home);
            quote!(IndexMap<String, #value>)
        }
        Shape::Alias(target) => ty(cx, *target, home),
        Shape::Nullable(target) => {
            let keeps = keeps_attributes(cx, id);
            let target = ty(cx, *target, home);
            if keeps { quote!(xml::Nillable<#target>) } else { quote!(Option<#target>) }
        }
        Shape::InText(target) => {
            let target = ty(cx, *target, home);
            quote!(json::InText<#target>)
        }
        Shape::Tuple { items, rest } => {
            let items: Vec<TokenStream> = items.iter().map(|item| ty(cx, *item, home)).collect();
            let items = if items.len() == 1 { quote!((#(#items,)*)) } else { quote!((#(#items),*)) };
            match rest.map(|rest| ty(cx, rest, home)) {
                Some(rest) => quote!(json::Open<#items, #rest>),
                None => items,
            }
        }
        Shape::Any if cx.layout.uses[id].xml && !cx.layout.uses[id].json => quote!(xml::AnyElement),
        Shape::Never if !cx.layout.uses[id].xml => quote!(json::Never),
        Shape::Any | Shape::Never => quote!(json::Value),
        Shape::Foreign(path) => path.parse().unwrap_or_else(|_| quote!(json::Value)),
        // These have a name of their own after the passes.
        Shape::Enum(_) | Shape::Record(_) | Shape::Choice(_) => quote!(json::Value),
    }
}

/// A scalar as a field of a model.
pub(super) fn scalar(one: Scalar) -> TokenStream {
    match one {
        Scalar::Bool => quote!(bool),
        Scalar::Int(int) => {
            let name = ident(match int {
                Int::I8 => "i8",
                Int::I16 => "i16",
                Int::I32 => "i32",
                Int::I64 => "i64",
                Int::U8 => "u8",
                Int::U16 => "u16",
                Int::U32 => "u32",
                Int::U64 => "u64",
            });
            quote!(#name)
        }
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::String | Scalar::Uri => quote!(String),
        Scalar::DateTime => quote!(OffsetDateTime),
        Scalar::Date => quote!(time::Date),
        Scalar::Time => quote!(time::Time),
        Scalar::Uuid => quote!(Uuid),
        Scalar::BigInt => quote!(runtime::Integer),
        Scalar::Decimal => quote!(runtime::Decimal),
        Scalar::DateTimeRfc1123 => quote!(runtime::Rfc1123),
        Scalar::UnixTime => quote!(runtime::UnixTime),
        Scalar::Duration => quote!(runtime::Duration),
        Scalar::Base64 => quote!(runtime::Base64),
        Scalar::Base64Url => quote!(runtime::Base64Url),
        Scalar::Hex => quote!(runtime::Hex),
        Scalar::Bytes => quote!(runtime::Upload),
        Scalar::XmlFloat => quote!(xml::Float),
        Scalar::XmlDouble => quote!(xml::Double),
        Scalar::XmlDateTime => quote!(xml::DateTime),
        Scalar::XmlDate => quote!(xml::Date),
        Scalar::XmlTime => quote!(xml::Time),
        Scalar::Gregorian(Gregorian::Year) => quote!(xml::GYear),
        Scalar::Gregorian(Gregorian::YearMonth) => quote!(xml::GYearMonth),
        Scalar::Gregorian(Gregorian::Month) => quote!(xml::GMonth),
        Scalar::Gregorian(Gregorian::MonthDay) => quote!(xml::GMonthDay),
        Scalar::Gregorian(Gregorian::Day) => quote!(xml::GDay),
        Scalar::QName => quote!(xml::QName),
        Scalar::Null => quote!(()),
    }
}

/// The scalar behind `id`, through aliases; none for the element around one, which is a type of its own.
pub(super) fn scalar_of(cx: &Cx<'_>, id: Id<Type>) -> Option<Scalar> {
    let ty = &cx.api.types[crate::ir::walk::behind_aliases(cx.api, id)];
    match ty.shape {
        Shape::Scalar(one) if !crate::ir::walk::is_own(ty) => Some(one),
        _ => None,
    }
}

/// Whether the type is an element of its own around a text.
pub(super) fn is_text_element(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let ty = &cx.api.types[crate::ir::walk::behind_aliases(cx.api, id)];
    let is_text = matches!(ty.shape, Shape::Scalar(Scalar::String | Scalar::Uri));
    crate::ir::walk::is_element(ty) && is_text && ty.checked.is_none()
}

/// How a value is taken as an argument: text by `Into`, everything else as it is.
pub(super) fn argument(cx: &Cx<'_>, id: Id<Type>, home: Home) -> TokenStream {
    if is_text_element(cx, id) {
        let ty = ty(cx, id, home);
        return quote!(impl Into<#ty>);
    }
    match scalar_of(cx, id) {
        Some(Scalar::String | Scalar::Uri) => quote!(impl Into<String>),
        _ => parameter(cx, id, home),
    }
}

/// How a value that is given in a parameter or comes in a header is kept: a date in HTTP's form is a date like others.
pub(super) fn parameter(cx: &Cx<'_>, id: Id<Type>, home: Home) -> TokenStream {
    match scalar_of(cx, id) {
        Some(Scalar::DateTimeRfc1123) => quote!(OffsetDateTime),
        _ => ty(cx, id, home),
    }
}

/// The argument `name` as the value to keep.
pub(super) fn kept(cx: &Cx<'_>, id: Id<Type>, name: &Ident) -> TokenStream {
    match scalar_of(cx, id) {
        Some(Scalar::String | Scalar::Uri) => quote!(#name.into()),
        _ if is_text_element(cx, id) => quote!(#name.into()),
        _ => quote!(#name),
    }
}
