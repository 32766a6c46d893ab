//! The attributes of complex types: those of groups and bases too.

use std::collections::HashMap;
use std::rc::Rc;

use super::bases::{AttributeSet, Base, Used};
use super::simple::Simple;
use super::values::Word;
use super::{Lower, doc, text};
use crate::ir::{Field, Name, Namespaces, Occurs, Space, Wildcard, Wire, XmlPlace};
use crate::xsd::codes;
use crate::xsd::document::{
    AnyUse, AttributeItem, Attributes, ComplexType, Content, Derivation, Expanded, Presence, SimpleUse,
};

impl<'a> Lower<'a> {
    /// The attributes that a type has by its own words, prohibited ones too.
    pub(super) fn own_attributes(&mut self, ty: &'a ComplexType) -> Rc<AttributeSet<'a>> {
        if let Some(known) = self.bases.own_attributes.get(&std::ptr::from_ref(ty)) {
            return Rc::clone(known);
        }
        let mut set = AttributeSet::default();
        self.collect(&ty.attributes, &mut set, &mut Vec::new());
        let set = Rc::new(set);
        self.bases.own_attributes.insert(std::ptr::from_ref(ty), Rc::clone(&set));
        set
    }

    /// All attributes of a type, those of its bases first.
    pub(super) fn all_attributes(&mut self, ty: &'a ComplexType) -> AttributeSet<'a> {
        let (mut steps, mut here) = (Vec::new(), ty);
        let mut any = loop {
            let own = self.own_attributes(here);
            match &here.content {
                Content::Complex { derivation, .. } | Content::Simple { derivation, .. } => {
                    steps.push((*derivation, own));
                }
                Content::Plain(_) => {
                    steps.push((Derivation::Extension, own));
                    break None;
                }
            }
            match self.base_of(here) {
                Base::Complex(base) => here = base,
                Base::Anything => break self.set.anything.clone(),
                Base::Simple | Base::Unknown => break None,
            }
        };
        // What is prohibited leaves a gap, and comes last where a type has it again.
        let mut used: Vec<Option<Used<'a>>> = Vec::new();
        let mut at: HashMap<&Expanded, usize> = HashMap::new();
        for (derivation, own) in steps.into_iter().rev() {
            for &one in &own.used {
                let name = &one.attribute.name;
                match (at.get(name).copied(), one.usage.presence) {
                    (Some(known), Presence::Prohibited) => {
                        at.remove(name);
                        used[known] = None;
                    }
                    (Some(known), _) => used[known] = Some(one),
                    (None, Presence::Prohibited) => {}
                    (None, _) => {
                        at.insert(name, used.len());
                        used.push(Some(one));
                    }
                }
            }
            any = match (derivation, any, own.any.clone()) {
                // Part 1, 3.4.2: a restriction has the wildcards that it names, an extension those of both.
                (Derivation::Restriction, _, own) => own,
                (Derivation::Extension, Some(base), Some(own)) => Some(either(base, own)),
                (Derivation::Extension, base, own) => base.or(own),
            };
        }
        AttributeSet { used: used.into_iter().flatten().collect(), any }
    }

    fn collect(&mut self, attributes: &'a Attributes, set: &mut AttributeSet<'a>, open: &mut Vec<&'a Expanded>) {
        for item in &attributes.items {
            let used = match item {
                AttributeItem::Local(attribute) => {
                    Used { attribute, usage: &attribute.usage, doc: &attribute.doc, place: attribute.place }
                }
                AttributeItem::Reference { to, usage, doc } => match self.set.attributes.get(&to.name) {
                    Some(attribute) => {
                        let doc = if doc.is_empty() { &attribute.doc } else { doc };
                        Used { attribute, usage, doc, place: to.place }
                    }
                    None => {
                        self.unresolved(to, Space::Attribute);
                        continue;
                    }
                },
                AttributeItem::Group(to) => {
                    match self.set.attribute_groups.get_key_value(&to.name) {
                        Some((name, _)) if open.contains(&name) => {
                            self.diags
                                .error(
                                    codes::CIRCULAR,
                                    to.place,
                                    format!("the attribute group `{}` contains itself", name.local),
                                )
                                .note("the inner one is left out");
                        }
                        Some((name, group)) => {
                            open.push(name);
                            self.collect(&group.attributes, set, open);
                            open.pop();
                        }
                        None => self.unresolved(to, Space::AttributeGroup),
                    }
                    continue;
                }
            };
            match set.used.iter().find(|known| known.attribute.name == used.attribute.name) {
                Some(first) => {
                    let first = first.place;
                    let name = &used.attribute.name.local;
                    if first != used.place {
                        self.diags
                            .error(codes::DUPLICATE, used.place, format!("the attribute `{name}` is used twice"))
                            .also(first, "first here")
                            .note("the first use counts");
                    }
                }
                None => set.used.push(used),
            }
        }
        set.any = match (set.any.take(), &attributes.any) {
            // Part 1, 3.4.2: the wildcards of a type and its groups are met all at once.
            (Some(one), Some(other)) => Some(if one.namespaces == Namespaces::Any { other.clone() } else { one }),
            (one, other) => one.or(other.clone()),
        };
    }

    /// The fields for attributes.
    pub(super) fn attribute_fields(&mut self, set: &AttributeSet<'a>) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        for used in &set.used {
            if used.usage.presence == Presence::Prohibited {
                continue;
            }
            let attribute = used.attribute;
            let ty = self.simple_use(&attribute.ty);
            let simple = self.attribute_values(&attribute.ty);
            let default = used.usage.default.as_ref().or(attribute.usage.default.as_ref());
            let fixed = used.usage.fixed.as_ref().or(attribute.usage.fixed.as_ref());
            fields.push(Field {
                name: Name::xml(text(&attribute.name.namespace), &*attribute.name.local, Space::Attribute),
                ty,
                occurs: if used.usage.presence == Presence::Required { Occurs::One } else { Occurs::Optional },
                nullable: false,
                access: Default::default(),
                wire: Wire { json: None, xml: Some(XmlPlace::Attribute(self.qname(&attribute.name))) },
                default: default.and_then(|value| self.value_of(&simple, value, Word::Default)),
                fixed: fixed.and_then(|value| self.value_of(&simple, value, Word::Fixed)),
                flat: false,
                deprecated: None,
                doc: doc(used.doc),
                place: used.place,
            });
        }
        if let Some(any) = &set.any {
            fields.push(Field {
                name: Name::derived("other attributes"),
                ty: self.builtin("anySimpleType"),
                occurs: Occurs::Many { min: 0, max: None },
                nullable: false,
                access: Default::default(),
                wire: Wire {
                    json: None,
                    xml: Some(XmlPlace::AnyAttribute(Wildcard {
                        namespaces: any.namespaces.clone(),
                        process: any.process,
                    })),
                },
                default: None,
                fixed: None,
                flat: false,
                deprecated: None,
                doc: doc(&any.doc),
                place: any.place,
            });
        }
        fields
    }

    fn attribute_values(&mut self, used: &'a SimpleUse) -> Rc<Simple> {
        self.simple_of(used)
    }
}

/// A wildcard that lets in what either lets in; more where the two cannot be said as one.
fn either(one: AnyUse, other: AnyUse) -> AnyUse {
    let namespaces = match (one.namespaces, other.namespaces) {
        (Namespaces::Listed(mut a), Namespaces::Listed(b)) => {
            for namespace in b {
                if !a.contains(&namespace) {
                    a.push(namespace);
                }
            }
            Namespaces::Listed(a)
        }
        (a, b) if a == b => a,
        _ => Namespaces::Any,
    };
    AnyUse { namespaces, ..one }
}
