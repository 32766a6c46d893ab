//! The default transport: `reqwest`, without redirects, cookies, proxies of the environment, or anything else of its own will.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use super::auth::ClientCertificate;
use super::body::Body;
use super::build_error::BuildError;
use super::error_text;
use super::headers::Headers;
use super::redact;
use super::request::Request;
use super::transport::{BoxFuture, Outgoing, Pause, Transport, TransportResponse};
use super::transport_error::{TransportError, TransportErrorKind};
use super::upload::{OpenUpload, StreamError, WrongLength};

/// Sends by `reqwest`.
pub struct ReqwestTransport {
    /// Offers no certificate.
    plain: Option<reqwest::Client>,
    /// Offers the client's certificate.
    identified: Option<reqwest::Client>,
}

/// How the transport is made when none is given.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    /// Root certificates to trust beside the platform's, in PEM.
    pub(crate) roots: Vec<Vec<u8>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { connect_timeout: Duration::from_secs(20), roots: Vec::new() }
    }
}

impl ReqwestTransport {
    /// A client of your own, with its proxies, DNS, TLS. It must follow no redirects
    /// (`redirect(reqwest::redirect::Policy::none())`): if it does, the call is an error. It should keep no cookies, and must have no
    /// TLS identity; a client that has one goes into [`with_identity`](Self::with_identity).
    pub fn new(client: reqwest::Client) -> Self {
        ReqwestTransport { plain: Some(client), identified: None }
    }

    /// A client of your own that has a TLS identity. It is used only where the certificate may be offered; with
    /// [`ClientCertificate::in_transport`] for operations that ask for one. For everything else, redirects to another origin
    /// for example, [`plain`](Self::plain) gives a second client.
    pub fn with_identity(client: reqwest::Client) -> Self {
        ReqwestTransport { plain: None, identified: Some(client) }
    }

    /// The client for requests that must not offer a certificate.
    pub fn plain(mut self, client: reqwest::Client) -> Self {
        self.plain = Some(client);
        self
    }

    pub(crate) fn from_settings(
        settings: &Settings,
        certificate: Option<&ClientCertificate>,
    ) -> Result<Self, BuildError> {
        let failed =
            |error: reqwest::Error| BuildError::new(format!("the HTTP client cannot be made: {}", chain_of(&error)));
        let plain = builder(settings)?.build().map_err(failed)?;
        let identified = match certificate.map(ClientCertificate::pem) {
            Some(Some((chain, key))) => {
                Some(with_certificate(builder(settings)?, chain, key)?.build().map_err(unusable)?)
            }
            Some(None) => {
                return Err(BuildError::new(
                    "ClientCertificate::in_transport() needs a transport that has the certificate",
                ));
            }
            None => None,
        };
        Ok(ReqwestTransport { plain: Some(plain), identified })
    }

    async fn exchange(&self, outgoing: Outgoing) -> Result<TransportResponse, TransportError> {
        let refused = |message: &str| TransportError::new(TransportErrorKind::Refused, message);
        let offered = outgoing.certificate().is_some();
        let client = match (offered, &self.identified, &self.plain) {
            (true, Some(client), _) | (false, _, Some(client)) => client,
            (true, None, _) => return Err(refused("the transport has no client certificate to offer")),
            (false, _, None) => {
                return Err(refused(
                    "the request must not offer the client certificate, and the transport has no client without it; see \
                    ReqwestTransport::plain",
                ));
            }
        };
        let request = converted(outgoing.request())?;
        let url = request.url().clone();
        let response = client.execute(request).await.map_err(|error| error_of(error, offered))?;
        if *response.url() != url {
            return Err(refused(
                "the reqwest::Client followed a redirect by itself; build it with redirect::Policy::none()",
            ));
        }
        let status = response.status().as_u16();
        let mut headers = Headers::new();
        for (name, value) in response.headers() {
            headers.append_received(name.as_str(), value.as_bytes());
        }
        let body = Chunks { body: response.into(), offered };
        Ok(TransportResponse { status, headers, body: Body::from_stream(Box::pin(body)) })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(self.exchange(outgoing))
    }

    fn sleep(&self, duration: Duration, _: Pause) -> BoxFuture<'static, ()> {
        // The timer is made when it is first polled: only then there is a runtime for sure.
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").field("identity", &self.identified.is_some()).finish_non_exhaustive()
    }
}

fn builder(settings: &Settings) -> Result<reqwest::ClientBuilder, BuildError> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Which proxy to use is for the program to say, not for its environment.
        .no_proxy()
        .connect_timeout(settings.connect_timeout);
    with_roots(builder, &settings.roots)
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn with_roots(builder: reqwest::ClientBuilder, roots: &[Vec<u8>]) -> Result<reqwest::ClientBuilder, BuildError> {
    #[cfg(feature = "rustls")]
    let mut builder = builder.tls_backend_rustls();
    #[cfg(not(feature = "rustls"))]
    let mut builder = builder.tls_backend_native();
    for pem in roots {
        let wrong = |error| BuildError::new("a root certificate cannot be read").with_source(error);
        let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(wrong)?;
        if certificates.is_empty() {
            return Err(BuildError::new("a root certificate was given as PEM text that has none"));
        }
        builder = builder.tls_certs_merge(certificates);
    }
    Ok(builder)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn with_roots(builder: reqwest::ClientBuilder, roots: &[Vec<u8>]) -> Result<reqwest::ClientBuilder, BuildError> {
    if roots.is_empty() { Ok(builder) } else { Err(BuildError::new(NO_TLS)) }
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
const NO_TLS: &str = "TLS needs one of the features `rustls` and `native-tls`";

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn with_certificate(
    builder: reqwest::ClientBuilder,
    chain: &str,
    key: &str,
) -> Result<reqwest::ClientBuilder, BuildError> {
    #[cfg(feature = "rustls")]
    let identity = reqwest::Identity::from_pem(format!("{key}{chain}").as_bytes());
    #[cfg(not(feature = "rustls"))]
    let identity = reqwest::Identity::from_pkcs8_pem(chain.as_bytes(), key.as_bytes());
    let identity =
        identity.map_err(|error| BuildError::new("the client certificate cannot be used").with_source(error))?;
    Ok(builder.identity(identity))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn with_certificate(_: reqwest::ClientBuilder, _: &str, _: &str) -> Result<reqwest::ClientBuilder, BuildError> {
    Err(BuildError::new(NO_TLS))
}

fn unusable(error: reqwest::Error) -> BuildError {
    BuildError::new(format!("the client certificate cannot be used: {}", chain_of(&error)))
}

fn converted(request: &Request) -> Result<reqwest::Request, TransportError> {
    use reqwest::header::{HeaderName, HeaderValue};
    let refused = |what: String| TransportError::new(TransportErrorKind::Refused, what);
    let method = reqwest::Method::from_bytes(request.method().as_bytes())
        .map_err(|_| refused("the method cannot be sent".to_owned()))?;
    let mut out = reqwest::Request::new(method, request.url().clone());
    for (name, value) in request.headers().iter() {
        let wrong = || refused(format!("the header {name:?} cannot be sent"));
        let field = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        let mut sent = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| wrong())?;
        // Kept out of what libraries below log, and out of HTTP/2's tables (RFC 7541, 7.1.3).
        sent.set_sensitive(redact::header_value(name, value) == super::redacted::HIDDEN);
        out.headers_mut().append(field, sent);
    }
    if let Some(body) = request.upload() {
        *out.body_mut() = Some(match body.bytes() {
            Some(bytes) => bytes.clone().into(),
            None => reqwest::Body::wrap(Sent { chunks: body.open(), length: body.len() }),
        });
    }
    Ok(out)
}

/// The chunks of a request.
struct Sent {
    chunks: OpenUpload,
    length: Option<u64>,
}

impl http_body::Body for Sent {
    type Data = Bytes;
    type Error = StreamError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, StreamError>>> {
        Pin::new(&mut self.chunks).poll_next(cx).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The chunks of an answer.
struct Chunks {
    body: reqwest::Body,
    offered: bool,
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error_of(error, self.offered)))),
                Some(Ok(frame)) => {
                    // Trailers are passed over.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}

/// Sorts an error, and says in words what a chain of causes says in names of types.
fn error_of(error: reqwest::Error, offered: bool) -> TransportError {
    // Its URL may hold secrets.
    let error = error.without_url();
    let chain = chain_of(&error);
    let lower = chain.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let no_certificate = has(&["certificaterequired", "certificate required", "certificate_required"]);
    let alert = has(&["fatal alert", "tlsv1 alert", "tlsv13 alert", "sslv3 alert", "ssl alert"]);
    if no_certificate && !offered {
        let message = "the server asks for a TLS client certificate, and none was offered; give one to the client's builder as a \
            ClientCertificate";
        return TransportError::new(TransportErrorKind::Tls, message).with_source(error);
    }
    if alert && !offered && has(&["handshakefailure", "handshake failure", "badcertificate", "bad certificate"]) {
        let message = format!("{chain} (no client certificate was offered; the server may ask for one)");
        return TransportError::new(TransportErrorKind::Tls, message).with_source(error);
    }
    let tls = alert
        || no_certificate
        || (error.is_connect() && has(&["certificate", "handshake", "tls", "ssl", "corrupt message"]));
    let kind = if is_of_length(&error) {
        TransportErrorKind::Refused
    } else if tls {
        TransportErrorKind::Tls
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Refused
    } else {
        TransportErrorKind::Broken
    };
    TransportError::new(kind, chain).with_source(error)
}

/// Whether the body of the request was not as long as was said, which no other attempt would change.
fn is_of_length(error: &reqwest::Error) -> bool {
    std::iter::successors(error.source(), |cause| (*cause).source()).any(|cause| cause.is::<WrongLength>())
}

/// The messages of an error and its causes, the innermost last, none twice.
fn chain_of(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        next = cause.source();
    }
    error_text::one_line(&text, 400)
}
