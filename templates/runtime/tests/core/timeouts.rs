//! Time that runs out.

use std::time::Duration;

use serde_json::json;

use super::double::Double;
use super::service::{builder, client};
use crate::runtime::{Body, CallOptions, ErrorKind, RetryPolicy};

struct Never;

impl futures_core::Stream for Never {
    type Item = Result<bytes::Bytes, crate::runtime::TransportError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_repeated_where_that_is_safe() {
    let double = Double::new().impatient().hangs().answer(200, &[], "{}");
    client(&double).get("1").await.unwrap();
    assert_eq!(double.sent().len(), 2);
    let double = Double::new().impatient().hangs();
    let error = client(&double).add(json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, None));
    assert_eq!(double.sent().len(), 1);
}

#[tokio::test]
async fn a_body_that_does_not_come_leaves_the_status() {
    let double = Double::new().impatient().body(409, Body::from_stream(Box::pin(Never)));
    let client = builder(&double).retry(RetryPolicy::never()).build().unwrap();
    let options = CallOptions::new().timeout(Duration::from_secs(3));
    let error = client.get("1").options(options).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Timeout, Some(409)));
    assert!(error.to_string().contains("3s"), "{error}");
}

#[tokio::test]
async fn of_the_overall_time_what_was_set_is_said() {
    let double = Double::new().impatient().hangs();
    let client = builder(&double).retry(RetryPolicy::never()).build().unwrap();
    let options = CallOptions::new().overall_timeout(Duration::from_millis(100));
    let error = client.get("1").options(options).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Timeout && error.to_string().contains("the call had 100ms"), "{error}");
}
