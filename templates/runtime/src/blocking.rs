//! Calls from code that is not async.

use std::sync::Mutex;

use super::error::{Error, ErrorKind, NoBody};

/// A single-threaded runtime that the client keeps. One for each call would do, but connections live on the runtime that opened them, and
/// would be opened anew for each call.
#[derive(Default)]
pub(crate) struct Runtime(Mutex<Option<std::sync::Arc<Kept>>>);

struct Kept(Option<tokio::runtime::Runtime>);

impl Drop for Kept {
    fn drop(&mut self) {
        // Dropping a runtime waits for its threads, which panics on a thread of another runtime.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Runtime {
    /// Runs a future to its end on this thread.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> Result<F::Output, Error<NoBody>> {
        if tokio::runtime::Handle::try_current().is_ok() {
            let message = "a blocking call on a thread of an async runtime, which it would stop; use `.await` there";
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        let kept = self
            .kept()
            .map_err(|error| Error::new(ErrorKind::InvalidRequest, "no runtime could be made").with_source(error))?;
        match &kept.0 {
            Some(runtime) => Ok(runtime.block_on(future)),
            None => Err(Error::new(ErrorKind::InvalidRequest, "the runtime is gone")),
        }
    }

    fn kept(&self) -> std::io::Result<std::sync::Arc<Kept>> {
        let mut slot = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(kept) = &*slot {
            return Ok(kept.clone());
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let kept = std::sync::Arc::new(Kept(Some(runtime)));
        *slot = Some(kept.clone());
        Ok(kept)
    }
}
