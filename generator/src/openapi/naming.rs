//! Which group an operation belongs to, and what it is called there.
//!
//! The aim is `client.certificates().get(..)`. The group is the first tag, for tags are how authors group; else what the
//! id says before its separator; else the first telling word of the path. The name is the id without its group:
//!
//! - `certificates/get`, `certificates.get`: behind the last `/` or `.`, which no ordinary name has in it.
//! - `Certificate_Get`: behind the `_`, if there is only one. `get_certificate` is a name in snake case and stays whole, so
//!   the part before the `_` must be the group's name or begin with a capital.
//! - `listPets` stays, although the group is `pets`: where its words end is a guess.
//! - `read_item_items__item_id__get` for `GET /items/{item_id}`, as FastAPI makes ids: without path and method.
//! - without an id: the method and the words of the path.
//!
//! Two operations of a group that come out alike get their whole ids, or the words of their paths.

use foldhash::HashMap;

use super::codes;
use super::cx::Cx;
use crate::ir::{Id, Name, Operation, PathPiece};

/// The group and the name of an operation.
pub(super) fn name(id: Option<&str>, tag: Option<&str>, method: &str, path: &[PathPiece]) -> (Option<Name>, Name) {
    let group = tag.map(Name::new);
    let Some(id) = id else {
        let group = group.or_else(|| segment(path).map(Name::derived));
        return (group, Name::derived(words(method, path)));
    };
    let (before, behind) = split(without_path(id, method, path).unwrap_or(id), tag);
    let group = group.or_else(|| before.map(Name::new)).or_else(|| segment(path).map(Name::derived));
    (group, Name::new(behind))
}

/// The name of the function that FastAPI has made an id of: the name, the path with `_` for all that is no letter, digit or
/// `_`, and `_` with the method.
fn without_path<'a>(id: &'a str, method: &str, path: &[PathPiece]) -> Option<&'a str> {
    let mut suffix = String::new();
    for piece in path {
        match piece {
            PathPiece::Literal(text) => suffix.push_str(text),
            PathPiece::Param(name) => suffix.push_str(&format!("{{{name}}}")),
        }
    }
    let mut suffix: String = suffix.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    suffix.push('_');
    suffix.push_str(&method.to_lowercase());
    id.strip_suffix(suffix.as_str()).filter(|name| name.contains(char::is_alphanumeric))
}

/// What an id says of the group, and the rest of it.
fn split<'a>(id: &'a str, tag: Option<&str>) -> (Option<&'a str>, &'a str) {
    if let Some((before, behind)) =
        id.rsplit_once(['/', '.']).filter(|(before, behind)| !before.is_empty() && !behind.is_empty())
    {
        let last = before.rsplit(['/', '.']).next().unwrap_or(before);
        return (Some(last), behind);
    }
    if let Some((before, behind)) = id.split_once('_')
        && !before.is_empty()
        && !behind.is_empty()
        && !behind.contains('_')
    {
        let capital = |text: &str| text.starts_with(|c: char| c.is_uppercase());
        if (capital(before) && capital(behind)) || tag.is_some_and(|tag| stem(tag) == stem(before)) {
            return (Some(before), behind);
        }
    }
    (None, id)
}

/// The letters and digits of a name in lower case, without the `s` of a plural.
fn stem(text: &str) -> String {
    let letters = letters(text);
    letters.strip_suffix('s').map(str::to_owned).unwrap_or(letters)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first segment of a path that tells something: no parameter, version or `api`.
fn segment(path: &[PathPiece]) -> Option<String> {
    let literals = path.iter().filter_map(|piece| match piece {
        PathPiece::Literal(text) => Some(text.as_str()),
        PathPiece::Param(_) => None,
    });
    let mut segments = literals
        .flat_map(|text| text.split('/'))
        .map(|segment| segment.split(['(', ':', '.']).next().unwrap_or_default());
    let version =
        |text: &str| text.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    segments.find(|text| text.contains(char::is_alphabetic) && *text != "api" && !version(text)).map(str::to_owned)
}

/// `get pets by pet id`.
fn words(method: &str, path: &[PathPiece]) -> String {
    let mut words = vec![method.to_ascii_lowercase()];
    for piece in path {
        match piece {
            PathPiece::Literal(text) => words.extend(
                text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned),
            ),
            PathPiece::Param(name) => words.extend(["by".to_owned(), name.clone()]),
        }
    }
    words.join(" ")
}

impl Cx<'_, '_> {
    /// Tells apart operations of one group that have one name, and warns where their ids are the same.
    pub(super) fn tell_apart(&mut self) {
        let api = self.builder.api();
        let mut by_id: HashMap<String, Id<Operation>> = HashMap::default();
        let mut repeated: Vec<(Id<Operation>, Id<Operation>)> = Vec::new();
        for (number, operation) in api.operations.iter() {
            let Some(id) = &operation.id else { continue };
            match by_id.get(id) {
                Some(&first) => repeated.push((number, first)),
                None => drop(by_id.insert(id.clone(), number)),
            }
        }
        for (number, first) in &repeated {
            let (again, first) = (&api.operations[*number], &api.operations[*first]);
            self.diags
                .warning(
                    codes::REPEATED_ID,
                    again.place,
                    format!("the id `{}` is given to two operations", again.id.as_deref().unwrap_or_default()),
                )
                .also(first.place, "to this one first")
                .note("this one is named by its method and path");
        }
        for (number, _) in repeated {
            let operation = &mut api.operations[number];
            operation.name = Name::derived(words(&operation.method, &operation.path));
        }
        let key = |operation: &Operation| {
            (operation.group.as_ref().map(|group| letters(group.for_code())), letters(operation.name.for_code()))
        };
        let mut groups: HashMap<_, Vec<Id<Operation>>> = HashMap::default();
        for (number, operation) in api.operations.iter() {
            groups.entry(key(operation)).or_default().push(number);
        }
        for alike in groups.into_values().filter(|alike| alike.len() > 1) {
            let ids: Vec<Option<String>> = alike.iter().map(|&number| api.operations[number].id.clone()).collect();
            let distinct = ids.iter().enumerate().all(|(at, id)| {
                id.as_deref().is_some_and(|id| ids.iter().take(at).flatten().all(|other| letters(other) != letters(id)))
            });
            for (number, id) in alike.into_iter().zip(ids) {
                let operation = &mut api.operations[number];
                operation.name = match id.filter(|_| distinct) {
                    Some(id) => Name::new(id),
                    None => Name::derived(words(&operation.method, &operation.path)),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn both(id: Option<&str>, tag: Option<&str>) -> (String, String) {
        let path = [PathPiece::Literal("/api/v1/pets/".into()), PathPiece::Param("petId".into())];
        let (group, name) = name(id, tag, "GET", &path);
        (group.unwrap().text, name.text)
    }

    #[test]
    fn groups_and_names() {
        let cases = [
            (Some("Certificate_Get"), Some("Certificates"), "Certificates", "Get"),
            (Some("Certificate_CancelDeletion"), None, "Certificate", "CancelDeletion"),
            (Some("certificates/get"), None, "certificates", "get"),
            (Some("admin.users.list"), None, "users", "list"),
            (Some("repos/list-for-org"), Some("repos"), "repos", "list-for-org"),
            (Some("listPets"), Some("pets"), "pets", "listPets"),
            (Some("pets_list"), Some("Pet"), "Pet", "list"),
            (Some("get_pet"), Some("pets"), "pets", "get_pet"),
            (Some("get_pet_by_id"), None, "pets", "get_pet_by_id"),
            (Some("showPet"), None, "pets", "showPet"),
            (Some("read_pet_api_v1_pets__petId__get"), None, "pets", "read_pet"),
            (Some("read_pet_api_v1_pets__petId__put"), None, "pets", "read_pet_api_v1_pets__petId__put"),
            (Some("_api_v1_pets__petId__get"), None, "pets", "_api_v1_pets__petId__get"),
            (Some("pets_read_api_v1_pets__petId__get"), Some("pets"), "pets", "read"),
            (None, None, "pets", "get api v1 pets by petId"),
        ];
        for (id, tag, group, name) in cases {
            assert_eq!(both(id, tag), (group.to_owned(), name.to_owned()));
        }
    }
}
