//! Inline types that say the same are one type: the first is written out, the others are other names of it.
//!
//! Every name stays, so that a schema that is added elsewhere takes no name away; which of the equal types is the one
//! that is written out is seen nowhere but in `Debug`.

use foldhash::HashMap;

use crate::ir::walk::innermost_first;
use crate::ir::{Api, Doc, Id, Limits, Literal, QName, Rest, Shape, Table, Type};
use crate::source::Place;

/// Turns every inline type that an earlier one equals into an alias of that one.
pub fn dedupe(api: &mut Api) {
    let mut same = Same { first: Table::build(&api.types, |id| id), seen: HashMap::default() };
    // A circle has no end from which to compare: where it is entered, nothing equals what is within.
    for id in innermost_first(api) {
        same.compare(api, id);
    }
    for id in api.types.ids() {
        let first = same.first[id];
        if first != id && is_inline(&api.types[id]) {
            api.types[id].shape = Shape::Alias(first);
            api.types[id].checked = None;
        }
    }
}

/// What makes two types equal: their shapes, whether they have a name, and what else stands beside.
type Key = (Shape, bool, Limits, Option<QName>, bool, Option<Literal>);

struct Same {
    /// For each type, the first that equals it.
    first: Table<Type, Id<Type>>,
    seen: HashMap<Key, Id<Type>>,
}

impl Same {
    /// Looks for the first type that equals one whose parts are compared already.
    fn compare(&mut self, api: &Api, id: Id<Type>) {
        // What the source names is itself, whatever equals it.
        let ty = &api.types[id];
        if ty.name.is_some() && !is_inline(ty) {
            return;
        }
        let (shape, limits, root) = (self.shape(&ty.shape), ty.limits.clone(), ty.xml_root.clone());
        let key = (shape, ty.name.is_some(), limits, root, ty.secret, ty.default.clone());
        self.first[id] = *self.seen.entry(key).or_insert(id);
    }

    /// The shape with the first of equal types in the place of each part and without what is not code.
    fn shape(&self, shape: &Shape) -> Shape {
        let mut shape = shape.clone();
        let first = |id: &mut Id<Type>| *id = self.first[*id];
        match &mut shape {
            Shape::List(one) | Shape::Map(one) | Shape::Alias(one) | Shape::Nullable(one) | Shape::InText(one) => {
                first(one)
            }
            Shape::Tuple { items, rest } => items.iter_mut().chain(rest).for_each(first),
            Shape::Record(record) => {
                record.bases.iter_mut().for_each(first);
                if let Rest::Kept(ty) = &mut record.rest {
                    first(ty);
                }
                for field in &mut record.fields {
                    first(&mut field.ty);
                    field.place = Place::NOWHERE;
                }
            }
            Shape::Choice(choice) => {
                for variant in &mut choice.variants {
                    variant.ty.iter_mut().for_each(first);
                    variant.place = Place::NOWHERE;
                    variant.doc = Doc::default();
                }
            }
            Shape::Enum(one) => {
                for value in &mut one.values {
                    value.place = Place::NOWHERE;
                }
            }
            Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Foreign(_) => {}
        }
        shape
    }
}

/// Whether the type stands where it is used, and its name was made from there.
fn is_inline(ty: &Type) -> bool {
    ty.name.as_ref().is_some_and(|name| name.derived)
        && (ty.checked.is_some() || matches!(ty.shape, Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_)))
}
