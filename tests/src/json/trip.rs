//! Values of all models of a description, and what came of each on its way through the generated types.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::bundle::Bundle;
use super::judge::Judge;
use super::models::Model;
use super::program;
use super::same::{self, Kind};
use super::sample::{Sample, Sampler};

/// A model, and the values that were made for it.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The model.
    pub model: Model,
    /// Values that are valid.
    pub samples: Vec<Sample>,
    /// Why others were refused by the schema itself, and how many.
    pub refused: BTreeMap<String, usize>,
}

/// All models of a description, made ready.
#[derive(Debug)]
pub struct Trips {
    judge: Judge,
    /// The models, by their numbers.
    pub ready: Vec<Ready>,
    /// Models whose place holds no schema.
    pub nowhere: Vec<Model>,
}

/// What is wrong with a value that came back.
#[derive(Clone, Debug)]
pub struct Exception {
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
        let judge = Judge::new(&bundle, &pointers)?;
        let sampler = Sampler::new(&bundle);
        let mut ready = Vec::new();
        for (number, (model, pointer)) in found.into_iter().zip(&pointers).enumerate() {
            let mut refused = BTreeMap::new();
            let mut samples = sampler.samples(pointer);
            samples.retain(|sample| match judge.fault(number, &sample.value) {
                Some(why) => {
                    *refused.entry(why).or_insert(0) += 1;
                    false
                }
                None => true,
            });
            ready.push(Ready { model, samples, refused });
        }
        Ok(Trips { judge, ready, nowhere })
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ready.iter().map(|it| it.samples.len()).sum()
    }

    /// Whether there is no value at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the program is given.
    pub fn lines(&self) -> String {
        self.each().map(|(number, _, sample)| program::line(number, &sample.value)).collect()
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
            let exception = |cause: String, back: String| Exception {
                rust: ready.model.rust.clone(),
                pointer: ready.model.pointer.clone(),
                cause,
                value: sample.value.clone(),
                back,
            };
            let written = match answer {
                Ok(written) => written,
                Err(why) => {
                    found.push(exception(like(&why), why));
                    continue;
                }
            };
            let mut whole = written.clone();
            restore(sample, &mut whole);
            let differences = same::differences(&sample.value, &whole);
            if let Some(first) = differences.first() {
                let what = match first.kind {
                    Kind::Lost => "lost",
                    Kind::Added => "added",
                    Kind::Changed => "changed",
                };
                found.push(exception(what.to_owned(), format!("{}: {written}", first.pointer)));
            } else if let Some(why) = self.judge.fault(number, &whole) {
                found.push(exception("not valid any more".to_owned(), format!("{why}: {written}")));
            }
        }
        found
    }
}

/// Puts the members back that are never sent, where the object is there that had them.
fn restore(sample: &Sample, written: &mut Value) {
    for pointer in &sample.read_only {
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
