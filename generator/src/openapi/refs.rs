//! References: from a node to the node that it means, in this file or another, with what goes wrong on the way.

use std::borrow::Cow;
use std::rc::Rc;

use foldhash::HashSet;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::load::{Dialect, Nowhere};
use super::node::Node;
use super::resources::{self, Resources};
use crate::ir::Name;
use crate::source::Place;

/// What stands for `$recursiveRef` where references are resolved.
pub(super) const RECURSIVE: &str = "$recursiveRef";

/// How many references may stand in a row: a limit against documents that are made to take long.
pub(super) const ROW: usize = 500;

/// How many references a pointer may lead through: each is a call within a call.
const HOPS: usize = 64;

impl<'a> Cx<'a, '_> {
    /// What `reference` means where it stands in `from`, one step far. What is wrong with it is said at the `$ref`.
    pub(super) fn resolve(&mut self, from: Node<'a>, reference: &str) -> Option<Node<'a>> {
        let found = match reference {
            RECURSIVE => self
                .recursive_anchor(from)
                .ok_or_else(|| Nowhere::Other("no schema around it has a `$recursiveAnchor`".to_owned())),
            _ => self.find(from, reference),
        };
        match found {
            Ok(node) => Some(node),
            Err(why) => {
                let place = self.sources.member(from.place, "$ref");
                let part = reference.split('#').next().unwrap_or_default();
                let remedy = super::load::remedy(part, &why);
                // A file that may not be read is said once, however many references lead into it.
                let first = remedy.as_ref().is_none_or(|remedy| self.unread.insert(remedy.clone()));
                if first && self.told.insert(place) {
                    let said = self.diags.error(codes::DANGLING, place, format!("`{reference}` leads nowhere: {why}"));
                    said.label("referred to here");
                    if let Some(remedy) = remedy {
                        said.note("the same holds for every other reference that leads there").help(remedy);
                    }
                    said.note("what is referred to is left out; as a type, it is any value");
                    let file = self.documents.link(from.file, part).ok();
                    if let Some((file, fault)) =
                        file.and_then(|file| Some((file, self.documents.get(file)?.fault.as_ref()?)))
                    {
                        said.also(self.sources.span(file, fault.span.clone()), fault.message.as_str());
                    }
                }
                None
            }
        }
    }

    /// The resources of the file of a node; none before 3.1, whose schemas have no addresses.
    fn resources(&mut self, node: Node<'a>) -> Option<Rc<Resources<'a>>> {
        if self.dialect_of(node) < Dialect::V31 {
            return None;
        }
        if let Some(known) = self.resources.get(&node.file) {
            return Some(Rc::clone(known));
        }
        let value = &self.documents.get(node.file)?.value;
        let root = Node { file: node.file, place: self.sources.root(node.file), value };
        let found = Rc::new(Resources::of(self.sources, root));
        self.resources.insert(node.file, Rc::clone(&found));
        Some(found)
    }

    /// What references from a node are relative to.
    fn home(&mut self, from: Node<'a>) -> Place {
        match self.resources(from) {
            Some(resources) => resources.home(self.sources, from),
            None => self.sources.root(from.file),
        }
    }

    /// The same without a word about what is wrong.
    pub(super) fn find(&mut self, from: Node<'a>, reference: &str) -> Result<Node<'a>, Nowhere> {
        let key = (self.home(from), reference.to_owned());
        if let Some(found) = self.resolved.get(&key) {
            return found.clone();
        }
        let found = self.look(from, reference, 0);
        if let Ok(node) = found {
            self.name_target(node, reference);
        }
        self.resolved.insert(key, found.clone());
        found
    }

    /// A schema that is referred to as a file, as what a file lists, or among definitions anywhere has a name by that.
    fn name_target(&mut self, node: Node<'a>, reference: &str) {
        if self.named.contains_key(&node.place) || self.handed_on.contains(&node.place) {
            return;
        }
        let keys = self.sources.keys(node.place);
        let name = match keys.as_slice() {
            [] => {
                let file = reference.split('#').next().unwrap_or_default();
                let name = file.rsplit('/').next().unwrap_or_default();
                name.split('.').next().unwrap_or_default().to_owned()
            }
            [name] => name.clone(),
            [.., home, name] if matches!(home.as_str(), "definitions" | "$defs" | "schemas") => name.clone(),
            _ => return,
        };
        if !name.is_empty() {
            self.named.insert(node.place, Name::new(name));
        }
    }

    /// The node that `node` means in the end: itself, or where its `$ref`s lead.
    pub(super) fn follow(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        let (mut here, mut seen) = (node, HashSet::default());
        while let Some(reference) = here.value.get("$ref").and_then(Value::as_str) {
            let target = self.resolve(here, reference)?;
            seen.insert(here.place);
            if seen.contains(&target.place) {
                self.circular(node, here);
                return None;
            }
            if seen.len() > ROW {
                self.too_far(node);
                return None;
            }
            here = target;
        }
        Some(here)
    }

    /// Says that more references follow one another from `node` on than are followed.
    fn too_far(&mut self, node: Node<'a>) {
        let place = self.sources.member(node.place, "$ref");
        if self.told.insert(place) {
            self.diags
                .error(codes::DANGLING, place, format!("more than {ROW} references follow one another from here on"))
                .note("that is the limit: what they lead to is any value");
        }
    }

    /// Says that the references from `node` on lead back to themselves.
    pub(super) fn circular(&mut self, node: Node<'a>, through: Node<'a>) {
        let place = self.sources.member(node.place, "$ref");
        if self.told.insert(place) {
            let through = self.sources.member(through.place, "$ref");
            self.diags
                .error(codes::CIRCULAR, place, "this reference leads back to itself, so it means nothing")
                .also(through, "by way of this");
        }
    }

    /// The outermost schema around `node` with `$recursiveAnchor: true` (JSON Schema 2019-09, 8.2.4.2).
    fn recursive_anchor(&self, node: Node<'a>) -> Option<Node<'a>> {
        let document = self.documents.get(node.file)?;
        let mut here = Node { place: self.sources.root(node.file), value: &document.value, ..node };
        for key in self.sources.keys(node.place) {
            if self.extension(here, "$recursiveAnchor") {
                return Some(here);
            }
            here = here.child(self.sources, &key)?;
        }
        None
    }

    fn look(&mut self, from: Node<'a>, reference: &str, hops: usize) -> Result<Node<'a>, Nowhere> {
        let (part, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decode_str(fragment).decode_utf8_lossy();
        // Many give their schemas an `$id` and go on to refer to things from the root of the file.
        let home = self.home(from);
        if let Some(resource) = self.resources(from).and_then(|resources| resources.find(home, part))
            && let Ok(found) = self.within(resource, &fragment, hops)
        {
            return Ok(found);
        }
        let file = self.documents.link(from.file, part)?;
        let Some(document) = self.documents.get(file) else {
            return Err(Nowhere::Other("the file was not read".to_owned()));
        };
        if let Some(fault) = &document.fault {
            return Err(format!("{} cannot be read: {}", self.sources.file(file).name, fault.message).into());
        }
        let root = Node { file, place: self.sources.root(file), value: &document.value };
        if fragment.is_empty() && root.value.is_null() {
            return Err(Nowhere::Other("there is nothing in the file".to_owned()));
        }
        // To the letter `#/` is the member without a name; who writes it behind a file means the file.
        if fragment == "/" && !part.is_empty() && root.child(self.sources, "").is_none() {
            return Ok(root);
        }
        self.within(root, &fragment, hops)
    }

    /// What a fragment means within a file or another resource.
    fn within(&mut self, root: Node<'a>, fragment: &str, hops: usize) -> Result<Node<'a>, Nowhere> {
        if fragment.is_empty() {
            return Ok(root);
        }
        let Some(pointer) = fragment.strip_prefix('/') else {
            return self
                .anchored(root, fragment)
                .ok_or_else(|| format!("there is no `$anchor` of the name `{fragment}`").into());
        };
        let mut here = root;
        for token in pointer.split('/') {
            // RFC 6901, section 4: first `~1`, then `~0`.
            let key: Cow<'_, str> = match token.contains('~') {
                true => token.replace("~1", "/").replace("~0", "~").into(),
                false => token.into(),
            };
            here = match here.child(self.sources, &key) {
                Some(child) => child,
                // The pointer goes through a reference: on from what that one means.
                None => match here.value.get("$ref").and_then(Value::as_str) {
                    Some(inner) if hops < HOPS => {
                        let onward = self.look(here, inner, hops + 1)?;
                        onward.child(self.sources, &key).ok_or_else(|| format!("there is no `{key}` on the way"))?
                    }
                    _ => {
                        return Err(format!(
                            "there is no `{key}`{}",
                            if here.place == root.place { " in the file" } else { " on the way" }
                        )
                        .into());
                    }
                },
            };
        }
        Ok(here)
    }

    /// The schema within a file or another resource that carries this `$anchor` (JSON Schema 2020-12, 8.2.2).
    fn anchored(&mut self, root: Node<'a>, name: &str) -> Option<Node<'a>> {
        let anchors = self.anchors.entry(root.place).or_insert_with(|| resources::anchors(self.sources, root));
        anchors.get(name).copied()
    }
}
