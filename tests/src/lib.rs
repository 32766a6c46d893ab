//! What the tests of the generated crate stand on: servers that record every byte and answer by a script, throw-away TLS
//! identities, a signature computed anew, and the recorded facts. Nothing here uses the code under test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test that cannot go on should stop at once.

pub mod answer;
pub mod exchange;
pub mod json;
pub mod request;
pub mod server;
pub mod signature;
pub mod tls;
pub mod tree;
