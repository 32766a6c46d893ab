//! Lays Rust items out as a file: header, inner docs, items with the blank lines that a person would set.
//!
//! prettyplease prints an item well but sets no blank lines. Between the items of a file they are set here when the
//! printed items are joined. Inside `impl`, `trait` and `mod` blocks a mark is put on every item that is to have one
//! above it, as a doc comment that nobody writes, and the printed line of the mark becomes the blank line.

use std::fmt;

use proc_macro2::TokenStream;
use syn::{Attribute, ImplItem, Item, TraitItem, parse_quote};

/// What a file is made of.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Items, to be printed by prettyplease; inner attributes (`#![..]`) too.
    Item(TokenStream),
    /// Items that are laid out already and stay as they are: invocations of macros, whose tokens prettyplease runs
    /// together.
    Text(String),
}

/// Something that was to be written is not Rust: a mistake of the generator, never of its input.
#[derive(Clone, Debug)]
pub struct FormatError {
    /// What the parser says.
    pub message: String,
    /// The text that does not parse, to look at.
    pub text: String,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.text.chars().take(200).collect();
        write!(f, "the generator wrote something that is not Rust: {}; it begins with `{start}`", self.message)
    }
}

impl std::error::Error for FormatError {}

/// The mark for a blank line: a doc comment of one character that is in no text (a noncharacter of Unicode).
const BLANK: &str = "\u{FDD0}";

/// The text of a Rust file: the header line, the inner docs (each a line of `//!`), then the pieces.
///
/// Neighbouring `use` items stay together, and so do neighbouring declarations of modules without docs (`mod a;`);
/// between all other items there is one blank line. The text ends with one line end.
///
/// # Errors
/// A piece is not Rust.
pub fn rust_file(header: &str, inner_docs: &[String], pieces: &[Piece]) -> Result<String, FormatError> {
    let mut file = Page::default();
    file.text.push_str(header.trim_end());
    file.text.push('\n');
    if !inner_docs.is_empty() {
        for line in inner_docs.iter().flat_map(|doc| doc.split('\n')) {
            let line = line.trim_end();
            file.text.push_str(if line.is_empty() { "//!" } else { "//! " });
            file.text.push_str(line);
            file.text.push('\n');
        }
        file.last = Some(Kind::Other);
    }
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                syn::parse_str::<syn::File>(text)
                    .map_err(|error| FormatError { message: error.to_string(), text: text.clone() })?;
                file.add(Kind::Other, text.trim_matches('\n'));
            }
            Piece::Item(tokens) => {
                let parsed: syn::File = syn::parse2(tokens.clone())
                    .map_err(|error| FormatError { message: error.to_string(), text: tokens.to_string() })?;
                file.add_all(parsed);
            }
        }
    }
    Ok(file.text)
}

/// A file as far as it is printed.
#[derive(Default)]
struct Page {
    text: String,
    last: Option<Kind>,
}

impl Page {
    fn add_all(&mut self, parsed: syn::File) {
        // One at a time, since prettyplease sets those of a file without items on one line.
        for attribute in parsed.attrs {
            let file = syn::File { shebang: None, frontmatter: None, attrs: vec![attribute], items: Vec::new() };
            self.add(Kind::Attribute, prettyplease::unparse(&file).trim());
        }
        for mut item in parsed.items {
            let kind = Kind::of(&item);
            mark(&mut item);
            let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
            let printed = prettyplease::unparse(&file);
            self.add(kind, unmark(&printed).trim_matches('\n'));
        }
    }

    fn add(&mut self, kind: Kind, text: &str) {
        let together = self.last == Some(kind) && kind != Kind::Other;
        if !together && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
        self.last = Some(kind);
    }
}

/// What decides whether two neighbours stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Attribute,
    Use(Origin),
    ReExport,
    Module,
    Constant,
    Type,
    Other,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(item) if has_docs(&item.attrs) => Kind::Other,
            Item::Use(syn::ItemUse { vis: syn::Visibility::Inherited, tree, .. }) => Kind::Use(Origin::of(tree)),
            Item::Use(_) => Kind::ReExport,
            Item::Mod(item) if item.content.is_none() && !has_docs(&item.attrs) => Kind::Module,
            _ => Kind::Other,
        }
    }
}

/// Where an import is from; imports of one origin stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The standard library.
    Standard,
    /// Other crates.
    Crates,
    /// This crate.
    Own,
}

impl Origin {
    fn of(tree: &syn::UseTree) -> Self {
        let first = match tree {
            syn::UseTree::Path(path) => path.ident.to_string(),
            _ => return Origin::Crates,
        };
        match first.as_str() {
            "std" | "core" | "alloc" => Origin::Standard,
            "crate" | "self" | "super" => Origin::Own,
            _ => Origin::Crates,
        }
    }
}

fn has_docs(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

/// Puts the mark on all items inside of `item` that are to have a blank line above them.
fn mark(item: &mut Item) {
    match item {
        Item::Mod(module) => {
            let Some((_, items)) = &mut module.content else { return };
            let mut last = None;
            for item in items {
                let kind = Kind::of(item);
                set_apart(&mut last, kind, attributes_of(item));
                mark(item);
            }
        }
        Item::Impl(block) => {
            let mut last = None;
            for item in &mut block.items {
                let kind = match item {
                    ImplItem::Const(item) if !has_docs(&item.attrs) => Kind::Constant,
                    ImplItem::Type(item) if !has_docs(&item.attrs) => Kind::Type,
                    _ => Kind::Other,
                };
                let attributes = match item {
                    ImplItem::Const(item) => Some(&mut item.attrs),
                    ImplItem::Fn(item) => Some(&mut item.attrs),
                    ImplItem::Type(item) => Some(&mut item.attrs),
                    ImplItem::Macro(item) => Some(&mut item.attrs),
                    _ => None,
                };
                set_apart(&mut last, kind, attributes);
            }
        }
        Item::Trait(block) => {
            let mut last = None;
            for item in &mut block.items {
                let kind = match item {
                    TraitItem::Const(item) if !has_docs(&item.attrs) => Kind::Constant,
                    TraitItem::Type(item) if !has_docs(&item.attrs) => Kind::Type,
                    _ => Kind::Other,
                };
                let attributes = match item {
                    TraitItem::Const(item) => Some(&mut item.attrs),
                    TraitItem::Fn(item) => Some(&mut item.attrs),
                    TraitItem::Type(item) => Some(&mut item.attrs),
                    TraitItem::Macro(item) => Some(&mut item.attrs),
                    _ => None,
                };
                set_apart(&mut last, kind, attributes);
            }
        }
        _ => {}
    }
}

/// Marks an item of a block, unless it is the first or stands together with the one above.
fn set_apart(last: &mut Option<Kind>, kind: Kind, attributes: Option<&mut Vec<Attribute>>) {
    let above = last.replace(kind);
    let together = above == Some(kind) && kind != Kind::Other;
    if let Some(attributes) = attributes
        && above.is_some()
        && !together
    {
        attributes.insert(0, parse_quote!(#[doc = #BLANK]));
    }
}

fn attributes_of(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    match item {
        Item::Const(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        Item::ExternCrate(item) => Some(&mut item.attrs),
        Item::Fn(item) => Some(&mut item.attrs),
        Item::ForeignMod(item) => Some(&mut item.attrs),
        Item::Impl(item) => Some(&mut item.attrs),
        Item::Macro(item) => Some(&mut item.attrs),
        Item::Mod(item) => Some(&mut item.attrs),
        Item::Static(item) => Some(&mut item.attrs),
        Item::Struct(item) => Some(&mut item.attrs),
        Item::Trait(item) => Some(&mut item.attrs),
        Item::TraitAlias(item) => Some(&mut item.attrs),
        Item::Type(item) => Some(&mut item.attrs),
        Item::Union(item) => Some(&mut item.attrs),
        Item::Use(item) => Some(&mut item.attrs),
        _ => None,
    }
}

fn unmark(printed: &str) -> String {
    if !printed.contains(BLANK) {
        return printed.to_owned();
    }
    let mut text = String::with_capacity(printed.len());
    for line in printed.split_inclusive('\n') {
        if line.trim() == "///\u{FDD0}" { text.push('\n') } else { text.push_str(line) }
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    fn file(pieces: &[Piece]) -> String {
        rust_file("// Header.", &[], pieces).expect("Rust")
    }

    #[test]
    fn blank_lines_stand_where_a_person_would_set_them() {
        let text = rust_file(
            "// Header.",
            &["What it is.".into(), String::new(), "More.".into()],
            &[
                Piece::Item(quote!(
                    use std::fmt;
                    use std::io;
                )),
                Piece::Item(quote!(
                    pub use a::B;
                )),
                Piece::Item(quote!(
                    mod a;
                    mod b;
                )),
                Piece::Item(quote! {
                    #[doc = " A thing."]
                    #[doc = ""]
                    #[doc = " With `code`."]
                    pub struct Thing { #[doc = " One."] pub one: u8, pub two: u8 }
                    impl Thing {
                        const A: u8 = 1;
                        const B: u8 = 2;
                        #[doc = " One."]
                        pub fn one(&self) -> u8 { self.one }
                        #[must_use]
                        pub fn two(&self) -> u8 { self.two }
                    }
                }),
                Piece::Text("json::record! {\n    Thing {\n        one: required \"one\",\n    }\n}\n".into()),
            ],
        )
        .expect("Rust");
        assert_eq!(
            text,
            "\
// Header.
//! What it is.
//!
//! More.

use std::fmt;
use std::io;

pub use a::B;

mod a;
mod b;

/// A thing.
///
/// With `code`.
pub struct Thing {
    /// One.
    pub one: u8,
    pub two: u8,
}

impl Thing {
    const A: u8 = 1;
    const B: u8 = 2;

    /// One.
    pub fn one(&self) -> u8 {
        self.one
    }

    #[must_use]
    pub fn two(&self) -> u8 {
        self.two
    }
}

json::record! {
    Thing {
        one: required \"one\",
    }
}
"
        );
    }

    #[test]
    fn nested_modules_and_traits_too() {
        let text = file(&[Piece::Item(quote! {
            pub mod outer {
                use a::b;
                use a::c;
                pub trait T { type A; type B; fn a(&self); fn b(&self) {} }
                mod inner { fn f() {} fn g() {} }
            }
        })]);
        assert_eq!(
            text,
            "\
// Header.

pub mod outer {
    use a::b;
    use a::c;

    pub trait T {
        type A;
        type B;

        fn a(&self);

        fn b(&self) {}
    }

    mod inner {
        fn f() {}

        fn g() {}
    }
}
"
        );
    }

    #[test]
    fn inner_attributes_stand_first_and_together() {
        let text = file(&[
            Piece::Item(quote!(#![cfg_attr(docsrs, feature(doc_cfg))] #![forbid(unsafe_code)])),
            Piece::Item(quote!(#![warn(missing_docs)])),
            Piece::Item(quote!(
                pub mod a;
            )),
        ]);
        assert_eq!(
            text,
            "// Header.\n\n#![cfg_attr(docsrs, feature(doc_cfg))]\n#![forbid(unsafe_code)]\n#![warn(missing_docs)]\n\npub mod a;\n"
        );
    }

    #[test]
    fn text_in_strings_is_left_alone() {
        let text = file(&[Piece::Item(quote! {
            impl A { fn a() -> &'static str { "x\n\n\ny" } fn b() {} }
        })]);
        assert!(text.contains("\"x\\n\\n\\ny\""), "{text}");
    }

    #[test]
    fn what_is_not_rust_is_an_error_that_keeps_the_text() {
        let error = rust_file("", &[], &[Piece::Item(quote!(pub struct;))]).expect_err("not Rust");
        assert!(error.text.contains("pub struct"), "{error}");
        let error = rust_file("", &[], &[Piece::Text("record! { ( }".into())]).expect_err("not Rust");
        assert_eq!(error.text, "record! { ( }");
    }
}
