//! Links in headers (RFC 8288).

use super::response::Response;

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
