//! Round trips of JSON: for each crate a program that reads values of all its models and writes them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::tests::json::judge::Reading;
use ::tests::json::models::Model;
use ::tests::json::program;
use ::tests::json::trip::{Exception, Fate, Trips};

use super::check::Workspace;
use super::child;
use super::floor::Figure;
use super::outcome::Outcome;
use super::table::{self, Causes};
use super::trip::put;

/// What came of the models of a document.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// How many models there are.
    pub(crate) models: usize,
    /// Those for which no valid value could be made.
    pub(crate) without: Vec<(Model, String)>,
    /// How many values were taken.
    pub(crate) values: usize,
    /// How many of them say more than their schemas do, and were not judged.
    pub(crate) beyond: usize,
    /// Models whose schemas let nothing in by the letter, and were read as they are meant.
    pub(crate) meant: Vec<Model>,
    /// How many were made that their own schema refuses.
    pub(crate) refused: usize,
    /// What did not come back as it was.
    pub(crate) exceptions: Vec<Exception>,
    /// Why nothing was taken at all.
    pub(crate) failed: Option<String>,
}

/// Takes values of all models through the crate of `outcome`.
pub(crate) fn run(outcome: &Outcome, entry: &Path, out: &Path) -> Result<Judged, String> {
    let trips = match Trips::new(entry, &outcome.report.models) {
        Ok(trips) => trips,
        Err(why) => return Ok(Judged { failed: Some(why), ..Judged::default() }),
    };
    let most_common = |it: &::tests::json::trip::Ready| {
        it.refused
            .iter()
            .max_by_key(|(_, count)| **count)
            .map_or("no value could be made".to_owned(), |(why, _)| why.clone())
    };
    let mut judged = Judged {
        models: outcome.report.models.len(),
        without: trips
            .ready
            .iter()
            .filter(|it| it.samples.is_empty())
            .map(|it| (it.model.clone(), most_common(it)))
            .collect(),
        values: trips.len(),
        beyond: trips.beyond(),
        meant: meant(&trips),
        refused: trips.ready.iter().flat_map(|it| it.refused.values()).sum(),
        ..Judged::default()
    };
    judged.without.extend(trips.nowhere.iter().map(|it| (it.clone(), "there is no schema at its place".to_owned())));
    let types: Vec<String> = trips.ready.iter().map(|it| it.model.rust.clone()).collect();
    match build(&outcome.name, &types, out)? {
        Err(why) => judged.failed = Some(why),
        Ok(program) => {
            let file = child::reports(out)?.join(format!("{}.values", outcome.name));
            fs::write(&file, trips.lines()).map_err(|error| format!("{}: {error}", file.display()))?;
            let output = Command::new(program).arg(&file).output().map_err(|error| format!("the program: {error}"))?;
            let all = child::reports(out)?.join(format!("{}.exceptions", outcome.name));
            judged.exceptions = trips.exceptions(&String::from_utf8_lossy(&output.stdout));
            let line =
                |it: &Exception| format!("{} {} {}\n  {}\n  {}\n", it.cause, it.rust, it.pointer, it.value, it.back);
            let text: String = judged.exceptions.iter().map(line).collect();
            fs::write(&all, text).map_err(|error| format!("{}: {error}", all.display()))?;
        }
    }
    Ok(judged)
}

fn meant(trips: &Trips) -> Vec<Model> {
    let ready = trips.ready.iter().filter(|it| it.reading == Reading::Meaning && !it.samples.is_empty());
    ready.map(|it| it.model.clone()).collect()
}

/// Builds the program of a crate; the inner error is the compiler's.
fn build(name: &str, types: &[String], out: &Path) -> Result<Result<PathBuf, String>, String> {
    let library = child::crate_name(name);
    let package = format!("{library}-models");
    let folder = out.join(format!("{name}.models"));
    let module = library.replace('-', "_");
    let manifest = fs::read_to_string(out.join(name).join("Cargo.toml")).unwrap_or_default();
    // All groups, or the one that there is, and neither TLS nor tracing: the models alone.
    let wanted = |it: &&str| manifest.lines().any(|line| line.starts_with(&format!("{it} =")));
    let features: Vec<&str> = ["full", "client", "json", "xml"].into_iter().filter(wanted).collect();
    let manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         [dependencies]\n{library} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}\n",
    );
    let types: Vec<String> = types.iter().map(|ty| format!("{module}::models::{ty}")).collect();
    put(&folder.join("Cargo.toml"), &manifest)?;
    put(&folder.join("src/main.rs"), &program::text(&format!("{module}::runtime"), &types))?;
    Workspace::new(out)?.build(&package)
}

/// Prints the sum of all documents; the figures in it.
pub(crate) fn summary<'a>(judged: impl Iterator<Item = &'a Judged>) -> Vec<Figure> {
    let all: Vec<&Judged> = judged.collect();
    let sum = |count: &dyn Fn(&Judged) -> usize| all.iter().map(|it| count(it)).sum::<usize>();
    let fate = |fate: Fate| sum(&|it| it.exceptions.iter().filter(|one| one.fate == fate).count());
    let failed = sum(&|it| usize::from(it.failed.is_some()));
    let (models, untried) = (sum(&|it| it.models), sum(&|it| it.without.len()));
    let (values, beyond) = (sum(&|it| it.values), sum(&|it| it.beyond));
    let exceptions = sum(&|it| it.exceptions.len());
    let say = table::grouped;
    table::say(&format!(
        "trips: {} documents ({failed} more failed), {} models ({} without a value, {} read as meant), {} values: {} judged, {} beyond their \
         schemas; {} refused, {} lost, {} changed, {} invalid",
        all.len() - failed,
        say(models),
        say(untried),
        say(sum(&|it| it.meant.len())),
        say(values),
        say(values - beyond),
        say(beyond),
        say(fate(Fate::Refused)),
        say(fate(Fate::Lost)),
        say(fate(Fate::Changed)),
        say(fate(Fate::Invalid)),
    ));
    vec![
        Figure::least("failed", failed),
        Figure::most("models", models - untried),
        Figure::most("values", values),
        Figure::least("exceptions", exceptions),
    ]
}

/// The heads of [`cells`].
pub(crate) const HEAD: [&str; 5] = ["models", "untried", "values", "not made", "exceptions"];

/// The cells of a row.
pub(crate) fn cells(judged: Option<&Judged>) -> [String; 5] {
    match judged {
        None => [(); 5].map(|()| "-".to_owned()),
        Some(Judged { failed: Some(_), models, .. }) => {
            [models.to_string(), "-".to_owned(), "-".to_owned(), "-".to_owned(), "FAIL".to_owned()]
        }
        Some(it) => [it.models, it.without.len(), it.values, it.refused, it.exceptions.len()].map(|it| it.to_string()),
    }
}

/// Prints what did not come back, by cause.
pub(crate) fn print_causes<'a>(judged: impl Iterator<Item = (&'a str, &'a Judged)>) {
    let (mut failed, mut without, mut exceptions) = <(Causes, Causes, Causes)>::default();
    let mut meant = Causes::default();
    for (name, it) in judged {
        if let Some(why) = &it.failed {
            failed.add(&table::pattern(why), name, || why.clone());
        }
        for (model, why) in &it.without {
            let cause = if why.contains(':') { "every value is refused by its schema" } else { why };
            without.add(cause, name, || format!("{} {}\n         {why}", model.rust, model.pointer));
        }
        for model in &it.meant {
            let cause = "alternatives overlap, or members are forbidden that a part combined with it has";
            meant.add(cause, name, || format!("{} {}", model.rust, model.pointer));
        }
        for one in &it.exceptions {
            exceptions.add(&one.cause, name, || {
                format!(
                    "{} {}\n         {}\n         {}",
                    one.rust,
                    one.pointer,
                    short(&one.value.to_string()),
                    short(&one.back)
                )
            });
        }
    }
    failed.print("Documents whose models could not be tried");
    without.print("Models without a value");
    meant.print("Models whose schemas let nothing in by the letter, read as they are meant");
    exceptions.print("Values that did not come back as they were");
}

fn short(text: &str) -> String {
    match text.char_indices().nth(600) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
