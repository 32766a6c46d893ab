//! Throw-away TLS identities: an authority that lives as long as one test, a server certificate for this machine, and clients'
//! certificates of this authority or another.

use std::sync::Arc;

use p12_keystore::{
    Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey, PrivateKeyChain,
};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};

/// How often a PKCS#12 file's password is hashed.
const ROUNDS: u32 = 500;

/// A certificate authority.
pub struct Authority {
    certificate: CertificateDer<'static>,
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    /// A new authority of this name.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let key = KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        Authority { certificate: certificate.der().clone(), pem: certificate.pem(), issuer: Issuer::new(params, key) }
    }

    /// The authority's certificate, to be trusted.
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// What a server on 127.0.0.1 needs: it asks for a client certificate of `clients` and takes nobody without.
    pub fn server(&self, clients: &Authority) -> Arc<ServerConfig> {
        self.config(Some(clients), &["127.0.0.1", "localhost"])
    }

    /// The same, for a server that asks for no client certificate.
    pub fn server_for_anybody(&self) -> Arc<ServerConfig> {
        self.config(None, &["127.0.0.1", "localhost"])
    }

    /// The same, for a server that has another name than the one it is called by.
    pub fn server_with_wrong_name(&self, clients: &Authority) -> Arc<ServerConfig> {
        self.config(Some(clients), &["somewhere-else.example"])
    }

    fn config(&self, clients: Option<&Authority>, names: &[&str]) -> Arc<ServerConfig> {
        let (certificate, key) =
            self.issue(names, ExtendedKeyUsagePurpose::ServerAuth, KeyPair::generate().expect("a key"));
        let provider = Arc::new(aws_lc_rs::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .expect("protocol versions");
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.certificate.clone()).expect("a root");
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
            }
        };
        let mut config = builder
            .with_single_cert(vec![certificate.der().clone()], private_key(&key))
            .expect("a server's certificate and key");
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Arc::new(config)
    }

    /// The identity of a client.
    pub fn client(&self, name: &str) -> Identity {
        self.client_with(name, KeyPair::generate().expect("a key"))
    }

    /// The identity of a client with an RSA key of 2048 bits, as the management service asks for.
    pub fn client_with_rsa(&self, name: &str) -> Identity {
        self.client_with(name, KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).expect("an RSA key"))
    }

    fn client_with(&self, name: &str, key: KeyPair) -> Identity {
        let (certificate, key) = self.issue(&[name], ExtendedKeyUsagePurpose::ClientAuth, key);
        Identity {
            certificate: certificate.der().to_vec(),
            certificate_pem: certificate.pem(),
            key_pem: key.serialize_pem(),
            key: key.serialize_der(),
        }
    }

    fn issue(&self, names: &[&str], usage: ExtendedKeyUsagePurpose, key: KeyPair) -> (rcgen::Certificate, KeyPair) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let common = names.first().cloned().unwrap_or_default();
        let mut params = CertificateParams::new(names).expect("names");
        params.distinguished_name.push(DnType::CommonName, common);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![usage];
        params.use_authority_key_identifier_extension = true;
        (params.signed_by(&key, &self.issuer).expect("a certificate"), key)
    }
}

fn private_key(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()))
}

/// A client's certificate and private key.
pub struct Identity {
    certificate: Vec<u8>,
    certificate_pem: String,
    key_pem: String,
    key: Vec<u8>,
}

impl Identity {
    /// The certificate, DER.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The certificate as PEM.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// The private key as PEM.
    pub fn key_pem(&self) -> &str {
        &self.key_pem
    }

    /// Both, certificate first.
    pub fn pem(&self) -> String {
        format!("{}{}", self.certificate_pem, self.key_pem)
    }

    /// A PKCS#12 file, encrypted as files are today (AES-256, SHA-256), but for fewer rounds, which take long without optimisation.
    pub fn pkcs12(&self, password: &str) -> Vec<u8> {
        let store = self.store();
        let writer = store.writer(password).encryption_iterations(ROUNDS).mac_iterations(ROUNDS);
        writer.write().expect("a PKCS#12 file")
    }

    /// A PKCS#12 file, encrypted as Windows did for long (3DES, SHA-1).
    pub fn pkcs12_of_old(&self, password: &str) -> Vec<u8> {
        self.store()
            .writer(password)
            .encryption_algorithm(EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc)
            .encryption_iterations(ROUNDS)
            .mac_algorithm(MacAlgorithm::HmacSha1)
            .mac_iterations(ROUNDS)
            .write()
            .expect("a PKCS#12 file")
    }

    fn store(&self) -> KeyStore {
        let key = PrivateKey::from_der(&self.key).expect("a private key");
        let certificate = Certificate::from_der(&self.certificate).expect("a certificate");
        let chain = PrivateKeyChain::new("client", key, [certificate]);
        let mut store = KeyStore::new();
        store.add_entry("client", KeyStoreEntry::PrivateKeyChain(chain));
        store
    }
}
