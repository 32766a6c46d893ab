//! Content models to fields, and to the records and choices of what nests in them.

use super::model::{self, Part, What};
use super::values::Word;
use super::{Lower, doc, note_constraints, text};
use crate::ir::build::Key;
use crate::ir::{
    Choice, Doc, Field, Id, Literal, Name, Occurs, Record, Shape, Space, Tag, Type, Variant, Wildcard, Wire, XmlPlace,
};
use crate::source::Place;
use crate::xsd::document::{AnyUse, ComplexType, Element, Expanded, Ref, TypeUse, Value};
use crate::xsd::resolve::TypeDefinition;

impl<'a> Lower<'a> {
    /// The fields for parts that stand one after the other; `owner` is what they stand in.
    pub(super) fn fields(&mut self, parts: Vec<Part<'a>>, owner: Place) -> Vec<Field> {
        let parts = self.without_doubles(parts, owner);
        let alone = parts.len() == 1;
        let mut fields: Vec<Field> = parts.into_iter().map(|part| self.field(part, alone)).collect();
        tell_apart(&mut fields);
        fields
    }

    /// Parts none of which lets in an element that another lets in: where they do, all from the first to the last such
    /// part become one choice that keeps the document's order.
    fn without_doubles(&mut self, parts: Vec<Part<'a>>, owner: Place) -> Vec<Part<'a>> {
        let reaches: Vec<_> = parts.iter().map(|part| self.reach(std::slice::from_ref(part))).collect();
        let meets = |i: usize, j: usize| {
            reaches[i].names.iter().any(|name| reaches[j].names.contains(name))
                || reaches[i].any.iter().any(|a| reaches[j].any.iter().any(|b| model::overlap(a, b)))
        };
        // For each part the last one that it meets; ranges that overlap are one range.
        let last: Vec<usize> =
            (0..parts.len()).map(|i| (i..parts.len()).rev().find(|&j| i != j && meets(i, j)).unwrap_or(i)).collect();
        let mut merged: Vec<Part<'a>> = Vec::new();
        let mut end = 0;
        let mut start = 0;
        for (at, part) in parts.into_iter().enumerate() {
            if at > end || at == 0 {
                start = at;
                end = at;
            }
            end = end.max(last.get(at).copied().unwrap_or(at));
            if start == end {
                merged.push(part);
                continue;
            }
            if at == start {
                let key = self.sources.member(owner, format!("content {start}"));
                merged.push(Part {
                    min: 0,
                    max: None,
                    what: What::Choice(Vec::new(), None),
                    doc: "",
                    place: part.place,
                    key,
                });
            }
            if let Some(Part { what: What::Choice(alternatives, _), .. }) = merged.last_mut() {
                model::alternatives_of_leaves(part, alternatives);
            }
        }
        merged
    }

    fn field(&mut self, part: Part<'a>, alone: bool) -> Field {
        let occurs = occurs(part.min, part.max);
        let blank = |name: Name, ty: Id<Type>, xml: XmlPlace, doc: Doc| Field {
            name,
            ty,
            occurs,
            nullable: false,
            access: Default::default(),
            wire: Wire { json: None, xml: Some(xml) },
            default: None,
            fixed: None,
            flat: false,
            deprecated: None,
            doc,
            place: part.place,
        };
        match &part.what {
            What::Element(element) => {
                let mut said = doc(if part.doc.is_empty() { &element.doc } else { part.doc });
                if self.is_global(element) || !matches!(element.ty, TypeUse::Complex(_)) {
                    note_constraints(&mut said, &element.constraints);
                }
                if let Some(choice) = self.substitutes(element) {
                    let name = Name::xml(text(&element.name.namespace), &*element.name.local, Space::Element);
                    return blank(name, choice, XmlPlace::Content, said);
                }
                let mut ty = self.element_type(element);
                // One of several, or one that has attributes all the same, is nil by itself and not by its field.
                let by_itself = element.nillable && (part.repeats() || self.has_attributes(element));
                if by_itself {
                    ty = self.nullable(ty, element.place);
                }
                let name = Name::xml(text(&element.name.namespace), &*element.name.local, Space::Element);
                let mut field = blank(name, ty, self.place_of(&element.name), said);
                field.nullable = element.nillable && !by_itself;
                field.default =
                    element.default.as_ref().and_then(|value| self.element_literal(element, value, Word::Default));
                field.fixed =
                    element.fixed.as_ref().and_then(|value| self.element_literal(element, value, Word::Fixed));
                field
            }
            What::Any(any) => {
                let ty = self.builtin("anyType");
                blank(Name::derived("any"), ty, XmlPlace::AnyElement(wildcard(any)), doc(&any.doc))
            }
            What::Sequence(parts, from) => {
                let name = from.map_or_else(|| Name::derived(group_words(parts)), group_name);
                let ty = self.record(parts.clone(), &part, *from);
                blank(name, ty, XmlPlace::Content, doc(part.doc))
            }
            What::Choice(parts, from) => {
                let name = match from {
                    Some(group) => group_name(group),
                    None if alone => Name::derived(if part.repeats() { "items" } else { "content" }),
                    None => Name::derived(choice_words(parts)),
                };
                let ty = self.choice(parts.clone(), &part, *from);
                blank(name, ty, XmlPlace::Content, doc(part.doc))
            }
        }
    }

    /// Whether an element may have attributes, or `xsi:type`, that say something of it.
    fn has_attributes(&mut self, element: &'a Element) -> bool {
        let ty = match &element.ty {
            TypeUse::Complex(ty) => &**ty,
            TypeUse::Named(reference) => match self.set.types.get(&reference.name) {
                Some(TypeDefinition::Complex(ty)) => ty,
                Some(TypeDefinition::Simple(_)) => return false,
                // What is built in, but for `xs:anyType`, is simple.
                None => return !is_xs(reference) || &*reference.name.local == "anyType",
            },
            TypeUse::Absent => {
                return match element.substitutes.first().and_then(|head| self.set.elements.get(&head.name)) {
                    Some(head) if self.leads_out(element) => self.has_attributes(head),
                    _ => true,
                };
            }
            TypeUse::Simple(_) => return false,
        };
        let attributes = self.all_attributes(ty);
        attributes.any.is_some() || !attributes.used.is_empty() || self.is_polymorphic(ty)
    }

    /// A value that stands in the schema for what an element holds.
    pub(super) fn element_literal(&mut self, element: &'a Element, value: &Value, word: Word) -> Option<Literal> {
        let complex = match &element.ty {
            TypeUse::Complex(ty) => Some(&**ty),
            TypeUse::Named(reference) => match self.set.types.get(&reference.name) {
                Some(TypeDefinition::Complex(ty)) => Some(ty),
                _ => None,
            },
            TypeUse::Simple(_) | TypeUse::Absent => None,
        };
        let simple = match &element.ty {
            TypeUse::Simple(ty) => Some(self.simple(ty)),
            TypeUse::Named(reference) if complex.is_none() => match self.set.types.get(&reference.name) {
                Some(TypeDefinition::Simple(ty)) => Some(self.simple(ty)),
                None if is_xs(reference) && &*reference.name.local != "anyType" => Some(self.simple_named(reference)),
                _ => None,
            },
            _ => complex.and_then(|ty| self.simple_content(ty)).map(|(_, simple)| simple),
        };
        match (simple, complex) {
            (Some(simple), _) => self.value_of(&simple, value, word),
            // Part 1, 3.3.6: an element without text has no such value.
            (None, Some(ty)) if !self.is_mixed(ty) => {
                self.ignored_value(value, word, "is that of an element without text");
                None
            }
            (None, _) => Some(Literal::String(value.text.clone())),
        }
    }

    /// The record for parts that stand one after the other inside another model.
    fn record(&mut self, parts: Vec<Part<'a>>, part: &Part<'a>, from: Option<&'a Expanded>) -> Id<Type> {
        let key = Key::Place(part.key);
        if !self.anonymous.insert(part.key) {
            return self.builder.refer(key, part.place);
        }
        let id = self.builder.refer(key.clone(), part.place);
        let fields = self.fields(parts, part.key);
        let record = Record { fields, ..Record::default() };
        let mut ty = Type::new(Shape::Record(record), part.place).documented(doc(part.doc));
        ty.name = from.map(group_name);
        self.builder.define(key, ty);
        id
    }

    /// The choice between parts.
    fn choice(&mut self, parts: Vec<Part<'a>>, part: &Part<'a>, from: Option<&'a Expanded>) -> Id<Type> {
        // What stands in a choice that repeats without end is taken apart further, so it is another type.
        let (key, name) = match part.max {
            None => (self.sources.member(part.key, "each"), from.map(group_name)),
            Some(_) => (part.key, from.map(group_name)),
        };
        if !self.anonymous.insert(key) {
            return self.builder.refer(Key::Place(key), part.place);
        }
        let id = self.builder.refer(Key::Place(key), part.place);
        let mut variants: Vec<Variant> = parts.into_iter().map(|part| self.variant(part)).collect();
        tell_variants_apart(&mut variants);
        let choice = Choice::new(Tag::Element, variants, false);
        let mut ty = Type::new(Shape::Choice(choice), part.place).documented(doc(part.doc));
        ty.name = name;
        self.builder.define(Key::Place(key), ty);
        id
    }

    fn variant(&mut self, part: Part<'a>) -> Variant {
        let occurs = occurs(part.min, part.max);
        let blank = |name: Name, ty: Id<Type>, xml: XmlPlace| Variant {
            name,
            ty: Some(ty),
            occurs,
            tags: Vec::new(),
            default: None,
            xml: Some(xml),
            doc: doc(part.doc),
            place: part.place,
        };
        match &part.what {
            What::Element(element) => match self.substitutes(element) {
                Some(choice) => {
                    let said = doc(if part.doc.is_empty() { &element.doc } else { part.doc });
                    Variant { doc: said, ..blank(Name::new(&*element.name.local), choice, XmlPlace::Content) }
                }
                None => {
                    let mut variant = Variant { occurs, ..self.element_variant(element) };
                    if !part.doc.is_empty() {
                        variant.doc = doc(part.doc);
                    }
                    variant
                }
            },
            What::Any(any) => {
                let ty = self.builtin("anyType");
                Variant { doc: doc(&any.doc), ..blank(Name::derived("any"), ty, XmlPlace::AnyElement(wildcard(any))) }
            }
            What::Sequence(parts, from) => {
                let name = from.map_or_else(|| Name::derived(group_words(parts)), group_name);
                let ty = self.record(parts.clone(), &part, *from);
                blank(name, ty, XmlPlace::Content)
            }
            What::Choice(parts, from) => {
                let name = from.map_or_else(|| Name::derived(choice_words(parts)), group_name);
                let ty = self.choice(parts.clone(), &part, *from);
                blank(name, ty, XmlPlace::Content)
            }
        }
    }

    /// The field that holds text and elements in the order of the document.
    pub(super) fn mixed_field(&mut self, leaves: &[&Part<'a>], ty: &'a ComplexType) -> Field {
        let mut variants = vec![Variant {
            name: Name::derived("text"),
            ty: Some(self.builtin("string")),
            occurs: Occurs::One,
            tags: Vec::new(),
            default: None,
            xml: Some(XmlPlace::Text),
            doc: Doc::of("Text between the elements."),
            place: ty.place,
        }];
        let mut seen: Vec<&XmlPlaceSeen<'_>> = Vec::new();
        let marks: Vec<XmlPlaceSeen<'a>> = leaves
            .iter()
            .map(|leaf| match leaf.what {
                What::Element(element) => XmlPlaceSeen::Element(&element.name),
                _ => XmlPlaceSeen::Any(leaf.place),
            })
            .collect();
        for (leaf, mark) in leaves.iter().zip(&marks) {
            if seen.contains(&mark) {
                continue;
            }
            seen.push(mark);
            variants.push(self.variant(Part { min: 1, max: Some(1), ..(*leaf).clone() }));
        }
        tell_variants_apart(&mut variants);
        let identity: Vec<_> = variants
            .iter()
            .map(|variant| {
                let place = match &variant.xml {
                    Some(XmlPlace::Element(name)) => (name.namespace.clone(), name.local.clone(), None),
                    Some(XmlPlace::AnyElement(_)) => (None, String::new(), Some(variant.place)),
                    _ => (None, variant.name.text.clone(), None),
                };
                (place, variant.ty)
            })
            .collect();
        let id = match self.mixed.get(&identity) {
            Some(&known) => known,
            None => {
                let choice = Choice::new(Tag::Element, variants, false);
                let id = self.builder.add(Type::new(Shape::Choice(choice), ty.place));
                self.mixed.insert(identity, id);
                id
            }
        };
        Field {
            name: Name::derived("content"),
            ty: id,
            occurs: Occurs::Many { min: 0, max: None },
            nullable: false,
            access: Default::default(),
            wire: Wire { json: None, xml: Some(XmlPlace::Mixed) },
            default: None,
            fixed: None,
            flat: false,
            deprecated: None,
            doc: Doc::of("Text and elements in the order of the document."),
            place: ty.place,
        }
    }
}

/// What a leaf lets in, to see that one is there already.
#[derive(PartialEq)]
enum XmlPlaceSeen<'a> {
    Element(&'a Expanded),
    Any(Place),
}

fn occurs(min: u64, max: Option<u64>) -> Occurs {
    match (min, max) {
        (1, Some(1)) => Occurs::One,
        (0, Some(1)) => Occurs::Optional,
        (min, max) => Occurs::Many { min, max },
    }
}

fn wildcard(any: &AnyUse) -> Wildcard {
    Wildcard { namespaces: any.namespaces.clone(), process: any.process }
}

fn group_name(group: &Expanded) -> Name {
    Name::xml(text(&group.namespace), &*group.local, Space::Group)
}

/// Words for one of several parts: `email or phone`.
fn choice_words(parts: &[Part<'_>]) -> String {
    let words: Vec<String> = parts.iter().map(word).collect();
    match words.as_slice() {
        [one] => one.clone(),
        few if few.len() <= 3 => few.join(" or "),
        _ => "choice".to_owned(),
    }
}

/// Words for several parts that stand together: `street and city`.
fn group_words(parts: &[Part<'_>]) -> String {
    let words: Vec<String> = parts.iter().map(word).collect();
    match words.as_slice() {
        few if few.len() <= 2 => few.join(" and "),
        [first, ..] => format!("{first} group"),
        [] => "group".to_owned(),
    }
}

fn word(part: &Part<'_>) -> String {
    match &part.what {
        What::Element(element) => element.name.local.to_string(),
        What::Any(_) => "any".to_owned(),
        What::Sequence(_, Some(group)) | What::Choice(_, Some(group)) => group.local.to_string(),
        What::Sequence(parts, None) => {
            parts.first().map_or("group".to_owned(), |first| format!("{} group", word(first)))
        }
        What::Choice(parts, None) => {
            parts.first().map_or("choice".to_owned(), |first| format!("{} choice", word(first)))
        }
    }
}

/// Made names that two fields of a record have alike: the later says what it stands behind.
pub(super) fn tell_apart(fields: &mut [Field]) {
    for at in 1..fields.len() {
        let (before, rest) = fields.split_at_mut(at);
        let (Some(field), Some(last)) = (rest.first_mut(), before.last()) else { continue };
        let taken = |text: &str| before.iter().any(|other| other.name.text.eq_ignore_ascii_case(text));
        if !field.name.derived || !taken(&field.name.text) {
            continue;
        }
        for better in ["text", "content"] {
            if field.wire.xml == Some(XmlPlace::Text) && !taken(better) {
                field.name.text = better.to_owned();
                break;
            }
        }
        if taken(&field.name.text) {
            field.name.text = format!("{} after {}", field.name.text, last.name.text);
        }
    }
    // The text of an element gives way to an attribute of its name.
    let clash = |name: &str, fields: &[Field]| fields.iter().skip(1).any(|f| f.name.text.eq_ignore_ascii_case(name));
    if fields.first().is_some_and(|f| f.name.derived && f.wire.xml == Some(XmlPlace::Text))
        && let Some(free) = ["value", "text", "content"].into_iter().find(|name| !clash(name, fields))
        && let Some(first) = fields.first_mut()
    {
        first.name.text = free.to_owned();
    }
}

fn tell_variants_apart(variants: &mut [Variant]) {
    for at in 1..variants.len() {
        let (before, rest) = variants.split_at_mut(at);
        let (Some(variant), Some(last)) = (rest.first_mut(), before.last()) else { continue };
        if variant.name.derived && before.iter().any(|other| other.name.text == variant.name.text) {
            variant.name.text = format!("{} after {}", variant.name.text, last.name.text);
        }
    }
}

/// Whether a name is one of XML Schema itself.
fn is_xs(reference: &Ref) -> bool {
    reference.name.namespace.as_deref() == Some(crate::xml::XS)
}
