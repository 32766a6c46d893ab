//! The corpus of XML Schemas: crates of types, and documents taken through them and back.

use std::fs;
use std::path::{Path, PathBuf};

use super::Run;
use super::compare::Verdict;
use super::floor::Figure;
use super::manifest::{self, Document};
use super::outcome::{self, Outcome};
use super::table::{self, Causes};
use super::trip::{self, Arrival, Trip};

/// What came of a set of schemas.
struct Row {
    document: Document,
    outcome: Outcome,
    /// The documents of the set, and what came of each; empty without `--check`.
    trips: Vec<Trip>,
}

/// Runs the corpus; whether all is at least as good as it has to be.
pub(crate) fn run(run: &Run) -> Result<bool, String> {
    let documents = manifest::select(manifest::read(&run.dir, true)?, run)?;
    let out = run.out("xsd");
    let mut rows = Vec::new();
    for document in documents {
        let outcome = outcome::generate(&document.name, std::slice::from_ref(&document.entry), run, &out)?;
        rows.push(Row { document, outcome, trips: Vec::new() });
    }
    if run.check {
        outcome::check(rows.iter_mut().map(|row| &mut row.outcome).collect(), &out, run.tool())?;
        for row in &mut rows {
            let instances = instances(&run.dir.join(&row.document.name))?;
            table::progress(&format!("taking {} documents through {}", instances.len(), row.document.name));
            row.trips = if row.outcome.compiles() && !instances.is_empty() {
                trip::run(&row.outcome, &row.document.entry, &instances, run.serde, &out)?
            } else {
                let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let failed = || Arrival::Failed("there is no crate that compiles".to_owned());
                instances.iter().map(|path| Trip { name: name(path), end: failed(), valid: None }).collect()
            };
        }
    }
    print_rows(&rows, run.check);
    if run.causes {
        print_causes(&rows);
    }
    outcome::is_enough(run, "xsd", &summary(&rows, run.check))
}

/// The documents beside a set of schemas, by name.
fn instances(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = folder.join("instances");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

impl Row {
    fn verdicts(&self, wanted: Verdict) -> usize {
        self.trips.iter().filter(|it| matches!(&it.end, Arrival::Back(verdict, _) if *verdict == wanted)).count()
    }

    fn failed(&self) -> usize {
        self.trips.iter().filter(|it| matches!(it.end, Arrival::Failed(_))).count()
    }

    fn judged(&self) -> usize {
        self.trips.iter().filter(|it| it.valid.is_some()).count()
    }

    fn valid(&self) -> usize {
        self.trips.iter().filter(|it| it.valid == Some(true)).count()
    }
}

fn print_rows(rows: &[Row], checked: bool) {
    let mut head = vec!["set", "types"];
    head.extend(outcome::HEAD);
    if checked {
        head.extend(outcome::COMPILER_HEAD);
        head.extend(["documents", "same", "same value", "more", "reordered", "lost", "failed", "valid"]);
    }
    let cells = |row: &Row| {
        let mut cells = vec![row.document.name.clone(), row.outcome.report.types.to_string()];
        cells.extend(row.outcome.cells());
        if checked {
            cells.extend(row.outcome.compiler_cells());
            cells.push(row.trips.len().to_string());
            let verdicts = [Verdict::Same, Verdict::SameValue, Verdict::Added, Verdict::Reordered, Verdict::Lost];
            cells.extend(verdicts.map(|verdict| row.verdicts(verdict).to_string()));
            cells.push(row.failed().to_string());
            let (valid, judged) = (row.valid(), row.judged());
            cells.push(if judged == 0 { "not judged".to_owned() } else { format!("{valid}/{judged}") });
        }
        cells
    };
    table::print(&head, &rows.iter().map(cells).collect::<Vec<_>>());
}

fn print_causes(rows: &[Row]) {
    outcome::print_failures(rows.iter().map(|row| &row.outcome));
    let (mut failed, mut differ, mut invalid) = <(Causes, Causes, Causes)>::default();
    for row in rows {
        let set = &row.document.name;
        for it in &row.trips {
            match &it.end {
                Arrival::Failed(why) => failed.add(&table::pattern(why), set, || format!("{}: {why}", it.name)),
                Arrival::Back(Verdict::Same | Verdict::SameValue, _) => {}
                Arrival::Back(verdict, what) => {
                    differ.add(&format!("{verdict:?}: {what}"), set, || it.name.clone());
                }
            }
            if it.valid == Some(false) {
                invalid.add("what was written is not valid", set, || it.name.clone());
            }
        }
    }
    failed.print("Documents that were not read or not written");
    differ.print("Documents that came back otherwise");
    invalid.print("Documents that are not valid any more");
    outcome::print_said(rows.iter().map(|row| &row.outcome));
}

/// Prints the last line; the figures in it.
fn summary(rows: &[Row], checked: bool) -> Vec<Figure> {
    let outcomes: Vec<&Outcome> = rows.iter().map(|row| &row.outcome).collect();
    let (mut text, mut figures) = outcome::totals(&outcomes, checked, "sets");
    if checked {
        let sum = |count: fn(&Row) -> usize| rows.iter().map(count).sum::<usize>();
        let documents = sum(|row| row.trips.len());
        let whole = sum(|row| row.trips.iter().filter(|it| it.is_whole()).count());
        let same = sum(|row| row.verdicts(Verdict::Same));
        let (valid, judged) = (sum(Row::valid), sum(Row::judged));
        text.push_str(&format!(
            ", {whole}/{documents} documents round-trip, {same} of them to the letter, {valid}/{judged} judged valid"
        ));
        figures.extend([
            Figure::most("round-trips", whole),
            Figure::most("lexically-exact", same),
            Figure::most("valid", valid),
        ]);
    }
    table::say(&format!("\nxsd: {text}"));
    figures
}
