//! Finds what a person wants to read in an error body whose type is not known, or could not be read.

use serde_json::Value;

/// How deep a wrapper may be: `{"error": {..}}`, `{"odata.error": {..}}`.
const WRAPPERS: &[&str] = &["error", "odata.error", "Error", "fault"];

/// The service's code and message, as far as the usual places have them.
pub(crate) fn code_and_message(body: &[u8]) -> (Option<String>, Option<String>) {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match body.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => match serde_json::from_slice::<Value>(body) {
            Ok(value) => in_json(&value),
            Err(_) => (None, None),
        },
        Some(b'<') => {
            let text = String::from_utf8_lossy(body);
            (xml_text(&text, "Code"), xml_text(&text, "Message"))
        }
        _ => (None, None),
    }
}

fn in_json(value: &Value) -> (Option<String>, Option<String>) {
    let at = WRAPPERS.iter().find_map(|name| value.get(name).filter(|inner| inner.is_object())).unwrap_or(value);
    let find = |names: &[&str]| names.iter().find_map(|name| at.get(name).and_then(text_of));
    // RFC 9457: title and detail. RFC 6749, 5.2: error and error_description.
    let code = find(&["code", "Code", "errorCode", "error", "title"]);
    let message = find(&["message", "Message", "detail", "error_description", "description"]);
    (code, message)
}

/// A text, a number, or the text of OData's `{"lang": .., "value": ..}`.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(members) => members.get("value").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

/// The text of the first element of this local name, if it has only text.
fn xml_text(xml: &str, name: &str) -> Option<String> {
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, content) = after.split_once('>')?;
        rest = content;
        let found = tag.split([' ', '\t', '\r', '\n', '/']).next().unwrap_or_default();
        if found.rsplit(':').next() == Some(name) && !tag.ends_with('/') && !tag.starts_with(['/', '!', '?']) {
            let text = content.split('<').next().unwrap_or_default().trim();
            return (!text.is_empty()).then(|| {
                let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
                text.replace("&apos;", "'").replace("&amp;", "&")
            });
        }
    }
    None
}

/// The start of a body as one line of text; empty for what is not text.
pub(crate) fn start_of(body: &[u8]) -> String {
    let start = body.get(..800).unwrap_or(body);
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The cut may have gone through a character.
        Err(error) if error.error_len().is_none() => {
            start.get(..error.valid_up_to()).and_then(|s| std::str::from_utf8(s).ok()).unwrap_or("")
        }
        Err(_) => return format!("{} bytes that are not UTF-8", body.len()),
    };
    one_line(text.trim_start_matches('\u{feff}'), 200)
}

/// At most `limit` characters, with every run of blanks and control characters as one blank.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.chars().count() > limit {
            break;
        }
    }
    match line.char_indices().nth(limit) {
        Some((end, _)) => format!("{}...", line.get(..end).unwrap_or_default()),
        None => line,
    }
}
