//! The root element of a document that is sent or comes back.

use super::{Cx, wire};
use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Id, QName, Shape, Tag, Type};

/// What a document of XML has for its root.
pub(super) enum XmlRoot<'a> {
    /// What the type itself says.
    Own,
    /// An element of this name.
    Named(&'a QName),
    /// An element of this name, with elements of that name in it.
    List(&'a QName, &'a QName),
    /// One of the elements of a choice.
    Either,
    /// An element of any name, to be read.
    Any,
    /// The same with elements of this name in it, or of any.
    AnyList(Option<&'a QName>),
}

impl<'a> XmlRoot<'a> {
    /// The root of a document of the type `id`.
    pub(super) fn of(api: &'a Api, id: Id<Type>, root: &'a QName) -> Self {
        let behind = behind_aliases(api, id);
        let own = |id: Id<Type>| api.types[id].xml_root.as_ref();
        match &api.types[behind].shape {
            Shape::Choice(choice) if choice.tag == Tag::Element => XmlRoot::Either,
            Shape::List(item) => XmlRoot::List(root, own(behind_aliases(api, *item)).unwrap_or(root)),
            Shape::Record(_) | Shape::Choice(_) | Shape::Alias(_) if own(behind).is_some_and(|own| own.is(root)) => {
                XmlRoot::Own
            }
            _ => XmlRoot::Named(root),
        }
    }

    /// The root of a document of the type `id` that is read whatever it is called.
    pub(super) fn any(api: &'a Api, id: Id<Type>) -> Self {
        match &api.types[behind_aliases(api, id)].shape {
            Shape::List(item) => XmlRoot::AnyList(api.types[behind_aliases(api, *item)].xml_root.as_ref()),
            _ => XmlRoot::Any,
        }
    }

    /// The call of the function `name` of the runtime, or of its sibling that is told the root, behind these arguments.
    pub(super) fn call(&self, cx: &Cx<'_>, name: &str, arguments: &[String]) -> String {
        let any = || "runtime::xml::ANY".to_owned();
        let (sibling, names) = match self {
            XmlRoot::Own => ("", Vec::new()),
            XmlRoot::Named(root) => ("_as", vec![document(cx, root)]),
            XmlRoot::List(root, item) => ("_list", vec![document(cx, root), element(item)]),
            // What is read says its prefixes itself.
            XmlRoot::Either if arguments.is_empty() => ("_either", Vec::new()),
            XmlRoot::Either => ("_either", vec![prefixes(cx).unwrap_or("&[]").to_owned()]),
            XmlRoot::Any => ("_as", vec![any()]),
            XmlRoot::AnyList(item) => ("_list", vec![any(), item.map_or_else(any, element)]),
        };
        format!("{name}{sibling}({})", [arguments, &names].concat().join(", "))
    }
}

fn document(cx: &Cx<'_>, root: &QName) -> String {
    let prefixes = prefixes(cx).map_or_else(String::new, |prefixes| format!(", {prefixes}"));
    format!("({}, {:?}{prefixes})", wire::namespace(root), root.local)
}

/// The table of the prefixes that the description has, if it has any.
fn prefixes(cx: &Cx<'_>) -> Option<&'static str> {
    (!cx.prefixes.is_empty()).then_some("models::PREFIXES")
}

fn element(name: &QName) -> String {
    format!("({}, {:?})", wire::of_element(name), name.local)
}
