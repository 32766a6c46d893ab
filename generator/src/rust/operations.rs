//! A group: its handle, and for each operation the call, what describes it, and how its answer is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::{self, Home, ident};
use super::records::deprecated;
use super::responses::{self, Answers};
use super::{Cx, RustFile, bodies, docs, request, tidy};
use crate::ir::{Given, Id, Location, Operation, Param, PathPiece, Shape, Type};
use crate::names::{Group, OperationNames};
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
    let speaks_of = |word: &str| {
        pieces.iter().any(|piece| match piece {
            Piece::Item(tokens) => paths::speaks_of(tokens, word),
            Piece::Text(text) => text.contains(word),
        })
    };
    let index_map = speaks_of("IndexMap").then(|| {
        quote!(
            use indexmap::IndexMap;
        )
    });
    let offset = speaks_of("OffsetDateTime").then(|| {
        quote!(
            use time::OffsetDateTime;
        )
    });
    let uuid = speaks_of("Uuid").then(|| {
        quote!(
            use uuid::Uuid;
        )
    });
    let models = speaks_of("models").then(|| quote!(models,));
    let style = speaks_of("Style").then(|| quote!(, Style));
    let response = speaks_of("Response").then(|| quote!(, Response));
    let json = speaks_of("json").then(|| quote!(, json));
    let xml = speaks_of("xml").then(|| quote!(, xml));
    quote! {
        #index_map
        #offset
        #uuid
        use super::{Client, Error, #models};
        use crate::runtime::{self, CallOptions #response #style #json #xml};
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

/// A parameter with its Rust name.
type Named<'a> = (&'a Param, &'a String);

/// Who gives the values of a call: arguments first (path, query, header, body), then setters.
fn arguments<'a>(operation: &'a Operation, names: &'a OperationNames) -> (Vec<Named<'a>>, Vec<Named<'a>>) {
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    for pair in operation.params.iter().zip(&names.params) {
        match pair.0.given {
            Given::ByClient | Given::Fixed => {}
            Given::ByCall if pair.0.required => arguments.push(pair),
            Given::ByCall | Given::OrUuid => setters.push(pair),
        }
    }
    // Path parameters in the order of the path, then the others by where they sit.
    let in_path = |param: &Param| {
        operation.path.iter().position(|piece| matches!(piece, PathPiece::Param(name) if *name == param.name.text))
    };
    arguments.sort_by_key(|(param, _)| match param.location {
        Location::Path => (Location::Path, in_path(param).unwrap_or(usize::MAX)),
        other => (other, 0),
    });
    (arguments, setters)
}

fn method(cx: &Cx<'_>, plan: &Plan<'_>) -> TokenStream {
    let Plan { id, answers, body } = plan;
    let operation = &cx.api.operations[*id];
    let names = &cx.names.operations[*id];
    let (arguments, setters) = arguments(operation, names);
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
    let mut fields: Vec<TokenStream> = arguments
        .iter()
        .map(|(param, name)| {
            let name = ident(name);
            let kept = paths::kept(cx, param.ty, &name);
            if name == kept.to_string().as_str() { quote!(#name) } else { quote!(#name: #kept) }
        })
        .collect();
    fields.extend(setters.iter().map(|(_, name)| {
        let name = ident(name);
        quote!(#name: None)
    }));
    if let Some(body) = body {
        let name = ident(&names.body);
        if body.required {
            let argument = &body.argument;
            fields.push(if body.into { quote!(#name: #name.into()) } else { quote!(#name) });
            takes.push(quote!(#name: #argument));
        } else {
            fields.push(quote!(#name: None));
        }
        if body.has_switch() {
            fields.push(quote!(sent_as: 0));
        }
    }
    let allow =
        (takes.len() > 6).then(|| quote!(#[expect(clippy::too_many_arguments, reason = "all of them are required")]));
    quote! {
        #(#docs)*
        #mark
        #allow
        pub fn #name(&self, #(#takes),*) -> #call {
            #call { client: self.client.clone(), #(#fields,)* options: CallOptions::default() }
        }
    }
}

/// What is said of the servers of an operation that is elsewhere than the client.
fn own_server(operation: &Operation) -> Option<String> {
    let server = operation.servers.first()?;
    let url = docs::code(&request::own_address(server));
    Some(format!("It is sent to {url}, unless [`CallOptions::endpoint`] says otherwise."))
}

/// The line that says what goes over the wire.
fn wire_line(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, template(operation).replace('`', ""))
}

/// The path with the names of its parameters in braces.
fn template(operation: &Operation) -> String {
    operation
        .path
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => text.clone(),
            PathPiece::Param(name) => format!("{{{name}}}"),
        })
        .collect()
}

/// Everything of one operation but its method on the handle.
fn operation(cx: &Cx<'_>, group: &Group, plan: &Plan<'_>) -> Vec<Piece> {
    let Plan { id, answers, body } = plan;
    let operation = &cx.api.operations[*id];
    let names = &cx.names.operations[*id];
    let body = body.as_ref();
    let mut pieces = vec![
        Piece::Item(description(cx, operation, names, answers)),
        Piece::Item(call_struct(cx, group, operation, names, body)),
    ];
    pieces.push(Piece::Item(call_methods(cx, operation, names, body, answers)));
    let call = &names.call;
    let output = &answers.output;
    let headers = &answers.headers;
    let error = error_type(cx, answers);
    pieces.push(Piece::Text(format!(
        "runtime::call!({call} -> Response<{}, {}>, {});",
        tidy(output),
        tidy(headers),
        tidy(&error)
    )));
    pieces.extend(responses::headers(cx, answers, names).map(Piece::Item));
    pieces.extend(body.and_then(|body| bodies::item(body, names)).map(Piece::Item));
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

fn description(cx: &Cx<'_>, operation: &Operation, names: &OperationNames, answers: &Answers<'_>) -> TokenStream {
    let constant = ident(&names.constant);
    let id = operation.id.clone().unwrap_or_else(|| names.method.clone());
    let method = &operation.method;
    let path = template(operation);
    let accept = if cx.api.omit_accept { String::new() } else { answers.accept.join(", ") };
    let security = operation.security.iter().map(|all| {
        let schemes = all.iter().map(|one| &one.scheme);
        quote!(&[#(#schemes),*])
    });
    quote! {
        static #constant: runtime::Operation = runtime::Operation {
            id: #id,
            method: #method,
            path: #path,
            accept: #accept,
            security: &[#(#security),*],
        };
    }
}

fn call_struct(
    cx: &Cx<'_>,
    group: &Group,
    operation: &Operation,
    names: &OperationNames,
    body: Option<&bodies::Body<'_>>,
) -> TokenStream {
    let (arguments, setters) = arguments(operation, names);
    let call = ident(&names.call);
    let of = format!("{}::{}", group.handle, names.method.trim_start_matches("r#"));
    let docs = docs::attributes(&[format!("A call of [`{of}`], sent when it is awaited.")]);
    let mut fields: Vec<TokenStream> = arguments
        .iter()
        .map(|(param, name)| {
            let name = ident(name);
            let ty = paths::parameter(cx, param.ty, Home::Beside);
            quote!(#name: #ty)
        })
        .collect();
    fields.extend(setters.iter().map(|(param, name)| {
        let name = ident(name);
        let ty = paths::parameter(cx, param.ty, Home::Beside);
        quote!(#name: Option<#ty>)
    }));
    if let Some(body) = body {
        let name = ident(&names.body);
        let ty = &body.ty;
        fields.push(if body.required { quote!(#name: #ty) } else { quote!(#name: Option<#ty>) });
        if body.has_switch() {
            fields.push(quote!(sent_as: u8));
        }
    }
    quote! {
        #(#docs)*
        #[derive(Clone, Debug)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct #call { client: Client, #(#fields,)* options: CallOptions }
    }
}

fn call_methods(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    body: Option<&bodies::Body<'_>>,
    answers: &Answers<'_>,
) -> TokenStream {
    let (_, setters) = arguments(operation, names);
    let call = ident(&names.call);
    let mut methods: Vec<TokenStream> = setters.iter().map(|(param, name)| setter(cx, param, name)).collect();
    if let Some(request) = &operation.request
        && let Some(body) = body.filter(|body| !body.required)
    {
        let name = ident(&names.body);
        let argument = &body.argument;
        let docs = docs::lines_or(&request.doc, "The body; none is sent unless it is given.", &[]);
        let value = if body.into { quote!(#name.into()) } else { quote!(#name) };
        methods.push(quote! {
            #(#docs)*
            pub fn #name(mut self, #name: #argument) -> Self {
                self.#name = Some(#value);
                self
            }
        });
    }
    methods.extend(body.iter().flat_map(|body| body.switches()));
    let constant = ident(&names.constant);
    let statements = request::statements(cx, operation, names, body, answers);
    let allow = body.is_some_and(|body| body.names_deprecated(cx)).then(|| quote!(#[allow(deprecated)]));
    let error = error_type(cx, answers);
    let output = &answers.output;
    let headers = &answers.headers;
    let arms = &answers.arms;
    let paging = paging(cx, operation, answers);
    let events = answers.events(&error);
    quote! {
        impl #call {
            #(#methods)*

            #[doc = " The request as it will be sent, but for credentials."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " A value that cannot be sent where it should stand, such as a header with a line break."]
            #allow
            pub fn request(&self) -> Result<runtime::Request, #error> {
                let mut request = runtime::RequestBuilder::new(&self.client.core, &#constant);
                #(#statements)*
                request.finish(&self.options)
            }

            #paging

            #events

            fn decode(raw: runtime::RawResponse) -> Result<Response<#output, #headers>, #error> {
                match raw.status() { #(#arms,)* }
            }
        }
    }
}

fn setter(cx: &Cx<'_>, param: &Param, name: &str) -> TokenStream {
    let name = ident(name);
    let mut facts = docs::limits(&cx.api.types[param.ty].limits);
    facts.extend(param.default.as_ref().map(|value| format!("When absent: {}.", docs::literal(value))));
    if param.given == Given::OrUuid {
        facts.push("When absent, a new UUID is sent.".to_owned());
    }
    let docs = docs::lines_or(&param.doc, &format!("`{}`.", param.name.text), &facts);
    let mark = deprecated(param.deprecated.as_ref());
    let ty = paths::argument(cx, param.ty, Home::Beside);
    let kept = paths::kept(cx, param.ty, &name);
    quote! {
        #(#docs)*
        #mark
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = Some(#kept);
            self
        }
    }
}

/// `pages` and `items`, for an operation whose answers come in pages.
fn paging(cx: &Cx<'_>, operation: &Operation, answers: &Answers<'_>) -> Option<TokenStream> {
    let plan = Pages::find(cx, operation, answers)?;
    let output = &answers.output;
    let headers = &answers.headers;
    let error = error_body(answers);
    let (item, next, items) = (plan.item, plan.next, plan.items);
    Some(quote! {
        #[doc = " The answers page by page, each asked for when the stream is polled for it."]
        pub fn pages(self) -> runtime::Pages<#output, #headers, #error> {
            runtime::Pages::new(self.client.core.clone(), self.request(), self.options, Self::decode, |page| #next)
        }

        #[doc = " The items of all pages, one by one."]
        pub fn items(self) -> runtime::Items<#output, #headers, #error, #item> {
            self.pages().items(|page| #items)
        }
    })
}

/// How a page gives its items and its next link.
struct Pages {
    item: TokenStream,
    next: TokenStream,
    items: TokenStream,
}

impl Pages {
    fn find(cx: &Cx<'_>, operation: &Operation, answers: &Answers<'_>) -> Option<Self> {
        let paging = operation.paging.as_ref()?;
        let next_link = paging.next_link.as_ref()?;
        let page = crate::ir::walk::behind_aliases(cx.api, answers.body?);
        let Shape::Record(record) = &cx.api.types[page].shape else { return None };
        let member = |wire: &str| -> Option<(usize, Id<Type>)> {
            let at = record.fields.iter().position(|field| field.wire.json.as_deref() == Some(wire))?;
            Some((at, record.fields[at].ty))
        };
        let (items_at, list) = member(&paging.items)?;
        let (next_at, _) = member(next_link)?;
        let Shape::List(item) = cx.api.types[crate::ir::walk::behind_aliases(cx.api, list)].shape else {
            return None;
        };
        let items_name = ident(&cx.names.members[page][items_at]);
        let next_name = ident(&cx.names.members[page][next_at]);
        let held = |at: usize| super::records::member(cx, page, &record.fields[at]);
        use super::records::Member;
        let items = match held(items_at) {
            Member::Optional | Member::Nullable => quote!(page.#items_name.unwrap_or_default()),
            Member::Maybe => quote!(page.#items_name.flatten().unwrap_or_default()),
            _ => quote!(page.#items_name),
        };
        let next = match held(next_at) {
            Member::Optional | Member::Nullable => quote!(page.#next_name.clone()),
            Member::Maybe => quote!(page.#next_name.clone().flatten()),
            _ => quote!(Some(page.#next_name.clone())),
        };
        Some(Pages { item: paths::ty(cx, item, Home::Beside), next, items })
    }
}
