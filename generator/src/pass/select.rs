//! Only the operations that the user wants, and with them only the types that these use.

use foldhash::HashSet;

use crate::diag::{Code, Diagnostics};
use crate::ir::renumber::{keep_operations, keep_types};
use crate::ir::{Api, Operation, PathPiece, Table, reach};
use crate::source::{Place, Sources};

use super::overlay::{Entry, UNMATCHED};

/// The configuration leaves no operation over.
pub const NOTHING_LEFT: Code = Code("CF0021");

/// Which operations are written. A pattern is the id of an operation, the name of a group (a tag, be it not the first one), or, with the method
/// before it or without, a path as the description spells it: `GET /gists/{gist_id}`. A `*` stands for any text. What was
/// said of operations and types that are left out is forgotten.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only what one of these fits; everything where there is none.
    pub only: Vec<Entry<String>>,
    /// Nothing that one of these fits.
    pub except: Vec<Entry<String>>,
    /// Whether types that no operation uses are left out; they are in any case where operations are.
    pub used_types: bool,
}

/// Leaves out of `api` what is not wanted. A pattern that fits nothing is an error.
pub fn select(api: &mut Api, selection: &Selection, sources: &Sources, diags: &mut Diagnostics) {
    let before = places(api);
    leave_out(api, selection, diags);
    let after = places(api);
    if after.len() < before.len() {
        // What a fault is in is the nearest operation or type around it.
        diags.forget(|place| {
            let around = std::iter::successors(Some(place), |place| sources.parent(*place));
            around.into_iter().find(|place| before.contains(place)).is_some_and(|place| !after.contains(&place))
        });
    }
}

/// Where the operations and types of the model stand.
fn places(api: &Api) -> HashSet<Place> {
    let operations = api.operations.iter().map(|(_, operation)| operation.place);
    operations.chain(api.types.iter().map(|(_, ty)| ty.place)).collect()
}

fn leave_out(api: &mut Api, selection: &Selection, diags: &mut Diagnostics) {
    let patterns: Vec<&Entry<String>> = selection.only.iter().chain(&selection.except).collect();
    for pattern in &patterns {
        if !api.operations.iter().any(|(_, operation)| fits(operation, &pattern.value)) {
            diags.error(UNMATCHED, pattern.place, format!("no operation and no group fits `{}`", pattern.value)).help(
                "name the id of an operation, a group (a tag), or a path such as `GET /pets/{id}`; `*` is any text",
            );
        }
    }
    if !patterns.is_empty() && !api.operations.is_empty() {
        let any = |of: &[Entry<String>], operation| of.iter().any(|pattern| fits(operation, &pattern.value));
        let keep = Table::build(&api.operations, |id| {
            let operation = &api.operations[id];
            (selection.only.is_empty() || any(&selection.only, operation)) && !any(&selection.except, operation)
        });
        keep_operations(api, &keep);
        if api.operations.is_empty() {
            let place = patterns.first().map_or(Place::NOWHERE, |pattern| pattern.place);
            diags.error(NOTHING_LEFT, place, "no operation is left over");
        }
        let asked = |name: &String| {
            let mut uses = api.operations.iter().flat_map(|(_, operation)| operation.security.iter().flatten());
            uses.any(|one| one.scheme == *name)
        };
        let schemes: Vec<String> = api.security.keys().filter(|name| asked(name)).cloned().collect();
        api.security.retain(|name, _| schemes.contains(name));
    }
    // A description of types alone is wanted for them.
    if !api.operations.is_empty() && (selection.used_types || !patterns.is_empty()) {
        let used = reach::used(api);
        keep_types(api, &used);
    }
}

/// Whether a pattern means the operation.
pub(super) fn fits(operation: &Operation, pattern: &str) -> bool {
    match pattern.split_once(' ') {
        Some((method, path)) => {
            (method == "*" || method.eq_ignore_ascii_case(&operation.method)) && like(path.trim(), &path_of(operation))
        }
        None if pattern.starts_with('/') => like(pattern, &path_of(operation)),
        None => {
            let group = operation.group.as_ref().map(|group| group.text.as_str());
            let tags = operation.further_tags.iter().map(String::as_str);
            operation.id.as_deref().into_iter().chain(group).chain(tags).any(|name| like(pattern, name))
        }
    }
}

fn path_of(operation: &Operation) -> String {
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => text.clone(),
        PathPiece::Param(name) => format!("{{{name}}}"),
    };
    operation.path.iter().map(piece).collect()
}

/// Whether `pattern`, in which `*` is any text, is like `text`.
fn like(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some(at) = text.find(part) else { return false };
        text = text.get(at + part.len()..).unwrap_or_default();
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text, expected) in [
            ("gists", "gists", true),
            ("gists", "gist", false),
            ("gists/*", "gists/list", true),
            ("gists/*", "gists", false),
            ("*", "", true),
            ("*/list*", "gists/list-public", true),
            ("a*b*c", "abc", true),
            ("a*b*c", "acb", false),
            // What stands before a star and what stands behind it do not overlap.
            ("ab*ba", "aba", false),
            ("a**b", "ab", true),
        ] {
            assert_eq!(like(pattern, text), expected, "{pattern} {text}");
        }
    }
}
