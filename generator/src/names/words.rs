//! Text to identifiers: case by heck, and words for characters that no identifier can hold.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::keywords;

/// `text` as the name of a function, a field, a variable or a module.
pub(super) fn snake(text: &str) -> String {
    keywords::escape(&start_well(&spell(text).to_snake_case(), "n"))
}

/// `text` as the name of a type or a variant.
pub(super) fn camel(text: &str) -> String {
    keywords::escape(&start_well(&spell(text).to_upper_camel_case(), "N"))
}

/// The words of `name`, a name of a type or a variant, behind those of `parent`, where it begins with these and goes on
/// with what is a name by itself.
pub(super) fn without<'a>(name: &'a str, parent: &str) -> Option<&'a str> {
    let rest = name.strip_prefix(parent).filter(|_| !parent.is_empty())?;
    (rest.starts_with(char::is_uppercase) && camel(rest) == rest).then_some(rest)
}

/// An identifier cannot start with a digit, and cannot be empty.
fn start_well(name: &str, digit_prefix: &str) -> String {
    match name.chars().next() {
        None => match digit_prefix {
            "N" => "Empty".to_owned(),
            _ => "empty".to_owned(),
        },
        Some(first) if unicode_ident::is_xid_start(first) => name.to_owned(),
        Some(_) => format!("{digit_prefix}{name}"),
    }
}

/// Writes out what would be lost: signs in front of digits, and names made of signs alone.
fn spell(text: &str) -> String {
    let has_word = text.chars().any(unicode_ident::is_xid_continue_letter);
    let is_generic = is_generic(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut previous: Option<char> = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let word = match c {
            // In front of a unit; set in capitals it would look like an M.
            'µ' | 'μ' if !previous.is_some_and(is_greek) && next.is_some_and(|n| n.is_ascii_alphabetic()) => {
                Some("micro")
            }
            // A capital that has no small letter.
            _ if c.is_uppercase() && c.to_lowercase().eq([c]) => Some(""),
            _ if unicode_ident::is_xid_continue(c) && c != '_' => None,
            '+' if !has_word || next.is_some_and(|n| n.is_ascii_digit()) || next.is_none() => Some("plus"),
            // In front of a word a sign says which way to sort.
            '+' if previous.is_none() && next.is_some_and(char::is_alphanumeric) => Some("plus"),
            '-' if previous.is_none() && (!has_word || next.is_some_and(char::is_alphanumeric)) => Some("minus"),
            '<' | '>' if is_generic => Some(""),
            _ if has_word && !telling(c, previous, next) => Some(""),
            c => sign(c),
        };
        match word {
            None => out.push(c),
            // What no word is known for has a number.
            Some("") if !has_word || c.is_uppercase() => out.push_str(&format!(" u{:04x} ", u32::from(c))),
            Some(word) => {
                out.push(' ');
                out.push_str(word);
                out.push(' ');
            }
        }
        previous = Some(c);
    }
    out
}

/// Whether the name is written like a type with parameters: `Page<User>`.
fn is_generic(text: &str) -> bool {
    text.ends_with('>') && text.find('<').is_some_and(|open| open > 0 && open + 2 < text.len())
}

/// Whether a sign among words says something: a leading `$` or `@`, a `<` or `>`, a `.` between digits.
fn telling(c: char, previous: Option<char>, next: Option<char>) -> bool {
    match c {
        '<' | '>' | '=' | '!' | '*' | '%' => previous.is_none() || next.is_none(),
        '.' => previous.is_some_and(|p| p.is_ascii_digit()) && next.is_some_and(|n| n.is_ascii_digit()),
        _ => false,
    }
}

fn is_greek(c: char) -> bool {
    ('\u{370}'..'\u{400}').contains(&c)
}

fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '!' => "not",
        '?' => "question",
        '=' => "equal",
        '<' => "less",
        '>' => "greater",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '%' => "percent",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '(' => "left parenthesis",
        ')' => "right parenthesis",
        '[' => "left bracket",
        ']' => "right bracket",
        '{' => "left brace",
        '}' => "right brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        '_' => "underscore",
        ' ' => "blank",
        _ => "",
    })
}

mod unicode_ident {
    pub(super) use ::unicode_ident::{is_xid_continue, is_xid_start};

    /// A letter or a digit: what makes a name a word.
    pub(super) fn is_xid_continue_letter(c: char) -> bool {
        c != '_' && is_xid_continue(c)
    }
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn words() {
        let cases = [
            ("$select", "select", "Select"),
            ("client-request-id", "client_request_id", "ClientRequestId"),
            ("odata.nextLink", "odata_next_link", "OdataNextLink"),
            ("ETag", "e_tag", "ETag"),
            ("publicIPAddress", "public_ip_address", "PublicIpAddress"),
            ("type", "r#type", "Type"),
            ("self", "self_", "Self_"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("1.0", "n1_dot_0", "N1Dot0"),
            ("", "empty", "Empty"),
            ("+", "plus", "Plus"),
            ("-", "minus", "Minus"),
            ("<=", "less_equal", "LessEqual"),
            ("größe", "größe", "Größe"),
            ("名前", "名前", "名前"),
            ("µm", "micro_m", "MicroM"),
            ("μήνας", "μήνας", "Μήνας"),
            ("-name", "minus_name", "MinusName"),
            ("+id", "plus_id", "PlusId"),
            ("Page<User>", "page_user", "PageUser"),
            ("List<Map<A,B>>", "list_map_a_b", "ListMapAB"),
            ("a>", "a_greater", "AGreater"),
            ("€", "u20ac", "U20ac"),
            ("½", "u00bd", "U00bd"),
            ("\u{1d4b3}a", "u1d4b3_a", "U1d4b3A"),
            ("2xx", "n2xx", "N2xx"),
            ("_id", "id", "Id"),
            ("a/b c", "a_b_c", "ABC"),
        ];
        for (text, lower, upper) in cases {
            assert_eq!(snake(text), lower, "snake of {text:?}");
            assert_eq!(camel(text), upper, "camel of {text:?}");
        }
    }
}
