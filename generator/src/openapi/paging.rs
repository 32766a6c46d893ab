//! Answers that come in pages: Azure's `x-ms-pageable`, and the extensions that other generators have for the same.

use super::codes;
use super::cx::Cx;
use super::node::Node;
use crate::ir::{Cursor, Next, Paging, member_way};

/// What an extension says, or what of it cannot be honoured.
type Said = Option<Result<Paging, String>>;

impl<'a> Cx<'a, '_> {
    /// How an operation's answers are read on. `answer` is the schema of the body of a success.
    pub(super) fn paging(&mut self, operation: Node<'a>, answer: Option<Node<'a>>) -> Option<Paging> {
        type Read<'a, 'b, 'c> = fn(&mut Cx<'a, 'b>, Node<'a>, Option<Node<'a>>) -> Said;
        let extensions: [(&str, Read<'a, '_, '_>); 5] = [
            ("x-ms-pageable", Cx::ms_pageable),
            ("x-speakeasy-pagination", Cx::speakeasy),
            ("x-fern-pagination", Cx::fern),
            ("x-dropshot-pagination", Cx::dropshot),
            ("x-pagination", Cx::parameters_and_paths),
        ];
        for (key, read) in extensions {
            let Some(node) = self.member(operation, key).filter(|node| node.value.is_object()) else { continue };
            match read(self, node, answer) {
                Some(Ok(paging)) => return Some(paging),
                Some(Err(why)) if self.told.insert(node.place) => {
                    let note = "each page has to be asked for by itself";
                    self.diags.warning(codes::PAGING, node.place, why).note(note);
                }
                _ => {}
            }
        }
        None
    }

    /// `{nextLinkName, itemName, operationName}`.
    fn ms_pageable(&mut self, node: Node<'a>, answer: Option<Node<'a>>) -> Said {
        // `nextLinkName: null` says that there is one page, listed like the pages of other operations.
        let next = match node.value.get("nextLinkName") {
            Some(value) if value.is_null() => Next::Nothing,
            Some(value) if value.is_string() => Next::Member(self.way(answer, value.as_str().unwrap_or_default())),
            _ => return Some(Err("paging must say in `nextLinkName` which member leads on".to_owned())),
        };
        let items = self.text(node, "itemName").unwrap_or("value");
        let items = Some(self.way(answer, items));
        let next_operation = node.str("operationName").map(str::to_owned);
        Some(Ok(Paging { items, next_operation, ..Paging::new(next, node.place) }))
    }

    /// `{type, inputs: [{name, in, type}], outputs: {results, nextCursor, nextUrl}}`.
    fn speakeasy(&mut self, node: Node<'a>, _: Option<Node<'a>>) -> Said {
        let outputs = self.object(node, "outputs");
        let output = |key: &str| outputs.and_then(|outputs| outputs.str(key)).map(member_way);
        let inputs = self.items(node, "inputs");
        let input = |kind: &str| {
            let found = inputs.iter().find(|input| input.str("type") == Some(kind))?;
            let name = found.str("name")?.to_owned();
            Some(if found.str("in") == Some("requestBody") { Err(in_body(&name)) } else { Ok(name) })
        };
        let next = match (node.str("type"), output("nextCursor"), output("nextUrl")) {
            (Some("cursor"), Some(way), _) => input("cursor")
                .map(|parameter| parameter.map(|parameter| Next::Cursor { parameter, from: Cursor::Member(way) })),
            (Some("url"), _, Some(way)) => Some(Ok(Next::Member(way))),
            (Some("offsetLimit"), ..) => input("offset")
                .map(|parameter| parameter.map(Next::Offset))
                .or_else(|| input("page").map(|parameter| parameter.map(Next::Page))),
            _ => None,
        };
        let next = next.unwrap_or_else(|| Err("it does not say what leads from one page to the next".to_owned()));
        Some(next.map(|next| Paging { items: output("results"), ..Paging::new(next, node.place) }))
    }

    /// `{cursor: $request.x, next_cursor: $response.y, results: $response.z}`, or `{offset: $request.x, step, results}`,
    /// where an offset without a step counts pages.
    fn fern(&mut self, node: Node<'a>, _: Option<Node<'a>>) -> Said {
        let request = |key: &str| {
            let way = node.str(key)?.strip_prefix("$request.")?;
            Some(if way.contains('.') { Err(in_body(way)) } else { Ok(way.to_owned()) })
        };
        let response = |key: &str| node.str(key).map(member_way);
        let next = match (request("cursor"), response("next_cursor"), request("offset"), node.str("step")) {
            (Some(parameter), Some(way), ..) => {
                parameter.map(|parameter| Next::Cursor { parameter, from: Cursor::Member(way) })
            }
            (_, _, Some(parameter), Some(_)) => parameter.map(Next::Offset),
            (_, _, Some(parameter), None) => parameter.map(Next::Page),
            _ => Err("it does not say what leads from one page to the next".to_owned()),
        };
        let more = response("has-next-page");
        Some(next.map(|next| Paging { items: response("results"), more, ..Paging::new(next, node.place) }))
    }

    /// Dropshot's lists all have the same members.
    fn dropshot(&mut self, node: Node<'a>, _: Option<Node<'a>>) -> Said {
        let from = Cursor::Member(vec!["next_page".to_owned()]);
        let next = Next::Cursor { parameter: "page_token".to_owned(), from };
        Some(Ok(Paging { items: Some(vec!["items".to_owned()]), ..Paging::new(next, node.place) }))
    }

    /// `{cursorParam, cursorPath, pageParam, pageOffsetParam, resultsPath}`. The name is anybody's: what has none of these is
    /// another extension.
    fn parameters_and_paths(&mut self, node: Node<'a>, answer: Option<Node<'a>>) -> Said {
        let parameter = |key: &str| {
            let name = node.str(key)?;
            Some(if name.starts_with("body.") { Err(in_body(name)) } else { Ok(name.to_owned()) })
        };
        let next = match (parameter("cursorParam"), node.str("cursorPath")) {
            (Some(parameter), Some(way)) => {
                let from = Cursor::Member(self.way(answer, way));
                parameter.map(|parameter| Next::Cursor { parameter, from })
            }
            _ => match (parameter("pageOffsetParam"), parameter("pageParam")) {
                (Some(parameter), _) => parameter.map(Next::Offset),
                (None, Some(parameter)) => parameter.map(Next::Page),
                (None, None) => return None,
            },
        };
        let items = node.str("resultsPath").map(|way| self.way(answer, way));
        Some(next.map(|next| Paging { items, ..Paging::new(next, node.place) }))
    }

    /// The way that a text says: to the member of this very name, where there is one, else through the members that it names.
    fn way(&mut self, answer: Option<Node<'a>>, text: &str) -> Vec<String> {
        match answer.and_then(|answer| self.property(answer, text)) {
            Some(_) => vec![text.to_owned()],
            None => member_way(text),
        }
    }
}

fn in_body(name: &str) -> String {
    format!("`{name}` is in the body, and pages are asked for by their addresses")
}
