//! What is written: files as text, how they are laid out, how they get to disk or are compared with it.
//!
//! The only stage that touches the disk with anything but reads. It knows nothing of services: a file is a path and a
//! text, and a file is ours when its first line says so.

mod apply;
pub mod diff;
pub mod format;
pub mod header;
pub mod write;

pub use diff::{diff, remedy};
pub use format::{FormatError, Piece, rust_file};
pub use write::{Obstacle, Plan, Replaced, WriteError, plan};

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutFile {
    /// Where, relative to the root of the output, with `/` between its parts; never empty, absolute or with `..`.
    pub path: String,
    /// The whole text; its first line is a [header](header::line).
    pub text: String,
}

impl OutFile {
    /// A file of this path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        OutFile { path: path.into(), text: text.into() }
    }
}
