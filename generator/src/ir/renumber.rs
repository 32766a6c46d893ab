//! Taking items out of a model: what speaks of the others is given their new ids.

use super::{Api, Id, Operation, Rest, Shape, Table, Type};

/// Leaves out all operations for which `keep` has `false`.
pub fn keep_operations(api: &mut Api, keep: &Table<Operation, bool>) {
    // Nothing in the model speaks of an operation by its id.
    api.operations.retain(keep);
}

/// Leaves out all types for which `keep` has `false`; none of them may be spoken of by what stays.
pub fn keep_types(api: &mut Api, keep: &Table<Type, bool>) {
    let now = api.types.retain(keep);
    let renumber = |id: &mut Id<Type>| {
        if let Some(new) = now[*id] {
            *id = new;
        }
    };
    for (_, ty) in api.types.iter_mut() {
        in_shape(&mut ty.shape, &renumber);
    }
    api.client_params.iter_mut().for_each(|param| renumber(&mut param.ty));
    for (_, operation) in api.operations.iter_mut() {
        operation.params.iter_mut().for_each(|param| renumber(&mut param.ty));
        let requested = operation.request.iter_mut().flat_map(|request| &mut request.media);
        requested.filter_map(|media| media.payload.ty_mut()).for_each(renumber);
        for response in &mut operation.responses {
            response.headers.iter_mut().for_each(|header| renumber(&mut header.ty));
            response.media.iter_mut().filter_map(|media| media.payload.ty_mut()).for_each(renumber);
        }
    }
}

/// Gives the types that a shape speaks of other ids.
pub fn in_shape(shape: &mut Shape, renumber: &impl Fn(&mut Id<Type>)) {
    match shape {
        Shape::List(one) | Shape::Map(one) | Shape::Alias(one) | Shape::Nullable(one) | Shape::InText(one) => {
            renumber(one)
        }
        Shape::Tuple { items, rest } => items.iter_mut().chain(rest).for_each(renumber),
        Shape::Record(record) => {
            record.bases.iter_mut().for_each(renumber);
            record.fields.iter_mut().for_each(|field| renumber(&mut field.ty));
            match &mut record.rest {
                Rest::Kept(ty) => renumber(ty),
                Rest::Ignored | Rest::Forbidden => {}
            }
        }
        Shape::Choice(choice) => {
            choice.variants.iter_mut().filter_map(|variant| variant.ty.as_mut()).for_each(renumber)
        }
        Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Enum(_) | Shape::Foreign(_) => {}
    }
}
