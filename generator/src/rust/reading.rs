//! What the body of an answer is read as.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::bodies::{is_value, line_type};
use super::paths::{self, Home};
use super::xml_root::XmlRoot;
use crate::ir::walk::behind_null;
use crate::ir::{Api, Id, Media, Payload, QName, Response, Scalar, Shape, Type};

/// What a body is read as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// A JSON text.
    Json(Id<Type>),
    /// An XML document whose root has the name that its type says.
    Xml(Id<Type>),
    /// An XML document whose root has another name.
    XmlNamed(Id<Type>, QName),
    /// An XML document whose root is one of the elements of a choice.
    XmlEither(Id<Type>),
    /// An XML document whose root may have any name.
    XmlUnnamed(Id<Type>),
    /// Text.
    Text,
    /// The text of a number or a boolean.
    Value(Id<Type>),
    /// Bytes, while they come.
    Bytes,
    /// Server-sent events.
    Events(Data),
    /// Texts of JSON, one after another.
    Lines(Id<Type>),
    /// Nothing.
    Nothing,
}

/// What the data of events is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Data {
    /// Text.
    Text,
    /// A JSON text.
    Json(Id<Type>),
    /// An object of the event with its data, name and id (OpenAPI 3.2, 4.14.4).
    Whole(Id<Type>),
}

impl Reading {
    /// Of the body that is asked for: the passes put it first.
    pub(super) fn of(api: &Api, response: &Response) -> Self {
        response.media.first().map_or(Reading::Nothing, |media| Reading::of_media(api, media))
    }

    /// Of all that an error may be, by its media types: the body that is asked for first.
    pub(super) fn of_error<'a>(api: &Api, response: &'a Response) -> Vec<(Vec<&'a str>, Self)> {
        let mut all: Vec<(Vec<&str>, Reading)> = Vec::new();
        for media in &response.media {
            let reading = Reading::of_media(api, media);
            match all.iter_mut().find(|(_, known)| *known == reading) {
                Some((types, _)) => types.push(&media.media_type),
                None => all.push((vec![&media.media_type], reading)),
            }
        }
        all.retain(|(_, reading)| reading.is_error_body());
        all
    }

    fn of_media(api: &Api, media: &Media) -> Self {
        match &media.payload {
            Payload::Json(ty) => Reading::Json(*ty),
            Payload::Xml { ty, unnamed: true, .. } => Reading::XmlUnnamed(*ty),
            Payload::Xml { ty, root, unnamed: false } => match XmlRoot::of(api, *ty, root) {
                XmlRoot::Own => Reading::Xml(*ty),
                XmlRoot::Either => Reading::XmlEither(*ty),
                _ => Reading::XmlNamed(*ty, root.clone()),
            },
            Payload::Text(ty) => ty.filter(|ty| is_value(api, *ty)).map_or(Reading::Text, Reading::Value),
            Payload::Events { ty, whole } => Reading::Events(data(api, *ty, *whole)),
            Payload::JsonLines(ty) => Reading::Lines(line_type(api, *ty)),
            Payload::Bytes | Payload::Form { .. } | Payload::Multipart { .. } => Reading::Bytes,
        }
    }

    /// Of the events that may be asked for.
    pub(super) fn events(api: &Api, response: &Response) -> Option<Self> {
        response.media.iter().find_map(|media| match media.payload {
            Payload::Events { ty, whole } => Some(Reading::Events(data(api, ty, whole))),
            _ => None,
        })
    }

    /// Whether the body is given while it comes.
    pub(super) fn is_stream(&self) -> bool {
        self.streamed().is_some()
    }

    /// The media type of the bodies that are given while they come; of any, if it is empty.
    pub(super) fn streamed(&self) -> Option<&'static str> {
        match self {
            Reading::Bytes | Reading::Lines(_) => Some(""),
            Reading::Events(_) => Some("text/event-stream"),
            _ => None,
        }
    }

    /// Whether it is the body of an error with something to read in it.
    pub(super) fn is_error_body(&self) -> bool {
        *self != Reading::Nothing && !self.is_stream()
    }

    pub(super) fn ty(&self, cx: &Cx<'_>) -> TokenStream {
        match self {
            Reading::Json(ty)
            | Reading::Xml(ty)
            | Reading::XmlNamed(ty, _)
            | Reading::XmlEither(ty)
            | Reading::XmlUnnamed(ty)
            | Reading::Value(ty) => paths::ty(cx, *ty, Home::Beside),
            Reading::Text => quote!(String),
            Reading::Bytes => quote!(runtime::ByteStream),
            Reading::Events(Data::Text) => quote!(runtime::Events<String>),
            Reading::Events(Data::Json(ty) | Data::Whole(ty)) => {
                let ty = paths::ty(cx, *ty, Home::Beside);
                quote!(runtime::Events<#ty>)
            }
            Reading::Lines(ty) => {
                let ty = paths::ty(cx, *ty, Home::Beside);
                quote!(runtime::JsonLines<#ty>)
            }
            Reading::Nothing => quote!(()),
        }
    }

    pub(super) fn success(&self, cx: &Cx<'_>) -> String {
        match self {
            Reading::Json(_) => "raw.json()".to_owned(),
            Reading::Xml(_) => "raw.xml()".to_owned(),
            Reading::XmlNamed(ty, root) => XmlRoot::of(cx.api, *ty, root).call(cx, "raw.xml", &[]),
            Reading::XmlEither(_) => XmlRoot::Either.call(cx, "raw.xml", &[]),
            Reading::XmlUnnamed(ty) => XmlRoot::any(cx.api, *ty).call(cx, "raw.xml", &[]),
            Reading::Text => "raw.text()".to_owned(),
            Reading::Value(_) => "raw.text_value()".to_owned(),
            Reading::Bytes => "raw.byte_stream()".to_owned(),
            Reading::Events(Data::Text) => "raw.text_events()".to_owned(),
            Reading::Events(Data::Json(_)) => "raw.events()".to_owned(),
            Reading::Events(Data::Whole(_)) => "raw.whole_events()".to_owned(),
            Reading::Lines(_) => "raw.json_lines()".to_owned(),
            Reading::Nothing => "raw.empty()".to_owned(),
        }
    }

    pub(super) fn failure(&self, cx: &Cx<'_>) -> String {
        match self {
            Reading::Json(_) => "raw.json_error()".to_owned(),
            Reading::Xml(_) => "raw.xml_error()".to_owned(),
            Reading::XmlNamed(ty, root) => XmlRoot::of(cx.api, *ty, root).call(cx, "raw.xml_error", &[]),
            Reading::XmlEither(_) => XmlRoot::Either.call(cx, "raw.xml_error", &[]),
            Reading::XmlUnnamed(ty) => XmlRoot::any(cx.api, *ty).call(cx, "raw.xml_error", &[]),
            Reading::Text => "raw.text_error()".to_owned(),
            Reading::Value(_) => "raw.text_value_error()".to_owned(),
            Reading::Bytes | Reading::Events(_) | Reading::Lines(_) | Reading::Nothing => "raw.error()".to_owned(),
        }
    }
}

/// What the data of events is, or what they are themselves.
fn data(api: &Api, ty: Option<Id<Type>>, whole: bool) -> Data {
    let Some(ty) = ty else { return Data::Text };
    if whole {
        return Data::Whole(ty);
    }
    match &api.types[behind_null(api, ty)].shape {
        Shape::Scalar(Scalar::String) => Data::Text,
        Shape::Record(record) => {
            let of_events = |name: &str| matches!(name, "data" | "event" | "id" | "retry");
            let all = record.fields.iter().all(|field| of_events(&field.name.text));
            let has = |name: &str| record.fields.iter().any(|field| field.name.text == name);
            // An object of the members of an event is one, if its data is text as data is.
            let text = |name: &str| {
                record.fields.iter().filter(|field| field.name.text == name).all(|field| {
                    matches!(api.types[behind_null(api, field.ty)].shape, Shape::Scalar(Scalar::String) | Shape::Any)
                })
            };
            if all && has("data") && text("data") { Data::Whole(ty) } else { Data::Json(ty) }
        }
        _ => Data::Json(ty),
    }
}
