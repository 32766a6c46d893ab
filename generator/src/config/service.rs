//! One `[[service]]` of the configuration.

use indexmap::IndexMap;

use super::table::{Context, Table, listed, nearest};
use super::{BAD_VALUE, Base, CLASH, Check, Enums, Service, Spec, check};
use crate::ir::media_type::is_token;
use crate::ir::{Cursor, Doc, Location, Next, Paging, Scalar, SchemeKind, SecurityScheme, XmlAlias, member_way};
use crate::pass::overlay::Entry;
use crate::pass::{Overlay, Pages, Retype, Retyped, Selection};
use crate::source::{Allowed, Catalogued, Place};

/// The signers that the runtime has.
const SIGNERS: [&str; 1] = ["shared-key"];

/// The kinds of security schemes, besides signers.
const KINDS: [&str; 5] = ["api-key", "basic", "bearer", "http", "mutual-tls"];

/// The formats whose values may be given another type.
const FORMATS: [(&str, Scalar); 8] = [
    ("date", Scalar::Date),
    ("date-time", Scalar::DateTime),
    ("date-time-rfc1123", Scalar::DateTimeRfc1123),
    ("decimal", Scalar::Decimal),
    ("duration", Scalar::Duration),
    ("unixtime", Scalar::UnixTime),
    ("uri", Scalar::Uri),
    ("uuid", Scalar::Uuid),
];

/// Modules and features that every generated crate has for itself, but for features that are no names of modules. A test in
/// `lib.rs` holds this together with the features that are written.
pub(crate) const TAKEN: [&str; 14] = [
    "alloc", "blocking", "checked", "core", "default", "gzip", "http", "json", "patterns", "runtime", "rustls", "std",
    "tracing", "xml",
];

/// The service, where module and documents are there; everything else that is wrong is said and left out.
pub(super) fn read(mut table: Table<'_, '_>, base: &Base<'_>, cx: &mut Context<'_>) -> Option<Service> {
    let module = table.required("module", cx);
    check(&module, "the name of a module, in lower case with underscores", is_module, cx);
    if let Some(module) = module.as_ref().filter(|module| TAKEN.contains(&module.value.as_str())) {
        let message = format!("`{}` is not free: every generated crate has one of that name", module.value);
        cx.diags.error(CLASH, module.place, message).help("give the service another module");
    }
    let specs = specs(&mut table, base, cx);
    let allow = allow(&mut table, base, cx);
    let overlays = table.texts("overlays", cx).into_iter().map(|text| spec(text, base)).collect();
    let enums = enums(&mut table, cx);
    let catalogue = texts_by_key("catalogue", &mut table, cx);
    let catalogue = catalogue
        .into_iter()
        .map(|(name, file)| Catalogued { name, path: base.path(&file.value), place: file.place })
        .collect();
    let serde = table.boolean("serde", cx);
    let checked = checked(&mut table, cx);
    let lenient = table.boolean("lenient", cx).is_some_and(|lenient| lenient.value);
    let overlay = overlay(&mut table, cx);
    let place = table.place();
    table.finish(cx);
    let module = module?.value;
    (!specs.is_empty()).then_some(Service {
        module,
        specs,
        allow,
        overlays,
        enums,
        catalogue,
        serde: serde.as_ref().is_some_and(|serde| serde.value),
        serde_place: serde.map_or(Place::NOWHERE, |serde| serde.place),
        checked: checked.as_ref().map(|checked| checked.value),
        checked_place: checked.map_or(Place::NOWHERE, |checked| checked.place),
        lenient,
        overlay,
        place,
    })
}

fn is_module(name: &str) -> bool {
    let plain = name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'));
    plain && syn::parse_str::<syn::Ident>(name).is_ok()
}

fn specs(table: &mut Table<'_, '_>, base: &Base<'_>, cx: &mut Context<'_>) -> Vec<Spec> {
    let several = table.has("specs");
    let specs: Vec<Entry<String>> = match table.text("spec", cx) {
        Some(one) if several => {
            cx.diags.error(CLASH, one.place, "there are both `spec` and `specs`").help("name them all in `specs`");
            vec![one]
        }
        Some(one) => vec![one],
        None if several => table.texts("specs", cx),
        None if table.has("spec") => Vec::new(),
        None => {
            table.missing("`spec` (or `specs`)", cx);
            Vec::new()
        }
    };
    specs.into_iter().map(|text| spec(text, base)).collect()
}

fn spec(text: Entry<String>, base: &Base<'_>) -> Spec {
    Spec { path: base.path(&text.value), label: base.label(&text.value), place: text.place }
}

fn allow(table: &mut Table<'_, '_>, base: &Base<'_>, cx: &mut Context<'_>) -> Vec<Entry<Allowed>> {
    let mut allow = Vec::new();
    for entry in table.texts("allow", cx) {
        match Allowed::parse(&entry.value, |path| base.path(path)) {
            Ok(allowed) => allow.push(Entry { value: allowed, place: entry.place }),
            Err(why) => {
                cx.diags.error(BAD_VALUE, entry.place, why);
            }
        }
    }
    allow
}

fn enums(table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> Enums {
    match table.text("enums", cx) {
        Some(entry) if entry.value == "closed" => Enums::Closed,
        Some(entry) if entry.value != "open" => {
            bad(&entry, &["open", "closed"], cx);
            Enums::Open
        }
        _ => Enums::Open,
    }
}

fn checked(table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> Option<Entry<Check>> {
    let entry = table.text("checked", cx)?;
    match entry.value.as_str() {
        "making" => Some(Entry { value: Check::Making, place: entry.place }),
        "reading" => Some(Entry { value: Check::Reading, place: entry.place }),
        _ => {
            bad(&entry, &["making", "reading"], cx);
            None
        }
    }
}

fn overlay(table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> Overlay {
    let rename = texts_by_key("rename", table, cx);
    check_all(&rename, "a name for code", |name| name.chars().any(char::is_alphanumeric), cx);
    let mut client_parameters = IndexMap::new();
    for (name, value) in table.table("client-parameters", "", cx).map(|it| it.free(cx)).unwrap_or_default() {
        if let Some(said) = value.text_or_true(cx) {
            client_parameters.insert(name.value, Entry { value: said.value, place: name.place });
        }
    }
    let mut security_schemes = IndexMap::new();
    for (name, value) in table.table("security-schemes", "", cx).map(|it| it.free(cx)).unwrap_or_default() {
        let called = format!("the security scheme `{}`", name.value);
        let scheme = value.table(called, cx).and_then(|table| scheme(table, &name, cx));
        security_schemes.extend(scheme.map(|scheme| (name.value, scheme)));
    }
    let xml_aliases = table.tables("xml-alias", "this `[[service.xml-alias]]`", cx);
    let request_id_headers = table.texts("request-id-headers", cx);
    for header in &request_id_headers {
        check(&Some(header.clone()), "the name of a header", is_token, cx);
    }
    Overlay {
        rename,
        client_parameters,
        security_schemes,
        security: table.lists("security", cx),
        request_id_headers: request_id_headers.into_iter().map(|it| it.value).collect(),
        xml_aliases: xml_aliases.into_iter().filter_map(|table| xml_alias(table, cx)).collect(),
        deprecated: texts_by_key("deprecated", table, cx),
        omit_accept: table.boolean("omit-accept", cx).is_some_and(|omit| omit.value),
        retype: retypes(table, cx),
        pages: pages(table, cx),
        selection: Selection {
            only: table.texts("only", cx),
            except: table.texts("except", cx),
            used_types: table.boolean("used-types", cx).is_some_and(|used| used.value),
        },
    }
}

/// `[[service.retype]]`: a schema or a format, and the type that it is to be.
fn retypes(table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> Vec<Retype> {
    let tables = table.tables("retype", "this `[[service.retype]]`", cx);
    tables.into_iter().filter_map(|table| retype(table, cx)).collect()
}

fn retype(mut table: Table<'_, '_>, cx: &mut Context<'_>) -> Option<Retype> {
    let place = table.place();
    let (schema, format) = (table.text("schema", cx), table.text("format", cx));
    let path = table.required("as", cx);
    check(&path, "the path of a type in Rust", |path| syn::parse_str::<syn::TypePath>(path).is_ok(), cx);
    table.finish(cx);
    let of = match (schema, format) {
        (Some(schema), None) => Entry { value: Retyped::Schema(schema.value), place: schema.place },
        (None, Some(format)) => match FORMATS.iter().find(|(name, _)| *name == format.value) {
            Some((_, scalar)) => Entry { value: Retyped::Scalar(*scalar), place: format.place },
            None => {
                bad(&format, &FORMATS.map(|(name, _)| name), cx);
                return None;
            }
        },
        _ => {
            cx.diags.error(CLASH, place, "this names no `schema` and no `format`, or both");
            return None;
        }
    };
    Some(Retype { of, path: path?.value })
}

/// `[[service.paging]]`: the operations, and one word for what leads on.
fn pages(table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> Vec<Pages> {
    let tables = table.tables("paging", "this `[[service.paging]]`", cx);
    tables.into_iter().filter_map(|table| pages_of(table, cx)).collect()
}

fn pages_of(mut table: Table<'_, '_>, cx: &mut Context<'_>) -> Option<Pages> {
    let place = table.place();
    let operations = table.texts("operations", cx);
    if operations.is_empty() && !table.has("operations") {
        table.missing("`operations`", cx);
    }
    let mut places = Vec::new();
    let mut text = |key, table: &mut Table<'_, '_>| {
        let text = table.text(key, cx)?;
        places.push((key, text.place));
        Some(text.value)
    };
    let mut way = |key, table: &mut Table<'_, '_>| text(key, table).map(|text| member_way(&text));
    let (items, more) = (way("items", &mut table), way("more", &mut table));
    let link = way("next-link", &mut table);
    let (member, last_item) = (way("next-cursor", &mut table), way("last-item", &mut table));
    let mut parameter = |key| text(key, &mut table);
    let (cursor, offset, page) = (parameter("cursor"), parameter("offset"), parameter("page"));
    table.finish(cx);
    let from = match (member, last_item) {
        (Some(way), None) => Some(Cursor::Member(way)),
        (None, Some(way)) => Some(Cursor::LastItem(way)),
        _ => None,
    };
    let next = match (link, cursor, from, offset, page) {
        (Some(way), None, None, None, None) => Next::Member(way),
        (None, Some(parameter), Some(from), None, None) => Next::Cursor { parameter, from },
        (None, None, None, Some(parameter), None) => Next::Offset(parameter),
        (None, None, None, None, Some(parameter)) => Next::Page(parameter),
        _ => {
            let said =
                cx.diags.error(CLASH, place, "one thing leads from a page to the next, and this names none or several");
            said.help("say `next-link`, or `cursor` with `next-cursor` or `last-item`, or `offset`, or `page`");
            return None;
        }
    };
    Some(Pages { operations, paging: Paging { items, more, ..Paging::new(next, place) }, places })
}

fn texts_by_key(key: &'static str, table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> IndexMap<String, Entry<String>> {
    let entries = table.table(key, "", cx).map(|table| table.free(cx)).unwrap_or_default();
    let entry = |(name, value): (Entry<String>, super::table::Value<'_, '_>)| {
        let text = value.text(cx)?.value;
        Some((name.value, Entry { value: text, place: name.place }))
    };
    entries.into_iter().filter_map(entry).collect()
}

fn check_all(
    entries: &IndexMap<String, Entry<String>>,
    what: &str,
    possible: impl Fn(&str) -> bool,
    cx: &mut Context<'_>,
) {
    for entry in entries.values() {
        check(&Some(entry.clone()), what, &possible, cx);
    }
}

/// A scheme that the description lacks or says otherwise, which needs a reason.
fn scheme(mut table: Table<'_, '_>, name: &Entry<String>, cx: &mut Context<'_>) -> Option<SecurityScheme> {
    reason(&mut table, cx);
    let doc = table.text("doc", cx).map(|doc| Doc::of(doc.value)).unwrap_or_default();
    let kind = match (table.text("kind", cx), table.text("signer", cx)) {
        (Some(kind), None) => scheme_kind(&kind, &mut table, cx),
        (None, Some(signer)) if SIGNERS.contains(&signer.value.as_str()) => Some(SchemeKind::Signer(signer.value)),
        (None, Some(signer)) => {
            bad(&signer, &SIGNERS, cx);
            None
        }
        (Some(_), Some(signer)) => {
            cx.diags.error(CLASH, signer.place, "there are both `kind` and `signer`");
            None
        }
        (None, None) => {
            if !table.has("kind") && !table.has("signer") {
                table.missing("`kind` (or `signer`)", cx);
            }
            None
        }
    };
    table.finish(cx);
    Some(SecurityScheme { kind: kind?, doc, place: name.place })
}

fn scheme_kind(kind: &Entry<String>, table: &mut Table<'_, '_>, cx: &mut Context<'_>) -> Option<SchemeKind> {
    match kind.value.as_str() {
        "basic" => Some(SchemeKind::Basic),
        "bearer" => Some(SchemeKind::Bearer),
        "mutual-tls" => Some(SchemeKind::MutualTls),
        "http" => {
            let scheme = table.required("scheme", cx);
            check(&scheme, "the name of a scheme of `Authorization`", is_token, cx);
            Some(SchemeKind::Http(scheme?.value))
        }
        "api-key" => {
            let (place, name) = (table.required("in", cx), table.required("name", cx));
            let (place, name) = place.zip(name)?;
            let location = match place.value.as_str() {
                "header" => Location::Header,
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => {
                    bad(&place, &["header", "query", "cookie"], cx);
                    return None;
                }
            };
            if location != Location::Query {
                check(&Some(name.clone()), "the name of a header or cookie", is_token, cx);
            }
            Some(SchemeKind::ApiKey { location, name: name.value })
        }
        _ => {
            bad(kind, &KINDS, cx);
            None
        }
    }
}

fn xml_alias(mut table: Table<'_, '_>, cx: &mut Context<'_>) -> Option<Entry<XmlAlias>> {
    reason(&mut table, cx);
    let (found, read_as) = (table.required("found", cx), table.required("read-as", cx));
    table.finish(cx);
    let (found, read_as) = found.zip(read_as)?;
    Some(Entry { value: XmlAlias { found: found.value, read_as: read_as.value }, place: found.place })
}

/// What corrects a description says why, for the next reader of the configuration.
fn reason(table: &mut Table<'_, '_>, cx: &mut Context<'_>) {
    let reason = table.required("reason", cx);
    check(&reason, "a reason", |text| !text.trim().is_empty(), cx);
}

fn bad(entry: &Entry<String>, possible: &[&str], cx: &mut Context<'_>) {
    let said = cx.diags.error(BAD_VALUE, entry.place, format!("`{}` is not one of {}", entry.value, listed(possible)));
    if let Some(near) = nearest(&entry.value, possible) {
        said.label(format!("did you mean `{near}`?"));
    }
}
