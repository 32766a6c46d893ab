//! Redirects: followed where that is harmless, and nobody else's server ever sees who asks.

use generated::batch::models::CertificateAddParameter;
use generated::runtime::{CallOptions, ErrorKind};
use tests::answer::Answer;
use tests::server::Server;
use tests::signature;

use crate::common::{ACCOUNT, KEY, Trust, batch, batch_builder, within};

fn to(status: u16, location: impl AsRef<str>) -> Answer {
    Answer::new(status, &[("Location", location.as_ref()), ("request-id", "r-1")], "moved")
}

/// The names of headers that say who asks, or are the caller's own.
fn telling(request: &tests::request::Request) -> Vec<&str> {
    let harmless = ["host", "user-agent", "accept", "content-length"];
    request.headers.iter().map(|(name, _)| name.as_str()).filter(|name| !harmless.contains(name)).collect()
}

#[tokio::test]
async fn within_the_origin_with_a_signature_for_the_new_target() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::script([to(status, "/moved/certificates?x=1&api-version=2"), Answer::json("{}")]);
        within(batch(&server).certificates().list()).await.unwrap();
        let second = &server.requests()[1];
        assert_eq!(second.line, "GET /moved/certificates?x=1&api-version=2 HTTP/1.1", "{status}");
        signature::check(second, ACCOUNT, KEY);
    }
}

/// A GET goes on at another origin, without anything that says who asks.
#[tokio::test]
async fn to_another_origin_nothing_goes_along() {
    for status in [301, 302, 307, 308] {
        let stranger = Server::script([Answer::json("{\"thumbprint\":\"T\"}")]);
        let server = Server::script([to(status, format!("{}/elsewhere", stranger.url()))]);
        let client = batch_builder(&server).header("x-api-secret", "hidden").build().unwrap();
        let options = CallOptions::new().header("x-own-secret", "hidden").header("Cookie", "a=b");
        within(client.certificates().get("sha1", "T").options(options)).await.unwrap();
        let request = stranger.request();
        assert_eq!(request.line, "GET /elsewhere HTTP/1.1");
        assert_eq!(telling(&request), Vec::<&str>::new(), "{request:?}");
    }
}

/// Nor does anything come back from there: the stranger chose the way.
#[tokio::test]
async fn no_way_back_to_the_credentials() {
    let server = Server::with(|n, request| match n {
        0 => Answer::raw(format!(
            "HTTP/1.1 307 Go\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
            request.header("x-to").unwrap_or_default()
        )),
        _ => Answer::json("{}"),
    });
    let home = server.url();
    let stranger = Server::with(move |_, _| to(307, format!("{home}/certificates/delete-everything")));
    let options = CallOptions::new().header("x-to", stranger.url());
    within(batch(&server).certificates().get("sha1", "T").options(options)).await.unwrap();
    let last = &server.requests()[1];
    assert_eq!(last.path(), "/certificates/delete-everything");
    assert_eq!(telling(last), Vec::<&str>::new(), "{last:?}");
}

#[tokio::test]
async fn an_origin_that_was_allowed() {
    let other = Server::script([Answer::json("{}")]);
    let server = Server::script([to(307, format!("{}/elsewhere", other.url()))]);
    let client = batch_builder(&server).allow_origin(other.url()).build().unwrap();
    within(client.certificates().list()).await.unwrap();
    signature::check(&other.request(), ACCOUNT, KEY);
}

/// Another port is another origin, and so is another scheme.
#[tokio::test]
async fn the_management_service_and_another_origin() {
    let trust = Trust::new();
    // It does not ask for a certificate, but would take one if it was offered.
    let stranger = Server::tls(trust.servers.server_for_anybody(), [Answer::xml("<SubscriptionCertificates/>")]);
    let server = Server::tls(trust.servers.server(&trust.clients), [to(307, format!("{}/x", stranger.url()))]);
    within(trust.management(&server).certificates().list()).await.unwrap();
    let request = stranger.request();
    assert_eq!(request.certificate, None);
    assert_eq!(telling(&request), Vec::<&str>::new(), "{request:?}");
}

/// To a stranger that asks for a certificate none is offered: the handshake fails.
#[tokio::test]
async fn a_stranger_that_asks_for_the_certificate() {
    let trust = Trust::new();
    let stranger = Server::tls(trust.servers.server(&trust.clients), [Answer::xml("<SubscriptionCertificates/>")]);
    let server = Server::tls(trust.servers.server(&trust.clients), [to(307, format!("{}/x", stranger.url()))]);
    let error = within(trust.management(&server).certificates().list()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Tls, "{error}");
    assert!(stranger.requests().is_empty());
}

#[tokio::test]
async fn within_the_origin_the_certificate_goes_along() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [to(307, "/x"), Answer::status(200)]);
    within(trust.management(&server).certificates().delete("T")).await.unwrap();
    let second = &server.requests()[1];
    assert_eq!(second.line, "DELETE /x HTTP/1.1");
    assert_eq!(second.header("x-ms-version"), Some("2014-10-01"));
    assert_eq!(second.certificate.as_deref(), Some(trust.identity.certificate()));
}

/// A redirected POST must not become a GET that looks like a success.
#[tokio::test]
async fn a_post_with_302_is_an_error() {
    for status in [301, 302, 303] {
        let server = Server::script([to(status, "/elsewhere"), Answer::status(201)]);
        let call = batch(&server).certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="));
        let error = within(call).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(status)), "{error}");
        assert_eq!(error.headers().unwrap().get("location"), Some("/elsewhere"));
        assert_eq!(error.raw_text().unwrap(), "moved");
        assert_eq!(error.request_id(), Some("r-1"));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_post_with_307_keeps_method_and_body() {
    for status in [307, 308] {
        let server = Server::script([to(status, "/elsewhere?a=b"), Answer::status(201)]);
        let call = batch(&server).certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="));
        within(call).await.unwrap();
        let requests = server.requests();
        assert_eq!(requests[1].line, "POST /elsewhere?a=b HTTP/1.1");
        assert_eq!(requests[1].body, requests[0].body);
        assert_eq!(requests[1].header("content-type"), Some("application/json; odata=minimalmetadata"));
        signature::check(&requests[1], ACCOUNT, KEY);
    }
}

/// A body is the caller's too: it does not go to another origin, which would not know whom it is from anyway.
#[tokio::test]
async fn a_post_to_another_origin_is_an_error() {
    let stranger = Server::script([Answer::status(201)]);
    let server = Server::script([to(307, stranger.url())]);
    let call = batch(&server).certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="));
    let error = within(call).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(307)), "{error}");
    assert_eq!(stranger.connections(), 0);

    let trust = Trust::new();
    let stranger = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    let server = Server::tls(trust.servers.server(&trust.clients), [to(307, stranger.url())]);
    let error = within(trust.management(&server).certificates().delete("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(307)), "{error}");
    assert_eq!(stranger.connections(), 0);
}

#[tokio::test]
async fn redirects_without_end() {
    let server = Server::always(to(307, "/again"));
    let error = within(batch(&server).certificates().list()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(307)), "{error}");
    assert!(server.requests().len() <= 31);
}

#[tokio::test]
async fn places_that_are_none() {
    for location in [
        "ftp://127.0.0.1/x",
        "http://user:pass@127.0.0.1/x",
        "http://[bad",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ] {
        let server = Server::script([to(307, location)]);
        let error = within(batch(&server).certificates().list()).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(307)), "{location}: {error}");
        assert!(!error.to_string().contains("pass@"), "{error}");
    }
    // Without a place, it is an answer like any other.
    let server = Server::script([Answer::new(307, &[], "where to?")]);
    let error = within(batch(&server).certificates().list()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(307)), "{error}");
}

/// A client that asked for a page over TLS does not go on without.
#[tokio::test]
async fn from_tls_to_none_nothing_goes_along() {
    let trust = Trust::new();
    let plain = Server::script([Answer::xml("<SubscriptionCertificates/>")]);
    let server = Server::tls(trust.servers.server(&trust.clients), [to(307, plain.url())]);
    let result = within(trust.management(&server).certificates().list()).await;
    if let Some(request) = plain.requests().first() {
        assert_eq!(telling(request), Vec::<&str>::new(), "{request:?}");
    } else {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Redirect);
    }
}
