//! What there is to say about the input: collected while a stage runs, said all at once, each with its place.

pub mod machine;
pub mod render;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::source::{FileId, Place, Sources};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something was done differently from what the input says, or the input is doubtful; the text says which.
    Warning,
    /// The input cannot be honoured; nothing is written (in lenient mode: all but this is written).
    Error,
}

/// A stable name for one kind of diagnostic: two letters for the language and four digits, such as `OA0123`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A second place that explains the first.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there, in a few words.
    pub text: String,
}

/// One thing to say.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// Which kind it is.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What to write under the place, if more than the message.
    pub label: Option<String>,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// What follows from it: what was done instead.
    pub notes: Vec<String>,
    /// How to mend it.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Says what to write under the place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = Some(text.into());
        self
    }

    /// Adds a second place.
    pub fn also(&mut self, place: Place, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Says what follows.
    pub fn note(&mut self, text: impl Into<String>) -> &mut Self {
        self.notes.push(text.into());
        self
    }

    /// Says how to mend it.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help.push(text.into());
        self
    }
}

/// Everything that a run has to say, in the order in which it was found.
#[derive(Clone, Default, Debug)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Nothing to say yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that the input at `place` cannot be honoured.
    pub fn error(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.say(Level::Error, code, place, message)
    }

    /// Says that the input at `place` is doubtful, or was honoured differently.
    pub fn warning(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.say(Level::Warning, code, place, message)
    }

    /// Says one or the other.
    pub fn say(&mut self, level: Level, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        let at = self.all.len();
        self.all.push(Diagnostic {
            level,
            code,
            message: message.into(),
            place,
            label: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
        });
        &mut self.all[at]
    }

    /// All of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// All of them as they are shown: file by file in the order in which the files were first spoken of, within a file
    /// in the order in which they were found, and what is the same to the letter, in the same lines, only once: what YAML
    /// aliases stand for is read at each of them, and written once.
    pub fn in_order(&self, sources: &Sources) -> Vec<&Diagnostic> {
        let mut seen = HashSet::new();
        let mut written: HashMap<Option<(FileId, Range<usize>)>, Place> = HashMap::new();
        let mut first_there = |place: Place| {
            let spot = sources.locate(place).map(|it| (it.file, it.span));
            *written.entry(spot).or_insert(place)
        };
        let mut is_new = |diagnostic: &Diagnostic| {
            let mut shown = diagnostic.clone();
            shown.place = first_there(shown.place);
            shown.labels.iter_mut().for_each(|label| label.place = first_there(label.place));
            seen.insert(shown)
        };
        let mut files: Vec<Option<FileId>> = Vec::new();
        let mut shown: Vec<(usize, &Diagnostic)> = Vec::new();
        for diagnostic in self.all.iter().filter(|diagnostic| is_new(diagnostic)) {
            let file = sources.file_of(diagnostic.place);
            let at = files.iter().position(|known| *known == file).unwrap_or_else(|| {
                files.push(file);
                files.len() - 1
            });
            shown.push((at, diagnostic));
        }
        shown.sort_by_key(|(file, _)| *file);
        shown.into_iter().map(|(_, diagnostic)| diagnostic).collect()
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.all.iter().filter(|d| d.level == Level::Error).count()
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// Makes warnings of the errors from the `since`-th diagnostic on: what they speak of was gone past.
    pub fn excuse(&mut self, since: usize) {
        self.all.iter_mut().skip(since).for_each(|diagnostic| diagnostic.level = Level::Warning);
    }

    /// Forgets what is said of places that `is_gone`.
    pub fn forget(&mut self, is_gone: impl Fn(Place) -> bool) {
        self.all.retain(|diagnostic| !is_gone(diagnostic.place));
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Forgets what is said again: of one kind, at one place, in the same words.
    pub fn forget_repeats(&mut self) {
        let mut seen = HashSet::new();
        self.all.retain(|d| seen.insert((d.code, d.place, d.message.clone())));
    }

    /// Adds all that another run has to say.
    pub fn append(&mut self, mut other: Diagnostics) {
        self.all.append(&mut other.all);
    }
}
