//! Server-sent events from bytes (WHATWG HTML, 9.2.5 and 9.2.6).

use std::collections::VecDeque;
use std::time::Duration;

/// An event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) event: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) retry: Option<Duration>,
    pub(crate) data: String,
}

/// Takes chunks, gives events. Lines end with CR, LF or both, wherever the chunks are cut.
#[derive(Debug, Default)]
pub(crate) struct EventParser {
    line: Vec<u8>,
    begun: bool,
    after_cr: bool,
    event: String,
    data: Option<String>,
    retry: Option<Duration>,
    /// Holds until another is sent.
    last_id: Option<String>,
    ready: VecDeque<Message>,
}

impl EventParser {
    /// Reads on.
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        for &byte in chunk {
            let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
            match byte {
                b'\n' if after_cr => {}
                b'\n' | b'\r' => self.end_line(),
                _ => self.line.push(byte),
            }
        }
    }

    /// The next whole event. One that is cut off by the end of the stream is none.
    pub(crate) fn pop(&mut self) -> Option<Message> {
        self.ready.pop_front()
    }

    /// How many bytes are kept for the event that is not whole yet.
    pub(crate) fn kept(&self) -> usize {
        self.line.len() + self.data.as_ref().map_or(0, String::len)
    }

    fn end_line(&mut self) {
        let bytes = std::mem::take(&mut self.line);
        let mut bytes = bytes.as_slice();
        if !std::mem::replace(&mut self.begun, true) {
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        }
        let line = String::from_utf8_lossy(bytes);
        if line.is_empty() {
            return self.dispatch();
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.last_id = Some(value.to_owned()).filter(|id| !id.is_empty()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // A comment, whose name is empty, or a field that nobody knows.
            _ => {}
        }
    }

    fn dispatch(&mut self) {
        let event = std::mem::take(&mut self.event);
        // An event without data is none; a wait that it asks for holds for the next.
        if let Some(data) = self.data.take() {
            self.ready.push_back(Message {
                event: Some(event).filter(|event| !event.is_empty()),
                id: self.last_id.clone(),
                retry: self.retry.take(),
                data,
            });
        }
    }
}
