//! The member by which choices know a record, where they have one value of it for this record: nobody has to give it.

use crate::ir::walk::{behind_aliases, is_constant};
use crate::ir::{Access, Api, Id, Literal, Occurs, Scalar, Shape, Table, Type, Variant};

/// The value of a member that says of a record which alternative it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnTag {
    /// Which of the fields it is.
    pub(super) position: usize,
    /// The value of the discriminator.
    pub(super) tag: String,
}

/// For each record, the member that has the same value in all choices that it is an alternative of.
pub(super) fn find(api: &Api) -> Table<Type, Option<OwnTag>> {
    let mut tags: Table<Type, Vec<(&str, Option<&str>)>> = Table::build(&api.types, |_| Vec::new());
    for (_, ty) in api.types.iter() {
        let Shape::Choice(choice) = &ty.shape else { continue };
        for variant in &choice.variants {
            // Where nothing says which one it is, the value is the caller's to say.
            let member = choice.tag.member().map_or("", |name| name.text.as_str());
            if let Some(of) = variant.ty.filter(|_| !member.is_empty()) {
                tags[behind_aliases(api, of)].push((member, only(variant)));
            }
        }
    }
    Table::build(&api.types, |id| {
        let (&(member, first), others) = tags[id].split_first()?;
        let tag = first?;
        let agree = others.iter().all(|other| *other == (member, first));
        let position = position(api, id, member).filter(|_| agree)?;
        holds(api, id, position, tag).then(|| OwnTag { position, tag: tag.to_owned() })
    })
}

/// The one value that means a variant. Its name, which means it beside what a mapping has for it, is only read.
fn only(variant: &Variant) -> Option<&str> {
    match variant.tags.as_slice() {
        [tag] => Some(tag),
        [tag, name] => (variant.name.text == *name).then_some(tag),
        _ => None,
    }
}

/// Which field is this member of the JSON object.
fn position(api: &Api, id: Id<Type>, member: &str) -> Option<usize> {
    let Shape::Record(record) = &api.types[id].shape else { return None };
    record.fields.iter().position(|field| {
        let required = field.occurs == Occurs::One && !field.nullable && field.access == Access::Both;
        let name = field.wire.json.as_ref().unwrap_or(&field.name.text);
        required && name == member && !is_constant(api, field.ty)
    })
}

/// Whether the field can have this value.
fn holds(api: &Api, id: Id<Type>, position: usize, tag: &str) -> bool {
    let Shape::Record(record) = &api.types[id].shape else { return false };
    let ty = &api.types[behind_aliases(api, record.fields[position].ty)];
    match &ty.shape {
        Shape::Scalar(Scalar::String) => ty.checked.is_none() && !ty.secret,
        Shape::Enum(one) => value_of(one, tag).is_some(),
        _ => false,
    }
}

/// Which value of an enumeration of texts this is.
pub(super) fn value_of(one: &crate::ir::Enum, tag: &str) -> Option<usize> {
    one.values.iter().position(|value| matches!(&value.value, Literal::String(text) if text == tag))
}
