//! Answers that are streams of values: server-sent events and lines of JSON.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

#[cfg(feature = "blocking")]
use super::blocking_iter::Blocking;
use super::byte_stream::ByteStream;
use super::error::{Error, ErrorKind, NoBody};
use super::event_parser::{EventParser, Message};
use super::headers::FromHeaders;
use super::json::{self, Json};
use super::response::{RawResponse, Response};

/// A server-sent event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What kind of event it is, where the service says so.
    pub event: Option<String>,
    /// The last id that the service sent, with this event or before it.
    pub id: Option<String>,
    /// How long to wait before connecting again, where the service says so.
    pub retry: Option<Duration>,
    /// The data.
    pub data: T,
}

/// The server-sent events of an answer, as they come (WHATWG HTML, 9.2). An event whose data cannot be read is an error, after which
/// the stream goes on; after any other error it has ended.
///
/// Where data is JSON, the data `[DONE]`, with which many services end, ends the stream.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Events<T> {
    bytes: ByteStream,
    parser: EventParser,
    decode: fn(&Message) -> Result<Option<T>, json::Error>,
    done: bool,
}

/// The values of an answer of JSON texts, one on each line (or, by RFC 7464, each behind a record separator), as they come. A text that
/// cannot be read is an error, after which the stream goes on; after any other error it has ended.
#[must_use = "a stream does nothing unless it is polled"]
pub struct JsonLines<T> {
    bytes: ByteStream,
    line: Vec<u8>,
    texts: VecDeque<Vec<u8>>,
    /// Texts are ended by record separators, and may have line ends in them.
    sequence: Option<bool>,
    ended: bool,
    decode: fn(&[u8]) -> Result<T, json::Error>,
}

impl RawResponse {
    /// Server-sent events with data of JSON.
    ///
    /// # Errors
    /// The answer is of another content type, or in a content coding.
    pub fn events<T: Json, H: FromHeaders, E>(self) -> Result<Response<Events<T>, H>, Error<E>> {
        self.events_by(|message| match message.data.trim() {
            "[DONE]" => Ok(None),
            data => json::from_slice(data.as_bytes()).map(Some),
        })
    }

    /// Server-sent events with data of text.
    ///
    /// # Errors
    /// The answer is of another content type, or in a content coding.
    pub fn text_events<H: FromHeaders, E>(self) -> Result<Response<Events<String>, H>, Error<E>> {
        self.events_by(|message| Ok(Some(message.data.clone())))
    }

    /// Server-sent events that are described whole, as objects of the members `data`, `event`, `id` and `retry` (OpenAPI 3.2, 4.14.4).
    ///
    /// # Errors
    /// The answer is of another content type, or in a content coding.
    pub fn whole_events<T: Json, H: FromHeaders, E>(self) -> Result<Response<Events<T>, H>, Error<E>> {
        self.events_by(|message| {
            let mut object = serde_json::Map::new();
            object.insert("data".to_owned(), message.data.as_str().into());
            let texts = [("event", &message.event), ("id", &message.id)];
            for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text.as_deref()?))) {
                object.insert(name.to_owned(), text.into());
            }
            if let Some(retry) = message.retry.and_then(|retry| u64::try_from(retry.as_millis()).ok()) {
                object.insert("retry".to_owned(), retry.into());
            }
            match T::read(serde_json::Value::Object(object)) {
                // What data is JSON is known to the type alone.
                Err(_) if message.data.trim() == "[DONE]" => Ok(None),
                read => read.map(Some),
            }
        })
    }

    fn events_by<T, H: FromHeaders, E>(
        self,
        decode: fn(&Message) -> Result<Option<T>, json::Error>,
    ) -> Result<Response<Events<T>, H>, Error<E>> {
        let media_type = self.media_type();
        if !media_type.is_empty() && !media_type.eq_ignore_ascii_case("text/event-stream") {
            let message = format!("text/event-stream was expected, the answer is {media_type:?}");
            return Err(Error::about(self, ErrorKind::ContentType, message));
        }
        let raw = self.uncoded()?;
        let events =
            |bytes: ByteStream| Events { bytes: bytes.patient(), parser: EventParser::default(), decode, done: false };
        raw.byte_stream().map(|response| response.map(events))
    }

    /// JSON texts, one on each line or in each record.
    ///
    /// # Errors
    /// The answer is in a content coding.
    pub fn json_lines<T: Json, H: FromHeaders, E>(self) -> Result<Response<JsonLines<T>, H>, Error<E>> {
        let raw = self.uncoded()?;
        let lines = |bytes: ByteStream| JsonLines {
            bytes: bytes.patient(),
            line: Vec::new(),
            texts: VecDeque::new(),
            sequence: None,
            ended: false,
            decode: |text| json::from_slice(text),
        };
        raw.byte_stream().map(|response| response.map(lines))
    }
}

fn unreadable(bytes: &ByteStream, what: &str, error: json::Error) -> Error<NoBody> {
    bytes.about().error(ErrorKind::Decode, format!("{what} cannot be read: {error}")).with_source(error)
}

fn too_large(bytes: &ByteStream, what: &str) -> Error<NoBody> {
    let limit = bytes.limit();
    bytes.about().error(ErrorKind::TooLarge, format!("{what} of more than {limit} bytes, see `max_response_bytes`"))
}

impl<T> Events<T> {
    /// The next event; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error<NoBody>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next event, waited for on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Event<T>, Error<NoBody>>> {
        let core = self.bytes.core();
        super::client::wait(core.as_ref(), self.next()).unwrap_or_else(|error| Some(Err(error)))
    }

    /// The events as an iterator, which waits for each on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Blocking<Self> {
        let core = self.bytes.core();
        Blocking::new(self, core)
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<Event<T>, Error<NoBody>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if this.done {
                return Poll::Ready(None);
            }
            if let Some(message) = this.parser.pop() {
                return Poll::Ready(match (this.decode)(&message) {
                    Ok(Some(data)) => {
                        let Message { event, id, retry, .. } = message;
                        Some(Ok(Event { event, id, retry, data }))
                    }
                    Ok(None) => {
                        this.done = true;
                        None
                    }
                    Err(error) => Some(Err(unreadable(&this.bytes, "the data of an event", error))),
                });
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(cx)) {
                Some(Ok(chunk)) => {
                    this.parser.push(&chunk);
                    if this.parser.kept() as u64 > this.bytes.limit() {
                        this.done = true;
                        return Poll::Ready(Some(Err(too_large(&this.bytes, "an event"))));
                    }
                }
                Some(Err(error)) => {
                    this.done = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => this.done = true,
            }
        }
    }
}

impl<T> Unpin for Events<T> {}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

impl<T> JsonLines<T> {
    /// The next value; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error<NoBody>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next value, waited for on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<T, Error<NoBody>>> {
        let core = self.bytes.core();
        super::client::wait(core.as_ref(), self.next()).unwrap_or_else(|error| Some(Err(error)))
    }

    /// The values as an iterator, which waits for each on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Blocking<Self> {
        let core = self.bytes.core();
        Blocking::new(self, core)
    }

    fn push(&mut self, chunk: &[u8]) {
        for &byte in chunk {
            let sequence = match self.sequence {
                Some(known) => known,
                None if byte.is_ascii_whitespace() => continue,
                None => *self.sequence.insert(byte == SEPARATOR),
            };
            if byte == SEPARATOR || (byte == b'\n' && !sequence) {
                self.end_text();
            } else {
                self.line.push(byte);
            }
        }
    }

    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.line);
        if !text.iter().all(u8::is_ascii_whitespace) {
            self.texts.push_back(text);
        }
    }
}

/// RFC 7464, 2.2.
const SEPARATOR: u8 = 0x1E;

impl<T> Stream for JsonLines<T> {
    type Item = Result<T, Error<NoBody>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(text) = this.texts.pop_front() {
                let value = (this.decode)(&text);
                return Poll::Ready(Some(value.map_err(|error| unreadable(&this.bytes, "a line", error))));
            }
            if this.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut this.bytes).poll_next(cx)) {
                Some(Ok(chunk)) => {
                    this.push(&chunk);
                    if this.line.len() as u64 > this.bytes.limit() {
                        this.ended = true;
                        this.line.clear();
                        return Poll::Ready(Some(Err(too_large(&this.bytes, "a line"))));
                    }
                }
                Some(Err(error)) => {
                    this.ended = true;
                    this.line.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                // The last line need not be ended.
                None => {
                    this.ended = true;
                    this.end_text();
                }
            }
        }
    }
}

impl<T> Unpin for JsonLines<T> {}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}

/// The text of a body of JSON lines, or of a JSON text sequence (RFC 7464) where the media type says so.
pub(crate) fn write_lines<T: Json>(media_type: &str, items: &[T]) -> Result<Vec<u8>, json::Error> {
    let sequence = media_type.split(';').next().unwrap_or_default().trim().ends_with("json-seq");
    let mut out = Vec::new();
    for item in items {
        if sequence {
            out.push(SEPARATOR);
        }
        out.extend_from_slice(&json::to_vec(item)?);
        out.push(b'\n');
    }
    Ok(out)
}
