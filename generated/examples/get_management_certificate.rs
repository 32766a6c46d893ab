//! Gets a management certificate of a subscription, by mutual TLS.
//!
//! ```text
//! cargo run -p generated --example get_management_certificate
//! cargo run -p generated --example get_management_certificate -- SUBSCRIPTION identity.pfx PASSWORD THUMBPRINT
//! ```
//!
//! Without arguments it calls a small server that it starts itself, with certificates that live as long as the example; like the
//! real one, the server lets nobody in who shows no certificate.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use generated::management::Client;
use generated::management::auth::ClientCertificate;
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

const THUMBPRINT: &str = "0123456789ABCDEF0123456789ABCDEF01234567";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (client, thumbprint) = match arguments.as_slice() {
        [subscription, file, password, thumbprint] => {
            let certificate = ClientCertificate::from_pkcs12(std::fs::read(file)?, password)?;
            (Client::builder(subscription).credential(certificate).build()?, thumbprint.as_str())
        }
        [] => {
            let demonstration = Demonstration::start()?;
            let certificate = ClientCertificate::from_pem(&demonstration.identity)?;
            let client = Client::builder("11111111-2222-3333-4444-555555555555")
                .endpoint(demonstration.url)
                .root_certificate(demonstration.authority)
                .credential(certificate)
                .build()?;
            (client, THUMBPRINT)
        }
        _ => return Err("either nothing, or SUBSCRIPTION FILE PASSWORD THUMBPRINT".into()),
    };

    let response = client.certificates().get(thumbprint).await?;
    println!("status {}, request {}", response.status(), response.request_id().unwrap_or("(none)"));
    let certificate = response.into_body();
    println!("thumbprint {}", certificate.subscription_certificate_thumbprint.as_deref().unwrap_or("(none)"));
    println!("{} bytes of data", certificate.subscription_certificate_data.map_or(0, |data| data.len()));
    if let Some(created) = certificate.created {
        println!("created {created}");
    }

    match client.certificates().get("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF").await {
        Err(error) if error.status() == Some(404) => println!("\nand one that is not there: {error}"),
        Err(error) => return Err(error.into()),
        Ok(_) => println!("\nthat one is there as well"),
    }
    Ok(())
}

/// A server, whom it trusts and who trusts it.
struct Demonstration {
    url: String,
    /// The authority's certificate, PEM.
    authority: String,
    /// A client's certificate and key, PEM.
    identity: String,
}

impl Demonstration {
    fn start() -> Result<Self, Box<dyn Error>> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "an authority for this example");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate()?;
        let authority = params.self_signed(&key)?;
        let issuer = Issuer::new(params, key);
        let (server, server_key) = issue(&issuer, "127.0.0.1", ExtendedKeyUsagePurpose::ServerAuth)?;
        let (client, client_key) = issue(&issuer, "client", ExtendedKeyUsagePurpose::ClientAuth)?;

        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(authority.der().clone())?;
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build()?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![server.der().clone()], key)?;

        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("https://{}", listener.local_addr()?);
        let config = Arc::new(config);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if let Err(error) = answer(&config, stream) {
                    println!("(a connection failed: {error})");
                }
            }
        });
        Ok(Demonstration { url, authority: authority.pem(), identity: client.pem() + &client_key.serialize_pem() })
    }
}

/// A certificate and its key.
fn issue(
    issuer: &Issuer<'_, KeyPair>,
    name: &str,
    usage: ExtendedKeyUsagePurpose,
) -> Result<(rcgen::Certificate, KeyPair), rcgen::Error> {
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    params.extended_key_usages = vec![usage];
    let key = KeyPair::generate()?;
    Ok((params.signed_by(&key, issuer)?, key))
}

/// Answers one request, and closes the connection.
fn answer(config: &Arc<ServerConfig>, stream: TcpStream) -> Result<(), Box<dyn Error>> {
    let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(config))?, stream);
    let mut head = Vec::new();
    for line in BufReader::new(&mut stream).lines() {
        match line? {
            line if line.is_empty() => break,
            line => head.push(line),
        }
    }
    println!("\n> {}\n", head.join("\n> "));
    let (status, body) = if head.first().is_some_and(|line| line.contains(THUMBPRINT)) {
        let body = format!(
            "<SubscriptionCertificate xmlns=\"http://schemas.microsoft.com/windowsazure\">\
             <SubscriptionCertificatePublicKey>cHVibGljLWtleQ==</SubscriptionCertificatePublicKey>\
             <SubscriptionCertificateThumbprint>{THUMBPRINT}</SubscriptionCertificateThumbprint>\
             <SubscriptionCertificateData>cmF3LWNlcnRpZmljYXRlLWRhdGE=</SubscriptionCertificateData>\
             <Created>2011-05-11T16:15:26Z</Created></SubscriptionCertificate>"
        );
        ("200 OK", body)
    } else {
        let inner = "<Code>ResourceNotFound</Code><Message>The specified resource does not exist.</Message>";
        ("404 Not Found", format!("<Error xmlns=\"http://schemas.microsoft.com/windowsazure\">{inner}</Error>"))
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/xml; charset=utf-8\r\nx-ms-request-id: a1b2c3d4e5f64f0a9b8c7d6e5f4a3b2c\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    stream.conn.send_close_notify();
    stream.flush()?;
    Ok(())
}
