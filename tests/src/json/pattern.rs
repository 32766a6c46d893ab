//! Texts that fit a regular expression: the shortest, and one with a little more of everything.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Texts that `pattern` (of ECMA 262) should match; none where it says what regular languages cannot. What it only looks
/// at ahead or behind is left to who judges the texts.
pub fn texts(pattern: &str) -> Vec<String> {
    // `\/` and `\-` outside of a class are escapes there, and none here.
    let plain = pattern.replace("\\/", "/").replace("\\@", "@").replace("\\:", ":").replace("\\\"", "\"");
    let plain =
        plain.replace("\\_", "_").replace("\\=", "=").replace("\\,", ",").replace("\\'", "'").replace("\\d", "[0-9]");
    let plain = plain.replace("[[0-9]", "[0-9").replace("\\w", "[A-Za-z0-9_]").replace("[[A-Za-z0-9_]", "[A-Za-z0-9_");
    let Ok(hir) = regex_syntax::parse(&without_looks(&plain)) else { return Vec::new() };
    let mut found = Vec::new();
    for more in [0, 1] {
        let mut text = String::new();
        if write(&hir, more, &mut text) && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// The pattern without its groups that look ahead or behind.
fn without_looks(pattern: &str) -> String {
    let (mut kept, mut rest) = (String::new(), pattern);
    while let Some(next) = rest.chars().next() {
        let looks = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| rest.starts_with(look));
        let length = match next {
            '(' if looks => group(rest),
            '\\' => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '[' => class(rest),
            other => other.len_utf8(),
        };
        let (part, after) = rest.split_at(length.min(rest.len()));
        if !looks {
            kept.push_str(part);
        }
        rest = after;
    }
    kept
}

/// The length of the group that `text` begins with.
fn group(text: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(next) = text[at..].chars().next() {
        at += match next {
            '\\' => 1 + text[at..].chars().nth(1).map_or(0, char::len_utf8),
            '[' => class(&text[at..]),
            other => other.len_utf8(),
        };
        match next {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the class of characters that `text` begins with.
fn class(text: &str) -> usize {
    let mut escaped = false;
    for (at, next) in text.char_indices().skip(1) {
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' if at > 1 => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a text could be made.
fn write(hir: &Hir, more: u32, text: &mut String) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(literal) => {
                text.push_str(literal);
                true
            }
            Err(_) => false,
        },
        HirKind::Class(class) => match character(class) {
            Some(character) => {
                text.push(character);
                true
            }
            None => false,
        },
        HirKind::Repetition(it) => {
            let most = it.max.unwrap_or(u32::MAX);
            (0..(it.min + more).min(most)).all(|_| write(&it.sub, more, text))
        }
        HirKind::Capture(it) => write(&it.sub, more, text),
        HirKind::Concat(parts) => parts.iter().all(|part| write(part, more, text)),
        HirKind::Alternation(parts) => {
            let at = if more == 0 { parts.first() } else { parts.last() };
            at.is_some_and(|part| write(part, more, text))
        }
    }
}

/// A character of a class, one that can be read where there is one.
fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else { return None };
    let holds = |wanted: char| class.ranges().iter().any(|range| range.start() <= wanted && wanted <= range.end());
    let seen = ['a', 'A', '1', '0', '-', '_', ' '].into_iter().find(|wanted| holds(*wanted));
    seen.or_else(|| class.ranges().first().map(|range| range.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit() {
        assert_eq!(texts(r"^[a-z]{2,3}-\d+$"), ["aa--1".replace("--", "-"), "aaa-11".to_owned()]);
        assert_eq!(texts("^(cat|dog)?$"), ["", "dog"]);
        assert_eq!(texts(r"^(?![\])]x(y\))$)[a-z]\d$"), ["a1"]);
    }
}
