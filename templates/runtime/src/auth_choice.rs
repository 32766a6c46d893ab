//! Which of the configured credentials a request gets.

use std::sync::Arc;

use super::auth::{Authenticate, ClientCertificate};
use super::client::Inner;
use super::error::{Error, ErrorKind, NoBody};
use super::request::Request;

/// The credentials of one call, signers last.
#[derive(Default)]
pub(crate) struct Chosen {
    pub(crate) credentials: Vec<Arc<dyn Authenticate>>,
    pub(crate) certificate: Option<ClientCertificate>,
    /// A credential is asked for, and the client was told to go without.
    pub(crate) anonymous: bool,
}

/// Takes the first requirement that the configured credentials meet. A request made by hand has no requirement: it gets the credential
/// that was configured first, and the certificate.
pub(crate) fn choose(inner: &Inner, request: &Request) -> Result<Chosen, Error<NoBody>> {
    let Some(operation) = request.operation() else {
        let first = inner.credentials.first().map(|(_, credential)| credential.clone());
        let certificate = inner.certificate.as_ref().map(|(_, certificate)| certificate.clone());
        return Ok(Chosen { credentials: first.into_iter().collect(), certificate, anonymous: false });
    };
    let configured = |scheme: &&str| {
        inner.credentials.iter().any(|(found, _)| found == scheme)
            || inner.certificate.as_ref().is_some_and(|(found, _)| found == scheme)
    };
    // OpenAPI 3.0.3, 4.7.10: an empty requirement makes security optional; a credential that was configured is wanted all the same.
    let met = operation.security.iter().find(|all| !all.is_empty() && all.iter().all(configured));
    let Some(schemes) = met else {
        if operation.security.is_empty() || operation.security.iter().any(|all| all.is_empty()) {
            return Ok(Chosen::default());
        }
        if inner.anonymous {
            return Ok(Chosen { anonymous: true, ..Chosen::default() });
        }
        return Err(missing(inner, operation.id, operation.security));
    };
    let mut chosen = Chosen::default();
    for scheme in schemes.iter() {
        chosen.credentials.extend(
            inner.credentials.iter().filter(|(found, _)| found == scheme).map(|(_, credential)| credential.clone()),
        );
        if let Some((found, certificate)) = &inner.certificate
            && found == scheme
        {
            chosen.certificate = Some(certificate.clone());
        }
    }
    chosen.credentials.sort_by_key(|credential| credential.signs());
    Ok(chosen)
}

fn missing(inner: &Inner, operation: &str, security: &[&[&str]]) -> Error<NoBody> {
    let all = |schemes: &&[&str]| schemes.iter().map(|scheme| format!("`{scheme}`")).collect::<Vec<_>>().join(" and ");
    let wanted = security.iter().map(all).collect::<Vec<_>>().join(", or ");
    let certificate = inner.certificate.iter().map(|(scheme, _)| *scheme);
    let have =
        inner.credentials.iter().map(|(scheme, _)| *scheme).chain(certificate).map(|scheme| format!("`{scheme}`"));
    let have = have.collect::<Vec<_>>().join(", ");
    let have = if have.is_empty() { "none is configured".to_owned() } else { format!("configured: {have}") };
    let message = format!(
        "{operation} needs a credential for {wanted}; {have}. Give one to the client's builder with `credential(..)`, or let calls go without by \
         `allow_anonymous()`"
    );
    Error::new(ErrorKind::Credential, message)
}
