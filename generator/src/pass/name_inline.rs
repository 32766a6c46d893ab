//! Gives a name to every type that needs one and has none, made from where it stands.

use crate::ir::status::status_word;
use crate::ir::{Api, Id, Media, Name, Operation, Payload, Shape, StatusPattern, Type};

/// Names inline types: `CertificateList` + field `items` + `Item`, `CertificatesAdd` + `Request`.
///
/// Named types are walked first, so that an inline type belongs to the component in which it stands, whoever else uses it.
pub fn name(api: &mut Api) {
    for id in api.types.ids() {
        if let Some(name) = api.types[id].name.clone() {
            parts(api, id, name.for_code());
        }
    }
    for id in api.operations.ids() {
        operation(api, id);
    }
}

fn operation(api: &mut Api, id: Id<Operation>) {
    let operation = api.operations[id].clone();
    let group = operation.group.as_ref().map_or("", |group| group.for_code());
    let base = format!("{group} {}", operation.name.for_code());
    for param in &operation.params {
        one(api, param.ty, &format!("{base} {}", param.name.for_code()));
    }
    if let Some(request) = &operation.request {
        for media in &request.media {
            payload(api, media, &format!("{base} Request"));
        }
    }
    for response in &operation.responses {
        let word = match response.status {
            status if status.is_success() => {
                let successes = operation.responses.iter().filter(|r| r.status.is_success() && !r.media.is_empty());
                if successes.count() > 1 { status_word(status) } else { "Response".to_owned() }
            }
            StatusPattern::Default => "Error".to_owned(),
            status => status_word(status),
        };
        for media in &response.media {
            payload(api, media, &format!("{base} {word}"));
        }
        for header in &response.headers {
            one(api, header.ty, &format!("{base} {}", header.name.for_code()));
        }
    }
}

fn payload(api: &mut Api, media: &Media, base: &str) {
    match &media.payload {
        Payload::Json(ty)
        | Payload::Xml { ty, .. }
        | Payload::Form { ty, .. }
        | Payload::Multipart { ty, .. }
        | Payload::JsonLines(ty) => one(api, *ty, base),
        Payload::Text(Some(ty)) | Payload::Events(Some(ty)) => one(api, *ty, base),
        Payload::Text(None) | Payload::Events(None) | Payload::Bytes => {}
    }
}

/// Names `id` if it needs a name and has none, and then what is in it.
fn one(api: &mut Api, id: Id<Type>, base: &str) {
    if api.types[id].name.is_some() {
        return;
    }
    if matches!(api.types[id].shape, Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_)) {
        let words: Vec<&str> = base.split_whitespace().collect();
        api.types[id].name = Some(Name::derived(words.join(" ")));
    }
    parts(api, id, base);
}

fn parts(api: &mut Api, id: Id<Type>, base: &str) {
    match api.types[id].shape.clone() {
        Shape::List(item) => one(api, item, &format!("{base} Item")),
        Shape::Map(value) => one(api, value, &format!("{base} Value")),
        Shape::Nullable(ty) | Shape::Alias(ty) => one(api, ty, &format!("{base} Value")),
        Shape::Tuple { items, rest } => {
            for (position, item) in items.into_iter().enumerate() {
                one(api, item, &format!("{base} Item{}", position + 1));
            }
            if let Some(rest) = rest {
                one(api, rest, &format!("{base} Rest"));
            }
        }
        Shape::Record(record) => {
            for field in &record.fields {
                one(api, field.ty, &format!("{base} {}", field.name.for_code()));
            }
            if let crate::ir::Rest::Kept(ty) = record.rest {
                one(api, ty, &format!("{base} Value"));
            }
        }
        Shape::Choice(choice) => {
            for variant in &choice.variants {
                if let Some(ty) = variant.ty {
                    one(api, ty, &format!("{base} {}", variant.name.for_code()));
                }
            }
        }
        Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Enum(_) | Shape::Foreign(_) => {}
    }
}
