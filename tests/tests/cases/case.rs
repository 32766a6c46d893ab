//! A case: a folder with a description, and everything that the generator has to say about it.

use std::fs;
use std::path::Path;

use generator::config::Config;
use generator::diag::{Diagnostics, render};
use generator::names;
use generator::source::Sources;

use crate::model;

/// A folder of `tests/cases`.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The folder.
    pub(crate) name: String,
}

/// What the generator made of a case.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// What it said, as people read it.
    pub(crate) diagnostics: String,
    /// The codes of what it said.
    pub(crate) codes: Vec<&'static str>,
    /// Model, names and Rust; nothing for wrong input.
    pub(crate) written: Option<Written>,
}

/// What is written for right input.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) ir: String,
    pub(crate) names: String,
    /// The files of the service, one after the other.
    pub(crate) rust: String,
}

impl Made {
    /// The snapshots, by their names.
    pub(crate) fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts = Vec::new();
        if !self.diagnostics.is_empty() {
            texts.push(("diagnostics", self.diagnostics.as_str()));
        }
        if let Some(Written { ir, names, rust }) = &self.written {
            texts.extend([("ir", ir.as_str()), ("names", names), ("out.rs", rust)]);
        }
        texts
    }

    /// The snapshot `name`; empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.texts().iter().find(|(known, _)| *known == name).map(|(_, text)| *text).unwrap_or_default()
    }
}

/// All cases, by name.
pub(crate) fn all() -> Vec<Case> {
    let mut names: Vec<String> = fs::read_dir(".")
        .expect("the folder of the cases")
        .map(|entry| entry.expect("an entry of the folder"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("a name in UTF-8"))
        .collect();
    names.sort();
    names.into_iter().map(|name| Case { name }).collect()
}

impl Case {
    /// The module that the case has in the crate of all cases.
    pub(crate) fn module(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The names of the files in the folder that `wanted` wants, sorted.
    pub(crate) fn files(&self, wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let mut files: Vec<String> = fs::read_dir(&self.name)
            .expect("the folder of the case")
            .map(|entry| entry.expect("an entry of the folder").file_name().into_string().expect("a name in UTF-8"))
            .filter(|file| wanted(file))
            .collect();
        files.sort();
        files
    }

    /// The configuration: the case's own `generator.toml`, or one service of all its `input.*`.
    pub(crate) fn config(&self, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Config> {
        let own = Path::new(&self.name).join("generator.toml");
        if own.is_file() {
            let mut config = Config::read(&own, sources, diags)?;
            assert_eq!(config.services.len(), 1, "{}: a case is one service", self.name);
            for service in &mut config.services {
                service.module = self.module();
            }
            return Some(config);
        }
        let inputs = self.files(|file| file.starts_with("input."));
        assert!(!inputs.is_empty(), "{}: there is neither generator.toml nor input.*", self.name);
        let specs: Vec<String> = inputs.iter().map(|file| format!("\"{file}\"")).collect();
        let text = format!(
            "[output]\npath = \"out\"\nname = \"cases\"\nversion = \"0.1.0\"\n\
             [[service]]\nmodule = \"{}\"\nspecs = [{}]\n",
            self.module(),
            specs.join(", "),
        );
        // Not a file of the case: nothing is ever said about it.
        let directory = tempfile::tempdir().expect("a directory for the configuration");
        let file = directory.path().join("generator.toml");
        fs::write(&file, text).expect("the configuration");
        let mut config = Config::read(&file, &mut Sources::new(), diags)?;
        for service in &mut config.services {
            for (spec, file) in service.specs.iter_mut().zip(&inputs) {
                spec.path = Path::new(&self.name).join(file);
                spec.place = generator::source::Place::NOWHERE;
            }
            service.place = generator::source::Place::NOWHERE;
        }
        Some(config)
    }

    /// Has the generator do all of its work but write to disk.
    ///
    /// # Panics
    /// Where the generator does, or says that a mistake is its own.
    pub(crate) fn run(&self) -> Made {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let Some(config) = self.config(&mut sources, &mut diags) else { return said(&diags, &sources) };
        let files = generator::generate(&config, &mut sources, &mut diags).expect("no mistake of the generator");
        let mut made = said(&diags, &sources);
        if let Some(files) = files {
            let understood = generator::understand(&config.services[0], &mut Sources::new(), &mut Diagnostics::new());
            let service = format!("src/{}/", self.module());
            let rust: Vec<String> = files
                .iter()
                .filter_map(|file| Some(format!("// {}\n{}", file.path.strip_prefix(&service)?, file.text)))
                .collect();
            made.written = Some(Written {
                ir: model::readable(&understood.api),
                names: names::listing(&understood.api, &understood.names),
                rust: rust.join("\n"),
            });
        }
        made
    }
}

fn said(diags: &Diagnostics, sources: &Sources) -> Made {
    Made {
        diagnostics: render::render(diags, sources, false),
        codes: diags.iter().map(|diagnostic| diagnostic.code.0).collect(),
        written: None,
    }
}
