//! OpenAPI 2.0, 3.0, 3.1 and 3.2 to the model.
//!
//! A description is read node by node. Every node is known by its place in the document as it was written, whatever
//! its version: what 2.0 says elsewhere or in other words is lifted where the node is read, so that references and
//! diagnostics always speak of the text that the user has before them. A node that is wrong costs one diagnostic and is
//! left out by itself.
//!
//! Members are read by hand rather than through a crate of `serde` types for 3.0: a wrong member then costs itself and
//! has a place, numbers keep all their digits, and 2.0, 3.1 and 3.2 need no detour through a version that lacks half of
//! their words.
//!
//! `Cx` (in `cx`) carries what all readers share; `schema` reads schemas, `operations` and its neighbours the rest.

mod addresses;
mod beside;
mod bodies;
mod circles;
pub mod codes;
mod cx;
mod event_data;
mod headers;
mod incoming;
mod json;
mod links;
mod literal;
mod load;
mod members;
mod naming;
mod node;
mod operations;
mod overlay;
mod paging;
mod params;
mod parsed;
mod parts;
mod path;
mod polling;
mod refs;
mod resources;
mod responses;
mod schema;
mod security;
mod servers;
mod spelling;
mod tree;
mod values;
mod vendor;
mod xml;
mod yaml;

#[cfg(test)]
mod tests;

pub use load::NAMES;

use crate::diag::Diagnostics;
use crate::ir::Builder;
use crate::source::{Allowed, FileId, Sources};

/// What a user may set about reading.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether enums hold the listed values only; without this an unlisted value is kept as it came.
    pub closed_enums: bool,
    /// What references may lead to outside the description's own folder.
    pub allow: Vec<Allowed>,
    /// Overlay documents, in the order in which they change the description.
    pub overlays: Vec<FileId>,
}

/// Reads the OpenAPI document in `file`, and what it refers to, into `builder`.
///
/// Never stops early: everything that is wrong is in `diags`, and everything else is in the model.
pub fn lower(sources: &mut Sources, file: FileId, builder: &mut Builder, diags: &mut Diagnostics, options: &Options) {
    let Some(documents) = load::load(sources, file, diags, options) else { return };
    let Some(document) = documents.get(file) else { return };
    let root = node::Node { file, place: sources.root(file), value: &document.value };
    cx::Cx::new(sources, &documents, root, document.dialect, builder, diags, options).run();
}

/// Whether a text is an OpenAPI document: whether its outermost object has a member `openapi` or `swagger`.
pub fn is_openapi(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    // What may stand before the outermost object of YAML says nothing of it.
    let begins = |line: &&str| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with(['#', '%']) || line == "---" || line.starts_with("--- #"))
    };
    let Some(first) = text.lines().find(begins) else { return false };
    let flow = first.trim_start().trim_start_matches("---").trim_start();
    if flow.starts_with('{') {
        return text.find('{').and_then(|at| text.get(at..)).is_some_and(flow_says);
    }
    let indent = first.len() - first.trim_start().len();
    text.lines().any(|line| {
        let (before, rest) = line.split_at_checked(indent).unwrap_or((line, ""));
        before.trim().is_empty() && says(rest)
    })
}

/// Whether a text begins with the member.
fn says(text: &str) -> bool {
    ["openapi", "swagger"].iter().any(|word| {
        let rest = text.trim_start_matches(['"', '\'']).strip_prefix(word);
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    })
}

/// Whether an object in braces has the member.
fn flow_says(text: &str) -> bool {
    let (mut depth, mut rest) = (0_u32, text);
    while let Some(at) = rest.find(['{', '}', '[', ']', ',', '"', '\'']) {
        let found = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match found {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => {}
            quote => {
                let mut escaped = false;
                let end = rest.bytes().position(|byte| {
                    let ends = byte == quote && !escaped;
                    escaped = byte == b'\\' && !escaped;
                    ends
                });
                let Some(end) = end else { return false };
                rest = &rest[end + 1..];
            }
        }
        if depth == 1 && matches!(found, b'{' | b',') && says(rest.trim_start()) {
            return true;
        }
    }
    false
}
