//! Ways through the types.

use super::{Api, Id, Rest, Shape, Type};

/// The types of which the values of `ty` are made.
pub fn children(ty: &Type) -> Vec<Id<Type>> {
    match &ty.shape {
        Shape::List(one) | Shape::Map(one) | Shape::Alias(one) | Shape::Nullable(one) => vec![*one],
        Shape::Tuple { items, rest } => items.iter().copied().chain(*rest).collect(),
        Shape::Record(record) => {
            let rest = match record.rest {
                Rest::Kept(ty) => Some(ty),
                Rest::Ignored | Rest::Forbidden => None,
            };
            record.fields.iter().map(|field| field.ty).chain(rest).collect()
        }
        Shape::Choice(choice) => choice.variants.iter().filter_map(|variant| variant.ty).collect(),
        Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Enum(_) => Vec::new(),
    }
}

/// The type that an alias, or an alias of an alias, stands for.
pub fn behind_aliases(api: &Api, id: Id<Type>) -> Id<Type> {
    let mut at = id;
    // An alias of itself is found by `check`; here it must only end.
    for _ in 0..api.types.len() {
        match api.types[at].shape {
            Shape::Alias(next) => at = next,
            _ => return at,
        }
    }
    at
}
