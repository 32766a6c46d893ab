//! Compares a whole set of files with a directory: what a run would create, replace, remove and leave alone.
//!
//! Only files that are [ours](header::is_ours) are ever replaced or removed. A file of somebody else in the place of
//! one of ours is an obstacle, and a plan with an obstacle is never carried out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{OutFile, header};

/// What is between a set of files and a directory. Each list is in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The directory.
    pub root: PathBuf,
    /// Files that are not there yet.
    pub create: Vec<OutFile>,
    /// Files of ours that are there with another text.
    pub replace: Vec<Replaced>,
    /// Files of ours that are there and should not be: their path and their text.
    pub remove: Vec<OutFile>,
    /// The paths of files that are there as they should be.
    pub same: Vec<String>,
    /// What is in the way.
    pub foreign: Vec<Obstacle>,
    /// How many files the set has.
    pub files: usize,
}

/// A file of ours that is there with another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The file as it should be.
    pub file: OutFile,
    /// Its text as it is; bytes that are not UTF-8 as replacement characters.
    pub old: String,
}

impl Replaced {
    /// Whether the file has CR LF where it should have LF, and is the same otherwise.
    pub(super) fn only_line_ends(&self) -> bool {
        self.old.contains("\r\n") && self.old.replace("\r\n", "\n") == self.file.text
    }
}

/// Something that is where a file should go, and is not ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// Where, relative to the root.
    pub path: String,
    /// What it is.
    pub what: &'static str,
}

impl Plan {
    /// Whether the directory holds the set of files already.
    pub fn is_clean(&self) -> bool {
        self.changed() == 0 && self.foreign.is_empty()
    }

    /// The name of the crate that is there, where it is ours and another.
    pub fn other_crate(&self, name: &str) -> Option<String> {
        let manifest = self.replace.iter().find(|it| it.file.path == "Cargo.toml")?;
        let manifest: toml::Table = manifest.old.parse().ok()?;
        let other = manifest.get("package")?.get("name")?.as_str()?;
        (other != name).then(|| other.to_owned())
    }

    /// The paths that are not as they should be, each with what is the matter with it.
    pub fn differences(&self) -> Vec<(&str, String)> {
        let mut all: Vec<(&str, String)> = Vec::new();
        all.extend(self.create.iter().map(|file| (file.path.as_str(), "is not there".to_owned())));
        all.extend(self.replace.iter().map(|it| {
            let what = if it.only_line_ends() {
                "differs in its line ends alone"
            } else {
                "is not what its descriptions give"
            };
            (it.file.path.as_str(), what.to_owned())
        }));
        all.extend(self.remove.iter().map(|file| (file.path.as_str(), "is not made any more".to_owned())));
        all.extend(self.foreign.iter().map(|it| (it.path.as_str(), format!("is in the way: {}", it.what))));
        all.sort();
        all
    }

    /// How many files would be created, replaced or removed.
    pub fn changed(&self) -> usize {
        self.create.len() + self.replace.len() + self.remove.len()
    }
}

/// Why a set of files was not written.
#[derive(Debug)]
pub enum WriteError {
    /// A path of the set is empty, absolute, has `.`, `..` or an empty part, or there are two of it (also when they
    /// differ in case only, which is one file on many systems). A mistake of the generator.
    Path(String),
    /// Files that are not ours are where ours should go.
    Foreign {
        /// The directory.
        root: PathBuf,
        /// What is in the way.
        obstacles: Vec<Obstacle>,
    },
    /// The file system refused; nothing is changed.
    Io {
        /// Where.
        path: PathBuf,
        /// What it says.
        error: io::Error,
    },
    /// The file system refused, and refused to take back what was done before.
    NotUndone {
        /// Where.
        path: PathBuf,
        /// What it said first.
        error: io::Error,
        /// The directory with the old files that are not back in place.
        kept: PathBuf,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Path(path) => write!(f, "`{path}` cannot be the path of a generated file"),
            WriteError::Foreign { root, obstacles } => {
                let root = root.display();
                write!(f, "nothing is written to {root}, since what is there is not all the generator's:")?;
                obstacles.iter().try_for_each(|it| write!(f, "\n  {}: {}", it.path, it.what))
            }
            WriteError::Io { path, error } => write!(f, "{}: {error}; nothing is changed", path.display()),
            WriteError::NotUndone { path, error, kept } => {
                let (path, kept) = (path.display(), kept.display());
                write!(f, "{path}: {error}; some files are changed, and their old texts are in {kept}")
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            WriteError::Path(_) | WriteError::Foreign { .. } => None,
            WriteError::Io { error, .. } | WriteError::NotUndone { error, .. } => Some(error),
        }
    }
}

/// Compares `files` with the directory `root`, which need not be there. Nothing is changed.
///
/// Looked at for strays: every file below `root` but `target` and `Cargo.lock` in it, names that begin with a dot,
/// packages within the package (directories with a `Cargo.toml` of their own) and what is behind symbolic links.
///
/// # Errors
/// [`WriteError::Path`], or [`WriteError::Io`] when the directory cannot be read.
pub fn plan(root: &Path, files: &[OutFile]) -> Result<Plan, WriteError> {
    let wanted = by_path(files)?;
    if fs::metadata(root).is_ok_and(|it| !it.is_dir()) {
        return Err(at(root)(io::ErrorKind::NotADirectory.into()));
    }
    let mut plan = Plan { root: root.to_owned(), files: files.len(), ..Plan::default() };
    for file in wanted.values() {
        compare(root, file, &mut plan)?;
    }
    let directories: BTreeSet<&str> = wanted.keys().flat_map(|path| ancestors(path)).collect();
    let mut found = Vec::new();
    if root.is_dir() {
        walk(root, "", &directories, &mut found)?;
    }
    found.sort();
    for path in found {
        if wanted.contains_key(path.as_str()) {
            continue;
        }
        let full = root.join(&path);
        let content = fs::read(&full).map_err(at(&full))?;
        if header::is_ours(&content) {
            plan.remove.push(OutFile { path, text: String::from_utf8_lossy(&content).into_owned() });
        }
    }
    Ok(plan)
}

/// The files by their paths, which are all fit to be written.
fn by_path(files: &[OutFile]) -> Result<BTreeMap<&str, &OutFile>, WriteError> {
    let mut wanted = BTreeMap::new();
    let mut folded = BTreeSet::new();
    for file in files {
        let path = file.path.as_str();
        let fit = path.split('/').all(|part| !matches!(part, "" | "." | ".."))
            && !path.contains(|c: char| c == '\\' || c == ':' || c.is_control());
        if !fit || !folded.insert(path.to_lowercase()) {
            return Err(WriteError::Path(file.path.clone()));
        }
        wanted.insert(path, file);
    }
    // A path that another path needs as a directory.
    match wanted.keys().flat_map(|path| ancestors(path)).find(|directory| wanted.contains_key(directory)) {
        Some(path) => Err(WriteError::Path(path.to_owned())),
        None => Ok(wanted),
    }
}

/// The directories that a path goes through, without the root.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(move |(at, _)| path.get(..at))
}

fn compare(root: &Path, file: &OutFile, plan: &mut Plan) -> Result<(), WriteError> {
    for directory in ancestors(&file.path) {
        let full = root.join(directory);
        let what = match kind(&full)? {
            None => break,
            Some(kind) if kind.is_dir() => continue,
            Some(kind) if kind.is_symlink() => "a symbolic link",
            Some(_) => "a file where a directory should be",
        };
        let obstacle = Obstacle { path: directory.to_owned(), what };
        if !plan.foreign.contains(&obstacle) {
            plan.foreign.push(obstacle);
        }
        return Ok(());
    }
    let full = root.join(&file.path);
    let what = match kind(&full)? {
        None => {
            plan.create.push(file.clone());
            return Ok(());
        }
        Some(kind) if kind.is_file() => {
            let old = fs::read(&full).map_err(at(&full))?;
            if old == file.text.as_bytes() {
                plan.same.push(file.path.clone());
                return Ok(());
            }
            if header::is_ours(&old) {
                let old = String::from_utf8_lossy(&old).into_owned();
                plan.replace.push(Replaced { file: file.clone(), old });
                return Ok(());
            }
            "a file without the generator's header"
        }
        Some(kind) if kind.is_symlink() => "a symbolic link",
        Some(kind) if kind.is_dir() => "a directory where a file should be",
        Some(_) => "not a file",
    };
    plan.foreign.push(Obstacle { path: file.path.clone(), what });
    Ok(())
}

/// What is at a path, without following a link; `None` for nothing.
pub(super) fn kind(path: &Path) -> Result<Option<fs::FileType>, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

/// Finds all files that may be strays, as paths relative to the root with `/`.
fn walk(full: &Path, relative: &str, wanted: &BTreeSet<&str>, found: &mut Vec<String>) -> Result<(), WriteError> {
    for entry in fs::read_dir(full).map_err(at(full))? {
        let entry = entry.map_err(at(full))?;
        // A name that is not Unicode is none that we ever wrote.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let in_root = relative.is_empty();
        if name.starts_with('.') || (in_root && (name == "target" || name == "Cargo.lock")) {
            continue;
        }
        let kind = entry.file_type().map_err(at(full))?;
        let path = if in_root { name } else { format!("{relative}/{name}") };
        if kind.is_file() {
            found.push(path);
        } else if kind.is_dir() {
            let below = entry.path();
            let package = !wanted.contains(path.as_str()) && below.join("Cargo.toml").exists();
            if !package {
                walk(&below, &path, wanted, found)?;
            }
        }
    }
    Ok(())
}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> WriteError {
    let path = path.to_owned();
    move |error| WriteError::Io { path: path.clone(), error }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "// Code generated by `generator` from a.yaml. Do not edit: x.\n";

    fn put(root: &Path, path: &str, text: &str) {
        let full = root.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    }

    fn paths(files: &[OutFile]) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn a_directory_that_is_not_there_is_created_whole() {
        let root = tempfile::tempdir().unwrap();
        let plan = plan(&root.path().join("deep/er"), &[OutFile::new("src/b.rs", OURS), OutFile::new("a.rs", OURS)]);
        assert_eq!(paths(&plan.unwrap().create), ["a.rs", "src/b.rs"]);
    }

    #[test]
    fn files_are_told_apart() {
        let root = tempfile::tempdir().unwrap();
        let at = root.path();
        put(at, "same.rs", OURS);
        put(at, "src/old.rs", &format!("{OURS}old"));
        put(at, "src/theirs.rs", "fn main() {}");
        put(at, "src/stray.rs", OURS);
        put(at, "src/notes.rs", "// Mine.");
        put(at, "a_directory/x.rs", "// Mine.");
        put(at, "a_file", "Mine.");
        let files = ["same.rs", "src/old.rs", "src/theirs.rs", "a_directory", "a_file/x.rs", "a_file/y.rs", "new.rs"];
        let plan = plan(at, &files.map(|path| OutFile::new(path, OURS))).unwrap();
        assert_eq!(plan.same, ["same.rs"]);
        assert_eq!(plan.replace.iter().map(|it| it.file.path.as_str()).collect::<Vec<_>>(), ["src/old.rs"]);
        assert_eq!(paths(&plan.remove), ["src/stray.rs"]);
        assert_eq!(paths(&plan.create), ["new.rs"]);
        let foreign: Vec<_> = plan.foreign.iter().map(|it| (it.path.as_str(), it.what)).collect();
        assert_eq!(
            foreign,
            [
                ("a_directory", "a directory where a file should be"),
                ("a_file", "a file where a directory should be"),
                ("src/theirs.rs", "a file without the generator's header"),
            ]
        );
        assert!(matches!(plan.apply(), Err(WriteError::Foreign { .. })));
        assert!(!at.join("new.rs").exists() && at.join("src/stray.rs").exists());
    }

    #[test]
    fn strays_are_looked_for_only_where_we_write() {
        let root = tempfile::tempdir().unwrap();
        for path in ["target/x.rs", "Cargo.lock", ".git/x.rs", "src/.x.rs", "other/Cargo.toml", "other/src/lib.rs"] {
            put(root.path(), path, OURS);
        }
        assert!(plan(root.path(), &[]).unwrap().is_clean());
        put(root.path(), "src/target/x.rs", OURS);
        assert_eq!(paths(&plan(root.path(), &[]).unwrap().remove), ["src/target/x.rs"]);
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_not_followed() {
        let elsewhere = tempfile::tempdir().unwrap();
        put(elsewhere.path(), "x.rs", OURS);
        let root = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("src")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("x.rs"), root.path().join("y.rs")).unwrap();
        assert!(plan(root.path(), &[]).unwrap().remove.is_empty());
        let plan = plan(root.path(), &[OutFile::new("src/x.rs", "new"), OutFile::new("y.rs", "new")]).unwrap();
        assert!(plan.foreign.iter().all(|obstacle| obstacle.what == "a symbolic link"));
        assert_eq!(plan.foreign.len(), 2);
    }

    #[test]
    fn paths_that_leave_the_root_or_clash_are_refused() {
        let root = tempfile::tempdir().unwrap();
        for path in ["", "/a", "../a", "a/../b", "./a", "a//b", "a/", "a\\b", "C:a", "a\nb"] {
            assert!(matches!(plan(root.path(), &[OutFile::new(path, "")]), Err(WriteError::Path(_))), "{path}");
        }
        for [a, b] in [["a", "a"], ["src/A.rs", "src/a.rs"], ["a", "a/b"]] {
            assert!(matches!(plan(root.path(), &[a, b].map(|path| OutFile::new(path, ""))), Err(WriteError::Path(_))));
        }
    }
}
