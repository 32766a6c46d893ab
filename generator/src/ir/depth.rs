//! How deep types stand within types.

use std::collections::HashMap;

use super::walk::children;
use super::{Api, Id, Shape, Table, Type};

/// At most as many steps as there are from a type to the innermost of what it is made of, when no type is met twice on
/// the way. The compiler takes each of them within the one before, to see what a type may be sent to.
///
/// Types that are within one another may be met in any order, so that all of them count.
pub fn depth(api: &Api) -> usize {
    let (order, ring) = rings(api);
    let mut weights: HashMap<usize, usize> = HashMap::new();
    for id in api.types.ids() {
        *weights.entry(ring[id]).or_default() += steps(&api.types[id]);
    }
    // The innermost come first, so that what a type holds is known when it is its turn.
    let mut within: HashMap<usize, usize> = HashMap::new();
    for id in order {
        let own = ring[id];
        let held = children(&api.types[id]).into_iter().filter(|part| ring[*part] != own);
        let held = held.map(|part| {
            let part = ring[part];
            within.get(&part).copied().unwrap_or_default() + weights.get(&part).copied().unwrap_or_default()
        });
        let most = held.max().unwrap_or_default();
        let known = within.entry(own).or_default();
        *known = most.max(*known);
    }
    weights.iter().map(|(ring, own)| own + within.get(ring).copied().unwrap_or_default()).max().unwrap_or_default()
}

/// How many types of Rust stand for one, with the `Option` and the `Box` around what it holds.
fn steps(ty: &Type) -> usize {
    match &ty.shape {
        Shape::Alias(_) | Shape::Nullable(_) => 2,
        Shape::Record(_) | Shape::Choice(_) => 6,
        Shape::List(_) | Shape::Tuple { .. } => 6,
        Shape::Map(_) => 12,
        // Values of any kind are made of themselves.
        Shape::Any => 24,
        Shape::Scalar(_) | Shape::Enum(_) | Shape::Never | Shape::Foreign(_) => 6,
    }
}

/// The types that are within one another have one number (Kosaraju); and all types, those first that are held by others.
fn rings(api: &Api) -> (Vec<Id<Type>>, Table<Type, usize>) {
    let mut order = Vec::new();
    let mut seen = Table::build(&api.types, |_| false);
    for start in api.types.ids() {
        visit(start, &mut seen, &mut order, |id| children(&api.types[id]));
    }
    let mut holders: Table<Type, Vec<Id<Type>>> = Table::build(&api.types, |_| Vec::new());
    for id in api.types.ids() {
        for part in children(&api.types[id]) {
            holders[part].push(id);
        }
    }
    let mut ring = Table::build(&api.types, |_| 0);
    let mut seen = Table::build(&api.types, |_| false);
    for (number, start) in order.iter().rev().enumerate() {
        let mut found = Vec::new();
        visit(*start, &mut seen, &mut found, |id| holders[id].clone());
        found.into_iter().for_each(|id| ring[id] = number);
    }
    // Each ring is whole before what holds it, as it was found from its first type on.
    let mut sorted = order;
    sorted.sort_by_key(|id| std::cmp::Reverse(ring[*id]));
    (sorted, ring)
}

/// Goes from a type to all that have not been seen, with a stack of its own, and notes each behind those that it leads to.
fn visit(
    start: Id<Type>,
    seen: &mut Table<Type, bool>,
    order: &mut Vec<Id<Type>>,
    next: impl Fn(Id<Type>) -> Vec<Id<Type>>,
) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut stack = vec![(start, next(start).into_iter())];
    while let Some((id, parts)) = stack.last_mut() {
        match parts.next() {
            Some(part) if !seen[part] => {
                seen[part] = true;
                stack.push((part, next(part).into_iter()));
            }
            Some(_) => {}
            None => {
                order.push(*id);
                stack.pop();
            }
        }
    }
}
