//! The body of a request: what it is in Rust, and how it is written as each of its media types.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::paths::{self, Home, ident};
use super::xml_root::XmlRoot;
use super::{Cx, docs, multipart};
use crate::ir::media_type::{is_json, meaning};
use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Encoding, Id, Media, Operation, Payload, Scalar, Shape, Style, Type};
use crate::names::OperationNames;

mod meanings;

use meanings::{is_range, means_same, name_ways, plainest_first, rank};

/// The body of an operation.
pub(super) struct Body<'a> {
    /// As what it can be sent, the usual way first.
    ways: Vec<Way<'a>>,
    /// The type of what is kept.
    pub(super) ty: TokenStream,
    /// The type of what is taken.
    pub(super) argument: TokenStream,
    /// Whether what is taken becomes what is kept by `into`.
    pub(super) into: bool,
    /// Whether it is an enumeration of its own.
    pub(super) choice: bool,
    /// Whether it must be given.
    pub(super) required: bool,
}

/// One way to send the body.
struct Way<'a> {
    media: &'a Media,
    /// Other names for the same kind.
    also: Vec<&'a str>,
    ty: TokenStream,
    kind: Kind,
    /// The name of the method that chooses it.
    word: String,
    variant: String,
}

/// What puts a body into a request.
pub(super) enum Write {
    /// An expression of `request` and `body`.
    Inline(String),
    /// A function of its own.
    Function(TokenStream),
}

/// The name of the function that puts the body of an operation into its request.
pub(super) fn function(names: &OperationNames) -> String {
    format!("write_{}", names.method.trim_start_matches("r#"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Xml,
    Form,
    Multipart,
    Text,
    Bytes,
    Lines,
}

impl Kind {
    fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Json(_) => Kind::Json,
            Payload::Xml { .. } => Kind::Xml,
            Payload::Form { .. } => Kind::Form,
            Payload::Multipart { .. } => Kind::Multipart,
            Payload::Text(_) => Kind::Text,
            Payload::Bytes | Payload::Events { .. } => Kind::Bytes,
            Payload::JsonLines(_) => Kind::Lines,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Json => "json",
            Kind::Xml => "xml",
            Kind::Form => "form",
            Kind::Multipart => "multipart",
            Kind::Text => "text",
            Kind::Bytes => "bytes",
            Kind::Lines => "json_lines",
        }
    }
}

/// Decides what the body of `operation` is.
pub(super) fn plan<'a>(cx: &Cx<'_>, operation: &'a Operation, names: &OperationNames) -> Option<Body<'a>> {
    let request = operation.request.as_ref()?;
    let mut ways: Vec<Way<'a>> = Vec::new();
    // A range lets in what stands beside it, and is a way to send a body where nothing does.
    let (ranges, named): (Vec<&Media>, Vec<&Media>) = request.media.iter().partition(|it| is_range(&it.media_type));
    for media in named.into_iter().chain(ranges) {
        let is_range = is_range(&media.media_type);
        let way = Way {
            kind: Kind::of(&media.payload),
            ty: rust_type(cx, &media.payload),
            also: Vec::new(),
            word: String::new(),
            variant: String::new(),
            media,
        };
        match ways.iter_mut().find(|known| known.is_alike(&way) && (is_range || means_same(known, &way))) {
            Some(_) if is_range => {}
            // Of several names for one kind, the plainest is sent.
            Some(known) if rank(&media.media_type) < rank(&known.media.media_type) => {
                known.also.push(&known.media.media_type);
                known.media = media;
            }
            Some(known) => known.also.push(&media.media_type),
            None => ways.push(way),
        }
    }
    plainest_first(&mut ways);
    ways.sort_by_key(|way| preference(cx, way));
    name_ways(&mut ways);
    let first = ways.first()?;
    let choice = ways.iter().any(|way| way.ty.to_string() != first.ty.to_string());
    let (ty, argument, into) = if choice {
        let name = ident(&names.body_type);
        (quote!(#name), quote!(impl Into<#name>), true)
    } else {
        let ty = first.ty.clone();
        let is_value = first.kind == Kind::Text && ty.to_string() != "String";
        let argument = match first.kind {
            Kind::Text | Kind::Bytes if !is_value => quote!(impl Into<#ty>),
            _ => first
                .media
                .payload
                .ty()
                .filter(|_| first.kind != Kind::Lines && ty.to_string() == "String")
                .map_or_else(|| ty.clone(), |id| paths::argument(cx, id, Home::Beside)),
        };
        let into = argument.to_string().starts_with("impl Into");
        (ty, argument, into)
    };
    Some(Body { ways, ty, argument, into, choice, required: request.required })
}

/// Parts where there are files, else JSON, else what has a type, else text and bytes.
fn preference(cx: &Cx<'_>, way: &Way<'_>) -> u8 {
    match &way.media.payload {
        Payload::Multipart { ty, .. } if multipart::has_files(cx, *ty) => 0,
        Payload::Json(_) => 1,
        Payload::Text(_) => 3,
        Payload::Bytes | Payload::Events { .. } => 4,
        _ => 2,
    }
}

fn rust_type(cx: &Cx<'_>, payload: &Payload) -> TokenStream {
    match payload {
        Payload::Json(ty) | Payload::Xml { ty, .. } | Payload::Form { ty, .. } => paths::ty(cx, *ty, Home::Beside),
        // What is not described by its members is put together by the caller.
        Payload::Multipart { ty, .. } => match cx.api.types[behind_aliases(cx.api, *ty)].shape {
            Shape::Record(_) | Shape::Map(_) | Shape::Choice(_) => paths::ty(cx, *ty, Home::Beside),
            _ => quote!(runtime::Multipart),
        },
        Payload::JsonLines(ty) => {
            let item = paths::ty(cx, line_type(cx.api, *ty), Home::Beside);
            quote!(Vec<#item>)
        }
        Payload::Text(Some(ty)) if is_value(cx.api, *ty) => paths::ty(cx, *ty, Home::Beside),
        Payload::Text(_) => quote!(String),
        Payload::Bytes | Payload::Events { .. } => quote!(runtime::Upload),
    }
}

/// The type of a line: descriptions give it, or a list of it.
pub(super) fn line_type(api: &Api, id: Id<Type>) -> Id<Type> {
    match api.types[behind_aliases(api, id)].shape {
        Shape::List(item) => item,
        _ => id,
    }
}

/// Whether a body of text is a number or a boolean.
pub(super) fn is_value(api: &Api, ty: Id<Type>) -> bool {
    let ty = &api.types[behind_aliases(api, ty)];
    ty.checked.is_none()
        && matches!(
            ty.shape,
            Shape::Scalar(Scalar::Bool | Scalar::Int(_) | Scalar::BigInt | Scalar::F32 | Scalar::F64 | Scalar::Decimal)
        )
}

/// The enumeration of the ways, where they are of several types.
pub(super) fn item(cx: &Cx<'_>, body: &Body<'_>, names: &OperationNames) -> Option<TokenStream> {
    if !body.choice {
        return None;
    }
    let name = ident(&names.body_type);
    let variants = body.ways.iter().map(|way| {
        let variant = ident(&way.variant);
        let ty = &way.ty;
        let docs = docs::attributes(&[format!("Sent as {}.", docs::code(&way.media.media_type))]);
        quote!(#(#docs)* #variant(#ty))
    });
    // Two names of one type are one type.
    let key = |way: &Way<'_>| match way.media.payload.ty() {
        Some(id) if paths::ty(cx, id, Home::Beside).to_string() == way.ty.to_string() => {
            let id = behind_aliases(cx.api, id);
            match &cx.api.types[id] {
                Type { shape: Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_), .. }
                | Type { checked: Some(_), .. } => paths::ty(cx, id, Home::Beside).to_string(),
                // Its name stands for what it is.
                _ => paths::shape(cx, id, Home::Beside).to_string(),
            }
        }
        _ => way.ty.to_string(),
    };
    let mut seen: Vec<String> = Vec::new();
    // What means different things is for the caller to say.
    let is_plain = |way: &&Way<'_>| {
        let alike = body.ways.iter().filter(|other| other.is_alike(way)).count();
        alike == 1 || meaning(&way.media.media_type).is_none()
    };
    let conversions = body.ways.iter().filter(is_plain).filter_map(|way| {
        let ty = &way.ty;
        if seen.contains(&key(way)) {
            return None;
        }
        seen.push(key(way));
        let variant = ident(&way.variant);
        Some(quote! {
            impl From<#ty> for #name {
                fn from(body: #ty) -> Self { #name::#variant(body) }
            }
        })
    });
    let of = format!("The body of [`{}`], as one of the media types that the service takes.", names.call);
    let docs = docs::attributes(&[of]);
    Some(quote! {
        #(#docs)*
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name { #(#variants,)* }
        #(#conversions)*
    })
}

impl<'a> Body<'a> {
    /// Whether the call says as what the body is sent.
    pub(super) fn has_switch(&self) -> bool {
        !self.choice && self.ways.len() > 1
    }

    /// The setters that say so: the number of the way, their name, the media type.
    pub(super) fn switches(&self) -> Vec<(usize, String, &str)> {
        if !self.has_switch() {
            return Vec::new();
        }
        let switch = |(number, way): (usize, &Way<'a>)| (number, way.word.clone(), way.media.media_type.as_str());
        self.ways.iter().enumerate().skip(1).map(switch).collect()
    }

    /// What the docs of the operation say of the body.
    pub(super) fn facts(&self) -> Vec<String> {
        let mut facts = Vec::new();
        let codes = |names: &[&str]| names.iter().map(|name| docs::code(name)).collect::<Vec<_>>().join(", ");
        if self.has_switch() {
            let ways = self.ways.iter().map(|way| docs::code(&way.media.media_type));
            let ways: Vec<String> = ways.collect();
            if let [first, others @ ..] = ways.as_slice() {
                facts
                    .push(format!("The body is sent as {first}, or, if the call says so, as {}.", others.join(" or ")));
            }
        }
        for way in self.ways.iter().filter(|way| !way.also.is_empty()) {
            facts.push(match way.kind {
                Kind::Bytes => format!(
                    "The body is of the type {}, unless it has one of its own; the service takes {} too.",
                    docs::code(&way.media.media_type),
                    codes(&way.also)
                ),
                _ if self.ways.len() > 1 => format!(
                    "The same as {} would be {}, which can be put in its place as the header `Content-Type`.",
                    docs::code(&way.media.media_type),
                    codes(&way.also)
                ),
                _ => format!(
                    "{} is sent; {} would be the same, and can be put in its place as the header `Content-Type`.",
                    docs::code(&way.media.media_type),
                    codes(&way.also)
                ),
            });
        }
        facts
    }

    /// What puts the body into the request: an expression of `request` and `body`, or a function of its own.
    pub(super) fn write(&self, cx: &Cx<'_>, names: &OperationNames) -> Write {
        if let ([way], false) = (self.ways.as_slice(), self.choice)
            && let Some(code) = way.expression(cx)
        {
            return Write::Inline(code);
        }
        let body = quote!(body);
        let statement = |way: &Way<'_>| match way.expression(cx).and_then(|code| code.parse::<TokenStream>().ok()) {
            Some(code) => quote!(#code;),
            None => way.statement(cx, &body),
        };
        let mut way_name = ident("_");
        let statements = if self.choice {
            let choice = ident(&names.body_type);
            let arms = self.ways.iter().map(|way| {
                let variant = ident(&way.variant);
                let write = statement(way);
                quote!(#choice::#variant(body) => { #write })
            });
            quote!(match body { #(#arms)* })
        } else if self.has_switch() {
            way_name = ident("way");
            let mut arms: Vec<TokenStream> = Vec::new();
            for (number, way) in self.ways.iter().enumerate().skip(1) {
                let number = Token::usize_unsuffixed(number);
                let write = statement(way);
                arms.push(quote!(#number => { #write }));
            }
            let usual = self.ways.first().map(statement);
            quote!(match way { #(#arms)* _ => { #usual } })
        } else {
            self.ways.first().map(statement).unwrap_or_default()
        };
        let name = ident(&function(names));
        let ty = &self.ty;
        let deprecated = self.names_deprecated(cx).then(|| quote!(#[allow(deprecated)]));
        let text = ty.to_string();
        let pointer = (text == "String" || text.starts_with("Vec")).then(|| quote!(#[allow(clippy::ptr_arg)]));
        Write::Function(quote! {
            #deprecated
            #pointer
            fn #name(request: &mut runtime::RequestBuilder, body: &#ty, #way_name: usize) {
                #statements
            }
        })
    }

    /// Whether writing it names a field that should not be used any more.
    fn names_deprecated(&self, cx: &Cx<'_>) -> bool {
        self.ways.iter().any(|way| match &way.media.payload {
            Payload::Multipart { ty, .. } => multipart::names_deprecated(cx, *ty),
            _ => false,
        })
    }
}

impl Way<'_> {
    /// Whether it is of the same kind and type.
    fn is_alike(&self, other: &Way<'_>) -> bool {
        self.kind == other.kind && self.ty.to_string() == other.ty.to_string()
    }

    /// How the body is put into the request, where one expression says it.
    fn expression(&self, cx: &Cx<'_>) -> Option<String> {
        let media = concrete(&self.media.media_type, self.kind);
        let word = match &self.media.payload {
            Payload::Json(_) => "json",
            Payload::JsonLines(_) => "json_lines",
            Payload::Text(Some(ty)) if is_value(cx.api, *ty) => "text_value",
            Payload::Text(_) => "text",
            Payload::Bytes | Payload::Events { .. } => "upload",
            Payload::Xml { ty, root, .. } => {
                let arguments = [format!("{media:?}"), "body".to_owned()];
                return Some(XmlRoot::of(cx.api, *ty, root).call(cx, "request.xml", &arguments));
            }
            Payload::Form { encoding, .. } => {
                let styles: Vec<String> = encoding.iter().filter_map(form_style).collect();
                return Some(format!("request.form({media:?}, body, &[{}])", styles.join(", ")));
            }
            Payload::Multipart { .. } => return None,
        };
        Some(format!("request.{word}({media:?}, body)"))
    }

    /// The statements that put the body into the request, part by part.
    fn statement(&self, cx: &Cx<'_>, body: &TokenStream) -> TokenStream {
        let media = concrete(&self.media.media_type, self.kind);
        match &self.media.payload {
            Payload::Multipart { ty, encoding } => multipart::statements(cx, *ty, encoding, &media, body, body),
            _ => TokenStream::new(),
        }
    }
}

/// The media type as it is sent: of a range, something that is in it.
fn concrete(media: &str, kind: Kind) -> String {
    if !media.contains('*') {
        return media.to_owned();
    }
    match kind {
        Kind::Json => "application/json",
        Kind::Xml => "application/xml",
        Kind::Form => "application/x-www-form-urlencoded",
        Kind::Multipart => "multipart/form-data",
        Kind::Text => "text/plain",
        Kind::Lines => "application/x-ndjson",
        // The body may have one of its own.
        Kind::Bytes => media,
    }
    .to_owned()
}

/// A field of a form that is not as usual.
pub(super) fn form_style(encoding: &Encoding) -> Option<String> {
    let name = &encoding.field;
    let reserved = encoding.allow_reserved;
    // OpenAPI 3.0.4, 4.7.15.1.1: as soon as one of the three is there, the media type does not count.
    if encoding.style.is_some() || encoding.explode.is_some() || reserved {
        let style = encoding.style.unwrap_or(Style::Form);
        let explode = encoding.explode.unwrap_or(style == Style::Form);
        return Some(format!("({name:?}, runtime::Style::{style:?}, {explode}, {reserved})"));
    }
    let json = encoding.content_type.first().is_some_and(|media| is_json(media));
    json.then(|| format!("({name:?}, runtime::Style::Json, true, false)"))
}
