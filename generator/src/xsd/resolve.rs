//! Schema documents to one set of components: include, import, redefine, chameleons, cycles, and files that stand for
//! locations on the web.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use indexmap::IndexMap;

use super::document::{
    AnyUse, Attribute, AttributeGroup, ComplexType, Element, Expanded, Global, Group, LinkKind, SimpleType,
};
use super::{Options, codes};
use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::ir::{Namespaces, Process};
use crate::source::{FileId, Place, Sources};
use loader::{Loader, Task, given, is_web};

mod loader;
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
