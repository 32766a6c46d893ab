//! The corpus of OpenAPI documents: what of each was written, and what was not.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Run;
use super::check::{Checked, Workspace};
use super::child::{self, End, Order, Report, Spot};
use super::count::{self, Counted, Counts};
use super::degraded;
use super::floor::{self, Figure};
use super::manifest::{self, Document};
use super::table::{self, Causes};
use super::tree::{At, Trees};

/// What came of a document.
struct Row {
    document: Document,
    counts: Option<Counts>,
    /// How a run without `--lenient` ended; `None` where it was not asked for.
    strict: Option<End>,
    /// How a run with `--lenient` ended; `None` where it was not asked for.
    lenient: Option<End>,
    /// The report of the run that wrote the crate, or of the last that did not.
    report: Report,
    /// The operations that are in the document and not in the crate.
    missing: Vec<Counted>,
    /// Types that are any value without the description saying so: the cause and the place.
    degraded: Vec<(String, Spot)>,
    checked: Option<Checked>,
}

/// Runs the corpus; whether all is at least as good as it has to be.
pub(crate) fn run(run: &Run) -> Result<bool, String> {
    let documents = manifest::select(manifest::read(&run.dir, false)?, run)?;
    let out = run.out("openapi");
    let reports = child::reports(&out)?;
    let mut rows = Vec::new();
    for document in documents {
        rows.push(generate(document, run, &out, &reports)?);
    }
    if run.check {
        let workspace = Workspace::new(&out)?;
        let mut written: Vec<&mut Row> = rows.iter_mut().filter(|row| row.report.end == End::Written).collect();
        // The small ones first: what is wrong with all is soon seen.
        written.sort_by_key(|row| row.report.lines);
        for row in written {
            table::progress(&format!("checking {}", row.document.name));
            row.checked = Some(workspace.check(&row.document.name, &row.report.hash)?);
        }
    }
    print_rows(&rows, run.check);
    if run.causes {
        print_causes(&rows);
    }
    let figures = summary(&rows, run.check);
    match &run.floor {
        Some(_) if run.is_part() => Ok(true),
        Some(file) => {
            let missed = floor::missed(file, "openapi", &figures)?;
            missed.iter().for_each(|it| table::complain(it));
            Ok(missed.is_empty())
        }
        None => Ok(true),
    }
}

fn generate(document: Document, run: &Run, out: &Path, reports: &Path) -> Result<Row, String> {
    let mut trees = Trees::default();
    let counts = count::count(&document.entry, &mut trees);
    let order = |lenient: bool| Order {
        spec: vec![document.entry.clone()],
        out: out.join(&document.name),
        name: child::crate_name(&document.name),
        lenient,
        report: reports.join(format!("{}.generate.json", document.name)),
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
    let missing = missing(counts.as_ref(), &report);
    let mut degraded = Vec::new();
    for spot in &report.any {
        let node = trees.get(&At { file: PathBuf::from(&spot.file), pointer: spot.pointer.clone() });
        degraded.extend(degraded::cause(node.as_ref()).map(|cause| (cause, spot.clone())));
    }
    Ok(Row { document, counts, strict, lenient, report, missing, degraded, checked: None })
}

/// The operations that the document has and the crate has not.
fn missing(counts: Option<&Counts>, report: &Report) -> Vec<Counted> {
    let real = |file: &Path| fs::canonicalize(file).unwrap_or_default();
    let places: HashSet<(PathBuf, &str)> =
        report.operations.iter().map(|it| (real(Path::new(&it.spot.file)), it.spot.pointer.as_str())).collect();
    let paths: HashSet<(&str, &str)> =
        report.operations.iter().map(|it| (it.method.as_str(), it.path.as_str())).collect();
    let there = |it: &&Counted| {
        report.end == End::Written
            && (places.contains(&(real(&it.at.file), it.at.pointer.as_str()))
                || paths.contains(&(it.method.as_str(), it.path.as_str())))
    };
    counts.iter().flat_map(|counts| &counts.operations).filter(|it| !there(it)).cloned().collect()
}

fn end(end: Option<&End>) -> String {
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

impl Row {
    fn operations(&self) -> usize {
        self.counts.as_ref().map_or(0, |counts| counts.operations.len())
    }

    /// The calls in the text that was written; none that the document has not.
    fn written(&self) -> usize {
        if self.report.end == End::Written {
            self.report.methods.min(self.operations() - self.missing.len())
        } else {
            0
        }
    }

    fn said(&self, error: bool) -> usize {
        self.report.said.iter().filter(|it| it.error == error).count()
    }
}

fn print_rows(rows: &[Row], checked: bool) {
    let mut head = vec![
        "document", "version", "ops", "written", "strict", "lenient", "errors", "warnings", "types", "Value", "lines",
        "CPU s", "MiB",
    ];
    if checked {
        head.extend(["rustc errors", "warnings", "CPU s", "MiB"]);
    }
    let cells = |row: &Row| {
        let it = &row.report;
        let mut cells = vec![
            row.document.name.clone(),
            row.document.version.clone(),
            row.operations().to_string(),
            row.written().to_string(),
            end(row.strict.as_ref()),
            end(row.lenient.as_ref()),
            row.said(true).to_string(),
            row.said(false).to_string(),
            it.types.to_string(),
            row.degraded.len().to_string(),
            it.lines.to_string(),
            table::seconds(it.usage),
            table::mebibytes(it.usage),
        ];
        if checked {
            let of =
                |count: fn(&Checked) -> usize| row.checked.as_ref().map_or("-".to_owned(), |it| count(it).to_string());
            let usage = row.checked.as_ref().and_then(|it| it.usage);
            cells.extend([of(|it| it.errors.len()), of(|it| it.warnings.len())]);
            cells.extend([table::seconds(usage), table::mebibytes(usage)]);
        }
        cells
    };
    table::print(&head, &rows.iter().map(cells).collect::<Vec<_>>());
}

fn print_causes(rows: &[Row]) {
    let (mut ends, mut left, mut errors, mut warnings) = <(Causes, Causes, Causes, Causes)>::default();
    let (mut values, mut rustc, mut lints) = <(Causes, Causes, Causes)>::default();
    for row in rows {
        let name = &row.document.name;
        let at = |spot: &Spot| format!("{}:{} {}", spot.file, spot.line, spot.pointer);
        for end in row.strict.iter().chain(&row.lenient) {
            match end {
                End::Failed(message) | End::Panicked(message) => {
                    ends.add(&table::pattern(message), name, || message.clone())
                }
                End::Crashed => ends.add("the process crashed", name, String::new),
                End::Written | End::Refused => {}
            }
        }
        for it in &row.missing {
            let why = row.report.said.iter().find(|said| said.spot.pointer.starts_with(&it.at.pointer));
            let cause =
                why.map_or("without a word".to_owned(), |why| format!("{} {}", why.code, table::pattern(&why.message)));
            left.add(&cause, name, || format!("{} {}", it.method, it.path));
        }
        for it in &row.report.said {
            let causes = if it.error { &mut errors } else { &mut warnings };
            causes.add(&format!("{} {}", it.code, table::pattern(&it.message)), name, || {
                format!("{}\n         {}", it.message, at(&it.spot))
            });
        }
        for (cause, spot) in &row.degraded {
            values.add(cause, name, || at(spot));
        }
        if let Some(checked) = &row.checked {
            for (causes, messages) in [(&mut rustc, &checked.errors), (&mut lints, &checked.warnings)] {
                for it in messages {
                    causes.add(&format!("{} {}", it.code, table::pattern(&it.text)), name, || {
                        format!("{}\n         {}: {}", it.text, it.at, it.line)
                    });
                }
            }
        }
    }
    ends.print("Panics and failures of the generator");
    rustc.print("Errors of rustc");
    lints.print("Warnings of rustc");
    left.print("Operations left out");
    values.print("Types that are `Value` though the description says more");
    errors.print("Errors in the descriptions");
    warnings.print("Warnings about the descriptions");
}

/// Prints the last line; the figures in it.
fn summary(rows: &[Row], checked: bool) -> Vec<Figure> {
    let ended = |end: fn(&Row) -> &Option<End>| rows.iter().filter(|row| *end(row) == Some(End::Written)).count();
    let broken = |end: &Option<End>| matches!(end, Some(End::Panicked(_) | End::Crashed | End::Failed(_)));
    let strict = ended(|row| &row.strict);
    let lenient = ended(|row| &row.lenient);
    let compile = rows.iter().filter(|row| row.checked.as_ref().is_some_and(|it| it.errors.is_empty())).count();
    let clean = |it: &Checked| it.errors.is_empty() && it.warnings.is_empty();
    let clean = rows.iter().filter(|row| row.checked.as_ref().is_some_and(clean)).count();
    let panics = rows.iter().filter(|row| broken(&row.strict) || broken(&row.lenient)).count();
    let operations: usize = rows.iter().map(Row::operations).sum();
    let written: usize = rows.iter().map(Row::written).sum();
    let types: usize = rows.iter().map(|row| row.report.types).sum();
    let degraded: usize = rows.iter().map(|row| row.degraded.len()).sum();
    let lines: usize = rows.iter().map(|row| row.report.lines).sum();
    let percent = 100.0 * degraded as f64 / types.max(1) as f64;
    let compiled =
        if checked { format!("{compile} compile, {clean} without a warning") } else { "not compiled".to_owned() };
    table::say(&format!(
        "\nopenapi: {} documents, {strict} generate strictly, {lenient} lenient, {compiled}, {panics} panics, {}/{} operations, {percent:.2} % degraded, {} lines",
        rows.len(),
        table::grouped(written),
        table::grouped(operations),
        table::grouped(lines),
    ));
    let figure = |name, value: usize, more| Figure { name, value: value as f64, more };
    let mut figures = vec![
        figure("documents", rows.len(), true),
        figure("strict", strict, true),
        figure("lenient", lenient, true),
        figure("panics", panics, false),
        figure("operations", written, true),
        figure("lines", lines, false),
        Figure { name: "degraded-percent", value: percent, more: false },
    ];
    if checked {
        figures.extend([figure("compile", compile, true), figure("clean", clean, true)]);
    }
    figures
}
