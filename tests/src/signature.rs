//! Azure Batch SharedKey, computed a second time: from the request as a server received it, not as the client meant it.
//! Written from the rules alone, so that the runtime's signer and this one can only agree by both being right.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::request::Request;

/// The headers whose values are signed without their names, in this order.
const SIGNED: [&str; 11] = [
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range",
];

/// The text that is signed for a method, a request target and the headers of the message.
pub fn string_to_sign(account: &str, method: &str, target: &str, headers: &[(String, String)]) -> String {
    let mut lines = vec![method.to_owned()];
    for name in SIGNED {
        let found = headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name));
        lines.push(found.map(|(_, value)| value.clone()).unwrap_or_default());
    }
    // As the service's own clients have it: the spelling counts, `Ocp-Date` would not be signed.
    let mut own: Vec<_> = headers.iter().filter(|(name, _)| name.contains("ocp-")).collect();
    own.sort();
    lines.extend(own.iter().map(|(name, value)| format!("{}:{value}", name.to_lowercase())));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    lines.push(format!("/{account}{path}"));
    let mut first = std::collections::BTreeMap::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decode(value);
        if !value.is_empty() {
            first.entry(decode(name)).or_insert(value);
        }
    }
    lines.extend(first.iter().map(|(name, value)| format!("{name}:{value}")));
    lines.join("\n")
}

/// The value of `Authorization`.
pub fn authorization(account: &str, key_base64: &str, string_to_sign: &str) -> String {
    let key = STANDARD.decode(key_base64).expect("a key in base64");
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).expect("a key of any length");
    mac.update(string_to_sign.as_bytes());
    format!("SharedKey {account}:{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// Stops the test unless the request is signed with this key, as it was received.
pub fn check(request: &Request, account: &str, key_base64: &str) {
    assert!(request.has_header_spelled("ocp-date"), "ocp-date is signed only in lower case:\n{request:?}");
    let text = string_to_sign(account, request.method(), request.target(), &request.headers);
    let expected = authorization(account, key_base64, &text);
    assert_eq!(request.header("authorization"), Some(expected.as_str()), "the signature of\n{text}\nfor\n{request:?}");
}

/// `%XX` and `+` decoded, as forms have it.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        (rest, _) = match (byte, hex) {
            (b'%', Some(value)) => (&tail[2..], bytes.push(value)),
            (b'+', _) => (tail, bytes.push(b' ')),
            _ => (tail, bytes.push(*byte)),
        };
    }
    String::from_utf8(bytes).expect("a query in UTF-8")
}
