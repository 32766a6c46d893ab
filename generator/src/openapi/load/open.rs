//! What a reference to another file leads to, and what a user can do where that is not read.

use std::fmt;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::super::Options;
use crate::source::{Allowed, FileId, Sources, without_dots};

/// Why a reference leads nowhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) enum Nowhere {
    /// To a file outside, which is not read, in this folder.
    Outside(PathBuf),
    /// The same, by a symbolic link.
    Linked(PathBuf),
    /// To an address, which is not read.
    Elsewhere,
    /// The same, without the scheme of the address (RFC 3986, 4.2).
    Schemeless,
    /// Anything else, in words.
    Other(String),
}

impl fmt::Display for Nowhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Nowhere::Outside(_) => "it is outside the folder of the description, and was not allowed by name",
            Nowhere::Linked(_) => {
                "it is a symbolic link to outside the folder of the description, which was not allowed by name"
            }
            Nowhere::Schemeless => {
                "it is on another machine, of which `//` begins the name, and nothing is fetched from there"
            }
            Nowhere::Elsewhere => "it is on another machine, and nothing is fetched from there",
            Nowhere::Other(why) => why,
        })
    }
}

impl From<String> for Nowhere {
    fn from(why: String) -> Self {
        Nowhere::Other(why)
    }
}

/// Loads the file that the part of a reference before its fragment names, if it may be read.
pub(super) fn open(
    sources: &mut Sources,
    from: FileId,
    part: &str,
    home: Option<&Path>,
    options: &Options,
) -> Result<FileId, Nowhere> {
    let copy = if part.contains("://") { Allowed::copy_of(&options.allow, part) } else { None };
    let path = local(part);
    if copy.is_some() || path.contains("://") {
        let path = copy.ok_or(Nowhere::Elsewhere)??;
        let why = |error| Nowhere::Other(format!("the copy {} cannot be read: {error}", path.display()));
        return sources.load(&path).map_err(why);
    }
    if part.starts_with("//") {
        return Err(Nowhere::Schemeless);
    }
    let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
    let here = sources.file(from);
    let (Some(home), Some(folder)) = (home.filter(|_| here.path.is_absolute()), here.path.parent()) else {
        return Err(Nowhere::Other("this text is not in a file, so there is no folder to look in".to_owned()));
    };
    let real = without_dots(&folder.join(&decoded));
    let named =
        Path::new(&here.name).parent().map(|parent| without_dots(&parent.join(&decoded))).unwrap_or(real.clone());
    let beyond: Vec<PathBuf> = options.allow.iter().flat_map(|allowed| spellings(allowed.path())).collect();
    let allowed = |path: &Path| path.starts_with(home) || beyond.iter().any(|entry| path.starts_with(entry));
    // The check comes before the first look, so that a description cannot make us touch any file that it likes.
    if !allowed(&real) {
        return Err(Nowhere::Outside(folder_of(&named)));
    }
    let file = sources.load(&named).map_err(|error| Nowhere::Other(format!("the file cannot be read: {error}")))?;
    // A symbolic link may lead outside all the same.
    let path = &sources.file(file).path;
    if allowed(path) { Ok(file) } else { Err(Nowhere::Linked(folder_of(path))) }
}

/// The path that a reference is; of an address `file:`, that of the file, where it is on this machine (RFC 8089, 2).
fn local(part: &str) -> &str {
    let path = part.strip_prefix("file:").map(|rest| match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    });
    path.filter(|path| path.starts_with('/') && !path.starts_with("//")).unwrap_or(part)
}

/// The folder of a file.
fn folder_of(file: &Path) -> PathBuf {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// The path from the root of the file system: as it is spelled, and without symbolic links.
fn spellings(path: &Path) -> Vec<PathBuf> {
    std::path::absolute(path).map(|path| without_dots(&path)).into_iter().chain(std::fs::canonicalize(path)).collect()
}

/// What a user can do about a reference that leads nowhere for `why`: the words for what would allow it.
pub(in super::super) fn remedy(part: &str, why: &Nowhere) -> Option<String> {
    let (what, copy) = match why {
        Nowhere::Outside(folder) | Nowhere::Linked(folder) => (folder.to_string_lossy().replace('\\', "/"), ""),
        Nowhere::Schemeless => {
            return Some(format!("write the address with its scheme, as `https:{part}`, or a path with one `/`"));
        }
        Nowhere::Elsewhere => {
            let folder = part.rsplit_once('/').map_or(part, |(folder, _)| folder);
            (format!("{folder}/=PATH"), ", where PATH has a copy of what is there")
        }
        Nowhere::Other(_) => return None,
    };
    Some(format!("allow it by name: `--allow {what}`, or in generator.toml `allow` beside `spec`{copy}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::load;
    use super::*;
    use crate::diag::Diagnostics;

    #[test]
    fn files_outside_need_to_be_allowed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        let root = folder.path().join("in/root.json");
        std::fs::write(&root, r#"{"openapi": "3.0.0", "a": {"$ref": "../out.yaml"}, "b": {"$ref": "sub%20x.json"}}"#)
            .unwrap();
        std::fs::write(folder.path().join("in/sub x.json"), "{}").unwrap();
        std::fs::write(folder.path().join("out.yaml"), "a: 1").unwrap();
        let run = |options: &Options| {
            let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
            let file = sources.load(&root).unwrap();
            let documents = load(&mut sources, file, &mut diags, options).unwrap();
            (documents.link(file, "../out.yaml").is_ok(), documents.link(file, "sub%20x.json").is_ok())
        };
        assert_eq!(run(&Options::default()), (false, true));
        let folder = folder.path().canonicalize().unwrap();
        assert_eq!(
            run(&Options { allow: vec![Allowed::Path(folder.join("out.yaml"))], ..Options::default() }),
            (true, true)
        );
    }

    #[test]
    #[cfg(unix)]
    fn what_is_said_helps() {
        let outer = tempfile::tempdir().unwrap();
        let outer = outer.path().canonicalize().unwrap();
        let (own, other) = (outer.join("own"), outer.join("other"));
        for folder in [&own, &other] {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join("x.yaml"), "a: 1").unwrap();
        }
        std::os::unix::fs::symlink(other.join("x.yaml"), own.join("link.yaml")).unwrap();
        let link = |part: &str, allow: &[&Path]| {
            let root = own.join("root.json");
            std::fs::write(&root, serde_json::json!({"openapi": "3.0.0", "a": {"$ref": part}}).to_string()).unwrap();
            let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
            let file = sources.load(&root).unwrap();
            let allow = allow.iter().map(|path| Allowed::Path(path.to_path_buf())).collect();
            let options = Options { allow, ..Options::default() };
            let documents = load(&mut sources, file, &mut diags, &options).unwrap();
            documents.link(file, part).map(|_| ())
        };
        // By a link it is the folder of the target that has to be allowed.
        assert_eq!(link("link.yaml", &[]), Err(Nowhere::Linked(other.clone())));
        let help = remedy("link.yaml", &Nowhere::Linked(other.clone())).unwrap();
        assert!(help.contains(&format!("`--allow {}`", other.display())), "{help}");
        assert_eq!(link("link.yaml", &[&other]), Ok(()));
        // Addresses of files of this machine are paths.
        for address in ["file://", "file://localhost", "file:"] {
            assert_eq!(link(&format!("{address}{}/x.yaml", own.display()), &[]), Ok(()));
            let elsewhere = format!("{address}{}/x.yaml", other.display());
            assert_eq!(link(&elsewhere, &[]), Err(Nowhere::Outside(other.clone())));
            assert_eq!(link(&elsewhere, &[&other]), Ok(()));
        }
        assert_eq!(link("file://host/x.yaml", &[]), Err(Nowhere::Elsewhere));
        assert_eq!(link("//host/x.yaml", &[]), Err(Nowhere::Schemeless));
        let help = remedy("//host/x.yaml", &Nowhere::Schemeless).unwrap();
        assert!(help.contains("`https://host/x.yaml`"), "{help}");
    }
}
