//! The typed headers of answers: a table for the successes of each operation, and one for all errors of a service.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::{self, Home};
use super::{Cx, docs, text, tidy};
use crate::ir::{Api, Param, Scalar, Shape, Style, walk};

/// Each header once, by its name (RFC 9110, 5.1: without regard to case).
pub(super) fn each_once<'a>(headers: impl IntoIterator<Item = &'a Param>) -> Vec<&'a Param> {
    let mut found: Vec<&Param> = Vec::new();
    for header in headers {
        if !found.iter().any(|known| is_named_as(known, header)) {
            found.push(header);
        }
    }
    found
}

fn is_named_as(one: &Param, other: &Param) -> bool {
    one.name.text.eq_ignore_ascii_case(&other.name.text)
}

/// The headers of the errors of all operations.
pub(super) fn of_errors(api: &Api) -> Vec<&Param> {
    each_once(all_of_errors(api))
}

fn all_of_errors(api: &Api) -> impl Iterator<Item = &Param> {
    let failures = api.operations.iter().flat_map(|(_, operation)| operation.answers().1);
    failures.flat_map(|response| &response.headers)
}

/// The table of the headers of all errors, if they have any. One that operations describe in several ways is a text.
pub(super) fn error_table(cx: &Cx<'_>) -> Option<String> {
    let typed = |header: &Param| {
        let ty = Typed::of(cx, header);
        let mut others = all_of_errors(cx.api).filter(|other| is_named_as(other, header));
        if others.all(|other| Typed::of(cx, other) == ty) { ty } else { Typed::text() }
    };
    let headers: Vec<(&Param, Typed)> = cx.error_headers.iter().map(|header| (*header, typed(header))).collect();
    let of = [
        "The headers that errors may have: `error.typed_headers::<ErrorHeaders>()`.".to_owned(),
        "Each is `None` where it is absent or cannot be read.".to_owned(),
    ];
    table("ErrorHeaders", &of, &headers, "headers")
}

/// The table of the headers of an operation's successes, if they have any.
pub(super) fn answer_table(cx: &Cx<'_>, headers: &[&Param], name: &str, call: &str) -> Option<String> {
    let of = format!("The headers of an answer to [`{call}`]; `None` where one is absent or cannot be read.");
    let headers: Vec<(&Param, Typed)> = headers.iter().map(|header| (*header, Typed::of(cx, header))).collect();
    table(name, &[of], &headers, "raw_headers")
}

/// The table; `all` is the method that gives all fields as they came.
fn table(name: &str, of: &[String], headers: &[(&Param, Typed)], all: &str) -> Option<String> {
    if headers.is_empty() {
        return None;
    }
    let idents = crate::names::fields(headers.iter().map(|(header, _)| header.name.for_code()));
    let mut table = String::from("runtime::headers! {\n");
    text::lines(&mut table, 1, of);
    table.push_str(&format!("    {name} {{\n"));
    for ((header, Typed { ty, form, prefixed }), rust) in headers.iter().zip(&idents) {
        let wire = &header.name.text;
        // RFC 9110, 5.3: the fields of others are one value, with commas between.
        let is_one_of = wire.eq_ignore_ascii_case("set-cookie") && !ty.starts_with("Vec<");
        let fact = match prefixed {
            true => Some(format!("All headers whose names begin with `{wire}`, by what stands behind that.")),
            false => is_one_of.then(|| format!("The first one, where there are several: `{all}()` has all.")),
        };
        text::lines(&mut table, 2, &docs::paragraphs_or(&header.doc, &format!("`{wire}`."), fact.as_slice()));
        text::deprecated(&mut table, 2, header.deprecated.as_ref());
        let read = form.as_ref().map(|form| format!(" as {form}")).unwrap_or_default();
        let how = if *prefixed { " prefixed" } else { "" };
        table.push_str(&format!("        {rust}: {ty}{read} => {wire:?}{how},\n"));
    }
    table.push_str("    }\n}");
    Some(table)
}

/// How a header is read, as code.
#[derive(PartialEq)]
struct Typed {
    /// The type of its value.
    ty: String,
    /// The form that it is read from, where that is not the usual one of the type.
    form: Option<String>,
    /// Whether it is a map of all headers whose names begin with its name.
    prefixed: bool,
}

impl Typed {
    /// As it came.
    fn text() -> Self {
        Typed { ty: "String".to_owned(), form: None, prefixed: false }
    }

    /// A header with parts of its own is given as it came, but for JSON.
    fn of(cx: &Cx<'_>, header: &Param) -> Self {
        let prefixed = header.style == Style::Prefixed;
        let (ty, form) = if prefixed {
            (paths::ty(cx, header.ty, Home::Beside), None)
        } else if header.style == Style::Json {
            let ty = paths::ty(cx, header.ty, Home::Beside);
            (ty.clone(), Some(quote!(runtime::JsonHeader<#ty>)))
        } else {
            let ty = plain(cx, header);
            let form = form(cx, header, &ty);
            (ty, form)
        };
        Typed { ty: tidy(&ty), form: form.as_ref().map(tidy), prefixed }
    }
}

fn form(cx: &Cx<'_>, header: &Param, ty: &TokenStream) -> Option<TokenStream> {
    let list = match cx.api.types[walk::behind_aliases(cx.api, header.ty)].shape {
        Shape::List(item) if ty.to_string() != "String" => Some(paths::parameter(cx, item, Home::Beside)),
        _ => None,
    };
    match (header.style, list) {
        (Style::PipeDelimited, Some(item)) => Some(quote!(runtime::PipedHeader<#item>)),
        (Style::SpaceDelimited, Some(item)) => Some(quote!(runtime::SpacedHeader<#item>)),
        (Style::TabDelimited, Some(item)) => Some(quote!(runtime::TabbedHeader<#item>)),
        _ if paths::scalar_of(cx, header.ty) == Some(Scalar::DateTimeRfc1123) => Some(quote!(runtime::Rfc1123)),
        _ => None,
    }
}

fn plain(cx: &Cx<'_>, header: &Param) -> TokenStream {
    let mut id = walk::behind_aliases(cx.api, header.ty);
    if let Shape::List(item) = cx.api.types[id].shape {
        id = walk::behind_aliases(cx.api, item);
    }
    match cx.api.types[id].shape {
        Shape::Scalar(Scalar::Null | Scalar::Bytes) => quote!(String),
        Shape::Scalar(_) | Shape::Enum(_) => paths::parameter(cx, header.ty, Home::Beside),
        _ => quote!(String),
    }
}
