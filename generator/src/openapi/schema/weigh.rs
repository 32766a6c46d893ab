//! Which of the words beside one another count. Words without a `type` constrain values of one kind, and let all others in
//! (Core 10.3, Validation 6 and 7.1): they say what values are only where nothing else does.

use super::gather::Parts;
use super::kind::Kind;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::source::Place;

impl<'a> Cx<'a, '_> {
    /// Leaves out the words that are about values of another kind than those which fit the parts.
    pub(super) fn weigh(&mut self, parts: &mut Parts<'a>) {
        if parts.object || parts.bases.iter().any(|&base| self.is_firm(base)) {
            parts.words.clear();
        } else if !parts.others.is_empty() {
            parts.no_object();
        } else if !parts.unions.is_empty() {
            let alternatives: Vec<Node<'a>> =
                parts.unions.iter().flat_map(|union| union.alternatives.iter().copied()).collect();
            let kinds: Vec<Kind> = alternatives.into_iter().map(|node| self.kind(node)).collect();
            let some = |is: fn(Kind) -> bool| kinds.iter().any(|&kind| is(kind) || kind == Kind::Union);
            if !some(|kind| kind.is_object() || kind == Kind::Anything) {
                parts.no_object();
            }
            // A format narrows one type, and does not choose among several.
            let lists = some(|kind| kind == Kind::List);
            parts.words.retain(|&word| lists && self.kind_alone(word) == Kind::List);
        } else if parts.is_object() {
            parts.words.clear();
        } else {
            parts.others.append(&mut parts.words);
        }
    }

    /// Where a schema says of what kind its values are, as far as that is not where it stands itself.
    pub(super) fn word(&self, schema: Node<'a>) -> Place {
        let words = ["type", "enum", "const", "items", "prefixItems", "format", "contentEncoding"];
        let said = words.into_iter().find(|word| schema.value.get(word).is_some());
        said.map_or(schema.place, |word| self.sources.member(schema.place, word))
    }
}
