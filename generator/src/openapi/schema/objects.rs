//! Objects and lists: records, maps, tuples.

use std::rc::Rc;

use serde_json::Value;

use super::Schema;
use crate::ir::{
    Access, Doc, Field, Id, Literal, Name, Occurs, QName, Record, Rest, Scalar, Shape, Type, Wire, XmlPlace,
};
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;

impl<'a> Cx<'a, '_> {
    /// The shape of an object's schema.
    pub(super) fn object_shape(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        let rest = self.rest(schema);
        if schema.properties.is_empty() {
            self.check_required(schema, &[]);
            return match rest {
                Rest::Ignored => Shape::Map(self.anything(schema.node.place)),
                Rest::Kept(ty) => Shape::Map(ty),
                Rest::Forbidden => Shape::Record(Record { rest, ..Record::default() }),
            };
        }
        let mut fields = self.fields(schema);
        self.check_required(schema, &[]);
        if !matches!(rest, Rest::Kept(_)) {
            for &(name, node) in &schema.required {
                if !fields.iter().any(|field| field.name.text == name) {
                    fields.push(self.undescribed(name, node));
                }
            }
            if let Some((name, node)) = self.tag(schema)
                && !fields.iter().any(|field| field.name.text == name)
            {
                fields.push(self.undescribed_tag(&name, node));
            }
        }
        Shape::Record(Record { bases: Vec::new(), fields, rest })
    }

    /// What members an object may have beside its properties.
    pub(super) fn rest(&mut self, schema: &Schema<'a>) -> Rest {
        let place = schema.node.place;
        let additional = schema.additional.map(|node| match node.value {
            Value::Bool(false) => Rest::Forbidden,
            Value::Bool(true) => Rest::Kept(self.anything(place)),
            _ => Rest::Kept(self.ty_or_null(node)),
        });
        if schema.patterns.is_empty() {
            return additional.unwrap_or_default();
        }
        // Keys that fit a pattern are members like others; which pattern they fit is not kept.
        let patterns = self.sources.member(place, "patternProperties");
        // Without a word on the others, those may be anything.
        let one = matches!(additional, Some(Rest::Forbidden)) && schema.patterns.len() == 1;
        if self.told.insert(patterns) {
            let note = if one { "the patterns of the keys are not checked" } else { "members of any type are let in" };
            self.diags
                .warning(
                    codes::PATTERN_PROPERTIES,
                    patterns,
                    "members are told apart by their names alone, not by patterns",
                )
                .note(note);
        }
        match schema.patterns.first() {
            Some(&(_, node)) if one => Rest::Kept(self.ty_or_null(node)),
            _ => Rest::Kept(self.anything(place)),
        }
    }

    /// The properties of a schema as fields.
    pub(super) fn fields(&mut self, schema: &Schema<'a>) -> Vec<Field> {
        let properties = schema.properties.iter();
        let required = |name: &str| schema.required.iter().any(|(known, _)| *known == name);
        properties.map(|&(name, node)| self.field(name, node, required(name))).collect()
    }

    /// A property as a field.
    pub(super) fn field(&mut self, name: &str, node: Node<'a>, required: bool) -> Field {
        let schema = self.schema(node);
        let content = self.json_in_text(node);
        let ty = match content {
            Some(content) => {
                let ty = self.ty_or_null(content);
                self.builder.add(Type::new(Shape::InText(ty), content.place))
            }
            None => self.ty(node),
        };
        self.look_for_nothing(name, node);
        let (read_only, write_only) = self.access(node);
        if read_only && write_only && self.told.insert(node.place) {
            self.diags
                .warning(codes::ACCESS, node.place, format!("`{name}` is both read-only and write-only"))
                .note("it is taken as neither");
        }
        Field {
            name: Name::new(name).preferring(self.preferred(node)),
            ty,
            occurs: if required { Occurs::One } else { Occurs::Optional },
            nullable: self.nullable(node) && !self.is_null(node),
            access: match (read_only, write_only) {
                (true, false) => Access::ReadOnly,
                (false, true) => Access::WriteOnly,
                _ => Access::Both,
            },
            wire: Wire { json: Some(name.to_owned()), xml: self.xml_place(name, node) },
            default: self.default(node),
            fixed: self.fixed(node),
            flat: self.extension(node, "x-ms-client-flatten"),
            deprecated: schema.deprecated.then(|| self.deprecated(node)),
            doc: self.doc(&schema, Some(&Name::new(name))),
            place: node.place,
        }
    }

    /// Says of a member that no value fits its schema (Core 4.3.2).
    fn look_for_nothing(&mut self, name: &str, node: Node<'a>) {
        let settled = self.settled(node);
        if self.schema(settled).always == Some(false) && self.told.insert(node.place) {
            self.diags
                .warning(codes::NO_VALUE, node.place, format!("no value can be `{name}`: nothing fits its schema"))
                .note("none can be sent, and an object that has it is an error")
                .help("`{}` lets anything in");
        }
    }

    /// A member that is required and described nowhere: kept where it is there, and not missed where it is not, for it
    /// is mostly a name that was not spelled right.
    pub(super) fn undescribed(&mut self, name: &str, node: Node<'a>) -> Field {
        let ty = self.anything(node.place);
        self.undescribed_as(ty, name, node)
    }

    fn undescribed_as(&self, ty: Id<Type>, name: &str, node: Node<'a>) -> Field {
        Field {
            name: Name::new(name),
            ty,
            occurs: Occurs::Optional,
            nullable: false,
            access: Access::Both,
            wire: Wire {
                json: Some(name.to_owned()),
                xml: self.xml.then(|| XmlPlace::Element(QName::inheriting(name))),
            },
            default: None,
            fixed: None,
            flat: false,
            deprecated: None,
            doc: Doc::of(Doc::UNDESCRIBED),
            place: node.place,
        }
    }

    /// The member that the discriminator names of a schema that is no choice: one like others, whether or not it is among
    /// them.
    pub(super) fn tag(&mut self, schema: &Schema<'a>) -> Option<(String, Node<'a>)> {
        let chosen = !schema.one_of.is_empty() || !schema.any_of.is_empty();
        let discriminator = schema.discriminator.filter(|_| !chosen)?;
        Some((self.discriminating(discriminator)?.text, discriminator))
    }

    /// The field of such a member where it is described nowhere.
    pub(super) fn undescribed_tag(&mut self, name: &str, node: Node<'a>) -> Field {
        let ty = self.builder.add(Type::new(Shape::Scalar(Scalar::String), node.place));
        self.undescribed_as(ty, name, node)
    }

    /// Whether a property is read-only and whether it is write-only, by itself or by what it refers to.
    fn access(&mut self, node: Node<'a>) -> (bool, bool) {
        let (mut here, mut access) = (node, (false, false));
        for _ in 0..8 {
            let schema = self.schema(here);
            access = (access.0 || schema.read_only, access.1 || schema.write_only);
            let inner = schema.reference.and_then(|reference| self.resolve(here, reference));
            match inner.or_else(|| self.wrapped(&schema)) {
                Some(inner) => here = inner,
                None => break,
            }
        }
        access
    }

    /// The only value of a property, where its schema has just one (`const`).
    pub(in crate::openapi) fn fixed(&mut self, node: Node<'a>) -> Option<Literal> {
        let mut here = node;
        for _ in 0..8 {
            let schema = self.schema(here);
            if let Some(constant) = schema.constant {
                return Some(crate::openapi::literal::literal(constant.value));
            }
            here = schema
                .reference
                .and_then(|reference| self.resolve(here, reference))
                .or_else(|| self.wrapped(&schema))?;
        }
        None
    }

    /// Warns of names in `required` that no property has, neither here nor in `others`.
    pub(super) fn check_required(&mut self, schema: &Schema<'a>, others: &[&str]) {
        for &(name, node) in &schema.required {
            let known = schema.properties.iter().any(|(known, _)| *known == name) || others.contains(&name);
            if !known && self.told.insert(node.place) {
                self.diags
                    .warning(codes::REQUIRED, node.place, format!("`{name}` is required, but is no property"))
                    .note("it is kept where it is there, as any value, and may be left out");
            }
        }
    }

    /// The shape of a list's schema.
    pub(super) fn list_shape(&mut self, schema: &Rc<Schema<'a>>) -> Shape {
        let place = schema.node.place;
        if !schema.prefix.is_empty() {
            let items: Vec<Id<Type>> = schema.prefix.iter().map(|&node| self.ty_or_null(node)).collect();
            let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
            let full = schema.limits.max_length.is_some_and(|most| most <= length);
            let rest = match schema.items.map(|node| (node, node.value)) {
                Some((_, Value::Bool(false))) => None,
                _ if full => None,
                Some((node, Value::Bool(true))) => Some(self.anything(node.place)),
                Some((node, _)) => Some(self.ty_or_null(node)),
                // What is not spoken of is passed over, as members are of which nothing is said.
                None => None,
            };
            return Shape::Tuple { items, rest };
        }
        let item = match schema.items {
            Some(items) => self.ty_or_null(items),
            None => {
                // 3.1 leaves `items` out to say "anything"; before, it had to be there.
                if self.dialect_of(schema.node) < crate::openapi::load::Dialect::V31 && self.told.insert(place) {
                    self.diags
                        .warning(codes::ITEMS, place, "this array does not say what its items are")
                        .note("anything is let in");
                }
                self.anything(place)
            }
        };
        Shape::List(item)
    }
}
