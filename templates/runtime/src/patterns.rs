//! Patterns of XML Schema in the notation of the `regex` crate, which knows no characters of names.
//!
//! The generator compiles patterns by this file, too, so that what it lets into a crate is what the crate understands.

/// A pattern that fits all of a text; the characters of names (`\i`, `\I`, `\c`, `\C`) are as XML Schema has them.
///
/// # Errors
/// What the crate has no room for, or no notation.
pub(super) fn whole(pattern: &str) -> Result<regex::Regex, regex::Error> {
    regex::Regex::new(&format!("^(?:{})$", written_out(pattern)))
}

/// What may begin a name, and what else may stand in one (XML 1.0, 2.3), as parts of a class.
const NAME_START: &str = r"_:A-Za-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}";
const NAME_MORE: &str = r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}";

/// A pattern with the characters of names written out.
fn written_out(pattern: &str) -> String {
    let (mut out, mut left) = (String::new(), pattern.chars());
    while let Some(c) = left.next() {
        match (c, if c == '\\' { left.next() } else { None }) {
            ('\\', Some('i')) => out.push_str(&format!("[{NAME_START}]")),
            ('\\', Some('I')) => out.push_str(&format!("[^{NAME_START}]")),
            ('\\', Some('c')) => out.push_str(&format!("[{NAME_START}{NAME_MORE}]")),
            ('\\', Some('C')) => out.push_str(&format!("[^{NAME_START}{NAME_MORE}]")),
            (c, escaped) => {
                out.push(c);
                out.extend(escaped);
            }
        }
    }
    out
}
