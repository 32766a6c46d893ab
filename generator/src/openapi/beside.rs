//! Members beside a `$ref` that are taken, although before 3.1 nothing there counts (OpenAPI 3.0.4, 4.7.23: they "SHALL be
//! ignored"). Documents have hundreds of them, so that each file is spoken of once.

use super::codes;
use super::node::Node;
use crate::diag::Diagnostics;
use crate::source::{FileId, Place};

/// What was taken, by file.
#[derive(Default)]
pub(super) struct Beside(Vec<Taken>);

struct Taken {
    file: FileId,
    /// The first of the references.
    first: Place,
    /// Its members that are taken.
    words: Vec<&'static str>,
    /// How many other references have some.
    others: usize,
}

impl Beside {
    /// Notes what is taken beside a reference.
    pub(super) fn note(&mut self, node: Node<'_>, words: impl Iterator<Item = &'static str>) {
        let words: Vec<&'static str> = words.collect();
        if words.is_empty() {
            return;
        }
        match self.0.iter_mut().find(|taken| taken.file == node.file) {
            Some(taken) => taken.others += 1,
            None => self.0.push(Taken { file: node.file, first: node.place, words, others: 0 }),
        }
    }

    /// Says what was taken.
    pub(super) fn say(self, diags: &mut Diagnostics) {
        for Taken { first, words, others, .. } in self.0 {
            let words = words.join("` and `");
            let said = diags.warning(
                codes::BESIDE_REF,
                first,
                format!("`{words}` beside a `$ref` counts, although before OpenAPI 3.1 nothing does there"),
            );
            if others > 0 {
                said.note(format!("the same holds for {others} more references of this file"));
            }
            said.note("that is how such documents are meant").help("put the reference into an `allOf`");
        }
    }
}
