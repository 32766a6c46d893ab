//! Bodies of requests, as they are on the wire: forms, parts, lines, streams.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde_json::json;

use super::wire::{BUSY, EMPTY, PUT, build, client, parts, send, server};
use crate::runtime::{self, CallOptions, ErrorKind, Multipart, RequestBuilder, Style, Upload};

/// Chunks, and how often they were asked for.
struct Chunks(Vec<Result<&'static str, std::io::Error>>);

impl Stream for Chunks {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = if self.0.is_empty() { None } else { Some(self.0.remove(0)) };
        Poll::Ready(next.map(|chunk| chunk.map(|text| Bytes::from_static(text.as_bytes()))))
    }
}

fn chunks(texts: &[&'static str]) -> Upload {
    Upload::stream(Chunks(texts.iter().map(|text| Ok(*text)).collect()))
}

/// The content type and the body that a builder makes.
fn made(fill: impl FnOnce(&mut RequestBuilder)) -> (String, String) {
    let options = CallOptions::new().multipart_boundary("b");
    let request = build(&client("http://x.test"), &PUT, &options, fill).unwrap();
    let body = String::from_utf8(request.body().unwrap().to_vec()).unwrap();
    (request.headers().get("content-type").unwrap().to_owned(), body)
}

fn refused(fill: impl FnOnce(&mut RequestBuilder)) -> String {
    let options = CallOptions::new().multipart_boundary("b");
    let error = build(&client("http://x.test"), &PUT, &options, fill).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    error.to_string()
}

#[test]
fn a_form_is_text_for_values_json_for_objects_and_one_pair_for_each_item() {
    // OpenAPI 3.0.4, 4.7.14.4: an object is JSON, unless a style says otherwise; encoded by RFC 1866.
    let body = json!({
        "id": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "address": {"city": "Köln & Bonn", "zip": 1},
        "tags": ["a b", "c,d"],
        "things": [{"a": 1}, {"b": [2]}],
        "on": true, "none": null, "empty": "", "no items": [],
        "n": 2.0, "big": 12345678901234567890u64,
    });
    let (kind, text) = made(|request| request.form("application/x-www-form-urlencoded", &body, &[]));
    assert_eq!(kind, "application/x-www-form-urlencoded");
    assert_eq!(
        text,
        "id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22city%22%3A%22K%C3%B6ln+%26+Bonn%22%2C%22zip%22%3A1%7D\
         &tags=a+b&tags=c%2Cd&things=%7B%22a%22%3A1%7D&things=%7B%22b%22%3A%5B2%5D%7D&on=true&empty=&n=2&big=12345678901234567890"
    );
    assert_eq!(made(|request| request.form("application/x-www-form-urlencoded", &json!({}), &[])).1, "");
    assert!(refused(|request| request.form("application/x-www-form-urlencoded", &json!([1]), &[])).contains("form"));
}

#[test]
fn a_form_follows_the_styles_of_its_fields() {
    let body = json!({
        "deep": {"a": {"b": 1}, "c": [2, 3]}, "list": ["a", "b,c"], "spaced": ["a", "b"], "piped": [1, 2],
        "text": ["x"], "object": {"a": 1, "b": "ü"}, "free": "a/b?c&d",
    });
    let styles = [
        ("deep", Style::DeepObject, true, false),
        ("list", Style::Form, false, false),
        ("spaced", Style::SpaceDelimited, false, false),
        ("piped", Style::PipeDelimited, false, false),
        ("text", Style::Json, true, false),
        ("object", Style::Form, true, false),
        ("free", Style::Form, true, true),
        ("absent", Style::Form, true, false),
    ];
    let (_, text) = made(|request| request.form("application/x-www-form-urlencoded", &body, &styles));
    assert_eq!(
        text,
        "deep%5Ba%5D%5Bb%5D=1&deep%5Bc%5D%5B%5D=2&deep%5Bc%5D%5B%5D=3&list=a,b%2Cc&spaced=a%20b&piped=1%7C2&text=%22x%22&a=1&b=%C3%BC&free=a/b?c&d"
    );
}

#[test]
fn parts_are_as_the_standards_lay_them_out() {
    let mut all = Multipart::new();
    all.field("purpose", "", &"fine \"tune\"".to_owned());
    all.field("n", "", &7i64);
    all.field("none", "", &None::<String>);
    all.field("address", "", &json!({"city": "Köln"}));
    all.field("tags", "", &json!(["a", ["b"], {"c": 1}]));
    all.field("csv", "text/csv; charset=utf-8", &"a,b".to_owned());
    all.field("quoted", "application/json", &json!(["x", 1]));
    all.header("X-Rate", "5");
    all.files(
        "file",
        "image/png",
        &vec![Upload::from("1").file_name("a\"b\r\n.ü"), Upload::from("2").content_type("image/gif")],
    );
    all.files("plain", "image/*", &Some(Upload::from(b"3").without_file_name()));
    all.files("no", "", &None::<Upload>);
    all.styled("list", Style::Form, false, &json!(["a b", "c"]));
    all.styled("deep", Style::DeepObject, true, &json!({"a": [1, 2]}));
    // An item with the separator in it would be two.
    for (style, text) in [(Style::Form, "c,d"), (Style::PipeDelimited, "c|d"), (Style::SpaceDelimited, "a b")] {
        let mut parts = Multipart::new();
        parts.styled("list", style, false, &json!(["x", text]));
        let fault = refused(|request| request.multipart("multipart/form-data", parts));
        assert!(fault.contains("which stands between values"), "{fault}");
    }
    let (kind, text) = made(|request| request.multipart("multipart/form-data", all));
    assert_eq!(kind, "multipart/form-data; boundary=b");
    let part =
        |head: &str, content: &str| format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n");
    let expected = [
        part("name=\"purpose\"", "fine \"tune\""),
        part("name=\"n\"", "7"),
        part("name=\"address\"\r\nContent-Type: application/json", "{\"city\":\"Köln\"}"),
        part("name=\"tags\"", "a"),
        part("name=\"tags\"\r\nContent-Type: application/json", "[\"b\"]"),
        part("name=\"tags\"\r\nContent-Type: application/json", "{\"c\":1}"),
        part("name=\"csv\"\r\nContent-Type: text/csv; charset=utf-8", "a,b"),
        part("name=\"quoted\"\r\nContent-Type: application/json", "\"x\""),
        part("name=\"quoted\"\r\nContent-Type: application/json", "1"),
        part("name=\"file\"; filename=\"a%22b%0D%0A.ü\"\r\nContent-Type: image/png\r\nX-Rate: 5", "1"),
        part("name=\"file\"; filename=\"file\"\r\nContent-Type: image/gif\r\nX-Rate: 5", "2"),
        part("name=\"plain\"\r\nContent-Type: application/octet-stream", "3"),
        part("name=\"list\"", "a b,c"),
        part("name=\"deep[a][]\"", "1"),
        part("name=\"deep[a][]\"", "2"),
        "--b--\r\n".to_owned(),
    ];
    assert_eq!(text, expected.concat());
    assert_eq!(made(|request| request.multipart("multipart/mixed", Multipart::new())).1, "--b--\r\n");
}

#[test]
fn related_parts_say_what_the_first_of_them_is() {
    // RFC 2387, 3.1: the parameter `type` is required. A part that says nothing is text (RFC 2046, 5.1).
    let kind = |media_type: &str, first: &str| {
        let mut all = Multipart::new();
        all.field("first", first, &"x".to_owned());
        all.files("second", "image/png", &Upload::from("1"));
        made(|request| request.multipart(media_type, all)).0
    };
    let json = "application/json; charset=utf-8";
    assert_eq!(kind("multipart/related", json), "multipart/related; type=\"application/json\"; boundary=b");
    assert_eq!(kind("Multipart/Related", ""), "Multipart/Related; type=\"text/plain\"; boundary=b");
    assert_eq!(kind("multipart/related", "a/\"b\\"), "multipart/related; type=\"a/\\\"b\\\\\"; boundary=b");
    let said = "multipart/related; Type=\"text/xml\"";
    assert_eq!(kind(said, json), format!("{said}; boundary=b"));
    let started = "multipart/related; start=\"<type=a>\"";
    assert_eq!(kind(started, json), format!("{started}; type=\"application/json\"; boundary=b"));
    assert_eq!(kind("multipart/form-data", json), "multipart/form-data; boundary=b");
    let (empty, _) = made(|request| request.multipart("multipart/related", Multipart::new()));
    assert_eq!(empty, "multipart/related; boundary=b");
}

#[test]
fn related_parts_are_no_fields_of_a_form() {
    let mut all = Multipart::new();
    all.field("first", "application/json", &1);
    all.header("Content-ID", "<second>");
    all.files("second", "image/png", &Upload::from("2"));
    all.files("third", "", &Upload::from("3").file_name("c.txt").content_type("text/plain"));
    let (_, text) = made(|request| request.multipart("multipart/related", all));
    let expected = [
        "--b\r\nContent-Type: application/json\r\n\r\n1\r\n",
        "--b\r\nContent-Type: image/png\r\nContent-ID: <second>\r\n\r\n2\r\n",
        "--b\r\nContent-Disposition: attachment; filename=\"c.txt\"\r\nContent-Type: text/plain\r\n\r\n3\r\n--b--\r\n",
    ];
    assert_eq!(text, expected.concat());
}

#[test]
fn parts_that_would_break_the_body_are_refused() {
    let with = |fill: &dyn Fn(&mut Multipart)| {
        let mut all = Multipart::new();
        fill(&mut all);
        refused(|request| request.multipart("multipart/form-data", all))
    };
    assert!(with(&|all| all.files("f", "", &Upload::from("x--by"))).contains("boundary"));
    assert!(with(&|all| all.files("f", "", &Upload::from("x").content_type("a\r\nb"))).contains("media type"));
    assert!(with(&|all| all.header("a b", "x")).contains("header"));
    assert!(with(&|all| all.header("a", "x\r\ny")).contains("header"));
    assert!(with(&|all| all.members(&json!([1]))).contains("object"));
    let client = client("http://x.test");
    for wrong in ["", "a b", "\"", &"a".repeat(71)] {
        let options = CallOptions::new().multipart_boundary(wrong);
        let fill = |request: &mut RequestBuilder| request.multipart("multipart/form-data", Multipart::new());
        assert!(build(&client, &PUT, &options, fill).is_err(), "{wrong:?}");
    }
}

#[test]
fn boundaries_of_two_requests_differ() {
    let client = client("http://x.test");
    let boundary = || {
        let fill = |request: &mut RequestBuilder| request.multipart("multipart/form-data", Multipart::new());
        let request = build(&client, &PUT, &CallOptions::default(), fill).unwrap();
        request.headers().get("content-type").unwrap().to_owned()
    };
    assert_ne!(boundary(), boundary());
}

#[test]
fn lines_and_sequences_of_json() {
    let items = [json!({"a": 1}), json!("x\ny")];
    let lines = made(|request| request.json_lines("application/x-ndjson", &items));
    assert_eq!(lines, ("application/x-ndjson".to_owned(), "{\"a\":1}\n\"x\\ny\"\n".to_owned()));
    let sequence = made(|request| request.json_lines("application/json-seq", &items));
    assert_eq!(sequence.1, "\u{1e}{\"a\":1}\n\u{1e}\"x\\ny\"\n");
}

#[test]
fn an_upload_has_its_own_type_or_that_of_the_operation() {
    let kind = |usual: &str, body: Upload| made(|request| request.upload(usual, &body)).0;
    assert_eq!(kind("image/png", "x".into()), "image/png");
    assert_eq!(kind("image/*", "x".into()), "application/octet-stream");
    assert_eq!(kind("image/*", Upload::from("x").content_type("image/gif")), "image/gif");
    let broken = refused(|request| request.upload("a/b", &Upload::from("x").content_type("a\nb")));
    assert!(broken.contains("Content-Type"), "{broken}");
}

fn upload(client: &super::service::Client, body: &Upload) -> runtime::Request {
    build(client, &PUT, &CallOptions::default(), |request| request.upload("application/octet-stream", body)).unwrap()
}

#[tokio::test]
async fn streams_are_sent_chunked_or_with_the_length_that_was_said() {
    let (url, received) = server(vec![EMPTY, EMPTY, EMPTY]).await;
    let client = client(&url);
    send(&client, upload(&client, &chunks(&["ab", "", "c"]))).await.unwrap();
    send(&client, upload(&client, &chunks(&["ab", "c"]).length(3))).await.unwrap();
    send(&client, upload(&client, &Upload::reader(&b"read"[..]).length(4))).await.unwrap();
    let received = received.lock().unwrap();
    let (headers, body) = parts(&received[0]);
    assert_eq!((headers.get("content-length"), headers.get("transfer-encoding")), (None, Some("chunked")));
    assert_eq!(body, "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    let (headers, body) = parts(&received[1]);
    assert_eq!((headers.get("content-length"), headers.get("transfer-encoding")), (Some("3"), None));
    assert_eq!(body, "abc");
    assert_eq!(parts(&received[2]).1, "read");
}

#[tokio::test]
async fn a_stream_of_another_length_than_was_said_fails() {
    for (texts, length) in [(&["ab"][..], 3), (&["ab", "cd"], 3)] {
        let (url, _) = server(vec![EMPTY]).await;
        let client = client(&url);
        let error = send(&client, upload(&client, &chunks(texts).length(length))).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 1), "{error}");
        assert!(!error.is_retryable() && error.to_string().contains("bytes than was said"), "{error}");
    }
}

#[tokio::test]
async fn bytes_are_sent_again_and_streams_are_not() {
    let (url, received) = server(vec![BUSY, EMPTY]).await;
    let one = client(&url);
    send(&one, upload(&one, &Upload::from("abc"))).await.unwrap();
    assert_eq!(received.lock().unwrap().iter().filter(|text| text.ends_with("abc")).count(), 2);

    let (url, received) = server(vec![BUSY, EMPTY]).await;
    let two = client(&url);
    let body = chunks(&["abc"]);
    let raw = send(&two, upload(&two, &body)).await.unwrap();
    assert_eq!((raw.status(), received.lock().unwrap().len()), (503, 1));
    assert!(body.is_spent());
    let error = send(&two, upload(&two, &body)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::InvalidRequest, 0), "{error}");
}

#[tokio::test]
async fn a_stream_that_was_not_begun_waits_for_a_connection() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = client(&url);
    let body = chunks(&["abc"]);
    let error = send(&client, upload(&client, &body)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4), "{error}");
    assert!(!body.is_spent());
}

#[tokio::test]
async fn a_stream_that_breaks_breaks_the_call() {
    let (url, _) = server(vec![EMPTY]).await;
    let client = client(&url);
    let broken = Upload::stream(Chunks(vec![Ok("a"), Err(std::io::Error::other("disk on fire"))]));
    let error = send(&client, upload(&client, &broken)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(error.to_string().contains("disk on fire"), "{error}");
}

#[tokio::test]
async fn parts_may_be_streams() {
    let (url, received) = server(vec![BUSY, EMPTY, EMPTY]).await;
    let client = client(&url);
    let request = |file: Upload| {
        let mut all = Multipart::new();
        all.field("a", "", &"1".to_owned());
        all.files("f", "text/plain", &file);
        let options = CallOptions::new().multipart_boundary("b");
        build(&client, &PUT, &options, |request| request.multipart("multipart/form-data", all)).unwrap()
    };
    send(&client, request("xyz".into())).await.unwrap();
    send(&client, request(chunks(&["x", "yz"]).length(3))).await.unwrap();
    let received = received.lock().unwrap();
    let body = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
                --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\nxyz\r\n--b--\r\n";
    for text in received.iter() {
        let (headers, sent) = parts(text);
        assert_eq!(sent, body);
        assert_eq!(headers.get("content-length"), Some(body.len().to_string().as_str()));
        assert_eq!(headers.get("content-type"), Some("multipart/form-data; boundary=b"));
    }
    assert_eq!(received.len(), 3);
}

#[test]
fn json_has_text_for_bytes_and_nothing_for_streams() {
    assert_eq!(runtime::json::to_string(&Upload::from("é")).unwrap(), "\"é\"");
    assert_eq!(runtime::json::from_slice::<Upload>(b"\"x\"").unwrap(), Upload::from("x"));
    assert!(runtime::json::to_string(&Upload::from(&[0xFFu8][..])).is_err());
    assert!(runtime::json::to_string(&chunks(&[])).is_err());
}

#[test]
fn servers_of_an_operation_and_of_a_call() {
    let client = client("http://x.test/v1");
    let url = |options: CallOptions, server: &str| {
        let request = build(&client, &PUT, &options, |request| request.server(server));
        request.map(|request| request.url().as_str().to_owned())
    };
    let none = CallOptions::default;
    assert_eq!(url(none(), "https://files.test/v2/").unwrap(), "https://files.test/v2/x");
    assert_eq!(url(none(), "/v3").unwrap(), "http://x.test/v3/x");
    assert_eq!(url(none(), "//other.test").unwrap(), "http://other.test/x");
    assert_eq!(url(none().endpoint("http://127.0.0.1:1/p"), "https://files.test").unwrap(), "http://127.0.0.1:1/p/x");
    assert!(url(none(), "http://[").is_err());
}

#[test]
#[cfg(feature = "xml")]
fn xml_with_a_root_of_the_use() {
    let (kind, text) = made(|request| request.xml_as("application/xml", &"a<b".to_owned(), ("urn:x", "root")));
    assert_eq!(kind, "application/xml");
    assert_eq!(text, "<?xml version=\"1.0\" encoding=\"utf-8\"?><root xmlns=\"urn:x\">a&lt;b</root>");
    let (_, text) = made(|request| request.xml_list("application/xml", &[1i64, 2], ("", "all"), ("", "one")));
    assert_eq!(text, "<?xml version=\"1.0\" encoding=\"utf-8\"?><all><one>1</one><one>2</one></all>");
    let settings = runtime::xml::ReadSettings::default();
    let read = runtime::xml::list_from_slice::<i64>(text.as_bytes(), &settings, ("", "all"), ("", "one")).unwrap();
    assert_eq!(read, [1, 2]);
    assert!(runtime::xml::list_from_slice::<i64>(text.as_bytes(), &settings, ("", "other"), ("", "one")).is_err());
    for text in ["<all><one>1</one><one>2</one></all>", "<o:a xmlns:o='urn:o'><o:b>1</o:b><c>2</c></o:a>"] {
        let any = runtime::xml::ANY;
        assert_eq!(runtime::xml::list_from_slice::<i64>(text.as_bytes(), &settings, any, any).unwrap(), [1, 2]);
    }
    let read = runtime::xml::from_slice_as::<String>(b"<o:a xmlns:o='urn:o'>x</o:a>", &settings, runtime::xml::ANY);
    assert_eq!(read.unwrap(), "x");
    let read = runtime::xml::from_slice_as::<String>(b"<a>x</a>", &settings, ("", "a")).unwrap();
    assert_eq!(read, "x");
}
