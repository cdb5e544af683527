//! The command line: what was typed, what is computed, what is printed.

mod after_step;
mod arguments;
mod astray;
mod check;
mod class;
mod compute;
mod derive;
mod diagnosis;
mod everywhere;
mod export;
mod folder;
mod json;
mod lessons;
mod manual;
mod mistakes;
mod output;
mod pace;
#[cfg(feature = "tui")]
mod player;
mod probe;
mod progress;
mod rules;
mod save;
#[cfg(feature = "web")]
mod serve;
mod shell;
mod slides;
mod snapshot;
mod step;
mod table;
mod verify;

use std::ffi::OsString;
use std::io;
use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;

use crate::printable::printable;

use arguments::Arguments;
use arguments::Command;
use output::Failure;
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
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> ExitCode {
    let typed: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
    let arguments = match everywhere::parsed(&typed) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&quotable(&typed).unwrap_or(error)),
    };
    let output = Output::new(&arguments.display);
    let result = match arguments.command {
        Some(Command::Paths(paths)) => compute::paths(&paths, &output),
        Some(Command::Gradient(gradient)) => compute::gradient(&gradient, &output),
        Some(Command::Compare(compare)) => compute::compare(&compare, &output),
        Some(Command::Derive(derive)) => derive::derive(&derive, &output),
        Some(Command::Check(check)) => check::check(&check, &typed, &output),
        Some(Command::Mistakes(asked)) => mistakes::mistakes(&asked, &output),
        Some(Command::Verify(verify)) => verify::verify(&verify, &output),
        Some(Command::Lessons(lessons)) => lessons::lessons(&lessons, &output),
        Some(Command::Step(step)) => step::step(&step, &output),
        Some(Command::Show(show)) => lessons::show(&show, &output),
        Some(Command::Export(export)) => export::export(&export, &output),
        Some(Command::Snapshot(snapshot)) => snapshot::snapshot(&snapshot, &output),
        #[cfg(feature = "web")]
        Some(Command::Serve(serve)) => serve::serve(&serve, &output),
        Some(Command::New(new)) => lessons::new(&new, &output),
        Some(Command::Rules(asked)) => rules::rules(&asked, &output),
        Some(Command::Completions(asked)) => manual::completions(&asked, &output),
        Some(Command::Man) => manual::page(&output),
        None => nothing(&output),
    };
    match result {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        Err(failure) => output.report(&failure),
    }
}

/// `gradwalk` alone: on a terminal the lessons, ready to open; otherwise short help.
fn nothing(output: &Output) -> Result<Answer, Failure> {
    #[cfg(feature = "tui")]
    if step::is_terminal()
        && let Ok(Arguments { command: Some(Command::Step(step)), .. }) =
            everywhere::parsed(["gradwalk", "step"])
        && player::is_wanted(&step)
    {
        return player::choose(&step, output);
    }
    output.print(&Arguments::command().render_help().to_string())?;
    Ok(Answer::Yes)
}

/// The same complaint about these arguments, which it quotes, without anything in them that disturbs a terminal.
fn quotable(typed: &[OsString]) -> Option<clap::Error> {
    let shown = typed.iter().map(|argument| printable(&argument.to_string_lossy()));
    everywhere::parsed(shown).err()
}

/// Help and version go to standard output and are an answer; anything else was no question.
fn usage(error: &clap::Error) -> ExitCode {
    match error.print().and_then(|()| io::stdout().flush()) {
        _ if error.use_stderr() => ExitCode::from(2),
        // A pipe that is closed already is no reason to complain.
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr().lock(), "error: {}", Failure::Print(failure));
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}
