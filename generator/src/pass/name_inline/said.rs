//! Where a type stands, in words.

use heck::ToUpperCamelCase;

use super::Made;
use crate::ir::{Name, Operation, PathPiece};

/// How long it may take to say where a type stands.
const LENGTH: usize = 100;

/// Whether a title only repeats the last words of a name that was made of where the type stands.
pub(super) fn is_repeated(title: &str, made: &Made) -> bool {
    let title = letters(title);
    letters(&made.words).ends_with(&title) || made.operation.as_ref().is_some_and(|id| title == *id)
}

pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn sentence(what: &str) -> String {
    let mut chars = what.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// Text as code within a sentence.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// What is `inner` of `outer`, and of what stands around that as far as it does not get long.
pub(super) fn within(inner: &str, outer: &str) -> String {
    let is_long = inner.chars().count() + outer.chars().count() > LENGTH;
    let outer = if is_long { outer.split(" of ").next().unwrap_or(outer) } else { outer };
    format!("{inner} of {outer}")
}

/// A name within a sentence; one that was made, as Rust spells it.
pub(super) fn shown(name: &Name) -> String {
    match name.derived {
        true => code(&name.for_code().to_upper_camel_case()),
        false => code(name.for_code()),
    }
}

/// `GET /pets/{id}`.
pub(super) fn call(operation: &Operation) -> String {
    let path = operation.path.iter().map(|piece| match piece {
        PathPiece::Literal(text) => text.clone(),
        PathPiece::Param(name) => format!("{{{name}}}"),
    });
    code(&format!("{} {}", operation.method.to_uppercase(), path.collect::<String>()))
}
