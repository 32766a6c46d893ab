//! A request as a server received it, to the byte.

use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Instant;

/// A request as it came over the wire.
#[derive(Clone)]
pub struct Request {
    /// Which connection it came over, counted from 0.
    pub connection: usize,
    /// When its last byte was there.
    pub at: Instant,
    /// The request line, without its line break.
    pub line: String,
    /// Names and values in order, as they were spelled; blanks after the colon are gone.
    pub headers: Vec<(String, String)>,
    /// The body; chunks are put together.
    pub body: Vec<u8>,
    /// The client's certificate (DER), where TLS had one.
    pub certificate: Option<Vec<u8>>,
}

impl Request {
    /// The method.
    pub fn method(&self) -> &str {
        self.line.split(' ').next().unwrap_or_default()
    }

    /// The request target as it was sent.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    /// The path of the target, still encoded.
    pub fn path(&self) -> &str {
        self.target().split('?').next().unwrap_or_default()
    }

    /// The query of the target, still encoded.
    pub fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }

    /// The only value of a header. Stops the test if the header came twice.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(given, _)| given.eq_ignore_ascii_case(name));
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "the header {name} came twice:\n{self:?}");
        value
    }

    /// Whether a header came, spelled exactly so.
    pub fn has_header_spelled(&self, name: &str) -> bool {
        self.headers.iter().any(|(given, _)| given == name)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.line)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        let text = String::from_utf8_lossy(self.body.get(..2000).unwrap_or(&self.body));
        write!(f, "\n{text}")
    }
}

/// The head of a request, and how many bytes of the buffer it took.
pub(crate) struct Head {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) used: usize,
}

/// The head at the start of `buffer`; `None` while it is not whole.
pub(crate) fn parse_head(buffer: &[u8]) -> io::Result<Option<Head>> {
    let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&buffer[..end]).map_err(|_| bad("the head is not UTF-8"))?;
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap_or_default().to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(|| bad("a header line without a colon"))?;
        headers.push((name.to_owned(), value.trim_matches([' ', '\t']).to_owned()));
    }
    Ok(Some(Head { line, headers, used: end + 4 }))
}

/// The body and how many bytes of `buffer` it took; `None` while it is not whole.
pub(crate) fn parse_body(headers: &[(String, String)], buffer: &[u8]) -> io::Result<Option<(Vec<u8>, usize)>> {
    let find = |name: &str| {
        headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    if find("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        return chunks(buffer);
    }
    let length = match find("content-length") {
        Some(text) => text.parse().map_err(|_| bad("a content-length that is no number"))?,
        None => 0,
    };
    Ok(buffer.get(..length).map(|body| (body.to_vec(), length)))
}

fn chunks(buffer: &[u8]) -> io::Result<Option<(Vec<u8>, usize)>> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let rest = &buffer[at..];
        let Some(end) = rest.windows(2).position(|window| window == b"\r\n") else { return Ok(None) };
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|text| usize::from_str_radix(text, 16).ok());
        let size = size.ok_or_else(|| bad("a chunk without a size"))?;
        let Some(chunk) = rest.get(end + 2..end + 4 + size) else { return Ok(None) };
        at += end + 4 + size;
        if size == 0 {
            return Ok(Some((body, at)));
        }
        body.extend_from_slice(&chunk[..size]);
    }
}

fn bad(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}
