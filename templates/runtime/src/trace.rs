//! Spans and events of calls, where the feature `tracing` is on. Nothing that may be a secret is written.

use super::request::Request;

/// What is told about a call while it runs.
pub(crate) struct Trace {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(crate) fn new(service: &str, request: &Request) -> Self {
        let (id, path) = request.operation().map_or(("", ""), |operation| (operation.id, operation.path));
        let span = tracing::info_span!(
            "call",
            service = service,
            operation = id,
            method = request.method(),
            path = path,
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
        );
        Trace { span }
    }

    /// The request is sent again after a wait.
    pub(crate) fn again(&self, attempt: u32, status: Option<u16>, wait: std::time::Duration) {
        let wait = wait.as_secs_f64();
        tracing::warn!(parent: &self.span, attempt, status, wait, "sent again after a wait");
    }

    /// A redirect is followed.
    pub(crate) fn redirected(&self, status: u16, foreign: bool) {
        tracing::debug!(parent: &self.span, status, foreign, "follows a redirect");
    }

    /// The call is over.
    pub(crate) fn done(&self, attempts: u32, status: Option<u16>) {
        self.span.record("attempts", attempts);
        if let Some(status) = status {
            self.span.record("status", status);
        }
        tracing::debug!(parent: &self.span, attempts, status, "done");
    }

    /// Runs a future inside the span.
    pub(crate) fn inside<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
        tracing::Instrument::instrument(future, self.span.clone())
    }
}

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(crate) fn new(_: &str, _: &Request) -> Self {
        Trace {}
    }

    pub(crate) fn again(&self, _: u32, _: Option<u16>, _: std::time::Duration) {}

    pub(crate) fn redirected(&self, _: u16, _: bool) {}

    pub(crate) fn done(&self, _: u32, _: Option<u16>) {}

    pub(crate) fn inside<F: Future>(&self, future: F) -> F {
        future
    }
}
