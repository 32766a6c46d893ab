//! Reads what a service says of itself (OpenAPI, or XML Schema with WADL) and writes the Rust client for it.

pub mod diag;
pub mod ir;
pub mod openapi;
pub mod source;
