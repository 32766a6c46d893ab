//! Azure Batch's SharedKey signature.
//!
//! Signed is the request target as it is sent, after all encoding. That the empty `Content-Length` of a request that has none is an
//! empty line, and a length of 0 is not, differs from the scheme of the same name of Azure Storage.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;
use sha2::Sha256;

use super::super::request::Request;
use super::super::transport::BoxFuture;
use super::{AuthContext, Authenticate, CredentialError};

/// The headers whose values are signed by place, without their names.
const BY_PLACE: [&str; 11] = [
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range",
];

/// An account's name and key.
#[derive(Clone)]
pub struct SharedKey {
    account: String,
    key: Vec<u8>,
}

impl SharedKey {
    /// An account and its key in base64, as the portal shows it.
    ///
    /// # Errors
    /// The key is not base64, or the account's name is empty or cannot stand in a header.
    pub fn new(account: impl Into<String>, key: impl AsRef<str>) -> Result<Self, InvalidKey> {
        let account = account.into();
        if account.is_empty() || account.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return Err(InvalidKey("the account name is empty or has characters that no account name has"));
        }
        let key = STANDARD.decode(key.as_ref().trim()).map_err(|_| InvalidKey("the account key is not base64"))?;
        if key.is_empty() {
            return Err(InvalidKey("the account key is empty"));
        }
        Ok(SharedKey { account, key })
    }

    /// The text that is signed for a request, for comparing with what a service says it expected. It holds no secret of the account.
    pub fn string_to_sign(&self, request: &Request) -> String {
        let mut text = request.method().to_owned();
        text.push('\n');
        for name in BY_PLACE {
            text.push_str(request.headers().get(name).unwrap_or_default());
            text.push('\n');
        }
        let mut own: Vec<(String, &str)> = request
            .headers()
            .iter()
            .filter(|(name, _)| name.to_ascii_lowercase().contains("ocp-"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect();
        own.sort();
        for (name, value) in own {
            text.push_str(&name);
            text.push(':');
            text.push_str(value);
            text.push('\n');
        }
        text.push('/');
        text.push_str(&self.account);
        text.push_str(request.url().path());
        for (name, value) in query(request.url().query().unwrap_or_default()) {
            text.push('\n');
            text.push_str(&name);
            text.push(':');
            text.push_str(&value);
        }
        text
    }

    fn apply(&self, request: &mut Request, context: AuthContext<'_>) -> Result<(), CredentialError> {
        // In lower case, as the service's own clients send it.
        match request.headers().get("ocp-date").map(str::to_owned) {
            Some(date) => request.set_header("ocp-date", date)?,
            None => request.set_header("ocp-date", httpdate::fmt_http_date(context.now()))?,
        }
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key)
            .map_err(|error| CredentialError::new("the account key cannot be used").with_source(error))?;
        mac.update(self.string_to_sign(request).as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        Ok(request.set_header("Authorization", format!("SharedKey {}:{signature}", self.account))?)
    }
}

/// The parameters that are signed: decoded, sorted by name, the first of each name, none that is empty.
fn query(query: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decoded(name), decoded(value));
        if !value.is_empty() && !pairs.iter().any(|(found, _)| *found == name) {
            pairs.push((name, value));
        }
    }
    // By code point: `$` before upper case before lower case.
    pairs.sort();
    pairs
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

impl Authenticate for SharedKey {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        context: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>> {
        Box::pin(std::future::ready(self.apply(request, context)))
    }

    fn signs(&self) -> bool {
        true
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedKey").field("account", &self.account).finish_non_exhaustive()
    }
}

/// An account name or key that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKey(&'static str);

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidKey {}
