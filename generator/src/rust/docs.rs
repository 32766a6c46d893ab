//! Prose as doc comments: text from a description must read well and must not become code, a link or HTML by accident.

use proc_macro2::TokenStream;
use quote::quote;

use super::blocks::shaped;
use super::code_blocks::as_text;
use super::escape::{address, escape};
use crate::ir::{Api, Doc, Limits, Literal};

/// Columns of prose in a doc comment; with the slashes and the indentation of a field, lines stay below 120.
const WIDTH: usize = 100;

/// The doc attributes of an item: its own prose, else `fallback`, then `more`, a paragraph each.
pub(super) fn lines_or(doc: &Doc, fallback: &str, more: &[String]) -> Vec<TokenStream> {
    attributes(&paragraphs_or(doc, fallback, more))
}

/// As [`paragraphs`], with something to say where the description says nothing.
pub(super) fn paragraphs_or(doc: &Doc, fallback: &str, more: &[String]) -> Vec<String> {
    if doc.is_empty() {
        let mut all = vec![fallback.to_owned()];
        all.extend(more.iter().cloned());
        return all;
    }
    paragraphs(doc, more)
}

/// What is said of a type of which the description says nothing but its name.
pub(super) fn named(name: Option<&crate::ir::Name>) -> String {
    format!("`{}`.", name.map_or("", |name| &name.text))
}

/// One doc attribute for each line.
pub(super) fn attributes(paragraphs: &[String]) -> Vec<TokenStream> {
    text(paragraphs)
        .into_iter()
        .map(|line| {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            quote!(#[doc = #line])
        })
        .collect()
}

/// The lines of a doc comment, without slashes.
pub(super) fn text(paragraphs: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs.iter().filter(|paragraph| !paragraph.trim().is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph.split('\n').map(|line| line.trim_end().to_owned()));
    }
    lines
}

/// The prose of a description, made safe, and `more`, which is ours.
pub(super) fn paragraphs(doc: &Doc, more: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    let summary = doc.summary.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let description = doc.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let (summary, description) = told_once(summary, description);
    all.extend(summary.map(|summary| prose(&sentence(summary))));
    all.extend(description.map(prose));
    if let Some((url, text)) = &doc.link {
        all.push(match text.as_deref().map(str::trim) {
            Some(text) if !text.is_empty() => format!("[{}](<{}>)", prose(text).replace('\n', " "), address(url)),
            _ => format!("See <{}>.", address(url)),
        });
    }
    all.extend(more.iter().cloned());
    all
}

/// A summary and a description, where many descriptions begin with the words of the summary: what goes on after them as a
/// sentence of its own, or all of the description where it goes on in the same sentence.
fn told_once<'a>(summary: Option<&'a str>, description: Option<&'a str>) -> (Option<&'a str>, Option<&'a str>) {
    let (Some(said), Some(whole)) = (summary, description) else { return (summary, description) };
    let Some(rest) = whole.strip_prefix(said) else { return (summary, description) };
    let further = rest.trim_start_matches(['.', ' ', '\n', '\r']);
    let is_ended = said.ends_with(['.', '!', '?']) || rest.trim_start_matches(' ').starts_with(['.', '\n', '\r']);
    match rest.chars().next() {
        None => (summary, None),
        Some(_) if further.is_empty() => (summary, None),
        Some(_) if is_ended => (summary, Some(further)),
        Some(next) if next.is_alphanumeric() => (summary, description),
        Some(_) => (None, description),
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', ':', '`', ')', '>']) { text.to_owned() } else { format!("{text}.") }
}

/// CommonMark of unknown origin as CommonMark that rustdoc takes for text: no doctests, no stray links, no HTML.
pub(super) fn prose(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<String> = None;
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let text = shaped(&text);
    for line in text.lines() {
        let trimmed = line.trim_start();
        if let Some(open) = &fence {
            let closes = trimmed.starts_with(open.as_str()) && trimmed.trim_end().chars().all(|c| open.starts_with(c));
            out.push(line.trim_end().to_owned());
            if closes {
                fence = None;
            }
            continue;
        }
        if let Some(mark) = fence_mark(trimmed) {
            // Whatever language it is, it is no test of ours.
            out.push(format!("{}{mark}text", " ".repeat(line.len() - trimmed.len())));
            fence = Some(mark);
            continue;
        }
        let blank_before = out.last().is_none_or(String::is_empty);
        // Four blanks behind a blank line would make a code block, and a code block a doctest.
        let indent = (line.len() - trimmed.len()).min(if blank_before { 3 } else { 12 });
        wrap(&escape(trimmed.trim_end()), indent, &mut out);
    }
    if let Some(open) = fence {
        out.push(open);
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    as_text(out.join("\n"))
}

/// The title of a service, within a sentence.
pub(super) fn title(api: &Api) -> String {
    escape(api.info.title.trim_end_matches('.'))
}

/// The title of a service, by itself.
pub(super) fn heading(api: &Api) -> String {
    escape(&api.info.title)
}

fn fence_mark(line: &str) -> Option<String> {
    ['`', '~'].into_iter().find_map(|mark| {
        let count = line.chars().take_while(|c| *c == mark).count();
        let info = &line[count..];
        (count >= 3 && !(mark == '`' && info.contains('`'))).then(|| mark.to_string().repeat(count))
    })
}

/// Breaks a line at blanks; what belongs to a list item stays below it.
fn wrap(line: &str, indent: usize, out: &mut Vec<String>) {
    let lead = " ".repeat(indent);
    if line.chars().count() + indent <= WIDTH || line.starts_with(['|', '#']) {
        out.push(if line.is_empty() { String::new() } else { format!("{lead}{line}") });
        return;
    }
    let hang = indent + marker(line);
    let mut current = lead;
    let mut length = indent;
    let mut empty = true;
    for word in line.split(' ') {
        let width = word.chars().count();
        if !empty && length + 1 + width > WIDTH && !starts_block(word) {
            out.push(std::mem::take(&mut current).trim_end().to_owned());
            current = " ".repeat(hang);
            length = hang;
            empty = true;
        }
        if !empty {
            current.push(' ');
            length += 1;
        }
        current.push_str(word);
        length += width;
        empty = false;
    }
    out.push(current.trim_end().to_owned());
}

/// The width of the mark of a list item.
fn marker(line: &str) -> usize {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line.as_bytes() {
        [b'-' | b'*' | b'+', b' ', ..] => 2,
        bytes if digits > 0 && matches!(bytes.get(digits..digits + 2), Some(b". " | b") ")) => digits + 2,
        _ => 0,
    }
}

/// Whether a word at the beginning of a line would start a list, a heading or a quotation.
fn starts_block(word: &str) -> bool {
    matches!(word, "-" | "*" | "+" | ">" | "=" | "|")
        || word.starts_with('#')
        || word.chars().all(|c| c == '-' || c == '=')
        || (word.ends_with(['.', ')']) && word.len() > 1 && word[..word.len() - 1].bytes().all(|b| b.is_ascii_digit()))
}

/// What the limits say, in words.
pub(super) fn limits(limits: &Limits) -> Vec<String> {
    let mut words = Vec::new();
    let bound = |bound: &crate::ir::Bound, inside: &str, outside: &str| {
        format!("{} `{}`", if bound.exclusive { outside } else { inside }, bound.value)
    };
    match (&limits.minimum, &limits.maximum) {
        (Some(low), Some(high)) if !low.exclusive && !high.exclusive => {
            words.push(format!("`{}` to `{}`", low.value, high.value));
        }
        (low, high) => {
            words.extend(low.as_ref().map(|low| bound(low, "at least", "more than")));
            words.extend(high.as_ref().map(|high| bound(high, "at most", "less than")));
        }
    }
    words.extend(limits.multiple_of.as_ref().map(|factor| format!("a multiple of `{factor}`")));
    match (limits.min_length, limits.max_length) {
        (Some(low), Some(high)) if low == high => words.push(format!("length {low}")),
        (Some(low), Some(high)) => words.push(format!("length {low} to {high}")),
        (Some(low), None) => words.push(format!("length at least {low}")),
        (None, Some(high)) => words.push(format!("length at most {high}")),
        (None, None) => {}
    }
    words.extend(limits.patterns.iter().map(|pattern| format!("pattern {}", code(pattern))));
    if limits.unique {
        words.push("no item twice".to_owned());
    }
    words.extend(limits.total_digits.map(|digits| format!("at most {digits} digits")));
    words.extend(limits.fraction_digits.map(|digits| format!("at most {digits} digits behind the point")));
    if words.is_empty() { Vec::new() } else { vec![format!("Limits: {}.", words.join(", "))] }
}

/// A value as it is written in prose.
pub(super) fn literal(value: &Literal) -> String {
    code(&plain(value))
}

fn plain(value: &Literal) -> String {
    match value {
        Literal::Null => "null".to_owned(),
        Literal::Bool(value) => value.to_string(),
        Literal::Number(text) | Literal::String(text) => text.clone(),
        Literal::List(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Literal::Record(members) => {
            let members = members.iter().map(|(name, value)| format!("{name}: {}", plain(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Texts of code, of which one is meant.
pub(super) fn either(texts: &[&str]) -> String {
    texts.iter().map(|text| code(text)).collect::<Vec<_>>().join(" or ")
}

/// Text as a code span, whatever backticks are in it; one line.
pub(super) fn code(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_control() => shown.push(' '),
            // What turns the direction of the text around it; the compiler refuses it in comments.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(c.escape_unicode());
            }
            _ => shown.push(c),
        }
    }
    if shown.trim().is_empty() {
        return "(empty)".to_owned();
    }
    // A span ends at as many ticks as it begins with (CommonMark, 6.1).
    let most = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(most + 1);
    if most > 0 { format!("{ticks} {shown} {ticks}") } else { format!("{ticks}{shown}{ticks}") }
}

#[cfg(test)]
mod tests {
    use super::{prose, told_once};

    #[test]
    fn values_are_code() {
        let cases = [
            ("a", "`a`"),
            ("", "(empty)"),
            ("a\nb", "`a b`"),
            ("`", "`` ` ``"),
            ("a``b```", "```` a``b``` ````"),
            ("z\u{202e}w", "`z\\u{202e}w`"),
        ];
        for (from, to) in cases {
            assert_eq!(super::code(from), to, "of {from:?}");
        }
    }

    #[test]
    fn text_stays_text() {
        let cases = [
            ("a [b] c", "a \\[b\\] c"),
            ("see [b](https://x.example/y)", "see [b](https://x.example/y)"),
            ("see [b](/local)", "see b"),
            ("`a[0]<T>` <b>", "`a[0]<T>` \\<b\\>"),
            ("at https://x.example/a, then", "at <https://x.example/a>, then"),
            ("at <https://x.example/a>", "at <https://x.example/a>"),
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("```json\n{}", "```text\n{}\n```"),
            ("a\n\n      code", "a\n\ncode"),
            ("a:\n\n      {\n        [b]\n      }", "a:\n\n```text\n{\n  [b]\n}\n```"),
            ("Args:\n    a: [b]\n    c: d", "Args:\n\n- a: \\[b\\]\n- c: d"),
            ("one<br/>two", "one two"),
            ("stray ` tick", "stray \\` tick"),
            ("\\[a\\](b) \\<br/> \\\\ c\\d", "\\[a\\](b) \\<br/\\> \\\\ c\\d"),
            ("\\`[`a[0]`]", "\\`\\[`a[0]`\\]"),
            ("[a \\] b](<https://x.example/(y)>)", "[a \\] b](<https://x.example/(y)>)"),
            ("[https://x.example](https://x.example/y)", "[https://x.example](https://x.example/y)"),
            ("at <https://x.example/(a)>", "at <https://x.example/(a)>"),
        ];
        for (from, to) in cases {
            assert_eq!(prose(from), to, "of {from:?}");
        }
    }

    #[test]
    fn a_summary_is_not_told_twice() {
        let cases = [
            ("Get it", "Get it", (Some("Get it"), None)),
            ("Get it", "Get it.", (Some("Get it"), None)),
            ("Get it", "Get it. By id.", (Some("Get it"), Some("By id."))),
            ("Get it.", "Get it. By id.", (Some("Get it."), Some("By id."))),
            ("Get it", "Get it\n\nBy id.", (Some("Get it"), Some("By id."))),
            ("Get it", "Get it by id.", (None, Some("Get it by id."))),
            ("Get it", "Get items.", (Some("Get it"), Some("Get items."))),
            ("Get it", "By id.", (Some("Get it"), Some("By id."))),
        ];
        for (summary, description, told) in cases {
            assert_eq!(told_once(Some(summary), Some(description)), told, "{summary:?}, {description:?}");
        }
    }

    #[test]
    fn long_lines_are_wrapped_below_their_list_item() {
        let text = format!("- {}", "word ".repeat(40).trim());
        let prose = prose(&text);
        assert!(prose.lines().all(|line| line.len() <= 100));
        assert!(prose.lines().skip(1).all(|line| line.starts_with("  word")));
    }
}
