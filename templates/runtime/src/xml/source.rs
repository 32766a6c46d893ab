//! The text that is read: a document that is there as a whole, or a window that moves over a stream.

use std::borrow::Cow;
use std::io::{BufRead, ErrorKind};

/// Below this size a window takes what a stream has at hand; a larger one grows by half, so that what is looked at
/// again and again for its end costs no more than a few times its length.
const SMALL: usize = 4096;

/// The text, and where its next piece begins.
pub(super) struct Source<'i> {
    text: Cow<'i, str>,
    pub(super) at: usize,
    /// How much was let go from before the window.
    before: u64,
    /// Whether nothing is ever let go.
    whole: bool,
    stream: Option<Stream<'i>>,
}

struct Stream<'i> {
    bytes: Box<dyn BufRead + 'i>,
    /// The first bytes of a character whose others are still to come.
    split: Vec<u8>,
    /// What comes next is no text.
    broken: bool,
}

impl std::fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("at", &self.offset()).finish_non_exhaustive()
    }
}

impl<'i> Source<'i> {
    pub(super) fn whole(text: &'i str) -> Self {
        Source { text: Cow::Borrowed(text), at: 0, before: 0, whole: true, stream: None }
    }

    pub(super) fn stream(bytes: Box<dyn BufRead + 'i>) -> Self {
        let stream = Stream { bytes, split: Vec::new(), broken: false };
        Source { text: Cow::Borrowed(""), at: 0, before: 0, whole: false, stream: Some(stream) }
    }

    /// All of the text that is there.
    #[inline]
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether all of the text is there, and stays.
    #[inline]
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    /// Whether nothing comes behind the text that is there.
    #[inline]
    pub(super) fn is_last(&self) -> bool {
        self.stream.is_none()
    }

    /// How many bytes of the document precede the next piece.
    pub(super) fn offset(&self) -> u64 {
        self.before.saturating_add(u64::try_from(self.at).unwrap_or(u64::MAX))
    }

    /// The document up to the next piece, where it is there as a whole.
    pub(super) fn passed(&self) -> Option<&str> {
        self.text.get(..self.at).filter(|_| self.whole)
    }

    /// Moves the window on: lets go what was read, and adds of what comes.
    pub(super) fn refill(&mut self, most: usize) -> Result<(), String> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        let text = self.text.to_mut();
        text.drain(..self.at);
        self.before += u64::try_from(self.at).unwrap_or(u64::MAX);
        self.at = 0;
        if text.len() > most {
            return Err(format!("a tag, comment or section of more than {most} bytes"));
        }
        let enough = if text.len() < SMALL { text.len() } else { text.len().saturating_mul(2) };
        loop {
            match stream.add_to(text) {
                Ok(true) => {}
                Ok(false) => {
                    self.stream = None;
                    return Ok(());
                }
                Err(error) => {
                    // It stands behind all that came.
                    self.at = text.len();
                    return Err(error);
                }
            }
            if text.len() > enough {
                return Ok(());
            }
        }
    }
}

impl Stream<'_> {
    /// Adds what the stream has at hand; `false` at its end.
    fn add_to(&mut self, text: &mut String) -> Result<bool, String> {
        if self.broken {
            return Err("bytes that are not UTF-8".to_owned());
        }
        let available = loop {
            match self.bytes.fill_buf() {
                Ok(available) => break available,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.to_string()),
            }
        };
        let count = available.len();
        if count == 0 && !self.split.is_empty() {
            return Err("bytes that are not UTF-8".to_owned());
        }
        // One byte after the other, until the character is there or cannot be.
        let mut rest = available;
        while !self.split.is_empty() && !self.broken {
            let Some((first, others)) = rest.split_first() else { break };
            self.split.push(*first);
            rest = others;
            match std::str::from_utf8(&self.split) {
                Ok(character) => {
                    text.push_str(character);
                    self.split.clear();
                }
                Err(error) => self.broken = error.error_len().is_some(),
            }
        }
        if !self.broken {
            match std::str::from_utf8(rest) {
                Ok(more) => text.push_str(more),
                Err(error) => {
                    let (more, others) = rest.split_at_checked(error.valid_up_to()).unwrap_or_default();
                    text.push_str(std::str::from_utf8(more).unwrap_or_default());
                    self.split.extend_from_slice(others.get(..others.len().min(4)).unwrap_or_default());
                    self.broken = error.error_len().is_some();
                }
            }
        }
        self.bytes.consume(count);
        Ok(count > 0)
    }
}
