//! The command line: reads the arguments, has the stages run, says what came of it, and picks the exit code.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::{self, Config, Service};
use crate::diag::{Code, Diagnostics, machine, render};
use crate::output::{self, OutFile, Plan};
use crate::report::Report;
use crate::source::{Place, Sources};
use crate::{InternalError, Understood, names, understand_leniently};

/// All files; `None` where an error in the input forbids to write them.
type Generated = Result<Option<Vec<OutFile>>, InternalError>;

/// What the command line has done: the stages, as functions.
#[derive(Clone, Copy)]
struct Stages {
    /// From the configuration to the files of the crate, relative to its root.
    generate: fn(&Config, &mut Sources, &mut Diagnostics) -> Generated,
    /// A stage as text, of one service.
    show: fn(&Service, Stage, &mut Sources, &mut Diagnostics) -> String,
}

/// A stage that can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The operations and types, after all passes.
    Ir,
    /// Every name of the description with its Rust name.
    Names,
}

/// Reads what services say of themselves, and writes the Rust client for them.
#[derive(Debug, Parser)]
#[command(name = "generator", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    common: Common,
}

const EXIT_CODES: &str = "Without a command, the crate of the configuration is written.

Exit codes:
  0  all is well
  1  errors in the input, a file that cannot be written, or (check) a crate that is not up to date
  2  arguments that cannot be understood, or a configuration that is not there";

#[derive(Debug, Args)]
struct Common {
    /// The configuration; else generator.toml or specs/generator.toml, here or in a directory above
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How diagnostics are written: for people to stderr, or for programs to stdout
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// Whether diagnostics for people have colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compares the crate with what its descriptions give, shows the difference, and writes nothing
    Check,
    /// Prints a stage of the work
    Show {
        /// The stage
        stage: Stage,
        /// Only this service, by its module
        #[arg(long, value_name = "MODULE")]
        service: Option<String>,
    },
    /// Prints the public API of the crate, a line for each item; or what has changed of it
    Api {
        /// What was printed for an earlier version: says what is new, other or gone since, and whether that breaks callers
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
    /// Writes a crate for one service, without a configuration
    Generate(single::Single),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// Excerpts of the documents
    Human,
    /// A JSON object a line
    Json,
    /// A log in SARIF 2.1.0
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

/// Nothing was written, for what is there or by the file system.
pub const NOT_DONE: Code = Code("GE0006");
/// A file of the crate is not what the descriptions give.
pub const DRIFT: Code = Code("GE0007");
/// The directory has a crate of another name, which is replaced.
pub const OTHER_CRATE: Code = Code("GE0008");

const OK: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;

/// Where text goes.
struct Streams<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    /// Whether `err` is a terminal.
    terminal: bool,
    /// Why not all of it could be written to `out`.
    broken: Option<std::io::Error>,
}

impl Streams<'_> {
    // A reader that goes away (`| head`) is no reason to stop: what is left to do is done, unheard.
    fn out(&mut self, text: &str) {
        let written = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        if let Err(error) = written
            && error.kind() != std::io::ErrorKind::BrokenPipe
        {
            self.broken.get_or_insert(error);
        }
    }

    fn err(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }
}

/// How a run ends, and what it says then.
struct Done {
    code: u8,
    out: String,
    err: String,
}

impl Done {
    fn quietly(code: u8) -> Self {
        Done { code, out: String::new(), err: String::new() }
    }
}

/// Does what the process's arguments say.
pub fn main() -> ExitCode {
    let plain = |name| std::env::var_os(name).is_some_and(|value: OsString| !value.is_empty() && value != "0");
    let streams = &mut Streams {
        out: &mut std::io::stdout(),
        err: &mut std::io::stderr(),
        terminal: std::io::stderr().is_terminal() && !plain("NO_COLOR"),
        broken: None,
    };
    let code = run(std::env::args_os(), &Stages { generate: crate::generate, show }, streams);
    ExitCode::from(match streams.broken.take() {
        Some(error) => {
            streams.err(&format!("error: the output cannot be written: {error}\n"));
            code.max(FAILED)
        }
        None => code,
    })
}

fn show(service: &Service, stage: Stage, sources: &mut Sources, diags: &mut Diagnostics) -> String {
    let Understood { api, names } = understand_leniently(service, sources, diags);
    match stage {
        // The model is plain data, all of whose maps have text for keys.
        Stage::Ir => serde_json::to_string_pretty(&api).map_or_else(|error| error.to_string(), |text| text + "\n"),
        Stage::Names => names::listing(&api, &names),
    }
}

fn run(arguments: impl Iterator<Item = OsString>, stages: &Stages, streams: &mut Streams<'_>) -> u8 {
    let Arguments { command, common } = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render().to_string();
            if error.use_stderr() {
                streams.err(&text)
            } else {
                streams.out(&text)
            }
            return if error.use_stderr() { USAGE } else { OK };
        }
    };
    let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
    let config = match configuration(&command, &common, &mut sources, &mut diags) {
        Ok(config) => config,
        Err(message) => {
            streams.err(&format!("error: {message}\n"));
            return USAGE;
        }
    };
    let Some(config) = config else {
        say(&diags, &sources, &common, streams);
        return if diags.iter().any(|it| it.code == config::UNREADABLE) { USAGE } else { FAILED };
    };
    if let Some(Command::Show { stage, service }) = command {
        if let Some(unknown) = unknown_service(&config, service.as_deref()) {
            streams.err(&unknown);
            return USAGE;
        }
        let wanted = config.services.iter().filter(|it| service.as_ref().is_none_or(|wanted| *wanted == it.module));
        let texts: Vec<(&str, String)> = wanted
            .map(|service| (service.module.as_str(), (stages.show)(service, stage, &mut sources, &mut diags)))
            .collect();
        let text = together(stage, texts);
        say(&diags, &sources, &common, streams);
        streams.out(&text);
        return if diags.has_errors() { FAILED } else { OK };
    }
    let done = match (stages.generate)(&config, &mut sources, &mut diags) {
        Ok(None) => Ok(Done::quietly(FAILED)),
        Ok(Some(files)) => finish(&command, &common, &files, &config, &mut diags),
        Err(error) => Err(format!("{error}\nthis is a mistake of the generator, not of its input")),
    };
    let human = common.message_format == MessageFormat::Human;
    if let (Err(message), false) = (&done, human) {
        diags.error(NOT_DONE, Place::NOWHERE, message);
    }
    say(&diags, &sources, &common, streams);
    match done {
        Ok(done) => {
            streams.out(&done.out);
            streams.err(&done.err);
            done.code
        }
        Err(message) => {
            if human {
                streams.err(&format!("error: {message}\n"));
            }
            FAILED
        }
    }
}

/// A stage of several services as one text: of JSON an object by module, else each under its name.
fn together(stage: Stage, mut texts: Vec<(&str, String)>) -> String {
    if texts.len() == 1 {
        return texts.pop().map(|(_, text)| text).unwrap_or_default();
    }
    match stage {
        Stage::Ir => {
            // Line ends within JSON stand between its words only.
            let member =
                |(module, text): (&str, String)| format!("  \"{module}\": {}", text.trim_end().replace('\n', "\n  "));
            format!("{{\n{}\n}}\n", texts.into_iter().map(member).collect::<Vec<_>>().join(",\n"))
        }
        Stage::Names => {
            let part = |(module, text): (&str, String)| format!("# {module}\n{text}");
            texts.into_iter().map(part).collect::<Vec<_>>().join("\n")
        }
    }
}

/// Compares the files with what is there, or writes them.
fn finish(
    command: &Option<Command>,
    common: &Common,
    files: &[OutFile],
    config: &Config,
    diags: &mut Diagnostics,
) -> Result<Done, String> {
    if let Some(Command::Api { since }) = command {
        return api(&Report::of(files), since.as_deref());
    }
    let plan = output::plan(&config.output.path, files).map_err(|error| error.to_string())?;
    if matches!(command, Some(Command::Check | Command::Generate(single::Single { check: true, .. }))) {
        return Ok(check(&plan, config, common, diags));
    }
    if let Some(other) = plan.other_crate(&config.output.name) {
        let (label, name) = (label(config), &config.output.name);
        diags.warning(OTHER_CRATE, Place::NOWHERE, format!("{label} was the crate `{other}`, and is now `{name}`"));
    }
    plan.apply().map_err(|error| error.to_string())?;
    let removed: String = plan.remove.iter().map(|file| format!("removed {}\n", file.path)).collect();
    let err = format!("{removed}{}: {}, {} changed\n", label(config), counted(plan.files), plan.changed());
    Ok(Done { err, ..Done::quietly(OK) })
}

/// Prints what users can name, or what has changed of that.
fn api(report: &Report, since: Option<&Path>) -> Result<Done, String> {
    let Some(path) = since else {
        return Ok(Done { out: report.to_string(), ..Done::quietly(OK) });
    };
    let old = std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let old = Report::parse(&old).map_err(|why| format!("{}: {why}", path.display()))?;
    let changes = report.since(&old);
    let out = changes.iter().map(|change| format!("{change}\n")).collect();
    let advice = match (changes.is_empty(), changes.iter().any(|change| change.breaking)) {
        (true, _) => "nothing has changed: a patch version will do",
        (_, true) => "callers may not compile any more: a new major version (or minor, before 1.0)",
        (_, false) => "only new items: a new minor version (or patch, before 1.0)",
    };
    Ok(Done { code: OK, out, err: format!("{advice}\n") })
}

/// The configuration: none after an error that is said, and a message where nothing says what to do.
fn configuration(
    command: &Option<Command>,
    common: &Common,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Result<Option<Config>, String> {
    if let Some(Command::Generate(single)) = command {
        if let Some(config) = &common.config {
            return Err(format!(
                "`generate` has no configuration: leave out the command, or `--config {}`",
                config.display()
            ));
        }
        return single::config(single).map(Some);
    }
    let path = common.config.clone().or_else(Config::find);
    let path = path.ok_or("there is no generator.toml or specs/generator.toml, here or in a directory above")?;
    Ok(Config::read(&path, sources, diags))
}

fn unknown_service(config: &Config, wanted: Option<&str>) -> Option<String> {
    let wanted = wanted?;
    let known: Vec<&str> = config.services.iter().map(|service| service.module.as_str()).collect();
    let message = || format!("error: there is no service `{wanted}`; there is {}\n", known.join(", "));
    (!known.contains(&wanted)).then(message)
}

fn say(diags: &Diagnostics, sources: &Sources, common: &Common, streams: &mut Streams<'_>) {
    let color = match common.color {
        Color::Auto => streams.terminal,
        Color::Always => true,
        Color::Never => false,
    };
    match common.message_format {
        MessageFormat::Human => streams.err(&render::render(diags, sources, color)),
        MessageFormat::Json => streams.out(&machine::json_lines(diags, sources)),
        MessageFormat::Sarif => streams.out(&machine::sarif(diags, sources)),
    }
}

fn check(plan: &Plan, config: &Config, common: &Common, diags: &mut Diagnostics) -> Done {
    let label = &config.output.label;
    if plan.is_clean() {
        return Done { err: format!("{label}: {}, up to date\n", counted(plan.files)), ..Done::quietly(OK) };
    }
    let diff = output::diff(plan, label, &config.command);
    if common.message_format == MessageFormat::Human {
        return Done { out: diff, ..Done::quietly(FAILED) };
    }
    // What programs read from stdout is one format, whole.
    for (path, what) in plan.differences() {
        let said = diags.error(DRIFT, Place::NOWHERE, format!("`{path}` {what}"));
        said.help(output::remedy(plan, &config.command));
    }
    Done { err: diff, ..Done::quietly(FAILED) }
}

/// The crate's directory for the one who reads the message.
fn label(config: &Config) -> String {
    let path: &Path = &config.output.path;
    if path.is_relative() { path.display().to_string() } else { config.output.label.clone() }
}

fn counted(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

mod single;
#[cfg(test)]
mod tests;
