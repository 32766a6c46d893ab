//! Reads what a service says of itself (OpenAPI, or XML Schema with WADL) and writes the Rust client for it.
//!
//! [`generate`] is the whole of it: a [`Config`] in, files out, and on the way everything that there is to say
//! about the input in [`Diagnostics`].

pub mod cli;
pub mod config;
pub mod diag;
pub mod front;
pub mod ir;
pub mod names;
pub mod openapi;
pub mod output;
pub mod pass;
pub mod report;
pub mod rust;
pub mod scaffold;
pub mod source;
pub mod wadl;
pub mod xml;
pub mod xsd;

use std::fmt;

use config::{Config, Service};
use diag::Diagnostics;
use names::Names;
use output::{FormatError, OutFile};
use rust::{Emitted, RustFile};
use scaffold::ScaffoldError;
use source::{Place, Sources};

/// The generator could not write what it had understood: a mistake of its own, never of its input.
#[derive(Debug)]
pub enum InternalError {
    /// Something that was to be a file is not Rust.
    Format {
        /// The file.
        path: String,
        /// Why not.
        error: FormatError,
    },
    /// What stands around the services could not be made.
    Scaffold(scaffold::ScaffoldError),
}

impl fmt::Display for InternalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InternalError::Format { path, error } => write!(f, "{path}: {error}"),
            InternalError::Scaffold(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for InternalError {}

/// A service, understood and named.
#[derive(Clone, Debug)]
pub struct Understood {
    /// What it is.
    pub api: ir::Api,
    /// What everything in it is called in Rust.
    pub names: Names,
}

/// From the descriptions of a service to its model and names: reading, then the passes, then the naming.
pub fn understand(service: &Service, sources: &mut Sources, diags: &mut Diagnostics) -> Understood {
    let api = front::lower(service, sources, diags);
    let api = pass::run(api, &service.overlay, sources, diags);
    let names = names::assign(&api);
    Understood { api, names }
}

/// As [`understand`], where errors are warnings if the service is lenient and anything of it was understood.
fn understand_leniently(service: &Service, sources: &mut Sources, diags: &mut Diagnostics) -> Understood {
    let before = diags.iter().len();
    let understood = understand(service, sources, diags);
    let any = !understood.api.operations.is_empty()
        || understood.api.types.ids().any(|id| understood.names.types[id].is_some());
    if service.lenient && any {
        diags.excuse(before);
    }
    understood
}

/// All files of the crate of `config`; `None` where an error in the input forbids to write it.
///
/// Everything that is wrong is in `diags` afterwards, whether or not there are files.
///
/// # Errors
/// A mistake of the generator.
pub fn generate(
    config: &Config,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Option<Vec<OutFile>>, InternalError> {
    let understood: Vec<Understood> =
        config.services.iter().map(|service| understand_leniently(service, sources, diags)).collect();
    if diags.has_errors() {
        return Ok(None);
    }
    match write(config, &understood) {
        // Which dependencies the runtime has is known no sooner.
        Err(InternalError::Scaffold(ScaffoldError::Dependency { name, why })) => {
            let mut mine = config.output.dependencies.iter();
            let place = mine.find(|it| it.name == name).map_or(Place::NOWHERE, |it| it.place);
            diags.error(config::CLASH, place, format!("`{name}` cannot be a dependency as it is")).note(why);
            Ok(None)
        }
        // Which groups a service has is known no sooner either.
        Err(InternalError::Scaffold(ScaffoldError::Feature(name))) => {
            let is_its = |service: &&Service| {
                let rest = name.strip_prefix(service.module.replace('_', "-").as_str());
                !service.module.is_empty() && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            };
            let service = config.services.iter().filter(is_its).max_by_key(|service| service.module.len());
            let place = service.map_or(Place::NOWHERE, |service| service.place);
            diags
                .error(config::CLASH, place, format!("two features of the crate would be called `{name}`"))
                .help("give the service another module");
            Ok(None)
        }
        files => files.map(Some),
    }
}

/// The files of services that are understood.
///
/// # Errors
/// A mistake of the generator.
pub fn write(config: &Config, understood: &[Understood]) -> Result<Vec<OutFile>, InternalError> {
    let called = config.called();
    let mut files = Vec::new();
    let mut whole: Option<RustFile> = None;
    let mut services = Vec::new();
    for (service, Understood { api, names }) in config.services.iter().zip(understood) {
        let part = rust::Service::new(&service.module, &config.output.name).with_serde(service.serde);
        let labels: Vec<&str> = service.specs.iter().map(|spec| spec.label.as_str()).collect();
        let Emitted { root, files: others, example } = rust::emit(api, names, &part);
        let written = if service.module.is_empty() {
            whole = Some(root);
            others
        } else {
            [vec![root], others].concat()
        };
        for file in written {
            let path = format!("src/{}", file.path);
            let header = scaffold::header(&path, &labels.join(", "), &called);
            let text = output::rust_file(&header, &file.docs, &file.pieces)
                .map_err(|error| InternalError::Format { path: path.clone(), error })?;
            files.push(OutFile::new(path, text));
        }
        services.push(scaffold::Service {
            module: service.module.clone(),
            title: api.info.title.clone(),
            specs: labels.iter().map(|label| (*label).to_owned()).collect(),
            needs: rust::needs(api, &part).features(),
            groups: names.groups.iter().filter_map(|group| rust::features::of_group(&part, names, group)).collect(),
            foreign_names: !names.are_ascii(api),
            depth: ir::depth::depth(api),
            example,
        });
    }
    let it = scaffold::Crate {
        output: &config.output,
        services: &services,
        command: &config.command,
        called: &called,
        in_readme: config.in_readme,
    };
    let root = whole.as_ref().map_or((&[][..], &[][..]), |root| (&root.docs, &root.pieces));
    files.extend(scaffold::files(&it, root).map_err(InternalError::Scaffold)?);
    Ok(files)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::config::{self, Config};
    use super::diag::Diagnostics;
    use super::source::Sources;
    use super::{rust, scaffold, understand};

    /// The scaffold, the features of groups and the names of modules speak of the same features.
    #[test]
    fn the_features_of_every_crate_are_the_same_everywhere() {
        let features = || scaffold::features::FEATURES.into_iter().map(|(name, ..)| name);
        let taken: BTreeSet<&str> = features().chain(["default", "full"]).collect();
        assert_eq!(rust::features::TAKEN.into_iter().collect::<BTreeSet<_>>(), taken);
        // A feature with a hyphen is nobody's module; `full` is a feature only where the service has no module.
        let modules =
            features().filter(|name| !name.contains('-')).chain(["default", "alloc", "core", "runtime", "std"]);
        assert_eq!(config::TAKEN.into_iter().collect::<BTreeSet<_>>(), modules.collect());
    }

    /// How many types follow one another in the chains below: a call within a call for each is more than a stack has.
    const LONG: usize = 3_000;

    /// Takes a description from its text to Rust, and gives the number of types in it.
    fn all_the_way(text: &str) -> usize {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("spec"), text).unwrap();
        let config = "[output]\npath = \"out\"\nname = \"made\"\n[[service]]\nmodule = \"things\"\nspec = \"spec\"\n";
        std::fs::write(folder.path().join("generator.toml"), config).unwrap();
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let config = Config::read(&folder.path().join("generator.toml"), &mut sources, &mut diags).unwrap();
        let made = understand(&config.services[0], &mut sources, &mut diags);
        assert!(!diags.has_errors(), "{:?}", diags.iter().next());
        assert!(!rust::emit(&made.api, &made.names, &rust::Service::new("things", "made")).files.is_empty());
        made.api.types.len()
    }

    #[test]
    fn long_chains_of_schemas_are_no_deep_calls() {
        for (schema, long) in [
            ("{type: object, properties: {p: {$ref: NEXT}}}", LONG),
            ("{type: object, required: [p], properties: {p: {$ref: NEXT}}}", LONG),
            ("{type: array, items: {$ref: NEXT}}", LONG),
            ("{type: object, additionalProperties: {$ref: NEXT}}", LONG),
            // What each of these is depends on all that follow.
            ("{oneOf: [{$ref: NEXT}, {type: integer}]}", 500),
        ] {
            let mut text = "openapi: 3.0.3\ninfo: {}\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
            for number in 0..long {
                let next = format!("'#/components/schemas/A{}'", number + 1);
                text.push_str(&format!("    A{number}: {}\n", schema.replace("NEXT", &next)));
            }
            text.push_str(&format!("    A{long}: {{type: string, format: date}}\n"));
            assert!(all_the_way(&text) >= long, "{schema}");
        }
    }

    #[test]
    fn long_chains_of_types_of_xml_are_no_deep_calls() {
        let element = "<xs:element name='p' type='tNEXT' minOccurs='0'/>";
        for ty in [
            format!("<xs:complexType name='tTHIS'><xs:sequence>{element}</xs:sequence></xs:complexType>"),
            format!("<xs:complexType name='tTHIS'><xs:choice>{element}<xs:element name='q' type='xs:int'/></xs:choice></xs:complexType>"),
            "<xs:simpleType name='tTHIS'><xs:restriction base='tNEXT'><xs:maxLength value='7'/></xs:restriction></xs:simpleType>".to_owned(),
            "<xs:simpleType name='tTHIS'><xs:union memberTypes='tNEXT xs:int'/></xs:simpleType>".to_owned(),
            "<xs:complexType name='tTHIS'><xs:complexContent><xs:extension base='tNEXT'/></xs:complexContent></xs:complexType>".to_owned(),
        ] {
            let mut text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>".to_owned();
            for number in 0..LONG {
                text.push_str(&ty.replace("THIS", &number.to_string()).replace("NEXT", &(number + 1).to_string()));
            }
            text.push_str(&match ty.starts_with("<xs:simple") {
                true => format!("<xs:simpleType name='t{LONG}'><xs:restriction base='xs:string'/></xs:simpleType>"),
                false => format!("<xs:complexType name='t{LONG}'><xs:sequence><xs:element name='z'/></xs:sequence></xs:complexType>"),
            });
            text.push_str("</xs:schema>");
            assert!(all_the_way(&text) >= LONG, "{ty}");
        }
    }
}
