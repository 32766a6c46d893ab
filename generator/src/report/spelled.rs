//! Tokens as one line of text, spaced as people do.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens of a type or a signature on one line.
pub(super) fn spelled(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut joint = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(ident) => word(&mut text, &ident.to_string()),
            TokenTree::Literal(literal) => word(&mut text, &literal.to_string()),
            TokenTree::Punct(punct) => {
                let mark = punct.as_char();
                if matches!(mark, '-' | '+' | '=') && !joint {
                    text.push(' ');
                }
                text.push(mark);
                joint = punct.spacing() == Spacing::Joint;
                let arrow = text.ends_with("->");
                let apart = match mark {
                    ',' => true,
                    '+' | '=' => !joint,
                    ':' => !joint && !text.ends_with("::"),
                    _ => arrow,
                };
                if apart {
                    text.push(' ');
                }
                continue;
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                text.push_str(&spelled(&group.stream()));
                text.push_str(close);
            }
        }
        joint = false;
    }
    text.trim_end_matches([',', ' ']).to_owned()
}

fn word(text: &mut String, word: &str) {
    if text.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | ')' | ']' | '"')) {
        text.push(' ');
    }
    text.push_str(word);
}
