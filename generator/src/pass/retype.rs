//! Types of the user's own in place of those that the description would become.

use crate::diag::{Code, Diagnostics};
use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Scalar, Shape, reach};

use super::overlay::{Entry, UNMATCHED};

/// A type of the user's own stands where it has no form.
pub const NO_FORM: Code = Code("IR0017");

/// What is to be another type, and which.
#[derive(Clone, Debug)]
pub struct Retype {
    /// What.
    pub of: Entry<Retyped>,
    /// The path of the type in Rust, `rust_decimal::Decimal` for example.
    pub path: String,
}

/// What is to be another type.
#[derive(Clone, Debug, PartialEq)]
pub enum Retyped {
    /// The schema of this name.
    Schema(String),
    /// All values of this kind.
    Scalar(Scalar),
}

/// Puts the user's types in place of the description's. An entry that matches nothing is an error.
pub fn retype(api: &mut Api, entries: &[Retype], diags: &mut Diagnostics) {
    for Retype { of, path } in entries {
        let is_meant = |ty: &crate::ir::Type| match &of.value {
            Retyped::Schema(name) => ty.name.as_ref().is_some_and(|known| known.text == *name),
            Retyped::Scalar(scalar) => ty.shape == Shape::Scalar(*scalar),
        };
        let meant: Vec<_> = api.types.iter().filter(|(_, ty)| is_meant(ty)).map(|(id, _)| id).collect();
        for id in &meant {
            api.types[*id].shape = Shape::Foreign(path.clone());
        }
        if meant.is_empty() {
            let what = match &of.value {
                Retyped::Schema(name) => format!("there is no schema `{name}`"),
                Retyped::Scalar(_) => "nothing in the description has this format".to_owned(),
            };
            diags.error(UNMATCHED, of.place, what).help("take the entry out, or spell it as the description does");
        }
    }
}

/// Says where a type of the user's own would have to be XML or a header of an answer: it knows neither.
pub fn check(api: &Api, diags: &mut Diagnostics) {
    if !api.types.iter().any(|(_, ty)| matches!(ty.shape, Shape::Foreign(_))) {
        return;
    }
    let uses = reach::uses(api);
    for (id, ty) in api.types.iter() {
        if let (Shape::Foreign(path), true) = (&ty.shape, uses[id].xml) {
            diags.error(NO_FORM, ty.place, format!("`{path}` has no form in XML, and this stands in a document"));
        }
    }
    for header in api.operations.iter().flat_map(|(_, operation)| &operation.responses).flat_map(|one| &one.headers) {
        if let Shape::Foreign(path) = &api.types[behind_aliases(api, header.ty)].shape {
            diags.error(NO_FORM, header.place, format!("`{path}` cannot be read from a header"));
        }
    }
}
