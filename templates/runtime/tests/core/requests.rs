//! How requests are built, and what is refused before anything is sent.

use std::time::Duration;

use serde_json::json;
use url::Url;

use super::double::Double;
use super::service::{Client, builder, client};
use crate::runtime::{CallOptions, Draft, ErrorKind, Headers, NoBody, Operation, Param, Request};

#[test]
fn a_request_says_what_the_operation_says() {
    let request = client(&Double::new()).get("a b(c),d/é'%?#").filter("x eq 'y'&z").request().unwrap();
    let path = "/v1/things(kind=a,id=a%20b%28c%29%2Cd%2F%C3%A9%27%25%3F%23)";
    assert_eq!(
        request.target(),
        format!("{path}?$filter=x%20eq%20%27y%27%26z&api-version=1").replace("$filter", "$filter")
    );
    assert_eq!(request.method(), "GET");
    assert_eq!(request.headers().get("Accept"), Some("application/json"));
    assert_eq!(request.headers().get("User-Agent"), Some("things/1.0 (things)"));
    assert!(request.headers().get("client-request-id").is_some());
    assert!(!request.headers().contains("authorization"));
    let request = client(&Double::new()).remove("1").request().unwrap();
    assert!(!request.headers().contains("accept"));
}

#[tokio::test]
async fn a_body_less_post_or_delete_says_that_its_length_is_0() {
    let double = Double::new().answer(204, &[], "").answer(200, &[], "{}").answer(201, &[], "");
    let client = client(&double);
    client.remove("1").await.unwrap();
    client.get("1").await.unwrap();
    client.add(json!({"a": "é"})).await.unwrap();
    assert_eq!(double.header("content-length"), [Some("0".into()), None, Some("10".into())]);
}

#[test]
fn base_urls_are_joined_without_doubled_or_lost_slashes() {
    for base in ["https://api.test", "https://api.test/", "https://API.test:443//"] {
        let client = Client::builder(base).transport(Double::new()).build().unwrap();
        assert_eq!(client.list().request().unwrap().url().as_str(), "https://api.test/things?api-version=1");
    }
    let client = Client::builder("http://[::1]:8080/a/b/").transport(Double::new()).build().unwrap();
    assert_eq!(client.list().request().unwrap().url().as_str(), "http://[::1]:8080/a/b/things?api-version=1");
}

#[test]
fn endpoints_that_cannot_be_are_refused() {
    for base in [
        "",
        "things",
        "ftp://api.test",
        "https://api.test?x=s3cret",
        "https://api.test#x",
        "https://u:s3cret@api.test",
        "mailto:x@y",
    ] {
        let error = Client::builder(base).transport(Double::new()).build().unwrap_err();
        assert!(error.to_string().contains("endpoint") && !error.to_string().contains("s3cret"), "{error}");
    }
    assert!(Client::builder("https://api.test").allow_origin("friend").build().is_err());
    assert!(Client::builder("https://api.test").header("bad name", "x").build().is_err());
    assert!(Client::builder("https://api.test").header("x", "a\r\nb").build().is_err());
    assert!(Client::builder("https://api.test").user_agent("a\nb").build().is_err());
}

#[tokio::test]
async fn values_that_would_change_the_path_are_refused() {
    let double = Double::new();
    for id in [".", "..", ""] {
        let error = client(&double).remove(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{id:?}");
    }
    assert!(double.sent().is_empty());
    // Inside a segment dots are like any other character; what looks encoded is encoded once more.
    assert_eq!(client(&double).get("..").request().unwrap().url().path(), "/v1/things(kind=a,id=..)");
    assert_eq!(client(&double).remove("%2e%2e").request().unwrap().url().path(), "/v1/things/%252e%252e");
    assert_eq!(client(&double).remove("../x").request().unwrap().url().path(), "/v1/things/..%2Fx");
    assert_eq!(client(&double).remove("...").request().unwrap().url().path(), "/v1/things/...");
}

#[tokio::test]
async fn headers_that_would_break_the_head_are_refused() {
    let double = Double::new();
    let cases = [
        ("X-A", "a\r\nX-B: b"),
        ("X-A", "a\nb"),
        ("X-A", "a\0b"),
        ("X-A", "a\x7fb"),
        ("X A", "a"),
        ("", "a"),
        ("X:A", "a"),
        ("X\n", "a"),
    ];
    for (name, value) in cases {
        let options = CallOptions::new().header(name, value);
        let error = client(&double).get("1").options(options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name:?} {value:?}");
    }
    for name in ["Content-Length", "transfer-encoding"] {
        let options = CallOptions::new().header(name, "5");
        let error = client(&double).get("1").options(options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name:?}");
    }
    assert!(double.sent().is_empty());
    assert!(Headers::new().append("ok", "tab\tand é are fine").is_ok());
}

#[tokio::test]
async fn options_are_put_in_once() {
    let double = Double::new().answer(200, &[], "{}").answer(200, &[], "{}");
    let options = CallOptions::new()
        .header("ACCEPT", "text/plain")
        .header("X-Two", "1")
        .header("X-Two", "2")
        .query("a&b", "c d")
        .timeout(Duration::from_secs(1));
    let client = builder(&double).header("X-All", "all").header("x-two", "0").user_agent("me/2").build().unwrap();
    client.get("1").options(options.clone()).await.unwrap();
    let request = client.get("1").request().unwrap();
    client.core.send_raw(request, options).await.unwrap();
    for sent in double.sent() {
        let headers = sent.request.headers();
        assert_eq!(headers.get_all("accept").collect::<Vec<_>>(), ["text/plain"]);
        assert_eq!(headers.get_all("X-TWO").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(headers.get("x-all"), Some("all"));
        assert_eq!(headers.get("user-agent"), Some("me/2 things/1.0 (things)"));
        assert!(sent.request.target().ends_with("?api-version=1&a%26b=c%20d"));
    }
}

#[tokio::test]
async fn a_request_made_by_hand_stays_at_home() {
    let double = Double::new().answer(200, &[], "");
    let client1 = client(&double);
    for url in ["https://evil.test/", "http://api.test/v1", "https://u:p@api.test/", "ftp://api.test/"] {
        let request = Request::new("GET", Url::parse(url).unwrap());
        let error = client1.core.send_raw(request, CallOptions::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{url}");
    }
    let error = client1
        .core
        .send_raw(Request::new("G T", client1.core.base_url().clone()), CallOptions::new())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(double.sent().is_empty());
    let client2 = builder(&double).allow_origin("https://friend.test").build().unwrap();
    let request = Request::new("GET", Url::parse("https://friend.test/x").unwrap());
    client2.core.send_raw(request, CallOptions::new()).await.unwrap();
    assert!(double.header("authorization")[0].is_some());
}

#[test]
fn debug_shows_no_secrets() {
    let client = builder(&Double::new()).header("X-Key", "s3cret").build().unwrap();
    let options = CallOptions::new().header("Cookie", "s3cret").query("sig", "s3cret");
    let call = client.add(json!({"password": "s3cret"})).options(options.clone());
    let mut request = call.request().unwrap();
    request.set_header("Authorization", "Bearer s3cret").unwrap();
    let shown = format!("{request:?} {options:?} {client:?} {:?} {:?}", client.core, builder(&Double::new()).core);
    assert!(!shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");
    assert!(
        shown.contains("application/json; odata=minimalmetadata")
            && shown.contains("https://api.test/v1/things?sig=[hidden]"),
        "{shown}"
    );
}

#[test]
fn a_flag_is_its_name_alone() {
    static FLAGS: &[Param] = &[Param::query("comp"), Param::query("acl").flag(), Param::query("empty")];
    static OPERATION: Operation = Operation::new("flags", "GET", "/b", FLAGS);
    let client = client(&Double::new());
    let mut draft = Draft::new(&client.core, &OPERATION);
    for (name, value) in [("comp", "list"), ("acl", ""), ("empty", "")] {
        draft.query(name, value);
    }
    let request: Request = draft.request::<NoBody>().unwrap();
    assert_eq!(request.target(), "/v1/b?comp=list&acl&empty=");
}

#[test]
fn headers_keep_order_and_case_and_give_typed_values() {
    let mut headers = Headers::new();
    for (name, value) in [
        ("B-One", "1"),
        ("a-two", "true"),
        ("b-one", "2"),
        ("Id", "00000000-0000-0000-0000-000000000007"),
        ("List", "1, 2,3"),
    ] {
        headers.append(name, value).unwrap();
    }
    assert_eq!(headers.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["B-One", "a-two", "b-one", "Id", "List"]);
    assert_eq!(headers.get("B-ONE"), Some("1"));
    assert_eq!(headers.typed::<i32>("b-one"), Some(1));
    assert_eq!(headers.typed::<bool>("a-two"), Some(true));
    assert_eq!(headers.typed::<bool>("b-one"), None);
    assert_eq!(headers.typed::<uuid::Uuid>("id"), Some(uuid::Uuid::from_u128(7)));
    assert_eq!(headers.typed::<Vec<i32>>("list"), Some(vec![1, 2, 3]));
    assert_eq!(headers.typed::<Vec<i32>>("b-one"), Some(vec![1, 2]));
    let mut more = headers.clone();
    more.append("a-three", " 3").unwrap();
    let texts = |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    assert_eq!(more.prefixed("A-T"), Some(texts(&[("wo", "true"), ("hree", "3")])));
    assert_eq!(more.prefixed("B-"), Some(texts(&[("One", "1, 2")])));
    assert_eq!(more.prefixed("List"), None, "nothing stands behind it");
    // RFC 9110, 5.6.4: a comma in quotes separates nothing; a quote that nothing closes quotes nothing.
    let mut quoted = Headers::new();
    for (name, value) in [
        ("Link", "</a>; title=\"x, \\\"y\\\", z\", </c>"),
        ("Link", "W/\"1,2\" , \"3\""),
        ("Size", "5\" pipe, 6 pipe"),
        // RFC 9110, 5.3: this field is no list, and dates in it have commas.
        ("Set-Cookie", "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT"),
        ("set-cookie", " b=2 "),
    ] {
        quoted.append(name, value).unwrap();
    }
    let list = |name: &str| quoted.typed::<Vec<String>>(name).unwrap();
    assert_eq!(list("link"), ["</a>; title=\"x, \\\"y\\\", z\"", "</c>", "W/\"1,2\"", "\"3\""]);
    assert_eq!(list("size"), ["5\" pipe", "6 pipe"]);
    assert_eq!(list("set-cookie"), ["a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT", "b=2"]);
    assert_eq!(quoted.typed::<String>("Set-Cookie").as_deref(), Some("a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT"));
    // The fields of one name are one value.
    assert_eq!(quoted.typed::<String>("size").as_deref(), Some("5\" pipe, 6 pipe"));
    assert_eq!(
        quoted.typed::<String>("link").as_deref(),
        Some("</a>; title=\"x, \\\"y\\\", z\", </c>, W/\"1,2\" , \"3\"")
    );
    assert_eq!(quoted.typed::<String>("none"), None);
    headers.insert("B-one", "3").unwrap();
    assert_eq!(headers.iter().next(), Some(("B-one", "3")));
    assert_eq!(headers.len(), 4);
    assert!(headers.remove("LIST") && !headers.contains("list"));
}
