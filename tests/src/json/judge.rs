//! Which values fit which schema, as the `jsonschema` crate sees it.

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::bundle::Bundle;

/// Judges values by the schemas of a bundle.
#[derive(Debug)]
pub struct Judge {
    validator: Validator,
}

impl Judge {
    /// Makes ready to judge by the schemas at `pointers`.
    ///
    /// # Errors
    /// What keeps the validator from reading the schemas.
    pub fn new(bundle: &Bundle, pointers: &[String]) -> Result<Judge, String> {
        let Some(mut schema) = bundle.tree.as_object().cloned() else { return Err("there is no tree".to_owned()) };
        // One schema for all: what the models share is then read once.
        let properties: Map<String, Value> = pointers
            .iter()
            .enumerate()
            .map(|(number, pointer)| (number.to_string(), json!({ "$ref": format!("#{pointer}") })))
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
