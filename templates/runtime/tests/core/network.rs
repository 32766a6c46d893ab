//! The default transport against servers on this machine: what is on the wire, and what breaks there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::json;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{self, RootCertStore, ServerConfig};

use super::service::{Client, ClientBuilder};
use crate::runtime::auth::{Bearer, ClientCertificate};
use crate::runtime::{ErrorKind, RetryPolicy};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

/// What was received, one text for each request.
type Received = Arc<Mutex<Vec<String>>>;

/// Reads one request, writes it down, and gives an answer.
async fn exchange(mut stream: impl AsyncRead + AsyncWrite + Unpin, received: &Received, answer: &str) {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut piece).await {
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        if body.len() >= length {
            break;
        }
    }
    received.lock().unwrap().push(String::from_utf8(bytes).unwrap());
    stream.write_all(answer.as_bytes()).await.ok();
    stream.shutdown().await.ok();
}

/// A server that gives one answer for each connection; an empty one closes it.
async fn server(answers: &'static [&'static str]) -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let received = Received::default();
    let seen = received.clone();
    tokio::spawn(async move {
        for answer in answers {
            let (stream, _) = listener.accept().await.unwrap();
            exchange(stream, &seen, answer).await;
        }
    });
    (format!("http://{address}"), received)
}

fn builder(url: &str) -> ClientBuilder {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
    Client::builder(url).credential("token", Bearer::new("t")).retry(quick)
}

#[tokio::test]
async fn the_wire_has_what_was_asked_for_and_no_more() {
    let (url, received) = server(&[OK, "HTTP/1.1 201 Created\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n"]).await;
    let client = builder(&url).build().unwrap();
    let id = uuid::Uuid::from_u128(1);
    client.get("a(b").filter("x").request_id(id).await.unwrap();
    client.add(json!({"a": 1})).await.unwrap();
    client.remove("1").await.unwrap();
    let host = url.strip_prefix("http://").unwrap();
    let received = received.lock().unwrap();
    let coding = if cfg!(feature = "gzip") { "accept-encoding: gzip\r\n" } else { "" };
    let get = format!(
        "GET /things(kind=a,id=a%28b)?$filter=x&api-version=1 HTTP/1.1\r\nclient-request-id: {id}\r\naccept: application/json\r\n\
         user-agent: things/1.0 (things)\r\nauthorization: Bearer t\r\n{coding}host: {host}\r\n\r\n"
    );
    assert_eq!(received[0], get);
    let post = format!(
        "POST /things HTTP/1.1\r\ncontent-type: application/json; odata=minimalmetadata\r\naccept: application/json\r\n\
         user-agent: things/1.0 (things)\r\ncontent-length: 7\r\nauthorization: Bearer t\r\n{coding}host: {host}\r\n\r\n{{\"a\":1}}"
    );
    assert_eq!(received[1], post);
    // An `Accept` that nobody asked for is of the HTTP library, which cannot be kept from it.
    let delete = format!(
        "DELETE /things/1 HTTP/1.1\r\nuser-agent: things/1.0 (things)\r\ncontent-length: 0\r\nauthorization: Bearer t\r\naccept: */*\r\n\
         {coding}host: {host}\r\n\r\n"
    );
    assert_eq!(received[2], delete);
}

#[tokio::test]
async fn connections_that_break_have_a_defined_end() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = builder(&url).build().unwrap().add(json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4), "{error}");

    let (url, received) = server(&["", "HTTP/1.1 200 OK\r\nContent-", OK]).await;
    builder(&url).build().unwrap().get("1").await.unwrap();
    assert_eq!(received.lock().unwrap().len(), 3);

    let (url, _) = server(&[""]).await;
    let error = builder(&url).build().unwrap().add(json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Transport, None, 1), "{error}");

    let (url, _) = server(&["HTTP/1.1 404 Not Found\r\nrequest-id: r\r\nContent-Length: 100\r\n\r\n{\"code\":"]).await;
    let error = builder(&url).retry(RetryPolicy::never()).build().unwrap().get("1").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), error.request_id()),
        (ErrorKind::Transport, Some(404), Some("r")),
        "{error}"
    );
    assert_eq!(error.raw_text().unwrap(), "{\"code\":");

    let (url, _) = server(&["no HTTP at all\r\n\r\n"]).await;
    let error = builder(&url).build().unwrap().add(json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

#[tokio::test]
async fn a_server_that_is_silent_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client =
        builder(&url).timeout(Duration::from_millis(100)).overall_timeout(Duration::from_millis(250)).build().unwrap();
    let started = std::time::Instant::now();
    let error = client.get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.attempts() >= 2 && started.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn a_client_that_redirects_by_itself_is_found_out() {
    let (url, _) = server(&["HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", OK]).await;
    let client = builder(&url).reqwest_client(reqwest::Client::builder().no_proxy().build().unwrap()).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && error.to_string().contains("Policy::none()"), "{error}");
}

#[test]
fn calls_can_wait_on_a_thread_of_their_own() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (url, _) = runtime.block_on(server(&[OK, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]));
    let client = builder(&url).build().unwrap();
    assert_eq!(client.get("1").send_blocking().unwrap().status(), 200);
    assert_eq!(client.clone().get("1").send_blocking().unwrap_err().status(), Some(404));
    // On a thread of a runtime it is an error, and dropping the client there does no harm.
    runtime.block_on(async move {
        let error = client.get("1").send_blocking().unwrap_err();
        assert!(error.to_string().contains("async runtime"), "{error}");
        drop(client);
    });
}

const FIRST: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 39\r\nConnection: close\r\n\r\n\
                     {\"value\":[1,2],\"odata.nextLink\":\"?p=2\"}";
const LAST: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\nConnection: close\r\n\r\n\
                    {\"value\":[9]}";
const GONE: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

#[test]
fn lists_can_be_read_on_a_thread_of_their_own() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (url, received) = runtime.block_on(server(&[FIRST, LAST, FIRST, LAST, FIRST, GONE, FIRST, GONE]));
    let client = builder(&url).build().unwrap();
    let mut items = client.list().items().blocking();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    assert_eq!(received.lock().unwrap().len(), 1);
    assert_eq!(items.map(Result::unwrap).collect::<Vec<_>>(), [2, 9]);
    assert_eq!(client.list().items().into_vec_blocking().unwrap(), [1, 2, 9]);
    // What goes wrong is an error, and then the end.
    let mut pages = client.list().pages();
    let first = pages.next_blocking().unwrap().unwrap();
    assert!(first.continuation().is_some());
    assert_eq!(pages.next_blocking().unwrap().unwrap_err().status(), Some(404));
    assert!(pages.next_blocking().is_none());
    assert_eq!(client.list().items().into_vec_blocking().unwrap_err().status(), Some(404));
    // On a thread of a runtime it is an error, after which an iterator has ended.
    runtime.block_on(async {
        let mut items = client.list().items().blocking();
        let error = items.next().unwrap().unwrap_err();
        assert!(error.to_string().contains("async runtime"), "{error}");
        assert!(items.next().is_none());
        assert!(client.list().items().into_vec_blocking().is_err());
    });
    assert_eq!(received.lock().unwrap().len(), 8);
}

/// A throw-away authority.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, "throw-away authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A certificate and its key.
    fn issue(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        (params.signed_by(&key, &self.0).unwrap(), key)
    }
}

/// A server with TLS that asks for a client certificate of the authority, if told so.
async fn tls_server(
    authority: &Authority,
    ask: bool,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> (String, Received) {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let (certificate, key) = authority.issue("127.0.0.1");
    let builder = ServerConfig::builder_with_provider(provider.clone()).with_protocol_versions(versions).unwrap();
    let builder = if ask {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(authority.0.der().to_vec())).unwrap();
        builder.with_client_cert_verifier(
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().unwrap(),
        )
    } else {
        builder.with_no_client_auth()
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = builder.with_single_cert(vec![certificate.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let received = Received::default();
    let seen = received.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (acceptor, seen) = (acceptor.clone(), seen.clone());
            tokio::spawn(async move {
                match acceptor.accept(stream).into_fallible().await {
                    Ok(stream) => exchange(stream, &seen, OK).await,
                    // What the client sent is read, so that the alert is not lost in a reset.
                    Err((_, mut stream)) => {
                        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.ok();
                    }
                }
            });
        }
    });
    (format!("https://{address}"), received)
}

fn anonymous(url: &str, authority: &Authority) -> ClientBuilder {
    Client::builder(url).root_certificate(authority.0.pem()).retry(RetryPolicy::never())
}

#[tokio::test]
async fn tls_trusts_the_roots_it_is_given_only() {
    let (authority, other) = (Authority::new(), Authority::new());
    let (url, received) = tls_server(&authority, false, rustls::ALL_VERSIONS).await;
    anonymous(&url, &authority).allow_anonymous().build().unwrap().get("1").await.unwrap();
    let error = anonymous(&url, &other).allow_anonymous().build().unwrap().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    assert_eq!(received.lock().unwrap().len(), 1);
    assert!(Client::builder("https://api.test").root_certificate("nothing").build().is_err());
}

#[tokio::test]
async fn a_client_certificate_is_offered_and_its_absence_is_said_in_words() {
    let authority = Authority::new();
    for versions in [&[&rustls::version::TLS13][..], &[&rustls::version::TLS12]] {
        let (url, received) = tls_server(&authority, true, versions).await;
        let (certificate, key) = authority.issue("me");
        let pem = format!("{}{}", key.serialize_pem(), certificate.pem());
        let client =
            anonymous(&url, &authority).certificate(ClientCertificate::from_pem(pem).unwrap()).build().unwrap();
        client.get("1").await.unwrap();
        assert_eq!(received.lock().unwrap().len(), 1);

        let error = anonymous(&url, &authority).allow_anonymous().build().unwrap().get("1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
        assert!(error.to_string().contains("client certificate"), "{error}");
        assert_eq!(received.lock().unwrap().len(), 1);
    }
}

#[cfg(feature = "client-certificate")]
#[tokio::test]
async fn a_certificate_can_come_from_pkcs12() {
    use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
    let authority = Authority::new();
    let (url, received) = tls_server(&authority, true, rustls::ALL_VERSIONS).await;
    let (certificate, key) = authority.issue("me");
    let chain = [Certificate::from_der(certificate.der()).unwrap(), Certificate::from_der(authority.0.der()).unwrap()];
    let mut store = KeyStore::new();
    let entry = PrivateKeyChain::new("1", PrivateKey::from_der(&key.serialize_der()).unwrap(), chain);
    store.add_entry("me", KeyStoreEntry::PrivateKeyChain(entry));
    let file = store.writer("pass").write().unwrap();
    let certificate = ClientCertificate::from_pkcs12(&file, "pass").unwrap();
    anonymous(&url, &authority).certificate(certificate).build().unwrap().get("1").await.unwrap();
    assert_eq!(received.lock().unwrap().len(), 1);
    assert!(ClientCertificate::from_pkcs12(&file, "wrong").unwrap_err().to_string().contains("password"));
    assert!(ClientCertificate::from_pkcs12(b"nothing", "pass").is_err());
}
