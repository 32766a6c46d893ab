//! Which Rust types stand for which places of a description.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use generator::Understood;
use generator::ir::walk::{behind_null, children, records};
use generator::ir::{Api, Id, Payload, Scalar, Shape, Type, reach};
use generator::source::{Place, Sources};
use serde::{Deserialize, Serialize};

/// A type with a JSON form, and the schema that it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Model {
    /// The type, in the module `models`.
    pub rust: String,
    /// The file of the schema.
    pub file: PathBuf,
    /// Its place there, as a JSON Pointer.
    pub pointer: String,
}

/// Whether a type has a part that the user brought, which reads and writes as it likes.
fn has_foreign(api: &Api, id: Id<Type>) -> bool {
    let (mut waiting, mut seen) = (vec![id], HashSet::new());
    while let Some(id) = waiting.pop() {
        if matches!(api.types[id].shape, Shape::Foreign(_)) {
            return true;
        }
        waiting.extend(children(&api.types[id]).into_iter().filter(|child| seen.insert(*child)));
    }
    false
}

/// The bodies of parts of which some are bytes without their schema saying so: by its letter they are any JSON value, and
/// nobody sends that.
fn unspoken_bytes(api: &Api) -> HashSet<Id<Type>> {
    let media = api.operations.iter().flat_map(|(_, operation)| operation.request.iter().flat_map(|it| &it.media));
    let bodies = media.filter_map(|media| match &media.payload {
        Payload::Multipart { ty, encoding } => Some((*ty, encoding)),
        _ => None,
    });
    // Of a choice, each alternative that is an object.
    let bodies =
        bodies.flat_map(|(ty, encoding)| records(api, ty).into_iter().map(move |record| (record, ty, encoding)));
    let said = |ty: Id<Type>, field: &str| match &api.types[ty].shape {
        Shape::Record(record) => record.fields.iter().any(|one| one.name.text == field && is_bytes(api, one.ty)),
        _ => false,
    };
    let unspoken = bodies.filter(|(record, _, encoding)| encoding.iter().any(|one| said(*record, &one.field)));
    unspoken.flat_map(|(record, body, _)| [record, behind_null(api, body)]).collect()
}

/// Whether values are bytes, or lists of them.
fn is_bytes(api: &Api, id: Id<Type>) -> bool {
    match api.types[behind_null(api, id)].shape {
        Shape::List(item) => matches!(api.types[behind_null(api, item)].shape, Shape::Scalar(Scalar::Bytes)),
        Shape::Scalar(Scalar::Bytes) => true,
        _ => false,
    }
}

/// The models of a service, in their order.
pub fn models(understood: &Understood, sources: &Sources) -> Vec<Model> {
    let (api, names) = (&understood.api, &understood.names);
    let uses = reach::uses(api);
    let unspoken = unspoken_bytes(api);
    let mut at: HashMap<Place, Vec<Model>> = HashMap::new();
    let mut order: Vec<Place> = Vec::new();
    for (id, ty) in api.types.iter() {
        // An alias of another type is judged as that type.
        let (Some(rust), true) = (&names.types[id], uses[id].json) else { continue };
        let bytes = matches!(&ty.shape, Shape::Scalar(Scalar::Bytes)) || unspoken.contains(&behind_null(api, id));
        let Some(location) = sources.locate(ty.place).filter(|_| !bytes && !has_foreign(api, id)) else { continue };
        let pointer = sources.pointer(ty.place);
        // An alternative beside other parts has those too, which its own place does not say.
        let parent = pointer.rsplit('/').nth(1).unwrap_or_default();
        // What is made of the parameters of 2.0 is a form, and stands at no schema.
        let is_form = pointer.ends_with("/parameters");
        if ["oneOf", "anyOf", "allOf"].contains(&parent) || pointer.is_empty() || is_form {
            continue;
        }
        let file = sources.file(location.file).path.clone();
        let own = ty.name.as_ref().is_some_and(|name| {
            let last = pointer.rsplit('/').next().unwrap_or_default();
            name.text == last.replace("~1", "/").replace("~0", "~")
        });
        let found = at.entry(ty.place).or_default();
        if found.is_empty() {
            order.push(ty.place);
        }
        let model = Model { rust: rust.clone(), file, pointer };
        // What others extend stands at the place of the type itself.
        if own { found.insert(0, model) } else { found.push(model) }
    }
    order.iter().filter_map(|place| at.get(place)?.first().cloned()).collect()
}
