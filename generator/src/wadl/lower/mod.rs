//! Documents to operations: resources are walked with their path, references followed, files loaded as they are met.

mod bodies;
mod names;
mod params;
mod paths;
mod roots;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;

use super::document::{
    Application, Grammar, Href, Known, Method, Param, ParamStyle, Prose, Representation, Resource, Use,
};
use super::{Lowered, Options, codes, parse};
use crate::diag::Diagnostics;
use crate::ir::build::Key;
use crate::ir::{Builder, Doc, Id, Location, Name, Operation, Param as IrParam, PathPiece, Server, Space, Type};
use crate::source::{Allowed, FileId, Place, Sources};
use crate::xml::{self, XS};

/// How deep resources may nest through their types.
const DEEP: usize = 32;

/// See [`super::lower`].
pub(super) fn lower(
    sources: &mut Sources,
    file: FileId,
    builder: &mut Builder,
    diags: &mut Diagnostics,
    options: &Options,
) -> Lowered {
    let mut lower = Lower {
        sources,
        builder,
        diags,
        options,
        documents: HashMap::new(),
        grammars: Vec::new(),
        used_types: HashSet::new(),
        failed: HashSet::new(),
        records: HashMap::new(),
        choices: HashSet::new(),
        taken: HashSet::new(),
        repeated: Vec::new(),
    };
    if let Some(document) = lower.document(file) {
        lower.application(&document);
    }
    Lowered { grammars: lower.grammars, repeated: lower.repeated }
}

struct Lower<'a> {
    sources: &'a mut Sources,
    builder: &'a mut Builder,
    diags: &'a mut Diagnostics,
    options: &'a Options,
    documents: HashMap<FileId, Option<Rc<Application>>>,
    grammars: Vec<Grammar>,
    /// Resource types that some resource has, by their place.
    used_types: HashSet<Place>,
    /// Files that could not be read.
    failed: HashSet<String>,
    /// The types made from representations, by place.
    records: HashMap<Place, Id<Type>>,
    /// The choices made of documents that their roots tell apart.
    choices: HashSet<Id<Type>>,
    /// Groups and names of operations that are given away.
    taken: HashSet<(Option<String>, String)>,
    /// See [`Lowered::repeated`].
    repeated: Vec<(Place, Id<Type>)>,
}

/// Where a walk through resources is.
#[derive(Clone, Default)]
struct At {
    /// The pieces of the path so far.
    path: Vec<PathPiece>,
    /// The parameters of the path so far, template and matrix.
    params: Vec<IrParam>,
    /// The variables of the path so far: as the resource calls each, and as it is called here.
    variables: Vec<(String, String)>,
    /// The address, where it is not that of the whole service.
    server: Option<Server>,
    /// What the group is called, whatever the path.
    group: Option<String>,
    /// What the group is called when the path has no word for it.
    group_without_words: Option<String>,
    /// How deep it is.
    depth: usize,
}

impl Lower<'_> {
    /// The document in `file`, read once.
    fn document(&mut self, file: FileId) -> Option<Rc<Application>> {
        if let Some(known) = self.documents.get(&file) {
            return known.clone();
        }
        let root = xml::read(self.sources, file, self.diags);
        let document = root.and_then(|root| parse::parse(file, &root, self.diags)).map(Rc::new);
        if let Some(document) = &document {
            self.grammars.extend(document.grammars.iter().cloned());
        }
        self.documents.insert(file, document.clone());
        document
    }

    fn application(&mut self, document: &Rc<Application>) {
        let info = &mut self.builder.api().info;
        if info.title.is_empty()
            && let Some(title) = &document.doc.title
        {
            info.title.clone_from(title);
        }
        if info.doc.is_empty() && !document.doc.text.is_empty() {
            info.doc = Doc::of(document.doc.text.clone());
        }
        for resources in &document.resources {
            let mut at = At::default();
            if let Some(server) = self.server(resources) {
                match self.builder.api().servers.first() {
                    None => self.builder.api().servers.push(server),
                    Some(first) if first.url == server.url => {}
                    Some(_) => at.server = Some(server),
                }
            }
            at.path = paths::start(resources.base.as_deref());
            for resource in &resources.resources {
                self.resource(document.file, resource, &at);
            }
        }
        for ty in &document.types {
            if !self.used_types.contains(&ty.place) {
                self.linked_type(document.file, ty);
            }
        }
    }

    fn resource(&mut self, file: FileId, resource: &Rc<Resource>, above: &At) {
        if above.depth >= DEEP {
            self.diags
                .error(codes::CIRCULAR, resource.place, "resources lead back to themselves")
                .note("what stands deeper is left out");
            return;
        }
        let types = self.types_of(file, resource);
        let mut at = At { depth: above.depth + 1, ..above.clone() };
        if at.group.is_none() {
            at.group_without_words = types.first().and_then(|(_, ty)| ty.id.clone());
        }
        let mut own: Vec<(FileId, Rc<Param>)> = Vec::new();
        self.use_params(file, &resource.params, &mut own);
        // What a type says of the path is said of the path of all methods, the rest of its own methods (2.7).
        let mut all = own.clone();
        let mut sources = vec![(file, resource, own.clone())];
        for (file, ty) in &types {
            let before = all.len();
            self.use_params(*file, &ty.params, &mut all);
            let added = all.get(before..).unwrap_or_default();
            sources.push((*file, ty, own.iter().chain(added).cloned().collect()));
        }
        if !self.extend_path(&mut at, resource, &all) {
            return;
        }
        for (file, source, params) in sources {
            for method in &source.methods {
                if let Some((file, method)) = self.method_of(file, method) {
                    self.method(file, &method, &at, &params, resource);
                }
            }
            for below in &source.resources {
                self.resource(file, below, &at);
            }
        }
    }

    /// A resource type that only links lead to: the path of the resource is the first parameter of its methods.
    fn linked_type(&mut self, file: FileId, ty: &Rc<Resource>) {
        let mut at = At { group: ty.id.clone(), depth: 1, ..At::default() };
        let mut params = Vec::new();
        self.use_params(file, &ty.params, &mut params);
        let place = ty.place;
        let name = paths::free_name("resource", &params);
        at.path = vec![PathPiece::Literal("/".to_owned()), PathPiece::Param(name.clone())];
        let text = self.builder.refer(text_key(), place);
        at.params.push(IrParam {
            allow_reserved: true,
            doc: Doc::of("The path of the resource below the service's address, as a link of another answer gives it."),
            ..IrParam::new(Name::new(name), Location::Path, text, place)
        });
        if !self.extend_path(&mut at, ty, &params) {
            return;
        }
        for method in &ty.methods {
            if let Some((file, method)) = self.method_of(file, method) {
                self.method(file, &method, &at, &params, ty);
            }
        }
        for below in &ty.resources {
            self.resource(file, below, &at);
        }
    }

    fn method(
        &mut self,
        file: FileId,
        method: &Rc<Method>,
        at: &At,
        shared: &[(FileId, Rc<Param>)],
        resource: &Resource,
    ) {
        let mut wanted: Vec<(FileId, Rc<Param>)> = Vec::new();
        if let Some(request) = &method.request {
            self.use_params(file, &request.params, &mut wanted);
        }
        for (file, param) in shared {
            // What a method says of a parameter counts more than what its resource says.
            if !wanted.iter().any(|(_, own)| own.name == param.name && own.style == param.style) {
                wanted.push((*file, param.clone()));
            }
        }
        let (path, mut params) = self.path_of(at, &wanted);
        self.outer_params(&wanted, &mut params);
        let request = method.request.as_ref().and_then(|request| self.request(file, request));
        let responses = self.responses(file, method);
        let name = self.operation_name(method, at, &path, &params);
        let mut doc = prose(&method.doc);
        if doc.is_empty() {
            doc = prose(&resource.doc);
        }
        self.builder.operation(Operation {
            name: name.name,
            id: method.id.clone(),
            group: name.group,
            further_tags: Vec::new(),
            method: method.name.clone(),
            path,
            params,
            request,
            responses,
            security: Vec::new(),
            servers: at.server.iter().cloned().collect(),
            paging: None,
            final_state: None,
            deprecated: None,
            doc,
            place: method.place,
        });
    }

    fn types_of(&mut self, file: FileId, resource: &Resource) -> Vec<(FileId, Rc<Resource>)> {
        let mut found = Vec::new();
        for href in &resource.types {
            if let Some((file, ty)) = self.follow(file, href, |known| &known.types, "resource type") {
                self.used_types.insert(ty.place);
                found.push((file, ty));
            }
        }
        found
    }

    fn use_params(&mut self, file: FileId, used: &[Use<Param>], into: &mut Vec<(FileId, Rc<Param>)>) {
        for param in used {
            let found = match param {
                Use::Here(param) => Some((file, param.clone())),
                Use::Reference(href) => self.follow(file, href, |known| &known.params, "parameter"),
            };
            if let Some((file, param)) = found {
                match into.iter().find(|(_, known)| known.name == param.name && known.style == param.style) {
                    Some((_, first)) => {
                        let first = first.place;
                        self.diags
                            .warning(
                                codes::DUPLICATE,
                                param.place,
                                format!("the parameter `{}` stands twice", param.name),
                            )
                            .also(first, "first here")
                            .note("the first one counts");
                    }
                    None => into.push((file, param)),
                }
            }
        }
    }

    fn method_of(&mut self, file: FileId, used: &Use<Method>) -> Option<(FileId, Rc<Method>)> {
        match used {
            Use::Here(method) => Some((file, method.clone())),
            Use::Reference(href) => self.follow(file, href, |known| &known.methods, "method"),
        }
    }

    fn representation_of(&mut self, file: FileId, used: &Use<Representation>) -> Option<(FileId, Rc<Representation>)> {
        match used {
            Use::Here(representation) => Some((file, representation.clone())),
            Use::Reference(href) => self.follow(file, href, |known| &known.representations, "representation"),
        }
    }

    /// What a reference means: `#id` here, `file#id` in another document.
    fn follow<T>(
        &mut self,
        file: FileId,
        href: &Href,
        table: impl Fn(&Known) -> &HashMap<String, Rc<T>>,
        what: &str,
    ) -> Option<(FileId, Rc<T>)> {
        let (location, id) = href.text.rsplit_once('#').unwrap_or((&href.text, ""));
        let file = if location.is_empty() || self.is_own_address(file, location) {
            Some(file)
        } else {
            self.other_file(file, location, href.place)
        }?;
        let document = self.document(file)?;
        let found = table(&document.known).get(id).cloned();
        if found.is_none() {
            self.diags
                .error(codes::UNRESOLVED, href.place, format!("there is no {what} with the id `{id}`"))
                .note("it is left out");
        }
        Some((file, found?))
    }

    /// Whether a location is where the document's own resources are: such a document speaks of itself.
    fn is_own_address(&self, file: FileId, location: &str) -> bool {
        let Some(Some(document)) = self.documents.get(&file) else { return false };
        document.resources.iter().any(|resources| resources.base.as_deref() == Some(location))
    }

    fn other_file(&mut self, from: FileId, location: &str, place: Place) -> Option<FileId> {
        let own = self.sources.file(from);
        let is_web = ["http://", "https://"].iter().any(|scheme| location.starts_with(scheme));
        let name = own.name.rsplit_once('/').map_or(location.to_owned(), |(folder, _)| format!("{folder}/{location}"));
        let given = self.sources.files().find(|&f| self.sources.file(f).name == name && !is_web);
        if let Some(file) = given {
            return Some(file);
        }
        if !self.failed.contains(location) {
            if let Some(copy) = Allowed::copy_of(&self.options.allow, location) {
                let found = copy.and_then(|copy| self.sources.load(&copy).map_err(|error| error.to_string()));
                match found {
                    Ok(file) => return Some(file),
                    Err(why) => {
                        let message = format!("the copy of `{location}` cannot be read: {why}");
                        self.diags.error(codes::FILE_NOT_READ, place, message).note("what refers to it is left out");
                    }
                }
            } else if is_web {
                let folder = location.rsplit_once('/').map_or(location, |(folder, _)| folder);
                self.diags
                    .error(codes::FILE_NOT_READ, place, format!("`{location}` is on the web, where nothing is fetched"))
                    .note("what refers to it is left out")
                    .help(format!("say where a copy is: `--allow {folder}/=PATH`, or `allow` in generator.toml"));
            } else {
                match self.sources.load_from(from, Path::new(location)) {
                    Ok(file) => return Some(file),
                    Err(error) => {
                        self.diags
                            .error(codes::FILE_NOT_READ, place, format!("`{location}` cannot be read: {error}"))
                            .note("what refers to it is left out");
                    }
                }
            }
            self.failed.insert(location.to_owned());
        }
        None
    }
}

fn text_key() -> Key {
    Key::Xml(Space::Plain, Some(XS.to_owned()), "string".to_owned())
}

fn any_key() -> Key {
    Key::Xml(Space::Plain, Some(XS.to_owned()), "anyType".to_owned())
}

fn prose(prose: &Prose) -> Doc {
    Doc { summary: prose.title.clone(), description: (!prose.text.is_empty()).then(|| prose.text.clone()), link: None }
}

/// The styles that are not part of a path.
fn is_outer(style: Option<ParamStyle>) -> bool {
    matches!(style, Some(ParamStyle::Query | ParamStyle::Header) | None)
}
