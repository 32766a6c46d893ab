//! Mutual TLS: who gets in, and what those who do not are told.

use std::time::{Duration, Instant};

use generated::management::auth::ClientCertificate;
use generated::runtime::{ErrorKind, RetryPolicy};
use tests::answer::Answer;
use tests::server::Server;
use tests::tls::Authority;

use crate::common::{SUBSCRIPTION, Trust, quick, within};

fn server(trust: &Trust) -> Server {
    Server::tls(trust.servers.server(&trust.clients), vec![Answer::status(200); 3])
}

async fn enters(trust: &Trust, certificate: ClientCertificate, expected: &[u8]) {
    let server = server(trust);
    let client = trust.stranger(&server).credential(certificate).build().unwrap();
    within(client.certificates().delete("T")).await.unwrap();
    assert_eq!(server.request().certificate.as_deref(), Some(expected));
}

#[tokio::test]
async fn pem_in_either_order() {
    let trust = Trust::new();
    let identity = &trust.identity;
    let reversed = format!("{}{}", identity.key_pem(), identity.certificate_pem());
    let with_remarks =
        format!("Bag Attributes\n    friendlyName: x\n{}\r\n{}", identity.certificate_pem(), identity.key_pem());
    for pem in [identity.pem(), reversed, with_remarks] {
        enters(&trust, ClientCertificate::from_pem(pem).unwrap(), identity.certificate()).await;
    }
}

#[tokio::test]
async fn pkcs12_of_today_and_of_old() {
    let trust = Trust::new();
    for file in [trust.identity.pkcs12("pass word é"), trust.identity.pkcs12_of_old("pass word é")] {
        let certificate = ClientCertificate::from_pkcs12(&file, "pass word é").unwrap();
        enters(&trust, certificate, trust.identity.certificate()).await;
        let error = ClientCertificate::from_pkcs12(&file, "wrong-pass").unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("wrong-pass"), "{shown}");
    }
}

/// The kind of key that the management service asks for.
#[tokio::test]
async fn an_rsa_key() {
    let trust = Trust::new();
    let identity = trust.clients.client_with_rsa("rsa");
    enters(&trust, ClientCertificate::from_pem(identity.pem()).unwrap(), identity.certificate()).await;
    let certificate = ClientCertificate::from_pkcs12(identity.pkcs12("p"), "p").unwrap();
    enters(&trust, certificate, identity.certificate()).await;
}

#[test]
fn certificates_that_are_none() {
    let trust = Trust::new();
    let (certificate, key) = (trust.identity.certificate_pem(), trust.identity.key_pem());
    let cut = &trust.identity.pem()[..100];
    for pem in ["", "nothing", certificate, key, cut, &format!("{certificate}{key}{key}")] {
        assert!(ClientCertificate::from_pem(pem).is_err(), "{pem}");
    }
    for file in [&b""[..], b"nothing", trust.identity.certificate(), trust.identity.pem().as_bytes()] {
        assert!(ClientCertificate::from_pkcs12(file, "").is_err());
    }
    // PEM that has the right marks and nothing right between them is found when the client is built.
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
    let client = ClientCertificate::from_pem(broken)
        .map(|certificate| generated::management::Client::builder(SUBSCRIPTION).credential(certificate).build());
    assert!(client.is_err() || client.is_ok_and(|client| client.is_err()));
}

/// Without a certificate the handshake fails, at once, and the error says what is missing.
#[tokio::test]
async fn nobody_without_a_certificate() {
    let trust = Trust::new();
    let server = server(&trust);
    let start = Instant::now();
    let client = trust.stranger(&server).allow_anonymous().retry(quick()).build().unwrap();
    let error = within(client.certificates().delete("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Tls, None, 1), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(server.requests().is_empty());
    assert!(!server.failures().is_empty());
}

/// The same, found before a connection is made, where the client was not told to go without.
#[tokio::test]
async fn a_missing_certificate_is_found_before_sending() {
    let trust = Trust::new();
    let server = server(&trust);
    let client = trust.stranger(&server).build().unwrap();
    let error = within(client.certificates().delete("T")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential, "{error}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn nobody_with_a_certificate_of_another_authority() {
    let trust = Trust::new();
    let server = server(&trust);
    let other = Authority::new("another").client("management");
    let certificate = ClientCertificate::from_pem(other.pem()).unwrap();
    let client = trust.stranger(&server).credential(certificate).retry(quick()).build().unwrap();
    let error = within(client.certificates().delete("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn no_server_of_an_unknown_authority() {
    let trust = Trust::new();
    let server = server(&trust);
    let certificate = ClientCertificate::from_pem(trust.identity.pem()).unwrap();
    let client = generated::management::Client::builder(SUBSCRIPTION)
        .endpoint(server.url())
        .credential(certificate)
        .retry(RetryPolicy::default())
        .build()
        .unwrap();
    let error = within(client.certificates().delete("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn no_server_of_another_name() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server_with_wrong_name(&trust.clients), [Answer::status(200)]);
    let error = within(trust.management(&server).certificates().delete("T")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    assert!(server.requests().is_empty());
}

/// TLS to a server that speaks none, and waits for what it could understand: the time for connecting ends it.
#[tokio::test]
async fn tls_to_a_server_that_speaks_none() {
    let trust = Trust::new();
    let plain = Server::always(Answer::status(200));
    let client = trust
        .management_builder(&plain)
        .endpoint(format!("https://{}", plain.authority()))
        .connect_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let error = within(client.certificates().delete("T")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(plain.requests().is_empty());
}

/// A request in clear to a server that speaks TLS.
#[tokio::test]
async fn no_tls_to_a_server_that_speaks_it() {
    let trust = Trust::new();
    let tls = server(&trust);
    let client = trust.management_builder(&tls).endpoint(format!("http://{}", tls.authority())).build().unwrap();
    let error = within(client.certificates().delete("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{error}");
    assert!(tls.requests().is_empty());
}
