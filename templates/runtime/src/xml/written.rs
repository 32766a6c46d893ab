//! What is written: declarations, names and characters, of which none is let out that XML does not have.

use super::error::Error;
use super::markup::next_special;
use super::names::{is_local_name, is_name};
use super::scope::{Declared, XML, XMLNS};
use super::unescape::is_char;

/// Declares prefixes, in a start tag.
pub(super) fn declarations(all: &[(String, String)], out: &mut String) -> Result<(), Error> {
    for (prefix, uri) in all {
        check_prefix(prefix, uri)?;
        out.push_str(" xmlns");
        if !prefix.is_empty() {
            out.push(':');
            out.push_str(prefix);
        }
        out.push_str("=\"");
        escape(uri, true, out)?;
        out.push('"');
    }
    Ok(())
}

/// What may be declared (Namespaces in XML, 3 and 4): the two namespaces of XML itself have their own prefixes and no other.
pub(super) fn check_prefix(prefix: &str, uri: &str) -> Result<(), Error> {
    let may_be = match prefix {
        "xml" => uri == XML,
        "xmlns" => false,
        _ if matches!(uri, XML | XMLNS) => false,
        "" => true,
        _ => is_name(prefix) && !prefix.contains(':') && !uri.is_empty(),
    };
    if !may_be {
        return Err(Error::new(format!("the prefix {prefix:?} cannot be declared for the namespace {uri:?}")));
    }
    Ok(())
}

/// Names come from a description, but those of kept trees from a user.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    if is_local_name(name) {
        Ok(())
    } else {
        Err(Error::new(format!("{name:?} is no name for an element or attribute")))
    }
}

/// An attribute may stand once in a tag, whatever its prefix (Namespaces in XML, 6.3): the name that stands twice among
/// these, which are written with prefixes of this scope.
pub(super) fn twice<'a>(names: impl ExactSizeIterator<Item = &'a str> + Clone, scope: &'a Declared) -> Option<&'a str> {
    /// Up to so many, each is compared with each.
    const FEW: usize = 12;
    let key = |name: &'a str| {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let has_own = matches!(prefix, "" | "xml");
        (local, if has_own { prefix } else { scope.uri(prefix).unwrap_or_default() })
    };
    if names.len() > FEW {
        let mut keys: Vec<_> = names.map(key).collect();
        keys.sort_unstable();
        return keys.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| Some(pair.first()?.0));
    }
    let mut rest = names;
    while let Some(name) = rest.next() {
        let (local, _) = key(name);
        if rest.clone().any(|other| other.ends_with(local) && key(other) == key(name)) {
            return Some(local);
        }
    }
    None
}

/// Escapes what would be taken for markup, and white space that a reader would change (XML 1.0, 2.11 and 3.3.3).
pub(super) fn escape(text: &str, attribute: bool, out: &mut String) -> Result<(), Error> {
    let special = |character: char| match character {
        '<' | '&' | '>' | '\r' => true,
        '"' | '\t' | '\n' => attribute,
        _ => character < ' ' && !matches!(character, '\t' | '\n') || matches!(character, '\u{FFFE}' | '\u{FFFF}'),
    };
    // Most texts have none of them.
    let plain = next_special(text.as_bytes(), 0, b'>');
    if plain == text.len() && !(attribute && text.contains('"')) {
        out.push_str(text);
        return Ok(());
    }
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut characters = from.chars();
        match characters.next() {
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('&') => out.push_str("&amp;"),
            Some('"') => out.push_str("&quot;"),
            Some(character) if is_char(character) => out.push_str(&format!("&#x{:X};", u32::from(character))),
            Some(character) => return Err(Error::new(format!("XML cannot hold the character {character:?}"))),
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    Ok(())
}
