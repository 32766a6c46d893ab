//! Percent-encoding (RFC 3986, section 2), for each place as much as is safe there.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters (RFC 3986, 2.3): safe everywhere.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Names in a query: of the characters that a query may hold (RFC 3986, 3.4) those stay that no reader of a query takes
/// for anything else, since services know their parameters as `$select` and `meta:page`.
const NAME: &AsciiSet = &STRICT.remove(b',').remove(b'/').remove(b':').remove(b'@').remove(b'$').remove(b'*');

/// Percent-encodes all but unreserved characters.
pub fn escape(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}

/// Percent-encodes the name of a query parameter: unreserved characters and `, / : @ $ *` stay.
pub fn escape_name(text: &str) -> String {
    utf8_percent_encode(text, NAME).to_string()
}

/// Percent-encodes all but unreserved and reserved characters, and leaves triplets alone (RFC 6570, 3.2.3). A `#` is
/// encoded all the same: it would end the query (OpenAPI 3.0.4, 4.7.12.2 leaves that to the caller). So is, when it is sent,
/// a `'`, as in every query of `http:` (URL Standard, 1.3, the special-query percent-encode set).
pub fn escape_reserved(text: &str) -> String {
    keep(text, b":/?[]@!$&'()*+,;=")
}

/// The same in a path, where a `?` would end it and brackets have no place (RFC 3986, 3.3).
pub(super) fn escape_in_path(text: &str) -> String {
    keep(text, b":/@!$&'()*+,;=")
}

fn keep(text: &str, reserved: &[u8]) -> String {
    let mut escaped = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    for (at, character) in text.char_indices() {
        let stays = match u8::try_from(character) {
            Ok(b'%') => is_hex(at + 1) && is_hex(at + 2),
            Ok(byte) => byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || reserved.contains(&byte),
            Err(_) => false,
        };
        if stays {
            escaped.push(character);
        } else {
            let mut buffer = [0; 4];
            escaped.extend(utf8_percent_encode(character.encode_utf8(&mut buffer), STRICT));
        }
    }
    escaped
}
