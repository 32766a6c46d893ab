//! What a process has used: CPU time and peak memory, as the system counts them.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, ExitCode};

use serde::{Deserialize, Serialize};

/// Where a rustc that is run through this program leaves what it used; set on `cargo check`.
pub(crate) const RUSTC_USAGE: &str = "CORPUS_RUSTC_USAGE";

/// What a process has used.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// Seconds of CPU, in user and in system mode.
    pub(crate) cpu: f64,
    /// The most memory that it held at once, in bytes.
    pub(crate) peak: u64,
}

/// Whose usage.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose {
    /// This process's.
    Own,
    /// That of the children that it has waited for; the peak is that of the largest.
    Children,
}

/// What was used so far; `None` where the system does not say.
#[cfg(unix)]
pub(crate) fn now(whose: Whose) -> Option<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let who = match whose {
        Whose::Own => UsageWho::RUSAGE_SELF,
        Whose::Children => UsageWho::RUSAGE_CHILDREN,
    };
    let usage = getrusage(who).ok()?;
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux and the BSDs count in KiB, Apple in bytes.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    let peak = u64::try_from(usage.max_rss()).ok()?.saturating_mul(unit);
    let peak = if matches!(whose, Whose::Own) { own_peak().unwrap_or(peak) } else { peak };
    Some(Usage { cpu: std::time::Duration::from_micros(u64::try_from(micros).ok()?).as_secs_f64(), peak })
}

/// The peak of this program alone: Linux lets a process begin with the peak of the one that started it.
#[cfg(unix)]
fn own_peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

/// What was used so far; `None` where the system does not say.
#[cfg(not(unix))]
pub(crate) fn now(_: Whose) -> Option<Usage> {
    None
}

/// Runs rustc where cargo has called this program in its place, and leaves behind what it used.
///
/// A wrapper has one child only, so that its children's usage is that of one rustc, without cargo and dependencies.
pub(crate) fn as_rustc_wrapper(arguments: &[OsString]) -> Option<ExitCode> {
    let file = std::env::var_os(RUSTC_USAGE)?;
    let (rustc, rest) = arguments.get(1..)?.split_first()?;
    let status = Command::new(rustc).args(rest).env_remove(RUSTC_USAGE).status();
    let compiles = rest.iter().any(|it| it == "--crate-name") && !rest.iter().any(|it| it == "___");
    if compiles && let Some(text) = now(Whose::Children).and_then(|usage| serde_json::to_string(&usage).ok()) {
        // Without it the table says that it was not measured.
        let _ = fs::write(file, text);
    }
    let code = status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Some(ExitCode::from(code.unwrap_or(101)))
}
