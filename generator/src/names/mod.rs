//! Rust names for everything in an [`Api`], made once and looked up ever after.
//!
//! A name follows the Rust API guidelines (C-CASE) and depends on its own surroundings only: what the source names
//! is named before what is named from where it stands, and of two that clash the one whose own spelling is the Rust
//! name keeps it, so a schema added elsewhere renames nothing.

mod keywords;
mod listing;
mod namespaces;
mod operations;
mod scope;
mod taken;
mod types;
mod words;

use crate::ir::{Api, Id, Operation, Table, Type};
pub use listing::listing;
use operations::operation_names;
use scope::Scope;
use taken::BUILDER_METHODS;
use types::{member_names, type_names};

/// The names of an [`Api`].
#[derive(Clone, Debug)]
pub struct Names {
    /// Of types; `None` where a type needs none.
    pub types: Table<Type, Option<String>>,
    /// Of the fields of records and the variants of enumerations and choices, in their order; a record that keeps other
    /// members has one name more, for them.
    pub members: Table<Type, Vec<String>>,
    /// Of operations.
    pub operations: Table<Operation, OperationNames>,
    /// Of the modules of namespaces that stand apart, in the order of [`Api::namespaces`].
    pub namespaces: Vec<String>,
    /// Of groups, in the order in which they are first met.
    pub groups: Vec<Group>,
    /// Of what the client gives with every call, in the order of [`Api::client_params`].
    pub client_params: Vec<String>,
    /// Of the variables of the client's address, in the order of the first server.
    pub server_variables: Vec<String>,
    /// Of the security schemes: setters and variants, in the order of [`Api::security`].
    pub schemes: Vec<Scheme>,
}

impl Names {
    /// Whether all names are made of ASCII; the compiler warns of others that look like one another.
    pub fn are_ascii(&self, api: &Api) -> bool {
        let types =
            api.types.ids().all(|id| self.types[id].iter().chain(&self.members[id]).all(|name| name.is_ascii()));
        let groups = self.groups.iter().all(|group| group.module.is_ascii());
        types
            && groups
            && api.operations.ids().all(|id| {
                let names = &self.operations[id];
                names.method.is_ascii() && names.params.iter().all(|name| name.is_ascii())
            })
    }
}

/// A group of operations: a module, and a handle on the client.
#[derive(Clone, Debug)]
pub struct Group {
    /// The module, and the method of the client.
    pub module: String,
    /// The handle's type.
    pub handle: String,
    /// The group as the description names it; `None` for operations without one.
    pub source: Option<String>,
    /// Its operations.
    pub operations: Vec<Id<Operation>>,
}

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The method of the group.
    pub method: String,
    /// The type of the call.
    pub call: String,
    /// The parameters, in the order of the operation.
    pub params: Vec<String>,
    /// The body's argument.
    pub body: String,
    /// The type of the body, where it may be of several.
    pub body_type: String,
    /// The type of the headers of its answers.
    pub headers: String,
    /// The type of what it answers, where there are several.
    pub output: String,
    /// The type of the errors that it answers, where there are several.
    pub error: String,
}

/// The names of a security scheme.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// The variant of `Credential`.
    pub variant: String,
    /// The constructor, where the type alone does not say which scheme is meant.
    pub constructor: String,
}

/// Makes all names.
pub fn assign(api: &Api) -> Names {
    let types = type_names(api);
    let members = Table::build(&api.types, |id| member_names(api, &api.types[id]));
    let (groups, operations) = operation_names(api);
    let mut scope = Scope::reserving(BUILDER_METHODS);
    for group in &groups {
        scope.take([group.module.clone()]);
    }
    let client_params = api
        .client_params
        .iter()
        .map(|param| {
            let text = param.name.for_code();
            scope.take(spelled(words::snake, [text.to_owned(), format!("{text} value")]))
        })
        .collect();
    let server_variables = api
        .servers
        .iter()
        .take(1)
        .flat_map(|server| &server.variables)
        .map(|variable| {
            let text = variable.name.for_code();
            scope.take(spelled(words::snake, [text.to_owned(), format!("server {text}")]))
        })
        .collect();
    Names {
        types,
        members,
        namespaces: namespaces::modules(api),
        operations,
        groups,
        client_params,
        server_variables,
        schemes: scheme_names(api),
    }
}

/// Candidates for a name, each spelled when it is asked for.
fn spelled<const N: usize>(spell: fn(&str) -> String, texts: [String; N]) -> impl Iterator<Item = String> {
    texts.into_iter().map(move |text| spell(&text))
}

/// `text` as a module name; for the modules of services.
pub fn module(text: &str) -> String {
    words::snake(text)
}

/// Whether the Rust name says as much as the name in the source: it is the same words.
pub fn says(rust: &str, source: &str) -> bool {
    let rust = rust.trim_start_matches("r#");
    !source.is_empty() && (rust == words::snake(source) || rust == words::camel(source))
}

fn scheme_names(api: &Api) -> Vec<Scheme> {
    let mut variants = Scope::default();
    let mut constructors = Scope::reserving(&["from", "into", "add_to"]);
    api.security
        .keys()
        .map(|name| Scheme {
            variant: variants.take([words::camel(name), words::camel(&format!("{name} scheme"))]),
            constructor: constructors.take([words::snake(name), words::snake(&format!("{name} scheme"))]),
        })
        .collect()
}

/// Field names for `texts`, each once.
pub fn fields<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut scope = Scope::default();
    texts.map(|text| scope.take([words::snake(text), words::snake(&format!("{text} value"))])).collect()
}

/// Variant names for `texts`, each once.
pub fn variants<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut scope = Scope::default();
    texts.map(|text| scope.take([words::camel(text), words::camel(&format!("{text} body"))])).collect()
}

/// Names for the methods that say as what a body is sent, by a word for each way, or else by its media type.
pub fn ways<'a>(ways: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut scope = Scope::default();
    ways.map(|(word, media)| scope.take([way(word), way(media)])).collect()
}

fn way(word: &str) -> String {
    words::snake(&format!("as {word}"))
}

/// `text` as the name of a variant.
pub fn variant(text: &str) -> String {
    words::camel(text)
}
