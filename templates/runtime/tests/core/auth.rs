//! Which credentials go with a call, and how.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::double::{Double, epoch};
use super::service::{Client, anonymous, builder};
use crate::runtime::auth::{
    AccessToken, ApiKey, AuthContext, Authenticate, Basic, Bearer, ClientCertificate, CredentialError,
    OAuth2ClientCredentials, SharedKey,
};
use crate::runtime::{BoxFuture, ErrorKind, Request, RetryPolicy, TransportErrorKind};

#[tokio::test]
async fn without_a_credential_nothing_is_sent_unless_allowed() {
    let double = Double::new().answer(200, &[], "{}");
    let error = anonymous(&double).build().unwrap().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    let text = error.to_string();
    for part in [
        "Thing_Get",
        "`token`",
        "`key` and `signed`",
        "`mutual`",
        "none is configured",
        "credential(..)",
        "allow_anonymous()",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let half = anonymous(&double).credential("key", ApiKey::header("K", "k")).build().unwrap();
    assert!(half.get("1").await.unwrap_err().to_string().contains("configured: `key`"));
    assert!(double.sent().is_empty());
    anonymous(&double).allow_anonymous().build().unwrap().get("1").await.unwrap();
}

/// A signature that says which headers it saw.
struct Signer;

impl Authenticate for Signer {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut Request,
        _: AuthContext<'a>,
    ) -> BoxFuture<'a, Result<(), CredentialError>> {
        let seen = request.headers().iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ");
        let done = request.set_header("Signature", seen).map_err(CredentialError::from);
        Box::pin(std::future::ready(done))
    }

    fn signs(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn all_of_one_requirement_are_applied_and_the_signature_last() {
    let double = Double::new().answer(200, &[], "{}");
    let client =
        anonymous(&double).credential("signed", Signer).credential("key", ApiKey::header("K", "k")).build().unwrap();
    client.get("1").await.unwrap();
    assert!(
        double.header("signature")[0].as_deref().unwrap().ends_with("User-Agent K"),
        "{:?}",
        double.header("signature")
    );
}

#[tokio::test]
async fn keys_go_where_they_belong() {
    let double = Double::new().answer(302, &["Location: /v1/x?a=1&key=k%20k&b=2"], "").answer(200, &[], "{}").answer(
        200,
        &[],
        "{}",
    );
    let client = anonymous(&double).credential("token", ApiKey::query("key", "k k")).build().unwrap();
    let response = client.get("1").await.unwrap();
    assert!(double.lines()[0].ends_with("?api-version=1&key=k%20k"));
    assert!(double.lines()[1].ends_with("?a=1&b=2&key=k%20k"));
    assert!(!format!("{response:?}").contains("k%20k"));
    let client =
        anonymous(&double).credential("token", ApiKey::cookie("sid", "s")).header("Cookie", "a=b").build().unwrap();
    client.get("1").await.unwrap();
    assert_eq!(double.header("cookie")[2].as_deref(), Some("a=b; sid=s"));
    for bad in [ApiKey::cookie("sid", "a; b"), ApiKey::header("K", "a\r\nb")] {
        let error = anonymous(&double).credential("token", bad).build().unwrap().get("1").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential);
    }
}

#[tokio::test]
async fn user_and_password() {
    let double = Double::new().answer(200, &[], "{}");
    let client = anonymous(&double).credential("token", Basic::new("Aladdin", "open sesame")).build().unwrap();
    client.get("1").await.unwrap();
    // The example of RFC 7617, 2.
    assert_eq!(double.header("authorization")[0].as_deref(), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    let client = anonymous(&double).credential("token", Basic::new("a:b", "p")).build().unwrap();
    assert_eq!(client.get("1").await.unwrap_err().kind(), ErrorKind::Credential);
}

#[tokio::test]
async fn secrets_are_not_sent_in_clear() {
    fn over(url: &str, double: &Double, credential: impl Authenticate) -> Client {
        Client::builder(url).transport(double.clone()).credential("token", credential).build().unwrap()
    }
    let double = Double::new();
    for client in [
        over("http://api.test", &double, Bearer::new("t")),
        over("http://api.test", &double, Basic::new("u", "p")),
        over("http://api.test", &double, ApiKey::query("k", "v")),
        over("http://127.0.0.1.evil.test", &double, Bearer::new("t")),
        over("http://192.168.0.1", &double, Bearer::new("t")),
    ] {
        let error = client.get("1").await.unwrap_err();
        assert!(error.kind() == ErrorKind::Credential && error.to_string().contains("https"), "{error}");
    }
    assert!(double.sent().is_empty());
    for url in ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:1", "http://localhost", "https://api.test"] {
        let double = Double::new().answer(200, &[], "{}");
        over(url, &double, Bearer::new("t")).get("1").await.unwrap();
    }
    let double = Double::new().answer(200, &[], "{}").answer(200, &[], "{}");
    over("http://api.test", &double, Bearer::new("t").allow_http()).get("1").await.unwrap();
    // A signature is no secret.
    over("http://api.test", &double, SharedKey::new("a", "a2V5").unwrap()).get("1").await.unwrap();
}

fn counting(count: &Arc<AtomicU32>, lasts: Duration) -> Bearer {
    let count = count.clone();
    Bearer::from_async(move || {
        let count = count.clone();
        async move {
            tokio::task::yield_now().await;
            let n = count.fetch_add(1, Ordering::SeqCst) + 1;
            Ok::<_, std::io::Error>(AccessToken::new(format!("t{n}"), epoch() + lasts * n))
        }
    })
}

#[tokio::test]
async fn a_token_is_kept_shared_and_renewed() {
    let count = Arc::new(AtomicU32::new(0));
    let mut double = Double::new();
    for _ in 0..4 {
        double = double.answer(200, &[], "{}");
    }
    let client = anonymous(&double).credential("token", counting(&count, Duration::from_secs(3600))).build().unwrap();
    let (a, b) = tokio::join!(client.get("1").send(), client.get("2").send());
    a.and(b).unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    double.advance(Duration::from_secs(3600 - 301));
    client.get("3").await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 1);
    double.advance(Duration::from_secs(2));
    client.get("4").await.unwrap();
    assert_eq!(double.header("authorization")[3].as_deref(), Some("Bearer t2"));
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let count = Arc::new(AtomicU32::new(0));
    let double = Double::new().answer(401, &[], "").answer(200, &[], "{}").answer(401, &[], "").answer(401, &[], "");
    let client = anonymous(&double).credential("token", counting(&count, Duration::from_secs(3600))).build().unwrap();
    client.get("1").await.unwrap();
    assert_eq!(double.header("authorization"), [Some("Bearer t1".into()), Some("Bearer t2".into())]);
    assert_eq!(client.get("1").await.unwrap_err().status(), Some(401));
    assert_eq!(double.sent().len(), 4);
    // A fixed token cannot be renewed.
    let double = Double::new().answer(401, &[], "");
    builder(&double).build().unwrap().get("1").await.unwrap_err();
}

#[tokio::test]
async fn a_callback_that_fails_is_an_error() {
    let bearer = Bearer::from_fn(|| Err::<AccessToken, _>("the vault is closed"));
    let error = anonymous(&Double::new()).credential("token", bearer).build().unwrap().get("1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("the vault is closed"), "{error}");
    let bearer = Bearer::from_fn(|| Ok::<_, std::io::Error>(AccessToken::without_end("t")));
    let double = Double::new().answer(200, &[], "{}");
    anonymous(&double).credential("token", bearer).build().unwrap().get("1").await.unwrap();
}

#[tokio::test]
async fn client_credentials_are_exchanged_for_a_token() {
    let double = Double::new()
        .answer(200, &[], r#"{"access_token":"A","token_type":"Bearer","expires_in":"3600"}"#)
        .answer(200, &[], "{}")
        .answer(200, &[], "{}");
    let oauth = OAuth2ClientCredentials::new("https://login.test/token", "id&", "s3cret", "https://x.test//.default");
    let client = anonymous(&double).credential("token", oauth.clone()).build().unwrap();
    client.get("1").await.unwrap();
    client.get("2").await.unwrap();
    let sent = double.sent();
    assert_eq!(sent.len(), 3);
    let body = std::str::from_utf8(sent[0].request.body().unwrap()).unwrap();
    assert_eq!(
        body,
        "grant_type=client_credentials&scope=https%3A%2F%2Fx.test%2F%2F.default&client_id=id%26&client_secret=s3cret"
    );
    assert_eq!(double.header("authorization"), [None, Some("Bearer A".into()), Some("Bearer A".into())]);
    assert!(!format!("{oauth:?}").contains("s3cret"));

    // As the bearer token of a scheme.
    let double = Double::new()
        .answer(200, &[], r#"{"access_token":"B","expires_in":3600.5}"#)
        .answer(200, &[], "{}")
        .answer(200, &[], "{}");
    let client =
        anonymous(&double).credential("token", Bearer::from(oauth.clone().secret_in_header())).build().unwrap();
    client.get("1").await.unwrap();
    client.get("2").await.unwrap();
    assert_eq!(double.header("authorization")[1..], [Some("Bearer B".into()), Some("Bearer B".into())]);

    let double = Double::new().answer(400, &[], r#"{"error":"invalid_client","error_description":"wrong secret"}"#);
    let error = anonymous(&double)
        .credential("token", oauth.clone().secret_in_header())
        .build()
        .unwrap()
        .get("1")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("invalid_client: wrong secret"), "{error}");
    assert!(double.header("authorization")[0].as_deref().unwrap().starts_with("Basic "));
    // A token endpoint that is down for a moment is asked again.
    let double = Double::new().fails(TransportErrorKind::Connect).answer(200, &[], r#"{"access_token":"A"}"#).answer(
        200,
        &[],
        "{}",
    );
    anonymous(&double).credential("token", oauth).build().unwrap().get("1").await.unwrap();
    let oauth = OAuth2ClientCredentials::new("http://login.test/token", "id", "s3cret", "");
    let client = anonymous(&double).credential("token", oauth).retry(RetryPolicy::never()).build().unwrap();
    assert_eq!(client.get("1").await.unwrap_err().kind(), ErrorKind::Credential);
}

#[test]
fn pem_is_looked_at_before_it_is_used() {
    let block = |label: &str| format!("-----BEGIN {label}-----\nAA==\n-----END {label}-----");
    let (certificate, key) = (block("CERTIFICATE"), block("PRIVATE KEY"));
    let good = ClientCertificate::from_pem(format!("Bag Attributes\n{key}\n{certificate}{certificate}")).unwrap();
    assert_eq!(good.pem().unwrap(), (format!("{certificate}\n{certificate}\n").as_str(), format!("{key}\n").as_str()));
    assert!(!format!("{good:?}").contains("AA=="));
    for (pem, why) in [
        (key.clone(), "no certificate"),
        (certificate.clone(), "no private key"),
        (format!("{certificate}{key}{key}"), "more than one"),
        (format!("{certificate}{}", block("ENCRYPTED PRIVATE KEY")), "encrypted"),
        ("-----BEGIN CERTIFICATE-----\nAA".to_owned(), "cut off"),
        ("-----BEGIN ".to_owned(), "cut off"),
    ] {
        assert!(ClientCertificate::from_pem(&pem).unwrap_err().to_string().contains(why), "{pem}");
    }
    assert!(ClientCertificate::from_pem(b"\x30\x82\xff").is_err());
    let client = Client::builder("https://api.test").certificate(ClientCertificate::in_transport()).build();
    assert!(client.unwrap_err().to_string().contains("in_transport"));
    let client = Client::builder("https://api.test").certificate(good).build();
    let error = client.unwrap_err().to_string();
    assert!(error.contains("certificate"), "{error}");
}

/// Files of OpenSSL 3 for a throw-away key: with its own encryption (AES), and with the one of old tools (RC2, triple DES).
#[cfg(feature = "client-certificate")]
#[test]
fn pkcs12_is_read_with_new_and_old_encryption() {
    let modern = ClientCertificate::from_pkcs12(include_bytes!("modern.p12"), "pass").unwrap();
    let legacy = ClientCertificate::from_pkcs12(include_bytes!("legacy.p12"), "pass").unwrap();
    assert_eq!(modern.pem(), legacy.pem());
    let (chain, key) = modern.pem().unwrap();
    assert!(chain.starts_with("-----BEGIN CERTIFICATE-----\n") && key.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    Client::builder("https://api.test").certificate(modern).build().unwrap();
}
