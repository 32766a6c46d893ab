//! `cargo run -p generator --example lower -- FILE [--allow PATH]... [--ir] [--any] [--short]`: lowers an OpenAPI document and prints how many operations and
//! types it has, and what there is to say about it; with `--ir` the model as YAML, with `--any` the places of types that let in
//! anything, with `--short` only the counts.
#![allow(clippy::print_stdout, missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use generator::diag::{Diagnostics, Level};
use generator::ir::{Builder, Shape};
use generator::openapi;
use generator::source::Sources;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let flag = |arguments: &mut Vec<String>, name: &str| {
        let at = arguments.iter().position(|argument| argument == name);
        at.map(|at| arguments.remove(at)).is_some()
    };
    let (ir, short) = (flag(&mut arguments, "--ir"), flag(&mut arguments, "--short"));
    let any_too = flag(&mut arguments, "--any");
    let mut options = openapi::Options::default();
    while let Some(at) = arguments.iter().position(|argument| argument == "--allow") {
        options.allow.extend(arguments.drain(at..(at + 2).min(arguments.len())).skip(1).map(Into::into));
    }
    let Some(path) = arguments.first() else {
        println!("usage: lower FILE [--allow PATH]... [--ir] [--any] [--short]");
        return ExitCode::FAILURE;
    };
    let (mut sources, mut builder, mut diags) = (Sources::new(), Builder::new(), Diagnostics::new());
    let file = match sources.load(Path::new(path)) {
        Ok(file) => file,
        Err(error) => {
            println!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    openapi::lower(&mut sources, file, &mut builder, &mut diags, &options);
    let dangling = builder.dangling().len();
    let api = builder.finish();
    if ir {
        // By way of a JSON tree: serde_yaml cannot write an enum inside an enum.
        let tree = serde_json::to_value(&api).unwrap_or_default();
        println!("{}", serde_yaml::to_string(&tree).unwrap_or_default());
    }
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in diags.iter() {
        let level = if diagnostic.level == Level::Error { "!" } else { "" };
        *codes.entry(format!("{}{level}", diagnostic.code)).or_default() += 1;
        if !short {
            let at = sources
                .locate(diagnostic.place)
                .map(|at| format!("{}:{}:{}", sources.file(at.file).name, at.line, at.column))
                .unwrap_or_default();
            let place = format!("{at} {}", sources.pointer(diagnostic.place));
            println!("{} {:?} {place}: {}", diagnostic.code, diagnostic.level, diagnostic.message);
        }
    }
    if any_too {
        for (_, ty) in api.types.iter().filter(|(_, ty)| ty.shape == Shape::Any) {
            println!("any value: {}", sources.pointer(ty.place));
        }
    }
    let any = api.types.iter().filter(|(_, ty)| ty.shape == Shape::Any).count();
    let codes: Vec<String> = codes.into_iter().map(|(code, count)| format!("{code}×{count}")).collect();
    println!(
        "{path}\toperations {}\ttypes {}\tany {any}\tundefined {dangling}\terrors {}\t{}",
        api.operations.len(),
        api.types.len(),
        diags.errors(),
        codes.join(" ")
    );
    if diags.has_errors() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
