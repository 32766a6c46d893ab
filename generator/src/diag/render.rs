//! Diagnostics for people: the message, the excerpt of the source with what is meant underlined, notes and help.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level as Title, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Level};
use crate::source::{FileId, Location, Sources};

/// Two places with at most this many lines between them are shown in one excerpt.
const NEAR: usize = 40;

/// The longest line that is shown as it is, in bytes; of a longer one (a document without line breaks), a window.
const LONG: usize = 400;

/// All of `diags` in the manner of rustc, and a line that counts them; empty when there is nothing to say. With
/// `color`, in the colours of a terminal.
pub fn render(diags: &Diagnostics, sources: &Sources, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let shown = diags.in_order(sources);
    let mut text = String::new();
    for diagnostic in &shown {
        let said = without_bare_marks(&renderer.render(&[group(diagnostic, sources)]));
        let placed = diagnostic.labels.iter().map(|label| label.place).chain([diagnostic.place]);
        match placed.into_iter().any(|place| sources.locate(place).is_some()) {
            true => text.push_str(&said),
            // Nothing stands above the bar.
            false => {
                text.push_str(&said.lines().filter(|line| plain(line).trim() != "|").collect::<Vec<_>>().join("\n"))
            }
        }
        text.push_str("\n\n");
    }
    if let Some((level, counted)) = summary(&shown) {
        text.push_str(&renderer.render(&[Group::with_title(title(level).primary_title(counted))]));
        text.push('\n');
    }
    text
}

/// Without the lines that announce another file and name none, as the renderer has it before a window.
fn without_bare_marks(text: &str) -> String {
    text.lines().filter(|line| plain(line).trim() != ":::").collect::<Vec<_>>().join("\n")
}

/// The line without colours: each begins with an escape and ends with an `m` (ECMA-48, 8.3.117).
fn plain(line: &str) -> String {
    let parts = line.split('\u{1b}').enumerate();
    parts.map(|(at, part)| if at == 0 { part } else { after_colour(part) }).collect()
}

fn after_colour(text: &str) -> &str {
    text.split_once('m').map_or("", |(_, rest)| rest)
}

/// How bad the worst of the diagnostics is, and how many there are: `3 errors, 12 warnings`.
fn summary(shown: &[&Diagnostic]) -> Option<(Level, String)> {
    let errors = shown.iter().filter(|diagnostic| diagnostic.level == Level::Error).count();
    let count = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let counts: Vec<_> =
        [count(errors, "error"), count(shown.len() - errors, "warning")].into_iter().flatten().collect();
    Some((shown.iter().map(|diagnostic| diagnostic.level).max()?, counts.join(", ")))
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Warning => Title::WARNING,
        Level::Error => Title::ERROR,
    }
}

/// What is underlined in an excerpt.
struct Mark {
    location: Location,
    main: bool,
    text: Option<String>,
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let first = sources.locate(diagnostic.place).map(|location| Mark {
        location,
        main: true,
        text: diagnostic.label.as_deref().map(clean),
    });
    let others = diagnostic.labels.iter().filter_map(|label| {
        let location = sources.locate(label.place)?;
        Some(Mark { location, main: false, text: Some(clean(&label.text)) })
    });
    let mut elements: Vec<Element<'a>> = Vec::new();
    for marks in neighbours(first.into_iter().chain(others)) {
        elements.extend(excerpt(sources, marks));
    }
    elements.extend(diagnostic.notes.iter().map(|note| Title::NOTE.message(clean(note)).into()));
    elements.extend(diagnostic.help.iter().map(|help| Title::HELP.message(clean(help)).into()));
    title(diagnostic.level).primary_title(clean(&diagnostic.message)).id(diagnostic.code.0).elements(elements)
}

/// Puts the marks of one file that are near one another together; the first mark stays first.
fn neighbours(marks: impl Iterator<Item = Mark>) -> Vec<Vec<Mark>> {
    let mut together: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        let near = |other: &Mark| {
            other.location.file == mark.location.file && other.location.line.abs_diff(mark.location.line) <= NEAR
        };
        match together.iter_mut().find(|marks| marks.iter().any(near)) {
            Some(marks) => marks.push(mark),
            None => together.push(vec![mark]),
        }
    }
    together
}

/// The lines that the marks are on, cut out of the file, so that the cost does not depend on the length of the file.
fn excerpt<'a>(sources: &'a Sources, marks: Vec<Mark>) -> Vec<Element<'a>> {
    let Some(file) = marks.first().map(|mark| mark.location.file) else { return Vec::new() };
    let (name, text) = (&sources.file(file).name, &sources.file(file).text);
    if marks.iter().any(|mark| line_around(text, &mark.location.span).len() > LONG) {
        return marks.into_iter().flat_map(|mark| window(sources, file, mark)).collect();
    }
    let spans = || marks.iter().map(|mark| line_around(text, &mark.location.span));
    let start = spans().map(|line| line.start).min().unwrap_or_default();
    let end = spans().map(|line| line.end).max().unwrap_or_default();
    let first_line = marks.iter().map(|mark| mark.location.line).min().unwrap_or(1);
    let annotations = marks.into_iter().map(|mark| {
        let Range { start: from, end: to } = whole_characters(text, &mark.location.span);
        kind(mark.main).span(from - start..to.max(from) - start).label(mark.text)
    });
    let excerpt = text.get(start..end).unwrap_or_default();
    vec![Snippet::source(excerpt).path(clean(name)).line_start(first_line).annotations(annotations).into()]
}

/// A part of a very long line, with the place that is underlined in it.
fn window<'a>(sources: &'a Sources, file: FileId, mark: Mark) -> Vec<Element<'a>> {
    let (name, text) = (&sources.file(file).name, &sources.file(file).text);
    let span = whole_characters(text, &mark.location.span);
    let line = line_around(text, &(span.start..span.start));
    let start = whole_characters(text, &(span.start.saturating_sub(LONG / 8).max(line.start)..span.start)).start;
    let end = whole_characters(text, &(start..(span.start + LONG / 4).min(line.end))).end;
    let (before, after) = (if start > line.start { "…" } else { "" }, if end < line.end { "…" } else { "" });
    let shown = format!("{before}{}{after}", text.get(start..end).unwrap_or_default());
    let from = before.len() + (span.start - start);
    let to = before.len() + (span.end.min(end).max(span.start) - start);
    let origin = Origin::path(clean(name)).line(mark.location.line).char_column(mark.location.column);
    let snippet = Snippet::source(shown)
        .line_start(mark.location.line)
        .annotation(kind(mark.main).span(from..to).label(mark.text));
    vec![origin.into(), snippet.into()]
}

fn kind(main: bool) -> AnnotationKind {
    if main { AnnotationKind::Primary } else { AnnotationKind::Context }
}

/// The bytes of the lines that `span` is on, without the last line end.
fn line_around(text: &str, span: &Range<usize>) -> Range<usize> {
    let span = whole_characters(text, span);
    let start = text.get(..span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(span.end..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |at| span.end + at);
    start..end
}

/// The same bytes, as far as they are in the text, and with the whole of the characters at both ends.
fn whole_characters(text: &str, span: &Range<usize>) -> Range<usize> {
    let whole = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=span.start.min(text.len())).rev().find(whole).unwrap_or_default();
    start..(span.end.max(start)..text.len()).find(whole).unwrap_or(text.len())
}

/// Text from a source as it can be shown: without what would move a terminal's cursor or change its colours.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            // The marks of bidirectional text can make a message read as another.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    const TEXT: &str = "openapi: 3.0.3\npaths:\n  /pets:\n    get:\n      parameters:\n      - {name: a, in: qwery}\n";

    #[test]
    fn an_excerpt_shows_the_place_and_all_that_is_said_of_it() {
        let mut sources = Sources::new();
        let file = sources.add("specs/a.yaml", TEXT);
        let place = ["paths", "/pets", "get", "parameters", "0", "in"]
            .iter()
            .fold(sources.root(file), |place, key| sources.member(place, key));
        let mut diags = Diagnostics::new();
        for _ in 0..2 {
            diags
                .error(Code("OA0001"), place, "`qwery` is not a place for a parameter")
                .label("not known")
                .also(sources.member(sources.root(file), "openapi"), "by this version")
                .note("the parameter is left out")
                .help("one of path, query, header, cookie");
        }
        diags.warning(Code("CF0001"), crate::source::Place::NOWHERE, "nothing to do");
        assert_eq!(
            render(&diags, &sources, false),
            "\
error[OA0001]: `qwery` is not a place for a parameter
 --> specs/a.yaml:6:23
  |
1 | openapi: 3.0.3
  |          ----- by this version
...
6 |       - {name: a, in: qwery}
  |                       ^^^^^ not known
  |
  = note: the parameter is left out
  = help: one of path, query, header, cookie

warning[CF0001]: nothing to do

error: 1 error, 1 warning
"
        );
    }

    #[test]
    fn files_stay_together_in_the_order_in_which_they_were_met() {
        let mut sources = Sources::new();
        let (a, b) = (sources.add("a", "a: 1\n"), sources.add("b", "b: 1\n"));
        let mut diags = Diagnostics::new();
        for (file, message) in [(b, "1"), (a, "2"), (b, "3"), (a, "4")] {
            diags.warning(Code("XX0001"), sources.root(file), message);
        }
        let order: Vec<_> = diags.in_order(&sources).iter().map(|it| it.message.as_str()).collect();
        assert_eq!(order, ["1", "3", "2", "4"]);
        assert!(render(&diags, &sources, false).ends_with("\nwarning: 4 warnings\n"));
        assert_eq!(render(&Diagnostics::new(), &sources, true), "");
    }

    #[test]
    fn what_aliases_stand_for_is_told_once() {
        let mut sources = Sources::new();
        let file = sources.add("a.yaml", "a: &a { b: 1, c: 1 }\nd: [*a, *a, { <<: *a }]\n");
        let mut diags = Diagnostics::new();
        let list = sources.member(sources.root(file), "d");
        for item in 0..3 {
            let node = sources.member(list, item);
            for key in ["b", "c"] {
                let place = sources.member(node, key);
                diags.warning(Code("XX0001"), place, "odd").also(sources.member(node, "c"), "beside this");
            }
        }
        assert_eq!(diags.in_order(&sources).len(), 2);
        diags.warning(Code("XX0001"), sources.member(sources.root(file), "a"), "odd");
        assert_eq!(diags.in_order(&sources).len(), 3);
    }

    #[test]
    fn places_far_apart_and_in_other_files_have_their_own_excerpts() {
        let mut sources = Sources::new();
        let a = sources.add("a", format!("first: 1\n{}last: 2\n", "x:\n".repeat(5_000)));
        let b = sources.add("b", "other: 3\n");
        let mut diags = Diagnostics::new();
        let (last, first) = (sources.member(sources.root(a), "last"), sources.member(sources.root(a), "first"));
        diags
            .error(Code("XX0001"), last, "two")
            .also(first, "here")
            .also(sources.member(sources.root(b), "other"), "there");
        let text = render(&diags, &sources, false);
        for wanted in ["--> a:5002:7", "::: a:1:8", "::: b:1:8", "- here", "- there"] {
            assert!(text.contains(wanted), "{wanted} in\n{text}");
        }
        assert!(text.lines().count() < 25, "{text}");
    }

    #[test]
    fn of_a_long_line_a_window_is_shown() {
        let mut sources = Sources::new();
        let filler = (0..2000).map(|n| format!("\"k{n}\": \"ü\", ")).collect::<String>();
        let file = sources.add("a.json", format!("{{{filler} \"wrong\": 7, {filler} \"end\": 1}}"));
        let mut diags = Diagnostics::new();
        diags.error(Code("XX0001"), sources.member(sources.root(file), "wrong"), "seven").label("this");
        let text = render(&diags, &sources, false);
        assert!(text.contains("\"wrong\": 7") && text.contains("^ this"), "{text}");
        assert!(text.contains("--> a.json:1:"), "{text}");
        assert!(text.len() < 800, "{text}");
    }

    #[test]
    fn odd_places_and_texts_do_no_harm() {
        let mut sources = Sources::new();
        let file = sources.add("a\u{1b}", "ü\r\n\tb");
        let mut diags = Diagnostics::new();
        for span in [0..1, 1..1, 0..99, 99..100, 3..4, 6..6] {
            diags.error(Code("XX0001"), sources.span(file, span), "\u{1b}[31mred\u{202E}").label("x\ry");
        }
        let empty = sources.add("empty", "");
        diags.error(Code("XX0001"), sources.root(empty), "empty");
        let text = render(&diags, &sources, false);
        assert!(!text.contains(['\u{1b}', '\u{202E}']), "{text}");
    }
}
