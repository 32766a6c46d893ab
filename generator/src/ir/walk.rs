//! Ways through the types.

use std::collections::{HashSet, VecDeque};

use super::{Api, Id, Literal, Occurs, Rest, Scalar, Shape, Space, Table, Tag, Type, XmlPlace};

/// The types of which the values of `ty` are made.
pub fn children(ty: &Type) -> Vec<Id<Type>> {
    match &ty.shape {
        Shape::List(one) | Shape::Map(one) | Shape::Alias(one) | Shape::Nullable(one) | Shape::InText(one) => {
            vec![*one]
        }
        Shape::Tuple { items, rest } => items.iter().copied().chain(*rest).collect(),
        Shape::Record(record) => {
            let rest = match record.rest {
                Rest::Kept(ty) => Some(ty),
                Rest::Ignored | Rest::Forbidden => None,
            };
            record.fields.iter().map(|field| field.ty).chain(rest).collect()
        }
        Shape::Choice(choice) => choice.variants.iter().filter_map(|variant| variant.ty).collect(),
        Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Enum(_) | Shape::Foreign(_) => Vec::new(),
    }
}

/// Whether what stands behind `id` is a constant.
pub fn is_constant(api: &Api, id: Id<Type>) -> bool {
    matches!(&api.types[behind_aliases(api, id)].shape, Shape::Enum(one) if one.is_constant())
}

/// All types, what a type is made of before the type itself; where types are made of one another, some comes first. With a stack
/// of its own: descriptions nest as deep as they like.
pub fn innermost_first(api: &Api) -> Vec<Id<Type>> {
    let mut seen = Table::build(&api.types, |_| false);
    let mut order = Vec::with_capacity(api.types.len());
    let mut stack: Vec<(Id<Type>, std::vec::IntoIter<Id<Type>>)> = Vec::new();
    for start in api.types.ids() {
        if !std::mem::replace(&mut seen[start], true) {
            stack.push((start, children(&api.types[start]).into_iter()));
        }
        while let Some((id, left)) = stack.last_mut() {
            let id = *id;
            match left.next() {
                Some(child) if std::mem::replace(&mut seen[child], true) => {}
                Some(child) => stack.push((child, children(&api.types[child]).into_iter())),
                None => {
                    order.push(id);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// The type that an alias, or an alias of an alias, stands for.
pub fn behind_aliases(api: &Api, id: Id<Type>) -> Id<Type> {
    let mut at = id;
    // An alias of itself is found by `check`; here it must only end.
    for _ in 0..api.types.len() {
        match api.types[at].shape {
            Shape::Alias(next) if !is_own(&api.types[at]) => at = next,
            _ => return at,
        }
    }
    at
}

/// The type that a type stands for, other names and `null` aside.
pub fn behind_null(api: &Api, id: Id<Type>) -> Id<Type> {
    let mut id = behind_aliases(api, id);
    for _ in 0..api.types.len() {
        match api.types[id].shape {
            Shape::Nullable(next) => id = behind_aliases(api, next),
            _ => break,
        }
    }
    id
}

/// The records that a body may be: itself, or the alternatives of a choice, at any depth.
pub fn records(api: &Api, body: Id<Type>) -> Vec<Id<Type>> {
    let (mut open, mut seen, mut found) = (VecDeque::from([body]), HashSet::new(), Vec::new());
    while let Some(id) = open.pop_front() {
        let id = behind_null(api, id);
        if !seen.insert(id) {
            continue;
        }
        match &api.types[id].shape {
            Shape::Record(_) => found.push(id),
            Shape::Choice(choice) => open.extend(choice.variants.iter().filter_map(|variant| variant.ty)),
            _ => {}
        }
    }
    found
}

/// The scalars, and whatever else has no items, that a value of the type may be made of: itself, the items of a list, the
/// alternatives of a choice, at any depth.
pub fn leaves(api: &Api, id: Id<Type>) -> Vec<Id<Type>> {
    let (mut open, mut seen, mut found) = (vec![id], HashSet::new(), Vec::new());
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &api.types[id].shape {
            Shape::Alias(next) | Shape::Nullable(next) | Shape::List(next) => open.push(*next),
            Shape::Choice(choice) => open.extend(choice.variants.iter().filter_map(|variant| variant.ty)),
            _ => found.push(id),
        }
    }
    found
}

/// Whether values of a part of a body may be files.
pub fn may_be_file(api: &Api, id: Id<Type>) -> bool {
    leaves(api, id).into_iter().any(|leaf| api.types[leaf].shape == Shape::Scalar(Scalar::Bytes))
}

/// The member of `ty` that the names of `way` lead to, each of a record within the one before, whether or not it may be absent.
pub fn member_at(api: &Api, ty: Id<Type>, way: &[String]) -> Option<Id<Type>> {
    way.iter().try_fold(ty, |ty, name| match &api.types[behind_null(api, ty)].shape {
        Shape::Record(record) => {
            record.fields.iter().find(|field| field.wire.json.as_deref() == Some(name)).map(|field| field.ty)
        }
        _ => None,
    })
}

/// Whether all values of the type are texts in XML: scalars, and unions of such.
pub fn is_text(api: &Api, id: Id<Type>) -> bool {
    let (mut open, mut seen) = (vec![id], Vec::new());
    while let Some(id) = open.pop() {
        let id = behind_aliases(api, id);
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        match &api.types[id].shape {
            Shape::Scalar(Scalar::Null) => return false,
            Shape::Scalar(_) | Shape::Enum(_) => {}
            Shape::Choice(choice) if matches!(choice.tag, Tag::OneOf | Tag::AnyOf) && !choice.open => {
                for variant in &choice.variants {
                    match variant.ty {
                        Some(ty) if !matches!(variant.occurs, Occurs::Many { .. }) => open.push(ty),
                        _ => return false,
                    }
                }
            }
            // A list of texts is one text, with blanks between them (XML Schema Part 2, 2.5.1.2).
            Shape::List(item) if !matches!(api.types[behind_aliases(api, *item)].shape, Shape::List(_)) => {
                open.push(*item);
            }
            Shape::Alias(plain) if api.types[id].checked.is_some() => open.push(*plain),
            _ => return false,
        }
    }
    true
}

/// The value of a type that has but one.
pub fn only_value(api: &Api, id: Id<Type>) -> Option<&Literal> {
    match &api.types[behind_null(api, id)].shape {
        Shape::Enum(one) => match one.values.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an alias is a global element of XML Schema: a document of its own, though its content is another's type.
pub fn is_element(ty: &Type) -> bool {
    ty.xml_root.is_some() && ty.name.as_ref().is_some_and(|name| name.space == Space::Element)
}

/// Whether values of the type are of a type of their own in code, though they look like those of another.
pub fn is_own(ty: &Type) -> bool {
    is_element(ty) || ty.checked.is_some()
}

/// For each type, whether values of it stand among the children of another element, and whether they are elements.
pub fn content_uses(api: &Api) -> super::Table<Type, ContentUse> {
    let mut uses = super::Table::build(&api.types, |_| ContentUse::default());
    for (_, ty) in api.types.iter() {
        let places: Vec<(Id<Type>, bool)> = match &ty.shape {
            Shape::Record(record) => record.fields.iter().map(|f| (f.ty, is_content(f.wire.xml.as_ref()))).collect(),
            Shape::Choice(choice) => choice
                .variants
                .iter()
                .filter_map(|v| Some((v.ty?, choice.tag == super::Tag::Element && is_content(v.xml.as_ref()))))
                .collect(),
            _ => children(ty).into_iter().map(|id| (id, false)).collect(),
        };
        for (id, content) in places {
            let entry = &mut uses[behind_aliases(api, id)];
            if content { entry.content = true } else { entry.element = true }
        }
    }
    for (id, ty) in api.types.iter() {
        // What nobody speaks of may be spoken of by the user.
        if ty.xml_root.is_some() || uses[id] == ContentUse::default() {
            uses[id].element = true;
        }
    }
    uses
}

/// The list or union that a type checks, for where values are no documents; else the type itself.
pub fn unchecked(api: &Api, id: Id<Type>) -> Id<Type> {
    let mut at = id;
    for _ in 0..api.types.len() {
        let own = &api.types[behind_aliases(api, at)];
        match own.shape {
            Shape::Alias(plain) if own.checked.is_some() => at = plain,
            _ => break,
        }
    }
    at
}

/// How values of a type stand in XML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ContentUse {
    /// As a part of the content of another element.
    pub content: bool,
    /// As an element, or in one by themselves.
    pub element: bool,
}

fn is_content(place: Option<&XmlPlace>) -> bool {
    matches!(place, Some(XmlPlace::Content | XmlPlace::Mixed))
}
