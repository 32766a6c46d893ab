//! What is sent again, how often, when, and with what.

use std::time::{Duration, Instant, SystemTime};

use generated::batch::auth::Bearer;
use generated::batch::models::CertificateAddParameter;
use generated::runtime::{CallOptions, ErrorKind, RetryPolicy};
use tests::answer::Answer;
use tests::server::Server;
use tests::signature;

use crate::common::{ACCOUNT, KEY, Trust, batch_builder, quick, within};

fn client(server: &Server) -> generated::batch::Client {
    batch_builder(server).retry(quick()).build().unwrap()
}

fn busy(status: u16) -> Answer {
    Answer::new(status, &[("request-id", "r-1"), ("Content-Type", "application/json")], "{\"code\":\"ServerBusy\"}")
}

/// A call, as its error, the status of it, and how often it was sent.
#[derive(Clone, Copy, Debug)]
enum Call {
    Get,
    Delete,
    Cancel,
    Add,
}

async fn failing(call: Call, client: &generated::batch::Client) -> generated::batch::Error {
    let certificates = client.certificates();
    match call {
        Call::Get => within(certificates.get("sha1", "T")).await.map(drop),
        Call::Delete => within(certificates.delete("sha1", "T")).await.map(drop),
        Call::Cancel => within(certificates.cancel_deletion("sha1", "T")).await.map(drop),
        Call::Add => within(certificates.add(CertificateAddParameter::new("T", "sha1", "ZA=="))).await.map(drop),
    }
    .unwrap_err()
}

#[tokio::test]
async fn statuses_that_pass_are_tried_again() {
    for status in [408, 429, 500, 502, 503, 504] {
        let server = Server::script([busy(status), busy(status), Answer::json("{\"thumbprint\":\"T\"}")]);
        let certificate = within(client(&server).certificates().get("sha1", "T")).await.unwrap().into_body();
        assert_eq!(certificate.thumbprint.as_deref(), Some("T"), "{status}");
        assert_eq!(server.requests().len(), 3, "{status}");
    }
}

#[tokio::test]
async fn the_last_answer_is_the_error() {
    let server = Server::always(busy(503));
    let error = failing(Call::Get, &client(&server)).await;
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(503), 4));
    assert_eq!(error.api_error().unwrap().code.as_deref(), Some("ServerBusy"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.is_retryable());
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn statuses_that_stay_are_not() {
    for status in [400, 401, 403, 404, 409, 412, 501, 505] {
        let server = Server::always(busy(status));
        let error = failing(Call::Get, &client(&server)).await;
        assert_eq!((error.status(), server.requests().len()), (Some(status), 1));
    }
}

/// Repeating is harmless for some methods only: never for the POST of Add, which may have been acted on.
#[tokio::test]
async fn which_methods_are_repeated() {
    for answer in [busy(500), busy(502), busy(503), busy(504), busy(408), busy(429), Answer::close(), Answer::reset()] {
        for (call, times) in [(Call::Get, 4), (Call::Delete, 4), (Call::Add, 1), (Call::Cancel, 1)] {
            let server = Server::always(answer.clone());
            let error = failing(call, &client(&server)).await;
            assert_eq!(error.attempts(), times, "{call:?} {answer:?}: {error}");
            assert_eq!(server.requests().len(), times as usize, "{call:?} {answer:?}");
        }
    }
    // The caller may know better.
    let server = Server::script([busy(503), Answer::status(201)]);
    let client = batch_builder(&server).retry(quick().repeat_any(true)).build().unwrap();
    within(client.certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="))).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

/// A `Retry-After` on 503 says nothing about whether the POST was acted on.
#[tokio::test]
async fn a_busy_post_is_not_repeated() {
    let server = Server::always(Answer::new(503, &[("Retry-After", "0")], ""));
    let error = failing(Call::Add, &client(&server)).await;
    assert_eq!((error.status(), error.attempts(), server.requests().len()), (Some(503), 1, 1));
    assert_eq!(error.retry_after(), Some(Duration::ZERO));

    let trust = Trust::new();
    let server =
        Server::tls(trust.servers.server(&trust.clients), vec![Answer::new(503, &[("Retry-After", "0")], ""); 3]);
    let client = trust.management_builder(&server).retry(quick()).build().unwrap();
    let certificate = generated::management::models::SubscriptionCertificate::default();
    let error = within(client.certificates().add(certificate)).await.unwrap_err();
    assert_eq!((error.status(), server.requests().len()), (Some(503), 1));
}

#[tokio::test]
async fn retry_after_in_seconds() {
    for status in [429, 503] {
        let server = Server::script([Answer::new(status, &[("Retry-After", "1")], ""), Answer::json("{}")]);
        let start = Instant::now();
        within(client(&server).certificates().get("sha1", "T")).await.unwrap();
        assert!(start.elapsed() >= Duration::from_millis(990), "{:?}", start.elapsed());
        let requests = server.requests();
        assert!(requests[1].at - requests[0].at >= Duration::from_millis(950));
    }
}

#[tokio::test]
async fn retry_after_as_a_date() {
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = Server::script([Answer::new(429, &[("Retry-After", date.as_str())], ""), Answer::json("{}")]);
    let start = Instant::now();
    within(client(&server).certificates().get("sha1", "T")).await.unwrap();
    // The date has no fraction of a second.
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());

    // A date that is over: at once.
    let server =
        Server::script([Answer::new(429, &[("Retry-After", "Fri, 17 Feb 2017 00:00:00 GMT")], ""), Answer::json("{}")]);
    let start = Instant::now();
    within(client(&server).certificates().get("sha1", "T")).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// A `Retry-After` that cannot be read is as good as none.
#[tokio::test]
async fn retry_after_that_says_nothing() {
    for value in ["soon", "-1", "", "1.5", "99999999999999999999999"] {
        let server = Server::script([Answer::new(503, &[("Retry-After", value)], ""), Answer::json("{}")]);
        let start = Instant::now();
        within(client(&server).certificates().get("sha1", "T")).await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(10), "{value}");
    }
}

/// A wait that is longer than the caller wants to wait: the answer is the outcome, and says how long to wait.
#[tokio::test]
async fn a_long_retry_after() {
    let server = Server::always(Answer::new(429, &[("Retry-After", "3600")], ""));
    let start = Instant::now();
    let error = failing(Call::Get, &client(&server)).await;
    assert_eq!((error.status(), error.attempts()), (Some(429), 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// The waits grow, and differ: jitter.
#[tokio::test]
async fn waits_grow() {
    let server = Server::always(busy(503));
    let policy = RetryPolicy::default().attempts(4).backoff(Duration::from_millis(100), Duration::from_secs(5));
    let client = batch_builder(&server).retry(policy).build().unwrap();
    failing(Call::Get, &client).await;
    let times: Vec<Instant> = server.requests().iter().map(|request| request.at).collect();
    let waits: Vec<Duration> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    for (wait, full) in waits.iter().zip([100, 200, 400]) {
        assert!(*wait >= Duration::from_millis(full / 2), "{waits:?}");
        assert!(*wait <= Duration::from_millis(full + 4000), "{waits:?}");
    }
}

/// Every attempt is dated and signed anew; the id stays, since it names the call.
#[tokio::test]
async fn each_attempt_is_dated_and_signed_anew() {
    let server = Server::script([Answer::new(503, &[("Retry-After", "1")], ""), Answer::json("{}")]);
    within(client(&server).certificates().get("sha1", "T")).await.unwrap();
    let requests = server.requests();
    let [first, second] = requests.as_slice() else { panic!("two requests were expected") };
    for request in [first, second] {
        signature::check(request, ACCOUNT, KEY);
    }
    assert_ne!(first.header("ocp-date"), second.header("ocp-date"));
    assert_ne!(first.header("authorization"), second.header("authorization"));
    assert_eq!(first.header("client-request-id"), second.header("client-request-id"));
    assert_eq!(first.line, second.line);
}

/// A date that the caller gave stays the caller's.
#[tokio::test]
async fn a_given_date_stays() {
    let server = Server::script([busy(503), Answer::json("{}")]);
    let date = time::macros::datetime!(2017-02-17 00:00:00 UTC);
    within(client(&server).certificates().get("sha1", "T").ocp_date(date)).await.unwrap();
    for request in server.requests() {
        assert_eq!(request.header("ocp-date"), Some("Fri, 17 Feb 2017 00:00:00 GMT"));
        signature::check(&request, ACCOUNT, KEY);
    }
}

#[tokio::test]
async fn the_policy_of_one_call() {
    let server = Server::always(busy(503));
    let client = client(&server);
    let call = client.certificates().get("sha1", "T").options(CallOptions::new().retry(RetryPolicy::never()));
    assert_eq!(within(call).await.unwrap_err().attempts(), 1);
    let call = client.certificates().get("sha1", "T").options(CallOptions::new().retry(quick().attempts(2)));
    assert_eq!(within(call).await.unwrap_err().attempts(), 2);
}

/// Any method of the management service but Add.
#[tokio::test]
async fn management_calls_are_repeated() {
    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [busy(503), busy(500), Answer::status(200)]);
    let client = trust.management_builder(&server).retry(quick()).build().unwrap();
    within(client.certificates().delete("T")).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

/// A token that the service does not take any more is renewed, once.
#[tokio::test]
async fn a_token_is_renewed() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let bearer = Bearer::from_fn(move || {
        let n = counter.fetch_add(1, Ordering::SeqCst);
        Ok::<_, std::io::Error>(generated::runtime::auth::AccessToken::without_end(format!("token-{n}")))
    });
    let server = Server::with(|_, request| match request.header("authorization") {
        Some("Bearer token-1") => Answer::json("{}"),
        _ => Answer::status(401),
    });
    let client = generated::batch::Client::builder(server.url()).credential(bearer.allow_http()).build().unwrap();
    within(client.certificates().get("sha1", "T")).await.unwrap();
    within(client.certificates().get("sha1", "T")).await.unwrap();
    let tokens: Vec<_> = server.requests().iter().map(|r| r.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1", "Bearer token-1"]);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

/// One that is refused anew is an error, not a loop.
#[tokio::test]
async fn a_token_that_is_never_taken() {
    let bearer =
        Bearer::from_fn(|| Ok::<_, std::io::Error>(generated::runtime::auth::AccessToken::without_end("never-taken")));
    let server = Server::always(Answer::new(401, &[("WWW-Authenticate", "Bearer")], ""));
    let client = generated::batch::Client::builder(server.url()).credential(bearer.allow_http()).build().unwrap();
    let error = within(client.certificates().get("sha1", "T")).await.unwrap_err();
    assert_eq!((error.status(), server.requests().len()), (Some(401), 2));
    assert!(!error.to_string().contains("never-taken"));
}

#[tokio::test]
async fn a_callback_that_gives_no_token() {
    let bearer =
        Bearer::from_fn(|| Err::<generated::runtime::auth::AccessToken, _>(std::io::Error::other("no network")));
    let server = Server::always(Answer::json("{}"));
    let client = generated::batch::Client::builder(server.url()).credential(bearer.allow_http()).build().unwrap();
    let error = within(client.certificates().get("sha1", "T")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("no network"), "{error}");
    assert_eq!(server.connections(), 0);
}
