//! What leads from one page of a list to the next, where the answer has no address for it in its body: links in headers
//! (RFC 8288), and parameters of the query that take a cursor or count.

use url::{Url, form_urlencoded};

use super::param::{ParamValue, ToParam, escape, escape_name};
use super::response::Response;

/// The address of the answer with `cursor` in the query as `name`; `None` where there is no cursor, or an empty one.
pub fn next_cursor<T, H>(response: &Response<T, H>, name: &str, cursor: Option<&impl ToParam>) -> Option<String> {
    match cursor?.to_param() {
        ParamValue::Text(cursor) if !cursor.is_empty() => Some(with_query(response.url(), name, &cursor)),
        _ => None,
    }
}

/// The address of the answer with the number of items before the next page in the query as `name`; it is `first` where it
/// is not there. `None` after a page without items.
pub fn next_offset<T, H>(response: &Response<T, H>, name: &str, first: u64, items: usize) -> Option<String> {
    raised(response.url(), name, first, u64::try_from(items).ok()?)
}

/// The address of the answer with the number of the next page in the query as `name`; it is `first` where it is not there.
/// `None` after a page without items.
pub fn next_page<T, H>(response: &Response<T, H>, name: &str, first: u64, items: usize) -> Option<String> {
    raised(response.url(), name, first, u64::from(items > 0))
}

fn raised(url: &Url, name: &str, first: u64, by: u64) -> Option<String> {
    let number = match url.query_pairs().find(|(key, _)| key == name) {
        Some((_, text)) => text.parse().ok()?,
        None => first,
    };
    let next = number.checked_add(by)?;
    (by > 0).then(|| with_query(url, name, &next.to_string()))
}

/// The address with this value in its query, in place of what stood there by that name. All else stays as it is spelled.
fn with_query(url: &Url, name: &str, value: &str) -> String {
    let is_other = |pair: &&str| form_urlencoded::parse(pair.as_bytes()).next().is_some_and(|(key, _)| key != name);
    let others = url.query().unwrap_or_default().split('&').filter(is_other).map(str::to_owned);
    let query: Vec<String> = others.chain([format!("{}={}", escape_name(name), escape(value))]).collect();
    let mut next = url.clone();
    next.set_query(Some(&query.join("&")));
    next.into()
}

/// The address with the relation `next` in the `Link` headers of an answer, as it stands there.
pub fn next_link<T, H>(response: &Response<T, H>) -> Option<String> {
    response.raw_headers().get_all("link").find_map(|line| with_relation(line, "next"))
}

/// The first address of `line` that has the relation.
fn with_relation(line: &str, relation: &str) -> Option<String> {
    let mut rest = line;
    loop {
        // What comes before the next `<` is at best the comma between two links.
        let (address, behind) = rest.split_once('<')?.1.split_once('>')?;
        let mut parameters = behind;
        let mut found = false;
        loop {
            parameters = parameters.trim_start();
            let Some(after) = parameters.strip_prefix(';') else { break };
            let end = after.find(['=', ';', ',']).unwrap_or(after.len());
            let (name, value) = after.split_at(end);
            let text = match value.strip_prefix('=') {
                None => {
                    parameters = value;
                    String::new()
                }
                Some(value) => {
                    let (text, behind) = text_or_token(value.trim_start());
                    parameters = behind;
                    text
                }
            };
            found |= name.trim().eq_ignore_ascii_case("rel")
                && text.split_ascii_whitespace().any(|one| one.eq_ignore_ascii_case(relation));
        }
        if found {
            return Some(address.trim().to_owned());
        }
        rest = parameters;
    }
}

/// A quoted text or a token (RFC 9110, 5.6), and what comes behind it.
fn text_or_token(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([';', ',']).unwrap_or(text.len());
        let (token, behind) = text.split_at(end);
        return (token.trim().to_owned(), behind);
    };
    let mut said = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (said, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => said.extend(chars.next().map(|(_, escaped)| escaped)),
            char => said.push(char),
        }
    }
    (said, "")
}
