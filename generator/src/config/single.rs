//! The configuration of a service without a file: from the arguments of a command.

use std::path::{Path, PathBuf};

use super::{Check, Config, Enums, Output, Service, Spec, is_crate_name};
use crate::pass::overlay::Entry;
use crate::pass::{Overlay, Selection};
use crate::source::{Allowed, Place, STREAM, is_stream};

impl Config {
    /// The configuration for one document without a file: a crate `name` in `out` that is the service of `specs`.
    pub fn single(specs: &[PathBuf], out: &Path, name: &str, lenient: bool) -> Result<Self, String> {
        if !is_crate_name(name) {
            return Err(format!("`{name}` cannot be the name of a crate"));
        }
        // No path of this machine: the names of the files alone.
        let label = |path: &Path| {
            path.file_name()
                .filter(|_| !is_stream(path))
                .map_or(STREAM.to_owned(), |name| name.to_string_lossy().into_owned())
        };
        let streams = specs.iter().filter(|spec| is_stream(spec)).count();
        if streams > 1 {
            return Err("only one document can be read from a pipe".to_owned());
        }
        let spec = |path: &PathBuf| Spec { path: path.clone(), label: label(path), place: Place::NOWHERE };
        Ok(Config {
            output: Output {
                path: out.to_owned(),
                label: name.to_owned(),
                name: name.to_owned(),
                version: "0.1.0".to_owned(),
                description: None,
                license: None,
                authors: Vec::new(),
                repository: None,
                rust_version: None,
                publish: true,
                dependencies: Vec::new(),
                dev_dependencies: Vec::new(),
            },
            services: vec![Service {
                module: String::new(),
                specs: specs.iter().map(spec).collect(),
                allow: Vec::new(),
                overlays: Vec::new(),
                enums: Enums::default(),
                catalogue: Vec::new(),
                serde: false,
                serde_place: Place::NOWHERE,
                checked: None,
                checked_place: Place::NOWHERE,
                lenient,
                overlay: Overlay::default(),
                place: Place::NOWHERE,
            }],
            command: "generator generate".to_owned(),
            in_readme: false,
        })
    }

    /// The same, brought up to date by a command that only the README has in full.
    #[must_use]
    pub fn by_command(mut self, command: String) -> Self {
        (self.command, self.in_readme) = (command, true);
        self
    }

    /// The same, with Overlay documents that change the description.
    #[must_use]
    pub fn overlaid(mut self, overlays: &[PathBuf]) -> Self {
        for path in overlays {
            let label = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let spec = Spec { path: path.clone(), label, place: Place::NOWHERE };
            self.services.iter_mut().for_each(|service| service.overlays.push(spec.clone()));
        }
        self
    }

    /// The same, with documents that may refer to each of `allow`: `PATH` or `URL=PATH`.
    ///
    /// # Errors
    /// What cannot be allowed, and why.
    pub fn allowing(mut self, allow: &[String]) -> Result<Self, String> {
        for text in allow {
            let allowed = Entry { value: Allowed::parse(text, |path| PathBuf::from(path))?, place: Place::NOWHERE };
            self.services.iter_mut().for_each(|service| service.allow.push(allowed.clone()));
        }
        Ok(self)
    }

    /// The same, where types that only XML has get a JSON form too.
    #[must_use]
    pub fn with_serde(mut self, serde: bool) -> Self {
        self.services.iter_mut().for_each(|service| service.serde = serde);
        self
    }

    /// The same, where types that an XML Schema limits have checked constructors.
    #[must_use]
    pub fn with_checked(mut self, checked: Option<Check>) -> Self {
        self.services.iter_mut().for_each(|service| service.checked = checked);
        self
    }

    /// The same, with only a part of the operations: those that one of the patterns of `only` fits and none of `except`
    /// does. See [`Selection`].
    #[must_use]
    pub fn selecting(mut self, only: &[String], except: &[String], used_types: bool) -> Self {
        let entry = |pattern: &String| Entry { value: pattern.clone(), place: Place::NOWHERE };
        let entries = |patterns: &[String]| patterns.iter().map(entry).collect();
        for service in &mut self.services {
            service.overlay.selection = Selection { only: entries(only), except: entries(except), used_types };
        }
        self
    }
}
