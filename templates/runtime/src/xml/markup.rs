//! Pieces of a document: which one begins at a place of a text, and where it ends (XML 1.0, 2.4 to 2.8).
//!
//! A text may end before a piece does; then `None` is given, and who asks comes again with more of it.

use super::{names, unescape};

/// A piece, by what it is, with the end of it or of what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// `&name;`
    Reference { end: usize },
    /// `<![CDATA[..]]>`
    Section { end: usize },
    /// `</name>`
    End { end: usize },
    /// `<!DOCTYPE ..>`
    DocType { end: usize },
    /// Comments, instructions and the declaration.
    Passed { end: usize },
}

pub(super) const SECTION: &[u8] = b"<![CDATA[";
const COMMENT: &[u8] = b"<!--";
const DOCTYPE: &[u8] = b"<!DOCTYPE";

/// The piece at a place where there is neither text nor a start tag. `last`: no text comes behind this one.
pub(super) fn piece(text: &str, at: usize, last: bool) -> Result<Option<Piece>, String> {
    let bytes = text.as_bytes();
    if bytes.get(at) == Some(&b'&') {
        return reference(bytes, at);
    }
    match bytes.get(at + 1) {
        None => Ok(None),
        Some(b'/') => Ok(find(bytes, at + 2, b">").map(|end| Piece::End { end })),
        Some(b'?') => match find(bytes, at + 2, b"?>") {
            Some(end) => {
                instruction(text.get(at + 2..end - 2).unwrap_or_default()).map(|()| Some(Piece::Passed { end }))
            }
            None => Ok(None),
        },
        Some(_) => {
            let rest = bytes.get(at..).unwrap_or_default();
            if rest.starts_with(COMMENT) {
                comment(text, at + COMMENT.len())
            } else if rest.starts_with(SECTION) {
                Ok(find(bytes, at + SECTION.len(), b"]]>").map(|end| Piece::Section { end }))
            } else if rest.starts_with(DOCTYPE) {
                Ok(doctype(bytes, at + DOCTYPE.len()).map(|end| Piece::DocType { end }))
            } else if rest.len() < SECTION.len() && !last {
                Ok(None)
            } else {
                Err("`<!` begins neither a comment, a section nor a document type declaration".to_owned())
            }
        }
    }
}

/// A comment, of which this is the inside (2.5): two hyphens end it, and nothing else may be behind them.
fn comment(text: &str, from: usize) -> Result<Option<Piece>, String> {
    let Some(end) = find(text.as_bytes(), from, b"--") else { return Ok(None) };
    match text.as_bytes().get(end) {
        None => Ok(None),
        Some(b'>') => {
            unescape::check(text.get(from..end).unwrap_or_default())?;
            Ok(Some(Piece::Passed { end: end + 1 }))
        }
        Some(_) => Err("two hyphens within a comment".to_owned()),
    }
}

/// An instruction, of which this is the inside (2.6). What is called as the declaration is one only at the very beginning.
fn instruction(inside: &str) -> Result<(), String> {
    let target = inside.split([' ', '\t', '\n', '\r']).next().unwrap_or_default();
    if !names::is_name(target) || target.contains(':') {
        return Err("an instruction without a name".to_owned());
    }
    if target.eq_ignore_ascii_case("xml") {
        return Err("a declaration of XML that is not at the beginning of the document".to_owned());
    }
    unescape::check(inside)
}

/// Whether a document type declaration names what it declares.
pub(super) fn names_root(declaration: &str) -> bool {
    const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
    let rest = declaration.strip_prefix("<!DOCTYPE").and_then(|rest| rest.strip_prefix(SPACE)).unwrap_or_default();
    rest.trim_start_matches(SPACE).chars().next().is_some_and(names::begins)
}

/// The length of the declaration that a document begins with (2.8); `None` where more of the text has to be there.
pub(super) fn declaration(text: &str, last: bool) -> Result<Option<usize>, String> {
    const BEGIN: &str = "<?xml";
    if text.len() <= BEGIN.len() && BEGIN.starts_with(text) && !last {
        return Ok(None);
    }
    let Some(rest) = text.strip_prefix(BEGIN).filter(|rest| rest.starts_with([' ', '\t', '\n', '\r'])) else {
        return Ok(Some(0));
    };
    let Some(inside) = rest.split_once("?>").map(|(inside, _)| inside) else {
        return if last { Err("the document ends within its declaration".to_owned()) } else { Ok(None) };
    };
    let mut left = inside;
    for (name, needed) in [("version", true), ("encoding", false), ("standalone", false)] {
        match pseudo_attribute(left, name) {
            Some((value, behind)) if declares(name, value) => left = behind,
            None if !needed => {}
            _ => return Err(format!("the declaration of XML has no `{name}` that can be understood")),
        }
    }
    match left.trim_matches([' ', '\t', '\n', '\r']) {
        "" => Ok(Some(BEGIN.len() + inside.len() + 2)),
        _ => Err("the declaration of XML says more than version, encoding and standalone".to_owned()),
    }
}

/// The value of ` name="value"` at the beginning of a text, and what is behind it.
fn pseudo_attribute<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
    let rest = text.strip_prefix(SPACE)?.trim_start_matches(SPACE).strip_prefix(name)?;
    let rest = rest.trim_start_matches(SPACE).strip_prefix('=')?.trim_start_matches(SPACE);
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest.get(1..)?.split_once(quote)
}

fn declares(name: &str, value: &str) -> bool {
    match name {
        "version" => {
            value.strip_prefix("1.").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit()))
        }
        "standalone" => matches!(value, "yes" | "no"),
        _ => {
            value.starts_with(|first: char| first.is_ascii_alphabetic())
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        }
    }
}

/// Whether a document type declaration declares entities for use in declarations (XML 1.0, 4.2).
pub(super) fn has_parameter_entities(declaration: &str) -> bool {
    declaration.split("<!ENTITY").skip(1).any(|rest| rest.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('%'))
}

/// What is wrong where a document ends within a piece.
pub(super) fn cut(text: &str, at: usize) -> &'static str {
    match text.as_bytes().get(at..).unwrap_or_default() {
        [b'&', ..] => "a `&` begins no reference",
        [b'<', b'!', b'-', ..] => "the document ends within a comment",
        [b'<', b'!', b'[', ..] => "the document ends within a section",
        [b'<', b'!', ..] => "the document ends within its type declaration",
        [b'<', b'?', ..] => "the document ends within an instruction",
        _ => "the document ends within a tag",
    }
}

/// Where the text between markup ends that begins at a place, and whether it is plain: without carriage returns and what
/// XML cannot hold.
#[inline]
pub(super) fn run(bytes: &[u8], from: usize, last: bool) -> Option<(usize, bool)> {
    let (mut at, mut plain) = (from, true);
    let end = loop {
        at = next_special(bytes, at, b'>');
        match bytes.get(at) {
            None | Some(b'<' | b'&') => break at,
            Some(b'\n' | b'\t') => {}
            // What ends a section ends nothing else (2.4), and is told from other text when it is looked at.
            Some(b'>') => plain &= !bytes.get(from..at).is_some_and(|before| before.ends_with(b"]]")),
            Some(0xEF) => plain &= !matches!(bytes.get(at + 1..at + 3), Some([0xBF, 0xBE | 0xBF])),
            Some(_) => plain = false,
        }
        at += 1;
    };
    // A line end of two characters is one piece, and so is the end of a section.
    let mut end = end;
    if end == bytes.len() && !last {
        let text = bytes.get(from..end).unwrap_or_default();
        end -= match text {
            [.., b'\r'] => 1,
            [.., b']', b']'] => 2,
            [.., b']'] => 1,
            _ => 0,
        };
    }
    (end > from).then_some((end, plain))
}

/// Where the first byte stands that is this one, `<`, `&`, a control character, or begins a character that may be none (2.2);
/// the end, if none is.
#[inline]
pub(super) fn next_special(bytes: &[u8], from: usize, this: u8) -> usize {
    let mut at = from;
    let mut rest = bytes.get(at..).unwrap_or_default();
    while let Some((block, others)) = rest.split_first_chunk::<8>() {
        let found = first_special(u64::from_le_bytes(*block), this);
        if found < 8 {
            return at + found;
        }
        at += 8;
        rest = others;
    }
    at + rest
        .iter()
        .position(|byte| *byte < 0x20 || matches!(*byte, b'&' | b'<' | 0xEF) || *byte == this)
        .unwrap_or(rest.len())
}

/// As [`next_special`], for eight bytes at once: 8 for none. A byte borrows from the next one where it is less than what
/// is taken from it, so that the first high bit is in the first byte that is looked for; those after it may be wrong.
#[inline]
fn first_special(block: u64, this: u8) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let less = |block: u64, than: u8| block.wrapping_sub(ONES * u64::from(than)) & !block;
    let equal = |byte: u8| less(block ^ (ONES * u64::from(byte)), 1);
    let high = (less(block, 0x20) | equal(b'<') | equal(b'&') | equal(this) | equal(0xEF)) & (ONES << 7);
    high.trailing_zeros() as usize / 8
}

/// A reference is short and has nothing in it but a name or a number.
fn reference(bytes: &[u8], at: usize) -> Result<Option<Piece>, String> {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let stop = |byte: &u8| matches!(byte, b';' | b'&' | b'<') || byte.is_ascii_whitespace();
    match rest.iter().position(stop) {
        Some(length) if rest.get(length) == Some(&b';') => Ok(Some(Piece::Reference { end: at + length + 2 })),
        None => Ok(None),
        Some(_) => Err("a `&` begins no reference".to_owned()),
    }
}

/// The place behind the first of these bytes.
fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (first, others) = what.split_first()?;
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(|byte| byte == first)? + 1;
        if rest.get(at..)?.starts_with(others) {
            return Some(from + at + others.len());
        }
    }
}

/// The end of a document type declaration: its `>` is outside of brackets, literals, comments and instructions.
fn doctype(bytes: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut inside) = (from, false);
    loop {
        let rest = bytes.get(at..)?;
        at += match rest {
            [b'<', b'!', b'-', b'-', ..] => find(rest, 4, b"-->")?,
            [b'<', b'?', ..] => find(rest, 2, b"?>")?,
            [quote @ (b'"' | b'\''), ..] => find(rest, 1, &[*quote])?,
            [b'[', ..] => {
                inside = true;
                1
            }
            [b']', ..] => {
                inside = false;
                1
            }
            [b'>', ..] if !inside => return Some(at + 1),
            [] => return None,
            _ => 1,
        };
    }
}
