//! What every kind of corpus has in common: a crate is generated, compiled, and put into a table.

use std::path::{Path, PathBuf};

use super::Run;
use super::check::{Checked, Tool, Workspace};
use super::child::{self, End, Order, Report, Spot};
use super::floor::{self, Figure};
use super::table::{self, Causes};

/// What came of a description.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The name in the corpus.
    pub(crate) name: String,
    /// How a run without `--lenient` ended; `None` where it was not asked for.
    pub(crate) strict: Option<End>,
    /// How a run with `--lenient` ended; `None` where it was not asked for.
    pub(crate) lenient: Option<End>,
    /// The report of the run that wrote the crate, or of the last that did not.
    pub(crate) report: Report,
    /// What the compiler said; `None` where it was not asked.
    pub(crate) checked: Option<Checked>,
}

/// Generates the crate of the description whose first file is the entry; the others are those that it leads to and that
/// stand elsewhere.
pub(crate) fn generate(name: &str, specs: &[PathBuf], run: &Run, out: &Path) -> Result<Outcome, String> {
    let report_file: PathBuf = child::reports(out)?.join(format!("{name}.generate.json"));
    let order = |lenient: bool| Order {
        spec: specs.to_vec(),
        // A document is what is in its folder of the corpus, whatever part of that is its root.
        allow: Some(run.dir.join(name))
            .filter(|it| it.is_dir())
            .iter()
            .map(|it| it.to_string_lossy().into_owned())
            .collect(),
        out: out.join(name),
        name: child::crate_name(name),
        lenient,
        serde: run.serde,
        checked: run.checked,
        report: report_file.clone(),
    };
    let (mut strict, mut lenient) = (None, None);
    let mut report = Report::default();
    if !run.lenient {
        report = child::spawn(&order(false))?;
        strict = Some(report.end.clone());
    }
    // What a strict run writes, a lenient run writes as well: it differs in where it stops.
    if !run.strict && strict == Some(End::Written) {
        lenient = Some(End::Written);
    } else if !run.strict {
        report = child::spawn(&order(true))?;
        lenient = Some(report.end.clone());
    }
    Ok(Outcome { name: name.to_owned(), strict, lenient, report, checked: None })
}

/// Asks the compiler of all crates that were written, the small ones first: what is wrong with all is soon seen.
pub(crate) fn check(outcomes: Vec<&mut Outcome>, out: &Path, tool: Tool) -> Result<(), String> {
    let workspace = Workspace::new(out)?;
    let mut written: Vec<&mut Outcome> = outcomes.into_iter().filter(|it| it.is_written()).collect();
    written.sort_by_key(|it| it.report.lines);
    for it in written {
        table::progress(&format!("checking {}", it.name));
        it.checked = Some(workspace.check(&it.name, &it.report.hash, tool)?);
    }
    Ok(())
}

impl Outcome {
    /// Whether there is a crate.
    pub(crate) fn is_written(&self) -> bool {
        self.report.end == End::Written
    }

    /// Whether the crate compiles, as far as is known.
    pub(crate) fn compiles(&self) -> bool {
        self.checked.as_ref().is_some_and(|it| it.errors.is_empty())
    }

    fn is_broken(&self) -> bool {
        let broken = |end: &Option<End>| matches!(end, Some(End::Panicked(_) | End::Crashed | End::Failed(_)));
        broken(&self.strict) || broken(&self.lenient)
    }

    fn said(&self, error: bool) -> usize {
        self.report.said.iter().filter(|it| it.error == error).count()
    }

    /// The cells of a row that tell of the generator.
    pub(crate) fn cells(&self) -> [String; 7] {
        let it = &self.report;
        [
            word(self.strict.as_ref()),
            word(self.lenient.as_ref()),
            self.said(true).to_string(),
            self.said(false).to_string(),
            it.lines.to_string(),
            table::seconds(it.usage),
            table::mebibytes(it.usage),
        ]
    }

    /// The cells of a row that tell of the compiler.
    pub(crate) fn compiler_cells(&self) -> [String; 4] {
        let count =
            |count: fn(&Checked) -> usize| self.checked.as_ref().map_or("-".to_owned(), |it| count(it).to_string());
        let usage = self.checked.as_ref().and_then(|it| it.usage);
        [count(|it| it.errors.len()), count(|it| it.warnings.len()), table::seconds(usage), table::mebibytes(usage)]
    }
}

/// The heads of [`Outcome::cells`].
pub(crate) const HEAD: [&str; 7] = ["strict", "lenient", "errors", "warnings", "lines", "CPU s", "MiB"];

/// The heads of [`Outcome::compiler_cells`].
pub(crate) const COMPILER_HEAD: [&str; 4] = ["rustc errors", "warnings", "CPU s", "MiB"];

fn word(end: Option<&End>) -> String {
    let word = match end {
        None => "-",
        Some(End::Written) => "yes",
        Some(End::Refused) => "no",
        Some(End::Failed(_)) => "FAIL",
        Some(End::Panicked(_)) => "PANIC",
        Some(End::Crashed) => "CRASH",
    };
    word.to_owned()
}

/// A place for people.
pub(crate) fn place(spot: &Spot) -> String {
    format!("{}:{} {}", spot.file, spot.line, spot.pointer).trim_end().to_owned()
}

/// Prints what broke, and what the compiler said.
pub(crate) fn print_failures<'a>(outcomes: impl Iterator<Item = &'a Outcome>) {
    let (mut ends, mut errors, mut lints) = <(Causes, Causes, Causes)>::default();
    for it in outcomes {
        for end in it.strict.iter().chain(&it.lenient) {
            match end {
                End::Failed(message) | End::Panicked(message) => {
                    ends.add(&table::pattern(message), &it.name, || message.clone());
                }
                End::Crashed => ends.add("the process crashed", &it.name, String::new),
                End::Written | End::Refused => {}
            }
        }
        let Some(checked) = &it.checked else { continue };
        for (causes, messages) in [(&mut errors, &checked.errors), (&mut lints, &checked.warnings)] {
            for message in messages {
                causes.add(&format!("{} {}", message.code, table::pattern(&message.text)), &it.name, || {
                    format!("{}\n         {}: {}", message.text, message.at, message.line)
                });
            }
        }
    }
    ends.print("Panics and failures of the generator");
    errors.print("Errors of rustc");
    lints.print("Warnings of rustc");
}

/// Prints what the generator said of the descriptions.
pub(crate) fn print_said<'a>(outcomes: impl Iterator<Item = &'a Outcome>) {
    let (mut errors, mut warnings) = <(Causes, Causes)>::default();
    for it in outcomes {
        for said in &it.report.said {
            let causes = if said.error { &mut errors } else { &mut warnings };
            causes.add(&format!("{} {}", said.code, table::pattern(&said.message)), &it.name, || {
                format!("{}\n         {}", said.message, place(&said.spot))
            });
        }
    }
    errors.print("Errors in the descriptions");
    warnings.print("Warnings about the descriptions");
}

/// The figures that every kind has, and the words for them.
pub(crate) fn totals(outcomes: &[&Outcome], checked: bool, noun: &str) -> (String, Vec<Figure>) {
    let count = |is: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|it| is(it)).count();
    let strict = count(&|it| it.strict == Some(End::Written));
    let lenient = count(&|it| it.lenient == Some(End::Written));
    let panics = count(&|it| it.is_broken());
    let compile = count(&|it| it.compiles());
    let clean = count(&|it| it.compiles() && it.checked.as_ref().is_some_and(|it| it.warnings.is_empty()));
    let lines: usize = outcomes.iter().map(|it| it.report.lines).sum();
    let mut figures = vec![
        Figure::most("documents", outcomes.len()),
        Figure::most("strict", strict),
        Figure::most("lenient", lenient),
        Figure::least("panics", panics),
        Figure::least("lines", lines),
    ];
    let compiled = if checked {
        figures.extend([Figure::most("compile", compile), Figure::most("clean", clean)]);
        format!("{compile} compile, {clean} without a warning")
    } else {
        "not compiled".to_owned()
    };
    let text = format!(
        "{} {noun}, {strict} generate strictly, {lenient} lenient, {compiled}, {panics} panics, {} lines",
        outcomes.len(),
        table::grouped(lines),
    );
    (text, figures)
}

/// Whether the figures are as good as they have to be; says which are not.
pub(crate) fn is_enough(run: &Run, kind: &str, figures: &[Figure]) -> Result<bool, String> {
    match &run.floor {
        // The totals of a part say nothing of the whole.
        Some(file) if !run.is_part() => {
            let missed = floor::missed(file, kind, figures)?;
            missed.iter().for_each(|it| table::complain(it));
            Ok(missed.is_empty())
        }
        _ => Ok(true),
    }
}
