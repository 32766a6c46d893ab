//! Reads schemas (and WADL) and prints what became of them: `cargo run -p generator --example xsd_lower -- [--ir] FILE..`

use std::path::Path;
use std::process::ExitCode;

use generator::diag::Diagnostics;
use generator::ir::Builder;
use generator::source::Sources;
use generator::{wadl, xsd};

#[expect(clippy::print_stdout, reason = "printing is what it is for")]
fn main() -> ExitCode {
    let mut sources = Sources::new();
    let mut inputs = Vec::new();
    let mut files = Vec::new();
    let mut full = false;
    for argument in std::env::args().skip(1) {
        if argument == "--ir" {
            full = true;
            continue;
        }
        match sources.load(Path::new(&argument)) {
            Ok(file) => files.push(file),
            Err(error) => {
                println!("{argument}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    let mut diags = Diagnostics::new();
    let mut builder = Builder::new();
    for file in files {
        if wadl::is_wadl(&sources.file(file).text) {
            for grammar in wadl::lower(&mut sources, file, &mut builder, &mut diags, &wadl::Options::default()) {
                inputs.push(match grammar.at {
                    wadl::GrammarAt::Inline(start) => xsd::Input::Inline { file: grammar.from, start },
                    wadl::GrammarAt::Reference(location) => {
                        xsd::Input::Linked { from: grammar.from, location, place: grammar.place }
                    }
                });
            }
        } else {
            inputs.push(xsd::Input::from(file));
        }
    }
    xsd::lower(&mut sources, &inputs, &mut builder, &mut diags, &xsd::Options::default());
    let dangling = builder.dangling().len();
    let api = builder.finish();
    for diagnostic in diags.iter() {
        let at = sources
            .locate(diagnostic.place)
            .map_or(String::new(), |l| format!("{}:{}:{}", sources.file(l.file).name, l.line, l.column));
        println!("{:?}[{}] {at} {} {:?}", diagnostic.level, diagnostic.code, diagnostic.message, diagnostic.help);
    }
    if full {
        match serde_json::to_string_pretty(&api) {
            Ok(text) => println!("{text}"),
            Err(error) => println!("{error}"),
        }
    }
    println!(
        "types {} operations {} errors {} warnings {} dangling {dangling}",
        api.types.len(),
        api.operations.len(),
        diags.errors(),
        diags.iter().len() - diags.errors(),
    );
    ExitCode::SUCCESS
}
