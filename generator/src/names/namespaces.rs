//! Names for the modules of namespaces that stand apart.

use super::scope::Scope;
use super::words;
use crate::ir::{Api, Namespace};

/// Names that no module among the types can have: modules and crates that stand beside it in generated code.
const MODEL_MODULES: &[&str] =
    &["alloc", "core", "fmt", "indexmap", "json", "mod", "models", "runtime", "std", "time", "url", "uuid", "xml"];

/// Names for the modules of namespaces: the prefix that the schemas bind to it, else words of the URI from its end.
pub(super) fn modules(api: &Api) -> Vec<String> {
    let mut scope = Scope::reserving(MODEL_MODULES);
    let module = |namespace: &Namespace| {
        let parts = namespace.uri.split(['/', ':', '#', '?', '=']);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(|part| part.replace('.', " ")).collect();
        let prefix = namespace.prefix.as_deref().filter(|prefix| tells(prefix));
        let words = (1..=parts.len()).map(|count| parts[parts.len() - count..].join(" "));
        let words = words.filter(|words| words.split(' ').any(is_word));
        let words: Vec<String> = prefix.map(str::to_owned).into_iter().chain(words).collect();
        let last = words.last().map_or_else(|| "no namespace".to_owned(), |words| format!("{words} namespace"));
        scope.take(words.iter().chain([&last]).map(|words| words::snake(words)))
    };
    api.namespaces.iter().map(module).collect()
}

/// Whether a part of a URI says more than a version (`v1`) or a year.
fn is_word(part: &str) -> bool {
    part.trim_start_matches(['v', 'V']).chars().any(char::is_alphabetic)
}

/// Whether a prefix says something of its namespace: `tns` and `ns1` stand for any.
fn tells(prefix: &str) -> bool {
    let stem = prefix.trim_end_matches(|c: char| c.is_ascii_digit());
    !matches!(stem, "" | "ns" | "n" | "tns" | "this" | "target")
}
