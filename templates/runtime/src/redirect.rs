//! Which redirects are followed, and how.

use url::Url;

use super::redact;
use super::request::Request;

/// How many redirects one call follows.
pub(crate) const LIMIT: u32 = 10;

/// What is done with an answer.
pub(crate) enum Redirect {
    /// It is no redirect.
    No,
    /// The same method goes to another place; `foreign`: credentials must not go there.
    Follow { url: Url, foreign: bool },
    /// It must not be followed, and why.
    Refused(String),
}

/// Decides about an answer. A redirect without a `Location` is none.
pub(crate) fn decide(
    request: &Request,
    status: u16,
    location: Option<&str>,
    trusts: impl Fn(&Url) -> bool,
) -> Redirect {
    let (Some(location), 301 | 302 | 303 | 307 | 308) = (location, status) else {
        return Redirect::No;
    };
    let shown = redact::link(location);
    let Ok(mut url) = request.url().join(location) else {
        return Redirect::Refused(format!("the service redirects to {shown:?}, which is no URL"));
    };
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return Redirect::Refused(format!("the service redirects to {shown:?}, which is no plain http or https URL"));
    }
    url.set_fragment(None);
    let foreign = !trusts(&url);
    if matches!(request.method(), "GET" | "HEAD") {
        return Redirect::Follow { url, foreign };
    }
    // RFC 9110, 15.4: after 301, 302 and 303 many clients go on with GET, and what was asked for is not done. But a QUERY only asks.
    let is_repeated = matches!(status, 307 | 308) || request.method() == "QUERY" && status != 303;
    if !is_repeated {
        return Redirect::Refused(format!(
            "the service redirects a {} to {shown:?}; it was not acted on there",
            request.method()
        ));
    }
    if foreign {
        return Redirect::Refused(format!(
            "the service redirects a {} to another origin, {shown:?}; allow it with `allow_origin(..)` if it is to be trusted",
            request.method()
        ));
    }
    Redirect::Follow { url, foreign }
}

/// Takes away what only the client's own origin may see. The headers that stay say nothing about who asks: any other may hold a secret.
pub(crate) fn make_bare(request: &mut Request) {
    const KEPT: &[&str] = &[
        "accept",
        "accept-encoding",
        "accept-language",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "range",
        "user-agent",
    ];
    request.headers_mut().retain(|name| KEPT.iter().any(|kept| name.eq_ignore_ascii_case(kept)));
    request.set_body(None);
}
