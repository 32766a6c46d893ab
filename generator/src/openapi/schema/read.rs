//! A schema node to [`Schema`]: one pass over its members, in which every keyword is known or reported.

use std::rc::Rc;

use serde_json::Value;

use super::conditions::ANYTHING;
use super::{Schema, Types};
use crate::ir::Bound;
use crate::ir::media_type::is_json;
use crate::openapi::codes;
use crate::openapi::cx::Cx;
use crate::openapi::load::Dialect;
use crate::openapi::node::Node;
use crate::openapi::refs::RECURSIVE;

impl<'a> Cx<'a, '_> {
    /// The schema at `node`, read once.
    pub(in crate::openapi) fn schema(&mut self, node: Node<'a>) -> Rc<Schema<'a>> {
        if let Some(schema) = self.schemas.get(&node.place) {
            return Rc::clone(schema);
        }
        let schema = Rc::new(self.read_schema(node));
        self.schemas.insert(node.place, Rc::clone(&schema));
        schema
    }

    fn read_schema(&mut self, node: Node<'a>) -> Schema<'a> {
        let mut schema = Schema::blank(node);
        let members = match node.value {
            Value::Object(members) => members,
            Value::Bool(always) => {
                schema.always = Some(*always);
                return schema;
            }
            _ => {
                self.wrong(node, "a schema");
                return schema;
            }
        };
        let dialect = self.dialect_of(node);
        // A parameter of 2.0 is its own schema, and its `required` is another word.
        let parameter = dialect == Dialect::V20 && node.str("in").is_some();
        let mut exclusive = (None, None);
        let mut unevaluated = None;
        let mut unevaluated_items = None;
        let mut conditions = Vec::new();
        for (key, value) in members {
            let child = |cx: &Self| Node { place: cx.sources.member(node.place, key), value, ..node };
            if value.is_null() && !matches!(key.as_str(), "const" | "default" | "enum") {
                continue;
            }
            self.later_word(child(self), key, dialect);
            match key.as_str() {
                "$ref" => schema.reference = self.text(node, key),
                "$dynamicRef" => {
                    schema.reference = self.text(node, key);
                    schema.reference.into_iter().for_each(|reference| self.dynamic(node, reference));
                }
                "$recursiveRef" => schema.reference = Some(RECURSIVE),
                "type" => self.read_type(&mut schema, child(self), dialect),
                "nullable" | "x-nullable" => {
                    if key == "nullable" && dialect != Dialect::V30 {
                        self.other_version(child(self), "`nullable` is a word of 3.0");
                    }
                    schema.nullable |= self.flag(node, key).unwrap_or(false);
                }
                "format" => schema.format = self.text(node, key),
                "enum" => {
                    if value.is_array() {
                        schema.values = Some(self.parts(node, key)).filter(|values| !values.is_empty());
                    } else {
                        self.wrong(child(self), "a list");
                    }
                }
                "const" => schema.constant = Some(child(self)),
                "properties" => schema.properties = self.members(node, key),
                "required" if parameter => {}
                "required" => {
                    if value.is_boolean() {
                        self.other_version(child(self), "`required` is a list of names, beside `properties`");
                    } else {
                        for item in self.items(node, key) {
                            match item.value {
                                Value::String(name) => schema.required.push((name, item)),
                                _ => self.wrong(item, "the name of a property"),
                            }
                        }
                    }
                }
                "additionalProperties" => schema.additional = Some(child(self)),
                "unevaluatedProperties" => unevaluated = Some(child(self)),
                "patternProperties" => schema.patterns = self.members(node, key),
                "items" => match value {
                    // A list of schemas by position: how drafts before 2020-12 spelled `prefixItems`.
                    Value::Array(_) => schema.prefix = self.items(node, key),
                    _ => schema.items = Some(child(self)),
                },
                "prefixItems" => schema.prefix = self.items(node, key),
                "allOf" => schema.all_of = self.parts(node, key),
                "oneOf" => schema.one_of = self.parts(node, key),
                "anyOf" => schema.any_of = self.parts(node, key),
                "not" => match value {
                    Value::Bool(true) => schema.always = Some(false),
                    Value::Bool(false) => {}
                    Value::Object(inner) if inner.is_empty() => schema.always = Some(false),
                    _ => self.unchecked(child(self), key),
                },
                "discriminator" => schema.discriminator = Some(child(self)),
                "readOnly" => schema.read_only = self.flag(node, key).unwrap_or(false),
                "writeOnly" => schema.write_only = self.flag(node, key).unwrap_or(false),
                "deprecated" | "x-deprecated" => schema.deprecated = value == &Value::Bool(true),
                "default" => schema.default = Some(child(self)),
                "title" => schema.title = self.text(node, key),
                "description" => schema.description = self.text(node, key),
                "externalDocs" => schema.link = self.object(node, key),
                "xml" => schema.xml = self.object(node, key),
                "contentEncoding" => schema.content_encoding = self.text(node, key),
                "contentMediaType" => schema.content_type = self.text(node, key),
                "minimum" | "maximum" => {
                    let bound = self.number(node, key).map(|value| Bound { value, exclusive: false });
                    match key.as_str() {
                        "minimum" => schema.limits.minimum = bound,
                        _ => schema.limits.maximum = bound,
                    }
                }
                "exclusiveMinimum" => exclusive.0 = Some(child(self)),
                "exclusiveMaximum" => exclusive.1 = Some(child(self)),
                "multipleOf" => schema.limits.multiple_of = self.number(node, key),
                "minLength" | "minItems" | "minProperties" => schema.limits.min_length = self.count(node, key),
                "maxLength" | "maxItems" | "maxProperties" => schema.limits.max_length = self.count(node, key),
                "uniqueItems" => schema.limits.unique = self.flag(node, key).unwrap_or(false),
                "pattern" => schema.limits.patterns.extend(self.text(node, key).map(str::to_owned)),
                "if" | "then" | "else" | "dependentSchemas" | "dependencies" => {
                    conditions.push((key.as_str(), child(self)));
                }
                "unevaluatedItems" => unevaluated_items = Some(child(self)),
                "contentSchema" => {
                    schema.content_schema = Some(child(self));
                    let is_read = self.event_data.contains(&node.place);
                    if !(is_read && node.str("contentMediaType").is_some_and(is_json)) {
                        self.content_unread(child(self));
                    }
                }
                "contains" | "minContains" | "maxContains" | "propertyNames" | "dependentRequired" => {
                    self.unchecked(child(self), key);
                }
                // Words that say nothing about values.
                "example" | "examples" | "$comment" | "$id" | "$anchor" | "$dynamicAnchor" | "$recursiveAnchor"
                | "$schema" | "$vocabulary" | "$defs" | "definitions" => {}
                "name" | "in" | "collectionFormat" | "allowEmptyValue" if dialect == Dialect::V20 => {}
                key if key.starts_with("x-") => {}
                _ => {
                    let place = self.sources.member(node.place, key);
                    if self.told.insert(place) {
                        self.diags
                            .warning(codes::UNKNOWN_MEMBER, place, format!("a schema has no member `{key}`"))
                            .note("it is ignored");
                    }
                }
            }
        }
        self.read_exclusive(&mut schema, exclusive);
        self.conditions(&mut schema, node, &conditions);
        if schema.additional.is_none() && unevaluated.is_some() {
            (schema.additional, schema.unevaluated) = (unevaluated, true);
        }
        if let Some(items) = unevaluated_items.filter(|_| schema.items.is_none()) {
            self.read_unevaluated_items(&mut schema, items);
        }
        if schema.reference.is_some() && dialect < Dialect::V31 {
            self.beside_reference(&mut schema);
        }
        schema
    }

    /// `unevaluatedItems` where there is no `items`, which would leave nothing to it (Core 11.2): the same as `items`, unless
    /// other words speak of items, too.
    fn read_unevaluated_items(&mut self, schema: &mut Schema<'a>, items: Node<'a>) {
        let words = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "contains"];
        let forbidden = items.value == &Value::Bool(false);
        if !words.iter().any(|word| schema.node.value.get(word).is_some()) {
            schema.items = Some(items);
            return;
        }
        self.unchecked(items, "unevaluatedItems");
        if !schema.prefix.is_empty() && !forbidden {
            schema.items = Some(Node { value: &ANYTHING, ..items });
        }
    }

    fn parts(&mut self, node: Node<'a>, key: &str) -> Vec<Node<'a>> {
        let parts = self.items(node, key);
        if parts.is_empty()
            && let Some(child) = self.member(node, key)
            && self.told.insert(child.place)
        {
            self.diags.warning(codes::EMPTY, child.place, format!("`{key}` lists nothing")).note("it is ignored");
        }
        parts
    }

    fn read_type(&mut self, schema: &mut Schema<'a>, child: Node<'a>, dialect: Dialect) {
        let mut null = false;
        let mut one = |cx: &mut Self, node: Node<'a>| match node.value {
            Value::String(name) => match Types::named(name) {
                Some(Types::NULL) => null = true,
                Some(types) => schema.types = schema.types.and(types),
                None if cx.told.insert(node.place) => {
                    cx.diags
                        .error(codes::TYPE, node.place, format!("there is no type `{name}`"))
                        .note("any value is let in")
                        .help("the types are boolean, integer, number, string, array, object, and null since 3.1");
                }
                None => {}
            },
            // YAML reads `type: null` as no text at all.
            Value::Null => null = true,
            _ => cx.wrong(node, "the name of a type"),
        };
        match child.value {
            Value::Array(items) => {
                if dialect < Dialect::V31 {
                    self.other_version(child, "a list of types is a word of 3.1");
                }
                for (index, value) in items.iter().enumerate() {
                    one(self, Node { place: self.sources.member(child.place, index), value, ..child });
                }
            }
            _ => one(self, child),
        }
        schema.nullable |= null;
        if null && schema.types.is_empty() {
            schema.types = Types::NULL;
        }
    }

    /// Exclusive bounds: a boolean beside the bound in 2.0 and 3.0, a bound of their own since 3.1.
    fn read_exclusive(&mut self, schema: &mut Schema<'a>, exclusive: (Option<Node<'a>>, Option<Node<'a>>)) {
        let limits = &mut schema.limits;
        let ends = [(exclusive.0, &mut limits.minimum, true), (exclusive.1, &mut limits.maximum, false)];
        for (node, bound, least) in ends {
            let Some(node) = node else { continue };
            match node.value {
                Value::Bool(exclusive) => {
                    if let Some(bound) = bound {
                        bound.exclusive = *exclusive;
                    }
                }
                Value::Number(number) => {
                    let value = number.to_string();
                    let float = |text: &str| text.parse::<f64>().unwrap_or(0.0);
                    let tighter = bound.as_ref().is_none_or(|bound| match least {
                        true => float(&value) >= float(&bound.value),
                        false => float(&value) <= float(&bound.value),
                    });
                    if tighter {
                        *bound = Some(Bound { value, exclusive: true });
                    }
                }
                _ => self.wrong(node, "a number, or a boolean in 3.0"),
            }
        }
    }

    /// Before 3.1 a reference stands alone, and what stands beside it counts for nothing. Prose, access and `null` are
    /// taken all the same, because that is how such documents are meant; the rest is reported.
    fn beside_reference(&mut self, schema: &mut Schema<'a>) {
        if schema.is_reference() {
            let words = [
                ("readOnly", schema.read_only),
                ("writeOnly", schema.write_only),
                ("nullable", schema.nullable),
                ("default", schema.default.is_some()),
            ];
            let words = words.into_iter().filter(|(_, is)| *is).map(|(word, _)| word);
            return self.beside.note(schema.node, words);
        }
        let place = schema.node.place;
        if self.told.insert(place) {
            self.diags
                .warning(codes::BESIDE_REF, place, "what stands beside a `$ref` counts for nothing before OpenAPI 3.1")
                .note("only prose, `nullable`, `readOnly`, `writeOnly`, `deprecated` and `default` are taken")
                .help("put the reference into an `allOf`");
        }
        *schema = Schema {
            reference: schema.reference,
            nullable: schema.nullable,
            read_only: schema.read_only,
            write_only: schema.write_only,
            deprecated: schema.deprecated,
            default: schema.default,
            title: schema.title,
            description: schema.description,
            link: schema.link,
            xml: schema.xml,
            ..Schema::blank(schema.node)
        };
    }

    fn number(&mut self, node: Node<'a>, key: &str) -> Option<String> {
        let child = self.member(node, key)?;
        match child.value {
            Value::Number(number) => Some(number.to_string()),
            Value::String(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                self.quoted(child, "a number");
                Some(text.clone())
            }
            _ => {
                self.wrong(child, "a number");
                None
            }
        }
    }

    fn count(&mut self, node: Node<'a>, key: &str) -> Option<u64> {
        let child = self.member(node, key)?;
        let count = match child.value {
            Value::Number(number) => number.as_u64().or_else(|| whole(&number.to_string())),
            Value::String(text) => {
                let count = text.parse().ok();
                if count.is_some() {
                    self.quoted(child, "a number");
                }
                count
            }
            _ => None,
        };
        if count.is_none() {
            self.wrong(child, "a whole number from 0 on");
        }
        count
    }

    pub(in crate::openapi) fn quoted(&mut self, node: Node<'a>, what: &str) {
        if self.told.insert(node.place) {
            self.diags.warning(codes::QUOTED, node.place, format!("this stands in quotes, but is read as {what}"));
        }
    }

    /// A default of another kind than its schema says: `"10"` for a number, or `1.10` for a text.
    pub(in crate::openapi) fn other_kind(&mut self, node: Node<'a>, kind: &str) {
        if node.value.is_string() {
            return self.quoted(node, &format!("a default of type {kind}"));
        }
        if self.told.insert(node.place) {
            let found = crate::openapi::tree::form(node.value);
            self.diags
                .warning(codes::QUOTED, node.place, format!("this is {found}, but its schema says {kind}"))
                .note(format!("it is taken as the text `{}`", node.value))
                .help("put it in quotes");
        }
    }

    /// Says of a word, where the document's version does not have it yet, that it is read all the same. Those that only
    /// restrict values are left to what says that.
    fn later_word(&mut self, node: Node<'a>, key: &str, dialect: Dialect) {
        let (since, version) = match key {
            "oneOf" | "anyOf" | "writeOnly" => (Dialect::V30, "3.0"),
            "const" | "prefixItems" | "dependentSchemas" | "contentEncoding" | "contentMediaType" => {
                (Dialect::V31, "3.1")
            }
            "exclusiveMinimum" | "exclusiveMaximum" => {
                let (form, is_other) = match node.value {
                    Value::Number(_) => ("a number for `{key}` is of 3.1", dialect < Dialect::V31),
                    Value::Bool(_) => ("a boolean for `{key}` is of 3.0", dialect >= Dialect::V31),
                    _ => return,
                };
                if is_other {
                    self.other_version(self.keyword(node), &form.replace("{key}", key));
                }
                return;
            }
            _ => return,
        };
        if dialect < since {
            self.other_version(self.keyword(node), &format!("`{key}` is a word of {version}"));
        }
    }

    /// A member where its key is meant, and what stands there may be spoken of, too.
    fn keyword(&self, node: Node<'a>) -> Node<'a> {
        Node { place: self.sources.key(node.place), ..node }
    }

    pub(in crate::openapi) fn other_version(&mut self, node: Node<'a>, what: &str) {
        if self.told.insert(node.place) {
            self.diags
                .warning(codes::OTHER_VERSION, node.place, format!("{what}, which this document is not written in"))
                .note("it is read as it is meant there");
        }
    }

    fn content_unread(&mut self, node: Node<'a>) {
        if self.told.insert(node.place) {
            self.diags
                .warning(
                    codes::UNCHECKED,
                    node.place,
                    "`contentSchema` says what a text holds, which is not looked into",
                )
                .note("the text is kept as it is; who needs what it holds reads it by its media type");
        }
    }

    pub(super) fn unchecked(&mut self, node: Node<'a>, key: &str) {
        if self.told.insert(node.place) {
            self.diags
                .warning(codes::UNCHECKED, node.place, format!("`{key}` only restricts values, and is not checked"))
                .note("values that it forbids are let through");
        }
    }
}

/// A number that is written with a fraction of nothing (`10.0`) or an exponent (`1e3`), as a whole number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked before")]
fn whole(text: &str) -> Option<u64> {
    let number: f64 = text.parse().ok()?;
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}
