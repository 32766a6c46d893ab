//! What is logged: enough to follow a call, and no secret. A binary of its own, since what is logged is settled for the whole process
//! by the first thread that comes by.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(deprecated)] // The service has deprecated its whole Certificate family, and so does the generated crate.

#[allow(dead_code, unused_imports, unused_macros)] // Shared with the wire tests, which use all of it.
#[path = "wire/common.rs"]
mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use generated::batch::auth::Bearer;
use generated::batch::models::CertificateAddParameter;
use generated::runtime::CallOptions;
use tests::answer::Answer;
use tests::server::Server;
use tracing_subscriber::util::SubscriberInitExt;

use crate::common::{KEY, Trust, batch_builder, quick, within};

const TOKEN: &str = "token-that-nobody-should-see";
const PASSWORD: &str = "password-that-nobody-should-see";

/// Lines of a log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// All that this crate and those below it log, at the finest level, of calls that go well and that do not.
#[tokio::test]
async fn logs() {
    let log = Log::default();
    let writer = log.clone();
    let _guard = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish()
        .set_default();

    let server = Server::script([
        Answer::status(503),
        Answer::new(200, &[("Set-Cookie", TOKEN)], format!("{{\"publicData\":\"{PASSWORD}\"}}")),
        Answer::new(307, &[("Location", &format!("/moved?sig={PASSWORD}"))], ""),
        Answer::new(404, &[], "{}"),
        Answer::status(201),
    ]);
    let client = batch_builder(&server).retry(quick()).header("x-api-key", TOKEN).build().unwrap();
    let options = CallOptions::new().header("Cookie", TOKEN).query("sig", PASSWORD);
    within(client.certificates().get("sha1", "T").options(options)).await.unwrap();
    within(client.certificates().get("sha1", "T")).await.unwrap_err();
    let certificate = CertificateAddParameter::new("T", "sha1", "ZA==").with_password(PASSWORD);
    within(client.certificates().add(certificate)).await.unwrap();

    let bearer = Server::always(Answer::json("{}"));
    let client = generated::batch::Client::builder(bearer.url()).credential(Bearer::new(TOKEN)).build().unwrap();
    within(client.certificates().list()).await.unwrap();

    let trust = Trust::new();
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(200)]);
    within(trust.management(&server).certificates().delete("T")).await.unwrap();

    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for secret in [KEY, TOKEN, PASSWORD, "SharedKey myaccount:"] {
        assert!(!text.contains(secret), "{secret} shows in {text}");
    }
    for line in trust.identity.key_pem().lines().filter(|line| line.len() > 20) {
        assert!(!text.contains(line));
    }
    // It does log: which operation, and how it went.
    for part in [
        "Certificate_Get",
        "Certificate_Add",
        "Certificates_Delete",
        "status=503",
        "sent again",
        "follows a redirect",
        "status=404",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}
