//! The prefixes that documents are written with: those that the description has for the namespaces of its names.

use foldhash::HashSet;
use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::reach::Use;
use crate::ir::{Api, QName, Shape, Table, Type, XmlPlace};

/// The namespace of `xml:lang` and its kin, whose prefix nobody declares.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Each with its namespace, in the order of the description. Of two namespaces that want the same one, the second gets it
/// with a number; a namespace that some name has without a prefix is the default one where that stands, and has none.
pub(super) fn of(api: &Api, uses: &Table<Type, Use>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let used = api.types.iter().filter(|(id, _)| uses[*id].xml);
    let used: Vec<&QName> = used.flat_map(|(_, ty)| names(ty)).collect();
    let bare: HashSet<&str> =
        used.iter().filter(|name| name.prefix.is_none()).filter_map(|name| name.namespace.as_deref()).collect();
    for name in used {
        let (Some(uri), Some(wished)) = (&name.namespace, &name.prefix) else { continue };
        // Prefixes that begin so are reserved (Namespaces in XML, 3).
        let is_reserved = wished.to_ascii_lowercase().starts_with("xml");
        if is_reserved || uri == XML || bare.contains(uri.as_str()) || all.iter().any(|(_, known)| known == uri) {
            continue;
        }
        let numbered = (2_u32..).map(|number| format!("{wished}{number}"));
        let mut candidates = std::iter::once(wished.clone()).chain(numbered);
        let prefix = candidates.find(|prefix| all.iter().all(|(taken, _)| taken != prefix));
        all.extend(prefix.map(|prefix| (prefix, uri.clone())));
    }
    all
}

/// The names of a type's parts, and its own as a document.
fn names(ty: &Type) -> Vec<&QName> {
    let places: Vec<&XmlPlace> = match &ty.shape {
        Shape::Record(record) => record.fields.iter().filter_map(|field| field.wire.xml.as_ref()).collect(),
        Shape::Choice(choice) => choice.variants.iter().filter_map(|variant| variant.xml.as_ref()).collect(),
        _ => Vec::new(),
    };
    let parts = places.into_iter().flat_map(|place| match place {
        XmlPlace::Attribute(name) | XmlPlace::Element(name) | XmlPlace::Items(name) => vec![name],
        XmlPlace::Wrapped { wrapper, item } => vec![wrapper, item],
        XmlPlace::Text
        | XmlPlace::Content
        | XmlPlace::AnyElement(_)
        | XmlPlace::AnyAttribute(_)
        | XmlPlace::Mixed
        | XmlPlace::Order => Vec::new(),
    });
    ty.xml_root.iter().chain(parts).collect()
}

/// The table, where there are any.
pub(super) fn table(prefixes: &[(String, String)]) -> Option<TokenStream> {
    if prefixes.is_empty() {
        return None;
    }
    let entries = prefixes.iter().map(|(prefix, uri)| quote!((#prefix, #uri)));
    Some(quote! {
        #[doc = " The prefixes that documents are written with, each with its namespace, unless `WriteSettings` has others."]
        pub const PREFIXES: xml::PrefixTable = &[#(#entries),*];
    })
}
