//! Has the generators write the types of the two schemas here: this one, and xsd-parser with its two readers.

use std::error::Error;
use std::path::{Path, PathBuf};

use generator::config::Config;
use generator::diag::Diagnostics;
use generator::source::Sources;
use xsd_parser::config::{GeneratorFlags, InterpreterFlags, OptimizerFlags, ParserFlags, Schema};

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    for name in ["track", "bill"] {
        let schema = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join(format!("{name}.xsd"));
        println!("cargo::rerun-if-changed={}", schema.display());
        peer(&schema, &out.join(format!("{name}_quick.rs")), |config| config.with_quick_xml())?;
        peer(&schema, &out.join(format!("{name}_serde.rs")), |config| config.with_serde_quick_xml())?;
        ours(&schema, &out, name)?;
    }
    // Both crates have the same runtime.
    std::fs::write(out.join("runtime.rs"), module("runtime", &out.join("track/src/runtime/mod.rs")))?;
    Ok(())
}

fn peer(schema: &Path, file: &Path, wire: fn(xsd_parser::Config) -> xsd_parser::Config) -> Done {
    // As its own examples have it.
    let config = xsd_parser::Config::default()
        .with_schema(Schema::File(schema.to_owned()))
        .set_parser_flags(ParserFlags::all())
        .set_interpreter_flags(InterpreterFlags::all() - InterpreterFlags::WITH_NUM_BIG_INT)
        .set_optimizer_flags(OptimizerFlags::all())
        .set_generator_flags(GeneratorFlags::all() - GeneratorFlags::ADVANCED_ENUMS);
    std::fs::write(file, xsd_parser::generate(wire(config))?.to_string())?;
    Ok(())
}

/// The files of a crate of types, and one that makes modules of them.
fn ours(schema: &Path, out: &Path, name: &str) -> Done {
    let root = out.join(name);
    let config = Config::single(&[schema.to_owned()], &root, name, false)?;
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let files = generator::generate(&config, &mut sources, &mut diags)?.ok_or("the schema has errors")?;
    for file in files {
        let path = root.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(&root))?;
        std::fs::write(path, file.text)?;
    }
    std::fs::write(out.join(format!("{name}.rs")), module(name, &root.join("src/models.rs")))?;
    Ok(())
}

fn module(name: &str, file: &Path) -> String {
    format!("#[path = {file:?}] pub mod {name};\n")
}
