//! Puts the fields of the types that a record extends in front of its own (`allOf`, `xs:extension`).

use crate::diag::{Code, Diagnostics};
use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Doc, Field, Id, Occurs, Record, Rest, Shape, Table, Type, XmlPlace};

/// A type extends itself, or something that has no fields.
pub const BAD_BASE: Code = Code("IR0002");
/// A field is there twice with types that do not fit together.
pub const CLASHING_FIELD: Code = Code("IR0003");

/// Flattens every record; `bases` stay, for `From`.
pub fn flatten(api: &mut Api, diags: &mut Diagnostics) {
    let mut state = Table::build(&api.types, |_| State::New);
    for id in api.types.ids() {
        visit(api, id, &mut state, diags);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Flattens a record after its bases, with a stack of its own: descriptions extend as often as they like.
fn visit(api: &mut Api, start: Id<Type>, state: &mut Table<Type, State>, diags: &mut Diagnostics) {
    let mut stack: Vec<(Id<Type>, Vec<Id<Type>>, usize)> = Vec::new();
    let mut enter = Some(start);
    loop {
        if let Some(id) = enter.take()
            && let Shape::Record(record) = &api.types[id].shape
            && !record.bases.is_empty()
        {
            match state[id] {
                State::New => {
                    state[id] = State::Open;
                    stack.push((id, record.bases.clone(), 0));
                }
                State::Open => {
                    let place = api.types[id].place;
                    diags
                        .error(BAD_BASE, place, "this type extends itself")
                        .help("take it out of its own `allOf` or extension");
                    if let Shape::Record(record) = &mut api.types[id].shape {
                        record.bases.clear();
                    }
                }
                State::Done => {}
            }
        }
        let Some((id, bases, next)) = stack.last_mut() else { return };
        if let Some(base) = bases.get(*next) {
            *next += 1;
            enter = Some(behind_aliases(api, *base));
            continue;
        }
        let id = *id;
        if let Some((_, bases, _)) = stack.pop() {
            merge(api, id, &bases, diags);
        }
        state[id] = State::Done;
    }
}

fn merge(api: &mut Api, id: Id<Type>, bases: &[Id<Type>], diags: &mut Diagnostics) {
    let mut merged = Record::default();
    let mut kept_bases = Vec::new();
    for &base in bases {
        let target = behind_aliases(api, base);
        match &api.types[target].shape {
            Shape::Record(base_record) => {
                for field in &base_record.fields {
                    add(api, &mut merged, field, diags);
                }
                if matches!(merged.rest, Rest::Ignored) {
                    merged.rest = base_record.rest.clone();
                }
                kept_bases.push(target);
            }
            // `Any` as a base says nothing about the value.
            Shape::Any => {}
            _ => {
                let place = api.types[id].place;
                let base_place = api.types[target].place;
                diags
                    .error(BAD_BASE, place, "this type extends one that has no members")
                    .also(base_place, "this is no object")
                    .help("an `allOf` can only join objects");
            }
        }
    }
    let Shape::Record(own) = &api.types[id].shape else { return };
    let own = own.clone();
    for field in &own.fields {
        add(api, &mut merged, field, diags);
    }
    if !matches!(own.rest, Rest::Ignored) {
        merged.rest = own.rest;
    }
    merged.bases = kept_bases;
    if let Shape::Record(record) = &mut api.types[id].shape {
        *record = merged;
    }
}

/// Adds a field, or narrows the one of the same name: the later word counts, and what either requires is required.
fn add(api: &Api, record: &mut Record, field: &Field, diags: &mut Diagnostics) {
    let Some(known) =
        record.fields.iter_mut().find(|known| known.name.text == field.name.text && same_place(known, field))
    else {
        record.fields.push(field.clone());
        return;
    };
    let required = known.occurs == Occurs::One || field.occurs == Occurs::One;
    let known_any = matches!(api.types[behind_aliases(api, known.ty)].shape, Shape::Any);
    let new_any = matches!(api.types[behind_aliases(api, field.ty)].shape, Shape::Any);
    if !known_any && !new_any && !same_shape(api, known.ty, field.ty) && !has_all(api, field.ty, known.ty) {
        diags
            .warning(
                CLASHING_FIELD,
                field.place,
                format!("`{}` is described again, with another type", field.name.text),
            )
            .also(known.place, "first described here")
            .note("the later description is used");
    }
    let mut next = if new_any && !known_any { known.clone() } else { field.clone() };
    // It is described now.
    let undescribed = known.doc.description.as_deref() == Some(Doc::UNDESCRIBED);
    if next.doc.is_empty() && (new_any || !undescribed) {
        next.doc.clone_from(&known.doc);
    }
    if required && next.occurs == Occurs::Optional {
        next.occurs = Occurs::One;
    }
    next.nullable = known.nullable && field.nullable;
    *known = next;
}

/// Whether two fields sit at one place. In XML an attribute and an element of one name are two fields, so are elements of
/// one name in two namespaces; and what has no name there, like a choice among the children, is never the same again.
fn same_place(a: &Field, b: &Field) -> bool {
    // One member of JSON is one field, wherever in XML its descriptions put it.
    if let (Some(a), Some(b)) = (&a.wire.json, &b.wire.json) {
        return a == b;
    }
    let xml_alone = a.wire.json.is_none() && b.wire.json.is_none();
    match (&a.wire.xml, &b.wire.xml) {
        (Some(XmlPlace::Element(a)), Some(XmlPlace::Element(b)))
        | (Some(XmlPlace::Attribute(a)), Some(XmlPlace::Attribute(b)))
            if xml_alone =>
        {
            a.is(b)
        }
        (Some(XmlPlace::Content), Some(XmlPlace::Content))
        | (Some(XmlPlace::Order), Some(XmlPlace::Order))
        | (Some(XmlPlace::AnyElement(_)), Some(XmlPlace::AnyElement(_)))
            if xml_alone =>
        {
            false
        }
        (Some(a), Some(b)) => std::mem::discriminant(a) == std::mem::discriminant(b),
        _ => true,
    }
}

/// Whether objects of the type `more` have all members that those of the type `less` have: nothing is lost then.
fn has_all(api: &Api, more: Id<Type>, less: Id<Type>) -> bool {
    let (more, less) = (behind_aliases(api, more), behind_aliases(api, less));
    match (&api.types[more].shape, &api.types[less].shape) {
        (Shape::List(more), Shape::List(less)) | (Shape::Map(more), Shape::Map(less)) => {
            return same_shape(api, *more, *less) || has_all(api, *more, *less);
        }
        _ => {}
    }
    let Shape::Record(more) = &api.types[more].shape else { return false };
    match &api.types[less].shape {
        Shape::Record(record) => {
            let has = |field: &Field| more.fields.iter().any(|own| own.name.text == field.name.text);
            more.bases.contains(&less) || record.fields.iter().all(has)
        }
        Shape::Map(_) => matches!(more.rest, Rest::Kept(_)),
        _ => false,
    }
}

/// Whether two types say the same of their values, names and prose aside.
pub(super) fn same_shape(api: &Api, a: Id<Type>, b: Id<Type>) -> bool {
    let (a, b) = (behind_aliases(api, a), behind_aliases(api, b));
    if a == b {
        return true;
    }
    match (&api.types[a].shape, &api.types[b].shape) {
        (Shape::List(a), Shape::List(b))
        | (Shape::Map(a), Shape::Map(b))
        | (Shape::Nullable(a), Shape::Nullable(b))
        | (Shape::InText(a), Shape::InText(b)) => same_shape(api, *a, *b),
        (Shape::Scalar(a), Shape::Scalar(b)) => a == b,
        (Shape::Enum(a), Shape::Enum(b)) => {
            a.base == b.base && a.values.iter().map(|v| &v.value).eq(b.values.iter().map(|v| &v.value))
        }
        (Shape::Any, Shape::Any) | (Shape::Never, Shape::Never) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Builder, Name, QName, Scalar, Wire};
    use crate::source::Place;

    fn field(name: &str, xml: XmlPlace, ty: Id<Type>) -> Field {
        Field {
            name: Name::new(name),
            ty,
            occurs: Occurs::One,
            nullable: false,
            access: Default::default(),
            wire: Wire { json: None, xml: Some(xml) },
            default: None,
            fixed: None,
            flat: false,
            deprecated: None,
            doc: Default::default(),
            place: Place::NOWHERE,
        }
    }

    #[test]
    fn fields_of_one_name_at_two_places_of_xml_are_two() {
        let mut builder = Builder::new();
        let text = builder.add(Type::new(Shape::Scalar(Scalar::String), Place::NOWHERE));
        let number = builder.add(Type::new(Shape::Scalar(Scalar::F64), Place::NOWHERE));
        let element = |namespace: &str| XmlPlace::Element(QName::new(Some(namespace.to_owned()), "a"));
        let record = |bases, fields| Shape::Record(Record { bases, fields, ..Record::default() });
        let base = record(
            Vec::new(),
            vec![
                field("a", element("u"), text),
                field("choice", XmlPlace::Content, text),
                field("b", element("u"), text),
            ],
        );
        let base = builder.add(Type::new(base, Place::NOWHERE));
        let own = record(
            vec![base],
            vec![
                field("a", element("v"), number),
                field("choice", XmlPlace::Content, number),
                field("b", element("u"), text),
            ],
        );
        let own = builder.add(Type::new(own, Place::NOWHERE));
        let mut api = builder.finish();
        let mut diags = Diagnostics::new();
        flatten(&mut api, &mut diags);
        let Shape::Record(record) = &api.types[own].shape else { panic!() };
        let found: Vec<_> = record.fields.iter().map(|f| (f.name.text.as_str(), f.ty == number)).collect();
        assert_eq!(found, [("a", false), ("choice", false), ("b", false), ("a", true), ("choice", true)]);
        assert!(diags.is_empty());
    }
}
