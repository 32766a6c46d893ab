//! What an operation answers, decided once: which statuses are success, what type they have, what the errors are.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::ident;
use super::reading::Reading;
use super::statuses::Arms;
use super::{Cx, docs, headers};
use crate::ir::media_type;
use crate::ir::status::status_word;
use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Id, Operation, Param, Payload, Response, Shape, StatusPattern, Type};
use crate::names::OperationNames;

/// The errors of a status, by their media types: what is asked for first, and nothing where there is no body to read.
type Failure<'a> = (StatusPattern, Vec<(Vec<&'a str>, Reading)>);

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
    pub(super) arms: Vec<String>,
    /// The types that the answers need.
    pub(super) items: Vec<TokenStream>,
    /// What may be asked for, in the order of preference.
    pub(super) accept: Vec<&'a str>,
    /// The type of the one body of success, if it is one type.
    pub(super) body: Option<Id<Type>>,
    /// Answers that are given while they come: `(from, to, media type)`.
    pub(super) streamed: Vec<String>,
    /// Whether a redirect is an answer.
    pub(super) keeps_redirects: bool,
    /// What the docs say of it.
    pub(super) facts: Vec<String>,
    /// The events that may be asked for in place of the usual body: their type, and the arms of the `match`.
    events: Option<(TokenStream, Vec<String>)>,
}

/// Decides what `operation` answers.
pub(super) fn plan<'a>(cx: &Cx<'_>, operation: &'a Operation, names: &OperationNames) -> Answers<'a> {
    let (successes, failures) = operation.answers();
    let readings: Vec<(StatusPattern, Reading)> =
        successes.iter().map(|r| (r.status, Reading::of(cx.api, r))).collect();
    let errors: Vec<Failure<'_>> = failures.iter().map(|r| (r.status, Reading::of_error(cx.api, r))).collect();

    let header_params = headers::each_once(successes.iter().flat_map(|response| &response.headers));
    let headers = if header_params.is_empty() {
        quote!(())
    } else {
        let name = ident(&names.headers);
        quote!(#name)
    };

    let mut items = Vec::new();
    let mut arms = Arms::default();
    let output = success_arms(cx, &readings, names, &mut arms, &mut items);
    let first_error = arms.len();
    let error = error_arms(cx, &errors, names, &mut arms, &mut items);
    let arms = arms.into_texts();
    let events = events(cx, &successes, &arms[first_error..]);

    let mut accept: Vec<&str> = Vec::new();
    // What a success would not be read in is not asked for, though errors come in it.
    let unread = |media: &str| successes.iter().any(|response| response.others.iter().any(|other| other == media));
    for response in &operation.responses {
        // Only what will be read is asked for; events beside another body have a method of their own.
        let only_events = matches!(Reading::of(cx.api, response), Reading::Events(_));
        let asked = |media: &&crate::ir::Media| only_events || !matches!(media.payload, Payload::Events { .. });
        for media in response.media.iter().filter(asked) {
            let is_asked = response.status.is_success() || !unread(&media.media_type);
            if is_asked && !accept.contains(&media.media_type.as_str()) {
                accept.push(&media.media_type);
            }
        }
    }
    let streamed = streamed(&readings);
    let keeps_redirects = readings.iter().any(|(status, _)| status.is_redirect());
    let facts = facts(&events, &successes);
    let body = match readings.as_slice() {
        [(_, first), rest @ ..] if rest.iter().all(|(_, reading)| reading == first) => match first {
            Reading::Json(ty) | Reading::Xml(ty) => Some(*ty),
            _ => None,
        },
        _ => None,
    };
    Answers {
        output,
        error,
        headers,
        header_params,
        arms,
        items,
        accept,
        body,
        streamed,
        keeps_redirects,
        facts,
        events,
    }
}

/// The events beside another body, where a success has them.
fn events(cx: &Cx<'_>, successes: &[&Response], errors: &[String]) -> Option<(TokenStream, Vec<String>)> {
    let found: Vec<(StatusPattern, Reading)> = successes
        .iter()
        .filter(|response| !matches!(Reading::of(cx.api, response), Reading::Events(_)))
        .filter_map(|response| Some((response.status, Reading::events(cx.api, response)?)))
        .collect();
    let (_, first) = found.first()?;
    let same: Vec<StatusPattern> = found.iter().filter(|(_, one)| one == first).map(|(status, _)| *status).collect();
    let mut arms = Arms::default();
    arms.add(&same, true, &first.success(cx));
    let mut arms = arms.into_texts();
    arms.extend(errors.iter().cloned());
    Some((first.ty(cx), arms))
}

/// What comes while it is read.
fn streamed(readings: &[(StatusPattern, Reading)]) -> Vec<String> {
    let mut all = Vec::new();
    for (status, reading) in readings {
        let Some(media) = reading.streamed() else { continue };
        let (from, to) = match *status {
            StatusPattern::Code(code) => (code, code),
            StatusPattern::Class(class) => (u16::from(class) * 100, u16::from(class) * 100 + 99),
            StatusPattern::Default => (200, 299),
        };
        all.push(format!("({from}, {to}, {media:?})"));
    }
    all
}

/// What is worth saying of the answer in prose.
fn facts(events: &Option<(TokenStream, Vec<String>)>, successes: &[&Response]) -> Vec<String> {
    let mut facts = Vec::new();
    if events.is_some() {
        facts.push("The service can answer with server-sent events too: see `events` of the call.".to_owned());
    }
    let mut others: Vec<&str> = Vec::new();
    for media in successes.iter().flat_map(|response| &response.others) {
        if !others.contains(&media.as_str()) {
            others.push(media);
        }
    }
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|media| docs::code(media)).collect();
        facts.push(format!(
            "The service has the answer also as {}, which is not asked for; a request with that as its header `Accept`, sent by \
             `Client::send_raw`, gives it as it comes.",
            others.join(", ")
        ));
    }
    if successes.iter().any(|response| response.status.is_redirect()) {
        facts.push("A redirect is the answer, and is not followed.".to_owned());
    }
    facts
}

impl Answers<'_> {
    /// The method that asks for events in place of the usual body.
    pub(super) fn events(&self, error: &TokenStream) -> Option<TokenStream> {
        let (ty, arms) = self.events.as_ref()?;
        let arms: Vec<TokenStream> = arms.iter().filter_map(|arm| arm.parse().ok()).collect();
        let headers = &self.headers;
        Some(quote! {
            #[doc = " Sends the request, and asks for the answer as server-sent events, one by one (`text/event-stream`). Where the"]
            #[doc = " body has a member that asks for them too, `stream` for example, it is for the caller to set."]
            pub fn events(self) -> runtime::Call<Response<#ty, #headers>, #error> {
                runtime::Call::asking_for("text/event-stream", self.0, |raw| match raw.status() { #(#arms,)* })
            }
        })
    }
}

fn success_arms(
    cx: &Cx<'_>,
    readings: &[(StatusPattern, Reading)],
    names: &OperationNames,
    arms: &mut Arms,
    items: &mut Vec<TokenStream>,
) -> TokenStream {
    let mut kinds: Vec<Reading> = Vec::new();
    for (_, reading) in readings {
        if !kinds.contains(reading) {
            kinds.push(reading.clone());
        }
    }
    if let [one] = kinds.as_slice() {
        let statuses: Vec<StatusPattern> = readings.iter().map(|(status, _)| *status).collect();
        let may_be_none = match one {
            Reading::Json(ty) => matches!(cx.api.types[behind_aliases(cx.api, *ty)].shape, Shape::Nullable(_)),
            _ => false,
        };
        let bare = without_content(&statuses);
        if may_be_none && !bare.is_empty() {
            arms.add(&bare, true, NO_BODY);
        }
        arms.add(&statuses, true, &one.success(cx));
        return one.ty(cx);
    }
    if let Some(ty) = optional(cx, readings, &kinds, arms) {
        return ty;
    }
    if readings.is_empty() {
        arms.add(&[StatusPattern::Default], true, "raw.empty()");
        return quote!(());
    }
    let name = ident(&names.output);
    let mut variants = Vec::new();
    for (status, reading) in readings {
        let variant = ident(&crate::names::variant(&status_word(*status)));
        let body = reading.success(cx);
        let doc = format!(" {}.", status_text(*status));
        if *reading == Reading::Nothing {
            let read = format!("raw.empty().map(|response| response.map(|()| {name}::{variant}))");
            arms.add(&[*status], true, &read);
            variants.push(quote!(#[doc = #doc] #variant));
        } else {
            let ty = reading.ty(cx);
            arms.add(&[*status], true, &format!("{body}.map(|response| response.map({name}::{variant}))"));
            variants.push(quote!(#[doc = #doc] #variant(#ty)));
        }
    }
    let derives = if kinds.iter().any(Reading::is_stream) { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    let doc = format!(" What `{}` answers, by status.", names.method.trim_start_matches("r#"));
    items.push(quote! {
        #[doc = #doc]
        #[derive(#derives)]
        pub enum #name { #(#variants,)* }
    });
    quote!(#name)
}

/// What reads an answer without a body where others have one.
const NO_BODY: &str = "raw.empty().map(|response| response.map(|()| None))";

/// What reads an error of which no type is known.
const NO_ERROR: &str = "Err(raw.error())";

/// Of the statuses in ranges, those that never come with a body (RFC 9110, 15.3.5 and 15.3.6).
fn without_content(statuses: &[StatusPattern]) -> Vec<StatusPattern> {
    if statuses.iter().all(|status| matches!(status, StatusPattern::Code(_))) {
        return Vec::new();
    }
    [204, 205].map(StatusPattern::Code).into_iter().filter(|bare| !statuses.contains(bare)).collect()
}

/// One kind of body, or none: an `Option`, and the status says the rest.
fn optional(
    cx: &Cx<'_>,
    readings: &[(StatusPattern, Reading)],
    kinds: &[Reading],
    arms: &mut Arms,
) -> Option<TokenStream> {
    let one = match kinds {
        [Reading::Nothing, one] | [one, Reading::Nothing] => one,
        _ => return None,
    };
    let of = |wanted: &Reading| -> Vec<StatusPattern> {
        readings.iter().filter(|(_, reading)| reading == wanted).map(|(status, _)| *status).collect()
    };
    let body = one.success(cx);
    let mut bare = of(&Reading::Nothing);
    bare.extend(without_content(&of(one)));
    // A named status stands before the class that it is in.
    let mut both = [(of(one), format!("{body}.map(|response| response.map(Some))")), (bare, NO_BODY.to_owned())];
    if both[0].0.iter().any(|status| !matches!(status, StatusPattern::Code(_))) {
        both.reverse();
    }
    for (statuses, read) in &both {
        arms.add(statuses, true, read);
    }
    let ty = one.ty(cx);
    Some(quote!(Option<#ty>))
}

fn error_arms(
    cx: &Cx<'_>,
    errors: &[Failure<'_>],
    names: &OperationNames,
    arms: &mut Arms,
    items: &mut Vec<TokenStream>,
) -> Option<TokenStream> {
    let mut kinds: Vec<&Reading> = Vec::new();
    for (_, reading) in errors.iter().flat_map(|(_, all)| all) {
        if !kinds.contains(&reading) {
            kinds.push(reading);
        }
    }
    let has_default = errors.iter().any(|(status, _)| *status == StatusPattern::Default);
    match kinds.as_slice() {
        [] => {
            arms.rest(NO_ERROR);
            None
        }
        [one] => {
            let body = one.failure(cx);
            // A status that is described without a body, or not at all, has nothing to be read as a type.
            let (bare, typed): (Vec<_>, Vec<_>) = errors.iter().partition(|(_, all)| all.is_empty());
            let statuses = |of: Vec<&Failure<'_>>| of.into_iter().map(|(status, _)| *status).collect::<Vec<_>>();
            let (bare, typed) = (statuses(bare), statuses(typed));
            if typed.contains(&StatusPattern::Default) {
                if !bare.is_empty() {
                    arms.add(&bare, false, NO_ERROR);
                }
                arms.rest(&format!("Err({body})"));
            } else {
                arms.add(&typed, false, &format!("Err({body})"));
                arms.rest(NO_ERROR);
            }
            Some(one.ty(cx))
        }
        _ => {
            let name = ident(&names.error);
            error_variants(cx, errors, &name, arms, items, names);
            if !has_default {
                arms.rest(NO_ERROR);
            }
            Some(quote!(#name))
        }
    }
}

/// The enum of errors of several types: by status, and where one has several, by media type.
fn error_variants(
    cx: &Cx<'_>,
    errors: &[Failure<'_>],
    name: &proc_macro2::Ident,
    arms: &mut Arms,
    items: &mut Vec<TokenStream>,
    names: &OperationNames,
) {
    let words = errors.iter().flat_map(|(status, all)| {
        all.iter().enumerate().map(|(at, (media, _))| match (at, media.first()) {
            (1.., Some(media)) => format!("{} {}", status_word(*status), media_type::words(media)),
            _ => status_word(*status),
        })
    });
    let words: Vec<String> = words.collect();
    let mut idents = crate::names::variants(words.iter().map(String::as_str)).into_iter().map(|word| ident(&word));
    let mut variants = Vec::new();
    for (status, all) in errors {
        // What only one of the others can be is said before what is asked for, which anything else is taken for; a type with
        // parameters comes before the one without, and a range of media types after the types in it.
        let width = |media: &[&str]| media.iter().map(|media| media_type::width(media)).max().unwrap_or_default();
        let differ = all.iter().any(|(media, _)| width(media) != all.first().map_or(0, |(media, _)| width(media)));
        let mut guarded: Vec<(usize, String, String)> = Vec::new();
        let mut usual = NO_ERROR.to_owned();
        for (at, ((media, reading), variant)) in all.iter().zip(&mut idents).enumerate() {
            let read = format!("Err({}.map({name}::{variant}))", reading.failure(cx));
            if all.len() > 1 && (at > 0 || differ) {
                guarded.push((width(media), format!("raw.comes_as(&{media:?})"), read.clone()));
            }
            if at == 0 {
                usual = read;
            }
            let ty = reading.ty(cx);
            let doc = match all.len() {
                1 => format!(" {}.", status_text(*status)),
                _ => format!(" {}, as {}.", status_text(*status), docs::either(media)),
            };
            variants.push(quote!(#[doc = #doc] #variant(#ty)));
        }
        guarded.sort_by_key(|(width, ..)| *width);
        for (_, guard, read) in guarded {
            arms.add_where(*status, &guard, &read);
        }
        arms.add(&[*status], false, &usual);
    }
    let by = if errors.iter().any(|(_, all)| all.len() > 1) { "status and media type" } else { "status" };
    let doc = format!(" The errors that `{}` answers, by {by}.", names.method.trim_start_matches("r#"));
    items.push(quote! {
        #[doc = #doc]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name { #(#variants,)* }
    });
}

fn status_text(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("Status {code}"),
        StatusPattern::Class(class) => format!("Status {class}00 to {class}99"),
        StatusPattern::Default => "Any other status".to_owned(),
    }
}

/// The one type of all errors of an operation, if there is one.
pub(super) fn single_error(api: &Api, operation: &Operation) -> Option<Id<Type>> {
    let (_, failures) = operation.answers();
    let mut found: Option<Reading> = None;
    for (_, reading) in failures.into_iter().flat_map(|response| Reading::of_error(api, response)) {
        match &found {
            None => found = Some(reading),
            Some(known) if reading == *known => {}
            Some(_) => return None,
        }
    }
    match found {
        Some(Reading::Json(ty) | Reading::Xml(ty)) => Some(ty),
        _ => None,
    }
}
