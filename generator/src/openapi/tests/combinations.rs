//! `allOf`, `oneOf`, `anyOf`, discriminators.

use super::*;

#[test]
fn all_of_extends_and_wraps() {
    let lowered = schemas(
        r"
Base: {type: object, required: [id], properties: {id: {type: string}, tag: {type: string}}}
More: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {n: {type: integer}}}], required: [tag, n]}
Wrapped: {allOf: [{$ref: '#/components/schemas/Base'}], description: just that}
Holder:
  properties:
    a: {allOf: [{$ref: '#/components/schemas/Base'}], nullable: true, description: d}
    b: {allOf: [{$ref: '#/components/schemas/E'}], default: x}
E: {type: string, enum: [x, y]}
Inline: {allOf: [{properties: {a: {type: string}}}, {properties: {a: {}, b: {type: string}}}, {required: [a]}]}
Deep: {allOf: [{allOf: [{$ref: '#/components/schemas/Base'}, {properties: {x: {type: string}}}]}, {properties: {y: {type: string}}}]}
",
    )
    .clean();
    for (name, short) in [
        ("More", "{+Base, n: I64, tag: String}"),
        ("Wrapped", "= Base"),
        ("Holder", "{a?: Base|null, b?: E = x}"),
        ("Inline", "{a: String, b?: String}"),
        ("Deep", "{+Base, x?: String, y?: String}"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
}

#[test]
fn all_of_no_objects() {
    let lowered = schemas(
        r"
Id: {type: string, minLength: 1}
Short: {allOf: [{$ref: '#/components/schemas/Id'}, {maxLength: 5}]}
Picked: {allOf: [{type: string}, {enum: [a, b]}]}
Whole: {allOf: [{type: number}, {type: integer, format: int32}]}
No: {allOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}
Neither: {allOf: [{type: string}, {type: integer}]}
",
    );
    for (name, short) in [
        ("Short", "String from 1 to 5"),
        ("Picked", "enum(a b ..)"),
        ("Whole", "I32"),
        ("No", "{a?: String}"),
        ("Neither", "any"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
    assert_eq!(lowered.said(), ["OA0108 /components/schemas/No", "OA0108 /components/schemas/Neither"]);
}

#[test]
fn schemas_that_extend_themselves_are_told() {
    let lowered = schemas(
        r"
A: {allOf: [{$ref: '#/components/schemas/B'}, {properties: {a: {type: string}}}]}
B: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {b: {type: string}}}]}
C: {$ref: '#/components/schemas/D'}
D: {$ref: '#/components/schemas/C'}
E: {allOf: [{$ref: '#/components/schemas/E'}]}
F: {oneOf: [{$ref: '#/components/schemas/G'}]}
G: {oneOf: [{$ref: '#/components/schemas/F'}]}
",
    );
    assert!(lowered.diags.iter().all(|d| d.code == crate::openapi::codes::CIRCULAR), "{:?}", lowered.said());
    assert!(lowered.diags.errors() >= 4, "{:?}", lowered.said());
    // No chain of bases and no chain of other names ends where it began.
    for (start, _) in lowered.api.types.iter() {
        let (mut waiting, mut steps) = (vec![start], 0);
        while let Some(id) = waiting.pop() {
            steps += 1;
            assert!(steps < 100, "circle through {}", lowered.short(start, true));
            match &lowered.api.types[id].shape {
                Shape::Alias(inner) => waiting.push(*inner),
                Shape::Record(record) => waiting.extend(&record.bases),
                _ => {}
            }
        }
    }
}

#[test]
fn a_long_row_of_references_is_no_circle() {
    for length in [20, 70, 300] {
        let row: String = (0..length)
            .map(|at| format!("R{at}: {{$ref: '#/components/schemas/R{}'}}\n", at + 1))
            .chain([format!(
                "R{length}: {{type: object, required: [a], properties: {{a: {{type: string, nullable: true}}}}}}\n"
            )])
            .collect();
        let users = "In: {type: object, properties: {r: {$ref: '#/components/schemas/R0'}}}\n\
             More: {allOf: [{$ref: '#/components/schemas/R0'}, {type: object, properties: {b: {type: string}}}]}\n\
             One: {oneOf: [{$ref: '#/components/schemas/R0'}, {type: string}]}\n";
        let lowered = schemas(&format!("{row}{users}")).clean();
        assert_eq!(lowered.ty("In"), "{r?: R0}");
        assert_eq!(lowered.ty("More"), format!("{{+R{length}, b?: String}}"));
        assert_eq!(lowered.ty("One"), "one (R0 | string:String)");
    }
}

#[test]
fn an_endless_row_of_references_comes_to_an_end() {
    let row: String = (0..2000).map(|at| format!("R{at}: {{$ref: '#/components/schemas/R{}'}}\n", at + 1)).collect();
    let lowered = schemas(&format!("{row}R2000: {{type: object, properties: {{a: {{type: string}}}}}}\n"));
    assert_eq!(lowered.said().first().map(String::as_str), Some("OA0010 /components/schemas/R0/$ref"));
    assert!(lowered.diags.errors() < 2000);
}

#[test]
fn choices_that_are_alternatives_of_themselves_are_told() {
    let lowered = schemas(
        r"
Own: {oneOf: [{$ref: '#/components/schemas/Own'}, {type: string}, {type: integer}]}
One: {anyOf: [{$ref: '#/components/schemas/Two'}, {type: string}]}
Two: {anyOf: [{$ref: '#/components/schemas/One'}, {type: integer}, {type: 'null'}]}
Tree: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Tree'}}]}
",
    );
    assert_eq!(lowered.said(), ["OA0011 /components/schemas/Own/oneOf/0", "OA0011 /components/schemas/One/anyOf/0"]);
    // Each has the alternatives that it would have had by way of the other.
    for (name, short) in [
        ("Own", "one (string:String | integer:I64)"),
        ("One", "any (integer:I64 | string:String)"),
        ("Two", "any (string:String | integer:I64)"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
}

#[test]
fn choices_by_shape() {
    let lowered = schemas(
        r"
A: {type: object, properties: {a: {type: string}}}
B: {type: object, properties: {b: {type: string}}}
One: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {type: string, format: date}, {type: array, items: {$ref: '#/components/schemas/A'}}]}
Any: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
Single: {oneOf: [{$ref: '#/components/schemas/A'}]}
Open: {anyOf: [{type: string, enum: [x]}, {type: string}]}
Merged: {oneOf: [{type: string, enum: [x]}, {type: string, enum: [y], description: why}]}
Beside: {type: object, properties: {c: {type: string}}, required: [c], oneOf: [{$ref: '#/components/schemas/A'}, {properties: {d: {type: string}}}]}
Rules: {type: object, properties: {c: {type: string}}, anyOf: [{required: [c]}, {required: [e]}]}
Narrow: {type: string, oneOf: [{enum: [p]}, {enum: [q]}, {type: object}]}
Alike: {oneOf: [{properties: {p: {type: string}}}, {required: [s], properties: {r: {type: string}, s: {type: string}}}, {allOf: [{$ref: '#/components/schemas/A'}, {properties: {z: {type: string}}}]}]}
Nested: {oneOf: [{$ref: '#/components/schemas/One'}, {type: boolean}]}
",
    );
    for (name, short) in [
        ("One", "one (A | B | date:Date | A list:[A])"),
        ("Any", "any (A | B)"),
        ("Single", "= A"),
        ("Open", "enum(x ..)"),
        ("Merged", "enum(x y ..)"),
        ("Beside", "one (A:{+A, c: String} | object:{c: String, d?: String})"),
        ("Rules", "{c?: String}"),
        ("Narrow", "enum(p q ..)"),
        ("Alike", "one (with p:{p?: String} | with s:{r?: String, s: String} | A:{+A, z?: String})"),
        ("Nested", "one (One | boolean:Bool)"),
    ] {
        assert_eq!(lowered.ty(name), short, "{name}");
    }
    assert_eq!(lowered.said(), ["OA0101 /components/schemas/Rules/anyOf", "OA0108 /components/schemas/Narrow/oneOf/2"]);
}

#[test]
fn alternatives_that_a_value_may_be_of_at_once() {
    let lowered = schemas(
        r"
A: {type: object, required: [a], properties: {a: {type: string}, c: {type: integer}, in: {type: object, properties: {p: {type: string}}}}}
B: {type: object, required: [b], properties: {b: {type: string}, c: {type: integer}, in: {type: object, properties: {q: {type: string}}}}}
C: {type: object, properties: {c: {type: integer}}}
K: {type: object, required: [k], properties: {k: {type: string, enum: [k]}, x: {type: string}}}
L: {type: object, properties: {k: {type: string, enum: [l]}, y: {type: string}}}
T: {type: object, required: [c], properties: {c: {type: string}, z: {type: string}}}
S: {type: object, additionalProperties: false, properties: {s: {type: string}}}
M: {type: object, additionalProperties: {type: string}, properties: {m: {type: string}}}
Deep: {type: object, properties: {in: {type: object, properties: {q: {type: string}}}, a: {type: string}}}
Any: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
One: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
Less: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/C'}]}
Values: {anyOf: [{$ref: '#/components/schemas/K'}, {$ref: '#/components/schemas/L'}]}
Kinds: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/T'}]}
Closed: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/S'}]}
Kept: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/M'}]}
Far: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/Deep'}]}
Texts: {anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}
Round: {type: object, properties: {next: {$ref: '#/components/schemas/Round'}, all: {type: array, items: {$ref: '#/components/schemas/Round'}}}}
Again: {type: object, properties: {next: {$ref: '#/components/schemas/Again'}, all: {type: array, items: {$ref: '#/components/schemas/Again'}}, more: {type: string}}}
Circles: {anyOf: [{type: object, properties: {a: {type: string}, of: {$ref: '#/components/schemas/Round'}}}, {type: object, properties: {of: {$ref: '#/components/schemas/Again'}}}]}
Alike: {anyOf: [{type: object, properties: {of: {$ref: '#/components/schemas/Round'}}}, {type: object, properties: {of: {$ref: '#/components/schemas/Again'}}}]}
Within: {anyOf: [{$ref: '#/components/schemas/One'}, {type: object, properties: {w: {type: string}}}, {type: 'null'}]}
",
    );
    let several = |name: &str| match &lowered.named(name).1.shape {
        crate::ir::Shape::Choice(choice) => crate::ir::several::may_be_several(&lowered.api, choice),
        other => panic!("{name}: {other:?}"),
    };
    for (name, expected) in [
        ("Any", true),
        ("One", false),
        ("Less", false),
        ("Values", false),
        ("Kinds", false),
        ("Closed", false),
        ("Kept", false),
        ("Far", true),
        ("Texts", false),
        ("Circles", true),
        ("Alike", false),
        ("Within", true),
    ] {
        assert_eq!(several(name), expected, "{name}");
    }
}

#[test]
fn discriminators_of_choices() {
    let lowered = schemas(
        r"
Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
Fox: {type: object, required: [kind], properties: {kind: {type: string, enum: [red, grey]}}}
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Fox'}]
  discriminator: {propertyName: kind, mapping: {kitty: '#/components/schemas/Cat', puss: Cat}}
Found:
  anyOf:
  - {type: object, required: [t], properties: {t: {type: string, enum: [a]}}}
  - {type: object, required: [t], properties: {t: {type: string, enum: [b]}, x: {type: string}}}
Shared:
  discriminator: {propertyName: t}
  oneOf:
  - {title: P, type: object, required: [t], properties: {t: {type: string, enum: [a]}}}
  - {title: Q, type: object, required: [t], properties: {t: {type: string, enum: [a]}, x: {type: string}}}
  - {title: R, type: object, required: [t], properties: {t: {type: string, enum: [b]}}}
Lost:
  discriminator: {propertyName: t, mapping: {z: Nobody}}
  oneOf: [{type: object, properties: {u: {type: string}}}, {$ref: '#/components/schemas/Cat'}]
",
    );
    assert_eq!(lowered.ty("Pet"), "by kind (kitty,puss,Cat=>Cat | Dog=>Dog | red,grey=>Fox ..)");
    assert_eq!(lowered.ty("Found"), "by t (a=>a:{t: enum(a ..)} | b=>b:{t: enum(b ..), x?: String} ..)");
    assert_eq!(
        lowered.ty("Shared"),
        "by t (a=>a:one (P:{t: enum(a ..)} | Q:{t: enum(a ..), x?: String}) | b=>R:{t: enum(b ..)} ..)"
    );
    assert_eq!(lowered.ty("Lost"), "one (object:{u?: String} | Cat ..)");
    assert_eq!(
        lowered.said(),
        ["OA0110 /components/schemas/Lost/discriminator/mapping/z", "OA0110 /components/schemas/Lost/discriminator"]
    );
}

#[test]
fn families_of_schemas_that_extend_one() {
    let lowered = schemas(
        r"
Fish:
  type: object
  required: [kind]
  properties: {kind: {type: string}, age: {type: integer}}
  discriminator: {propertyName: kind, mapping: {smart: '#/components/schemas/Salmon'}}
Salmon: {allOf: [{$ref: '#/components/schemas/Fish'}, {type: object, properties: {river: {type: string}}}]}
Shark: {allOf: [{$ref: '#/components/schemas/Fish'}], discriminator: {propertyName: kind}}
Saw: {allOf: [{$ref: '#/components/schemas/Shark'}, {properties: {teeth: {type: integer}}}]}
Pond: {properties: {all: {type: array, items: {$ref: '#/components/schemas/Fish'}}, best: {allOf: [{$ref: '#/components/schemas/Fish'}]}}}
Alone: {type: object, discriminator: {propertyName: t}, properties: {t: {type: string}}}
",
    )
    .clean();
    assert_eq!(
        lowered.ty("Fish"),
        "by kind (smart,Salmon=>Salmon | Shark=>Shark:Shark base | Saw=>Saw | Fish=>Fish:Fish base ..)"
    );
    assert_eq!(lowered.ty("Fish base"), "{kind: String, age?: I64}");
    assert_eq!(lowered.ty("Salmon"), "{+Fish base, river?: String}");
    assert_eq!(lowered.ty("Shark"), "by kind (Saw=>Saw | Shark=>Shark:Shark base ..)");
    assert_eq!(lowered.ty("Shark base"), "{+Fish base}");
    assert_eq!(lowered.ty("Saw"), "{+Shark base, teeth?: I64}");
    assert_eq!(lowered.ty("Pond"), "{all?: [Fish], best?: Fish}");
    assert_eq!(lowered.ty("Alone"), "{t?: String}");
}

#[test]
fn a_choice_whose_alternatives_extend_it() {
    let lowered = schemas(
        r"
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {tricks: {type: integer}}}]}
",
    )
    .clean();
    assert_eq!(lowered.ty("Pet"), "by kind (Cat=>Cat | Dog=>Dog ..)");
    assert_eq!(lowered.ty("Cat"), "{+Pet base, lives?: I64}");
    assert_eq!(lowered.ty("Pet base"), "{kind: String}");
}

#[test]
fn choices_beyond_counting_are_any_value() {
    let choice = "{oneOf: [{type: object, properties: {a: {}}}, {type: object, properties: {b: {}}}]}";
    for (many, count) in [(9, "512"), (64, "more than can be counted"), (200, "more than can be counted")] {
        let lowered = schemas(&format!("Many: {{allOf: [{}]}}\n", vec![choice; many].join(", ")));
        assert_eq!(lowered.ty("Many"), "any", "{many}");
        assert!(
            lowered.diags.iter().any(|it| it.message == format!("these choices have {count} combinations")),
            "{many}"
        );
    }
}
