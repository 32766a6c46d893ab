//! Items of Rust.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Fields, ImplItem, Item, ReturnType, Token, Visibility};

use super::spelled::spelled;
use super::{NON_EXHAUSTIVE, Report, tables};

/// Puts the public items of a file into the report.
pub(super) fn read(module: &[String], text: &str, report: &mut Report) {
    // What we wrote is Rust: it went through the same parser before it was written.
    let Ok(file) = syn::parse_file(text) else { return };
    for item in file.items {
        one(module, item, report);
    }
}

fn one(module: &[String], item: Item, report: &mut Report) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let name = item.ident.to_string();
            report.say("struct", module, &name, open(&item.attrs));
            derived(module, &name, &item.attrs, report);
            fields(&inside(module, &name), &item.fields, report);
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let name = item.ident.to_string();
            report.say("enum", module, &name, open(&item.attrs));
            derived(module, &name, &item.attrs, report);
            let inside = inside(module, &name);
            for variant in &item.variants {
                report.say("variant", &inside, &variant.ident.to_string(), spelled(&variant.fields.to_token_stream()));
            }
        }
        Item::Type(item) if is_public(&item.vis) => {
            report.say("type", module, &item.ident.to_string(), spelled(&item.ty.to_token_stream()));
        }
        Item::Fn(item) if is_public(&item.vis) => function(module, &item.sig, report),
        Item::Const(item) if is_public(&item.vis) => {
            report.say("const", module, &item.ident.to_string(), spelled(&item.ty.to_token_stream()));
        }
        Item::Impl(item) => {
            let owner = spelled(&item.self_ty.to_token_stream());
            match item.trait_ {
                Some((path, _)) => {
                    let name = format!("{owner} as {}", spelled(&path.to_token_stream()));
                    report.say("impl", module, &name, "");
                }
                None => {
                    let inside = inside(module, &owner);
                    for item in item.items {
                        match item {
                            ImplItem::Fn(item) if is_public(&item.vis) => function(&inside, &item.sig, report),
                            ImplItem::Const(item) if is_public(&item.vis) => {
                                let said = spelled(&item.ty.to_token_stream());
                                report.say("const", &inside, &item.ident.to_string(), said);
                            }
                            _ => {}
                        }
                    }
                }
            }
        }
        Item::Macro(item) => {
            let name = item.mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            tables::read(module, &name, item.mac.tokens, report);
        }
        _ => {}
    }
}

fn inside(module: &[String], name: &str) -> Vec<String> {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn open(attributes: &[syn::Attribute]) -> &'static str {
    if attributes.iter().any(|attribute| attribute.path().is_ident(NON_EXHAUSTIVE)) { NON_EXHAUSTIVE } else { "" }
}

/// The traits that a type derives only if its parts allow it; the others every type has.
fn derived(module: &[String], name: &str, attributes: &[syn::Attribute], report: &mut Report) {
    const ALWAYS: [&str; 3] = ["Clone", "Debug", "PartialEq"];
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        let list = Punctuated::<syn::Path, Token![,]>::parse_terminated;
        let Ok(traits) = attribute.parse_args_with(list) else { continue };
        let names = traits.iter().filter_map(|path| path.segments.last()).map(|last| last.ident.to_string());
        for one in names.filter(|one| !ALWAYS.contains(&one.as_str())) {
            report.say("impl", module, &format!("{name} as {one}"), "");
        }
    }
}

fn fields(inside: &[String], fields: &Fields, report: &mut Report) {
    for (at, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let name = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
        report.say("field", inside, &name, spelled(&field.ty.to_token_stream()));
    }
}

fn function(inside: &[String], signature: &syn::Signature, report: &mut Report) {
    let mut said = format!("({})", spelled(&signature.inputs.to_token_stream()));
    if let ReturnType::Type(_, ty) = &signature.output {
        said.push_str(&format!(" -> {}", spelled(&ty.to_token_stream())));
    }
    if signature.asyncness.is_some() {
        said.insert_str(0, "async ");
    }
    report.say("fn", inside, &signature.ident.to_string(), said.replace("(mut self", "(self"));
}
