//! Gives a name to every type that needs one and has none, made from where it stands, and says where that is where the
//! description says nothing of it.

mod listed;
mod said;

use foldhash::{HashMap, HashSet};
use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::ir::media_type;
use crate::ir::status::status_word;
use crate::ir::{Api, Doc, Id, Media, Name, Operation, Rest, Shape, StatusPattern, Type};
use listed::join_item;
use said::{call, code, is_repeated, letters, sentence, shown, within};

/// How often names are made again, because a shorter one was had by another.
const ROUNDS: usize = 8;

/// Names inline types: `CertificateList` + field `items` + `Item`, `CertificatesAdd` + `Request`. What begins with the words
/// of what it stands in does not repeat them: `Pet` + `pet_kind` is `PetKind`, where nothing else is called so.
///
/// Named types are walked first, so that an inline type belongs to the component in which it stands, whoever else uses it.
pub fn name(api: &mut Api) {
    for id in api.types.ids() {
        if let Shape::Choice(_) = &api.types[id].shape {
            join_item(api, id);
        }
    }
    let mut namer = Namer::default();
    for _ in 0..ROUNDS {
        namer.all(api);
        let mut count: HashMap<String, usize> = HashMap::default();
        for name in api.types.iter().filter_map(|(_, ty)| ty.name.as_ref()) {
            *count.entry(name.for_code().to_upper_camel_case()).or_default() += 1;
        }
        let is_had = |name: &str| count.get(name).is_some_and(|count| *count > 1);
        let had = namer.made.iter().filter(|made| is_had(&made.name)).filter_map(|made| made.short.clone());
        let had: Vec<String> = had.collect();
        if had.is_empty() {
            break;
        }
        namer.barred.extend(had);
        for made in std::mem::take(&mut namer.made) {
            api.types[made.id].name = None;
        }
    }
    for made in namer.made {
        let ty = &mut api.types[made.id];
        if ty.doc.summary.as_deref().is_some_and(|title| is_repeated(title, &made)) {
            ty.doc.summary = None;
        }
        if ty.doc.is_empty() {
            ty.doc = Doc::of(sentence(&made.what));
        }
    }
}

/// Where a type stands that has no name.
#[derive(Clone, Copy)]
struct Base<'a> {
    /// The words of its name.
    words: &'a str,
    /// What that is, within a sentence.
    what: &'a str,
    /// The namespace of what it stands in, where that is apart.
    namespace: Option<&'a str>,
    /// The name that stands for the words of more, where it does.
    short: Option<&'a str>,
    /// The member that it is the value of.
    member: Option<&'a str>,
    /// The title that FastAPI gives what the operation answers.
    operation: Option<&'a str>,
}

/// A name that was made.
struct Made {
    id: Id<Type>,
    /// As Rust spells it.
    name: String,
    words: String,
    what: String,
    short: Option<String>,
    operation: Option<String>,
}

#[derive(Default)]
struct Namer {
    /// Short names that others have, too.
    barred: HashSet<String>,
    /// What is a value of a member or an item of it, by the name of the member.
    values: HashMap<String, Vec<Id<Type>>>,
    made: Vec<Made>,
}

impl Namer {
    fn all(&mut self, api: &mut Api) {
        for id in api.types.ids() {
            if let Some(name) = api.types[id].name.clone() {
                let namespace = name.namespace.clone().filter(|_| api.apart(&name).is_some());
                let base = Base {
                    words: name.for_code(),
                    what: &shown(&name),
                    namespace: namespace.as_deref(),
                    short: None,
                    member: None,
                    operation: None,
                };
                self.parts(api, id, base);
            }
        }
        for id in api.operations.ids() {
            self.operation(api, id);
        }
    }

    /// The words of `child` in `base`, and the name that they are where words that both begin with stand there once.
    fn under(&self, base: &str, child: &str) -> (String, Option<String>) {
        let (above, own) = (base.to_snake_case(), child.to_snake_case());
        let [above, own] = [&above, &own].map(|words| words.split('_').collect::<Vec<_>>());
        let alike = above.iter().zip(&own).take_while(|(one, other)| one == other).count();
        let rest = own.get(alike..).unwrap_or_default();
        let is_name = rest.first().is_some_and(|word| word.starts_with(char::is_alphabetic));
        let words = match is_name {
            // A word that both begin with may be there by chance.
            true if alike == above.len() => child.to_owned(),
            true if alike > 1 => format!("{base} {}", rest.join(" ")),
            _ => return (format!("{base} {child}"), None),
        };
        let name = words.to_upper_camel_case();
        match self.barred.contains(&name) {
            true => (format!("{base} {child}"), None),
            false => (words, Some(name)),
        }
    }

    fn operation(&mut self, api: &mut Api, id: Id<Operation>) {
        let operation = api.operations[id].clone();
        let group = operation.group.as_ref().map_or("", |group| group.for_code());
        let (mut base, mut short) = self.under(group, operation.name.for_code());
        let once = group.to_upper_camel_case();
        if once == operation.name.for_code().to_upper_camel_case() && !self.barred.contains(&once) {
            (base, short) = (group.to_owned(), Some(once));
        }
        let call = call(&operation);
        let title = operation.id.as_deref().map(|id| format!("response{}", letters(id)));
        let plain = Base {
            words: "",
            what: "",
            namespace: None,
            short: short.as_deref(),
            member: None,
            operation: title.as_deref(),
        };
        for param in &operation.params {
            let what = format!("the parameter {} of {call}", code(&param.name.text));
            let words = format!("{base} {}", param.name.for_code());
            let member = Some(param.name.for_code());
            self.one(api, param.ty, Base { words: &words, what: &what, member, ..plain });
        }
        if let Some(request) = &operation.request {
            for media in &request.media {
                let (words, what) = (format!("{base} Request"), format!("the body of {call}"));
                self.payload(api, media, Base { words: &words, what: &what, ..plain });
            }
        }
        let failures: Vec<StatusPattern> = operation.answers().1.iter().map(|failure| failure.status).collect();
        for response in &operation.responses {
            let several = || {
                let successes = operation.responses.iter().filter(|r| r.status.is_success() && !r.media.is_empty());
                successes.count() > 1
            };
            let (word, what) = match response.status {
                status if status.is_success() && !several() => ("Response".to_owned(), format!("the answer of {call}")),
                StatusPattern::Default => ("Error".to_owned(), format!("the error of {call}")),
                status => {
                    let what = match status {
                        StatusPattern::Code(code) => format!("the answer of {call} with the status {code}"),
                        _ => format!("an answer of {call}"),
                    };
                    (status_word(status), what)
                }
            };
            let usual = format!("{base} {word}");
            for media in &response.media {
                // An error may be read as several types: those of the further media types are called after these.
                let is_further = failures.contains(&response.status)
                    && response.media.first().is_some_and(|first| first.payload != media.payload);
                let words = match is_further {
                    true => format!("{usual} {}", media_type::words(&media.media_type)),
                    false => usual.clone(),
                };
                self.payload(api, media, Base { words: &words, what: &what, ..plain });
            }
            for header in &response.headers {
                let words = format!("{base} {}", header.name.for_code());
                let what = format!("the header {} of {what}", code(&header.name.text));
                self.one(api, header.ty, Base { words: &words, what: &what, ..plain });
            }
        }
    }

    fn payload(&mut self, api: &mut Api, media: &Media, base: Base<'_>) {
        if let Some(ty) = media.payload.ty() {
            self.one(api, ty, base);
        }
    }

    /// Names `id` if it needs a name and has none, and then what is in it.
    fn one(&mut self, api: &mut Api, id: Id<Type>, base: Base<'_>) {
        if api.types[id].name.is_some() {
            return;
        }
        let ty = &api.types[id];
        if ty.checked.is_some() || matches!(ty.shape, Shape::Record(_) | Shape::Enum(_) | Shape::Choice(_)) {
            let words: Vec<&str> = base.words.split_whitespace().collect();
            let name = Name { namespace: base.namespace.map(str::to_owned), ..Name::derived(words.join(" ")) };
            self.made.push(Made {
                id,
                name: name.text.to_upper_camel_case(),
                words: base.words.to_owned(),
                what: base.what.to_owned(),
                short: base.short.map(str::to_owned),
                operation: base.operation.map(str::to_owned),
            });
            api.types[id].name = Some(name);
        }
        self.parts(api, id, base);
    }

    /// Names what stands in `base` as `child`, which is `what` of it.
    fn inner(&mut self, api: &mut Api, id: Id<Type>, base: Base<'_>, child: &str, what: &str) {
        let (words, short) = self.under(base.words, child);
        let what = within(what, base.what);
        let short = short.as_deref().or(base.short);
        self.one(api, id, Base { words: &words, what: &what, short, member: None, ..base });
    }

    fn parts(&mut self, api: &mut Api, id: Id<Type>, base: Base<'_>) {
        match api.types[id].shape.clone() {
            Shape::List(item) => self.inner(api, item, base, "Item", "an item"),
            Shape::Map(value) => self.inner(api, value, base, "Value", "a value"),
            Shape::Nullable(ty) | Shape::Alias(ty) => {
                let words = format!("{} Value", base.words);
                self.one(api, ty, Base { words: &words, ..base });
            }
            Shape::InText(ty) => self.one(api, ty, base),
            Shape::Tuple { items, rest } => {
                for (position, item) in items.into_iter().enumerate() {
                    let number = position + 1;
                    self.inner(api, item, base, &format!("Item{number}"), &format!("item {number}"));
                }
                if let Some(rest) = rest {
                    self.inner(api, rest, base, "Rest", "a further item");
                }
            }
            Shape::Record(record) => {
                for field in &record.fields {
                    let (words, short) = self.under(base.words, field.name.for_code());
                    let what = within(&code(&field.name.text), base.what);
                    let (short, member) = (short.as_deref().or(base.short), Some(field.name.for_code()));
                    self.one(api, field.ty, Base { words: &words, what: &what, short, member, ..base });
                }
                if let Rest::Kept(ty) = record.rest {
                    self.inner(api, ty, base, "Value", "another member");
                }
            }
            Shape::Choice(choice) => {
                let mut choice = choice;
                let listed = base.member.and_then(|member| self.listed(api, &mut choice, base, member));
                api.types[id].shape = Shape::Choice(choice.clone());
                for variant in &choice.variants {
                    let Some(ty) = variant.ty else { continue };
                    let is_list = matches!(api.types[ty].shape, Shape::List(item) if Some(item) == listed);
                    if is_list || Some(ty) == listed {
                        continue;
                    }
                    let what = format!("the alternative {}", shown(&variant.name));
                    self.inner(api, ty, base, variant.name.for_code(), &what);
                }
            }
            Shape::Scalar(_) | Shape::Any | Shape::Never | Shape::Enum(_) | Shape::Foreign(_) => {}
        }
    }
}
