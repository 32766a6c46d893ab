//! Parts of a tree that another text put there: what is wrong with them is shown where it is written.

use foldhash::HashMap;

use super::{FileId, Node, Place, Sources};

/// A node as it is written: a file, and the keys that lead to it from the root of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// The keys.
    pub keys: Vec<String>,
}

/// The nodes that came from elsewhere, with all that is in them.
pub(super) type Grafts = HashMap<Place, Origin>;

impl Sources {
    /// Says that the node at `place`, with all that is in it, is written at `origin`.
    pub fn graft(&self, place: Place, origin: Origin) {
        self.move_below(place, None);
        self.grafts.borrow_mut().insert(place, origin);
    }

    /// Says that the node that was at `from` is now at `to`, with all that is in it.
    pub fn moved(&self, from: Place, to: Place) {
        let origin = self.origin(from);
        self.move_below(to, None);
        self.move_below(from, Some(to));
        let mut grafts = self.grafts.borrow_mut();
        grafts.remove(&from);
        grafts.extend(origin.map(|origin| (to, origin)));
    }

    /// Gives what is grafted within `from` to `to`, or forgets it.
    fn move_below(&self, from: Place, to: Option<Place>) {
        let places: Vec<Place> = self.grafts.borrow().keys().copied().collect();
        let root = self.keys(from);
        for place in places {
            let keys = self.keys(place);
            let Some(rest) = keys.strip_prefix(root.as_slice()).filter(|rest| !rest.is_empty()) else { continue };
            if self.top(place) != self.top(from) {
                continue;
            }
            let origin = self.grafts.borrow_mut().remove(&place);
            let (Some(to), Some(origin)) = (to, origin) else { continue };
            let place = rest.iter().fold(to, |place, key| self.member(place, key));
            self.grafts.borrow_mut().insert(place, origin);
        }
    }

    /// The file of whose tree a node is a part.
    fn top(&self, place: Place) -> Option<FileId> {
        let places = self.places.borrow();
        let mut place = place;
        loop {
            match &places.nodes[place.0 as usize] {
                Node::Nowhere => return None,
                Node::File(file) | Node::Span { file, .. } => return Some(*file),
                Node::Member { parent, .. } => place = *parent,
                Node::Key { of } => place = *of,
            }
        }
    }

    /// Where a place is written; `None` only for [`Place::NOWHERE`].
    pub fn origin(&self, place: Place) -> Option<Origin> {
        let (places, grafts) = (self.places.borrow(), self.grafts.borrow());
        let (mut place, mut inner) = (place, Vec::new());
        let origin = loop {
            if let Some(origin) = grafts.get(&place) {
                break origin.clone();
            }
            match &places.nodes[place.0 as usize] {
                Node::Nowhere => return None,
                Node::File(file) | Node::Span { file, .. } => break Origin { file: *file, keys: Vec::new() },
                Node::Member { parent, key } => {
                    inner.push(key.to_string());
                    place = *parent;
                }
                Node::Key { of } => place = *of,
            }
        };
        let keys = origin.keys.into_iter().chain(inner.into_iter().rev()).collect();
        Some(Origin { keys, ..origin })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_grafted_is_shown_where_it_is_written() {
        let mut sources = Sources::new();
        let (file, other) = (sources.add("a", "{}"), sources.add("b", "{}"));
        let list = sources.member(sources.root(file), "list");
        let item = |index: usize| sources.member(list, index);
        let written = |place| sources.origin(place).map(|origin| (origin.file, origin.keys.join("/"))).unwrap();
        assert_eq!(written(item(1)), (file, "list/1".to_owned()));
        let inner = sources.member(item(2), "x");
        sources.graft(inner, Origin { file: other, keys: vec!["update".to_owned()] });
        assert_eq!(written(sources.member(inner, "y")), (other, "update/y".to_owned()));
        // The first two items go, one after the other.
        for _ in 0..2 {
            sources.moved(item(1), item(0));
            sources.moved(item(2), item(1));
        }
        assert_eq!(written(item(0)), (file, "list/2".to_owned()));
        assert_eq!(written(sources.member(item(0), "x")), (other, "update".to_owned()));
        sources.graft(item(0), Origin { file: other, keys: vec!["new".to_owned()] });
        assert_eq!(written(sources.member(item(0), "x")), (other, "new/x".to_owned()));
    }
}
