//! Answers that come in pages: the streams that a call becomes.

use proc_macro2::TokenStream;

use super::paths::{self, Home, ident};
use super::records::{self, Member};
use super::responses::Answers;
use super::{Cx, tidy};
use crate::ir::walk::behind_aliases;
use crate::ir::{Id, Next, Operation, Shape, Type};

/// The table of the streams of an operation whose answers come in pages.
pub(super) fn table(
    cx: &Cx<'_>,
    operation: &Operation,
    answers: &Answers<'_>,
    call: &str,
    error: &TokenStream,
) -> Option<String> {
    let Pages { item, next, items } = Pages::find(cx, operation, answers)?;
    let [item, page, headers, error] = [&item, &answers.output, &answers.headers, error].map(tidy);
    Some(format!(
        "runtime::pages! {{\n    {call} of {item}: {page}, {headers}, {error};\n    next: {next};\n    items: {items};\n}}\n"
    ))
}

/// How a page gives its items and its next link.
struct Pages {
    item: TokenStream,
    next: String,
    items: String,
}

impl Pages {
    fn find(cx: &Cx<'_>, operation: &Operation, answers: &Answers<'_>) -> Option<Self> {
        let paging = operation.paging.as_ref()?;
        let page = behind_aliases(cx.api, answers.body?);
        let list = |ty: Id<Type>| match cx.api.types[behind_aliases(cx.api, ty)].shape {
            Shape::List(item) => Some(item),
            _ => None,
        };
        let (item, items) = match &paging.items {
            None => (list(page)?, "|page| page".to_owned()),
            Some(items) => {
                let (ty, name, held) = member(cx, page, items)?;
                let items = match held {
                    Member::Optional | Member::Nullable => format!("|page| page.{name}.unwrap_or_default()"),
                    Member::Maybe => format!("|page| page.{name}.flatten().unwrap_or_default()"),
                    _ => format!("|page| page.{name}"),
                };
                (list(ty)?, items)
            }
        };
        let next = match &paging.next {
            Next::Nothing => return None,
            Next::Link => "runtime::next_link".to_owned(),
            Next::Member(next_link) => {
                let (_, name, held) = member(cx, page, next_link)?;
                match held {
                    Member::Optional | Member::Nullable => format!("|page| page.body().{name}.clone()"),
                    Member::Maybe => format!("|page| page.body().{name}.clone().flatten()"),
                    _ => format!("|page| Some(page.body().{name}.clone())"),
                }
            }
        };
        Some(Pages { item: paths::ty(cx, item, Home::Beside), next, items })
    }
}

/// The member of a page with this name on the wire: its type, its name, and how the field holds it.
fn member(cx: &Cx<'_>, page: Id<Type>, wire: &str) -> Option<(Id<Type>, syn::Ident, Member)> {
    let Shape::Record(record) = &cx.api.types[page].shape else { return None };
    let at = record.fields.iter().position(|field| field.wire.json.as_deref() == Some(wire))?;
    let held = records::member(cx, page, &record.fields[at]);
    Some((record.fields[at].ty, ident(&cx.names.members[page][at]), held))
}
