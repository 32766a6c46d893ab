//! Finds the nodes of a YAML text, up to where it stops being one: whoever parses it says so.

use std::ops::Range;

use foldhash::HashMap;
use saphyr_parser::{Event, Marker, Parser};

use super::index::{Index, NodeId, ROOT};

/// A list or a map that is not yet closed.
struct Open {
    /// `None` for a list or a map that is the key of a map, and for all within it: no place is ever in there.
    node: Option<NodeId>,
    items: Items,
}

enum Items {
    /// The number of items so far.
    List(usize),
    /// The key that waits for its value.
    Map(Option<(String, Range<usize>)>),
}

/// Where a value goes.
enum Slot {
    /// It is the key of the innermost map.
    Key,
    /// It is this node, or one that nobody looks for.
    Value(Option<NodeId>),
}

/// Where the nodes of the first document in `text` are.
pub(super) fn index(text: &str) -> Index {
    let offsets = Offsets::new(text);
    let mut index = Index::new();
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, NodeId> = HashMap::default();
    let mut end = 0;
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let span = offsets.byte(span.start)..offsets.byte(span.end);
        match event {
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => continue,
            Event::StreamEnd | Event::DocumentEnd => break,
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(closed) = open.pop() else { break };
                match (closed.node, open.last_mut()) {
                    (Some(node), _) => index.end(node, end.max(closing(text, &span)), false),
                    (None, Some(Open { items: Items::Map(key @ None), .. })) => *key = Some((String::new(), span)),
                    (None, _) => {}
                }
            }
            Event::Alias(anchor) => {
                end = span.end;
                match slot(&mut index, &mut open, &span) {
                    Slot::Key => set_key(&mut open, String::new(), span),
                    Slot::Value(Some(node)) => {
                        index.end(node, span.end, true);
                        if let Some(&of) = anchors.get(&anchor) {
                            index.alias(node, of);
                        }
                    }
                    Slot::Value(None) => {}
                }
            }
            Event::Scalar(value, _, anchor, _) => {
                end = span.end;
                match slot(&mut index, &mut open, &span) {
                    Slot::Key => set_key(&mut open, value.into_owned(), span),
                    Slot::Value(Some(node)) => {
                        index.end(node, span.end, true);
                        anchors.insert(anchor, node);
                    }
                    Slot::Value(None) => {}
                }
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                let items = match event {
                    Event::SequenceStart(..) => Items::List(0),
                    _ => Items::Map(None),
                };
                let node = match slot(&mut index, &mut open, &span) {
                    Slot::Key => None,
                    Slot::Value(node) => node,
                };
                if let Some(node) = node {
                    anchors.insert(anchor, node);
                }
                open.push(Open { node, items });
            }
        }
    }
    for unclosed in open.iter().filter_map(|open| open.node) {
        index.end(unclosed, text.len(), false);
    }
    index
}

/// Where the value that begins at `span` goes, with a node for it where it is one.
fn slot(index: &mut Index, open: &mut [Open], span: &Range<usize>) -> Slot {
    let Some(Open { node, items }) = open.last_mut() else {
        index.start(ROOT, span.start);
        return Slot::Value(Some(ROOT));
    };
    match items {
        Items::Map(key) => match key.take() {
            None => Slot::Key,
            Some((name, key)) => Slot::Value(node.map(|node| index.add(node, &name, Some(key), span.start))),
        },
        Items::List(count) => {
            *count += 1;
            Slot::Value(node.map(|node| index.add(node, &(*count - 1).to_string(), None, span.start)))
        }
    }
}

fn set_key(open: &mut [Open], name: String, span: Range<usize>) {
    if let Some(Open { items: Items::Map(key), .. }) = open.last_mut() {
        *key = Some((name, span));
    }
}

/// Where a list or a map ends by its closing bracket; 0 for one that is closed by indentation.
fn closing(text: &str, span: &Range<usize>) -> usize {
    match text.get(span.clone()) {
        Some("]" | "}") => span.end,
        _ => 0,
    }
}

/// Finds the byte of a character, since the parser counts characters.
struct Offsets<'a> {
    /// The byte of every 64th character; empty where every character is a byte.
    every_64th: Vec<usize>,
    text: &'a str,
}

impl<'a> Offsets<'a> {
    fn new(text: &'a str) -> Self {
        let every_64th = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().step_by(64).map(|(at, _)| at).collect(),
        };
        Offsets { every_64th, text }
    }

    fn byte(&self, mark: Marker) -> usize {
        if self.every_64th.is_empty() {
            return mark.index().min(self.text.len());
        }
        let Some(&near) = self.every_64th.get(mark.index() / 64) else { return self.text.len() };
        let rest = self.text.get(near..).unwrap_or_default();
        rest.char_indices().nth(mark.index() % 64).map_or(self.text.len(), |(at, _)| near + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value<'a>(text: &'a str, keys: &[&str]) -> &'a str {
        let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        &text[index(text).find(&keys).value]
    }

    const TEXT: &str = "\
# A comment.
openapi: 3.0.3 # and one more
paths:
  /pets(a={a}):
    get:
      summary: \"schön\"
      responses:
        200: {description: 'ok'}
        '404':
          description: >-
            long
            text
      tags: [é, b]
      parameters:
      - name: x
        in: query
      -
        name: y
? [1, 2]
: odd
last: 1
";

    #[test]
    fn nodes_are_found_by_their_keys() {
        let get = ["paths", "/pets(a={a})", "get"];
        let below = |more: &[&'static str]| [&get, more].concat();
        assert_eq!(value(TEXT, &["openapi"]), "3.0.3");
        assert_eq!(value(TEXT, &below(&["summary"])), "\"schön\"");
        assert_eq!(value(TEXT, &below(&["responses", "200", "description"])), "'ok'");
        assert_eq!(value(TEXT, &below(&["responses", "200"])), "{description: 'ok'}");
        assert_eq!(value(TEXT, &below(&["tags", "0"])), "é");
        assert_eq!(value(TEXT, &below(&["tags"])), "[é, b]");
        assert_eq!(value(TEXT, &below(&["parameters", "0", "in"])), "query");
        assert_eq!(value(TEXT, &below(&["parameters", "0"])), "name: x\n        in: query");
        assert_eq!(value(TEXT, &below(&["parameters", "1", "name"])), "y");
        assert_eq!(value(TEXT, &["last"]), "1");
        let key = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
            index(TEXT).find(&keys).key.map(|key| &TEXT[key])
        };
        assert_eq!(key(&below(&["responses", "404"])), Some("'404'"));
        assert_eq!(key(&["paths", "/pets(a={a})"]), Some("/pets(a={a})"));
    }

    #[test]
    fn aliases_and_merged_maps_are_followed() {
        let text = "\
a: &a {x: 1, y: {z: 2}}
b: *a
c:
  <<: *a
  x: 3
d:
  <<: [{q: 4}, *a]
e: &e
  self: *e
";
        assert_eq!(value(text, &["b"]), "*a");
        assert_eq!(value(text, &["b", "y", "z"]), "2");
        assert_eq!(value(text, &["c", "x"]), "3");
        assert_eq!(value(text, &["c", "y", "z"]), "2");
        assert_eq!(value(text, &["d", "q"]), "4");
        assert_eq!(value(text, &["d", "y", "z"]), "2");
        assert_eq!(value(text, &["e", "self", "self", "self"]), "*e");
        assert!(!index(text).find(&["e".into(), "nothing".into()]).exact);
    }

    #[test]
    fn text_that_is_not_yaml_is_read_as_far_as_it_goes() {
        assert_eq!(value("a: 1\nb: [1, 2\nc: }\n", &["a"]), "1");
        for text in
            ["", "\t", "a: b: c", "- a\nb: c", "&a *a", "%TAG", "a: |\n", "\u{FEFF}a: 1", "{", "? ", "--- \n...\n"]
        {
            index(text).find(&["a".to_owned()]);
        }
    }

    #[test]
    fn line_ends_of_windows_are_understood() {
        assert_eq!(value("a:\r\n  b: c\r\n  d: e\r\n", &["a", "d"]), "e");
    }
}
