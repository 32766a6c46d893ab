//! Answers that come in pages: the streams that a call becomes.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::paths::{self, Home, ident};
use super::records::{self, Member};
use super::responses::Answers;
use crate::ir::walk::behind_aliases;
use crate::ir::{Id, Next, Operation, Shape, Type};

/// `pages` and `items`, for an operation whose answers come in pages.
pub(super) fn methods(
    cx: &Cx<'_>,
    operation: &Operation,
    answers: &Answers<'_>,
    error: &TokenStream,
) -> Option<TokenStream> {
    let plan = Pages::find(cx, operation, answers)?;
    let output = &answers.output;
    let headers = &answers.headers;
    let (item, next, items) = (plan.item, plan.next, plan.items);
    Some(quote! {
        #[doc = " The answers page by page, each asked for when the stream is polled for it."]
        pub fn pages(self) -> runtime::Pages<#output, #headers, #error> {
            runtime::Pages::of(self.0, Self::decode, #next)
        }

        #[doc = " The items of all pages, one by one."]
        pub fn items(self) -> runtime::Items<#output, #headers, #error, #item> {
            self.pages().items(|page| #items)
        }
    })
}

/// How a page gives its items and its next link.
struct Pages {
    item: TokenStream,
    next: TokenStream,
    items: TokenStream,
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
            None => (list(page)?, quote!(page)),
            Some(items) => {
                let (ty, name, held) = member(cx, page, items)?;
                let items = match held {
                    Member::Optional | Member::Nullable => quote!(page.#name.unwrap_or_default()),
                    Member::Maybe => quote!(page.#name.flatten().unwrap_or_default()),
                    _ => quote!(page.#name),
                };
                (list(ty)?, items)
            }
        };
        let next = match &paging.next {
            Next::Nothing => return None,
            Next::Link => quote!(runtime::next_link),
            Next::Member(next_link) => {
                let (_, name, held) = member(cx, page, next_link)?;
                let next = match held {
                    Member::Optional | Member::Nullable => quote!(page.body().#name.clone()),
                    Member::Maybe => quote!(page.body().#name.clone().flatten()),
                    _ => quote!(Some(page.body().#name.clone())),
                };
                quote!(|page| #next)
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
