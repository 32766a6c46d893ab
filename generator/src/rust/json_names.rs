//! What the parts of a type are called in JSON, where only XML has names for them.
//!
//! An element or an attribute has its local name. Where two of one record have the same, it is that of the first element;
//! an attribute is then called `@name`. What has no name in XML (its text, a choice, what a wildcard lets in), and what is
//! left without one, has that of its field or variant in Rust behind a `$`, which no name of XML begins with.

use crate::ir::{Choice, Record, Variant, XmlPlace};

/// The members of a record, in the order of its fields.
pub(super) fn members(record: &Record, rust: &[String]) -> Vec<String> {
    let is_attribute = |at: &usize| matches!(record.fields[*at].wire.xml, Some(XmlPlace::Attribute(_)));
    let mut names: Vec<Option<String>> = record.fields.iter().map(|field| field.wire.json.clone()).collect();
    let (attributes, others): (Vec<usize>, Vec<usize>) = (0..record.fields.len()).partition(is_attribute);
    for at in others.into_iter().chain(attributes) {
        let field = &record.fields[at];
        if names[at].is_some() {
            continue;
        }
        let candidates = match &field.wire.xml {
            Some(XmlPlace::Attribute(name)) => vec![name.local.clone(), format!("@{}", name.local)],
            Some(place) => local(place).into_iter().map(str::to_owned).collect(),
            None => vec![field.name.text.clone()],
        };
        let name = candidates.into_iter().find(|name| !names.contains(&Some(name.clone())));
        names[at] = Some(name.unwrap_or_else(|| made(rust.get(at))));
    }
    names.into_iter().flatten().collect()
}

/// The tags of a choice by element or by `xsi:type`, in the order of its variants; `None` for a text, which needs none.
pub(super) fn tags(choice: &Choice, rust: &[String]) -> Vec<Option<String>> {
    let mut tags: Vec<Option<String>> = Vec::new();
    for (at, variant) in choice.variants.iter().enumerate() {
        if variant.xml == Some(XmlPlace::Text) {
            tags.push(None);
            continue;
        }
        let name = tag(variant).map(str::to_owned).filter(|name| !tags.contains(&Some(name.clone())));
        tags.push(Some(name.unwrap_or_else(|| made(rust.get(at)))));
    }
    tags
}

/// The local name of a variant's element, or of its type.
fn tag(variant: &Variant) -> Option<&str> {
    match &variant.xml {
        Some(place) => local(place),
        None => variant.tags.iter().find(|tag| !tag.is_empty()).map(|tag| tag.rsplit('}').next().unwrap_or(tag)),
    }
}

fn local(place: &XmlPlace) -> Option<&str> {
    match place {
        XmlPlace::Attribute(name)
        | XmlPlace::Element(name)
        | XmlPlace::Items(name)
        | XmlPlace::Wrapped { wrapper: name, .. } => Some(&name.local),
        XmlPlace::Text
        | XmlPlace::Content
        | XmlPlace::AnyElement(_)
        | XmlPlace::AnyAttribute(_)
        | XmlPlace::Mixed
        | XmlPlace::Order => None,
    }
}

/// A name from the one in Rust, which is the only one of its kind.
fn made(rust: Option<&String>) -> String {
    format!("${}", rust.map_or("", |name| name.trim_start_matches("r#")))
}
