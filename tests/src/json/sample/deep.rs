//! Values within values of the same type, far deeper than anything else that is made.

use serde_json::{Value, json};

use super::objects::read_only;
use super::{Alternative, Sample, Sampler};

/// How often a value stands within itself: readers of JSON let in a few times as much.
const LEVELS: usize = 24;

/// How many references are followed on the way from a member back to the type.
const HOPS: usize = 6;

/// How a member holds the type that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Plain,
    InList,
    InMap,
}

impl Held {
    fn around(self, inner: Value) -> Value {
        match self {
            Held::Plain => inner,
            Held::InList => json!([inner]),
            Held::InMap => json!({ "key": inner }),
        }
    }

    /// The way from the member to the value.
    fn pointer(self) -> &'static str {
        match self {
            Held::Plain => "",
            Held::InList => "/0",
            Held::InMap => "/key",
        }
    }
}

/// For each member of the schema at `pointer` that leads back to it: the smallest of the values `made`, within itself.
pub(super) fn nested<'a>(
    sampler: &Sampler<'a>,
    pointer: &str,
    alternative: &Alternative<'a>,
    made: &[Sample],
) -> Vec<Sample> {
    let Some(own) = sampler.bundle.tree.pointer(pointer) else { return Vec::new() };
    let properties = alternative.parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten();
    let mut found = Vec::new();
    for (name, schema) in properties {
        let Some(held) = held(sampler, schema, own, HOPS).filter(|_| !read_only(sampler, schema)) else { continue };
        let fits = |it: &&Sample| !it.beyond && it.value.get(name).is_none();
        let least = made.iter().filter(fits).filter(|it| it.value.is_object());
        let Some(least) = least.min_by_key(|it| it.value.as_object().map_or(0, serde_json::Map::len)) else { continue };
        let mut sample = least.clone();
        let step = format!("/{}{}", name.replace('~', "~0").replace('/', "~1"), held.pointer());
        for _ in 0..LEVELS {
            let mut outer = least.clone();
            outer.unsent.extend(sample.unsent.iter().map(|below| format!("{step}{below}")));
            if let Value::Object(members) = &mut outer.value {
                members.insert(name.clone(), held.around(sample.value));
            }
            sample = outer;
        }
        found.push(sample);
    }
    found
}

/// How the values of `schema` hold those of `own`, if they do so in one of the plain ways.
fn held(sampler: &Sampler<'_>, schema: &Value, own: &Value, hops: usize) -> Option<Held> {
    if hops == 0 {
        return None;
    }
    if std::ptr::eq(schema, own) {
        return Some(Held::Plain);
    }
    let next = |schema: &Value| held(sampler, schema, own, hops - 1);
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|it| sampler.bundle.resolve(it)) {
        return next(target);
    }
    let parts = ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    let among = parts.filter_map(next).next();
    let plain = |held: &Held| *held == Held::Plain;
    among
        .or_else(|| schema.get("items").and_then(next).filter(plain).map(|_| Held::InList))
        .or_else(|| schema.get("additionalProperties").and_then(next).filter(plain).map(|_| Held::InMap))
}
