//! How results are shown: tables of text, and causes by how often they are met.

#![allow(clippy::print_stdout)] // This is what a command of a terminal is for.

use std::collections::HashMap;
use std::io::Write;

/// Says on the standard error what keeps the command from its work.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(std::io::stderr(), "error: {message}");
}

/// Says on the standard error how far it is.
pub(crate) fn progress(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

/// Prints a line.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Prints rows under a head; the first column to the left, the others to the right.
pub(crate) fn print(head: &[&str], rows: &[Vec<String>]) {
    let width = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count());
        cells.chain(head.get(at).map(|cell| cell.chars().count())).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, &width))| if at == 0 { format!("{cell:width$}") } else { format!("{cell:>width$}") });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    say(&line(&head.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()));
    rows.iter().for_each(|row| say(&line(row)));
}

/// Things that went wrong, by cause: how often, in how many documents, and the first of each.
#[derive(Debug, Default)]
pub(crate) struct Causes {
    found: Vec<Cause>,
    known: HashMap<String, usize>,
}

#[derive(Debug)]
struct Cause {
    name: String,
    count: usize,
    documents: Vec<String>,
    example: String,
}

impl Causes {
    /// One more of the cause `name` in `document`.
    pub(crate) fn add(&mut self, name: &str, document: &str, example: impl FnOnce() -> String) {
        let at = *self.known.entry(name.to_owned()).or_insert_with(|| {
            let (name, example) = (name.to_owned(), format!("{document}: {}", example()));
            self.found.push(Cause { name, count: 0, documents: Vec::new(), example });
            self.found.len() - 1
        });
        if let Some(cause) = self.found.get_mut(at) {
            cause.count += 1;
            if cause.documents.last().is_none_or(|last| last != document) {
                cause.documents.push(document.to_owned());
            }
        }
    }

    /// Prints them under a title, those of the most documents first.
    pub(crate) fn print(&self, title: &str) {
        let mut sorted: Vec<&Cause> = self.found.iter().collect();
        sorted.sort_by_key(|it| std::cmp::Reverse((it.documents.len(), it.count)));
        let total: usize = sorted.iter().map(|it| it.count).sum();
        say(&format!("\n{title}: {total}"));
        for it in sorted {
            let documents = it.documents.len();
            let s = if documents == 1 { "" } else { "s" };
            say(&format!("{:6} in {documents} document{s}: {}\n         {}", it.count, it.name, it.example));
        }
    }
}

/// A message without the names in it, so that like ones are told to be like.
pub(crate) fn pattern(message: &str) -> String {
    let parts = message.split('`').enumerate().map(|(at, part)| if at % 2 == 1 { "_" } else { part });
    parts.collect::<Vec<_>>().join("`")
}

/// Seconds of CPU, in tenths.
pub(crate) fn seconds(usage: Option<super::usage::Usage>) -> String {
    usage.map_or("-".to_owned(), |it| format!("{:.1}", it.cpu))
}

/// Peak memory in MiB.
pub(crate) fn mebibytes(usage: Option<super::usage::Usage>) -> String {
    usage.map_or("-".to_owned(), |it| format!("{}", it.peak >> 20))
}

/// A number with commas between thousands.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_messages_are_one() {
        assert_eq!(pattern("cannot find `a` in `b`"), "cannot find `_` in `_`");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
