//! Paths and the operations on them.

use std::collections::HashSet;

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::naming;
use super::node::Node;
use super::params::Parameters;
use super::path;
use crate::ir::{Given, Literal, Location, Name, Operation, Param, PathPiece, Scalar, Shape, Type};
use crate::source::Place;

pub(super) const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

const MEMBERS_2: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "consumes",
    "produces",
    "parameters",
    "responses",
    "schemes",
    "deprecated",
    "security",
];
const MEMBERS_3: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

/// Templates that are written like RFC 6570 (`{;id*}`) mean the parameter `id`; how it is written is said by its style. But
/// `{+id}` (3.2.3 there) lets reserved characters stand, slashes too, and so does `{id+}`, as Amazon's gateway writes it.
fn plain_names(pieces: &mut [PathPiece], params: &mut [Param]) {
    for piece in pieces {
        let PathPiece::Param(name) = piece else { continue };
        let named = |name: &str, params: &[Param]| {
            params.iter().position(|param| param.location == Location::Path && param.name.text == name)
        };
        let plain = name.trim_start_matches(['.', ';', '+', '/', '?', '&']).trim_end_matches(['*', '+']);
        let is_reserved = name.starts_with('+') || name.ends_with('+');
        let at = named(name, params).or_else(|| named(plain, params));
        if let Some(param) = at.and_then(|at| params.get_mut(at)) {
            param.allow_reserved |= is_reserved;
            name.clone_from(&param.name.text);
        }
    }
}

impl<'a> Cx<'a, '_> {
    /// Reads all operations, in the order of the description.
    pub(super) fn operations(&mut self, root: Node<'a>) {
        for key in ["paths", "x-ms-paths"] {
            for (template, reference) in self.members(root, key) {
                if template.starts_with("x-") {
                    continue;
                }
                if !template.starts_with('/') && self.told.insert(reference.place) {
                    self.diags
                        .warning(codes::PATH, reference.place, "a path begins with `/`")
                        .note("one is put before it");
                }
                if self.can_be_called(template, reference.place)
                    && let Some(item) = self.follow(reference)
                {
                    self.path_item(template, reference, item);
                }
            }
        }
        self.tell_apart();
    }

    /// Whether a request can have this path, which is said where not; odd braces are told, too.
    fn can_be_called(&mut self, template: &str, path: Place) -> bool {
        let place = self.sources.key(path);
        if let Some((what, done)) = path::faulty_braces(template) {
            self.diags
                .warning(codes::PATH, place, format!("the path has {what}"))
                .note(done)
                .help("write `{name}` for a value, and `%7B` and `%7D` for braces that are sent");
        }
        let dots = path::dots(&path::parse(template).pieces);
        if let Some(dots) = &dots {
            self.diags
                .error(codes::PATH, place, format!("the path has a segment `{dots}`, which no address keeps"))
                .note("its operations are left out: every call of them would fail (RFC 3986, 5.2.4)")
                .help("write the path that is meant, without segments of dots");
        }
        dots.is_none()
    }

    fn path_item(&mut self, template: &str, reference: Node<'a>, item: Node<'a>) {
        let Some(members) = item.object() else { return self.wrong(item, "a path item") };
        let known = ["parameters", "$ref", "summary", "description", "servers", "additionalOperations"];
        let known: Vec<&str> = METHODS.iter().copied().chain(known).collect();
        self.only(item, "a path", &known);
        // Beside a reference a path may have operations of its own (OpenAPI 3.0.4, 4.7.9.1).
        let mut operations: Vec<(String, Node<'a>, Node<'a>)> = Vec::new();
        let mut add = |cx: &Self, item: Node<'a>, key: &str| {
            if METHODS.contains(&key)
                && let Some(node) = item.child(cx.sources, key)
            {
                operations.push((key.to_ascii_uppercase(), item, node));
            }
        };
        for key in members.keys() {
            add(self, item, key);
        }
        if reference.place != item.place {
            for key in reference.object().into_iter().flatten().map(|(key, _)| key) {
                add(self, reference, key);
            }
        }
        for (method, node) in self.members(item, "additionalOperations") {
            operations.push((method.to_owned(), item, node));
        }
        for (method, item, node) in operations {
            match node.value.is_object() {
                true => self.operation(template, &method, item, node),
                false => self.wrong(node, "an operation"),
            }
        }
    }

    fn operation(&mut self, template: &str, method: &str, item: Node<'a>, node: Node<'a>) {
        let old = self.dialect_of(node) == Dialect::V20;
        self.only(node, "an operation", if old { MEMBERS_2 } else { MEMBERS_3 });
        let mut path = path::parse(template);
        if !template.starts_with('/') {
            path.pieces.insert(0, PathPiece::Literal("/".to_owned()));
        }
        if path.fragment && self.told.insert(item.place) {
            self.diags
                .warning(codes::PATH, item.place, "what stands behind a `#` is never sent")
                .note("it is left out of the path");
        }
        let Parameters { mut params, body, lost } = self.parameters(item, node);
        self.fixed_query(&path.query, item.place, &mut params);
        self.named_query(&path.expressions, item.place, &mut params);
        plain_names(&mut path.pieces, &mut params);
        self.match_path(&path.pieces, node.place, &mut params);
        let request = if old { Ok(self.old_body(node, &body)) } else { self.request_body(node) };
        let responses = self.responses(node);
        let answer = self.answer(node);
        let paging = self.paging(node, answer);
        let final_state = self.final_state(node);
        if let Some(header) = self.text(node, "x-ms-request-id") {
            let headers = &mut self.builder.api().request_id_headers;
            if !headers.iter().any(|known| known.eq_ignore_ascii_case(header)) {
                headers.push(header.to_owned());
            }
        }
        let tags = self.texts(node, "tags");
        let id = self.scalar_text(node, "operationId").filter(|id| !id.trim().is_empty());
        let (group, name) = naming::name(
            id.as_deref(),
            tags.first().copied().filter(|tag| !tag.trim().is_empty()),
            method,
            &path.pieces,
        );
        if node.has("callbacks") {
            let called = id.clone().unwrap_or_else(|| name.for_code().to_owned());
            self.callbacks(node, &called);
        }
        if old {
            self.own_schemes(node);
        }
        let security = self.security(node);
        self.without_credentials(&mut params, &security);
        let servers = match node.has("servers") {
            true => self.server_list(node),
            false => self.server_list(item),
        };
        let deprecated = self.flag(node, "deprecated").unwrap_or(false);
        if let Some(parameter) = lost {
            return self.is_lost(node, parameter);
        }
        let request = request.unwrap_or_else(|body| self.without_body(node, body));
        let operation = Operation {
            name: name.preferring(self.preferred(node)),
            id,
            group,
            further_tags: tags.iter().skip(1).map(|&tag| tag.to_owned()).collect(),
            method: method.to_owned(),
            path: path.pieces,
            params,
            request,
            responses,
            security,
            servers,
            paging,
            final_state,
            deprecated: deprecated.then(|| self.deprecated(node)),
            doc: self.prose(node),
            place: node.place,
        };
        self.builder.operation(operation);
    }

    /// What a template has behind its `?` is sent with every call, a name alone as that; a parameter of that name gives the
    /// value itself.
    fn fixed_query(&mut self, query: &[(String, Option<String>)], place: Place, params: &mut Vec<Param>) {
        for (name, value) in query {
            if value.as_ref().is_some_and(|value| value.starts_with('{'))
                || params.iter().any(|param| param.name.text == *name && param.location == Location::Query)
            {
                continue;
            }
            let ty = self.builder.add(Type::new(Shape::Scalar(Scalar::String), place));
            params.push(Param {
                given: Given::Fixed,
                default: value.clone().map(Literal::String),
                ..Param::new(Name::new(name), Location::Query, ty, place)
            });
        }
    }

    /// What a template names for its query is a parameter there: one that is described, or else a text that may be given.
    fn named_query(&mut self, names: &[String], place: Place, params: &mut Vec<Param>) {
        let is_there = |name: &String, params: &[Param]| {
            params.iter().any(|param| param.location == Location::Query && param.name.text == *name)
        };
        let missing: Vec<&String> = names.iter().filter(|name| !is_there(name, params)).collect();
        if let Some(name) = missing.first()
            && self.told.insert(place)
        {
            self.diags
                .warning(
                    codes::PATH_PARAM,
                    place,
                    format!("the path has `{name}` for its query, but there is no such parameter"),
                )
                .note("what has no parameter there is taken as text that may be given");
        }
        for name in missing {
            let ty = self.builder.add(Type::new(Shape::Scalar(Scalar::String), place));
            params.push(Param { required: false, ..Param::new(Name::new(name), Location::Query, ty, place) });
        }
    }

    /// Makes parameters and template agree: every place in the path has a parameter, and every path parameter a place.
    fn match_path(&mut self, pieces: &[PathPiece], place: Place, params: &mut Vec<Param>) {
        let names: Vec<&String> = pieces
            .iter()
            .filter_map(|piece| match piece {
                PathPiece::Param(name) => Some(name),
                PathPiece::Literal(_) => None,
            })
            .collect();
        let mut seen = HashSet::new();
        for name in &names {
            let known = params.iter().any(|param| param.location == Location::Path && param.name.text == **name);
            if known || !seen.insert(*name) {
                continue;
            }
            self.diags
                .warning(
                    codes::PATH_PARAM,
                    place,
                    format!("the path has a place for `{name}`, but there is no such parameter"),
                )
                .note("it is taken as text that must be given");
            let ty = self.builder.add(Type::new(Shape::Scalar(Scalar::String), place));
            params.push(Param::new(Name::new(*name), Location::Path, ty, place));
        }
        params.retain(|param| {
            let placed = param.location != Location::Path || names.contains(&&param.name.text);
            if !placed {
                self.diags
                    .warning(
                        codes::PATH_PARAM,
                        param.place,
                        format!("the path has no place for the parameter `{}`", param.name.text),
                    )
                    .also(place, "of this operation")
                    .note("it is left out");
            }
            placed
        });
    }
}
