//! Descriptions to models, whole: each test lowers a small document and looks at what became of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod batch;
mod broken;
mod combinations;
mod documents;
mod old;
mod operations;
mod schemas;
mod vendor;

use std::fmt::Write as _;

use crate::diag::Diagnostics;
use crate::ir::{Access, Api, Builder, Id, Literal, Occurs, Rest, Scalar, Shape, Tag, Type};
use crate::openapi::{Options, lower};
use crate::source::Sources;

/// A document, lowered.
struct Lowered {
    api: Api,
    sources: Sources,
    diags: Diagnostics,
}

fn document(text: &str) -> Lowered {
    document_with(text, &Options::default())
}

fn document_with(text: &str, options: &Options) -> Lowered {
    let (mut sources, mut builder, mut diags) = (Sources::new(), Builder::new(), Diagnostics::new());
    let file = sources.add("test.yaml", text);
    lower(&mut sources, file, &mut builder, &mut diags, options);
    assert_eq!(builder.dangling(), []);
    Lowered { api: builder.finish(), sources, diags }
}

/// A document of this version with these component schemas.
fn schemas_of(version: &str, schemas: &str) -> Lowered {
    let schemas: String = schemas.trim_start_matches('\n').lines().map(|line| format!("    {line}\n")).collect();
    document(&format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}

fn schemas(schemas: &str) -> Lowered {
    schemas_of("3.0.3", schemas)
}

impl Lowered {
    /// The type of this name, in short.
    fn ty(&self, name: &str) -> String {
        self.short(self.named(name).0, true)
    }

    /// The only type of this name.
    fn named(&self, name: &str) -> (Id<Type>, &Type) {
        let mut named =
            self.api.types.iter().filter(|(_, ty)| ty.name.as_ref().is_some_and(|known| known.text == name));
        let found = named.next().unwrap_or_else(|| panic!("no type {name}"));
        assert!(named.next().is_none(), "two types {name}");
        found
    }

    /// What there is to say, in short: code and place.
    fn said(&self) -> Vec<String> {
        let said = |d: &crate::diag::Diagnostic| format!("{} {}", d.code, self.sources.pointer(d.place));
        self.diags.iter().map(said).collect()
    }

    /// Nothing was said.
    fn clean(self) -> Self {
        assert_eq!(self.said(), Vec::<String>::new());
        self
    }

    fn short(&self, id: Id<Type>, top: bool) -> String {
        let ty = &self.api.types[id];
        if let Some(name) = ty.name.as_ref().filter(|_| !top) {
            return name.text.clone();
        }
        let mut text = String::new();
        match &ty.shape {
            Shape::Scalar(Scalar::Int(int)) => text = format!("{int:?}"),
            Shape::Scalar(scalar) => text = format!("{scalar:?}"),
            Shape::List(item) => text = format!("[{}]", self.short(*item, false)),
            Shape::Tuple { items, rest } => {
                let mut items: Vec<String> = items.iter().map(|&item| self.short(item, false)).collect();
                items.extend(rest.map(|rest| format!("..{}", self.short(rest, false))));
                text = format!("({})", items.join(", "));
            }
            Shape::Map(value) => text = format!("map {}", self.short(*value, false)),
            Shape::Alias(inner) => text = format!("= {}", self.short(*inner, false)),
            Shape::Nullable(inner) => text = format!("{}|null", self.short(*inner, false)),
            Shape::InText(inner) => text = format!("{} in text", self.short(*inner, false)),
            Shape::Any => text.push_str("any"),
            Shape::Foreign(path) => text.push_str(path),
            Shape::Never => text.push_str("never"),
            Shape::Enum(found) => {
                let values: Vec<String> = found.values.iter().map(|value| literal(&value.value)).collect();
                let _ = write!(text, "enum({}{})", values.join(" "), if found.open { " .." } else { "" });
            }
            Shape::Record(record) => {
                let mut parts: Vec<String> =
                    record.bases.iter().map(|&base| format!("+{}", self.short(base, false))).collect();
                for field in &record.fields {
                    let mark = match field.occurs {
                        Occurs::One => "",
                        Occurs::Optional => "?",
                        Occurs::Many { .. } => "*",
                    };
                    let null = if field.nullable { "|null" } else { "" };
                    let access = match field.access {
                        Access::Both => "",
                        Access::ReadOnly => "r ",
                        Access::WriteOnly => "w ",
                    };
                    let default =
                        field.default.as_ref().map(|value| format!(" = {}", literal(value))).unwrap_or_default();
                    let fixed = field.fixed.as_ref().map(|value| format!(" := {}", literal(value))).unwrap_or_default();
                    parts.push(format!(
                        "{access}{}{mark}: {}{null}{default}{fixed}",
                        field.name.text,
                        self.short(field.ty, false)
                    ));
                }
                match record.rest {
                    Rest::Ignored => {}
                    Rest::Kept(ty) => parts.push(format!("..{}", self.short(ty, false))),
                    Rest::Forbidden => parts.push("!".to_owned()),
                }
                text = format!("{{{}}}", parts.join(", "));
            }
            Shape::Choice(choice) => {
                let variants = choice.variants.iter().map(|variant| {
                    let tags =
                        if variant.tags.is_empty() { String::new() } else { format!("{}=>", variant.tags.join(",")) };
                    let ty = variant.ty.map(|ty| self.short(ty, false)).unwrap_or_default();
                    let name = if ty == variant.name.text { String::new() } else { format!("{}:", variant.name.text) };
                    format!("{tags}{name}{ty}")
                });
                let variants: Vec<String> = variants.collect();
                let tag = match &choice.tag {
                    Tag::Property(name) => format!("by {} ", name.text),
                    Tag::Value(name) => format!("by the value of {} ", name.text),
                    Tag::OneOf => "one ".to_owned(),
                    Tag::AnyOf => "any ".to_owned(),
                    other => format!("{other:?} "),
                };
                let _ = write!(text, "{tag}({}{})", variants.join(" | "), if choice.open { " .." } else { "" });
            }
        }
        let limits = &ty.limits;
        for (name, bound) in [("min", &limits.minimum), ("max", &limits.maximum)] {
            if let Some(bound) = bound {
                let _ = write!(text, " {name} {}{}", bound.value, if bound.exclusive { "x" } else { "" });
            }
        }
        for (name, length) in [("from", limits.min_length), ("to", limits.max_length)] {
            if let Some(length) = length {
                let _ = write!(text, " {name} {length}");
            }
        }
        text
    }
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::String(text) => text.clone(),
        other => super::literal::text(other),
    }
}
