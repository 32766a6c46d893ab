//! The tables that put a record on the wire: `json::record!` and `xml::record!`, laid out as text because
//! prettyplease does not know how they are read.

use super::Cx;
use super::held::{Member, member};
use super::layout::{File, keeps_rest};
use crate::ir::walk::{behind_aliases, behind_null, is_element, is_text};
use crate::ir::{
    Access, Field, Id, Literal, Namespaces, Occurs, QName, Record, Scalar, Shape, Type, Wildcard, XmlPlace,
};

/// The tables of a record, for the wires on which it is used.
pub(super) fn record(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Vec<String> {
    let used = cx.layout.uses[id];
    let mut tables = Vec::new();
    if cx.has_json(id) {
        tables.push(json(cx, id, record));
    }
    if used.xml {
        tables.extend(xml(cx, id, record));
        tables.extend(root(cx, id));
    }
    tables
}

/// What makes a global element a document around a value of another type.
pub(super) fn newtype(cx: &Cx<'_>, id: Id<Type>) -> Vec<String> {
    if !is_element(&cx.api.types[id]) {
        return Vec::new();
    }
    let mut tables = Vec::new();
    if cx.has_json(id) {
        tables.push(format!("json::newtype!({});", name(cx, id)));
    }
    tables.push(format!("xml::newtype!({});", name(cx, id)));
    tables.extend(root(cx, id));
    tables
}

/// What makes a type a document.
pub(super) fn root(cx: &Cx<'_>, id: Id<Type>) -> Option<String> {
    let root = cx.api.types[id].xml_root.as_ref()?;
    let prefixes = match cx.layout.home[id] {
        _ if cx.prefixes.is_empty() => "",
        File::Common => ", PREFIXES",
        File::Group(_) | File::Namespace(_) => ", super::PREFIXES",
    };
    Some(format!("xml::root!({}, {}, {:?}{prefixes});", name(cx, id), namespace(root), root.local))
}

fn name<'a>(cx: &'a Cx<'_>, id: Id<Type>) -> &'a str {
    cx.names.types[id].as_deref().unwrap_or("Unnamed")
}

fn json(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> String {
    let mut lines = Vec::new();
    let wires = super::json_names::members(record, &cx.names.members[id]);
    let mut order = None;
    for ((field, rust), wire) in record.fields.iter().zip(&cx.names.members[id]).zip(&wires) {
        if field.wire.xml == Some(XmlPlace::Order) {
            order = Some(format!("{rust}: order"));
            continue;
        }
        let kind = match member(cx, id, field) {
            Member::Required => "required",
            // A repeated element of XML is a list in JSON.
            Member::Many => "many",
            Member::Constant => "constant(Default::default)",
            Member::Optional => "optional",
            Member::Nullable => "nullable",
            Member::Maybe => "maybe",
        };
        let side = match field.access {
            // Of a type that only the side has that sends the member, it is always there.
            _ if matches!(kind, "required" | "many") => "",
            Access::Both => "",
            // What never goes the other way needs no care on this one.
            Access::ReadOnly if cx.layout.uses[id].sent => "read_only ",
            Access::WriteOnly if cx.layout.uses[id].received => "write_only ",
            Access::ReadOnly | Access::WriteOnly => "",
        };
        lines.push(format!("{rust}: {side}{kind} {wire:?}"));
    }
    let rest = keeps_rest(&record.rest).map_or_else(String::new, |_| {
        let rust = cx.names.members[id].last().map_or("additional_properties", String::as_str);
        format!(" rest {rust}")
    });
    // What remembers the order stands first, as in XML.
    let unordered = order.is_some();
    lines.splice(0..0, order);
    let text = super::text::table("json::record", name(cx, id), &lines, &rest);
    if unordered { text.replacen("json::record!", "json::unordered!", 1) } else { text }
}

fn xml(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Vec<String> {
    let uses = cx.layout.content[id];
    // What remembers the order stands first: the other fields are read and written by it.
    let is_order = |field: &Field| field.wire.xml == Some(XmlPlace::Order);
    let pairs = || record.fields.iter().zip(&cx.names.members[id]);
    let fields = pairs().filter(|it| is_order(it.0)).chain(pairs().filter(|it| !is_order(it.0)));
    let kind = match pairs().any(|it| is_order(it.0)) {
        true => "xml::unordered!",
        false if has_weak_wildcard(record) => "xml::weak!",
        false => "xml::record!",
    };
    let mut lines: Vec<String> = fields.map(|(field, rust)| format!("{rust}: {}", place(cx, id, field))).collect();
    if keeps_rest(&record.rest).is_some() {
        let rust = cx.names.members[id].last().map_or("additional_properties", String::as_str);
        lines.push(format!("{rust}: rest"));
    }
    let mut tables = Vec::new();
    if uses.element || !uses.content {
        tables.push(super::text::table("xml::record", name(cx, id), &lines, "").replacen("xml::record!", kind, 1));
    }
    if uses.content {
        let end = leading(cx, record).map_or_else(String::new, |count| format!(" leading {count}"));
        tables.push(super::text::table("xml::group", name(cx, id), &lines, &end));
    }
    tables
}

/// Whether a wildcard lets in elements that the record has by their names (XML Schema 1.1, Part 1, 3.8.6.4).
fn has_weak_wildcard(record: &Record) -> bool {
    let places = || record.fields.iter().filter_map(|field| field.wire.xml.as_ref());
    places().any(|place| match place {
        XmlPlace::AnyElement(wildcard) => places().any(|other| match other {
            XmlPlace::Element(name) => wildcard.namespaces.let_in(name.namespace.as_deref()),
            // What it is made of is in the namespace of the record, as a rule.
            XmlPlace::Content => wildcard.namespaces == Namespaces::Any,
            _ => false,
        }),
        _ => false,
    })
}

/// The place of a field, in the words of the tables.
fn place(cx: &Cx<'_>, id: Id<Type>, field: &Field) -> String {
    let side = match member(cx, id, field) {
        Member::Required | Member::Constant => "required",
        Member::Optional if super::paths::keeps_attributes(cx, field.ty) => "optional_nillable",
        Member::Optional => "optional",
        Member::Nullable => "nillable",
        Member::Maybe => "maybe",
        Member::Many => "many",
    };
    // What is always there needs no word where that is the usual way.
    let aside = if matches!(side, "required" | "many") { String::new() } else { format!("{side} ") };
    let only = if field.access == Access::ReadOnly && cx.layout.uses[id].sent { "read_only_" } else { "" };
    match field.wire.xml.as_ref() {
        Some(XmlPlace::Attribute(name)) => format!("{side} {only}attribute {} {:?}", namespace(name), name.local),
        Some(XmlPlace::Element(name)) => {
            let empty =
                field.default.as_ref().or(field.fixed.as_ref()).and_then(|value| text_of_empty(cx, field.ty, value));
            let or = empty.filter(|_| only.is_empty()).map_or_else(String::new, |text| format!(" or {text:?}"));
            format!("{side} {only}element {} {:?}{or}", of_element(name), name.local)
        }
        None => format!("{side} {only}element {} {:?}", of_element(&QName::inheriting("")), field.name.text),
        Some(XmlPlace::Items(name)) => format!("{side} {only}items {} {:?}", of_element(name), name.local),
        Some(XmlPlace::Text) if has_elements(cx, id) => format!("{aside}words"),
        Some(XmlPlace::Text) => format!("{aside}text"),
        Some(XmlPlace::Wrapped { wrapper, item }) => {
            let (wrapper_ns, item_ns) = (of_element(wrapper), of_element(item));
            format!("{aside}{only}wrapped {wrapper_ns} {:?} {item_ns} {:?}", wrapper.local, item.local)
        }
        Some(XmlPlace::Content) => "content".to_owned(),
        Some(XmlPlace::AnyElement(wildcard)) => format!("any element{}", allowed(wildcard)),
        Some(XmlPlace::AnyAttribute(_)) => "any attribute".to_owned(),
        Some(XmlPlace::Mixed) => "mixed".to_owned(),
        Some(XmlPlace::Order) => "order".to_owned(),
    }
}

/// Whether a record has child elements by name.
fn has_elements(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let Shape::Record(record) = &cx.api.types[id].shape else { return false };
    let is_element = |field: &Field| {
        matches!(field.wire.xml, None | Some(XmlPlace::Element(_) | XmlPlace::Items(_) | XmlPlace::Wrapped { .. }))
    };
    record.fields.iter().any(is_element)
}

/// What an empty element stands for, where its type has no empty text of its own (XML Schema Part 1, 3.3.1), or refuses
/// what is not within its limits, which are on the value (cvc-elt 5.1).
pub(super) fn text_of_empty(cx: &Cx<'_>, ty: Id<Type>, value: &Literal) -> Option<String> {
    if has_empty(cx, ty, 0) {
        return None;
    }
    match value {
        Literal::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(text_of_one).collect();
            items.map(|items| items.join(" "))
        }
        one => text_of_one(one),
    }
}

fn text_of_one(value: &Literal) -> Option<String> {
    match value {
        Literal::Bool(value) => Some(value.to_string()),
        Literal::Number(text) | Literal::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Whether an empty element is a value of the type without a default.
fn has_empty(cx: &Cx<'_>, ty: Id<Type>, depth: usize) -> bool {
    // A type that contains itself says nothing by that.
    const DEEP: usize = 64;
    let ty = behind_null(cx.api, ty);
    if depth > DEEP {
        return true;
    }
    match &cx.api.types[ty].shape {
        _ if cx.api.types[ty].checked.as_ref().is_some_and(|checked| checked.reading) => false,
        Shape::Alias(inner) => has_empty(cx, *inner, depth + 1),
        Shape::Record(record) => match record.fields.iter().find(|it| it.wire.xml == Some(XmlPlace::Text)) {
            Some(text) => has_empty(cx, text.ty, depth + 1),
            None => true,
        },
        Shape::Scalar(one) => {
            matches!(one, Scalar::String | Scalar::Uri | Scalar::Bytes | Scalar::Base64 | Scalar::Hex)
        }
        // Of an open one any text is a value, unless what it lists are values of another kind.
        Shape::Enum(one) => {
            let takes_texts = one.open && one.of.is_none() && one.base == Scalar::String;
            takes_texts || one.values.iter().any(|value| value.value == Literal::String(String::new()))
        }
        Shape::Choice(choice) if is_text(cx.api, ty) => {
            choice.variants.iter().any(|variant| variant.ty.is_none_or(|ty| has_empty(cx, ty, depth + 1)))
        }
        _ => true,
    }
}

/// The namespaces of a wildcard, in the words of the tables; nothing for all.
pub(super) fn allowed(wildcard: &Wildcard) -> String {
    let list = |how: &str, namespaces: Vec<&str>| {
        let quoted: Vec<String> = namespaces.iter().map(|namespace| format!("{namespace:?}")).collect();
        if quoted.is_empty() { String::new() } else { format!(" {how} [{}]", quoted.join(" ")) }
    };
    match &wildcard.namespaces {
        Namespaces::Any => String::new(),
        Namespaces::Other(None) => list("not", vec![""]),
        // What has no namespace is not of another one either (Part 1, 3.10.1).
        Namespaces::Other(Some(namespace)) => list("not", vec![namespace, ""]),
        Namespaces::Listed(all) => list("of", all.iter().map(|it| it.as_deref().unwrap_or_default()).collect()),
    }
}

/// How many of the fields of a group may be the first that is there; `None` for any of them.
fn leading(cx: &Cx<'_>, record: &Record) -> Option<usize> {
    let first = record.fields.iter().position(|field| !may_lack(cx, field, 0))? + 1;
    (first < record.fields.len()).then_some(first)
}

/// Whether no element at all may stand for a field.
fn may_lack(cx: &Cx<'_>, field: &Field, depth: usize) -> bool {
    matches!(field.occurs, Occurs::Optional | Occurs::Many { min: 0, .. })
        || (field.wire.xml == Some(XmlPlace::Content) && may_be_empty(cx, field.ty, depth))
}

/// Whether content of the type may have no elements at all.
fn may_be_empty(cx: &Cx<'_>, id: Id<Type>, depth: usize) -> bool {
    // A group that contains itself at its start cannot be.
    const DEEP: usize = 64;
    depth < DEEP
        && match &cx.api.types[behind_aliases(cx.api, id)].shape {
            Shape::Record(record) => record.fields.iter().all(|field| may_lack(cx, field, depth + 1)),
            Shape::Choice(choice) => choice.variants.iter().any(|variant| match variant.occurs {
                Occurs::Optional | Occurs::Many { min: 0, .. } => true,
                Occurs::One | Occurs::Many { .. } => {
                    variant.xml == Some(XmlPlace::Content)
                        && variant.ty.is_some_and(|ty| may_be_empty(cx, ty, depth + 1))
                }
            }),
            _ => false,
        }
}

/// The namespace of an element within another one, in the words of the tables.
pub(super) fn of_element(name: &QName) -> String {
    if name.inherits && name.namespace.is_none() { format!("{:?}", "*") } else { namespace(name) }
}

pub(super) fn namespace(name: &QName) -> String {
    format!("{:?}", name.namespace.as_deref().unwrap_or_default())
}
