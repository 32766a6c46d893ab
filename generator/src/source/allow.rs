//! What a description may refer to beyond its own folder: named by the user, since a description may come from anywhere.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::Place;
use super::without_dots;

/// Something outside a description's own folder that its references may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A file, or a folder with all that is below it.
    Path(PathBuf),
    /// What addresses begin with, and the file or folder that holds a copy of what is there. Nothing is fetched.
    Copy {
        /// The beginning of the addresses.
        url: String,
        /// The copy.
        path: PathBuf,
    },
}

impl Allowed {
    /// Reads `PATH` or `URL=PATH`; `path` makes a path of the text for one.
    ///
    /// # Errors
    /// An address without a path, in words for people.
    pub fn parse(text: &str, path: impl Fn(&str) -> PathBuf) -> Result<Self, String> {
        if !text.contains("://") {
            return if text.is_empty() { Err("this names nothing".to_owned()) } else { Ok(Allowed::Path(path(text))) };
        }
        match text.rsplit_once('=') {
            Some((url, copy)) if url.contains("://") && !copy.is_empty() => {
                Ok(Allowed::Copy { url: url.to_owned(), path: path(copy) })
            }
            _ => Err(format!("nothing is fetched: say where a copy of `{text}` is, as `{text}=PATH`")),
        }
    }

    /// Where the copy of an address is, by the first of `all` that it begins with: the file, or why there is none.
    pub fn copy_of(all: &[Self], address: &str) -> Option<Result<PathBuf, String>> {
        let (url, copy) = all.iter().find_map(|allowed| match allowed {
            Allowed::Copy { url, path } if address.starts_with(url.as_str()) => Some((url, path)),
            _ => None,
        })?;
        let rest = address.get(url.len()..).unwrap_or_default().split(['?', '#']).next().unwrap_or_default();
        let rest = percent_decode_str(rest.trim_start_matches('/')).decode_utf8_lossy().into_owned();
        let path = if rest.is_empty() { copy.clone() } else { without_dots(&copy.join(rest)) };
        let is_below = path.starts_with(without_dots(copy)) || path == *copy;
        Some(if is_below { Ok(path) } else { Err(format!("it is not below the copy of {url}")) })
    }

    /// As the user writes it.
    pub fn spelled(&self) -> String {
        match self {
            Allowed::Path(path) => path.display().to_string(),
            Allowed::Copy { url, path } => format!("{url}={}", path.display()),
        }
    }

    /// The file or folder that may be read.
    pub fn path(&self) -> &Path {
        match self {
            Allowed::Path(path) | Allowed::Copy { path, .. } => path,
        }
    }
}

/// A file that stands for what XML Schemas name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogued {
    /// The location as it is written, or the namespace.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Where it is said.
    pub place: Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_need_a_copy() {
        let parse = |text| Allowed::parse(text, |path| PathBuf::from(path));
        assert_eq!(parse("../a=b"), Ok(Allowed::Path("../a=b".into())));
        let copy = Allowed::Copy { url: "https://h/x?a=b".to_owned(), path: "c".into() };
        assert_eq!(parse("https://h/x?a=b=c"), Ok(copy));
        for wrong in ["", "https://h/x", "https://h/x="] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
