//! Regular expressions of XML Schema (Part 2, appendix F) in the notation of the `regex` crate.
//!
//! They are whole: nothing anchors them, and `^` and `$` are characters. Besides, XML Schema takes characters away from
//! classes (`[a-z-[aeiou]]`), knows the characters of names (`\i`, `\c`) and the blocks of Unicode (`\p{IsGreek}`). The
//! characters of names stay as they are, since they are long; the runtime writes them out.

use std::iter::Peekable;
use std::str::Chars;

mod blocks;
/// How the crates that are written understand patterns.
#[path = "../../templates/runtime/patterns.rs"]
mod runtime;

/// How deep groups and classes may be nested.
const DEEPEST: usize = 100;

/// The same pattern for the `regex` crate, without anchors.
///
/// # Errors
/// What is no pattern, and what the crate has no notation or no room for: why.
pub(super) fn translate(pattern: &str) -> Result<String, String> {
    let mut translation = Translation { left: pattern.chars().peekable(), out: String::new() };
    translation.branches(0)?;
    if translation.left.next().is_some() {
        return Err("a `)` closes nothing".to_owned());
    }
    let translated = translation.out;
    match runtime::whole(&translated) {
        Ok(_) => Ok(translated),
        Err(regex::Error::CompiledTooBig(_)) => Err("it is too large".to_owned()),
        Err(error) => {
            let text = error.to_string();
            Err(text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned())
        }
    }
}

/// A pattern as it is checked.
///
/// # Errors
/// As [`translate`].
pub(super) fn compile(pattern: &str) -> Result<regex::Regex, String> {
    runtime::whole(&translate(pattern)?).map_err(|error| error.to_string())
}

struct Translation<'a> {
    left: Peekable<Chars<'a>>,
    out: String,
}

impl Translation<'_> {
    /// All up to the end of the pattern, or up to the `)` that ends the group.
    fn branches(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("groups are nested too deeply".to_owned());
        }
        while let Some(&next) = self.left.peek() {
            if next == ')' {
                return Ok(());
            }
            self.left.next();
            match next {
                '(' => {
                    self.out.push_str("(?:");
                    self.branches(depth + 1)?;
                    self.left.next().ok_or("a `(` is not closed")?;
                    self.out.push(')');
                }
                '|' | '?' | '*' | '+' => self.out.push(next),
                '{' => self.quantity()?,
                '.' => self.out.push_str(r"[^\n\r]"),
                '[' => self.class(depth)?,
                '\\' => {
                    let part = self.escape()?;
                    self.out.push_str(&part);
                }
                other => push_literal(&mut self.out, other),
            }
        }
        if depth > 0 { Err("a `(` is not closed".to_owned()) } else { Ok(()) }
    }

    fn quantity(&mut self) -> Result<(), String> {
        let mut text = String::new();
        loop {
            match self.left.next() {
                Some('}') => break,
                Some(c) if c.is_ascii_digit() || c == ',' => text.push(c),
                _ => return Err("a quantity is not closed".to_owned()),
            }
        }
        // `{,3}` is none of XML Schema's, and often met.
        let text = if text.starts_with(',') { format!("0{text}") } else { text };
        self.out.push_str(&format!("{{{text}}}"));
        Ok(())
    }

    /// A class, behind its `[`.
    fn class(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("classes are nested too deeply".to_owned());
        }
        let mut class = String::new();
        if self.left.next_if_eq(&'^').is_some() {
            class.push('^');
        }
        let start = class.len();
        loop {
            match self.left.next().ok_or("a `[` is not closed")? {
                ']' if class.len() > start => break,
                '[' => return Err("a `[` stands in a class".to_owned()),
                '\\' => class.push_str(&self.escape()?),
                // Taken away is what stands behind it: all of the class, negated or not, before it.
                '-' if self.left.peek() == Some(&'[') => {
                    self.left.next();
                    self.out.push_str(&format!("[[{class}]--"));
                    self.class(depth + 1)?;
                    self.out.push(']');
                    return self
                        .left
                        .next_if_eq(&']')
                        .map(|_| ())
                        .ok_or("a class goes on behind what it lacks".to_owned());
                }
                // Between two characters it is a range; at an end, itself.
                '-' if class.len() > start && self.left.peek().is_some_and(|next| *next != ']') => class.push('-'),
                other => push_literal(&mut class, other),
            }
        }
        self.out.push_str(&format!("[{class}]"));
        Ok(())
    }

    /// An escape, behind its `\`: a character, or a class.
    fn escape(&mut self) -> Result<String, String> {
        let mut literal = String::new();
        Ok(match self.left.next().ok_or("a `\\` stands at the end")? {
            c @ ('n' | 'r' | 't' | 'd' | 'D' | 'i' | 'I' | 'c' | 'C') => format!("\\{c}"),
            's' => r"[ \t\n\r]".to_owned(),
            'S' => r"[^ \t\n\r]".to_owned(),
            'w' => r"[^\p{P}\p{Z}\p{C}]".to_owned(),
            'W' => r"[\p{P}\p{Z}\p{C}]".to_owned(),
            c @ ('p' | 'P') => self.property(c == 'P')?,
            c if c.is_ascii_alphanumeric() => return Err(format!("`\\{c}` is no escape of XML Schema")),
            c => {
                push_literal(&mut literal, c);
                literal
            }
        })
    }

    fn property(&mut self, negated: bool) -> Result<String, String> {
        self.left.next_if_eq(&'{').ok_or("`\\p` has no name behind it")?;
        let mut name = String::new();
        loop {
            match self.left.next().ok_or("a `{` is not closed")? {
                '}' => break,
                c => name.push(c),
            }
        }
        let Some(block) = name.strip_prefix("Is") else {
            return Ok(format!("\\{}{{{name}}}", if negated { 'P' } else { 'p' }));
        };
        let (first, last) = blocks::find(block).ok_or_else(|| format!("the block `{block}` is not known"))?;
        Ok(format!("[{}\\u{{{first:X}}}-\\u{{{last:X}}}]", if negated { "^" } else { "" }))
    }
}

/// A character that stands for itself, in a class or outside.
fn push_literal(out: &mut String, c: char) {
    if r"\.+*?()|[]{}^$#&-~".contains(c) {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let translated = translate(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        runtime::whole(&translated).unwrap().is_match(text)
    }

    #[test]
    fn patterns_are_whole_and_have_no_anchors() {
        assert!(fits("a|bc", "a") && fits("a|bc", "bc") && !fits("a|bc", "ac") && !fits("a|bc", "xa"));
        assert!(fits("^a$", "^a$") && !fits("^a$", "a"));
        assert!(fits("", "") && !fits("", "a"));
        assert!(fits("a.c", "abc") && !fits("a.c", "a\nc"));
    }

    #[test]
    fn classes() {
        assert!(fits("[a-z-[aeiou]]+", "xyz") && !fits("[a-z-[aeiou]]+", "xyza"));
        assert!(fits("[^a-z-[0-9]]", "A") && !fits("[^a-z-[0-9]]", "1") && !fits("[^a-z-[0-9]]", "a"));
        assert!(fits("[a-z-[b-y-[m]]]+", "amz") && !fits("[a-z-[b-y-[m]]]+", "n"));
        assert!(fits("[-+]?[0-9]", "-1") && fits("[+-]?[0-9]", "-1") && fits(r"[\-\[\]&~]+", "-[]&~"));
        assert!(fits("[&&~~-]+", "&~-") && translate("[~--]").is_err());
        assert!(translate("[").is_err() && translate("[]").is_err() && translate("[a").is_err());
    }

    #[test]
    fn escapes() {
        assert!(fits(r"\i\c*", "a:b-1") && !fits(r"\i\c*", "1a") && fits(r"[\i-[:]][\c-[:]]*", "ab"));
        assert!(!fits(r"[\i-[:]][\c-[:]]*", "a:b") && fits(r"\I\C", "1 "));
        assert!(fits(r"\w+", "aé1") && !fits(r"\w", "-") && fits(r"\W", "-") && fits(r"[\w]", "_") == fits(r"\w", "_"));
        assert!(fits(r"\s\S", "\ta") && !fits(r"\s", "\u{a0}"));
        assert!(fits(r"\d\D", "٣a") && fits(r"\p{Lu}\P{Lu}", "Aa"));
        assert!(fits(r"\p{IsBasicLatin}+", "az") && !fits(r"\p{IsBasicLatin}+", "é") && fits(r"\P{IsGreek}", "a"));
        assert!(fits(r"[\p{IsGreek}x]+", "αx") && fits(r"a\.b\/", "a.b/"));
        assert!(translate(r"\u0041").is_err() && translate(r"\p{IsNowhere}").is_err() && translate(r"a\").is_err());
    }

    #[test]
    fn quantities() {
        assert!(fits("a{2}", "aa") && fits("a{2,3}b{1,}", "aaab") && !fits("a{2}", "a") && fits("a{,2}", ""));
        assert!(translate("a{2").is_err() && translate("(a").is_err() && translate("a)").is_err());
        assert!(translate("*").is_err() && translate("((a{1,1000}){1,1000}){1,1000}").is_err());
        assert!(translate(&"(".repeat(100_000)).is_err());
    }
}
