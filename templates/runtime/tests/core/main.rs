//! Tests of the core, in the form that it has in a generated crate: as a module, not as a crate.
#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(dead_code, unused_imports)]
#[path = "../../src/lib.rs"]
mod runtime;

mod address;
mod answers;
mod auth;
mod bodies;
mod double;
mod errors;
mod event_parser;
mod network;
mod paging;
mod redirects;
mod requests;
mod retries;
#[allow(dead_code)]
mod service;
mod shared_key;
mod streams;
mod timeouts;
mod wire;
