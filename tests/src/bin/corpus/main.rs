//! Runs the generator over a folder of descriptions and says what came of it: what was written, what was left out and
//! why, and, with `--check`, what the compiler says of each crate.
//!
//! Every document is generated in a process of its own (this program again), so that its time and memory can be told
//! apart and a crash costs one row of the table.

mod alike;
mod check;
mod child;
mod compare;
mod count;
mod degraded;
mod floor;
mod lexical;
mod manifest;
mod models;
mod openapi;
mod outcome;
mod table;
mod trip;
mod usage;
mod wadl;
mod xsd;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Runs the generator over a folder of descriptions
#[derive(Debug, Parser)]
#[command(name = "corpus")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// OpenAPI documents, named by DIR/manifest.tsv
    Openapi(Run),
    /// Sets of XML Schemas, named by DIR/manifest.tsv; with `--check`, documents are taken through the crates too
    Xsd(Run),
    /// WADL documents: the `*.wadl` files of DIR
    Wadl(Run),
    /// Compares what operations of the same id say on the wire in two descriptions of one service
    Alike(alike::Alike),
    /// Generates one crate and reports in JSON: what a run does for each document
    #[command(hide = true)]
    One(child::Order),
}

/// What to run, and how.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// The folder of the corpus
    dir: PathBuf,
    /// Only as a user's `--lenient` run: what cannot be honoured is left out
    #[arg(long, conflicts_with = "strict")]
    lenient: bool,
    /// Only as a user's run without `--lenient`: an error stops the writing
    #[arg(long)]
    strict: bool,
    /// Give the types of XML Schemas a JSON form, and take documents through it on their way (with `--check`)
    #[arg(long)]
    serde: bool,
    /// Check values of limited types when they are made, or also when documents are read
    #[arg(long, value_enum, value_name = "WHEN")]
    checked: Option<generator::config::Check>,
    /// Compile each crate, with all of its features
    #[arg(long)]
    check: bool,
    /// With clippy's default lints beside the compiler's; what it takes is not measured then
    #[arg(long, requires = "check")]
    clippy: bool,
    /// Take values of every model through its type and back, and have them judged by the original schemas
    #[arg(long)]
    trips: bool,
    /// Only the I-th of N parts, from 1
    #[arg(long, value_name = "I/N", value_parser = manifest::shard)]
    shard: Option<(usize, usize)>,
    /// Only this document; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Where the crates go
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The least that has to come out, as TOML; less is a failure
    #[arg(long, value_name = "FILE")]
    floor: Option<PathBuf>,
    /// Also print what went wrong, by cause, the most frequent first
    #[arg(long)]
    causes: bool,
}

impl Run {
    /// What crates are checked with.
    fn tool(&self) -> check::Tool {
        if self.clippy { check::Tool::Clippy } else { check::Tool::Check }
    }

    /// Where the crates go.
    fn out(&self, kind: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from("target/corpus").join(kind))
    }

    /// Whether only a part of the corpus is run, so that totals say nothing of the whole.
    fn is_part(&self) -> bool {
        self.shard.is_some() || !self.only.is_empty()
    }
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some(code) = usage::as_rustc_wrapper(&arguments) {
        return code;
    }
    let done = match Arguments::parse_from(arguments).command {
        Command::Openapi(run) => openapi::run(&run),
        Command::Xsd(run) => xsd::run(&run),
        Command::Wadl(run) => wadl::run(&run),
        Command::Alike(alike) => alike::run(&alike),
        Command::One(order) => child::run(&order).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            table::complain(&message);
            ExitCode::from(2)
        }
    }
}
