//! WADL to operations: [`lower`] reads a document with the files that it refers to, adds its methods to the model, and
//! says which schemas its grammars name.
//!
//! How the constructs of WADL are said in the model:
//!
//! - Query and header parameters of a resource belong to the methods of that resource, not to those of the resources below
//!   it (2.6); template and matrix parameters belong to the path.
//! - A response without a status stands for all that are not named; where no success is named, for success.
//! - A representation in XML meets the schema by the name of its element. One in JSON is typed where plain parameters name
//!   its members (`$['name']`), since WADL does not say what JSON an element of a schema would be.
//! - A resource type that no resource has is where links lead: its methods take the path of the resource as a parameter.

pub mod codes;
pub mod document;
mod lower;
mod parse;
#[cfg(test)]
mod tests;

use crate::diag::Diagnostics;
use crate::ir::walk::behind_null;
use crate::ir::{Api, Builder, Id, Shape, Type};
use crate::source::{Allowed, FileId, Place, Sources};
use crate::xml;

pub use document::{Grammar, GrammarAt};

/// What the user decides about reading WADL.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether lists of options refuse values that they do not list.
    pub closed_enums: bool,
    /// Copies of what stands at addresses.
    pub allow: Vec<Allowed>,
}

/// Whether a text is a WADL document, by the name of its root element.
pub fn is_wadl(text: &str) -> bool {
    xml::root_name(text).is_some_and(|(namespace, local)| {
        local == "application" && namespace.is_some_and(|n| parse::NAMESPACES.contains(&n.as_str()))
    })
}

/// What is yet to be done when a document is in the model.
#[derive(Debug)]
pub struct Lowered {
    /// The schemas that it refers to, which are yet to be read.
    pub grammars: Vec<Grammar>,
    /// The repeated fields of its forms: where they stand, and the type of one value, which a schema may say.
    pub repeated: Vec<(Place, Id<Type>)>,
}

/// Adds the operations of the document in `file` to `builder`: its bodies and parameters refer to their components by `Key::Xml` and `Key::Document`.
pub fn lower(
    sources: &mut Sources,
    file: FileId,
    builder: &mut Builder,
    diags: &mut Diagnostics,
    options: &Options,
) -> Lowered {
    lower::lower(sources, file, builder, diags, options)
}

/// Says which of the repeated fields of forms are lists of lists, once all types are known.
pub fn say_nested(api: &Api, repeated: &[(Place, Id<Type>)], diags: &mut Diagnostics) {
    for (place, item) in repeated {
        if matches!(api.types[behind_null(api, *item)].shape, Shape::List(_)) {
            diags
                .warning(codes::OTHER_FORM, *place, "a list within a list has no form in a form")
                .note("each is sent as JSON");
        }
    }
}
