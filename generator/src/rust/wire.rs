//! The tables that put a record on the wire: `json::record!` and `xml::record!`, laid out as text because
//! prettyplease does not know how they are read.

use super::Cx;
use super::layout::keeps_rest;
use super::records::{Member, member};
use crate::ir::{Access, Id, QName, Record, Type, XmlPlace};

/// The tables of a record, for the wires on which it is used.
pub(super) fn record(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> Vec<String> {
    let used = cx.layout.uses[id];
    let mut tables = Vec::new();
    if used.json {
        tables.push(json(cx, id, record));
    }
    if used.xml {
        tables.push(xml(cx, id, record));
        if let Some(root) = &cx.api.types[id].xml_root {
            tables.push(format!("xml::root!({}, {}, {:?});", name(cx, id), namespace(root), root.local));
        }
    }
    tables
}

fn name<'a>(cx: &'a Cx<'_>, id: Id<Type>) -> &'a str {
    cx.names.types[id].as_deref().unwrap_or("Unnamed")
}

fn json(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> String {
    let mut lines = Vec::new();
    for (field, rust) in record.fields.iter().zip(&cx.names.members[id]) {
        let wire = field.wire.json.as_deref().unwrap_or(&field.name.text);
        let kind = match member(cx, id, field) {
            // A repeated element of XML is a list in JSON.
            Member::Required | Member::Many => "required",
            Member::Constant => "constant",
            Member::Optional => "optional",
            Member::Nullable => "nullable",
            Member::Maybe => "maybe",
        };
        let side = match field.access {
            Access::Both => "",
            Access::ReadOnly => "read_only ",
            Access::WriteOnly => "write_only ",
        };
        lines.push(format!("{rust}: {side}{kind} {wire:?},"));
    }
    if keeps_rest(&record.rest).is_some() {
        let rust = cx.names.members[id].last().map_or("additional_properties", String::as_str);
        lines.push(format!("{rust}: rest,"));
    }
    table("json", name(cx, id), &lines)
}

fn xml(cx: &Cx<'_>, id: Id<Type>, record: &Record) -> String {
    let mut lines = Vec::new();
    for (field, rust) in record.fields.iter().zip(&cx.names.members[id]) {
        let held = member(cx, id, field);
        let plain = QName::new(None, field.name.text.clone());
        let place = field.wire.xml.clone().unwrap_or(XmlPlace::Element(plain));
        let side = match held {
            Member::Required | Member::Constant => "required",
            Member::Optional => "optional",
            Member::Nullable => "nillable",
            Member::Maybe => "maybe",
            Member::Many => "many",
        };
        let what = match &place {
            XmlPlace::Attribute(name) => format!("{side} attribute {} {:?}", namespace(name), name.local),
            XmlPlace::Element(name) => format!("{side} element {} {:?}", namespace(name), name.local),
            XmlPlace::Text => "text".to_owned(),
            XmlPlace::Wrapped { wrapper, item } => {
                let side = if held == Member::Optional { "optional wrapped" } else { "wrapped" };
                format!("{side} {} {:?} {} {:?}", namespace(wrapper), wrapper.local, namespace(item), item.local)
            }
            XmlPlace::Content => "content".to_owned(),
            XmlPlace::AnyElement(_) => "any element".to_owned(),
            XmlPlace::AnyAttribute(_) => "any attribute".to_owned(),
            XmlPlace::Mixed => "mixed".to_owned(),
        };
        lines.push(format!("{rust}: {what},"));
    }
    table("xml", name(cx, id), &lines)
}

fn namespace(name: &QName) -> String {
    format!("{:?}", name.namespace.as_deref().unwrap_or_default())
}

fn table(wire: &str, name: &str, lines: &[String]) -> String {
    let mut text = format!("{wire}::record! {{\n    {name} {{\n");
    for line in lines {
        text.push_str("        ");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("    }\n}");
    text
}
