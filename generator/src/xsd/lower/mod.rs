//! Components to types of the model. Names and references are settled here; what a type looks like inside stands in the
//! neighbours.
//!
//! How the constructs of XML Schema are said in the model:
//!
//! - A complex type is a record. Elements of a sequence are fields; a nested model that repeats, is optional as a whole or
//!   is a choice is one field whose place is [`XmlPlace::Content`] and whose type is a record or a choice by element.
//! - Elements that may stand at several places of one content model make it an open-ended choice in document order.
//! - Extension is a base and fields of its own; restriction is a record with all its fields.
//! - The default of a field that is an element is what an empty element means; that of an attribute, an absent one.
//! - A reference to the head of a substitution group is a choice of its members by element; a use of an abstract type a
//!   choice of its descendants by `xsi:type`, tagged by `{namespace}local`; an empty tag stands for no `xsi:type`.
//! - An abstract element that nothing can stand in for makes no field, since no document can hold it.
//! - Mixed content is one field in document order; its choice has a variant for the text between.

mod all;
mod attributes;
mod bases;
mod complex;
mod content;
mod keys;
mod loose;
mod missing;
mod model;
mod part;
mod restriction;
mod simple;
mod spelling;
mod substitution;
mod unions;
mod values;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use keys::{document_key, element_key, home, text, type_key};

use super::Options;
use super::builtin::{self, Builtin};
use super::document::{ComplexType, Element, Expanded, Ref, TypeUse};
use super::resolve::{Set, TypeDefinition};
use crate::diag::Diagnostics;
use crate::ir::build::Key;
use crate::ir::{Builder, Checked, Doc, Id, Name, Namespace, QName, Shape, Space, Type, XmlPlace};
use crate::source::{Place, Sources};
use crate::xml::XS;

/// Adds every component of `set` to `builder`.
pub(super) fn lower(sources: &Sources, set: &Set, builder: &mut Builder, diags: &mut Diagnostics, options: &Options) {
    let mut lower = Lower {
        sources,
        set,
        builder,
        diags,
        options,
        members: HashMap::new(),
        derived: HashMap::new(),
        roots: HashMap::new(),
        simple: HashMap::new(),
        open_simple: HashSet::new(),
        open_groups: Vec::new(),
        particles: 0,
        told_of_too_much: false,
        bases: bases::Bases::default(),
        missing: set.missing.clone(),
        wanted: HashSet::new(),
        reported: HashSet::new(),
        mixed: HashMap::new(),
        anonymous: HashSet::new(),
    };
    lower.index();
    lower.find_circles();
    lower.circles_of_heads();
    lower.join_roots();
    for (name, ty) in &set.types {
        lower.global_type(name, ty);
    }
    for element in set.elements.values() {
        lower.global_element(element);
    }
    lower.global_values();
    lower.rename_bases();
    lower.asked_for();
    lower.absent_imports();
    lower.set_apart();
}

struct Lower<'a> {
    sources: &'a Sources,
    set: &'a Set,
    builder: &'a mut Builder,
    diags: &'a mut Diagnostics,
    options: &'a Options,
    /// The elements that name this one as the head of their substitution group.
    members: HashMap<&'a Expanded, Vec<&'a Element>>,
    /// The global complex types that derive from this one.
    derived: HashMap<&'a Expanded, Vec<&'a ComplexType>>,
    /// The concrete global elements of this type.
    roots: HashMap<&'a Expanded, Vec<&'a Element>>,
    simple: HashMap<Expanded, Rc<simple::Simple>>,
    open_simple: HashSet<&'a Expanded>,
    open_groups: Vec<&'a Expanded>,
    /// How many particles the content that is being resolved has by now.
    particles: usize,
    /// Whether it was said that these are too many, or too deep.
    told_of_too_much: bool,
    bases: bases::Bases<'a>,
    /// Namespaces whose absence has been reported.
    missing: HashSet<Option<Rc<str>>>,
    /// Those of which something is used.
    wanted: HashSet<Option<Rc<str>>>,
    /// Names whose absence has been reported.
    reported: HashSet<(Space, Expanded)>,
    /// The types of mixed content, by what may stand in it.
    mixed: HashMap<Vec<MixedKey>, Id<Type>>,
    /// Anonymous types that are defined, or being defined.
    anonymous: HashSet<Place>,
}

/// What may stand in mixed content: the name of an element or the place of a wildcard, and its type.
type MixedKey = ((Option<String>, String, Option<Place>), Option<Id<Type>>);

impl<'a> Lower<'a> {
    fn index(&mut self) {
        let set = self.set;
        for element in set.elements.values() {
            for head in &element.substitutes {
                match set.elements.get_key_value(&head.name) {
                    Some((head, _)) => self.members.entry(head).or_default().push(element),
                    None => self.unresolved(head, Space::Element),
                }
            }
            if let TypeUse::Named(ty) = &element.ty
                && !element.is_abstract
                && let Some((ty, _)) = set.types.get_key_value(&ty.name)
            {
                self.roots.entry(ty).or_default().push(element);
            }
        }
        for ty in set.types.values() {
            if let TypeDefinition::Complex(ty) = ty
                && let Some(base) = bases::base(ty)
                && let Some((base, _)) = set.types.get_key_value(&base.name)
            {
                self.derived.entry(base).or_default().push(ty);
            }
        }
    }

    /// An element that is the only one of its type, and was asked for by another front end, is that type; as a document it is
    /// what it is elsewhere.
    fn join_roots(&mut self) {
        for element in self.set.elements.values() {
            if !is_nil_by_use(element) {
                self.builder.join(element_key(&element.name), document_key(&element.name));
            }
            if let TypeUse::Named(ty) = &element.ty
                && self.is_own_root(element)
            {
                self.builder.join(element_key(&element.name), type_key(&ty.name));
            }
        }
    }

    fn global_type(&mut self, name: &'a Expanded, ty: &'a TypeDefinition) {
        if name.namespace.as_deref() == Some(XS) && builtin::find(&name.local).is_some() {
            // The schema of schemas defines what is built in.
            return;
        }
        let mut lowered = match ty {
            TypeDefinition::Simple(ty) => self.simple_type(ty),
            TypeDefinition::Complex(ty) => self.complex_type(ty),
        };
        let local = match ty {
            TypeDefinition::Complex(ty) if ty.is_abstract && self.is_polymorphic(ty) => {
                Name::derived(format!("{} base", name.local))
            }
            _ => Name::new(&*name.local),
        };
        lowered.name = Some(Name { namespace: self.home(name), ..local });
        if let Some([root]) = self.roots.get(name).map(Vec::as_slice)
            && self.is_own_root(root)
        {
            lowered.xml_root = Some(self.qname(&root.name));
        }
        self.builder.define(type_key(name), lowered);
    }

    /// An abstract type whose descendants nobody asks for is not in the way of its own name.
    fn rename_bases(&mut self) {
        for (name, ty) in &self.set.types {
            if let TypeDefinition::Complex(ty) = ty
                && self.is_polymorphic(ty)
                && self.builder.get(&substitution::descendants_key(name)).is_none()
                && let Some(id) = self.builder.get(&type_key(name))
                && let Some(known) = &mut self.builder.api().types[id].name
            {
                *known = Name { namespace: home(self.set, name), ..Name::new(&*name.local) };
            }
        }
    }

    /// Whether the element is the only one of its type, so that the type itself can be the document.
    fn is_own_root(&self, element: &Element) -> bool {
        let TypeUse::Named(ty) = &element.ty else { return false };
        match self.set.types.get(&ty.name) {
            Some(TypeDefinition::Complex(complex)) => {
                !element.nillable
                    && !self.is_polymorphic(complex)
                    && !self.adds_nothing(complex)
                    && matches!(self.roots.get(&ty.name).map(Vec::as_slice), Some([only]) if std::ptr::eq(*only, element))
            }
            _ => false,
        }
    }

    fn global_element(&mut self, element: &'a Element) {
        let key = element_key(&element.name);
        let name = Name::xml(self.home(&element.name), &*element.name.local, Space::Element);
        if element.is_abstract {
            if let Some(choice) = self.substitutes(element) {
                self.builder.bind(key, choice, element.place);
            }
            return;
        }
        let root = self.qname(&element.name);
        let mut ty = match &element.ty {
            TypeUse::Named(ty) => {
                let id = self.type_of(ty);
                if self.is_own_root(element) {
                    self.builder.bind(key, id, element.place);
                    return;
                }
                let id = if element.nillable { self.nullable(id, element.place) } else { id };
                Type::new(Shape::Alias(id), element.place)
            }
            TypeUse::Simple(ty) => self.simple_type(ty),
            TypeUse::Complex(ty) => self.complex_type(ty),
            TypeUse::Absent => {
                let id = self.element_type(element);
                Type::new(Shape::Alias(id), element.place)
            }
        };
        ty.name = Some(name);
        ty.xml_root = Some(root);
        if !element.doc.is_empty() {
            ty.doc = doc(&element.doc);
        }
        note_constraints(&mut ty.doc, &element.constraints);
        if is_nil_by_use(element) {
            note(&mut ty.doc, "A document may be nil: an `xml::Nillable` of this reads and writes such, too.");
        }
        let id = self.builder.define(key, ty);
        let document = document_key(&element.name);
        if is_nil_by_use(element) && self.builder.get(&document).is_some() {
            self.builder.define(document, Type::new(Shape::Nullable(id), element.place));
        }
    }

    /// The type of an element's values, wherever the element is used.
    fn element_type(&mut self, element: &'a Element) -> Id<Type> {
        match &element.ty {
            // Values of any simple type are told apart by `xsi:type`, which only a tree keeps (Part 1, 3.16.7).
            TypeUse::Named(ty) if is_any_simple(ty) && element.default.is_none() && element.fixed.is_none() => {
                self.builtin("anyType")
            }
            TypeUse::Named(ty) => self.type_of(ty),
            TypeUse::Simple(_) | TypeUse::Complex(_) if self.is_global(element) && !element.is_abstract => {
                self.builder.refer(element_key(&element.name), element.place)
            }
            TypeUse::Simple(ty) => {
                let id = self.inline_simple(ty);
                self.name_type_of_head(id, element)
            }
            TypeUse::Complex(ty) => {
                let id = self.inline_complex(ty, element);
                self.name_type_of_head(id, element)
            }
            TypeUse::Absent => {
                // Part 1, 3.3.2: the type of the head, else anything.
                let head = element.substitutes.first().and_then(|head| self.set.elements.get(&head.name));
                match head {
                    Some(head) if !std::ptr::eq(head, element) && self.leads_out(head) => self.element_type(head),
                    _ => self.builtin("anyType"),
                }
            }
        }
    }

    /// The type that stands in an abstract element is that of its members, whose choice has the element's name.
    fn name_type_of_head(&mut self, id: Id<Type>, element: &Element) -> Id<Type> {
        if element.is_abstract && self.is_global(element) {
            let namespace = self.home(&element.name);
            let ty = &mut self.builder.api().types[id];
            // What is built in stands nowhere, and is everybody's.
            if ty.name.is_none() && ty.place != Place::NOWHERE {
                let words = format!("{} type", element.name.local);
                ty.name = Some(Name { namespace, ..Name::derived(words) });
            }
        }
        id
    }

    /// Whether following the heads of substitution groups for a type comes to an end.
    fn leads_out(&self, element: &'a Element) -> bool {
        let mut seen: Vec<&Expanded> = Vec::new();
        let mut element = element;
        while matches!(element.ty, TypeUse::Absent) {
            if seen.contains(&&element.name) {
                return false;
            }
            seen.push(&element.name);
            match element.substitutes.first().and_then(|head| self.set.elements.get(&head.name)) {
                Some(head) => element = head,
                None => return true,
            }
        }
        true
    }

    fn is_global(&self, element: &Element) -> bool {
        self.set.elements.get(&element.name).is_some_and(|global| std::ptr::eq(global, element))
    }

    /// The type that values of the type named by `reference` have: for an abstract type, one of its descendants.
    fn type_of(&mut self, reference: &'a Ref) -> Id<Type> {
        if let Some(id) = self.builtin_of(reference) {
            return id;
        }
        let set = self.set;
        match set.types.get(&reference.name) {
            Some(TypeDefinition::Complex(ty)) if self.is_polymorphic(ty) => self.descendants(ty),
            Some(_) => self.builder.refer(type_key(&reference.name), reference.place),
            None => {
                self.unresolved(reference, Space::Plain);
                self.builtin("anyType")
            }
        }
    }

    fn builtin_of(&mut self, reference: &Ref) -> Option<Id<Type>> {
        let is = reference.name.namespace.as_deref() == Some(XS) && builtin::find(&reference.name.local).is_some();
        is.then(|| self.builtin(&reference.name.local))
    }

    /// The type that is built in under this name; there is one for all who use it.
    fn builtin(&mut self, local: &str) -> Id<Type> {
        let key = Key::Xml(Space::Plain, Some(XS.to_owned()), local.to_owned());
        if let Some(id) = self.builder.get(&key)
            && !self.builder.is_undefined(id)
        {
            return id;
        }
        let (shape, limits) = match builtin::find(local) {
            Some(Builtin::Atomic(scalar, limits)) => (Shape::Scalar(scalar), limits),
            Some(Builtin::List(item)) => (Shape::List(self.builtin(item)), Default::default()),
            Some(Builtin::Anything) | None => (Shape::Any, Default::default()),
        };
        let ends = limits.minimum.is_some() || limits.maximum.is_some();
        let mut ty = Type { limits, ..Type::new(shape, Place::NOWHERE) };
        if let Some(reading) = self.options.checked.filter(|_| ends) {
            ty.name = Some(Name { namespace: self.set.main.as_ref().and_then(text), ..Name::new(local) });
            ty.checked = Some(Checked { reading, limits: ty.limits.clone(), ..Checked::default() });
        }
        self.builder.define(key, ty)
    }

    /// The namespaces of types that stand apart from those of the first schema.
    fn set_apart(&mut self) {
        let set = self.set;
        let main = set.main.clone().flatten();
        let names = set.types.keys().chain(set.elements.keys()).filter(|name| name.namespace != main);
        for name in names {
            let uri = text(&name.namespace).unwrap_or_default();
            let prefix = set.prefixes.get(&uri).cloned();
            let namespaces = &mut self.builder.api().namespaces;
            if namespaces.iter().all(|known| known.uri != uri) && uri != XS {
                namespaces.push(Namespace { uri, prefix });
            }
        }
    }

    /// The namespace that a type or an element stands in.
    fn home(&self, name: &Expanded) -> Option<String> {
        home(self.set, name)
    }

    fn qname(&self, name: &Expanded) -> QName {
        let set = self.set;
        // The first namespace is the default one of documents, unless there are elements in none.
        let is_default = !set.has_unqualified && set.main.as_ref() == Some(&name.namespace);
        let prefix = name.namespace.as_ref().filter(|_| !is_default).and_then(|namespace| {
            if &**namespace == crate::xml::XML {
                return Some("xml".to_owned());
            }
            set.prefixes.get(&**namespace).cloned()
        });
        QName { prefix, ..QName::new(text(&name.namespace), name.local.to_string()) }
    }

    fn place_of(&self, name: &Expanded) -> XmlPlace {
        XmlPlace::Element(self.qname(name))
    }
}

/// Whether an element may be nil, and its own type does not say so: elsewhere the element is used by that type, which
/// cannot be the one that may be absent.
fn is_nil_by_use(element: &Element) -> bool {
    element.nillable && !element.is_abstract && matches!(element.ty, TypeUse::Simple(_) | TypeUse::Complex(_))
}

fn is_any_simple(reference: &Ref) -> bool {
    reference.name.namespace.as_deref() == Some(XS)
        && matches!(&*reference.name.local, "anySimpleType" | "anyAtomicType")
}

fn doc(text: &str) -> Doc {
    if text.is_empty() { Doc::default() } else { Doc::of(text) }
}

fn note(doc: &mut Doc, note: &str) {
    match &mut doc.description {
        Some(text) => {
            text.push_str("\n\n");
            text.push_str(note);
        }
        None => doc.description = Some(note.to_owned()),
    }
}

fn note_constraints(doc: &mut Doc, constraints: &[String]) {
    for constraint in constraints {
        note(doc, constraint);
    }
}
