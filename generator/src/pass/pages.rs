//! Lists that come in pages: what the description says of them, what the configuration says, and what shows by itself,
//! held against the answers; what does not fit them is no paging.

use crate::diag::{Code, Diagnostics};
use crate::ir::walk::{behind_null, member_at};
use crate::ir::{
    Api, Cursor, Field, Id, Location, Media, Next, Operation, Paging, Param, PathPiece, Payload, Scalar, Shape, Type,
};

use crate::source::Place;

use super::overlay::{Entry, UNMATCHED};
use super::select::fits;

/// What is said of pages does not fit the answers.
pub const PAGING: Code = Code("IR0011");

/// What the configuration says of the pages of some operations.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Which operations: patterns as in [`super::Selection`].
    pub operations: Vec<Entry<String>>,
    /// How their answers lead on.
    pub paging: Paging,
    /// Where each part of that is said, by its key.
    pub places: Vec<(&'static str, Place)>,
}

/// Why an operation has no such pages, and the key of the entry that says what it has not; empty for all of it.
struct Misfit {
    why: String,
    key: &'static str,
}

impl Misfit {
    fn of(key: &'static str) -> impl Fn(String) -> Self {
        move |why| Misfit { why, key }
    }
}

/// Settles how the answers of each operation are read on. `configured` goes before the description, and both before a
/// `Link` header (RFC 8288), which needs no further word where the answer is or has one list.
pub fn settle(api: &mut Api, configured: &[Pages], diags: &mut Diagnostics) {
    for id in api.operations.ids() {
        if let Some(paging) = api.operations[id].paging.take() {
            let place = paging.place;
            match fitting(api, &api.operations[id], paging) {
                Ok(paging) => api.operations[id].paging = Some(paging),
                Err(Misfit { why, .. }) => {
                    diags.warning(PAGING, place, why).note("each page has to be asked for by itself");
                }
            }
        }
    }
    for pages in configured {
        for pattern in &pages.operations {
            configure(api, pattern, pages, diags);
        }
    }
    for id in api.operations.ids() {
        let operation = &api.operations[id];
        if operation.paging.is_none() && operation.method == "GET" && has_link(operation) {
            api.operations[id].paging = fitting(api, operation, Paging::new(Next::Link, operation.place)).ok();
        }
    }
}

/// Gives `paging` to all operations that `pattern` means and whose answers allow it; there must be one.
fn configure(api: &mut Api, pattern: &Entry<String>, pages: &Pages, diags: &mut Diagnostics) {
    let (mut given, mut why) = (false, None);
    for id in api.operations.ids() {
        if !fits(&api.operations[id], &pattern.value) {
            continue;
        }
        match fitting(api, &api.operations[id], pages.paging.clone()) {
            Ok(paging) => {
                api.operations[id].paging = Some(paging);
                given = true;
            }
            Err(fault) => why = why.or(Some((fault, api.operations[id].place))),
        }
    }
    match why {
        _ if given => {}
        Some((Misfit { why, key }, place)) => {
            let said_at = pages.places.iter().find(|(known, _)| *known == key).map_or(pattern.place, |(_, at)| *at);
            let said = diags.error(UNMATCHED, said_at, format!("`{}` has no such pages: {why}", pattern.value));
            said.also(place, "this operation is meant");
        }
        None => {
            diags
                .error(UNMATCHED, pattern.place, format!("no operation and no group fits `{}`", pattern.value))
                .help("name the id of an operation, a group (a tag), or a path such as `GET /pets`; `*` is any text");
        }
    }
}

/// The same with the list of items found; or why the operation's answers have no such pages.
fn fitting(api: &Api, operation: &Operation, mut paging: Paging) -> Result<Paging, Misfit> {
    let page = answer(operation)
        .ok_or_else(|| Misfit::of("")("there is not one answer of JSON that could be a page".to_owned()))?;
    let items = match paging.items.take() {
        Some(way) => way,
        None => {
            let why = "it does not show which list has the items: the answer has none, or several";
            list_in(api, page).ok_or_else(|| Misfit::of("")(why.to_owned()))?
        }
    };
    let list = member(api, page, &items).map_err(Misfit::of("items"))?;
    let Shape::List(item) = api.types[list].shape else {
        return Err(Misfit::of("items")(format!("{} is no list", spelled(&items))));
    };
    match &paging.next {
        Next::Nothing | Next::Link => {}
        Next::Member(way) => text_at(api, page, way).map_err(Misfit::of("next-link"))?,
        Next::Cursor { parameter, from } => {
            in_query(operation, parameter).map_err(Misfit::of("cursor"))?;
            match from {
                Cursor::Member(way) => text_at(api, page, way).map_err(Misfit::of("next-cursor"))?,
                Cursor::LastItem(way) => text_at(api, item, way).map_err(Misfit::of("last-item"))?,
            }
        }
        Next::Offset(parameter) | Next::Page(parameter) => {
            let key = if matches!(paging.next, Next::Offset(_)) { "offset" } else { "page" };
            let number = in_query(operation, parameter).map_err(Misfit::of(key))?.ty;
            if !matches!(api.types[behind_null(api, number)].shape, Shape::Scalar(Scalar::Int(_) | Scalar::F64)) {
                return Err(Misfit::of(key)(format!("the parameter `{parameter}` is no whole number")));
            }
        }
    }
    if let (Next::Member(_), Some(name)) = (&paging.next, &paging.next_operation) {
        led_by(api, operation, name).map_err(Misfit::of(""))?;
    }
    if let Some(more) = &paging.more
        && !matches!(api.types[member(api, page, more).map_err(Misfit::of("more"))?].shape, Shape::Scalar(Scalar::Bool))
    {
        return Err(Misfit::of("more")(format!("{} is neither `true` nor `false`", spelled(more))));
    }
    Ok(Paging { items: Some(items), ..paging })
}

/// The operation that asks for the next page (`operationName` of `x-ms-pageable`), where there is one, has to be at the
/// address that the link says; one whose link is only a part of its address cannot be followed.
fn led_by(api: &Api, operation: &Operation, name: &str) -> Result<(), String> {
    let is_named = |one: &&Operation| {
        let Some(id) = one.id.as_deref() else { return false };
        let in_group = id.rsplit_once('_').is_some_and(|(_, last)| last == name) && one.group == operation.group;
        id == name || in_group
    };
    let operations = || api.operations.iter().map(|(_, one)| one);
    let by_id = operations().find(|one| one.id.as_deref() == Some(name));
    let Some(next) = by_id.or_else(|| operations().find(is_named)) else { return Ok(()) };
    match next.path.as_slice() {
        [PathPiece::Param(_)] => Ok(()),
        [PathPiece::Literal(slash), PathPiece::Param(_)] if slash == "/" => Ok(()),
        _ => Err(format!("`{name}` asks for the next page at an address of which the link is a part")),
    }
}

fn has_link(operation: &Operation) -> bool {
    let mut answers = operation.responses.iter().filter(|response| response.status.is_success());
    let (Some(answer), None) = (answers.next(), answers.next()) else { return false };
    answer.headers.iter().any(|header| header.name.text.eq_ignore_ascii_case("link"))
}

/// The body of JSON that the operation answers with where all is well.
fn answer(operation: &Operation) -> Option<Id<Type>> {
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    let json = |media: &Media| match media.payload {
        Payload::Json(ty) => Some(ty),
        _ => None,
    };
    let mut bodies = successes.map(|response| response.media.iter().find_map(json));
    let first = bodies.next().flatten()?;
    bodies.all(|other| other == Some(first)).then_some(first)
}

/// The parameter of the query with this name.
fn in_query<'a>(operation: &'a Operation, name: &str) -> Result<&'a Param, String> {
    let found = operation.params.iter().find(|param| param.location == Location::Query && param.name.text == name);
    found.ok_or_else(|| format!("the query has no parameter `{name}`"))
}

fn member(api: &Api, page: Id<Type>, way: &[String]) -> Result<Id<Type>, String> {
    let found = member_at(api, page, way).ok_or_else(|| format!("the answer has no member {}", spelled(way)))?;
    Ok(behind_null(api, found))
}

fn text_at(api: &Api, page: Id<Type>, way: &[String]) -> Result<(), String> {
    match api.types[member(api, page, way)?].shape {
        Shape::Scalar(_) | Shape::Enum(_) => Ok(()),
        _ => Err(format!("{} is neither a text nor a number", spelled(way))),
    }
}

fn spelled(way: &[String]) -> String {
    if way.is_empty() { "the answer".to_owned() } else { format!("`{}`", way.join(".")) }
}

/// The way to the one list that the answer is or has.
fn list_in(api: &Api, page: Id<Type>) -> Option<Vec<String>> {
    let is_list = |ty: Id<Type>| matches!(api.types[behind_null(api, ty)].shape, Shape::List(_));
    match &api.types[behind_null(api, page)].shape {
        Shape::List(_) => Some(Vec::new()),
        Shape::Record(record) => {
            let mut lists = record.fields.iter().filter(|field: &&Field| is_list(field.ty));
            // Of two lists nobody says which one goes on.
            let (Some(list), None) = (lists.next(), lists.next()) else { return None };
            list.wire.json.clone().map(|name| vec![name])
        }
        _ => None,
    }
}
