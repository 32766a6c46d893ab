//! Names (XML 1.0, 2.3).

/// Whether a text is a name; it may have colons.
pub(super) fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(begins) && characters.all(goes_on)
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
