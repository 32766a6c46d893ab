//! Keys, tokens, passwords and certificates never show, whatever is printed.

use std::fmt::{Debug, Display};

use generated::batch::auth::{Bearer, Credential, SharedKey};
use generated::batch::models::CertificateAddParameter;
use generated::management::auth::ClientCertificate;
use generated::runtime::{CallOptions, ErrorKind};
use tests::answer::Answer;
use tests::server::Server;

use crate::common::{ACCOUNT, KEY, SUBSCRIPTION, Trust, batch, batch_builder, within};

const TOKEN: &str = "token-that-nobody-should-see";
const PASSWORD: &str = "password-that-nobody-should-see";

/// The text of a value in every way that it can be printed.
fn debug(value: &impl Debug) -> String {
    format!("{value:?} {value:#?}")
}

fn both(value: &(impl Debug + Display)) -> String {
    format!("{value} {value:#} {}", debug(value))
}

fn clean(text: &str) {
    let key_bytes = format!("{:?}", b"not a real key");
    for secret in
        [KEY, &KEY[..20], TOKEN, PASSWORD, "not a real key", key_bytes.trim_matches(['[', ']']), "PRIVATE KEY"]
    {
        assert!(!text.contains(secret), "{secret} shows in: {text}");
    }
}

#[test]
fn credentials() {
    let key = SharedKey::new(ACCOUNT, KEY).unwrap();
    let bearer = Bearer::new(TOKEN);
    clean(&debug(&key));
    clean(&debug(&bearer));
    clean(&debug(&Credential::from(key)));
    clean(&debug(&Credential::from(bearer)));
    let trust = Trust::new();
    let certificate = ClientCertificate::from_pem(trust.identity.pem()).unwrap();
    let shown = debug(&certificate);
    clean(&shown);
    for line in trust.identity.key_pem().lines().filter(|line| line.len() > 20) {
        assert!(!shown.contains(line));
    }
}

#[test]
fn clients_and_builders() {
    let builder = || {
        generated::batch::Client::builder("https://account.batch.azure.com")
            .credential(SharedKey::new(ACCOUNT, KEY).unwrap())
            .credential(Bearer::new(TOKEN))
            .header("x-api-key", PASSWORD)
    };
    clean(&debug(&builder()));
    let client = builder().build().unwrap();
    clean(&debug(&client));
    clean(&debug(&client.certificates()));
    let trust = Trust::new();
    let builder = || {
        generated::management::Client::builder(SUBSCRIPTION)
            .credential(ClientCertificate::from_pem(trust.identity.pem()).unwrap())
    };
    clean(&debug(&builder()));
    clean(&debug(&builder().build().unwrap()));
}

/// The address may hold a password by mistake.
#[test]
fn addresses() {
    let url = format!("https://user:{PASSWORD}@account.batch.azure.com");
    let builder = generated::batch::Client::builder(url.as_str());
    clean(&debug(&builder));
    clean(&both(&builder.build().unwrap_err()));
    let sas = format!("https://account.batch.azure.com/?sig={PASSWORD}");
    let builder = generated::batch::Client::builder(sas.as_str());
    clean(&debug(&builder));
    clean(&both(&builder.build().unwrap_err()));
}

#[tokio::test]
async fn calls_and_requests() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    let certificate = CertificateAddParameter::new("T", "sha1", "ZA==").with_password(PASSWORD);
    clean(&debug(&certificate));
    let options = CallOptions::new().header("x-api-key", TOKEN).header("Authorization", TOKEN).query("sig", PASSWORD);
    clean(&debug(&options));
    let call = client.certificates().add(certificate).options(options);
    clean(&debug(&call));
    let request = call.request().unwrap();
    clean(&debug(&request));
    clean(&debug(&request.headers()));
    clean(&debug(&call.send()));
}

/// Errors of every kind that an answer or its absence can make.
#[tokio::test]
async fn errors() {
    let answers = [
        Answer::close(),
        Answer::status(404),
        Answer::new(403, &[("Set-Cookie", TOKEN), ("WWW-Authenticate", PASSWORD)], "{\"code\":\"x\"}"),
        Answer::new(302, &[("Location", &format!("/x?sig={PASSWORD}"))], ""),
        Answer::new(307, &[("Location", &format!("http://127.0.0.1:1/x?sig={PASSWORD}"))], ""),
        Answer::new(307, &[("Location", &format!("http://user:{PASSWORD}@127.0.0.1/"))], ""),
        Answer::new(200, &[("Content-Type", "text/html")], "<html>"),
        Answer::head(500, &[], 100).send("{").then_close(),
    ];
    for answer in answers {
        let server = Server::always(answer);
        let client = batch_builder(&server).credential(Bearer::new(TOKEN)).build().unwrap();
        let options = CallOptions::new().header("x-api-key", TOKEN).query("sig", PASSWORD);
        let certificate = CertificateAddParameter::new("T", "sha1", "ZA==").with_password(PASSWORD);
        let error = within(client.certificates().add(certificate).options(options)).await.unwrap_err();
        // A header that the service sent is there for the caller, but is not shown.
        clean(&both(&error));
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            clean(&format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
}

/// A header that is refused is not shown: it may be a token with a line break at its end.
#[tokio::test]
async fn refused_values() {
    let server = Server::always(Answer::json("{}"));
    let options = CallOptions::new().header("Authorization", format!("Bearer {TOKEN}\n"));
    let error = within(batch(&server).certificates().list().options(options)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    clean(&both(&error));
    let bearer = Bearer::new(format!("{TOKEN}\n")).allow_http();
    let client = generated::batch::Client::builder(server.url()).credential(bearer).build().unwrap();
    let error = within(client.certificates().list()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential, "{error}");
    clean(&both(&error));
    let error =
        generated::batch::Client::builder(server.url()).header("x-key", format!("{TOKEN}\r\n")).build().unwrap_err();
    clean(&both(&error));
    assert_eq!(server.connections(), 0);
}

/// Answers, raw and decoded.
#[tokio::test]
async fn answers() {
    let answer = Answer::new(200, &[("Set-Cookie", TOKEN), ("x-session", PASSWORD)], "{}");
    let server = Server::always(answer);
    let client = batch(&server);
    let response = within(client.certificates().get("sha1", "T")).await.unwrap();
    clean(&debug(&response));
    assert_eq!(response.raw_headers().get("x-session"), Some(PASSWORD));
    let raw = within(client.send_raw(client.certificates().list().request().unwrap())).await.unwrap();
    clean(&debug(&raw));
}

/// The link to the next page holds a token of the service.
#[tokio::test]
async fn pages() {
    let body = format!("{{\"odata.nextLink\":\"/certificates?$skiptoken={TOKEN}\"}}");
    let server = Server::always(Answer::json(body));
    let mut pages = batch(&server).certificates().list().pages();
    let page = within(pages.next()).await.unwrap().unwrap();
    clean(&debug(page.continuation().unwrap()));
    clean(&debug(&pages));
}

/// A file's password does not show in what is said about the file.
#[tokio::test]
async fn pkcs12_passwords() {
    let trust = Trust::new();
    let file = trust.identity.pkcs12(PASSWORD);
    clean(&both(&ClientCertificate::from_pkcs12(&file, TOKEN).unwrap_err()));
    let certificate = ClientCertificate::from_pkcs12(&file, PASSWORD).unwrap();
    clean(&debug(&certificate));
    let server = Server::tls(trust.servers.server(&trust.clients), [Answer::status(404)]);
    let client = trust.stranger(&server).credential(certificate).build().unwrap();
    let error = within(client.certificates().get("T")).await.unwrap_err();
    clean(&both(&error));
}
