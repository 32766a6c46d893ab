//! Models judged from outside: values made from the original schemas are taken through the generated types and back.
//!
//! Nothing here asks the generator what a schema means. [`bundle`] puts the documents of a description into one tree in
//! the words of JSON Schema 2020-12, [`sample`] makes values from it, [`judge`] has the `jsonschema` crate say which
//! values are valid, and [`same`] compares what came back with what was sent. The generator is asked for one thing: which
//! Rust type stands for which place ([`models`]).

pub mod bundle;
pub mod judge;
pub mod lift;
pub mod models;
pub mod pattern;
pub mod program;
pub mod same;
pub mod sample;
pub mod scalars;
pub mod trip;
