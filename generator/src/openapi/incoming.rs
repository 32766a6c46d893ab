//! Webhooks and callbacks: requests that the service makes. A client makes no call of them, but who receives them wants
//! their bodies as types.

use super::codes;
use super::cx::Cx;
use super::node::Node;
use crate::ir::{Name, Shape};

impl<'a> Cx<'a, '_> {
    /// The bodies of the webhooks of a description.
    pub(super) fn webhooks(&mut self, root: Node<'a>) {
        let Some(home) = self.object(root, "webhooks") else { return };
        let items = self.entries(home);
        if items.is_empty() {
            return;
        }
        self.not_called(home, "webhooks");
        for (name, item) in items {
            self.incoming(item, name);
        }
    }

    /// The bodies of the callbacks of an operation that is called `operation`.
    pub(super) fn callbacks(&mut self, node: Node<'a>, operation: &str) {
        let Some(home) = self.object(node, "callbacks") else { return };
        self.not_called(home, "callbacks");
        for (name, callback) in self.entries(home) {
            let Some(callback) = self.follow(callback) else { continue };
            for (address, item) in self.entries(callback) {
                if !address.starts_with("x-") {
                    self.incoming(item, &format!("{operation} {name}"));
                }
            }
        }
    }

    fn not_called(&mut self, home: Node<'a>, what: &str) {
        if self.told.insert(home.place) {
            let message = format!("{what} are requests that the service makes, not ones that a client can make");
            self.diags
                .warning(codes::LEFT_OUT, home.place, message)
                .note("there is no call of them; their bodies are types");
        }
    }

    /// Makes types of the bodies that a path item says the service will send.
    fn incoming(&mut self, item: Node<'a>, name: &str) {
        let Some(item) = self.follow(item) else { return };
        let operations: Vec<Node<'a>> =
            super::operations::METHODS.iter().filter_map(|method| item.child(self.sources, method)).collect();
        let several = operations.len() > 1;
        for operation in operations {
            let Ok(Some(request)) = self.request_body(operation) else { continue };
            let method = self.sources.keys(operation.place).pop().unwrap_or_default();
            let name = if several { format!("{name} {method} request") } else { format!("{name} request") };
            for media in &request.media {
                let Some(id) = media.payload.ty() else { continue };
                let ty = &mut self.builder.api().types[id];
                let has_parts = matches!(ty.shape, Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_));
                if has_parts && ty.name.is_none() {
                    ty.name = Some(Name::derived(name.clone()));
                }
            }
        }
    }
}
