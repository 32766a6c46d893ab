//! Carries a plan out: all of it or nothing.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::write::{Plan, WriteError, ancestors, at, kind};

/// One thing that was done, to be taken back when a later one fails.
enum Done {
    /// This directory was made.
    Directory(PathBuf),
    /// This file was made.
    Created(PathBuf),
    /// This file was replaced or removed; the second path has it as it was.
    Changed(PathBuf, PathBuf),
}

impl Plan {
    /// Makes the directory hold the set of files, or leaves it as it is.
    ///
    /// New texts are first written beside the old ones and brought to the disk, then moved into place one by one. A
    /// failure on the way takes back what was done. A power failure between two moves is not covered: the crate is
    /// then part old and part new, each file of it whole, and the next run mends it.
    ///
    /// # Errors
    /// [`WriteError::Foreign`] before anything is touched; [`WriteError::Io`] with the directory as it was before;
    /// [`WriteError::NotUndone`] where taking back failed as well.
    pub fn apply(&self) -> Result<(), WriteError> {
        if !self.foreign.is_empty() {
            return Err(WriteError::Foreign { root: self.root.clone(), obstacles: self.foreign.clone() });
        }
        if self.changed() == 0 { Ok(()) } else { apply(self) }
    }
}

/// Carries out a plan without obstacles.
fn apply(plan: &Plan) -> Result<(), WriteError> {
    let mut done = Vec::new();
    let made = make_root(&plan.root)?;
    clear(&plan.root);
    // Inside the root, so that a move never crosses from one file system into another; a dot in front of the name keeps
    // it out of packages and of the search for strays.
    let aside = match tempfile::Builder::new().prefix(ASIDE).tempdir_in(&plan.root) {
        Ok(aside) => aside,
        Err(error) => {
            unmake(&made);
            return Err(at(&plan.root)(error));
        }
    };
    let result = carry_out(plan, aside.path(), &mut done);
    match result {
        Ok(()) => {
            remove_empty_directories(plan);
            sync_directories(plan);
            Ok(())
        }
        Err(error) => take_back(done, aside, error, &made),
    }
}

/// How the directory begins in which a run has its files before they are in place.
const ASIDE: &str = ".generator-";

/// How long after the last change to such a directory its run is surely over.
const OVER: Duration = Duration::from_secs(3600);

/// Makes the root with what is above it, and gives the directories that were made, from the outermost inwards.
fn make_root(root: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let mut missing = Vec::new();
    for directory in root.ancestors().filter(|it| !it.as_os_str().is_empty()) {
        if fs::metadata(directory).is_ok() {
            break;
        }
        missing.push(directory.to_owned());
    }
    missing.reverse();
    let mut made = Vec::new();
    for directory in missing {
        match fs::create_dir(&directory) {
            Ok(()) => made.push(directory),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                unmake(&made);
                return Err(at(root)(error));
            }
        }
    }
    Ok(made)
}

/// Removes directories that were made for nothing; that one stays when somebody else has put a file there is right.
fn unmake(made: &[PathBuf]) {
    for directory in made.iter().rev() {
        let _ = fs::remove_dir(directory);
    }
}

/// Removes what runs that were interrupted have left: directories of our name that hold nothing but our files, and that
/// nobody has written to for long, so that no run is in them.
fn clear(root: &Path) {
    let Ok(entries) = fs::read_dir(root) else { return };
    for entry in entries.flatten() {
        let is_name = entry.file_name().to_str().is_some_and(|name| name.starts_with(ASIDE));
        let path = entry.path();
        if is_name && entry.file_type().is_ok_and(|it| it.is_dir()) && is_left(&path).unwrap_or(false) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

fn is_left(directory: &Path) -> io::Result<bool> {
    // The times of the files are their own, wherever they were moved from; that of the directory is the last move's.
    let mut left = fs::metadata(directory)?.modified()?.elapsed().is_ok_and(|age| age > OVER);
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix("new-").or_else(|| name.strip_prefix("old-")));
        let is_ours = number.is_some_and(|number| number.parse::<usize>().is_ok()) && entry.file_type()?.is_file();
        left &= is_ours;
    }
    Ok(left)
}

fn carry_out(plan: &Plan, aside: &Path, done: &mut Vec<Done>) -> Result<(), WriteError> {
    let files: Vec<_> = plan.create.iter().chain(plan.replace.iter().map(|replaced| &replaced.file)).collect();
    let new = |index: usize| aside.join(format!("new-{index}"));
    let old = |index: usize| aside.join(format!("old-{index}"));
    for (index, file) in files.iter().enumerate() {
        write_through(&new(index), &file.text).map_err(at(&plan.root.join(&file.path)))?;
    }
    for (index, file) in files.iter().enumerate() {
        let target = plan.root.join(&file.path);
        for directory in ancestors(&file.path).map(|directory| plan.root.join(directory)) {
            if kind(&directory)?.is_none() {
                fs::create_dir(&directory).map_err(at(&directory))?;
                done.push(Done::Directory(directory));
            }
        }
        if index < plan.create.len() {
            // `rename` would replace what has come there since the plan was made.
            if kind(&target)?.is_some() {
                return Err(at(&target)(io::ErrorKind::AlreadyExists.into()));
            }
            fs::rename(new(index), &target).map_err(at(&target))?;
            done.push(Done::Created(target));
        } else {
            keep(&target, &old(index)).map_err(at(&target))?;
            fs::rename(new(index), &target).map_err(at(&target))?;
            done.push(Done::Changed(target, old(index)));
        }
    }
    for (index, stray) in plan.remove.iter().enumerate() {
        let target = plan.root.join(&stray.path);
        let old = old(files.len() + index);
        fs::rename(&target, &old).map_err(at(&target))?;
        done.push(Done::Changed(target, old));
    }
    Ok(())
}

/// Writes a file and waits until it is on the disk.
fn write_through(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Keeps a file under a second name, with its times, or a copy where the file system has no second names.
fn keep(file: &Path, under: &Path) -> io::Result<()> {
    fs::hard_link(file, under).or_else(|_| fs::copy(file, under).map(drop))
}

fn take_back(done: Vec<Done>, aside: TempDir, error: WriteError, made: &[PathBuf]) -> Result<(), WriteError> {
    let mut failed = false;
    for step in done.into_iter().rev() {
        let result = match step {
            Done::Directory(path) => fs::remove_dir(path),
            Done::Created(path) => fs::remove_file(path),
            Done::Changed(path, old) => fs::rename(old, path),
        };
        failed |= result.is_err();
    }
    match error {
        WriteError::Io { path, error } if failed => Err(WriteError::NotUndone { path, error, kept: keep_aside(aside) }),
        error => {
            drop(aside);
            unmake(made);
            Err(error)
        }
    }
}

/// Keeps what is aside, under a name that no later run clears away.
fn keep_aside(aside: TempDir) -> PathBuf {
    let path = aside.keep();
    let name = path.file_name().map(|name| name.to_string_lossy().replacen(ASIDE, ".kept-by-generator-", 1));
    let kept = path.with_file_name(name.unwrap_or_default());
    if fs::rename(&path, &kept).is_ok() { kept } else { path }
}

/// Removes the directories that the removal of strays has left empty, from the innermost outwards.
fn remove_empty_directories(plan: &Plan) {
    let directories: BTreeSet<&str> = plan.remove.iter().flat_map(|stray| ancestors(&stray.path)).collect();
    for directory in directories.into_iter().rev() {
        // Refused when it is not empty, which is what we want to know.
        let _ = fs::remove_dir(plan.root.join(directory));
    }
}

/// Brings the moves to the disk. The files are whole either way, so that a system that cannot do this is no failure.
fn sync_directories(plan: &Plan) {
    let paths = plan.create.iter().chain(plan.replace.iter().map(|it| &it.file)).chain(&plan.remove);
    let directories: BTreeSet<&str> = paths.filter_map(|file| ancestors(&file.path).last()).chain([""]).collect();
    for directory in directories {
        let _ = fs::File::open(plan.root.join(directory)).and_then(|directory| directory.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::super::{OutFile, plan};
    use super::*;

    const OURS: &str = "// Code generated by `generator` from a.yaml. Do not edit: x.\n";

    fn put(root: &Path, path: &str, text: &str) {
        let full = root.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    }

    /// Every file and directory below `root` with its text.
    fn tree(root: &Path) -> Vec<(String, Option<String>)> {
        let mut found = Vec::new();
        let mut open = vec![root.to_owned()];
        while let Some(directory) = open.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
                if path.is_dir() {
                    found.push((name, None));
                    open.push(path);
                } else {
                    found.push((name, Some(fs::read_to_string(path).unwrap())));
                }
            }
        }
        found.sort();
        found
    }

    fn old_crate() -> TempDir {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "Cargo.toml", "# Code generated by `generator` from a. Do not edit: x.\n");
        put(root.path(), "src/lib.rs", &format!("{OURS}old"));
        put(root.path(), "src/gone/mod.rs", OURS);
        put(root.path(), "src/mine.rs", "// Mine.");
        root
    }

    fn new_files() -> Vec<OutFile> {
        let ours = |path| OutFile::new(path, format!("{OURS}new"));
        vec![
            OutFile::new("Cargo.toml", "# Code generated by `generator` from a. Do not edit: x.\n"),
            ours("src/lib.rs"),
            ours("src/batch/mod.rs"),
            ours("src/zebra.rs"),
        ]
    }

    #[test]
    fn all_is_written_and_what_is_the_same_is_not_touched() {
        let root = old_crate();
        let before = fs::metadata(root.path().join("Cargo.toml")).unwrap().modified().unwrap();
        plan(root.path(), &new_files()).unwrap().apply().unwrap();
        assert!(plan(root.path(), &new_files()).unwrap().is_clean());
        assert_eq!(fs::metadata(root.path().join("Cargo.toml")).unwrap().modified().unwrap(), before);
        let names: Vec<_> = tree(root.path()).into_iter().map(|(name, _)| name).collect();
        let expected =
            ["Cargo.toml", "src", "src/batch", "src/batch/mod.rs", "src/lib.rs", "src/mine.rs", "src/zebra.rs"];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_failure_in_the_middle_leaves_the_old_crate_whole() {
        let root = old_crate();
        let plan = plan(root.path(), &new_files()).unwrap();
        // What is created last but one is taken by a directory after the plan was made.
        fs::create_dir(root.path().join("src/zebra.rs")).unwrap();
        let before = tree(root.path());
        assert!(matches!(plan.apply(), Err(WriteError::Io { .. })));
        assert_eq!(tree(root.path()), before);
    }

    #[test]
    fn a_failure_at_the_end_does_too() {
        let root = old_crate();
        let plan = plan(root.path(), &new_files()).unwrap();
        fs::remove_file(root.path().join("src/gone/mod.rs")).unwrap();
        let before = tree(root.path());
        assert!(matches!(plan.apply(), Err(WriteError::Io { .. })));
        assert_eq!(tree(root.path()), before);
    }

    #[test]
    fn a_root_that_was_made_for_nothing_goes_again() {
        let outside = tempfile::tempdir().unwrap();
        let root = outside.path().join("new");
        let mut plan = plan(&root, &new_files()).unwrap();
        plan.remove.push(OutFile::new("not/there.rs", ""));
        assert!(matches!(plan.apply(), Err(WriteError::Io { .. })));
        assert!(!root.exists());
    }

    #[test]
    fn all_of_a_deep_root_goes_again() {
        let outside = tempfile::tempdir().unwrap();
        let mut plan = plan(&outside.path().join("a/b/c"), &new_files()).unwrap();
        plan.remove.push(OutFile::new("not/there.rs", ""));
        assert!(matches!(plan.apply(), Err(WriteError::Io { .. })));
        assert_eq!(tree(outside.path()), []);
    }

    #[test]
    fn what_an_interrupted_run_left_goes_when_it_is_old_and_ours() {
        let root = old_crate();
        for (name, file, is_old, stays) in [
            (".generator-aBcDeF", "new-0", true, false),
            (".generator-running", "old-1", false, true),
            (".generator-mine", "notes", true, true),
            (".other-aBcDeF", "new-0", true, true),
        ] {
            put(root.path(), &format!("{name}/{file}"), "");
            let directory = fs::File::open(root.path().join(name)).unwrap();
            if is_old {
                let now = directory.metadata().unwrap().modified().unwrap();
                directory.set_modified(now - 2 * OVER).unwrap();
            }
            plan(root.path(), &[]).unwrap();
            clear(root.path());
            assert_eq!(root.path().join(name).exists(), stays, "{name}");
        }
    }

    #[test]
    fn a_root_that_cannot_be_written_is_an_error() {
        let outside = tempfile::tempdir().unwrap();
        put(outside.path(), "file", "");
        let error = plan(&outside.path().join("file/root"), &new_files()).unwrap().apply().unwrap_err();
        assert!(error.to_string().ends_with("nothing is changed"), "{error}");
        assert_eq!(tree(outside.path()), [("file".to_owned(), Some(String::new()))]);
    }
}
