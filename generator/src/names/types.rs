//! Names of types, and of what they are made of.

use super::scope::Scope;
use super::taken::PRELUDE;
use super::words;
use crate::ir::several::may_be_several;
use crate::ir::{
    Api, Choice, Enum, Field, Id, Literal, Name, Record, Rest, Shape, Space, Table, Tag, Type, Variant, XmlPlace,
};

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
            let mut names = field_names(record, &mut scope);
            if let Rest::Kept(_) = record.rest {
                names.push(scope.take(["additional_properties".to_owned(), "other_properties".to_owned()]));
            }
            names
        }
        Shape::Enum(one) => variant_names(one),
        Shape::Choice(choice) => choice_names(api, ty, choice),
        _ => Vec::new(),
    }
}

fn choice_names(api: &Api, ty: &Type, choice: &Choice) -> Vec<String> {
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
        let prefixed = choice.variants.get(at).and_then(|own| {
            let before = choice.variants.iter().zip(&whole).take(at);
            let alike =
                before.filter(|(_, name)| whole.get(at) == Some(*name)).map(|(other, _)| variant_home(api, other));
            told_by_prefix(variant_home(api, own), alike, text)
        });
        let prefixed = prefixed.map(|text| words::camel(&text)).filter(|name| is_free(name));
        names.push(match short {
            Some(name) => scope.take([name.to_owned()]),
            None => {
                let last = words::camel(&format!("{text} variant"));
                scope.take(std::iter::once(words::camel(text)).chain(prefixed).chain([last]))
            }
        });
    }
    names
}

/// The names of the fields of a record. Two of one name in XML are told apart by whether they are attributes or elements; where
/// both are the same, by the prefix of the second one's namespace.
fn field_names(record: &Record, scope: &mut Scope) -> Vec<String> {
    let place = |field: &Field| match field.wire.xml {
        Some(XmlPlace::Attribute(_)) => "attribute",
        Some(XmlPlace::Element(_)) => "element",
        _ => "field",
    };
    let plain: Vec<String> = record.fields.iter().map(|field| words::snake(field.name.for_code())).collect();
    let mut names = Vec::new();
    for (at, (field, own)) in record.fields.iter().zip(&plain).enumerate() {
        if scope.is_free(own) {
            names.push(scope.take([own.clone()]));
            continue;
        }
        let (text, kind) = (field.name.for_code(), place(field));
        let before = record.fields.iter().zip(&plain).take(at);
        let alike =
            before.filter(|(other, name)| *name == own && place(other) == kind).map(|(other, _)| field_home(other));
        let told: Vec<String> = match told_by_prefix(field_home(field), alike, text) {
            Some(prefixed) => vec![prefixed.clone(), format!("{text} {kind}"), format!("{prefixed} {kind}")],
            None if kind == "field" => spellings(text).map(|word| format!("{text} {word}")).collect(),
            None => Vec::new(),
        };
        let told = told.iter().map(|text| words::snake(text)).filter(|name| !plain.contains(name));
        let last = words::snake(&format!("{text} {kind}"));
        names.push(scope.take(told.chain([last])));
    }
    names
}

/// A namespace and the prefix that the description has for it.
type Home<'a> = (Option<&'a str>, Option<&'a str>);

fn field_home(field: &Field) -> Home<'_> {
    field.wire.xml.as_ref().and_then(home).unwrap_or_default()
}

/// That of its element; of its type, where `xsi:type` tells it or a union has it.
fn variant_home<'a>(api: &'a Api, variant: &'a Variant) -> Home<'a> {
    let of_type = || {
        let name = api.types[variant.ty?].name.as_ref()?;
        let apart = api.apart(name).and_then(|at| api.namespaces.get(at));
        Some((name.namespace.as_deref(), apart.and_then(|namespace| namespace.prefix.as_deref())))
    };
    variant.xml.as_ref().and_then(home).or_else(of_type).unwrap_or_default()
}

fn home(place: &XmlPlace) -> Option<Home<'_>> {
    match place {
        XmlPlace::Attribute(name) | XmlPlace::Element(name) | XmlPlace::Items(name) => Some(name),
        XmlPlace::Wrapped { wrapper, .. } => Some(wrapper),
        _ => None,
    }
    .map(|name| (name.namespace.as_deref(), name.prefix.as_deref()))
}

/// The words of what differs from others of its name in its namespace: behind its prefix.
fn told_by_prefix<'a>(own: Home<'a>, mut others: impl Iterator<Item = Home<'a>>, text: &str) -> Option<String> {
    let (namespace, prefix) = own;
    others.next().filter(|(first, _)| *first != namespace)?;
    others.all(|(other, _)| other != namespace).then(|| prefix.map(|prefix| format!("{prefix} {text}")))?
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
