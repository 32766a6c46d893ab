//! The parts of the runtime, each with a feature, and which of them a crate has.

use super::{Service, crates};

/// The feature for the calls, without which a crate is types alone.
pub(super) const HTTP: &str = "http";
/// The feature for JSON.
pub(super) const JSON: &str = "json";
/// The feature for types with checked constructors.
pub(super) const CHECKED: &str = "checked";
/// The feature for patterns of such types.
pub(super) const PATTERNS: &str = "patterns";
/// The feature for signatures by a shared key.
pub(super) const SHARED_KEY: &str = "shared-key";
/// The feature for XML.
pub(super) const XML: &str = "xml";

/// What of the runtime a crate has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) http: bool,
    pub(super) json: bool,
    pub(super) checked: bool,
    pub(super) patterns: bool,
    pub(super) shared_key: bool,
    pub(super) xml: bool,
}

impl Parts {
    pub(super) fn of(services: &[Service]) -> Self {
        let needs = |feature: &str| services.iter().any(|service| service.needs.iter().any(|need| need == feature));
        Parts {
            http: needs(HTTP),
            json: needs(HTTP) || needs(JSON),
            checked: needs(CHECKED),
            patterns: needs(PATTERNS),
            shared_key: needs(SHARED_KEY),
            xml: needs(XML),
        }
    }

    /// The crates that are re-exported.
    pub(super) fn crates(self, services: &[Service]) -> Vec<(&'static str, Vec<&'static str>)> {
        let modules: Vec<&str> = services.iter().map(|service| service.module.as_str()).collect();
        crates::of(|feature| self.has(feature), &modules)
    }

    /// Whether a feature is one that the crate has.
    pub(super) fn has(self, feature: &str) -> bool {
        match feature {
            SHARED_KEY => self.shared_key,
            XML => self.xml,
            JSON => self.json,
            CHECKED => self.checked,
            PATTERNS => self.patterns,
            _ => self.http,
        }
    }

    /// The features whose modules of the runtime the crate does without.
    pub(super) fn lacks(self) -> Vec<&'static str> {
        [HTTP, JSON, CHECKED, PATTERNS, SHARED_KEY, XML].into_iter().filter(|feature| !self.has(feature)).collect()
    }

    /// Those of them that the files speak of which the crate has.
    pub(super) fn mentions(self) -> Vec<&'static str> {
        let mut lacks = self.lacks();
        // Only the module of checked types speaks of patterns, and only the roots of modules of checked types and signatures.
        lacks.retain(|feature| ![CHECKED, SHARED_KEY].contains(feature) && (*feature != PATTERNS || self.checked));
        lacks
    }
}
