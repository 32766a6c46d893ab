//! Code in prose that rustdoc would take for Rust: blocks that are only indented, and fences without a language or with one.
//! Where such blocks are is for a parser of CommonMark to say, the one that rustdoc has.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// How often what was mended is looked at again: taking one block apart may make another.
const ROUNDS: usize = 8;

/// The language of code that is no test.
const TEXT: &str = "text";

/// The same prose, in which no code is Rust.
pub(super) fn as_text(prose: String) -> String {
    // Most has none.
    if !["    ", "```", "~~~"].iter().any(|sign| prose.contains(sign)) {
        return prose;
    }
    let mut prose = prose;
    for _ in 0..ROUNDS {
        let blocks = blocks(&prose);
        if blocks.is_empty() {
            return prose;
        }
        prose = mended(&prose, &blocks);
    }
    // What is no block by now is prose.
    let lines = prose.lines().map(str::trim_start).filter(|line| !line.starts_with("```") && !line.starts_with("~~~"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A block that is not marked as text.
struct Block {
    range: Range<usize>,
    fenced: bool,
}

fn blocks(prose: &str) -> Vec<Block> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(prose, options).into_offset_iter();
    let found = events.filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some(Block { range, fenced: false }),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if *language != *TEXT => {
            Some(Block { range, fenced: true })
        }
        _ => None,
    });
    found.collect()
}

fn mended(prose: &str, blocks: &[Block]) -> String {
    let mut out = String::with_capacity(prose.len());
    let mut start = 0;
    for line in prose.split_inclusive('\n') {
        let own = start..start + line.len();
        start = own.end;
        let block = blocks.iter().find(|block| block.range.start < own.end && own.start < block.range.end.max(1));
        match block {
            Some(block) if !block.fenced => out.push_str(&without_indent(line)),
            // Only the line that opens it says its language.
            Some(block) if own.contains(&block.range.start) => out.push_str(&with_language(line)),
            _ => out.push_str(line),
        }
    }
    out
}

/// A line of an indented block as one of prose: behind the marks of quotations and lists there is one blank.
fn without_indent(line: &str) -> String {
    match line.find("    ") {
        Some(at) => {
            let (marks, rest) = line.split_at(at);
            let blank = if marks.is_empty() { "" } else { " " };
            format!("{}{blank}{}", marks.trim_end_matches(' '), rest.trim_start_matches(' '))
        }
        None => line.trim_start_matches(' ').to_owned(),
    }
}

/// A line that opens a fence, with the language `text`.
fn with_language(line: &str) -> String {
    let Some(at) = ["```", "~~~"].iter().filter_map(|mark| line.find(mark)).min() else { return line.to_owned() };
    let (before, fence) = line.split_at(at);
    let mark = fence.chars().next().unwrap_or('`');
    let length = fence.chars().take_while(|one| *one == mark).count();
    let end = if line.ends_with('\n') { "\n" } else { "" };
    format!("{before}{}{TEXT}{end}", mark.to_string().repeat(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_rust() {
        for text in [
            "```json\n{}\n```\n    {\"indented\": true}",
            "-     `a` the first (\n-     `b` the second (",
            "> Note:\n>\n>     curl -X GET (",
            "> ```json\n> {}\n> ```",
            "1. one\n\n   ```\n   x (\n   ```\n\n       deeper (",
            "# Usage\n    curl (\n\nmore",
            "a\n\n        deep\n\n            deeper\n",
        ] {
            let mended = as_text(text.to_owned());
            assert!(blocks(&mended).is_empty(), "{text}\n->\n{mended}");
            let words = |text: &str| text.matches(char::is_alphanumeric).filter(|c| !TEXT.contains(*c)).count();
            assert!(words(&mended) + 4 >= words(text), "{mended}");
        }
        assert_eq!(as_text(">     curl".to_owned()), "> curl");
        assert_eq!(as_text("-     a".to_owned()), "- a");
    }

    #[test]
    fn what_is_no_code_stays() {
        for text in ["- a\n    - b\n        - c", "```text\n    x\n```", "plain", "a    b"] {
            assert_eq!(as_text(text.to_owned()), text);
        }
    }
}
