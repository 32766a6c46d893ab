//! Text that must not be seen, and the rule about where it may be sent in clear.

use std::fmt;

use url::{Host, Url};

use super::CredentialError;

/// A text that `Debug` hides.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text, to be sent.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Refuses to send a secret without TLS, except to this machine itself or where that was allowed.
pub(crate) fn check_private(url: &Url, allowed: bool, what: &str) -> Result<(), CredentialError> {
    let to_itself = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.scheme() == "https" || allowed || to_itself {
        return Ok(());
    }
    Err(CredentialError::new(format!(
        "{what} is not sent over http, where anybody could read it; use https, or `allow_http()` on the credential"
    )))
}
