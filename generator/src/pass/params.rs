//! Parameters and header fields: types and styles that say no more than can be written; paths that agree with their
//! parameters. What is lost is said.

use super::overlay::same_param;
use crate::diag::{Code, Diagnostics};
use crate::ir::walk::{behind_null, unchecked};
use crate::ir::{Access, Api, Id, Location, Operation, Param, PathPiece, Rest, Shape, Style, Table, Type};
use crate::source::{Place, Sources};

/// A path and its parameters do not fit together.
pub const PATH_PARAMETERS: Code = Code("IR0007");
/// A parameter is there twice.
pub const SAME_PARAMETER: Code = Code("IR0008");
/// A parameter may have a value that its style has no form for.
pub const NESTED_PARAM: Code = Code("IR0018");

/// Settles the parameters of all operations, and the header fields of their answers.
pub fn settle(api: &mut Api, sources: &Sources, diags: &mut Diagnostics) {
    plain_params(api);
    plain_styles(api);
    for id in api.operations.ids() {
        parameters(api, id, sources, diags);
    }
}

/// Parameters and header fields have no form for lists and unions that are checked: they are the plain ones there.
fn plain_params(api: &mut Api) {
    let mut types: Vec<Id<Type>> = Vec::new();
    each_param(api, &mut |param| types.push(param.ty));
    for ty in types {
        // Of a parameter that stands several times, each is a value.
        if let Shape::List(item) = api.types[ty].shape {
            api.types[ty].shape = Shape::List(unchecked(api, item));
        }
    }
    let plain: Table<Type, Id<Type>> = Table::build(&api.types, |ty| unchecked(api, ty));
    each_param(api, &mut |param| param.ty = plain[param.ty]);
}

/// A style that says what stands between the items of a list says nothing of a single value.
fn plain_styles(api: &mut Api) {
    let is_single = |ty| matches!(api.types[behind_null(api, ty)].shape, Shape::Scalar(_) | Shape::Enum(_));
    let single: Table<Type, bool> = Table::build(&api.types, is_single);
    let lists: Table<Type, bool> = Table::build(&api.types, |ty| is_list_of_lists(api, ty));
    each_param(api, &mut |param| {
        param.inner = param.inner.filter(|_| lists[param.ty]);
        if single[param.ty] && param.style == Style::SpacedMatrix {
            (param.style, param.explode) = (Style::Matrix, true);
        }
        if single[param.ty] && matches!(param.style, Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited)
        {
            (param.style, param.explode) = match param.location {
                Location::Query | Location::Cookie => (Style::Form, true),
                _ => (Style::Simple, false),
            };
        }
    });
}

/// Whether a value is a list of lists, whose items have no parts.
fn is_list_of_lists(api: &Api, ty: Id<Type>) -> bool {
    let item = |ty: Id<Type>| match api.types[behind_null(api, ty)].shape {
        Shape::List(item) => Some(item),
        _ => None,
    };
    item(ty)
        .and_then(item)
        .is_some_and(|ty| matches!(api.types[behind_null(api, ty)].shape, Shape::Scalar(_) | Shape::Enum(_)))
}

fn each_param(api: &mut Api, with: &mut impl FnMut(&mut Param)) {
    api.client_params.iter_mut().for_each(&mut *with);
    for id in api.operations.ids() {
        let operation = &mut api.operations[id];
        operation.params.iter_mut().for_each(&mut *with);
        operation.responses.iter_mut().flat_map(|response| &mut response.headers).for_each(&mut *with);
    }
}

/// What a description in XML can say in place of lists within lists.
const LISTS_OF_XML: &str =
    "a parameter is `repeating`, or has a list type: each alone has a form, both together have none";

/// Whether a place is in a description in XML, which has other words than OpenAPI.
fn is_xml(sources: &Sources, place: Place) -> bool {
    sources.file_of(place).is_some_and(|file| sources.file(file).text.trim_start().starts_with('<'))
}

fn parameters(api: &mut Api, id: Id<Operation>, sources: &Sources, diags: &mut Diagnostics) {
    for header in api.operations[id].responses.iter().flat_map(|response| &response.headers) {
        let parts = matches!(api.types[behind_null(api, header.ty)].shape, Shape::Record(_) | Shape::Map(_));
        if !matches!(header.style, Style::Json | Style::Prefixed) && (parts || is_nested(api, header)) {
            diags
                .warning(NESTED_PARAM, header.place, format!("the header `{}` is not taken apart", header.name.text))
                .note("it is given as text")
                .help(if is_xml(sources, header.place) {
                    LISTS_OF_XML
                } else {
                    "`content` with `application/json` is read"
                });
        }
    }
    for param in api.operations[id].params.iter().filter(|param| param.inner.is_none() && is_nested(api, param)) {
        diags
            .warning(
                NESTED_PARAM,
                param.place,
                format!("`{}` may hold values within values, for which its style has no form", param.name.text),
            )
            .note("a call with such a value fails before anything is sent")
            .help(if is_xml(sources, param.place) {
                LISTS_OF_XML
            } else {
                "since OpenAPI 3.0 `content` with `application/json` has a form for it, and `style: deepObject` for objects in a query"
            });
    }
    let operation = &mut api.operations[id];
    let mut kept: Vec<Param> = Vec::new();
    for param in std::mem::take(&mut operation.params) {
        if let Some(first) = kept.iter().find(|known| same_param(known, &param)) {
            diags
                .warning(SAME_PARAMETER, param.place, format!("the parameter `{}` is there twice", param.name.text))
                .also(first.place, "first here")
                .note("the first is used");
            continue;
        }
        let in_template = |piece: &PathPiece| matches!(piece, PathPiece::Param(name) if *name == param.name.text);
        if param.location == Location::Path && !operation.path.iter().any(in_template) {
            diags
                .warning(
                    PATH_PARAMETERS,
                    param.place,
                    format!("the path has no `{{{}}}` for this parameter", param.name.text),
                )
                .also(operation.place, "of this operation")
                .note("the parameter is left out");
            continue;
        }
        kept.push(param);
    }
    operation.params = kept;
    for piece in &operation.path {
        let PathPiece::Param(name) = piece else { continue };
        let known = |param: &Param| param.location == Location::Path && param.name.text == *name;
        if !operation.params.iter().any(known) {
            diags
                .error(PATH_PARAMETERS, operation.place, format!("nothing says what `{{{name}}}` in the path is"))
                .help(format!("add a parameter `{name}` with `in: path` and `required: true`"));
        }
    }
}

/// Whether values of a parameter have lists or objects within lists or objects, and nothing says how they are laid out.
fn is_nested(api: &Api, param: &Param) -> bool {
    // A whole query is written as a form is, or as one text.
    if matches!(param.style, Style::Json | Style::DeepObject) || param.location == Location::QueryString {
        return false;
    }
    // The items of a list that is a member of the whole query, or of an exploded object, are pairs of their own.
    let pairs = match param.location {
        Location::Query => param.explode,
        Location::Cookie => param.explode && param.style != Style::Cookie,
        Location::Path | Location::Header | Location::QueryString => false,
    };
    let structured = |id: Id<Type>| {
        matches!(
            api.types[behind_null(api, id)].shape,
            Shape::List(_) | Shape::Tuple { .. } | Shape::Record(_) | Shape::Map(_)
        )
    };
    let of_member = |id: Id<Type>| match api.types[behind_null(api, id)].shape {
        Shape::List(item) if pairs => item,
        _ => id,
    };
    match &api.types[behind_null(api, param.ty)].shape {
        Shape::List(item) => structured(*item),
        Shape::Map(member) => structured(of_member(*member)),
        Shape::Tuple { items, .. } => items.iter().any(|item| structured(*item)),
        Shape::Record(record) => {
            let sent = record.fields.iter().filter(|field| field.access != Access::ReadOnly);
            let rest = match record.rest {
                Rest::Kept(rest) => Some(rest),
                Rest::Ignored | Rest::Forbidden => None,
            };
            sent.map(|field| field.ty).chain(rest).map(of_member).any(structured)
        }
        _ => false,
    }
}
