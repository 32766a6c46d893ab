//! The cargo features of a crate: what there are, what each switches on, and which are on by default.

use std::collections::BTreeSet;

use serde::Serialize;

use super::parts::{CHECKED, HTTP, JSON, PATTERNS, Parts, SHARED_KEY, XML};
use super::{ScaffoldError, Service};

/// The features that every crate has, with what each is for; a service or a group of operations cannot have their names.
pub(crate) const FEATURES: [(&str, &[&str], &str); 12] = [
    (
        HTTP,
        &[
            "json",
            "dep:bytes",
            "dep:futures-core",
            "dep:http-body",
            "dep:httpdate",
            "dep:percent-encoding",
            "dep:reqwest",
            "dep:tokio",
            "dep:url",
            "uuid/v4",
        ],
        "calls over HTTP",
    ),
    (JSON, &["dep:indexmap", "dep:serde", "dep:serde_json"], "JSON, and with it serde"),
    ("rustls", &["reqwest?/rustls"], "TLS by rustls, with the roots of the platform"),
    ("native-tls", &["reqwest?/native-tls"], "TLS by the library of the platform"),
    ("gzip", &[HTTP, "reqwest?/gzip"], "asks for answers compressed by gzip, and reads them"),
    ("tracing", &[HTTP, "dep:tracing"], "a span for every call, an event for every retry"),
    ("blocking", &[HTTP], "`send_blocking()` on every call; lists, streams and pollers without async"),
    (SHARED_KEY, &[HTTP, "dep:hmac", "dep:sha2"], "signatures by a shared key"),
    ("client-certificate", &[HTTP, "dep:p12-keystore"], "client certificates from PKCS#12 files"),
    (CHECKED, &[], "types with checked constructors"),
    (PATTERNS, &[CHECKED, "dep:regex"], "patterns of such types"),
    (XML, &["dep:encoding_rs"], "XML"),
];
/// The features that say how TLS is done.
const TLS: [&str; 2] = ["rustls", "native-tls"];

/// A cargo feature of the crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Feature {
    name: String,
    enables: Vec<String>,
    /// Above it in the manifest.
    comment: Option<String>,
    /// In the table of the README; `None` for what is not for users.
    about: Option<String>,
    /// Whether the default names it.
    default: bool,
    /// Whether it is on by default: named by the default, or needed by a service.
    on: bool,
}

impl Service {
    /// The feature that switches the service's code on, whatever group of it is wanted.
    ///
    /// Where a service is divided, its own name stands for all of it, and this is another feature that nobody names; so it is
    /// where the service is the whole crate, all of which is `full`.
    pub fn core_feature(&self) -> String {
        match self.module.as_str() {
            "" => "_client".to_owned(),
            module if self.groups.is_empty() => module.to_owned(),
            module => format!("_{module}"),
        }
    }
}

/// The feature without which a crate that is one service has nothing: its root compiles with all that it needs, or not at all.
pub(super) fn root_feature(services: &[Service]) -> Option<String> {
    let whole = services.iter().find(|service| service.module.is_empty())?;
    if Parts::of(services).http { Some(whole.core_feature()) } else { whole.needs.first().cloned() }
}

/// What a feature of the runtime switches on besides, in a crate that is one service: whoever names one wants the service.
fn beside(feature: &str, services: &[Service]) -> Vec<String> {
    let Some(whole) = services.iter().find(|service| service.module.is_empty()) else { return Vec::new() };
    if Parts::of(services).http {
        return if feature == HTTP || TLS.contains(&feature) { vec![whole.core_feature()] } else { Vec::new() };
    }
    let others = whole.needs.iter().filter(|need| *need != feature).cloned().collect();
    if whole.needs.iter().any(|need| need == feature) { others } else { Vec::new() }
}

/// The features that the default switches on, itself among them.
fn switched_on(features: &[Feature]) -> BTreeSet<String> {
    let (mut on, mut open) = (BTreeSet::new(), vec!["default"]);
    while let Some(name) = open.pop() {
        if on.insert(name.to_owned()) {
            let named = features.iter().filter(|feature| feature.name == name);
            open.extend(named.flat_map(|feature| &feature.enables).map(String::as_str));
        }
    }
    on
}

/// The features: the default, those of the services and of their groups, those of the runtime.
pub(super) fn features(services: &[Service]) -> Result<Vec<Feature>, ScaffoldError> {
    let mut features = Vec::new();
    let parts = Parts::of(services);
    for service in services {
        let core = service.core_feature();
        if service.module.is_empty() && !parts.http {
            // Types alone: there is nothing to switch on but their wires.
            continue;
        }
        let title = &service.title;
        let all = if service.module.is_empty() { "full" } else { &service.module };
        let alone = core == *all;
        features.push(Feature {
            name: core.clone(),
            enables: service.needs.clone(),
            comment: (!alone).then(|| format!("What every part of {title} needs; not to be named.")),
            about: alone.then(|| title.clone()),
            default: alone,
            ..Feature::default()
        });
        if !alone {
            features.push(Feature {
                name: all.to_owned(),
                enables: service.groups.clone(),
                comment: Some(format!("All of {title}, or only parts of it:")),
                about: Some(format!("all of {title}")),
                default: true,
                ..Feature::default()
            });
            features.extend(service.groups.iter().map(|group| Feature {
                name: group.clone(),
                enables: vec![core.clone()],
                about: Some(format!("a part of {title}")),
                ..Feature::default()
            }));
        }
    }
    let needed = |name: &str| services.iter().any(|service| service.needs.iter().any(|need| need == name));
    features.extend(FEATURES.into_iter().filter(|(name, ..)| parts.has(name)).map(|(name, enables, about)| Feature {
        name: name.to_owned(),
        enables: {
            let mut all = beside(name, services);
            let more = enables.iter().map(|&it| it.to_owned()).filter(|it| !all.contains(it)).collect::<Vec<_>>();
            all.extend(more);
            all
        },
        comment: Some(format!("{}.", capital(about))),
        about: Some(about.to_owned()),
        default: name == "rustls" || !parts.http && needed(name),
        ..Feature::default()
    }));
    let default = features.iter().filter(|feature| feature.default).map(|feature| feature.name.clone()).collect();
    features.insert(0, Feature { name: "default".to_owned(), enables: default, ..Feature::default() });
    let on = switched_on(&features);
    features.iter_mut().for_each(|feature| feature.on = on.contains(&feature.name));
    let mut seen = BTreeSet::new();
    match features.iter().find(|feature| !seen.insert(feature.name.as_str())) {
        Some(twice) => Err(ScaffoldError::Feature(twice.name.clone())),
        None => Ok(features),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
