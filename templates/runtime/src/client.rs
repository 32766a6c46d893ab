//! The heart of every client: its settings, shared by all its clones.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::auth::{Authenticate, ClientCertificate};
#[cfg(feature = "blocking")]
use super::error::{Error, NoBody};
use super::headers::Headers;
use super::operation::Service;
use super::redact;
use super::retry::RetryPolicy;
use super::transport::Transport;

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

/// Runs a future to its end on this thread, on the runtime of its client. Without a client there is nothing to wait for.
#[cfg(feature = "blocking")]
pub(crate) fn wait<F: Future>(core: Option<&Core>, future: F) -> Result<F::Output, Error<NoBody>> {
    match core {
        Some(core) => core.inner.runtime.block_on(future),
        None => super::blocking::Runtime::default().block_on(future),
    }
}
