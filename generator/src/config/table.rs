//! Reads the entries of a TOML table by name and type, and says of all the others that they are not known.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diag::{Code, Diagnostics};
use crate::pass::overlay::Entry;
use crate::source::{FileId, Place, Sources};

/// A key is not known.
pub const UNKNOWN: Code = Code("CF0003");
/// A value has the wrong type.
pub const WRONG_TYPE: Code = Code("CF0004");
/// A key is missing.
pub const MISSING: Code = Code("CF0005");

/// What a table needs to make places and to complain.
pub(super) struct Context<'a> {
    pub(super) sources: &'a Sources,
    pub(super) file: FileId,
    pub(super) diags: &'a mut Diagnostics,
}

impl Context<'_> {
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        self.sources.span(self.file, span)
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::Array(_) => "a list",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Float(_) | DeValue::Integer(_) => "a number",
            DeValue::String(_) => "text",
            DeValue::Table(_) => "a table",
        };
        let place = self.place(value.span());
        self.diags.error(WRONG_TYPE, place, format!("expected {wanted}, found {found}")).label(format!("not {wanted}"));
    }
}

/// A table of which the known keys are read one by one; [`Table::finish`] complains about the rest.
pub(super) struct Table<'t, 'i> {
    /// What it is called in messages.
    name: String,
    place: Place,
    /// In the order of the file.
    entries: Vec<(&'t Spanned<Cow<'i, str>>, &'t Spanned<DeValue<'i>>)>,
    known: Vec<&'static str>,
}

impl<'t, 'i> Table<'t, 'i> {
    /// The table with this content, called `name` in messages.
    pub(super) fn new(name: impl Into<String>, place: Place, table: &'t DeTable<'i>) -> Self {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        Table { name: name.into(), place, entries, known: Vec::new() }
    }

    /// Where the table stands.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Whether there is an entry `key`; it counts as known from now on.
    pub(super) fn has(&mut self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        self.entries.iter().find(|(known, _)| known.get_ref() == key).map(|(_, value)| *value)
    }

    /// Text.
    pub(super) fn text(&mut self, key: &'static str, cx: &mut Context<'_>) -> Option<Entry<String>> {
        text(self.get(key)?, cx)
    }

    /// Text that must be there.
    pub(super) fn required(&mut self, key: &'static str, cx: &mut Context<'_>) -> Option<Entry<String>> {
        if !self.has(key) {
            self.missing(&format!("`{key}`"), cx);
        }
        self.text(key, cx)
    }

    /// Says that something is missing in the table.
    pub(super) fn missing(&self, what: &str, cx: &mut Context<'_>) {
        cx.diags.error(MISSING, self.place, format!("{} has no {what}", self.name));
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self, key: &'static str, cx: &mut Context<'_>) -> Option<Entry<bool>> {
        let value = self.get(key)?;
        match value.get_ref().as_bool() {
            Some(it) => Some(Entry { value: it, place: cx.place(value.span()) }),
            None => {
                cx.wrong_type(value, "`true` or `false`");
                None
            }
        }
    }

    /// A list of texts; empty where there is none.
    pub(super) fn texts(&mut self, key: &'static str, cx: &mut Context<'_>) -> Vec<Entry<String>> {
        self.get(key).map(|value| texts(value, cx)).unwrap_or_default()
    }

    /// A list of lists of texts.
    pub(super) fn lists(&mut self, key: &'static str, cx: &mut Context<'_>) -> Option<Entry<Vec<Vec<String>>>> {
        let value = self.get(key)?;
        let Some(list) = value.get_ref().as_array() else {
            cx.wrong_type(value, "a list of lists");
            return None;
        };
        let lists = list.iter().map(|item| texts(item, cx).into_iter().map(|it| it.value).collect()).collect();
        Some(Entry { value: lists, place: cx.place(value.span()) })
    }

    /// A table in the table, called `name` in messages.
    pub(super) fn table(&mut self, key: &'static str, name: &str, cx: &mut Context<'_>) -> Option<Table<'t, 'i>> {
        table(name.to_owned(), self.get(key)?, cx)
    }

    /// A list of tables.
    pub(super) fn tables(&mut self, key: &'static str, name: &str, cx: &mut Context<'_>) -> Vec<Table<'t, 'i>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref().as_array() {
            Some(list) => list.iter().filter_map(|item| table(name.to_owned(), item, cx)).collect(),
            None => {
                cx.wrong_type(value, &format!("a list of tables, `[[{key}]]`"));
                Vec::new()
            }
        }
    }

    /// The entries of a table whose keys are free, in the order of the file, each with the place of its key.
    pub(super) fn free(self, cx: &Context<'_>) -> Vec<(Entry<String>, Value<'t, 'i>)> {
        let key = |key: &Spanned<Cow<'_, str>>| Entry { value: key.get_ref().to_string(), place: cx.place(key.span()) };
        self.entries.iter().map(|(name, value)| (key(name), Value { value })).collect()
    }

    /// Says of every key that was not asked for that it is not known, with the nearest one that is.
    pub(super) fn finish(self, cx: &mut Context<'_>) {
        for (key, _) in self.entries.iter().filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref())) {
            let (key, place) = (key.get_ref(), cx.place(key.span()));
            let said = cx.diags.error(UNKNOWN, place, format!("{} has no key `{key}`", self.name));
            match nearest(key, &self.known) {
                Some(near) => said.label(format!("did you mean `{near}`?")),
                None => said.help(format!("its keys are {}", listed(&self.known))),
            };
        }
    }
}

/// The value of an entry whose key is free.
pub(super) struct Value<'t, 'i> {
    value: &'t Spanned<DeValue<'i>>,
}

impl<'t, 'i> Value<'t, 'i> {
    /// The value as text.
    pub(super) fn text(&self, cx: &mut Context<'_>) -> Option<Entry<String>> {
        text(self.value, cx)
    }

    /// The value as a table, called `name` in messages.
    pub(super) fn table(&self, name: String, cx: &mut Context<'_>) -> Option<Table<'t, 'i>> {
        table(name, self.value, cx)
    }

    /// The value as it is spelled.
    pub(super) fn source<'c>(&self, cx: &Context<'c>) -> Option<&'c str> {
        let sources: &'c Sources = cx.sources;
        sources.file(cx.file).text.get(self.value.span())
    }

    /// Text, or `None` for `true`.
    pub(super) fn text_or_true(&self, cx: &mut Context<'_>) -> Option<Entry<Option<String>>> {
        let place = cx.place(self.value.span());
        match self.value.get_ref() {
            DeValue::Boolean(true) => Some(Entry { value: None, place }),
            DeValue::String(text) => Some(Entry { value: Some(text.to_string()), place }),
            _ => {
                cx.wrong_type(self.value, "text or `true`");
                None
            }
        }
    }
}

fn text(value: &Spanned<DeValue<'_>>, cx: &mut Context<'_>) -> Option<Entry<String>> {
    match value.get_ref().as_str() {
        Some(text) => Some(Entry { value: text.to_owned(), place: cx.place(value.span()) }),
        None => {
            cx.wrong_type(value, "text");
            None
        }
    }
}

fn texts(value: &Spanned<DeValue<'_>>, cx: &mut Context<'_>) -> Vec<Entry<String>> {
    match value.get_ref().as_array() {
        Some(list) => list.iter().filter_map(|item| text(item, cx)).collect(),
        None => {
            cx.wrong_type(value, "a list of texts");
            Vec::new()
        }
    }
}

fn table<'t, 'i>(name: String, value: &'t Spanned<DeValue<'i>>, cx: &mut Context<'_>) -> Option<Table<'t, 'i>> {
    match value.get_ref().as_table() {
        Some(table) => Some(Table::new(name, cx.place(value.span()), table)),
        None => {
            cx.wrong_type(value, "a table");
            None
        }
    }
}

/// What of `known` was probably meant by `word`.
pub(super) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |known: &str| strsim::damerau_levenshtein(&word.to_lowercase(), known);
    let near = known.iter().min_by_key(|known| distance(known))?;
    // A third of the letters may be wrong; a plural or a hyphen always may.
    (distance(near) <= (near.len() / 3).max(1)).then_some(near)
}

/// `` `a`, `b` and `c` ``.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
