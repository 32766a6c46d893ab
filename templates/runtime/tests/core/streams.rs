//! Answers that come piece by piece.

use std::time::Duration;

use serde_json::{Value, json};

use super::double::Double;
use super::wire::{Answer, GET, build, client, parts, send, server};
use crate::runtime::{ByteStream, CallOptions, ErrorKind, Events, JsonLines, RawResponse, Request};

const CHUNKED: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

fn request(client: &super::service::Client, media_type: &'static str) -> Request {
    build(client, &GET, &CallOptions::default(), |request| request.stream(200, 299, media_type)).unwrap()
}

async fn answer(answer: &'static [&'static str], media_type: &'static str) -> RawResponse {
    let (url, _) = server(vec![answer]).await;
    let client = client(&url);
    send(&client, request(&client, media_type)).await.unwrap()
}

#[tokio::test]
async fn bytes_come_as_they_come() {
    let raw = answer(&[CHUNKED, "2\r\nab\r\n", "1\r\nc\r\n", "0\r\n\r\n"], "").await;
    let mut stream: ByteStream = (raw.byte_stream() as Answer<_>).unwrap().into_body();
    let mut all = Vec::new();
    while let Some(chunk) = stream.next().await {
        all.push(chunk.unwrap());
    }
    assert_eq!(all, ["ab", "c"]);

    let raw = answer(&["HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "abc"], "").await;
    let response: crate::runtime::Response<ByteStream> = (raw.byte_stream() as Answer<_>).unwrap();
    assert_eq!((response.status(), response.body().announced()), (200, Some(3)));
    assert_eq!(response.into_body().into_bytes().await.unwrap(), "abc");
}

#[tokio::test]
async fn all_bytes_are_at_most_what_the_client_takes() {
    for answered in [
        &["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "123456789"][..],
        &[CHUNKED, "5\r\n12345\r\n", "4\r\n6789\r\n0\r\n\r\n"],
    ] {
        let (url, _) = server(vec![answered]).await;
        let client = super::service::Client::builder(&url).max_response_bytes(8).build().unwrap();
        let raw = send(&client, request(&client, "")).await.unwrap();
        let body: ByteStream = (raw.byte_stream() as Answer<_>).unwrap().into_body();
        let error = body.into_bytes().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (ErrorKind::TooLarge, Some(200)), "{error}");
    }
}

#[tokio::test]
async fn a_transfer_that_breaks_or_stalls_is_an_error_and_then_the_end() {
    let raw = answer(&["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "abc"], "").await;
    let mut body: ByteStream = (raw.byte_stream() as Answer<_>).unwrap().into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), "abc");
    let error = body.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(200)), "{error}");
    assert!(body.next().await.is_none());

    let (url, _) = server(vec![&[CHUNKED, "1\r\na\r\n", "", "", "", "", "", "", "", "", "", "", "0\r\n\r\n"]]).await;
    let client = super::service::Client::builder(&url).timeout(Duration::from_millis(80)).build().unwrap();
    let raw = send(&client, request(&client, "")).await.unwrap();
    let mut body: ByteStream = (raw.byte_stream() as Answer<_>).unwrap().into_body();
    assert_eq!(body.next().await.unwrap().unwrap(), "a");
    assert_eq!(body.next().await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    assert!(body.next().await.is_none());
}

#[tokio::test]
async fn errors_and_other_media_types_are_read_whole() {
    let error = &["HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}"];
    let raw = answer(error, "").await;
    assert_eq!((raw.status(), raw.body().as_ref()), (404, &b"{}"[..]));
    let json = &["HTTP/1.1 200 OK\r\nContent-Type: application/json; a=b\r\nContent-Length: 2\r\n\r\n{}"];
    let raw = answer(json, "text/event-stream").await;
    assert_eq!(raw.body().as_ref(), b"{}");
    let error = (raw.events() as Answer<Events<Value>>).unwrap_err();
    assert_eq!((error.kind(), error.raw_text().as_deref()), (ErrorKind::ContentType, Some("{}")), "{error}");
}

#[tokio::test]
async fn events_come_one_by_one() {
    let raw = answer(
        &[
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n",
            ": hello\n\nevent: delta\nid: 1\nda",
            "ta: {\"a\":1}\r\n\r\ndata: nonsense\n\n",
            "retry: 20\ndata: {\ndata: \"a\":2}\n\ndata: [DONE]\n\ndata: {\"a\":3}\n\n",
        ],
        "text/event-stream",
    )
    .await;
    let mut events: Events<Value> = (raw.events() as Answer<_>).unwrap().into_body();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.event.as_deref(), first.id.as_deref(), first.data), (Some("delta"), Some("1"), json!({"a": 1})));
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{error}");
    let third = events.next().await.unwrap().unwrap();
    assert_eq!((third.retry, third.event, third.data), (Some(Duration::from_millis(20)), None, json!({"a": 2})));
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());

    let answered = &["HTTP/1.1 200 OK\r\n\r\n", "event: e\nid: 5\nretry: 7\ndata: [DONE]\n\n"];
    let raw = answer(answered, "text/event-stream").await;
    let mut events: Events<String> = (raw.clone().text_events() as Answer<_>).unwrap().into_body();
    assert_eq!(events.next().await.unwrap().unwrap().data, "[DONE]");
    let raw = answer(answered, "text/event-stream").await;
    let mut events: Events<Value> = (raw.whole_events() as Answer<_>).unwrap().into_body();
    let whole = json!({"data": "[DONE]", "event": "e", "id": "5", "retry": 7});
    assert_eq!(events.next().await.unwrap().unwrap().data, whole);
}

#[tokio::test]
async fn an_operation_can_be_asked_for_events_in_place_of_what_it_usually_gives() {
    let (url, received) =
        server(vec![&["HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "data: 1\n\n"]]).await;
    let client = client(&url);
    let plain = build(&client, &super::wire::PUT, &CallOptions::default(), |_| ()).unwrap();
    let raw = send(&client, plain.asking_for("text/event-stream").unwrap()).await.unwrap();
    let mut events: Events<i64> = (raw.events() as Answer<_>).unwrap().into_body();
    assert_eq!(events.next().await.unwrap().unwrap().data, 1);
    assert_eq!(parts(&received.lock().unwrap()[0]).0.get_all("accept").collect::<Vec<_>>(), ["text/event-stream"]);
}

#[tokio::test]
async fn lines_and_records_of_json() {
    let raw = answer(&[CHUNKED, "9\r\n{\"a\":1}\r\n\r\n", "6\r\n\n{\n[2]\r\n0\r\n\r\n"], "").await;
    let mut lines: JsonLines<Value> = (raw.json_lines() as Answer<_>).unwrap().into_body();
    assert_eq!(lines.next().await.unwrap().unwrap(), json!({"a": 1}));
    assert_eq!(lines.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(lines.next().await.unwrap().unwrap(), json!([2]));
    assert!(lines.next().await.is_none());

    let raw = answer(&["HTTP/1.1 200 OK\r\n\r\n", "\u{1e}{\n\"a\":1}\n", "\u{1e}2\n"], "").await;
    let mut lines: JsonLines<Value> = (raw.json_lines() as Answer<_>).unwrap().into_body();
    assert_eq!(lines.next().await.unwrap().unwrap(), json!({"a": 1}));
    assert_eq!(lines.next().await.unwrap().unwrap(), json!(2));
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn a_redirect_that_is_the_answer_is_not_followed() {
    let (url, received) = server(vec![&["HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n"]]).await;
    let client = client(&url);
    let request = build(&client, &GET, &CallOptions::default(), |request| request.keep_redirects()).unwrap();
    let raw = send(&client, request).await.unwrap();
    assert_eq!((raw.status(), raw.headers().get("location")), (302, Some("/y")));
    assert_eq!(received.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_body_that_was_read_before_is_a_stream_all_the_same() {
    let double = Double::new().answer(200, &[], "abc");
    let client = super::service::client(&double);
    let request = build(&client, &GET, &CallOptions::default(), |_| ()).unwrap();
    let raw = client.core.send_raw(request, CallOptions::default()).await.unwrap();
    let body: ByteStream = (raw.byte_stream() as Answer<_>).unwrap().into_body();
    assert_eq!(body.into_bytes().await.unwrap(), "abc");
}

#[test]
#[cfg(feature = "blocking")]
fn streams_can_be_read_without_async() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (url, _) = runtime.block_on(server(vec![&[CHUNKED, "1\r\na\r\n", "1\r\nb\r\n0\r\n\r\n"]]));
    let client = client(&url);
    let request = request(&client, "");
    let call: crate::runtime::Call<RawResponse, crate::runtime::Error> =
        crate::runtime::Call::new(&client.core, Ok(request), CallOptions::default(), Ok);
    let raw = call.wait().unwrap();
    let mut body: ByteStream = (raw.byte_stream() as Answer<_>).unwrap().into_body();
    assert_eq!(body.next_blocking().unwrap().unwrap(), "a");
    assert_eq!(body.into_bytes_blocking().unwrap(), "b");
}
