//! Answers that are no success, or cannot be read: nothing of them is lost.

use bytes::Bytes;

use super::double::Double;
use super::service::{GetHeaders, builder, client};
use crate::runtime::{Body, ErrorKind, RetryPolicy, TransportErrorKind};

#[tokio::test]
async fn a_success_has_its_headers_and_body() {
    let double = Double::new().answer(200, &["ETag: \"e\"", "Age: old", "Request-Id: r"], "\u{feff}{\"a\":1}");
    let response = client(&double).get("1").await.unwrap();
    assert_eq!(response.headers(), &GetHeaders { e_tag: Some("\"e\"".into()), age: None });
    assert_eq!(response.raw_headers().get("age"), Some("old"));
    assert_eq!((response.status(), response.request_id(), &response.body()["a"]), (200, Some("r"), &1.into()));
    let (status, headers, body) = response.into_parts();
    assert_eq!((status, headers.e_tag.is_some(), body["a"].as_i64()), (200, true, Some(1)));
}

#[tokio::test]
async fn errors_keep_status_headers_and_text_whatever_the_body_is() {
    let html = "<!DOCTYPE html>\n<html><body>Bad   gateway</body></html>";
    for (body, shown) in [
        ("", "status 400"),
        (html, "<!DOCTYPE html> <html><body>Bad gateway</body></html>"),
        ("plain words", "plain words"),
        ("{\"code\":", "{\"code\":"),
        ("\u{feff}{\"error\":{\"code\":\"C\",\"message\":\"M\"}}", "C: M"),
        ("{\"odata.error\":{\"code\":\"C\",\"message\":{\"lang\":\"en\",\"value\":\"M\"}}}", "C: M"),
        ("{\"title\":\"T\",\"detail\":\"D\"}", "T: D"),
        ("{\"error\":\"invalid_grant\",\"error_description\":\"D\"}", "invalid_grant: D"),
        ("<a:Error xmlns:a='x'><a:Code>C &amp; c</a:Code><a:Message x='1'>M\nm</a:Message></a:Error>", "C & c: M m"),
        ("<Error><Code/><Message>M</Message></Error>", "status 400: M"),
        ("<Error><Code", "<Error><Code"),
    ] {
        let double = Double::new().answer(400, &["request-id: r1", "X-Other: o"], body);
        let error = client(&double).get("1").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status(), error.request_id()),
            (ErrorKind::Status, Some(400), Some("r1")),
            "{body}"
        );
        assert_eq!(error.raw_text().unwrap(), body);
        assert_eq!(error.headers().unwrap().get("x-other"), Some("o"));
        assert!(error.to_string().contains(shown), "{body}: {error}");
        assert!(error.to_string().ends_with("(request id r1)"), "{error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn a_success_that_is_not_described_is_no_refusal() {
    let double = Double::new().answer(206, &[], "{}");
    let error = client(&double).get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(206)));
    assert!(error.to_string().contains("not described as a success: status 206"), "{error}");
    assert!(!error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn long_and_binary_bodies_are_shown_in_part() {
    let double = Double::new().answer(400, &[], &"é ".repeat(5000));
    let error = client(&double).get("1").await.unwrap_err();
    assert!(error.to_string().len() < 700 && error.to_string().ends_with("..."), "{error}");
    assert_eq!(error.raw_body().unwrap().len(), 15_000);
    let double = Double::new().body(400, Body::from(vec![0xff; 50]));
    let error = client(&double).get("1").await.unwrap_err();
    assert!(error.to_string().contains("50 bytes that are not UTF-8"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_too() {
    for (headers, body, kind) in [
        (&["Content-Type: application/json"][..], "{\"a\":", ErrorKind::Decode),
        (&["Content-Type: application/problem+json; charset=utf-8"], "", ErrorKind::Decode),
        (&[], "<html>", ErrorKind::Decode),
        (&["Content-Type: text/html; charset=utf-8"], "<html>sign in</html>", ErrorKind::ContentType),
    ] {
        let double = Double::new().answer(200, headers, body);
        let error = client(&double).get("1").await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(200)));
        assert_eq!(error.raw_text().unwrap(), body);
        assert!(std::error::Error::source(&error).is_some());
    }
    let double = Double::new().answer(200, &["Content-Type: text/plain"], "{\"a\":1}");
    assert_eq!(client(&double).get("1").await.unwrap().body()["a"], 1);
}

struct Chunks(std::collections::VecDeque<Result<Bytes, TransportErrorKind>>);

impl futures_core::Stream for Chunks {
    type Item = Result<Bytes, crate::runtime::TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        let next = self.0.pop_front();
        std::task::Poll::Ready(
            next.map(|chunk| chunk.map_err(|kind| crate::runtime::TransportError::new(kind, "broke off"))),
        )
    }
}

fn chunks(chunks: &[&'static str], end: Option<TransportErrorKind>) -> Body {
    let whole = chunks.iter().map(|chunk| Ok(Bytes::from_static(chunk.as_bytes())));
    Body::from_stream(Box::pin(Chunks(whole.chain(end.map(Err)).collect())))
}

#[tokio::test]
async fn a_body_comes_in_any_number_of_pieces() {
    let double = Double::new().body(200, chunks(&["{\"a\"", "", ":", "12}"], None));
    assert_eq!(client(&double).get("1").await.unwrap().body()["a"], 12);
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_what_came() {
    let broken = || chunks(&["{\"code\":\"", "Gone"], Some(TransportErrorKind::Broken));
    let double = Double::new().body(404, broken()).body(200, chunks(&["{}"], None));
    client(&double).get("1").await.unwrap();
    let double = Double::new().body(404, broken());
    let client = builder(&double).retry(RetryPolicy::never()).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(404)));
    assert_eq!(error.raw_text().unwrap(), "{\"code\":\"Gone");
}

#[tokio::test]
async fn a_body_has_a_limit() {
    let double = Double::new().body(200, chunks(&["12345", "67890"], None)).answer(200, &["Content-Length: 999"], "");
    let client = builder(&double).max_response_bytes(9).build().unwrap();
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::TooLarge, Some(200)));
    assert_eq!(error.raw_text().unwrap(), "12345");
    assert_eq!(client.get("1").await.unwrap_err().kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn an_error_can_be_given_another_type() {
    let double = Double::new().answer(404, &[], r#"{"code":"Gone"}"#).answer(404, &[], "");
    let client = client(&double);
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.code().as_deref(), error.message()), (Some("Gone"), None));
    let mapped = error.map(|body| body["code"].as_str().unwrap().to_owned());
    assert_eq!(mapped.api_error().map(String::as_str), Some("Gone"));
    let erased = mapped.erase();
    assert!(erased.api_error().is_none() && erased.status() == Some(404));
    assert!(client.get("1").await.unwrap_err().api_error().is_none());
    fn is_good<T: std::error::Error + Send + Sync + 'static>(_: T) {}
    is_good(erased);
    assert_eq!(std::mem::size_of::<super::service::Error>(), 16);
}
