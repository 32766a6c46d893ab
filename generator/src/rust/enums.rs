//! Enumerations, open or closed, of text or of whole numbers.

use quote::quote;

use super::paths::{ident, scalar};
use super::records::{deprecated, type_name};
use super::{Cx, docs, layout};
use crate::ir::{Enum, Id, Literal, Scalar, Type};
use crate::output::Piece;

/// The enum and its wire.
pub(super) fn emit(cx: &Cx<'_>, id: Id<Type>, one: &Enum) -> Vec<Piece> {
    let ty = &cx.api.types[id];
    let name = type_name(cx, id);
    let names = &cx.names.members[id];
    let docs = docs::lines_or(&ty.doc, &format!("`{}`.", ty.name.as_ref().map_or("", |name| &name.text)), &[]);
    let mark = deprecated(ty.deprecated.as_ref());
    let constant = layout::constant(one);
    let copy = (!one.open || one.base != Scalar::String).then(|| quote!(Copy,));
    let default = constant.then(|| quote!(Default,));
    let variants = one.values.iter().zip(names).map(|(value, name)| {
        let docs = docs::lines_or(&value.doc, &format!("{}.", docs::literal(&value.value)), &[]);
        let mark = deprecated(value.deprecated.as_ref());
        let name = ident(name);
        let default = constant.then(|| quote!(#[default]));
        quote! { #(#docs)* #mark #default #name }
    });
    let base = scalar(one.base);
    let unknown = one.open.then(|| {
        quote! {
            #[doc = " A value that the description does not list, as it came."]
            Unknown(#base)
        }
    });
    let variants = variants.chain(unknown);
    let item = quote! {
        #(#docs)*
        #mark
        #[derive(Clone, #copy Debug, #default PartialEq, Eq, Hash)]
        pub enum #name { #(#variants,)* }
    };
    vec![Piece::Item(item), Piece::Text(table(cx, id, one))]
}

fn table(cx: &Cx<'_>, id: Id<Type>, one: &Enum) -> String {
    let name = cx.names.types[id].as_deref().unwrap_or("Unnamed");
    let (kind, base) = match one.base {
        Scalar::String => ("string_enum", String::new()),
        base => ("int_enum", format!(": {}", scalar(base))),
    };
    let open = if one.open { "open" } else { "closed" };
    let mut text = format!("runtime::{kind}! {{\n    {name}{base} {{\n");
    for (value, name) in one.values.iter().zip(&cx.names.members[id]) {
        let wire = match &value.value {
            Literal::String(text) => format!("{text:?}"),
            Literal::Number(text) => text.clone(),
            Literal::Bool(value) => value.to_string(),
            Literal::Null | Literal::List(_) | Literal::Record(_) => "\"\"".to_owned(),
        };
        text.push_str(&format!("        {name} = {wire},\n"));
    }
    text.push_str(&format!("    }} {open}\n}}"));
    text
}
