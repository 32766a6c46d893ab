//! Documents with mistakes: each costs what it stands in, and nothing costs the run.

use serde_json::{Value, json};

use super::*;

/// One document with most of what there is, to be broken at every place.
const WHOLE: &str = r"
openapi: 3.1.0
info: {title: t, version: '1', license: {name: l}, description: d}
servers: [{url: 'https://{a}.x.test', variables: {a: {default: b, enum: [b]}}}]
security: [{k: []}]
tags: [{name: t}]
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      tags: [t]
      operationId: A_Do
      x-ms-pageable: {nextLinkName: next}
      parameters:
      - {name: q, in: query, style: form, explode: true, schema: {type: array, items: {type: string}}, description: d}
      - {name: j, in: query, content: {application/json: {schema: {type: object}}}}
      requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {f: {type: string}}}, encoding: {f: {contentType: text/plain, headers: {X: {schema: {type: string}}}, style: form}}}}}
      responses: {'200': {description: d, headers: {X-A: {schema: {type: integer}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}, default: {$ref: '#/components/responses/E'}}
      security: [{o: [s]}]
      servers: [{url: /x}]
components:
  responses: {E: {description: e, content: {application/xml: {schema: {$ref: '#/components/schemas/P'}}}}}
  securitySchemes: {k: {type: apiKey, in: header, name: K}, o: {type: oauth2, flows: {implicit: {authorizationUrl: u, scopes: {s: d}}}}}
  schemas:
    Page: {type: object, required: [value], properties: {value: {type: array, items: {$ref: '#/components/schemas/P'}}, next: {type: string}}}
    P: {type: object, xml: {name: p}, discriminator: {propertyName: k, mapping: {c: '#/components/schemas/C'}}, properties: {k: {type: string}, n: {type: [integer, 'null'], minimum: 1, default: 2, enum: [2, 3], x-ms-enum: {name: N, values: [{value: 2, name: Two}]}}}}
    C: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {x: {const: y}}, additionalProperties: {type: string}}]}
    U: {oneOf: [{$ref: '#/components/schemas/C'}, {type: string, pattern: a}, {type: array, prefixItems: [{type: string}], items: false}], discriminator: {propertyName: x}}
    R: {anyOf: [{type: array, items: {$ref: '#/components/schemas/R'}}, {type: object, patternProperties: {a: {$ref: '#/components/schemas/U'}}}]}
";

fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
    all.push(at.clone());
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| pointers(item, format!("{at}/{index}"), all))
        }
        Value::Object(members) => members.iter().for_each(|(key, item)| {
            pointers(item, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), all);
        }),
        _ => {}
    }
}

#[test]
fn nothing_that_stands_anywhere_makes_it_panic() {
    let whole = crate::openapi::yaml::parse(WHOLE).unwrap().value;
    let sound = document(&whole.to_string());
    assert_eq!(sound.diags.errors(), 0, "{:?}", sound.said());
    let mut all = Vec::new();
    pointers(&whole, String::new(), &mut all);
    let wrong = [
        json!(null),
        json!(true),
        json!("\u{0}é/~{"),
        json!([[null]]),
        json!({}),
        json!({"$ref": "#/components/schemas/P"}),
        json!({"": {"": 1}}),
    ];
    for pointer in &all {
        for value in &wrong {
            let mut broken = whole.clone();
            *broken.pointer_mut(pointer).unwrap() = value.clone();
            document(&broken.to_string());
        }
    }
}

#[test]
fn a_wrong_member_costs_itself() {
    let lowered = document(
        r"
openapi: 3.0.3
info: {title: [], version: '1'}
paths:
  /a:
    get: {responses: {'200': {description: 7}}, tags: [1, t]}
    post: 7
    put: {parameters: [7, {name: q, in: query, schema: 7}], responses: {}}
components:
  schemas:
    A: {type: object, properties: {a: 7, b: {type: string, maxLength: long}, c: {type: text}, d: {type: array}}, required: [1, z]}
    B: {type: object, unknwon: 1, properties: {x: {type: string}}}
",
    );
    assert_eq!(lowered.ty("A"), "{a?: any, b?: String, c?: any, d?: [any], z?: any}");
    assert_eq!(lowered.ty("B"), "{x?: String}");
    // What may have to be given to it is left out, and so is the operation.
    assert_eq!(lowered.api.operations.len(), 1);
    assert_eq!(
        lowered.said(),
        [
            "OA0006 /info/title",
            "OA0006 /components/schemas/A/required/0",
            "OA0006 /components/schemas/A/properties/a",
            "OA0006 /components/schemas/A/properties/b/maxLength",
            "OA0100 /components/schemas/A/properties/c/type",
            "OA0115 /components/schemas/A/properties/d",
            "OA0102 /components/schemas/A/required/1",
            "OA0008 /components/schemas/B/unknwon",
            "OA0006 /paths/~1a/get/responses/200/description",
            "OA0006 /paths/~1a/get/tags/0",
            "OA0006 /paths/~1a/post",
            "OA0006 /paths/~1a/put/parameters/0",
            "OA0006 /paths/~1a/put/parameters/1/schema",
            "OA0204 /paths/~1a/put",
        ]
    );
}
