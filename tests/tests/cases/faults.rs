//! Faults that are known and not yet mended: listed with their cases, and taken off the list by whoever mends them.

use std::fs;
use std::panic;

use libtest_mimic::Failed;
use serde::Deserialize;

use crate::case::Case;

/// The list.
pub(crate) const LIST: &str = "known-faults.toml";

/// A fault.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fault {
    /// The case that shows it.
    pub(crate) case: String,
    /// What ought to be.
    why: String,
    /// What is written does not compile, or not without warnings.
    #[serde(default)]
    compile: bool,
    /// The generator panics, or says that the mistake is its own.
    #[serde(default)]
    panic: bool,
    /// A snapshot has a text that it ought not to have.
    has: Option<Spot>,
    /// A snapshot lacks a text that it ought to have.
    lacks: Option<Spot>,
}

/// A text in a snapshot.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spot {
    /// The snapshot: `diagnostics`, `ir`, `names` or `out.rs`.
    file: String,
    text: String,
}

impl Fault {
    /// Whether there is Rust, and it does not compile.
    pub(crate) fn is_compile(&self) -> bool {
        self.compile
    }

    /// Whether there is nothing at all.
    pub(crate) fn is_panic(&self) -> bool {
        self.panic
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    fault: Vec<Fault>,
}

/// All known faults.
pub(crate) fn read() -> Vec<Fault> {
    let text = fs::read_to_string(LIST).expect("the list of known faults");
    let list: List = toml::from_str(&text).unwrap_or_else(|error| panic!("{LIST}: {error}"));
    list.fault
}

/// Whether each fault is as it is listed. Those that do not compile are looked at where everything is compiled.
pub(crate) fn still_occur(cases: &[Case], faults: &[Fault]) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for fault in faults {
        if fault.why.trim().is_empty() {
            wrong.push(format!("{}: no word on what ought to be", fault.case));
        }
        let Some(case) = cases.iter().find(|case| case.name == fault.case) else {
            wrong.push(format!("{}: there is no such case", fault.case));
            continue;
        };
        let made = panic::catch_unwind(|| case.run());
        let text = |spot: &Spot| made.as_ref().is_ok_and(|made| made.text(&spot.file).contains(&spot.text));
        let occurs = match (&fault.has, &fault.lacks) {
            (None, None) if fault.panic => made.is_err(),
            (None, None) => fault.compile && made.is_ok_and(|made| made.written.is_some()),
            (has, lacks) => has.as_ref().is_none_or(text) && !lacks.as_ref().is_some_and(text),
        };
        if !occurs {
            wrong.push(format!("{}: mended, so take it out of {LIST}: {}", fault.case, fault.why));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
