//! Which operations a document has, counted without the generator.

use std::path::Path;

use serde_json::Value;

use ::tests::tree::{At, Trees};

/// The methods of a path item (OpenAPI 3.2, 4.8.9; `query` is there from 3.2 on).
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// An operation that stands in a document.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// The method, in capitals.
    pub(crate) method: String,
    /// The path.
    pub(crate) path: String,
    /// Where it stands.
    pub(crate) at: At,
}

/// The operations below `paths` and `x-ms-paths`, but not those of webhooks and callbacks, which a client does not call;
/// `None` where the document is neither JSON nor YAML.
pub(crate) fn count(entry: &Path, trees: &mut Trees) -> Option<Vec<Counted>> {
    let root = trees.file(entry)?;
    Some(["paths", "x-ms-paths"].into_iter().flat_map(|section| operations(&root, section, entry, trees)).collect())
}

fn operations(root: &Value, section: &str, entry: &Path, trees: &mut Trees) -> Vec<Counted> {
    let Some(Value::Object(paths)) = root.get(section) else { return Vec::new() };
    let section = At { file: entry.to_owned(), pointer: format!("/{section}") };
    let mut found = Vec::new();
    for (path, item) in paths.iter().filter(|(path, _)| !path.starts_with("x-")) {
        let here = section.member(path);
        of_item(path, item, &here, &mut found);
        if item.get("$ref").is_some()
            && let Some((there, target)) = trees.follow(here)
        {
            of_item(path, &target, &there, &mut found);
        }
    }
    found
}

/// The operations of a path item.
fn of_item(path: &str, item: &Value, at: &At, found: &mut Vec<Counted>) {
    let mut add = |method: &str, at: At, operation: Option<&Value>| {
        let known = |it: &Counted| it.path == path && it.method == method.to_uppercase();
        if operation.is_some_and(Value::is_object) && !found.iter().any(known) {
            found.push(Counted { method: method.to_uppercase(), path: path.to_owned(), at });
        }
    };
    for method in METHODS {
        add(method, at.member(method), item.get(method));
    }
    if let Some(Value::Object(more)) = item.get("additionalOperations") {
        let at = at.member("additionalOperations");
        for (method, operation) in more {
            add(method, at.member(method), Some(operation));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_told_from_other_members() {
        let item = serde_json::json!({
            "get": {}, "parameters": [], "summary": "", "query": {}, "x-get": {}, "put": null,
            "additionalOperations": { "LINK": {} },
        });
        let mut found = Vec::new();
        of_item("/a", &item, &At { file: "x".into(), pointer: String::new() }, &mut found);
        let methods: Vec<&str> = found.iter().map(|it| it.method.as_str()).collect();
        assert_eq!(methods, ["GET", "QUERY", "LINK"]);
    }
}
