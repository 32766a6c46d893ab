//! What would be a link, HTML or a bare address in a line of CommonMark, made text; what is escaped already stays so.

/// Escapes what would be a link, HTML or a bare address; code spans and escapes stay.
pub(super) fn escape(line: &str) -> String {
    escaped(line, false)
}

/// `in_link`: no link stands within another, and addresses are text there.
fn escaped(line: &str, in_link: bool) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        // Both characters are one (CommonMark 2.4): the second one means nothing any more.
        if let Some(length) = escape_length(rest) {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        if first == '`' {
            let ticks = rest.chars().take_while(|c| *c == '`').count();
            let mark = &rest[..ticks];
            match rest[ticks..].find(mark) {
                Some(end) => {
                    let whole = ticks + end + ticks;
                    out.push_str(&rest[..whole]);
                    rest = &rest[whole..];
                }
                None => {
                    out.push('\\');
                    out.push_str(mark);
                    rest = &rest[ticks..];
                }
            }
            continue;
        }
        if let Some((link, length)) = inline_link(rest) {
            out.push_str(&link);
            rest = &rest[length..];
            continue;
        }
        if let Some(length) = bare_address(rest).filter(|_| !in_link) {
            out.push('<');
            out.push_str(&rest[..length]);
            out.push('>');
            rest = &rest[length..];
            continue;
        }
        if first == '<' {
            if let Some(length) = autolink(rest) {
                let inside = if in_link { 1..length - 1 } else { 0..length };
                out.push_str(&rest[inside]);
                rest = &rest[length..];
                continue;
            }
            if let Some(length) = line_break(rest) {
                rest = &rest[length..];
                if !rest.is_empty() {
                    out.push(' ');
                }
                continue;
            }
        }
        match first {
            '[' | ']' | '<' | '>' if !(first == '>' && out.is_empty()) => {
                out.push('\\');
                out.push(first);
            }
            // Text direction marks would show one thing and be another (rustc refuses them in comments).
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
        rest = &rest[first.len_utf8()..];
    }
    out
}

/// The length of an escaped character at the beginning.
fn escape_length(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [b'\\', second, ..] if second.is_ascii_punctuation() => Some(2),
        _ => None,
    }
}

/// An address as the target of a link.
pub(super) fn address(url: &str) -> String {
    url.trim().replace([' ', '\n'], "%20").replace('<', "%3C").replace('>', "%3E")
}

/// `<br>` in its spellings.
fn line_break(text: &str) -> Option<usize> {
    ["<br>", "<br/>", "<br />", "<BR>", "<p>", "</p>", "<p/>"]
        .iter()
        .find(|tag| text.starts_with(**tag))
        .map(|tag| tag.len())
}

/// `[text](address)`: kept when the address leads somewhere by itself, else only its text.
fn inline_link(text: &str) -> Option<(String, usize)> {
    let image = text.starts_with("![");
    let open = usize::from(image);
    if !text[open..].starts_with('[') {
        return None;
    }
    let close = open + 1 + label_length(&text[open + 1..])?;
    let label = &text[open + 1..close];
    let behind = text[close..].strip_prefix("](")?;
    let (target, end) = match behind.strip_prefix('<').and_then(|inside| inside.split_once(">)")) {
        Some((target, _)) => (target, target.len() + 3),
        None => behind.split_once(')').map(|(target, _)| (target, target.len() + 1))?,
    };
    let is_bracketed = behind.starts_with('<');
    let whole = close + 2 + end;
    let target = target.trim();
    let label = escaped(label, true);
    let goes_somewhere = ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
    let target = address(target.split_whitespace().next().unwrap_or_default());
    let target = if is_bracketed { format!("<{target}>") } else { target };
    Some(match goes_somewhere && !image && !label.trim().is_empty() {
        true => (format!("[{label}]({target})"), whole),
        false => (label, whole),
    })
}

/// The length of the text of a link, up to the bracket that ends it; none where there is another one in it.
fn label_length(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        match next {
            ']' => return Some(at),
            '[' | '\n' => return None,
            _ => at += escape_length(&text[at..]).unwrap_or(next.len_utf8()),
        }
    }
    None
}

/// The length of an address that stands in angle brackets (CommonMark 6.5).
fn autolink(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?.split_once('>')?.0;
    let is_address = inside.starts_with("http://") || inside.starts_with("https://");
    let is_one_word = !inside.contains(|c: char| c == '<' || c.is_whitespace() || c.is_control());
    (is_address && is_one_word).then_some(inside.len() + 2)
}

/// The length of an address that stands in the text as it is.
fn bare_address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let stop = |c: char| c.is_whitespace() || "<>\"'`()[]{}|\\^*".contains(c);
    let mut end = text.find(stop).unwrap_or(text.len());
    while text[..end].ends_with(['.', ',', ';', ':', '!', '?']) {
        end -= 1;
    }
    (end > scheme.len()).then_some(end)
}
