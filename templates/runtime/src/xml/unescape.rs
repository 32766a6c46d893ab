//! References and white space in raw text (XML 1.0, 2.11, 3.3.3 and 4.1).

/// Appends raw text from between tags, with line ends made uniform.
pub(super) fn text(raw: &str, out: &mut String) -> Result<(), String> {
    check(raw)?;
    if !raw.contains('\r') {
        out.push_str(raw);
        return Ok(());
    }
    let mut pieces = raw.split('\r');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        if !piece.starts_with('\n') {
            out.push('\n');
        }
        out.push_str(piece);
    }
    Ok(())
}

/// Appends a raw attribute value: references resolved, white space made blanks.
pub(super) fn attribute(raw: &str, out: &mut String) -> Result<(), String> {
    check(raw)?;
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'\t' | b'\n' | b'\r')) {
        out.push_str(raw);
        return Ok(());
    }
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(reference) = from.strip_prefix('&') {
            let (name, after) = reference.split_once(';').ok_or("a `&` begins no reference")?;
            entity(name, out)?;
            rest = after;
        } else {
            out.push(' ');
            rest = from.strip_prefix("\r\n").or_else(|| from.get(1..)).unwrap_or_default();
        }
    }
    out.push_str(rest);
    Ok(())
}

/// Appends what a reference stands for: one of the five entities that XML itself has, or a character.
pub(super) fn entity(name: &str, out: &mut String) -> Result<(), String> {
    out.push(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => character(name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            let why = match name.starts_with('#') {
                true => "XML has no such character (XML 1.0, 4.1)",
                false => "entities of a document are not expanded",
            };
            format!("`&{shown};` is no reference that can be resolved: {why}")
        })?,
    });
    Ok(())
}

fn character(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let code = match number.strip_prefix('x') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(digits, 16).ok()?,
        None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok()?,
        _ => return None,
    };
    char::from_u32(code).filter(|character| is_char(*character))
}

/// Whether XML 1.0 can hold the character (2.2).
pub(super) fn is_char(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Looks for characters that XML 1.0 cannot hold (2.2).
pub(super) fn check(raw: &str) -> Result<(), String> {
    if raw.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Err("a control character, which XML cannot hold".to_owned());
    }
    if raw.contains(['\u{FFFE}', '\u{FFFF}']) {
        return Err("a character that is none, U+FFFE or U+FFFF".to_owned());
    }
    Ok(())
}

/// Looks, in text between markup, also for the end of a section, which may not stand there (2.4).
pub(super) fn check_text(raw: &str) -> Result<(), String> {
    if raw.contains("]]>") {
        return Err("`]]>` ends no section; as text it is written `]]&gt;`".to_owned());
    }
    check(raw)
}
