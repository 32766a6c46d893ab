//! How the variants of a union are told apart in XML: by a tag, or by what a look at an element shows.

use super::Cx;
use super::held::{Member, member};
use crate::ir::walk::{behind_aliases, behind_null, is_text};
use crate::ir::{Api, Choice, Id, QName, Shape, Type, XmlPlace};

/// Where the member stands that is the tag of `choice`: as the first variant that has a field for it says, else as a
/// child element of its name.
pub(super) fn tag_place(api: &Api, choice: &Choice, tag: &str) -> (&'static str, QName) {
    let places = choice.variants.iter().filter_map(|variant| {
        let Shape::Record(record) = &api.types[behind_aliases(api, variant.ty?)].shape else { return None };
        record.fields.iter().find(|field| field.wire.json.as_deref() == Some(tag))?.wire.xml.as_ref()
    });
    let mut known = places.filter_map(|place| match place {
        XmlPlace::Attribute(name) => Some(("attribute", name.clone())),
        XmlPlace::Element(name) => Some(("child", name.clone())),
        _ => None,
    });
    known.next().unwrap_or_else(|| ("child", QName::inheriting(tag)))
}

/// What an element shows that may be a value of the type, in the words of `xml::untagged!`.
pub(super) fn of(cx: &Cx<'_>, ty: Option<Id<Type>>) -> String {
    let Some(ty) = ty else { return "any".to_owned() };
    let ty = behind_aliases(cx.api, ty);
    if is_text(cx.api, ty) {
        return "text".to_owned();
    }
    let inner = behind_null(cx.api, ty);
    match &cx.api.types[inner].shape {
        // `null` has no parts.
        Shape::Record(record) if inner == ty => {
            let mut look = "parts".to_owned();
            for field in &record.fields {
                let name = match &field.wire.xml {
                    // The text of an element may be all that it has.
                    Some(XmlPlace::Text) => return "any".to_owned(),
                    Some(XmlPlace::Attribute(name) | XmlPlace::Element(name)) => &name.local,
                    None => &field.name.text,
                    Some(_) => continue,
                };
                let there = match member(cx, inner, field) {
                    Member::Required | Member::Constant => true,
                    // An attribute cannot be marked as having no value.
                    Member::Nullable => !matches!(field.wire.xml, Some(XmlPlace::Attribute(_))),
                    Member::Optional | Member::Maybe | Member::Many => false,
                };
                if there {
                    look.push_str(&format!(" {name:?}"));
                }
            }
            look
        }
        _ => "any".to_owned(),
    }
}
