//! Names of types, and of what they are made of.

use super::scope::Scope;
use super::taken::PRELUDE;
use super::{spelled, words};
use crate::ir::several::may_be_several;
use crate::ir::{Api, Enum, Id, Literal, Name, Rest, Shape, Space, Table, Tag, Type, XmlPlace};

/// The names of types.
pub(super) fn type_names(api: &Api) -> Table<Type, Option<String>> {
    let mut scopes: Vec<Scope> = (0..=api.namespaces.len()).map(|_| Scope::reserving(PRELUDE)).collect();
    let mut names: Table<Type, Option<String>> = Table::build(&api.types, |_| None);
    // First those that are spelled in Rust's way already, then the others that the source names, then the rest.
    let mut rounds: [Vec<(Id<Type>, &Name, String)>; 3] = Default::default();
    for (id, ty) in api.types.iter() {
        let Some(name) = &ty.name else { continue };
        let plain = words::camel(name.for_code());
        let round = match (name.derived, plain == name.for_code()) {
            (false, true) => 0,
            (false, false) => 1,
            (true, _) => 2,
        };
        rounds[round].push((id, name, plain));
    }
    for (id, name, plain) in rounds.iter().flatten() {
        // The types of every namespace have names for themselves.
        let scope = api.apart(name).map_or(0, |namespace| namespace + 1);
        names[*id] = scopes.get_mut(scope).map(|it| it.take(type_candidates(name, plain, &api.types[*id].shape)));
    }
    names
}

fn type_candidates(name: &Name, plain: &str, shape: &Shape) -> Vec<String> {
    let stem = plain.trim_end_matches('_');
    let space = match name.space {
        Space::Plain => None,
        Space::Element => Some("Element"),
        Space::Attribute => Some("Attribute"),
        Space::Group => Some("Group"),
        Space::AttributeGroup => Some("Attributes"),
    };
    let kind = match shape {
        Shape::Enum(_) => "Kind",
        Shape::Choice(_) => "Choice",
        _ => "Model",
    };
    std::iter::once(plain.to_owned())
        .chain(space.map(|word| format!("{stem}{word}")))
        .chain([format!("{stem}{kind}")])
        .collect()
}

/// The names of the fields of a record, or of the variants of an enumeration or a choice.
pub(super) fn member_names(api: &Api, ty: &Type) -> Vec<String> {
    match &ty.shape {
        Shape::Record(record) => {
            let mut scope = Scope::default();
            let mut names: Vec<String> = record
                .fields
                .iter()
                .map(|field| {
                    let text = field.name.for_code();
                    let place = match field.wire.xml {
                        Some(XmlPlace::Attribute(_)) => "attribute",
                        Some(XmlPlace::Element(_)) => "element",
                        _ => "field",
                    };
                    let told = spellings(text).map(|word| format!("{text} {word}"));
                    let told = told.filter(|_| place == "field");
                    let all = std::iter::once(text.to_owned()).chain(told).chain([format!("{text} {place}")]);
                    scope.take(all.map(|text| words::snake(&text)))
                })
                .collect();
            if let Rest::Kept(_) = record.rest {
                names.push(scope.take(["additional_properties".to_owned(), "other_properties".to_owned()]));
            }
            names
        }
        Shape::Enum(one) => variant_names(one),
        Shape::Choice(choice) => {
            let mut own: Vec<&str> = Vec::new();
            own.extend(choice.open.then_some("Unknown"));
            own.extend(may_be_several(api, choice).then_some("Several"));
            let mut scope = Scope::reserving(&own);
            let texts: Vec<&str> = choice.variants.iter().map(|variant| variant.name.for_code()).collect();
            let whole: Vec<String> = texts.iter().map(|text| words::camel(text)).collect();
            // What XML tells apart by names is called as its elements and types are.
            let by_name = matches!(choice.tag, Tag::Element | Tag::XsiType);
            let parent = ty.name.as_ref().filter(|_| !by_name).map(|name| words::camel(name.for_code()));
            let short: Vec<Option<&str>> =
                whole.iter().map(|name| parent.as_deref().and_then(|parent| words::without(name, parent))).collect();
            let mut names = Vec::new();
            for (at, text) in texts.into_iter().enumerate() {
                let others = (0..whole.len()).filter(|other| *other != at);
                let is_free = |name: &str| {
                    others.clone().all(|other| whole.get(other).is_none_or(|it| it != name))
                        && others.clone().all(|other| short.get(other).is_none_or(|it| *it != Some(name)))
                };
                // What is called `Unknown` is what the description does not list, and `Several` what is of several at once.
                let is_own = |name: &&str| matches!(*name, "Unknown" | "Several");
                let may_be = |name: &&str| !is_own(name) && scope.is_free(name) && is_free(name);
                let short = short.get(at).copied().flatten().filter(may_be);
                names.push(match short {
                    Some(name) => scope.take([name.to_owned()]),
                    None => scope.take(spelled(words::camel, [text.to_owned(), format!("{text} variant")])),
                });
            }
            names
        }
        _ => Vec::new(),
    }
}

fn variant_names(one: &Enum) -> Vec<String> {
    let mut scope = Scope::reserving(if one.open { &["Unknown"] } else { &[] });
    one.values
        .iter()
        .map(|value| {
            let text = value.name.for_code();
            let number = matches!(value.value, Literal::Number(_)) && value.name.preferred.is_none();
            // `-1` and `1` are two.
            let positive = number && !text.starts_with('-');
            let plain = if positive { words::camel(&format!("value {text}")) } else { words::camel(text) };
            let stem = plain.trim_end_matches('_').to_owned();
            let value = format!("{stem}Value");
            // A value that is called as what is not listed is told from that, not from another value.
            let first = if one.open && plain == "Unknown" { value.clone() } else { plain };
            let told = spellings(text).map(|word| format!("{stem}{}", words::camel(word)));
            scope.take(std::iter::once(first).chain(told).chain([value]))
        })
        .collect()
}

/// How `text` is spelled, in words: by these, two of which the words are the same are told apart.
fn spellings(text: &str) -> impl Iterator<Item = &'static str> {
    let case = match text {
        _ if text.chars().all(|c| !c.is_lowercase()) => "upper case",
        _ if text.chars().all(|c| !c.is_uppercase()) => "lower case",
        _ if text.starts_with(char::is_uppercase) => "capitalized",
        _ => "mixed case",
    };
    let separators = [('-', "hyphenated"), ('_', "underscored"), ('.', "dotted"), (' ', "spaced")];
    let separated = separators.into_iter().find(|(separator, _)| text.contains(*separator)).map(|(_, word)| word);
    std::iter::once(case).chain(separated)
}
