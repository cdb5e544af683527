//! A right file at the wrong command is told the right one.
//!
//! Problems and gradients are looked at again only where they could not be read; a lesson is known by its fields before
//! it is replayed.

use std::fs::File;
use std::path::Path;

use crate::lesson::library::Library;
use crate::problem;
use crate::problem::Problem;
use crate::problem::ReadError;

use super::shell;

/// What a file or a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Lesson,
    Transcript,
    Problem,
    Gradients,
    Derivation,
}

impl Kind {
    /// What it is, and what can be done with it.
    fn advice(self, name: &str) -> (&'static str, String) {
        match self {
            Kind::Lesson => (
                "this is a lesson",
                format!("`gradwalk step {name}` goes through it, `gradwalk verify {name}` checks it"),
            ),
            Kind::Transcript => (
                "this is the transcript of a lesson",
                "`gradwalk snapshot LESSON --to DIR --check` compares transcripts with their lessons".into(),
            ),
            Kind::Problem => (
                "this is a problem",
                format!(
                    "for its numbers: `gradwalk compare {name}`, or `gradwalk step LESSON --problem {name}`"
                ),
            ),
            Kind::Gradients => {
                ("these are gradients", format!("to check them: `gradwalk check PROBLEM --gradients {name}`"))
            }
            Kind::Derivation => ("this is a derivation", format!("to check it: `gradwalk verify {name}`")),
        }
    }
}

/// The same complaint, or a better one where the argument is something that other commands take.
pub(super) fn astray(error: ReadError, path: &Path, wanted: &[Kind]) -> ReadError {
    match kind(path) {
        Some(kind) if !wanted.contains(&kind) => told(kind, path),
        _ => error,
    }
}

/// The complaint about a file of this kind where another is wanted.
pub(super) fn told(kind: Kind, path: &Path) -> ReadError {
    let name = path.to_string_lossy();
    let (says, help) = kind.advice(&shell::quoted(&name));
    ReadError::of_file(&name, says, help)
}

/// What an argument is, as far as that can be told without knowing what it should be.
pub(super) fn kind(path: &Path) -> Option<Kind> {
    let name = path.to_string_lossy();
    if !path.is_file() {
        let is_lesson = || Library::BuiltIn.file(&name).is_ok();
        return Problem::built_in(&name)
            .map(|_| Kind::Problem)
            .or_else(|| is_lesson().then_some(Kind::Lesson));
    }
    let handed_in = |is_problem| if is_problem { Kind::Problem } else { Kind::Gradients };
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" => Some(Kind::Derivation),
        "csv" => Some(Kind::Gradients),
        "npz" => Some(handed_in(problem::is_problem_in_archive(File::open(path).ok()?))),
        "json" => Some(handed_in(problem::is_problem_in_text(&problem::text_of(path, &name).ok()?))),
        "ron" => of_text(&problem::text_of(path, &name).ok()?),
        _ => None,
    }
}

/// What stands in a text in RON, by the fields that only one sort of text has.
pub(super) fn of_text(text: &str) -> Option<Kind> {
    let has = |field| problem::has_field(text, field);
    match (has("slides"), has("lesson"), has("layers")) {
        (true, true, _) => Some(Kind::Transcript),
        (true, false, _) => Some(Kind::Lesson),
        (false, _, true) => Some(Kind::Problem),
        _ => has("gradients").then_some(Kind::Gradients),
    }
}
