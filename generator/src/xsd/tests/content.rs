//! Content models (Part 1, 3.8).

use super::{read, schema, wrap};
use crate::ir::{Occurs, Shape, XmlPlace};
use crate::xsd::Options;

fn model(inner: &str) -> String {
    schema(&format!("<xs:complexType name='T'>{inner}</xs:complexType>")).shown("T")
}

#[test]
fn a_sequence_is_fields() {
    assert_eq!(
        model(
            "<xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:string' minOccurs='0'/>\
             <xs:element name='c' type='xs:string' maxOccurs='unbounded'/>\
             <xs:element name='d' type='xs:string' minOccurs='2' maxOccurs='3'/>\
             <xs:element name='never' type='xs:string' minOccurs='0' maxOccurs='0'/></xs:sequence>"
        ),
        "a: I32 <u:a>\nb: String? <u:b>\nc: String+ <u:c>\nd: String{2,3} <u:d>"
    );
}

/// Part 2, 3.3.20: `nonNegativeInteger` has no end.
#[test]
fn numbers_beyond_all_counting_are_no_mistake() {
    assert_eq!(
        model(
            "<xs:sequence><xs:element name='a' type='xs:int' maxOccurs='99999999999999999999'/>\
             <xs:element name='b' type='xs:int' minOccurs='0' maxOccurs=' +4294967296 '/></xs:sequence>"
        ),
        "a: I32+ <u:a>\nb: I32{0,4294967296} <u:b>"
    );
    assert_eq!(
        schema(
            "<xs:group name='g'><xs:sequence minOccurs='99999999999999999999' maxOccurs='2'>\
             <xs:element name='a' type='xs:int'/></xs:sequence></xs:group>"
        )
        .said(),
        ["XS0004:2 at least 18446744073709551615 and at most 2 contradict"]
    );
}

#[test]
fn what_nests_once_is_no_level() {
    assert_eq!(
        model(
            "<xs:sequence><xs:sequence><xs:element name='a' type='xs:int'/><xs:choice>\
             <xs:element name='b' type='xs:int'/></xs:choice></xs:sequence>\
             <xs:sequence minOccurs='0'><xs:element name='c' type='xs:int'/></xs:sequence>\
             <xs:sequence minOccurs='0'><xs:element name='d' type='xs:int' minOccurs='0'/>\
             <xs:element name='e' type='xs:int' minOccurs='0'/></xs:sequence></xs:sequence>"
        ),
        "a: I32 <u:a>\nb: I32 <u:b>\nc: I32? <u:c>\nd: I32? <u:d>\ne: I32? <u:e>"
    );
}

#[test]
fn all_is_fields() {
    assert_eq!(
        model(
            "<xs:all minOccurs='0'><xs:element name='a' type='xs:int' minOccurs='0'/>\
             <xs:element name='b' type='xs:int' minOccurs='0'/></xs:all>"
        ),
        "a: I32? <u:a>\nb: I32? <u:b>\n~element order: String order"
    );
}

#[test]
fn a_group_that_repeats_or_may_be_absent_is_a_record() {
    assert_eq!(
        model(
            "<xs:sequence><xs:element name='head' type='xs:int'/><xs:sequence minOccurs='0'>\
             <xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/></xs:sequence></xs:sequence>"
        ),
        "head: I32 <u:head>\n~a and b: {a: I32 <u:a>; b: I32 <u:b>}? content"
    );
    assert_eq!(
        model(
            "<xs:sequence maxOccurs='unbounded'><xs:element name='k' type='xs:string'/>\
             <xs:element name='v' type='xs:string' minOccurs='0'/></xs:sequence>"
        ),
        "~k and v: {k: String <u:k>; v: String? <u:v>}+ content"
    );
}

#[test]
fn a_choice_is_a_choice_by_element() {
    assert_eq!(
        model(
            "<xs:sequence><xs:choice><xs:element name='a' type='xs:int'/><xs:sequence><xs:element name='b' type='xs:int'/>\
             <xs:element name='c' type='xs:int'/></xs:sequence></xs:choice><xs:element name='z' type='xs:int'/></xs:sequence>"
        ),
        "~a or b group: {| a: I32 <u:a>; | ~b and c: {b: I32 <u:b>; c: I32 <u:c>} content} content\nz: I32 <u:z>"
    );
}

#[test]
fn choices_in_choices_are_one() {
    assert_eq!(
        model(
            "<xs:choice><xs:element name='a' type='xs:int'/><xs:choice minOccurs='0'><xs:element name='b' type='xs:int'/>\
             <xs:element name='c' type='xs:int' maxOccurs='4'/></xs:choice></xs:choice>"
        ),
        "~content: {| a: I32 <u:a>; | b: I32 <u:b>; | c: I32{1,4} <u:c>}? content"
    );
}

#[test]
fn a_choice_that_repeats_keeps_the_order_of_the_document() {
    let lowered = schema(
        "<xs:complexType name='T'><xs:choice minOccurs='0' maxOccurs='unbounded'><xs:element name='a' type='xs:int' maxOccurs='9'/>\
         <xs:sequence><xs:element name='b' type='xs:int' minOccurs='0'/><xs:element name='c' type='xs:int' minOccurs='0'/></xs:sequence>\
         <xs:any namespace='##other'/></xs:choice></xs:complexType>",
    );
    assert_eq!(
        lowered.shown("T"),
        "~items: {| a: I32 <u:a>; | b: I32 <u:b>; | c: I32 <u:c>; | ~any: Any any}* content"
    );
}

#[test]
fn an_element_at_two_places_makes_them_one_choice_in_order() {
    assert_eq!(
        model(
            "<xs:sequence><xs:element name='head' type='xs:int'/><xs:element name='a' type='xs:int'/>\
             <xs:element name='b' type='xs:int' minOccurs='0'/><xs:element name='a' type='xs:int' minOccurs='0'/>\
             <xs:element name='foot' type='xs:int'/></xs:sequence>"
        ),
        "head: I32 <u:head>\n~a or b: {| a: I32 <u:a>; | b: I32 <u:b>}* content\nfoot: I32 <u:foot>"
    );
    // Right behind itself it is a list.
    assert_eq!(
        model(
            "<xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='a' type='xs:int' minOccurs='0'/></xs:sequence>"
        ),
        "a: I32{1,2} <u:a>"
    );
}

#[test]
fn groups_stand_for_what_is_in_them() {
    let lowered = schema(
        "<xs:group name='G'><xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int'/></xs:sequence></xs:group>\
         <xs:group name='C'><xs:choice><xs:element name='c' type='xs:int'/><xs:element name='d' type='xs:int'/></xs:choice></xs:group>\
         <xs:complexType name='T'><xs:sequence><xs:group ref='t:G'/><xs:group ref='t:C' maxOccurs='2'/></xs:sequence></xs:complexType>\
         <xs:complexType name='U'><xs:sequence><xs:group ref='t:C'/></xs:sequence></xs:complexType>",
    );
    assert_eq!(lowered.shown("T"), "a: I32 <u:a>\nb: I32 <u:b>\nC: C{1,2} content");
    assert_eq!(lowered.shown("U"), "C: C content");
    assert_eq!(lowered.shown("C"), "| c: I32 <u:c>\n| d: I32 <u:d>");
    assert_eq!(lowered.names().iter().filter(|n| *n == "C").count(), 1);
}

#[test]
fn a_group_may_contain_itself_through_an_element() {
    let lowered = schema(
        "<xs:group name='G'><xs:sequence><xs:element name='a' minOccurs='0'><xs:complexType><xs:group ref='t:G'/></xs:complexType>\
         </xs:element></xs:sequence></xs:group><xs:element name='r'><xs:complexType><xs:group ref='t:G'/></xs:complexType></xs:element>",
    );
    assert!(lowered.diags.is_empty());
    let Shape::Record(root) = &lowered.ty("r").shape else { panic!() };
    let inner = root.fields[0].ty;
    let Shape::Record(record) = &lowered.api.types[inner].shape else { panic!() };
    assert_eq!(record.fields[0].ty, inner, "the type within is the type itself");
}

#[test]
fn mixed_content_is_one_field_in_order() {
    let lowered = schema(
        "<xs:complexType name='T' mixed='true'><xs:choice minOccurs='0' maxOccurs='unbounded'>\
         <xs:element name='b' type='t:T'/><xs:element name='i' type='xs:string'/></xs:choice>\
         <xs:attribute name='x' type='xs:string'/></xs:complexType>\
         <xs:complexType name='U' mixed='true'><xs:complexContent><xs:extension base='t:T'><xs:attribute name='y' type='xs:string'/>\
         </xs:extension></xs:complexContent></xs:complexType>\
         <xs:complexType name='V' mixed='true'><xs:complexContent><xs:extension base='t:T'><xs:sequence>\
         <xs:element name='q' type='xs:string'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>\
         <xs:complexType name='Plain' mixed='true'/>",
    );
    let variants = "| ~text: String text; | b: T <u:b>; | i: String <u:i>";
    assert_eq!(lowered.shown("T"), format!("~content: {{{variants}}}* mixed\n@x: String?"));
    assert_eq!(lowered.shown("U"), "from T\n@y: String?");
    assert_eq!(lowered.shown("V"), format!("~content: {{{variants}; | q: String <u:q>}}* mixed\n@x: String?"));
    assert_eq!(lowered.shown("Plain"), "~value: String text");
}

#[test]
fn wildcards_are_kept_trees() {
    let lowered = schema(
        "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='xs:int'/>\
         <xs:any namespace='##other' processContents='lax' minOccurs='0' maxOccurs='unbounded'/></xs:sequence>\
         <xs:anyAttribute namespace='##local v' processContents='skip'/></xs:complexType>",
    );
    assert_eq!(lowered.shown("T"), "a: I32 <u:a>\n~any: Any* any\n~other attributes: String* any attribute");
    let Shape::Record(record) = &lowered.ty("T").shape else { panic!() };
    let wire = |at: usize| format!("{:?}", record.fields[at].wire.xml.as_ref().unwrap());
    assert_eq!(wire(1), "AnyElement(Wildcard { namespaces: Other(Some(\"u\")), process: Lax })");
    assert_eq!(wire(2), "AnyAttribute(Wildcard { namespaces: Listed([None, Some(\"v\")]), process: Skip })");
}

#[test]
fn local_elements_have_a_namespace_by_their_form() {
    let text = wrap(
        "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int' form='qualified'/>\
         <xs:element ref='t:c'/></xs:sequence><xs:attribute name='d' form='qualified' type='xs:int'/></xs:complexType><xs:element name='c' type='xs:int'/>",
    )
    .replace("elementFormDefault='qualified'", "");
    let lowered = read(&[("test.xsd", &text)], &Options::default());
    assert_eq!(lowered.shown("T"), "a: I32 <a>\nb: I32 <u:b>\nc: I32 <u:c>\n@d: I32? in u");
}

#[test]
fn elements_may_be_nil_and_have_values_for_when_they_are_empty() {
    assert_eq!(
        model(
            "<xs:choice><xs:element name='a' type='xs:int' nillable='true'/><xs:sequence>\
             <xs:element name='b' type='xs:int' nillable='true' default='5'/><xs:element name='c' type='xs:string' fixed=' x'/></xs:sequence></xs:choice>"
        ),
        "~content: {| a: I32 or nil <u:a>; | ~b and c: {b: I32 <u:b> nil default Number(\"5\"); \
         c: String <u:c> fixed String(\" x\")} content} content"
    );
}

#[test]
fn an_attribute_and_text_of_one_name_do_not_meet() {
    let lowered = schema(
        "<xs:complexType name='T'><xs:simpleContent><xs:extension base='xs:string'><xs:attribute name='value' type='xs:int'/>\
         </xs:extension></xs:simpleContent></xs:complexType>",
    );
    assert_eq!(lowered.shown("T"), "~text: String text\n@value: I32?");
}

#[test]
fn occurrences_multiply() {
    let lowered = schema(
        "<xs:complexType name='T'><xs:sequence minOccurs='0' maxOccurs='unbounded'><xs:element name='a' type='xs:int' maxOccurs='3'/>\
         </xs:sequence></xs:complexType>",
    );
    let Shape::Record(record) = &lowered.ty("T").shape else { panic!() };
    assert_eq!(record.fields[0].occurs, Occurs::Many { min: 0, max: None });
    assert!(matches!(record.fields[0].wire.xml, Some(XmlPlace::Element(_))));
}

#[test]
fn groups_within_groups_end_somewhere() {
    let groups = |many: usize, inner: &dyn Fn(usize) -> String| {
        let mut text = String::from("<xs:complexType name='T'><xs:group ref='t:G0'/></xs:complexType>\n");
        for number in 0..many {
            text.push_str(&format!("<xs:group name='G{number}'>{}</xs:group>\n", inner(number + 1)));
        }
        text.push_str(&format!(
            "<xs:group name='G{many}'><xs:sequence><xs:element name='e' type='xs:int'/></xs:sequence></xs:group>"
        ));
        schema(&text)
    };
    let one = |next: usize| format!("<xs:sequence><xs:group ref='t:G{next}'/></xs:sequence>");
    assert_eq!(groups(100, &one).shown("T"), "e: I32 <u:e>");
    let lowered = groups(2_000, &one);
    assert_eq!(lowered.said(), ["XS0020:127 groups within groups go more than 250 deep here"]);
    // As deep as each of them may be by itself.
    let deep = |next: usize| {
        let (open, close) = ("<xs:choice>".repeat(120), "</xs:choice>".repeat(120));
        format!("<xs:sequence>{open}<xs:group ref='t:G{next}'/><xs:element name='f{next}'/>{close}</xs:sequence>")
    };
    assert_eq!(groups(50, &deep).said().len(), 1);
    // Each has the next one twice.
    let twice = |next: usize| {
        format!(
            "<xs:choice><xs:group ref='t:G{next}'/><xs:sequence><xs:group ref='t:G{next}' maxOccurs='3'/></xs:sequence></xs:choice>"
        )
    };
    assert!(groups(40, &twice).said()[0].contains("groups within groups make more than 100000 parts"));
}
