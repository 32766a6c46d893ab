//! A name space of the output: each name in it stands once.

use foldhash::HashSet;

/// The names that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which these names are taken beforehand.
    pub(super) fn reserving(names: &[&str]) -> Self {
        Scope { taken: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// Whether `name` is free; raw identifiers count as their plain spelling.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(plain(name))
    }

    /// Takes the first of `candidates` that is free; when none is, the last with a number.
    ///
    /// A number is the last resort: candidates should have words from the thing's surroundings.
    pub(super) fn take(&mut self, candidates: impl IntoIterator<Item = String>) -> String {
        let mut last = String::new();
        for candidate in candidates {
            if self.is_free(&candidate) {
                self.taken.insert(plain(&candidate).to_owned());
                return candidate;
            }
            last = candidate;
        }
        let stem = plain(&last).trim_end_matches('_').to_owned();
        let mut number: u64 = 2;
        loop {
            let candidate = if stem.ends_with(|c: char| c.is_ascii_digit()) {
                format!("{stem}_{number}")
            } else {
                format!("{stem}{number}")
            };
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
            number += 1;
        }
    }
}

fn plain(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
