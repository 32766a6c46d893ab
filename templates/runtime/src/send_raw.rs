//! Requests that a client sends, whoever made them.

use super::client::Core;
use super::error::{Error, NoBody};
use super::options::CallOptions;
use super::request::Request;
use super::request_builder;
use super::response::RawResponse;
use super::send;
use super::transport::BoxFuture;

impl Core {
    /// Sends a request, made by hand or built by an operation: authenticated, repeated, redirected like any call. Whatever status comes
    /// is given back as it came, a redirect that must not be followed too.
    ///
    /// The future gives an error if no answer came, or if the request is for another origin than the client's and was not allowed.
    pub fn send_raw(
        &self,
        mut request: Request,
        options: CallOptions,
    ) -> BoxFuture<'static, Result<RawResponse, Error<NoBody>>> {
        // A request of an operation has these already; putting them in again changes nothing.
        let prepared = request_builder::add_common(&self.inner, &mut request).and_then(|()| {
            options.put_headers(request.headers_mut())?;
            request_builder::add_query(request.url_mut(), &options);
            Ok(())
        });
        match prepared {
            Ok(()) => Box::pin(send::send(self.clone(), request, options, send::Refused::AsItCame)),
            Err(error) => Box::pin(std::future::ready(Err(Error::from(error)))),
        }
    }

    /// As [`send_raw`](Self::send_raw), waiting for the answer on this thread.
    ///
    /// # Errors
    /// Those of the future of that, and one if this is a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn send_raw_blocking(&self, request: Request, options: CallOptions) -> Result<RawResponse, Error<NoBody>> {
        super::client::wait(Some(self), self.send_raw(request, options))?
    }

    /// Sends a request that an operation built with these options.
    pub(crate) fn execute(
        &self,
        request: Request,
        options: CallOptions,
    ) -> BoxFuture<'static, Result<RawResponse, Error<NoBody>>> {
        Box::pin(send::send(self.clone(), request, options, send::Refused::IsError))
    }
}
