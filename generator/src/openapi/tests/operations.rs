//! Operations, parameters, bodies, answers, security, servers.

use super::*;
use crate::ir::{Given, Location, Operation, Param, PathPiece, Payload, SchemeKind, StatusPattern, Style};

fn operation(text: &str) -> (Lowered, Operation) {
    let lowered = document(text);
    let operation = lowered.api.operations.iter().next().expect("an operation").1.clone();
    (lowered, operation)
}

fn with_params(params: &str) -> (Lowered, Operation) {
    operation(&format!(
        "openapi: 3.0.3\ninfo: {{}}\npaths:\n  '/a/{{p}}{{.q*}}':\n    parameters:\n    - {{name: p, in: path, required: true, schema: {{type: string}}}}\n    get:\n      parameters:\n{params}\n      responses: {{default: {{description: d}}}}\n"
    ))
}

fn param(param: &Param) -> (String, Location, Style, bool, bool) {
    (param.name.text.clone(), param.location, param.style, param.explode, param.required)
}

#[test]
fn styles_of_every_location() {
    let (lowered, operation) = with_params(
        "
      - {name: q, in: path, required: true, style: label, explode: true, schema: {type: array, items: {type: string}}}
      - {name: a, in: query, schema: {type: string}}
      - {name: b, in: query, style: form, explode: false, allowReserved: true, schema: {type: array, items: {type: string}}}
      - {name: c, in: query, style: spaceDelimited, schema: {type: array, items: {type: string}}}
      - {name: d, in: query, style: pipeDelimited, explode: false, required: true, schema: {type: array, items: {type: string}}}
      - {name: e, in: query, style: deepObject, schema: {type: object}}
      - {name: f, in: query, allowEmptyValue: true, content: {application/json: {schema: {type: object}}}}
      - {name: g, in: header, explode: true, schema: {type: object}}
      - {name: h, in: cookie, schema: {type: string}}
      - {name: i, in: header, style: form, schema: {type: string}}",
    );
    use Location::{Cookie, Header, Path, Query};
    let expected = [
        ("p", Path, Style::Simple, false, true),
        ("q", Path, Style::Label, true, true),
        ("a", Query, Style::Form, true, false),
        ("b", Query, Style::Form, false, false),
        ("c", Query, Style::SpaceDelimited, false, false),
        ("d", Query, Style::PipeDelimited, false, true),
        ("e", Query, Style::DeepObject, true, false),
        ("f", Query, Style::Json, false, false),
        ("g", Header, Style::Simple, true, false),
        ("h", Cookie, Style::Form, true, false),
        ("i", Header, Style::Simple, false, false),
    ];
    let found: Vec<_> = operation.params.iter().map(param).collect();
    let expected: Vec<_> = expected.into_iter().map(|(n, l, s, e, r)| (n.to_owned(), l, s, e, r)).collect();
    assert_eq!(found, expected);
    assert!(operation.params[3].allow_reserved);
    assert_eq!(lowered.said(), ["OA0205 /paths/~1a~1{p}{.q*}/get/parameters/9/style"]);
    let literal = |text: &str| PathPiece::Literal(text.to_owned());
    assert_eq!(operation.path, [literal("/a/"), PathPiece::Param("p".into()), PathPiece::Param("q".into())]);
}

#[test]
fn parameters_that_are_wrong() {
    let (lowered, operation) = with_params(
        "
      - {name: p, in: path, schema: {type: integer}}
      - {name: x, in: query, schema: {type: string}}
      - {name: x, in: query, schema: {type: integer}}
      - {name: y, in: path, required: true, schema: {type: string}}
      - {name: z, in: body, schema: {type: string}}
      - {in: query}
      - {name: Authorization, in: header, schema: {type: string}}
      - {name: content-type, in: header, schema: {type: string}}
      - {name: plain, in: query}
      - {name: one, in: query, required: true, schema: {type: string, enum: [only]}}",
    );
    let names: Vec<&str> = operation.params.iter().map(|param| param.name.text.as_str()).collect();
    assert_eq!(names, ["p", "x", "plain", "one", ".q*"]);
    assert_eq!(operation.params[3].given, Given::Fixed);
    assert_eq!(operation.params[3].default, Some(Literal::String("only".into())));
    let at = |rest: &str| format!("/paths/~1a~1{{p}}{{.q*}}/get{rest}");
    let expected = [
        ("OA0203", "/parameters/2"),
        ("OA0202", "/parameters/0"),
        ("OA0204", "/parameters/4/in"),
        ("OA0009", "/parameters/5"),
        ("OA0206", "/parameters/6"),
        ("OA0206", "/parameters/7"),
        ("OA0204", "/parameters/8"),
        ("OA0202", ""),
        ("OA0202", "/parameters/3"),
    ];
    let expected: Vec<String> = expected.iter().map(|(code, rest)| format!("{code} {}", at(rest))).collect();
    assert_eq!(lowered.said(), expected);
}

#[test]
fn bodies_by_media_type() {
    let (lowered, operation) = operation(
        r"
openapi: 3.0.3
info: {}
paths:
  /a:
    post:
      requestBody:
        required: true
        content:
          application/json; odata=minimal: {schema: {type: object}}
          application/vnd.x+json: {schema: {type: string}}
          application/problem+xml: {schema: {$ref: '#/components/schemas/X'}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}, encoding: {a: {style: pipeDelimited, explode: false}}}
          multipart/form-data: {schema: {type: object, properties: {f: {type: string, format: binary}}}, encoding: {f: {contentType: 'image/png, image/jpeg', headers: {X-A: {schema: {type: integer}}, Content-Type: {schema: {type: string}}}}}}
          text/plain: {schema: {type: string}}
          text/csv: {}
          application/octet-stream: {schema: {type: string, format: binary}}
          image/png: {}
          '*/*': {schema: {type: object}}
          text/event-stream: {schema: {type: object}}
          application/x-ndjson: {schema: {type: integer}}
      responses:
        '201': {description: d, headers: {x-rate: {schema: {type: integer}}, content-type: {schema: {type: string}}}}
        4xx: {description: d}
        abc: {description: d}
        default: {description: d}
components:
  schemas:
    X: {type: object, xml: {name: ex, namespace: 'urn:x', prefix: p}, properties: {a: {type: string, xml: {attribute: true}}, l: {type: array, xml: {wrapped: true, name: list}, items: {type: string, xml: {name: item}}}, r: {type: array, items: {type: string}}}}
",
    );
    let request = operation.request.unwrap();
    assert!(request.required);
    let kinds: Vec<String> = request
        .media
        .iter()
        .map(|media| {
            let kind = format!("{:?}", media.payload);
            format!("{} {}", media.media_type, kind.split(['(', ' ']).next().unwrap())
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "application/json; odata=minimal Json",
            "application/vnd.x+json Json",
            "application/problem+xml Xml",
            "application/x-www-form-urlencoded Form",
            "multipart/form-data Multipart",
            "text/plain Text",
            "text/csv Text",
            "application/octet-stream Bytes",
            "image/png Bytes",
            "*/* Json",
            "text/event-stream Events",
            "application/x-ndjson JsonLines",
        ]
    );
    let Payload::Multipart { encoding, .. } = &request.media[4].payload else { panic!() };
    assert_eq!(encoding[0].content_type, ["image/png", "image/jpeg"]);
    assert_eq!(encoding[0].headers.len(), 1);
    let Payload::Xml { ty, root, .. } = &request.media[2].payload else { panic!() };
    assert_eq!(
        (root.local.as_str(), root.namespace.as_deref(), root.prefix.as_deref()),
        ("ex", Some("urn:x"), Some("p"))
    );
    let Shape::Record(record) = &lowered.api.types[*ty].shape else { panic!() };
    let places: Vec<String> =
        record.fields.iter().map(|field| format!("{:?}", field.wire.xml.as_ref().unwrap())).collect();
    assert!(places[0].starts_with("Attribute") && places[0].contains("\"a\""), "{places:?}");
    assert!(
        places[1].starts_with("Wrapped") && places[1].contains("\"list\"") && places[1].contains("\"item\""),
        "{places:?}"
    );
    assert!(places[2].starts_with("Items") && places[2].contains("\"r\""), "{places:?}");
    let statuses: Vec<StatusPattern> = operation.responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [StatusPattern::Code(201), StatusPattern::Class(4), StatusPattern::Default]);
    let headers: Vec<&str> = operation.responses[0].headers.iter().map(|header| header.name.text.as_str()).collect();
    assert_eq!(headers, ["x-rate"]);
    assert_eq!(lowered.said(), ["OA0208 /paths/~1a/post/responses/abc"]);
}

#[test]
fn security_of_each_kind() {
    let lowered = document(
        r"
openapi: 3.1.0
info: {}
security: [{key: []}, {oauth: [read], basic: []}]
paths:
  /a: {get: {responses: {}}}
  /b: {get: {security: [], responses: {}}}
  /c: {get: {security: [{}, {key: []}], responses: {}}}
  /d: {get: {security: [{gone: []}], responses: {}}}
components:
  securitySchemes:
    key: {type: apiKey, in: cookie, name: sid}
    basic: {type: http, scheme: Basic}
    bearer: {type: http, scheme: bearer}
    digest: {type: http, scheme: Digest}
    tls: {type: mutualTLS}
    oidc: {type: openIdConnect, openIdConnectUrl: 'https://x.test'}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {read: r}}, x-other: {}}}
    odd: {type: magic}
",
    );
    let kinds: Vec<String> =
        lowered.api.security.iter().map(|(name, scheme)| format!("{name} {:?}", scheme.kind)).collect();
    assert_eq!(kinds.len(), 7);
    assert!(
        matches!(&lowered.api.security["oauth"].kind, SchemeKind::OAuth2(flows) if flows.len() == 1 && flows[0].scopes.len() == 1)
    );
    assert!(matches!(&lowered.api.security["digest"].kind, SchemeKind::Http(name) if name == "Digest"));
    let uses: Vec<Vec<Vec<&str>>> = lowered
        .api
        .operations
        .iter()
        .map(|(_, op)| op.security.iter().map(|all| all.iter().map(|one| one.scheme.as_str()).collect()).collect())
        .collect();
    assert_eq!(uses, [vec![vec!["key"], vec!["oauth", "basic"]], vec![], vec![vec![], vec!["key"]], vec![]]);
    // Two schemes that are both sent in `Authorization` are spoken of, too.
    let said = [
        "OA0301 /components/securitySchemes/oauth/flows/clientCredentials/tokenUrl",
        "OA0301 /components/securitySchemes/odd",
        "OA0301 /security/1",
        "OA0300 /paths/~1d/get/security/0/gone",
    ];
    assert_eq!(lowered.said(), said);
}

#[test]
fn servers_with_variables() {
    let (lowered, operation) = operation(
        r"
openapi: 3.0.3
info: {}
servers:
- {url: 'https://{region}.x.test/{v}', variables: {region: {default: eu, enum: [eu, us]}}}
- {url: /relative}
paths:
  /a: {get: {servers: [{url: 'https://other.test'}], responses: {'200': {description: d}}}}
",
    );
    assert_eq!(lowered.api.servers.len(), 2);
    let variables = &lowered.api.servers[0].variables;
    assert_eq!((variables[0].default.as_deref(), variables[0].values.len()), (Some("eu"), 2));
    assert_eq!((variables[1].name.text.as_str(), variables[1].default.as_deref()), ("v", None));
    assert_eq!(operation.servers[0].url, "https://other.test");
    assert_eq!(lowered.said(), ["OA0302 /servers/0"]);
}

#[test]
fn ids_that_stand_twice_and_names_that_are_alike() {
    let lowered = document(
        r"
openapi: 3.0.3
info: {}
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: same, tags: [t], responses: {'200': {description: d}}}
    post: {operationId: same, tags: [t], responses: {'200': {description: d}}}
    put: {operationId: A_Get, tags: [t], responses: {'200': {description: d}}}
    patch: {operationId: B_Get, tags: [t], responses: {'200': {description: d}}}
    delete: {tags: [t], responses: {'200': {description: d}}}
",
    );
    let names: Vec<&str> = lowered.api.operations.iter().map(|(_, op)| op.name.text.as_str()).collect();
    assert_eq!(names, ["same", "post a by id", "A_Get", "B_Get", "delete a by id"]);
    assert_eq!(lowered.said(), ["OA0200 /paths/~1a~1{id}/post"]);
}

#[test]
fn what_3_2_adds() {
    let lowered = document(
        r"
openapi: 3.2.0
info: {}
paths:
  /a:
    query: {operationId: q, responses: {'200': {description: d, content: {application/jsonl: {itemSchema: {type: integer}}}}}}
    additionalOperations: {COPY: {operationId: c, parameters: [{name: all, in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}], responses: {'200': {description: d}}}}
",
    )
    .clean();
    let operations: Vec<_> = lowered.api.operations.iter().map(|(_, op)| op).collect();
    assert_eq!((operations[0].method.as_str(), operations[1].method.as_str()), ("QUERY", "COPY"));
    assert!(matches!(operations[0].responses[0].media[0].payload, Payload::JsonLines(_)));
    assert_eq!((operations[1].params[0].location, operations[1].params[0].style), (Location::QueryString, Style::Form));
}
