//! Documents as plain trees, read apart from the generator, so that what it missed can be seen.

use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A node of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct At {
    /// The file.
    pub file: PathBuf,
    /// The JSON Pointer (RFC 6901) in it.
    pub pointer: String,
}

impl At {
    /// The member `key` of the node.
    pub fn member(&self, key: &str) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        At { file: self.file.clone(), pointer: format!("{}/{key}", self.pointer) }
    }
}

/// Files that were read, each once.
#[derive(Debug, Default)]
pub struct Trees {
    files: HashMap<PathBuf, Rc<Value>>,
}

impl Trees {
    /// The whole file; `None` when it is neither JSON nor YAML.
    pub fn file(&mut self, path: &Path) -> Option<Rc<Value>> {
        let path = fs::canonicalize(path).ok()?;
        if let Some(known) = self.files.get(&path) {
            return Some(Rc::clone(known));
        }
        let tree = Rc::new(parse(&fs::read_to_string(&path).ok()?)?);
        self.files.insert(path, Rc::clone(&tree));
        Some(tree)
    }

    /// A node.
    pub fn get(&mut self, at: &At) -> Option<Value> {
        self.file(&at.file)?.pointer(&at.pointer).cloned()
    }

    /// The node that `at` refers to by `$ref`, through any number of references; `at` itself where it refers to nothing.
    pub fn follow(&mut self, at: At) -> Option<(At, Value)> {
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
        let mut tree = serde_yaml::from_str::<Yaml>(text).ok()?.0;
        merge(&mut tree);
        Some(tree)
    })
}

/// Does what `<<` says: members of other objects that the object does not have itself.
fn merge(tree: &mut Value) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(merge),
        Value::Object(members) => {
            members.values_mut().for_each(merge);
            let merged = members.remove("<<");
            let sources = match merged {
                Some(Value::Array(items)) => items,
                one => one.into_iter().collect(),
            };
            for (name, value) in sources.into_iter().filter_map(|it| it.as_object().cloned()).flatten() {
                members.entry(name).or_insert(value);
            }
        }
        _ => {}
    }
}

/// YAML as JSON: keys that are not text become their text, and numbers may be of any size.
struct Yaml(Value);

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlVisitor).map(Yaml)
    }
}

struct YamlVisitor;

impl<'de> Visitor<'de> for YamlVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i128<E>(self, it: i128) -> Result<Value, E> {
        Ok((it as f64).into())
    }

    fn visit_u128<E>(self, it: u128) -> Result<Value, E> {
        Ok((it as f64).into())
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Yaml(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((Yaml(key), Yaml(value))) = members.next_entry()? {
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            // What stands twice counts as it stands first.
            map.entry(key).or_insert(value);
        }
        Ok(Value::Object(map))
    }
}

/// A fragment or path without its `%` escapes.
pub fn unescaped(text: &str) -> String {
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
        assert!(parse("a: -9223372036854776000").is_some());
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescaped("/a%7Bb%7D%2"), "/a{b}%2");
        let at = At { file: PathBuf::new(), pointer: "/paths".to_owned() };
        assert_eq!(at.member("/a~").pointer, "/paths/~1a~0");
    }
}
