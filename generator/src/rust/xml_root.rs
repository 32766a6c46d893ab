//! The root element of a document that is sent or comes back.

use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Id, QName, Shape, Type};

/// What a document of XML has for its root.
pub(super) enum XmlRoot {
    /// What the type itself says.
    Own,
    /// An element of this name, as the code of a pair of texts.
    Named(String),
    /// An element of this name, with elements of that name in it.
    List(String, String),
}

impl XmlRoot {
    /// The root of a document of the type `id`.
    pub(super) fn of(api: &Api, id: Id<Type>, root: &QName) -> Self {
        let named = |name: &QName| {
            let (namespace, local) = (name.namespace.as_deref().unwrap_or_default(), &name.local);
            format!("({namespace:?}, {local:?})")
        };
        let behind = behind_aliases(api, id);
        let own = |id: Id<Type>| api.types[id].xml_root.as_ref();
        match &api.types[behind].shape {
            Shape::List(item) => {
                let item = behind_aliases(api, *item);
                let item = own(item).unwrap_or(root);
                XmlRoot::List(named(root), named(item))
            }
            Shape::Record(_) | Shape::Choice(_) | Shape::Alias(_) if own(behind) == Some(root) => XmlRoot::Own,
            _ => XmlRoot::Named(named(root)),
        }
    }
}
