//! Scalars, lists, records, enums.

use super::*;

#[test]
fn formats_and_ranges_choose_the_scalar() {
    let lowered = schemas(
        r"
A:
  type: object
  properties:
    i: {type: integer}
    i32: {type: integer, format: int32}
    u64: {type: integer, format: uint64}
    wide: {type: integer, maximum: 18446744073709551615, minimum: 0}
    wider: {type: integer, maximum: 18446744073709551616}
    n: {type: number}
    f: {type: number, format: float}
    d: {type: number, format: decimal}
    t: {type: integer, format: unixtime}
    s: {type: string}
    odd: {type: string, format: no-such-format}
    day: {type: string, format: date}
    at: {type: string, format: date-time}
    http: {type: string, format: date-time-rfc1123}
    id: {type: string, format: uuid}
    b: {type: string, format: byte}
    bin: {type: string, format: binary}
    text: {type: string, format: decimal}
",
    )
    .clean();
    assert_eq!(
        lowered.ty("A"),
        "{i?: I64, i32?: I32, u64?: U64, wide?: U64 min 0 max 18446744073709551615, wider?: BigInt max 18446744073709551616, \
         n?: F64, f?: F32, d?: Decimal, t?: UnixTime, s?: String, odd?: String, day?: Date, at?: DateTime, http?: DateTimeRfc1123, \
         id?: Uuid, b?: Base64, bin?: Bytes, text?: String}"
    );
}

#[test]
fn fields_keep_absence_null_access_and_defaults_apart() {
    let lowered = schemas(
        r"
A:
  required: [a, b]
  properties:
    a: {type: string, nullable: true}
    b: {$ref: '#/components/schemas/N'}
    c: {type: integer, default: 3, nullable: true}
    r: {type: string, readOnly: true}
    w: {type: string, writeOnly: true}
    l: {type: array, items: {type: string, nullable: true}}
    d: {type: string, default: null}
    q: {type: boolean, default: 'true'}
    z: {type: integer, default: none}
N: {type: object, nullable: true, properties: {x: {type: string}}}
",
    );
    assert_eq!(
        lowered.ty("A"),
        "{a: String|null, b: N|null, c?: I64|null = 3, r r?: String, w w?: String, l?: [String|null], d?: String, q?: Bool = true, z?: I64}"
    );
    assert_eq!(lowered.ty("N"), "{x?: String}");
    assert_eq!(
        lowered.said(),
        ["OA0007 /components/schemas/A/properties/q/default", "OA0103 /components/schemas/A/properties/z/default"]
    );
}

#[test]
fn words_of_3_1() {
    let lowered = schemas_of(
        "3.1.0",
        r"
A:
  type: object
  properties:
    a: {type: [string, 'null']}
    b: {type: [string, integer]}
    c: {const: x}
    d: {type: number, exclusiveMinimum: 0, maximum: 9, exclusiveMaximum: 9.5}
    e: {type: array, prefixItems: [{type: string}, {type: integer}], items: false}
    f: {type: array, prefixItems: [{type: string}]}
    g: {type: string, contentEncoding: base64}
    h: {$ref: '#/components/schemas/B', description: beside, default: {}}
    i: {type: 'null'}
    j: true
    k: {oneOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}
    m: {$ref: '#/components/schemas/B', properties: {y: {type: string}}}
B: {type: object, properties: {x: {type: string}}, unevaluatedProperties: false}
",
    )
    .clean();
    assert_eq!(
        lowered.ty("A"),
        "{a?: String|null, b?: one (integer:I64 | string:String), c?: enum(x) := x, d?: F64 min 0x max 9, e?: (String, I64), \
         f?: (String), g?: Base64, h?: B = object, i?: Null, j?: any, k?: B|null, m?: {+B, y?: String}}"
    );
    assert_eq!(lowered.ty("B"), "{x?: String, !}");
}

#[test]
fn objects_with_other_members() {
    let lowered = schemas(
        r"
Free: {type: object}
Map: {type: object, additionalProperties: {type: integer, nullable: true}}
Both: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}
Open: {type: object, properties: {a: {type: string}}, additionalProperties: true}
Closed: {type: object, additionalProperties: false}
Empty: {}
",
    )
    .clean();
    for (name, short) in [
        ("Free", "map any"),
        ("Map", "map I64|null"),
        ("Both", "{a?: String, ..I64}"),
        ("Open", "{a?: String, ..any}"),
        ("Closed", "{!}"),
        ("Empty", "any"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
}

#[test]
fn recursion_is_plain_data() {
    let lowered = schemas(
        r"
Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}, up: {$ref: '#/components/schemas/Tree'}}}
Loop: {type: array, items: {$ref: '#/components/schemas/Loop'}}
",
    )
    .clean();
    assert_eq!(lowered.ty("Tree"), "{children?: [Tree], up?: Tree}");
    assert_eq!(lowered.ty("Loop"), "[Loop]");
}

#[test]
fn enums_of_every_kind() {
    let lowered = schemas(
        r#"
Text: {type: string, enum: [a, b, "", "+1", a]}
Number: {type: integer, format: int32, enum: [1, 2]}
Quoted: {type: integer, enum: ['1', x]}
Unquoted: {type: string, enum: [1, 1.10, yes, true]}
Null: {type: string, nullable: true, enum: [a, null]}
Mixed: {enum: [a, 1]}
Flags: {type: boolean, enum: [true, false]}
Yes: {type: boolean, enum: [true]}
Things: {enum: [{a: 1}, []]}
"#,
    );
    for (name, short) in [
        ("Text", "enum(a b  +1 ..)"),
        ("Number", "enum(1 2 ..)"),
        ("Quoted", "enum(1 ..)"),
        ("Unquoted", "enum(1 1.10 yes true ..)"),
        ("Null", "enum(a ..)"),
        ("Mixed", "one (string:enum(a ..) | integer:enum(1 ..))"),
        ("Flags", "Bool"),
        ("Yes", "enum(true)"),
        ("Things", "any"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
    assert_eq!(
        lowered.said(),
        [
            "OA0105 /components/schemas/Text/enum/4",
            "OA0104 /components/schemas/Quoted/enum/0",
            "OA0104 /components/schemas/Quoted/enum/1",
            "OA0104 /components/schemas/Unquoted/enum/0",
            "OA0104 /components/schemas/Unquoted/enum/1",
            "OA0104 /components/schemas/Unquoted/enum/3",
            "OA0106 /components/schemas/Things",
        ]
    );
    let closed = document_with(
        "openapi: 3.0.0\npaths: {}\ninfo: {}\ncomponents: {schemas: {E: {type: string, enum: [a]}}}",
        &Options { closed_enums: true, ..Options::default() },
    );
    assert_eq!(closed.ty("E"), "enum(a)");
}

#[test]
fn named_schemas_that_only_refer() {
    let lowered = schemas(
        r"
A: {$ref: '#/components/schemas/B'}
B: {type: string, minLength: 1}
C: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, deep: {$ref: '#/components/schemas/D/properties/in~1ner'}}}
D: {type: object, properties: {in/ner: {type: object, properties: {x: {$ref: '#/components/schemas/D'}}}}}
",
    )
    .clean();
    assert_eq!(lowered.ty("A"), "= B");
    assert_eq!(lowered.ty("B"), "String from 1");
    assert_eq!(lowered.ty("C"), "{a?: A, deep?: {x?: D}}");
}

#[test]
fn property_names_are_kept_to_the_letter() {
    let lowered = schemas(
        r#"
A: {properties: {"": {type: string}, self: {type: string}, "+1": {type: string}, "-1": {type: string}, x-y: {type: string}, "名": {type: string}, example: {type: string}, $ref: {type: string}, enum: {type: string}}}
"#,
    )
    .clean();
    assert_eq!(
        lowered.ty("A"),
        "{?: String, self?: String, +1?: String, -1?: String, x-y?: String, 名?: String, example?: String, $ref?: String, enum?: String}"
    );
}
