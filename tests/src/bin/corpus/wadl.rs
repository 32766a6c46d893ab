//! The corpus of WADL documents: which methods of each were written.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::{Document, Node, ParsingOptions};

use super::Run;
use super::floor::Figure;
use super::manifest;
use super::outcome::{self, Outcome};
use super::table;

/// What came of a document.
struct Row {
    /// How many methods its resources have; `None` where it cannot be read.
    methods: Option<usize>,
    outcome: Outcome,
}

/// Runs the corpus; whether all is at least as good as it has to be.
pub(crate) fn run(run: &Run) -> Result<bool, String> {
    let documents = manifest::select(manifest::files(&run.dir, "wadl")?, run)?;
    let out = run.out("wadl");
    let mut rows = Vec::new();
    for document in documents {
        let methods = methods(&document.entry);
        let mut specs = vec![document.entry.clone()];
        specs.extend(grammars(&run.dir, &document.entry)?);
        let outcome = outcome::generate(&document.name, &specs, run, &out)?;
        rows.push(Row { methods, outcome });
    }
    if run.check {
        outcome::check(rows.iter_mut().map(|row| &mut row.outcome).collect(), &out, run.tool())?;
    }
    print_rows(&rows, run.check);
    if run.causes {
        outcome::print_failures(rows.iter().map(|row| &row.outcome));
        outcome::print_said(rows.iter().map(|row| &row.outcome));
    }
    outcome::is_enough(run, "wadl", &summary(&rows, run.check))
}

/// The schemas in the folder `grammars` that the document names.
fn grammars(dir: &Path, entry: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = dir.join("grammars");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let text = fs::read(entry).map_err(|error| format!("{}: {error}", entry.display()))?;
    let text = super::compare::decoded(&text);
    let all = manifest::files(&folder, "xsd")?.into_iter().map(|grammar| grammar.entry);
    let is_named = |file: &PathBuf| file.file_name().is_some_and(|name| text.contains(&*name.to_string_lossy()));
    Ok(all.filter(is_named).collect())
}

impl Row {
    fn written(&self) -> usize {
        if self.outcome.is_written() { self.outcome.report.methods } else { 0 }
    }
}

fn print_rows(rows: &[Row], checked: bool) {
    let mut head = vec!["document", "methods", "written", "types"];
    head.extend(outcome::HEAD);
    if checked {
        head.extend(outcome::COMPILER_HEAD);
    }
    let cells = |row: &Row| {
        let mut cells = vec![
            row.outcome.name.clone(),
            row.methods.map_or("-".to_owned(), |count| count.to_string()),
            row.written().to_string(),
            row.outcome.report.types.to_string(),
        ];
        cells.extend(row.outcome.cells());
        if checked {
            cells.extend(row.outcome.compiler_cells());
        }
        cells
    };
    table::print(&head, &rows.iter().map(cells).collect::<Vec<_>>());
}

/// Prints the last line; the figures in it.
fn summary(rows: &[Row], checked: bool) -> Vec<Figure> {
    let outcomes: Vec<&Outcome> = rows.iter().map(|row| &row.outcome).collect();
    let (text, mut figures) = outcome::totals(&outcomes, checked, "documents");
    let methods: usize = rows.iter().filter_map(|row| row.methods).sum();
    let written: usize = rows.iter().map(Row::written).sum();
    table::say(&format!("\nwadl: {text}, {}/{} methods", table::grouped(written), table::grouped(methods)));
    figures.push(Figure::most("methods", written));
    figures
}

/// How many methods the resources of a document have, with those of their types (WADL, 2.5 to 2.8), counted without the
/// generator.
fn methods(entry: &Path) -> Option<usize> {
    let mut files = Files::default();
    let text = files.text(entry)?;
    let document = Document::parse_with_options(&text, options()).ok()?;
    let root = document.root_element();
    let resources = root.children().filter(|child| is(child, "resources"));
    let mounted: usize = resources.map(|it| below(it, entry, &mut files)).sum();
    // What no resource has is reached by links that an answer gives.
    let of_resources = root.descendants().filter(|node| is(node, "resource"));
    let used: Vec<&str> = of_resources.filter_map(|it| it.attribute("type")).flat_map(str::split_whitespace).collect();
    let is_used =
        |node: &Node<'_, '_>| node.attribute("id").is_some_and(|id| used.contains(&format!("#{id}").as_str()));
    let types = root.children().filter(|child| is(child, "resource_type") && !is_used(child));
    Some(mounted + types.map(|it| below(it, entry, &mut files)).sum::<usize>())
}

fn options<'input>() -> ParsingOptions<'input> {
    ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }
}

fn is(node: &Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The methods of the resources in `node` and below them.
fn below(node: Node<'_, '_>, file: &Path, files: &mut Files) -> usize {
    let mut count = 0;
    for child in node.children() {
        if is(&child, "method") {
            count += 1;
        } else if is(&child, "resource") {
            let types = child.attribute("type").unwrap_or_default();
            count += types.split_whitespace().map(|it| files.of_type(it, file)).sum::<usize>();
            count += below(child, file, files);
        }
    }
    count
}

/// The files that were read.
#[derive(Default)]
struct Files {
    texts: HashMap<PathBuf, String>,
}

impl Files {
    fn text(&mut self, path: &Path) -> Option<String> {
        if !self.texts.contains_key(path) {
            let bytes = fs::read(path).ok()?;
            self.texts.insert(path.to_owned(), super::compare::decoded(&bytes));
        }
        self.texts.get(path).cloned()
    }

    /// The methods of the resource type that `reference` names from `file`.
    fn of_type(&mut self, reference: &str, file: &Path) -> usize {
        let Some((path, id)) = reference.split_once('#') else { return 0 };
        let file = if path.is_empty() { file.to_owned() } else { file.with_file_name(path) };
        let Some(text) = self.text(&file) else { return 0 };
        let Ok(document) = Document::parse_with_options(&text, options()) else { return 0 };
        let named = |node: &Node<'_, '_>| is(node, "resource_type") && node.attribute("id") == Some(id);
        // The resources in a type are below the address of each resource that has it.
        document.descendants().find(named).map_or(0, |it| below(it, &file, self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_of_types_count_for_each_resource_that_has_them() {
        let text = "<application><resources><resource type='#t'><method/><resource><method/></resource></resource>\
                    <resource type='#t'/></resources><resource_type id='t'><method/></resource_type>\
                    <resource_type id='u'><method/></resource_type><method/></application>";
        let folder = std::env::temp_dir().join(format!("wadl-{}", std::process::id()));
        fs::write(&folder, text).unwrap();
        assert_eq!(methods(&folder), Some(5));
        fs::remove_file(&folder).unwrap();
    }
}
