//! Values of all models of a description, and what came of each on its way through the generated types.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::bundle::Bundle;
use super::judge::{Judge, Reading};
use super::models::Model;
use super::program;
use super::same::{self, Kind};
use super::sample::{Sample, Sampler, objects};

/// A model, and the values that were made for it.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The model.
    pub model: Model,
    /// Values that are valid.
    pub samples: Vec<Sample>,
    /// Why others were refused by the schema itself, and how many.
    pub refused: BTreeMap<String, usize>,
    /// How its schema is read.
    pub reading: Reading,
}

/// All models of a description, made ready.
#[derive(Debug)]
pub struct Trips {
    letter: Judge,
    meaning: Option<Judge>,
    /// The models, by their numbers.
    pub ready: Vec<Ready>,
    /// Models whose place holds no schema.
    pub nowhere: Vec<Model>,
}

/// What became of a value that did not come back as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The type did not read it, or not write it.
    Refused,
    /// A part of it did not come back.
    Lost,
    /// A part of it came back as another, or one came that was not there.
    Changed,
    /// What came back does not fit the schema.
    Invalid,
}

/// What is wrong with a value that came back.
#[derive(Clone, Debug)]
pub struct Exception {
    /// What became of it.
    pub fate: Fate,
    /// The type.
    pub rust: String,
    /// Where its schema stands.
    pub pointer: String,
    /// What is wrong, in words that are the same for like things.
    pub cause: String,
    /// The value.
    pub value: Value,
    /// What came back, or what was said.
    pub back: String,
}

impl Trips {
    /// Makes values for `models`, as the description `entry` has them.
    ///
    /// # Errors
    /// A description that cannot be read, or whose schemas cannot.
    pub fn new(entry: &Path, models: &[Model]) -> Result<Trips, String> {
        let bundle = Bundle::read(entry).ok_or("the description cannot be read")?;
        let (mut pointers, mut found, mut nowhere) = (Vec::new(), Vec::new(), Vec::new());
        for model in models {
            match bundle.pointer(&model.file, &model.pointer) {
                Some(pointer) => {
                    pointers.push(pointer);
                    found.push(model.clone());
                }
                None => nowhere.push(model.clone()),
            }
        }
        let letter = Judge::new(&bundle, &pointers, Reading::Letter)?;
        let meaning = Judge::new(&bundle, &pointers, Reading::Meaning).ok();
        let sampler = Sampler::new(&bundle);
        let mut ready = Vec::new();
        for (number, (model, pointer)) in found.into_iter().zip(&pointers).enumerate() {
            let all = sampler.samples(pointer);
            let by = |judge: &Judge, reading: Reading| fitting(judge, reading, number, &model, &all);
            let mut one = by(&letter, Reading::Letter);
            if one.samples.is_empty()
                && let Some(meant) = meaning.as_ref().map(|judge| by(judge, Reading::Meaning))
                && !meant.samples.is_empty()
            {
                one = meant;
            }
            ready.push(one);
        }
        Ok(Trips { letter, meaning, ready, nowhere })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ready.iter().map(|it| it.samples.len()).sum()
    }

    /// The same without the values that say more than their schemas do: for types that are closed to such.
    pub fn closed(mut self) -> Self {
        self.ready.iter_mut().for_each(|it| it.samples.retain(|sample| !sample.beyond));
        self
    }

    /// How many of them say more than their schemas do, and are not for the judge.
    pub fn beyond(&self) -> usize {
        self.each().filter(|(_, _, sample)| sample.beyond).count()
    }

    /// Whether there is no value at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the program is given: every second value with its members in the opposite order, which means nothing.
    pub fn lines(&self) -> String {
        let line = |(at, (number, _, sample)): (usize, (usize, &Ready, &Sample))| match at % 2 {
            0 => program::line(number, &sample.value),
            _ => program::line(number, &turned(&sample.value)),
        };
        self.each().enumerate().map(line).collect()
    }

    fn judge(&self, ready: &Ready) -> &Judge {
        self.meaning.as_ref().filter(|_| ready.reading == Reading::Meaning).unwrap_or(&self.letter)
    }

    fn each(&self) -> impl Iterator<Item = (usize, &Ready, &Sample)> {
        let ready = self.ready.iter().enumerate();
        ready.flat_map(|(number, it)| it.samples.iter().map(move |sample| (number, it, sample)))
    }

    /// Judges what the program printed.
    pub fn exceptions(&self, printed: &str) -> Vec<Exception> {
        let mut lines = printed.lines();
        let mut found = Vec::new();
        for (number, ready, sample) in self.each() {
            let answer = match lines.next() {
                Some(line) => program::answer(line),
                None => Err("the program ended before".to_owned()),
            };
            let exception = |fate: Fate, cause: String, back: String| Exception {
                fate,
                rust: ready.model.rust.clone(),
                pointer: ready.model.pointer.clone(),
                cause,
                value: sample.value.clone(),
                back,
            };
            let written = match answer {
                Ok(written) => written,
                Err(why) => {
                    found.push(exception(Fate::Refused, like(&why), why));
                    continue;
                }
            };
            let mut whole = written.clone();
            restore(sample, &mut whole);
            let differences = same::differences(&sample.value, &whole);
            if let Some(first) = differences.first() {
                let (fate, what) = match first.kind {
                    Kind::Lost => (Fate::Lost, "lost"),
                    Kind::Added => (Fate::Changed, "added"),
                    Kind::Changed => (Fate::Changed, "changed"),
                };
                found.push(exception(fate, what.to_owned(), format!("{}: {written}", first.pointer)));
            } else if let Some(why) = self.judge(ready).fault(number, &whole).filter(|_| !sample.beyond) {
                found.push(exception(Fate::Invalid, "not valid any more".to_owned(), format!("{why}: {written}")));
            }
        }
        found
    }
}

/// What of `all` the judge lets pass.
fn fitting(judge: &Judge, reading: Reading, number: usize, model: &Model, all: &[Sample]) -> Ready {
    let mut refused = BTreeMap::new();
    let mut samples = all.to_vec();
    samples.retain(|sample| match judge.fault(number, &without_new(&sample.value)) {
        Some(_) if sample.beyond && !has_new(&sample.value) => true,
        Some(why) => {
            *refused.entry(why).or_insert(0) += 1;
            false
        }
        None => true,
    });
    // Where the schema lets in nothing that can be made, it is at odds with itself, and so is what goes beyond it.
    if samples.iter().all(|sample| sample.beyond) {
        samples.clear();
    }
    Ready { model: model.clone(), samples, refused, reading }
}

/// Whether there is a member in the value that no schema has.
fn has_new(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(has_new),
        Value::Object(members) => members.iter().any(|(name, value)| name == objects::NEW || has_new(value)),
        _ => false,
    }
}

/// The value without such members: what the judge can say something of.
fn without_new(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_new).collect(),
        Value::Object(members) => {
            let known = members.iter().filter(|(name, _)| *name != objects::NEW);
            known.map(|(name, value)| (name.clone(), without_new(value))).collect()
        }
        other => other.clone(),
    }
}

/// The value with the members of all its objects in the opposite order.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(turned).collect(),
        Value::Object(members) => members.iter().rev().map(|(name, value)| (name.clone(), turned(value))).collect(),
        other => other.clone(),
    }
}

/// Puts the members back that need not come, where the object is there that had them.
fn restore(sample: &Sample, written: &mut Value) {
    for pointer in &sample.unsent {
        let Some((parent, name)) = pointer.rsplit_once('/') else { continue };
        let name = name.replace("~1", "/").replace("~0", "~");
        let (Some(value), Some(Value::Object(members))) = (sample.value.pointer(pointer), written.pointer_mut(parent))
        else {
            continue;
        };
        members.entry(name).or_insert_with(|| value.clone());
    }
}

/// A message without what differs from one value to the next.
fn like(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or_default();
    let quoted: Vec<&str> =
        message.split('`').enumerate().map(|(at, part)| if at % 2 == 1 { "_" } else { part }).collect();
    let text = quoted.join("`");
    let quoted: Vec<&str> =
        text.split('"').enumerate().map(|(at, part)| if at % 2 == 1 { "_" } else { part }).collect();
    let text = quoted.join("\"");
    // The members on the way to the fault come first.
    let last = text.rsplit(": ").next().unwrap_or_default().to_owned();
    let first = text.split(": ").next().unwrap_or_default();
    if text.contains("fits none of") {
        "not read: fits none of the possible types".to_owned()
    } else {
        format!("{first}: {last}")
    }
}
