//! XML Schema 1.0 to types: [`lower`] reads schema documents with everything that they include, and adds every global
//! component to the model. What of 1.1 changes no type is reported and passed over.

mod builtin;
pub mod codes;
pub mod document;
mod lexical;
mod lower;
mod parse;
mod pattern;
mod resolve;
#[cfg(test)]
mod tests;

use crate::diag::Diagnostics;
use crate::ir::{Builder, Doc};
use crate::source::{Allowed, Catalogued, FileId, Place, Sources};
use crate::xml::{self, XS};

/// What the user decides about reading schemas.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Files that stand for what schemas name: by the location as it is written, or by namespace.
    pub catalogue: Vec<Catalogued>,
    /// Copies of what stands at addresses.
    pub allow: Vec<Allowed>,
    /// Whether enumerations refuse values that they do not list.
    pub closed_enums: bool,
    /// Whether a use of a type that others derive from, and that is not abstract itself, may be any of them by `xsi:type`.
    /// It costs users a choice wherever such a type is used; without it only abstract types are choices, and what a
    /// document says of another type by `xsi:type` is passed over.
    pub derived_in_place: bool,
    /// Whether simple types with limits are types that check their values, and whether they do so on reading, too.
    pub checked: Option<bool>,
}

/// A schema to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A whole file.
    File(FileId),
    /// A `schema` element inside another document.
    Inline {
        /// The document.
        file: FileId,
        /// Where the start tag of the element begins, in bytes.
        start: usize,
    },
    /// What another document refers to.
    Linked {
        /// The document.
        from: FileId,
        /// Where the schema is, as the document says.
        location: String,
        /// Where the document says so.
        place: Place,
    },
}

impl From<FileId> for Input {
    fn from(file: FileId) -> Self {
        Input::File(file)
    }
}

/// Whether a text is an XML Schema, by the name of its root element.
pub fn is_schema(text: &str) -> bool {
    xml::root_name(text).is_some_and(|(namespace, local)| namespace.as_deref() == Some(XS) && local == "schema")
}

/// Adds the components of the schemas in `inputs`, and of all that they include and import, to `builder`.
///
/// Global types are known there as `Key::Xml(Space::Plain, ..)`, global elements as `Key::Xml(Space::Element, ..)`. Names
/// that another front end has asked for are defined too where they are built into XML Schema (`xs:string`), so calling
/// this without inputs makes sense.
///
/// A mistake costs one diagnostic and no more than what it stands in. Given back are the entries of the catalogue that
/// nothing names.
pub fn lower<'o>(
    sources: &mut Sources,
    inputs: &[Input],
    builder: &mut Builder,
    diags: &mut Diagnostics,
    options: &'o Options,
) -> Vec<&'o Catalogued> {
    let mut said = Diagnostics::new();
    let set = resolve::load(sources, inputs, &mut said, options);
    lower::lower(sources, &set, builder, &mut said, options);
    let api = builder.api();
    if let Some(doc) = set.docs.into_iter().next()
        && api.operations.is_empty()
        && api.info.doc.is_empty()
    {
        api.info.doc = Doc::of(doc);
    }
    // A part of a schema that several types are made from is looked at for each of them.
    said.forget_repeats();
    diags.append(said);
    let unused = options.catalogue.iter().enumerate().filter(|(at, _)| !set.catalogued.contains(at));
    unused.map(|(_, entry)| entry).collect()
}
