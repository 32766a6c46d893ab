//! Small schemas and what becomes of them.

mod content;
mod derivation;
mod documents;
mod mistakes;
mod values;

use crate::diag::Diagnostics;
use crate::ir::{Api, Builder, Id, Int, Name, Occurs, Scalar, Shape, Space, Tag, Type, XmlPlace};
use crate::source::Sources;

use super::{Input, Options, lower};

/// What came of some schemas.
pub(super) struct Lowered {
    pub(super) api: Api,
    pub(super) sources: Sources,
    pub(super) diags: Diagnostics,
}

/// Reads files by name and text; the first one is what the user named, and so are those that stand behind a `+`.
pub(super) fn read(files: &[(&str, &str)], options: &Options) -> Lowered {
    let mut sources = Sources::new();
    let mut inputs: Vec<Input> = Vec::new();
    for (name, text) in files {
        inputs.push(sources.add(*name, *text).into());
    }
    let mut builder = Builder::new();
    let mut diags = Diagnostics::new();
    lower(&mut sources, &inputs, &mut builder, &mut diags, options);
    Lowered { api: builder.finish(), sources, diags }
}

/// Reads one schema whose root is given: namespace `u`, prefix `t`, elements qualified.
pub(super) fn schema(inner: &str) -> Lowered {
    read(&[("test.xsd", &wrap(inner))], &Options::default())
}

pub(super) fn wrap(inner: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='u' targetNamespace='u' \
         elementFormDefault='qualified'>\n{inner}\n</xs:schema>"
    )
}

impl Lowered {
    /// The codes of all diagnostics, each with its line.
    pub(super) fn said(&self) -> Vec<String> {
        self.diags
            .iter()
            .map(|d| {
                let line = self.sources.locate(d.place).map_or(0, |l| l.line);
                format!("{}:{line} {}", d.code, d.message)
            })
            .collect()
    }

    /// The named type, in one line for each of its parts.
    pub(super) fn shown(&self, name: &str) -> String {
        assert!(self.diags.is_empty(), "{:?}", self.said());
        self.shown_despite(name)
    }

    /// As [`Lowered::shown`], whatever the diagnostics.
    pub(super) fn shown_despite(&self, name: &str) -> String {
        let found = self.api.types.iter().find(|(_, ty)| ty.name.as_ref().is_some_and(|n| named(n) == name));
        let (id, _) = found.unwrap_or_else(|| panic!("no type {name}: {:?}", self.names()));
        self.full(id)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.api.types.iter().filter_map(|(_, ty)| ty.name.as_ref().map(named)).collect()
    }

    pub(super) fn ty(&self, name: &str) -> &Type {
        let mut all = self.api.types.iter().map(|(_, ty)| ty);
        all.find(|ty| ty.name.as_ref().is_some_and(|n| named(n) == name)).unwrap()
    }

    fn full(&self, id: Id<Type>) -> String {
        let ty = &self.api.types[id];
        let mut lines = Vec::new();
        match &ty.shape {
            Shape::Record(record) => {
                for base in &record.bases {
                    lines.push(format!("from {}", self.brief(*base)));
                }
                for field in &record.fields {
                    let mut line = format!("{}: {}{}", named(&field.name), self.brief(field.ty), times(field.occurs));
                    line.push_str(&place(field.wire.xml.as_ref()));
                    if field.nullable {
                        line.push_str(" nil");
                    }
                    if let Some(value) = &field.default {
                        line.push_str(&format!(" default {value:?}"));
                    }
                    if let Some(value) = &field.fixed {
                        line.push_str(&format!(" fixed {value:?}"));
                    }
                    lines.push(line);
                }
            }
            Shape::Choice(choice) => {
                if choice.tag == Tag::XsiType {
                    lines.push("by xsi:type".to_owned());
                }
                for variant in &choice.variants {
                    let ty = variant.ty.map_or("-".to_owned(), |ty| self.brief(ty));
                    let tags = if variant.tags.is_empty() { String::new() } else { format!(" {:?}", variant.tags) };
                    lines.push(format!(
                        "| {}: {ty}{}{}{tags}",
                        named(&variant.name),
                        times(variant.occurs),
                        place(variant.xml.as_ref())
                    ));
                }
            }
            _ => lines.push(self.brief_shape(id)),
        }
        lines.join("\n")
    }

    fn brief(&self, id: Id<Type>) -> String {
        match &self.api.types[id].name {
            Some(name) => named(name),
            None => self.brief_shape(id),
        }
    }

    fn brief_shape(&self, id: Id<Type>) -> String {
        match &self.api.types[id].shape {
            Shape::Scalar(Scalar::Int(int)) => format!("{int:?}"),
            Shape::Scalar(scalar) => format!("{scalar:?}"),
            Shape::List(item) => format!("[{}]", self.brief(*item)),
            Shape::Nullable(of) => format!("{} or nil", self.brief(*of)),
            Shape::Alias(of) => format!("= {}", self.brief(*of)),
            Shape::Enum(of) => {
                let values: Vec<&str> = of.values.iter().map(|v| v.name.text.as_str()).collect();
                let base = match of.base {
                    Scalar::String => String::new(),
                    Scalar::Int(Int::I32) => "i32 ".to_owned(),
                    other => format!("{other:?} "),
                };
                format!("{base}{}{}", values.join(" "), if of.open { " .." } else { "" })
            }
            Shape::Record(_) | Shape::Choice(_) => format!("{{{}}}", self.full(id).replace('\n', "; ")),
            other => format!("{other:?}"),
        }
    }
}

fn named(name: &Name) -> String {
    match name.space {
        Space::Attribute => format!("@{}", name.text),
        _ if name.derived => format!("~{}", name.text),
        _ => name.text.clone(),
    }
}

fn times(occurs: Occurs) -> String {
    match occurs {
        Occurs::One => String::new(),
        Occurs::Optional => "?".to_owned(),
        Occurs::Many { min: 0, max: None } => "*".to_owned(),
        Occurs::Many { min: 1, max: None } => "+".to_owned(),
        Occurs::Many { min, max: Some(max) } => format!("{{{min},{max}}}"),
        Occurs::Many { min, max: None } => format!("{{{min},}}"),
    }
}

fn place(place: Option<&XmlPlace>) -> String {
    match place {
        None => String::new(),
        Some(XmlPlace::Element(name)) => {
            format!(" <{}{}>", name.namespace.as_ref().map_or(String::new(), |n| format!("{n}:")), name.local)
        }
        Some(XmlPlace::Attribute(name)) => name.namespace.as_ref().map_or(String::new(), |n| format!(" in {n}")),
        Some(XmlPlace::AnyElement(_)) => " any".to_owned(),
        Some(XmlPlace::AnyAttribute(_)) => " any attribute".to_owned(),
        Some(other) => format!(" {other:?}").to_lowercase(),
    }
}
