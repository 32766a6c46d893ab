//! What people wrote inside `xs:documentation` and `doc` as CommonMark: XHTML where they used it, plain text otherwise.

use super::{Element, Node};

/// The content of `element` as CommonMark; empty where there is nothing to read.
///
/// Paragraphs, lists, headings, code, emphasis and links are kept, of any namespace (authors often forget XHTML's);
/// of other elements the text is kept.
pub fn markdown(element: &Element) -> String {
    let mut writer = Writer::default();
    writer.children(element);
    writer.finish()
}

/// Plain text as CommonMark: paragraphs stay apart, indentation goes, characters that would mean something are escaped.
pub fn plain(text: &str) -> String {
    let mut writer = Writer::default();
    writer.text(text);
    writer.finish()
}

#[derive(Default)]
struct Writer {
    blocks: Vec<String>,
    line: String,
    /// What the next block begins with: a list item's mark, a heading's.
    lead: String,
    indent: usize,
}

impl Writer {
    fn children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.text(text),
                Node::Element(element) => self.element(element),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        match &*element.local {
            "p" | "div" | "dl" | "dt" | "dd" | "table" | "tr" | "blockquote" | "section" => self.block(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_block();
                self.lead = "# ".to_owned();
                self.block(element);
                self.lead.clear();
            }
            "ul" | "ol" => {
                self.end_block();
                self.children(element);
                self.end_block();
            }
            "li" => {
                self.end_block();
                self.lead = "- ".to_owned();
                self.indent += 2;
                self.children(element);
                self.end_block();
                self.lead.clear();
                self.indent -= 2;
            }
            "br" => self.end_block(),
            "pre" => {
                self.end_block();
                let text = element.text();
                let text = text.trim_matches('\n').trim_end();
                if !text.trim().is_empty() {
                    self.blocks.push(format!("```text\n{text}\n```"));
                }
            }
            "code" | "tt" | "kbd" | "samp" => {
                let text = collapse(&element.text());
                if !text.is_empty() {
                    let fence = if text.contains('`') { "``" } else { "`" };
                    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
                    self.line.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
                }
            }
            "em" | "i" => self.wrapped(element, "*"),
            "b" | "strong" => self.wrapped(element, "**"),
            "a" => match element.attribute("href").map(|a| a.value.trim()) {
                Some(href) if href.starts_with("http://") || href.starts_with("https://") => {
                    let text = collapse(&element.text());
                    let href = href.replace(' ', "%20").replace('>', "%3E").replace('<', "%3C");
                    if text.is_empty() || text == href {
                        self.line.push_str(&format!("<{href}>"));
                    } else {
                        self.line.push_str(&format!("[{}](<{href}>)", escape(&text)));
                    }
                }
                _ => self.children(element),
            },
            "script" | "style" => {}
            _ => self.children(element),
        }
    }

    fn block(&mut self, element: &Element) {
        self.end_block();
        self.children(element);
        self.end_block();
    }

    fn wrapped(&mut self, element: &Element, mark: &str) {
        let text = collapse(&element.text());
        if !text.is_empty() {
            self.line.push_str(&format!("{mark}{}{mark}", escape(&text)));
        }
    }

    /// Text between tags: an empty line ends a paragraph.
    fn text(&mut self, text: &str) {
        let mut blank = false;
        for (at, line) in text.split('\n').enumerate() {
            let trimmed = line.trim();
            if trimmed.is_empty() {
                blank |= at > 0;
                if !line.is_empty() || at > 0 {
                    self.space();
                }
                continue;
            }
            if blank && at > 1 {
                self.end_block();
            }
            blank = false;
            if at > 0 || line.starts_with(char::is_whitespace) {
                self.space();
            }
            self.line.push_str(&escape(&collapse(trimmed)));
            if line.ends_with(char::is_whitespace) {
                self.space();
            }
        }
    }

    fn space(&mut self) {
        if !self.line.is_empty() && !self.line.ends_with(' ') {
            self.line.push(' ');
        }
    }

    fn end_block(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        let lead = std::mem::take(&mut self.lead);
        let indent = " ".repeat(self.indent.saturating_sub(lead.len().min(self.indent)));
        let line = if lead.is_empty() { shield(line) } else { line.to_owned() };
        self.blocks.push(format!("{indent}{lead}{line}"));
    }

    fn finish(mut self) -> String {
        self.end_block();
        let mut out = String::new();
        for block in &self.blocks {
            if !out.is_empty() {
                // Items of a list stand close together; everything else is a paragraph of its own.
                let item = block.trim_start().starts_with("- ");
                let after_item = out.rsplit('\n').next().is_some_and(|l| l.trim_start().starts_with("- "));
                out.push_str(if item && after_item { "\n" } else { "\n\n" });
            }
            out.push_str(block);
        }
        out
    }
}

fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Escapes what CommonMark, and rustdoc beyond it (tables, struck text, dashes), would read as markup inside a line; an
/// address leads where it says.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = ' ';
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(length) = address(rest) {
            let (address, behind) = rest.split_at(length);
            // Who wrote the brackets meant the same.
            let is_bracketed = out.ends_with("\\<") && behind.starts_with('>');
            out.truncate(out.len() - if is_bracketed { 2 } else { 0 });
            out.push_str(&format!("<{address}>"));
            rest = behind.get(usize::from(is_bracketed)..).unwrap_or_default();
            previous = '>';
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let next = rest.chars().next().unwrap_or(' ');
        let special = match c {
            // At the end of a line it would break it.
            '\\' => !next.is_alphanumeric(),
            '`' | '[' | ']' | '~' | '|' => true,
            '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
            '*' => !(previous.is_whitespace() && next.is_whitespace()),
            '_' => !(previous.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next == '#' || next.is_ascii_alphabetic(),
            '-' => previous == '-',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        previous = c;
    }
    out
}

/// The length of an address at the beginning, without what ends the sentence around it.
fn address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let stop = |c: char| c.is_whitespace() || c.is_control() || "<>\"'`()[]{}|\\^*".contains(c);
    let whole = &text[..text.find(stop).unwrap_or(text.len())];
    let length = whole.trim_end_matches(['.', ',', ';', ':', '!', '?']).len();
    (length > scheme.len()).then_some(length)
}

/// Escapes what would be markup at the beginning of a line.
fn shield(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line.as_bytes() {
        [b'#' | b'>' | b'=', ..] | [b'+' | b'-'] => format!("\\{line}"),
        [b'+' | b'-' | b'*', b' ', ..] | [b'-', b'\\', ..] => format!("\\{line}"),
        _ if digits > 0 && line[digits..].starts_with([')', '.']) && digits < 10 => {
            format!("{}\\{}", &line[..digits], &line[digits..])
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Diagnostics;
    use crate::source::Sources;

    fn of(xml: &str) -> String {
        let mut sources = Sources::new();
        let file = sources.add("doc.xml", format!("<doc xmlns:h='http://www.w3.org/1999/xhtml'>{xml}</doc>"));
        markdown(&crate::xml::read(&sources, file, &mut Diagnostics::new()).unwrap())
    }

    #[test]
    fn plain_text_loses_its_indentation_and_keeps_its_paragraphs() {
        assert_eq!(of("\n    One\n    two.\n\n    Three.\n  "), "One two.\n\nThree.");
        assert_eq!(of("  "), "");
    }

    #[test]
    fn markup_of_plain_text_is_escaped() {
        assert_eq!(of("a [b] &lt;c&gt; d_e *f* `g`"), "a \\[b\\] \\<c> d_e \\*f\\* \\`g\\`");
        assert_eq!(of("1. first"), "1\\. first");
        assert_eq!(of("# not a heading"), "\\# not a heading");
        assert_eq!(of("* not an item"), "\\* not an item");
        assert_eq!(of("a ~b~ | c -- d\\"), "a \\~b\\~ \\| c -\\- d\\\\");
        assert_eq!(of("---"), "\\-\\-\\-");
    }

    #[test]
    fn addresses_are_links() {
        assert_eq!(of("[b](http://x.example/a_b_), then"), "\\[b\\](<http://x.example/a_b_>), then");
        assert_eq!(of("&lt;http://x.example&gt;."), "<http://x.example>.");
        assert_eq!(of("http://"), "http://");
    }

    #[test]
    fn xhtml_becomes_commonmark() {
        assert_eq!(
            of("See <h:a href='http://x/y'>the <h:b>page</h:b></h:a>, <h:i>now</h:i>: <h:code>a_b</h:code>.\
                <h:ul><h:li>one</h:li><h:li>two</h:li></h:ul><h:p>End</h:p>"),
            "See [the page](<http://x/y>), *now*: `a_b`.\n\n- one\n- two\n\nEnd"
        );
        assert_eq!(of("<p>A</p><pre>\nx\n  y\n</pre>"), "A\n\n```text\nx\n  y\n```");
    }
}
