//! Picks the front end for each document by what stands in it, and brings all of a service's documents into one model.

use std::path::Path;

use crate::config::{Check, Enums, Service};
use crate::diag::{Code, Diagnostics};
use crate::ir::{Api, Builder};
use crate::pass::overlay::{Entry, UNMATCHED};
use crate::source::{Allowed, FileId, Place, Sources};
use crate::{openapi, wadl, xsd};

/// A document cannot be read.
pub const UNREADABLE: Code = Code("GE0001");
/// A document is of no kind that the generator knows.
pub const UNKNOWN_KIND: Code = Code("GE0002");
/// A type is spoken of and described nowhere.
pub const UNDEFINED: Code = Code("GE0003");
/// An Overlay document is named, and no OpenAPI document.
pub const NOT_OVERLAID: Code = Code("GE0004");

/// There is neither an operation nor a type in the documents.
pub const EMPTY: Code = Code("GE0005");

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
    let mut repeated = Vec::new();
    let (mut any_xml, mut any_openapi) = (false, false);
    let allow: Vec<Allowed> = service.allow.iter().map(|entry| entry.value.clone()).collect();
    let overlays: Vec<FileId> =
        service.overlays.iter().filter_map(|spec| load(sources, &spec.path, spec.place, diags)).collect();
    for spec in &service.specs {
        let Some(file) = load(sources, &spec.path, spec.place, diags) else { continue };
        match kind(sources, file) {
            Some(Kind::OpenApi) => {
                any_openapi = true;
                let overlays = overlays.clone();
                let options = openapi::Options { closed_enums, allow: allow.clone(), overlays };
                openapi::lower(sources, file, &mut builder, diags, &options);
            }
            Some(Kind::Wadl) => {
                any_xml = true;
                let options = wadl::Options { closed_enums, allow: allow.clone() };
                let lowered = wadl::lower(sources, file, &mut builder, diags, &options);
                schemas.extend(lowered.grammars.into_iter().map(schema_of));
                repeated.extend(lowered.repeated);
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
        lower_schemas(service, &schemas, allow, sources, &mut builder, diags);
    } else {
        without_xml(service, diags);
    }
    allowed(service, sources, diags);
    if let Some(overlay) = service.overlays.first().filter(|_| !any_openapi) {
        diags.error(NOT_OVERLAID, overlay.place, "an Overlay document changes OpenAPI, and there is none");
    }
    for (key, place) in builder.dangling() {
        diags.error(UNDEFINED, place, format!("{key} is described nowhere"));
    }
    let mut api = builder.finish();
    wadl::say_nested(&api, &repeated, diags);
    if api.operations.is_empty() && api.types.ids().next().is_none() && !diags.has_errors() {
        let place = service
            .specs
            .first()
            .map_or(Place::NOWHERE, |spec| sources.load(&spec.path).map_or(Place::NOWHERE, |file| sources.root(file)));
        diags.warning(EMPTY, place, "the description has no operation and no type, so the crate has nothing in it");
    }
    api.info.title = title_of(&api, service);
    api
}

/// Lowers XML Schemas: those that were named, and those that the documents of the service speak of.
fn lower_schemas(
    service: &Service,
    schemas: &[xsd::Input],
    allow: Vec<Allowed>,
    sources: &mut Sources,
    builder: &mut Builder,
    diags: &mut Diagnostics,
) {
    let mut catalogue = service.catalogue.clone();
    catalogue.retain(|entry| match sources.load(&entry.path) {
        Ok(_) => true,
        Err(error) => {
            let message = format!("cannot read {}: {error}", entry.path.display());
            diags.error(UNREADABLE, entry.place, message);
            false
        }
    });
    let closed_enums = service.enums == Enums::Closed;
    let checked = service.checked.map(|check| check == Check::Reading);
    let options = xsd::Options { closed_enums, catalogue, allow, derived_in_place: true, checked };
    for unused in xsd::lower(sources, schemas, builder, diags, &options) {
        unmatched(diags, unused.place, format!("no schema names `{}`", unused.name));
    }
}

/// Says what is configured for XML Schemas, where there is none.
fn without_xml(service: &Service, diags: &mut Diagnostics) {
    for unused in &service.catalogue {
        unmatched(diags, unused.place, "the catalogue is for XML Schemas, and there is none");
    }
    if service.serde {
        let message = "`serde` gives types of XML Schema a JSON form, and there is no XML Schema";
        unmatched(diags, service.serde_place, message);
    }
    if service.checked.is_some() {
        let message = "`checked` is for types that an XML Schema limits, and there is no XML Schema";
        unmatched(diags, service.checked_place, message);
    }
}

/// What the service is called, in one line.
fn title_of(api: &Api, service: &Service) -> String {
    // It stands in one line wherever it does; in YAML a folded text ends with a line end.
    let said = api.info.title.replace(char::is_control, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    // TypeSpec writes `(title)` where there is none.
    if said.is_empty() || said == "(title)" { title(service) } else { said }
}

/// Says which entries of `allow` nothing was read by.
fn allowed(service: &Service, sources: &Sources, diags: &mut Diagnostics) {
    // What is not read because of another fault may be what the entry is for.
    if service.allow.is_empty() || diags.has_errors() {
        return;
    }
    for Entry { value, place } in &service.allow {
        match sources.any_below(value.path()) {
            Ok(true) => {}
            // Leave that is not taken changes nothing.
            Ok(false) => {
                let message = format!("nothing was read by what is allowed as `{}`", value.spelled());
                diags
                    .warning(UNMATCHED, *place, message)
                    .help("take it out, if the description does not need it any more");
            }
            Err(_) => unmatched(diags, *place, format!("there is no {}, which is allowed", value.path().display())),
        }
    }
}

fn unmatched(diags: &mut Diagnostics, place: Place, message: impl Into<String>) {
    diags.error(UNMATCHED, place, message).help("take it out, or spell it as the description does");
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
