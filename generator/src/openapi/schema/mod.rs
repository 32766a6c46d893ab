//! Schemas: [`Schema`] is one as it is written, in whatever version; the modules below turn it into a type.

mod compose;
mod conditions;
mod dates;
mod defaults;
mod discriminator;
mod dynamic;
mod enums;
mod families;
mod family;
mod gather;
mod joined;
mod kind;
mod narrow;
mod objects;
mod read;
mod restrict;
mod scalars;
mod tags;
mod types;
mod unions;
mod unnamed;
mod variants;
mod weigh;

use crate::ir::Limits;
use crate::openapi::node::Node;

pub(super) use kind::{Guess, Kind};

/// A schema as written: its keywords, each in the right form. What 2.0, 3.0 and 3.1 spell differently (null, exclusive
/// bounds, discriminators) is spelled in one way here.
#[derive(Debug)]
pub(super) struct Schema<'a> {
    /// Where it stands.
    pub(super) node: Node<'a>,
    /// `true` or `false` in the place of a schema; or what comes to the same, `{}` and `{not: {}}`.
    pub(super) always: Option<bool>,
    /// `$ref`.
    pub(super) reference: Option<&'a str>,
    /// `type`, with `null` told apart in `nullable`; empty when it is not said.
    pub(super) types: Types,
    /// Whether the schema itself lets `null` in.
    pub(super) nullable: bool,
    /// `format`.
    pub(super) format: Option<&'a str>,
    /// `enum`.
    pub(super) values: Option<Vec<Node<'a>>>,
    /// `const`.
    pub(super) constant: Option<Node<'a>>,
    /// `properties`.
    pub(super) properties: Vec<(&'a str, Node<'a>)>,
    /// `required`.
    pub(super) required: Vec<(&'a str, Node<'a>)>,
    /// `additionalProperties`, or `unevaluatedProperties`.
    pub(super) additional: Option<Node<'a>>,
    /// Whether that is `unevaluatedProperties`, which says nothing of members that other words here describe.
    pub(super) unevaluated: bool,
    /// `patternProperties`.
    pub(super) patterns: Vec<(&'a str, Node<'a>)>,
    /// Members that only its conditions describe (`then`, `else`, `dependentSchemas`), each with its condition, where the
    /// schema says nothing of others.
    pub(super) conditional: Vec<(&'a str, Node<'a>)>,
    /// `items`.
    pub(super) items: Option<Node<'a>>,
    /// `prefixItems`.
    pub(super) prefix: Vec<Node<'a>>,
    /// `allOf`.
    pub(super) all_of: Vec<Node<'a>>,
    /// `oneOf`.
    pub(super) one_of: Vec<Node<'a>>,
    /// `anyOf`.
    pub(super) any_of: Vec<Node<'a>>,
    /// `discriminator`.
    pub(super) discriminator: Option<Node<'a>>,
    /// `readOnly`.
    pub(super) read_only: bool,
    /// `writeOnly`.
    pub(super) write_only: bool,
    /// `deprecated`.
    pub(super) deprecated: bool,
    /// `default`.
    pub(super) default: Option<Node<'a>>,
    /// `title`.
    pub(super) title: Option<&'a str>,
    /// `description`.
    pub(super) description: Option<&'a str>,
    /// `externalDocs`.
    pub(super) link: Option<Node<'a>>,
    /// All that limits values further.
    pub(super) limits: Limits,
    /// `xml`.
    pub(super) xml: Option<Node<'a>>,
    /// `contentEncoding`.
    pub(super) content_encoding: Option<&'a str>,
    /// `contentMediaType`.
    pub(super) content_type: Option<&'a str>,
    /// `contentSchema`.
    pub(super) content_schema: Option<Node<'a>>,
}

impl<'a> Schema<'a> {
    fn blank(node: Node<'a>) -> Self {
        Schema {
            node,
            always: None,
            reference: None,
            types: Types::default(),
            nullable: false,
            format: None,
            values: None,
            constant: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: None,
            unevaluated: false,
            patterns: Vec::new(),
            conditional: Vec::new(),
            items: None,
            prefix: Vec::new(),
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
            read_only: false,
            write_only: false,
            deprecated: false,
            default: None,
            title: None,
            description: None,
            link: None,
            limits: Limits::default(),
            xml: None,
            content_encoding: None,
            content_type: None,
            content_schema: None,
        }
    }

    /// Whether it is put together from other schemas.
    pub(super) fn is_combined(&self) -> bool {
        !self.all_of.is_empty() || !self.one_of.is_empty() || !self.any_of.is_empty()
    }

    /// Whether it says by itself what values look like, apart from references, combinations and a list of required names.
    pub(super) fn has_shape(&self) -> bool {
        !self.types.is_empty()
            || self.values.is_some()
            || self.constant.is_some()
            || self.has_members()
            || self.items.is_some()
            || !self.prefix.is_empty()
            || self.format.is_some()
            || self.content_encoding.is_some()
    }

    /// Whether it speaks of an object's members, apart from which are required.
    pub(super) fn has_members(&self) -> bool {
        !self.properties.is_empty() || self.additional.is_some() || !self.patterns.is_empty()
    }

    /// Whether it forbids values of all other types than its own. Its other words are about values of one type, and say
    /// nothing of others (Core 10.3, Validation 6 and 7.1).
    pub(super) fn is_firm(&self) -> bool {
        !self.types.is_empty() || self.values.is_some() || self.constant.is_some()
    }

    /// Whether it is nothing but a reference and what is said about it in passing.
    pub(super) fn is_reference(&self) -> bool {
        self.reference.is_some()
            && !self.is_combined()
            && !self.has_shape()
            && self.required.is_empty()
            && self.limits.is_empty()
    }

    /// The types that it speaks of: those it names, else those that its keywords are about.
    pub(super) fn meant(&self) -> Types {
        if !self.types.is_empty() {
            self.types
        } else if self.has_members() || !self.required.is_empty() {
            Types::OBJECT
        } else if self.items.is_some() || !self.prefix.is_empty() {
            Types::ARRAY
        } else if self.format.is_some() || self.content_encoding.is_some() || !self.limits.patterns.is_empty() {
            match self.format {
                Some("int32" | "int64" | "uint32" | "uint64") => Types::INTEGER,
                Some("float" | "double" | "decimal") => Types::NUMBER,
                _ => Types::STRING,
            }
        } else if self.limits.minimum.is_some() || self.limits.maximum.is_some() || self.limits.multiple_of.is_some() {
            Types::NUMBER
        } else {
            Types::default()
        }
    }
}

/// A set of the types of JSON Schema, and 2.0's `file`. `null` is not among them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const BOOLEAN: Types = Types(1);
    pub(super) const INTEGER: Types = Types(2);
    pub(super) const NUMBER: Types = Types(4);
    pub(super) const STRING: Types = Types(8);
    pub(super) const ARRAY: Types = Types(16);
    pub(super) const OBJECT: Types = Types(32);
    pub(super) const FILE: Types = Types(64);
    /// `null` and nothing else.
    pub(super) const NULL: Types = Types(128);

    const NAMES: [(&'static str, Types); 8] = [
        ("boolean", Types::BOOLEAN),
        ("integer", Types::INTEGER),
        ("number", Types::NUMBER),
        ("string", Types::STRING),
        ("array", Types::ARRAY),
        ("object", Types::OBJECT),
        ("file", Types::FILE),
        ("null", Types::NULL),
    ];

    /// The type of this name.
    pub(super) fn named(name: &str) -> Option<Types> {
        Types::NAMES.iter().find(|(known, _)| *known == name).map(|(_, types)| *types)
    }

    /// The name of the one type; of the first, where there are more.
    pub(super) fn name(self) -> &'static str {
        Types::NAMES.iter().find(|(_, one)| self.has(*one)).map_or("any", |(name, _)| name)
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn has(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn and(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub(super) fn without(self, other: Types) -> Types {
        Types(self.0 & !other.0)
    }

    /// Each type by itself.
    pub(super) fn each(self) -> impl Iterator<Item = Types> {
        Types::NAMES.iter().map(|(_, one)| *one).filter(move |one| self.has(*one))
    }

    /// Whether it is exactly one type.
    pub(super) fn is_one(self) -> bool {
        self.0.is_power_of_two()
    }
}
