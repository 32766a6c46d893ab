//! Bodies of answers in codings and charsets that are not the usual ones.

use serde_json::{Value, json};

use super::double::Double;
use super::service::{Client, builder};
use super::wire::{Answer, GET, build, send};
use crate::runtime::{self, Bytes, CallOptions, Error, ErrorKind, Events, JsonLines, RawResponse, RetryPolicy};

/// `{"a":"ü"}`, by gzip.
const GZIPPED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xabVJT\xb2R:\xbcG\xa9\x16\x00>a\x1d:\n\x00\x00\x00";

async fn answered(client: &Client) -> RawResponse {
    send(client, build(client, &GET, &CallOptions::default(), |_| {}).unwrap()).await.unwrap()
}

async fn answer(status: u16, headers: &[&str], body: &'static [u8]) -> RawResponse {
    let double = Double::new().bytes(status, headers, body);
    answered(&builder(&double).retry(RetryPolicy::never()).build().unwrap()).await
}

#[tokio::test]
async fn a_body_that_is_still_coded_is_said_to_be() {
    let raw = answer(200, &["Content-Encoding: gzip"], GZIPPED).await;
    let errors = [
        (raw.clone().json() as Answer<Value>).map(|_| ()).unwrap_err(),
        (raw.clone().text() as Answer<String>).map(|_| ()).unwrap_err(),
        (raw.clone().json_lines() as Answer<JsonLines<Value>>).map(|_| ()).unwrap_err(),
        (raw.clone().events() as Answer<Events<Value>>).map(|_| ()).unwrap_err(),
        #[cfg(feature = "xml")]
        (raw.clone().xml_as(("", "a")) as Answer<String>).map(|_| ()).unwrap_err(),
        #[cfg(feature = "xml")]
        (raw.clone().xml_list(("", "a"), ("", "b")) as Answer<Vec<String>>).map(|_| ()).unwrap_err(),
    ];
    for error in errors {
        assert_eq!((error.kind(), error.status()), (ErrorKind::ContentType, Some(200)), "{error}");
        assert_eq!(error.raw_body().map(|body| &**body), Some(GZIPPED));
        let text = error.to_string();
        assert!(text.contains("\"gzip\""), "{text}");
        assert_eq!(text.contains("feature `gzip`"), cfg!(not(feature = "gzip")), "{text}");
    }
    // Bytes are what came, and so is what is read by no one.
    assert_eq!((raw.clone().bytes() as Answer<Bytes>).unwrap().into_body(), GZIPPED);
    let stream = (raw.clone().byte_stream() as Answer<runtime::ByteStream>).unwrap().into_body();
    assert_eq!(stream.into_bytes().await.unwrap(), GZIPPED);
    assert!((raw.empty() as Answer<()>).is_ok());
}

#[tokio::test]
async fn an_error_whose_body_is_still_coded_keeps_its_status() {
    let raw = answer(503, &["Content-Encoding: br"], b"\x01\x02").await;
    let errors: [Error<Value>; 2] = [raw.clone().json_error(), raw.clone().text_error().retype()];
    for error in errors {
        assert_eq!((error.kind(), error.status()), (ErrorKind::ContentType, Some(503)));
        assert!(error.is_retryable() && error.api_error().is_none());
        let text = error.to_string();
        assert!(text.contains("\"br\"") && !text.contains("feature"), "{text}");
    }
    // Nobody would have read it.
    assert_eq!(raw.error::<Value>().kind(), ErrorKind::Status);
    #[cfg(feature = "xml")]
    {
        let raw = answer(404, &["Content-Encoding: deflate"], b"\x01\x02").await;
        let error: Error<String> = raw.clone().xml_error_as(("", "a"));
        assert_eq!((error.kind(), error.status()), (ErrorKind::ContentType, Some(404)));
        assert_eq!(raw.xml_error_list::<String>(("", "a"), ("", "b")).kind(), ErrorKind::ContentType);
    }
}

#[tokio::test]
async fn codings_that_change_nothing_are_none() {
    for header in ["Content-Encoding: identity", "Content-Encoding: , Identity ,", "X: y"] {
        let raw = answer(200, &[header], b"{}").await;
        assert_eq!((raw.json() as Answer<Value>).unwrap().into_body(), json!({}), "{header}");
    }
    // What has no body is in no coding, whatever is said of it.
    let raw = answer(404, &["Content-Encoding: gzip"], b"").await;
    assert_eq!(raw.json_error::<Value>().kind(), ErrorKind::Status);
    // All fields of the name are one list.
    let raw = answer(200, &["Content-Encoding: identity", "Content-Encoding: x-gzip"], b"{}").await;
    let error = (raw.json() as Answer<Value>).unwrap_err();
    assert!(error.to_string().contains("\"x-gzip\""), "{error}");
}

#[cfg(feature = "gzip")]
#[tokio::test]
async fn gzip_is_asked_for_and_taken_off() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = vec![0; 4096];
        let length = stream.read(&mut bytes).await.unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            GZIPPED.len()
        );
        stream.write_all(&[head.as_bytes(), GZIPPED].concat()).await.unwrap();
        String::from_utf8_lossy(&bytes[..length]).to_ascii_lowercase()
    });
    let client = super::wire::client(&url);
    let raw = answered(&client).await;
    assert!(served.await.unwrap().contains("\r\naccept-encoding: gzip\r\n"));
    assert_eq!((raw.json() as Answer<Value>).unwrap().into_body(), json!({"a": "ü"}));
}

#[cfg(feature = "xml")]
#[tokio::test]
async fn xml_is_in_the_charset_of_its_content_type() {
    async fn text(header: &str, body: &'static [u8]) -> Result<String, runtime::Error> {
        let raw = answer(200, &[header], body).await;
        (raw.xml_as(("", "a")) as Answer<String>).map(|response| response.into_body())
    }
    // RFC 7303, 3.2: it goes before the declaration, and a byte order mark before both.
    let latin = "Content-Type: application/xml; charset=iso-8859-1";
    assert_eq!(text(latin, b"<a>\xfc</a>").await.unwrap(), "ü");
    assert_eq!(text(latin, b"<?xml version=\"1.0\" encoding=\"utf-8\"?><a>\xfc</a>").await.unwrap(), "ü");
    assert_eq!(text(latin, b"\xef\xbb\xbf<a>\xc3\xbc</a>").await.unwrap(), "ü");
    let quoted = "Content-Type: text/xml; a=b; Charset=\"UTF-8\"";
    assert_eq!(text(quoted, b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>\xc3\xbc</a>").await.unwrap(), "ü");
    assert_eq!(text("Content-Type: text/xml; charset=utf-16", b"<\0a\0>\0\xfc\0<\0/\0a\0>\0").await.unwrap(), "ü");
    assert_eq!(text("Content-Type: text/xml; charset=UTF-16", b"\0<\0a\0>\0\xfc\0<\0/\0a\0>").await.unwrap(), "ü");
    assert_eq!(text("Content-Type: text/xml; charset=us-ascii", b"<a>\xc3\xbc</a>").await.unwrap(), "ü");
    assert!(text("Content-Type: text/xml; charset=us-ascii", b"<a>\xfc</a>").await.is_err());
    assert_eq!(text("Content-Type: text/xml; charset=utf-16be", b"\0\n\0<\0a\0/\0>").await.unwrap(), "");
    // Bytes that are plainly of another width are what they are.
    assert_eq!(text(quoted, b"<\0a\0>\0\xfc\0<\0/\0a\0>\0").await.unwrap(), "ü");
    assert_eq!(text("Content-Type: text/xml; charset=utf-16", b"<a>\xc3\xbc</a>").await.unwrap(), "ü");
    // Without one, the declaration counts.
    assert_eq!(text("Content-Type: text/xml; charset=", b"<a>\xc3\xbc</a>").await.unwrap(), "ü");
    let declared = b"<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>\xfc</a>";
    assert_eq!(text("Content-Type: text/xml", declared).await.unwrap(), "ü");
    assert!(text(quoted, declared).await.is_err());
    let error = text("Content-Type: text/xml; charset=klingon", b"<a/>").await.unwrap_err();
    assert!(error.to_string().contains("klingon"), "{error}");
    // Errors too.
    let raw = answer(404, &[latin], b"<a>\xfc</a>").await;
    assert_eq!(raw.xml_error_as::<String>(("", "a")).api_error().map(String::as_str), Some("ü"));
}
