//! Finds the documents that schemas lead to, and takes in what each defines.

use std::collections::{HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::super::document::{LinkKind, Schema};
use super::super::{Options, builtin, codes, parse};
use super::{AbsentImport, Input, Set, define, say_absent};
use crate::diag::{Diagnostics, Level};
use crate::source::{Allowed, FileId, Place, Sources};
use crate::xml::{self, XML};

/// A file that the user named, as others may speak of it.
pub(super) struct Given {
    input: Input,
    namespace: Option<String>,
}

/// What others may call a document by.
pub(super) fn given(sources: &Sources, input: Input) -> Given {
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
pub(super) struct Task {
    pub(super) input: Input,
    /// The namespace of the document that includes it.
    pub(super) includer: Option<Rc<str>>,
    /// The namespace that it should describe, where it was imported for one.
    pub(super) wants: Option<Option<Rc<str>>>,
    /// Who asks for it.
    pub(super) place: Option<Place>,
}

/// Reads documents, one after another, and what they lead to.
pub(super) struct Loader<'a> {
    pub(super) sources: &'a mut Sources,
    pub(super) diags: &'a mut Diagnostics,
    pub(super) options: &'a Options,
    pub(super) given: Vec<Given>,
    pub(super) read: HashSet<(Input, Option<Rc<str>>)>,
    /// The documents that were taken, and who includes those without a namespace of their own.
    pub(super) taken: Vec<(FileId, Option<Rc<str>>)>,
    pub(super) waiting: VecDeque<Task>,
    pub(super) set: Set,
    pub(super) redefinitions: Vec<(Place, LinkKind)>,
    pub(super) builtin: bool,
}

impl Loader<'_> {
    /// Reads a document, unless it was read before; `named`, where the user named it.
    pub(super) fn run(&mut self, task: Task, named: bool) {
        if self.read.contains(&(task.input, task.includer.clone())) {
            return;
        }
        // A grammar of WADL may be in any language.
        let begins = self.sources.file(task.input.file).text.trim_start();
        if let (false, Some(place)) = (begins.starts_with('<'), task.place) {
            let name = &self.sources.file(task.input.file).name;
            if self.read.insert((task.input, None)) {
                self.diags
                    .warning(codes::NOT_A_SCHEMA, place, format!("`{name}` is no XML Schema: it is no XML"))
                    .note("it is not read")
                    .help("JSON Schema and the compact syntax of Relax NG cannot be read, grammars in XML Schema can");
            }
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
    pub(super) fn find(
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

/// Whether a location is an address.
pub(super) fn is_web(location: &str) -> bool {
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
