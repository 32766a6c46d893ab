//! Makes the list of the files that are embedded: the runtime and the templates of all that is not Rust.
//!
//! In the workspace they are in `../templates`; in the packaged crate, in `templates`, whose links cargo follows.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut list = String::new();
    for (name, in_workspace, in_package) in [
        ("RUNTIME", "../templates/runtime/src", "templates/runtime"),
        ("SCAFFOLD", "../templates/scaffold", "templates/scaffold"),
    ] {
        let root = [in_workspace, in_package].into_iter().map(|path| here.join(path)).find(|path| path.is_dir());
        let root = root.ok_or_else(|| format!("neither {in_workspace} nor {in_package} is a directory"))?;
        println!("cargo::rerun-if-changed={}", root.display());
        let mut files = Vec::new();
        walk(&root, "", &mut files)?;
        files.sort();
        writeln!(list, "pub(super) const {name}: &[(&str, &str)] = &[")?;
        for (path, full) in files {
            writeln!(list, "    ({path:?}, include_str!({full:?})),")?;
        }
        writeln!(list, "];")?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("templates.rs"), list)?;
    Ok(())
}

/// All files below a directory: their paths in it, with `/`, and on disk. Those of editors (`.x`, `x~`) are none.
fn walk(directory: &Path, above: &str, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| format!("{} is not text", name.display()))?;
        let full = entry.path();
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        if full.is_dir() {
            walk(&full, &format!("{above}{name}/"), files)?;
        } else {
            files.push((format!("{above}{name}"), full));
        }
    }
    Ok(())
}
