//! Answers that come in pages (`x-ms-pageable`).

use super::codes;
use super::cx::Cx;
use super::node::Node;
use crate::ir::{Next, Paging};

impl<'a> Cx<'a, '_> {
    /// How an operation's answers are read on. `answer` is the schema of the body of a success.
    pub(super) fn paging(&mut self, operation: Node<'a>, answer: Option<Node<'a>>) -> Option<Paging> {
        let node = self.object(operation, "x-ms-pageable")?;
        let items = self.text(node, "itemName").unwrap_or("value").to_owned();
        // `nextLinkName: null` says that there is one page, listed like the pages of other operations.
        let next_link = self.text(node, "nextLinkName").map(str::to_owned);
        let next_operation = self.text(node, "operationName").map(str::to_owned);
        if node.value.get("nextLinkName").is_none_or(|value| !value.is_null() && !value.is_string()) {
            self.unpaged(node, "paging must say in `nextLinkName` which member leads on");
            return None;
        }
        let Some(answer) = answer else {
            self.unpaged(node, "no answer has a body, so there are no pages");
            return None;
        };
        for name in std::iter::once(&items).chain(&next_link) {
            if self.property(answer, name).is_none() {
                self.unpaged(node, &format!("the answer has no member `{name}`"));
                return None;
            }
        }
        let next = next_link.map_or(Next::Nothing, Next::Member);
        Some(Paging { items: Some(items), next, next_operation })
    }

    fn unpaged(&mut self, node: Node<'a>, message: &str) {
        if self.told.insert(node.place) {
            self.diags.warning(codes::PAGING, node.place, message).note("each page has to be asked for by itself");
        }
    }
}
