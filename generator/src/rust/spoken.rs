//! Which names code speaks of, for the imports of a file: exactly what it needs.

use foldhash::HashSet;
use proc_macro2::{TokenStream, TokenTree};

use crate::output::Piece;

/// The names that stand alone or begin a path.
#[derive(Default)]
pub(super) struct Spoken {
    names: HashSet<String>,
    /// Those with something in them: a method or a field is no module.
    modules: HashSet<String>,
}

impl Spoken {
    /// What the pieces of a file speak of.
    pub(super) fn of(pieces: &[Piece]) -> Self {
        let mut spoken = Spoken::default();
        for piece in pieces {
            match piece {
                Piece::Item(tokens) => spoken.tokens(tokens.clone()),
                Piece::Text(text) => spoken.text(text),
            }
        }
        spoken
    }

    /// What some code speaks of.
    pub(super) fn of_code(code: impl IntoIterator<Item = TokenStream>) -> Self {
        let mut spoken = Spoken::default();
        code.into_iter().for_each(|tokens| spoken.tokens(tokens));
        spoken
    }

    /// Whether the name stands alone or begins a path.
    pub(super) fn name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether something in the module is spoken of.
    pub(super) fn module(&self, name: &str) -> bool {
        self.modules.contains(name)
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let (mut colons, mut method) = (0, false);
        // A name that may turn out to be a module.
        let mut named: Option<String> = None;
        for token in tokens {
            let dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    if colons == 2 {
                        self.modules.extend(named.take());
                    }
                    continue;
                }
                // Behind two colons stands a later part of a path; behind one, a type; behind a dot, a method or a field.
                TokenTree::Ident(ident) => {
                    named = (colons != 2).then(|| ident.to_string());
                    if let Some(name) = named.as_ref().filter(|name| !method && !self.names.contains(*name)) {
                        self.names.insert(name.clone());
                    }
                }
                TokenTree::Group(group) => {
                    named = None;
                    self.tokens(group.stream());
                }
                _ => named = None,
            }
            colons = 0;
            method = dot;
        }
    }

    /// As [`tokens`](Self::tokens), of code that is laid out already; what stands in comments and texts is no code.
    fn text(&mut self, text: &str) {
        let code = text.lines().filter(|line| !line.trim_start().starts_with("///"));
        for code in code.flat_map(outside_of_texts) {
            let mut before = None;
            let mut rest = code;
            while let Some(first) = rest.chars().next() {
                let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                if end == 0 {
                    before = Some(first);
                    rest = &rest[first.len_utf8()..];
                    continue;
                }
                let (name, behind) = rest.split_at(end);
                if !matches!(before, Some(':' | '.')) {
                    self.take(name, behind.starts_with("::"));
                }
                before = None;
                rest = behind;
            }
        }
    }

    fn take(&mut self, name: &str, is_module: bool) {
        if !self.names.contains(name) {
            self.names.insert(name.to_owned());
        }
        if is_module && !self.modules.contains(name) {
            self.modules.insert(name.to_owned());
        }
    }
}

/// What of a line of code stands outside of its texts.
fn outside_of_texts(line: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), line);
    while let Some((code, text)) = rest.split_once('"') {
        found.push(code);
        let hashes = code.len() - code.trim_end_matches('#').len();
        let is_raw = code.trim_end_matches('#').ends_with('r');
        let end = if is_raw {
            text.find(&format!("\"{}", "#".repeat(hashes))).map(|at| at + 1 + hashes)
        } else {
            let mut escaped = false;
            let ends = |byte: u8| {
                let ends = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                ends
            };
            text.bytes().position(ends).map(|at| at + 1)
        };
        rest = end.and_then(|end| text.get(end..)).unwrap_or_default();
    }
    found.push(rest);
    found
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_modules() {
        let code =
            "fn a(json: xml::Reader, b: Option<models::c::D>) -> Uuid { self.time(fmt).json::<T>(); super::E::new() }";
        let tokens: TokenStream = code.parse().unwrap();
        for spoken in [Spoken::of_code([tokens]), Spoken::of(&[Piece::Text(code.replace(": ", ":  "))])] {
            for name in ["xml", "models", "Option", "Uuid", "fmt", "T", "super"] {
                assert!(spoken.name(name), "{name}");
            }
            for name in ["D", "E", "time", "Reader"] {
                assert!(!spoken.name(name), "{name}");
            }
            assert!(spoken.module("xml") && spoken.module("models") && spoken.module("super"));
            assert!(!spoken.module("fmt") && !spoken.module("c"));
        }
    }

    #[test]
    fn comments_and_texts_are_no_code() {
        let spoken =
            Spoken::of(&[Piece::Text("/// Uuid::new\n    time = \"json::Value\" or \"x\", Style::Form".to_owned())]);
        assert!(!spoken.name("Uuid") && !spoken.module("json") && spoken.module("Style") && spoken.name("time"));
        let quoted = r##"const("\""), path("/a/{Style}") => r"x\" Fixed, r#"Uuid"#, b: Kept"##;
        let spoken = Spoken::of(&[Piece::Text(quoted.to_owned())]);
        assert!(!spoken.name("Style") && !spoken.name("Uuid") && spoken.name("Fixed") && spoken.name("Kept"));
    }
}
