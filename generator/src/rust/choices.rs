//! Choices: enums of which each variant holds a value of its own type.

use std::cmp::Reverse;

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::type_name;
use super::paths::{self, Home};
use super::text::{self, lines};
use super::{Cx, docs, wire};
use crate::ir::several::may_be_several;
use crate::ir::walk::{behind_aliases, behind_null, is_constant, is_text};
use crate::ir::{Api, Choice, Enum, Id, Occurs, QName, Scalar, Shape, Tag, Type, Variant, XmlPlace};
use crate::output::Piece;

/// The enum and its wires.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> Vec<Piece> {
    let mut pieces = vec![Piece::Text(enumeration(cx, id, choice))];
    let used = cx.layout.uses[id];
    if cx.has_json(id) {
        pieces.push(Piece::Text(json(cx, id, choice)));
    }
    if used.xml {
        pieces.push(Piece::Text(xml(cx, id, choice)));
        pieces.extend(wire::root(cx, id).map(Piece::Text));
    }
    pieces
}

fn enumeration(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> String {
    let ty = &cx.api.types[id];
    let mut text = String::new();
    lines(&mut text, 0, &docs::paragraphs_or(&ty.doc, &docs::named(ty.name.as_ref()), &[]));
    text::deprecated(&mut text, 0, ty.deprecated.as_ref());
    text.push_str(&format!("#[derive(Clone, Debug, PartialEq)]\npub enum {} {{\n", type_name(cx, id)));
    for (position, variant) in choice.variants.iter().enumerate() {
        lines(&mut text, 1, &docs::paragraphs_or(&variant.doc, &format!("`{}`.", variant.name.text), &[]));
        let name = &cx.names.members[id][position];
        match held(cx, id, position, variant) {
            Some(ty) => text.push_str(&format!("    {name}({}),\n", super::tidy(&ty))),
            None => text.push_str(&format!("    {name},\n")),
        }
    }
    if let Some((doc, ty)) = unknown(cx, id, choice) {
        text.push_str(&format!("    ///{doc}\n    Unknown({}),\n", super::tidy(&ty)));
    }
    if has_several(cx, id, choice) {
        text.push_str(
            "    /// An object with members of several of these at once, as it came.\n    Several(json::Value),\n",
        );
    }
    text.push('}');
    text
}

/// Whether a value may be of several variants at once, with members that none of them keeps alone.
pub(super) fn has_several(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> bool {
    // XML has no such kept values.
    cx.has_json(id) && !cx.layout.uses[id].xml && may_be_several(cx.api, choice)
}

/// What stands for a variant that the description does not list.
fn unknown(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> Option<(&'static str, TokenStream)> {
    if !choice.open {
        return None;
    }
    let used = cx.layout.uses[id];
    let kept = if used.xml && !used.json { quote!(xml::AnyElement) } else { quote!(json::Value) };
    match choice.tag {
        Tag::Property(_) | Tag::Value(_) => {
            Some((" A value whose tag the description does not list, as it came.", kept))
        }
        Tag::OneOf | Tag::AnyOf => Some((" A value that fits none of the others, as it came.", kept)),
        Tag::XsiType => {
            Some((" An element whose type the description does not list, as it came.", quote!(xml::AnyElement)))
        }
        Tag::Element => None,
    }
}

/// The type in a variant.
pub(super) fn held(cx: &Cx<'_>, id: Id<Type>, position: usize, variant: &Variant) -> Option<TokenStream> {
    if let Some(XmlPlace::AnyElement(_)) = variant.xml {
        return Some(match variant.occurs {
            Occurs::Many { .. } => quote!(Vec<xml::AnyElement>),
            Occurs::One | Occurs::Optional => quote!(xml::AnyElement),
        });
    }
    let ty = match variant.ty {
        Some(ty) => paths::ty(cx, ty, Home::Of(id)),
        // An element without content is a value without parts.
        None if choice_of_elements(cx, id) => quote!(()),
        None => return None,
    };
    Some(match variant.occurs {
        Occurs::Many { .. } => quote!(Vec<#ty>),
        _ if cx.layout.boxed[id].contains(&position) => quote!(Box<#ty>),
        // What is not there makes no choice.
        Occurs::One | Occurs::Optional => ty,
    })
}

fn choice_of_elements(cx: &Cx<'_>, id: Id<Type>) -> bool {
    matches!(&cx.api.types[id].shape, Shape::Choice(choice) if choice.tag == Tag::Element)
}

fn json(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> String {
    let name = cx.names.types[id].as_deref().unwrap_or("Unnamed");
    let open = match choice.others.and_then(|at| cx.names.members[id].get(at)) {
        Some(others) => format!("others {others}"),
        None => if choice.open { "open" } else { "closed" }.to_owned(),
    };
    let entry = |position: usize, variant: &Variant| {
        let rust = &cx.names.members[id][position];
        match held(cx, id, position, variant) {
            Some(ty) => format!("{rust}({})", super::tidy(&ty)),
            None => rust.clone(),
        }
    };
    let (head, lines): ((&str, String), Vec<String>) = match &choice.tag {
        Tag::Property(tag) | Tag::Value(tag) => {
            let lines = choice.variants.iter().enumerate().map(|(position, variant)| {
                let tags: Vec<String> = variant.tags.iter().map(|tag| format!("{tag:?}")).collect();
                format!("{} = {}", entry(position, variant), tags.join(" | "))
            });
            let by = if matches!(choice.tag, Tag::Value(_)) { "by_value" } else { "by" };
            (("json::tagged", format!("{name} {by} {:?}", tag.text)), lines.collect())
        }
        Tag::Element | Tag::XsiType => return alternatives(cx, id, choice),
        Tag::OneOf | Tag::AnyOf if cx.layout.uses[id].xml && !cx.layout.uses[id].json && is_text(cx.api, id) => {
            let lines: Vec<String> =
                choice.variants.iter().enumerate().map(|(position, variant)| entry(position, variant)).collect();
            return text::table("json::union", name, &lines, "");
        }
        Tag::OneOf | Tag::AnyOf => {
            let mut order: Vec<usize> = (0..choice.variants.len()).collect();
            order.sort_by_key(|&at| Reverse(choice.variants[at].ty.map_or(0, |ty| specificity(cx.api, ty))));
            let lines = order.into_iter().map(|at| entry(at, &choice.variants[at]));
            (("json::untagged", name.to_owned()), lines.collect())
        }
    };
    let several = if has_several(cx, id, choice) { " several" } else { "" };
    text::table(head.0, &head.1, &lines, &format!(" {open}{several}"))
}

/// The JSON form of what XML tells apart by names.
fn alternatives(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> String {
    let name = cx.names.types[id].as_deref().unwrap_or("Unnamed");
    let tags = super::json_names::tags(choice, &cx.names.members[id]);
    let mut lines: Vec<String> = (choice.variants.iter().enumerate().zip(tags))
        .map(|((position, variant), tag)| {
            let ty = held(cx, id, position, variant).unwrap_or_else(|| quote!(()));
            let tag = tag.map_or_else(|| "text".to_owned(), |tag| format!("{tag:?}"));
            format!("{}({}) = {tag}", cx.names.members[id][position], super::tidy(&ty))
        })
        .collect();
    if let Some((_, ty)) = unknown(cx, id, choice) {
        lines.push(format!("Unknown({}) = \"$unknown\"", super::tidy(&ty)));
    }
    text::table("json::choice", name, &lines, "")
}

/// How little a type lets in: what lets in less is tried first, so that nothing is taken for something wider.
fn specificity(api: &Api, id: Id<Type>) -> u32 {
    let ty = &api.types[behind_aliases(api, id)];
    match &ty.shape {
        Shape::Scalar(Scalar::Null) | Shape::Never => 1000,
        Shape::Enum(one) if !one.open => 950,
        // What it does not list is for those to take that come behind: a float would take every whole number.
        Shape::Enum(Enum { base: Scalar::Int(_), .. }) => 895,
        Shape::Record(record) => {
            let required = record.fields.iter().filter(|field| field.occurs == Occurs::One).count();
            let constants = record.fields.iter().filter(|field| is_constant(api, field.ty)).count();
            let clamp = |n: usize| u32::try_from(n.min(60)).unwrap_or(60);
            500 + clamp(required) * 4 + clamp(constants) * 6 + u32::from(!record.fields.is_empty())
        }
        Shape::Choice(_) => 480,
        // The longer one first: a shorter one has no place for its end. All are less than a choice, and more than a list.
        Shape::Tuple { items, rest } => {
            let length = u32::try_from(items.len().min(12)).unwrap_or(12);
            452 + length * 2 + u32::from(rest.is_none())
        }
        Shape::Scalar(scalar) => match scalar {
            Scalar::Bool => 900,
            Scalar::Int(_) => 890,
            Scalar::BigInt | Scalar::UnixTime => 880,
            Scalar::F32 | Scalar::F64 | Scalar::XmlFloat | Scalar::XmlDouble | Scalar::Decimal => 870,
            Scalar::Uuid => 860,
            Scalar::DateTime | Scalar::Date | Scalar::Time | Scalar::DateTimeRfc1123 => 850,
            _ => 100,
        },
        Shape::Enum(_) => 110,
        Shape::List(item) => 400 + specificity(api, *item) / 20,
        Shape::Map(value) => 300 + specificity(api, *value) / 20,
        Shape::Nullable(inner) => specificity(api, *inner).saturating_sub(1),
        Shape::Foreign(_) | Shape::InText(_) => 120,
        Shape::Alias(_) | Shape::Any => 0,
    }
}

/// As [`specificity`], where values are texts: every boolean that is a digit is a number, and every number a text.
fn text_specificity(api: &Api, id: Id<Type>) -> u32 {
    match &api.types[behind_null(api, id)].shape {
        Shape::Scalar(Scalar::Bool) => 860,
        _ => specificity(api, id),
    }
}

fn xml(cx: &Cx<'_>, id: Id<Type>, choice: &Choice) -> String {
    let name = cx.names.types[id].as_deref().unwrap_or("Unnamed");
    let entry = |position: usize, variant: &Variant| {
        let ty = held(cx, id, position, variant).unwrap_or_else(|| quote!(()));
        format!("{}({})", cx.names.members[id][position], super::tidy(&ty))
    };
    let entries = choice.variants.iter().enumerate();
    match &choice.tag {
        Tag::XsiType => {
            // The first name is written; all are read.
            let names = |variant: &Variant| {
                let names = variant.tags.iter().filter_map(|tag| expanded(tag));
                names.map(|(namespace, local)| format!("{namespace:?} {local:?}")).collect::<Vec<_>>().join(" | ")
            };
            let is_base = |variant: &Variant| variant.tags.first().is_none_or(String::is_empty);
            let lines = entries
                .clone()
                .filter(|(_, variant)| !is_base(variant))
                .map(|(position, variant)| format!("{} = {},", entry(position, variant), names(variant)));
            let base = entries.clone().find(|(_, variant)| is_base(variant));
            let base = base.map(|(position, variant)| match names(variant).as_str() {
                "" => format!(" base {}", entry(position, variant)),
                names => format!(" base {} = {names}", entry(position, variant)),
            });
            let base = base.unwrap_or_default();
            let open = if choice.open { " open" } else { "" };
            table("typed", name, lines, &format!("{base}{open}"))
        }
        Tag::Element => {
            let lines = entries.map(|(position, variant)| {
                let many = matches!(variant.occurs, Occurs::Many { .. });
                let place = match &variant.xml {
                    Some(XmlPlace::Element(name)) => {
                        let empty = variant.default.as_ref().zip(variant.ty);
                        let empty = empty.and_then(|(value, ty)| super::wire::text_of_empty(cx, ty, value));
                        let or = empty.map_or_else(String::new, |text| format!(" | {text:?}"));
                        format!("element{} {}{or}", if many { "s" } else { "" }, qname(name))
                    }
                    Some(XmlPlace::AnyElement(wildcard)) => {
                        let kind = if many { "anys" } else { "any" };
                        format!("{kind}{}", super::wire::allowed(wildcard))
                    }
                    Some(XmlPlace::Text) => "text".to_owned(),
                    _ => "content".to_owned(),
                };
                format!("{} = {place},", entry(position, variant))
            });
            table("choice", name, lines, "")
        }
        Tag::Property(tag) | Tag::Value(tag) => {
            let lines = entries.map(|(position, variant)| {
                let tags: Vec<String> = variant.tags.iter().map(|tag| format!("{tag:?}")).collect();
                format!("{} = {}", entry(position, variant), tags.join(" | "))
            });
            let (place, tag) = super::looks::tag_place(cx.api, choice, &tag.text);
            let open = if choice.open { " open" } else { " closed" };
            let namespace = if place == "attribute" { wire::namespace(&tag) } else { wire::of_element(&tag) };
            table("tagged", &format!("{name} by {place} {namespace} {:?}", tag.local), lines, open)
        }
        // Of a union of texts the first type that fits counts (XML Schema Part 2, 2.5.1.3).
        Tag::OneOf | Tag::AnyOf if is_text(cx.api, id) => {
            // Only limits ask how white space counts.
            let is_asked = cx.api.types.iter().any(|(_, ty)| ty.checked.is_some());
            let lines = entries.map(|(position, variant)| {
                let space = variant.ty.filter(|_| is_asked).and_then(|ty| super::checked::space_of_member(cx, ty));
                format!("{}{}{},", entry(position, variant), space.map_or("", |_| " "), space.unwrap_or_default())
            });
            table("union", name, lines, "")
        }
        Tag::OneOf | Tag::AnyOf => {
            let mut order: Vec<usize> = (0..choice.variants.len()).collect();
            order.sort_by_key(|&at| Reverse(choice.variants[at].ty.map_or(0, |ty| text_specificity(cx.api, ty))));
            let lines = order.into_iter().map(|at| {
                let variant = &choice.variants[at];
                format!("{} = {},", entry(at, variant), super::looks::of(cx, variant.ty))
            });
            table("untagged", name, lines, if choice.open { " open" } else { " closed" })
        }
    }
}

fn table(kind: &str, name: &str, lines: impl Iterator<Item = String>, tail: &str) -> String {
    let entries: Vec<String> = lines.map(|line| line.trim_end_matches(',').to_owned()).collect();
    text::table(&format!("xml::{kind}"), name, &entries, tail)
}

/// `{namespace}local` in its parts; `None` for the empty tag, which stands for no `xsi:type`.
fn expanded(tag: &str) -> Option<(&str, &str)> {
    match tag.strip_prefix('{') {
        Some(rest) => rest.split_once('}'),
        None if tag.is_empty() => None,
        None => Some(("", tag)),
    }
}

fn qname(name: &QName) -> String {
    format!("{} {:?}", wire::of_element(name), name.local)
}
