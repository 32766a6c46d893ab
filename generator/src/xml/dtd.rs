//! The internal subset of a document type declaration, as far as it can change what a document says: general entities
//! with their text. Parameter entities, external entities and everything else are passed over.

use std::collections::HashMap;

/// How many bytes the entities of a document may expand to.
const MAX_EXPANSION: usize = 1 << 20;
/// How deep entities may refer to one another.
const MAX_DEPTH: usize = 8;

/// The general entities of a document, and how much of what they may expand to is left.
#[derive(Debug)]
pub(super) struct Entities {
    declared: HashMap<String, String>,
    left: usize,
}

/// Why references could not be expanded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The entity of this name is not declared here.
    Unknown(String),
    /// There is too much of it.
    Endless,
    /// It is not a reference.
    Malformed,
}

impl Default for Entities {
    fn default() -> Self {
        Entities { declared: HashMap::new(), left: MAX_EXPANSION }
    }
}

impl Entities {
    /// The general entities that a document type declaration declares.
    pub(super) fn declared_in(doctype: &str) -> Self {
        Entities { declared: entities(doctype), ..Entities::default() }
    }

    /// An attribute's value: blanks normalised, references expanded (XML 1.0, 3.3.3).
    pub(super) fn attribute_value(&mut self, raw: &str) -> Result<String, Problem> {
        let raw = raw.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
        if raw.contains('&') { self.expand(&raw) } else { Ok(raw) }
    }

    /// Text with its references expanded.
    pub(super) fn expand(&mut self, raw: &str) -> Result<String, Problem> {
        let mut out = String::with_capacity(raw.len());
        let Entities { declared, left } = self;
        expand(declared, left, raw, 0, &mut out)?;
        Ok(out)
    }
}

fn expand(
    declared: &HashMap<String, String>,
    left: &mut usize,
    mut raw: &str,
    depth: usize,
    out: &mut String,
) -> Result<(), Problem> {
    while let Some((before, reference)) = raw.split_once('&') {
        let (name, after) = reference.split_once(';').ok_or(Problem::Malformed)?;
        out.push_str(before);
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            out.push(code.ok().and_then(char::from_u32).ok_or(Problem::Malformed)?);
        } else if let Some(text) = quick_xml::escape::resolve_predefined_entity(name) {
            out.push_str(text);
        } else {
            let text = declared.get(name).ok_or_else(|| Problem::Unknown(name.to_owned()))?;
            *left = left.checked_sub(text.len() + 1).ok_or(Problem::Endless)?;
            if depth >= MAX_DEPTH {
                return Err(Problem::Endless);
            }
            expand(declared, left, text, depth + 1, out)?;
        }
        raw = after;
    }
    out.push_str(raw);
    Ok(())
}

/// The general entities that an internal subset declares, with their replacement text; the first declaration of a name
/// counts (XML 1.0, 4.2).
fn entities(doctype: &str) -> HashMap<String, String> {
    let mut entities = HashMap::new();
    let Some((_, mut rest)) = doctype.split_once('[') else { return entities };
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if let Some(pi) = rest.strip_prefix("<?") {
            rest = pi.split_once("?>").map_or("", |(_, after)| after);
        } else {
            let (declaration, after) = declaration(rest);
            if let Some((name, value)) = declaration.strip_prefix("<!ENTITY").and_then(general) {
                entities.entry(name).or_insert(value);
            }
            rest = after;
        }
    }
    entities
}

/// Splits behind the `>` that ends the declaration; one inside quotes does not.
fn declaration(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return (&text[..at], &text[at + 1..]),
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    (text, "")
}

/// ` name "value"`: an entity whose text stands in the declaration itself. Those with `%`, `SYSTEM` or `PUBLIC` do not.
fn general(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let (name, value) = text.split_once(char::is_whitespace)?;
    let value = value.trim();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value.strip_prefix(quote)?.strip_suffix(quote)?;
    (name != "%").then(|| (name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_entities_are_found_among_everything_else() {
        let found = entities(
            "xs:schema PUBLIC \"-//A//B\" \"b.dtd\" [ <!-- <!ENTITY no 'x'> --> <!ATTLIST a b CDATA 'x>y'>\n\
             <!ENTITY % p ''><!ENTITY far SYSTEM 'far.ent'> <!ENTITY a \"1>2\"><?pi <!ENTITY no 'x'>?><!ENTITY a 'second'> ]",
        );
        assert_eq!(found, HashMap::from([("a".to_owned(), "1>2".to_owned())]));
    }
}
