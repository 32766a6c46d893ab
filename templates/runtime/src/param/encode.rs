//! The styles of parameters: every cell of the table of OpenAPI 3.0.4, section 4.7.12.5, by the rules of RFC 6570.
//!
//! What the table leaves open: a list or an object without items is left out, as an undefined variable is; items
//! without a value are skipped; a delimited style with `explode` is written as `form` is; a list that is a member of an
//! exploded object in a query or a cookie stands there item by item (`page=0&sort=a&sort=b`); `deepObject` nests
//! (`x[a][b]=v`), marks the items of a list (`x[]=1&x[]=2`, `x[a][]=1&x[a][]=2`), and numbers those that are objects
//! (`x[0][a]=1&x[1][a]=2`), which nothing else would keep apart. Lists in lists, and an item that holds its own
//! delimiter where it cannot be escaped, are errors.

use super::escape::{escape, escape_in_path, escape_name, escape_reserved};
use super::{ParamError, ParamValue, Style};

/// Turns text into what may stand in the place that it goes to.
type Escape = fn(&str) -> String;

/// The text of a path parameter. Every character that is not unreserved is percent-encoded, so that no value can end
/// its segment; that a whole segment is not `.` or `..` is for the caller to see, who knows what stands beside it. With
/// `allow_reserved` (OpenAPI 3.2, `x-ms-skip-url-encoding`) what may stand in a path stays, slashes too, and so do triplets
/// (RFC 6570, 3.2.3).
///
/// # Errors
/// An absent or empty value (the path would be another), a value without a form in the style.
pub fn encode_path(
    name: &str,
    value: &ParamValue,
    style: Style,
    explode: bool,
    allow_reserved: bool,
) -> Result<String, ParamError> {
    let escape: Escape = if allow_reserved { escape_in_path } else { escape };
    let text = match style {
        Style::Label => join(name, value, explode, ".", if explode { "." } else { "," }, escape)?,
        Style::Matrix => matrix(name, value, explode, ",", escape)?,
        Style::SpacedMatrix if holds(name, value, ' ')? => {
            return Err(no_form(name, "an item that holds the character between items"));
        }
        Style::SpacedMatrix => matrix(name, value, false, "%20", escape)?,
        Style::Json => escape(json_text(name, value)?),
        _ => match delimiter(style) {
            Some((character, _)) if holds(name, value, character)? => {
                return Err(no_form(name, "an item that holds the character between items"));
            }
            Some((_, encoded)) => join(name, value, explode, "", encoded, escape)?,
            None => join(name, value, explode, "", ",", escape)?,
        },
    };
    if text.is_empty() {
        return Err(ParamError::ChangesPath { name: name.to_owned(), value: text });
    }
    Ok(text)
}

/// The pairs `name=value` of a query parameter, ready to be joined by `&`; none for an absent value.
///
/// # Errors
/// A value without a form in the style.
pub fn encode_query(
    name: &str,
    value: &ParamValue,
    style: Style,
    explode: bool,
    allow_reserved: bool,
) -> Result<Vec<String>, ParamError> {
    let escape: Escape = if allow_reserved { escape_reserved } else { escape };
    let key = escape_name(name);
    match value {
        ParamValue::Absent => Ok(Vec::new()),
        ParamValue::Invalid(why) => Err(invalid(name, why)),
        ParamValue::Text(text) => Ok(vec![format!("{key}={}", escape(text))]),
        _ if style == Style::Json => Ok(vec![format!("{key}={}", escape(json_text(name, value)?))]),
        _ if style == Style::DeepObject => {
            let mut pairs = Vec::new();
            deep(name, &key, value, escape, &mut pairs)?;
            Ok(pairs)
        }
        ParamValue::List(items) if explode => {
            let items = texts(name, items.iter())?;
            Ok(items.into_iter().map(|text| format!("{key}={}", escape(text))).collect())
        }
        ParamValue::Object(members) if explode => {
            let mut pairs = Vec::new();
            for (member, value) in members {
                let key = escape_name(member);
                let values = match value {
                    ParamValue::Absent => Vec::new(),
                    ParamValue::List(items) => texts(name, items.iter())?,
                    _ => vec![text(name, value)?],
                };
                pairs.extend(values.into_iter().map(|text| format!("{key}={}", escape(text))));
            }
            Ok(pairs)
        }
        ParamValue::List(_) | ParamValue::Object(_) => {
            let parts = flat(name, value)?;
            if parts.is_empty() {
                return Ok(Vec::new());
            }
            let between = match delimiter(style) {
                None => ",",
                Some((character, _)) if parts.iter().any(|part| part.contains(character)) => {
                    return Err(no_form(name, "an item that holds the character between items"));
                }
                Some((_, encoded)) => encoded,
            };
            let parts: Vec<String> = parts.into_iter().map(escape).collect();
            Ok(vec![format!("{key}={}", parts.join(between))])
        }
    }
}

/// The value of a header parameter, which is not percent-encoded; `None` for an absent value.
///
/// # Errors
/// A value with line breaks or other control characters, with blanks around it, or without a form.
pub fn encode_header(
    name: &str,
    value: &ParamValue,
    style: Style,
    explode: bool,
) -> Result<Option<String>, ParamError> {
    if value.is_absent() {
        return Ok(None);
    }
    // Nothing is encoded in a header, so a comma in an item would make two of it.
    let between = delimiter(style).map_or(',', |(character, _)| character);
    if holds(name, value, between)? {
        return Err(no_form(name, "an item that holds the character between items"));
    }
    // Blanks there are no part of what a header says (RFC 9110, 5.5 and 5.6.1), and would be gone on the other side.
    if flat(name, value)?.iter().any(|part| part.trim_matches([' ', '\t']).len() < part.len()) {
        return Err(no_form(name, "a value that begins or ends with a blank"));
    }
    let text = join(name, value, explode, "", between.encode_utf8(&mut [0; 4]), str::to_owned)?;
    match text.chars().find(|character| character.is_control() && *character != '\t') {
        Some(character) => Err(ParamError::BadCharacter { name: name.to_owned(), character }),
        None => Ok(Some(text)),
    }
}

/// The pairs `name=value` of a cookie parameter, ready to be joined by `; `, which is what separates cookies (RFC 6265,
/// 4.2.1; OpenAPI's table has `&` there, which no server takes apart). None for an absent value. In the style `cookie`
/// (OpenAPI 3.2) nothing is encoded.
///
/// # Errors
/// A value without a form; in the style `cookie` also one that would end the cookie.
pub fn encode_cookie(name: &str, value: &ParamValue, style: Style, explode: bool) -> Result<Vec<String>, ParamError> {
    match value {
        _ if style == Style::Cookie => plain_cookie(name, value, explode),
        ParamValue::Text(text) => Ok(vec![format!("{}={}", escape(name), escape(text))]),
        _ => encode_query(name, value, Style::Form, explode, false),
    }
}

/// The pairs of a cookie of which nothing is encoded.
fn plain_cookie(name: &str, value: &ParamValue, explode: bool) -> Result<Vec<String>, ParamError> {
    let pairs = match value {
        ParamValue::Object(members) if explode => {
            let values = members.iter().filter(|(_, value)| *value != ParamValue::Absent);
            values
                .map(|(member, value)| Ok((member.as_str(), text(name, value)?)))
                .collect::<Result<_, ParamError>>()?
        }
        ParamValue::List(items) if explode => {
            texts(name, items.iter())?.into_iter().map(|text| (name, text)).collect::<Vec<_>>()
        }
        _ if value.is_absent() => Vec::new(),
        ParamValue::List(_) | ParamValue::Object(_) if holds(name, value, ',')? => {
            return Err(no_form(name, "an item that holds the character between items"));
        }
        _ => return Ok(vec![cookie_pair(name, name, &flat(name, value)?.join(","))?]),
    };
    pairs.into_iter().map(|(key, text)| cookie_pair(name, key, text)).collect()
}

/// One cookie, unless its name or value would end it (RFC 6265, 4.1.1).
fn cookie_pair(name: &str, key: &str, text: &str) -> Result<String, ParamError> {
    let ends = |character: &char| character.is_control() || *character == ';';
    match key.chars().find(|character| ends(character) || *character == '=').or_else(|| text.chars().find(ends)) {
        Some(character) => Err(ParamError::BadCharacter { name: name.to_owned(), character }),
        None => Ok(format!("{key}={text}")),
    }
}

/// The character between items in the delimited styles, and how it is written in a URL. Swagger 2.0 has them in paths and
/// headers too (`collectionFormat`).
fn delimiter(style: Style) -> Option<(char, &'static str)> {
    match style {
        Style::SpaceDelimited => Some((' ', "%20")),
        Style::PipeDelimited => Some(('|', "%7C")),
        Style::TabDelimited => Some(('\t', "%09")),
        _ => None,
    }
}

/// Whether one of several items holds this character, so that it could not be told from the one between them.
fn holds(name: &str, value: &ParamValue, character: char) -> Result<bool, ParamError> {
    match value {
        ParamValue::List(_) | ParamValue::Object(_) => {
            Ok(flat(name, value)?.iter().any(|part| part.contains(character)))
        }
        ParamValue::Absent | ParamValue::Text(_) | ParamValue::Invalid(_) => Ok(false),
    }
}

/// Lays a value out behind `prefix`, its items with `between`.
fn join(
    name: &str,
    value: &ParamValue,
    explode: bool,
    prefix: &str,
    between: &str,
    escape: Escape,
) -> Result<String, ParamError> {
    let parts: Vec<String> = match value {
        ParamValue::Absent => return Err(ParamError::Absent { name: name.to_owned() }),
        ParamValue::Invalid(why) => return Err(invalid(name, why)),
        ParamValue::Text(text) => return Ok(format!("{prefix}{}", escape(text))),
        ParamValue::Object(members) if explode => {
            let values = members.iter().filter(|(_, value)| *value != ParamValue::Absent);
            values
                .map(|(member, value)| Ok(format!("{}={}", escape(member), escape(text(name, value)?))))
                .collect::<Result<_, ParamError>>()?
        }
        _ => flat(name, value)?.into_iter().map(escape).collect(),
    };
    match parts.is_empty() {
        true => Ok(String::new()),
        false => Ok(format!("{prefix}{}", parts.join(between))),
    }
}

/// `;name=value`, with the name alone for an empty value.
fn matrix(name: &str, value: &ParamValue, explode: bool, between: &str, escape: Escape) -> Result<String, ParamError> {
    let written = |key: &str, text: &str| match text {
        "" => format!(";{}", escape(key)),
        _ => format!(";{}={text}", escape(key)),
    };
    let pair = |key: &str, text: &str| written(key, &escape(text));
    match value {
        ParamValue::Text(text) => Ok(pair(name, text)),
        ParamValue::List(items) if explode => {
            Ok(texts(name, items.iter())?.into_iter().map(|text| pair(name, text)).collect())
        }
        ParamValue::Object(members) if explode => {
            let values = members.iter().filter(|(_, value)| *value != ParamValue::Absent);
            values.map(|(member, value)| Ok(pair(member, text(name, value)?))).collect()
        }
        ParamValue::List(_) | ParamValue::Object(_) if flat(name, value)?.is_empty() => Ok(String::new()),
        _ => Ok(written(name, &join(name, value, false, "", between, escape)?)),
    }
}

/// `name[member]=value`, at any depth.
fn deep(name: &str, key: &str, value: &ParamValue, escape: Escape, pairs: &mut Vec<String>) -> Result<(), ParamError> {
    match value {
        ParamValue::Absent => {}
        ParamValue::Invalid(why) => return Err(invalid(name, why)),
        ParamValue::Text(text) => pairs.push(format!("{key}={}", escape(text))),
        ParamValue::List(items) => {
            // A name may have the mark of a list already.
            let key = key.strip_suffix("%5B%5D").unwrap_or(key);
            let numbered = items.iter().any(|item| matches!(item, ParamValue::Object(_)));
            for (number, item) in items.iter().filter(|item| **item != ParamValue::Absent).enumerate() {
                if matches!(item, ParamValue::List(_)) {
                    return Err(no_form(name, "a list in a list"));
                }
                let number = if numbered { number.to_string() } else { String::new() };
                deep(name, &format!("{key}%5B{number}%5D"), item, escape, pairs)?;
            }
        }
        ParamValue::Object(members) => {
            for (member, value) in members {
                deep(name, &format!("{key}%5B{}%5D", super::escape(member)), value, escape, pairs)?;
            }
        }
    }
    Ok(())
}

/// The items of a list, or the names and values of an object in turn.
fn flat<'a>(name: &str, value: &'a ParamValue) -> Result<Vec<&'a str>, ParamError> {
    match value {
        ParamValue::List(items) => texts(name, items.iter()),
        ParamValue::Object(members) => {
            let mut parts = Vec::new();
            for (member, value) in members.iter().filter(|(_, value)| *value != ParamValue::Absent) {
                parts.push(member.as_str());
                parts.push(text(name, value)?);
            }
            Ok(parts)
        }
        _ => Ok(vec![text(name, value)?]),
    }
}

fn texts<'a>(name: &str, items: impl Iterator<Item = &'a ParamValue>) -> Result<Vec<&'a str>, ParamError> {
    items.filter(|item| **item != ParamValue::Absent).map(|item| text(name, item)).collect()
}

fn text<'a>(name: &str, value: &'a ParamValue) -> Result<&'a str, ParamError> {
    match value {
        ParamValue::Text(text) => Ok(text),
        ParamValue::Invalid(why) => Err(invalid(name, why)),
        ParamValue::Absent => Err(ParamError::Absent { name: name.to_owned() }),
        ParamValue::List(_) => Err(no_form(name, "a list inside of a value")),
        ParamValue::Object(_) => Err(no_form(name, "an object inside of a value")),
    }
}

/// A JSON parameter comes as text already ([`AsJson`](super::AsJson)): other shapes have lost what JSON tells apart.
fn json_text<'a>(name: &str, value: &'a ParamValue) -> Result<&'a str, ParamError> {
    text(name, value)
}

fn invalid(name: &str, why: &str) -> ParamError {
    ParamError::Invalid { name: name.to_owned(), why: why.to_owned() }
}

fn no_form(name: &str, what: &'static str) -> ParamError {
    ParamError::NoForm { name: name.to_owned(), what }
}
