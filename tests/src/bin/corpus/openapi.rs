//! The corpus of OpenAPI documents: what of each was written, and what was not.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Run;
use super::child::{Report, Spot};
use super::count::{self, Counted};
use super::degraded;
use super::floor::Figure;
use super::manifest::{self, Document};
use super::models::{self, Judged};
use super::outcome::{self, Outcome};
use super::table::{self, Causes};
use ::tests::tree::{At, Trees};

/// What came of a document.
struct Row {
    version: String,
    /// The operations that stand in the document.
    operations: Vec<Counted>,
    /// Those of them that are not in the crate.
    missing: Vec<Counted>,
    /// Types that are any value without the description saying so: the cause and the place.
    degraded: Vec<(String, Spot)>,
    outcome: Outcome,
    /// What came of its models; `None` where they were not tried.
    judged: Option<Judged>,
    entry: PathBuf,
}

/// Runs the corpus; whether all is at least as good as it has to be.
pub(crate) fn run(run: &Run) -> Result<bool, String> {
    let documents = manifest::select(manifest::read(&run.dir, false)?, run)?;
    let out = run.out("openapi");
    let mut rows = Vec::new();
    for document in documents {
        rows.push(generate(document, run, &out)?);
    }
    if run.check {
        outcome::check(rows.iter_mut().map(|row| &mut row.outcome).collect(), &out, run.tool())?;
    }
    if run.trips {
        for row in rows.iter_mut().filter(|row| row.outcome.is_written()) {
            table::progress(&format!("trying the models of {}", row.outcome.name));
            row.judged = Some(models::run(&row.outcome, &row.entry, &out)?);
        }
    }
    print_rows(&rows, run);
    if run.causes {
        print_causes(&rows);
    }
    let enough = outcome::is_enough(run, "openapi", &summary(&rows, run))?;
    if !run.trips {
        return Ok(enough);
    }
    let figures = models::summary(rows.iter().filter_map(|row| row.judged.as_ref()));
    Ok(outcome::is_enough(run, "trips", &figures)? && enough)
}

fn generate(document: Document, run: &Run, out: &Path) -> Result<Row, String> {
    let mut trees = Trees::default();
    let counted = count::count(&document.entry, &mut trees);
    if counted.is_none() {
        table::complain(&format!("{}: its operations cannot be counted", document.name));
    }
    let operations = counted.unwrap_or_default();
    let outcome = outcome::generate(&document.name, std::slice::from_ref(&document.entry), run, out)?;
    let missing = if outcome.is_written() { missing(&operations, &outcome.report) } else { operations.clone() };
    let mut degraded = Vec::new();
    for spot in &outcome.report.any {
        let node = trees.get(&At { file: PathBuf::from(&spot.file), pointer: spot.pointer.clone() });
        degraded.extend(degraded::cause(node.as_ref()).map(|cause| (cause, spot.clone())));
    }
    let (version, entry) = (document.version, document.entry);
    Ok(Row { version, operations, missing, degraded, outcome, judged: None, entry })
}

/// The operations that were not understood: none of the model's stands at their place, or has their method and path.
fn missing(operations: &[Counted], report: &Report) -> Vec<Counted> {
    let real = |file: &Path| fs::canonicalize(file).unwrap_or_default();
    let places: HashSet<(PathBuf, &str)> =
        report.operations.iter().map(|it| (real(Path::new(&it.spot.file)), it.spot.pointer.as_str())).collect();
    let paths: HashSet<(&str, &str)> =
        report.operations.iter().map(|it| (it.method.as_str(), it.path.as_str())).collect();
    let is_there = |it: &Counted| {
        places.contains(&(real(&it.at.file), it.at.pointer.as_str()))
            || paths.contains(&(it.method.as_str(), it.path.as_str()))
    };
    operations.iter().filter(|it| !is_there(it)).cloned().collect()
}

impl Row {
    /// The calls in the text that was written, as far as the document has them.
    fn written(&self) -> usize {
        let understood = self.operations.len() - self.missing.len();
        if self.outcome.is_written() { self.outcome.report.methods.min(understood) } else { 0 }
    }
}

fn print_rows(rows: &[Row], run: &Run) {
    let mut head = vec!["document", "version", "operations", "written", "types", "Value"];
    head.extend(outcome::HEAD);
    if run.check {
        head.extend(outcome::COMPILER_HEAD);
    }
    if run.trips {
        head.extend(models::HEAD);
    }
    let cells = |row: &Row| {
        let mut cells = vec![
            row.outcome.name.clone(),
            row.version.clone(),
            row.operations.len().to_string(),
            row.written().to_string(),
            row.outcome.report.types.to_string(),
            row.degraded.len().to_string(),
        ];
        cells.extend(row.outcome.cells());
        if run.check {
            cells.extend(row.outcome.compiler_cells());
        }
        if run.trips {
            cells.extend(models::cells(row.judged.as_ref()));
        }
        cells
    };
    table::print(&head, &rows.iter().map(cells).collect::<Vec<_>>());
}

fn print_causes(rows: &[Row]) {
    outcome::print_failures(rows.iter().map(|row| &row.outcome));
    let (mut left, mut values) = <(Causes, Causes)>::default();
    for row in rows {
        let name = &row.outcome.name;
        for it in &row.missing {
            let said = &row.outcome.report.said;
            let why = said.iter().find(|said| said.spot.pointer.starts_with(&it.at.pointer));
            let cause =
                why.map_or("without a word".to_owned(), |why| format!("{} {}", why.code, table::pattern(&why.message)));
            left.add(&cause, name, || format!("{} {}", it.method, it.path));
        }
        for (cause, spot) in &row.degraded {
            values.add(cause, name, || outcome::place(spot));
        }
    }
    models::print_causes(rows.iter().filter_map(|row| Some((row.outcome.name.as_str(), row.judged.as_ref()?))));
    left.print("Operations left out");
    values.print("Types that are `Value` though the description says more");
    outcome::print_said(rows.iter().map(|row| &row.outcome));
}

/// Prints the last line; the figures in it.
fn summary(rows: &[Row], run: &Run) -> Vec<Figure> {
    let outcomes: Vec<&Outcome> = rows.iter().map(|row| &row.outcome).collect();
    let (text, mut figures) = outcome::totals(&outcomes, run.check, "documents");
    let operations: usize = rows.iter().map(|row| row.operations.len()).sum();
    let written: usize = rows.iter().map(Row::written).sum();
    let types: usize = rows.iter().map(|row| row.outcome.report.types).sum();
    let degraded: usize = rows.iter().map(|row| row.degraded.len()).sum();
    let percent = 100.0 * degraded as f64 / types.max(1) as f64;
    let (of, all) = (table::grouped(written), table::grouped(operations));
    table::say(&format!("\nopenapi: {text}, {of}/{all} operations, {percent:.2} % degraded"));
    figures.push(Figure::most("operations", written));
    figures.push(Figure { name: "degraded-percent", value: percent, more: false });
    figures
}
