//! Bodies and where they go: of what an answer may be, what is asked for; of a form or a body of parts, what can be
//! written; of an operation's own servers, the one that is used. What is lost is said.

use crate::diag::{Code, Diagnostics};
use crate::ir::media_type::{essence, is_bytes, is_form, is_json, is_xml};
use crate::ir::walk::{behind_null as inner, leaves, may_be_file, only_value, records};
use crate::ir::{
    Api, Arena, Encoding, Id, Location, Media, Operation, Payload, QName, Record, Response, Rest, Scalar, Shape,
    StatusPattern, Style, Type,
};
use crate::source::Place;

/// A field of a form or a body of parts cannot be sent as it is described.
pub const FIELD: Code = Code("IR0009");
/// A body cannot be written from its type.
pub const BODY_KIND: Code = Code("IR0010");
/// An operation's own server cannot be used.
pub const OWN_SERVER: Code = Code("IR0013");

/// Settles the bodies of all operations.
pub fn settle(api: &mut Api, diags: &mut Diagnostics) {
    for id in api.operations.ids() {
        request(api, id, diags);
        whole_queries(api, id, diags);
        answers(&api.types, &mut api.operations[id], diags);
        servers(api, id, diags);
    }
}

fn request(api: &mut Api, id: Id<Operation>, diags: &mut Diagnostics) {
    let Some(mut request) = api.operations[id].request.take() else { return };
    for media in &mut request.media {
        match &mut media.payload {
            Payload::Form { ty, encoding } => match api.types[inner(api, *ty)].shape {
                Shape::Record(_) | Shape::Map(_) | Shape::Choice(_) | Shape::Any => {
                    fields(api, *ty, encoding, true, request.place, diags);
                }
                // What is described as text is the text of the form itself.
                Shape::Scalar(Scalar::String) => media.payload = Payload::Text(Some(*ty)),
                _ => {
                    diags
                        .error(BODY_KIND, request.place, "a form is made of the members of an object, and this is none")
                        .note("it is sent as text that the caller has encoded");
                    media.payload = Payload::Text(None);
                }
            },
            Payload::Multipart { ty, encoding } => {
                let ty = *ty;
                for record in records(api, ty) {
                    binary_fields(api, record, encoding);
                }
                fields(api, ty, encoding, false, request.place, diags);
            }
            _ => {}
        }
    }
    api.operations[id].request = Some(request);
}

/// A whole query is written as the body of a form is.
fn whole_queries(api: &mut Api, id: Id<Operation>, diags: &mut Diagnostics) {
    let mut params = std::mem::take(&mut api.operations[id].params);
    for param in &mut params {
        if param.location != Location::QueryString || param.style != Style::Form {
            continue;
        }
        match api.types[inner(api, param.ty)].shape {
            Shape::Record(_) | Shape::Map(_) | Shape::Choice(_) | Shape::Any => {
                fields(api, param.ty, &mut param.fields, true, param.place, diags);
            }
            Shape::Scalar(Scalar::String) => (param.style, param.allow_reserved) = (Style::Simple, true),
            _ => {
                diags
                    .error(BODY_KIND, param.place, "a form is made of the members of an object, and this is none")
                    .note("it is sent as JSON");
                param.style = Style::Json;
            }
        }
    }
    api.operations[id].params = params;
}

/// What is said of fields, as far as it can be done.
fn fields(api: &Api, ty: Id<Type>, encoding: &mut Vec<Encoding>, form: bool, place: Place, diags: &mut Diagnostics) {
    let records: Vec<&Record> = records(api, ty)
        .into_iter()
        .filter_map(|id| match &api.types[id].shape {
            Shape::Record(record) => Some(record),
            _ => None,
        })
        .collect();
    if records.is_empty() {
        return;
    }
    encoding.retain_mut(|one| {
        let field = records.iter().flat_map(|record| &record.fields).find(|field| field.name.text == one.field);
        let Some(field) = field else {
            if records.iter().all(|record| matches!(record.rest, Rest::Ignored | Rest::Forbidden)) {
                diags
                    .warning(FIELD, place, format!("something is said of a field `{}`, which is not there", one.field))
                    .note("it is passed over (OpenAPI 3.0.4, 4.7.14.1)");
            }
            return false;
        };
        let plain =
            |id: Id<Type>| matches!(api.types[id].shape, Shape::Scalar(_) | Shape::Enum(_) | Shape::Any | Shape::Never);
        let value = match api.types[inner(api, field.ty)].shape {
            Shape::List(item) => inner(api, item),
            _ => inner(api, field.ty),
        };
        // Of a choice, such as a file or its address, each alternative is what it is.
        let of_items = !match api.types[value].shape {
            Shape::Choice(_) => leaves(api, value).into_iter().all(plain),
            _ => plain(value),
        };
        let file = may_be_file(api, value);
        let said = one.content_type.first().is_some_and(|media| !is_json(media) && !media.contains('*'));
        let styled = one.style.is_some() || one.explode.is_some();
        let xml = one.content_type.first().is_some_and(|media| is_xml(media));
        if of_items && !styled && !form && !file && xml {
            let own = api.types[value].xml_root.clone();
            one.xml_root = Some(own.unwrap_or_else(|| QName::new(None, one.field.clone())));
        // Where it may be a file, that is what the media type is of.
        } else if of_items && said && !styled && (!file || xml) {
            diags
                .error(
                    FIELD,
                    field.place,
                    format!("`{}` cannot be written as `{}`", one.field, one.content_type.join(", ")),
                )
                .note("it is sent as JSON");
            one.content_type.clear();
        }
        if form && !one.headers.is_empty() {
            // OpenAPI 3.0.4, 4.7.15.1: they are for parts.
            one.headers.clear();
        }
        one.headers.retain(|header| {
            let known = header.default.is_some() || only_value(api, header.ty).is_some();
            // Who gives a file gives its headers.
            if !known && !file {
                diags
                    .warning(
                        FIELD,
                        header.place,
                        format!("the header `{}` of the part `{}` has no value", header.name.text, one.field),
                    )
                    .note("the part is sent without it")
                    .help("give it a `default`, or a type with one value");
            }
            known
        });
        true
    });
}

/// A text that is sent as a type of bytes is bytes; so is anything at all that is sent as what nothing here writes.
fn binary_fields(api: &mut Api, ty: Id<Type>, encoding: &[Encoding]) {
    let Shape::Record(record) = &api.types[ty].shape else { return };
    let mut changes = Vec::new();
    for (position, field) in record.fields.iter().enumerate() {
        let said = encoding.iter().find(|one| one.field == field.name.text);
        let all = |is: &dyn Fn(&str) -> bool| {
            said.is_some_and(|one| !one.content_type.is_empty() && one.content_type.iter().all(|media| is(media)))
        };
        let of_bytes = all(&is_bytes);
        let of_others = all(&|media| !is_json(media) && !is_xml(media) && !is_form(media) && !media.contains('*'));
        let changes_to_bytes = |id: Id<Type>| match api.types[inner(api, id)].shape {
            Shape::Scalar(Scalar::String) => of_bytes,
            Shape::Any => of_bytes || of_others,
            _ => false,
        };
        match api.types[inner(api, field.ty)].shape {
            Shape::List(item) if changes_to_bytes(item) => changes.push((position, true)),
            _ if changes_to_bytes(field.ty) => changes.push((position, false)),
            _ => {}
        }
    }
    for (position, list) in changes {
        let place = api.types[ty].place;
        let mut new = api.types.push(Type::new(Shape::Scalar(Scalar::Bytes), place));
        if list {
            new = api.types.push(Type::new(Shape::List(new), place));
        }
        if let Shape::Record(record) = &mut api.types[ty].shape
            && let Some(field) = record.fields.get_mut(position)
        {
            field.ty = new;
        }
    }
}

fn answers(types: &Arena<Type>, operation: &mut Operation, diags: &mut Diagnostics) {
    let head = operation.method == "HEAD";
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    let chosen: Vec<&Payload> = successes.filter_map(|response| usual(types, response, false)).collect();
    // Errors come in the language of the answers: one `Accept` asks for both.
    let xml = chosen.iter().any(|payload| matches!(payload, Payload::Xml { .. }))
        && !chosen.iter().any(|payload| matches!(payload, Payload::Json(_)));
    for response in &mut operation.responses {
        // RFC 9110, 6.4.1: these have no content, whatever is said.
        let empty =
            matches!(response.status, StatusPattern::Code(100..=199 | 204 | 205 | 304) | StatusPattern::Class(1));
        if head || empty {
            response.media.clear();
        }
    }
    let failures: Vec<StatusPattern> = operation.answers().1.iter().map(|response| response.status).collect();
    let is_failure = |response: &Response| failures.contains(&response.status);
    for response in operation.responses.iter_mut().filter(|response| !is_failure(response)) {
        choose(types, response, xml, None);
    }
    let unasked: Vec<String> = operation.responses.iter().flat_map(|response| response.others.clone()).collect();
    for response in operation.responses.iter_mut().filter(|response| is_failure(response)) {
        choose(types, response, xml, Some(&unasked));
    }
    for response in &operation.responses {
        let apart = |media: &&Media| matches!(media.payload, Payload::Form { .. } | Payload::Multipart { .. });
        if let Some(media) = response.media.iter().find(apart) {
            diags
                .warning(
                    BODY_KIND,
                    response.place,
                    format!("an answer of the type `{}` is not taken apart", media.media_type),
                )
                .note("it is given as bytes");
        }
    }
}

/// Of several kinds of body, the one that is asked for: JSON, else XML, one that is typed before one that may be anything;
/// else the first. Events stay beside JSON: they are asked for by a method of their own. Of an error, whose kind the service
/// picks, other types of JSON and XML stay, too, but what the successes have and are not asked for.
fn choose(types: &Arena<Type>, response: &mut Response, xml: bool, error: Option<&[String]>) {
    let Some(chosen) = usual(types, response, xml).cloned() else { return };
    let of_bytes =
        |payload: &Payload| matches!(payload, Payload::Bytes | Payload::Form { .. } | Payload::Multipart { .. });
    let mut events = matches!(chosen, Payload::Json(_));
    let (kept, others): (Vec<Media>, Vec<Media>) =
        std::mem::take(&mut response.media).into_iter().partition(|media| match &media.payload {
            Payload::Events { .. } if events => {
                events = false;
                true
            }
            Payload::Text(_) => matches!(chosen, Payload::Text(_)),
            payload if of_bytes(payload) => of_bytes(&chosen),
            payload => {
                let is_asked = |unasked: &[String]| !unasked.contains(&media.media_type);
                *payload == chosen || error.is_some_and(|unasked| is_other(payload, &chosen, is_asked(unasked)))
            }
        });
    response.media = kept;
    response.media.sort_by_key(|media| (matches!(media.payload, Payload::Events { .. }), media.payload != chosen));
    response.others = others.into_iter().map(|media| media.media_type).collect();
}

/// Whether an error has another type in this body than in the one that is asked for, and is read as it. The same type in
/// another language is not needed: the service is asked for the one.
fn is_other(payload: &Payload, chosen: &Payload, is_asked: bool) -> bool {
    match (payload, chosen) {
        (Payload::Json(_), Payload::Json(_)) | (Payload::Xml { .. }, Payload::Xml { .. }) => true,
        (Payload::Json(ty), Payload::Xml { ty: of, .. }) | (Payload::Xml { ty, .. }, Payload::Json(of)) => {
            is_asked && *ty != *of
        }
        _ => false,
    }
}

/// The body that is asked for; one of XML, where there is such and the others come in it.
fn usual<'r>(types: &Arena<Type>, response: &'r Response, xml: bool) -> Option<&'r Payload> {
    let rank = |media: &Media| match media.payload {
        Payload::Xml { .. } if xml => 0,
        Payload::Json(ty) => {
            let is_plain = essence(&media.media_type) == "application/json";
            2 + 4 * u8::from(is_anything(types, ty)) + u8::from(!is_plain)
        }
        Payload::Xml { ty, .. } => 4 + 4 * u8::from(is_anything(types, ty)),
        _ => 9,
    };
    response.media.iter().min_by_key(|media| rank(media)).map(|media| &media.payload)
}

/// Whether a description says nothing of the values of a type.
fn is_anything(types: &Arena<Type>, id: Id<Type>) -> bool {
    let mut at = id;
    for _ in 0..types.len() {
        match types[at].shape {
            Shape::Alias(next) | Shape::Nullable(next) => at = next,
            Shape::Any => return true,
            _ => return false,
        }
    }
    false
}

fn servers(api: &mut Api, id: Id<Operation>, diags: &mut Diagnostics) {
    let Some(own) = api.operations[id].servers.first() else { return };
    let same = api.servers.first().is_some_and(|server| server.url == own.url);
    let open: Vec<&str> = own
        .variables
        .iter()
        .filter(|variable| variable.default.is_none())
        .map(|variable| variable.name.text.as_str())
        .collect();
    if !open.is_empty() {
        diags
            .error(
                OWN_SERVER,
                own.place,
                format!("the operation's own address has variables without a value: {}", open.join(", ")),
            )
            .note("the operation is sent to the client's address, unless a call says otherwise")
            .help("give them a `default`");
    }
    if same || !open.is_empty() {
        api.operations[id].servers.clear();
    }
}
