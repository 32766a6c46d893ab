//! The public API of a crate as text, a line for each item, and what changed of it since an earlier one.
//!
//! It is read off the files that are written, so it says what users get; the runtime, which is the same in all crates of one
//! version of the generator, is left out.

mod features;
mod items;
mod spelled;
mod tables;

use std::collections::BTreeMap;
use std::fmt;

use crate::output::OutFile;

/// The public items of a crate: for each its kind and path, and what is to be said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    items: BTreeMap<String, String>,
}

impl Report {
    /// The public items of the crate that these files are.
    pub fn of(files: &[OutFile]) -> Self {
        let mut report = Report::default();
        let public = |line: &str| line.trim().strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned);
        let models = files.iter().filter(|file| file.path.ends_with("models/mod.rs"));
        let namespaces: Vec<String> = models.flat_map(|file| file.text.lines().filter_map(public)).collect();
        for file in files {
            if file.path == "Cargo.toml" {
                features::read(&file.text, &mut report);
            }
            let path = file.path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs"));
            let module = path.map(|path| module(path, &namespaces));
            if let Some(module) = module.filter(|module| module.first().is_none_or(|first| first != "runtime")) {
                items::read(&module, &file.text, &mut report);
            }
        }
        report
    }

    /// The report that was printed as this text.
    ///
    /// # Errors
    /// Why the text is no such report.
    pub fn parse(text: &str) -> Result<Self, String> {
        let is_item = |line: &str| {
            let (kind, path) = line.split_once(' ').unwrap_or_default();
            KINDS.contains(&kind) && path.starts_with(|c: char| c == '_' || c.is_alphabetic())
        };
        match text.lines().enumerate().find(|(_, line)| !line.trim().is_empty() && !is_item(line)) {
            Some((at, _)) => return Err(format!("line {} is none that `api` prints", at + 1)),
            None if text.trim().is_empty() => return Err("there is nothing in it that `api` prints".to_owned()),
            None => {}
        }
        let items = text.lines().filter(|line| !line.trim().is_empty()).map(|line| match line.split_once(": ") {
            Some((item, said)) => (item.to_owned(), said.to_owned()),
            None => (line.to_owned(), String::new()),
        });
        Ok(Report { items: items.collect() })
    }

    fn say(&mut self, kind: &str, module: &[String], name: &str, said: impl Into<String>) {
        let path: Vec<&str> = module.iter().map(String::as_str).chain([name]).collect();
        self.items.insert(format!("{kind} {}", path.join("::")), said.into());
    }

    /// What is in this report and was not in `old`, or was other there, or is gone.
    pub fn since(&self, old: &Report) -> Vec<Change> {
        let mut changes = Vec::new();
        for (item, said) in &old.items {
            match self.items.get(item) {
                None => changes.push(Change { what: What::Removed, item: item.clone(), breaking: true }),
                Some(now) if now != said => {
                    let item = format!("{item}: {said} -> {now}");
                    changes.push(Change { what: What::Changed, item, breaking: true });
                }
                Some(_) => {}
            }
        }
        for (item, said) in self.items.iter().filter(|(item, _)| !old.items.contains_key(*item)) {
            let breaking = self.breaks(item, old);
            changes.push(Change { what: What::Added, item: line(item, said), breaking });
        }
        changes
    }

    /// Whether code that knew the old items does not compile with a new one: a field of a struct that it may have built, a
    /// variant of an enum that it may have matched in full.
    fn breaks(&self, item: &str, old: &Report) -> bool {
        let Some((kind, path)) = item.split_once(' ') else { return false };
        let Some((owner, _)) = path.rsplit_once("::") else { return false };
        let of = match kind {
            "field" => format!("struct {owner}"),
            "variant" => format!("enum {owner}"),
            _ => return false,
        };
        old.items.get(&of).is_some_and(|said| said != NON_EXHAUSTIVE)
    }
}

/// The words that items begin with.
const KINDS: [&str; 10] = ["call", "const", "enum", "feature", "field", "fn", "impl", "struct", "type", "variant"];

/// What is said of a type that may have more parts one day.
const NON_EXHAUSTIVE: &str = "non_exhaustive";

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|(item, said)| writeln!(f, "{}", line(item, said)))
    }
}

fn line(item: &str, said: &str) -> String {
    if said.is_empty() { item.to_owned() } else { format!("{item}: {said}") }
}

/// A difference between two reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its kind.
    pub what: What,
    /// The item, as a line of the report.
    pub item: String,
    /// Whether code that compiled before may not do so now.
    pub breaking: bool,
}

/// The kind of a [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The item is new.
    Added,
    /// The item is another.
    Changed,
    /// The item is gone.
    Removed,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.what {
            What::Added => '+',
            What::Changed => '~',
            What::Removed => '-',
        };
        let breaking = if self.breaking { " (breaking)" } else { "" };
        write!(f, "{mark} {}{breaking}", self.item)
    }
}

/// The module of a file. That types stand in one file or several is not seen from outside, unless each has its namespace.
fn module(path: &str, namespaces: &[String]) -> Vec<String> {
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    let last = parts.last().cloned().unwrap_or_default();
    if let Some(at) = parts.iter().position(|part| part == "models").filter(|_| !namespaces.contains(&last)) {
        parts.truncate(at + 1);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(old: &str, new: &str) -> Vec<String> {
        Report::parse(new).unwrap().since(&Report::parse(old).unwrap()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_breaks_is_told_from_what_does_not() {
        let old = "impl a::S as Default\nstruct a::S\nfield a::S::x: i64\nstruct a::N: non_exhaustive\nenum a::E\nfn a::f: (self) -> X\n";
        assert_eq!(changes(old, old), [""; 0]);
        assert_eq!(
            changes(old, &format!("{old}field a::N::y: i64\nfn a::g: (self)\nstruct a::T\nfield a::T::z: i64\n")),
            ["+ field a::N::y: i64", "+ field a::T::z: i64", "+ fn a::g: (self)", "+ struct a::T"]
        );
        assert_eq!(
            changes(old, &format!("{old}field a::S::y: i64\nvariant a::E::B\n")),
            ["+ field a::S::y: i64 (breaking)", "+ variant a::E::B (breaking)"]
        );
        assert_eq!(
            changes(
                old,
                "impl a::S as Default\nstruct a::S\nfield a::S::x: i32\nstruct a::N: non_exhaustive\nenum a::E\n"
            ),
            ["~ field a::S::x: i64 -> i32 (breaking)", "- fn a::f (breaking)"]
        );
        assert_eq!(changes(old, old.split_once('\n').unwrap().1), ["- impl a::S as Default (breaking)"]);
    }

    #[test]
    fn features_are_what_users_may_name() {
        let manifest = |features: &str| {
            Report::of(&[OutFile::new("Cargo.toml", format!("[package]\nname = \"x\"\n[features]\n{features}"))])
        };
        let old = manifest("default = [\"full\"]\n_client = []\nfull = [\"pets\"]\npets = [\"_client\"]\n");
        assert_eq!(old.to_string(), "feature default::full\nfeature full\nfeature pets\n");
        assert_eq!(Report::parse(&old.to_string()), Ok(old.clone()));
        let new = manifest("default = [\"full\", \"rustls\"]\nfull = [\"shops\"]\nrustls = []\nshops = []\n");
        let changes: Vec<_> = new.since(&old).iter().map(ToString::to_string).collect();
        let expected =
            ["- feature pets (breaking)", "+ feature default::rustls", "+ feature rustls", "+ feature shops"];
        assert_eq!(changes, expected);
    }

    #[test]
    fn tables_are_read_as_what_they_become() {
        let text = r#"
pub struct Things { client: Client }
impl Things {
    pub(super) fn new(client: Client) -> Self { Self { client } }
    /// Docs.
    pub fn get(&self, id: impl Into<String>) -> Get { Get::new(&self.client, id) }
}
runtime::client!(Client);
runtime::call! {
    /// A call.
    Get("get", "GET", "/things/{id}", accept("a/b"))
        -> Response<models::Page, GetHeaders>, Error<models::Fault> = |raw| match raw.status() { 200 => raw.json(), };
    needs { id => path("id") }
    takes {
        /// Docs.
        since: Option<OffsetDateTime> as runtime::http_date => header("Since"),
        #[deprecated]
        name => query("name", form),
    }
    may_send { body: Vec<u8>, into => |request, body, _| request.json("a", body) }
    ways { as_text => 1 }
}
runtime::pages! { Get of models::Thing: models::Page, (), models::Fault; next: |page| None; items: |page| page.x; }
runtime::polls! { Get of models::Thing, models::Fault = |raw| raw.json(); Usual }
runtime::checked! { Level(u8) { maximum("9") } reading }
runtime::headers! { /// Docs.
    GetHeaders { /// Docs.
        e_tag: String => "ETag" } }
runtime::setters! { Thing { with_a(a: impl Into<String>) => Some(a.into()), #[deprecated] with_b(b: i64) => Some(b) } }
runtime::defaults! { Thing { a_or_default: a is "x", b_or_default: b as i64 = 1 } }
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Thing { pub a: Option<String>, b: i64 }
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Kind { A, Other(Box<Thing>), Unknown(String) }
pub type Other = Vec<Thing>;
"#;
        let report = Report::of(&[OutFile::new("src/models/common.rs", text)]).to_string();
        let expected = "\
call models::Get: Response<models::Page, GetHeaders>, Error<models::Fault>
enum models::Kind
field models::GetHeaders::e_tag: Option<String>
field models::Thing::a: Option<String>
fn models::Client::send_raw: async (&self, request: runtime::Request) -> Result<runtime::RawResponse, Error<runtime::NoBody>>
fn models::Get::as_text: (self) -> Self
fn models::Get::body: (self, body: Vec<u8>) -> Self
fn models::Get::items: (self) -> Items<models::Page, (), models::Fault, models::Thing>
fn models::Get::name: (self, name: impl Into<String>) -> Self
fn models::Get::pages: (self) -> Pages<models::Page, (), models::Fault>
fn models::Get::poller: (self) -> Poller<models::Thing, models::Fault>
fn models::Get::since: (self, since: Option<OffsetDateTime>) -> Self
fn models::Level::check: (&self) -> Result<(), OutOfLimits>
fn models::Level::get: (&self) -> &u8
fn models::Level::into_inner: (self) -> u8
fn models::Level::try_new: (value: impl Into<u8>) -> Result<Self, OutOfLimits>
fn models::Thing::a_or_default: (&self) -> &str
fn models::Thing::b_or_default: (&self) -> i64
fn models::Thing::with_a: (self, a: impl Into<String>) -> Self
fn models::Thing::with_b: (self, b: i64) -> Self
fn models::Things::get: (&self, id: impl Into<String>) -> Get
impl models::Kind as Eq
impl models::Kind as Hash
impl models::Thing as Default
struct models::GetHeaders: non_exhaustive
struct models::Thing: non_exhaustive
struct models::Things
type models::Other: Vec<Thing>
variant models::Kind::A
variant models::Kind::Other: (Box<Thing>)
variant models::Kind::Unknown: (String)
";
        assert_eq!(report, expected);
    }
}
