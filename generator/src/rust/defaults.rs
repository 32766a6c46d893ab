//! What counts for a member that is absent: a method beside the field, since a value that is not there and one that is there
//! and the same are two things on the wire.

use super::held::{Member, member};
use super::paths::{self, Home, type_name};
use super::{Cx, text, tidy};
use crate::ir::walk::behind_aliases;
use crate::ir::{Field, Id, Int, Literal, Record, Scalar, Shape, Type, XmlPlace};

/// The table of the defaults of a type that is received.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Option<String> {
    if !cx.layout.uses[id].received {
        return None;
    }
    let names = &cx.names.members[id];
    let entries = record.fields.iter().zip(names).enumerate();
    let entries: Vec<String> = entries.filter_map(|(at, (field, name))| entry(cx, id, at, field, name)).collect();
    (!entries.is_empty()).then(|| text::table("runtime::defaults", &type_name(cx, id).to_string(), &entries, ""))
}

fn entry(cx: &Cx<'_>, owner: Id<Type>, at: usize, field: &Field, name: &str) -> Option<String> {
    if !counts_when_absent(field) {
        return None;
    }
    let held = member(cx, owner, field);
    let value = field.default.as_ref().filter(|_| matches!(held, Member::Optional | Member::Maybe))?;
    if cx.layout.boxed[owner].contains(&at) {
        return None;
    }
    // A checked type is made by a function that may refuse.
    if is_checked(cx, field.ty) {
        return None;
    }
    let method = format!("{}_or_default", name.trim_start_matches("r#").trim_end_matches('_'));
    let ty = behind_aliases(cx.api, field.ty);
    let is_text = matches!(cx.api.types[ty].shape, Shape::Scalar(Scalar::String | Scalar::Uri));
    if let (true, Member::Optional, Literal::String(value)) = (is_text, held, value) {
        return Some(format!("{method}: {name} is {value:?}"));
    }
    let value = expression(cx, owner, ty, value)?;
    let ty = tidy(&paths::ty(cx, field.ty, Home::Of(owner)));
    match held {
        // `null` is a value, which counts.
        Member::Maybe => Some(format!("{method}: {name} as Option<{ty}> = Some({value})")),
        _ => Some(format!("{method}: {name} as {ty} = {value}")),
    }
}

fn is_checked(cx: &Cx<'_>, ty: Id<Type>) -> bool {
    let mut names = std::iter::successors(Some(ty), |ty| match cx.api.types[*ty].shape {
        Shape::Alias(next) => Some(next),
        _ => None,
    });
    names.by_ref().take(cx.api.types.len()).any(|ty| cx.api.types[ty].checked.is_some())
}

/// Whether the default of a member is that of an absent one. That of an element of XML Schema is that of an empty one (XML
/// Schema Part 1, 3.3.1).
pub(super) fn counts_when_absent(field: &Field) -> bool {
    field.wire.json.is_some() || matches!(field.wire.xml, Some(XmlPlace::Attribute(_)))
}

/// The value as an expression of Rust, where the type has one that is as short as itself.
fn expression(cx: &Cx<'_>, owner: Id<Type>, ty: Id<Type>, value: &Literal) -> Option<String> {
    match (&cx.api.types[ty].shape, value) {
        (Shape::Scalar(Scalar::Bool), Literal::Bool(value)) => Some(value.to_string()),
        (Shape::Scalar(Scalar::Int(int)), Literal::Number(text)) if fits(*int, text) => Some(text.clone()),
        (Shape::Scalar(Scalar::F32), Literal::Number(text)) => {
            text.parse().ok().filter(|number: &f32| number.is_finite()).map(|number| float(&number.to_string()))
        }
        (Shape::Scalar(Scalar::F64), Literal::Number(text)) => {
            text.parse().ok().filter(|number: &f64| number.is_finite()).map(|number| float(&number.to_string()))
        }
        (Shape::Scalar(Scalar::String | Scalar::Uri), Literal::String(text)) => Some(format!("{text:?}.to_owned()")),
        (Shape::Enum(one), value) if !one.is_constant() => {
            let at = one.values.iter().position(|known| known.value == *value)?;
            let name = cx.names.members[ty].get(at)?;
            Some(format!("{}::{name}", tidy(&paths::ty(cx, ty, Home::Of(owner)))))
        }
        _ => None,
    }
}

/// A number as a literal of a float.
fn float(text: &str) -> String {
    if text.contains(['.', 'e']) { text.to_owned() } else { format!("{text}.0") }
}

fn fits(int: Int, text: &str) -> bool {
    match int {
        Int::I8 => text.parse::<i8>().is_ok(),
        Int::I16 => text.parse::<i16>().is_ok(),
        Int::I32 => text.parse::<i32>().is_ok(),
        Int::I64 => text.parse::<i64>().is_ok(),
        Int::U8 => text.parse::<u8>().is_ok(),
        Int::U16 => text.parse::<u16>().is_ok(),
        Int::U32 => text.parse::<u32>().is_ok(),
        Int::U64 => text.parse::<u64>().is_ok(),
    }
}
