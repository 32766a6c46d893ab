//! Answers that come in pages: the streams that a call becomes.

use proc_macro2::TokenStream;

use super::held::Member;
use super::paths::{self, Home};
use super::responses::Answers;
use super::way::{Way, member};
use super::{Cx, tidy};
use crate::ir::walk::behind_null;
use crate::ir::{Cursor, Id, Literal, Next, Operation, Shape, Type};

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

/// Whether an operation has those streams.
pub(super) fn has(cx: &Cx<'_>, operation: &Operation, answers: &Answers<'_>) -> bool {
    Pages::find(cx, operation, answers).is_some()
}

/// How a page gives its items and what leads on.
struct Pages {
    item: TokenStream,
    next: String,
    items: String,
}

impl Pages {
    fn find(cx: &Cx<'_>, operation: &Operation, answers: &Answers<'_>) -> Option<Self> {
        let paging = operation.paging.as_ref()?;
        let page = answers.body?;
        let items = paging.items.as_deref()?;
        let list = Way::from(cx, page, "page.body()", items)?;
        let Shape::List(item) = cx.api.types[behind_null(cx.api, list.ty)].shape else { return None };
        let next = match &paging.next {
            Next::Nothing => return None,
            Next::Link => "runtime::next_link(page)".to_owned(),
            Next::Member(way) => Way::from(cx, page, "page.body()", way)?.text(cx),
            Next::Cursor { parameter, from } => {
                let cursor = match from {
                    Cursor::Member(way) => Way::from(cx, page, "page.body()", way)?,
                    Cursor::LastItem(way) => list.last(item).follow(cx, way)?,
                };
                format!("runtime::next_cursor(page, {parameter:?}, {})", cursor.borrowed())
            }
            Next::Offset(parameter) => {
                let (first, count) = (first(operation, parameter, 0), list.count());
                format!("runtime::next_offset(page, {parameter:?}, {first}, {count})")
            }
            Next::Page(parameter) => {
                let (first, count) = (first(operation, parameter, 1), list.count());
                format!("runtime::next_page(page, {parameter:?}, {first}, {count})")
            }
        };
        let next = match &paging.more {
            Some(more) => {
                let more = Way::from(cx, page, "page.body()", more)?;
                // Where it is not there, a cursor or a link says that there is more, and the last item leads at worst to a page
                // without items; a number that is counted up says nothing.
                let more = match &paging.next {
                    Next::Offset(_) | Next::Page(_) => more.is_true(),
                    Next::Nothing | Next::Link | Next::Member(_) | Next::Cursor { .. } => more.is_not_false(),
                };
                format!("|page| if {more} {{ {next} }} else {{ None }}")
            }
            None if paging.next == Next::Link => "runtime::next_link".to_owned(),
            None => format!("|page| {next}"),
        };
        let items = format!("|page| {}", owned(cx, page, items)?);
        Some(Pages { item: paths::ty(cx, item, Home::Beside), next, items })
    }
}

/// What a parameter that counts stands at where a request does not say.
fn first(operation: &Operation, parameter: &str, otherwise: u64) -> u64 {
    let param = operation.params.iter().find(|param| param.name.text == parameter);
    match param.and_then(|param| param.default.as_ref()) {
        Some(Literal::Number(first)) => first.parse().unwrap_or(otherwise),
        _ => otherwise,
    }
}

/// An expression for a list in a page, which is taken out of it; empty where it is not there.
fn owned(cx: &Cx<'_>, page: Id<Type>, way: &[String]) -> Option<String> {
    let (mut code, mut ty, mut maybe) = ("page".to_owned(), page, false);
    for wire in way {
        let (next, name, held, _) = member(cx, ty, wire)?;
        let inner = match held {
            Member::Maybe => format!("{name}.flatten()"),
            _ => name.to_string(),
        };
        let optional = matches!(held, Member::Optional | Member::Nullable | Member::Maybe);
        code = match (maybe, optional) {
            (false, _) => format!("{code}.{inner}"),
            (true, true) => format!("{code}.and_then(|it| it.{inner})"),
            (true, false) => format!("{code}.map(|it| it.{inner})"),
        };
        (ty, maybe) = (next, maybe || optional);
    }
    Some(if maybe { format!("{code}.unwrap_or_default()") } else { code })
}
