//! The command that checks what others have written.

use std::fs::File;
use std::io;
use std::io::Read as _;

use clap::CommandFactory;
use serde::Serialize;

use crate::derive::text;
use crate::derive::text::LARGEST;
use crate::derive::text::Report;
use crate::derive::text::TextError;
use crate::graph::Shape;
use crate::problem;
use crate::problem::ReadError;
use crate::problem::Reading;
use crate::problem::Where;
use crate::show;

use super::Answer;
use super::arguments;
use super::arguments::Arguments;
use super::arguments::VerifyFormat;
use super::json;
use super::output::Failure;
use super::output::Output;

/// A file that was read and checked.
struct Checked {
    file: String,
    text: String,
    report: Report,
}

/// `gradwalk verify`. Every file is checked, also after one that cannot be read.
pub(super) fn verify(arguments: &arguments::Verify, output: &Output) -> Result<Answer, Failure> {
    let mut read = Vec::new();
    let mut unread: Option<Failure> = None;
    for path in &arguments.files {
        match checked(path) {
            Ok(checked) => read.push(checked),
            Err(error) => {
                if let Some(earlier) = unread.replace(Failure::Problem(Box::new(error))) {
                    output.report(&earlier);
                }
            }
        }
    }
    match arguments.format {
        VerifyFormat::Text => {
            for (place, Checked { file, text, report }) in read.iter().enumerate() {
                if place > 0 {
                    output.print("\n")?;
                }
                output.page(&show::verified::page(file, text, report))?;
            }
        }
        VerifyFormat::Json if read.is_empty() && unread.is_some() => {}
        VerifyFormat::Json => output.print(&as_json(&read))?,
    }
    match unread {
        Some(failure) => Err(failure),
        None if read.iter().all(|checked| checked.report.holds()) => Ok(Answer::Yes),
        None => Ok(Answer::No),
    }
}

fn checked(path: &std::path::Path) -> Result<Checked, ReadError> {
    let file = path.to_string_lossy().into_owned();
    let text = text_of(path, &file)?;
    match text::check(&text, &shape) {
        Ok(report) => Ok(Checked { file, text, report }),
        Err(TextError { at, says, help }) => {
            let place = if text.is_empty() {
                Where::File
            } else {
                Where::Text { text: text.into(), span: at, mark: "" }
            };
            Err(ReadError { file, says, place, help: help.into() })
        }
    }
}

/// The network of the problem that a first line names.
fn shape(name: &str) -> Result<Shape, String> {
    let read = problem::find(name, &Reading::default());
    read.map(|read| read.problem.shape()).map_err(|error| format!("{}; {}", error.says, error.help))
}

fn unread(file: &str, says: impl Into<String>, help: impl Into<String>) -> ReadError {
    ReadError { file: file.into(), says: says.into(), place: Where::File, help: help.into().into() }
}

/// The text of a derivation. Whatever else is brought here is told where it belongs.
fn text_of(path: &std::path::Path, file: &str) -> Result<String, ReadError> {
    const HELP: &str =
        "a derivation is a .txt file with one claim a line, such as (a + b)^2 = a^2 + 2*a*b + b^2";
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => unread(file, "there is no such file", HELP),
        kind => unread(file, format!("the file cannot be read: {kind}"), "check that it may be read"),
    };
    let there = path.metadata().map_err(|error| failed(&error))?;
    if there.is_dir() {
        return Err(unread(file, "this is a folder", "name the .txt files in it"));
    }
    if !there.is_file() {
        // Opening a pipe would wait for whoever writes to it, perhaps for ever.
        return Err(unread(
            file,
            "this is a pipe or a device, not a file",
            "save the derivation as a .txt file",
        ));
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "txt" => {}
        "ron" => return Err(unread(file, "lessons (.ron) cannot be verified yet", HELP)),
        "npz" | "json" => {
            let says = format!("this is a file of numbers (.{ending}), not a derivation");
            return Err(unread(file, says, format!("for gradients: `gradwalk {} {file}`", for_gradients())));
        }
        _ => return Err(unread(file, "the kind of file is unknown", HELP)),
    }
    let mut bytes = Vec::new();
    let open = File::open(path).map_err(|error| failed(&error))?;
    open.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if bytes.len() > LARGEST {
        return Err(unread(
            file,
            "the file is larger than 1 MiB",
            "a derivation is shorter: split it into several",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        let says = format!("the file is not text in UTF-8: byte {at} is 0x{byte:02x}");
        unread(file, says, "save it as UTF-8, or write it in ASCII: sigma, sum and d instead of signs")
    })
}

/// The command for gradients among those that there are.
fn for_gradients() -> &'static str {
    if Arguments::command().find_subcommand("check").is_some() { "check" } else { "compare" }
}

#[derive(Serialize)]
struct VerifyAnswer<'a> {
    format: u32,
    files: Vec<FileAnswer<'a>>,
}

#[derive(Serialize)]
struct FileAnswer<'a> {
    file: &'a str,
    ok: bool,
    steps: usize,
    failures: Vec<FailureAnswer>,
}

#[derive(Serialize)]
struct FailureAnswer {
    /// A lesson's failures have one; a derivation has lines only.
    slide: Option<usize>,
    line: usize,
    says: String,
}

fn as_json(checked: &[Checked]) -> String {
    let failures = |report: &Report| {
        let failures = report.checked.iter().filter_map(|claim| {
            Some(FailureAnswer { slide: None, line: claim.line, says: show::verified::says(claim)? })
        });
        failures.collect()
    };
    let files = checked.iter().map(|Checked { file, report, .. }| FileAnswer {
        file,
        ok: report.holds(),
        steps: report.claims,
        failures: failures(report),
    });
    json::line(&VerifyAnswer { format: json::FORMAT, files: files.collect() })
}
