//! The heart of every client: its settings, shared by all its clones.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::auth::{Authenticate, ClientCertificate};
use super::error::{Error, NoBody};
use super::headers::{Headers, InvalidHeader};
use super::operation::Service;
use super::options::CallOptions;
use super::redact;
use super::request::Request;
use super::request_builder;
use super::response::RawResponse;
use super::retry::RetryPolicy;
use super::send;
use super::transport::{BoxFuture, Transport};

/// What a client is made of. Cheap to clone: the clones share everything.
#[derive(Clone)]
pub struct Core {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) service: &'static Service,
    pub(crate) base: Url,
    pub(crate) allowed: Vec<url::Origin>,
    pub(crate) headers: Headers,
    pub(crate) user_agent: String,
    pub(crate) credentials: Vec<(&'static str, Arc<dyn Authenticate>)>,
    pub(crate) certificate: Option<(&'static str, ClientCertificate)>,
    pub(crate) anonymous: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) overall_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) max_response_bytes: u64,
    pub(crate) transport: Arc<dyn Transport>,
    #[cfg(feature = "blocking")]
    pub(crate) runtime: super::blocking::Runtime,
}

impl Core {
    /// The URL that the paths of operations are appended to.
    pub fn base_url(&self) -> &Url {
        &self.inner.base
    }

    /// The service.
    pub fn service(&self) -> &'static Service {
        self.inner.service
    }

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

    /// Sends a request that an operation built with these options.
    pub(crate) fn execute(
        &self,
        request: Request,
        options: CallOptions,
    ) -> BoxFuture<'static, Result<RawResponse, Error<NoBody>>> {
        Box::pin(send::send(self.clone(), request, options, send::Refused::IsError))
    }
}

impl<E> From<InvalidHeader> for Error<E> {
    fn from(error: InvalidHeader) -> Self {
        Error::new(super::error::ErrorKind::InvalidRequest, error.to_string())
    }
}

impl Inner {
    /// Whether credentials may go to a URL.
    pub(crate) fn trusts(&self, url: &Url, home: Option<&url::Origin>) -> bool {
        let origin = url.origin();
        origin == self.base.origin() || home == Some(&origin) || self.allowed.contains(&origin)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("service", &self.inner.service.name)
            .field("base_url", &redact::url(&self.inner.base))
            .field("credentials", &self.inner.credentials.iter().map(|(scheme, _)| scheme).collect::<Vec<_>>())
            .field("timeout", &self.inner.timeout)
            .field("overall_timeout", &self.inner.overall_timeout)
            .field("retry", &self.inner.retry)
            .finish_non_exhaustive()
    }
}
