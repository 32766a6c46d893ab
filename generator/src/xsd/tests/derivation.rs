//! Extension, restriction, substitution, abstract types (Part 1, 3.3 and 3.4).

use super::{Shape, read, schema, wrap};
use crate::xsd::Options;

const SHAPES: &str = "<xs:complexType name='Shape' abstract='true'><xs:sequence><xs:element name='name' type='xs:string'/></xs:sequence></xs:complexType>\
    <xs:complexType name='Circle'><xs:complexContent><xs:extension base='t:Shape'><xs:sequence><xs:element name='r' type='xs:int'/></xs:sequence>\
    </xs:extension></xs:complexContent></xs:complexType>\
    <xs:complexType name='Ring'><xs:complexContent><xs:extension base='t:Circle'><xs:attribute name='hole' type='xs:int' use='required'/>\
    </xs:extension></xs:complexContent></xs:complexType>\
    <xs:complexType name='Picture'><xs:sequence><xs:element name='shape' type='t:Shape' maxOccurs='unbounded'/>\
    <xs:element name='circle' type='t:Circle'/></xs:sequence></xs:complexType>";

#[test]
fn extension_is_a_base_and_more() {
    let lowered = schema(SHAPES);
    assert_eq!(lowered.shown("Circle"), "from ~Shape base\nr: I32 <u:r>");
    assert_eq!(lowered.shown("Ring"), "from Circle\n@hole: I32");
}

#[test]
fn an_abstract_type_is_one_of_its_descendants() {
    let lowered = schema(SHAPES);
    assert_eq!(lowered.shown("Picture"), "shape: Shape+ <u:shape>\ncircle: Circle <u:circle>");
    assert_eq!(lowered.shown("Shape"), "by xsi:type\n| Circle: Circle [\"{u}Circle\"]\n| Ring: Ring [\"{u}Ring\"]");
}

#[test]
fn where_asked_a_concrete_type_is_itself_or_a_descendant() {
    let options = Options { derived_in_place: true, ..Options::default() };
    let lowered = read(&[("test.xsd", &wrap(SHAPES))], &options);
    assert_eq!(lowered.shown("Picture"), "shape: Shape+ <u:shape>\ncircle: ~any Circle <u:circle>");
    assert_eq!(
        lowered.shown("~any Circle"),
        "by xsi:type\n| Circle: Circle [\"\", \"{u}Circle\"]\n| Ring: Ring [\"{u}Ring\"]"
    );
}

#[test]
fn an_abstract_type_that_nobody_uses_keeps_its_name() {
    let lowered = schema(
        "<xs:complexType name='A' abstract='true'/><xs:complexType name='B'><xs:complexContent><xs:extension base='t:A'/>\
         </xs:complexContent></xs:complexType>",
    );
    assert_eq!(lowered.shown("B"), "from A");
}

#[test]
fn what_is_blocked_does_not_stand_in() {
    let lowered =
        schema(&SHAPES.replace("name='Shape' abstract='true'", "name='Shape' abstract='true' block='extension'"));
    assert_eq!(lowered.shown("Picture"), "shape: Shape+ <u:shape>\ncircle: Circle <u:circle>");
    assert_eq!(lowered.shown("Shape"), "name: String <u:name>");
}

#[test]
fn a_restriction_is_a_record_of_its_own() {
    let lowered = schema(
        "<xs:complexType name='B'><xs:sequence><xs:element name='a' type='xs:int' minOccurs='0'/><xs:element name='b' type='xs:int' minOccurs='0'/></xs:sequence>\
         <xs:attribute name='x' type='xs:string'/><xs:attribute name='y' type='xs:string'/><xs:anyAttribute/></xs:complexType>\
         <xs:complexType name='T'><xs:complexContent><xs:restriction base='t:B'><xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence>\
         <xs:attribute name='x' use='prohibited'/><xs:attribute name='y' type='xs:string' use='required'/></xs:restriction></xs:complexContent></xs:complexType>",
    );
    assert_eq!(lowered.shown("T"), "a: I32 <u:a>\n@y: String");
}

#[test]
fn simple_content_is_text_with_attributes() {
    let lowered = schema(
        "<xs:complexType name='Money'><xs:simpleContent><xs:extension base='xs:decimal'><xs:attribute name='currency' type='xs:string' use='required'/>\
         </xs:extension></xs:simpleContent></xs:complexType>\
         <xs:complexType name='Price'><xs:simpleContent><xs:extension base='t:Money'><xs:attribute name='per' type='xs:string'/>\
         </xs:extension></xs:simpleContent></xs:complexType>\
         <xs:complexType name='Small'><xs:simpleContent><xs:restriction base='t:Money'><xs:maxInclusive value='9'/>\
         <xs:attribute name='currency' type='xs:string' fixed='EUR'/></xs:restriction></xs:simpleContent></xs:complexType>",
    );
    assert_eq!(lowered.shown("Money"), "~value: Decimal text\n@currency: String");
    assert_eq!(lowered.shown("Price"), "from Money\n@per: String?");
    assert_eq!(lowered.shown("Small"), "~value: Decimal text\n@currency: String? fixed String(\"EUR\")");
}

#[test]
fn an_extension_that_repeats_what_its_base_has_stands_alone() {
    let lowered = schema(
        "<xs:complexType name='B'><xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence><xs:anyAttribute namespace='v'/></xs:complexType>\
         <xs:complexType name='T'><xs:complexContent><xs:extension base='t:B'><xs:sequence><xs:element name='b' type='xs:int'/>\
         <xs:element name='a' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
         <xs:complexType name='W'><xs:complexContent><xs:extension base='t:B'><xs:anyAttribute namespace='w'/></xs:extension></xs:complexContent></xs:complexType>",
    );
    assert_eq!(
        lowered.shown("T"),
        "~items: {| a: I32 <u:a>; | b: I32 <u:b>}* content\n~other attributes: String* any attribute"
    );
    assert_eq!(lowered.shown("W"), "a: I32 <u:a>\n~other attributes: String* any attribute");
}

#[test]
fn substitution_groups_are_choices_of_their_members() {
    let lowered = schema(
        "<xs:element name='pet' abstract='true' type='xs:string'/><xs:element name='cat' substitutionGroup='t:pet'/>\
         <xs:element name='dog' type='xs:token' substitutionGroup='t:pet'/><xs:element name='puppy' type='xs:token' substitutionGroup='t:dog'/>\
         <xs:element name='ghost' abstract='true'/>\
         <xs:complexType name='Home'><xs:sequence><xs:element ref='t:pet' maxOccurs='unbounded'/><xs:element ref='t:ghost' minOccurs='0'/></xs:sequence></xs:complexType>\
         <xs:complexType name='Kennel'><xs:sequence><xs:element ref='t:dog'/></xs:sequence></xs:complexType>",
    );
    assert_eq!(lowered.shown("Home"), "pet: pet+ content");
    assert_eq!(lowered.shown("pet"), "| cat: String <u:cat>\n| dog: String <u:dog>\n| puppy: String <u:puppy>");
    assert_eq!(lowered.shown("Kennel"), "dog: ~dog choice content");
    assert_eq!(lowered.shown("~dog choice"), "| dog: String <u:dog>\n| puppy: String <u:puppy>");
}

#[test]
fn members_take_the_type_that_stands_in_an_abstract_head() {
    let lowered = schema(
        "<xs:element name='f' abstract='true'><xs:complexType><xs:attribute name='a' type='xs:int'/></xs:complexType></xs:element>\
         <xs:element name='sin' substitutionGroup='t:f'/><xs:element name='cos' substitutionGroup='t:f'/>\
         <xs:complexType name='T'><xs:sequence><xs:element ref='t:f'/></xs:sequence></xs:complexType>",
    );
    assert_eq!(lowered.shown("T"), "f: f content");
    assert_eq!(lowered.shown("f"), "| sin: ~f type <u:sin>\n| cos: ~f type <u:cos>");
    assert_eq!(lowered.shown("~f type"), "@a: I32?");
}

#[test]
fn every_global_element_can_be_a_document() {
    let lowered = schema(
        "<xs:element name='one' type='t:One'/><xs:complexType name='One'/>\
         <xs:element name='a' type='t:Two'/><xs:element name='b' type='t:Two'/><xs:complexType name='Two'/>\
         <xs:element name='own'><xs:complexType/></xs:element><xs:element name='text' type='xs:int'/><xs:element name='anything'/>",
    );
    assert!(lowered.diags.is_empty());
    let roots: Vec<String> = lowered
        .api
        .types
        .iter()
        .filter_map(|(_, ty)| Some(format!("{}={}", ty.name.as_ref()?.text, ty.xml_root.as_ref()?.local)))
        .collect();
    assert_eq!(roots, ["One=one", "a=a", "b=b", "own=own", "text=text", "anything=anything"]);
    assert_eq!(lowered.shown("a"), "= Two");
}

#[test]
fn constraints_and_annotations_are_docs() {
    let lowered = schema(
        "<xs:element name='r'><xs:annotation><xs:appinfo><x xmlns='v'/></xs:appinfo><xs:documentation>The root.</xs:documentation></xs:annotation>\
         <xs:complexType><xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence></xs:complexType>\
         <xs:unique name='n'><xs:selector xpath='t:a'/><xs:field xpath='.'/></xs:unique></xs:element>\
         <xs:notation name='gif' public='image/gif'/>",
    );
    assert!(lowered.diags.is_empty(), "{:?}", lowered.said());
    assert_eq!(
        lowered.ty("r").doc.description.as_deref(),
        Some("The root.\n\nNo two `t:a` have the same `.` (`n`; not checked).")
    );
}

/// A schema of `many` complex types, each of which comes from the one before.
fn chain(many: usize, first: &str, step: impl Fn(usize) -> String) -> String {
    let mut text = format!("<xs:complexType name='T0'>{first}</xs:complexType>");
    for number in 1..many {
        text.push_str(&format!("<xs:complexType name='T{number}'>{}</xs:complexType>", step(number - 1)));
    }
    text
}

#[test]
fn long_chains_of_restrictions_lose_nothing() {
    for many in [80, 3_000] {
        let first = "<xs:sequence><xs:element name='e' type='xs:int'/></xs:sequence><xs:attribute name='a'/>";
        let text = chain(many, first, |base| {
            format!(
                "<xs:complexContent><xs:restriction base='t:T{base}'><xs:sequence><xs:element name='e' type='xs:int'/>\
                 </xs:sequence></xs:restriction></xs:complexContent>"
            )
        });
        let last = format!("T{}", many - 1);
        assert_eq!(schema(&text).shown(&last), "e: I32 <u:e>\n@a: String?");
    }
}

#[test]
fn long_chains_of_extensions_lose_nothing() {
    let many = 2_000;
    let text = chain(many, "<xs:sequence><xs:element name='e0'/></xs:sequence><xs:attribute name='a0'/>", |base| {
        format!(
            "<xs:complexContent><xs:extension base='t:T{base}'><xs:sequence><xs:element name='e{}'/></xs:sequence>\
             <xs:attribute name='a{}'/></xs:extension></xs:complexContent>",
            base + 1,
            base + 1
        )
    });
    // What has all of them by itself: an attribute again, and an element again.
    let again = format!(
        "<xs:complexType name='Again'><xs:complexContent><xs:extension base='t:T{}'><xs:sequence><xs:element name='e0'/>\
         </xs:sequence><xs:attribute name='a0' type='xs:int'/></xs:extension></xs:complexContent></xs:complexType>",
        many - 1
    );
    let lowered = schema(&(text + &again));
    assert!(lowered.diags.is_empty(), "{:?}", lowered.said());
    let fields = |name: &str| match &lowered.ty(name).shape {
        Shape::Record(record) => (record.bases.len(), record.fields.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(fields("T1999"), (1, 2));
    // One choice of the elements in document order, and each attribute.
    assert_eq!(fields("Again"), (0, many + 1));
}

#[test]
fn long_chains_of_simple_content_and_mixed_types_lose_nothing() {
    let many = 2_000;
    let first =
        "<xs:simpleContent><xs:extension base='xs:int'><xs:attribute name='a'/></xs:extension></xs:simpleContent>";
    let text = chain(many, first, |base| {
        format!(
            "<xs:simpleContent><xs:extension base='t:T{base}'><xs:attribute name='a{base}'/></xs:extension></xs:simpleContent>"
        )
    });
    let restricted = "<xs:complexType name='R'><xs:simpleContent><xs:restriction base='t:T1999'><xs:maxInclusive value='5'/>\
                      </xs:restriction></xs:simpleContent></xs:complexType>";
    let lowered = schema(&(text + restricted));
    assert!(lowered.diags.is_empty(), "{:?}", lowered.said());
    assert!(matches!(&lowered.ty("R").shape, Shape::Record(record) if record.fields.len() == many + 1));
    // The innermost says that text may stand between.
    let mut text = "<xs:complexType name='T0' mixed='true'/>".to_owned();
    for number in 1..many {
        text.push_str(&format!(
            "<xs:complexType name='T{number}'><xs:complexContent><xs:extension base='t:T{}'/></xs:complexContent></xs:complexType>",
            number - 1
        ));
    }
    let plain = "<xs:complexType name='P'><xs:complexContent><xs:extension base='t:T1999'><xs:attribute name='a'/>\
                 </xs:extension></xs:complexContent></xs:complexType>";
    let lowered = schema(&(text + plain));
    assert!(lowered.diags.is_empty(), "{:?}", lowered.said());
    assert_eq!(lowered.shown("P"), "from T1999\n@a: String?");
}

#[test]
fn long_chains_of_simple_types_are_no_deep_calls() {
    let many = 20_000;
    // The outermost first, so that nothing is known when it is looked at.
    let mut text = String::new();
    for number in (1..many).rev() {
        let base = number - 1;
        text.push_str(&format!("<xs:simpleType name='S{number}'><xs:restriction base='t:S{base}'><xs:maxLength value='9'/></xs:restriction></xs:simpleType>"));
    }
    text.push_str("<xs:simpleType name='S0'><xs:restriction base='xs:token'><xs:minLength value='2'/></xs:restriction></xs:simpleType>");
    let lowered = schema(&text);
    assert!(lowered.diags.is_empty(), "{:?}", lowered.said());
    assert_eq!(lowered.ty("S19999").limits.min_length, Some(2));
}

#[test]
fn types_that_come_from_themselves_are_told() {
    for derivation in ["extension", "restriction"] {
        let text = format!(
            "<xs:complexType name='A'><xs:complexContent><xs:{derivation} base='t:B'/></xs:complexContent></xs:complexType>\n\
             <xs:complexType name='B'><xs:complexContent><xs:{derivation} base='t:A'><xs:attribute name='b'/></xs:{derivation}>\
             </xs:complexContent></xs:complexType>"
        );
        let lowered = schema(&text);
        assert_eq!(
            lowered.said(),
            ["XS0012:2 the type is derived from itself", "XS0012:3 the type is derived from itself"]
        );
        assert_eq!(lowered.shown_despite("B"), "@b: String?");
    }
}

#[test]
fn complex_content_of_a_simple_type_keeps_its_text() {
    let lowered = schema(
        "<xs:complexType name='T'><xs:complexContent><xs:extension base='xs:int'><xs:attribute name='a' type='xs:int'/></xs:extension></xs:complexContent></xs:complexType>\n\
         <xs:complexType name='R'><xs:complexContent><xs:restriction base='xs:string'/></xs:complexContent></xs:complexType>\n\
         <xs:complexType name='M'><xs:complexContent><xs:extension base='xs:int'><xs:sequence><xs:element name='e' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\n\
         <xs:complexType name='D'><xs:simpleContent><xs:extension base='t:T'><xs:attribute name='b' type='xs:int'/></xs:extension></xs:simpleContent></xs:complexType>",
    );
    assert_eq!(
        lowered.said(),
        [
            "XS0018:2 `int` is a simple type, and no complex content",
            "XS0018:3 `string` is a simple type, and no complex content",
            "XS0018:4 `int` is a simple type, and no complex content",
        ]
    );
    assert_eq!(lowered.shown_despite("T"), "~value: I32 text\n@a: I32?");
    assert_eq!(lowered.shown_despite("R"), "~value: String text");
    assert_eq!(lowered.shown_despite("M"), "~content: {| ~text: String text; | e: I32 <u:e>}* mixed");
    assert_eq!(lowered.shown_despite("D"), "from T\n@b: I32?");
}
