//! The way of a request: authenticated, sent, redirected, sent again. Exists once, for all operations.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::auth::AuthContext;
use super::auth_choice::{self, Chosen};
use super::body::{Body, Reading, Unread};
use super::byte_stream::ByteStream;
use super::client::{Core, Inner};
use super::error::{Error, ErrorKind, NoBody};
use super::exchange::Exchange;
use super::headers::Headers;
use super::options::CallOptions;
use super::redirect::{self, Redirect};
use super::request::Request;
use super::response::RawResponse;
use super::retry::{self, Failure};
use super::trace::Trace;
use super::transport::{Outgoing, Pause, Transport};
use super::transport_error::{TransportError, TransportErrorKind};

/// What becomes of a redirect that must not be followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    IsError,
    AsItCame,
}

/// Sends a request until there is an answer to give to the caller.
pub(crate) async fn send(
    core: Core,
    request: Request,
    options: CallOptions,
    refused: Refused,
) -> Result<RawResponse, Error<NoBody>> {
    let inner = &*core.inner;
    check(inner, &request)?;
    let trace = Trace::new(inner.service.name, &request);
    let mut call = SendingCall {
        core: &core,
        inner,
        streams: refused == Refused::IsError,
        options: &options,
        chosen: auth_choice::choose(inner, &request)?,
        trace: &trace,
        started: Instant::now(),
        slept: Duration::ZERO,
        attempts: 0,
        bare: false,
        request,
    };
    let result = trace.inside(call.run(refused)).await;
    let status = match &result {
        Ok(raw) => Some(raw.status()),
        Err(error) => error.status(),
    };
    trace.done(call.attempts, status);
    result
}

/// What can be said of a request before it is sent.
fn check(inner: &Inner, request: &Request) -> Result<(), Error<NoBody>> {
    let wrong = |message: &str| Err(Error::new(ErrorKind::InvalidRequest, message));
    let url = request.url();
    if !request.has_valid_method() {
        return wrong("the method is not a token (RFC 9110, 9.1)");
    }
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return wrong("the URL is no plain http or https URL");
    }
    if request.headers().contains("transfer-encoding") || request.headers().contains("content-length") {
        return wrong("Content-Length and Transfer-Encoding are set by the client itself");
    }
    if !request.is_repeatable() {
        return wrong("the body is a stream, and has been sent already");
    }
    if !inner.trusts(url, request.home()) {
        return wrong(
            "the URL is of another origin than the client's, which gets no credentials; allow it with `allow_origin(..)`",
        );
    }
    Ok(())
}

struct SendingCall<'a> {
    core: &'a Core,
    inner: &'a Inner,
    /// Whether bodies may be given while they come, where the request says so.
    streams: bool,
    options: &'a CallOptions,
    chosen: Chosen,
    trace: &'a Trace,
    started: Instant,
    /// What the transport was asked to wait, which a test double does not.
    slept: Duration,
    attempts: u32,
    /// A redirect led to another origin: from there on nothing says who asks.
    bare: bool,
    request: Request,
}

/// An attempt without a whole answer.
struct Failed {
    error: Error<NoBody>,
    again: Again,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    NothingSent,
    Unclear,
    Never,
}

/// How much of an answer came, for an attempt that is given up.
#[derive(Default)]
struct Seen {
    head: Option<(u16, Headers)>,
    body: Reading,
    /// The body, where it is not to be read here.
    rest: Option<Body>,
}

impl SendingCall<'_> {
    async fn run(&mut self, refused: Refused) -> Result<RawResponse, Error<NoBody>> {
        let (mut tries, mut redirects, mut renewed) = (1, 0, false);
        loop {
            let wait = match self.attempt().await {
                Ok(raw) => {
                    let location = raw.headers().get("location");
                    let (inner, home) = (self.inner, self.request.home().cloned());
                    match redirect::decide(&self.request, raw.status(), location, |url| {
                        inner.trusts(url, home.as_ref())
                    }) {
                        Redirect::Follow { .. } | Redirect::Refused(_)
                            if self.streams && self.request.keeps_redirects() =>
                        {
                            return Ok(raw);
                        }
                        Redirect::Follow { .. } if !self.request.is_repeatable() => {
                            let message = "the body is a stream, and cannot be sent to another place once more";
                            return Err(Error::about(raw, ErrorKind::Redirect, message));
                        }
                        Redirect::Follow { .. } if redirects == redirect::LIMIT => {
                            let message = format!("{} redirects one after the other", redirect::LIMIT);
                            return Err(Error::about(raw, ErrorKind::Redirect, message));
                        }
                        Redirect::Follow { url, foreign } => {
                            redirects += 1;
                            self.trace.redirected(raw.status(), foreign);
                            self.follow(url, foreign);
                            continue;
                        }
                        Redirect::Refused(_) if refused == Refused::AsItCame => return Ok(raw),
                        Redirect::Refused(why) => return Err(Error::about(raw, ErrorKind::Redirect, why)),
                        Redirect::No => {}
                    }
                    if raw.status() == 401 && !self.bare && !renewed && self.rejected() && self.request.is_repeatable()
                    {
                        renewed = true;
                        continue;
                    }
                    match self.wait(tries, &Failure::Status(raw.status(), raw.headers())) {
                        Some(wait) => (wait, Some(raw.status())),
                        None => return Ok(raw),
                    }
                }
                Err(failed) => {
                    let failure = match failed.again {
                        Again::NothingSent => Failure::NothingSent,
                        Again::Unclear => Failure::Unclear,
                        Again::Never => return Err(failed.error),
                    };
                    match self.wait(tries, &failure) {
                        Some(wait) => (wait, failed.error.status()),
                        None => return Err(failed.error),
                    }
                }
            };
            self.trace.again(self.attempts, wait.1, wait.0);
            self.inner.transport.sleep(wait.0, Pause::Backoff).await;
            self.slept += wait.0;
            tries += 1;
        }
    }

    /// Goes on at another place. Once away from home, nothing brings the credentials back: the stranger chose the way.
    fn follow(&mut self, url: url::Url, foreign: bool) {
        self.request.set_url(url);
        if foreign && !self.bare {
            self.bare = true;
            redirect::make_bare(&mut self.request);
        }
    }

    /// Tells the credentials that the service did not take them, and whether another attempt may do. All of them are told.
    fn rejected(&self) -> bool {
        let again: Vec<bool> = self.chosen.credentials.iter().map(|credential| credential.rejected()).collect();
        again.contains(&true)
    }

    /// How long to wait before the next attempt, if there is to be one and time for it.
    fn wait(&self, tries: u32, failure: &Failure<'_>) -> Option<Duration> {
        if !self.request.is_repeatable() {
            return None;
        }
        let policy = self.options.retry.as_ref().unwrap_or(&self.inner.retry);
        let wait = retry::wait(policy, self.request.is_idempotent(), tries, failure, self.inner.transport.now())?;
        self.left().is_none_or(|left| wait < left).then_some(wait)
    }

    /// How long all attempts may take together.
    fn overall(&self) -> Option<Duration> {
        self.options.overall_timeout.or(self.inner.overall_timeout)
    }

    /// The rest of the overall time.
    fn left(&self) -> Option<Duration> {
        let overall = self.overall()?;
        Some(overall.saturating_sub(self.started.elapsed().max(self.slept)))
    }

    /// Sends the request once and reads the answer, within the time that it has.
    async fn attempt(&mut self) -> Result<RawResponse, Failed> {
        self.attempts += 1;
        let exchange = Arc::new(Exchange {
            service: self.inner.service,
            method: self.request.method().to_owned(),
            url: self.request.url().clone(),
            attempts: self.attempts,
        });
        let left = self.left();
        let own = self.options.timeout.or(self.inner.timeout);
        let limit = own.into_iter().chain(left).min();
        let mut seen = Seen::default();
        let done = within(&*self.inner.transport, limit, self.exchange(&mut seen)).await;
        let (error, again) = match done {
            Some(Ok(())) => {
                if let Some((status, headers)) = seen.head {
                    let raw = RawResponse::new(status, headers, seen.body.finish(), exchange);
                    return Ok(match seen.rest {
                        Some(body) => {
                            let about = raw.about();
                            raw.with_stream(ByteStream::live(body, about, self.core.clone(), own))
                        }
                        None => raw,
                    });
                }
                (Error::new(ErrorKind::Transport, "no answer"), Again::Unclear)
            }
            Some(Err(failed)) => (failed.error, failed.again),
            None => {
                // What was left for this attempt is less than was set.
                let said = match (self.overall().filter(|_| limit == left), limit) {
                    (Some(overall), _) => format!("the call had {overall:?}"),
                    (None, limit) => format!("an attempt has {:?}", limit.unwrap_or_default()),
                };
                (Error::new(ErrorKind::Timeout, said).with_retryable(true), Again::Unclear)
            }
        };
        let error = match seen.head {
            Some((status, headers)) => error.with_answer(status, headers, seen.body.finish()),
            None => error,
        };
        Err(Failed { error: error.with_exchange(exchange), again })
    }

    /// The attempt itself. What comes is put into `seen` as it comes.
    async fn exchange(&self, seen: &mut Seen) -> Result<(), Failed> {
        let mut request = self.request.clone();
        request.set_content_length().map_err(|error| never(Error::from(error)))?;
        let transport = &*self.inner.transport;
        let mut certificate = None;
        if !self.bare {
            certificate = self.chosen.certificate.clone();
            for credential in &self.chosen.credentials {
                let done = credential.authenticate(&mut request, AuthContext { transport }).await;
                done.map_err(credential_failed)?;
            }
        }
        let answer =
            transport.send(Outgoing::new(request, certificate)).await.map_err(|error| self.transport_failed(error))?;
        let limit = self.inner.max_response_bytes;
        let announced = answer.headers.typed::<u64>("content-length");
        let media_type = answer.headers.get("content-type").unwrap_or_default();
        let streamed = self.streams && self.request.streams(answer.status, media_type);
        seen.head = Some((answer.status, answer.headers));
        if streamed {
            seen.rest = Some(answer.body);
            return Ok(());
        }
        if announced.is_some_and(|length| length > limit) && self.request.method() != "HEAD" {
            return Err(never(too_large(limit)));
        }
        match answer.body.read(limit, &mut seen.body).await {
            Ok(()) => Ok(()),
            Err(Unread::TooLarge) => Err(never(too_large(limit))),
            Err(Unread::Broken(error)) => Err(self.transport_failed(error)),
        }
    }

    fn transport_failed(&self, error: TransportError) -> Failed {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Tls => ErrorKind::Tls,
            TransportErrorKind::Broken => ErrorKind::Transport,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Refused => ErrorKind::InvalidRequest,
        };
        let again = match error.kind() {
            TransportErrorKind::Tls | TransportErrorKind::Refused => Again::Never,
            _ if error.nothing_sent() => Again::NothingSent,
            _ => Again::Unclear,
        };
        let (mut message, source) = error.into_parts();
        if self.chosen.anonymous && kind == ErrorKind::Transport {
            message
                .push_str(" (sent without the credential that the operation asks for, as `allow_anonymous()` permits)");
        }
        let mut out = Error::new(kind, message).with_retryable(again != Again::Never);
        if let Some(source) = source {
            out = out.with_source(source);
        }
        Failed { error: out, again }
    }
}

fn never(error: Error<NoBody>) -> Failed {
    Failed { error, again: Again::Never }
}

fn too_large(limit: u64) -> Error<NoBody> {
    Error::new(ErrorKind::TooLarge, format!("more than {limit} bytes, see `max_response_bytes`"))
}

fn credential_failed(error: super::auth::CredentialError) -> Failed {
    let again = if error.is_passing() { Again::NothingSent } else { Again::Never };
    let (mut message, source) = error.into_parts();
    let mut out = match source {
        Some(source) => {
            message = format!("{message}: {source}");
            Error::new(ErrorKind::Credential, message).with_source(source)
        }
        None => Error::new(ErrorKind::Credential, message),
    };
    out = out.with_retryable(again != Again::Never);
    Failed { error: out, again }
}

/// Runs a future for a time at most. The future is asked first, so that a clock that does not wait hurts nobody who is ready.
async fn within<F: Future>(transport: &dyn Transport, limit: Option<Duration>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut clock = limit.map(|limit| transport.sleep(limit, Pause::Timeout));
    std::future::poll_fn(|cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        match clock.as_mut().map(|clock| clock.as_mut().poll(cx)) {
            Some(Poll::Ready(())) => Poll::Ready(None),
            _ => Poll::Pending,
        }
    })
    .await
}
