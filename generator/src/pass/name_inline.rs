//! Gives a name to every type that needs one and has none, made from where it stands.

use crate::ir::status::status_word;
use crate::ir::{Api, Id, Media, Name, Operation, Payload, Shape, StatusPattern, Type};

/// Names inline types: `CertificateList` + field `items` + `Item`, `CertificatesAdd` + `Request`.
///
/// Named types are walked first, so that an inline type belongs to the component in which it stands, whoever else uses it.
pub fn name(api: &mut Api) {
    for id in api.types.ids() {
        if let Some(name) = api.types[id].name.clone() {
            let namespace = name.namespace.clone().filter(|_| api.apart(&name).is_some());
            parts(api, id, Base { words: name.for_code(), namespace: namespace.as_deref() });
        }
    }
    for id in api.operations.ids() {
        operation(api, id);
    }
}

/// Where a type stands that has no name.
#[derive(Clone, Copy)]
struct Base<'a> {
    /// The words of its name.
    words: &'a str,
    /// The namespace of what it stands in, where that is apart.
    namespace: Option<&'a str>,
}

impl<'a> Base<'a> {
    /// Without a namespace.
    fn plain(words: &'a str) -> Self {
        Base { words, namespace: None }
    }
}

fn operation(api: &mut Api, id: Id<Operation>) {
    let operation = api.operations[id].clone();
    let group = operation.group.as_ref().map_or("", |group| group.for_code());
    let base = format!("{group} {}", operation.name.for_code());
    for param in &operation.params {
        one(api, param.ty, Base::plain(&format!("{base} {}", param.name.for_code())));
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
            one(api, header.ty, Base::plain(&format!("{base} {}", header.name.for_code())));
        }
    }
}

fn payload(api: &mut Api, media: &Media, base: &str) {
    match &media.payload {
        Payload::Json(ty)
        | Payload::Xml { ty, .. }
        | Payload::Form { ty, .. }
        | Payload::Multipart { ty, .. }
        | Payload::JsonLines(ty) => one(api, *ty, Base::plain(base)),
        Payload::Text(Some(ty)) | Payload::Events { ty: Some(ty), .. } => one(api, *ty, Base::plain(base)),
        Payload::Text(None) | Payload::Events { ty: None, .. } | Payload::Bytes => {}
    }
}

/// Names `id` if it needs a name and has none, and then what is in it.
fn one(api: &mut Api, id: Id<Type>, base: Base<'_>) {
    if api.types[id].name.is_some() {
        return;
    }
    let ty = &api.types[id];
    if ty.checked.is_some() || matches!(ty.shape, Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_)) {
        let words: Vec<&str> = base.words.split_whitespace().collect();
        api.types[id].name =
            Some(Name { namespace: base.namespace.map(str::to_owned), ..Name::derived(words.join(" ")) });
    }
    parts(api, id, base);
}

fn parts(api: &mut Api, id: Id<Type>, base: Base<'_>) {
    let words = base.words;
    let inner = |id: Id<Type>, words: &str, api: &mut Api| one(api, id, Base { words, ..base });
    match api.types[id].shape.clone() {
        Shape::List(item) => inner(item, &format!("{words} Item"), api),
        Shape::Map(value) => inner(value, &format!("{words} Value"), api),
        Shape::Nullable(ty) | Shape::Alias(ty) => inner(ty, &format!("{words} Value"), api),
        Shape::Tuple { items, rest } => {
            for (position, item) in items.into_iter().enumerate() {
                inner(item, &format!("{words} Item{}", position + 1), api);
            }
            if let Some(rest) = rest {
                inner(rest, &format!("{words} Rest"), api);
            }
        }
        Shape::Record(record) => {
            for field in &record.fields {
                inner(field.ty, &format!("{words} {}", field.name.for_code()), api);
            }
            if let crate::ir::Rest::Kept(ty) = record.rest {
                inner(ty, &format!("{words} Value"), api);
            }
        }
        Shape::Choice(choice) => {
            for variant in &choice.variants {
                if let Some(ty) = variant.ty {
                    inner(ty, &format!("{words} {}", variant.name.for_code()), api);
                }
            }
        }
        Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Enum(_) | Shape::Foreign(_) => {}
    }
}
