//! Items as text: those whose layout is always the same, and the tables that the runtime's macros read.

use super::docs;

/// The longest line of a table.
pub(super) const WIDTH: usize = 116;

/// Entries one after another, as many on a line as it holds.
pub(super) fn fill(text: &mut String, depth: usize, entries: &[String]) {
    let lead = "    ".repeat(depth);
    let mut length = WIDTH + 1;
    for (at, entry) in entries.iter().enumerate() {
        let width = entry.chars().count() + 2;
        if length + width > WIDTH {
            if at > 0 {
                text.push('\n');
            }
            text.push_str(&lead);
            length = lead.len();
        } else {
            text.push(' ');
        }
        text.push_str(entry);
        text.push(',');
        length += width;
    }
    text.push('\n');
}

/// A table of a macro: `record! { Name { entries } tail }`.
pub(super) fn table(kind: &str, name: &str, entries: &[String], tail: &str) -> String {
    let line = format!("{kind}! {{ {name} {{ {} }}{tail} }}", entries.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut text = format!("{kind}! {{ {name} {{\n");
    fill(&mut text, 1, entries);
    text.push_str(&format!("}}{tail} }}"));
    text
}

/// Doc comments.
pub(super) fn lines(text: &mut String, depth: usize, paragraphs: &[String]) {
    let lead = "    ".repeat(depth);
    for line in docs::text(paragraphs) {
        let blank = if line.is_empty() { "" } else { " " };
        text.push_str(&format!("{lead}///{blank}{line}\n"));
    }
}

/// The mark of what should not be used any more.
pub(super) fn deprecated(text: &mut String, depth: usize, mark: Option<&crate::ir::Deprecated>) {
    let Some(mark) = mark else { return };
    let lead = "    ".repeat(depth);
    match &mark.reason {
        Some(reason) => text.push_str(&format!("{lead}#[deprecated = {reason:?}]\n")),
        None => text.push_str(&format!("{lead}#[deprecated]\n")),
    }
}
