//! Diagnostics for programs: one JSON object for each, or a SARIF log for code scanners.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Level};
use crate::source::{Place, Sources};

/// Where something is, in a file.
#[derive(Serialize)]
struct Spot<'a> {
    /// The file, as in messages for people.
    file: &'a str,
    /// The JSON Pointer of the node, for places in a tree.
    #[serde(skip_serializing_if = "String::is_empty")]
    pointer: String,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    end_line: usize,
    /// The column behind the last character.
    end_column: usize,
    byte_start: usize,
    byte_end: usize,
}

fn spot(place: Place, sources: &Sources) -> Option<Spot<'_>> {
    let location = sources.locate(place)?;
    let (end_line, end_column) = sources.line_and_column(location.file, location.span.end);
    Some(Spot {
        file: &sources.file(location.file).name,
        pointer: sources.pointer(place),
        line: location.line,
        column: location.column,
        end_line,
        end_column,
        byte_start: location.span.start,
        byte_end: location.span.end,
    })
}

/// One line of JSON for each diagnostic, with the members `level`, `code`, `message`, `place` (`null` where there is
/// none), `label`, `labels`, `notes` and `help`.
pub fn json_lines(diags: &Diagnostics, sources: &Sources) -> String {
    let line = |diagnostic: &Diagnostic| {
        let labels: Vec<Value> = diagnostic
            .labels
            .iter()
            .map(|label| json!({ "place": spot(label.place, sources), "text": label.text }))
            .collect();
        let object = json!({
            "level": diagnostic.level,
            "code": diagnostic.code,
            "message": diagnostic.message,
            "place": spot(diagnostic.place, sources),
            "label": diagnostic.label,
            "labels": labels,
            "notes": diagnostic.notes,
            "help": diagnostic.help,
        });
        format!("{object}\n")
    };
    diags.in_order(sources).into_iter().map(line).collect()
}

/// A log in the Static Analysis Results Interchange Format 2.1.0 (OASIS), with one run and one result for each
/// diagnostic.
pub fn sarif(diags: &Diagnostics, sources: &Sources) -> String {
    let shown = diags.in_order(sources);
    let mut rules: Vec<&str> = shown.iter().map(|diagnostic| diagnostic.code.0).collect();
    rules.sort_unstable();
    rules.dedup();
    let results: Vec<Value> = shown.iter().map(|diagnostic| result(diagnostic, &rules, sources)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| json!({ "id": rule })).collect::<Vec<_>>(),
            } },
            // 3.14.17: what columns count.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(diagnostic: &Diagnostic, rules: &[&str], sources: &Sources) -> Value {
    let mut text = diagnostic.message.clone();
    for (kind, lines) in [("note", &diagnostic.notes), ("help", &diagnostic.help)] {
        for line in lines {
            text.push_str(&format!("\n{kind}: {line}"));
        }
    }
    let mut result = json!({
        "ruleId": diagnostic.code,
        "ruleIndex": rules.binary_search(&diagnostic.code.0).ok(),
        "level": match diagnostic.level { Level::Warning => "warning", Level::Error => "error" },
        "message": { "text": text },
        "locations": location(diagnostic.place, diagnostic.label.as_deref(), sources).into_iter().collect::<Vec<_>>(),
    });
    let related: Vec<Value> =
        diagnostic.labels.iter().filter_map(|label| location(label.place, Some(&label.text), sources)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(place: Place, text: Option<&str>, sources: &Sources) -> Option<Value> {
    let spot = spot(place, sources)?;
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(spot.file) },
            "region": {
                "startLine": spot.line,
                "startColumn": spot.column,
                "endLine": spot.end_line,
                "endColumn": spot.end_column,
            },
        },
    });
    if !spot.pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": spot.pointer, "kind": "member" }]);
    }
    if let Some(text) = text {
        location["message"] = json!({ "text": text });
    }
    Some(location)
}

/// A path as a reference (RFC 3986), absolute where the path is.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    let windows = path.as_bytes().get(1) == Some(&b':');
    if windows {
        uri.push_str("file:///");
    } else if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            b':' if windows => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    fn example() -> (Sources, Diagnostics) {
        let mut sources = Sources::new();
        let file = sources.add("specs/ä b.yaml", "a: 1\nb: \"ü\"\n");
        let mut diags = Diagnostics::new();
        let (a, b) = (sources.member(sources.root(file), "a"), sources.member(sources.root(file), "b"));
        diags.error(Code("OA0002"), b, "wrong").label("here").also(a, "there").note("so").help("thus");
        diags.warning(Code("OA0001"), Place::NOWHERE, "nowhere");
        (sources, diags)
    }

    #[test]
    fn each_line_is_an_object() {
        let (sources, diags) = example();
        let text = json_lines(&diags, &sources);
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 2);
        assert_eq!(
            lines[0],
            json!({
                "level": "error", "code": "OA0002", "message": "wrong", "label": "here", "notes": ["so"], "help": ["thus"],
                "place": { "file": "specs/ä b.yaml", "pointer": "/b", "line": 2, "column": 4, "end_line": 2,
                    "end_column": 7, "byte_start": 8, "byte_end": 12 },
                "labels": [{ "text": "there", "place": { "file": "specs/ä b.yaml", "pointer": "/a", "line": 1, "column": 4,
                    "end_line": 1, "end_column": 5, "byte_start": 3, "byte_end": 4 } }],
            })
        );
        assert_eq!(lines[1]["place"], Value::Null);
    }

    #[test]
    fn a_log_has_what_the_format_asks_for() {
        let (sources, diags) = example();
        let log: Value = serde_json::from_str(&sarif(&diags, &sources)).unwrap();
        let run = &log["runs"][0];
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(run["tool"]["driver"]["rules"], json!([{ "id": "OA0001" }, { "id": "OA0002" }]));
        let first = &run["results"][0];
        assert_eq!((&first["ruleId"], &first["ruleIndex"]), (&json!("OA0002"), &json!(1)));
        assert_eq!(first["message"]["text"], "wrong\nnote: so\nhelp: thus");
        let physical = &first["locations"][0]["physicalLocation"];
        assert_eq!(physical["artifactLocation"]["uri"], "specs/%C3%A4%20b.yaml");
        assert_eq!(physical["region"], json!({ "startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 7 }));
        assert_eq!(first["relatedLocations"][0]["message"]["text"], "there");
        assert_eq!(run["results"][1]["locations"], json!([]));
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("/a/b#c"), "file:///a/b%23c");
        assert_eq!(uri("C:/a"), "file:///C:/a");
        assert_eq!(uri("../a:b"), "../a%3Ab");
    }
}
