//! The command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    generator::cli::main()
}
