//! Clients for tests, and a guard against calls that hang.

use std::sync::Arc;
use std::time::Duration;

use generated::runtime::RetryPolicy;
use generated::{batch, management};
use tests::server::Server;
use tests::tls::{Authority, Identity};

/// The account of the recorded facts.
pub(crate) const ACCOUNT: &str = "myaccount";
/// A key that opens nothing.
pub(crate) const KEY: &str = "bm90IGEgcmVhbCBrZXksIG9ubHkgZm9yIHRlc3QgdmVjdG9ycyAwMTIzNDU2Nzg5";
pub(crate) const THUMBPRINT: &str = "0123456789abcdef0123456789abcdef01234567";
/// The subscription of the recorded facts.
pub(crate) const SUBSCRIPTION: &str = "11111111-2222-3333-4444-555555555555";

/// Waits for a call, but not for ever.
pub(crate) async fn within<F: IntoFuture>(call: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(50), call.into_future()).await.expect("the call hangs")
}

pub(crate) fn shared_key() -> batch::auth::SharedKey {
    batch::auth::SharedKey::new(ACCOUNT, KEY).expect("an account and its key")
}

/// A client that asks once only.
pub(crate) fn batch(server: &Server) -> batch::Client {
    batch_builder(server).build().expect("a client")
}

pub(crate) fn batch_builder(server: &Server) -> batch::ClientBuilder {
    batch::Client::builder(server.url()).credential(shared_key()).retry(RetryPolicy::never())
}

/// Retries that do not keep a test waiting.
pub(crate) fn quick() -> RetryPolicy {
    RetryPolicy::default().backoff(Duration::from_millis(20), Duration::from_millis(40))
}

/// A transcript of `facts/`.
macro_rules! fact {
    ($path:literal) => {
        tests::exchange::Exchange::parse($path, include_str!(concat!("../../facts/", $path)))
    };
}
pub(crate) use fact;

/// Two authorities, a server's and its clients', and the identity of one client.
pub(crate) struct Trust {
    pub(crate) servers: Authority,
    pub(crate) clients: Authority,
    pub(crate) identity: Identity,
}

impl Trust {
    pub(crate) fn new() -> Arc<Self> {
        let clients = Authority::new("clients");
        let identity = clients.client("management");
        Arc::new(Trust { servers: Authority::new("servers"), clients, identity })
    }

    /// A client of the management service that shows its certificate.
    pub(crate) fn management(&self, server: &Server) -> management::Client {
        self.management_builder(server).build().expect("a client")
    }

    pub(crate) fn management_builder(&self, server: &Server) -> management::ClientBuilder {
        let certificate = management::auth::ClientCertificate::from_pem(self.identity.pem()).expect("a certificate");
        self.stranger(server).credential(certificate)
    }

    /// A client without a certificate, which is told to go without.
    pub(crate) fn stranger(&self, server: &Server) -> management::ClientBuilder {
        management::Client::builder(SUBSCRIPTION)
            .endpoint(server.url())
            .root_certificate(self.servers.pem())
            .retry(RetryPolicy::never())
    }
}
