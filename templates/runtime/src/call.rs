//! A call under way: what `send()` gives and `.await` waits for.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::client::Core;
use super::draft::Draft;
use super::error::{Error, NoBody};
use super::options::CallOptions;
use super::request::Request;
use super::response::RawResponse;
use super::transport::BoxFuture;

type Raw = Result<RawResponse, Error<NoBody>>;

/// The future of a call. Nothing is sent before it is polled; dropping it ends the call. `R` is the error with its body.
#[must_use = "nothing is sent before the call is awaited"]
pub struct Call<T, R> {
    raw: BoxFuture<'static, Raw>,
    decode: fn(RawResponse) -> Result<T, R>,
    core: Core,
}

impl<T, B> Call<T, Error<B>> {
    /// A call of a request, or of what went wrong when it was built.
    pub fn new(
        core: &Core,
        request: Result<Request, Error<NoBody>>,
        options: CallOptions,
        decode: fn(RawResponse) -> Result<T, Error<B>>,
    ) -> Self {
        let raw: BoxFuture<'static, Raw> = match request {
            Ok(request) => core.execute(request, options),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        Call { raw, decode, core: core.clone() }
    }

    /// The call of a draft.
    pub fn of(draft: Draft, decode: fn(RawResponse) -> Result<T, Error<B>>) -> Self {
        let (core, request, options) = draft.parts();
        Call::new(&core, request, options, decode)
    }

    /// The call of a draft that asks for an answer of this media type, which is given while it comes.
    pub fn asking_for(media_type: &'static str, draft: Draft, decode: fn(RawResponse) -> Result<T, Error<B>>) -> Self {
        let (core, request, options) = draft.parts();
        let request = request.and_then(|request| Ok(request.asking_for(media_type)?));
        Call::new(&core, request, options, decode)
    }

    fn decoded(&self, raw: Raw) -> Result<T, Error<B>> {
        raw.map_err(Error::retype).and_then(self.decode)
    }

    /// Waits for the call on this thread, with the client's own small runtime.
    ///
    /// # Errors
    /// Those of the call, and one if this is a thread of an async runtime, which must not be blocked.
    #[cfg(feature = "blocking")]
    pub fn wait(mut self) -> Result<T, Error<B>> {
        let raw = self.core.inner.runtime.block_on(self.raw.as_mut()).and_then(|raw| raw);
        self.decoded(raw)
    }
}

impl<T, B> Future for Call<T, Error<B>> {
    type Output = Result<T, Error<B>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.raw.as_mut().poll(cx).map(|raw| self.decoded(raw))
    }
}

impl<T, R> fmt::Debug for Call<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("core", &self.core).finish_non_exhaustive()
    }
}
