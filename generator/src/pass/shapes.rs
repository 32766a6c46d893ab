//! Types that Rust cannot say: enumerations of odd values, long tuples, types made only of themselves. Each is put
//! differently, and said.

use foldhash::HashSet;

use crate::diag::{Code, Diagnostics};
use crate::ir::walk::children;
use crate::ir::{Api, Id, Literal, Scalar, Shape, Type};

/// A type stands for itself.
pub const ENDLESS_TYPE: Code = Code("IR0004");
/// The values of an enumeration are of a kind that is not enumerated in Rust.
pub const ODD_ENUM: Code = Code("IR0005");
/// A tuple has more items than tuples of Rust have traits for.
pub const LONG_TUPLE: Code = Code("IR0006");

/// The longest tuples that can be compared and shown.
const LONGEST_TUPLE: usize = 12;

/// Settles the shapes of all types.
pub fn settle(api: &mut Api, diags: &mut Diagnostics) {
    for id in api.types.ids() {
        shape(api, id, diags);
    }
    endless(api, diags);
}

fn shape(api: &mut Api, id: Id<Type>, diags: &mut Diagnostics) {
    let ty = &mut api.types[id];
    match &mut ty.shape {
        Shape::Enum(one) => {
            // What may have one value only is that value, of whatever kind it is.
            let is_constant = one.is_constant();
            let fits = |value: &Literal| match (one.base, value) {
                (Scalar::String, Literal::String(_)) => true,
                (Scalar::Int(_), Literal::Number(text)) => text.parse::<i128>().is_ok(),
                (Scalar::Bool, Literal::Bool(_)) => is_constant,
                (Scalar::F32 | Scalar::F64, Literal::Number(text)) => is_constant && text.contains(['.', 'e', 'E']),
                _ => false,
            };
            if one.values.iter().all(|value| fits(&value.value)) {
                return;
            }
            let base = one.base;
            let values: Vec<String> = one.values.iter().map(|value| value.name.text.clone()).collect();
            let values = values.join(", ");
            diags
                .warning(ODD_ENUM, ty.place, "an enumeration of values that are neither texts nor all whole numbers")
                .note(format!("any value of its type is taken; the listed ones are: {values}"));
            let listed = format!("One of: {values}.");
            ty.doc.description = Some(match ty.doc.description.take() {
                Some(said) => format!("{said}\n\n{listed}"),
                None => listed,
            });
            ty.shape = Shape::Scalar(base);
        }
        Shape::Tuple { items, .. } if items.is_empty() || items.len() > LONGEST_TUPLE => {
            diags
                .warning(
                    LONG_TUPLE,
                    ty.place,
                    format!("a list of more than {LONGEST_TUPLE} items with types of their own"),
                )
                .note("it is kept as a JSON value");
            ty.shape = Shape::Any;
        }
        _ => {}
    }
}

/// A type that is made only of itself, through other names, lists and maps, is none in Rust.
fn endless(api: &mut Api, diags: &mut Diagnostics) {
    let mut done: HashSet<Id<Type>> = HashSet::default();
    for start in api.types.ids() {
        let mut open: Vec<Id<Type>> = Vec::new();
        let mut stack: Vec<(Id<Type>, Vec<Id<Type>>)> = Vec::new();
        enter(api, start, &done, &mut open, &mut stack);
        while let Some((id, parts)) = stack.last_mut() {
            let id = *id;
            match parts.pop() {
                None => {
                    done.insert(id);
                    open.pop();
                    stack.pop();
                }
                Some(part) if open.contains(&part) => {
                    let place = api.types[id].place;
                    diags
                        .warning(ENDLESS_TYPE, place, "this type is made only of itself")
                        .also(api.types[part].place, "which comes back here")
                        .note("its innermost values are kept as JSON values");
                    api.types[id].shape = Shape::Any;
                    done.insert(id);
                    open.pop();
                    stack.pop();
                }
                Some(part) => enter(api, part, &done, &mut open, &mut stack),
            }
        }
    }
}

fn enter(
    api: &Api,
    id: Id<Type>,
    done: &HashSet<Id<Type>>,
    open: &mut Vec<Id<Type>>,
    stack: &mut Vec<(Id<Type>, Vec<Id<Type>>)>,
) {
    // A record, an enumeration or a choice is a type of its own: what leads through one ends there.
    let by_name = matches!(api.types[id].shape, Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_));
    if done.contains(&id) || by_name {
        return;
    }
    open.push(id);
    stack.push((id, children(&api.types[id])));
}
