//! Documents as plain trees, read apart from the generator, so that what it missed can be seen.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde_json::Value;

/// A node of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct At {
    /// The file.
    pub(crate) file: PathBuf,
    /// The JSON Pointer (RFC 6901) in it.
    pub(crate) pointer: String,
}

impl At {
    /// The member `key` of the node.
    pub(crate) fn member(&self, key: &str) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        At { file: self.file.clone(), pointer: format!("{}/{key}", self.pointer) }
    }
}

/// Files that were read, each once.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    files: HashMap<PathBuf, Rc<Value>>,
}

impl Trees {
    /// The whole file; `None` when it is neither JSON nor YAML.
    pub(crate) fn file(&mut self, path: &Path) -> Option<Rc<Value>> {
        let path = fs::canonicalize(path).ok()?;
        if let Some(known) = self.files.get(&path) {
            return Some(Rc::clone(known));
        }
        let tree = Rc::new(parse(&fs::read_to_string(&path).ok()?)?);
        self.files.insert(path, Rc::clone(&tree));
        Some(tree)
    }

    /// A node.
    pub(crate) fn get(&mut self, at: &At) -> Option<Value> {
        self.file(&at.file)?.pointer(&at.pointer).cloned()
    }

    /// The node that `at` refers to by `$ref`, through any number of references; `at` itself where it refers to nothing.
    pub(crate) fn follow(&mut self, at: At) -> Option<(At, Value)> {
        let mut at = at;
        for _ in 0..32 {
            let node = self.get(&at)?;
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else { return Some((at, node)) };
            let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
            let file = match file {
                "" => at.file.clone(),
                file => at.file.parent()?.join(unescaped(file)),
            };
            at = At { file, pointer: unescaped(fragment) };
        }
        None
    }
}

fn parse(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).ok().or_else(|| {
        let mut tree: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
        tree.apply_merge().ok()?;
        Some(json(tree))
    })
}

/// YAML as JSON; keys that are not text become their text.
fn json(tree: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match tree {
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(json).collect()),
        Yaml::Mapping(members) => {
            let key = |key: Yaml| match key {
                Yaml::String(text) => text,
                other => serde_yaml::to_string(&other).unwrap_or_default().trim_end().to_owned(),
            };
            Value::Object(members.into_iter().map(|(name, value)| (key(name), json(value))).collect())
        }
        Yaml::Tagged(tagged) => json(tagged.value),
        scalar => serde_json::to_value(scalar).unwrap_or(Value::Null),
    }
}

/// A fragment or path without its `%` escapes.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = (first == b'%').then(|| after.get(..2)).flatten();
        let escape = escape.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        (bytes, rest) = match escape {
            Some(byte) => ([bytes, vec![byte]].concat(), after.get(2..).unwrap_or_default()),
            None => ([bytes, vec![first]].concat(), after),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_keys_become_text_and_merges_are_done() {
        let tree = parse("a: &a\n  200: x\nb:\n  <<: *a\n").unwrap();
        assert_eq!(tree.pointer("/b/200"), Some(&Value::from("x")));
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescaped("/a%7Bb%7D%2"), "/a{b}%2");
        let at = At { file: PathBuf::new(), pointer: "/paths".to_owned() };
        assert_eq!(at.member("/a~").pointer, "/paths/~1a~0");
    }
}
