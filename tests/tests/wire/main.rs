//! The generated clients against servers of our own: what goes over the wire, and what becomes of every answer.
//!
//! One binary, because linking is what takes the time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]
#![allow(deprecated)] // The service has deprecated its whole Certificate family, and so does the generated crate.

mod batch_answers;
mod batch_wire;
mod common;
mod errors;
mod faults;
mod management_answers;
mod management_wire;
mod paging;
mod redirects;
mod retries;
mod secrets;
mod sharedkey;
mod tls;
mod transport;
