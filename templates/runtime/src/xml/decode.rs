//! From bytes to text: the encoding of a document by its byte order mark, by what brought it (RFC 7303, 3), or by its
//! declaration (XML 1.0, appendix F), in this order.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::charset::{Charset, Decoder, UTF_32, by_label};
use super::error::{Error, position};

/// How much of the start of a document is looked at for its declaration.
const HEAD: usize = 256;

/// The text of a whole document.
pub(super) fn whole<'b>(bytes: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, Error> {
    let (charset, mark) = said(bytes, charset)?;
    let bytes = bytes.get(mark..).unwrap_or_default();
    if charset == Charset::UTF_8 {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            malformed(charset, std::str::from_utf8(before).unwrap_or_default())
        })?;
        return Ok(Cow::Borrowed(text));
    }
    let mut text = Vec::new();
    let (is_malformed, _) = Decoder::new(charset).decode(bytes, &mut text, true);
    let text = String::from_utf8(text).map_err(|error| Error::new(error.to_string()))?;
    if is_malformed { Err(malformed(charset, &text)) } else { Ok(Cow::Owned(text)) }
}

/// The error for bytes that are no text, behind the text that they follow.
#[cold]
fn malformed(charset: Charset, before: &str) -> Error {
    let offset = u64::try_from(before.len()).unwrap_or(u64::MAX);
    Error::new(charset.not_of()).at(String::new(), offset, position(before))
}

/// A stream of a document's text in UTF-8.
pub(super) fn stream<'r>(reader: impl Read + 'r, charset: Option<&str>) -> Result<Box<dyn BufRead + 'r>, Error> {
    let mut reader = BufReader::with_capacity(64 * 1024, reader);
    let mut head = Vec::with_capacity(HEAD);
    let fail = |error: io::Error| Error::new(error.to_string());
    (&mut reader).take(HEAD as u64).read_to_end(&mut head).map_err(fail)?;
    let (charset, mark) = said(&head, charset)?;
    let head = head.get(mark..).unwrap_or_default().to_vec();
    let bytes = io::Cursor::new(head).chain(reader);
    if charset == Charset::UTF_8 {
        return Ok(Box::new(bytes));
    }
    let decoder = Decoder::new(charset);
    Ok(Box::new(BufReader::with_capacity(
        64 * 1024,
        Decoding { bytes, charset, decoder, last: false, broken: false, rest: Vec::new() },
    )))
}

/// The charset, and the length of the byte order mark.
fn said(bytes: &[u8], charset: Option<&str>) -> Result<(Charset, usize), Error> {
    // A mark of UTF-32 begins as one of UTF-16 does, behind which no document has the character 0.
    if let [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] = bytes {
        return Err(Error::new(UTF_32));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok((Charset::Of(encoding), mark));
    }
    // Without a mark, the first character tells how wide a character is: it is `<` (appendix F.1). Whatever is said of such
    // bytes, no other encoding has a document in them.
    match bytes {
        [b'<', 0, ..] => return Ok((Charset::Of(UTF_16LE), 0)),
        [0, b'<', ..] => return Ok((Charset::Of(UTF_16BE), 0)),
        _ => {}
    }
    if let Some(label) = charset {
        return Ok(match by_label(label, "charset")? {
            // ASCII is UTF-8, and what is more than it claims is not read as some other page of codes.
            Charset::Ascii => (Charset::UTF_8, 0),
            // A blank may come first. Where no byte of it is empty, the label is what the sender forgot.
            Charset::Of(encoding) if is_utf_16(encoding) => match bytes {
                [0, ..] => (Charset::Of(UTF_16BE), 0),
                [_, 0, ..] => (Charset::Of(UTF_16LE), 0),
                _ => (Charset::UTF_8, 0),
            },
            charset => (charset, 0),
        });
    }
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let declaration = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let encoding = declaration.and_then(|(inside, _)| inside.split_once("encoding"));
    let Some(label) = encoding.and_then(|(_, rest)| quoted(rest)) else { return Ok((Charset::UTF_8, 0)) };
    Ok(match by_label(label, "encoding")? {
        // Who could read the declaration byte by byte did not read UTF-16; the label is what the sender forgot.
        Charset::Of(encoding) if is_utf_16(encoding) => (Charset::UTF_8, 0),
        charset => (charset, 0),
    })
}

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn quoted(text: &str) -> Option<&str> {
    let text = text.trim_start().strip_prefix('=')?.trim_start();
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    text.get(1..)?.split_once(quote).map(|(inside, _)| inside)
}

/// Turns bytes of another encoding into UTF-8 on the way.
struct Decoding<R> {
    bytes: R,
    charset: Charset,
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
                return Err(io::Error::new(io::ErrorKind::InvalidData, self.charset.not_of()));
            }
            if self.last {
                return Ok(0);
            }
            let available = self.bytes.fill_buf()?;
            let last = available.is_empty();
            let (broken, read) = self.decoder.decode(available, &mut self.rest, last);
            self.bytes.consume(read);
            (self.broken, self.last) = (broken, last);
        }
        let count = self.rest.len().min(out.len());
        let taken: Vec<u8> = self.rest.drain(..count).collect();
        if let Some(space) = out.get_mut(..count) {
            space.copy_from_slice(&taken);
        }
        Ok(count)
    }
}
