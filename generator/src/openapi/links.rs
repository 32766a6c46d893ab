//! Links from an answer to further operations. Nobody follows them, but one that leads nowhere is a mistake.

use foldhash::HashSet;
use serde_json::Value;

use super::codes;
use super::cx::Cx;
use super::node::Node;

impl<'a> Cx<'a, '_> {
    /// Says which links of an answer lead to no operation.
    pub(super) fn links(&mut self, response: Node<'a>) {
        for (_, link) in self.members(response, "links") {
            let Some(link) = self.follow(link).filter(|link| link.value.is_object()) else { continue };
            let fault = if let Some(id) = link.str("operationId") {
                (!self.is_operation(id)).then(|| ("operationId", format!("no operation has the id `{id}`")))
            } else if let Some(reference) = link.str("operationRef") {
                let found = self.find(link, reference);
                found.err().map(|why| ("operationRef", format!("`{reference}` leads to no operation: {why}")))
            } else {
                None
            };
            let Some((word, message)) = fault else { continue };
            let place = self.sources.member(link.place, word);
            if self.told.insert(place) {
                self.diags
                    .warning(codes::DANGLING, place, message)
                    .note("the link means nothing; no code is written of links");
            }
        }
    }

    fn is_operation(&mut self, id: &str) -> bool {
        if self.operation_ids.is_none() {
            let (documents, mut ids) = (self.documents, HashSet::default());
            documents.iter().for_each(|(_, document)| find_ids(&document.value, &mut ids));
            self.operation_ids = Some(ids);
        }
        self.operation_ids.as_ref().is_some_and(|ids| ids.contains(id))
    }
}

/// The ids of operations, wherever they stand: in the members of path items that are called as methods.
fn find_ids<'a>(value: &'a Value, ids: &mut HashSet<&'a str>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let operations: Vec<&'a Value> = match key.as_str() {
                    "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => vec![value],
                    "additionalOperations" => value.as_object().into_iter().flat_map(|all| all.values()).collect(),
                    // A link has the id of another.
                    "links" | "example" | "examples" => continue,
                    _ => Vec::new(),
                };
                ids.extend(operations.into_iter().filter_map(|one| one.get("operationId").and_then(Value::as_str)));
                find_ids(value, ids);
            }
        }
        Value::Array(items) => items.iter().for_each(|value| find_ids(value, ids)),
        _ => {}
    }
}
