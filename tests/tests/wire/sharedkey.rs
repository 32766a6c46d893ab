//! SharedKey: the known signatures, by the runtime's signer over the public API, and by the tests' own.

use generated::batch::{self, auth::SharedKey};
use generated::runtime::{Bytes, Request, RetryPolicy};
use serde::Deserialize;
use tests::answer::Answer;
use tests::server::Server;
use tests::signature;
use url::Url;

use crate::common::within;

#[derive(Deserialize)]
struct Known {
    account: String,
    host: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    key: String,
    method: String,
    target: String,
    headers: serde_json::Map<String, serde_json::Value>,
    string_to_sign: String,
    authorization: String,
}

impl Vector {
    fn headers(&self) -> Vec<(String, String)> {
        self.headers.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect()
    }
}

fn known() -> Known {
    let known: Known = serde_json::from_str(include_str!("../../facts/batch/sharedkey.json")).unwrap();
    assert_eq!(known.vectors.len(), 5);
    known
}

/// The judge is judged first.
#[test]
fn the_tests_own_signer() {
    let known = known();
    for vector in known.vectors {
        let text = signature::string_to_sign(&known.account, &vector.method, &vector.target, &vector.headers());
        assert_eq!(text, vector.string_to_sign, "{}", vector.name);
        let found = signature::authorization(&known.account, &vector.key, &text);
        assert_eq!(found, vector.authorization, "{}", vector.name);
    }
}

#[test]
fn the_text_that_is_signed() {
    let known = known();
    for vector in known.vectors {
        let url = Url::parse(&format!("https://{}{}", known.host, vector.target)).unwrap();
        let mut request = Request::new(vector.method.clone(), url);
        for (name, value) in vector.headers() {
            request.set_header(name, value).unwrap();
        }
        let signer = SharedKey::new(known.account.as_str(), &vector.key).unwrap();
        assert_eq!(signer.string_to_sign(&request), vector.string_to_sign, "{}", vector.name);
    }
}

/// Through the whole client: what arrives has the known signature.
#[tokio::test]
async fn the_signatures_that_arrive() {
    let known = known();
    for vector in known.vectors {
        let server = Server::script([Answer::json("{}")]);
        let client = batch::Client::builder(server.url())
            .credential(SharedKey::new(known.account.as_str(), &vector.key).unwrap())
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let url = Url::parse(&format!("{}{}", server.url(), vector.target)).unwrap();
        let mut request = Request::new(vector.method.clone(), url);
        let mut length = 0;
        for (name, value) in vector.headers() {
            if name == "Content-Length" {
                length = value.parse().unwrap();
            } else {
                request.set_header(name, value).unwrap();
            }
        }
        if length > 0 {
            request.set_body(Some(Bytes::from(vec![b' '; length])));
        }
        within(client.send_raw(request)).await.unwrap();
        let received = server.request();
        assert_eq!(received.target(), vector.target, "{}", vector.name);
        assert_eq!(received.header("authorization"), Some(vector.authorization.as_str()), "{}", vector.name);
    }
}

/// More than the known ones: conditional headers, several `ocp-` headers, empty and repeated parameters, an account in upper case.
#[tokio::test]
async fn odd_requests_are_signed_as_they_arrive() {
    let server = Server::always(Answer::json("{}"));
    let key = "AAECAwQFBgcICQoLDA0ODw==";
    let client =
        batch::Client::builder(server.url()).credential(SharedKey::new("MyAccount", key).unwrap()).build().unwrap();
    let targets = [
        "/certificates?b=2&a=1&a=0&empty=&$c=x&Z=1&novalue&%24d=%2B+%20",
        "/pools/p%28%29;x=1/nodes?timeOut=5&timeout=6",
        "/",
        "/?a=%C3%A9",
        "/x/%2F%2f/é",
    ];
    for (n, target) in targets.into_iter().enumerate() {
        let mut request = Request::new("GET", Url::parse(&format!("{}{target}", server.url())).unwrap());
        for (name, value) in [
            ("If-Match", "\"1\""),
            ("if-none-match", "*"),
            ("If-Modified-Since", "Fri, 17 Feb 2017 00:00:00 GMT"),
            ("Range", "bytes=0-9"),
            ("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="),
            ("ocp-zeta", "z"),
            ("ocp-alpha", "a"),
            ("x-ms-version", "not signed"),
        ] {
            request.set_header(name, value).unwrap();
        }
        within(client.send_raw(request)).await.unwrap();
        signature::check(&server.requests()[n], "MyAccount", key);
    }
}

#[test]
fn keys_that_are_none() {
    for (account, key) in [("", "AAAA"), ("a", ""), ("a", "not base64!"), ("a b", "AAAA"), ("a\r\nb", "AAAA")] {
        let error = SharedKey::new(account, key).unwrap_err();
        assert!(key.is_empty() || !error.to_string().contains(key), "{error}");
    }
}
