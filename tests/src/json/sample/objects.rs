//! Objects and lists.

use std::rc::Rc;

use serde_json::{Map, Number, Value, json};

use super::super::pattern;
use super::{Alternative, SPARE, Sample, Sampler};

/// The name of a member that no schema has.
pub const NEW: &str = "aMemberThatIsNew";

/// Objects that fit all parts of `alternative`.
pub fn objects<'a>(sampler: &Sampler<'a>, alternative: &Alternative<'a>, depth: usize) -> Vec<Sample> {
    let parts = &alternative.parts;
    let mut properties: Vec<(&'a str, Vec<&'a Value>)> = Vec::new();
    for (name, schema) in parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten() {
        match properties.iter_mut().find(|(known, _)| known == name) {
            Some((_, schemas)) => schemas.push(schema),
            None => properties.push((name, vec![schema])),
        }
    }
    let required: Vec<&str> =
        parts.iter().filter_map(|part| part.get("required")?.as_array()).flatten().filter_map(Value::as_str).collect();
    // What must be there without being described may be anything.
    static ANYTHING: Value = Value::Bool(true);
    for name in &required {
        if !properties.iter().any(|(known, _)| known == name) {
            // By the letter nothing fits where all else is forbidden; it is meant to be there all the same.
            let schema = parts.iter().find_map(|part| part.get("additionalProperties"));
            let schema = schema.filter(|schema| **schema != Value::Bool(false)).unwrap_or(&ANYTHING);
            properties.push((name, vec![schema]));
        }
    }
    let mut is_at_odds = false;
    let least = parts.iter().filter_map(|part| part.get("minProperties")?.as_u64()).max().unwrap_or(0);
    let values: Vec<(&str, Vec<Sample>, bool)> = properties
        .iter()
        .zip(0..)
        .map(|((name, schemas), at)| {
            let needed = required.contains(name) || at < least;
            // Deep down only what must be there is made.
            let samples = match needed || depth < SPARE {
                true => sampler.nested(schemas, depth + 1).to_vec(),
                false => Vec::new(),
            };
            let tag = alternative.tags.iter().find(|(tag, _)| tag == name);
            let samples = match tag {
                Some((_, tag)) => {
                    let tag = tag_as(tag, &sampler.nested(schemas, depth + 1));
                    is_at_odds |= tag.is_none();
                    tag.map(Sample::of).into_iter().collect()
                }
                None if schemas.iter().any(|schema| read_only(sampler, schema)) => {
                    samples.into_iter().map(hidden).collect()
                }
                None => samples,
            };
            (*name, samples, needed)
        })
        .collect();
    // Nothing can be made without what must be there; nor where the value that says which schema is meant is none that
    // this schema lets in.
    if is_at_odds || values.iter().any(|(_, samples, needed)| *needed && samples.is_empty()) {
        return Vec::new();
    }
    let make = |wanted: &dyn Fn(usize, bool) -> Option<usize>| {
        let chosen = values
            .iter()
            .enumerate()
            .filter_map(|(at, (name, samples, needed))| Some((*name, samples.get(wanted(at, *needed)?)?)));
        object(chosen)
    };
    let full = make(&|_, _| Some(0));
    let mut found = vec![full.clone(), make(&|_, needed| needed.then_some(0))];
    let most = match depth {
        0 => usize::MAX,
        1 => 4,
        _ => 0,
    };
    // What says more than the schema goes along one at a time, so that all else is judged.
    for (at, (_, samples, _)) in values.iter().enumerate() {
        found.extend(
            (1..samples.len()).take(most).map(|other| make(&|here, _| Some(if here == at { other } else { 0 }))),
        );
    }
    if depth <= 1 {
        found.extend(with_others(sampler, parts, &full, depth));
        found.extend(with_unknown(parts, full, values.is_empty()));
    }
    // A tag for which no property is described is a member all the same.
    for sample in &mut found {
        if let Value::Object(members) = &mut sample.value {
            for (name, tag) in &alternative.tags {
                members.entry(name.clone()).or_insert_with(|| tag.as_str().into());
            }
        }
    }
    found
}

/// A tag as the member has it whose values look like `samples`; `None` where it lets no such value in. One that can have
/// one value only has that, whatever the schema is called.
fn tag_as(tag: &str, samples: &[Sample]) -> Option<Value> {
    let mut usual = samples.iter().filter(|sample| !sample.beyond);
    if samples.iter().any(|sample| sample.beyond)
        && !usual.clone().any(|sample| sample.value == tag)
        && let (Some(only), None) = (usual.next(), usual.next())
    {
        return Some(only.value.clone());
    }
    let is = |kind: fn(&Value) -> bool| samples.is_empty() || samples.iter().any(|sample| kind(&sample.value));
    match tag.parse::<Number>() {
        _ if is(Value::is_string) => Some(tag.into()),
        Ok(number) if is(Value::is_number) => Some(Value::Number(number)),
        _ => None,
    }
}

fn object<'s>(members: impl Iterator<Item = (&'s str, &'s Sample)>) -> Sample {
    let (mut value, mut unsent, mut beyond) = (Map::new(), Vec::new(), false);
    for (name, sample) in members {
        unsent.extend(sample.below(name));
        beyond |= sample.beyond;
        value.insert(name.to_owned(), sample.value.clone());
    }
    Sample { value: Value::Object(value), unsent, beyond }
}

/// The object with a member that its schema does not have. Where the schema lets any in, it has to come back; where it
/// does not speak of such, it is passed over, and all others have to come back as if it were not there.
fn with_unknown(parts: &[&Value], full: Sample, is_free: bool) -> Option<Sample> {
    let said = || parts.iter().filter_map(|part| part.get("additionalProperties"));
    // Keys that fit no pattern are members like those that do.
    if parts.iter().any(|part| part.get("patternProperties").is_some()) {
        return None;
    }
    let mut sample = full;
    if said().any(|it| *it == Value::Bool(false)) {
        sample.unsent.push(format!("/{NEW}"));
    } else if said().any(|it| *it != Value::Bool(true) && *it != json!({}))
        || parts.iter().any(|part| part.get("unevaluatedProperties").is_some_and(Value::is_object))
    {
        // Only what fits is let in; that is made with the members that are described.
        return None;
    } else if said().next().is_none() && !is_free {
        sample.unsent.push(format!("/{NEW}"));
    }
    if let Value::Object(members) = &mut sample.value {
        members.insert(NEW.to_owned(), json!({ "of": ["any", 1, null, {}] }));
    }
    Some(Sample { beyond: true, ..sample })
}

/// The object with members beside its properties, where these are spoken of.
fn with_others<'a>(sampler: &Sampler<'a>, parts: &[&'a Value], full: &Sample, depth: usize) -> Vec<Sample> {
    let mut others: Vec<(String, &'a Value)> = Vec::new();
    // What one part forbids, no other lets in.
    let is_closed = parts.iter().any(|part| part.get("additionalProperties") == Some(&Value::Bool(false)));
    let is_said = parts.iter().any(|part| part.get("additionalProperties").is_some());
    for part in parts {
        let unevaluated = part.get("unevaluatedProperties").filter(|schema| !is_said && schema.is_object());
        match part.get("additionalProperties").filter(|_| !is_closed).or(unevaluated) {
            None => {}
            Some(schema) => others.extend(["extra", "An odd key/ü"].map(|name| (name.to_owned(), schema))),
        }
        for (key, schema) in part.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            others.extend(pattern::texts(key).into_iter().map(|name| (name, schema)));
        }
    }
    let mut found = Vec::new();
    for round in 0..4 {
        let mut sample = full.clone();
        let Value::Object(members) = &mut sample.value else { continue };
        let mut any = false;
        for (name, schema) in &others {
            if members.contains_key(name) {
                continue;
            }
            if let Some(value) = sampler.nested(&[*schema], depth + 1).get(round) {
                sample.unsent.extend(value.below(name));
                sample.beyond |= value.beyond;
                members.insert(name.clone(), value.value.clone());
                any = true;
            }
        }
        found.extend(any.then_some(sample));
    }
    found
}

/// The whole of it is read-only.
fn hidden(mut sample: Sample) -> Sample {
    sample.unsent.insert(0, String::new());
    sample
}

/// Whether a property is read-only, by itself or by what it refers to.
pub(super) fn read_only(sampler: &Sampler<'_>, schema: &Value) -> bool {
    let mut here = Some(schema);
    for _ in 0..8 {
        let Some(schema) = here else { return false };
        if schema.get("readOnly") == Some(&Value::Bool(true)) {
            return true;
        }
        let parts = ["allOf", "anyOf", "oneOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
        let parts: Vec<&Value> = parts.filter(|part| part.get("type") != Some(&"null".into())).collect();
        here = match (schema.get("$ref").and_then(Value::as_str), parts.as_slice()) {
            (Some(reference), _) => sampler.bundle.resolve(reference),
            (None, [one]) => Some(*one),
            _ => None,
        };
    }
    false
}

/// Lists that fit all of `parts`.
pub fn lists<'a>(sampler: &Sampler<'a>, parts: &[&'a Value], depth: usize) -> Vec<Sample> {
    let count = |key: &'static str| {
        parts.iter().filter_map(move |part| part.get(key)?.as_u64()).map(|it| usize::try_from(it).unwrap_or(usize::MAX))
    };
    let mut least = count("minItems").max().unwrap_or(0);
    let most = count("maxItems").min().unwrap_or(usize::MAX);
    let unique = parts.iter().any(|part| part.get("uniqueItems") == Some(&Value::Bool(true)));
    let first: Vec<&'a Value> = parts.iter().filter_map(|part| part.get("prefixItems")?.as_array()).flatten().collect();
    let rest: Vec<&'a Value> = parts.iter().filter_map(|part| part.get("items")).collect();
    let mut head: Vec<Sample> = Vec::new();
    for schema in first {
        match sampler.nested(&[schema], depth + 1).first() {
            Some(sample) => head.push(sample.clone()),
            None => return Vec::new(),
        }
    }
    // By the letter a list may end before its described items do; as types they are a tuple, which is whole.
    least = least.max(head.len());
    let all = if rest.is_empty() && !head.is_empty() { Rc::default() } else { sampler.nested(&rest, depth + 1) };
    let (strange, items): (Vec<Sample>, Vec<Sample>) = all.iter().cloned().partition(|item| item.beyond);
    let mut found: Vec<Vec<Sample>> = Vec::new();
    let lengths = [head.len() + 1, head.len() + items.len(), head.len(), least, 0];
    for length in lengths {
        let mut list: Vec<Sample> = head.iter().take(length).cloned().collect();
        for at in 0.. {
            if list.len() >= length || items.is_empty() || at >= 1000 {
                break;
            }
            let Some(item) = items.get(at % items.len()) else { break };
            if unique && at >= items.len() {
                break;
            }
            list.push(item.clone());
        }
        if list.len() >= least && list.len() <= most && !found.contains(&list) {
            found.push(list);
        }
    }
    // One that says more than its schema stands among the others, so that the others are still judged without it.
    let first = found.iter().find(|list| list.len() > head.len()).cloned();
    found.extend(first.filter(|_| !strange.is_empty()).map(|mut list| {
        list.extend(strange);
        list
    }));
    found.iter().map(|list| of_items(list)).collect()
}

fn of_items(items: &[Sample]) -> Sample {
    let unsent = items.iter().enumerate().flat_map(|(at, item)| item.below(&at.to_string()).collect::<Vec<_>>());
    Sample {
        unsent: unsent.collect(),
        value: items.iter().map(|item| item.value.clone()).collect(),
        beyond: items.iter().any(|item| item.beyond),
    }
}
