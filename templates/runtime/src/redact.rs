//! What may be shown of requests and answers: everything that is not known to be harmless stays hidden.

use url::Url;

use super::redacted::HIDDEN;

/// Header fields whose values hold no secret.
const HARMLESS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "allow",
    "api-version",
    "cache-control",
    "client-request-id",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "dataserviceid",
    "date",
    "etag",
    "expires",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-unmodified-since",
    "last-modified",
    "ocp-date",
    "range",
    "request-id",
    "retry-after",
    "return-client-request-id",
    "server",
    "transfer-encoding",
    "user-agent",
    "vary",
    "x-correlation-id",
    "x-ms-client-request-id",
    "x-ms-request-id",
    "x-ms-version",
    "x-request-id",
];

/// Query parameters whose values hold no secret.
const HARMLESS_QUERY: &[&str] = &["api-version"];

/// A header's value as it may be shown.
pub(crate) fn header_value<'a>(name: &str, value: &'a str) -> &'a str {
    if HARMLESS.iter().any(|harmless| name.eq_ignore_ascii_case(harmless)) { value } else { HIDDEN }
}

/// A URL without user, password and fragment, and with the values of its query hidden.
pub(crate) fn url(url: &Url) -> String {
    let mut text = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
    if let Some(port) = url.port() {
        text.push(':');
        text.push_str(&port.to_string());
    }
    text.push_str(url.path());
    for (n, pair) in url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).enumerate() {
        text.push(if n == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            Some((name, value)) if HARMLESS_QUERY.contains(&name) || value.is_empty() => text.push_str(pair),
            Some((name, _)) => {
                text.push_str(name);
                text.push('=');
                text.push_str(HIDDEN);
            }
            // A query that is no list of parameters may be anything.
            None => text.push_str(HIDDEN),
        }
    }
    text
}

/// A `Location` or link as it may be shown, whether or not it is a whole URL.
pub(crate) fn link(text: &str) -> String {
    match Url::parse(text) {
        Ok(parsed) if parsed.has_host() => url(&parsed),
        _ => match text.split_once(['?', '#']) {
            Some((path, _)) => format!("{path}?{HIDDEN}"),
            None => text.to_owned(),
        },
    }
}
