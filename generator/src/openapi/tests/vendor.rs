//! Extensions that change the API or the wire.

use super::*;
use crate::ir::{Given, Location, Next, PathPiece};

#[test]
fn conventions_of_autorest() {
    let lowered = document(
        r"
swagger: '2.0'
info: {title: t, version: 2024-01-01}
x-ms-parameterized-host: {hostTemplate: '{vault}.x.test', parameters: [{$ref: '#/parameters/vault'}]}
basePath: /base
parameters:
  vault: {name: vault, in: path, required: true, type: string, x-ms-client-name: vaultName}
  version: {name: api-version, in: query, required: true, type: string}
  group: {name: group, in: query, type: string, x-ms-parameter-location: method}
paths:
  /a:
    get:
      operationId: Things_List
      x-ms-request-id: request-id
      x-ms-pageable: {nextLinkName: next.link, itemName: things}
      parameters:
      - {$ref: '#/parameters/version'}
      - {$ref: '#/parameters/group'}
      - {name: client-request-id, in: header, type: string, x-ms-client-request-id: true}
      - {name: max, in: query, type: integer, x-ms-client-name: maxResults}
      - {name: raw, in: query, type: string, x-ms-skip-url-encoding: true}
      responses: {200: {description: d, schema: {$ref: '#/definitions/Page'}}}
    post:
      operationId: Things_Other
      x-ms-pageable: {nextLinkName: gone}
      x-ms-client-name: Renamed
      deprecated: true
      x-ms-deprecation: {description: use the other}
      responses: {200: {description: d, schema: {$ref: '#/definitions/Page'}}}
x-ms-paths:
  /a?comp=list&flag:
    get: {operationId: Things_Comp, responses: {200: {description: d}}}
definitions:
  Page: {properties: {things: {type: array, items: {type: string, enum: [a], x-ms-enum: {name: Kind}}}, next.link: {type: string}, k: {type: string, enum: [a], x-ms-enum: {name: Kind}}, p: {type: string, x-ms-secret: true}}}
  State:
    type: string
    enum: [on, off]
    x-ms-enum: {name: PowerState, modelAsString: true, values: [{value: off, name: SwitchedOff, description: No light.}]}
",
    );
    let server = &lowered.api.servers[0];
    assert_eq!(server.url, "https://{vault}.x.test/base");
    assert_eq!((server.variables[0].name.for_code(), server.variables[0].default.as_deref()), ("vaultName", None));
    let operations: Vec<_> = lowered.api.operations.iter().map(|(_, op)| op).collect();
    let given: Vec<_> = operations[0].params.iter().map(|p| (p.name.for_code(), p.given, p.allow_reserved)).collect();
    assert_eq!(
        given,
        [
            ("api-version", Given::ByClient, false),
            ("group", Given::ByCall, false),
            ("client-request-id", Given::OrUuid, false),
            ("maxResults", Given::ByCall, false),
            ("raw", Given::ByCall, true),
        ]
    );
    assert_eq!(lowered.api.client_params.len(), 1);
    assert_eq!(lowered.api.client_params[0].default, Some(Literal::String("2024-01-01".into())));
    assert_eq!(lowered.api.request_id_headers, ["request-id"]);
    let paging = operations[0].paging.as_ref().unwrap();
    assert_eq!(paging.items.as_deref().unwrap(), ["things"]);
    assert_eq!(paging.next, Next::Member(vec!["next.link".into()]));
    // Whether the answer has what is named here shows when it is whole.
    assert_eq!(operations[1].paging.as_ref().unwrap().next, Next::Member(vec!["gone".into()]));
    assert_eq!(operations[1].name.for_code(), "Renamed");
    assert_eq!(operations[1].deprecated.as_ref().unwrap().reason.as_deref(), Some("use the other"));
    assert_eq!(operations[2].path, [PathPiece::Literal("/a".into())]);
    let query: Vec<_> =
        operations[2].params.iter().map(|p| (p.name.text.as_str(), p.location, p.given, p.default.clone())).collect();
    let fixed = |text: &str| Some(Literal::String(text.to_owned()));
    assert_eq!(
        query,
        [("comp", Location::Query, Given::Fixed, fixed("list")), ("flag", Location::Query, Given::Fixed, None)]
    );
    let (_, state) =
        lowered.api.types.iter().find(|(_, ty)| ty.name.as_ref().is_some_and(|n| n.text == "State")).unwrap();
    assert_eq!(state.name.as_ref().unwrap().for_code(), "PowerState");
    let Shape::Enum(found) = &state.shape else { panic!() };
    assert_eq!(found.values[1].name.for_code(), "SwitchedOff");
    assert_eq!(found.values[1].doc.description.as_deref(), Some("No light."));
    // The two inline enums of one name are one type, which `ty` makes sure of.
    assert_eq!(lowered.ty("Kind"), "enum(a ..)");
    assert_eq!(lowered.api.types.iter().filter(|(_, ty)| ty.secret).count(), 1);
    assert_eq!(lowered.said(), [""; 0]);
}

#[test]
fn names_of_enum_values() {
    let lowered = schemas(
        r"
A: {type: integer, enum: [1, 2], x-enum-varnames: [One, Two], x-enum-descriptions: ['', two]}
B: {type: string, enum: [a, b], x-enum-descriptions: {a: first}, x-enumNames: [X]}
C: {oneOf: [{const: 1, title: Low, description: l}, {const: 2, title: High, deprecated: true}]}
",
    );
    let names = |name: &str| {
        let (_, ty) =
            lowered.api.types.iter().find(|(_, ty)| ty.name.as_ref().is_some_and(|n| n.text == name)).unwrap();
        let Shape::Enum(found) = &ty.shape else { panic!() };
        let one = |value: &crate::ir::EnumValue| {
            (
                value.name.for_code().to_owned(),
                value.doc.description.clone().unwrap_or_default(),
                value.deprecated.is_some(),
            )
        };
        found.values.iter().map(one).collect::<Vec<_>>()
    };
    let expect = |name: &str, doc: &str, old: bool| (name.to_owned(), doc.to_owned(), old);
    assert_eq!(names("A"), [expect("One", "", false), expect("Two", "two", false)]);
    assert_eq!(names("B"), [expect("a", "first", false), expect("b", "", false)]);
    assert_eq!(names("C"), [expect("Low", "l", false), expect("High", "", true)]);
    // The document is of 3.0, which has no `const`.
    assert_eq!(
        lowered.said(),
        [
            "OA0107 /components/schemas/B/x-enumNames",
            "OA0013 /components/schemas/C/oneOf/0/const",
            "OA0013 /components/schemas/C/oneOf/1/const",
        ]
    );
}

#[test]
fn unknown_extensions_say_nothing() {
    schemas("A: {type: string, x-whatever: [1], x-go-type: 7}").clean();
}

#[test]
fn what_may_be_absent_is_not_for_the_client_but_for_a_version() {
    let lowered = document(
        r"
swagger: '2.0'
info: {title: t, version: 2024-01-01}
host: x.test
parameters:
  version: {name: api-version, in: query, type: string, default: 2020-01-01}
  top: {name: $top, in: query, type: integer, default: 10, x-ms-summary: Top}
paths:
  /a:
    get:
      operationId: Things_List
      parameters: [{$ref: '#/parameters/version'}, {$ref: '#/parameters/top'}]
      responses: {200: {description: d}}
",
    );
    let (_, operation) = lowered.api.operations.iter().next().unwrap();
    let given: Vec<_> = operation.params.iter().map(|param| (param.name.for_code(), param.given)).collect();
    assert_eq!(given, [("api-version", Given::ByClient), ("$top", Given::ByCall)]);
}
