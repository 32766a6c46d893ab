//! What the user's configuration says on top of a description. An entry that matches nothing is an error.

use foldhash::HashMap;
use indexmap::IndexMap;

use crate::diag::{Code, Diagnostics};
use crate::ir::{Api, Deprecated, Given, Literal, Name, Param, SchemeUse, SecurityScheme, XmlAlias, reach};
use crate::source::Place;

use super::{Pages, Retype, Selection};

/// An entry of the configuration matches nothing in the description.
pub const UNMATCHED: Code = Code("CF0020");

/// A configured entry, with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<T> {
    /// What it says.
    pub value: T,
    /// Where it stands in the configuration.
    pub place: Place,
}

/// What the configuration says about one service.
#[derive(Clone, Debug, Default)]
pub struct Overlay {
    /// Names for code, by the name in the description (of a parameter, type, field, operation or group).
    pub rename: IndexMap<String, Entry<String>>,
    /// Parameters that the client gives with every call, by name on the wire; with the value to send unless another is given.
    pub client_parameters: IndexMap<String, Entry<Option<String>>>,
    /// Security schemes that the description lacks, or says otherwise.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// What operations ask for where the description says nothing: one of these lists, all schemes of that list.
    pub security: Option<Entry<Vec<Vec<String>>>>,
    /// The headers in which the service names a request.
    pub request_id_headers: Vec<String>,
    /// XML namespaces that are read as others.
    pub xml_aliases: Vec<Entry<XmlAlias>>,
    /// Why operations are deprecated, by the id of the operation, or `*` for all that are.
    pub deprecated: IndexMap<String, Entry<String>>,
    /// Whether requests go without an `Accept` header.
    pub omit_accept: bool,
    /// Types of the user's own.
    pub retype: Vec<Retype>,
    /// How the answers of operations lead on to further ones.
    pub pages: Vec<Pages>,
    /// Which operations are written.
    pub selection: Selection,
}

/// Applies `overlay` to `api`.
pub fn apply(api: &mut Api, overlay: &Overlay, diags: &mut Diagnostics) {
    rename(api, overlay, diags);
    client_parameters(api, overlay, diags);
    security(api, overlay, diags);
    asked(api, overlay, diags);
    deprecated(api, overlay, diags);
    api.request_id_headers.splice(0..0, overlay.request_id_headers.iter().cloned());
    api.omit_accept |= overlay.omit_accept;
    xml_aliases(api, overlay, diags);
}

fn rename(api: &mut Api, overlay: &Overlay, diags: &mut Diagnostics) {
    for (from, to) in &overlay.rename {
        let mut found = false;
        each_name(api, &mut |name| {
            if name.text == *from {
                name.preferred = Some(to.value.clone());
                found = true;
            }
        });
        if !found {
            unmatched(diags, to.place, format!("nothing in the description is named `{from}`"));
        }
    }
}

/// A name, and where what is called so stands.
type Placed<'a> = (&'a Name, Place);

/// Says of names that stand side by side in code where an entry gives one of them the name that another has: by an entry, or
/// by itself.
pub fn distinct(api: &Api, overlay: &Overlay, diags: &mut Diagnostics) {
    if overlay.rename.is_empty() {
        return;
    }
    let mut said: Vec<(Place, Place)> = Vec::new();
    each_scope(api, &mut |names| {
        if !names.iter().any(|(name, _)| overlay.rename.contains_key(&name.text)) {
            return;
        }
        let mut seen: HashMap<(Option<&str>, String), Vec<Placed<'_>>> = HashMap::default();
        for (name, place) in names {
            let letters = name.for_code().chars().filter(|c| c.is_alphanumeric());
            let word = letters.flat_map(char::to_lowercase).collect();
            let alike = seen.entry((name.namespace.as_deref(), word)).or_default();
            for (other, beside) in alike.iter().filter(|(other, _)| other.text != name.text) {
                // What is renamed to what it is called is not renamed.
                let entry = |text: &String| overlay.rename.get(text).filter(|entry| entry.value != *text);
                let entries = (entry(&other.text), entry(&name.text));
                let (entry, beside, by, renamed) = match entries {
                    (Some(first), Some(second)) => (second, first.place, "by this entry", name),
                    (Some(entry), None) => (entry, place, "by itself", *other),
                    (None, Some(entry)) => (entry, *beside, "by itself", name),
                    (None, None) => continue,
                };
                if !said.contains(&(beside, entry.place)) {
                    said.push((beside, entry.place));
                    let message =
                        format!("`{}` is the name of something beside `{}` already", entry.value, renamed.text);
                    diags.error(UNMATCHED, entry.place, message).also(beside, by);
                }
            }
            alike.push((name, place));
        }
    });
}

/// Calls `visit` with the names that have to be told apart from one another, and where each stands.
fn each_scope(api: &Api, visit: &mut impl FnMut(Vec<Placed<'_>>)) {
    use crate::ir::{Operation, Shape};
    let group = |one: &Operation| one.group.as_ref().map(|group| group.text.clone());
    let mut groups: Vec<Option<String>> = Vec::new();
    for (_, operation) in api.operations.iter() {
        visit(operation.params.iter().map(|param| (&param.name, param.place)).collect());
        let own = group(operation);
        if !groups.contains(&own) {
            let beside = api.operations.iter().map(|(_, one)| one);
            visit(beside.filter(|one| group(one) == own).map(|one| (&one.name, one.place)).collect());
            groups.push(own);
        }
    }
    visit(api.operations.iter().filter_map(|(_, one)| Some((one.group.as_ref()?, one.place))).collect());
    visit(api.types.iter().filter_map(|(_, ty)| Some((ty.name.as_ref()?, ty.place))).collect());
    for (_, ty) in api.types.iter() {
        match &ty.shape {
            Shape::Record(record) => visit(record.fields.iter().map(|field| (&field.name, field.place)).collect()),
            Shape::Enum(one) => visit(one.values.iter().map(|value| (&value.name, ty.place)).collect()),
            Shape::Choice(choice) => visit(choice.variants.iter().map(|variant| (&variant.name, ty.place)).collect()),
            _ => {}
        }
    }
}

/// Calls `visit` with every name that becomes a Rust name.
fn each_name(api: &mut Api, visit: &mut impl FnMut(&mut Name)) {
    use crate::ir::Shape;
    for (_, operation) in api.operations.iter_mut() {
        visit(&mut operation.name);
        operation.group.iter_mut().for_each(&mut *visit);
        operation.params.iter_mut().for_each(|param| visit(&mut param.name));
        if let Some(request) = &mut operation.request {
            request.name.iter_mut().for_each(&mut *visit);
        }
        for response in &mut operation.responses {
            response.headers.iter_mut().for_each(|header| visit(&mut header.name));
        }
    }
    api.client_params.iter_mut().for_each(|param| visit(&mut param.name));
    for (_, ty) in api.types.iter_mut() {
        ty.name.iter_mut().for_each(&mut *visit);
        match &mut ty.shape {
            Shape::Record(record) => record.fields.iter_mut().for_each(|field| visit(&mut field.name)),
            Shape::Enum(one) => one.values.iter_mut().for_each(|value| visit(&mut value.name)),
            Shape::Choice(choice) => choice.variants.iter_mut().for_each(|variant| visit(&mut variant.name)),
            _ => {}
        }
    }
}

fn client_parameters(api: &mut Api, overlay: &Overlay, diags: &mut Diagnostics) {
    for (name, entry) in &overlay.client_parameters {
        let mut found = false;
        let params = api.operations.iter_mut().flat_map(|(_, operation)| &mut operation.params);
        for param in params.filter(|param| param.name.text == *name) {
            param.given = Given::ByClient;
            if let Some(value) = &entry.value {
                param.default = Some(Literal::String(value.clone()));
            }
            found = true;
        }
        if !found {
            unmatched(diags, entry.place, format!("no operation has a parameter `{name}`"));
        }
    }
}

fn security(api: &mut Api, overlay: &Overlay, diags: &mut Diagnostics) {
    for (name, said) in &overlay.security_schemes {
        match api.security.get_mut(name) {
            Some(scheme) => {
                scheme.kind.clone_from(&said.kind);
                if !said.doc.is_empty() {
                    scheme.doc.clone_from(&said.doc);
                }
            }
            None => {
                api.security.insert(name.clone(), said.clone());
            }
        }
    }
    let Some(entry) = &overlay.security else { return };
    for scheme in entry.value.iter().flatten() {
        if !api.security.contains_key(scheme) {
            unmatched(diags, entry.place, format!("there is no security scheme `{scheme}`"));
        }
    }
    let wanted: Vec<Vec<SchemeUse>> = entry
        .value
        .iter()
        .map(|all| all.iter().map(|scheme| SchemeUse { scheme: scheme.clone(), scopes: Vec::new() }).collect())
        .collect();
    for (_, operation) in api.operations.iter_mut().filter(|(_, operation)| operation.security.is_empty()) {
        operation.security.clone_from(&wanted);
    }
}

/// A scheme that no operation asks for is never used.
fn asked(api: &Api, overlay: &Overlay, diags: &mut Diagnostics) {
    for (name, said) in &overlay.security_schemes {
        let mut uses = api.operations.iter().flat_map(|(_, operation)| operation.security.iter().flatten());
        if !uses.any(|one| one.scheme == *name) {
            let message = format!("no operation asks for the security scheme `{name}`");
            diags.error(UNMATCHED, said.place, message).help(
                "take the entry out, spell it as the description does, or say `security` where the description says nothing",
            );
        }
    }
}

/// Namespaces count where answers are read; a description without XML has none.
fn xml_aliases(api: &mut Api, overlay: &Overlay, diags: &mut Diagnostics) {
    if overlay.xml_aliases.is_empty() {
        return;
    }
    let uses = reach::uses(api);
    let is_xml = api.types.ids().any(|id| uses[id].xml);
    for alias in &overlay.xml_aliases {
        if !is_xml {
            unmatched(diags, alias.place, "nothing in the description is XML".to_owned());
        } else if api.operations.is_empty() {
            unmatched(
                diags,
                alias.place,
                "a namespace is read as another in answers, and there are no calls".to_owned(),
            );
        }
        api.xml_aliases.push(alias.value.clone());
    }
}

fn deprecated(api: &mut Api, overlay: &Overlay, diags: &mut Diagnostics) {
    for (id, entry) in &overlay.deprecated {
        let mut found = false;
        for (_, operation) in api.operations.iter_mut() {
            let meant = match id.as_str() {
                "*" => operation.deprecated.is_some(),
                id => operation.id.as_deref() == Some(id),
            };
            if meant {
                operation.deprecated = Some(Deprecated { reason: Some(entry.value.clone()) });
                found = true;
            }
        }
        if !found {
            unmatched(diags, entry.place, format!("no operation `{id}` to deprecate"));
        }
    }
}

fn unmatched(diags: &mut Diagnostics, place: Place, message: String) {
    diags.error(UNMATCHED, place, message).help("take the entry out, or spell it as the description does");
}

/// The wire name and location of a parameter: what makes two parameters of two operations the same.
pub(super) fn same_param(a: &Param, b: &Param) -> bool {
    a.location == b.location && a.name.text == b.name.text
}
