//! Charsets of the bodies of requests: texts are sent in UTF-8, and what is sent says so, whatever the description has.

use foldhash::{HashSet, HashSetExt as _};

use crate::diag::{Code, Diagnostics};
use crate::ir::media_type::in_utf8;
use crate::ir::walk::{leaves, records};
use crate::ir::{Api, Encoding, Id, Payload, Scalar, Shape, Type};
use crate::source::Place;

/// A body is described in a charset that it is not sent in.
pub const CHARSET: Code = Code("IR0021");

/// What was said already: operations share bodies.
type Told = HashSet<(Place, String)>;

/// Settles the bodies of all requests.
pub fn settle(api: &mut Api, diags: &mut Diagnostics) {
    let mut told = Told::new();
    for id in api.operations.ids() {
        let Some(mut request) = api.operations[id].request.take() else { continue };
        for media in &mut request.media {
            // Who gives bytes gives those of the charset.
            if media.payload == Payload::Bytes {
                continue;
            }
            if let Payload::Multipart { ty, encoding } = &mut media.payload {
                parts(api, *ty, encoding, request.place, &mut told, diags);
            }
            relabel(&mut media.media_type, "the body", request.place, &mut told, diags);
        }
        // What only differed in its charset is the same now.
        let mut kept = Vec::new();
        request.media.retain(|media| {
            let is_new = !kept.contains(media);
            if is_new {
                kept.push(media.clone());
            }
            is_new
        });
        api.operations[id].request = Some(request);
    }
}

fn parts(api: &Api, ty: Id<Type>, encoding: &mut [Encoding], place: Place, told: &mut Told, diags: &mut Diagnostics) {
    for one in encoding {
        if is_bytes(api, ty, &one.field) {
            continue;
        }
        for media in &mut one.content_type {
            relabel(media, &format!("the part `{}`", one.field), place, told, diags);
        }
    }
}

/// Whether a part is nothing but files.
fn is_bytes(api: &Api, body: Id<Type>, name: &str) -> bool {
    let mut fields = records(api, body).into_iter().flat_map(|id| match &api.types[id].shape {
        Shape::Record(record) => record.fields.as_slice(),
        _ => &[],
    });
    let Some(field) = fields.find(|field| field.name.text == name) else { return false };
    leaves(api, field.ty).into_iter().all(|leaf| api.types[leaf].shape == Shape::Scalar(Scalar::Bytes))
}

fn relabel(media: &mut String, what: &str, place: Place, told: &mut Told, diags: &mut Diagnostics) {
    let Some((charset, sent)) = in_utf8(media) else { return };
    if told.insert((place, format!("{what} {media}"))) {
        diags
            .warning(CHARSET, place, format!("{what} is described in the charset `{charset}`, and is sent in UTF-8"))
            .note(format!("it is sent as `{sent}`"));
    }
    *media = sent;
}
