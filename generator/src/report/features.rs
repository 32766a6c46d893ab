//! The features of a crate as items of its public API: users name them in their manifests.

use super::Report;

/// Reads the features off a manifest, and which of them are on by default; those that begin with `_` are not to be named.
pub(super) fn read(manifest: &str, report: &mut Report) {
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return };
    let Some(features) = manifest.get("features").and_then(toml::Value::as_table) else { return };
    for (name, enables) in features.iter().filter(|(name, _)| !name.starts_with('_')) {
        if name != "default" {
            report.say("feature", &[], name, "");
            continue;
        }
        for on in enables.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
            report.say("feature", std::slice::from_ref(name), on, "");
        }
    }
}
