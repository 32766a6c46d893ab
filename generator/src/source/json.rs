//! Finds the nodes of a JSON text, as far as it is one: what does not fit is passed over, since whoever parses it says so.

use std::borrow::Cow;
use std::ops::Range;

use super::index::{Index, NodeId, ROOT};

/// A list or an object that is not yet closed.
struct Open {
    node: NodeId,
    items: Items,
}

enum Items {
    /// The number of items so far.
    List(usize),
    /// The key that waits for its value.
    Object(Option<Range<usize>>),
}

/// Where the nodes of `text` are.
pub(super) fn index(text: &str) -> Index {
    let mut index = Index::new();
    let mut open: Vec<Open> = Vec::new();
    let mut seen_root = false;
    for token in tokens(text) {
        let first = text.as_bytes().get(token.start).copied().unwrap_or_default();
        match first {
            b'}' | b']' => {
                if let Some(closed) = open.pop() {
                    index.end(closed.node, token.end, false);
                }
            }
            b',' => {
                if let Some(Open { items: Items::Object(key), .. }) = open.last_mut() {
                    *key = None;
                }
            }
            b':' => {}
            _ => {
                if let Some(Open { items: Items::Object(key @ None), .. }) = open.last_mut() {
                    if first == b'"' {
                        *key = Some(token);
                        continue;
                    }
                    if !matches!(first, b'{' | b'[') {
                        continue;
                    }
                }
                let node = match open.last_mut() {
                    Some(Open { node, items: Items::Object(key) }) => {
                        let key = key.take();
                        let name = key.clone().map_or(Cow::Borrowed(""), |key| unquote(text, key));
                        index.add(*node, &name, key, token.start)
                    }
                    Some(Open { node, items: Items::List(count) }) => {
                        *count += 1;
                        index.add(*node, &(*count - 1).to_string(), None, token.start)
                    }
                    // A second root is not one.
                    None if seen_root => break,
                    None => {
                        seen_root = true;
                        index.start(ROOT, token.start);
                        ROOT
                    }
                };
                match first {
                    b'{' => open.push(Open { node, items: Items::Object(None) }),
                    b'[' => open.push(Open { node, items: Items::List(0) }),
                    _ => index.end(node, token.end, true),
                }
            }
        }
    }
    for unclosed in open {
        index.end(unclosed.node, text.len(), false);
    }
    index
}

/// The text of a string, without quotes and escapes.
fn unquote(text: &str, token: Range<usize>) -> Cow<'_, str> {
    let token = text.get(token).unwrap_or_default();
    if token.contains('\\')
        && let Ok(text) = serde_json::from_str::<String>(token)
    {
        return text.into();
    }
    let token = token.strip_prefix('"').unwrap_or(token);
    token.strip_suffix('"').unwrap_or(token).into()
}

/// The brackets, colons, commas, strings and words of a text.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        let rest = bytes.get(at..)?;
        let start = at + rest.iter().position(|byte| !space(byte))?;
        let rest = bytes.get(start..)?;
        let length = match rest.first()? {
            b'{' | b'}' | b'[' | b']' | b':' | b',' => 1,
            b'"' => string_length(rest),
            _ => rest
                .iter()
                .position(|byte| space(byte) || matches!(byte, b'{' | b'}' | b'[' | b']' | b':' | b',' | b'"'))
                .unwrap_or(rest.len()),
        };
        at = start + length;
        Some(start..at)
    })
}

/// How long the string at the beginning of `bytes` is; one that is not closed ends with its line.
fn string_length(bytes: &[u8]) -> usize {
    let mut escaped = false;
    for (at, &byte) in bytes.iter().enumerate().skip(1) {
        match byte {
            b'\n' => return at,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'a>(text: &'a str, keys: &[&str]) -> &'a str {
        let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        &text[index(text).find(&keys).value]
    }

    #[test]
    fn nodes_are_found_by_their_keys() {
        let text = r#" {"a": {"b": [1, "two", {"c": null}], "a\/\u0062": true}, "": {"": "x"}, "a b": -1.5e3} "#;
        assert_eq!(value(text, &[]), text.trim());
        assert_eq!(value(text, &["a", "b", "0"]), "1");
        assert_eq!(value(text, &["a", "b", "1"]), "\"two\"");
        assert_eq!(value(text, &["a", "b", "2", "c"]), "null");
        assert_eq!(value(text, &["a", "a/b"]), "true");
        assert_eq!(value(text, &["", ""]), "\"x\"");
        assert_eq!(value(text, &["a b"]), "-1.5e3");
        assert_eq!(index(text).find(&["a".into(), "b".into()]).key.map(|key| &text[key]), Some("\"b\""));
    }

    #[test]
    fn what_is_not_there_gives_its_nearest_ancestor() {
        let text = r#"{"a": {"b": [1]}}"#;
        for keys in [["a", "b", "1"], ["a", "b", "x"]] {
            let found = index(text).find(&keys.map(str::to_owned));
            assert_eq!((&text[found.value], found.exact), ("[1]", false));
        }
        assert_eq!(value(text, &["x", "a"]), text);
    }

    #[test]
    fn text_that_is_not_json_is_read_as_far_as_it_goes() {
        assert_eq!(value(r#"{"a": 1, "b" 2, c: 3, "d": {"e": "#, &["a"]), "1");
        assert_eq!(value(r#"{"a": {"e": tru"#, &["a", "e"]), "tru");
        assert_eq!(value("{\"a\": \"not closed\n, \"b\": 2}", &["b"]), "2");
        assert_eq!(value(r#"{"a": [1, 2, "b": 3}"#, &["a", "1"]), "2");
        for text in ["", "}", "]]]", "\"", "\"\\", "{\"", "é", "{\"é\":é}", "{\"\\ud800\": 1}", "1 2 3", "{}{}"] {
            index(text).find(&["a".to_owned()]);
        }
    }

    #[test]
    fn deep_nesting_needs_no_stack() {
        let text = "[".repeat(200_000);
        let found = index(&text).find(&vec!["0".to_owned(); 100]);
        assert_eq!(found.value.start, 100);
    }
}
