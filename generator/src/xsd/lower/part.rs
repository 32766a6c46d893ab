//! A part of a content model.

use std::collections::HashSet;

use crate::ir::Namespaces;
use crate::source::Place;
use crate::xsd::document::{AnyUse, Element, Expanded};

/// A part of a content model, and how often it may stand.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) what: What<'a>,
    /// What is said of it where it stands.
    pub(super) doc: &'a str,
    pub(super) place: Place,
    pub(super) key: Place,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(super) enum What<'a> {
    Element(&'a Element),
    Any(&'a AnyUse),
    /// One after the other; the group that it comes from.
    Sequence(Vec<Part<'a>>, Option<&'a Expanded>),
    /// One of several; the group that it comes from.
    Choice(Vec<Part<'a>>, Option<&'a Expanded>),
}

impl<'a> Part<'a> {
    /// Whether nothing at all may stand for it.
    pub(super) fn is_emptiable(&self) -> bool {
        self.min == 0
            || match &self.what {
                What::Element(_) | What::Any(_) => false,
                What::Sequence(parts, _) => parts.iter().all(Part::is_emptiable),
                What::Choice(parts, _) => parts.iter().any(Part::is_emptiable),
            }
    }

    pub(super) fn is_once(&self) -> bool {
        self.min == 1 && self.max == Some(1)
    }

    pub(super) fn repeats(&self) -> bool {
        self.max.is_none_or(|max| max > 1)
    }

    /// The elements and wildcards in it, at any depth.
    pub(super) fn leaves<'p>(&'p self, found: &mut Vec<&'p Part<'a>>) {
        match &self.what {
            What::Element(_) | What::Any(_) => found.push(self),
            What::Sequence(parts, _) | What::Choice(parts, _) => {
                for part in parts {
                    part.leaves(found);
                }
            }
        }
    }
}

/// What a list of parts lets in.
#[derive(Debug, Default)]
pub(super) struct Reach<'a> {
    pub(super) names: HashSet<&'a Expanded>,
    pub(super) any: Vec<Namespaces>,
}
