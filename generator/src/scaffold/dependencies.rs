//! Dependencies that both the runtime and the user's types have: one entry of the manifest, with what each asks for.

use toml::{Table, Value};

use crate::config::Dependency;

/// The manifest with `more` among its dependencies: beside those of the runtime, or joined with them.
///
/// # Errors
/// The dependency that cannot be joined, and why.
pub(super) fn join(manifest: &str, more: &[Dependency]) -> Result<String, (String, String)> {
    const TABLE: &str = "[dependencies]";
    let (mut lines, mut joined) = (Vec::new(), Vec::new());
    let mut inside = false;
    for line in manifest.lines() {
        if inside && line.is_empty() {
            inside = false;
            let others = more.iter().filter(|it| !joined.contains(&it.name.as_str()));
            lines.extend(others.map(|it| format!("{} = {}", it.name, it.toml)));
        }
        inside |= line == TABLE;
        let own = line.split_once(" = ").filter(|_| inside);
        match own.and_then(|(name, own)| more.iter().find(|it| it.name == name).map(|it| (it, own))) {
            Some((dependency, own)) => {
                let both = both(own, &dependency.toml).map_err(|why| (dependency.name.clone(), why))?;
                lines.push(format!("{} = {both}", dependency.name));
                joined.push(&dependency.name);
            }
            None => lines.push(line.to_owned()),
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// One entry that asks for what two ask for.
fn both(own: &str, more: &str) -> Result<String, String> {
    let (mut own, more) = (table(own)?, table(more)?);
    for (key, value) in more {
        match (key.as_str(), value) {
            ("version", Value::String(version)) => {
                let least = own.get("version").and_then(Value::as_str).unwrap_or_default();
                let version = higher(least, &version)
                    .ok_or_else(|| format!("the runtime needs version {least} of it, and {version} is another"))?;
                own.insert(key, Value::String(version));
            }
            ("features", Value::Array(more)) => {
                let features = own.entry("features").or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(features) = features {
                    for feature in more {
                        if !features.contains(&feature) {
                            features.push(feature);
                        }
                    }
                }
            }
            ("default-features", Value::Boolean(true)) => _ = own.remove(&key),
            // The runtime needs them, or does without them already.
            ("default-features", Value::Boolean(false)) => {}
            _ => {
                let why = "the runtime depends on it already, and only `version`, `features` and `default-features` can be added";
                return Err(format!("{why}, not `{key}`"));
            }
        }
    }
    // In the order of the manifest, whatever that of the maps.
    let mut parts = Vec::new();
    for key in ["version", "default-features", "features", "optional"] {
        parts.extend(own.get(key).map(|value| format!("{key} = {value}")));
    }
    Ok(format!("{{ {} }}", parts.join(", ")))
}

fn table(entry: &str) -> Result<Table, String> {
    let table: Table = format!("it = {entry}").parse().map_err(|_| "it is no entry of TOML".to_owned())?;
    match table.get("it") {
        Some(Value::Table(table)) => Ok(table.clone()),
        Some(version @ Value::String(_)) => Ok(Table::from_iter([("version".to_owned(), version.clone())])),
        _ => Err("it is neither a version nor a table".to_owned()),
    }
}

/// The higher of two versions that cargo takes for one another (`1` and `1.2`, not `1` and `2`).
fn higher(one: &str, other: &str) -> Option<String> {
    let numbers = |version: &str| {
        let version = version.trim().trim_start_matches('^');
        version.split('.').map(|part| part.parse::<u64>().ok()).collect::<Option<Vec<u64>>>()
    };
    let (a, b) = (numbers(one)?, numbers(other)?);
    // What may not differ: all up to the first number that is not zero (the Cargo Book, "Version requirement syntax").
    let decisive = a.iter().position(|part| *part != 0).unwrap_or(a.len());
    let same = (0..=decisive).all(|at| a.get(at).zip(b.get(at)).is_none_or(|(a, b)| a == b));
    same.then(|| if b > a { other.trim().to_owned() } else { one.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_ask_for_is_one_entry() {
        let own = "{ version = \"1\", features = [\"derive\"], optional = true }";
        for (own, more, expected) in [
            (
                own,
                "{ version = \"1.0.200\", features = [\"derive\", \"rc\"] }",
                Ok("{ version = \"1.0.200\", features = [\"derive\", \"rc\"], optional = true }"),
            ),
            (own, "\"1\"", Ok(own)),
            ("\"1\"", "{ version = \"1\", features = [\"v7\"] }", Ok("{ version = \"1\", features = [\"v7\"] }")),
            ("\"0.3.55\"", "\"0.3\"", Ok("{ version = \"0.3.55\" }")),
            (
                "{ version = \"0.1\", default-features = false }",
                "{ version = \"0.1\", default-features = true }",
                Ok("{ version = \"0.1\" }"),
            ),
            ("\"0.3.55\"", "\"0.4\"", Err("needs version 0.3.55 of it, and 0.4 is another")),
            ("\"1\"", "\"=1.2\"", Err("is another")),
            (own, "{ path = \"x\" }", Err("not `path`")),
        ] {
            match (both(own, more), expected) {
                (Ok(found), Ok(expected)) => assert_eq!(found, expected),
                (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
