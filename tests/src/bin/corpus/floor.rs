//! The least that has to come out of a corpus, so that nothing that once worked is lost unseen.

use std::fs;
use std::path::Path;

/// A figure of a run.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// What it is called in the file.
    pub(crate) name: &'static str,
    /// What came out.
    pub(crate) value: f64,
    /// Whether more is better.
    pub(crate) more: bool,
}

impl Figure {
    /// A figure of which more is better.
    pub(crate) fn most(name: &'static str, value: usize) -> Self {
        Figure { name, value: value as f64, more: true }
    }

    /// A figure of which less is better.
    pub(crate) fn least(name: &'static str, value: usize) -> Self {
        Figure { name, value: value as f64, more: false }
    }
}

/// What is worse than `file` says in the table `kind`; every figure that it names has to be one of these.
pub(crate) fn missed(file: &Path, kind: &str, figures: &[Figure]) -> Result<Vec<String>, String> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| said(&error))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| said(&error))?;
    let Some(floor) = table.get(kind).and_then(toml::Value::as_table) else {
        return Err(said(&format!("there is no [{kind}]")));
    };
    compare(floor, figures).map_err(|error| said(&error))
}

fn compare(floor: &toml::Table, figures: &[Figure]) -> Result<Vec<String>, String> {
    let mut missed = Vec::new();
    for (name, least) in floor {
        let figure = figures.iter().find(|it| it.name == name).ok_or_else(|| format!("`{name}` is not measured"))?;
        let least = least.as_float().or(least.as_integer().map(|it| it as f64));
        let least = least.ok_or_else(|| format!("`{name}` is no number"))?;
        let (fine, word) = if figure.more { (figure.value >= least, "least") } else { (figure.value <= least, "most") };
        if !fine {
            missed.push(format!("{name} is {}, and should be at {word} {least}", figure.value));
        }
    }
    Ok(missed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_or_less_is_said() {
        let figures =
            [Figure { name: "compile", value: 7.0, more: true }, Figure { name: "panics", value: 1.0, more: false }];
        let floor = |text: &str| compare(&toml::from_str(text).unwrap(), &figures);
        assert_eq!(floor("compile = 7\npanics = 1"), Ok(vec![]));
        assert_eq!(floor("compile = 8\npanics = 0").unwrap().len(), 2);
        assert!(floor("compiles = 8").is_err());
    }
}
