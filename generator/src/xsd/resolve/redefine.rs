//! `xs:redefine` (Part 1, 4.2.2): a component takes the place of the one of its name everywhere; what it says of itself
//! means the old one, which lives on under another name. And `xs:override` (XML Schema 1.1, 4.2.5): the old one is gone.

use std::rc::Rc;

use indexmap::IndexMap;

use super::{Set, TypeDefinition};
use crate::diag::Diagnostics;
use crate::source::Place;
use crate::xsd::codes;
use crate::xsd::document::{
    AttributeItem, Attributes, ComplexType, Content, Expanded, Global, Particle, SimpleType, SimpleUse, Term, Variety,
};

/// Puts `globals` in the place of what the set has under their names; `place` is the `redefine`.
pub(super) fn apply(set: &mut Set, globals: Vec<Global>, place: Place, diags: &mut Diagnostics) {
    for global in globals {
        match global {
            Global::Complex(mut ty) => {
                let Some(name) = ty.name.clone() else { continue };
                if let Some(old) = retire(&mut set.types, &name, ty.place, place, diags) {
                    rename_complex(&mut ty, &name, &old);
                    if let Some(TypeDefinition::Complex(before)) = set.types.get_mut(&old) {
                        before.name = Some(old.clone());
                    }
                }
                set.types.insert(name, TypeDefinition::Complex(ty));
            }
            Global::Simple(mut ty) => {
                let Some(name) = ty.name.clone() else { continue };
                if let Some(old) = retire(&mut set.types, &name, ty.place, place, diags) {
                    rename_simple(&mut ty, &name, &old);
                    if let Some(TypeDefinition::Simple(before)) = set.types.get_mut(&old) {
                        before.name = Some(old.clone());
                    }
                }
                set.types.insert(name, TypeDefinition::Simple(ty));
            }
            Global::Group(mut group) => {
                let name = group.name.clone();
                if let Some(old) = retire(&mut set.groups, &name, group.place, place, diags)
                    && let Some(particle) = &mut group.particle
                {
                    rename_particle(particle, &name, &old);
                }
                set.groups.insert(name, group);
            }
            Global::AttributeGroup(mut group) => {
                let name = group.name.clone();
                if let Some(old) = retire(&mut set.attribute_groups, &name, group.place, place, diags) {
                    rename_attributes(&mut group.attributes, &name, &old);
                }
                set.attribute_groups.insert(name, group);
            }
            Global::Element(e) => refuse(e.place, "an element", diags),
            Global::Attribute(a) => refuse(a.place, "an attribute", diags),
        }
    }
}

/// Puts `globals` in the place of what the set has under their names, which is gone; `place` is the `override`.
pub(super) fn replace(set: &mut Set, globals: Vec<Global>, place: Place, diags: &mut Diagnostics) {
    for global in globals {
        match global {
            Global::Complex(ty) => {
                let (name, here) = (ty.name.clone(), ty.place);
                put(&mut set.types, name, TypeDefinition::Complex(ty), here, place, diags);
            }
            Global::Simple(ty) => {
                let (name, here) = (ty.name.clone(), ty.place);
                put(&mut set.types, name, TypeDefinition::Simple(ty), here, place, diags);
            }
            Global::Group(group) => {
                let (name, here) = (group.name.clone(), group.place);
                put(&mut set.groups, Some(name), group, here, place, diags);
            }
            Global::AttributeGroup(group) => {
                let (name, here) = (group.name.clone(), group.place);
                put(&mut set.attribute_groups, Some(name), group, here, place, diags);
            }
            Global::Element(element) => {
                let (name, here) = (element.name.clone(), element.place);
                put(&mut set.elements, Some(name), element, here, place, diags);
            }
            Global::Attribute(attribute) => {
                let (name, here) = (attribute.name.clone(), attribute.place);
                put(&mut set.attributes, Some(name), attribute, here, place, diags);
            }
        }
    }
}

fn put<T>(
    table: &mut IndexMap<Expanded, T>,
    name: Option<Expanded>,
    value: T,
    here: Place,
    outer: Place,
    diags: &mut Diagnostics,
) {
    let Some(name) = name else { return };
    match table.get_mut(&name) {
        Some(old) => *old = value,
        None => {
            diags
                .warning(codes::NOTHING_TO_REDEFINE, here, format!("there is no `{}` to override", name.local))
                .also(outer, "the overridden file is named here")
                .note("it is left out");
        }
    }
}

fn refuse(place: Place, what: &str, diags: &mut Diagnostics) {
    diags
        .error(codes::UNKNOWN_ELEMENT, place, format!("{what} cannot be redefined"))
        .help("types, groups and attribute groups can");
}

/// Moves what stands under `name` to a name of its own, which is returned.
fn retire<T>(
    table: &mut IndexMap<Expanded, T>,
    name: &Expanded,
    here: Place,
    redefine: Place,
    diags: &mut Diagnostics,
) -> Option<Expanded> {
    let Some(at) = table.get_index_of(name) else {
        diags
            .error(codes::NOTHING_TO_REDEFINE, here, format!("there is no `{}` to redefine", name.local))
            .also(redefine, "the redefined file is named here")
            .note("it is taken as a new definition");
        return None;
    };
    let mut old = Expanded { namespace: name.namespace.clone(), local: Rc::from(format!("{}Original", name.local)) };
    while table.contains_key(&old) {
        old.local = Rc::from(format!("{}Original", old.local));
    }
    let (_, value) = table.shift_remove_index(at)?;
    table.insert(old.clone(), value);
    Some(old)
}

fn rename(name: &mut Expanded, from: &Expanded, to: &Expanded) {
    if name == from {
        *name = to.clone();
    }
}

fn rename_complex(ty: &mut ComplexType, from: &Expanded, to: &Expanded) {
    match &mut ty.content {
        Content::Complex { base, .. } | Content::Simple { base, .. } => rename(&mut base.name, from, to),
        Content::Plain(_) => {}
    }
}

fn rename_simple(ty: &mut SimpleType, from: &Expanded, to: &Expanded) {
    if let Variety::Restriction(SimpleUse::Named(base), _) = &mut ty.variety {
        rename(&mut base.name, from, to);
    }
}

fn rename_particle(particle: &mut Particle, from: &Expanded, to: &Expanded) {
    match &mut particle.term {
        Term::Group(group) => rename(&mut group.name, from, to),
        Term::Sequence(parts) | Term::Choice(parts) | Term::All(parts) => {
            for part in parts {
                rename_particle(part, from, to);
            }
        }
        Term::Element(_) | Term::Reference(_) | Term::Any(_) => {}
    }
}

fn rename_attributes(attributes: &mut Attributes, from: &Expanded, to: &Expanded) {
    for item in &mut attributes.items {
        if let AttributeItem::Group(group) = item {
            rename(&mut group.name, from, to);
        }
    }
}
