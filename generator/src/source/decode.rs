//! The text of a file, whatever it is encoded in.

use std::io;

/// The text of these bytes: UTF-8, UTF-16 with a byte order mark, or XML that declares its encoding.
///
/// # Errors
/// [`io::ErrorKind::InvalidData`] where they are no text.
pub(super) fn decode(bytes: Vec<u8>) -> io::Result<String> {
    let text = match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => declared(&bytes).or_else(|| String::from_utf8(bytes).ok()),
    };
    text.ok_or_else(|| {
        let message = "the file is neither UTF-8, nor UTF-16 with a byte order mark, nor XML that says what it is in";
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}

/// The text of an XML document that declares another encoding than UTF-8 (XML 1.0, 4.3.3); `None` for any other.
fn declared(bytes: &[u8]) -> Option<String> {
    const ESCAPE: u8 = 0x1B;
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = std::str::from_utf8(head.get(..head.windows(2).position(|pair| pair == b"?>")?)?).ok()?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let label = value.split(quote).nth(1)?;
    // What is UTF-8 all the same was converted by someone who did not tell; escapes are no characters of XML.
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&ESCAPE) {
        return None;
    }
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
    odd.is_empty().then(|| String::from_utf16(&units).ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_is_decoded() {
        assert_eq!(decode(vec![0xFF, 0xFE, b'a', 0, 0xE4, 0]).unwrap(), "aä");
        assert_eq!(decode(vec![0xFE, 0xFF, 0, b'a']).unwrap(), "a");
        for bad in [vec![0xFF, 0xFE, b'a'], vec![0xFE, 0xFF, 0xD8, 0], vec![0xE4], vec![0xEF, 0xBB, 0xBF, 0xFF]] {
            assert_eq!(decode(bad).unwrap_err().kind(), io::ErrorKind::InvalidData);
        }
        let latin: Vec<u8> = [b"<?xml version='1.0' encoding='ISO-8859-1'?><a>".as_slice(), &[0xE4], b"</a>"].concat();
        assert!(decode(latin).unwrap().ends_with("<a>ä</a>"));
        let mislabelled = "<?xml version=\"1.0\" encoding=\"latin1\"?><a>ä</a>";
        assert_eq!(decode(mislabelled.into()).unwrap(), mislabelled);
        let shift = [b"<?xml version='1.0' encoding = 'Shift_JIS'?>".as_slice(), &[0x83, 0x41]].concat();
        assert!(decode(shift).unwrap().ends_with('ア'));
        let wrong: Vec<u8> = [b"<?xml version='1.0' encoding='Shift_JIS'?>".as_slice(), &[0x83]].concat();
        assert_eq!(decode(wrong).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
