//! The model as YAML that a person can read: without places and without what is not there, ids with the names of
//! their types.

use generator::ir::Api;
use serde_yaml::{Mapping, Value};

/// The model of a service.
pub(crate) fn readable(api: &Api) -> String {
    let names: Vec<Option<&str>> =
        api.types.iter().map(|(_, ty)| ty.name.as_ref().map(|name| name.text.as_str())).collect();
    // By way of JSON, where what an enum has in it stands under the variant's name: YAML's tags cannot be nested.
    let json = serde_json::to_string(api).expect("the model is plain data");
    let value = serde_yaml::from_str(&json).expect("JSON is YAML");
    let mut value = tidy(value, &names);
    if let Some(Value::Mapping(types)) = value.get_mut("types") {
        *types = std::mem::take(types).into_iter().map(|(key, ty)| (tidy(key, &names), ty)).collect();
    }
    serde_yaml::to_string(&value).expect("what was YAML is YAML")
}

fn tidy(value: Value, names: &[Option<&str>]) -> Value {
    match value {
        Value::Mapping(map) => mapping(map, names),
        Value::Sequence(items) => items.into_iter().map(|item| tidy(item, names)).collect(),
        Value::String(text) => Value::String(id(&text, names).unwrap_or(text)),
        other => other,
    }
}

fn mapping(map: Mapping, names: &[Option<&str>]) -> Value {
    // A name of which nothing else is to be said is its text.
    if let (1, Some(text)) = (map.len(), map.get("text").filter(|text| text.is_string())) {
        return text.clone();
    }
    let is_place = |key: &Value, value: &Value| key == "place" && value.is_number();
    let kept = map.into_iter().filter(|(key, value)| !is_place(key, value));
    let kept = kept.map(|(key, value)| (key, tidy(value, names)));
    Value::Mapping(kept.filter(|(_, value)| !is_absent(value)).collect())
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Mapping(map) => map.is_empty(),
        Value::Sequence(items) => items.is_empty(),
        _ => false,
    }
}

/// `#7 Name` for `#7`.
fn id(text: &str, names: &[Option<&str>]) -> Option<String> {
    let index: usize = text.strip_prefix('#')?.parse().ok()?;
    names.get(index).copied().flatten().map(|name| format!("{text} {name}"))
}
