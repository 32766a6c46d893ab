//! Servers and networks that fail: every fault has one outcome, keeps what is known, and nothing hangs.

use std::time::{Duration, Instant};

use generated::batch::models::CertificateAddParameter;
use generated::runtime::{CallOptions, ErrorKind};
use tests::answer::Answer;
use tests::server::{self, Server};

use crate::common::{THUMBPRINT, Trust, batch, batch_builder, quick, within};

const JSON: [(&str, &str); 2] = [("Content-Type", "application/json"), ("request-id", "r-1")];

async fn get_error(client: &generated::batch::Client) -> generated::batch::Error {
    within(client.certificates().get("sha1", THUMBPRINT)).await.unwrap_err()
}

#[tokio::test]
async fn nobody_listens() {
    let client = generated::batch::Client::builder(format!("http://{}", server::closed_port()))
        .credential(crate::common::shared_key())
        .retry(quick().attempts(3))
        .build()
        .unwrap();
    let error = get_error(&client).await;
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Connect, None, 3), "{error}");
    assert!(error.is_retryable());
    assert!(error.raw_body().is_none() && error.headers().is_none());
    assert!(error.to_string().contains("127.0.0.1"), "{error}");
    // Nothing was sent, so that a POST may go out again too.
    let call = client.certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="));
    let error = within(call).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3), "{error}");
}

#[tokio::test]
async fn a_name_that_does_not_resolve() {
    let client = generated::batch::Client::builder("http://account.invalid")
        .credential(crate::common::shared_key())
        .retry(generated::runtime::RetryPolicy::never())
        .build()
        .unwrap();
    let error = get_error(&client).await;
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

/// Before the head, in the middle of it, and right after it: closed in order, or reset.
#[tokio::test]
async fn connections_that_end_early() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nrequest-id: r-1\r\nContent-Length: 2\r\n\r\n";
    let pause = Duration::from_millis(30);
    for length in [0, 1, 9, 17, 40, head.len() - 1] {
        let begun = Answer::raw(&head.as_bytes()[..length]).pause(pause);
        for answer in [begun.clone().then_close(), begun.then_reset()] {
            let server = Server::script([answer]);
            let error = get_error(&batch(&server)).await;
            assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{length}: {error}");
            assert!(error.is_retryable());
            assert_eq!(server.requests().len(), 1);
        }
    }
    // With the head, its status and headers are known.
    for answer in [Answer::raw(head).pause(pause).then_close(), Answer::raw(head).pause(pause).then_reset()] {
        let server = Server::script([answer]);
        let error = get_error(&batch(&server)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(200)), "{error}");
        assert_eq!(error.request_id(), Some("r-1"));
    }
}

/// In the middle of the body: what came of it is kept.
#[tokio::test]
async fn bodies_that_end_early() {
    let begun = Answer::head(404, &JSON, 500).send("{\"code\":\"Certifi").pause(Duration::from_millis(50));
    let chunked =
        "HTTP/1.1 404 No\r\nrequest-id: r-1\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{\"code\":\"Certifi\r\n";
    let chunked = Answer::raw(chunked).pause(Duration::from_millis(50));
    for answer in [begun.clone().then_close(), begun.then_reset(), chunked.clone().then_close(), chunked.then_reset()] {
        let server = Server::script([answer]);
        let error = get_error(&batch(&server)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(404)), "{error}");
        assert_eq!(error.raw_text().unwrap(), "{\"code\":\"Certifi");
        assert_eq!(error.request_id(), Some("r-1"));
        assert!(error.to_string().contains("404"), "{error}");
    }
}

/// A body that breaks is asked for again, where asking again is harmless.
#[tokio::test]
async fn a_broken_body_is_asked_for_again() {
    let broken = Answer::head(200, &JSON, 50).send("{").then_close();
    let server = Server::script([broken.clone(), Answer::reset(), Answer::json("{\"thumbprint\":\"T\"}")]);
    let client = batch_builder(&server).retry(quick()).build().unwrap();
    let certificate = within(client.certificates().get("sha1", "T")).await.unwrap().into_body();
    assert_eq!(certificate.thumbprint.as_deref(), Some("T"));
    assert_eq!(server.requests().len(), 3);

    let server = Server::always(broken);
    let client = batch_builder(&server).retry(quick()).build().unwrap();
    let error = get_error(&client).await;
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Transport, Some(200), 4));
}

#[tokio::test]
async fn answers_that_are_no_http() {
    let cases = [
        "nonsense\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
    ];
    for raw in cases {
        let server = Server::script([Answer::raw(raw).then_close()]);
        let error = get_error(&batch(&server)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, None), "{raw:?}: {error}");
    }
}

/// A server that never stops sending headers.
#[tokio::test]
async fn a_head_without_end() {
    let mut answer = Answer::raw("HTTP/1.1 200 OK\r\n");
    for _ in 0..64 {
        answer = answer.send("x-more: and more of the same\r\n".repeat(1000));
    }
    let server = Server::script([answer.then_close()]);
    let error = get_error(&batch(&server)).await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}

/// 1xx answers are passed over (RFC 9110, 15.2).
#[tokio::test]
async fn interim_answers() {
    let raw = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    let server = Server::script([Answer::raw(raw)]);
    assert_eq!(within(batch(&server).certificates().get("sha1", "T")).await.unwrap().status(), 200);
}

/// How long a call took, with its error.
async fn timed(
    call: impl IntoFuture<Output = Result<impl std::fmt::Debug, generated::batch::Error>>,
) -> (generated::batch::Error, Duration) {
    let start = Instant::now();
    let error = within(call).await.unwrap_err();
    (error, start.elapsed())
}

#[tokio::test]
async fn servers_that_never_answer() {
    let server = Server::always(Answer::never());
    let client = batch_builder(&server).timeout(Duration::from_millis(200)).build().unwrap();
    let (error, took) = timed(client.certificates().get("sha1", "T")).await;
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Timeout, None, 1), "{error}");
    assert!(took >= Duration::from_millis(190) && took < Duration::from_secs(10), "{took:?}");
    assert!(error.is_retryable());
}

/// The time for an attempt counts to the end of the body, however busy the server is.
#[tokio::test]
async fn slow_heads_and_bodies() {
    let step = Duration::from_millis(40);
    let slow_head = Answer::default().drip("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".repeat(9), step);
    let slow_body = Answer::head(200, &JSON, 5000).drip("{".repeat(5000), step);
    for (answer, status) in [(slow_head, None), (slow_body, Some(200))] {
        let server = Server::script([answer]);
        let client = batch_builder(&server).timeout(Duration::from_millis(300)).build().unwrap();
        let (error, took) = timed(client.certificates().get("sha1", "T")).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, status), "{error}");
        assert!(took >= Duration::from_millis(290) && took < Duration::from_secs(10), "{took:?}");
    }
}

/// A body that is slow, but not too slow.
#[tokio::test]
async fn a_slow_body_in_time() {
    let server =
        Server::script([Answer::head(200, &JSON, 18).drip("{\"thumbprint\":\"T\"}", Duration::from_millis(10))]);
    let client = batch_builder(&server).timeout(Duration::from_secs(10)).build().unwrap();
    let certificate = within(client.certificates().get("sha1", "T")).await.unwrap().into_body();
    assert_eq!(certificate.thumbprint.as_deref(), Some("T"));
}

/// Attempts that time out are repeated, until the time for the whole call is over.
#[tokio::test]
async fn the_time_for_the_whole_call() {
    let server = Server::always(Answer::never());
    let client = batch_builder(&server)
        .timeout(Duration::from_millis(150))
        .overall_timeout(Duration::from_millis(700))
        .retry(quick().attempts(50))
        .build()
        .unwrap();
    let (error, took) = timed(client.certificates().get("sha1", "T")).await;
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    let sent = server.requests().len();
    assert!((2..=6).contains(&sent), "{sent}");
    assert_eq!(error.attempts() as usize, sent);

    // A wait that would outlast the call is not begun: the last answer is the outcome, at once.
    let server = Server::always(Answer::new(503, &[("Retry-After", "30")], "busy"));
    let client = batch_builder(&server).overall_timeout(Duration::from_secs(5)).retry(quick()).build().unwrap();
    let (error, took) = timed(client.certificates().get("sha1", "T")).await;
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(503), 1), "{error}");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn the_times_of_one_call() {
    let server = Server::always(Answer::never());
    let client = batch(&server);
    let options = CallOptions::new().timeout(Duration::from_millis(100));
    let (error, took) = timed(client.certificates().get("sha1", "T").options(options)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(took < Duration::from_secs(10), "{took:?}");
    let options = CallOptions::new().overall_timeout(Duration::from_millis(100)).retry(quick());
    let (error, took) = timed(client.certificates().get("sha1", "T").options(options)).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn a_body_of_ten_megabytes() {
    let data = "A".repeat(10 << 20);
    let server = Server::script([Answer::json(format!("{{\"publicData\":\"{data}\"}}"))]);
    let certificate = within(batch(&server).certificates().get("sha1", "T")).await.unwrap().into_body();
    assert_eq!(certificate.public_data, Some(data));
}

#[tokio::test]
async fn a_request_of_ten_megabytes() {
    let data = "A".repeat(10 << 20);
    let server = Server::script([Answer::status(201)]);
    let call = batch(&server).certificates().add(CertificateAddParameter::new("T", "sha1", data.as_str()));
    within(call).await.unwrap();
    let request = server.request();
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body["data"].as_str(), Some(data.as_str()));
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
}

#[tokio::test]
async fn xml_of_ten_megabytes() {
    let trust = Trust::new();
    let element = "<SubscriptionCertificate><SubscriptionCertificateThumbprint>T</SubscriptionCertificateThumbprint></SubscriptionCertificate>";
    let count = (10 << 20) / element.len();
    let body = format!(
        "<SubscriptionCertificates xmlns=\"http://schemas.microsoft.com/windowsazure\">{}</SubscriptionCertificates>",
        element.repeat(count)
    );
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::xml(body)]);
    let list = within(trust.management(&server).certificates().list()).await.unwrap().into_body();
    assert_eq!(list.subscription_certificate.len(), count);
}

/// A body over the limit is an error, whether its length is announced or found out, and is not read to its end.
#[tokio::test]
async fn a_body_over_the_limit() {
    let announced = Answer::head(200, &JSON, 1 << 40).send("{").then_hang();
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    let unannounced = Answer::raw("HTTP/1.1 200 OK\r\nrequest-id: r-1\r\nTransfer-Encoding: chunked\r\n\r\n");
    let unannounced = unannounced.send(chunk.repeat(20)).then_hang();
    for answer in [announced, unannounced] {
        let server = Server::script([answer]);
        let client = batch_builder(&server).max_response_bytes(64 << 10).retry(quick()).build().unwrap();
        let error = get_error(&client).await;
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::TooLarge, Some(200), 1), "{error}");
        assert_eq!(error.request_id(), Some("r-1"));
        assert!(error.raw_body().unwrap().len() <= 64 << 10);
    }
    // Exactly at the limit is not over it.
    let body = format!("{{{}}}", " ".repeat((64 << 10) - 2));
    let server = Server::script([Answer::json(body)]);
    let client = batch_builder(&server).max_response_bytes(64 << 10).build().unwrap();
    within(client.certificates().get("sha1", "T")).await.unwrap();
}

/// Nesting without end: an error, not the end of the program.
#[tokio::test]
async fn deep_json() {
    for depth in [1000, 1_000_000] {
        let bodies = [
            format!("{{\"new\":{}", "[".repeat(depth)),
            format!("{{\"deleteCertificateError\":{}", "{\"values\":[".repeat(depth)),
            "[".repeat(depth),
        ];
        for body in bodies {
            let server = Server::script([Answer::json(&body)]);
            let error = get_error(&batch(&server)).await;
            assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{error}");
            assert_eq!(error.raw_body().unwrap().len(), body.len());
        }
        // What is not looked at is passed over, whatever its depth.
        let server = Server::script([Answer::json(format!("{{\"new\":{}{}}}", "[".repeat(depth), "]".repeat(depth)))]);
        within(batch(&server).certificates().get("sha1", "T")).await.unwrap();
        // The same in an error body: the status is what counts.
        let server = Server::script([Answer::new(400, &JSON, "{\"code\":".repeat(depth))]);
        let error = get_error(&batch(&server)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(400)));
        assert!(error.to_string().len() < 2000);
    }
}

#[tokio::test]
async fn deep_xml() {
    let trust = Trust::new();
    let namespace = "xmlns=\"http://schemas.microsoft.com/windowsazure\"";
    for depth in [1000, 1_000_000] {
        let bodies = [
            format!(
                "<SubscriptionCertificate {namespace}>{}{}</SubscriptionCertificate>",
                "<x>".repeat(depth),
                "</x>".repeat(depth)
            ),
            format!("<SubscriptionCertificate {namespace}>{}", "<x>".repeat(depth)),
            format!("<SubscriptionCertificate {namespace}>{}", "<x xmlns:p=\"urn:p\">".repeat(depth)),
            "<SubscriptionCertificate>".repeat(depth),
        ];
        let server = Server::tls(trust.servers.server(&trust.clients), bodies.iter().map(Answer::xml));
        let client = trust.management(&server);
        for body in &bodies {
            let error = within(client.certificates().get("T")).await.unwrap_err();
            assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)), "{error}");
            assert_eq!(error.raw_body().unwrap().len(), body.len());
        }
    }
    let server =
        Server::tls(trust.servers.server(&trust.clients), [Answer::new(400, &[], "<Error>".repeat(1_000_000))]);
    let error = within(trust.management(&server).certificates().get("T")).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(400)));
}

/// Elements with very many attributes or namespaces: time grows with the size, not with its square, and there is an end to it.
#[tokio::test]
async fn wide_xml() {
    let trust = Trust::new();
    let attributes = |count: usize| (0..count).map(|n| format!(" a{n}=\"1\"")).collect::<String>();
    let namespaces = |count: usize| (0..count).map(|n| format!(" xmlns:a{n}=\"urn:{n}\"")).collect::<String>();
    let cases =
        [(attributes(5000), true), (namespaces(500), true), (attributes(200_000), false), (namespaces(200_000), false)];
    for (extra, read) in cases {
        let body = format!(
            "<SubscriptionCertificate xmlns=\"http://schemas.microsoft.com/windowsazure\"{extra}>\
             <SubscriptionCertificateThumbprint>T</SubscriptionCertificateThumbprint></SubscriptionCertificate>"
        );
        let server = Server::tls(trust.servers.server(&trust.clients), [Answer::xml(body)]);
        let start = Instant::now();
        match within(trust.management(&server).certificates().get("T")).await {
            Ok(certificate) => {
                assert!(read);
                assert_eq!(certificate.body().subscription_certificate_thumbprint.as_deref(), Some("T"));
            }
            Err(error) => {
                assert_eq!((read, error.kind(), error.status()), (false, ErrorKind::Decode, Some(200)), "{error}")
            }
        }
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    }
}

/// A call that is dropped lets go of its connection, and the client goes on.
#[tokio::test]
async fn a_dropped_call() {
    let server = Server::with(|n, _| if n == 0 { Answer::never() } else { Answer::json("{}") });
    let client = batch(&server);
    let call = client.certificates().get("sha1", "T").send();
    assert!(tokio::time::timeout(Duration::from_millis(100), call).await.is_err());
    within(client.certificates().get("sha1", "T")).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn calls_that_block() {
    let server = Server::always(Answer::json("{\"thumbprint\":\"T\"}"));
    let client = batch(&server);
    for _ in 0..2 {
        let response = client.certificates().get("sha1", "T").send_blocking().unwrap();
        assert_eq!(response.body().thumbprint.as_deref(), Some("T"));
    }
    assert_eq!(server.connections(), 1);
    let never = Server::always(Answer::never());
    let client = batch_builder(&never).timeout(Duration::from_millis(100)).build().unwrap();
    assert_eq!(client.certificates().get("sha1", "T").send_blocking().unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_blocking_call_on_an_async_thread_is_an_error() {
    let server = Server::always(Answer::json("{}"));
    let error = batch(&server).certificates().get("sha1", "T").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(server.requests().is_empty());
}
