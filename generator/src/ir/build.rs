//! Where a name becomes an id: front ends ask for a type by its key before or after they say what it is.

use foldhash::HashMap;

use super::{Api, Id, Operation, Shape, Type};
use crate::source::Place;

/// What a type is known by while an [`Api`] is built: where it stands, or its name in an XML name space.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// The schema at this place.
    Place(Place),
    /// The component of this namespace and local name.
    Xml(super::Space, Option<String>, String),
    /// The element of this namespace and local name as the root of a document: where it may be nil, that is a value, too.
    Document(Option<String>, String),
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (space, namespace, local) = match self {
            Key::Place(_) => return f.write_str("this schema"),
            Key::Xml(space, namespace, local) => (*space, namespace, local),
            Key::Document(namespace, local) => (super::Space::Element, namespace, local),
        };
        let what = match space {
            super::Space::Plain => "the type",
            super::Space::Element => "the element",
            super::Space::Attribute => "the attribute",
            super::Space::Group => "the group",
            super::Space::AttributeGroup => "the attribute group",
        };
        match namespace {
            Some(namespace) => write!(f, "{what} `{local}` of the namespace `{namespace}`"),
            None => write!(f, "{what} `{local}`"),
        }
    }
}

/// Builds an [`Api`]: one front end may refer to a type that another has yet to define.
#[derive(Debug, Default)]
pub struct Builder {
    api: Api,
    known: HashMap<Key, Id<Type>>,
    undefined: HashMap<Id<Type>, Place>,
}

impl Builder {
    /// An empty service.
    pub fn new() -> Self {
        Self::default()
    }

    /// What is built so far, to read or to add what has no key.
    pub fn api(&mut self) -> &mut Api {
        &mut self.api
    }

    /// The types as they are now; one that is not yet defined is [`Shape::Any`].
    pub fn types(&self) -> &super::Arena<Type> {
        &self.api.types
    }

    /// The type of `key`, as a place holder where it is not yet defined; `from` is who asks for it.
    pub fn refer(&mut self, key: Key, from: Place) -> Id<Type> {
        if let Some(&id) = self.known.get(&key) {
            return id;
        }
        let id = self.api.types.push(Type::new(Shape::Any, from));
        self.known.insert(key, id);
        self.undefined.insert(id, from);
        id
    }

    /// Whether `key` was referred to or defined before.
    pub fn get(&self, key: &Key) -> Option<Id<Type>> {
        self.known.get(key).copied()
    }

    /// Whether `id` has been referred to and not yet defined.
    pub fn is_undefined(&self, id: Id<Type>) -> bool {
        self.undefined.contains_key(&id)
    }

    /// Says what the type of `key` is.
    pub fn define(&mut self, key: Key, ty: Type) -> Id<Type> {
        let id = self.refer(key, ty.place);
        self.undefined.remove(&id);
        self.api.types[id] = ty;
        id
    }

    /// Says that two keys will mean one type: what one of them was referred to by, the other is from now on. Nothing
    /// happens where neither is known yet, or both are.
    pub fn join(&mut self, one: Key, other: Key) {
        match (self.get(&one), self.get(&other)) {
            (Some(id), None) => {
                self.known.insert(other, id);
            }
            (None, Some(id)) => {
                self.known.insert(one, id);
            }
            _ => {}
        }
    }

    /// Says that `key` means a type that is known by another key too. Where `key` was referred to before, what it stands
    /// for becomes another name of the type.
    pub fn bind(&mut self, key: Key, id: Id<Type>, place: Place) {
        match self.known.get(&key) {
            None => {
                self.known.insert(key, id);
            }
            Some(&known) if known == id => {}
            Some(&known) => {
                self.undefined.remove(&known);
                self.api.types[known] = Type::new(Shape::Alias(id), place);
            }
        }
    }

    /// Adds a type that nobody refers to by a key.
    pub fn add(&mut self, ty: Type) -> Id<Type> {
        self.api.types.push(ty)
    }

    /// Adds an operation.
    pub fn operation(&mut self, operation: Operation) -> Id<Operation> {
        self.api.operations.push(operation)
    }

    /// The keys that were referred to and never defined, with who asked first; for a diagnostic each.
    pub fn dangling(&self) -> Vec<(Key, Place)> {
        let mut dangling: Vec<_> = self
            .known
            .iter()
            .filter_map(|(key, id)| self.undefined.get(id).map(|&place| (*id, key.clone(), place)))
            .collect();
        dangling.sort_by_key(|(id, ..)| *id);
        dangling.into_iter().map(|(_, key, place)| (key, place)).collect()
    }

    /// The service as built.
    pub fn finish(self) -> Api {
        self.api
    }
}
