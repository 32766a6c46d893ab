//! Gathers the settings of a client and checks them together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::address;
use super::auth::{Authenticate, ClientCertificate};
use super::build_error::BuildError;
use super::client::{Core, Inner};
use super::headers::Headers;
use super::operation::Service;
use super::redact;
use super::reqwest_transport::{ReqwestTransport, Settings};
use super::retry::RetryPolicy;
use super::transport::Transport;

/// The settings of a client to be.
pub struct CoreBuilder {
    service: &'static Service,
    endpoint: String,
    variables: Vec<(&'static str, String)>,
    allowed: Vec<String>,
    headers: Headers,
    user_agent: Option<String>,
    credentials: Vec<(&'static str, Arc<dyn Authenticate>)>,
    certificate: Option<(&'static str, ClientCertificate)>,
    anonymous: bool,
    timeout: Option<Duration>,
    overall_timeout: Option<Duration>,
    retry: RetryPolicy,
    max_response_bytes: u64,
    transport: Option<Arc<dyn Transport>>,
    reqwest: Option<reqwest::Client>,
    settings: Settings,
    error: Option<BuildError>,
}

impl CoreBuilder {
    /// The settings that hold when nothing is said: 60 seconds for an attempt, 5 minutes for a call, [`RetryPolicy::default`], and
    /// 64 MiB of an answer kept at once.
    pub fn new(service: &'static Service, endpoint: impl Into<String>) -> Self {
        CoreBuilder {
            service,
            endpoint: endpoint.into(),
            variables: Vec::new(),
            allowed: Vec::new(),
            headers: Headers::new(),
            user_agent: None,
            credentials: Vec::new(),
            certificate: None,
            anonymous: false,
            timeout: Some(Duration::from_secs(60)),
            overall_timeout: Some(Duration::from_secs(300)),
            retry: RetryPolicy::default(),
            max_response_bytes: 64 << 20,
            transport: None,
            reqwest: None,
            settings: Settings::default(),
            error: None,
        }
    }

    /// The credential for a security scheme of the description, in place of one set before.
    pub fn credential(&mut self, scheme: &'static str, credential: impl Authenticate) {
        self.credentials.retain(|(found, _)| *found != scheme);
        self.credentials.push((scheme, Arc::new(credential)));
    }

    /// The client certificate for a security scheme of the description.
    pub fn client_certificate(&mut self, scheme: &'static str, certificate: ClientCertificate) {
        self.certificate = Some((scheme, certificate));
    }

    /// The URL that paths are appended to.
    pub fn endpoint(&mut self, url: impl Into<String>) {
        self.endpoint = url.into();
    }

    /// What stands for `{name}` in the endpoint, in place of what was said before: a part of the host, or of the path, with its slashes;
    /// at the beginning also a whole address.
    pub fn variable(&mut self, name: &'static str, value: impl Into<String>) {
        self.variables.retain(|(found, _)| *found != name);
        self.variables.push((name, value.into()));
    }

    /// The time for each attempt.
    pub fn timeout(&mut self, timeout: Option<Duration>) {
        self.timeout = timeout;
    }

    /// The time for a call with all its attempts.
    pub fn overall_timeout(&mut self, timeout: Option<Duration>) {
        self.overall_timeout = timeout;
    }

    /// The time for a connection to come about; only for the transport that is made here.
    pub fn connect_timeout(&mut self, timeout: Duration) {
        self.settings.connect_timeout = timeout;
    }

    /// When requests are repeated.
    pub fn retry(&mut self, policy: RetryPolicy) {
        self.retry = policy;
    }

    /// What carries the requests.
    pub fn transport(&mut self, transport: impl Transport) {
        self.transport = Some(Arc::new(transport));
    }

    /// The `reqwest::Client` that carries the requests; see [`ReqwestTransport::new`].
    pub fn reqwest_client(&mut self, client: reqwest::Client) {
        self.reqwest = Some(client);
    }

    /// A further root certificate to trust, in PEM; only for the transport that is made here.
    pub fn root_certificate(&mut self, pem: impl AsRef<[u8]>) {
        self.settings.roots.push(pem.as_ref().to_vec());
    }

    /// Words before the product in `User-Agent`.
    pub fn user_agent(&mut self, prefix: impl Into<String>) {
        self.user_agent = Some(prefix.into());
    }

    /// A header on every request that does not set it itself.
    pub fn header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        if let Err(error) = self.headers.insert(name, value) {
            self.error.get_or_insert(BuildError::new(error.to_string()));
        }
    }

    /// A further origin that credentials may go to.
    pub fn allow_origin(&mut self, url: impl Into<String>) {
        self.allowed.push(url.into());
    }

    /// The most bytes of an answer that are kept at once: of a body that is read whole, of a stream that is collected, of an event or
    /// a line of a stream.
    pub fn max_response_bytes(&mut self, bytes: u64) {
        self.max_response_bytes = bytes;
    }

    /// Sends calls that need a credential without one.
    pub fn allow_anonymous(&mut self) {
        self.anonymous = true;
    }

    /// Checks the settings and makes the client.
    ///
    /// # Errors
    /// The endpoint is no `http` or `https` URL, or has a query, a fragment, a user or a password; a variable of it has a value that would
    /// make another address of it; a header cannot be sent; a certificate cannot
    /// be used by TLS; a certificate was given for a transport that has its own TLS.
    pub fn build(self) -> Result<Core, BuildError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let base = endpoint(&address::filled(&self.endpoint, &self.variables)?)?;
        let allowed = self.allowed.iter().map(|text| origin(text)).collect::<Result<_, _>>()?;
        let product = format!("{} ({})", self.service.user_agent, self.service.name);
        let user_agent = match self.user_agent {
            Some(prefix) => format!("{prefix} {product}"),
            None => product,
        };
        Headers::new().insert("User-Agent", user_agent.as_str()).map_err(|error| BuildError::new(error.to_string()))?;
        let has_pem = self.certificate.as_ref().is_some_and(|(_, certificate)| certificate.pem().is_some());
        let transport = match (self.transport, self.reqwest) {
            (Some(_), Some(_)) => {
                return Err(BuildError::new("a transport and a reqwest client were given; give one of them"));
            }
            (Some(transport), None) => transport,
            (None, Some(_)) if has_pem => {
                let message = "a reqwest client was given, and it has its own TLS: put the identity into it when building it, and give \
                    ClientCertificate::in_transport() here";
                return Err(BuildError::new(message));
            }
            (None, Some(client)) if self.certificate.is_some() => Arc::new(ReqwestTransport::with_identity(client)),
            (None, Some(client)) => Arc::new(ReqwestTransport::new(client)),
            (None, None) => {
                let certificate = self.certificate.as_ref().map(|(_, certificate)| certificate);
                Arc::new(ReqwestTransport::from_settings(&self.settings, certificate)?)
            }
        };
        let inner = Inner {
            service: self.service,
            base,
            allowed,
            headers: self.headers,
            user_agent,
            credentials: self.credentials,
            certificate: self.certificate,
            anonymous: self.anonymous,
            timeout: self.timeout,
            overall_timeout: self.overall_timeout,
            retry: self.retry,
            max_response_bytes: self.max_response_bytes,
            transport,
            #[cfg(feature = "blocking")]
            runtime: super::blocking::Runtime::default(),
        };
        Ok(Core { inner: Arc::new(inner) })
    }
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoreBuilder")
            .field("service", &self.service.name)
            .field("endpoint", &redact::link(&self.endpoint))
            .field("credentials", &self.credentials.iter().map(|(scheme, _)| scheme).collect::<Vec<_>>())
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

fn endpoint(text: &str) -> Result<Url, BuildError> {
    let shown = redact::link(text);
    let url = Url::parse(text)
        .map_err(|error| BuildError::new(format!("the endpoint {shown:?} is no URL")).with_source(error))?;
    let wrong = |why: &str| Err(BuildError::new(format!("the endpoint {shown:?} {why}")));
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return wrong("is not an http or https URL");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return wrong("has a query or a fragment, after which no path can be appended");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("has a user or password in it; give a credential to the builder instead");
    }
    Ok(url)
}

fn origin(text: &str) -> Result<url::Origin, BuildError> {
    match Url::parse(text) {
        Ok(url) if url.has_host() && matches!(url.scheme(), "http" | "https") => Ok(url.origin()),
        _ => Err(BuildError::new(format!("allow_origin: {:?} is not an http or https URL", redact::link(text)))),
    }
}
