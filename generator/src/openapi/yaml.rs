//! YAML text to a JSON tree: YAML 1.2's core schema, aliases put in, merge keys applied, numbers kept to the digit.
//!
//! The events of the parser are turned into values here rather than by a `serde` YAML crate, because those read `1.10`
//! as a float and so lose its last digit, and because they cannot say where a key stands.

use std::ops::Range;

use foldhash::HashMap;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use serde_json::{Map, Value};

use scalar::plain_scalar;

use super::parsed::{Fault, Parsed, Repeat, is_in_example, is_same};

mod scalar;

/// How deep a tree may be; what reads it goes down by recursion.
const DEPTH: usize = 128;

/// How many nodes aliases may add; a few lines of YAML can otherwise ask for any amount of memory.
const ALIASED_NODES: usize = 4_000_000;

/// How many bytes of texts and keys aliases may add, for the same reason.
const ALIASED_BYTES: usize = 100_000_000;

/// What a container that is not yet at its end is.
enum Frame {
    List {
        items: Vec<Value>,
        anchor: usize,
    },
    Map {
        members: Map<String, Value>,
        merges: Vec<Value>,
        key: Option<Key>,
        anchor: usize,
        keys: HashMap<String, Span>,
    },
}

enum Key {
    Member(String),
    Merge(Span),
}

/// What an alias may stand for.
struct Anchored {
    value: Value,
    size: Size,
}

/// How large a value is.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    /// Those of texts and keys.
    bytes: usize,
    /// How many lists and objects are within one another.
    depth: usize,
}

impl Size {
    fn of(value: &Value) -> Self {
        let mut size = Size { nodes: 1, ..Size::default() };
        match value {
            Value::Array(items) => {
                items.iter().for_each(|item| size.add(Size::of(item)));
                size.depth += 1;
            }
            Value::Object(members) => {
                for (key, value) in members {
                    size.bytes += key.len();
                    size.add(Size::of(value));
                }
                size.depth += 1;
            }
            Value::String(text) => size.bytes = text.len(),
            Value::Number(number) => size.bytes = number.as_str().len(),
            Value::Null | Value::Bool(_) => {}
        }
        size
    }

    fn add(&mut self, other: Size) {
        self.nodes = self.nodes.saturating_add(other.nodes);
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.depth = self.depth.max(other.depth);
    }

    fn is_too_much(self) -> bool {
        self.nodes > ALIASED_NODES || self.bytes > ALIASED_BYTES
    }
}

/// How many brackets may be pushed in before we give up.
const PUSHES: usize = 400;

/// Reads the first document of a YAML text.
///
/// YAML wants what stands in brackets further in than the key before them, the closing bracket too. Most tools let that
/// one pass, and many documents need it; so such a bracket is pushed in, and reported.
pub(super) fn parse(text: &str) -> Result<Parsed, Fault> {
    let mut pushed: Vec<Range<usize>> = Vec::new();
    let mut patched = std::borrow::Cow::Borrowed(text);
    loop {
        match read(&patched) {
            Ok(parsed) => return Ok(Parsed { pushed, ..parsed }),
            Err(fault) => {
                let line = patched[..fault.span.start.min(patched.len())].matches('\n').count();
                let start = patched.match_indices('\n').map(|(at, _)| at + 1).nth(line.wrapping_sub(1)).unwrap_or(0);
                let closes = patched[start..].trim_start_matches(' ').starts_with(['}', ']']);
                if !closes || fault.message != "invalid indentation" || pushed.len() >= PUSHES {
                    return Err(fault);
                }
                // The places of what was pushed in are those of the text as it was: as many blanks less as were put in.
                let at = fault.span.start.saturating_sub(pushed.len()).min(text.len());
                pushed.push(at..(at + 1).min(text.len()));
                patched.to_mut().insert(start, ' ');
            }
        }
    }
}

fn read(text: &str) -> Result<Parsed, Fault> {
    let at = Offsets::of(text);
    let mut stack: Vec<Frame> = Vec::new();
    let mut anchors: HashMap<usize, Anchored> = HashMap::default();
    // What anchors keep and aliases add, together: anchors within anchors keep the same once more.
    let mut aliased = Size::default();
    let mut parsed = Parsed::of(Value::Null);
    let mut documents = 0;

    for event in Parser::new_from_str(text) {
        let (event, span) = event
            .map_err(|error| Fault { span: at.span(Span::empty(*error.marker())), message: error.info().to_owned() })?;
        let fault = |message: &str| Fault { span: at.span(span), message: message.to_owned() };
        let value = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    parsed.more = Some(at.span(span));
                    break;
                }
                continue;
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                if stack.len() >= DEPTH {
                    return Err(fault("the text is nested too deeply"));
                }
                if matches!(stack.last(), Some(Frame::Map { key: None, .. })) {
                    return Err(fault("a list or a mapping cannot be a key of a JSON object"));
                }
                stack.push(if matches!(event, Event::SequenceStart(..)) {
                    Frame::List { items: Vec::new(), anchor }
                } else {
                    Frame::Map { members: Map::new(), merges: Vec::new(), key: None, anchor, keys: HashMap::default() }
                });
                continue;
            }
            Event::Scalar(text, style, anchor, tag) => {
                if let Some(Frame::Map { key: key @ None, keys, .. }) = stack.last_mut() {
                    let name = text.into_owned();
                    if name == "<<" && style == ScalarStyle::Plain {
                        *key = Some(Key::Merge(span));
                        continue;
                    }
                    keep(&mut anchors, anchor, &Value::String(name.clone()));
                    parsed.repeats.extend(enter(keys, &name, span, &at));
                    *key = Some(Key::Member(name));
                    continue;
                }
                let plain = style == ScalarStyle::Plain;
                let value = match tag.as_ref().filter(|tag| tag.is_yaml_core_schema()).map(|tag| tag.suffix.as_str()) {
                    Some("str") => Value::String(text.into_owned()),
                    Some("int" | "float" | "bool" | "null") => plain_scalar(&text),
                    _ if plain => plain_scalar(&text),
                    _ => Value::String(text.into_owned()),
                };
                keep(&mut anchors, anchor, &value);
                value
            }
            Event::Alias(anchor) => {
                let Some(Anchored { value, size }) = anchors.get(&anchor) else {
                    return Err(fault("the alias stands inside what it stands for"));
                };
                aliased.add(*size);
                if aliased.is_too_much() {
                    return Err(fault("the aliases of this text stand for too much"));
                }
                if let Some(Frame::Map { key: key @ None, keys, .. }) = stack.last_mut() {
                    let Value::String(name) = value else {
                        return Err(fault("a key must be text"));
                    };
                    parsed.repeats.extend(enter(keys, name, span, &at));
                    *key = Some(Key::Member(name.clone()));
                    continue;
                }
                if stack.len() + size.depth > DEPTH {
                    return Err(fault("the text is nested too deeply, with what this alias stands for"));
                }
                value.clone()
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (value, anchor) = match stack.pop() {
                    Some(Frame::List { items, anchor }) => (Value::Array(items), anchor),
                    Some(Frame::Map { members, merges, anchor, .. }) => {
                        (Value::Object(merged(members, merges)), anchor)
                    }
                    None => continue,
                };
                aliased.add(keep(&mut anchors, anchor, &value));
                if aliased.is_too_much() {
                    return Err(fault("the anchors of this text stand for too much"));
                }
                value
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
        };
        match stack.split_last_mut() {
            None => parsed.value = value,
            Some((Frame::List { items, .. }, _)) => items.push(value),
            Some((Frame::Map { members, merges, key, .. }, above)) => match key.take() {
                Some(Key::Member(name)) => {
                    // Of two members with one key the last counts, as with JSON; both are reported.
                    let repeat = parsed.repeats.iter_mut().rev().find(|it| it.same.is_none() && it.key == name);
                    if let Some(repeat) = repeat {
                        let above = above.iter().filter_map(|frame| match frame {
                            Frame::Map { key: Some(Key::Member(key)), .. } => Some(key.as_str()),
                            _ => None,
                        });
                        let same = is_in_example(above) || is_same(&name, members.get(&name), Some(&value));
                        repeat.same = Some(same);
                    }
                    members.insert(name, value);
                }
                Some(Key::Merge(span)) => {
                    let merged = match value {
                        Value::Array(values) => values,
                        value => vec![value],
                    };
                    if !merged.iter().all(Value::is_object) {
                        parsed.unmerged.push(at.span(span));
                    }
                    merges.extend(merged);
                }
                None => {}
            },
        }
    }
    Ok(parsed)
}

/// Keeps a value that aliases may stand for, and says how much that is.
fn keep(anchors: &mut HashMap<usize, Anchored>, anchor: usize, value: &Value) -> Size {
    if anchor == 0 {
        return Size::default();
    }
    let size = Size::of(value);
    anchors.insert(anchor, Anchored { value: value.clone(), size });
    size
}

/// Enters a key of a mapping, and says if it was there already.
fn enter(keys: &mut HashMap<String, Span>, key: &str, span: Span, at: &Offsets<'_>) -> Option<Repeat> {
    let first = keys.insert(key.to_owned(), span)?;
    Some(Repeat { first: at.span(first), again: at.span(span), key: key.to_owned(), same: None })
}

/// Merge keys (`<<`, YAML 1.1's type repository): what stands in the mapping itself wins, then the earlier merge. What is no
/// mapping has nothing to merge, and was reported.
fn merged(mut members: Map<String, Value>, merges: Vec<Value>) -> Map<String, Value> {
    for merge in merges {
        if let Value::Object(other) = merge {
            for (key, value) in other {
                members.entry(key).or_insert(value);
            }
        }
    }
    members
}

/// The parser counts characters and lines; places are in bytes.
struct Offsets<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Offsets<'a> {
    fn of(text: &'a str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Offsets { text, lines }
    }

    fn byte(&self, mark: Marker) -> usize {
        let start = self.lines.get(mark.line().saturating_sub(1)).copied().unwrap_or(self.text.len());
        self.text[start..].char_indices().nth(mark.col()).map_or(self.text.len(), |(at, _)| start + at)
    }

    fn span(&self, span: Span) -> Range<usize> {
        let start = self.byte(span.start);
        start..self.byte(span.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn json(text: &str) -> String {
        parse(text).unwrap().value.to_string()
    }

    #[test]
    fn scalars_follow_yaml_1_2() {
        let text = "[on, yes, 2024-01-01, 1.10, 0x1F, 0o17, 007, +3, .5, 123456789012345678901234567890, ~, 'true', 1e3, .inf]";
        assert_eq!(
            json(text),
            r#"["on","yes","2024-01-01",1.10,31,15,7,3,0.5,123456789012345678901234567890,null,"true",1e+3,".inf"]"#
        );
    }

    #[test]
    fn aliases_and_merge_keys() {
        assert_eq!(
            json("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [{x: 9}, *a]}\nd: *a"),
            r#"{"a":{"x":1,"y":2},"b":{"y":3,"x":1},"c":{"x":9,"y":2},"d":{"x":1,"y":2}}"#
        );
    }

    #[test]
    fn brackets_may_close_where_their_key_begins() {
        let parsed = parse("a:\n  b: {\n    \"c\": {}\n  }\n  d: [\n    1\n  ]\n").unwrap();
        assert_eq!(parsed.value.to_string(), r#"{"a":{"b":{"c":{}},"d":[1]}}"#);
        assert_eq!(parsed.pushed, vec![24..25; 1]);
        assert!(parse("a:\n  b: 1\n c: 2").is_err());
    }

    #[test]
    fn keys_that_are_numbers_become_text() {
        assert_eq!(json("200: a\ndefault: b"), r#"{"200":"a","default":"b"}"#);
    }

    #[test]
    fn a_key_that_is_given_twice_is_told_and_the_last_counts() {
        let parsed = parse("a: 1\nb: 2\na: 3\n").unwrap();
        assert_eq!(parsed.value.to_string(), r#"{"a":3,"b":2}"#);
        assert_eq!(parsed.repeats.len(), 1);
        assert_eq!(parsed.repeats[0].again, 10..11);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let fault = parse("a: 'ä\nb").unwrap_err();
        assert!(fault.span.start >= 3, "{fault:?}");
        assert!(parse("a: &x {b: *x}").is_err());
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn what_aliases_stand_for_counts_as_deep_as_it_is() {
        let anchors = |each: usize, count: usize| {
            let mut text = String::from("a0: &a0 x\n");
            for level in 1..count {
                let (open, close) = ("[".repeat(each), "]".repeat(each));
                text.push_str(&format!("a{level}: &a{level} {open}*a{}{close}\n", level - 1));
            }
            text
        };
        let fault = parse(&anchors(120, 230)).unwrap_err();
        assert!(fault.message.contains("too deeply"), "{fault:?}");
        assert!(parse(&anchors(1, 100)).is_ok());
        assert!(parse(&anchors(1, 130)).is_err());
    }

    #[test]
    fn what_aliases_stand_for_counts_as_long_as_it_is() {
        let long = "x".repeat(1_000_000);
        let text = |many: usize| format!("a: &a {long}\nb: [{}]\n", vec!["*a"; many].join(", "));
        assert!(parse(&text(10)).is_ok());
        let fault = parse(&text(6_000)).unwrap_err();
        assert!(fault.message.contains("too much"), "{fault:?}");
        let key = |many: usize| format!("a: &a {{{long}: 1}}\nb: [{}]\n", vec!["*a"; many].join(", "));
        assert!(parse(&key(6_000)).is_err());
        // Anchors within anchors keep the same again and again.
        let (open, close) = ("&x [".repeat(100), "]".repeat(100));
        let nested = format!("a: &a [{}]\nb: {open}{}{close}\n", vec!["x"; 30_000].join(", "), ["*a"; 3].join(", "));
        assert!(parse(&nested).is_err());
    }

    #[test]
    fn what_is_no_mapping_is_not_merged() {
        for (text, merged) in [
            ("a: {<<: 5, x: 1}", r#"{"a":{"x":1}}"#),
            ("a: {<<: [1, {y: 2}], x: 1}", r#"{"a":{"x":1,"y":2}}"#),
            ("a: {<<: ~}", r#"{"a":{}}"#),
        ] {
            let parsed = parse(text).unwrap();
            assert_eq!(parsed.value.to_string(), merged);
            assert_eq!(parsed.unmerged, vec![4..6; 1], "{text}");
        }
        assert!(parse("a: &a {x: 1}\nb: {<<: [*a, {y: 2}]}\nc: {<<: *a}").unwrap().unmerged.is_empty());
    }

    #[test]
    fn keys_that_are_aliases_are_keys() {
        let parsed = parse("- &k a\n- {*k : 1, b: 2, a: 3}\n- {&c d: 1, *c : 2}\n").unwrap();
        assert_eq!(parsed.value.to_string(), r#"["a",{"a":3,"b":2},{"d":2}]"#);
        assert_eq!(parsed.repeats.len(), 2);
        assert_eq!(parsed.repeats[0].again, 24..25);
        assert_eq!(parsed.repeats[0].same, Some(false));
    }

    #[test]
    fn aliases_that_grow_without_end_are_refused() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let list = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(parse(&text).is_err());
    }
}
