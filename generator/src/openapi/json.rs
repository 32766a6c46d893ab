//! JSON text to a tree, with the keys that are given twice.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::HashMap;

use serde_json::Value;

use super::parsed::{Fault, Parsed, Repeat, is_in_example, is_same};

/// Reads a JSON text (RFC 8259).
pub(super) fn parse(text: &str) -> Result<Parsed, Fault> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(Parsed { repeats: repeats(text), ..Parsed::of(value) }),
        Err(error) => {
            let start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
            let mut at = (start + error.column().saturating_sub(1)).min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            let message = error.to_string();
            // The place is told apart from the message.
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            Err(Fault { span: at..end, message })
        }
    }
}

/// An object that has not come to its end.
#[derive(Default)]
struct Open<'a> {
    keys: HashMap<Cow<'a, str>, Range<usize>>,
    /// The key whose value is being read.
    current: Cow<'a, str>,
}

/// The keys that stand twice in one object; RFC 8259 (section 4) leaves open what such an object means. `text` is known
/// to be JSON, so that only braces and strings matter.
fn repeats(text: &str) -> Vec<Repeat> {
    let bytes = text.as_bytes();
    let mut repeats = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => open.push(Open::default()),
            b'}' => drop(open.pop()),
            b'"' => {
                let start = at + 1;
                at = start;
                while let Some(&byte) = bytes.get(at) {
                    match byte {
                        b'\\' => at += 1,
                        b'"' => break,
                        _ => {}
                    }
                    at += 1;
                }
                let behind = text.get(at + 1..).unwrap_or_default().trim_start();
                if let (true, Some(Open { keys, current }), Some(raw)) =
                    (behind.starts_with(':'), open.last_mut(), text.get(start..at))
                {
                    let key = match raw.contains('\\') {
                        true => serde_json::from_str(&text[start - 1..at + 1]).map_or(Cow::Borrowed(raw), Cow::Owned),
                        false => Cow::Borrowed(raw),
                    };
                    let here = start - 1..at + 1;
                    *current = key.clone();
                    if let Some(first) = keys.insert(key.clone(), here.clone()) {
                        let value = |key: &Range<usize>| {
                            let rest = text.get(key.end..)?.trim_start().strip_prefix(':')?;
                            serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok()
                        };
                        let above = open.iter().take(open.len() - 1).map(|above| &*above.current);
                        let same = is_in_example(above) || is_same(&key, value(&first).as_ref(), value(&here).as_ref());
                        let same = Some(same);
                        repeats.push(Repeat { first, again: here, key: key.into_owned(), same });
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    repeats
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_given_twice_are_found_where_they_stand() {
        let text = r#"{"a": "a", "b": {"a": 1, "c": ["a"]}, "\u0061": "{\"a\":"}"#;
        let repeats = parse(text).unwrap().repeats;
        assert_eq!(repeats.len(), 1);
        assert_eq!(&text[repeats[0].again.clone()], r#""\u0061""#);
    }

    #[test]
    fn what_is_wrong_has_a_place() {
        let fault = parse("{\n  \"ä\": 1,\n  \"b\": x\n}").unwrap_err();
        assert_eq!(fault.message, "expected value");
        assert_eq!(fault.span.start, 20);
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(parse("[1.10, 18446744073709551616]").unwrap().value.to_string(), "[1.10,18446744073709551616]");
    }
}
