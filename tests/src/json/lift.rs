//! Schemas of OpenAPI 2.0 and 3.0 in the words of JSON Schema 2020-12, at the places where they stand.
//!
//! What 2.0 and 3.0 say otherwise: `nullable`, exclusive bounds as booleans, references that count alone (OpenAPI 3.0.4,
//! 4.7.23 and 4.7.24). Words that would keep a validator from reading the rest are taken out.

use generator::openapi::NAMES;
use serde_json::{Map, Value, json};

/// The version of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 2.0
    Two,
    /// 3.0
    Three,
    /// 3.1 and later
    Later,
}

impl Version {
    /// What the root of a document says; a part of a description that says nothing is of the version `otherwise`.
    pub fn of(document: &Value, otherwise: Version) -> Version {
        let text = document.get("openapi").or_else(|| document.get("swagger")).map(|it| match it {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        match text.as_deref() {
            Some(text) if text.starts_with('2') => Version::Two,
            Some(text) if text.starts_with("3.0") => Version::Three,
            Some(_) => Version::Later,
            None => otherwise,
        }
    }
}

/// How references are spelled in the tree that comes out; `None` for those that lead nowhere.
pub type Refer<'a> = &'a mut dyn FnMut(&str) -> Option<String>;

/// The tree `value` of a document of this version. `names` says that its keys are names that somebody chose.
pub fn lift(value: &Value, version: Version, names: bool, refer: Refer<'_>) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| lift(item, version, false, refer)).collect(),
        Value::Object(members) if names => {
            members.iter().map(|(key, value)| (key.clone(), lift(value, version, false, refer))).collect()
        }
        Value::Object(members) => object(members, version, refer),
        other => other.clone(),
    }
}

fn object(members: &Map<String, Value>, version: Version, refer: Refer<'_>) -> Value {
    let reference = members.get("$ref").and_then(Value::as_str);
    if let Some(reference) = reference
        && version < Version::Later
    {
        // What stands beside it counts for nothing; who may send a member is asked of it all the same.
        let mut lifted = target(reference, refer);
        lifted.extend(
            ["readOnly", "writeOnly"].into_iter().filter_map(|key| Some((key.to_owned(), members.get(key)?.clone()))),
        );
        return Value::Object(lifted);
    }
    let mut lifted = Map::new();
    for (key, value) in members {
        match (key.as_str(), value) {
            ("$ref", Value::String(reference)) => lifted.extend(target(reference, refer)),
            // Names of schemas, by which nothing refers to them in these documents.
            ("$id" | "$anchor" | "$dynamicAnchor" | "$schema" | "$vocabulary", _) => {}
            // Data, whatever it looks like.
            ("example" | "examples" | "default" | "enum" | "const", _) => {
                lifted.insert(key.clone(), value.clone());
            }
            (key, _) if key.starts_with("x-") && key != "x-nullable" && key != "x-ms-paths" => {
                lifted.insert(key.to_owned(), value.clone());
            }
            (key, value) => {
                lifted.insert(key.to_owned(), lift(value, version, NAMES.contains(&key), refer));
            }
        }
    }
    repair(&mut lifted, version);
    // Where no type is said it takes nothing away by the letter; who writes it beside another part means that.
    if version == Version::Three && lifted.get("nullable") == Some(&Value::Bool(false)) && !lifted.contains_key("type")
    {
        lifted.entry("not").or_insert_with(|| json!({ "type": "null" }));
    }
    let null = |key: &str| lifted.get(key) == Some(&Value::Bool(true));
    if null("x-nullable") || (version == Version::Three && null("nullable")) {
        nullable(lifted)
    } else {
        Value::Object(lifted)
    }
}

fn target(reference: &str, refer: Refer<'_>) -> Map<String, Value> {
    let mut members = Map::new();
    match refer(reference) {
        Some(reference) => members.insert("$ref".to_owned(), reference.into()),
        None => members.insert("x-dangling".to_owned(), reference.into()),
    };
    members
}

/// Old words in new ones, and words of a wrong type out of the way.
fn repair(schema: &mut Map<String, Value>, version: Version) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(Value::Bool(is)) = schema.get(exclusive).cloned() {
            schema.remove(exclusive);
            if let Some(value) = schema.get(bound).filter(|_| is).cloned() {
                schema.remove(bound);
                schema.insert(exclusive.to_owned(), value);
            }
        }
    }
    if let Some(Value::Array(items)) = schema.get("items").cloned() {
        schema.remove("items");
        schema.insert("prefixItems".to_owned(), items.into());
    }
    // A file of 2.0 is no JSON; a type that there is not says nothing.
    let known = ["null", "boolean", "integer", "number", "string", "array", "object"];
    if let Some(Value::String(name)) = schema.get("type")
        && !known.contains(&name.as_str())
    {
        schema.remove("type");
    }
    let wrong = |key: &str, value: &Value| match key {
        "required" => !value.is_array(),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => !value.is_number(),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
            value.as_u64().is_none()
        }
        "pattern" => value.as_str().is_none_or(regex_is_wrong),
        "enum" => value.as_array().is_none_or(Vec::is_empty),
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => value.as_array().is_none_or(Vec::is_empty),
        "properties" | "patternProperties" | "$defs" | "dependentSchemas" => !value.is_object(),
        "format" | "title" | "description" => !value.is_string(),
        "type" => !value.is_string() && !value.is_array(),
        // Before 3.1 it is no word, and what stands there may be anything. (`const` is taken as it is meant.)
        "if" | "then" | "else" | "contains" | "propertyNames" | "dependentRequired" | "dependencies" => {
            version < Version::Later
        }
        _ => false,
    };
    schema.retain(|key, value| !wrong(key, value));
}

fn regex_is_wrong(pattern: &str) -> bool {
    jsonschema::validator_for(&json!({ "pattern": pattern })).is_err()
}

/// The schema or `null`. In place where that can be said there, so that pointers into it still lead where they did.
fn nullable(mut schema: Map<String, Value>) -> Value {
    // By the letter it lets anything in; as an alternative it is how many tools write "or null".
    if schema.keys().all(|key| ["nullable", "x-nullable", "description", "title"].contains(&key.as_str())) {
        return json!({ "type": "null" });
    }
    let combined = ["allOf", "oneOf", "anyOf", "$ref"].iter().any(|key| schema.contains_key(*key));
    if let (Some(Value::Array(values)), false) = (schema.get_mut("enum"), combined)
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match schema.get("type").cloned() {
        Some(Value::String(name)) if !combined => {
            schema.insert("type".to_owned(), json!([name, "null"]));
            return Value::Object(schema);
        }
        None if !combined => return Value::Object(schema),
        _ => {}
    }
    for key in ["anyOf", "oneOf"] {
        let others = ["allOf", "oneOf", "anyOf", "$ref", "type", "properties", "enum"].iter().filter(|it| **it != key);
        if others.clone().all(|other| !schema.contains_key(*other))
            && let Some(Value::Array(alternatives)) = schema.get_mut(key)
        {
            if !alternatives.iter().any(|it| it == &json!({ "type": "null" })) {
                alternatives.push(json!({ "type": "null" }));
            }
            return Value::Object(schema);
        }
    }
    let mut outer = Map::new();
    for key in ["readOnly", "writeOnly"] {
        outer.extend(schema.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    outer.insert("anyOf".to_owned(), json!([{ "type": "null" }, schema]));
    Value::Object(outer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lifted(value: Value, version: Version) -> Value {
        lift(&value, version, false, &mut |reference| Some(format!("#/f0{}", reference.trim_start_matches('#'))))
    }

    #[test]
    fn null_is_one_of_the_types() {
        let it = lifted(json!({ "type": "string", "nullable": true, "enum": ["a"] }), Version::Three);
        assert_eq!(it["type"], json!(["string", "null"]));
        assert_eq!(it["enum"], json!(["a", null]));
        let it = lifted(json!({ "allOf": [{ "$ref": "#/a" }], "nullable": true }), Version::Three);
        assert_eq!(it["anyOf"][0], json!({ "type": "null" }));
        assert_eq!(it["anyOf"][1]["allOf"][0]["$ref"], "#/f0/a");
        let it =
            lifted(json!({ "properties": { "nullable": { "type": "string", "nullable": true } } }), Version::Later);
        assert_eq!(it["properties"]["nullable"]["type"], "string");
    }

    #[test]
    fn bounds_and_references_are_as_in_2020_12() {
        let it = lifted(json!({ "minimum": 1, "exclusiveMinimum": true }), Version::Two);
        assert_eq!((it.get("minimum"), &it["exclusiveMinimum"]), (None, &json!(1)));
        let it = lifted(json!({ "$ref": "#/a", "type": "string", "readOnly": true }), Version::Three);
        assert_eq!(it, json!({ "$ref": "#/f0/a", "readOnly": true }));
        let it = lifted(json!({ "$ref": "#/a", "type": "string" }), Version::Later);
        assert_eq!(it, json!({ "$ref": "#/f0/a", "type": "string" }));
    }

    #[test]
    fn data_is_left_alone() {
        let it = lifted(json!({ "enum": [{ "$ref": "#/a" }], "example": { "exclusiveMinimum": true } }), Version::Two);
        assert_eq!(it["enum"][0]["$ref"], "#/a");
        assert_eq!(it["example"]["exclusiveMinimum"], true);
    }
}
