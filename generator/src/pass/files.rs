//! Raw bytes: the parts of a body are files. Anywhere else nothing can stand for bytes as they are, and what is there is
//! text, whether or not a part of some body has the same schema.

use foldhash::{HashMap, HashSet};

use crate::diag::{Code, Diagnostics};
use crate::ir::walk::children;
use crate::ir::{Api, Id, Param, Payload, Scalar, Shape, Type, reach, renumber};

/// Raw bytes in a JSON text, which has room for characters only.
pub const BYTES_IN_JSON: Code = Code("IR0012");

/// Settles what bytes are, and speaks of those that are text.
pub fn settle(api: &mut Api, diags: &mut Diagnostics) {
    let parts = parts(api);
    part_company(api, &parts);
    // A body that is nothing but bytes does not speak of a type.
    let used = reach::used(api);
    let within: HashSet<Id<Type>> = api.types.iter().flat_map(|(_, ty)| children(ty)).collect();
    let elsewhere = elsewhere(api);
    for (id, ty) in api.types.iter_mut().filter(|(_, ty)| ty.shape == Shape::Scalar(Scalar::Bytes)) {
        let is_file = parts.contains(&id);
        // What has a file in a part of a body, and stands in JSON as well, is one type.
        let is_text = if is_file { elsewhere.contains(&id) } else { used[id] || within.contains(&id) };
        if is_text {
            diags
                .warning(BYTES_IN_JSON, ty.place, "raw bytes cannot stand in JSON")
                .note("the value is taken for text")
                .help("`format: byte` is for bytes that are written in Base64");
        }
        if !is_file {
            ty.shape = Shape::Scalar(Scalar::String);
        }
    }
}

/// The types that lead from a body of parts to its files, and those files.
fn parts(api: &Api) -> HashSet<Id<Type>> {
    let media = api.operations.iter().flat_map(|(_, operation)| operation.request.iter().flat_map(|r| &r.media));
    let mut open: Vec<(Id<Type>, bool)> = media
        .filter_map(|media| match media.payload {
            Payload::Multipart { ty, .. } => Some((ty, false)),
            _ => None,
        })
        .collect();
    let (mut seen, mut found) = (HashSet::default(), HashSet::default());
    while let Some((id, in_part)) = open.pop() {
        if !seen.insert((id, in_part)) {
            continue;
        }
        let ty = &api.types[id];
        match &ty.shape {
            Shape::Alias(_) | Shape::Nullable(_) | Shape::Choice(_) => {
                open.extend(children(ty).into_iter().map(|next| (next, in_part)));
            }
            // A list of lists is one of files, too.
            Shape::List(item) => open.push((*item, true)),
            // An object that is a part is JSON.
            Shape::Record(_) | Shape::Map(_) | Shape::Tuple { .. } if !in_part => {
                open.extend(children(ty).into_iter().map(|part| (part, true)));
            }
            Shape::Scalar(Scalar::Bytes) if in_part => {}
            _ => continue,
        }
        found.insert(id);
    }
    found
}

/// Has everything but bodies of parts speak of texts, where it spoke of the files of such a body.
fn part_company(api: &mut Api, parts: &HashSet<Id<Type>>) {
    let mut texts = HashMap::default();
    let others = api.types.iter().filter(|(id, _)| !parts.contains(id));
    let mut wanted: Vec<Id<Type>> = others.flat_map(|(_, ty)| children(ty)).collect();
    wanted.extend(roots(api));
    for id in wanted {
        text(api, id, parts, &mut texts);
    }
    let put = |id: &mut Id<Type>| {
        if let Some(text) = texts.get(id).copied().flatten() {
            *id = text;
        }
    };
    let copies: HashSet<Id<Type>> = texts.values().copied().flatten().collect();
    for (id, ty) in api.types.iter_mut() {
        if !parts.contains(&id) && !copies.contains(&id) {
            renumber::in_shape(&mut ty.shape, &put);
        }
    }
    let put_param = |param: &mut Param| put(&mut param.ty);
    let put_payload = |payload: &mut Payload| match payload {
        Payload::Multipart { .. } => {}
        other => {
            if let Some(ty) = other.ty_mut() {
                put(ty);
            }
        }
    };
    api.client_params.iter_mut().for_each(put_param);
    for (_, operation) in api.operations.iter_mut() {
        operation.params.iter_mut().for_each(put_param);
        let media = operation.request.iter_mut().flat_map(|request| &mut request.media);
        media.for_each(|media| put_payload(&mut media.payload));
        for response in &mut operation.responses {
            response.headers.iter_mut().for_each(put_param);
            response.media.iter_mut().for_each(|media| put_payload(&mut media.payload));
        }
    }
}

/// The text in the place of a file, or the list of texts in the place of a list of files. A choice stays the type that it
/// is, for it has a name.
fn text(
    api: &mut Api,
    id: Id<Type>,
    parts: &HashSet<Id<Type>>,
    texts: &mut HashMap<Id<Type>, Option<Id<Type>>>,
) -> Option<Id<Type>> {
    if !parts.contains(&id) {
        return None;
    }
    if let Some(known) = texts.get(&id) {
        return *known;
    }
    // A list of itself has no end.
    texts.insert(id, None);
    let shape = match api.types[id].shape {
        Shape::Scalar(Scalar::Bytes) => Shape::Scalar(Scalar::Bytes),
        Shape::Alias(next) => Shape::Alias(text(api, next, parts, texts)?),
        Shape::Nullable(next) => Shape::Nullable(text(api, next, parts, texts)?),
        Shape::List(item) => Shape::List(text(api, item, parts, texts)?),
        _ => return None,
    };
    let made = Type { name: None, shape, ..api.types[id].clone() };
    let made = Some(api.types.push(made));
    texts.insert(id, made);
    made
}

/// The types that operations speak of elsewhere than in bodies of parts.
fn elsewhere(api: &Api) -> HashSet<Id<Type>> {
    let mut open = roots(api);
    let mut seen = HashSet::default();
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            open.extend(children(&api.types[id]));
        }
    }
    seen
}

/// The types of parameters, headers, and bodies that are not made of parts.
fn roots(api: &Api) -> Vec<Id<Type>> {
    let mut found: Vec<Id<Type>> = api.client_params.iter().map(|param| param.ty).collect();
    for (_, operation) in api.operations.iter() {
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        found.extend(operation.params.iter().chain(headers).map(|param| param.ty));
        let requested = operation.request.iter().flat_map(|request| &request.media);
        let media = requested.chain(operation.responses.iter().flat_map(|response| &response.media));
        let payloads = media.map(|media| &media.payload);
        let others = payloads.filter(|payload| !matches!(payload, Payload::Multipart { .. }));
        found.extend(others.filter_map(Payload::ty));
    }
    found
}
