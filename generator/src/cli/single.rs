//! `generate`: one document without a configuration, and the command line that stands for it in the crate.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::config::{Check, Config};
use crate::source::is_stream;

/// The arguments.
#[derive(Debug, Args)]
pub(super) struct Single {
    /// A document that describes the service, or `-` for the standard input; several for several XML Schema documents
    #[arg(long, required = true, value_name = "FILE")]
    pub(super) spec: Vec<PathBuf>,
    /// The directory of the crate
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// The name of the crate
    #[arg(long, value_name = "CRATE")]
    pub(super) name: String,
    /// A file or folder outside the folder of an OpenAPI document that this may refer to (XML Schema and WADL may
    /// refer to any file); for what any document refers to by an address, what the address begins with and a copy
    /// of what is there. May be given several times
    #[arg(long, value_name = "PATH|URL=PATH")]
    pub(super) allow: Vec<String>,
    /// An OpenAPI Overlay document, whose changes are made to the description before it is read. May be given several
    /// times
    #[arg(long, value_name = "FILE")]
    pub(super) overlay: Vec<PathBuf>,
    /// Only these operations, and the types that they use: an id, a group (a tag), or a path as in
    /// `GET /pets/{id}`, where `*` is any text. May be given several times
    #[arg(long, value_name = "PATTERN")]
    pub(super) only: Vec<String>,
    /// All operations but these; may be given several times
    #[arg(long, value_name = "PATTERN")]
    pub(super) except: Vec<String>,
    /// Leave out types that no operation uses
    #[arg(long)]
    pub(super) used_types: bool,
    /// Give types that only XML has a JSON form too, and with it serde's traits
    #[arg(long)]
    pub(super) serde: bool,
    /// Give types that an XML Schema limits (patterns, lengths, ranges, digits) checked constructors, `try_new`
    #[arg(long, value_enum, value_name = "WHEN")]
    pub(super) checked: Option<Check>,
    /// Leave out, with a warning, what cannot be honoured
    #[arg(long)]
    pub(super) lenient: bool,
    /// Compare the crate with what the document gives, show the difference, and write nothing
    #[arg(long)]
    pub(super) check: bool,
}

/// What the arguments say, as a configuration.
pub(super) fn config(single: &Single) -> Result<Config, String> {
    let Single { spec, out, name, allow, overlay, only, except, used_types, serde, checked, lenient, check: _ } =
        single;
    let config = Config::single(spec, out, name, *lenient)?.allowing(allow)?.overlaid(overlay);
    let config = config.selecting(only, except, *used_types).with_serde(*serde).with_checked(*checked);
    Ok(config.by_command(command(single)))
}

/// The command line that writes the crate, with the names of the files alone: the same wherever it was run.
fn command(single: &Single) -> String {
    let mut words = vec!["generator".to_owned(), "generate".to_owned()];
    let mut say = |flag: &str, value: &str| words.extend([flag.to_owned(), quoted(value)]);
    let file = |path: &Path| {
        if is_stream(path) {
            "-".to_owned()
        } else {
            // `..` has none.
            path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
        }
    };
    single.spec.iter().for_each(|spec| say("--spec", &file(spec)));
    say("--out", &single.name);
    say("--name", &single.name);
    for allow in &single.allow {
        match allow.rsplit_once('=').filter(|(url, _)| url.contains("://")) {
            Some((url, copy)) => say("--allow", &format!("{url}={}", file(Path::new(copy)))),
            None => say("--allow", &file(Path::new(allow))),
        }
    }
    single.overlay.iter().for_each(|overlay| say("--overlay", &file(overlay)));
    single.only.iter().for_each(|pattern| say("--only", pattern));
    single.except.iter().for_each(|pattern| say("--except", pattern));
    match single.checked {
        Some(Check::Making) => say("--checked", "making"),
        Some(Check::Reading) => say("--checked", "reading"),
        None => {}
    }
    for (flag, given) in [("--used-types", single.used_types), ("--serde", single.serde), ("--lenient", single.lenient)]
    {
        words.extend(given.then(|| flag.to_owned()));
    }
    words.join(" ")
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:@%+,".contains(c);
    let flat = word.replace(char::is_control, " ");
    if !flat.is_empty() && flat.chars().all(plain) { flat } else { format!("'{}'", flat.replace('\'', "'\\''")) }
}
