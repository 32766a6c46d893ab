//! Two descriptions of one service: what operations of one name say on the wire, compared by what the generator
//! understood of each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use generator::config::Config;
use generator::diag::Diagnostics;
use generator::ir::walk::behind_aliases;
use generator::ir::{Api, Id, Media, Operation, Param, PathPiece, Payload, Shape, Type};
use generator::source::Sources;

use super::table;

/// What to compare.
#[derive(Debug, Args)]
pub(crate) struct Alike {
    /// The one description
    one: PathBuf,
    /// The other
    other: PathBuf,
    /// Only operations whose id begins with this
    #[arg(long, default_value = "")]
    prefix: String,
}

/// Compares; whether all that both have is alike.
pub(crate) fn run(alike: &Alike) -> Result<bool, String> {
    let one = wires(&alike.one, &alike.prefix)?;
    let other = wires(&alike.other, &alike.prefix)?;
    let mut fine = !one.is_empty();
    for id in one.keys().chain(other.keys()).collect::<BTreeSet<_>>() {
        let (Some(a), Some(b)) = (one.get(id), other.get(id)) else {
            table::say(&format!("{id}: only one of them has it"));
            fine = false;
            continue;
        };
        let differ: Vec<String> = a
            .difference(b)
            .map(|line| format!("  - {line}"))
            .chain(b.difference(a).map(|line| format!("  + {line}")))
            .collect();
        fine &= differ.is_empty();
        let said = if differ.is_empty() { format!("alike in {} facts", a.len()) } else { differ.join("\n") };
        table::say(&format!("{id}: {}{said}", if differ.is_empty() { "" } else { "\n" }));
    }
    Ok(fine)
}

/// Of each operation, by its id, everything that is seen on the wire, a line for each fact.
fn wires(spec: &Path, prefix: &str) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let config = Config::single(&[spec.to_owned()], Path::new("out"), "alike", true)?;
    let service = config.services.first().ok_or("there is no service")?;
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let api = generator::understand(service, &mut sources, &mut diags).api;
    let operations = api.operations.iter().filter_map(|(_, it)| Some((it.id.clone()?, it)));
    let wanted = operations.filter(|(id, _)| id.starts_with(prefix));
    Ok(wanted.map(|(id, operation)| (id, facts(&api, operation))).collect())
}

fn facts(api: &Api, operation: &Operation) -> BTreeSet<String> {
    let piece = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => text.clone(),
        PathPiece::Param(name) => format!("{{{name}}}"),
    };
    let path: String = operation.path.iter().map(piece).collect();
    let mut facts = BTreeSet::from([format!("{} {path}", operation.method)]);
    for param in &operation.params {
        facts.insert(format!("parameter {} required={} {}", parameter(api, param), param.required, default(param)));
    }
    for media in operation.request.iter().flat_map(|request| &request.media) {
        body(api, "request", media, &mut facts);
    }
    for response in &operation.responses {
        let status = format!("{:?}", response.status);
        facts.insert(format!("answer {status}"));
        facts.extend(response.headers.iter().map(|it| format!("answer {status} header {}", parameter(api, it))));
        for media in &response.media {
            body(api, &format!("answer {status}"), media, &mut facts);
        }
    }
    if let Some(paging) = &operation.paging {
        facts.insert(format!("pages of {:?} by {:?}", paging.items, paging.next));
    }
    facts
}

fn parameter(api: &Api, it: &Param) -> String {
    // The names of headers are the same in whatever case.
    let name = match it.location {
        generator::ir::Location::Header => it.name.text.to_ascii_lowercase(),
        _ => it.name.text.clone(),
    };
    format!("{:?} {name} {:?} explode={} {}", it.location, it.style, it.explode, kind(api, it.ty))
}

fn default(it: &Param) -> String {
    it.default.as_ref().map(|value| format!("default={value:?}")).unwrap_or_default()
}

fn body(api: &Api, what: &str, media: &Media, facts: &mut BTreeSet<String>) {
    let name = match &media.payload {
        Payload::Json(_) => "JSON",
        Payload::Bytes => "bytes",
        _ => "other",
    };
    facts.insert(format!("{what} {} as {name}", media.media_type));
    if let Some(id) = media.payload.ty() {
        members(api, what, id, facts, &mut Vec::new());
    }
}

/// The members of a type and of the types in it, by their paths.
fn members(api: &Api, at: &str, id: Id<Type>, facts: &mut BTreeSet<String>, open: &mut Vec<Id<Type>>) {
    let id = behind_aliases(api, id);
    facts.insert(format!("{at}: {}", kind(api, id)));
    if open.contains(&id) {
        return;
    }
    open.push(id);
    match &api.types[id].shape {
        Shape::Record(record) => {
            for field in &record.fields {
                let name = field.wire.json.as_deref().unwrap_or(&field.name.text);
                facts.insert(format!("{at}.{name} {:?} nullable={} {:?}", field.occurs, field.nullable, field.access));
                members(api, &format!("{at}.{name}"), field.ty, facts, open);
            }
        }
        Shape::List(item) | Shape::Map(item) | Shape::Nullable(item) => {
            members(api, &format!("{at}[]"), *item, facts, open);
        }
        _ => {}
    }
    open.pop();
}

/// What the values of a type are, without its name.
fn kind(api: &Api, id: Id<Type>) -> String {
    match &api.types[behind_aliases(api, id)].shape {
        Shape::Scalar(scalar) => format!("{scalar:?}"),
        Shape::Enum(one) => {
            let values: Vec<String> = one.values.iter().map(|value| format!("{:?}", value.value)).collect();
            format!("enum of {}", values.join(", "))
        }
        Shape::List(item) => format!("list of {}", kind(api, *item)),
        Shape::Map(_) => "map".to_owned(),
        Shape::Record(_) => "object".to_owned(),
        Shape::Choice(_) => "choice".to_owned(),
        other => format!("{other:?}"),
    }
}
