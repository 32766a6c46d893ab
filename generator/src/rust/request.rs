//! What the request of an operation is made of: who gives its values, where it goes.

use crate::ir::{Given, Location, Operation, Param, PathPiece, Server, Style};
use crate::names::OperationNames;

/// A parameter with its Rust name.
pub(super) type Named<'a> = (&'a Param, &'a String);

/// Who gives the values of a call: arguments first (path, query, header, body), then setters.
pub(super) fn arguments<'a>(operation: &'a Operation, names: &'a OperationNames) -> (Vec<Named<'a>>, Vec<Named<'a>>) {
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

/// The path with the names of its parameters in braces.
pub(super) fn template(operation: &Operation) -> String {
    operation
        .path
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => text.clone(),
            PathPiece::Param(name) => format!("{{{name}}}"),
        })
        .collect()
}

/// The address of a server, with what the description says for its variables.
pub(super) fn own_address(server: &Server) -> String {
    server.variables.iter().fold(server.url.clone(), |url, variable| match &variable.default {
        Some(value) => {
            let name = format!("{{{}}}", variable.name.text);
            // A slash that stands behind the variable is not there twice.
            url.replace(&format!("{name}/"), &format!("{}/", value.trim_end_matches('/'))).replace(&name, value)
        }
        None => url,
    })
}

/// A style, as the tables call it.
pub(super) fn style_word(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::SpacedMatrix => "spaced_matrix",
        Style::Form => "form",
        Style::SpaceDelimited => "space_delimited",
        Style::PipeDelimited => "pipe_delimited",
        Style::DeepObject => "deep_object",
        Style::TabDelimited => "tab_delimited",
        Style::Cookie => "as_it_is",
        Style::Prefixed => "prefixed",
        Style::Json => "json",
    }
}

/// A style, as the runtime calls it.
pub(super) fn style(style: Style) -> proc_macro2::TokenStream {
    let name = super::paths::ident(match style {
        Style::Simple => "Simple",
        Style::Label => "Label",
        Style::Matrix => "Matrix",
        Style::SpacedMatrix => "SpacedMatrix",
        Style::Form => "Form",
        Style::SpaceDelimited => "SpaceDelimited",
        Style::PipeDelimited => "PipeDelimited",
        Style::DeepObject => "DeepObject",
        Style::TabDelimited => "TabDelimited",
        Style::Cookie => "Cookie",
        Style::Prefixed => "Prefixed",
        Style::Json => "Json",
    });
    quote::quote!(Style::#name)
}
