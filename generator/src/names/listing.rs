//! The names as a table to read: what the source says, and what Rust says.

use std::fmt::Write;

use super::Names;
use crate::ir::{Api, Rest, Shape};

/// Every name of `api`, a line each, indented below what it belongs to.
pub fn listing(api: &Api, names: &Names) -> String {
    let mut out = String::new();
    for (param, name) in api.client_params.iter().zip(&names.client_params) {
        line(&mut out, 0, "client parameter", &param.name.text, name);
    }
    for (scheme, name) in api.security.keys().zip(&names.schemes) {
        line(&mut out, 0, "security scheme", scheme, &format!("{} / {}", name.variant, name.constructor));
    }
    for group in &names.groups {
        let source = group.source.as_deref().unwrap_or("(none)");
        line(&mut out, 0, "group", source, &format!("{} / {}", group.module, group.handle));
        for &id in &group.operations {
            let (operation, of) = (&api.operations[id], &names.operations[id]);
            line(&mut out, 1, "operation", &operation.name.text, &format!("{} / {}", of.method, of.call));
            for (param, name) in operation.params.iter().zip(&of.params) {
                line(&mut out, 2, "parameter", &param.name.text, name);
            }
            if operation.request.is_some() {
                line(&mut out, 2, "body", "", &of.body);
            }
        }
    }
    for (id, ty) in api.types.iter() {
        let (Some(source), Some(name)) = (&ty.name, &names.types[id]) else { continue };
        let module = api.apart(source).and_then(|at| names.namespaces.get(at));
        let path = module.map_or_else(|| name.clone(), |module| format!("{module}::{name}"));
        line(&mut out, 0, "type", &source.text, &path);
        let texts: Vec<&str> = match &ty.shape {
            Shape::Record(record) => record.fields.iter().map(|field| field.name.text.as_str()).collect(),
            Shape::Enum(one) => one.values.iter().map(|value| value.name.text.as_str()).collect(),
            Shape::Choice(choice) => choice.variants.iter().map(|variant| variant.name.text.as_str()).collect(),
            _ => Vec::new(),
        };
        let members = &names.members[id];
        for (text, member) in texts.iter().zip(members) {
            line(&mut out, 1, "member", text, member);
        }
        if matches!(&ty.shape, Shape::Record(record) if matches!(record.rest, Rest::Kept(_)))
            && let Some(rest) = members.last()
        {
            line(&mut out, 1, "other members", "", rest);
        }
    }
    out
}

fn line(out: &mut String, depth: usize, kind: &str, source: &str, rust: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{:indent$}{kind} {source:?} -> {rust}", "", indent = depth * 2);
}
