//! What two XML documents say, compared: the same elements with the same attributes and text, in the same order.
//!
//! What is no information is left out: prefixes, comments, processing instructions, blanks between elements, and hints
//! at where schemas are.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::lexical::{self, blanks};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How a document that was written compares with the one that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// All of it is there, in the same words.
    Same,
    /// All of it is there; values are spelled in another way (`1.0` and `1`).
    SameValue,
    /// All of it is there, and more.
    Added,
    /// All of it is there, in another order.
    Reordered,
    /// Something is not there any more.
    Lost,
}

/// Something that a document says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    /// The names of the elements from the root to here.
    path: String,
    /// `@name` for an attribute, `element`, `text`, or `mixed` for text between elements.
    kind: String,
    /// The value, with single blanks; QNames with their namespaces.
    value: String,
    /// The same, where the value is a name without a prefix that stands for the default namespace: who knows no schema
    /// cannot tell it from a text.
    as_name: Option<String>,
}

/// Compares `written` with `original`: the verdict, and the first thing that is not the same.
pub(crate) fn compare(original: &str, written: &str) -> Result<(Verdict, String), String> {
    let options = || ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let before = Document::parse_with_options(original, options()).map_err(|error| format!("original: {error}"))?;
    let after = Document::parse_with_options(written, options()).map_err(|error| format!("written: {error}"))?;
    let (before, after) = (items(&before), items(&after));
    let (lost, added) = difference(&before, &after, |item| item.value.clone());
    if lost.is_empty() && added.is_empty() {
        return Ok(ordered(&before, &after, Verdict::Same));
    }
    let (lost, added) = difference(&before, &after, |item| lexical::value(&item.value));
    // A type that only repeats what is declared may go; where it is needed, what is written is not valid without it.
    let lost: Vec<&Item> = lost.into_iter().filter(|item| item.kind != format!("@{{{XSI}}}type")).collect();
    let (lost, added) = without_names(lost, added);
    if let Some(item) = lost.first() {
        return Ok((Verdict::Lost, said(item)));
    }
    if let Some(item) = added.first() {
        return Ok((Verdict::Added, said(item)));
    }
    Ok(ordered(&before, &after, Verdict::SameValue))
}

/// Without the pairs that are one name, once with a prefix and once in the default namespace.
fn without_names<'a>(lost: Vec<&'a Item>, added: Vec<&'a Item>) -> (Vec<&'a Item>, Vec<&'a Item>) {
    let mut left = added;
    let is_one = |a: &Item, b: &Item| {
        (&a.path, &a.kind) == (&b.path, &b.kind)
            && (a.as_name.as_ref() == Some(&b.value) || b.as_name.as_ref() == Some(&a.value))
    };
    let missing = lost.into_iter().filter(|item| match left.iter().position(|other| is_one(item, other)) {
        Some(at) => {
            left.remove(at);
            false
        }
        None => true,
    });
    let missing = missing.collect();
    (missing, left)
}

/// The text of a document in UTF-8, UTF-16 or Latin-1, as its first bytes say (XML 1.0, appendix F).
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).skip(1).filter_map(|pair| Some(unit(pair.try_into().ok()?)));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => bytes.iter().copied().map(char::from).collect(),
        },
    }
}

/// The namespace (empty for none) and the local name of the root of a document.
pub(crate) fn root(text: &str) -> Option<(String, String)> {
    let document = Document::parse_with_options(text, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() });
    let document = document.ok()?;
    let name = document.root_element().tag_name();
    Some((name.namespace().unwrap_or_default().to_owned(), name.name().to_owned()))
}

/// Whether the root of a document is marked as having no value.
pub(crate) fn is_nil(text: &str) -> bool {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options)
        .is_ok_and(|document| matches!(document.root_element().attribute((XSI, "nil")), Some("true" | "1")))
}

/// The verdict on documents that say the same, as long as they say it in one order.
fn ordered(before: &[Item], after: &[Item], same: Verdict) -> (Verdict, String) {
    let elements = |items: &[Item]| items.iter().filter(|it| it.kind == "element").map(|it| it.path.clone()).collect();
    let (before, after): (Vec<String>, Vec<String>) = (elements(before), elements(after));
    match before.iter().zip(&after).find(|(a, b)| a != b) {
        Some((a, b)) => (Verdict::Reordered, format!("{} where {} was", last(b), last(a))),
        None => (same, String::new()),
    }
}

fn said(item: &Item) -> String {
    let value: String = item.value.chars().take(60).collect();
    format!("{} {} {value}", last(&item.path), item.kind).trim_end().to_owned()
}

/// The name of the element at the end of a path.
fn last(path: &str) -> &str {
    path.rsplit('\n').next().unwrap_or(path)
}

/// What the one and the other document say alike.
type Sides<'a> = (Vec<&'a Item>, Vec<&'a Item>);

/// What only the one or only the other says, each as often as it does.
fn difference<'a>(
    before: &'a [Item],
    after: &'a [Item],
    value: impl Fn(&Item) -> String,
) -> (Vec<&'a Item>, Vec<&'a Item>) {
    let mut counts: BTreeMap<(&str, &str, String), Sides<'_>> = BTreeMap::new();
    for item in before {
        counts.entry((&item.path, &item.kind, value(item))).or_default().0.push(item);
    }
    for item in after {
        counts.entry((&item.path, &item.kind, value(item))).or_default().1.push(item);
    }
    let (mut lost, mut added) = (Vec::new(), Vec::new());
    for (before, after) in counts.into_values() {
        lost.extend(before.iter().skip(after.len()).copied());
        added.extend(after.iter().skip(before.len()).copied());
    }
    (lost, added)
}

/// All that a document says, in document order.
fn items(document: &Document<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut open = vec![(document.root_element(), String::new())];
    while let Some((element, parent)) = open.pop() {
        let path = format!("{parent}\n{}", name(element.tag_name().namespace(), element.tag_name().name()));
        of_element(element, &path, &mut items);
        let children: Vec<Node<'_, '_>> = element.children().filter(Node::is_element).collect();
        open.extend(children.into_iter().rev().map(|child| (child, path.clone())));
    }
    items
}

fn of_element(element: Node<'_, '_>, path: &str, items: &mut Vec<Item>) {
    let mut add = |kind: &str, value: String| {
        let as_name = Some(resolved(element, &value, true)).filter(|name| *name != value);
        items.push(Item { path: path.to_owned(), kind: kind.to_owned(), value, as_name });
    };
    add("element", String::new());
    for attribute in element.attributes() {
        let (namespace, local) = (attribute.namespace(), attribute.name());
        if namespace == Some(XSI) && matches!(local, "schemaLocation" | "noNamespaceSchemaLocation") {
            continue;
        }
        // Only there is a name without a prefix known to be one.
        let is_name = namespace == Some(XSI) && local == "type";
        add(&format!("@{}", name(namespace, local)), resolved(element, attribute.value(), is_name));
    }
    let text = element.children().filter(|child| child.is_text()).filter_map(|child| child.text());
    if element.children().any(|child| child.is_element()) {
        text.map(blanks).filter(|text| !text.is_empty()).for_each(|text| add("mixed", text));
    } else {
        let text = text.collect::<String>();
        if !text.trim().is_empty() {
            add("text", resolved(element, &text, false));
        }
    }
}

fn name(namespace: Option<&str>, local: &str) -> String {
    namespace
        .filter(|it| !it.is_empty())
        .map_or_else(|| local.to_owned(), |namespace| format!("{{{namespace}}}{local}"))
}

/// A value with single blanks; what may be a QName with its namespace in the place of the prefix.
fn resolved(element: Node<'_, '_>, value: &str, is_name: bool) -> String {
    let value = blanks(value);
    let is_ncname = |text: &str| {
        text.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    let namespace = match value.split_once(':') {
        Some((prefix, local)) if is_ncname(prefix) && is_ncname(local) => {
            element.lookup_namespace_uri(Some(prefix)).map(|namespace| (namespace, local))
        }
        None if is_name && is_ncname(&value) => {
            element.lookup_namespace_uri(None).filter(|it| !it.is_empty()).map(|it| (it, value.as_str()))
        }
        _ => None,
    };
    match namespace {
        Some((namespace, local)) => format!("{{{namespace}}}{local}"),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(original: &str, written: &str) -> Verdict {
        compare(original, written).unwrap().0
    }

    #[test]
    fn prefixes_comments_and_blanks_are_no_information() {
        let original = "<a:r xmlns:a='n' a:x='1'>\n <!-- c --> <a:b> 1  2 </a:b></a:r>";
        assert_eq!(verdict(original, "<r xmlns='n' xmlns:q='n' q:x='1'><b>1 2</b></r>"), Verdict::Same);
        assert_eq!(verdict(original, "<r xmlns='m' xmlns:q='n' q:x='1'><b>1 2</b></r>"), Verdict::Lost);
    }

    #[test]
    fn names_in_values_are_resolved() {
        assert_eq!(verdict("<r xmlns:p='n' t='p:x'/>", "<r xmlns:q='n' t='q:x'/>"), Verdict::Same);
        assert_eq!(verdict("<r xmlns:p='n' t='p:x'/>", "<r xmlns:q='m' t='q:x'/>"), Verdict::Lost);
        assert_eq!(verdict("<r xmlns='n' t='x'/>", "<p:r xmlns:p='n' t='p:x'/>"), Verdict::SameValue);
        assert_eq!(verdict("<r xmlns:p='n' t='p:x'/>", "<r xmlns:p='n' xmlns:q='m' t='x'/>"), Verdict::Lost);
        let xsi = format!("xmlns:xsi='{XSI}'");
        assert_eq!(
            verdict(&format!("<r {xsi} xsi:type='T'/>"), &format!("<r xmlns='' {xsi} xsi:type='T'/>")),
            Verdict::Same
        );
        assert_eq!(
            verdict(&format!("<r xmlns='n' {xsi} xsi:type='T'/>"), &format!("<p:r xmlns:p='n' {xsi} xsi:type='p:T'/>")),
            Verdict::Same
        );
    }

    #[test]
    fn each_kind_of_difference_is_told() {
        assert_eq!(verdict("<r><a/><b/></r>", "<r><b/><a/></r>"), Verdict::Reordered);
        assert_eq!(verdict("<r><a/></r>", "<r><a/><a/></r>"), Verdict::Added);
        assert_eq!(verdict("<r><a/><a/></r>", "<r><a/></r>"), Verdict::Lost);
        assert_eq!(verdict("<r x='1.0'/>", "<r x='1'/>"), Verdict::SameValue);
        assert_eq!(verdict("<r x='1.0'/>", "<r x='1.1'/>"), Verdict::Lost);
        assert_eq!(verdict("<r>a<b/>c</r>", "<r>a<b/></r>"), Verdict::Lost);
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        assert!(compare("<r/>", "<r>").is_err());
    }
}
