//! The body of an answer that is given while it comes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

#[cfg(feature = "blocking")]
use super::blocking_iter::Blocking;
use super::body::{Body, Reading};
use super::client::Core;
use super::error::{Error, ErrorKind, NoBody};
use super::exchange::Exchange;
use super::headers::Headers;
use super::transport::{BoxFuture, Pause};

/// The bytes of an answer, chunk by chunk as they come. Dropping it ends the transfer.
///
/// The time of an attempt ends with the head of the answer; from there on it is the longest wait for a chunk. After an error the stream
/// has ended; nothing is repeated by itself.
pub struct ByteStream {
    body: Body,
    about: About,
    /// `None` where the body had been read before.
    live: Option<Live>,
    ended: bool,
}

/// What an error says of the answer.
#[derive(Clone)]
pub(crate) struct About {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) exchange: Arc<Exchange>,
}

impl About {
    /// An error about the answer.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error<NoBody> {
        Error::new(kind, message).with_exchange(self.exchange.clone()).with_answer(
            self.status,
            self.headers.clone(),
            Bytes::new(),
        )
    }
}

struct Live {
    core: Core,
    patience: Option<Duration>,
    clock: Option<BoxFuture<'static, ()>>,
}

impl ByteStream {
    pub(crate) fn live(body: Body, about: About, core: Core, patience: Option<Duration>) -> Self {
        ByteStream { body, about, live: Some(Live { core, patience, clock: None }), ended: false }
    }

    pub(crate) fn whole(bytes: Bytes, about: About) -> Self {
        ByteStream { body: Body::from(bytes), about, live: None, ended: false }
    }

    /// Waits for chunks as long as it takes: a source of events may be silent.
    pub(crate) fn patient(mut self) -> Self {
        if let Some(live) = &mut self.live {
            live.patience = None;
        }
        self
    }

    pub(crate) fn about(&self) -> &About {
        &self.about
    }

    /// The most bytes that are kept at once.
    pub(crate) fn limit(&self) -> u64 {
        self.live.as_ref().map_or(u64::MAX, |live| live.core.inner.max_response_bytes)
    }

    /// How many bytes the service says there are.
    pub fn announced(&self) -> Option<u64> {
        self.about.headers.typed("content-length")
    }

    /// The next chunk; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error<NoBody>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All bytes.
    ///
    /// # Errors
    /// The transfer broke, or there are more bytes than the client's `max_response_bytes`.
    pub async fn into_bytes(mut self) -> Result<Bytes, Error<NoBody>> {
        let limit = self.limit();
        let mut reading = Reading::default();
        let too_large = |this: &Self| {
            this.about.error(ErrorKind::TooLarge, format!("more than {limit} bytes, see `max_response_bytes`"))
        };
        if self.announced().is_some_and(|length| length > limit) {
            return Err(too_large(&self));
        }
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if reading.len() as u64 + chunk.len() as u64 > limit {
                return Err(too_large(&self));
            }
            reading.push(chunk);
        }
        Ok(reading.finish())
    }

    /// The next chunk, waited for on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Bytes, Error<NoBody>>> {
        let core = self.core();
        super::client::wait(core.as_ref(), self.next()).unwrap_or_else(|error| Some(Err(error)))
    }

    /// The chunks as an iterator, which waits for each on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Blocking<Self> {
        let core = self.core();
        Blocking::new(self, core)
    }

    /// All bytes, waited for on this thread.
    ///
    /// # Errors
    /// As for [`into_bytes`](Self::into_bytes), and one if this is a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn into_bytes_blocking(self) -> Result<Bytes, Error<NoBody>> {
        let core = self.core();
        super::client::wait(core.as_ref(), self.into_bytes())?
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn core(&self) -> Option<Core> {
        self.live.as_ref().map(|live| live.core.clone())
    }

    /// Whether the wait for a chunk has lasted too long.
    fn is_late(&mut self, cx: &mut Context<'_>) -> Option<Duration> {
        let live = self.live.as_mut()?;
        let patience = live.patience?;
        let transport = &live.core.inner.transport;
        let clock = live.clock.get_or_insert_with(|| transport.sleep(patience, Pause::Timeout));
        clock.as_mut().poll(cx).is_ready().then_some(patience)
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error<NoBody>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let error = match Pin::new(&mut self.body).poll_next(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                if let Some(live) = &mut self.live {
                    live.clock = None;
                }
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(Some(Err(error))) => {
                let (message, source) = error.into_parts();
                let error = self.about.error(ErrorKind::Transport, message);
                match source {
                    Some(source) => error.with_source(source),
                    None => error,
                }
            }
            Poll::Ready(None) => {
                self.ended = true;
                return Poll::Ready(None);
            }
            Poll::Pending => match self.is_late(cx) {
                Some(patience) => self.about.error(ErrorKind::Timeout, format!("nothing came for {patience:?}")),
                None => return Poll::Pending,
            },
        };
        self.ended = true;
        Poll::Ready(Some(Err(error)))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("status", &self.about.status)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
