//! Charsets by the names that IANA has for them. What the web means by some of these names is another: pages of codes of
//! Windows for `ISO-8859-1` and `US-ASCII`, whose bytes would be other characters, or characters where there are none.

use encoding_rs::{DecoderResult, Encoding, WINDOWS_874, WINDOWS_1252, WINDOWS_1254};

use super::error::Error;

/// What is said of a document in UTF-32.
pub(super) const UTF_32: &str = "the document is in UTF-32, which is not read; UTF-8 and UTF-16 are";

/// How bytes are characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    /// As the web has it.
    Of(&'static Encoding),
    /// The first half of it, and no other bytes.
    Ascii,
    /// As a page of codes of Windows, with control characters in the bytes from 0x80 to 0x9F (ISO 8859).
    Iso(&'static Encoding),
}

impl Charset {
    pub(super) const UTF_8: Charset = Charset::Of(encoding_rs::UTF_8);

    /// What is wrong with bytes that are none of its characters.
    pub(super) fn not_of(self) -> String {
        let name = match self {
            Charset::Ascii => "US-ASCII",
            Charset::Of(encoding) => encoding.name(),
            Charset::Iso(encoding) if encoding == WINDOWS_874 => "ISO-8859-11",
            Charset::Iso(encoding) if encoding == WINDOWS_1254 => "ISO-8859-9",
            Charset::Iso(_) => "ISO-8859-1",
        };
        format!("bytes that are not {name}")
    }
}

/// The charset of this name, in what is called so.
pub(super) fn by_label(label: &str, what: &str) -> Result<Charset, Error> {
    let name = label.trim().to_ascii_lowercase();
    let pages = [(WINDOWS_1252, "1252"), (WINDOWS_1254, "1254"), (WINDOWS_874, "874")];
    match Encoding::for_label_no_replacement(name.as_bytes()) {
        _ if matches!(name.as_str(), "us-ascii" | "ascii" | "ansi_x3.4-1968") => Ok(Charset::Ascii),
        Some(encoding) => match pages.iter().find(|(page, _)| *page == encoding) {
            Some((_, number)) if !name.ends_with(number) => Ok(Charset::Iso(encoding)),
            _ => Ok(Charset::Of(encoding)),
        },
        None if name.starts_with("utf-32") || name == "iso-10646-ucs-4" => Err(Error::new(UTF_32)),
        None => Err(Error::new(format!("the {what} {label:?} is not known"))),
    }
}

/// Turns bytes into UTF-8, piece by piece.
pub(super) enum Decoder {
    /// Of a charset that the web has.
    Of(encoding_rs::Decoder),
    /// Of one whose characters are a byte each: those of the bytes from 0x80 on.
    Bytes(Box<[Option<char>; 128]>),
}

impl Decoder {
    pub(super) fn new(charset: Charset) -> Self {
        match charset {
            Charset::Of(encoding) => Decoder::Of(encoding.new_decoder_without_bom_handling()),
            Charset::Ascii => Decoder::Bytes(Box::new([None; 128])),
            Charset::Iso(page) => Decoder::Bytes(Box::new(std::array::from_fn(|at| upper(page, at)))),
        }
    }

    /// Adds the text of the next bytes. Whether those behind are no text, and how many were taken.
    pub(super) fn decode(&mut self, bytes: &[u8], out: &mut Vec<u8>, last: bool) -> (bool, usize) {
        match self {
            Decoder::Of(decoder) => {
                let space = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
                let before = out.len();
                out.resize(before + space.unwrap_or(bytes.len() * 4 + 16), 0);
                let free = out.get_mut(before..).unwrap_or_default();
                let (result, read, written) = decoder.decode_to_utf8_without_replacement(bytes, free, last);
                out.truncate(before + written);
                (matches!(result, DecoderResult::Malformed(..)), read)
            }
            Decoder::Bytes(upper) => {
                for (at, byte) in bytes.iter().enumerate() {
                    match byte.checked_sub(0x80).map(|high| upper.get(usize::from(high)).copied().flatten()) {
                        None => out.push(*byte),
                        Some(Some(character)) => out.extend(character.encode_utf8(&mut [0; 4]).bytes()),
                        Some(None) => return (true, at),
                    }
                }
                (false, bytes.len())
            }
        }
    }
}

/// The character of the byte that is so far behind 0x80: a control character, or that of a page of codes of Windows.
fn upper(page: &'static Encoding, at: usize) -> Option<char> {
    let byte = u8::try_from(at).ok()?.checked_add(0x80)?;
    if byte < 0xA0 {
        return Some(char::from(byte));
    }
    page.decode_without_bom_handling_and_without_replacement(&[byte])?.chars().next()
}
