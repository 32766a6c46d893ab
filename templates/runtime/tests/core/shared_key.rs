//! SharedKey against signatures that the service's own clients made.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use url::Url;

use super::double::Double;
use super::service::{Client, anonymous};
use crate::runtime::auth::SharedKey;
use crate::runtime::{CallOptions, Request, RetryPolicy};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==";

#[tokio::test]
async fn signatures_are_those_of_the_services_own_clients() {
    let cases: Vec<Value> = serde_json::from_str(include_str!("shared_key.json")).unwrap();
    assert_eq!(cases.len(), 5);
    for case in &cases {
        let text = |name: &str| case[name].as_str().unwrap();
        let key = SharedKey::new(text("account"), text("key")).unwrap();
        let url = Url::parse(text("url")).unwrap();
        assert_eq!(url.as_str(), text("url"), "the URL type keeps it");
        let double = Double::new().answer(200, &[], "");
        let client = Client::builder(&url.origin().ascii_serialization())
            .transport(double.clone())
            .credential("key", key.clone());
        let mut request = Request::new(text("method").to_owned(), url);
        for (name, value) in case["headers"].as_object().unwrap() {
            // The client itself says how long the body is.
            if name != "Content-Length" {
                request.set_header(name.as_str(), value.as_str().unwrap()).unwrap();
            }
        }
        if let Some(length) = case["body_length"].as_u64().filter(|length| *length > 0) {
            request.set_body(Some(Bytes::from(vec![b'x'; length.try_into().unwrap()])));
        }
        client.build().unwrap().core.send_raw(request, CallOptions::new()).await.unwrap();
        let sent = &double.sent()[0].request;
        assert_eq!(key.string_to_sign(sent), text("signed"), "{}", text("case"));
        assert_eq!(sent.headers().get("authorization").unwrap(), text("authorization"), "{}", text("case"));
        assert_eq!(
            sent.headers().get("content-length"),
            case["headers"]["Content-Length"].as_str(),
            "{}",
            text("case")
        );
    }
}

#[tokio::test]
async fn each_attempt_has_its_own_date_and_signature() {
    let double = Double::new().answer(503, &["Retry-After: 60"], "").answer(200, &[], "{}");
    let client = anonymous(&double).credential("key", SharedKey::new("a", KEY).unwrap()).build().unwrap();
    client
        .core
        .send_raw(Request::new("GET", Url::parse("https://api.test/v1/things").unwrap()), CallOptions::new())
        .await
        .unwrap();
    let dates = double.header("ocp-date");
    assert_eq!(dates[0].as_deref(), Some("Fri, 17 Feb 2017 00:00:00 GMT"));
    assert_eq!(dates[1].as_deref(), Some("Fri, 17 Feb 2017 00:01:00 GMT"));
    assert_ne!(double.header("authorization")[0], double.header("authorization")[1]);
    assert_eq!(double.waits(), [Duration::from_secs(60)]);
}

#[tokio::test]
async fn a_date_of_the_caller_stays_and_is_signed_in_lower_case() {
    let double = Double::new().answer(200, &[], "");
    let key = SharedKey::new("a", KEY).unwrap();
    let client = anonymous(&double).credential("key", key.clone()).retry(RetryPolicy::never()).build().unwrap();
    let options = CallOptions::new().header("Ocp-Date", "Sat, 18 Feb 2017 00:00:00 GMT");
    client.core.send_raw(Request::new("GET", Url::parse("https://api.test/").unwrap()), options).await.unwrap();
    let sent = &double.sent()[0].request;
    let name = sent.headers().iter().map(|(name, _)| name).find(|name| name.eq_ignore_ascii_case("ocp-date")).unwrap();
    assert_eq!(name, "ocp-date");
    assert!(key.string_to_sign(sent).contains("\nocp-date:Sat, 18 Feb 2017 00:00:00 GMT\n/a/"));
}

#[test]
fn keys_that_are_none_are_refused_without_showing_them() {
    for (account, key) in [("a", "not base64!"), ("a", ""), ("", KEY), ("a\nb", KEY)] {
        let error = SharedKey::new(account, key).unwrap_err();
        assert!(!error.to_string().contains("not base64!"));
    }
    assert!(!format!("{:?}", SharedKey::new("a", KEY).unwrap()).contains("AAEC"));
}

#[test]
fn what_is_signed_follows_the_rules() {
    let key = SharedKey::new("MyAccount", KEY).unwrap();
    let url = "https://api.test/a%28b%29/c;d?z=1&$b=%2B+x&B=2&empty=&b=first&b=second&none";
    let mut request = Request::new("PATCH", Url::parse(url).unwrap());
    for (name, value) in [
        ("OCP-Range", "bytes=1-2"),
        ("Range", "bytes=0-1"),
        ("If-Match", "\"m\""),
        ("If-None-Match", "*"),
        ("If-Modified-Since", "since"),
        ("If-Unmodified-Since", "until"),
        ("Date", "d"),
        ("Content-Type", "t"),
        ("Content-MD5", "5"),
        ("Content-Language", "l"),
        ("Content-Encoding", "e"),
        ("Content-Length", "0"),
        ("client-request-id", "not signed"),
        ("x-ms-version", "not signed"),
        ("ocp-date", "o"),
    ] {
        request.set_header(name, value).unwrap();
    }
    let signed = "PATCH\ne\nl\n0\n5\nt\nd\nsince\n\"m\"\n*\nuntil\nbytes=0-1\nocp-date:o\nocp-range:bytes=1-2\n\
        /MyAccount/a%28b%29/c;d\n$b:+ x\nB:2\nb:first\nz:1";
    assert_eq!(key.string_to_sign(&request), signed);
}
