//! Streams as iterators, for code that is not async.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::client::{self, Core};
use super::error::Error;

/// What a stream gives, each waited for on this thread. After an error of the thread itself, which may be one of an async runtime,
/// it has ended.
#[must_use = "an iterator does nothing unless it is asked for its next item"]
pub struct Blocking<S> {
    stream: S,
    /// The client, on whose runtime is waited.
    core: Option<Core>,
    refused: bool,
}

impl<S> Blocking<S> {
    pub(crate) fn new(stream: S, core: Option<Core>) -> Self {
        Blocking { stream, core, refused: false }
    }
}

impl<S: Stream<Item = Result<T, Error<E>>> + Unpin, T, E> Iterator for Blocking<S> {
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.refused {
            return None;
        }
        let next = poll_fn(|cx| Pin::new(&mut self.stream).poll_next(cx));
        client::wait(self.core.as_ref(), next).unwrap_or_else(|error| {
            self.refused = true;
            Some(Err(error.retype()))
        })
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}
