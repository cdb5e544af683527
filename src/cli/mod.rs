//! The command line: what was typed, what is computed, what is printed.

mod arguments;
mod compute;
mod json;
mod output;
mod progress;
mod save;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;

use arguments::Arguments;
use arguments::Command;
use output::Output;

/// What the exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes: 0.
    Yes,
    /// No, it differs or does not verify: 1.
    No,
}

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let output = Output::new(&arguments.display);
    let result = match arguments.command {
        Some(Command::Paths(paths)) => compute::paths(&paths, &output),
        Some(Command::Gradient(gradient)) => compute::gradient(&gradient, &output),
        Some(Command::Compare(compare)) => compute::compare(&compare, &output),
        None => output.print(&Arguments::command().render_help().to_string()).map(|()| Answer::Yes),
    };
    match result {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(failure) => output.report(&failure),
    }
}

/// Help and version go to standard output and are an answer; anything else was no question.
fn usage(error: &clap::Error) -> ExitCode {
    // A pipe that is closed already is no reason to complain.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
