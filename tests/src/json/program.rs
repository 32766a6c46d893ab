//! The program around generated types: reads values, writes them, and says what came of each.

use std::fmt::Write as _;

use serde_json::Value;

/// The text of `main.rs` for the types at these paths, in the order of their numbers; `runtime` is the path of the
/// runtime's module.
///
/// Each type is read as one that may be `null`, for of a schema that lets `null` in the type is all the rest: who uses it
/// says that it may be absent. The program reads the file that is its argument: on each line the number of a type, a tab, and a value. It prints a
/// line for each: `ok`, a tab and the value as it was written, or what failed.
pub fn text(runtime: &str, types: &[String]) -> String {
    let mut table = String::new();
    for ty in types {
        let _ = writeln!(table, "    trip::<Option<{ty}>>,");
    }
    PROGRAM.replace("RUNTIME", runtime).replace("    TYPES\n", &table)
}

/// A line for the program.
pub fn line(number: usize, value: &Value) -> String {
    format!("{number}\t{value}\n")
}

/// What the program said of a line.
///
/// # Errors
/// What failed, in the words of the generated types.
pub fn answer(line: &str) -> Result<Value, String> {
    match line.split_once('\t') {
        Some(("ok", text)) => {
            serde_json::from_str(text).map_err(|error| format!("what was written is no JSON: {error}"))
        }
        _ => Err(line.to_owned()),
    }
}

const PROGRAM: &str = r#"#![allow(deprecated)]

use std::fs;

use RUNTIME::json;

static TYPES: &[fn(&str) -> Result<String, String>] = &[
    TYPES
];

fn main() {
    let file = std::env::args().nth(1).unwrap_or_default();
    let text = fs::read_to_string(file).unwrap_or_default();
    for line in text.lines() {
        let (number, value) = line.split_once('\t').unwrap_or_default();
        let ty = number.parse::<usize>().ok().and_then(|number| TYPES.get(number));
        match ty.map(|trip| trip(value)) {
            Some(Ok(written)) => println!("ok\t{written}"),
            Some(Err(why)) => println!("{}", why.replace(['\n', '\t'], " ")),
            None => println!("there is no such type"),
        }
    }
}

fn trip<T: json::Json + PartialEq>(text: &str) -> Result<String, String> {
    let value: T = json::from_slice(text.as_bytes()).map_err(|error| format!("not read: {error}"))?;
    let written = json::to_string(&value).map_err(|error| format!("not written: {error}"))?;
    Ok(written)
}
"#;
