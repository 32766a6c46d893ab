//! Settings of one call.

use std::time::Duration;

use super::headers::Headers;
use super::retry::RetryPolicy;

/// Settings of one call, in place of the client's.
#[derive(Clone, Debug, Default)]
#[must_use = "options do nothing until a call has them"]
pub struct CallOptions {
    pub(crate) headers: Vec<(String, Hidden)>,
    pub(crate) query: Vec<(String, Hidden)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) overall_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) endpoint: Option<String>,
    pub(crate) boundary: Option<String>,
}

/// A text that `Debug` hides.
#[derive(Clone)]
pub(crate) struct Hidden(pub(crate) String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(super::redacted::HIDDEN)
    }
}

impl CallOptions {
    /// Nothing set.
    pub fn new() -> Self {
        CallOptions::default()
    }

    /// A header beside those of the operation; it replaces one of the same name.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), Hidden(value.into())));
        self
    }

    /// A query parameter beside those of the operation. Name and value are percent-encoded.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), Hidden(value.into())));
        self
    }

    /// The time for each attempt.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time for the call with all its attempts and waits; for each page, where it is pages.
    pub fn overall_timeout(mut self, timeout: Duration) -> Self {
        self.overall_timeout = Some(timeout);
        self
    }

    /// When the request is repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// The address that the path is appended to, in place of the client's and of one that the operation has of its own. Credentials go
    /// there.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// The boundary of a multipart body, in place of a random one: for tests.
    pub fn multipart_boundary(mut self, boundary: impl Into<String>) -> Self {
        self.boundary = Some(boundary.into());
        self
    }

    /// Puts the headers into a request's; a name given twice here is sent twice.
    pub(crate) fn put_headers(&self, headers: &mut Headers) -> Result<(), super::headers::InvalidHeader> {
        for (name, _) in &self.headers {
            headers.remove(name);
        }
        for (name, value) in &self.headers {
            headers.append(name.as_str(), value.0.as_str())?;
        }
        Ok(())
    }
}
