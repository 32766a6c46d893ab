//! Client certificates from PKCS#12 files (`.pfx`, `.p12`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};

use super::certificate::{ClientCertificate, InvalidCertificate};

impl ClientCertificate {
    /// From a PKCS#12 file with one private key and its certificate chain.
    ///
    /// # Errors
    /// The file is none, the password is wrong, it is encrypted in a way that is not supported (MD5-based), or it has no private key.
    pub fn from_pkcs12(file: impl AsRef<[u8]>, password: &str) -> Result<Self, InvalidCertificate> {
        let store = KeyStore::from_pkcs12(file.as_ref(), password, Pkcs12ImportPolicy::Relaxed).map_err(|error| {
            InvalidCertificate::new("the PKCS#12 file cannot be opened with this password").with_source(error)
        })?;
        let (_, entry) =
            store.private_key_chain().ok_or_else(|| InvalidCertificate::new("the PKCS#12 file has no private key"))?;
        if entry.certs().is_empty() {
            return Err(InvalidCertificate::new("the PKCS#12 file has no certificate for its private key"));
        }
        let chain = entry.certs().iter().map(|certificate| pem("CERTIFICATE", certificate.as_der())).collect();
        Ok(ClientCertificate::from_parts(chain, pem("PRIVATE KEY", entry.key().as_der())))
    }
}

/// RFC 7468: lines of 64 characters.
fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for (n, c) in STANDARD.encode(der).chars().enumerate() {
        if n > 0 && n % 64 == 0 {
            text.push('\n');
        }
        text.push(c);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}
