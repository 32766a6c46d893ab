//! The description of Batch as another reader sees it: `openapiv3` types the document, and what it finds is compared with
//! what the generator understood.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diag::Diagnostics;
use generator::ir::{Api, Location, Occurs, PathPiece, Shape, StatusPattern};
use generator::source::Sources;
use openapiv3::{OpenAPI, Parameter, ReferenceOr, SchemaKind, StatusCode, Type};

fn description() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/batch/batch.openapi.yaml")
}

fn theirs() -> OpenAPI {
    serde_yaml::from_str(&fs::read_to_string(description()).expect("the description")).expect("OpenAPI 3.0")
}

fn ours() -> Api {
    let config = Config::single(&[description()], Path::new("out"), "batch", false).expect("a configuration");
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let understood = generator::understand(&config.services[0], &mut sources, &mut diags);
    assert!(!diags.has_errors(), "{diags:?}");
    understood.api
}

/// Method, path and id; parameters as `location name required`; statuses.
type Operation = (String, BTreeSet<String>, BTreeSet<String>);

#[test]
fn operations_are_the_same() {
    let document = theirs();
    let mut expected: BTreeMap<String, Operation> = BTreeMap::new();
    for (path, item) in &document.paths.paths {
        let item = item.as_item().expect("no reference");
        for (method, operation) in item.iter() {
            let params =
                item.parameters.iter().chain(&operation.parameters).map(|it| parameter(&document, it)).collect();
            let code = |status: &StatusCode| match status {
                StatusCode::Code(code) => code.to_string(),
                StatusCode::Range(range) => format!("{range}XX"),
            };
            let mut statuses: BTreeSet<String> = operation.responses.responses.keys().map(code).collect();
            statuses.extend(operation.responses.default.iter().map(|_| "default".to_owned()));
            let key = format!("{} {path}", method.to_uppercase());
            expected.insert(key, (operation.operation_id.clone().unwrap_or_default(), params, statuses));
        }
    }
    let api = ours();
    let mut found: BTreeMap<String, Operation> = BTreeMap::new();
    for (_, operation) in api.operations.iter() {
        let path: String = operation
            .path
            .iter()
            .map(|piece| match piece {
                PathPiece::Literal(text) => text.clone(),
                PathPiece::Param(name) => format!("{{{name}}}"),
            })
            .collect();
        let word = |location| match location {
            Location::Path => "path",
            Location::Query | Location::QueryString => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let params = operation.params.iter();
        let params = params.map(|it| format!("{} {} {}", word(it.location), it.name.text, it.required)).collect();
        let status = |status| match status {
            StatusPattern::Code(code) => code.to_string(),
            StatusPattern::Class(class) => format!("{class}XX"),
            StatusPattern::Default => "default".to_owned(),
        };
        let statuses = operation.responses.iter().map(|response| status(response.status)).collect();
        let key = format!("{} {path}", operation.method);
        found.insert(key, (operation.id.clone().unwrap_or_default(), params, statuses));
    }
    assert!(expected.len() >= 5, "{expected:?}");
    assert_eq!(found, expected);
}

fn parameter(document: &OpenAPI, reference: &ReferenceOr<Parameter>) -> String {
    let parameter = match reference {
        ReferenceOr::Item(parameter) => parameter,
        ReferenceOr::Reference { reference } => {
            let name = reference.rsplit('/').next().expect("a name");
            let components = document.components.as_ref().expect("components");
            components.parameters.get(name).and_then(ReferenceOr::as_item).expect("a parameter")
        }
    };
    let location = match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    };
    let data = parameter.parameter_data_ref();
    format!("{location} {} {}", data.name, data.required)
}

#[test]
fn schemas_are_the_same() {
    let document = theirs();
    let api = ours();
    let mut compared = 0;
    for (name, schema) in &document.components.as_ref().expect("components").schemas {
        let schema = schema.as_item().expect("no reference");
        let of_name = |ty: &generator::ir::Type| ty.name.as_ref().is_some_and(|known| known.text == *name);
        let (_, ty) = api.types.iter().find(|(_, ty)| of_name(ty)).unwrap_or_else(|| panic!("there is no {name}"));
        match (&schema.schema_kind, &ty.shape) {
            (SchemaKind::Type(Type::Object(object)), Shape::Record(record)) => {
                let required = |name: &String| object.required.contains(name);
                let expected: Vec<(String, bool)> =
                    object.properties.keys().map(|name| (name.clone(), required(name))).collect();
                let wire = |field: &generator::ir::Field| field.wire.json.clone().expect("a member of JSON");
                let found: Vec<(String, bool)> =
                    record.fields.iter().map(|field| (wire(field), field.occurs == Occurs::One)).collect();
                assert_eq!(found, expected, "{name}");
                compared += 1;
            }
            (SchemaKind::Type(Type::String(text)), Shape::Enum(one)) => {
                let expected: Vec<String> = text.enumeration.iter().flatten().cloned().collect();
                let value = |it: &generator::ir::EnumValue| match &it.value {
                    generator::ir::Literal::String(text) => text.clone(),
                    other => panic!("{name}: {other:?} is no text"),
                };
                assert_eq!(one.values.iter().map(value).collect::<Vec<_>>(), expected, "{name}");
                compared += 1;
            }
            (kind, shape) => panic!("{name}: {kind:?} became {shape:?}"),
        }
    }
    assert!(compared >= 8, "only {compared} schemas were compared");
}
