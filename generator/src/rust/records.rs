//! Structs: fields, constructors, conversions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::held::{Member, field_type, member};
use super::paths::{self, Home, ident, type_name};
use super::text::{self, lines};
use super::{Cx, docs, layout, own_tags, tidy, wire};
use crate::ir::walk::behind_aliases;
use crate::ir::{Access, Field, Id, Occurs, Record, Scalar, Shape, Type};
use crate::output::Piece;
use layout::keeps_rest;

/// The struct, its methods and its wire.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Vec<Piece> {
    let mut pieces = vec![Piece::Text(structure(cx, id, record))];
    pieces.extend(debug(cx, id, record).map(Piece::Item));
    pieces.extend(methods(cx, id, record));
    pieces.extend(conversions(cx, id, record).into_iter().map(Piece::Item));
    pieces.extend(super::flat::emit(cx, id, record).map(Piece::Text));
    pieces.extend(super::defaults::emit(cx, id, record).map(Piece::Text));
    pieces.extend(wire::record(cx, id, record).into_iter().map(Piece::Text));
    pieces
}

fn structure(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> String {
    let ty = &cx.api.types[id];
    let names = &cx.names.members[id];
    let mut text = String::new();
    lines(&mut text, 0, &docs::paragraphs_or(&ty.doc, &docs::named(ty.name.as_ref()), &[]));
    text::deprecated(&mut text, 0, ty.deprecated.as_ref());
    let debug = if has_secret(cx, record) { "" } else { "Debug, " };
    let default = if cx.layout.default[id] { "Default, " } else { "" };
    text.push_str(&format!("#[derive(Clone, {debug}{default}PartialEq)]\n"));
    if cx.layout.uses[id].received && !cx.layout.uses[id].sent {
        text.push_str("#[non_exhaustive]\n");
    }
    text.push_str(&format!("pub struct {} {{\n", type_name(cx, id)));
    for (position, field) in record.fields.iter().enumerate() {
        if let Some(docs) = field_docs(cx, id, field, &names[position]) {
            lines(&mut text, 1, &docs);
        }
        text::deprecated(&mut text, 1, field.deprecated.as_ref());
        let ty = tidy(&field_type(cx, id, position, field));
        text.push_str(&format!("    pub {}: {ty},\n", names[position]));
    }
    if let Some(value) = keeps_rest(&record.rest) {
        let name = names.last().map_or("additional_properties", String::as_str);
        let value = tidy(&paths::ty(cx, value, Home::Of(id)));
        text.push_str("    /// All other members, by name.\n");
        text.push_str(&format!("    pub {name}: IndexMap<String, {value}>,\n"));
    }
    text.push('}');
    text
}

/// What there is to say of a field; nothing, where it would only repeat the name.
fn field_docs(cx: &Cx<'_>, id: Id<Type>, field: &Field, name: &str) -> Option<Vec<String>> {
    let facts = facts(cx, id, field);
    if field.doc.is_empty() && facts.is_empty() && crate::names::says(name, &field.name.text) {
        return None;
    }
    Some(docs::paragraphs_or(&field.doc, &format!("`{}`.", field.name.text), &facts))
}

/// Whether a part of the type goes without docs, since the description says nothing of it.
pub(super) fn has_undocumented(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let names = &cx.names.members[id];
    match &cx.api.types[id].shape {
        Shape::Record(record) => {
            record.fields.iter().zip(names).any(|(field, name)| field_docs(cx, id, field, name).is_none())
        }
        Shape::Enum(one) => {
            one.values.iter().zip(names).any(|(value, name)| super::enums::docs_of(value, name).is_none())
        }
        Shape::Alias(_) => paths::is_other_name(cx, id),
        _ => false,
    }
}

pub(super) fn deprecated(mark: Option<&crate::ir::Deprecated>) -> Option<TokenStream> {
    mark.map(|mark| match &mark.reason {
        Some(reason) => quote!(#[deprecated = #reason]),
        None => quote!(#[deprecated]),
    })
}

/// What the docs of a field say beside its prose.
fn facts(cx: &Cx<'_>, id: Id<Type>, field: &Field) -> Vec<String> {
    let ty = &cx.api.types[field.ty];
    let mut facts = if ty.checked.is_none() { docs::limits(&ty.limits) } else { Vec::new() };
    let when = if super::defaults::counts_when_absent(field) { "absent" } else { "empty" };
    facts.extend(field.default.as_ref().map(|value| format!("When {when}: {}.", docs::literal(value))));
    facts.extend(field.fixed.as_ref().map(|value| format!("Always {}.", docs::literal(value))));
    match field.access {
        Access::Both => {}
        Access::ReadOnly => facts.push("Read only: not sent.".to_owned()),
        Access::WriteOnly if is_asked(cx, id, field) => {
            facts.push("Write only: requests need it, and answers do not have it.".to_owned());
        }
        Access::WriteOnly => facts.push("Write only: not in answers.".to_owned()),
    }
    facts
}

/// Whether requests need a field that is absent in answers, so that it is no argument of `new` (OpenAPI 3.0.4, 4.7.24.1:
/// `required` takes effect on the request only).
fn is_asked(cx: &Cx<'_>, id: Id<Type>, field: &Field) -> bool {
    let is_both = cx.layout.uses[id].sent && cx.layout.one_sided(id, field);
    field.access == Access::WriteOnly && field.occurs == Occurs::One && is_both
}

/// What the docs of `new` say of such fields.
fn asked(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> String {
    let fields = record.fields.iter().zip(&cx.names.members[id]);
    let asked = fields.filter(|(field, _)| is_asked(cx, id, field));
    let names: Vec<String> = asked.map(|(_, name)| docs::code(name.trim_start_matches("r#"))).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!(" Requests need {} too.", names.join(", ")),
    }
}

fn has_secret(cx: &Cx<'_>, record: &Record) -> bool {
    record.fields.iter().any(|field| cx.api.types[field.ty].secret)
}

/// A `Debug` that keeps secrets to itself.
fn debug(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Option<TokenStream> {
    if !has_secret(cx, record) {
        return None;
    }
    let name = type_name(cx, id);
    let title = name.to_string();
    let fields = record.fields.iter().zip(&cx.names.members[id]).map(|(field, name)| {
        let label = name.trim_start_matches("r#");
        let name = ident(name);
        if !cx.api.types[field.ty].secret {
            return quote!(.field(#label, &self.#name));
        }
        match member(cx, id, field) {
            Member::Required | Member::Constant | Member::Many => quote!(.field(#label, &runtime::Redacted)),
            _ => quote!(.field(#label, &self.#name.as_ref().map(|_| runtime::Redacted))),
        }
    });
    let rest = keeps_rest(&record.rest).and(cx.names.members[id].last()).map(|name| {
        let label = name.as_str();
        let name = ident(name);
        quote!(.field(#label, &self.#name))
    });
    Some(quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(#title) #(#fields)* #rest .finish()
            }
        }
    })
}

/// `new` with what is required, and a setter for everything else; for types that callers make.
fn methods(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Vec<Piece> {
    if !cx.layout.uses[id].sent || record.fields.is_empty() {
        return Vec::new();
    }
    let title = type_name(cx, id);
    let names = &cx.names.members[id];
    let all = || record.fields.iter().enumerate().map(|(position, field)| (position, field, member(cx, id, field)));
    let tag = cx.layout.tags[id].as_ref();
    let needed = |position: usize, held: Member| {
        matches!(held, Member::Required | Member::Nullable) && tag.is_none_or(|tag| tag.position != position)
    };
    let new = (!cx.layout.default[id]).then(|| {
        let arguments = all().filter(|(position, _, held)| needed(*position, *held)).map(|(position, field, held)| {
            let name = ident(&names[position]);
            let ty = match held {
                Member::Nullable => field_type(cx, id, position, field),
                _ => argument(cx, id, field),
            };
            quote!(#name: #ty)
        });
        let values = all().map(|(position, field, held)| {
            let name = ident(&names[position]);
            match held {
                Member::Required if !needed(position, held) => {
                    let value = tag_value(cx, id, field);
                    quote!(#name: #value)
                }
                Member::Required => {
                    let value = boxed(cx, id, position, kept(cx, field.ty, &name));
                    if name == value.to_string().as_str() { quote!(#name) } else { quote!(#name: #value) }
                }
                Member::Nullable => quote!(#name),
                Member::Optional | Member::Maybe => quote!(#name: None),
                Member::Many => quote!(#name: Vec::new()),
                Member::Constant => quote!(#name: Default::default()),
            }
        });
        let rest = keeps_rest(&record.rest).and(names.last()).map(|name| {
            let name = ident(name);
            quote!(#name: IndexMap::new())
        });
        let values = values.chain(rest);
        let many = all().filter(|(position, _, held)| needed(*position, *held)).count();
        let allow =
            (many > 7).then(|| quote!(#[expect(clippy::too_many_arguments, reason = "all of them are required")]));
        let of_tag = tag.and_then(|tag| Some((names.get(tag.position)?.trim_start_matches("r#"), &tag.tag)));
        let doc = match of_tag {
            Some((name, tag)) if many == 0 => format!(" `{name}` is `{tag:?}`; everything else is absent."),
            Some((name, tag)) => {
                format!(" With what is required; `{name}` is `{tag:?}`, and everything else is absent.")
            }
            None => " With what is required; everything else is absent.".to_owned(),
        };
        let doc = format!("{doc}{}", asked(cx, id, record));
        let value = quote!(Self { #(#values),* });
        match many {
            0 => quote!(impl Default for #title { #[doc = #doc] fn default() -> Self { #value } }),
            _ => quote!(impl #title { #[doc = #doc] #allow pub fn new(#(#arguments),*) -> Self { #value } }),
        }
    });
    // What `new` takes needs no setter; without one, as all may be absent or `null`, the latter does.
    let taken = |position: usize, held: Member| new.is_some() && needed(position, held);
    let setters = all()
        .filter(|(position, field, held)| {
            !taken(*position, *held)
                && *held != Member::Required
                && *held != Member::Constant
                && field.access != Access::ReadOnly
        })
        .map(|(position, field, held)| {
            let name = ident(&names[position]);
            let setter = format_ident!("with_{}", names[position].trim_start_matches("r#"));
            let mark = if field.deprecated.is_some() { "#[deprecated] " } else { "" };
            let kept = boxed(cx, id, position, kept(cx, field.ty, &name));
            let (ty, value) = match held {
                Member::Many => {
                    let ty = field_type(cx, id, position, field);
                    (ty, quote!(#name))
                }
                Member::Maybe => {
                    let ty = argument(cx, id, field);
                    (ty, quote!(Some(Some(#kept))))
                }
                _ => {
                    let ty = argument(cx, id, field);
                    (ty, quote!(Some(#kept)))
                }
            };
            format!("{mark}{setter}({name}: {}) => {}", super::tidy(&ty), super::tidy(&value))
        });
    let setters: Vec<String> = setters.collect();
    let mut pieces: Vec<Piece> = new.map(Piece::Item).into_iter().collect();
    if !setters.is_empty() {
        pieces.push(Piece::Text(text::table("runtime::setters", &title.to_string(), &setters, "")));
    }
    pieces
}

/// The value of the member that says which alternative of a choice the record is.
fn tag_value(cx: &Cx<'_>, id: Id<Type>, field: &Field) -> TokenStream {
    let text = cx.layout.tags[id].as_ref().map_or("", |tag| tag.tag.as_str());
    let ty = behind_aliases(cx.api, field.ty);
    let variant = match &cx.api.types[ty].shape {
        Shape::Enum(one) => own_tags::value_of(one, text).and_then(|at| cx.names.members[ty].get(at)),
        _ => None,
    };
    match variant {
        Some(variant) => {
            let ty = paths::ty(cx, field.ty, Home::Of(id));
            let variant = ident(variant);
            quote!(#ty::#variant)
        }
        None => quote!(#text.to_owned()),
    }
}

/// The argument `name` as the value of a field. A date in HTTP's form is taken as any date, and kept with its form.
fn kept(cx: &Cx<'_>, ty: Id<Type>, name: &proc_macro2::Ident) -> TokenStream {
    match paths::scalar_of(cx, ty) {
        Some(Scalar::DateTimeRfc1123) => quote!(#name.into()),
        _ => paths::kept(cx, ty, name),
    }
}

fn boxed(cx: &Cx<'_>, owner: Id<Type>, position: usize, value: TokenStream) -> TokenStream {
    if cx.layout.boxed[owner].contains(&position) { quote!(Box::new(#value)) } else { value }
}

/// From a type to each one that it extends: the fields that both have.
fn conversions(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Vec<TokenStream> {
    let name = type_name(cx, id);
    let mut done: Vec<Id<Type>> = Vec::new();
    let mut all = Vec::new();
    for &base in &record.bases {
        if base == id || done.contains(&base) || cx.names.types[base].is_none() {
            continue;
        }
        done.push(base);
        let Shape::Record(parent) = &cx.api.types[base].shape else { continue };
        let Some(values) = shared_fields(cx, id, record, base, parent) else { continue };
        if values.is_empty() {
            continue;
        }
        let parent = paths::ty(cx, base, Home::Of(id));
        // A parent that stands elsewhere is there with the feature of its file.
        let gate = match cx.layout.home[base] {
            home if home == cx.layout.home[id] => None,
            layout::File::Group(group) => super::features::gate(cx, group),
            layout::File::Common | layout::File::Namespace(_) => None,
        };
        all.push(quote! {
            #gate
            impl From<#name> for #parent {
                fn from(value: #name) -> Self {
                    Self { #(#values),* }
                }
            }
        });
    }
    all
}

/// The parent's fields from the child's; `None` where one was narrowed to another type.
fn shared_fields(
    cx: &Cx<'_>,
    id: Id<Type>,
    record: &Record,
    base: Id<Type>,
    parent: &Record,
) -> Option<Vec<TokenStream>> {
    let mut values = Vec::new();
    for (at, field) in parent.fields.iter().enumerate() {
        let position =
            record.fields.iter().position(|own| own.name.text == field.name.text && own.wire == field.wire)?;
        let own = &record.fields[position];
        let same = own.ty == field.ty
            && member(cx, id, own) == member(cx, base, field)
            && cx.layout.boxed[id].contains(&position) == cx.layout.boxed[base].contains(&at);
        if !same {
            return None;
        }
        let to = ident(&cx.names.members[base][at]);
        let from = ident(&cx.names.members[id][position]);
        values.push(quote!(#to: value.#from));
    }
    match (keeps_rest(&parent.rest), keeps_rest(&record.rest)) {
        (None, _) => Some(values),
        (Some(a), Some(b)) if a == b => {
            let to = ident(cx.names.members[base].last()?);
            let from = ident(cx.names.members[id].last()?);
            values.push(quote!(#to: value.#from));
            Some(values)
        }
        (Some(_), _) => None,
    }
}

/// How a value for a field is given.
fn argument(cx: &Cx<'_>, id: Id<Type>, field: &Field) -> TokenStream {
    match paths::scalar_of(cx, field.ty) {
        // Nothing else in the file may speak of it.
        Some(Scalar::DateTimeRfc1123) => quote!(time::OffsetDateTime),
        _ => paths::argument(cx, field.ty, Home::Of(id)),
    }
}
