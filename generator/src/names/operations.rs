//! Names of groups of operations, of operations and of what they take.

use super::scope::Scope;
use super::taken::{CALL_METHODS, CLIENT_TYPES, GROUP_MODULES, GROUP_TYPES, PRELUDE};
use super::{Group, OperationNames, spelled, way, words};
use crate::ir::media_type::meaning;
use crate::ir::{Api, Given, Name, Operation, Table};

/// The groups of operations, and the names of what is in them.
pub(super) fn operation_names(api: &Api) -> (Vec<Group>, Table<Operation, OperationNames>) {
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
                // In scripts without case, the module is called so already.
                let plain = Some(handle.clone()).filter(|handle| *handle != module);
                let handle = handles.take(plain.into_iter().chain([format!("{handle}Operations")]));
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
    let media = operation.request.iter().filter(|_| several).flat_map(|request| &request.media);
    for word in media.filter_map(|media| meaning(&media.media_type)) {
        params_scope.take([way(&word)]);
    }
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
