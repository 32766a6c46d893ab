//! How long a call takes without a network: putting the request together, signing it, reading the answer.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may stop at the first surprise.
#![expect(deprecated, reason = "the whole family of Batch certificates is")]

use std::time::{Duration, SystemTime};

use divan::{Bencher, black_box};
use generated::batch::models::Certificate;
use generated::management::models::SubscriptionCertificates;
use generated::runtime::{
    Body, BoxFuture, Bytes, Headers, Outgoing, Pause, RetryPolicy, Transport, TransportError, TransportResponse, xml,
};
use generated::{batch, management};

const THUMBPRINT: &str = "0123456789abcdef0123456789abcdef01234567";
const GET: &str = include_str!("../facts/batch/get.http");
const LIST: &str = include_str!("../facts/management/list.http");

fn main() {
    divan::main();
}

/// The body of the answer in a transcript.
fn body(fact: &str) -> String {
    let answer =
        fact.lines().filter_map(|line| line.strip_prefix('<')).map(|line| line.strip_prefix(' ').unwrap_or(line));
    let lines: Vec<&str> = answer.skip_while(|line| !line.is_empty()).skip(1).collect();
    assert!(!lines.is_empty(), "the transcript has a body");
    lines.join("\n")
}

/// A network that answers at once, always the same.
struct Echo {
    body: Bytes,
    media_type: &'static str,
}

impl Transport for Echo {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        black_box(outgoing.request().headers().len());
        let mut headers = Headers::new();
        headers.insert("content-type", self.media_type).expect("a header");
        let response = TransportResponse { status: 200, headers, body: Body::from(self.body.clone()) };
        Box::pin(async move { Ok(response) })
    }

    fn sleep(&self, _duration: Duration, _why: Pause) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_487_289_901)
    }
}

fn batch_client() -> batch::Client {
    batch::Client::builder("https://myaccount.region.batch.azure.com")
        .credential(batch::auth::SharedKey::new("myaccount", "bm90IGEgcmVhbCBrZXk=").expect("a key"))
        .retry(RetryPolicy::never())
        .transport(Echo { body: Bytes::from(body(GET)), media_type: "application/json;odata=minimalmetadata" })
        .build()
        .expect("a client")
}

fn management_client() -> management::Client {
    management::Client::builder("11111111-2222-3333-4444-555555555555")
        .allow_anonymous()
        .retry(RetryPolicy::never())
        .transport(Echo { body: Bytes::from(body(LIST)), media_type: "application/xml; charset=utf-8" })
        .build()
        .expect("a client")
}

#[divan::bench]
fn decode_batch_certificate(bencher: Bencher<'_, '_>) {
    let text = body(GET);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| serde_json::from_str::<Certificate>(black_box(&text)).expect("a certificate"));
}

#[divan::bench]
fn decode_management_certificates(bencher: Bencher<'_, '_>) {
    let text = body(LIST);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| xml::from_str::<SubscriptionCertificates>(black_box(&text)).expect("certificates"));
}

#[divan::bench]
fn request_batch_get(bencher: Bencher<'_, '_>) {
    let call = batch_client().certificates().get("sha1", THUMBPRINT).select("thumbprint,state").timeout(30);
    bencher.bench(|| black_box(&call).request().expect("a request"));
}

#[divan::bench]
fn request_management_list(bencher: Bencher<'_, '_>) {
    let call = management_client().certificates().list();
    bencher.bench(|| black_box(&call).request().expect("a request"));
}

/// All of a call: the request, the signature, and the answer decoded.
#[divan::bench]
fn call_batch_get_signed(bencher: Bencher<'_, '_>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let client = batch_client();
    bencher.bench(|| {
        let call = client.certificates().get("sha1", THUMBPRINT);
        runtime.block_on(call.into_future()).expect("an answer")
    });
}

/// As the other, without a signature and with XML.
#[divan::bench]
fn call_management_list(bencher: Bencher<'_, '_>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let client = management_client();
    bencher.bench(|| runtime.block_on(client.certificates().list().into_future()).expect("an answer"));
}
