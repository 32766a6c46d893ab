//! Requests for the addresses that a service gives in its answers.

use url::Url;

use super::client::Core;
use super::error::{Error, ErrorKind, NoBody};
use super::redact;
use super::request::Request;

/// The request for `link`, as it stands in an answer from `base`: a `GET` with the headers of `model`, to an origin that the
/// client's credentials may go to.
pub(crate) fn request_of(core: &Core, model: &Request, link: &str, base: &Url) -> Result<Request, Error<NoBody>> {
    let failed = |why: &str| Err(Error::new(ErrorKind::NextLink, format!("{:?} {why}", redact::link(link))));
    let Ok(mut url) = base.join(link) else {
        return failed("is no URL");
    };
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return failed("is no plain http or https URL");
    }
    if !core.inner.trusts(&url, model.home()) {
        return failed(
            "leads to another origin than the client's; allow it with `allow_origin(..)` if it is to be trusted",
        );
    }
    let mut request = model.clone();
    request.set_method("GET");
    request.set_body(None);
    for header in ["content-type", "content-encoding", "if-match", "if-none-match"] {
        request.headers_mut().remove(header);
    }
    request.set_url(url);
    request.renew_ids()?;
    Ok(request)
}
