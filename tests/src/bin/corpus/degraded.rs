//! Why a type is any JSON value: because the description says so, or because the generator found no better type.

use serde_json::Value;

/// Members of a schema that say nothing of its values (JSON Schema 2020-12 Validation, 9; OpenAPI 3.1.1, 4.8.24).
const ANNOTATIONS: [&str; 16] = [
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "nullable",
    "$comment",
    "$id",
    "$schema",
    "$anchor",
    "summary",
];

/// Why the schema `node` is any value: `None` where it says so itself, else the words in it that were not honoured.
pub(crate) fn cause(node: Option<&Value>) -> Option<String> {
    match node {
        // Nothing stands there: what is beside a schema, such as the items of an array that has none.
        None | Some(Value::Bool(true)) => None,
        Some(Value::Object(members)) => {
            let says = |name: &&String| !ANNOTATIONS.contains(&name.as_str()) && !name.starts_with("x-");
            let mut words: Vec<String> = members.keys().filter(says).cloned().collect();
            for word in &mut words {
                if word == "type"
                    && let Some(kind) = members.get("type")
                {
                    *word = format!("type {kind}").replace('"', "");
                }
            }
            words.sort();
            (!words.is_empty()).then(|| words.join(" + "))
        }
        Some(other) => Some(format!("`{other}` for a schema")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_says_nothing_is_any() {
        assert_eq!(cause(Some(&json!({ "description": "x", "x-y": 1, "nullable": true }))), None);
        assert_eq!(cause(Some(&json!(true))), None);
        assert_eq!(cause(Some(&json!({ "type": "object", "not": {} }))), Some("not + type object".to_owned()));
    }
}
