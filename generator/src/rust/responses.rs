//! What an operation answers, decided once: which statuses are success, what type they have, what the errors are.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::paths::{self, Home, ident};
use super::{Cx, docs};
use crate::ir::status::status_word;
use crate::ir::{Id, Media, Operation, Param, Payload, Response, Scalar, Shape, StatusPattern, Type};
use crate::names::OperationNames;

/// The answers of an operation.
pub(super) struct Answers<'a> {
    /// What a call gives.
    pub(super) output: TokenStream,
    /// The type of the body of errors; `None` when there is none to read.
    pub(super) error: Option<TokenStream>,
    /// The type of the headers, `()` when none is described.
    pub(super) headers: TokenStream,
    /// The headers of all answers, each name once.
    pub(super) header_params: Vec<&'a Param>,
    /// The arms of the `match` over the status.
    pub(super) arms: Vec<TokenStream>,
    /// The types that the answers need.
    pub(super) items: Vec<TokenStream>,
    /// What may be asked for, in the order of preference.
    pub(super) accept: Vec<&'a str>,
    /// The type of the one body of success, if it is one type.
    pub(super) body: Option<Id<Type>>,
}

/// What a body is read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reading {
    Json(Id<Type>),
    Xml(Id<Type>),
    Text,
    Bytes,
    Nothing,
}

impl Reading {
    fn of(response: &Response) -> Self {
        // The first that can be read as a type; checked to be so by the passes.
        let read = |media: &Media| match &media.payload {
            Payload::Json(ty) => Some(Reading::Json(*ty)),
            Payload::Xml { ty, .. } => Some(Reading::Xml(*ty)),
            _ => None,
        };
        response.media.iter().find_map(read).unwrap_or_else(|| match response.media.first() {
            None => Reading::Nothing,
            Some(media) => match media.payload {
                Payload::Text(_) => Reading::Text,
                _ => Reading::Bytes,
            },
        })
    }

    fn reads(self, payload: &Payload) -> bool {
        match self {
            Reading::Json(_) => matches!(payload, Payload::Json(_)),
            Reading::Xml(_) => matches!(payload, Payload::Xml { .. }),
            Reading::Text => matches!(payload, Payload::Text(_)),
            Reading::Bytes => true,
            Reading::Nothing => false,
        }
    }

    fn ty(self, cx: &Cx<'_>) -> TokenStream {
        match self {
            Reading::Json(ty) | Reading::Xml(ty) => paths::ty(cx, ty, Home::Beside),
            Reading::Text => quote!(String),
            Reading::Bytes => quote!(runtime::Bytes),
            Reading::Nothing => quote!(()),
        }
    }

    fn success(self) -> TokenStream {
        match self {
            Reading::Json(_) => quote!(raw.json()),
            Reading::Xml(_) => quote!(raw.xml()),
            Reading::Text => quote!(raw.text()),
            Reading::Bytes => quote!(raw.bytes()),
            Reading::Nothing => quote!(raw.empty()),
        }
    }

    fn failure(self) -> TokenStream {
        match self {
            Reading::Json(_) => quote!(raw.json_error()),
            Reading::Xml(_) => quote!(raw.xml_error()),
            Reading::Text => quote!(raw.text_error()),
            Reading::Bytes | Reading::Nothing => quote!(raw.error()),
        }
    }
}

/// Decides what `operation` answers.
pub(super) fn plan<'a>(cx: &Cx<'_>, operation: &'a Operation, names: &OperationNames) -> Answers<'a> {
    let (successes, failures) = split(operation);
    let readings: Vec<(StatusPattern, Reading)> = successes.iter().map(|r| (r.status, Reading::of(r))).collect();
    let errors: Vec<(StatusPattern, Reading)> = failures.iter().map(|r| (r.status, Reading::of(r))).collect();

    let mut header_params: Vec<&Param> = Vec::new();
    for header in successes.iter().flat_map(|response| &response.headers) {
        if !header_params.iter().any(|known| known.name.text.eq_ignore_ascii_case(&header.name.text)) {
            header_params.push(header);
        }
    }
    let headers = if header_params.is_empty() {
        quote!(())
    } else {
        let name = ident(&names.headers);
        quote!(#name)
    };

    let mut items = Vec::new();
    let mut arms = Vec::new();
    let output = success_arms(cx, &readings, names, &mut arms, &mut items);
    let error = error_arms(cx, &errors, names, &mut arms, &mut items);

    let mut accept: Vec<&str> = Vec::new();
    for response in &operation.responses {
        // Only what will be read is asked for.
        let reading = Reading::of(response);
        for media in response.media.iter().filter(|media| reading.reads(&media.payload)) {
            if !accept.contains(&media.media_type.as_str()) {
                accept.push(&media.media_type);
            }
        }
    }
    let body = match readings.as_slice() {
        [(_, first), rest @ ..] if rest.iter().all(|(_, reading)| reading == first) => match first {
            Reading::Json(ty) | Reading::Xml(ty) => Some(*ty),
            _ => None,
        },
        _ => None,
    };
    Answers { output, error, headers, header_params, arms, items, accept, body }
}

/// Successes and failures. A `default` without any success beside it stands for both.
fn split(operation: &Operation) -> (Vec<&Response>, Vec<&Response>) {
    let (mut successes, mut failures): (Vec<_>, Vec<_>) =
        operation.responses.iter().partition(|response| response.status.is_success());
    // Named statuses are matched before classes, and classes before `default`.
    successes.sort_by_key(|response| response.status);
    failures.sort_by_key(|response| response.status);
    if successes.is_empty() {
        successes.extend(failures.iter().copied().filter(|response| response.status == StatusPattern::Default));
    }
    (successes, failures)
}

fn pattern(status: StatusPattern, success: bool) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Token::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Class(class) => {
            let low = Token::u16_unsuffixed(u16::from(class) * 100);
            let high = Token::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#low..=#high)
        }
        StatusPattern::Default if success => quote!(200..=299),
        StatusPattern::Default => quote!(_),
    }
}

/// One pattern for several statuses, which come sorted: three or more in a row are a range.
fn patterns(statuses: &[StatusPattern], success: bool) -> TokenStream {
    let mut all = Vec::new();
    let mut rest = statuses;
    while !rest.is_empty() {
        let follows = |pair: &[StatusPattern]| match pair {
            [StatusPattern::Code(a), StatusPattern::Code(b)] => a + 1 == *b,
            _ => false,
        };
        let run = 1 + rest.windows(2).take_while(|pair| follows(pair)).count();
        let (these, others) = rest.split_at(run);
        match these {
            [StatusPattern::Code(low), _, .., StatusPattern::Code(high)] => {
                let (low, high) = (Token::u16_unsuffixed(*low), Token::u16_unsuffixed(*high));
                all.push(quote!(#low..=#high));
            }
            _ => all.extend(these.iter().map(|status| pattern(*status, success))),
        }
        rest = others;
    }
    quote!(#(#all)|*)
}

fn success_arms(
    cx: &Cx<'_>,
    readings: &[(StatusPattern, Reading)],
    names: &OperationNames,
    arms: &mut Vec<TokenStream>,
    items: &mut Vec<TokenStream>,
) -> TokenStream {
    let mut kinds: Vec<Reading> = Vec::new();
    for (_, reading) in readings {
        if !kinds.contains(reading) {
            kinds.push(*reading);
        }
    }
    if let [one] = kinds.as_slice() {
        let statuses: Vec<StatusPattern> = readings.iter().map(|(status, _)| *status).collect();
        let patterns = patterns(&statuses, true);
        let body = one.success();
        arms.push(quote!(#patterns => #body));
        return one.ty(cx);
    }
    if readings.is_empty() {
        arms.push(quote!(200..=299 => raw.empty()));
        return quote!(());
    }
    let name = ident(&names.output);
    let mut variants = Vec::new();
    for (status, reading) in readings {
        let variant = ident(&crate::names::variant(&status_word(*status)));
        let pattern = pattern(*status, true);
        let body = reading.success();
        let doc = format!(" {}.", status_text(*status));
        if *reading == Reading::Nothing {
            arms.push(quote!(#pattern => raw.empty().map(|response| response.map(|()| #name::#variant))));
            variants.push(quote!(#[doc = #doc] #variant));
        } else {
            let ty = reading.ty(cx);
            arms.push(quote!(#pattern => #body.map(|response| response.map(#name::#variant))));
            variants.push(quote!(#[doc = #doc] #variant(#ty)));
        }
    }
    let doc = format!(" What `{}` answers, by status.", names.method.trim_start_matches("r#"));
    items.push(quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name { #(#variants,)* }
    });
    quote!(#name)
}

fn error_arms(
    cx: &Cx<'_>,
    errors: &[(StatusPattern, Reading)],
    names: &OperationNames,
    arms: &mut Vec<TokenStream>,
    items: &mut Vec<TokenStream>,
) -> Option<TokenStream> {
    let described = |reading: &Reading| !matches!(reading, Reading::Nothing | Reading::Bytes);
    let mut kinds: Vec<Reading> = Vec::new();
    for (_, reading) in errors.iter().filter(|(_, reading)| described(reading)) {
        if !kinds.contains(reading) {
            kinds.push(*reading);
        }
    }
    let has_default = errors.iter().any(|(status, _)| *status == StatusPattern::Default);
    match kinds.as_slice() {
        [] => {
            arms.push(quote!(_ => Err(raw.error())));
            None
        }
        [one] => {
            let body = one.failure();
            // A status that is described without a body, or not at all, has nothing to be read as a type.
            let typed: Vec<_> = errors.iter().filter(|(_, reading)| described(reading)).collect();
            if has_default && typed.iter().any(|(status, _)| *status == StatusPattern::Default) {
                let bare: Vec<_> =
                    errors.iter().filter(|(_, reading)| !described(reading)).map(|(status, _)| *status).collect();
                if !bare.is_empty() {
                    let bare = patterns(&bare, false);
                    arms.push(quote!(#bare => Err(raw.error())));
                }
                arms.push(quote!(_ => Err(#body)));
            } else {
                let statuses: Vec<StatusPattern> = typed.iter().map(|(status, _)| *status).collect();
                let patterns = patterns(&statuses, false);
                arms.push(quote!(#patterns => Err(#body)));
                arms.push(quote!(_ => Err(raw.error())));
            }
            Some(one.ty(cx))
        }
        _ => {
            let name = ident(&names.error);
            let mut variants = Vec::new();
            for (status, reading) in errors {
                let pattern = pattern(*status, false);
                if !described(reading) {
                    arms.push(quote!(#pattern => Err(raw.error())));
                    continue;
                }
                let variant = ident(&crate::names::variant(&status_word(*status)));
                let ty = reading.ty(cx);
                let body = reading.failure();
                arms.push(quote!(#pattern => Err(#body.map(#name::#variant))));
                let doc = format!(" {}.", status_text(*status));
                variants.push(quote!(#[doc = #doc] #variant(#ty)));
            }
            if !has_default {
                arms.push(quote!(_ => Err(raw.error())));
            }
            let doc = format!(" The errors that `{}` answers, by status.", names.method.trim_start_matches("r#"));
            items.push(quote! {
                #[doc = #doc]
                #[derive(Clone, Debug, PartialEq)]
                pub enum #name { #(#variants,)* }
            });
            Some(quote!(#name))
        }
    }
}

fn status_text(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("Status {code}"),
        StatusPattern::Class(class) => format!("Status {class}00 to {class}99"),
        StatusPattern::Default => "Any other status".to_owned(),
    }
}

/// A header with parts of its own is given as it came.
fn header_type(cx: &Cx<'_>, header: &Param) -> TokenStream {
    let mut id = crate::ir::walk::behind_aliases(cx.api, header.ty);
    if let Shape::List(item) = cx.api.types[id].shape {
        id = crate::ir::walk::behind_aliases(cx.api, item);
    }
    match cx.api.types[id].shape {
        Shape::Scalar(Scalar::Null | Scalar::Bytes) => quote!(String),
        Shape::Scalar(_) | Shape::Enum(_) => paths::parameter(cx, header.ty, Home::Beside),
        _ => quote!(String),
    }
}

/// The struct of an answer's headers, and how it is read.
pub(super) fn headers(cx: &Cx<'_>, answers: &Answers<'_>, names: &OperationNames) -> Option<TokenStream> {
    if answers.header_params.is_empty() {
        return None;
    }
    let name = ident(&names.headers);
    let idents = crate::names::fields(answers.header_params.iter().map(|header| header.name.for_code()));
    let fields = answers.header_params.iter().zip(&idents).map(|(header, rust)| {
        let docs = docs::lines_or(&header.doc, &format!("`{}`.", header.name.text), &[]);
        let mark = super::records::deprecated(header.deprecated.as_ref());
        let rust = ident(rust);
        let ty = header_type(cx, header);
        quote!(#(#docs)* #mark pub #rust: Option<#ty>)
    });
    let values = answers.header_params.iter().zip(&idents).map(|(header, rust)| {
        let rust = ident(rust);
        let wire = &header.name.text;
        match paths::scalar_of(cx, header.ty) {
            Some(Scalar::DateTimeRfc1123) => quote!(#rust: headers.typed::<runtime::Rfc1123>(#wire).map(Into::into)),
            _ => quote!(#rust: headers.typed(#wire)),
        }
    });
    let any_deprecated = answers.header_params.iter().any(|header| header.deprecated.is_some());
    let allow = any_deprecated.then(|| quote!(#[allow(deprecated)]));
    let doc = format!(" The headers of an answer to [`{}`]; `None` where one is absent or cannot be read.", names.call);
    Some(quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields,)* }

        #allow
        impl runtime::FromHeaders for #name {
            fn from_headers(headers: &runtime::Headers) -> Self {
                Self { #(#values,)* }
            }
        }
    })
}

/// The one type of all errors of an operation, if there is one.
pub(super) fn single_error(operation: &Operation) -> Option<Id<Type>> {
    let (_, failures) = split(operation);
    let mut found: Option<Reading> = None;
    for response in failures {
        match (Reading::of(response), found) {
            (Reading::Nothing | Reading::Bytes, _) => {}
            (reading, None) => found = Some(reading),
            (reading, Some(known)) if reading == known => {}
            _ => return None,
        }
    }
    match found {
        Some(Reading::Json(ty) | Reading::Xml(ty)) => Some(ty),
        _ => None,
    }
}
