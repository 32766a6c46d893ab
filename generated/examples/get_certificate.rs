//! Gets a certificate of a Batch account, and shows what an error looks like.
//!
//! ```text
//! cargo run -p generated --example get_certificate
//! cargo run -p generated --example get_certificate -- https://myaccount.eastus.batch.azure.com myaccount KEY THUMBPRINT
//! ```
//!
//! Without arguments it calls a small server that it starts itself, for people without an account.

#![allow(deprecated)] // The service has deprecated its certificates; these are the calls all the same.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use generated::batch::Client;
use generated::batch::auth::SharedKey;
use generated::batch::models::CertificateState;

const THUMBPRINT: &str = "0123456789abcdef0123456789abcdef01234567";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (url, account, key, thumbprint) = match arguments.as_slice() {
        [url, account, key, thumbprint] => (url.clone(), account.as_str(), key.as_str(), thumbprint.as_str()),
        [] => (start_server()?, "myaccount", "bm90IGEga2V5IG9mIGFueWJvZHk=", THUMBPRINT),
        _ => return Err("either nothing, or URL ACCOUNT KEY THUMBPRINT".into()),
    };

    let client = Client::builder(url).credential(SharedKey::new(account, key)?).build()?;

    let response = client.certificates().get("sha1", thumbprint).select("thumbprint,state,stateTransitionTime").await?;
    println!("status {}, version {}", response.status(), response.headers().e_tag.as_deref().unwrap_or("(none)"));
    let certificate = response.into_body();
    match &certificate.state {
        Some(CertificateState::Active) => println!("the certificate is active"),
        Some(CertificateState::DeleteFailed) => println!("it could not be deleted: {:?}", certificate.delete_certificate_error),
        Some(other) => println!("the certificate is {other}"),
        None => println!("the service does not say what the certificate is doing"),
    }
    if let Some(since) = certificate.state_transition_time {
        println!("since {since}");
    }

    // A certificate that is not there: the status, the service's own words, and an id for those who look after it.
    match client.certificates().get("sha1", "ffffffffffffffffffffffffffffffffffffffff").await {
        Err(error) if error.status() == Some(404) => {
            let code = error.api_error().and_then(|body| body.code.as_deref());
            println!("\nnot found: code {code:?}, request {:?}", error.request_id());
            println!("in full: {error}");
        }
        Err(error) => return Err(error.into()),
        Ok(_) => println!("\nthat one is there as well"),
    }
    Ok(())
}

/// Starts a server that knows one certificate, and gives its address.
fn start_server() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming() {
            // One that breaks is of no interest here.
            let _ = stream.and_then(answer);
        }
    });
    Ok(url)
}

/// Answers one request, and closes the connection.
fn answer(mut stream: std::net::TcpStream) -> std::io::Result<()> {
    let head: Vec<String> = BufReader::new(stream.try_clone()?)
        .lines()
        .take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty()))
        .collect::<Result<_, _>>()?;
    println!("\n> {}\n", head.join("\n> "));
    let found = head.first().is_some_and(|line| line.contains(THUMBPRINT));
    let (status, body) = if found {
        let body = format!(
            r#"{{"thumbprint":"{THUMBPRINT}","state":"active","stateTransitionTime":"2015-12-25T12:34:56.7890123Z"}}"#
        );
        ("200 OK", body)
    } else {
        let message = r#"{"lang":"en-US","value":"The specified certificate does not exist."}"#;
        ("404 Not Found", format!(r#"{{"code":"CertificateNotFound","message":{message}}}"#))
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nETag: \"0x8D4EDFEBFADF4AB\"\r\n\
         request-id: 4dd5a8b2-1c8a-4c3c-8a56-0d6b3b0f1b11\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
