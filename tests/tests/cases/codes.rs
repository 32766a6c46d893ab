//! Every code of the generator is provoked by some case, or it is said why it cannot be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use libtest_mimic::Failed;

use crate::case::Case;

/// The codes that no case provokes, with the reasons.
const UNPROVOKED: &str = "unprovoked.toml";

pub(crate) fn every_code_has_a_case(cases: &[Case]) -> Result<(), Failed> {
    let known = of_generator();
    let provoked: BTreeSet<&str> = cases.iter().flat_map(|case| case.run().codes).collect();
    let listed: BTreeMap<String, String> =
        toml::from_str(&fs::read_to_string(UNPROVOKED)?).map_err(|error| format!("{UNPROVOKED}: {error}"))?;
    let mut wrong = Vec::new();
    for code in &known {
        match (provoked.contains(code.as_str()), listed.get(code)) {
            (false, None) => wrong.push(format!("{code} has no case and is not in {UNPROVOKED}")),
            (true, Some(_)) => wrong.push(format!("{code} has a case now: take it out of {UNPROVOKED}")),
            (false, Some(reason)) if reason.trim().is_empty() => wrong.push(format!("{code}: no reason is given")),
            _ => {}
        }
    }
    let unknown = listed.keys().filter(|code| !known.contains(code.as_str()));
    wrong.extend(unknown.map(|code| format!("{code} is in {UNPROVOKED}, and the generator has no such code")));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// All codes in the text of the generator, `Code("OA0001")`.
fn of_generator() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/src"), &mut codes);
    assert!(codes.len() > 100, "the codes were not found: {codes:?}");
    codes
}

fn collect(directory: &Path, codes: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).expect("the sources of the generator") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            collect(&path, codes);
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).expect("a file of the generator");
            // Where a code is made a constant: tests of the generator make others of their own.
            let consts = text.split(": Code = Code(\"").skip(1);
            codes.extend(consts.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
}
