//! OAuth 2.0 client credentials (RFC 6749, 4.4), asked for over the client's own transport.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::Deserialize;
use url::{Url, form_urlencoded};

use super::super::error_text;
use super::super::request::Request;
use super::super::transport::{BoxFuture, Outgoing};
use super::bearer::{AccessToken, Bearer, Cached, TokenSource, put_cached};
use super::secret::{Secret, check_private};
use super::{AuthContext, Authenticate, CredentialError};

/// A token answer is small.
const LIMIT: u64 = 1 << 20;

/// A client that proves itself with its secret, and gets a bearer token for a scope.
#[derive(Clone)]
#[must_use = "a credential does nothing until a client has it"]
pub struct OAuth2ClientCredentials {
    cached: Arc<Cached>,
    settings: Settings,
}

#[derive(Clone, Debug)]
struct Settings {
    token_url: String,
    client_id: String,
    client_secret: Secret,
    scope: String,
    in_header: bool,
    allow_http: bool,
}

impl OAuth2ClientCredentials {
    /// `scope` may be empty. The secret is sent in the body of the request to `token_url`.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
        scope: impl Into<String>,
    ) -> Self {
        OAuth2ClientCredentials::from_settings(Settings {
            token_url: token_url.into(),
            client_id: client_id.into(),
            client_secret: Secret::new(client_secret),
            scope: scope.into(),
            in_header: false,
            allow_http: false,
        })
    }

    /// Sends id and secret as basic authentication (RFC 6749, 2.3.1) and not in the body.
    pub fn secret_in_header(mut self) -> Self {
        self.settings.in_header = true;
        OAuth2ClientCredentials::from_settings(self.settings)
    }

    /// Allows `http`, for the token and for the secret that it is asked for with.
    pub fn allow_http(mut self) -> Self {
        self.settings.allow_http = true;
        OAuth2ClientCredentials::from_settings(self.settings)
    }

    fn from_settings(settings: Settings) -> Self {
        OAuth2ClientCredentials { cached: Arc::new(Cached::new(settings.clone())), settings }
    }
}

/// The bearer tokens that are got so, where a scheme asks for such.
impl From<OAuth2ClientCredentials> for Bearer {
    fn from(credentials: OAuth2ClientCredentials) -> Self {
        Bearer::of(credentials.cached, credentials.settings.allow_http)
    }
}

impl fmt::Debug for OAuth2ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OAuth2ClientCredentials").field(&self.settings).finish()
    }
}

impl Authenticate for OAuth2ClientCredentials {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        context: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>> {
        Box::pin(async move {
            check_private(request.url(), self.settings.allow_http, "a bearer token")?;
            put_cached(&self.cached, request, context).await
        })
    }

    fn rejected(&self) -> bool {
        self.cached.refuse();
        true
    }
}

/// RFC 6749, 5.1.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    #[serde(default)]
    expires_in: Option<serde_json::Value>,
}

impl Settings {
    fn request(&self) -> Result<Request, CredentialError> {
        let url = Url::parse(&self.token_url)
            .map_err(|error| CredentialError::new("the token URL is none").with_source(error))?;
        check_private(&url, self.allow_http, "a client secret")?;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if !self.scope.is_empty() {
            form.append_pair("scope", &self.scope);
        }
        if !self.in_header {
            form.append_pair("client_id", &self.client_id).append_pair("client_secret", self.client_secret.expose());
        }
        let mut request = Request::new("POST", url);
        if self.in_header {
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!("{}:{}", encoded(&self.client_id), encoded(self.client_secret.expose()));
            request.set_header("Authorization", format!("Basic {}", STANDARD.encode(pair)))?;
        }
        request.set_header("Content-Type", "application/x-www-form-urlencoded")?;
        request.set_header("Accept", "application/json")?;
        request.set_body(Some(Bytes::from(form.finish())));
        request.set_content_length()?;
        Ok(request)
    }

    async fn fetch(&self, context: AuthContext<'_>) -> Result<AccessToken, CredentialError> {
        let failed = |why: &str| {
            CredentialError::new(format!("the token endpoint {} {why}", super::super::redact::link(&self.token_url)))
        };
        let sent = context.transport().send(Outgoing::new(self.request()?, None)).await;
        let answer = sent.map_err(|error| failed("could not be asked").with_source(error).passing())?;
        let mut reading = super::super::body::Reading::default();
        if answer.body.read(LIMIT, &mut reading).await.is_err() {
            return Err(
                failed(&format!("answered {}, and the answer broke off or is too large", answer.status)).passing()
            );
        }
        let body = reading.finish();
        if answer.status != 200 {
            let (code, message) = error_text::code_and_message(&body);
            let said = [code, message]
                .into_iter()
                .flatten()
                .map(|part| error_text::one_line(&part, 300))
                .collect::<Vec<_>>()
                .join(": ");
            let error = failed(&format!("answered {}: {said}", answer.status));
            return Err(if super::super::retry::is_passing_status(answer.status) { error.passing() } else { error });
        }
        let token: TokenAnswer = serde_json::from_slice(&body)
            .map_err(|error| failed("gave no token that can be read").with_source(error))?;
        // Some endpoints give the seconds as a string, or with a fraction.
        let seconds = token.expires_in.and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
        let lasts = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(match lasts.and_then(|lasts| context.now().checked_add(lasts)) {
            Some(expires) => AccessToken::new(token.access_token, expires),
            None => AccessToken::without_end(token.access_token),
        })
    }
}

impl TokenSource for Settings {
    fn token<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self.fetch(context))
    }
}
