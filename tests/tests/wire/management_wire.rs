//! The four management operations over mutual TLS: the bytes that arrive, against the recorded facts.

use generated::management::Client;
use generated::management::auth::ClientCertificate;
use generated::management::models::SubscriptionCertificate;
use generated::runtime::Base64;
use tests::answer::Answer;
use tests::exchange::Exchange;
use tests::request::Request;
use tests::server::Server;

use crate::common::{THUMBPRINT, Trust, fact, within};

fn serving(trust: &Trust, fact: &Exchange) -> Server {
    Server::tls(trust.servers.server(&trust.clients), [fact.answer("127.0.0.1:1")])
}

/// Line, headers, body, and the certificate of the client that sent them.
fn check(fact: &Exchange, server: &Server, trust: &Trust) -> Request {
    let request = server.request();
    fact.check(&request, &server.authority());
    assert_eq!(request.certificate.as_deref(), Some(trust.identity.certificate()));
    request
}

#[tokio::test]
async fn list() {
    let (trust, fact) = (Trust::new(), fact!("management/list.http"));
    let server = serving(&trust, &fact);
    within(trust.management(&server).certificates().list()).await.unwrap();
    check(&fact, &server, &trust);
}

#[tokio::test]
async fn get() {
    let (trust, fact) = (Trust::new(), fact!("management/get.http"));
    let server = serving(&trust, &fact);
    let thumbprint = THUMBPRINT.to_uppercase();
    within(trust.management(&server).certificates().get(thumbprint)).await.unwrap();
    check(&fact, &server, &trust);
}

fn certificate() -> SubscriptionCertificate {
    SubscriptionCertificate::default()
        .with_subscription_certificate_public_key(Base64::from(b"public-key".to_vec()))
        .with_subscription_certificate_thumbprint(THUMBPRINT.to_uppercase())
        .with_subscription_certificate_data(Base64::from(b"raw-certificate-data".to_vec()))
}

#[tokio::test]
async fn add() {
    let (trust, fact) = (Trust::new(), fact!("management/add.http"));
    let server = serving(&trust, &fact);
    let response = within(trust.management(&server).certificates().add(certificate())).await.unwrap();
    assert_eq!(response.headers().x_ms_request_id.as_deref(), Some("a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c"));
    check(&fact, &server, &trust);
}

#[tokio::test]
async fn delete() {
    let (trust, fact) = (Trust::new(), fact!("management/delete.http"));
    let server = serving(&trust, &fact);
    let thumbprint = THUMBPRINT.to_uppercase();
    let response = within(trust.management(&server).certificates().delete(thumbprint)).await.unwrap();
    assert_eq!(response.request_id(), Some("a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c"));
    check(&fact, &server, &trust);
}

/// Text that means something to XML arrives as text; both of the service's own clients break the document.
#[tokio::test]
async fn text_is_escaped() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    let odd = "a<b&c>]]>\"'\té\u{1F511}";
    let certificate = SubscriptionCertificate::default().with_subscription_certificate_thumbprint(odd);
    within(trust.management(&server).certificates().add(certificate)).await.unwrap();
    let text = server.request().text();
    let inner = text.split_once("<SubscriptionCertificateThumbprint>").unwrap().1;
    let inner = inner.split_once("</SubscriptionCertificateThumbprint>").unwrap().0;
    assert!(!inner.contains('<') && !inner.contains("]]>"), "{inner}");
    // Judged by undoing the five entities and character references, the way any XML reader does.
    let plain = ["lt;<", "gt;>", "quot;\"", "apos;'", "#9;\t", "#x9;\t", "amp;&"].iter().fold(
        inner.to_owned(),
        |text, pair| {
            let (name, character) = pair.split_at(pair.len() - 1);
            text.replace(&format!("&{name}"), character)
        },
    );
    assert_eq!(plain, odd);
}

/// Line breaks in text are written so that a reader's normalisation (XML 1.0, 2.11) gives them back.
#[tokio::test]
async fn carriage_returns_survive() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    let certificate = SubscriptionCertificate::default().with_subscription_certificate_thumbprint("a\r\nb");
    within(trust.management(&server).certificates().add(certificate)).await.unwrap();
    let text = server.request().text();
    assert!(text.contains("a&#13;\nb") || text.contains("a&#xD;\nb"), "{text}");
}

/// XML 1.0, 2.2: some characters cannot stand in a document at all. That is found before anything is sent.
#[tokio::test]
async fn text_that_xml_cannot_hold() {
    use generated::runtime::ErrorKind;
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    for odd in ["a\0b", "\u{1}", "\u{b}", "\u{fffe}", "\u{ffff}"] {
        let certificate = SubscriptionCertificate::default().with_subscription_certificate_thumbprint(odd);
        let error = within(trust.management(&server).certificates().add(certificate)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{odd:?}: {error}");
    }
    assert!(server.requests().is_empty());
}

/// Bytes go through base64, never through text.
#[tokio::test]
async fn binary_data_is_kept() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    let bytes: Vec<u8> = (0..=255).collect();
    let certificate = SubscriptionCertificate::default().with_subscription_certificate_data(Base64::from(bytes));
    within(trust.management(&server).certificates().add(certificate)).await.unwrap();
    let text = server.request().text();
    let expected = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElK\
        S0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6Ch\
        oqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4\
        +fr7/P3+/w==";
    assert!(text.contains(&format!("<SubscriptionCertificateData>{expected}</SubscriptionCertificateData>")), "{text}");
}

#[tokio::test]
async fn odd_path_values_are_encoded() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    let certificate = ClientCertificate::from_pem(trust.identity.pem()).unwrap();
    let client = Client::builder("s/1 é")
        .endpoint(server.url())
        .root_certificate(trust.servers.pem())
        .credential(certificate)
        .build()
        .unwrap();
    within(client.certificates().delete("a b(c),d/é'%/+;=?x#y")).await.unwrap();
    assert_eq!(
        server.request().target(),
        "/s%2F1%20%C3%A9/certificates/a%20b%28c%29%2Cd%2F%C3%A9%27%25%2F%2B%3B%3D%3Fx%23y"
    );
}

/// A thumbprint that would make it the request for all of them, or for something above, is refused before sending.
#[tokio::test]
async fn path_values_that_make_another_path_are_refused() {
    use generated::runtime::ErrorKind;
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), []);
    let client = trust.management(&server);
    for thumbprint in ["", ".", ".."] {
        let error = within(client.certificates().delete(thumbprint)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{thumbprint:?}");
    }
    assert_eq!(server.connections(), 0);
}

/// `x-ms-version`: any day from 2012-03-01 on; older or malformed ones are refused before a client comes about.
#[tokio::test]
async fn versions() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200), Answer::status(200)]);
    for (n, version) in ["2012-03-01", "2026-01-31"].into_iter().enumerate() {
        let client = trust.management_builder(&server).version(version).build().unwrap();
        within(client.certificates().delete("T")).await.unwrap();
        assert_eq!(server.requests()[n].header("x-ms-version"), Some(version));
    }
    for version in [
        "2012-02-29",
        "2009-10-01",
        "",
        "2014",
        "2014-10-1",
        "2014-13-01",
        "2014-02-30",
        "x",
        "2014-10-01Z",
        " 2014-10-01",
    ] {
        assert!(trust.management_builder(&server).version(version).build().is_err(), "{version:?}");
    }
}

/// Statuses that stand for success, though the description of the service has 200 only.
#[tokio::test]
async fn other_successes() {
    let trust = Trust::new();
    for status in [200, 201, 202] {
        let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(status)]);
        let response = within(trust.management(&server).certificates().add(certificate())).await.unwrap();
        assert_eq!(response.status(), status);
    }
    for status in [200, 202, 204] {
        let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(status)]);
        let response = within(trust.management(&server).certificates().delete("T")).await.unwrap();
        assert_eq!(response.status(), status);
    }
}

#[tokio::test]
async fn a_request_as_a_value() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::new(203, &[], "as it is")]);
    let client = trust.management(&server);
    let request = client.certificates().get("T").request().unwrap();
    assert_eq!(request.headers().get("x-ms-version"), Some("2014-10-01"));
    let raw = within(client.send_raw(request)).await.unwrap();
    assert_eq!((raw.status(), raw.body().as_ref()), (203, b"as it is".as_slice()));
    assert_eq!(server.request().certificate.as_deref(), Some(trust.identity.certificate()));
}

/// The recorded clients send no `Accept`, and neither does this one: what it hands to its transport has none.
#[tokio::test]
async fn no_accept() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), []);
    let certificates = trust.management(&server).certificates();
    let requests = [
        certificates.list().request().unwrap(),
        certificates.get("T").request().unwrap(),
        certificates.add(certificate()).request().unwrap(),
        certificates.delete("T").request().unwrap(),
    ];
    for request in requests {
        let names: Vec<_> = request.headers().iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        assert!(!names.iter().any(|name| name == "accept"), "{names:?}");
    }
}
