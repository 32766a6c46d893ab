//! Schema documents to one set of components: include, import, redefine, chameleons, cycles, and files that stand for
//! locations on the web.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use indexmap::IndexMap;

use super::document::{
    AnyUse, Attribute, AttributeGroup, ComplexType, Element, Expanded, Global, Group, LinkKind, Schema, SimpleType,
};
use super::{Options, builtin, codes, parse};
use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::ir::{Namespaces, Process};
use crate::source::{Allowed, FileId, Place, Sources};
use crate::xml::{self, XML};

mod redefine;

/// Everything that a set of schema documents defines, by name.
#[derive(Debug, Default)]
pub(super) struct Set {
    /// Global elements.
    pub elements: IndexMap<Expanded, Element>,
    /// Global attributes.
    pub attributes: IndexMap<Expanded, Attribute>,
    /// Global simple and complex types, which share a name space (Part 1, 2.5).
    pub types: IndexMap<Expanded, TypeDefinition>,
    /// Model groups.
    pub groups: IndexMap<Expanded, Group>,
    /// Attribute groups.
    pub attribute_groups: IndexMap<Expanded, AttributeGroup>,
    /// The prefix that documents use for a namespace, the first that was met.
    pub prefixes: HashMap<String, String>,
    /// Whether some local elements are in no namespace, in a document that describes one (Part 1, 3.3.2).
    pub has_unqualified: bool,
    /// The target namespace of the first document; `None` before there is one.
    pub main: Option<Option<Rc<str>>>,
    /// The namespaces that some document describes.
    pub namespaces: HashSet<Option<Rc<str>>>,
    /// Namespaces whose absence has been reported already.
    pub missing: HashSet<Option<Rc<str>>>,
    /// The imports whose documents are not there.
    pub absent: Vec<AbsentImport>,
    /// What the documents that were named say of themselves.
    pub docs: Vec<String>,
    /// Whether a file is missing, so that what is not defined here may be defined there.
    pub incomplete: bool,
    /// The entries of the catalogue that were asked for.
    pub catalogued: HashSet<usize>,
    /// What `anyType` lets in.
    pub anything: Option<AnyUse>,
}

/// An import of a document that is not there.
#[derive(Debug)]
pub(super) struct AbsentImport {
    /// The namespace that is imported.
    pub namespace: Option<Rc<str>>,
    /// Where the document is said to be.
    pub location: String,
    /// Where it is imported.
    pub place: Place,
}

/// Says that a document is not there.
pub(super) fn say_absent<'d>(
    diags: &'d mut Diagnostics,
    level: Level,
    location: &str,
    place: Place,
) -> &'d mut Diagnostic {
    if is_web(location) {
        let message = format!("`{location}` is on the web, where nothing is fetched");
        let folder = location.rsplit_once('/').map_or(location, |(folder, _)| folder);
        let help = if location.contains("://") {
            format!(
                "say where a copy is: `--allow {folder}/=PATH`, or in generator.toml `allow` or `catalogue`; or name the file beside this one"
            )
        } else {
            "give a file for it in the `catalogue` of generator.toml, or name the file beside this one".to_owned()
        };
        diags.say(level, codes::NOT_FETCHED, place, message).help(help)
    } else {
        diags.say(level, codes::FILE_NOT_READ, place, format!("there is no file `{location}`"))
    }
}

/// A global type.
#[derive(Debug)]
pub(super) enum TypeDefinition {
    /// A simple one.
    Simple(SimpleType),
    /// A complex one.
    Complex(ComplexType),
}

impl TypeDefinition {
    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        match self {
            TypeDefinition::Simple(ty) => ty.place,
            TypeDefinition::Complex(ty) => ty.place,
        }
    }
}

/// A document that holds a schema: all of a file, or the element whose start tag begins at this byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Input {
    file: FileId,
    start: Option<usize>,
}

impl From<FileId> for Input {
    fn from(file: FileId) -> Self {
        Input { file, start: None }
    }
}

/// Reads `inputs` and all that they lead to.
pub(super) fn load(sources: &mut Sources, inputs: &[super::Input], diags: &mut Diagnostics, options: &Options) -> Set {
    let mut loader = Loader {
        sources,
        diags,
        options,
        given: Vec::new(),
        read: HashSet::new(),
        taken: Vec::new(),
        waiting: VecDeque::new(),
        set: Set { anything: Some(anything()), ..Set::default() },
        redefinitions: Vec::new(),
        builtin: false,
    };
    for input in inputs {
        let input = match input {
            super::Input::File(file) => Input::from(*file),
            super::Input::Inline { file, start } => Input { file: *file, start: Some(*start) },
            super::Input::Linked { .. } => continue,
        };
        let given = given(loader.sources, input);
        loader.given.push(given);
    }
    for input in inputs {
        let (input, place) = match input {
            super::Input::File(file) => (Some(Input::from(*file)), None),
            super::Input::Inline { file, start } => (Some(Input { file: *file, start: Some(*start) }), None),
            super::Input::Linked { from, location, place } => {
                (loader.find(*from, Some(location), None, *place), Some(*place))
            }
        };
        if let Some(input) = input {
            loader.waiting.push_back(Task { input, includer: None, wants: None, place });
        }
    }
    let named = loader.waiting.len();
    let mut count = 0;
    while let Some(task) = loader.waiting.pop_front() {
        count += 1;
        loader.run(task, count <= named);
    }
    let Loader { mut set, redefinitions, diags, .. } = loader;
    // What is redefined inside a redefined document comes first.
    for (place, kind) in redefinitions.into_iter().rev() {
        match kind {
            LinkKind::Redefine(globals) => redefine::apply(&mut set, globals, place, diags),
            LinkKind::Override(globals) => redefine::replace(&mut set, globals, place, diags),
            LinkKind::Include | LinkKind::Import(_) => {}
        }
    }
    set
}

/// The wildcard of `anyType` (Part 1, 3.4.7).
fn anything() -> AnyUse {
    AnyUse { namespaces: Namespaces::Any, process: Process::Lax, doc: String::new(), place: Place::NOWHERE }
}

/// A file that the user named, as others may speak of it.
struct Given {
    input: Input,
    namespace: Option<String>,
}

fn given(sources: &Sources, input: Input) -> Given {
    let mut ignored = Diagnostics::new();
    let namespace = xml::read(sources, input.file, &mut ignored).and_then(|root| {
        input
            .start
            .map_or(Some(&root), |start| root.at(start))?
            .attribute("targetNamespace")
            .map(|a| a.value.trim().to_owned())
    });
    Given { input, namespace }
}

/// A document to read.
struct Task {
    input: Input,
    /// The namespace of the document that includes it.
    includer: Option<Rc<str>>,
    /// The namespace that it should describe, where it was imported for one.
    wants: Option<Option<Rc<str>>>,
    /// Who asks for it.
    place: Option<Place>,
}

struct Loader<'a> {
    sources: &'a mut Sources,
    diags: &'a mut Diagnostics,
    options: &'a Options,
    given: Vec<Given>,
    read: HashSet<(Input, Option<Rc<str>>)>,
    /// The documents that were taken, and who includes those without a namespace of their own.
    taken: Vec<(FileId, Option<Rc<str>>)>,
    waiting: VecDeque<Task>,
    set: Set,
    redefinitions: Vec<(Place, LinkKind)>,
    builtin: bool,
}

impl Loader<'_> {
    fn run(&mut self, task: Task, named: bool) {
        if self.read.contains(&(task.input, task.includer.clone())) {
            return;
        }
        let Some(root) = xml::read(self.sources, task.input.file, self.diags) else { return };
        let Some(root) = task.input.start.map_or(Some(&root), |start| root.at(start)) else { return };
        let own = root.attribute("targetNamespace").map(|a| Rc::<str>::from(a.value.trim()));
        // A document with a namespace of its own is the same whoever includes it.
        let known_as = if own.is_some() { None } else { task.includer.clone() };
        if !self.read.insert((task.input, known_as)) {
            return;
        }
        self.read.insert((task.input, task.includer.clone()));
        let wanted = match (&task.includer, &task.wants) {
            (Some(_), _) => own.is_some().then(|| task.includer.clone()),
            (None, Some(wants)) => Some(wants.clone()),
            (None, None) => None,
        };
        if let (Some(wanted), Some(place)) = (wanted, task.place)
            && wanted != own
        {
            let say = |n: &Option<Rc<str>>| n.as_ref().map_or("no namespace".to_owned(), |n| format!("`{n}`"));
            self.diags
                .error(codes::WRONG_NAMESPACE, place, format!("the file describes {}, not {}", say(&own), say(&wanted)))
                .also(root.place, "its own namespace stands here")
                .note("it is read for what it says");
        }
        let Some(schema) = parse::parse(self.sources, root, task.includer.as_ref(), self.diags) else { return };
        // A set may have copies of a document in several folders; what they define is the same.
        let known_as = if own.is_some() { None } else { task.includer };
        let text = |file: FileId| &self.sources.file(file).text;
        let is_copy = task.input.start.is_none()
            && self.taken.iter().any(|(file, includer)| {
                *includer == known_as && *file != task.input.file && text(*file) == text(task.input.file)
            });
        self.taken.push((task.input.file, known_as));
        self.take(schema, task.input.file, named, is_copy);
    }

    fn take(&mut self, mut schema: Schema, file: FileId, named: bool, is_copy: bool) {
        if is_copy {
            schema.globals.clear();
        }
        self.set.main.get_or_insert_with(|| schema.target.clone());
        self.set.namespaces.insert(schema.target.clone());
        self.set.has_unqualified |= schema.has_unqualified;
        for (prefix, namespace) in schema.prefixes {
            self.set.prefixes.entry(namespace).or_insert(prefix);
        }
        if named && !schema.doc.is_empty() {
            self.set.docs.push(schema.doc);
        }
        for global in schema.globals {
            define(&mut self.set, global, self.diags);
        }
        for link in schema.links {
            let (includer, wants) = match &link.kind {
                LinkKind::Include | LinkKind::Redefine(_) | LinkKind::Override(_) => (schema.target.clone(), None),
                LinkKind::Import(namespace) => (None, Some(namespace.clone())),
            };
            if let Some(input) = self.find(file, link.location.as_deref(), wants.as_ref(), link.place) {
                self.waiting.push_back(Task { input, includer, wants, place: Some(link.place) });
            }
            if !is_copy && matches!(link.kind, LinkKind::Redefine(_) | LinkKind::Override(_)) {
                self.redefinitions.push((link.place, link.kind));
            }
        }
    }

    /// The document that a link means; says so where there is none.
    fn find(
        &mut self,
        from: FileId,
        location: Option<&str>,
        import: Option<&Option<Rc<str>>>,
        place: Place,
    ) -> Option<Input> {
        let namespace = import.and_then(|n| n.as_deref());
        // What another entry stands for already is named all the same.
        let by_namespace = namespace.and_then(|n| self.catalogued(n));
        if let Some(location) = location {
            if let Some(path) = self.catalogued(location) {
                return self.load(&path, place);
            }
            if is_web(location) {
                match Allowed::copy_of(&self.options.allow, location) {
                    Some(Ok(path)) => return self.load(&path, place),
                    Some(Err(why)) => {
                        self.diags.error(codes::FILE_NOT_READ, place, format!("`{location}` is not read: {why}"));
                        self.set.incomplete = true;
                        return None;
                    }
                    None => {}
                }
            } else {
                if let Some(input) = self.beside(from, location) {
                    return Some(input);
                }
                if let Some(input) = self.on_disk(from, location) {
                    return Some(input);
                }
            }
        }
        if let Some(path) = by_namespace {
            return self.load(&path, place);
        }
        if import.is_some()
            && let Some(given) = self.given.iter().find(|g| g.namespace.as_deref() == namespace)
        {
            return Some(given.input);
        }
        if let Some(name) = location.and_then(|l| l.rsplit('/').next())
            && let Some(given) = self.given.iter().find(|g| {
                let path = &self.sources.file(g.input.file).name;
                g.input.start.is_none() && path.rsplit('/').next() == Some(name)
            })
        {
            return Some(given.input);
        }
        if namespace == Some(XML) {
            return self.builtin();
        }
        // An import without a location is complete by itself; what is missing then is reported where it is used.
        let location = location?;
        self.set.incomplete = true;
        match import {
            // Where nothing of it is used, it need not be there (Part 1, 4.2.3); that is known when all is lowered.
            Some(namespace) => {
                self.set.missing.insert(namespace.clone());
                let (namespace, location) = (namespace.clone(), location.to_owned());
                self.set.absent.push(AbsentImport { namespace, location, place });
            }
            None => {
                say_absent(self.diags, Level::Error, location, place);
            }
        }
        None
    }

    fn catalogued(&mut self, name: &str) -> Option<PathBuf> {
        let (at, entry) = self.options.catalogue.iter().enumerate().find(|(_, entry)| entry.name == name)?;
        self.set.catalogued.insert(at);
        Some(entry.path.clone())
    }

    fn load(&mut self, path: &Path, place: Place) -> Option<Input> {
        match self.sources.load(path) {
            Ok(file) => Some(file.into()),
            Err(error) => {
                let path = path.to_string_lossy();
                self.diags.error(codes::FILE_NOT_READ, place, format!("`{path}` cannot be read: {error}"));
                self.set.incomplete = true;
                None
            }
        }
    }

    /// Among what was named, by its path relative to the document that refers to it.
    fn beside(&self, from: FileId, location: &str) -> Option<Input> {
        let wanted = join(&self.sources.file(from).name, location);
        let found = self
            .given
            .iter()
            .find(|g| g.input.start.is_none() && normal(&self.sources.file(g.input.file).name) == wanted)?;
        Some(found.input)
    }

    fn on_disk(&mut self, from: FileId, location: &str) -> Option<Input> {
        // Text without a file has no folder to look in.
        if self.sources.file(from).path.as_os_str().is_empty() {
            return None;
        }
        let location = location.split('#').next().unwrap_or(location);
        // `file:a.xsd` is no right URI, but some write it.
        let plain = location.strip_prefix("file:").map_or(location, |rest| rest.strip_prefix("//").unwrap_or(rest));
        let decoded = percent_encoding::percent_decode_str(plain).decode_utf8().ok();
        let found = self
            .sources
            .load_from(from, Path::new(plain))
            .or_else(|error| decoded.map_or(Err(error), |plain| self.sources.load_from(from, Path::new(&*plain))));
        found.ok().map(Input::from)
    }

    /// The attributes of the namespace `xml`, which every schema may refer to.
    fn builtin(&mut self) -> Option<Input> {
        if self.builtin {
            return None;
        }
        self.builtin = true;
        let file = self.sources.add("xml.xsd", builtin::XML_NAMESPACE);
        Some(file.into())
    }
}

fn is_web(location: &str) -> bool {
    ["http://", "https://", "ftp://", "urn:"].iter().any(|scheme| location.starts_with(scheme))
}

/// `location` as seen from the file `from`, without `.` and `..`.
fn join(from: &str, location: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    if location.starts_with('/') || folder.is_empty() {
        normal(location)
    } else {
        normal(&format!("{folder}/{location}"))
    }
}

fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|p| !matches!(*p, "" | "..")) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Adds a component; a second one of the same name is reported, and the first one stays.
fn define(set: &mut Set, global: Global, diags: &mut Diagnostics) {
    fn add<T>(
        table: &mut IndexMap<Expanded, T>,
        name: Expanded,
        value: T,
        place: impl Fn(&T) -> Place,
        diags: &mut Diagnostics,
    ) {
        if let Some(first) = table.get(&name) {
            let first = place(first);
            diags
                .error(codes::DUPLICATE, place(&value), format!("`{}` is defined twice", name.local))
                .also(first, "first here")
                .note("the first definition counts");
        } else {
            table.insert(name, value);
        }
    }
    match global {
        Global::Element(e) => add(&mut set.elements, e.name.clone(), e, |e| e.place, diags),
        Global::Attribute(a) => add(&mut set.attributes, a.name.clone(), a, |a| a.place, diags),
        Global::Group(g) => add(&mut set.groups, g.name.clone(), g, |g| g.place, diags),
        Global::AttributeGroup(g) => add(&mut set.attribute_groups, g.name.clone(), g, |g| g.place, diags),
        Global::Simple(t) => {
            if let Some(name) = t.name.clone() {
                add(&mut set.types, name, TypeDefinition::Simple(t), TypeDefinition::place, diags);
            }
        }
        Global::Complex(t) => {
            if let Some(name) = t.name.clone() {
                add(&mut set.types, name, TypeDefinition::Complex(t), TypeDefinition::place, diags);
            }
        }
    }
}
