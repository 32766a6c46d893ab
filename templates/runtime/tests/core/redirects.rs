//! Which redirects are followed, and what goes with them.

use serde_json::json;
use url::Url;

use super::double::Double;
use super::service::{anonymous, builder, client};
use crate::runtime::auth::{Bearer, ClientCertificate};
use crate::runtime::{CallOptions, ErrorKind, Request};

#[tokio::test]
async fn a_get_follows_and_stays_a_get() {
    for status in [301, 302, 303, 307, 308] {
        let double = Double::new().answer(status, &["Location: ../v2/x?y=1#z"], "").answer(200, &[], "{}");
        let response = client(&double).get("1").await.unwrap();
        assert_eq!(double.lines()[1], "GET https://api.test/v2/x?y=1");
        assert_eq!(response.url().as_str(), "https://api.test/v2/x?y=1");
        assert_eq!(double.header("authorization")[1].as_deref(), Some("Bearer t0ken"));
    }
}

#[tokio::test]
async fn nothing_that_says_who_asks_goes_to_another_origin() {
    for place in ["https://evil.test/x", "http://api.test/v1/x", "https://api.test:444/x", "//evil.test/"] {
        let double = Double::new().answer(302, &[&format!("Location: {place}")], "").answer(200, &[], "{}");
        let client = anonymous(&double).header("X-Secret", "s").credential("token", Bearer::new("t")).build().unwrap();
        let call = client.get("1").options(CallOptions::new().header("X-Other", "o"));
        call.await.unwrap();
        let names: Vec<String> =
            double.sent()[1].request.headers().iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        assert_eq!(names, ["accept", "user-agent"], "{place}");
    }
}

#[tokio::test]
async fn the_way_back_from_another_origin_stays_bare() {
    let double = Double::new()
        .answer(302, &["Location: https://evil.test/"], "")
        .answer(302, &["Location: https://api.test/v1/dangerous"], "")
        .answer(200, &[], "{}");
    client(&double).get("1").await.unwrap();
    assert_eq!(double.header("authorization")[2], None);
}

#[tokio::test]
async fn the_client_certificate_stays_at_home() {
    let certificate = ClientCertificate::in_transport();
    let double = Double::new().answer(307, &["Location: https://evil.test/"], "").answer(200, &[], "{}");
    anonymous(&double).certificate(certificate.clone()).build().unwrap().get("1").await.unwrap();
    let offered: Vec<bool> = double.sent().iter().map(|sent| sent.with_certificate).collect();
    assert_eq!(offered, [true, false]);
    let double = Double::new().answer(307, &["Location: /other"], "").answer(200, &[], "{}");
    anonymous(&double).certificate(certificate).build().unwrap().get("1").await.unwrap();
    assert!(double.sent()[1].with_certificate);
}

#[tokio::test]
async fn a_post_that_would_become_a_get_is_an_error() {
    for status in [301, 302, 303] {
        let double =
            Double::new().answer(status, &["Location: https://api.test/login?token=s3cret", "request-id: r1"], "moved");
        let error = client(&double).add(json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(status)));
        assert_eq!(error.request_id(), Some("r1"));
        assert_eq!(error.raw_text().unwrap(), "moved");
        let text = error.to_string();
        assert!(text.contains("https://api.test/login") && !text.contains("s3cret"), "{text}");
        assert_eq!(double.sent().len(), 1);
    }
    let double = Double::new().answer(302, &["Location: /x"], "");
    assert_eq!(client(&double).remove("1").await.unwrap_err().kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn a_307_repeats_method_and_body_at_home_only() {
    for status in [307, 308] {
        let double = Double::new().answer(status, &["Location: https://api.test/other"], "").answer(201, &[], "");
        client(&double).add(json!({"a": 1})).await.unwrap();
        let sent = double.sent();
        assert_eq!((sent[1].request.method(), sent[1].request.body()), ("POST", sent[0].request.body()));
        assert_eq!(sent[1].request.headers().get("content-type"), Some("application/json; odata=minimalmetadata"));

        let double = Double::new().answer(status, &["Location: https://evil.test/other"], "");
        assert_eq!(client(&double).add(json!({})).await.unwrap_err().kind(), ErrorKind::Redirect);
        assert_eq!(double.sent().len(), 1);

        let double = Double::new().answer(status, &["Location: https://friend.test/other"], "").answer(201, &[], "");
        let client = builder(&double).allow_origin("https://friend.test/any").build().unwrap();
        client.add(json!({})).await.unwrap();
        assert!(double.header("authorization")[1].is_some());
    }
}

#[tokio::test]
async fn redirects_end() {
    let mut double = Double::new();
    for n in 0..11 {
        double = double.answer(302, &[&format!("Location: /{n}")], "");
    }
    let error = client(&double).get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Redirect, Some(302)));
    assert_eq!(double.sent().len(), 11);
}

#[tokio::test]
async fn places_that_are_none_are_refused() {
    for place in ["https://user:pw@api.test/", "ftp://api.test/", "https://[bad", "javascript:x"] {
        let double = Double::new().answer(302, &[&format!("Location: {place}")], "");
        let error = client(&double).get("1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{place}");
        assert!(!error.to_string().contains("pw@"), "{error}");
    }
    // Without a place it is an answer like any other.
    let double = Double::new().answer(302, &[], "");
    assert_eq!(client(&double).get("1").await.unwrap_err().kind(), ErrorKind::Status);
    let double = Double::new().answer(304, &["Location: /x"], "");
    assert_eq!(client(&double).get("1").await.unwrap_err().kind(), ErrorKind::Status);
}

#[tokio::test]
async fn the_escape_hatch_gives_the_redirect_back() {
    let double = Double::new().answer(302, &["Location: /x"], "b").answer(500, &[], "");
    let client = client(&double);
    let request = Request::new("POST", Url::parse("https://api.test/v1/things").unwrap());
    let raw = client.core.send_raw(request.clone(), CallOptions::new()).await.unwrap();
    assert_eq!((raw.status(), raw.headers().get("location"), raw.body().as_ref()), (302, Some("/x"), &b"b"[..]));
    assert_eq!(client.core.send_raw(request, CallOptions::new()).await.unwrap().status(), 500);
}
