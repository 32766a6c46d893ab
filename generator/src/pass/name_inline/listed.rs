//! Lists of listed values, or one of these: both are values of one type, called as the member that they are values of.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::{Base, Namer};
use crate::ir::{Api, Choice, Id, Literal, Shape, Type};

/// A list of values or one of them: both are values of one type, where they list the same.
pub(super) fn join_item(api: &mut Api, id: Id<Type>) {
    let Shape::Choice(choice) = &api.types[id].shape else { return };
    let types: Vec<Id<Type>> = choice.variants.iter().filter_map(|variant| variant.ty).collect();
    for &list in &types {
        let Shape::List(item) = api.types[list].shape else { continue };
        if api.types[list].name.is_some() {
            continue;
        }
        let Some(values) = listed(&api.types[item]) else { continue };
        let is_same = |one: Id<Type>| one != item && listed(&api.types[one]).is_some_and(|found| found == values);
        if let Some(one) = types.iter().copied().find(|&one| is_same(one)) {
            api.types[list].shape = Shape::List(one);
        }
    }
}

/// What an enum lists that has no name in the description.
fn listed(ty: &Type) -> Option<Vec<&Literal>> {
    match &ty.shape {
        Shape::Enum(one) if ty.name.as_ref().is_none_or(|name| name.derived) => {
            Some(one.values.iter().map(|value| &value.value).collect())
        }
        _ => None,
    }
}

impl Namer {
    /// Names what is a value of `member` or an item of it, where one of the alternatives of the choice is a list of another:
    /// it is called as the member, and is one type for all members of that name which list the same.
    pub(super) fn listed(
        &mut self,
        api: &mut Api,
        choice: &mut Choice,
        base: Base<'_>,
        member: &str,
    ) -> Option<Id<Type>> {
        let types: Vec<Id<Type>> = choice.variants.iter().filter_map(|variant| variant.ty).collect();
        let item = types.iter().find_map(|&list| match api.types[list].shape {
            Shape::List(item) if api.types[list].name.is_none() && types.contains(&item) => Some((list, item)),
            _ => None,
        });
        let (list, item) = item.filter(|(_, item)| listed(&api.types[*item]).is_some())?;
        // One word says too little.
        let own = match member.to_snake_case().contains('_') {
            true => member.to_upper_camel_case(),
            false => base.words.to_upper_camel_case(),
        };
        let known = self.values.entry(own.clone()).or_default();
        let values = listed(&api.types[item]);
        let first = known.iter().copied().find(|&one| listed(&api.types[one]) == values);
        let first = first.unwrap_or_else(|| {
            known.push(item);
            item
        });
        if first != item {
            api.types[list].shape = Shape::List(first);
            choice.variants.iter_mut().filter(|it| it.ty == Some(item)).for_each(|it| it.ty = Some(first));
        }
        let what = format!("a value of {}", base.what);
        // The choice itself may be called so.
        let is_had = self.barred.contains(&own) || base.words.to_upper_camel_case() == own;
        let (words, short) = match is_had {
            true => (format!("{} Item", base.words), base.short),
            false => (member.to_owned(), Some(own.as_str())),
        };
        self.one(api, first, Base { words: &words, what: &what, short, member: None, ..base });
        Some(first)
    }
}
