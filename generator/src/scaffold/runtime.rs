//! The files of the runtime in a crate.

use super::embedded;
use super::parts::Parts;
use crate::output::OutFile;
use crate::output::header::{self, Comment};

/// The files of the runtime, as `src/runtime/..`: all, but those of the parts that the crate does without.
pub(super) fn runtime(called: &str, parts: Parts) -> Vec<OutFile> {
    let header = header::line(Comment::Slashes, "its runtime", &format!("{called} writes it anew"));
    let lacks = parts.lacks();
    let (mut files, mut absent) = (Vec::new(), Vec::new());
    for (path, text) in embedded::RUNTIME {
        let Some(folder) = folder_of(path) else {
            files.push((*path, (*text).to_owned()));
            continue;
        };
        let (text, modules) = without(text, &lacks);
        absent.extend(modules.into_iter().map(|module| format!("{folder}{module}")));
        files.push((if *path == "lib.rs" { "mod.rs" } else { path }, text));
    }
    let is_absent = |path: &str| {
        absent.iter().any(|module| path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/')))
    };
    files.retain(|(path, _)| !is_absent(path));
    files
        .into_iter()
        .map(|(path, text)| OutFile::new(format!("src/runtime/{path}"), format!("{header}\n{text}")))
        .collect()
}

/// The folder, with a slash behind it, of the modules that a file of the runtime declares; `None` if it declares none.
fn folder_of(path: &str) -> Option<String> {
    if path == "lib.rs" {
        return Some(String::new());
    }
    let folder = format!("{}/", path.strip_suffix(".rs")?);
    embedded::RUNTIME.iter().any(|(other, _)| other.starts_with(&folder)).then_some(folder)
}

/// A file that declares modules without the items of features that a crate lacks, and the modules among those.
fn without<'a>(file: &'a str, lacks: &[&str]) -> (String, Vec<&'a str>) {
    let (mut kept, mut modules): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let mut dropping = false;
    for line in file.lines() {
        let needs = |feature: &&str| line.starts_with("#[cfg(") && line.contains(&format!("feature = \"{feature}\""));
        if !dropping && lacks.iter().any(needs) {
            dropping = true;
            // Its docs, and other attributes, may stand before.
            while kept.pop_if(|before| before.starts_with("///") || before.starts_with("#[")).is_some() {}
        }
        if !dropping {
            kept.push(line);
            continue;
        }
        modules.extend(line.split_once("mod ").and_then(|(_, name)| name.strip_suffix(';')));
        // An item ends with a semicolon or a brace that nothing stands before; attributes stand before it.
        dropping = line.starts_with([' ', '#']) || !line.ends_with([';', '}']);
    }
    (kept.join("\n") + "\n", modules)
}
