//! The seam to the network: a test double in its place, a `reqwest::Client` of the caller's, and connections that come and go.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use generated::batch::models::CertificateAddParameter;
use generated::batch::{Client, ClientBuilder};
use generated::management;
use generated::runtime::{
    Body, BoxFuture, ErrorKind, Headers, Outgoing, Pause, Request, Transport, TransportError, TransportErrorKind,
    TransportResponse,
};
use tests::answer::Answer;
use tests::server::Server;

use crate::common::{SUBSCRIPTION, Trust, batch, batch_builder, quick, shared_key, within};

/// What a double does with a request.
type Answering = dyn Fn(usize, &Request) -> Result<TransportResponse, TransportErrorKind> + Send + Sync;

/// A transport that goes nowhere. Its clock goes forward by what it is asked to wait.
#[derive(Clone)]
struct Double {
    answering: Arc<Answering>,
    seen: Arc<Mutex<Vec<(Request, bool)>>>,
    waits: Arc<Mutex<Vec<Duration>>>,
}

impl Double {
    fn new(
        answering: impl Fn(usize, &Request) -> Result<TransportResponse, TransportErrorKind> + Send + Sync + 'static,
    ) -> Self {
        Double { answering: Arc::new(answering), seen: Arc::default(), waits: Arc::default() }
    }

    /// The requests, and whether a certificate was to be offered.
    fn seen(&self) -> Vec<(Request, bool)> {
        self.seen.lock().unwrap().clone()
    }

    fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    fn batch(&self) -> ClientBuilder {
        Client::builder("https://account.batch.azure.com").credential(shared_key()).transport(self.clone())
    }
}

impl Transport for Double {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let request = outgoing.request().clone();
        let n = {
            let mut seen = self.seen.lock().unwrap();
            seen.push((request.clone(), outgoing.certificate().is_some()));
            seen.len() - 1
        };
        let answer = (self.answering)(n, &request).map_err(|kind| TransportError::new(kind, "as scripted"));
        Box::pin(std::future::ready(answer))
    }

    fn sleep(&self, duration: Duration, why: Pause) -> BoxFuture<'static, ()> {
        match why {
            Pause::Backoff => {
                self.waits.lock().unwrap().push(duration);
                Box::pin(std::future::ready(()))
            }
            _ => Box::pin(std::future::pending()),
        }
    }

    fn now(&self) -> SystemTime {
        // Fri, 17 Feb 2017 00:00:00 GMT, and what was waited since.
        let waited: Duration = self.waits().iter().sum();
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_487_289_600) + waited
    }
}

fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> TransportResponse {
    let mut all = Headers::new();
    for (name, value) in headers {
        all.append(*name, *value).unwrap();
    }
    TransportResponse { status, headers: all, body: Body::from(body) }
}

/// An hour of retries in no time, each dated and signed by the double's clock.
#[tokio::test]
async fn time_is_the_transports() {
    let double = Double::new(|n, _| {
        Ok(if n < 3 { answer(503, &[("Retry-After", "61")], "") } else { answer(200, &[], "{\"thumbprint\":\"T\"}") })
    });
    let start = Instant::now();
    let client = double.batch().build().unwrap();
    let certificate = within(client.certificates().get("sha1", "T")).await.unwrap().into_body();
    assert_eq!(certificate.thumbprint.as_deref(), Some("T"));
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(double.waits(), [Duration::from_secs(61); 3]);
    let dates: Vec<_> = double.seen().iter().map(|(r, _)| r.headers().get("ocp-date").unwrap().to_owned()).collect();
    assert_eq!(
        dates,
        [
            "Fri, 17 Feb 2017 00:00:00 GMT",
            "Fri, 17 Feb 2017 00:01:01 GMT",
            "Fri, 17 Feb 2017 00:02:02 GMT",
            "Fri, 17 Feb 2017 00:03:03 GMT",
        ]
    );
    let mut signatures: Vec<_> =
        double.seen().iter().map(|(r, _)| r.headers().get("authorization").unwrap().to_owned()).collect();
    signatures.dedup();
    assert_eq!(signatures.len(), 4);
}

/// A `Retry-After` that is a date counts from the transport's clock.
#[tokio::test]
async fn a_date_to_wait_for() {
    let double = Double::new(|n, _| {
        Ok(match n {
            0 => answer(429, &[("Retry-After", "Fri, 17 Feb 2017 00:00:42 GMT")], ""),
            1 => answer(429, &[("Retry-After", "Friday, 17-Feb-17 00:00:50 GMT")], ""),
            _ => answer(200, &[], "{}"),
        })
    });
    within(double.batch().build().unwrap().certificates().get("sha1", "T")).await.unwrap();
    assert_eq!(double.waits(), [Duration::from_secs(42), Duration::from_secs(8)]);
}

/// Waits in vain count too: the time for the whole call ends the retries, though no time has gone by.
#[tokio::test]
async fn the_time_for_the_whole_call() {
    let double = Double::new(|_, _| Ok(answer(503, &[("Retry-After", "60")], "")));
    let client = double.batch().overall_timeout(Duration::from_secs(150)).retry(quick().attempts(100)).build().unwrap();
    let error = within(client.certificates().get("sha1", "T")).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 3));
}

#[tokio::test]
async fn what_a_transport_says_of_its_failures() {
    let cases = [
        (TransportErrorKind::Connect, ErrorKind::Connect, 4, 4),
        (TransportErrorKind::Broken, ErrorKind::Transport, 4, 1),
        (TransportErrorKind::Timeout, ErrorKind::Timeout, 4, 1),
        (TransportErrorKind::Tls, ErrorKind::Tls, 1, 1),
        (TransportErrorKind::Refused, ErrorKind::InvalidRequest, 1, 1),
    ];
    for (failure, kind, gets, posts) in cases {
        let double = Double::new(move |_, _| Err(failure));
        let client = double.batch().build().unwrap();
        let error = within(client.certificates().get("sha1", "T")).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts(), error.status()), (kind, gets, None), "{error}");
        assert!(error.to_string().contains("as scripted"), "{error}");
        let call = client.certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="));
        let error = within(call).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, posts), "{error}");
    }
}

/// The certificate is for home only, and so are all headers that say who asks.
#[tokio::test]
async fn certificates_stay_at_home() {
    let double = Double::new(|n, _| {
        Ok(match n {
            0 => answer(307, &[("Location", "https://elsewhere.example/x")], ""),
            _ => answer(200, &[], "<SubscriptionCertificates/>"),
        })
    });
    let client = management::Client::builder(SUBSCRIPTION)
        .credential(management::auth::ClientCertificate::in_transport())
        .transport(double.clone())
        .build()
        .unwrap();
    within(client.certificates().list()).await.unwrap();
    let seen = double.seen();
    assert_eq!(seen.iter().map(|(_, offered)| *offered).collect::<Vec<_>>(), [true, false]);
    assert!(!seen[0].0.headers().contains("accept"));
    let names: Vec<_> = seen[1].0.headers().iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    assert_eq!(names, ["user-agent"]);
}

fn own(redirects: reqwest::redirect::Policy) -> reqwest::Client {
    reqwest::Client::builder().redirect(redirects).no_proxy().build().unwrap()
}

#[tokio::test]
async fn a_reqwest_client_of_ones_own() {
    let server = Server::script([Answer::json("{}"), Answer::new(307, &[("Location", "/x")], ""), Answer::json("{}")]);
    let client = batch_builder(&server).reqwest_client(own(reqwest::redirect::Policy::none())).build().unwrap();
    within(client.certificates().list()).await.unwrap();
    within(client.certificates().list()).await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

/// One that follows redirects by itself takes the credentials wherever it is led: that is an error, not a success.
#[tokio::test]
async fn a_reqwest_client_that_follows_redirects() {
    let server = Server::script([Answer::new(307, &[("Location", "/x")], ""), Answer::json("{}")]);
    let client = batch_builder(&server).reqwest_client(own(reqwest::redirect::Policy::limited(5))).build().unwrap();
    let error = within(client.certificates().list()).await.unwrap_err();
    assert!(error.to_string().contains("redirect"), "{error}");
}

/// A certificate has no place in a client that is already built.
#[test]
fn a_certificate_and_a_reqwest_client() {
    let trust = Trust::new();
    let certificate = management::auth::ClientCertificate::from_pem(trust.identity.pem()).unwrap();
    let builder = management::Client::builder(SUBSCRIPTION)
        .credential(certificate)
        .reqwest_client(own(reqwest::redirect::Policy::none()));
    assert!(builder.build().unwrap_err().to_string().contains("in_transport"));
}

/// A connection that the server has let go of in the meantime is not used for the next call, not even for a POST.
#[tokio::test]
async fn connections_that_were_let_go() {
    let server = Server::with(|_, request| match request.method() {
        "POST" => Answer::status(201).then_close(),
        _ => Answer::json("{}").then_close(),
    });
    let client = batch(&server);
    for _ in 0..3 {
        within(client.certificates().list()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        within(client.certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="))).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!((server.requests().len(), server.connections()), (6, 6));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_calls_at_once() {
    let server = Server::with(|_, request| {
        let thumbprint = request.path().rsplit('=').next().unwrap_or_default().trim_end_matches(')').to_owned();
        Answer::json(format!("{{\"thumbprint\":\"{thumbprint}\"}}")).pause(Duration::from_millis(5))
    });
    let client = batch(&server);
    let calls: Vec<_> = (0..40)
        .map(|n| {
            let client = client.clone();
            tokio::spawn(async move { (n, client.certificates().get("sha1", format!("t{n}")).await) })
        })
        .collect();
    for call in calls {
        let (n, result) = within(call).await.unwrap();
        assert_eq!(result.unwrap().body().thumbprint, Some(format!("t{n}")));
    }
    for request in server.requests() {
        tests::signature::check(&request, crate::common::ACCOUNT, crate::common::KEY);
    }
}

/// One client on several runtimes, one after the other: connections of a runtime that is gone are not used.
#[test]
fn a_client_outlives_its_runtime() {
    let server = Server::with(|_, request| match request.method() {
        "POST" => Answer::status(201),
        _ => Answer::json("{}"),
    });
    let client = batch(&server);
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            within(client.certificates().add(CertificateAddParameter::new("T", "sha1", "ZA=="))).await.unwrap();
            within(client.certificates().list()).await.unwrap();
        });
    }
    client.certificates().list().send_blocking().unwrap();
    assert_eq!(server.requests().len(), 7);
}
