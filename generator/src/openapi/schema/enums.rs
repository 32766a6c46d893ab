//! `enum` and `const`: lists of values, with the names and descriptions that extensions give them.

use std::rc::Rc;

use serde_json::Value;

use super::{Schema, Types};
use crate::ir::{
    Choice, Deprecated, Doc, Enum, EnumValue, Id, Int, Literal, Name, Occurs, Scalar, Shape, Tag, Type, Variant,
};
use crate::openapi::cx::Cx;
use crate::openapi::node::Node;
use crate::openapi::{codes, literal};

/// What extensions say of one value.
#[derive(Default)]
struct Facts {
    name: Option<String>,
    description: Option<String>,
    deprecated: bool,
}

/// The width that holds all listed numbers, where that of the `format` does not; `None` where none does.
fn wide_enough(base: Scalar, values: &[EnumValue]) -> Option<Scalar> {
    let Scalar::Int(width) = base else { return Some(base) };
    let fits = |int: &Int| {
        values.iter().all(|value| match &value.value {
            Literal::Number(number) => number.parse().is_ok_and(|number| int.holds(number)),
            _ => true,
        })
    };
    [width, Int::I64, Int::U64].into_iter().find(fits).map(Scalar::Int)
}

impl<'a> Cx<'a, '_> {
    /// The shape of a `const`.
    pub(super) fn constant(&mut self, schema: &Rc<Schema<'a>>, constant: Node<'a>) -> Shape {
        match self.enumerated(schema, &[constant]) {
            Shape::Enum(mut found) => {
                found.open = false;
                Shape::Enum(found)
            }
            other => other,
        }
    }

    /// The shape of an `enum`.
    pub(super) fn listed(&mut self, schema: &Rc<Schema<'a>>, values: &[Node<'a>]) -> Shape {
        self.enumerated(schema, values)
    }

    fn enumerated(&mut self, schema: &Rc<Schema<'a>>, values: &[Node<'a>]) -> Shape {
        let node = schema.node;
        let mut wanted = schema.types.without(Types::NULL);
        if wanted.is_empty() {
            wanted = values.iter().fold(Types::default(), |types, value| types.and(type_of(value.value)));
            if wanted.has(Types::NUMBER) {
                wanted = wanted.without(Types::INTEGER);
            }
        }
        if values.iter().any(|value| value.value.is_object() || value.value.is_array()) {
            if self.told.insert(node.place) {
                self.diags
                    .warning(
                        codes::ENUM_KIND,
                        node.place,
                        "values that are objects or lists have no names to be told apart by",
                    )
                    .note("any value is let in");
            }
            return if wanted.is_one() { self.shape_of(schema, wanted) } else { Shape::Any };
        }
        let groups = self.values_by_type(node, values, wanted);
        self.check_names(node, values.len());
        let open = !self.options.closed_enums || node.value.get("x-extensible-enum").is_some();
        let mut shapes: Vec<(Types, Shape)> =
            groups.into_iter().map(|(types, values)| self.shape_of_values(schema, types, values, open)).collect();
        if shapes.len() > 1 {
            let variants = shapes
                .into_iter()
                .map(|(types, shape)| Variant {
                    name: Name::derived(types.name()),
                    ty: Some(self.builder.add(Type::new(shape, node.place))),
                    occurs: Occurs::One,
                    tags: Vec::new(),
                    default: None,
                    xml: None,
                    doc: Doc::default(),
                    place: node.place,
                })
                .collect();
            return Shape::Choice(Choice::new(Tag::OneOf, variants, false));
        }
        match shapes.pop() {
            Some((_, shape)) => shape,
            None if values.iter().all(|value| value.value.is_null()) => Shape::Scalar(Scalar::Null),
            // None of the values is of the type: it is as if nothing were listed.
            None if wanted.is_one() => self.shape_of(schema, wanted),
            None => Shape::Any,
        }
    }

    /// The listed values but `null`, each once, by their types.
    fn values_by_type(&mut self, node: Node<'a>, values: &[Node<'a>], wanted: Types) -> Vec<(Types, Vec<EnumValue>)> {
        let mut groups: Vec<(Types, Vec<EnumValue>)> = Vec::new();
        let mut seen: Vec<Literal> = Vec::new();
        for (index, &value) in values.iter().enumerate().filter(|(_, value)| !value.value.is_null()) {
            let Some(found) = self.enum_literal(value, wanted) else { continue };
            let found = match found {
                Literal::Number(number) => Literal::Number(literal::as_whole(&number).unwrap_or(number)),
                found => found,
            };
            if seen.contains(&found) {
                if self.told.insert(value.place) {
                    self.diags
                        .warning(codes::ENUM_REPEATED, value.place, "this value is listed twice")
                        .note("it counts once");
                }
                continue;
            }
            seen.push(found.clone());
            let facts = facts(node, index, value.value);
            let types = if wanted.is_one() { wanted } else { type_of(value.value) };
            let value = EnumValue {
                name: Name::new(literal::text(&found)).preferring(facts.name),
                value: found,
                doc: facts.description.map(Doc::of).unwrap_or_default(),
                deprecated: facts.deprecated.then(Deprecated::default),
                place: value.place,
            };
            match groups.iter_mut().find(|(known, _)| *known == types) {
                Some((_, group)) => group.push(value),
                None => groups.push((types, vec![value])),
            }
        }
        groups
    }

    /// The shape of listed values that are all of the same types, and the types that these really are.
    fn shape_of_values(
        &mut self,
        schema: &Rc<Schema<'a>>,
        types: Types,
        values: Vec<EnumValue>,
        open: bool,
    ) -> (Types, Shape) {
        // Numbers that are all whole are told apart as such, however coarse the word for them is.
        let are_whole =
            values.iter().all(|it| matches!(&it.value, Literal::Number(text) if literal::as_whole(text).is_some()));
        let types = if types == Types::NUMBER && are_whole { Types::INTEGER } else { types };
        let base = match types {
            Types::STRING => Scalar::String,
            Types::BOOLEAN if values.len() == 2 => return (types, Shape::Scalar(Scalar::Bool)),
            types => match wide_enough(self.scalar(schema, types), &values) {
                Some(base) => base,
                None => {
                    if self.told.insert(schema.node.place) {
                        self.diags
                            .warning(
                                codes::ENUM_KIND,
                                schema.node.place,
                                "no number of 64 bits is all that is listed here",
                            )
                            .note("any whole number is let in");
                    }
                    return (types, Shape::Scalar(Scalar::BigInt));
                }
            },
        };
        // There is no third boolean to be open to.
        (types, Shape::Enum(Enum { base, of: None, values, open: open && types != Types::BOOLEAN }))
    }

    fn enum_literal(&mut self, value: Node<'a>, wanted: Types) -> Option<Literal> {
        match literal::fitting(value.value, wanted) {
            Ok(literal) => Some(literal),
            Err(meant) => {
                if self.told.insert(value.place) {
                    let found = crate::openapi::tree::form(value.value);
                    let what = match &meant {
                        Some(meant) => format!("it is read as `{}`", literal::text(meant)),
                        None => "it is left out".to_owned(),
                    };
                    self.diags
                        .warning(
                            codes::ENUM_VALUE,
                            value.place,
                            format!("this value is {found}, but its type is {}", wanted.name()),
                        )
                        .note(what);
                }
                meant
            }
        }
    }

    /// Names and descriptions by position that are not as many as the values.
    fn check_names(&mut self, node: Node<'a>, values: usize) {
        for key in NAME_LISTS.iter().chain(DESCRIPTION_LISTS) {
            let Some(Value::Array(names)) = node.value.get(*key) else { continue };
            let place = self.sources.member(node.place, key);
            if names.len() != values && self.told.insert(place) {
                self.diags
                    .warning(codes::ENUM_NAMES, place, format!("there are {} entries for {values} values", names.len()))
                    .note("they are told apart by position, so these are ignored");
            }
        }
    }

    /// The type of an inline enum that has a name of its own (`x-ms-enum`): all that have the same name and values are
    /// one type.
    pub(super) fn inline_enum(&mut self, schema: &Rc<Schema<'a>>) -> Option<Id<Type>> {
        let values = schema.values.as_ref().filter(|_| !schema.is_combined() && schema.constant.is_none())?;
        let name = schema.node.value.get("x-ms-enum")?.get("name")?.as_str()?;
        let shape = self.listed(schema, values);
        let Shape::Enum(found) = &shape else { return None };
        let listed = |found: &Enum| found.values.iter().map(|value| value.value.clone()).collect::<Vec<_>>();
        for &id in self.enums.get(name).into_iter().flatten() {
            if matches!(&self.builder.api().types[id].shape, Shape::Enum(known) if listed(known) == listed(found)) {
                return Some(id);
            }
        }
        let ty = self.dressed(schema, shape);
        let id = self.builder.add(ty);
        self.enums.entry(name.to_owned()).or_default().push(id);
        Some(id)
    }

    /// The values that the schema at `node` lists, through references.
    pub(in crate::openapi) fn values_of(&mut self, node: Node<'a>) -> Option<Vec<&'a Value>> {
        let mut here = node;
        for _ in 0..8 {
            let schema = self.schema(here);
            if let Some(values) = &schema.values {
                return Some(values.iter().map(|node| node.value).collect());
            }
            here = match schema.reference {
                Some(reference) => self.resolve(here, reference)?,
                None => self.wrapped(&schema)?,
            };
        }
        None
    }
}

const NAME_LISTS: &[&str] = &["x-enum-varnames", "x-enumNames", "x-enum-names"];
const DESCRIPTION_LISTS: &[&str] = &["x-enum-descriptions", "x-enumDescriptions"];

/// What extensions say of the value at `index`: by position, by value, or in a list of objects.
fn facts(node: Node<'_>, index: usize, value: &Value) -> Facts {
    let mut facts = Facts::default();
    let key = literal::text(&literal::literal(value));
    let count = node.value.get("enum").and_then(Value::as_array).map_or(0, Vec::len);
    let said = |keys: &[&str]| {
        keys.iter().find_map(|name| match node.value.get(*name)? {
            Value::Array(list) if list.len() == count => list.get(index)?.as_str().map(str::to_owned),
            Value::Object(by_value) => by_value.get(&key)?.as_str().map(str::to_owned),
            _ => None,
        })
    };
    facts.name = said(NAME_LISTS);
    facts.description = said(DESCRIPTION_LISTS).filter(|text| !text.trim().is_empty());
    let listed = node.value.get("x-ms-enum").and_then(|all| all.get("values")).and_then(Value::as_array);
    let listed = listed.into_iter().flatten().find(|entry| entry.get("value") == Some(value));
    if let Some(entry) = listed {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        facts.name = text("name").or(facts.name);
        facts.description = text("description").or(facts.description);
    }
    facts.deprecated = match node.value.get("x-enum-deprecated").or_else(|| node.value.get("x-deprecated-enum")) {
        Some(Value::Array(list)) => list.contains(value),
        _ => false,
    };
    facts
}

fn type_of(value: &Value) -> Types {
    match value {
        Value::Null => Types::default(),
        Value::Bool(_) => Types::BOOLEAN,
        Value::Number(number) if literal::is_whole(&number.to_string()) => Types::INTEGER,
        Value::Number(_) => Types::NUMBER,
        Value::String(_) => Types::STRING,
        Value::Array(_) => Types::ARRAY,
        Value::Object(_) => Types::OBJECT,
    }
}
