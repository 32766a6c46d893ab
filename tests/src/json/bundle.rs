//! All documents of a description as one tree, in the words of JSON Schema 2020-12: file by file under `f0`, `f1`, and so
//! on, with every reference within the tree.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::lift::{self, Version};
use crate::tree::{Trees, unescaped};

/// The tree, and which file stands where in it.
#[derive(Debug)]
pub struct Bundle {
    /// The tree.
    pub tree: Value,
    files: Vec<PathBuf>,
}

impl Bundle {
    /// Reads `entry` and everything that it refers to; `None` where it is neither JSON nor YAML.
    pub fn read(entry: &Path) -> Option<Bundle> {
        let mut trees = Trees::default();
        let mut files = vec![fs::canonicalize(entry).ok()?];
        let version = Version::of(trees.file(entry)?.as_ref(), Version::Later);
        let (mut tree, mut next) = (Map::new(), 0);
        while let Some(file) = files.get(next).cloned() {
            let document = trees.file(&file);
            let lifted = document.map(|document| {
                let version = Version::of(&document, version);
                lift::lift(&document, version, false, &mut |reference| refer(reference, &file, &mut files, &mut trees))
            });
            tree.insert(format!("f{next}"), lifted.unwrap_or_default());
            next += 1;
        }
        Some(Bundle { tree: Value::Object(tree), files })
    }

    /// Where in the tree a node of a file stands, as a JSON Pointer; `None` where there is no schema.
    pub fn pointer(&self, file: &Path, pointer: &str) -> Option<String> {
        let file = fs::canonicalize(file).ok()?;
        let number = self.files.iter().position(|known| *known == file)?;
        let (mut node, mut found) = (self.tree.get(format!("f{number}"))?, format!("/f{number}"));
        for step in pointer.split('/').skip(1) {
            let below = |node: &'_ Value| node.pointer(&format!("/{step}")).is_some();
            // What may be `null` stands in a choice with that, where it cannot be said in place.
            if !below(node)
                && let Some(inner) = node.pointer("/anyOf/1").filter(|inner| below(inner))
            {
                (node, found) = (inner, format!("{found}/anyOf/1"));
            }
            (node, found) = (node.pointer(&format!("/{step}"))?, format!("{found}/{step}"));
        }
        (node.is_object() || node.is_boolean()).then_some(found)
    }

    /// The node that a reference of the tree leads to.
    pub fn resolve(&self, reference: &str) -> Option<&Value> {
        self.tree.pointer(reference.strip_prefix('#')?)
    }
}

/// The reference as it is spelled in the tree.
fn refer(reference: &str, from: &Path, files: &mut Vec<PathBuf>, trees: &mut Trees) -> Option<String> {
    let (part, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let file = match part {
        "" => from.to_owned(),
        part => fs::canonicalize(from.parent()?.join(unescaped(part))).ok()?,
    };
    let pointer = unescaped(fragment);
    trees.file(&file)?.pointer(&pointer)?;
    let number = files.iter().position(|known| *known == file).unwrap_or_else(|| {
        files.push(file);
        files.len() - 1
    });
    Some(format!("#/f{number}{pointer}"))
}
