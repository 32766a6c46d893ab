//! The recorded facts: a request as it has to arrive, and the answer to it, in a text file that is read like a transcript.
//!
//! Lines that begin with `#` are remarks, `> ` the request, `< ` the answer. In values of the request, `{authority}`, `{uuid}`,
//! `{now}`, `{signature}` and `{product}` stand for what differs from run to run; everything else is compared to the letter. In the
//! answer, `{length}` and `{authority}` are filled in.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use crate::answer::Answer;
use crate::request::Request;

/// A request and its answer.
pub struct Exchange {
    name: &'static str,
    request: Message,
    answer: Message,
}

struct Message {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Exchange {
    /// Reads a transcript; `name` is for messages.
    pub fn parse(name: &'static str, text: &str) -> Self {
        let part = |mark: char| {
            let lines: Vec<&str> = text.lines().filter(|line| line.starts_with(mark)).collect();
            Message::parse(name, lines.iter().map(|line| line.get(2..).unwrap_or_default()))
        };
        let stray = text.lines().find(|line| !line.is_empty() && !line.starts_with(['#', '<', '>']));
        assert!(stray.is_none(), "{name}: a line that is neither remark, request nor answer: {stray:?}");
        Exchange { name, request: part('>'), answer: part('<') }
    }

    /// The request line.
    pub fn line(&self) -> &str {
        &self.request.line
    }

    /// The answer, to be sent by the server at `authority`.
    pub fn answer(&self, authority: &str) -> Answer {
        let body = self.answer.body.replace("{authority}", authority);
        let mut head = format!("{}\r\n", self.answer.line);
        for (name, value) in &self.answer.headers {
            let value = value.replace("{length}", &body.len().to_string()).replace("{authority}", authority);
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        Answer::raw(format!("{head}\r\n{body}"))
    }

    /// Stops the test unless the request is the one of the transcript: request line, every header and no other, body.
    pub fn check(&self, received: &Request, authority: &str) {
        let name = self.name;
        assert_eq!(received.line, self.request.line, "{name}: the request line");
        let expected = by_name(name, &self.request.headers);
        let found = by_name(name, &received.headers);
        let names = |map: &BTreeMap<String, (String, String)>| map.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(&expected), "{name}: the headers of\n{received:?}");
        for (key, (spelled, pattern)) in &expected {
            let (found_spelled, value) = &found[key];
            // The one family whose spelling counts: a signature covers it by its name in lower case.
            assert!(!key.contains("ocp-") || found_spelled == spelled, "{name}: {spelled} was spelled {found_spelled}");
            assert!(fits(pattern, value, authority), "{name}: {spelled}: {value:?} is not {pattern:?}");
        }
        assert_eq!(received.text(), self.request.body, "{name}: the body");
    }
}

impl Message {
    fn parse<'a>(name: &str, mut lines: impl Iterator<Item = &'a str>) -> Self {
        let line = lines.next().unwrap_or_else(|| panic!("{name}: no first line")).to_owned();
        let mut headers = Vec::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: no header: {line:?}"));
            headers.push((key.to_owned(), value.to_owned()));
        }
        let body = lines.collect::<Vec<_>>().join("\n");
        Message { line, headers, body }
    }
}

fn by_name(what: &str, headers: &[(String, String)]) -> BTreeMap<String, (String, String)> {
    let mut map = BTreeMap::new();
    for (name, value) in headers {
        let twice = map.insert(name.to_ascii_lowercase(), (name.clone(), value.clone()));
        assert!(twice.is_none(), "{what}: the header {name} came twice");
    }
    map
}

fn fits(pattern: &str, value: &str, authority: &str) -> bool {
    match pattern.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        None => pattern == value,
        Some((before, (what, after))) => {
            let inner = value.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            inner.is_some_and(|inner| match what {
                "authority" => inner == authority,
                "uuid" => is_random_uuid(inner),
                "now" => is_now(inner),
                // 256 bits as base64; whether they are right is signature::check's business.
                "signature" => inner.len() == 44 && inner.ends_with('='),
                "product" => is_product(inner),
                other => panic!("no such placeholder: {other}"),
            })
        }
    }
}

/// RFC 9562: a UUID of version 4, in lower case, with no braces.
pub fn is_random_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(n, byte)| match n {
            8 | 13 | 18 | 23 => *byte == b'-',
            14 => *byte == b'4',
            19 => b"89ab".contains(byte),
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        })
}

/// The time of day in the form of RFC 1123, a minute more or less.
pub fn is_now(text: &str) -> bool {
    let Ok(time) = httpdate::parse_http_date(text) else { return false };
    let now = SystemTime::now();
    let off = now.duration_since(time).or_else(|_| time.duration_since(now)).unwrap_or(Duration::MAX);
    httpdate::fmt_http_date(time) == text && off < Duration::from_secs(60)
}

/// `crate/version (service)`.
fn is_product(text: &str) -> bool {
    text.split_once('/').is_some_and(|(name, rest)| {
        let version = rest.split(' ').next().unwrap_or_default();
        !name.is_empty() && !name.contains(' ') && version.split('.').count() == 3
    })
}
