//! OpenAPI 2.0.

use super::*;
use crate::ir::{Location, Payload, SchemeKind, Style};

const HEAD: &str = "swagger: '2.0'\ninfo: {title: t, version: '1'}\n";

#[test]
fn parameters_bodies_and_answers() {
    let lowered = document(&format!(
        "{HEAD}{}",
        r"
host: x.test
basePath: /v1/
schemes: [http, https]
consumes: [application/json, application/xml]
produces: [application/json]
parameters:
  limit: {name: limit, in: query, type: integer, format: int32, maximum: 5}
responses:
  gone: {description: gone, schema: {$ref: '#/definitions/Error'}}
paths:
  /a/{id}:
    post:
      parameters:
      - {name: id, in: path, required: true, type: array, items: {type: string}, collectionFormat: pipes}
      - {$ref: '#/parameters/limit'}
      - {name: m, in: query, type: array, items: {type: string}, collectionFormat: multi}
      - {name: c, in: query, type: array, items: {type: string}}
      - {name: t, in: query, type: array, items: {type: string}, collectionFormat: tsv}
      - {name: h, in: header, type: array, items: {type: string}}
      - {name: Accept, in: header, type: string}
      - {name: thing, in: body, required: true, schema: {$ref: '#/definitions/Thing'}}
      responses:
        200: {description: ok, schema: {$ref: '#/definitions/Thing'}, headers: {X-Rate: {type: integer, format: int32}}}
        202: {description: no body}
        404: {$ref: '#/responses/gone'}
  /file:
    put:
      consumes: [multipart/form-data]
      produces: [image/png]
      parameters:
      - {name: f, in: formData, type: file, required: true}
      - {name: tags, in: formData, type: array, items: {type: string}, collectionFormat: multi}
      responses: {200: {description: ok, schema: {type: file}}}
    post:
      parameters: [{name: a, in: formData, type: string}]
      responses: {default: {description: ok}}
definitions:
  Thing: {type: object, properties: {a: {type: string}, n: {type: string, x-nullable: true}}}
  Error: {type: object}
"
    ))
    .clean();
    let urls: Vec<&str> = lowered.api.servers.iter().map(|server| server.url.as_str()).collect();
    assert_eq!(urls, ["https://x.test/v1", "http://x.test/v1"]);
    let operations: Vec<_> = lowered.api.operations.iter().map(|(_, op)| op).collect();
    let params: Vec<_> =
        operations[0].params.iter().map(|p| (p.name.text.as_str(), p.location, p.style, p.explode)).collect();
    use Location::{Header, Path, Query};
    assert_eq!(
        params,
        [
            ("id", Path, Style::PipeDelimited, false),
            ("limit", Query, Style::Form, true),
            ("m", Query, Style::Form, true),
            ("c", Query, Style::Form, false),
            ("t", Query, Style::TabDelimited, false),
            ("h", Header, Style::Simple, false),
            ("Accept", Header, Style::Simple, false),
        ]
    );
    assert_eq!(lowered.short(operations[0].params[1].ty, false), "I32 max 5");
    let request = operations[0].request.as_ref().unwrap();
    assert_eq!(
        (request.name.as_ref().unwrap().text.as_str(), request.required, request.media.len()),
        ("thing", true, 2)
    );
    assert!(matches!(request.media[1].payload, Payload::Xml { .. }));
    let answers: Vec<usize> = operations[0].responses.iter().map(|response| response.media.len()).collect();
    assert_eq!(answers, [1, 0, 1]);
    assert_eq!(lowered.short(operations[0].responses[0].headers[0].ty, false), "I32");
    assert_eq!(lowered.ty("Thing"), "{a?: String, n?: String|null}");

    let Payload::Multipart { ty, encoding } = &operations[1].request.as_ref().unwrap().media[0].payload else {
        panic!()
    };
    assert_eq!(lowered.short(*ty, false), "{f: Bytes, tags?: [String]}");
    assert_eq!((encoding[0].field.as_str(), encoding[0].explode), ("tags", Some(true)));
    assert!(operations[1].request.as_ref().unwrap().required);
    assert_eq!(operations[1].responses[0].media[0].payload, Payload::Bytes);
    let request = operations[2].request.as_ref().unwrap();
    assert_eq!(request.media[0].media_type, "application/x-www-form-urlencoded");
    assert!(!request.required);
}

#[test]
fn discriminators_are_text() {
    let lowered = document(&format!(
        "{HEAD}{}",
        r"
paths: {}
definitions:
  Fish: {type: object, discriminator: kind, required: [kind], properties: {kind: {type: string}}}
  Salmon: {x-ms-discriminator-value: salmo, allOf: [{$ref: '#/definitions/Fish'}, {properties: {a: {type: string}}}]}
  Shark: {allOf: [{$ref: '#/definitions/Fish'}]}
"
    ))
    .clean();
    assert_eq!(lowered.ty("Fish"), "by kind (salmo=>Salmon | Shark=>Shark | Fish=>Fish:Fish base ..)");
    assert_eq!(lowered.ty("Shark"), "{+Fish base}");
}

#[test]
fn security_definitions() {
    let lowered = document(&format!(
        "{HEAD}{}",
        r"
paths: {}
securityDefinitions:
  b: {type: basic}
  k: {type: apiKey, in: query, name: key}
  o: {type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: {s: d}}
"
    ))
    .clean();
    assert_eq!(lowered.api.security["b"].kind, SchemeKind::Basic);
    let SchemeKind::OAuth2(flows) = &lowered.api.security["o"].kind else { panic!() };
    assert_eq!((flows[0].kind.as_str(), flows[0].token_url.as_deref()), ("authorizationCode", Some("/t")));
}

#[test]
fn an_array_item_may_be_null_by_extension() {
    let lowered = document(&format!(
        "{HEAD}paths: {{}}\ndefinitions: {{A: {{type: array, items: {{type: string, x-nullable: true}}}}}}"
    ))
    .clean();
    assert_eq!(lowered.ty("A"), "[String|null]");
}
