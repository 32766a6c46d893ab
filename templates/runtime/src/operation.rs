//! The fixed facts of a service and of an operation, as generated code writes them down.

/// The fixed facts of one service.
#[derive(Debug)]
pub struct Service {
    /// The name of the service, for `User-Agent` and tracing.
    pub name: &'static str,
    /// The product token of `User-Agent`, `crate/version`.
    pub user_agent: &'static str,
    /// The answer's header fields that name the request in the service's logs; the first that is there counts.
    pub request_id_headers: &'static [&'static str],
    /// Namespaces that are read as another: (found, read as).
    pub xml_aliases: &'static [(&'static str, &'static str)],
}

/// The fixed facts of one operation.
#[derive(Debug)]
pub struct Operation {
    /// The operation's name in the description.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The value of `Accept`; empty: none is sent.
    pub accept: &'static str,
    /// The security requirements: one of the lists has to be met, each by all the schemes it names. Nothing: no credential.
    pub security: &'static [&'static [&'static str]],
}
