//! `[output]`: the crate that is written.

use super::table::{Context, Table, Value};
use super::{BAD_VALUE, Base, Dependency, Output, check, is_crate_name};
use crate::pass::overlay::Entry;

/// Reads the table; with it comes the command that brings the crate up to date.
pub(super) fn read(mut table: Table<'_, '_>, base: &Base<'_>, cx: &mut Context<'_>) -> Option<(Output, String)> {
    let path = table.required("path", cx);
    let name = table.required("name", cx);
    let version = table.text("version", cx);
    let description = table.text("description", cx);
    let license = table.text("license", cx);
    let authors = table.texts("authors", cx);
    let repository = table.text("repository", cx);
    let rust_version = table.text("rust-version", cx);
    let publish = table.boolean("publish", cx);
    let command = table.text("command", cx);
    let [dependencies, dev_dependencies] = ["dependencies", "dev-dependencies"].map(|key| {
        let all = table.table(key, "", cx).map(|it| it.free(cx)).unwrap_or_default();
        all.into_iter().filter_map(|(name, value)| dependency(name, &value, cx)).collect()
    });
    table.finish(cx);
    let is_version = |text: &str, parts: std::ops::RangeInclusive<usize>| {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        parts.contains(&core.split('.').count()) && core.split('.').all(|part| part.parse::<u64>().is_ok())
    };
    check(&name, "the name of a crate", is_crate_name, cx);
    check(&version, "a version, such as `0.1.0`", |text| is_version(text, 3..=3), cx);
    check(&rust_version, "a version of Rust, such as `1.88`", |text| is_version(text, 2..=3), cx);
    let least = env!("CARGO_PKG_RUST_VERSION");
    let new_enough = |text: &str| !is_version(text, 2..=3) || numbers(text) >= numbers(least);
    check(&rust_version, &format!("enough: the runtime needs Rust {least}"), new_enough, cx);
    let (path, name) = path.zip(name)?;
    let value = |entry: Option<Entry<String>>| entry.map(|entry| entry.value);
    let output = Output {
        label: base.label(&path.value),
        path: base.path(&path.value),
        name: name.value,
        version: value(version).unwrap_or_else(|| "0.1.0".to_owned()),
        description: value(description),
        license: value(license),
        authors: authors.into_iter().map(|author| author.value).collect(),
        repository: value(repository),
        rust_version: value(rust_version),
        publish: publish.is_none_or(|publish| publish.value),
        dependencies,
        dev_dependencies,
    };
    Some((output, value(command).unwrap_or_else(|| "generator".to_owned())))
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// A dependency as it stands in the configuration, which has to be on one line.
fn dependency(name: Entry<String>, value: &Value<'_, '_>, cx: &mut Context<'_>) -> Option<Dependency> {
    let toml = value.source(cx).filter(|toml| !toml.contains('\n') && toml.starts_with(['"', '\'', '{']));
    match toml {
        Some(toml) if is_crate_name(&name.value) => {
            Some(Dependency { name: name.value, toml: toml.to_owned(), place: name.place })
        }
        _ => {
            let said = cx.diags.error(BAD_VALUE, name.place, format!("`{}` is not a dependency", name.value));
            said.help("a dependency is a version or a table on one line: `{ version = \"1\", features = [\"a\"] }`");
            None
        }
    }
}
