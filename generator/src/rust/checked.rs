//! Types around plain values that a schema limits: a struct and a table of the limits, `runtime::checked!`.

use super::paths::{scalar, type_name};
use super::{Cx, docs, paths, text, tidy, wire};
use crate::ir::walk::behind_aliases;
use crate::ir::{Checked, Id, Limits, Scalar, Shape, Type, WhiteSpace};
use crate::output::Piece;

/// The struct and its table.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, checked: &Checked) -> Vec<Piece> {
    let ty = &cx.api.types[id];
    let name = type_name(cx, id);
    let (plain, kind) = match ty.shape {
        Shape::Scalar(one) => (scalar(one), ""),
        Shape::Alias(plain) => (paths::ty(cx, plain, paths::Home::Of(id)), kind(cx, plain)),
        _ => return Vec::new(),
    };
    let plain = tidy(&plain);
    let mut item = String::new();
    text::lines(&mut item, 0, &docs::paragraphs_or(&ty.doc, &docs::named(ty.name.as_ref()), &docs::limits(&ty.limits)));
    text::deprecated(&mut item, 0, ty.deprecated.as_ref());
    // Floats are neither.
    let eq = match ty.shape {
        Shape::Scalar(one) if !matches!(one, Scalar::XmlFloat | Scalar::XmlDouble) => ", Eq, Hash",
        _ => "",
    };
    item.push_str(&format!("#[derive(Clone, Debug, PartialEq{eq})]\npub struct {name}({plain});"));
    let tail = format!("{kind}{}", if checked.reading { " reading" } else { "" });
    let table = text::table("runtime::checked", &format!("{name}({plain})"), &limits(checked, &ty.shape), &tail);
    let mut pieces = vec![Piece::Text(item), Piece::Text(table)];
    if !kind.is_empty() && cx.has_json(id) {
        pieces.push(Piece::Text(format!("runtime::checked::by_json!({name});")));
    }
    pieces.extend(wire::root(cx, id).map(Piece::Text));
    pieces
}

/// The word for what is not one value.
fn kind(cx: &Cx<'_>, plain: Id<Type>) -> &'static str {
    match cx.api.types[behind_aliases(cx.api, plain)].shape {
        Shape::List(_) => " list",
        _ => " union",
    }
}

/// The limits in the words of the table.
fn limits(checked: &Checked, shape: &Shape) -> Vec<String> {
    let limits = &checked.limits;
    let number = |word: &str, value: Option<u64>| value.map(|value| format!("{word}({value})"));
    let mut words: Vec<String> = Vec::new();
    words.extend(number("min_length", limits.min_length));
    words.extend(number("max_length", limits.max_length));
    let lower = |exclusive: bool| if exclusive { "above" } else { "minimum" };
    let upper = |exclusive: bool| if exclusive { "below" } else { "maximum" };
    words.extend(limits.minimum.as_ref().map(|end| format!("{}({:?})", lower(end.exclusive), end.value.trim())));
    words.extend(limits.maximum.as_ref().map(|end| format!("{}({:?})", upper(end.exclusive), end.value.trim())));
    words.extend(number("total_digits", limits.total_digits));
    words.extend(number("fraction_digits", limits.fraction_digits));
    for (word, patterns) in [("patterns", &limits.patterns), ("described", &checked.described)] {
        if !patterns.is_empty() {
            let patterns: Vec<String> = patterns.iter().map(|it| quoted(it)).collect();
            words.push(format!("{word}(&[{}])", patterns.join(", ")));
        }
    }
    if let Shape::Scalar(scalar) = *shape {
        words.extend(space(scalar, limits).map(|word| format!("{word}()")));
    }
    words
}

/// What white space of a plain text counts for, where it is not what stands there; other values know it by themselves.
fn space(scalar: Scalar, limits: &Limits) -> Option<&'static str> {
    match (scalar, limits.white_space) {
        (Scalar::String, Some(WhiteSpace::Collapse)) | (Scalar::Uri, _) => Some("collapsed"),
        (Scalar::String, Some(WhiteSpace::Replace)) => Some("replaced"),
        _ => None,
    }
}

/// The same of a member of a union, behind its entry in the table.
pub(super) fn space_of_member(cx: &Cx<'_>, member: Id<Type>) -> Option<&'static str> {
    let ty = &cx.api.types[behind_aliases(cx.api, member)];
    match ty.shape {
        Shape::Scalar(scalar) if ty.checked.is_none() => space(scalar, &ty.limits),
        _ => None,
    }
}

/// A literal as it is easiest to read.
fn quoted(text: &str) -> String {
    let is_plain = text.chars().all(|c| !c.is_control() && c != '"') && text.contains('\\');
    if is_plain { format!("r\"{text}\"") } else { format!("{text:?}") }
}
