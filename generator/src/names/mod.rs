//! Rust names for everything in an [`Api`], made once and looked up ever after.
//!
//! A name follows the Rust API guidelines (C-CASE) and depends on its own surroundings only: what the source names
//! is named before what is named from where it stands, and of two that clash the one whose own spelling is the Rust
//! name keeps it, so a schema added elsewhere renames nothing.

mod keywords;
mod listing;
mod namespaces;
mod scope;
mod words;

use crate::ir::{Api, Enum, Given, Id, Literal, Name, Operation, Shape, Space, Table, Tag, Type};
pub use listing::listing;
use scope::Scope;

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

/// Types that generated code speaks of without a path.
const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToString",
    "Vec",
    "IndexMap",
    "OffsetDateTime",
    "Uuid",
    "str",
    "bool",
    "char",
];

/// Names that no module of a group can have, nor the method of the client that leads to it: modules and methods that
/// stand beside it, names of files that mean something else, and crates that generated code speaks of by their names.
const GROUP_MODULES: &[&str] = &[
    "models",
    "auth",
    "runtime",
    "json",
    "xml",
    "error",
    "mod",
    "lib",
    "main",
    "builder",
    "send_raw",
    "send_raw_blocking",
    "client",
    "clone",
    "fmt",
    "std",
    "core",
    "alloc",
    "bytes",
    "futures_core",
    "indexmap",
    "reqwest",
    "serde_json",
    "time",
    "url",
    "uuid",
];

/// Types that the modules of groups speak of without a path.
const GROUP_TYPES: &[&str] = &[
    "Bytes",
    "CallOptions",
    "Client",
    "Date",
    "Error",
    "OffsetDateTime",
    "Operation",
    "Response",
    "Style",
    "Time",
    "Uuid",
];

/// Types that the module of the client speaks of without a path, beside those of the groups.
const CLIENT_TYPES: &[&str] = &["Arc", "ClientBuilder", "Credential", "ErrorHeaders"];

/// Methods that every call has.
const CALL_METHODS: &[&str] = &[
    "options",
    "request",
    "send",
    "send_blocking",
    "new",
    "decode",
    "events",
    "as_json",
    "as_xml",
    "as_form",
    "as_multipart",
    "as_text",
    "as_bytes",
    "as_json_lines",
    "into_future",
    "pages",
    "items",
    "poller",
    "clone",
    "fmt",
];

/// Settings that every client builder has, and methods that every client has.
const BUILDER_METHODS: &[&str] = &[
    "credential",
    "build",
    "builder",
    "core",
    "endpoint",
    "timeout",
    "overall_timeout",
    "retry",
    "transport",
    "user_agent",
    "header",
    "allow_origin",
    "max_response_bytes",
    "allow_anonymous",
    "reqwest_client",
    "send_raw",
    "send_raw_blocking",
    "clone",
    "fmt",
];

/// Makes all names.
pub fn assign(api: &Api) -> Names {
    let types = type_names(api);
    let members = Table::build(&api.types, |id| member_names(&api.types[id]));
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

fn type_names(api: &Api) -> Table<Type, Option<String>> {
    let mut scopes: Vec<Scope> = (0..=api.namespaces.len()).map(|_| Scope::reserving(PRELUDE)).collect();
    let mut names: Table<Type, Option<String>> = Table::build(&api.types, |_| None);
    // First those that are spelled in Rust's way already, then the others that the source names, then the rest.
    let mut rounds: [Vec<(Id<Type>, &Name, String)>; 3] = Default::default();
    for (id, ty) in api.types.iter() {
        let Some(name) = &ty.name else { continue };
        let plain = words::camel(name.for_code());
        let round = match (name.derived, plain == name.for_code()) {
            (false, true) => 0,
            (false, false) => 1,
            (true, _) => 2,
        };
        rounds[round].push((id, name, plain));
    }
    for (id, name, plain) in rounds.iter().flatten() {
        // The types of every namespace have names for themselves.
        let scope = api.apart(name).map_or(0, |namespace| namespace + 1);
        names[*id] = scopes.get_mut(scope).map(|it| it.take(type_candidates(name, plain, &api.types[*id].shape)));
    }
    names
}

fn type_candidates(name: &Name, plain: &str, shape: &Shape) -> Vec<String> {
    let stem = plain.trim_end_matches('_');
    let space = match name.space {
        Space::Plain => None,
        Space::Element => Some("Element"),
        Space::Attribute => Some("Attribute"),
        Space::Group => Some("Group"),
        Space::AttributeGroup => Some("Attributes"),
    };
    let kind = match shape {
        Shape::Enum(_) => "Kind",
        Shape::Choice(_) => "Choice",
        _ => "Model",
    };
    std::iter::once(plain.to_owned())
        .chain(space.map(|word| format!("{stem}{word}")))
        .chain([format!("{stem}{kind}")])
        .collect()
}

fn member_names(ty: &Type) -> Vec<String> {
    match &ty.shape {
        Shape::Record(record) => {
            let mut scope = Scope::default();
            let mut names: Vec<String> = record
                .fields
                .iter()
                .map(|field| {
                    let text = field.name.for_code();
                    let place = match field.wire.xml {
                        Some(crate::ir::XmlPlace::Attribute(_)) => "attribute",
                        Some(crate::ir::XmlPlace::Element(_)) => "element",
                        _ => "field",
                    };
                    scope.take(spelled(words::snake, [text.to_owned(), format!("{text} {place}")]))
                })
                .collect();
            if let crate::ir::Rest::Kept(_) = record.rest {
                names.push(scope.take(["additional_properties".to_owned(), "other_properties".to_owned()]));
            }
            names
        }
        Shape::Enum(one) => variant_names(one),
        Shape::Choice(choice) => {
            let mut scope = Scope::reserving(if choice.open { &["Unknown"] } else { &[] });
            let texts: Vec<&str> = choice.variants.iter().map(|variant| variant.name.for_code()).collect();
            let whole: Vec<String> = texts.iter().map(|text| words::camel(text)).collect();
            // What XML tells apart by names is called as its elements and types are.
            let by_name = matches!(choice.tag, Tag::Element | Tag::XsiType);
            let parent = ty.name.as_ref().filter(|_| !by_name).map(|name| words::camel(name.for_code()));
            let short: Vec<Option<&str>> =
                whole.iter().map(|name| parent.as_deref().and_then(|parent| words::without(name, parent))).collect();
            let mut names = Vec::new();
            for (at, text) in texts.into_iter().enumerate() {
                let others = (0..whole.len()).filter(|other| *other != at);
                let is_free = |name: &str| {
                    others.clone().all(|other| whole.get(other).is_none_or(|it| it != name))
                        && others.clone().all(|other| short.get(other).is_none_or(|it| *it != Some(name)))
                };
                // What is called `Unknown` is what the description does not list.
                let may_be = |name: &&str| *name != "Unknown" && scope.is_free(name) && is_free(name);
                let short = short.get(at).copied().flatten().filter(may_be);
                names.push(match short {
                    Some(name) => scope.take([name.to_owned()]),
                    None => scope.take(spelled(words::camel, [text.to_owned(), format!("{text} variant")])),
                });
            }
            names
        }
        _ => Vec::new(),
    }
}

fn variant_names(one: &Enum) -> Vec<String> {
    let mut scope = Scope::reserving(if one.open { &["Unknown"] } else { &[] });
    one.values
        .iter()
        .map(|value| {
            let text = value.name.for_code();
            let number = matches!(value.value, Literal::Number(_)) && value.name.preferred.is_none();
            // `-1` and `1` are two.
            let positive = number && !text.starts_with('-');
            let plain = if positive { words::camel(&format!("value {text}")) } else { words::camel(text) };
            let stem = plain.trim_end_matches('_').to_owned();
            // Of two that differ only in case, the second says how it is spelled.
            let case = match text {
                _ if text.chars().all(|c| !c.is_lowercase()) => "UpperCase",
                _ if text.chars().all(|c| !c.is_uppercase()) => "LowerCase",
                _ if text.contains(['_', '-', ' ', '.']) => "Separated",
                _ => "MixedCase",
            };
            scope.take([plain, format!("{stem}{case}"), format!("{stem}Value")])
        })
        .collect()
}

fn operation_names(api: &Api) -> (Vec<Group>, Table<Operation, OperationNames>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut group_scope = Scope::reserving(GROUP_MODULES);
    let mut handles = Scope::reserving(PRELUDE);
    for taken in GROUP_TYPES.iter().chain(CLIENT_TYPES) {
        handles.take([(*taken).to_owned()]);
    }
    let mut names: Table<Operation, OperationNames> = Table::build(&api.operations, |_| OperationNames::default());
    for (id, operation) in api.operations.iter() {
        let source = operation.group.as_ref().map(|name| name.for_code().to_owned());
        match groups.iter_mut().find(|group| group.source == source) {
            Some(group) => group.operations.push(id),
            None => {
                let text = source.as_deref().unwrap_or("operations");
                let module = group_scope.take([words::snake(text), words::snake(&format!("{text} operations"))]);
                let handle = words::camel(module.trim_start_matches("r#"));
                let handle = handles.take([handle.clone(), format!("{handle}Operations")]);
                groups.push(Group { module, handle, source, operations: vec![id] });
            }
        }
    }
    for group in &groups {
        let mut methods = Scope::reserving(&["client", "clone", "fmt", "new"]);
        let mut types = Scope::reserving(PRELUDE);
        for taken in GROUP_TYPES {
            types.take([(*taken).to_owned()]);
        }
        types.take([group.handle.clone()]);
        for &id in &group.operations {
            names[id] = one_operation(&api.operations[id], &mut methods, &mut types);
        }
    }
    (groups, names)
}

fn one_operation(operation: &Operation, methods: &mut Scope, types: &mut Scope) -> OperationNames {
    let text = operation.name.for_code();
    let longer = format!("{} {text}", operation.method.to_lowercase());
    let method = methods.take(spelled(words::snake, [text.to_owned(), longer]));
    let stem = method.trim_start_matches("r#").trim_end_matches('_').to_owned();
    let mut type_name = |suffix: &str, fallback: &str| {
        types.take(spelled(words::camel, [format!("{stem} {suffix}"), format!("{stem} {fallback}")]))
    };
    let call = type_name("", "call");
    let headers = type_name("headers", "response headers");
    let output = type_name("output", "call output");
    let error = type_name("error", "call error");
    let several = operation.request.as_ref().is_some_and(|request| request.media.len() > 1);
    let body_type = if several { type_name("body", "request body") } else { String::new() };
    let mut params_scope = Scope::reserving(CALL_METHODS);
    let body_text = operation.request.as_ref().and_then(|request| request.name.as_ref()).map_or("body", Name::for_code);
    let params = operation
        .params
        .iter()
        .map(|param| match param.given {
            // Of the client's own names there is no setter on the call.
            Given::ByClient | Given::Fixed => words::snake(param.name.for_code()),
            Given::ByCall | Given::OrUuid => {
                let text = param.name.for_code();
                let place = format!("{:?}", param.location);
                let texts = [text.to_owned(), format!("{text} {place}"), format!("{text} {place} parameter")];
                params_scope.take(spelled(words::snake, texts))
            }
        })
        .collect();
    let body = params_scope.take([words::snake(body_text), "request_body".to_owned(), "body_content".to_owned()]);
    OperationNames { method, call, params, body, body_type, headers, output, error }
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

/// `text` as the name of a variant.
pub fn variant(text: &str) -> String {
    words::camel(text)
}
