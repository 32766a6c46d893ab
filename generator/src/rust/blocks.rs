//! Text in prose that is set apart by its indentation alone: entries of a list (`Args:` and the names below), which become
//! one, and other blocks, which become text as it stands.

/// The indentation that makes a block of code behind a blank line (CommonMark, 4.4).
const CODE: usize = 4;

/// How long the name of an entry may be.
const NAME: usize = 40;

/// The same prose, in which indentation means what it does in CommonMark.
pub(super) fn shaped(text: &str) -> String {
    let whole: Vec<&str> = text.lines().collect();
    if !whole.iter().any(|line| indent(line) > 1) {
        return text.to_owned();
    }
    let lines = without_margin(&whole);
    let mut out: Vec<String> = Vec::new();
    let (mut at, mut in_list, mut fence) = (0, false, None);
    while let Some(&line) = lines.get(at) {
        let trimmed = line.trim_start();
        let in_fence = fence.is_some();
        match fence {
            // One ends with a mark of its kind, at least as long, and nothing else (CommonMark, 4.5).
            Some(open)
                if fence_mark(trimmed).is_some_and(|mark| mark.starts_with(open) && mark == trimmed.trim_end()) =>
            {
                fence = None;
            }
            Some(_) => {}
            None => fence = fence_mark(trimmed),
        }
        let in_fence = in_fence || fence.is_some();
        let blank_before = out.last().is_none_or(|last| last.trim().is_empty());
        if is_item(trimmed) {
            in_list = true;
        } else if blank_before && indent(line) == 0 && !trimmed.is_empty() {
            in_list = false;
        }
        let above = out.iter().rev().find(|line| !line.trim().is_empty());
        let is_set_apart = above.is_some_and(|above| indent(above) + 1 < indent(line));
        if in_list || in_fence || trimmed.is_empty() || !is_set_apart {
            out.push(line.to_owned());
            at += 1;
            continue;
        }
        let block = block(&lines[at..]);
        let announces = above.is_some_and(|above| above.trim_end().ends_with(':'));
        // Levels within levels are more than a list of names.
        let is_flat = |line: &&str| indent(line) <= indent(block[0]) || !is_entry(line) && !is_item(line.trim_start());
        let is_list = announces && block.iter().filter(|line| !line.trim().is_empty()).all(is_flat);
        if is_list && block.iter().all(|line| indent(line) > indent(block[0]) || is_entry(line)) {
            if !blank_before {
                out.push(String::new());
            }
            let margin = indent(block[0]);
            out.extend(block.iter().filter(|line| !line.trim().is_empty()).map(|line| {
                let mark = if indent(line) == margin { "- " } else { "  " };
                format!("{mark}{}", line.trim())
            }));
            if lines.get(at + block.len()).is_some_and(|next| !next.trim().is_empty()) {
                out.push(String::new());
            }
        } else if blank_before && indent(line) >= CODE && !block.iter().any(|line| line.contains("```")) {
            let margin =
                block.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min().unwrap_or(0);
            out.push("```text".to_owned());
            out.extend(block.iter().map(|line| line.get(margin..).unwrap_or_default().to_owned()));
            out.push("```".to_owned());
        } else {
            out.extend(block.iter().map(|line| (*line).to_owned()));
        }
        at += block.len();
    }
    out.join("\n")
}

/// The mark that begins or ends a fence.
fn fence_mark(line: &str) -> Option<&str> {
    let kind = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.len() - line.trim_start_matches(kind).len();
    line.get(..length).filter(|mark| mark.len() >= 3)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The lines without what all but the first are indented by, as where a text is written within code.
fn without_margin<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let Some((first, rest)) = lines.split_first() else { return Vec::new() };
    let margin = rest.iter().filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min().unwrap_or(0);
    if margin < CODE || is_item(first.trim_start()) || first.trim_end().ends_with(':') {
        return lines.to_vec();
    }
    let rest = rest.iter().map(|line| line.get(margin..).unwrap_or_default());
    std::iter::once(*first).chain(rest).collect()
}

/// The lines that are indented as far as the first, or further; blank ones only between them.
fn block<'b, 'a>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let margin = lines.first().map_or(0, |line| indent(line));
    let end = lines.iter().position(|line| !line.trim().is_empty() && indent(line) < margin).unwrap_or(lines.len());
    let last = lines[..end].iter().rposition(|line| !line.trim().is_empty()).unwrap_or(0);
    &lines[..=last]
}

/// Whether a line begins an item of a list, or a row of a table, or a quotation.
fn is_item(line: &str) -> bool {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    line.starts_with(['|', '>'])
        || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
        || (digits > 0 && line[digits..].starts_with(['.', ')']))
}

/// Whether a line is a name and what is said of it: `limit (int): How many.`
fn is_entry(line: &str) -> bool {
    let line = line.trim();
    let Some((name, said)) = line.split_once(':') else { return line.is_empty() };
    let word = name.split(" (").next().unwrap_or(name);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '*' | '`');
    (said.is_empty() || said.starts_with(' '))
        && name.chars().count() <= NAME
        && (word == name || name.ends_with(')'))
        && !word.is_empty()
        && word.chars().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::shaped;

    #[test]
    fn blocks_keep_their_shape() {
        let cases = [
            (
                "Args:\n\n    a: one\n    b (int): two\n      more\n\nEnd",
                "Args:\n\n- a: one\n- b (int): two\n  more\n\nEnd",
            ),
            ("Args:\n  a: one\nReturns:\n  Nothing", "Args:\n\n- a: one\n\nReturns:\n  Nothing"),
            ("As in:\n\n    {\n      1\n    }", "As in:\n\n```text\n{\n  1\n}\n```"),
            ("One.\n\n    Two.\n\n    Three.", "One.\n\nTwo.\n\nThree."),
            ("- a\n\n    more of a", "- a\n\n    more of a"),
            ("1. a:\n    b: c", "1. a:\n    b: c"),
            ("```\nx:\n    y: z\n```", "```\nx:\n    y: z\n```"),
            ("````\n```\nx:\n    y: z\n```\n````", "````\n```\nx:\n    y: z\n```\n````"),
            ("~~~\n```\n~~~\nArgs:\n  a: one", "~~~\n```\n~~~\nArgs:\n\n- a: one"),
            (
                "As in:\n\n    key:\n      nested: 1\n    other: 2",
                "As in:\n\n```text\nkey:\n  nested: 1\nother: 2\n```",
            ),
        ];
        for (from, to) in cases {
            assert_eq!(shaped(from), to, "of {from:?}");
        }
    }
}
