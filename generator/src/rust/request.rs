//! How a call becomes a request: the body of `request()`, statement by statement.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::bodies::Body;
use super::paths::{ident, scalar_of};
use super::responses::Answers;
use crate::ir::walk::behind_aliases;
use crate::ir::{Given, Id, Literal, Location, Operation, Param, PathPiece, Scalar, Server, Shape, Style, Type};
use crate::names::OperationNames;

/// The statements that put `operation` together, in the order path, query, headers, cookies, body.
pub(super) fn statements(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
    body: Option<&Body<'_>>,
    answers: &Answers<'_>,
) -> Vec<TokenStream> {
    let mut all: Vec<TokenStream> = server(operation).into_iter().collect();
    all.extend(path(cx, operation, names));
    for wanted in [Location::Query, Location::QueryString, Location::Header, Location::Cookie] {
        let params = operation.params.iter().zip(&names.params).filter(|(param, _)| param.location == wanted);
        all.extend(params.map(|(param, name)| parameter(cx, param, name)));
    }
    all.extend(body.map(|body| body.statement(cx, names)));
    all.extend(answers.statements.iter().cloned());
    all
}

/// The operation's own server; what may vary in its address is as the description has it.
fn server(operation: &Operation) -> Option<TokenStream> {
    let url = own_address(operation.servers.first()?);
    Some(quote!(request.server(#url);))
}

/// The address of a server, with what the description says for its variables.
pub(super) fn own_address(server: &Server) -> String {
    server.variables.iter().fold(server.url.clone(), |url, variable| match &variable.default {
        Some(value) => url.replace(&format!("{{{}}}", variable.name.text), value),
        None => url,
    })
}

fn path(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
    operation
        .path
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => quote!(request.path(#text);),
            PathPiece::Param(wire) => {
                let found = operation
                    .params
                    .iter()
                    .zip(&names.params)
                    .find(|(param, _)| param.location == Location::Path && param.name.text == *wire);
                match found {
                    Some((param, name)) => {
                        let value = value(cx, param, name);
                        let style = style(param.style);
                        let explode = param.explode;
                        quote!(request.path_param(#wire, #style, #explode, #value);)
                    }
                    // A template without its parameter is refused by the passes.
                    None => quote!(request.path(#wire);),
                }
            }
        })
        .collect()
}

fn parameter(cx: &Cx<'_>, param: &Param, name: &str) -> TokenStream {
    let wire = &param.name.text;
    let explode = param.explode;
    let value = value(cx, param, name);
    match param.location {
        Location::Query | Location::QueryString => {
            let style = style(param.style);
            if param.allow_reserved {
                quote!(request.query_reserved(#wire, #style, #explode, #value);)
            } else {
                quote!(request.query(#wire, #style, #explode, #value);)
            }
        }
        Location::Header if param.given == Given::OrUuid => quote!(request.header_or_uuid(#wire, #value);),
        Location::Header => quote!(request.header(#wire, #explode, #value);),
        Location::Cookie => quote!(request.cookie(#wire, #explode, #value);),
        Location::Path => TokenStream::new(),
    }
}

/// The expression of a parameter's value.
fn value(cx: &Cx<'_>, param: &Param, name: &str) -> TokenStream {
    if param.given == Given::Fixed {
        let text = match &param.default {
            Some(Literal::String(text) | Literal::Number(text)) => text.clone(),
            Some(Literal::Bool(value)) => value.to_string(),
            _ => String::new(),
        };
        return quote!(&#text);
    }
    let home = match param.given {
        Given::ByClient => {
            let position = cx
                .api
                .client_params
                .iter()
                .position(|known| known.location == param.location && known.name.text == param.name.text);
            let name = position.and_then(|at| cx.names.client_params.get(at)).map_or(name, String::as_str);
            let name = ident(name);
            quote!(self.client.#name)
        }
        _ => {
            let name = ident(name);
            quote!(self.#name)
        }
    };
    let rfc1123 = scalar_of(cx, param.ty) == Some(Scalar::DateTimeRfc1123);
    let wrapper = match param.style {
        Style::Json => quote!(runtime::param::AsJson),
        _ if structured(cx, param.ty) => quote!(runtime::param::from_json),
        _ if rfc1123 && param.required => return quote!(&runtime::Rfc1123::from(#home)),
        _ if rfc1123 => return quote!(&#home.map(runtime::Rfc1123::from)),
        _ => return quote!(&#home),
    };
    if param.required { quote!(&#wrapper(&#home)) } else { quote!(&#home.as_ref().map(#wrapper)) }
}

/// Whether a value has parts of its own, and goes into a parameter by way of its JSON form.
fn structured(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let ty = &cx.api.types[behind_aliases(cx.api, id)];
    match &ty.shape {
        Shape::Record(_) | Shape::Choice(_) | Shape::Tuple { .. } | Shape::Any | Shape::Never => true,
        Shape::List(item) | Shape::Map(item) | Shape::Nullable(item) => structured(cx, *item),
        Shape::Scalar(_) | Shape::Enum(_) | Shape::Alias(_) => false,
    }
}

/// A style, as the runtime calls it.
pub(super) fn style(style: Style) -> TokenStream {
    let name = ident(match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::TabDelimited => "TabDelimited",
        Style::Json => "Json",
    });
    quote!(Style::#name)
}
