//! Enumerations, open or closed, of text or of whole numbers.

use super::paths::{scalar, type_name};
use super::text::{self, fill, lines};
use super::{Cx, docs, tidy, wire};
use crate::ir::walk::is_element;
use crate::ir::{Enum, EnumValue, Id, Literal, Scalar, Type, WhiteSpace};
use crate::output::Piece;

/// The enum and its wire.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, one: &Enum) -> Vec<Piece> {
    let ty = &cx.api.types[id];
    let mut text = String::new();
    lines(&mut text, 0, &docs::paragraphs_or(&ty.doc, &docs::named(ty.name.as_ref()), &[]));
    text::deprecated(&mut text, 0, ty.deprecated.as_ref());
    let constant = one.is_constant();
    let copy = if !one.open || one.base != Scalar::String { "Copy, " } else { "" };
    let default = if constant { "Default, " } else { "" };
    text.push_str(&format!("#[derive(Clone, {copy}Debug, {default}PartialEq, Eq, Hash)]\n"));
    text.push_str(&format!("pub enum {} {{\n", type_name(cx, id)));
    let mut plain = Vec::new();
    for (value, name) in one.values.iter().zip(&cx.names.members[id]) {
        let docs = docs_of(value, name);
        if docs.is_none() && value.deprecated.is_none() && !constant {
            plain.push(name.clone());
            continue;
        }
        flush(&mut text, &mut plain);
        lines(&mut text, 1, &docs.unwrap_or_default());
        text::deprecated(&mut text, 1, value.deprecated.as_ref());
        if constant {
            text.push_str("    #[default]\n");
        }
        text.push_str(&format!("    {name},\n"));
    }
    flush(&mut text, &mut plain);
    if one.open {
        text.push_str("    /// A value that the description does not list, as it came.\n");
        text.push_str(&format!("    Unknown({}),\n", scalar(one.base)));
    }
    text.push('}');
    let mut pieces = vec![Piece::Text(text), Piece::Text(table(cx, id, one))];
    // An element with values of its own is a document.
    if cx.layout.uses[id].xml && is_element(ty) {
        pieces.extend(wire::root(cx, id).map(Piece::Text));
    }
    pieces
}

/// Variants of which there is nothing to say.
fn flush(text: &mut String, plain: &mut Vec<String>) {
    if !plain.is_empty() {
        fill(text, 1, plain);
        plain.clear();
    }
}

/// What there is to say of a value; nothing, where it would only repeat the name.
pub(super) fn docs_of(value: &EnumValue, name: &str) -> Option<Vec<String>> {
    let literal = match &value.value {
        Literal::String(text) => text.as_str(),
        _ => "",
    };
    if value.doc.is_empty() && crate::names::says(name, literal) {
        return None;
    }
    Some(docs::paragraphs_or(&value.doc, &format!("{}.", docs::literal(&value.value)), &[]))
}

/// What texts in XML are read as to see which listed value they are, where it is not the texts that count.
fn means(cx: &Cx<'_>, id: Id<Type>, one: &Enum) -> Option<String> {
    if !cx.layout.uses[id].xml {
        return None;
    }
    if let Some(of) = one.of {
        return Some(tidy(&scalar(of)));
    }
    let has_blanks = |value: &EnumValue| matches!(&value.value, Literal::String(text) if text.contains(' '));
    match cx.api.types[id].limits.white_space.filter(|_| one.values.iter().any(has_blanks))? {
        WhiteSpace::Collapse => Some("xml::Collapsed".to_owned()),
        WhiteSpace::Replace => Some("xml::Replaced".to_owned()),
        WhiteSpace::Preserve => None,
    }
}

fn table(cx: &Cx<'_>, id: Id<Type>, one: &Enum) -> String {
    let name = cx.names.types[id].as_deref().unwrap_or("Unnamed");
    let (kind, base) = match one.base {
        Scalar::String => ("string_enum", means(cx, id, one).map_or(String::new(), |it| format!(": {it}"))),
        base => ("int_enum", format!(": {}", scalar(base))),
    };
    let open = if one.open { "open" } else { "closed" };
    let mut entries = Vec::new();
    for (value, name) in one.values.iter().zip(&cx.names.members[id]) {
        let wire = match &value.value {
            Literal::String(text) => format!("{text:?}"),
            Literal::Number(text) => text.clone(),
            Literal::Bool(value) => value.to_string(),
            Literal::Null | Literal::List(_) | Literal::Record(_) => "\"\"".to_owned(),
        };
        entries.push(format!("{name} = {wire}"));
    }
    text::table(&format!("runtime::{kind}"), &format!("{name}{base}"), &entries, &format!(" {open}"))
}
