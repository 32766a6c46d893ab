//! Names (XML 1.0, 2.3).

/// Whether a text is a name; it may have colons.
pub(super) fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(begins) && characters.all(goes_on)
}

/// Whether a text is a name without a colon (Namespaces in XML, 3): a prefix, or a name behind one.
pub(super) fn is_local_name(text: &str) -> bool {
    is_plain(text) || is_name(text) && !text.contains(':')
}

/// Whether a name may begin with the character.
pub(super) fn begins(character: char) -> bool {
    match character {
        ':' | '_' => true,
        _ if character.is_ascii() => character.is_ascii_alphabetic(),
        '\u{C0}'..='\u{2FF}' => !matches!(character, '\u{D7}' | '\u{F7}'),
        '\u{370}'..='\u{1FFF}' => character != '\u{37E}',
        '\u{200C}' | '\u{200D}' => true,
        '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' => true,
        '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}' => true,
        _ => false,
    }
}

/// Whether the character may stand behind the first of a name.
pub(super) fn goes_on(character: char) -> bool {
    match character {
        '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}' | '\u{2040}' => true,
        _ => begins(character),
    }
}

/// Where a run of letters, digits and a few marks ends that begins with a letter here.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let rest = bytes.get(start..)?;
    if !begins_plain(rest) {
        return None;
    }
    let is_plain = |byte: u8| PLAIN.get(usize::from(byte)).copied().unwrap_or(false);
    rest.iter().position(|byte| !is_plain(*byte)).map(|length| start + length)
}

/// The bytes of which most names are made.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 0x80 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        byte += 1;
    }
    table
};

/// Whether a name, or a part of one, is as most are.
#[inline]
fn is_plain(name: &str) -> bool {
    begins_plain(name.as_bytes()) && plain_end(name.as_bytes(), 0).is_none()
}

#[inline]
fn begins_plain(name: &[u8]) -> bool {
    name.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_')
}
