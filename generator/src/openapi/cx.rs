//! What all readers of a description share: the documents, what was resolved and read before, and the model that grows.

use std::collections::VecDeque;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use serde_json::Value;

use super::Options;
use super::beside::Beside;
use super::load::{Dialect, Documents};
use super::node::Node;
use super::resources::Resources;
use super::schema::{Guess, Schema};
use crate::diag::Diagnostics;
use crate::ir::media_type::is_xml;
use crate::ir::{Builder, Id, Name, Scalar, Type};
use crate::source::{FileId, Place, Sources};

/// The reader of one description.
pub(super) struct Cx<'a, 'b> {
    pub(super) sources: &'a Sources,
    pub(super) documents: &'a Documents,
    /// The root of the description.
    pub(super) root: Node<'a>,
    /// The version of the root.
    pub(super) dialect: Dialect,
    pub(super) builder: &'b mut Builder,
    pub(super) diags: &'b mut Diagnostics,
    pub(super) options: &'b Options,
    /// Where references lead, by what they are relative to: a file, or a schema with an address of its own.
    pub(super) resolved: HashMap<(Place, String), Result<Node<'a>, String>>,
    /// The schemas with addresses of their own, by file.
    pub(super) resources: HashMap<FileId, Rc<Resources<'a>>>,
    /// The places that were spoken of and need not be again.
    pub(super) told: HashSet<Place>,
    /// What is taken beside references, although it does not count there.
    pub(super) beside: Beside,
    /// What is said of the data of events that are described whole.
    pub(super) event_data: HashSet<Place>,
    /// The ids of all operations, where a link has asked for them.
    pub(super) operation_ids: Option<HashSet<&'a str>>,
    /// What keeps files from being read, that somebody was told of.
    pub(super) unread: HashSet<String>,
    /// Schemas as read, by place.
    pub(super) schemas: HashMap<Place, Rc<Schema<'a>>>,
    /// The names of schemas that have one, by place.
    pub(super) named: HashMap<Place, Name>,
    /// Named schemas that were referred to and are yet to be lowered.
    pub(super) waiting: VecDeque<Node<'a>>,
    /// Types of scalars about which nothing else is said.
    pub(super) scalars: HashMap<Scalar, Id<Type>>,
    /// What schemas amount to, by place.
    pub(super) kinds: HashMap<Place, Guess>,
    /// Whether schemas let `null` in, by place.
    pub(super) nullables: HashMap<Place, bool>,
    /// The schemas whose types are being joined, those that led there first.
    pub(super) joining: Vec<Vec<Place>>,
    /// How many variants multiplied choices have by now.
    pub(super) combinations: usize,
    /// The type of anything.
    pub(super) anything: Option<Id<Type>>,
    /// The schemas that extend a schema with a discriminator, by the place of the latter.
    pub(super) children: HashMap<Place, Vec<Node<'a>>>,
    /// The nearest schema with a discriminator that a schema extends, by the place of the latter.
    pub(super) above: HashMap<Place, Option<Node<'a>>>,
    /// The schemas that have the name of one that only refers to them, and those whose name that was.
    pub(super) handed_on: HashSet<Place>,
    /// Enums that are defined inline under a name (`x-ms-enum`).
    pub(super) enums: HashMap<String, Vec<Id<Type>>>,
    /// Whether some body is XML, so that places in XML matter.
    pub(super) xml: bool,
    /// Whether the description uses the conventions of AutoRest (`x-ms-`).
    pub(super) autorest: bool,
}

impl<'a, 'b> Cx<'a, 'b> {
    pub(super) fn new(
        sources: &'a Sources,
        documents: &'a Documents,
        root: Node<'a>,
        dialect: Dialect,
        builder: &'b mut Builder,
        diags: &'b mut Diagnostics,
        options: &'b Options,
    ) -> Self {
        let mut features = Features::default();
        documents.iter().for_each(|(_, document)| features.look(&document.value));
        Cx {
            sources,
            documents,
            root,
            dialect,
            builder,
            diags,
            options,
            resolved: HashMap::default(),
            resources: HashMap::default(),
            told: HashSet::default(),
            beside: Beside::default(),
            event_data: HashSet::default(),
            operation_ids: None,
            unread: HashSet::default(),
            schemas: HashMap::default(),
            named: HashMap::default(),
            waiting: VecDeque::new(),
            scalars: HashMap::default(),
            kinds: HashMap::default(),
            nullables: HashMap::default(),
            joining: Vec::new(),
            combinations: 0,
            anything: None,
            children: HashMap::default(),
            above: HashMap::default(),
            handed_on: HashSet::default(),
            enums: HashMap::default(),
            xml: features.xml,
            autorest: features.autorest,
        }
    }

    /// Reads everything.
    pub(super) fn run(mut self) {
        let root = self.root;
        self.info(root);
        self.find_children();
        self.find_event_data();
        self.servers(root);
        self.security_schemes(root);
        self.components(root);
        self.lower_waiting();
        self.operations(root);
        self.webhooks(root);
        self.lower_waiting();
        self.break_circles();
        self.beside.say(self.diags);
    }

    /// The version of the file that a node stands in.
    pub(super) fn dialect_of(&self, node: Node<'a>) -> Dialect {
        self.documents.get(node.file).map_or(self.dialect, |document| document.dialect)
    }

    /// Lowers the named schemas that were referred to, and those that they refer to.
    fn lower_waiting(&mut self) {
        while let Some(node) = self.waiting.pop_front() {
            self.define(node);
        }
    }
}

/// What a description makes use of, found by a look over the whole of it.
#[derive(Default)]
struct Features {
    xml: bool,
    autorest: bool,
}

impl Features {
    fn look(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.look(item)),
            Value::Object(members) => {
                for (key, value) in members {
                    match (key.as_str(), value) {
                        ("consumes" | "produces", Value::Array(types)) => {
                            self.xml |= types.iter().filter_map(Value::as_str).any(is_xml);
                        }
                        ("content", Value::Object(types)) => self.xml |= types.keys().any(|key| is_xml(key)),
                        ("contentType", Value::String(types)) => self.xml |= types.split(',').any(is_xml),
                        ("example" | "examples", _) => continue,
                        (key, _) => self.autorest |= key.starts_with("x-ms-"),
                    }
                    self.look(value);
                }
            }
            _ => {}
        }
    }
}
