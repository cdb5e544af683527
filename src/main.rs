//! The `gradwalk` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    gradwalk::cli::run(std::env::args_os())
}
