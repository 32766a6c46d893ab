//! A program around the crate of all cases: it makes the calls that stand in `calls.rs` of a case, which are compared with
//! `calls.txt` beside it as they arrive, and takes values of the models of cases through their types and back.
//!
//! In `calls.txt` an unindented line is a request line; indented below it stand `name: value` for a header that has to come,
//! `! name` for one that must not, `= text` for what the body begins with (`\r`, `\n` and `\\` are escapes), and
//! `< status media-type body` for the answer, which is a 204 where nothing is said; `<+ name: value` is a header of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use generator::config::Enums;
use generator::diag::Diagnostics;
use generator::source::Sources;
use libtest_mimic::Failed;
use tests::answer::Answer;
use tests::json::models::{self, Model};
use tests::json::program;
use tests::json::trip::Trips;
use tests::request::Request;
use tests::server::Server;

use crate::case::Case;
use crate::documents;
use crate::faults::Fault;

/// The cases whose models are tried.
const TRIED: [&str; 10] = [
    "enum-",
    "files-several",
    "names-keywords",
    "names-std",
    "names-unicode",
    "record-",
    "scalars",
    "schema-31",
    "union-",
    "wire-",
];

/// A case with an OpenAPI description, its models and where that is.
struct Tried {
    /// Whether values that no list has are refused.
    closed: bool,
    module: String,
    entry: PathBuf,
    models: Vec<Model>,
}

fn calls(case: &Case) -> Option<String> {
    fs::read_to_string(Path::new(&case.name).join("calls.rs")).ok()
}

fn is_tried(case: &Case, faults: &[Fault]) -> bool {
    let wanted = TRIED.iter().any(|prefix| case.name.starts_with(prefix)) && !case.name.starts_with("wrong-");
    (wanted || calls(case).is_some()) && !faults.iter().any(|fault| fault.case == case.name)
}

/// Writes the program as a package beside the crate of the cases; `features` are those that the crate has.
pub(crate) fn write(workspace: &Path, cases: &[Case], faults: &[Fault], features: &[String]) -> Result<(), Failed> {
    let folder = workspace.join("program");
    let chosen: Vec<&Case> = cases.iter().filter(|case| is_tried(case, faults) || documents::has_some(case)).collect();
    let belongs = |feature: &&String| {
        let plain = feature.trim_start_matches('_').replace('_', "-");
        chosen
            .iter()
            .any(|case| plain == case.name || plain.strip_prefix(&case.name).is_some_and(|it| it.starts_with('-')))
    };
    let blocking = "blocking".to_owned();
    let features: Vec<&String> = features.iter().filter(belongs).chain([&blocking]).collect();
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         cases = {{ path = \"../crate\", default-features = false, features = {features:?} }}\n\
         futures-util = {{ version = \"0.3\", default-features = false, features = [\"std\"] }}\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n",
    );
    let (mut modules, mut arms) = (String::new(), String::new());
    for case in &chosen {
        if let Some(text) = calls(case) {
            let module = case.module();
            let _ = write!(modules, "mod {module} {{\n{text}\n}}\n");
            let _ = writeln!(arms, "            {:?} => {module}::run(&url).await,", case.name);
        }
    }
    let types: Vec<String> = tried(cases, faults)
        .iter()
        .flat_map(|one| one.models.iter().map(|model| format!("cases::{}::models::{}", one.module, model.rust)))
        .collect();
    let trips = program::text("cases::runtime", &types).replace("fn main()", "pub fn main()");
    let main = MAIN.replace("            ARMS\n", &arms) + &modules;
    let documents = documents::program(cases);
    fs::create_dir_all(folder.join("src"))?;
    for (file, text) in
        [("Cargo.toml", manifest), ("src/main.rs", main), ("src/trips.rs", trips), ("src/documents.rs", documents)]
    {
        let path = folder.join(file);
        if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            fs::write(&path, text)?;
        }
    }
    Ok(())
}

// The limit is for `record-depth`, as the docs of a crate with such types say.
const MAIN: &str = r#"#![recursion_limit = "2048"]

mod documents;
mod trips;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (first, url) = (arguments.next().unwrap_or_default(), arguments.next());
    let Some(url) = url else { return trips::main() };
    if first.starts_with("document") {
        let (ty, path) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
        let run = if first == "document" { documents::run } else { documents::run_by_json };
        let done = run(&url, &ty, &path);
        std::process::exit(match done {
            Ok(text) => { println!("{text}"); 0 }
            Err(text) => { println!("{text}"); 1 }
        });
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let done = runtime.block_on(async {
        match first.as_str() {
            ARMS
            _ => Err("there is no such case".into()),
        }
    });
    if let Err(error) = done {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
"#;

/// The models of the cases that are tried, in the order of the cases.
fn tried(cases: &[Case], faults: &[Fault]) -> Vec<Tried> {
    let mut all = Vec::new();
    for case in cases.iter().filter(|case| is_tried(case, faults)) {
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let Some(config) = case.config(&mut sources, &mut diags) else { continue };
        for service in &config.services {
            let understood = generator::understand(service, &mut sources, &mut diags);
            let [spec] = service.specs.as_slice() else { continue };
            if !diags.has_errors() {
                let models = models::models(&understood, &sources);
                let closed = service.enums == Enums::Closed;
                all.push(Tried { closed, module: case.module(), entry: spec.path.clone(), models });
            }
        }
    }
    all
}

/// Builds the program; its path.
fn build(workspace: &Path) -> Result<PathBuf, Failed> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let out = Command::new(env!("CARGO"))
            .current_dir(workspace)
            .args(["build", "--package", "program", "--quiet"])
            .env("CARGO_TARGET_DIR", workspace.join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .output()
            .map_err(|error| error.to_string())?;
        if !out.status.success() {
            return Err(String::from_utf8_lossy(&out.stderr).into_owned());
        }
        Ok(workspace.join("target/debug").join(format!("program{}", std::env::consts::EXE_SUFFIX)))
    });
    built.clone().map_err(Failed::from)
}

/// The models of the cases, there and back.
pub(crate) fn models_come_back(cases: &[Case], faults: &[Fault]) -> Result<(), Failed> {
    let workspace = crate::compile::written(cases, faults)?;
    let program = build(&workspace)?;
    let (mut lines, mut first, mut trips) = (String::new(), 0, Vec::new());
    for one in tried(cases, faults) {
        let made = Trips::new(&one.entry, &one.models).map_err(|why| format!("{}: {why}", one.module))?;
        let made = if one.closed { made.closed() } else { made };
        if let Some(lost) = made.nowhere.first() {
            return Err(format!("{}: no schema is at {}", one.module, lost.pointer).into());
        }
        for line in made.lines().lines() {
            let (number, value) = line.split_once('\t').ok_or("a line without a number")?;
            let _ = writeln!(lines, "{}\t{value}", number.parse::<usize>()? + first);
        }
        first += one.models.len();
        trips.push((one.module, made));
    }
    let file = workspace.join("program/values");
    fs::write(&file, &lines)?;
    let out = Command::new(program).arg(&file).output()?;
    let printed = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut printed = printed.lines();
    let mut wrong = Vec::new();
    for (module, made) in &trips {
        let own: Vec<&str> = printed.by_ref().take(made.len()).collect();
        for it in made.exceptions(&own.join("\n")) {
            wrong.push(format!("{module}: {} {}: {}\n  {}\n  {}", it.rust, it.pointer, it.cause, it.value, it.back));
        }
    }
    assert!(trips.iter().map(|(_, made)| made.len()).sum::<usize>() > 500, "hardly a value was made");
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// The documents of the cases, there and back.
pub(crate) fn documents_come_back(cases: &[Case], faults: &[Fault]) -> Result<(), Failed> {
    let workspace = crate::compile::written(cases, faults)?;
    documents::come_back(cases, &build(&workspace)?)
}

/// The calls of the cases that have such, as they arrive.
pub(crate) fn calls_say_what_they_should(cases: &[Case], faults: &[Fault]) -> Result<(), Failed> {
    let workspace = crate::compile::written(cases, faults)?;
    let program = build(&workspace)?;
    let mut wrong = Vec::new();
    for case in cases.iter().filter(|case| is_tried(case, faults) && calls(case).is_some()) {
        let expected = parse(&fs::read_to_string(Path::new(&case.name).join("calls.txt"))?)?;
        let answers: Vec<Answer> = expected.iter().map(|one| one.answer.clone()).collect();
        let server = Server::script(answers);
        let out = Command::new(&program).arg(&case.name).arg(server.url()).output()?;
        if !out.status.success() {
            wrong.push(format!("{}: {}", case.name, String::from_utf8_lossy(&out.stderr)));
        }
        let requests = server.requests();
        for (one, request) in expected.iter().zip(&requests) {
            wrong.extend(one.differs(request).map(|why| format!("{}: {why}\n{request:?}", case.name)));
        }
        if requests.len() != expected.len() || expected.is_empty() {
            wrong.push(format!("{}: {} calls were made, {} are expected", case.name, requests.len(), expected.len()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// A request that has to arrive, and the answer to it.
struct Expected {
    line: String,
    headers: BTreeMap<String, String>,
    absent: Vec<String>,
    body: Option<String>,
    answer: Answer,
}

impl Expected {
    fn differs(&self, request: &Request) -> Option<String> {
        if request.line != format!("{} HTTP/1.1", self.line) {
            return Some(format!("the request line is {:?}, should be {:?}", request.line, self.line));
        }
        let header = self.headers.iter().find(|(name, value)| request.header(name) != Some(value.as_str()));
        if let Some((name, value)) = header {
            return Some(format!("`{name}` should be {value:?}"));
        }
        if let Some(name) = self.absent.iter().find(|name| request.header(name).is_some()) {
            return Some(format!("`{name}` should not be there"));
        }
        let body = self.body.as_ref().filter(|body| !request.text().starts_with(body.as_str()));
        body.map(|body| format!("the body should begin with {body:?}"))
    }
}

/// Status, header fields and body of an answer.
type Planned = (u16, Vec<(String, String)>, String);

fn parse(text: &str) -> Result<Vec<Expected>, Failed> {
    let mut all: Vec<Expected> = Vec::new();
    let mut answers: Vec<Planned> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let Some(part) = line.strip_prefix("    ") else {
            let (headers, absent) = (BTreeMap::new(), Vec::new());
            all.push(Expected { line: line.to_owned(), headers, absent, body: None, answer: Answer::status(204) });
            answers.push((204, Vec::new(), String::new()));
            continue;
        };
        let (one, answer) = all.last_mut().zip(answers.last_mut()).ok_or("what is indented stands below a request")?;
        let header = |text: &str| text.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        if let Some(body) = part.strip_prefix("= ") {
            one.body = Some(unescaped(body));
        } else if let Some(name) = part.strip_prefix("! ") {
            one.absent.push(name.to_owned());
        } else if let Some(text) = part.strip_prefix("<+ ") {
            answer.1.extend(header(text));
        } else if let Some(text) = part.strip_prefix("< ") {
            let mut words = text.splitn(3, ' ');
            answer.0 = words.next().unwrap_or_default().parse()?;
            answer.1.extend(words.next().map(|media| ("Content-Type".to_owned(), media.to_owned())));
            answer.2 = unescaped(words.next().unwrap_or_default());
        } else {
            let empty = || Some((part.strip_suffix(':')?.to_owned(), String::new()));
            let (name, value) = header(part).or_else(empty).ok_or_else(|| format!("what should {part:?} be?"))?;
            one.headers.insert(name, value);
        }
    }
    for (one, (status, headers, body)) in all.iter_mut().zip(&answers) {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        one.answer = if *status == 204 && body.is_empty() && headers.is_empty() {
            Answer::status(204)
        } else {
            Answer::new(*status, &headers, body)
        };
    }
    Ok(all)
}

fn unescaped(text: &str) -> String {
    text.replace("\\r", "\r").replace("\\n", "\n")
}
