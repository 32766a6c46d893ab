//! Which types are reached from where: what is sent, what comes back, as JSON and as XML.

use super::walk::{behind_aliases, children, is_own, records};
use super::{Api, Id, Media, Operation, Payload, Shape, Style, Table, Type};

/// How a type is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// In what is sent.
    pub sent: bool,
    /// In what comes back.
    pub received: bool,
    /// In a JSON text.
    pub json: bool,
    /// In an XML document.
    pub xml: bool,
    /// In the path, the query, a header, a cookie or a form.
    pub param: bool,
}

impl Use {
    fn adds_to(self, known: Use) -> bool {
        self.join(known) != known
    }

    fn join(self, other: Use) -> Use {
        Use {
            sent: self.sent || other.sent,
            received: self.received || other.received,
            json: self.json || other.json,
            xml: self.xml || other.xml,
            param: self.param || other.param,
        }
    }
}

/// How each type is used by the operations; what none of them uses is on the wires
/// that the description has, and for both directions where it has no operations at all.
pub fn uses(api: &Api) -> Table<Type, Use> {
    let mut uses = Table::build(&api.types, |_| Use::default());
    for (_, operation) in api.operations.iter() {
        for param in &operation.params {
            // An object in a parameter goes through its JSON form, so it needs that wire too.
            mark(api, &mut uses, param.ty, Use { sent: true, param: true, json: true, ..Use::default() });
        }
        for media in operation.request.iter().flat_map(|request| &request.media) {
            body(api, &mut uses, media, Use { sent: true, ..Use::default() });
        }
        for response in &operation.responses {
            for header in &response.headers {
                let json = header.style == Style::Json;
                mark(api, &mut uses, header.ty, Use { received: true, param: true, json, ..Use::default() });
            }
            for media in &response.media {
                body(api, &mut uses, media, Use { received: true, ..Use::default() });
            }
        }
    }
    for param in &api.client_params {
        mark(api, &mut uses, param.ty, Use { sent: true, param: true, ..Use::default() });
    }
    let xml = api.types.iter().any(|(_, ty)| has_xml(ty));
    let json = !xml || api.types.iter().any(|(_, ty)| has_json(ty));
    for (id, ty) in api.types.iter() {
        if ty.name.is_some() && uses[id] == Use::default() {
            // Another name of a type that is used is not one that nobody uses.
            let known = uses[behind_aliases(api, id)];
            if known != Use::default() && !is_own(ty) {
                uses[id] = known;
                continue;
            }
            let both = api.operations.is_empty();
            mark(api, &mut uses, id, Use { sent: both, received: both, json, xml, param: false });
        }
    }
    uses
}

/// Who uses a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Users {
    /// No operation.
    #[default]
    Nobody,
    /// The operations of this group, by its number.
    One(usize),
    /// Those of several groups.
    Several,
}

/// Which of `groups` use each type; `common` are types that others than operations speak of.
pub fn users(api: &Api, groups: &[Vec<Id<Operation>>], common: &[Id<Type>]) -> Table<Type, Users> {
    let mut users = Table::build(&api.types, |_| Users::Nobody);
    for (number, operations) in groups.iter().enumerate() {
        let mut seen = Table::build(&api.types, |_| false);
        let mut open: Vec<Id<Type>> = operations.iter().flat_map(|&id| roots(&api.operations[id])).collect();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut seen[id], true) {
                continue;
            }
            users[id] = match users[id] {
                Users::Nobody => Users::One(number),
                Users::One(known) if known == number => Users::One(number),
                Users::One(_) | Users::Several => Users::Several,
            };
            open.extend(children(&api.types[id]));
            open.extend(bases(&api.types[id]));
        }
    }
    // What a type needs that belongs to no group, no group can have for itself.
    let nobodys = |id: &Id<Type>| users[*id] == Users::Nobody && api.types[*id].name.is_some();
    let mut open: Vec<Id<Type>> = api.types.ids().filter(nobodys).collect();
    open.extend(api.client_params.iter().map(|param| param.ty).chain(common.iter().copied()));
    let mut seen = Table::build(&api.types, |_| false);
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id], true) {
            continue;
        }
        if users[id] != Users::Nobody {
            users[id] = Users::Several;
        }
        open.extend(children(&api.types[id]));
        open.extend(bases(&api.types[id]));
    }
    users
}

/// Which types the operations speak of, and the client.
pub fn used(api: &Api) -> Table<Type, bool> {
    let mut used = Table::build(&api.types, |_| false);
    let mut open: Vec<Id<Type>> = api.operations.iter().flat_map(|(_, operation)| roots(operation)).collect();
    open.extend(api.client_params.iter().map(|param| param.ty));
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut used[id], true) {
            open.extend(children(&api.types[id]));
            open.extend(bases(&api.types[id]));
        }
    }
    used
}

/// The types that an operation names.
fn roots(operation: &Operation) -> Vec<Id<Type>> {
    let params = operation.params.iter().map(|param| param.ty);
    let headers = operation.responses.iter().flat_map(|response| &response.headers).map(|header| header.ty);
    let media = operation.request.iter().flat_map(|request| &request.media);
    let media = media.chain(operation.responses.iter().flat_map(|response| &response.media));
    let bodies = media.filter_map(|media| media.payload.ty());
    params.chain(headers).chain(bodies).collect()
}

/// A conversion to a base speaks of it.
fn bases(ty: &Type) -> Vec<Id<Type>> {
    match &ty.shape {
        Shape::Record(record) => record.bases.clone(),
        _ => Vec::new(),
    }
}

fn has_json(ty: &Type) -> bool {
    matches!(&ty.shape, Shape::Record(record) if record.fields.iter().any(|field| field.wire.json.is_some()))
}

fn has_xml(ty: &Type) -> bool {
    ty.xml_root.is_some()
        || matches!(&ty.shape, Shape::Record(record) if record.fields.iter().any(|field| field.wire.xml.is_some()))
}

fn body(api: &Api, uses: &mut Table<Type, Use>, media: &Media, how: Use) {
    match &media.payload {
        Payload::Json(ty) | Payload::JsonLines(ty) | Payload::Events { ty: Some(ty), .. } => {
            mark(api, uses, *ty, Use { json: true, ..how });
        }
        Payload::Xml { ty, .. } => mark(api, uses, *ty, Use { xml: true, ..how }),
        Payload::Form { ty, encoding } | Payload::Multipart { ty, encoding } => {
            // A field of a form that is itself an object may be sent as JSON text (OpenAPI 3.0.4, 4.7.15.1).
            mark(api, uses, *ty, Use { json: true, param: true, ..how });
            for id in records(api, *ty) {
                let Shape::Record(record) = &api.types[id].shape else { continue };
                for one in encoding.iter().filter(|one| one.xml_root.is_some()) {
                    for field in record.fields.iter().filter(|field| field.name.text == one.field) {
                        mark(api, uses, field.ty, Use { xml: true, ..how });
                    }
                }
            }
        }
        Payload::Text(Some(ty)) => mark(api, uses, *ty, Use { json: true, param: true, ..how }),
        Payload::Text(None) | Payload::Events { ty: None, .. } | Payload::Bytes => {}
    }
}

fn mark(api: &Api, uses: &mut Table<Type, Use>, id: Id<Type>, how: Use) {
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !how.adds_to(uses[id]) {
            continue;
        }
        uses[id] = how.join(uses[id]);
        open.extend(children(&api.types[id]));
    }
}
