//! Content models with references resolved, brought into the plainest form that lets in the same documents.

use super::Lower;
use super::all::in_any_order;
pub(super) use super::part::{Part, What};
use crate::ir::Namespaces;
use crate::xsd::codes;
use crate::xsd::document::{Expanded, Particle, Term};

/// How deep the particles of a content may be where groups add to them: what goes through them goes down by recursion.
const DEEPEST: usize = 250;

/// How many particles a content may have where groups add to them: a few groups that each have the next one twice are any
/// number.
const MOST: usize = 100_000;

impl<'a> Lower<'a> {
    /// The plainest form of `particle`; `None` where nothing can stand.
    pub(super) fn part(&mut self, particle: &'a Particle) -> Option<Part<'a>> {
        (self.particles, self.told_of_too_much) = (0, false);
        let part = self.resolved(particle, 0)?;
        simplify(part)
    }

    fn resolved(&mut self, particle: &'a Particle, depth: usize) -> Option<Part<'a>> {
        if particle.max == Some(0) {
            return None;
        }
        self.particles += 1;
        let depth = depth + 1;
        let set = self.set;
        let what = match &particle.term {
            Term::Element(element) => What::Element(element),
            Term::Reference(reference) => match set.elements.get(&reference.name) {
                Some(element) => {
                    if self.is_barren(element) {
                        return None;
                    }
                    What::Element(element)
                }
                None => {
                    self.unresolved(reference, crate::ir::Space::Element);
                    return None;
                }
            },
            Term::Any(any) => What::Any(any),
            Term::All(parts) => {
                let parts = parts.iter().filter_map(|p| self.resolved(p, depth)).collect();
                return Some(in_any_order(Part { what: What::Sequence(parts, None), ..self.shell(particle) }));
            }
            Term::Sequence(parts) => {
                let resolved: Vec<_> = parts.iter().filter_map(|p| self.resolved(p, depth)).collect();
                if resolved.is_empty() && parts.iter().any(|p| p.min > 0) {
                    // What has to stand here cannot: that is not the same as nothing.
                    return None;
                }
                What::Sequence(resolved, None)
            }
            Term::Choice(parts) => What::Choice(parts.iter().filter_map(|p| self.resolved(p, depth)).collect(), None),
            Term::Group(reference) => {
                let Some((name, group)) = set.groups.get_key_value(&reference.name) else {
                    self.unresolved(reference, crate::ir::Space::Group);
                    return None;
                };
                if self.open_groups.contains(&name) {
                    self.diags
                        .error(codes::CIRCULAR, reference.place, format!("the group `{}` contains itself", name.local))
                        .note("the inner one is left out");
                    return None;
                }
                if let Some(what) = too_much(depth, self.particles) {
                    if !std::mem::replace(&mut self.told_of_too_much, true) {
                        self.diags
                            .error(codes::TOO_DEEP, reference.place, what)
                            .note("this group is left out, and whatever else would go on from here");
                    }
                    return None;
                }
                self.open_groups.push(name);
                let inner = group.particle.as_ref().and_then(|p| self.resolved(p, depth));
                self.open_groups.pop();
                let mut inner = inner?;
                match &mut inner.what {
                    What::Sequence(_, from) | What::Choice(_, from) => *from = Some(name),
                    What::Element(_) | What::Any(_) => {}
                }
                if particle.min == 1 && particle.max == Some(1) {
                    return Some(inner);
                }
                let is_all = group.particle.as_ref().is_some_and(|p| matches!(p.term, Term::All(_)));
                if is_all && particle.min == 0 && inner.is_once() {
                    return Some(in_any_order(Part { min: 0, ..inner }));
                }
                if inner.is_once() {
                    return Some(Part { min: particle.min, max: particle.max, ..inner });
                }
                What::Sequence(vec![inner], None)
            }
        };
        Some(Part { what, ..self.shell(particle) })
    }

    fn shell(&self, particle: &'a Particle) -> Part<'a> {
        Part {
            min: particle.min,
            max: particle.max,
            what: What::Sequence(Vec::new(), None),
            doc: &particle.doc,
            place: particle.place,
            key: particle.key,
        }
    }
}

/// Why a group is not gone into from here.
fn too_much(depth: usize, particles: usize) -> Option<String> {
    if depth > DEEPEST {
        return Some(format!("groups within groups go more than {DEEPEST} deep here"));
    }
    (particles > MOST).then(|| format!("groups within groups make more than {MOST} parts of one content here"))
}

/// The plainest form of a part; `None` where nothing can stand.
fn simplify(mut part: Part<'_>) -> Option<Part<'_>> {
    match part.what {
        What::Element(_) | What::Any(_) => Some(part),
        What::Sequence(parts, from) => {
            let mut flat = Vec::new();
            for inner in parts.into_iter().filter_map(simplify) {
                match inner.what {
                    // A sequence that stands once is no level of its own.
                    What::Sequence(inners, _) if inner.min == 1 && inner.max == Some(1) => flat.extend(inners),
                    what => push_joined(&mut flat, Part { what, ..inner }),
                }
            }
            if let [_] = flat.as_slice()
                && let Some(only) = flat.pop()
            {
                return Some(wrapped(part.min, part.max, only, from));
            }
            if flat.is_empty() {
                return None;
            }
            if part.min == 0 && part.max == Some(1) && flat.iter().all(Part::is_emptiable) {
                // To leave out what may be empty says nothing.
                part.min = 1;
            }
            part.what = What::Sequence(flat, from);
            Some(part)
        }
        What::Choice(parts, from) => {
            let endless = part.max.is_none();
            let mut flat: Vec<Part<'_>> = Vec::new();
            for inner in parts {
                // An alternative that may be nothing, or is, lets the choice be nothing (Part 1, 3.8.6).
                if inner.is_emptiable() {
                    part.min = 0;
                }
                if let Some(inner) = simplify(inner) {
                    alternatives(inner, endless, &mut flat);
                }
            }
            if let [_] = flat.as_slice()
                && let Some(only) = flat.pop()
            {
                return Some(wrapped(part.min, part.max, only, from));
            }
            if flat.is_empty() {
                return None;
            }
            part.what = What::Choice(flat, from);
            Some(part)
        }
    }
}

/// Adds an alternative to a choice; one that is a choice itself adds its own.
fn alternatives<'a>(inner: Part<'a>, endless: bool, flat: &mut Vec<Part<'a>>) {
    let mut inner = inner;
    if endless {
        // (a* | b)* is (a | b)*, and (a?, b?)* is (a | b)*.
        inner.min = 1;
        inner.max = Some(1);
        match inner.what {
            What::Choice(parts, _) => parts.into_iter().for_each(|part| alternatives(part, true, flat)),
            What::Sequence(parts, _) if parts.iter().all(Part::is_emptiable) => {
                parts.into_iter().for_each(|part| alternatives(part, true, flat));
            }
            _ => add_alternative(flat, inner),
        }
        return;
    }
    // The choice as a whole may be empty then; an alternative that is taken is not.
    inner.min = inner.min.max(1);
    match inner.what {
        What::Choice(parts, _) if inner.max == Some(1) => {
            parts.into_iter().for_each(|part| alternatives(part, false, flat));
        }
        _ => add_alternative(flat, inner),
    }
}

/// Adds everything that a part lets in to an endless choice.
pub(super) fn alternatives_of_leaves<'a>(part: Part<'a>, flat: &mut Vec<Part<'a>>) {
    match part.what {
        What::Sequence(parts, _) | What::Choice(parts, _) => {
            parts.into_iter().for_each(|part| alternatives_of_leaves(part, flat));
        }
        _ => add_alternative(flat, Part { min: 1, max: Some(1), ..part }),
    }
}

/// An element that is an alternative already is no second one.
fn add_alternative<'a>(flat: &mut Vec<Part<'a>>, part: Part<'a>) {
    if let What::Element(element) = part.what {
        let twin =
            flat.iter_mut().find(|known| matches!(known.what, What::Element(other) if other.name == element.name));
        if let Some(twin) = twin {
            twin.max = match (twin.max, part.max) {
                (Some(a), Some(b)) => Some(a.max(b)),
                _ => None,
            };
            return;
        }
    }
    flat.push(part);
}

/// The only part of a sequence or choice, which itself may stand `min` to `max` times. Numbers in between that the
/// schema forbids (a pair that repeats gives no odd number) are let in.
fn wrapped<'a>(min: u64, max: Option<u64>, only: Part<'a>, from: Option<&'a Expanded>) -> Part<'a> {
    let mut only = only;
    if let (Some(_), What::Sequence(_, name @ None) | What::Choice(_, name @ None)) = (from, &mut only.what) {
        *name = from;
    }
    only.min = only.min.saturating_mul(min);
    only.max = only.max.zip(max).map(|(a, b)| a.saturating_mul(b));
    only
}

/// Adds a part to a sequence; an element right behind itself is one part that stands more often.
fn push_joined<'a>(flat: &mut Vec<Part<'a>>, part: Part<'a>) {
    if let (Some(Part { what: What::Element(before), min, max, .. }), What::Element(element)) =
        (flat.last_mut(), &part.what)
        && before.name == element.name
    {
        *min = min.saturating_add(part.min);
        *max = max.zip(part.max).map(|(a, b)| a.saturating_add(b));
        return;
    }
    flat.push(part);
}

/// Whether two wildcards let in a common namespace.
pub(super) fn overlap(one: &Namespaces, other: &Namespaces) -> bool {
    match (one, other) {
        (Namespaces::Any, _) | (_, Namespaces::Any) | (Namespaces::Other(_), Namespaces::Other(_)) => true,
        (Namespaces::Listed(a), Namespaces::Listed(b)) => a.iter().any(|n| b.contains(n)),
        (Namespaces::Listed(list), not @ Namespaces::Other(_))
        | (not @ Namespaces::Other(_), Namespaces::Listed(list)) => {
            list.iter().any(|namespace| not.let_in(namespace.as_deref()))
        }
    }
}
