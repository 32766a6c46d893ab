//! Requests and answers: representations, their media types and what stands in them.

use std::rc::Rc;

use super::roots::is_ambiguous;
use super::{Lower, any_key, params, prose};
use crate::ir::build::Key;
use crate::ir::media_type::{essence, is_form, is_json, is_multipart, is_xml};
use crate::ir::{
    Doc, Encoding, Field, Id, Media, Name, Occurs, Payload, QName, Record, Request as IrRequest,
    Response as IrResponse, Shape, Space, StatusPattern, Style, Type, Wire,
};
use crate::source::{FileId, Place};
use crate::wadl::codes;
use crate::wadl::document::{Method, Param, ParamStyle, Representation, Request, TypeName};
use crate::xml::XS;

impl Lower<'_> {
    /// The body of a request; `None` where there is none.
    pub(super) fn request(&mut self, file: FileId, request: &Request) -> Option<IrRequest> {
        let mut media: Vec<Media> = Vec::new();
        let mut name = None;
        let mut doc = prose(&request.doc);
        for used in &request.representations {
            let Some((file, representation)) = self.representation_of(file, used) else { continue };
            if name.is_none() {
                name = representation.element.as_ref().map(|e| e.local.clone()).or_else(|| representation.id.clone());
            }
            if doc.is_empty() {
                doc = prose(&representation.doc);
            }
            self.add_media(file, &representation, &mut media);
        }
        if media.is_empty() {
            return None;
        }
        self.by_root(&mut media, request.place);
        Some(IrRequest { name: name.map(Name::new), required: true, media, doc, place: request.place })
    }

    /// The answers of a method.
    pub(super) fn responses(&mut self, file: FileId, method: &Method) -> Vec<IrResponse> {
        let names_success = method.responses.iter().any(|response| {
            response.statuses.iter().any(|status| status.is_success())
                || response.representations.iter().any(|used| {
                    let statuses = match used {
                        super::Use::Here(representation) => representation.statuses.as_slice(),
                        super::Use::Reference(_) => &[],
                    };
                    statuses.iter().any(|status| status.is_success())
                })
        });
        let unnamed = if names_success { StatusPattern::Default } else { StatusPattern::Class(2) };
        let mut responses: Vec<IrResponse> = Vec::new();
        for response in &method.responses {
            let mut wanted = Vec::new();
            self.use_params(file, &response.params, &mut wanted);
            let headers = self.headers(&wanted);
            let own = if response.statuses.is_empty() { vec![unnamed] } else { response.statuses.clone() };
            let mut groups: Vec<(Vec<StatusPattern>, Vec<Media>, Doc)> = Vec::new();
            for used in &response.representations {
                let Some((file, representation)) = self.representation_of(file, used) else { continue };
                // 2006/10, 2.9: a representation or fault may have statuses of its own.
                let statuses = match (representation.statuses.is_empty(), representation.fault) {
                    (false, _) => representation.statuses.clone(),
                    (true, true) => vec![StatusPattern::Default],
                    (true, false) => own.clone(),
                };
                let at = match groups.iter().position(|(known, ..)| *known == statuses) {
                    Some(at) => at,
                    None => {
                        groups.push((statuses, Vec::new(), prose(&representation.doc)));
                        groups.len() - 1
                    }
                };
                if let Some((_, media, _)) = groups.get_mut(at) {
                    self.add_media(file, &representation, media);
                }
            }
            if groups.is_empty() {
                groups.push((own, Vec::new(), Doc::default()));
            }
            for (statuses, media, said) in groups {
                for status in statuses {
                    let doc = if response.doc == Default::default() { said.clone() } else { prose(&response.doc) };
                    let lowered = IrResponse {
                        status,
                        headers: headers.clone(),
                        media: media.clone(),
                        others: Vec::new(),
                        doc,
                        place: response.place,
                    };
                    match responses.iter_mut().find(|known| known.status == status) {
                        Some(known) => self.merge(known, lowered),
                        None => responses.push(lowered),
                    }
                }
            }
        }
        for response in &mut responses {
            self.by_root(&mut response.media, response.place);
        }
        if !responses.iter().any(|response| response.status.is_success() || response.status == StatusPattern::Default) {
            // Nothing is said of success, so nothing is known of it but that it is one.
            responses.push(IrResponse {
                status: StatusPattern::Class(2),
                headers: Vec::new(),
                media: Vec::new(),
                others: Vec::new(),
                doc: Doc::default(),
                place: method.place,
            });
        }
        responses
    }

    /// Two answers for one status are one that may have either body.
    fn merge(&mut self, known: &mut IrResponse, other: IrResponse) {
        for header in other.headers {
            if !known.headers.iter().any(|h| h.name.text.eq_ignore_ascii_case(&header.name.text)) {
                known.headers.push(header);
            }
        }
        for media in other.media {
            if !known.media.contains(&media) {
                if known.media.iter().any(|m| is_ambiguous(m, &media)) {
                    self.ambiguous(&media, other.place);
                    continue;
                }
                known.media.push(media);
            }
        }
        if known.doc.is_empty() {
            known.doc = other.doc;
        }
    }

    fn ambiguous(&mut self, media: &Media, place: Place) {
        self.diags
            .warning(codes::DUPLICATE, place, format!("there are two bodies of the type `{}` here", media.media_type))
            .note("nothing tells them apart; the first one counts");
    }

    fn add_media(&mut self, file: FileId, representation: &Rc<Representation>, media: &mut Vec<Media>) {
        let lowered = self.media(file, representation);
        if media.contains(&lowered) {
            return;
        }
        if media.iter().any(|known| is_ambiguous(known, &lowered)) {
            self.ambiguous(&lowered, representation.place);
        } else {
            media.push(lowered);
        }
    }

    fn media(&mut self, file: FileId, representation: &Rc<Representation>) -> Media {
        let mut params = Vec::new();
        self.use_params(file, &representation.params, &mut params);
        let element = representation.element.as_ref();
        let media_type = match (&representation.media_type, element) {
            (Some(media_type), _) => media_type.clone(),
            (None, Some(_)) => "application/xml".to_owned(),
            (None, None) if params.iter().any(|(_, p)| p.style == Some(ParamStyle::Query)) => {
                "application/x-www-form-urlencoded".to_owned()
            }
            (None, None) => "application/octet-stream".to_owned(),
        };
        let essence = essence(&media_type);
        let payload = match essence.as_str() {
            _ if is_form(&essence) => {
                Payload::Form { ty: self.record(representation, &params), encoding: joined_lists(&params) }
            }
            _ if is_multipart(&essence) && !params.is_empty() => {
                Payload::Multipart { ty: self.record(representation, &params), encoding: joined_lists(&params) }
            }
            _ if is_json(&essence) => {
                if let Some(element) = element {
                    self.untyped(element, "WADL does not say which JSON an element of a schema is");
                }
                let members = params.iter().any(|(_, param)| member(param).is_some());
                Payload::Json(if members {
                    self.record(representation, &params)
                } else {
                    self.builder.refer(any_key(), representation.place)
                })
            }
            _ if is_xml(&essence) => match element {
                Some(element) => self.xml(element),
                None => Payload::Text(None),
            },
            text if text.starts_with("text/") => {
                if let Some(element) = element {
                    self.untyped(element, "the body is text, not an element of a schema");
                }
                Payload::Text(None)
            }
            // Anything may come; where an element is named, it is said that it will be XML.
            "*/*" => match element {
                Some(element) => self.xml(element),
                None => Payload::Bytes,
            },
            _ => {
                if let Some(element) = element {
                    self.untyped(element, "the body is not XML");
                }
                Payload::Bytes
            }
        };
        Media { media_type, payload }
    }

    fn untyped(&mut self, element: &TypeName, why: &str) {
        self.diags
            .warning(
                codes::UNTYPED_BODY,
                element.place,
                format!("the element `{}` does not type this body", element.local),
            )
            .note(why);
    }

    fn xml(&mut self, element: &TypeName) -> Payload {
        let key = Key::Document(element.namespace.clone(), element.local.clone());
        Payload::Xml {
            ty: self.builder.refer(key, element.place),
            root: QName::new(element.namespace.clone(), element.local.clone()),
            unnamed: false,
        }
    }

    /// Whether a parameter speaks of what stands inside the value of another one, which keeps it.
    fn is_inside(&self, param: &Param, params: &[(FileId, Rc<Param>)]) -> bool {
        outermost(param).is_some_and(|name| {
            params.iter().any(|(_, other)| other.ty.is_none() && member(other).as_deref() == Some(name))
        })
    }

    /// The record whose members are the parameters of a body: pairs of a form, or members of a JSON object.
    fn record(&mut self, representation: &Representation, params: &[(FileId, Rc<Param>)]) -> Id<Type> {
        if let Some(&known) = self.records.get(&representation.place) {
            return known;
        }
        let media_type = representation.media_type.as_deref().unwrap_or_default().trim_start().to_ascii_lowercase();
        let is_form =
            media_type.starts_with("multipart/") || media_type.starts_with("application/x-www-form-urlencoded");
        let mut fields: Vec<Field> = Vec::new();
        for (_, param) in params {
            // The parts of a form have names and no paths; some say `plain` of them.
            let is_part = is_form && param.path.is_none();
            let wire = match (param.style, member(param)) {
                (Some(ParamStyle::Plain), Some(member)) => member,
                (Some(ParamStyle::Plain), None) if is_part => param.name.clone(),
                (Some(ParamStyle::Plain), None) if self.is_inside(param, params) => continue,
                (Some(ParamStyle::Plain), None) => {
                    self.diags
                        .warning(codes::MISPLACED, param.place, "only a member of the outermost object can be a field")
                        .note("it is left out");
                    continue;
                }
                (Some(ParamStyle::Query) | None, _) => param.name.clone(),
                (Some(_), _) => {
                    self.diags
                        .warning(codes::MISPLACED, param.place, "only plain and query parameters are part of a body")
                        .note("it is left out");
                    continue;
                }
            };
            let plain =
                !is_part && param.style == Some(ParamStyle::Plain) && param.ty.is_none() && param.options.is_empty();
            let item = if param.link && param.ty.is_none() {
                let key = Key::Xml(Space::Plain, Some(XS.to_owned()), "anyURI".to_owned());
                self.builder.refer(key, param.place)
            } else if plain {
                // The type that counts where none is given, text, is seldom meant for a member of a JSON object.
                self.builder.refer(any_key(), param.place)
            } else {
                self.param_type(param)
            };
            if is_form && param.repeating && params::is_list_type(param) {
                self.repeated.push((param.place, item));
            }
            let ty = if param.repeating { self.builder.add(Type::new(Shape::List(item), param.place)) } else { item };
            fields.push(Field {
                name: Name::new(param.name.clone()),
                ty,
                occurs: if param.required { Occurs::One } else { Occurs::Optional },
                nullable: false,
                access: Default::default(),
                wire: Wire { json: Some(wire), xml: None },
                default: param.default.as_ref().map(|value| params::literal_of(param, value)),
                fixed: param.fixed.as_ref().map(|value| params::literal_of(param, value)),
                flat: false,
                deprecated: None,
                doc: prose(&param.doc),
                place: param.place,
            });
        }
        let record = Record { fields, ..Record::default() };
        let mut ty = Type::new(Shape::Record(record), representation.place).documented(prose(&representation.doc));
        ty.name = representation.id.clone().map(Name::new);
        let id = self.builder.add(ty);
        self.records.insert(representation.place, id);
        id
    }
}

/// The fields of a form that are one text with blanks between its items: those of list types.
fn joined_lists(params: &[(FileId, Rc<Param>)]) -> Vec<Encoding> {
    let lists = params.iter().filter(|(_, param)| params::is_list(param));
    lists
        .map(|(_, param)| Encoding {
            style: Some(Style::SpaceDelimited),
            explode: Some(false),
            ..Encoding::of(&param.name)
        })
        .collect()
}

/// The outermost member that the path of a plain parameter goes through: `entries` of `$['entries'][*]['link']`.
fn outermost(param: &Param) -> Option<&str> {
    let path = param.path.as_deref()?.strip_prefix("$['")?;
    path.split_once("']").map(|(name, _)| name)
}

/// The member of a JSON object that a plain parameter stands for: `$['name']` or `$.name`.
fn member(param: &Param) -> Option<String> {
    if param.style != Some(ParamStyle::Plain) {
        return None;
    }
    let path = param.path.as_deref()?.strip_prefix('$')?;
    if let Some(name) = path.strip_prefix("['").and_then(|p| p.strip_suffix("']")) {
        return (!name.contains('\'')).then(|| name.to_owned());
    }
    let name = path.strip_prefix('.')?;
    let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    (!name.is_empty() && name.chars().all(plain)).then(|| name.to_owned())
}
