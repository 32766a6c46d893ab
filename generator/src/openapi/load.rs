//! The documents of a description: the root and every file that it refers to, read once, before anything is lowered.

use std::collections::VecDeque;
use std::path::Path;

use foldhash::HashMap;
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;
use url::Url;

use super::parsed::Fault;
use super::{Options, addresses, codes, overlay, tree};
use crate::diag::Diagnostics;
use crate::source::{FileId, Sources};

mod open;

use open::open;
pub(super) use open::{Nowhere, remedy};

/// The version of OpenAPI that a document is written in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Dialect {
    V20,
    V30,
    V31,
    V32,
}

/// A file as a tree.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) value: Value,
    pub(super) dialect: Dialect,
    /// Why the text is no tree; told where somebody refers to it as one.
    pub(super) fault: Option<Fault>,
}

impl Document {
    /// The address that the file gives itself; before 3.1 none does.
    fn address(&self) -> Option<Url> {
        if self.dialect < Dialect::V31 {
            return None;
        }
        addresses::of_file(&self.value)
    }
}

/// All files of a description.
#[derive(Debug, Default)]
pub(super) struct Documents {
    documents: IndexMap<FileId, Document>,
    /// What the file part of a reference leads to, by the file that it stands in; or why it leads nowhere.
    links: HashMap<(FileId, String), Result<FileId, Nowhere>>,
}

impl Documents {
    pub(super) fn get(&self, file: FileId) -> Option<&Document> {
        self.documents.get(&file)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (FileId, &Document)> {
        self.documents.iter().map(|(file, document)| (*file, document))
    }

    /// What has the address that a reference means is what it leads to, wherever it was read from.
    fn link_by_address(&mut self) {
        let mut known: HashMap<Url, FileId> = HashMap::default();
        for (file, document) in &self.documents {
            if let Some(address) = document.address() {
                known.entry(address).or_insert(*file);
            }
        }
        if known.is_empty() {
            return;
        }
        for ((file, part), link) in &mut self.links {
            let base = self.documents.get(file).and_then(Document::address);
            let address = addresses::of_reference(base.as_ref(), part);
            if let Some(target) = address.and_then(|address| known.get(&address)) {
                *link = Ok(*target);
            }
        }
    }

    /// Where the file part of a reference leads.
    pub(super) fn link(&self, from: FileId, part: &str) -> Result<FileId, Nowhere> {
        match part {
            "" => Ok(from),
            _ => self
                .links
                .get(&(from, part.to_owned()))
                .cloned()
                .unwrap_or_else(|| Err(Nowhere::Other("the file was not looked for from here".to_owned()))),
        }
    }
}

/// Reads `root` and every file that it leads to. `None` where the root is no OpenAPI document.
pub(super) fn load(
    sources: &mut Sources,
    root: FileId,
    diags: &mut Diagnostics,
    options: &Options,
) -> Option<Documents> {
    let mut value = match tree::read(sources, root, diags) {
        Ok(value) => value,
        Err(fault) => {
            let place = sources.span(root, fault.span);
            diags.error(codes::SYNTAX, place, format!("this text cannot be read: {}", fault.message));
            return None;
        }
    };
    for overlay in &options.overlays {
        overlay::apply(sources, root, &mut value, *overlay, diags);
    }
    let Some(dialect) = dialect(sources, root, &value, diags) else {
        if !value.is_object() {
            diags
                .error(codes::NOT_OPENAPI, sources.root(root), "this is not an OpenAPI document: it is not an object")
                .help("an OpenAPI document is an object with a member `openapi` or `swagger`");
        }
        return None;
    };
    let home = sources.file(root).path.parent().map(Path::to_path_buf);
    let mut documents = Documents::default();
    documents.documents.insert(root, Document { value, dialect, fault: None });
    let mut waiting = VecDeque::from([root]);
    while let Some(file) = waiting.pop_front() {
        let Some(document) = documents.documents.get(&file) else { continue };
        let dialect = document.dialect;
        let base = document.address();
        let mut parts = IndexSet::new();
        references(&document.value, false, &mut parts);
        for part in parts {
            if documents.links.contains_key(&(file, part.clone())) {
                continue;
            }
            let mut link = open(sources, file, &part, home.as_deref(), options);
            let mut by_address = None;
            if link.is_err()
                && let Some(base) = &base
                && let Some(address) = addresses::of_reference(Some(base), &part)
            {
                let mut try_at = |part: &str| open(sources, file, part, home.as_deref(), options).ok();
                let copy = if part.contains("://") { None } else { try_at(address.as_str()) };
                if let Some(found) = copy {
                    link = Ok(found);
                } else if let Some(found) = addresses::beside(base, &address).and_then(|path| try_at(&path)) {
                    by_address = Some((found, address));
                }
            }
            let target = link.as_ref().ok().copied().or(by_address.as_ref().map(|(found, _)| *found));
            if let Some(target) = target
                && !documents.documents.contains_key(&target)
            {
                let (value, fault) = match tree::read(sources, target, diags) {
                    Ok(value) => (value, None),
                    Err(fault) => (Value::Null, Some(fault)),
                };
                // A file that only lies where an address would be is another one.
                let is_other = |(_, address): &(FileId, Url)| addresses::of_file(&value).as_ref() != Some(address);
                if !by_address.as_ref().is_some_and(is_other) {
                    let own = ["openapi", "swagger"].iter().any(|key| value.get(key).is_some());
                    let dialect = own.then(|| version(&value)).flatten().unwrap_or(dialect);
                    documents.documents.insert(target, Document { value, dialect, fault });
                    waiting.push_back(target);
                }
            }
            documents.links.insert((file, part), link);
        }
    }
    documents.link_by_address();
    Some(documents)
}

/// The version in the member `openapi` or `swagger`, where it is one that is known.
fn version(value: &Value) -> Option<Dialect> {
    let member = value.get("openapi").or_else(|| value.get("swagger"))?;
    let text = match member {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let mut parts = text.trim().split('.');
    match (parts.next()?, parts.next().unwrap_or("0")) {
        ("2", _) => Some(Dialect::V20),
        ("3", "0") => Some(Dialect::V30),
        ("3", "1") => Some(Dialect::V31),
        ("3", "2") => Some(Dialect::V32),
        _ => None,
    }
}

fn dialect(sources: &Sources, file: FileId, value: &Value, diags: &mut Diagnostics) -> Option<Dialect> {
    let object = value.as_object()?;
    if let Some(dialect) = version(value) {
        return Some(dialect);
    }
    let place = sources.root(file);
    match ["openapi", "swagger"].iter().find(|key| object.contains_key(**key)) {
        Some(key) => diags
            .error(codes::VERSION, sources.member(place, key), "this version of OpenAPI is not known")
            .help("versions 2.0, 3.0, 3.1 and 3.2 are"),
        None => diags
            .error(codes::NOT_OPENAPI, place, "this is not an OpenAPI document: it does not say its version")
            .help("an OpenAPI document has a member `openapi` or `swagger`"),
    };
    None
}

/// The members of a document whose keys are names that somebody chose, not words of OpenAPI.
pub const NAMES: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "webhooks",
];

/// The extensions that hold parts of the description.
const DESCRIBING: [&str; 2] = ["x-ms-parameterized-host", "x-ms-paths"];

/// Whether what a mapping of tags says without a `#` is a file, and not the name of a schema.
pub(super) fn is_named_as_file(target: &str) -> bool {
    let target = target.to_ascii_lowercase();
    [".json", ".yaml", ".yml"].iter().any(|ending| target.ends_with(ending))
}

/// The file parts of all references in a tree, each once. `names` says that the keys of this object are names that somebody chose,
/// not words of OpenAPI.
fn references(value: &Value, names: bool, parts: &mut IndexSet<String>) {
    let add = |part: &str, parts: &mut IndexSet<String>| {
        if !part.is_empty() && !parts.contains(part) {
            parts.insert(part.to_owned());
        }
    };
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, false, parts)),
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("$ref", Value::String(reference)) if !names => {
                        let part = reference.split('#').next().unwrap_or_default();
                        add(part, parts);
                    }
                    ("discriminator", Value::Object(discriminator)) if !names => {
                        let mapping = discriminator.get("mapping").and_then(Value::as_object);
                        let targets = mapping.into_iter().flat_map(|mapping| mapping.values());
                        for target in targets.chain(discriminator.get("defaultMapping")).filter_map(Value::as_str) {
                            // The others are names of schemas.
                            let part = target.split('#').next().unwrap_or_default();
                            if target.contains('#') || is_named_as_file(part) {
                                add(part, parts);
                            }
                        }
                    }
                    // Values in these are data, whatever they look like.
                    ("example" | "examples" | "default" | "enum" | "const", _) if !names => {}
                    (key, _) if !names && key.starts_with("x-") && !DESCRIBING.contains(&key) => {}
                    (key, value) => {
                        let inner = !names && NAMES.contains(&key);
                        references(value, inner, parts);
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn references_are_told_from_names_and_data() {
        let value = serde_json::json!({
            "properties": {"$ref": {"$ref": "a.json#/x"}, "example": {"$ref": "b.json"}},
            "example": {"$ref": "c.json"},
            "discriminator": {
                "mapping": {"a": "m.yaml#/a", "b": "#/b", "c": "Name.With", "d": "com.yahoo.Pet", "e": "M.YML"},
                "defaultMapping": "n.json",
            },
            "x-ms-examples": {"e": {"$ref": "d.json"}},
            "x-ms-paths": {"/p?q": {"$ref": "e.json"}},
            "x-ms-parameterized-host": {"parameters": [{"$ref": "h.json"}]},
            "x-ms-pageable": {"$ref": "p.json"},
            "x-ms-parameter-grouping": {"$ref": "g.json"},
        });
        let mut parts = IndexSet::new();
        references(&value, false, &mut parts);
        let wanted = ["a.json", "b.json", "m.yaml", "M.YML", "n.json", "e.json", "h.json"];
        assert_eq!(parts.into_iter().collect::<Vec<_>>(), wanted);
    }
}
