//! Bearer tokens (RFC 6750): a fixed one, or one that a callback gives and renews.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::super::request::Request;
use super::super::transport::BoxFuture;
use super::secret::{Secret, check_private};
use super::{AuthContext, Authenticate, CredentialError};

/// A token is renewed this long before it expires.
const EARLY: Duration = Duration::from_secs(5 * 60);

/// A token and when it ends.
#[derive(Clone, Debug)]
pub struct AccessToken {
    token: Secret,
    expires: Option<SystemTime>,
}

impl AccessToken {
    /// A token that ends at a time.
    pub fn new(token: impl Into<String>, expires: SystemTime) -> Self {
        AccessToken { token: Secret::new(token), expires: Some(expires) }
    }

    /// A token whose end is not known: it is used until the service refuses it.
    pub fn without_end(token: impl Into<String>) -> Self {
        AccessToken { token: Secret::new(token), expires: None }
    }

    fn ends_within(&self, duration: Duration, now: SystemTime) -> bool {
        self.expires.is_some_and(|expires| now + duration >= expires)
    }
}

/// Gives tokens; the context is there for sources that ask over the network.
pub(super) trait TokenSource: Send + Sync + 'static {
    fn token<'a>(&'a self, context: AuthContext<'a>) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;
}

/// A token of a source, kept until shortly before its end. Callers that come at the same time wait for one renewal.
pub(super) struct Cached {
    source: Box<dyn TokenSource>,
    token: Mutex<Option<AccessToken>>,
    /// Set when the service refused the token, which another call may be using just now.
    refused: AtomicBool,
}

impl Cached {
    pub(super) fn new(source: impl TokenSource) -> Self {
        Cached { source: Box::new(source), token: Mutex::new(None), refused: AtomicBool::new(false) }
    }

    pub(super) async fn get(&self, context: AuthContext<'_>) -> Result<AccessToken, CredentialError> {
        let mut kept = self.token.lock().await;
        if self.refused.swap(false, Ordering::Relaxed) {
            *kept = None;
        }
        if let Some(token) = kept.as_ref().filter(|token| !token.ends_within(EARLY, context.now())) {
            return Ok(token.clone());
        }
        match self.source.token(context).await {
            Ok(token) => {
                *kept = Some(token.clone());
                Ok(token)
            }
            // The old one is good for some minutes more; the next call tries again.
            Err(error) => match kept.as_ref().filter(|token| !token.ends_within(Duration::from_secs(5), context.now()))
            {
                Some(token) => Ok(token.clone()),
                None => Err(error),
            },
        }
    }

    pub(super) fn refuse(&self) {
        self.refused.store(true, Ordering::Relaxed);
    }
}

/// A bearer token.
#[derive(Clone)]
pub struct Bearer {
    kind: Kind,
    allow_http: bool,
}

#[derive(Clone)]
enum Kind {
    Fixed(Secret),
    Cached(Arc<Cached>),
}

impl Bearer {
    /// A token that stays as it is.
    pub fn new(token: impl Into<String>) -> Self {
        Bearer { kind: Kind::Fixed(Secret::new(token)), allow_http: false }
    }

    /// Tokens from a callback. One is asked for when the first is needed, five minutes before it ends, and after the service refused
    /// one; callers that come at the same time share one call of the callback.
    pub fn from_async<F, Fut, E>(callback: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<AccessToken, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Bearer { kind: Kind::Cached(Arc::new(Cached::new(Callback(move || boxed(callback()))))), allow_http: false }
    }

    /// Tokens from a callback that does not wait. Otherwise as [`from_async`](Self::from_async).
    pub fn from_fn<F, E>(callback: F) -> Self
    where
        F: Fn() -> Result<AccessToken, E> + Send + Sync + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let call = move || -> BoxFuture<'static, Result<AccessToken, CredentialError>> {
            Box::pin(std::future::ready(callback().map_err(from_callback)))
        };
        Bearer { kind: Kind::Cached(Arc::new(Cached::new(Callback(call)))), allow_http: false }
    }

    /// Tokens of a source that is shared.
    pub(super) fn of(cached: Arc<Cached>, allow_http: bool) -> Self {
        Bearer { kind: Kind::Cached(cached), allow_http }
    }

    /// Allows that the token is sent over `http`, where anybody on the way can read and use it.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }
}

fn boxed<Fut, E>(future: Fut) -> BoxFuture<'static, Result<AccessToken, CredentialError>>
where
    Fut: Future<Output = Result<AccessToken, E>> + Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    Box::pin(async move { future.await.map_err(from_callback) })
}

fn from_callback<E: Into<Box<dyn StdError + Send + Sync>>>(error: E) -> CredentialError {
    CredentialError::new("the callback gave no token").with_source(error)
}

struct Callback<F>(F);

impl<F> TokenSource for Callback<F>
where
    F: Fn() -> BoxFuture<'static, Result<AccessToken, CredentialError>> + Send + Sync + 'static,
{
    fn token<'a>(&'a self, _: AuthContext<'a>) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        (self.0)()
    }
}

/// Sets `Authorization: Bearer ..`.
pub(super) fn put(token: &Secret, request: &mut Request) -> Result<(), CredentialError> {
    Ok(request.set_header("Authorization", format!("Bearer {}", token.expose()))?)
}

/// Puts a cached token into a request.
pub(super) async fn put_cached(
    cached: &Cached,
    request: &mut Request,
    context: AuthContext<'_>,
) -> Result<(), CredentialError> {
    let token = cached.get(context).await?;
    put(&token.token, request)
}

impl Authenticate for Bearer {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        context: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>> {
        Box::pin(async move {
            check_private(request.url(), self.allow_http, "a bearer token")?;
            match &self.kind {
                Kind::Fixed(token) => put(token, request),
                Kind::Cached(cached) => put_cached(cached, request, context).await,
            }
        })
    }

    fn rejected(&self) -> bool {
        match &self.kind {
            Kind::Fixed(_) => false,
            Kind::Cached(cached) => {
                cached.refuse();
                true
            }
        }
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Fixed(_) => "Bearer([hidden])",
            Kind::Cached(_) => "Bearer(renewed)",
        })
    }
}
