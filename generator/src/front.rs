//! Picks the front end for each document by what stands in it, and brings all of a service's documents into one model.

use std::path::Path;

use crate::config::{Check, Enums, Service};
use crate::diag::{Code, Diagnostics};
use crate::ir::{Api, Builder};
use crate::source::{FileId, Place, Sources};
use crate::{openapi, wadl, xsd};

/// A document cannot be read.
pub const UNREADABLE: Code = Code("GE0001");
/// A document is of no kind that the generator knows.
pub const UNKNOWN_KIND: Code = Code("GE0002");
/// A type is spoken of and described nowhere.
pub const UNDEFINED: Code = Code("GE0003");
/// An Overlay document is named, and no OpenAPI document.
pub const NOT_OVERLAID: Code = Code("GE0004");

/// The kinds of documents.
enum Kind {
    OpenApi,
    Wadl,
    Schema,
}

/// The model of all documents of `service`.
pub(crate) fn lower(service: &Service, sources: &mut Sources, diags: &mut Diagnostics) -> Api {
    let mut builder = Builder::new();
    let closed_enums = service.enums == Enums::Closed;
    let mut schemas: Vec<xsd::Input> = Vec::new();
    let (mut any_xml, mut any_openapi) = (false, false);
    let overlays: Vec<FileId> =
        service.overlays.iter().filter_map(|spec| load(sources, &spec.path, spec.place, diags)).collect();
    for spec in &service.specs {
        let Some(file) = load(sources, &spec.path, spec.place, diags) else { continue };
        match kind(sources, file) {
            Some(Kind::OpenApi) => {
                any_openapi = true;
                let overlays = overlays.clone();
                let options = openapi::Options { closed_enums, allow: service.allow.clone(), overlays };
                openapi::lower(sources, file, &mut builder, diags, &options);
            }
            Some(Kind::Wadl) => {
                any_xml = true;
                let options = wadl::Options { closed_enums };
                let grammars = wadl::lower(sources, file, &mut builder, diags, &options);
                schemas.extend(grammars.into_iter().map(schema_of));
            }
            Some(Kind::Schema) => {
                any_xml = true;
                schemas.push(file.into());
            }
            None => {
                diags
                    .error(UNKNOWN_KIND, sources.root(file), "this is neither OpenAPI nor WADL nor XML Schema")
                    .help("an OpenAPI document says `openapi:` or `swagger:` at its top; WADL and XML Schema are told by the namespace of their root element");
            }
        }
    }
    if any_xml {
        let catalogue = service.catalogue.clone();
        let checked = service.checked.map(|check| check == Check::Reading);
        let options = xsd::Options { closed_enums, catalogue, derived_in_place: true, checked };
        xsd::lower(sources, &schemas, &mut builder, diags, &options);
    }
    if let Some(overlay) = service.overlays.first().filter(|_| !any_openapi) {
        diags.error(NOT_OVERLAID, overlay.place, "an Overlay document changes OpenAPI, and there is none");
    }
    for (key, place) in builder.dangling() {
        diags.error(UNDEFINED, place, format!("{key} is described nowhere"));
    }
    let mut api = builder.finish();
    // It stands in one line wherever it does; in YAML a folded text ends with a line end.
    api.info.title = api.info.title.replace(char::is_control, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    // TypeSpec writes `(title)` where there is none.
    if api.info.title.is_empty() || api.info.title == "(title)" {
        api.info.title = title(service);
    }
    api
}

/// What a service is called that does not say so itself, as one of types alone: its module, or its first document.
fn title(service: &Service) -> String {
    let stem = || service.specs.first().and_then(|spec| Path::new(&spec.label).file_stem());
    match service.module.as_str() {
        "" => stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        module => module.to_owned(),
    }
}

/// The schema that a WADL document refers to, or holds.
fn schema_of(grammar: wadl::Grammar) -> xsd::Input {
    match grammar.at {
        wadl::GrammarAt::Inline(start) => xsd::Input::Inline { file: grammar.from, start },
        wadl::GrammarAt::Reference(location) => {
            xsd::Input::Linked { from: grammar.from, location, place: grammar.place }
        }
    }
}

fn load(sources: &mut Sources, path: &Path, place: Place, diags: &mut Diagnostics) -> Option<FileId> {
    match sources.load(path) {
        Ok(file) => Some(file),
        Err(error) => {
            diags.error(UNREADABLE, place, format!("cannot read {}: {error}", path.display()));
            None
        }
    }
}

fn kind(sources: &Sources, file: FileId) -> Option<Kind> {
    let text = &sources.file(file).text;
    if text.trim_start().starts_with('<') {
        if wadl::is_wadl(text) {
            return Some(Kind::Wadl);
        }
        return xsd::is_schema(text).then_some(Kind::Schema);
    }
    openapi::is_openapi(text).then_some(Kind::OpenApi)
}
