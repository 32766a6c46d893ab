//! Lists whose answers lead on in a `Link` header (RFC 8288): nothing else has to be said for them to be read in pages.

use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Id, Next, Operation, Paging, Payload, Shape, Type};

/// Gives pages to every operation that gets one list, and whose answer has a `Link` header.
pub fn by_link(api: &mut Api) {
    for id in api.operations.ids() {
        let operation = &api.operations[id];
        let open = operation.paging.is_none() && operation.method == "GET";
        if let Some(items) = open.then(|| linked(api, operation)).flatten() {
            api.operations[id].paging = Some(Paging { items, next: Next::Link, next_operation: None });
        }
    }
}

/// The member that lists the items, or none where the body is the list; nothing where there is no such answer.
fn linked(api: &Api, operation: &Operation) -> Option<Option<String>> {
    let mut answers = operation.responses.iter().filter(|response| response.status.is_success());
    let (Some(answer), None) = (answers.next(), answers.next()) else { return None };
    let has_link = answer.headers.iter().any(|header| header.name.text.eq_ignore_ascii_case("link"));
    let [media] = answer.media.as_slice() else { return None };
    match media.payload {
        Payload::Json(ty) if has_link => list_in(api, ty),
        _ => None,
    }
}

fn list_in(api: &Api, ty: Id<Type>) -> Option<Option<String>> {
    let is_list = |ty: Id<Type>| matches!(api.types[behind_aliases(api, ty)].shape, Shape::List(_));
    match &api.types[behind_aliases(api, ty)].shape {
        Shape::List(_) => Some(None),
        Shape::Record(record) => {
            let mut lists = record.fields.iter().filter(|field| is_list(field.ty));
            // Of two lists nobody says which one goes on.
            let (Some(list), None) = (lists.next(), lists.next()) else { return None };
            list.wire.json.clone().map(Some)
        }
        _ => None,
    }
}
