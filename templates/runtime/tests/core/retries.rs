//! What is sent again, when, and what comes out in the end.

use std::time::Duration;

use serde_json::json;

use super::double::Double;
use super::service::{builder, client};
use crate::runtime::{CallOptions, ErrorKind, RetryPolicy, TransportErrorKind};

const HALF: Duration = Duration::from_millis(250);

#[tokio::test]
async fn a_get_is_repeated_after_each_status_that_may_pass() {
    for status in [408, 429, 500, 502, 503, 504] {
        let double = Double::new().answer(status, &[], "").answer(200, &[], "{}");
        let response = client(&double).get("1").await.unwrap();
        assert_eq!(response.status(), 200);
        let waits = double.waits();
        assert!(waits.len() == 1 && waits[0] >= HALF && waits[0] <= 2 * HALF, "{status} {waits:?}");
    }
    for status in [400, 401, 403, 404, 409, 412, 501, 505] {
        let double = Double::new().answer(status, &["Retry-After: 1"], "");
        assert_eq!(client(&double).get("1").await.unwrap_err().status(), Some(status));
        assert_eq!(double.sent().len(), 1);
    }
}

#[tokio::test]
async fn the_last_answer_is_the_error() {
    let mut double = Double::new();
    for n in 1..=4 {
        double = double.answer(
            503,
            &["request-id: r"],
            &format!(r#"{{"code":"Busy{n}","message":{{"lang":"en","value":"later"}}}}"#),
        );
    }
    let error = client(&double).get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(503), 4));
    assert_eq!(error.api_error().unwrap()["code"], "Busy4");
    assert!(error.is_retryable());
    let text = error.to_string();
    for part in
        ["GET https://api.test/v1/things(kind=a,id=1)", "status 503", "Busy4", "later", "request id r", "4 attempts"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    let waits = double.waits();
    assert!(waits[0] >= HALF && waits[1] >= 2 * HALF && waits[2] >= 4 * HALF, "{waits:?}");
    assert!(waits[0] <= 2 * HALF && waits[1] <= 4 * HALF && waits[2] <= 8 * HALF, "{waits:?}");
}

#[tokio::test]
async fn a_post_is_never_repeated_blindly() {
    for (status, headers) in
        [(500, &[][..]), (502, &[]), (503, &["Retry-After: 1"]), (504, &[]), (408, &["Retry-After: 1"]), (429, &[])]
    {
        let double = Double::new().answer(status, headers, "");
        assert_eq!(client(&double).add(json!({})).await.unwrap_err().status(), Some(status));
        assert_eq!(double.sent().len(), 1, "{status}");
    }
    let double = Double::new().fails(TransportErrorKind::Broken);
    assert_eq!(client(&double).add(json!({})).await.unwrap_err().kind(), ErrorKind::Transport);
    assert_eq!(double.sent().len(), 1);
    // Here surely nothing was done.
    let double =
        Double::new().fails(TransportErrorKind::Connect).answer(429, &["Retry-After: 3"], "").answer(201, &[], "");
    client(&double).add(json!({})).await.unwrap();
    assert_eq!(double.waits()[1], Duration::from_secs(3));
    // And here the caller says that it may be done twice.
    let double = Double::new().answer(500, &[], "").answer(201, &[], "");
    let options = CallOptions::new().retry(RetryPolicy::default().repeat_any(true));
    client(&double).add(json!({})).options(options).await.unwrap();
}

#[tokio::test]
async fn a_post_with_a_key_is_repeated_with_it() {
    let with = |key: &str| CallOptions::new().header("idempotency-KEY", key);
    let double = Double::new()
        .fails(TransportErrorKind::Broken)
        .answer(503, &["Retry-After: 1"], "")
        .answer(500, &[], "")
        .answer(201, &[], "");
    client(&double).add(json!({})).options(with("one")).await.unwrap();
    assert_eq!(double.header("Idempotency-Key"), vec![Some("one".to_owned()); 4]);
    // Nothing is known by no key.
    let double = Double::new().answer(503, &["Retry-After: 1"], "");
    client(&double).add(json!({})).options(with(" ")).await.unwrap_err();
}

#[tokio::test]
async fn retry_after_is_understood_in_all_its_forms() {
    for (value, seconds) in [
        ("Retry-After: 7", 7),
        ("Retry-After: Fri, 17 Feb 2017 00:01:30 GMT", 90),
        ("Retry-After: Friday, 17-Feb-17 00:00:20 GMT", 20),
        ("Retry-After: Fri Feb 17 00:00:09 2017", 9),
        ("Retry-After: Thu, 16 Feb 2017 00:00:00 GMT", 0),
        ("x-ms-retry-after-ms: 4000", 4),
    ] {
        let double = Double::new().answer(429, &[value], "").answer(200, &[], "{}");
        client(&double).get("1").await.unwrap();
        assert_eq!(double.waits(), [Duration::from_secs(seconds)], "{value}");
    }
    // More than the cap is not waited, and not cut short either.
    let double = Double::new().answer(503, &["Retry-After: 121"], "");
    let error = client(&double).get("1").await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(121)));
    assert!(double.waits().is_empty());
    // What cannot be read is as if it were not there.
    let double = Double::new().answer(503, &["Retry-After: soon"], "").answer(200, &[], "{}");
    client(&double).get("1").await.unwrap();
    assert!(double.waits()[0] <= 2 * HALF);
}

#[tokio::test]
async fn the_policy_is_the_clients_or_the_calls() {
    let double = Double::new().answer(503, &[], "");
    builder(&double).retry(RetryPolicy::never()).build().unwrap().get("1").await.unwrap_err();
    let double = Double::new().answer(503, &[], "").answer(503, &[], "");
    let options = CallOptions::new().retry(RetryPolicy::default().attempts(2));
    client(&double).get("1").options(options).await.unwrap_err();
    assert_eq!(double.sent().len(), 2);
}

#[tokio::test]
async fn no_wait_goes_beyond_the_overall_time() {
    let double = Double::new().answer(503, &["Retry-After: 50"], "").answer(503, &["Retry-After: 50"], "");
    let client = builder(&double).overall_timeout(Duration::from_secs(70)).build().unwrap();
    assert_eq!(client.get("1").await.unwrap_err().status(), Some(503));
    assert_eq!(double.waits(), [Duration::from_secs(50)]);
}

#[tokio::test]
async fn a_refused_tls_handshake_is_not_repeated() {
    let double = Double::new().fails(TransportErrorKind::Tls);
    assert_eq!(client(&double).get("1").await.unwrap_err().kind(), ErrorKind::Tls);
}

#[tokio::test]
async fn a_made_up_id_is_one_for_all_attempts() {
    let double = Double::new().answer(500, &[], "").answer(200, &[], "{}");
    client(&double).get("1").await.unwrap();
    let ids = double.header("client-request-id");
    assert!(ids[0].is_some());
    assert_eq!(ids[0], ids[1]);
}
