//! What `gradwalk verify --format json` answers: for every file what is wrong, where, and what to do.

use serde::Serialize;

use crate::cli::json;
use crate::derive::text::Claim;
use crate::lesson::Fault;
use crate::problem::ReadError;
use crate::problem::column;
use crate::show;

use super::Checked;
use super::What;

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
    failures: Vec<FailureAnswer<'a>>,
}

#[derive(Default, Serialize)]
struct FailureAnswer<'a> {
    /// A lesson's failures have one; a derivation has lines only.
    slide: Option<usize>,
    /// A file that cannot be read at all may have none.
    line: Option<usize>,
    /// The character of the line, from 1.
    column: Option<usize>,
    says: String,
    /// What to do. Of a claim that does not hold there is nothing to say.
    help: Option<&'a str>,
    /// The check of `--strict` that has found it.
    check: Option<&'static str>,
}

pub(super) fn as_json(checked: &[Checked]) -> String {
    let files = checked.iter().map(|one| FileAnswer {
        file: &one.file,
        ok: one.holds(),
        steps: match &one.what {
            What::Derivation { report, .. } => report.claims,
            What::Lesson(lesson, _) => lesson.steps(),
            What::Faults(_) | What::Unread(_) => 0,
        },
        failures: failures(one),
    });
    json::line(&VerifyAnswer { format: json::FORMAT, files: files.collect() })
}

fn failures(Checked { what, file }: &Checked) -> Vec<FailureAnswer<'_>> {
    match what {
        What::Derivation { report, text, .. } => {
            report.checked.iter().filter_map(|claim| of_claim(claim, text)).collect()
        }
        What::Lesson(_, faults) | What::Faults(faults) => faults.iter().map(of_fault).collect(),
        What::Unread(errors) => errors.iter().map(|error| unread(error, file)).collect(),
    }
}

fn of_claim(claim: &Claim, text: &str) -> Option<FailureAnswer<'static>> {
    let (line, column) = (Some(claim.line), Some(column(text, claim.at.start)));
    Some(FailureAnswer { line, column, says: show::verified::says(claim)?, ..FailureAnswer::default() })
}

fn of_fault(Fault { slide, error, check }: &Fault) -> FailureAnswer<'_> {
    FailureAnswer {
        slide: *slide,
        line: error.line().or(Some(1)),
        column: error.column().or(Some(1)),
        says: error.says.clone(),
        help: Some(&error.help),
        check: *check,
    }
}

/// What is wrong in another file, such as the problem of a lesson, is told with its place there.
fn unread<'e>(error: &'e ReadError, file: &str) -> FailureAnswer<'e> {
    let help = Some(&*error.help);
    if error.file == file {
        let (line, column, says) = (error.line(), error.column(), error.says.clone());
        return FailureAnswer { line, column, says, help, ..FailureAnswer::default() };
    }
    let line = error.line().map_or(String::new(), |line| format!(":{line}"));
    let says = format!("{}{line}: {}", error.file, error.says);
    FailureAnswer { says, help, ..FailureAnswer::default() }
}
