//! A group: its handle, and for each operation the call, what describes it, and how its answer is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::call::Call;
use super::paths::{self, Home, ident};
use super::records::deprecated;
use super::responses::{self, Answers};
use super::spoken::Spoken;
use super::{Cx, RustFile, bodies, docs, headers, pages, polling, request, tidy};
use crate::ir::{Id, Operation, Server};
use crate::names::Group;
use crate::output::Piece;

/// What is decided of an operation before any of it is written.
struct Plan<'a> {
    id: Id<Operation>,
    answers: Answers<'a>,
    body: Option<bodies::Body<'a>>,
}

impl<'a> Plan<'a> {
    fn of(cx: &Cx<'a>, id: Id<Operation>) -> Self {
        let (operation, names) = (&cx.api.operations[id], &cx.names.operations[id]);
        Plan { id, answers: responses::plan(cx, operation, names), body: bodies::plan(cx, operation, names) }
    }
}

/// The file of a group.
pub(super) fn emit(cx: &Cx<'_>, group: &Group) -> RustFile {
    let plans: Vec<Plan<'_>> = group.operations.iter().map(|&id| Plan::of(cx, id)).collect();
    let mut pieces = vec![Piece::Item(handle(cx, group, &plans))];
    for plan in &plans {
        pieces.extend(operation(cx, group, plan));
    }
    let imports = imports(&pieces);
    pieces.insert(0, Piece::Item(imports));
    let what = group.source.as_deref().unwrap_or(&cx.api.info.title);
    RustFile {
        path: cx.service.path(&format!("{}.rs", super::features::file(&group.module))),
        docs: vec![format!("The operations of {}.", docs::code(what))],
        pieces,
    }
}

fn imports(pieces: &[Piece]) -> TokenStream {
    let spoken = Spoken::of(pieces);
    let index_map = spoken.name("IndexMap").then(|| {
        quote!(
            use indexmap::IndexMap;
        )
    });
    let offset = spoken.name("OffsetDateTime").then(|| {
        quote!(
            use time::OffsetDateTime;
        )
    });
    let uuid = spoken.name("Uuid").then(|| {
        quote!(
            use uuid::Uuid;
        )
    });
    let models = spoken.module("models").then(|| quote!(, models));
    let error = spoken.name("Error").then(|| quote!(, Error));
    let style = spoken.name("Style").then(|| quote!(, Style));
    let options = spoken.name("CallOptions").then(|| quote!(, CallOptions));
    let response = spoken.name("Response").then(|| quote!(, Response));
    let json = spoken.module("json").then(|| quote!(, json));
    let xml = spoken.module("xml").then(|| quote!(, xml));
    quote! {
        #index_map
        #offset
        #uuid
        use super::{Client #error #models};
        use crate::runtime::{self #options #response #style #json #xml};
    }
}

/// The handle on the client, with a method for each operation.
fn handle(cx: &Cx<'_>, group: &Group, plans: &[Plan<'_>]) -> TokenStream {
    let name = ident(&group.handle);
    let what = docs::code(group.source.as_deref().unwrap_or(&cx.api.info.title));
    let from = format!("Client::{}", group.module.trim_start_matches("r#"));
    let docs = docs::attributes(&[format!("The operations of {what}; made by [`{from}`].")]);
    let methods = plans.iter().map(|plan| method(cx, plan));
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        pub struct #name { client: Client }

        impl #name {
            pub(super) fn new(client: Client) -> Self { Self { client } }
            #(#methods)*
        }
    }
}

fn method(cx: &Cx<'_>, plan: &Plan<'_>) -> TokenStream {
    let Plan { id, answers, body } = plan;
    let operation = &cx.api.operations[*id];
    let names = &cx.names.operations[*id];
    let (arguments, _) = request::arguments(operation, names);
    let mut facts = vec![wire_line(operation)];
    facts.extend(body.iter().flat_map(bodies::Body::facts));
    facts.extend(answers.facts.iter().cloned());
    facts.extend(own_server(operation));
    let docs = docs::lines_or(&operation.doc, &format!("`{}`.", operation.name.text), &facts);
    let mark = deprecated(operation.deprecated.as_ref());
    let name = ident(&names.method);
    let call = ident(&names.call);
    let mut takes: Vec<TokenStream> = arguments
        .iter()
        .map(|(param, name)| {
            let name = ident(name);
            let ty = paths::argument(cx, param.ty, Home::Beside);
            quote!(#name: #ty)
        })
        .collect();
    let mut values: Vec<TokenStream> = arguments
        .iter()
        .map(|(_, name)| {
            let name = ident(name);
            quote!(#name)
        })
        .collect();
    if let Some(body) = body.as_ref().filter(|body| body.required) {
        let name = ident(&names.body);
        let argument = &body.argument;
        takes.push(quote!(#name: #argument));
        values.push(quote!(#name));
    }
    let allow =
        (takes.len() > 6).then(|| quote!(#[expect(clippy::too_many_arguments, reason = "all of them are required")]));
    quote! {
        #(#docs)*
        #mark
        #allow
        pub fn #name(&self, #(#takes),*) -> #call {
            #call::new(&self.client, #(#values),*)
        }
    }
}

/// What is said of the servers of an operation that is elsewhere than the client: where it is sent, what else the variables
/// of that address may be, and the others.
fn own_server(operation: &Operation) -> Vec<String> {
    let [server, others @ ..] = operation.servers.as_slice() else { return Vec::new() };
    let url = docs::code(&request::own_address(server));
    let mut facts = vec![format!(
        "It is sent to {url}, unless [`CallOptions::endpoint`](crate::runtime::CallOptions::endpoint) says otherwise."
    )];
    if !server.variables.is_empty() {
        facts.push(format!("That is {}.", with_variables(server)));
    }
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(with_variables).collect();
        facts.push(format!("The operation is also at {}.", others.join("; and at ")));
    }
    facts
}

/// An address, with the values that its variables may have.
fn with_variables(server: &Server) -> String {
    let variables = server.variables.iter().map(|variable| {
        let others = variable.values.iter().filter(|value| Some(*value) != variable.default.as_ref());
        let mut values: Vec<String> = variable.default.iter().chain(others).map(|value| docs::code(value)).collect();
        if variable.values.is_empty() {
            values.push("another value".to_owned());
        }
        format!("{} is {}", docs::code(&variable.name.text), values.join(" or "))
    });
    let variables: Vec<String> = variables.collect();
    let within = if variables.is_empty() { "" } else { ", where " };
    format!("{}{within}{}", docs::code(&server.url), variables.join(", and "))
}

/// The line that says what goes over the wire.
fn wire_line(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, request::template(operation).replace('`', ""))
}

/// Everything of one operation but its method on the handle.
fn operation(cx: &Cx<'_>, group: &Group, plan: &Plan<'_>) -> Vec<Piece> {
    let Plan { id, answers, body } = plan;
    let operation = &cx.api.operations[*id];
    let names = &cx.names.operations[*id];
    let body = body.as_ref();
    let error = error_type(cx, answers);
    let call = Call { group, operation, names, body, answers, error: tidy(&error) };
    let mut pieces = vec![Piece::Text(call.table(cx))];
    let call_name = &names.call;
    pieces.extend(pages::table(cx, operation, answers, call_name, &error_body(answers)).map(Piece::Text));
    pieces.extend(polling::table(cx, operation, call_name, &error_body(answers)).map(Piece::Text));
    if let Some(events) = answers.events(&error) {
        let call = ident(call_name);
        pieces.push(Piece::Item(quote! { impl #call { #events } }));
    }
    pieces.extend(headers::answer_table(cx, &answers.header_params, &names.headers, &names.call).map(Piece::Text));
    if let Some(body) = body {
        pieces.extend(bodies::item(cx, body, names).map(Piece::Item));
        if let bodies::Write::Function(function) = body.write(cx, names) {
            pieces.push(Piece::Item(function));
        }
    }
    pieces.extend(answers.items.iter().cloned().map(Piece::Item));
    pieces
}

/// `Error` with the body type of this operation, short where it is the service's own.
fn error_type(cx: &Cx<'_>, answers: &Answers<'_>) -> TokenStream {
    let own = error_body(answers);
    let common = cx.common_error.map_or_else(|| quote!(runtime::NoBody), |ty| paths::ty(cx, ty, Home::Beside));
    if own.to_string() == common.to_string() { quote!(Error) } else { quote!(Error<#own>) }
}

/// The type of the body of errors.
fn error_body(answers: &Answers<'_>) -> TokenStream {
    answers.error.clone().unwrap_or_else(|| quote!(runtime::NoBody))
}
