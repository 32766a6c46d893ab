//! From bytes to text: the encoding of a document by its byte order mark, by what brought it (RFC 7303, 3), or by its
//! declaration (XML 1.0, appendix F), in this order.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::error::{Error, position};

/// How much of the start of a document is looked at for its declaration.
const HEAD: usize = 256;

/// The text of a whole document.
pub(super) fn whole<'b>(bytes: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, Error> {
    let (encoding, mark) = encoding(bytes, charset)?;
    let bytes = bytes.get(mark..).unwrap_or_default();
    if encoding == UTF_8 {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            malformed(encoding, std::str::from_utf8(before).unwrap_or_default())
        })?;
        return Ok(Cow::Borrowed(text));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text),
        None => {
            let mut decoder = encoding.new_decoder_without_bom_handling();
            let space = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or_default();
            let mut before = String::with_capacity(space);
            let _ = decoder.decode_to_string_without_replacement(bytes, &mut before, true);
            Err(malformed(encoding, &before))
        }
    }
}

/// The error for bytes that are no text, behind the text that they follow.
#[cold]
fn malformed(encoding: &'static Encoding, before: &str) -> Error {
    let offset = u64::try_from(before.len()).unwrap_or(u64::MAX);
    Error::new(not_of(encoding)).at(String::new(), offset, position(before))
}

fn not_of(encoding: &'static Encoding) -> String {
    format!("bytes that are not {}", encoding.name())
}

/// A stream of a document's text in UTF-8.
pub(super) fn stream<'r>(reader: impl Read + 'r, charset: Option<&str>) -> Result<Box<dyn BufRead + 'r>, Error> {
    let mut reader = BufReader::with_capacity(64 * 1024, reader);
    let mut head = Vec::with_capacity(HEAD);
    let fail = |error: io::Error| Error::new(error.to_string());
    (&mut reader).take(HEAD as u64).read_to_end(&mut head).map_err(fail)?;
    let (encoding, mark) = encoding(&head, charset)?;
    let head = head.get(mark..).unwrap_or_default().to_vec();
    let bytes = io::Cursor::new(head).chain(reader);
    if encoding == UTF_8 {
        return Ok(Box::new(bytes));
    }
    let decoder = encoding.new_decoder_without_bom_handling();
    Ok(Box::new(BufReader::with_capacity(
        64 * 1024,
        Decoding { bytes, decoder, last: false, broken: false, rest: Vec::new() },
    )))
}

/// The encoding, and the length of the byte order mark.
fn encoding(bytes: &[u8], charset: Option<&str>) -> Result<(&'static Encoding, usize), Error> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok((encoding, mark));
    }
    // Without a mark, the first character tells how wide a character is: it is `<` (appendix F.1). Whatever is said of such
    // bytes, no other encoding has a document in them.
    match bytes {
        [b'<', 0, ..] => return Ok((UTF_16LE, 0)),
        [0, b'<', ..] => return Ok((UTF_16BE, 0)),
        _ => {}
    }
    if let Some(label) = charset {
        return match Encoding::for_label(label.as_bytes()) {
            // ASCII is UTF-8, and what is more than it claims is not read as some other page of codes.
            _ if label.trim().eq_ignore_ascii_case("us-ascii") => Ok((UTF_8, 0)),
            // A blank may come first. Where no byte of it is empty, the label is what the sender forgot.
            Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => match bytes {
                [0, ..] => Ok((UTF_16BE, 0)),
                [_, 0, ..] => Ok((UTF_16LE, 0)),
                _ => Ok((UTF_8, 0)),
            },
            Some(encoding) => Ok((encoding, 0)),
            None => Err(Error::new(format!("the charset {label:?} is not known"))),
        };
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let Some(declaration) = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| inside)
    else {
        return Ok((UTF_8, 0));
    };
    let Some(label) = declaration.split_once("encoding").and_then(|(_, rest)| quoted(rest)) else {
        return Ok((UTF_8, 0));
    };
    match Encoding::for_label(label.as_bytes()) {
        // Who could read the declaration byte by byte did not read UTF-16; the label is what the sender forgot.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok((UTF_8, 0)),
        Some(encoding) => Ok((encoding, 0)),
        None => Err(Error::new(format!("the encoding {label:?} is not known"))),
    }
}

fn quoted(text: &str) -> Option<&str> {
    let text = text.trim_start().strip_prefix('=')?.trim_start();
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    text.get(1..)?.split_once(quote).map(|(inside, _)| inside)
}

/// Turns bytes of another encoding into UTF-8 on the way.
struct Decoding<R> {
    bytes: R,
    decoder: Decoder,
    last: bool,
    /// What comes next is no text.
    broken: bool,
    /// Text that did not fit into what was asked for.
    rest: Vec<u8>,
}

impl<R: BufRead> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            if self.broken {
                return Err(io::Error::new(io::ErrorKind::InvalidData, not_of(self.decoder.encoding())));
            }
            if self.last {
                return Ok(0);
            }
            let available = self.bytes.fill_buf()?;
            let (length, last) = (available.len(), available.is_empty());
            let space = self.decoder.max_utf8_buffer_length_without_replacement(length).unwrap_or(length * 4 + 16);
            let mut text = vec![0; space];
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(available, &mut text, last);
            self.broken = matches!(result, DecoderResult::Malformed(..));
            self.bytes.consume(read);
            text.truncate(written);
            (self.rest, self.last) = (text, last);
        }
        let count = self.rest.len().min(out.len());
        let taken: Vec<u8> = self.rest.drain(..count).collect();
        if let Some(space) = out.get_mut(..count) {
            space.copy_from_slice(&taken);
        }
        Ok(count)
    }
}
