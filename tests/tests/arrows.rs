//! The drawing of the house is true: which module of the generator knows which, that none know one another in a circle,
//! and that files stay small and say what they are for.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::print_stdout)] // A test may stop at the first surprise.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What each module at the top of the generator may use of the others. `ARCHITECTURE.md` draws it.
///
/// `source` reads files and `output` writes them, and neither knows what for; `ir` and `names` know no front end and
/// no Rust, `rust` reads and reports nothing, and the front ends meet only in `front`.
const ARROWS: &[(&str, &[&str])] = &[
    ("cli", &["config", "diag", "lib", "names", "output", "report", "source"]),
    // What the configuration says on top of a description is kept in the words of the pass that says it.
    ("config", &["diag", "ir", "pass", "source"]),
    ("diag", &["source"]),
    ("front", &["config", "diag", "ir", "openapi", "pass", "source", "wadl", "xsd"]),
    ("ir", &["source"]),
    ("lib", &["config", "diag", "front", "ir", "names", "output", "pass", "rust", "scaffold", "source"]),
    ("main", &["cli"]),
    ("names", &["ir"]),
    ("openapi", &["diag", "ir", "source"]),
    ("output", &[]),
    ("pass", &["diag", "ir", "source"]),
    ("report", &["output"]),
    ("rust", &["ir", "names", "output"]),
    ("scaffold", &["config", "output"]),
    ("source", &[]),
    ("wadl", &["diag", "ir", "source", "xml"]),
    ("xml", &["diag", "source"]),
    ("xsd", &["diag", "ir", "source", "xml"]),
];

/// The longest that a file may be, in lines: beyond this it has more than one job.
const LONGEST: usize = 450;

/// Files that are longer, each with the reason.
const LONGER: &[(&str, &str)] = &[
    ("generator/src/source.rs", "one table of files and places, whose parts nobody else may touch, and its tests"),
    ("templates/runtime/src/xml/reader.rs", "the one reader, whose steps all work on the same state"),
];

/// Macros whose tokens are code of another crate.
const QUOTES: &[&str] = &["quote", "quote_spanned", "parse_quote"];

type Arrows = BTreeMap<String, BTreeSet<String>>;

#[test]
fn modules_use_only_what_they_may() {
    let table: Arrows =
        ARROWS.iter().map(|(from, to)| ((*from).to_owned(), to.iter().map(|to| (*to).to_owned()).collect())).collect();
    let found = arrows();
    let mut wrong = Vec::new();
    for (from, to) in &found {
        let allowed = table.get(from).cloned().unwrap_or_default();
        wrong.extend(to.difference(&allowed).map(|to| format!("{from} uses {to}, and must not")));
        wrong.extend(allowed.difference(to).map(|to| format!("{from} may use {to}, and does not: take it off")));
    }
    wrong.extend(table.keys().filter(|from| !found.contains_key(*from)).map(|from| format!("there is no {from}")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_modules_know_one_another_in_a_circle() {
    let left = circles(arrows());
    assert!(left.is_empty(), "in a circle: {left:?}");
}

#[test]
fn no_files_name_one_another_in_a_circle() {
    for (folder, least) in
        [("generator/src", 300), ("templates/runtime/src", 200), ("tests/src", 10), ("tests/src/bin/corpus", 10)]
    {
        let named = named(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder));
        assert!(named.values().map(BTreeSet::len).sum::<usize>() > least, "{folder}: {named:?}");
        let left = circles(named);
        assert!(left.is_empty(), "{folder}: in a circle: {left:#?}");
    }
}

/// What is in a circle, or leads into one.
fn circles(mut arrows: Arrows) -> Arrows {
    // What uses nothing that is left cannot be in a circle.
    while let Some(leaf) =
        arrows.iter().find(|(_, to)| to.iter().all(|to| !arrows.contains_key(to))).map(|it| it.0.clone())
    {
        arrows.remove(&leaf);
    }
    arrows
}

/// Which file of a crate names which in its imports and other paths, as modules; a file and those in its folder are one
/// house, and know each other.
fn named(root: &Path) -> Arrows {
    let mut modules: BTreeMap<Vec<String>, PathBuf> =
        rust_files(root).into_iter().map(|file| (module_of(root, &file), file)).collect();
    // The root is the house of all; what is in `bin` has a root of its own.
    modules.retain(|module, _| !["lib", "main", "bin"].contains(&module[0].as_str()));
    let mut arrows: Arrows = modules.keys().map(|module| (module.join("::"), BTreeSet::new())).collect();
    for (module, file) in modules.iter().filter(|(module, _)| !module.iter().any(|part| part == "tests")) {
        let mut used = Vec::new();
        paths(fs::read_to_string(file).unwrap().parse().unwrap(), module, &mut used);
        for path in used {
            let known = (1..=path.len()).rev().map(|length| &path[..length]).find(|it| modules.contains_key(*it));
            if let Some(to) = known.filter(|to| !to.starts_with(module) && !module.starts_with(to)) {
                arrows.get_mut(&module.join("::")).unwrap().insert(to.join("::"));
            }
        }
    }
    arrows
}

/// The module that a file is.
fn module_of(root: &Path, file: &Path) -> Vec<String> {
    let path = file.strip_prefix(root).unwrap().with_extension("");
    let mut parts: Vec<String> = path.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for folder in ["generator/src", "templates/runtime/src", "tests/src", "tests/tests", "tests/benches"] {
        for file in rust_files(&root.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            let name = file.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
            let lines = text.lines().count();
            match LONGER.iter().any(|(known, _)| *known == name) {
                false if lines > LONGEST => wrong.push(format!("{name} has {lines} lines")),
                true if lines <= LONGEST => wrong.push(format!("{name} is no longer too long: take it off the list")),
                _ => {}
            }
            if !text.starts_with("//! ") {
                wrong.push(format!("{name} does not begin with `//!`"));
            }
            seen += 1;
        }
    }
    assert!(seen > 200, "only {seen} files were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The arrows between the modules at the top of the generator, without those of tests.
fn arrows() -> Arrows {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src");
    let files = rust_files(&root);
    let module = |file: &PathBuf| module_of(&root, file);
    let tops: BTreeSet<String> = files.iter().map(|file| module(file).remove(0)).collect();
    let mut arrows: Arrows = tops.iter().map(|top| (top.clone(), BTreeSet::new())).collect();
    for file in &files {
        let module = module(file);
        if module.iter().any(|part| part == "tests") {
            continue;
        }
        let tokens: TokenStream = fs::read_to_string(file).unwrap().parse().unwrap();
        // The roots of the library and of the program are modules like others in the drawing.
        let inside = if ["lib", "main"].contains(&module[0].as_str()) { Vec::new() } else { module.clone() };
        let mut used = Vec::new();
        if module[0] == "lib" {
            // At the root of the library modules go by their names alone.
            roots(tokens.clone(), &tops, &mut used);
        }
        let mut full = Vec::new();
        paths(tokens, &inside, &mut full);
        used.extend(full.into_iter().filter_map(|path| path.into_iter().next()));
        for name in used {
            let to = match name.as_str() {
                // In the program, the library goes by its name.
                name if tops.contains(name) => name.to_owned(),
                _ => "lib".to_owned(),
            };
            if to != module[0] {
                arrows.get_mut(&module[0]).unwrap().insert(to);
            }
        }
    }
    arrows
}

/// The paths in `tokens` that begin in their own crate, as they are from its root, for a module in `inside`. What a macro
/// names stands for the module that the macro is in.
fn paths(tokens: TokenStream, inside: &[String], used: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let word = |at: usize| word(&tokens, at);
    let mut at = 0;
    while at < tokens.len() {
        // A module within the file: its `super` is one further in, and tests may use what they like.
        if word(at).as_deref() == Some("mod")
            && let (Some(name), Some(TokenTree::Group(body))) = (word(at + 1), tokens.get(at + 2))
        {
            if name != "tests" {
                let inside: Vec<String> = inside.iter().cloned().chain([name]).collect();
                paths(body.stream(), &inside, used);
            }
            at += 3;
            continue;
        }
        if word(at).is_some_and(|name| QUOTES.contains(&name.as_str())) && is(&tokens, at + 1, '!') {
            at += 3;
            continue;
        }
        let first = word(at);
        let begins = at < 2 || !colons(&tokens, at - 2);
        if begins
            && matches!(first.as_deref(), Some("crate" | "self" | "super" | "generator"))
            && colons(&tokens, at + 1)
        {
            let mut base: Vec<String> = inside.to_vec();
            while word(at).as_deref() == Some("super") && colons(&tokens, at + 1) {
                base.pop();
                at += 3;
            }
            match first.as_deref() {
                Some("crate" | "generator") => {
                    base.clear();
                    at += 3;
                }
                Some("self") => at += 3,
                _ => {}
            }
            at = ends(&tokens, at, base, used);
        }
        if let Some(TokenTree::Group(group)) = tokens.get(at) {
            paths(group.stream(), inside, used);
        }
        at += 1;
    }
}

/// Follows a path from the word at `at` to its ends, of which `{a, b::c}` has several; where the last of its words is.
fn ends(tokens: &[TokenTree], mut at: usize, mut base: Vec<String>, used: &mut Vec<Vec<String>>) -> usize {
    loop {
        match tokens.get(at) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let branches = inner.split(|it| matches!(it, TokenTree::Punct(punct) if punct.as_char() == ','));
                for branch in branches.filter(|it| !it.is_empty()) {
                    ends(branch, 0, base.clone(), used);
                }
                return at + 1;
            }
            Some(TokenTree::Ident(name)) if *name != "self" => base.push(name.to_string()),
            // All of a module, itself, or arguments of a type.
            _ => {
                used.push(base);
                return at;
            }
        }
        if !colons(tokens, at + 1) {
            used.push(base);
            return at;
        }
        at += 3;
    }
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn is(tokens: &[TokenTree], at: usize, c: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens, at, ':') && is(tokens, at + 1, ':')
}

/// The words of `tops` that a path in `tokens` begins with.
fn roots(tokens: TokenStream, tops: &BTreeSet<String>, used: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == ':');
    for (at, token) in tokens.iter().enumerate() {
        let begins = at < 2 || !(is_colon(tokens.get(at - 2)) && is_colon(tokens.get(at - 1)));
        match token {
            TokenTree::Ident(name) if begins && is_colon(tokens.get(at + 1)) && is_colon(tokens.get(at + 2)) => {
                used.extend(tops.get(&name.to_string()).cloned());
            }
            TokenTree::Group(group) => roots(group.stream(), tops, used),
            _ => {}
        }
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn paths_are_found() {
    let found = |text: &str, inside: &[&str]| {
        let mut used = Vec::new();
        let inside: Vec<String> = inside.iter().map(|it| (*it).to_owned()).collect();
        paths(text.parse().unwrap(), &inside, &mut used);
        used.into_iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(
        found("use crate::{ir::{Api, Id as It, x::*}, diag}; fn f() { crate::pass::run(super::c) }", &["a"]),
        ["ir::Api", "ir::Id", "ir::x", "diag", "pass::run", "c"]
    );
    assert_eq!(
        found("use super::super::b::C; use super::d; mod m { use super::x; }", &["a", "z"]),
        ["b::C", "a::d", "a::z::x"]
    );
    assert_eq!(found("quote!(crate::runtime::Core); matches!(x, crate::ir::X)", &["a"]), ["ir::X"]);
    assert_eq!(
        found("struct S { a: crate::ir::X<self::Y>, b: super::F::<super::g::H> }", &["a"]),
        ["ir::X", "a::Y", "F", "g::H"]
    );
    assert_eq!(
        found("impl super::p::T for S { fn f(&self) { super::p::M::T { x: crate::q::r() } } }", &["a"]),
        ["p::T", "p::M::T", "q::r"]
    );
    assert_eq!(found("mod tests { use crate::xsd; } std::crate_::x()", &["a"]), Vec::<String>::new());
}
