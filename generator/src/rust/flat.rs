//! Members of members that are to be reached as if they were a type's own (`x-ms-client-flatten`): methods beside the fields,
//! which stay as they are on the wire.

use super::held::{Member, member};
use super::paths::{self, Home, type_name};
use super::way::Way;
use super::{Cx, text, tidy};
use crate::ir::walk::{behind_null, is_constant};
use crate::ir::{Field, Id, Record, Shape, Type};

/// Methods that a type has by other ways, and which a member of that name would hide.
const METHODS: [&str; 5] = ["new", "clone", "eq", "fmt", "default"];

/// The table of what a type that is received has of its members' members.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Option<String> {
    if !cx.layout.uses[id].received {
        return None;
    }
    let mut taken: Vec<String> = Vec::new();
    let mut entries = Vec::new();
    for field in record.fields.iter().filter(|field| field.flat) {
        reach(cx, id, &[field], &mut taken, &mut entries);
    }
    (!entries.is_empty()).then(|| text::table("runtime::flat", &type_name(cx, id).to_string(), &entries, ""))
}

/// The entries for all members at the end of `way`, those that are flat themselves replaced by their own.
fn reach(cx: &Cx<'_>, owner: Id<Type>, way: &[&Field], taken: &mut Vec<String>, entries: &mut Vec<String>) {
    let Some(last) = way.last() else { return };
    let inner = behind_null(cx.api, last.ty);
    let Shape::Record(record) = &cx.api.types[inner].shape else { return };
    // A type within itself would go on for ever.
    let again = way.iter().rev().skip(1).any(|field| behind_null(cx.api, field.ty) == inner);
    if inner == owner || again {
        return;
    }
    for (field, name) in record.fields.iter().zip(&cx.names.members[inner]) {
        let way: Vec<&Field> = way.iter().copied().chain([field]).collect();
        if field.flat && matches!(cx.api.types[behind_null(cx.api, field.ty)].shape, Shape::Record(_)) {
            reach(cx, owner, &way, taken, entries);
            continue;
        }
        // What the type has itself, or has from a member before, goes by that name.
        let own = cx.names.members[owner].contains(name) || taken.contains(name) || METHODS.contains(&name.as_str());
        if own || member(cx, inner, field) == Member::Constant || is_constant(cx.api, field.ty) {
            continue;
        }
        let names: Option<Vec<String>> = way.iter().map(|field| field.wire.json.clone()).collect();
        let Some(value) = names.and_then(|names| Way::from(cx, owner, "it", &names)) else { continue };
        let ty = tidy(&paths::ty(cx, value.ty, Home::Of(owner)));
        entries.push(format!("{name}: {ty} = |it| {}", value.borrowed()));
        taken.push(name.clone());
    }
}
