//! When a request is sent again, and how long to wait before.

use std::time::{Duration, SystemTime};

use uuid::Uuid;

use super::headers::Headers;

/// When and how often a request is repeated.
///
/// A `GET`, `HEAD`, `QUERY`, `PUT`, `DELETE`, `OPTIONS` or `TRACE` is sent again after a failed connection, a timeout, and the statuses 408, 429,
/// 500, 502, 503 and 504. A `POST` or `PATCH` is sent again only if the service surely has not acted on it: when no
/// connection came about, or when it was turned away with 429 and a `Retry-After`; or if it has a header `Idempotency-Key`, by which
/// the service knows it again: the same key is sent each time. Where the caller knows that repeating does no harm,
/// [`repeat_any`](Self::repeat_any) treats all methods alike.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a policy does nothing until a client or a call has it"]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    longest: Duration,
    longest_asked: Duration,
    repeat_any: bool,
}

impl Default for RetryPolicy {
    /// Four attempts; waits of about 0.5, 1 and 2 seconds; what a service asks for is waited up to two minutes.
    fn default() -> Self {
        RetryPolicy {
            attempts: 4,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            longest_asked: Duration::from_secs(120),
            repeat_any: false,
        }
    }
}

impl RetryPolicy {
    /// One attempt only.
    pub fn never() -> Self {
        RetryPolicy { attempts: 1, ..RetryPolicy::default() }
    }

    /// How often a request is sent at most, the first time included; 0 counts as 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The wait before the first repetition, doubled for each further one up to `longest`. A random half of it is left out,
    /// so that many clients do not come back at once.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// The longest wait that a service may ask for in `Retry-After`; if it asks for more, its answer is given to the caller at once.
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_asked = longest;
        self
    }

    /// Treats every method as one that may be repeated.
    pub fn repeat_any(mut self, repeat_any: bool) -> Self {
        self.repeat_any = repeat_any;
        self
    }
}

/// How an attempt failed, as far as repeating goes.
pub(crate) enum Failure<'a> {
    /// No answer, and surely nothing reached the service.
    NothingSent,
    /// No answer, or half of one.
    Unclear,
    /// An answer.
    Status(u16, &'a Headers),
}

/// The wait before the request is sent again after `attempt` attempts; `None`: it is not.
pub(crate) fn wait(
    policy: &RetryPolicy,
    idempotent: bool,
    attempt: u32,
    failure: &Failure<'_>,
    now: SystemTime,
) -> Option<Duration> {
    if attempt >= policy.attempts {
        return None;
    }
    let harmless = idempotent || policy.repeat_any;
    match *failure {
        Failure::NothingSent => Some(backoff(policy, attempt)),
        Failure::Unclear => harmless.then(|| backoff(policy, attempt)),
        Failure::Status(status, headers) => {
            let asked = retry_after(headers, now);
            let repeat = is_passing_status(status) && (harmless || (status == 429 && asked.is_some()));
            match asked {
                _ if !repeat => None,
                Some(asked) => (asked <= policy.longest_asked).then_some(asked),
                None => Some(backoff(policy, attempt)),
            }
        }
    }
}

/// A status that may be gone when the request is repeated.
pub(crate) fn is_passing_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// Exponential, with a random half left out.
fn backoff(policy: &RetryPolicy, attempt: u32) -> Duration {
    let doubled = policy.first.saturating_mul(2u32.saturating_pow(attempt.saturating_sub(1).min(20)));
    let half = doubled.min(policy.longest) / 2;
    // A random UUID is randomness enough for jitter, and needs no crate of its own.
    let random = u64::from(Uuid::new_v4().as_fields().0);
    let part = half.as_nanos() as f64 * (random as f64 / f64::from(u32::MAX));
    half + Duration::from_secs_f64(part / 1e9)
}

/// The wait that an answer asks for: milliseconds in the headers that Azure's services use, else `Retry-After` (RFC 9110, 10.2.3) as
/// seconds or as a date in any of the three forms of RFC 9110, 5.6.7.
pub(crate) fn retry_after(headers: &Headers, now: SystemTime) -> Option<Duration> {
    for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
        if let Some(milliseconds) = headers.typed::<u64>(name) {
            return Some(Duration::from_millis(milliseconds));
        }
    }
    let value = headers.get("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}
