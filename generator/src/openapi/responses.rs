//! Answers: statuses, headers and bodies.

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::{Response, StatusPattern};

impl<'a> Cx<'a, '_> {
    /// The answers of an operation.
    pub(super) fn responses(&mut self, operation: Node<'a>) -> Vec<Response> {
        let Some(home) = self.object(operation, "responses") else {
            // Since 3.1 an operation may leave them out.
            if self.dialect_of(operation) < Dialect::V31
                && !operation.has("responses")
                && self.told.insert(operation.place)
            {
                self.diags
                    .warning(codes::RESPONSES, operation.place, "the operation does not say what is answered")
                    .note("any answer of a 2xx status is a success without a body");
            }
            return Vec::new();
        };
        let mut responses = Vec::new();
        for (status, reference) in self.entries(home) {
            if status.starts_with("x-") {
                continue;
            }
            let Some(pattern) = pattern(status) else {
                if self.told.insert(reference.place) {
                    self.diags
                        .error(codes::STATUS, reference.place, format!("`{status}` is no status"))
                        .note("the answer is left out")
                        .help("a status is a number from `100` to `599`, a range like `4XX`, or `default`");
                }
                continue;
            };
            let Some(node) = self.follow(reference) else { continue };
            if !node.value.is_object() {
                self.wrong(node, "a response");
                continue;
            }
            responses.push(self.response(operation, pattern, node));
        }
        responses
    }

    fn response(&mut self, operation: Node<'a>, status: StatusPattern, node: Node<'a>) -> Response {
        let old = self.dialect_of(node) == Dialect::V20;
        let known: &[&str] = match old {
            true => &["description", "schema", "headers", "examples"],
            false => &["description", "headers", "content", "links", "summary"],
        };
        self.only(node, "a response", known);
        if !old {
            self.links(node);
        }
        let mut headers = Vec::new();
        for (name, header) in self.members(node, "headers") {
            // OpenAPI 3.0.4, 4.7.17: the type of the body is said by `content`.
            if !name.eq_ignore_ascii_case("content-type") {
                headers.extend(self.answer_header(name, header));
            }
        }
        let media = if old { self.old_content(operation, node) } else { self.content(node) };
        Response { status, headers, media, others: Vec::new(), doc: self.prose(node), place: node.place }
    }

    /// The schema of the body of the first success that has one.
    pub(super) fn answer(&mut self, operation: Node<'a>) -> Option<Node<'a>> {
        let home = operation.child(self.sources, "responses")?;
        for (status, reference) in self.entries(home) {
            if !pattern(status).is_some_and(StatusPattern::is_success) {
                continue;
            }
            let Some(node) = self.follow(reference) else { continue };
            if let Some(schema) = node.child(self.sources, "schema") {
                return Some(schema);
            }
            for (_, media) in node.child(self.sources, "content").map(|node| self.entries(node)).unwrap_or_default() {
                if let Some(schema) = media.child(self.sources, "schema") {
                    return Some(schema);
                }
            }
        }
        None
    }
}

/// Which statuses a key of `responses` stands for.
fn pattern(text: &str) -> Option<StatusPattern> {
    if text == "default" {
        return Some(StatusPattern::Default);
    }
    match text.as_bytes() {
        [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(StatusPattern::Class(digit - b'0')),
        [b'1'..=b'5', _, _] => text.parse().ok().map(StatusPattern::Code),
        _ => None,
    }
}
