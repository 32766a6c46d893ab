//! From a schema to a type: which type a schema means, and what it looks like.

use std::rc::Rc;

use foldhash::HashSet;

use super::kind::Kind;
use super::{Schema, Types};
use crate::ir::build::Key;
use crate::ir::{Deprecated, Doc, Id, Limits, Name, Scalar, Shape, Type};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::source::Place;

impl<'a> Cx<'a, '_> {
    /// The type of the schema at `node`, without the `null` that it may let in; who uses the type says that.
    pub(in crate::openapi) fn ty(&mut self, node: Node<'a>) -> Id<Type> {
        let (mut here, mut last) = (node, node);
        let mut referred = false;
        let mut seen = HashSet::default();
        while seen.insert(here.place) {
            last = here;
            if self.named.contains_key(&here.place) {
                return self.keyed(here, true);
            }
            let schema = self.schema(here);
            if schema.is_reference() {
                match schema.reference.and_then(|reference| self.resolve(here, reference)) {
                    Some(target) => here = target,
                    None => return self.anything(here.place),
                }
                referred = true;
            } else if let Some(inner) = self.wrapped(&schema) {
                here = inner;
            } else if let Some(id) = self.plain(&schema) {
                return id;
            } else if let Some(id) = self.inline_enum(&schema) {
                return id;
            } else {
                return self.keyed(here, referred);
            }
        }
        self.circular(node, last);
        self.anything(node.place)
    }

    /// The type of the schema at `node`, with the `null` that it may let in.
    pub(in crate::openapi) fn ty_or_null(&mut self, node: Node<'a>) -> Id<Type> {
        let ty = self.ty(node);
        if self.nullable(node) && !self.is_null(node) {
            return self.builder.add(Type::new(Shape::Nullable(ty), node.place));
        }
        ty
    }

    /// The type of anything.
    pub(in crate::openapi) fn anything(&mut self, place: Place) -> Id<Type> {
        match self.anything {
            Some(id) => id,
            None => *self.anything.insert(self.builder.add(Type::new(Shape::Any, place))),
        }
    }

    /// A type that is known by its place. `later`: lowered when its turn comes, so that a chain of references does not
    /// become a chain of calls.
    fn keyed(&mut self, node: Node<'a>, later: bool) -> Id<Type> {
        let key = Key::Place(node.place);
        if let Some(id) = self.builder.get(&key) {
            return id;
        }
        let id = self.builder.refer(key, node.place);
        match later {
            true => self.waiting.push_back(node),
            false => self.define(node),
        }
        id
    }

    /// Says what the type of the schema at `node` is.
    pub(in crate::openapi) fn define(&mut self, node: Node<'a>) {
        let schema = self.schema(node);
        if schema.always == Some(false) && self.named.contains_key(&node.place) && self.told.insert(node.place) {
            self.diags
                .warning(codes::NO_VALUE, node.place, "nothing fits this schema")
                .note("none can be sent, and whatever comes in its place is an error")
                .help("`{}` lets anything in");
        }
        let shape = self.family(node).unwrap_or_else(|| self.shape(&schema));
        let ty = self.dressed(&schema, shape);
        self.builder.define(Key::Place(node.place), ty);
    }

    /// A type of this shape with everything else that the schema says.
    pub(super) fn dressed(&mut self, schema: &Schema<'a>, shape: Shape) -> Type {
        let node = schema.node;
        let mut ty = Type::new(shape, node.place);
        ty.name = self.named.get(&node.place).cloned();
        if let Some(name) = self.preferred_type(node) {
            ty.name = Some(ty.name.unwrap_or_else(|| Name::new(&*name)).preferring(Some(name)));
        }
        let limits = self.all_limits(schema);
        ty.limits = fitting(&limits, &ty.shape);
        ty.secret = schema.format == Some("password") || node.value.get("x-ms-secret") == Some(&true.into());
        ty.xml_root = self.xml_root(schema, ty.name.as_ref());
        ty.deprecated = schema.deprecated.then(|| self.deprecated(node));
        ty.doc = self.doc(schema, ty.name.as_ref());
        // The default of an inline schema belongs to the member that it describes.
        if ty.name.is_some() {
            ty.default = self.default(node);
        }
        ty
    }

    /// The shape of a schema.
    pub(super) fn shape(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        if let Some(always) = schema.always {
            return if always { Shape::Any } else { Shape::Never };
        }
        if schema.is_reference() {
            // Only named schemas come here: others are what they refer to.
            return match self.follow(schema.node) {
                Some(_) => match schema.reference.and_then(|reference| self.resolve(schema.node, reference)) {
                    Some(target) => Shape::Alias(self.ty(target)),
                    None => Shape::Any,
                },
                None => Shape::Any,
            };
        }
        if schema.reference.is_some() || schema.is_combined() {
            if let Some(inner) = self.wrapped(schema) {
                return Shape::Alias(self.ty(inner));
            }
            return self.combined(schema);
        }
        self.own_shape(schema)
    }

    /// The shape of a schema without its reference and combinations.
    pub(super) fn own_shape(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        if let Some(constant) = schema.constant {
            return self.constant(schema, constant);
        }
        if let Some(values) = &schema.values {
            return self.listed(schema, values);
        }
        let meant = schema.meant();
        if meant.is_empty() {
            return Shape::Any;
        }
        if meant.is_one() {
            return self.shape_of(schema, meant);
        }
        self.by_type(schema, meant)
    }

    /// The shape of a schema for values of one type.
    pub(super) fn shape_of(&mut self, schema: &Rc<Schema<'a>>, types: Types) -> Shape {
        match types {
            Types::OBJECT => self.object_shape(schema),
            Types::ARRAY => self.list_shape(schema),
            _ => Shape::Scalar(self.scalar(schema, types)),
        }
    }

    /// The one schema that this one stands for: a reference or a combination of one, with nothing beside it but what is
    /// said in passing (prose, `nullable`, a default).
    pub(super) fn wrapped(&mut self, schema: &Schema<'a>) -> Option<Node<'a>> {
        if !schema.is_combined()
            || schema.reference.is_some()
            || !schema.required.is_empty()
            || schema.discriminator.is_some()
        {
            return None;
        }
        let bare = schema.types.is_empty() || schema.types.is_one();
        if !bare
            || !schema.limits.is_empty()
            || schema.values.is_some()
            || schema.constant.is_some()
            || schema.has_members()
        {
            return None;
        }
        if schema.items.is_some() || !schema.prefix.is_empty() || schema.format.is_some() {
            return None;
        }
        let mut inner = None;
        for &part in schema.all_of.iter() {
            match self.kind(part) {
                // It says nothing, or has limits or members on a condition, which belong to what is made of it.
                Kind::Anything if self.schema(part).reference.is_none() => {
                    let says_more = !self.schema(part).limits.is_empty() || self.has_conditional(part);
                    if says_more || self.is_never(part) {
                        return None;
                    }
                    continue;
                }
                _ => {}
            }
            if inner.replace(part).is_some() {
                return None;
            }
        }
        for &part in schema.one_of.iter().chain(&schema.any_of) {
            if self.is_null(part) || self.is_never(part) {
                continue;
            }
            if inner.replace(part).is_some() {
                return None;
            }
        }
        let inner = inner?;
        // A named schema that extends a family and adds nothing is a member of it, not the family by another name.
        if !schema.all_of.is_empty()
            && self.named.contains_key(&schema.node.place)
            && self.follow(inner).is_some_and(|target| self.is_family(target))
        {
            return None;
        }
        // `type: object` beside a reference to an object says nothing new; beside anything else it does.
        let same = match self.kind(inner) {
            Kind::Record | Kind::Map => schema.types == Types::OBJECT,
            Kind::List => schema.types == Types::ARRAY,
            Kind::Scalar(types) => schema.types == types,
            Kind::Union => schema.types == Types::OBJECT,
            _ => false,
        };
        (schema.types.is_empty() || same).then_some(inner)
    }

    /// The shared type of a schema about which there is nothing to remember.
    fn plain(&mut self, schema: &Schema<'a>) -> Option<Id<Type>> {
        let unlimited = schema.limits.is_empty() && schema.values.is_none() && schema.constant.is_none();
        if !unlimited || schema.is_combined() || schema.reference.is_some() {
            return None;
        }
        if schema.always == Some(true) || (schema.always.is_none() && schema.meant().is_empty()) {
            return Some(self.anything(schema.node.place));
        }
        let meant = schema.meant();
        let scalar = meant.is_one() && !matches!(meant, Types::OBJECT | Types::ARRAY);
        let secret = schema.format == Some("password") || schema.node.value.get("x-ms-secret").is_some();
        if schema.always.is_some() || !scalar || secret || schema.xml.is_some() {
            return None;
        }
        let scalar = self.scalar(schema, meant);
        // Bytes are a file in one place and text in another.
        if scalar == Scalar::Bytes {
            return None;
        }
        let place = schema.node.place;
        Some(match self.scalars.get(&scalar) {
            Some(&id) => id,
            None => {
                let id = self.builder.add(Type::new(Shape::Scalar(scalar), place));
                self.scalars.insert(scalar, id);
                id
            }
        })
    }

    /// What a schema says in prose. A title that only repeats the name is none.
    pub(in crate::openapi) fn doc(&mut self, schema: &Schema<'a>, name: Option<&Name>) -> Doc {
        let letters =
            |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        let title = schema.title.map(str::trim).filter(|title| !title.is_empty());
        let title = title.filter(|title| name.is_none_or(|name| letters(&name.text) != letters(title)));
        let description = schema.description.map(str::trim).filter(|text| !text.is_empty());
        Doc {
            summary: title.map(str::to_owned),
            description: description.map(str::to_owned),
            link: schema.link.and_then(|node| self.link(node)),
        }
    }

    /// The mark that something should not be used any more, with the reason where an extension has one.
    pub(in crate::openapi) fn deprecated(&self, node: Node<'a>) -> Deprecated {
        Deprecated { reason: crate::openapi::vendor::deprecation(node) }
    }
}

/// The limits that a shape can have; JSON Schema lets others stand there, and they say nothing.
pub(super) fn fitting(limits: &Limits, shape: &Shape) -> Limits {
    let mut limits = limits.clone();
    match shape {
        Shape::Scalar(scalar) if super::scalars::is_number(*scalar) => {
            (limits.min_length, limits.max_length, limits.unique) = (None, None, false);
            limits.patterns.clear();
        }
        Shape::Scalar(_) => {
            (limits.minimum, limits.maximum, limits.multiple_of, limits.unique) = (None, None, None, false);
        }
        Shape::List(_) | Shape::Tuple { .. } => {
            (limits.minimum, limits.maximum, limits.multiple_of) = (None, None, None);
            limits.patterns.clear();
        }
        Shape::Map(_) | Shape::Record(_) => {
            (limits.minimum, limits.maximum, limits.multiple_of, limits.unique) = (None, None, None, false);
            limits.patterns.clear();
        }
        _ => limits = Limits::default(),
    }
    limits
}
