//! Parts of a body that are files, or may be: a file, a list of files, or a choice between files and other values.

use proc_macro2::TokenStream;
use quote::quote;

use super::Cx;
use super::paths::{self, Home, ident};
use crate::ir::walk::{behind_aliases, may_be_file};
use crate::ir::{Id, Scalar, Shape, Type};

/// How deep alternatives of alternatives are looked into.
const DEEPEST: usize = 8;

/// What writes a value, given a reference to it.
type Write<'a> = &'a dyn Fn(&TokenStream) -> TokenStream;

/// Writes values that may be files.
pub(super) struct FileParts<'a> {
    pub(super) cx: &'a Cx<'a>,
    /// Writes a file, or any number of them.
    pub(super) files: Write<'a>,
    /// Writes what is none.
    pub(super) other: Write<'a>,
}

/// A value, and what it stands in.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    /// A reference to it, or to the outermost of what is around it.
    pub(super) value: &'a TokenStream,
    /// In how many lists and options it stands.
    pub(super) around: usize,
    /// Whether there is a box between these and the value.
    pub(super) boxed: bool,
}

impl FileParts<'_> {
    /// The statements that write a value of the type `id`: each alternative of a choice as what it is.
    pub(super) fn write(&self, id: Id<Type>, held: Held<'_>) -> TokenStream {
        self.alternatives(id, held, &[])
    }

    /// The same within the choices that are looked into already.
    fn alternatives(&self, id: Id<Type>, held: Held<'_>, outer: &[Id<Type>]) -> TokenStream {
        let value = held.value;
        if self.is_file(id) {
            return (self.files)(value);
        }
        let may_be_file = |id: Id<Type>| may_be_file(self.cx.api, id);
        let (item, within) = self.item(id);
        if outer.len() >= DEEPEST || outer.contains(&item) || !may_be_file(id) {
            return (self.other)(value);
        }
        let (id, outer) = (item, [outer, &[item]].concat());
        let Shape::Choice(choice) = &self.cx.api.types[id].shape else { return (self.other)(value) };
        let name = paths::ty(self.cx, id, Home::Beside);
        let names = self.cx.names.members[id].iter().enumerate();
        let arms: Vec<TokenStream> = (choice.variants.iter().zip(names))
            .filter_map(|(variant, (position, variant_name))| {
                let inner = variant.ty.filter(|inner| may_be_file(*inner))?;
                let variant_name = ident(variant_name);
                let boxed = self.cx.layout.boxed[id].contains(&position);
                let held = Held { value: &quote!(held), around: 0, boxed };
                let write = self.alternatives(inner, held, &outer);
                Some(quote!(#name::#variant_name(held) => { #write }))
            })
            .collect();
        let other = (choice.open || arms.len() < choice.variants.len()).then(|| {
            let write = (self.other)(&quote!(other));
            quote!(other => { #write })
        });
        let unboxed = held.boxed.then(|| quote!(.map(|held| &**held)));
        if held.around + within == 0 {
            let value = if held.boxed { quote!(&**#value) } else { value.clone() };
            return quote!(match #value { #(#arms)* #other });
        }
        let around = std::iter::repeat_n(quote!(.flatten()), held.around);
        let within = std::iter::repeat_n(quote!(.flatten()), within);
        quote! {
            for held in std::iter::once(#value) #(#around)* #unboxed #(#within)* {
                match held { #(#arms)* #other }
            }
        }
    }

    /// Whether values are files, or lists of them.
    fn is_file(&self, id: Id<Type>) -> bool {
        self.cx.api.types[self.item(id).0].shape == Shape::Scalar(Scalar::Bytes)
    }

    /// What a type is a list of, at any depth, `null` aside; and in how many lists and options that stands.
    fn item(&self, id: Id<Type>) -> (Id<Type>, usize) {
        let mut id = behind_aliases(self.cx.api, id);
        // A list of itself has no end.
        for depth in 0..self.cx.api.types.len() {
            match self.cx.api.types[id].shape {
                Shape::List(next) | Shape::Nullable(next) => id = behind_aliases(self.cx.api, next),
                _ => return (id, depth),
            }
        }
        (id, 0)
    }
}
