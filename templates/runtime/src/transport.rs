//! The seam to the network: what the heart asks of it.

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use super::auth::certificate::ClientCertificate;
use super::body::Body;
use super::headers::Headers;
use super::request::Request;
use super::transport_error::TransportError;

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries requests. The default is [`ReqwestTransport`](super::ReqwestTransport); a test double, a recorder or another
/// HTTP library can stand in its place.
///
/// A transport sends exactly what it is given, once: it follows no redirects, keeps no cookies, repeats nothing.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and gives the answer when its head is there.
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;

    /// Waits. A test double may come back at once from [`Pause::Backoff`] and [`Pause::Poll`], and never from [`Pause::Timeout`].
    fn sleep(&self, duration: Duration, why: Pause) -> BoxFuture<'static, ()>;

    /// The time of day, for dates in requests and the expiry of tokens.
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// What a [`Transport::sleep`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pause {
    /// The wait before a request is repeated.
    Backoff,
    /// The time that an attempt has; it runs beside the attempt.
    Timeout,
    /// The wait before a service is asked again how far an operation is.
    Poll,
}

/// A request on its way out, signed, and what TLS is to offer.
#[derive(Debug)]
pub struct Outgoing {
    request: Request,
    certificate: Option<ClientCertificate>,
}

impl Outgoing {
    /// A request that goes out with a certificate, or with none.
    pub fn new(request: Request, certificate: Option<ClientCertificate>) -> Self {
        Outgoing { request, certificate }
    }

    /// The request.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The client certificate to offer. `None`: the connection must offer none, not even one that a connection to the same host had.
    pub fn certificate(&self) -> Option<&ClientCertificate> {
        self.certificate.as_ref()
    }
}

/// The head of an answer, and its body, which may still be coming.
#[derive(Debug)]
pub struct TransportResponse {
    /// The status code.
    pub status: u16,
    /// The header fields, as they came.
    pub headers: Headers,
    /// The body.
    pub body: Body,
}
