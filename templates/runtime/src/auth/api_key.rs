//! A key in a header, a query parameter or a cookie (OpenAPI: `type: apiKey`).

use percent_encoding::utf8_percent_encode;

use super::super::request::Request;
use super::super::request_builder::UNRESERVED;
use super::super::transport::BoxFuture;
use super::secret::{Secret, check_private};
use super::{AuthContext, Authenticate, CredentialError};

/// A key that goes with every request.
#[derive(Clone, Debug)]
pub struct ApiKey {
    place: Place,
    name: String,
    value: Secret,
    allow_http: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Header,
    Query,
    Cookie,
}

impl ApiKey {
    /// A key in a header.
    pub fn header(name: impl Into<String>, value: impl Into<String>) -> Self {
        ApiKey::at(Place::Header, name, value)
    }

    /// A key in a query parameter. It is percent-encoded.
    pub fn query(name: impl Into<String>, value: impl Into<String>) -> Self {
        ApiKey::at(Place::Query, name, value)
    }

    /// A key in a cookie. It is sent as it is, so it must not have a `;` or a blank.
    pub fn cookie(name: impl Into<String>, value: impl Into<String>) -> Self {
        ApiKey::at(Place::Cookie, name, value)
    }

    /// Allows that the key is sent over `http`.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    fn at(place: Place, name: impl Into<String>, value: impl Into<String>) -> Self {
        ApiKey { place, name: name.into(), value: Secret::new(value), allow_http: false }
    }

    fn apply(&self, request: &mut Request) -> Result<(), CredentialError> {
        check_private(request.url(), self.allow_http, "an API key")?;
        let value = self.value.expose();
        match self.place {
            Place::Header => request.set_header(self.name.as_str(), value)?,
            Place::Query => {
                let name = utf8_percent_encode(&self.name, UNRESERVED).to_string();
                let pair = format!("{name}={}", utf8_percent_encode(value, UNRESERVED));
                // A redirect may have brought the key back in its URL: it is not sent twice.
                let old = request.url().query().unwrap_or_default();
                let kept =
                    old.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name.as_str()));
                let query = kept.chain([pair.as_str()]).collect::<Vec<_>>().join("&");
                request.url_mut().set_query(Some(&query));
            }
            Place::Cookie => {
                if value
                    .bytes()
                    .any(|byte| matches!(byte, b';' | b',' | b' ' | b'"' | b'\\') || !byte.is_ascii_graphic())
                {
                    return Err(CredentialError::new(
                        "the API key has a character that cannot stand in a cookie (RFC 6265, 4.1.1)",
                    ));
                }
                let cookie = match request.headers().get("cookie") {
                    Some(others) => format!("{others}; {}={value}", self.name),
                    None => format!("{}={value}", self.name),
                };
                request.set_header("Cookie", cookie)?;
            }
        }
        Ok(())
    }
}

impl Authenticate for ApiKey {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        _: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>> {
        Box::pin(std::future::ready(self.apply(request)))
    }
}
