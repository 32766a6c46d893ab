//! User and password (RFC 7617).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::request::Request;
use super::super::transport::BoxFuture;
use super::secret::{Secret, check_private};
use super::{AuthContext, Authenticate, CredentialError};

/// User and password, sent with every request.
#[derive(Clone, Debug)]
pub struct Basic {
    user: String,
    password: Secret,
    allow_http: bool,
}

impl Basic {
    /// A user, in whose name must be no colon, and a password.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Basic { user: user.into(), password: Secret::new(password), allow_http: false }
    }

    /// Allows that the password is sent over `http`.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    fn apply(&self, request: &mut Request) -> Result<(), CredentialError> {
        check_private(request.url(), self.allow_http, "a password")?;
        if self.user.contains(':') {
            return Err(CredentialError::new("a user name for basic authentication cannot have a colon (RFC 7617, 2)"));
        }
        let pair = STANDARD.encode(format!("{}:{}", self.user, self.password.expose()));
        Ok(request.set_header("Authorization", format!("Basic {pair}"))?)
    }
}

impl Authenticate for Basic {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        _: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>> {
        Box::pin(std::future::ready(self.apply(request)))
    }
}
