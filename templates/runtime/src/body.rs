//! The body of an answer as a transport gives it: bytes, or bytes that are still coming.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::transport_error::TransportError;

/// Chunks of a body, in order.
pub type BodyStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of an answer, read or still to be read.
pub struct Body(Inner);

enum Inner {
    Whole(Option<Bytes>),
    Stream(BodyStream),
}

/// Why a body could not be read to its end.
pub(crate) enum Unread {
    TooLarge,
    Broken(TransportError),
}

/// What has been read of a body so far: it outlives a reader that is given up.
#[derive(Default)]
pub(crate) struct Reading {
    first: Bytes,
    more: BytesMut,
}

impl Reading {
    /// Most bodies are one chunk, which is not copied.
    pub(crate) fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if self.more.is_empty() {
            self.more.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.more.extend_from_slice(&chunk);
    }

    pub(crate) fn len(&self) -> usize {
        self.first.len() + self.more.len()
    }

    /// What was read.
    pub(crate) fn finish(self) -> Bytes {
        if self.more.is_empty() { self.first } else { self.more.freeze() }
    }
}

impl Body {
    /// No bytes.
    pub fn empty() -> Self {
        Body(Inner::Whole(None))
    }

    /// A body that comes piece by piece.
    pub fn from_stream(stream: BodyStream) -> Self {
        Body(Inner::Stream(stream))
    }

    /// Reads everything, up to `limit` bytes.
    pub(crate) async fn read(mut self, limit: u64, reading: &mut Reading) -> Result<(), Unread> {
        while let Some(chunk) = std::future::poll_fn(|cx| Pin::new(&mut self).poll_next(cx)).await {
            let chunk = chunk.map_err(Unread::Broken)?;
            if (reading.len() + chunk.len()) as u64 > limit {
                return Err(Unread::TooLarge);
            }
            reading.push(chunk);
        }
        Ok(())
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Inner::Stream(stream) => stream.as_mut().poll_next(cx),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Body(Inner::Whole(Some(bytes)))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Body::from(Bytes::from(bytes))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Body::from(Bytes::from_static(text.as_bytes()))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Body::from(Bytes::from(text))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Whole(bytes) => write!(f, "Body({} bytes)", bytes.as_ref().map_or(0, Bytes::len)),
            Inner::Stream(_) => f.write_str("Body(..)"),
        }
    }
}
