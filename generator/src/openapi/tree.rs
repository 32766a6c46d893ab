//! A file as a tree, JSON or YAML.

use std::ops::Range;

use serde_json::Value;

use super::parsed::{Fault, Repeat};
use super::{codes, json, yaml};
use crate::diag::{Diagnostics, Level};
use crate::source::{FileId, Sources, Syntax};

/// The tree of a file. What can be read although it is not quite right is warned of.
pub(super) fn read(sources: &Sources, file: FileId, diags: &mut Diagnostics) -> Result<Value, Fault> {
    let whole = &sources.file(file).text;
    let text = whole.strip_prefix('\u{FEFF}').unwrap_or(whole);
    let skipped = whole.len() - text.len();
    let place = |span: Range<usize>| sources.span(file, span.start + skipped..span.end + skipped);
    let parsed = match sources.syntax(file) {
        // A YAML flow mapping begins like JSON; what is wrong is then told in JSON's words, for that is what it looks like.
        Syntax::Json => json::parse(text).or_else(|fault| {
            let parsed = yaml::parse(text).map_err(|_| fault.clone())?;
            let name = &sources.file(file).name;
            if ![".yaml", ".yml"].iter().any(|ending| name.ends_with(ending)) {
                diags
                    .warning(codes::LAX_JSON, place(fault.span), format!("this is no JSON: {}", fault.message))
                    .note("it is read as YAML, which has room for it");
            }
            Ok(parsed)
        }),
        Syntax::Yaml => yaml::parse(text),
    };
    match parsed {
        Ok(parsed) => {
            for Repeat { first, again, key, same } in parsed.repeats {
                let level = if same == Some(true) { Level::Warning } else { Level::Error };
                let said =
                    diags.say(level, codes::REPEATED_KEY, place(again), format!("the key `{key}` is given twice"));
                said.also(place(first), "first given here").note("the last one counts");
            }
            for span in parsed.pushed {
                diags
                    .warning(codes::LAX_YAML, place(span), "YAML wants this bracket further in than the key before it")
                    .note("it is read as if it were");
            }
            for span in parsed.unmerged {
                diags
                    .warning(codes::LAX_YAML, place(span), "`<<` merges mappings, and this is none")
                    .note("only mappings are merged, and whatever else stands here is ignored");
            }
            if let Some(more) = parsed.more {
                diags.warning(codes::SEVERAL_DOCUMENTS, place(more), "only the first document of this text is read");
            }
            Ok(parsed.value)
        }
        Err(fault) => Err(Fault { span: fault.span.start + skipped..fault.span.end + skipped, ..fault }),
    }
}

/// What a value is, for messages.
pub(super) fn form(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
