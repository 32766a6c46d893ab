//! Elements that may come in any order: `xs:all`, and what groups and extensions add to it.

use super::part::{Part, What};

/// The members of `xs:all`, said so that they may come in any order; those of groups in it are members like the others
/// (XML Schema 1.1, Part 1, 3.8.6.2).
pub(super) fn in_any_order(all: Part<'_>) -> Part<'_> {
    let from = match &all.what {
        What::Sequence(_, from) | What::Choice(_, from) => *from,
        What::Element(_) | What::Any(_) => None,
    };
    let mut members = Vec::new();
    let is_list = add_members(all.what, &mut members);
    if members.len() > 1 && (is_list || members.iter().any(Part::repeats)) {
        // What repeats may stand between the others: only a list keeps that.
        return Part { min: 0, max: None, what: What::Choice(members, from), ..all };
    }
    if all.min == 0 {
        // Where all may be absent together, each may be absent: elements in any order make no group that ends.
        members.iter_mut().for_each(|member| member.min = 0);
    }
    Part { min: 1, what: What::Sequence(members, from), ..all }
}

/// Adds the members; whether some of them are a list already.
fn add_members<'a>(what: What<'a>, members: &mut Vec<Part<'a>>) -> bool {
    let (What::Sequence(parts, _) | What::Choice(parts, _)) = what else { return false };
    let mut is_list = false;
    for part in parts {
        match part.what {
            What::Sequence(..) if part.is_once() => is_list |= add_members(part.what, members),
            What::Choice(..) if part.max.is_none() => {
                add_members(part.what, members);
                is_list = true;
            }
            _ => members.push(part),
        }
    }
    is_list
}
