//! Answers that are no success, or no answer that can be read: nothing of them is lost.

use generated::batch::models::CertificateAddParameter;
use generated::runtime::{CallOptions, ErrorKind};
use tests::answer::Answer;
use tests::server::Server;

use crate::common::{KEY, Trust, batch, fact, within};

const JSON: &str = "application/json;odata=minimalmetadata";

/// The error of a Batch call that is answered so.
async fn batch_error(answer: Answer) -> generated::batch::Error {
    let server = Server::script([answer]);
    within(batch(&server).certificates().get("sha1", "T")).await.unwrap_err()
}

/// The error of a management call that is answered so.
async fn management_error(answer: Answer) -> generated::management::Error {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [answer]);
    within(trust.management(&server).certificates().get("T")).await.unwrap_err()
}

#[tokio::test]
async fn the_services_own_error() {
    let fact = fact!("batch/get-404.http");
    let server = Server::script([fact.answer("")]);
    let thumbprint = "f".repeat(40);
    let error = within(batch(&server).certificates().get("sha1", thumbprint.as_str())).await.unwrap_err();
    fact.check(&server.request(), &server.authority());
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(404), 1));
    let body = error.api_error().unwrap();
    assert_eq!(body.code.as_deref(), Some("CertificateNotFound"));
    let message = body.message.as_ref().unwrap();
    assert_eq!(message.lang.as_deref(), Some("en-US"));
    assert!(message.value.as_deref().unwrap().starts_with("The specified certificate does not exist.\nRequestId:"));
    let detail = &body.values.as_ref().unwrap()[0];
    assert_eq!((detail.key.as_deref(), detail.value.as_deref()), (Some("thumbprint"), Some(thumbprint.as_str())));
    assert_eq!(error.request_id(), Some("4dd5a8b2-1c8a-4c3c-8a56-0d6b3b0f1b11"));
    assert_eq!(error.headers().unwrap().get("server"), Some("Microsoft-HTTPAPI/2.0"));
    assert_eq!(error.code().as_deref(), Some("CertificateNotFound"));
    assert!(error.raw_text().unwrap().contains("odata.metadata"));
    let text = error.to_string();
    for part in ["GET", "404", "CertificateNotFound", "does not exist", "4dd5a8b2-1c8a-4c3c-8a56-0d6b3b0f1b11"] {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn an_error_with_a_byte_order_mark() {
    let error =
        batch_error(Answer::new(409, &[("Content-Type", JSON)], b"\xef\xbb\xbf{\"code\":\"CertificateExists\"}")).await;
    assert_eq!(error.status(), Some(409));
    assert_eq!(error.api_error().unwrap().code.as_deref(), Some("CertificateExists"));
}

#[tokio::test]
async fn an_error_with_an_empty_body() {
    for status in [400, 401, 403, 404, 409, 412, 416, 500, 501, 503] {
        let error = batch_error(Answer::new(status, &[("request-id", "r-1")], "")).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(status)));
        assert!(error.api_error().is_none());
        assert_eq!(error.raw_body().unwrap().len(), 0);
        assert_eq!(error.request_id(), Some("r-1"));
        assert!(error.to_string().contains(&status.to_string()), "{error}");
    }
}

#[tokio::test]
async fn an_error_of_html() {
    let page = "<!DOCTYPE html><html><head><title>502</title></head><body>\n  Bad   Gateway</body></html>";
    let error = batch_error(Answer::new(502, &[("Content-Type", "text/html; charset=utf-8")], page)).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(502)));
    assert_eq!(error.raw_text().unwrap(), page);
    assert_eq!(error.headers().unwrap().get("content-type"), Some("text/html; charset=utf-8"));
    assert!(error.to_string().contains("Bad Gateway"), "{error}");
    assert!(error.is_retryable());
}

#[tokio::test]
async fn an_error_of_bytes_that_are_no_text() {
    let error = batch_error(Answer::new(500, &[], [0xff, 0xfe, 0x00, 0x80])).await;
    assert_eq!(error.status(), Some(500));
    assert_eq!(error.raw_body().unwrap().as_ref(), [0xff, 0xfe, 0x00, 0x80]);
    assert!(error.to_string().is_ascii(), "{error}");
}

/// An error body of another shape than the described one: what can be read is, and the rest is kept as text.
#[tokio::test]
async fn an_error_of_another_shape() {
    let body = r#"{"error":{"code":"Wrapped","message":"in a wrapper"}}"#;
    let error = batch_error(Answer::new(400, &[("Content-Type", JSON)], body)).await;
    assert_eq!(error.code().as_deref(), Some("Wrapped"));
    assert_eq!(error.message().as_deref(), Some("in a wrapper"));
    let error = batch_error(Answer::new(400, &[("Content-Type", JSON)], r#"{"code":7,"message":"plain"}"#)).await;
    assert!(error.api_error().is_none());
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.raw_text().unwrap(), r#"{"code":7,"message":"plain"}"#);
}

/// A success that the operation does not know is not taken for one that it knows.
#[tokio::test]
async fn a_status_that_the_operation_does_not_know() {
    let error = batch_error(Answer::new(206, &[("Content-Type", JSON)], "{}")).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(206)));
    let error = batch_error(Answer::new(304, &[("ETag", "\"1\"")], "")).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(304)));
    assert_eq!(error.headers().unwrap().get("etag"), Some("\"1\""));
}

/// A page of a portal on the way, with status 200.
#[tokio::test]
async fn a_success_of_another_content_type() {
    let page = "<html>Please log in</html>";
    let error = batch_error(Answer::new(200, &[("Content-Type", "text/html"), ("request-id", "r-2")], page)).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::ContentType, Some(200)));
    assert_eq!(error.raw_text().unwrap(), page);
    assert_eq!(error.request_id(), Some("r-2"));
    assert!(error.to_string().contains("text/html"), "{error}");
}

#[tokio::test]
async fn json_that_cannot_be_read() {
    for body in
        ["", "{", "{\"thumbprint\":\"T\"", "{\"thumbprint\":\"T\"}}", "nothing", "[]", "7", "{\"thumbprint\":7}"]
    {
        let error = batch_error(Answer::new(200, &[("Content-Type", JSON), ("request-id", "r-3")], body)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{body}: {error}");
        assert_eq!(error.raw_text().unwrap(), body);
        assert_eq!(error.request_id(), Some("r-3"));
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn xml_errors_of_every_dress() {
    let fact = fact!("management/get-404.http");
    let bodies: [Vec<u8>; 6] = [
        b"<Error xmlns=\"http://schemas.microsoft.com/windowsazure\"><Code>C</Code><Message>M</Message></Error>".to_vec(),
        b"<Error xmlns=\"https://schemas.microsoft.com/windowsazure\"><Code>C</Code><Message>M</Message></Error>".to_vec(),
        b"<Error><Code>C</Code><Message>M</Message></Error>".to_vec(),
        b"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Error><Code>C</Code><Message>M</Message></Error>".to_vec(),
        b"<e:Error xmlns:e=\"http://schemas.microsoft.com/windowsazure\"><e:Code>C</e:Code><e:Message>M</e:Message></e:Error>".to_vec(),
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-16\"?><Error><Code>C</Code><Message>M</Message></Error>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let headers = [("Content-Type", "application/xml"), ("x-ms-request-id", "m-1")];
        let error = management_error(Answer::new(403, &headers, &body)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(403)));
        let api = error.api_error().unwrap_or_else(|| panic!("{shown}"));
        assert_eq!((api.code.as_deref(), api.message.as_deref()), (Some("C"), Some("M")), "{shown}");
        assert_eq!(error.request_id(), Some("m-1"));
        assert_eq!(error.raw_body().unwrap().as_ref(), body);
    }
    let error = management_error(fact.answer("")).await;
    assert_eq!(error.status(), Some(404));
    assert_eq!(error.api_error().unwrap().code.as_deref(), Some("ResourceNotFound"));
    assert_eq!(error.request_id(), Some("a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c"));
    let text = error.to_string();
    for part in
        ["404", "ResourceNotFound", "The specified resource does not exist.", "a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c"]
    {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
}

#[tokio::test]
async fn management_errors_that_are_no_xml() {
    for (kind, body) in
        [("text/html", "<html><body>Service Unavailable"), ("text/plain", "no"), ("application/xml", "")]
    {
        let error = management_error(Answer::new(503, &[("Content-Type", kind)], body)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(503)));
        assert!(error.api_error().is_none(), "{body}");
        assert_eq!(error.raw_text().unwrap(), body);
    }
}

#[tokio::test]
async fn xml_that_cannot_be_read() {
    let bodies = [
        "",
        "<SubscriptionCertificate",
        "<SubscriptionCertificate>",
        "<SubscriptionCertificate><Created>2012-06-07T20:28:55Z</Created>",
        "<SubscriptionCertificate></Other>",
        "<Other xmlns=\"http://schemas.microsoft.com/windowsazure\"/>",
        "<SubscriptionCertificate xmlns=\"urn:other\"/>",
        "<a:SubscriptionCertificate/>",
        "<SubscriptionCertificate>&unknown;</SubscriptionCertificate>",
        "<SubscriptionCertificate/><SubscriptionCertificate/>",
        "plain text",
        "< SubscriptionCertificate xmlns=\u{201d}https://schemas.microsoft.com/windowsazure\u{201d}/>",
    ];
    for body in bodies {
        let headers = [("Content-Type", "application/xml"), ("x-ms-request-id", "m-2")];
        let error = management_error(Answer::new(200, &headers, body)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{body}: {error}");
        assert_eq!(error.raw_text().unwrap(), body);
        assert_eq!(error.request_id(), Some("m-2"));
    }
    let error = management_error(Answer::new(200, &[("Content-Type", "text/html")], "<html><br></html>")).await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::ContentType, Some(200)));
}

/// Nothing that a caller can give breaks the head of a message.
#[tokio::test]
async fn header_values_that_would_break_the_head() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    for value in ["a\r\nb: c", "a\nb", "a\rb", "a\0b", "\u{7}"] {
        let call = client.certificates().get("sha1", "T").options(CallOptions::new().header("x-own", value));
        let error = within(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{value:?}");
        assert!(error.to_string().contains("x-own"), "{error}");
    }
    for name in ["a b", "a:b", "", "é", "a\r\n"] {
        let call = client.certificates().get("sha1", "T").options(CallOptions::new().header(name, "v"));
        assert_eq!(within(call).await.unwrap_err().kind(), ErrorKind::InvalidRequest, "{name:?}");
    }
    assert!(generated::batch::Client::builder(server.url()).header("x", "a\r\nb").build().is_err());
    assert!(generated::batch::Client::builder(server.url()).user_agent("a\r\nb").build().is_err());
    assert!(generated::batch::Client::builder(server.url()).api_version("1&x=2#").build().is_ok());
    assert_eq!(server.connections(), 0);
}

/// What frames a message is the client's own business: two lengths are how requests are smuggled.
#[tokio::test]
async fn headers_that_frame_the_message() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    for (name, value) in [("Content-Length", "5"), ("content-length", "0"), ("Transfer-Encoding", "chunked")] {
        let call = client.certificates().get("sha1", "T").options(CallOptions::new().header(name, value));
        let error = within(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name}: {error}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn addresses_that_are_none() {
    for url in [
        "",
        "account.batch.azure.com",
        "ftp://a",
        "https://",
        "https://a?b=c",
        "https://a#b",
        "https://u:p@a",
        "/certificates",
    ] {
        let error = generated::batch::Client::builder(url).build().unwrap_err();
        assert!(!error.to_string().contains("u:p"), "{error}");
    }
}

/// The body of a request that cannot be written is found before sending; here, everything can be.
#[tokio::test]
async fn text_of_every_kind_in_a_body() {
    let server = Server::script([Answer::status(201)]);
    let odd = "\"\\\u{8}\u{c}\n\r\t\u{1}/\u{7f}\u{2028}é\u{1F511}";
    let call = batch(&server).certificates().add(CertificateAddParameter::new(odd, "sha1", "ZA=="));
    within(call).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(&server.request().body).unwrap();
    assert_eq!(body["thumbprint"], odd);
    assert!(!server.request().text().contains(KEY));
}
