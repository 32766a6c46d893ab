//! Which documents there are: `manifest.tsv` of a corpus, and the part of it that is asked for.

use std::fs;
use std::path::{Path, PathBuf};

use super::Run;

/// A document, or a set of them with one root.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Its name, also that of its crate.
    pub(crate) name: String,
    /// The root document.
    pub(crate) entry: PathBuf,
    /// What the manifest says of its version; empty where it says nothing.
    pub(crate) version: String,
}

/// Reads `I/N`.
pub(crate) fn shard(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
    parts.filter(|&(i, n)| 1 <= i && i <= n).ok_or_else(|| "this is not I/N with I from 1 to N".to_owned())
}

/// The documents that `manifest.tsv` names, in its order; paths are relative to the corpus, or to the folder of the
/// document where `in_folder`.
pub(crate) fn read(dir: &Path, in_folder: bool) -> Result<Vec<Document>, String> {
    let path = dir.join("manifest.tsv");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = text.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().unwrap_or_default();
    let column = |name: &str| head.iter().position(|it| *it == name);
    let (Some(name), Some(entry)) = (column("name"), column("entry")) else {
        return Err(format!("{}: there is no column `name` or `entry`", path.display()));
    };
    let version = column("version");
    let document = |cells: Vec<&str>| {
        let (name, entry) = (*cells.get(name)?, *cells.get(entry)?);
        let version = version.and_then(|at| cells.get(at)).map_or(String::new(), |it| (*it).to_owned());
        let folder = if in_folder { dir.join(name) } else { dir.to_owned() };
        Some(Document { name: name.to_owned(), entry: folder.join(entry), version })
    };
    Ok(lines.filter_map(document).collect())
}

/// The files of the folder that end in `.{ending}`, by name.
pub(crate) fn files(dir: &Path, ending: &str) -> Result<Vec<Document>, String> {
    let entries = fs::read_dir(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file() && file.extension().is_some_and(|it| it == ending));
    files.sort();
    let document = |entry: PathBuf| {
        let name = entry.file_stem()?.to_string_lossy().replace('.', "-");
        Some(Document { name, entry, version: String::new() })
    };
    Ok(files.into_iter().filter_map(document).collect())
}

/// What of `all` is asked for.
pub(crate) fn select(all: Vec<Document>, run: &Run) -> Result<Vec<Document>, String> {
    if let Some(unknown) = run.only.iter().find(|name| !all.iter().any(|it| it.name == **name)) {
        return Err(format!("there is no `{unknown}` in this corpus"));
    }
    let asked = all.into_iter().filter(|it| run.only.is_empty() || run.only.contains(&it.name)).enumerate();
    let in_shard = |at: usize| run.shard.is_none_or(|(i, n)| at % n == i - 1);
    Ok(asked.filter(|(at, _)| in_shard(*at)).map(|(_, it)| it).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_counted_from_one() {
        assert_eq!(shard("1/4"), Ok((1, 4)));
        assert_eq!(shard("4/4"), Ok((4, 4)));
        for wrong in ["0/4", "5/4", "1", "a/b", "1/0"] {
            assert!(shard(wrong).is_err(), "{wrong}");
        }
    }
}
