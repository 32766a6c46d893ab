//! Reads what a service says of itself (OpenAPI, or XML Schema with WADL) and writes the Rust client for it.

pub mod cli;
pub mod config;
pub mod diag;
pub mod ir;
pub mod names;
pub mod output;
pub mod pass;
pub mod rust;
pub mod scaffold;
pub mod source;
pub mod xml;
