//! Which values fit which schema, as the `jsonschema` crate sees it.

use generator::openapi::NAMES;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::bundle::Bundle;

/// How schemas are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// By the letter.
    Letter,
    /// As they are meant, where the letter lets nothing in: alternatives that overlap are no contradiction (`oneOf` as
    /// `anyOf`), and `additionalProperties: false` does not forbid the members of what is combined with it.
    Meaning,
}

/// Judges values by the schemas of a bundle.
#[derive(Debug)]
pub struct Judge {
    validator: Validator,
}

impl Judge {
    /// Makes ready to judge by the schemas at `pointers`, read in this way.
    ///
    /// # Errors
    /// What keeps the validator from reading the schemas.
    pub fn new(bundle: &Bundle, pointers: &[String], reading: Reading) -> Result<Judge, String> {
        let mut tree = bundle.tree.clone();
        if reading == Reading::Meaning {
            let documents = tree.as_object_mut().into_iter().flat_map(Map::values_mut);
            documents.for_each(|document| loosen(document, false));
        }
        let Value::Object(mut schema) = tree else { return Err("there is no tree".to_owned()) };
        // One schema for all: what the models share is then read once.
        let refer = |pointer: &String| match reading {
            Reading::Letter => format!("#{pointer}"),
            Reading::Meaning => format!("#{}", either(pointer)),
        };
        let properties: Map<String, Value> = pointers
            .iter()
            .enumerate()
            .map(|(number, pointer)| (number.to_string(), json!({ "$ref": refer(pointer) })))
            .collect();
        schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        schema.insert("properties".to_owned(), Value::Object(properties));
        let mut schema = Value::Object(schema);
        escape_references(&mut schema);
        let validator =
            jsonschema::options().should_validate_formats(true).build(&schema).map_err(|error| error.to_string())?;
        Ok(Judge { validator })
    }

    /// Why `value` does not fit the schema with this number.
    pub fn fault(&self, number: usize, value: &Value) -> Option<String> {
        let instance = Value::Object(Map::from_iter([(number.to_string(), value.clone())]));
        let error = self.validator.iter_errors(&instance).next()?;
        Some(format!("{}: {}", error.schema_path(), error.masked()))
    }
}

/// Takes the letter out of the schemas of a tree: see [`Reading::Meaning`]. `names` as in [`lift`](super::lift::lift).
fn loosen(value: &mut Value, names: bool) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| loosen(item, false)),
        Value::Object(members) => {
            for (key, value) in members.iter_mut() {
                match (key.as_str(), value) {
                    ("example" | "examples" | "default" | "enum" | "const", _) if !names => {}
                    ("$ref", Value::String(reference)) if !names => *reference = either(reference),
                    (key, value) => loosen(value, !names && NAMES.contains(&key)),
                }
            }
            if !names && members.get("additionalProperties") == Some(&Value::Bool(false)) {
                members.remove("additionalProperties");
            }
            if !names && !members.contains_key("anyOf") {
                members.extend(members.get("oneOf").cloned().map(|alternatives| ("anyOf".to_owned(), alternatives)));
                members.remove("oneOf");
            }
        }
        _ => {}
    }
}

/// The pointer of an alternative after that.
fn either(pointer: &str) -> String {
    pointer.replace("/oneOf/", "/anyOf/")
}

/// References within the tree are plain pointers; in a schema they are URIs.
fn escape_references(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(escape_references),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(reference) if key == "$ref" && reference.starts_with("#/f") => {
                        *reference = format!("#{}", escaped(reference.trim_start_matches('#')));
                    }
                    value => escape_references(value),
                }
            }
        }
        _ => {}
    }
}

/// A pointer as the fragment of a URI (RFC 6901, 6).
fn escaped(pointer: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(byte);
    pointer
        .bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_lets_in_what_the_letter_contradicts() {
        let mut tree = json!({
            "properties": { "oneOf": { "oneOf": [{ "$ref": "#/f0/a/oneOf/0" }], "default": { "oneOf": [1] } } },
            "additionalProperties": false,
        });
        loosen(&mut tree, false);
        let meant = json!({ "anyOf": [{ "$ref": "#/f0/a/anyOf/0" }], "default": { "oneOf": [1] } });
        assert_eq!(tree, json!({ "properties": { "oneOf": meant } }));
    }
}
