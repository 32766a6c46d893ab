//! Credentials: what puts them into a request, and the kinds that are ready made.

mod api_key;
mod basic;
mod bearer;
pub(super) mod certificate;
mod oauth2;
#[cfg(feature = "client-certificate")]
mod pkcs12;
mod secret;
#[cfg(feature = "shared-key")]
mod shared_key;

use std::error::Error as StdError;
use std::fmt;
use std::time::SystemTime;

use super::request::Request;
use super::transport::{BoxFuture, Transport};

pub use api_key::ApiKey;
pub use basic::Basic;
pub use bearer::{AccessToken, Bearer};
pub use certificate::{ClientCertificate, InvalidCertificate};
pub use oauth2::OAuth2ClientCredentials;
#[cfg(feature = "shared-key")]
pub use shared_key::{InvalidKey, SharedKey};

/// Puts a credential into a request. Called for each attempt anew, with the request as it will be sent but for credentials.
pub trait Authenticate: Send + Sync + 'static {
    /// Changes the request so that the service knows who asks.
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        context: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>>;

    /// Whether this is a signature over the request, which has to come after everything else.
    fn signs(&self) -> bool {
        false
    }

    /// Told that the service answered 401. `true`: something was thrown away, a further attempt may do.
    fn rejected(&self) -> bool {
        false
    }
}

/// What a credential may use.
#[derive(Clone, Copy)]
pub struct AuthContext<'a> {
    pub(crate) transport: &'a dyn Transport,
}

impl<'a> AuthContext<'a> {
    /// The transport of the client, for credentials that have to ask somebody.
    pub fn transport(&self) -> &'a dyn Transport {
        self.transport
    }

    /// The time of day.
    pub fn now(&self) -> SystemTime {
        self.transport.now()
    }
}

impl fmt::Debug for AuthContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthContext")
    }
}

/// Why a credential could not be had or used.
pub struct CredentialError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    passing: bool,
}

impl CredentialError {
    /// An error with a message, which must not hold secrets.
    pub fn new(message: impl Into<String>) -> Self {
        CredentialError { message: message.into(), source: None, passing: false }
    }

    /// Adds what it came from.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Says that the same may succeed soon, so that the call's retries apply.
    pub fn passing(mut self) -> Self {
        self.passing = true;
        self
    }

    pub(crate) fn is_passing(&self) -> bool {
        self.passing
    }

    pub(crate) fn into_parts(self) -> (String, Option<Box<dyn StdError + Send + Sync>>) {
        (self.message, self.source)
    }
}

impl fmt::Debug for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialError").field("message", &self.message).field("source", &self.source).finish()
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for CredentialError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<super::headers::InvalidHeader> for CredentialError {
    fn from(error: super::headers::InvalidHeader) -> Self {
        CredentialError::new(error.to_string())
    }
}
