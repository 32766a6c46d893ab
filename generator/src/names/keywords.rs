//! Words that Rust keeps for itself, and how a name that is one of them is spelled.

/// Keywords that may be used as `r#name` (The Rust Reference, "Keywords": strict, reserved, and those of edition 2024).
const RAW: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const NEVER: &[&str] = &["Self", "crate", "self", "super", "_"];

/// `name` as an identifier: itself, raw, or with an underscore behind it.
pub(super) fn escape(name: &str) -> String {
    if NEVER.contains(&name) {
        format!("{name}_")
    } else if RAW.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}
