//! A client certificate for mutual TLS.

use std::fmt;
use std::sync::Arc;

/// A certificate with its private key, offered in the TLS handshake to the client's own origin and to no other.
#[derive(Clone)]
pub struct ClientCertificate(Arc<Kind>);

enum Kind {
    /// The chain, leaf first, and the key.
    Pem {
        chain: String,
        key: String,
    },
    InTransport,
}

impl ClientCertificate {
    /// From PEM text that holds one private key and the certificates, the client's own first and then those that lead to the
    /// root, if any. The key may stand before or after them. PKCS#8, PKCS#1 and SEC 1 keys will do with rustls;
    /// native TLS takes PKCS#8 only.
    ///
    /// # Errors
    /// There is no certificate, no private key or more than one, or the key is encrypted.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Result<Self, InvalidCertificate> {
        let text = std::str::from_utf8(pem.as_ref())
            .map_err(|_| InvalidCertificate::new("the PEM file is not text; is it PKCS#12 or DER?"))?;
        let (mut chain, mut keys) = (String::new(), Vec::new());
        for (label, block) in blocks(text)? {
            match label {
                "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                    chain.push_str(block);
                    chain.push('\n');
                }
                "ENCRYPTED PRIVATE KEY" => {
                    return Err(InvalidCertificate::new("the private key is encrypted; decrypt it, or use PKCS#12"));
                }
                _ if label.ends_with("PRIVATE KEY") && block.contains("Proc-Type: 4,ENCRYPTED") => {
                    return Err(InvalidCertificate::new("the private key is encrypted; decrypt it, or use PKCS#12"));
                }
                _ if label.ends_with("PRIVATE KEY") => keys.push(block),
                // Parameters of a curve and the like.
                _ => {}
            }
        }
        if chain.is_empty() {
            return Err(InvalidCertificate::new("the PEM text has no certificate"));
        }
        match keys.as_slice() {
            [key] => Ok(ClientCertificate(Arc::new(Kind::Pem { chain, key: format!("{key}\n") }))),
            [] => Err(InvalidCertificate::new("the PEM text has no private key")),
            _ => Err(InvalidCertificate::new("the PEM text has more than one private key")),
        }
    }

    /// The certificate is already in the transport that is given to the client, a `reqwest::Client` with an identity
    /// for example. It meets the requirement of operations that ask for a certificate, and marks the requests that may offer it.
    pub fn in_transport() -> Self {
        ClientCertificate(Arc::new(Kind::InTransport))
    }

    /// The certificates and the key as PEM, for transports; `None` for [`in_transport`](Self::in_transport).
    pub fn pem(&self) -> Option<(&str, &str)> {
        match &*self.0 {
            Kind::Pem { chain, key } => Some((chain, key)),
            Kind::InTransport => None,
        }
    }

    #[cfg(feature = "client-certificate")]
    pub(super) fn from_parts(chain: String, key: String) -> Self {
        ClientCertificate(Arc::new(Kind::Pem { chain, key }))
    }
}

/// Label and text of each block.
fn blocks(text: &str) -> Result<Vec<(&str, &str)>, InvalidCertificate> {
    let cut = || InvalidCertificate::new("a block of the PEM text is cut off");
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let block = rest.get(start..).ok_or_else(cut)?;
        let (label, _) = block.get(BEGIN.len()..).and_then(|after| after.split_once("-----")).ok_or_else(cut)?;
        let end = format!("-----END {label}-----");
        let length = block.find(&end).ok_or_else(cut)? + end.len();
        let (block, after) = block.split_at_checked(length).ok_or_else(cut)?;
        found.push((label, block));
        rest = after;
    }
    Ok(found)
}

const BEGIN: &str = "-----BEGIN ";

/// Shows nothing of certificate and key.
impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &*self.0 {
            Kind::Pem { .. } => "ClientCertificate([hidden])",
            Kind::InTransport => "ClientCertificate(in the transport)",
        })
    }
}

/// A certificate that cannot be used.
#[derive(Debug)]
pub struct InvalidCertificate {
    message: &'static str,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl InvalidCertificate {
    pub(super) fn new(message: &'static str) -> Self {
        InvalidCertificate { message, source: None }
    }

    #[cfg(feature = "client-certificate")]
    pub(super) fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for InvalidCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)?;
        match &self.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for InvalidCertificate {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
