//! `gradwalk snapshot`: what lessons show, written down, and how that has changed.
//!
//! ```text
//! lessons, or a folder of snapshots  →  transcripts now  ┐
//!                                                        ├→  differences  →  told, or taken over
//! the folder --to                    →  transcripts then ┘
//! ```

use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use serde::Serialize;

use crate::lesson::transcript::Transcript;
use crate::lesson::transcript::class::CLASSES;
use crate::lesson::transcript::class::Class;
use crate::lesson::transcript::class::class;
use crate::lesson::transcript::compare::Difference;
use crate::lesson::transcript::compare::differences;
use crate::lesson::transcript::compare::gravest;
use crate::lesson::transcript::compare::worst;
use crate::lesson::transcript::merge::merged;
use crate::problem;
use crate::problem::Problem;
use crate::problem::ReadError;
use crate::show::review;
use crate::show::review::Reviewed;
use crate::show::transcript;
use crate::show::transcript::Drawn;

use super::Answer;
use super::arguments;
use super::arguments::VerifyFormat;
use super::compute::unknown;
use super::json;
use super::lessons::as_written;
use super::output::Failure;
use super::output::Output;
use super::save::Destination;
use super::save::Existing;

/// A lesson as it is now, with its problem where that is known.
struct Now {
    transcript: Transcript,
    problem: Option<Problem>,
}

/// `gradwalk snapshot`
pub(super) fn snapshot(arguments: &arguments::Snapshot, output: &Output) -> Result<Answer, Failure> {
    let only = chosen(&arguments.only)?;
    let mut now = Vec::new();
    for name in &arguments.names {
        let found = if Path::new(name).is_dir() {
            of_folder(Path::new(name))?
        } else {
            vec![of_lesson(name, arguments)?]
        };
        now.extend(found);
    }
    if let Some(twice) = now.iter().enumerate().find(|(place, one)| {
        now[..*place].iter().any(|other| other.transcript.lesson == one.transcript.lesson)
    }) {
        return Err(Failure::TwoLessons { lesson: twice.1.transcript.lesson.clone() });
    }
    let is_lesson = |path: &PathBuf| {
        let in_folder =
            |folder: &PathBuf| now.iter().any(|one| are_same(&file_of(folder, &one.transcript.lesson), path));
        arguments.names.iter().any(|name| are_same(Path::new(name), path))
            || arguments.shelf.lessons.as_ref().is_some_and(in_folder)
    };
    let files = now.iter().map(|one| file_of(&arguments.to, &one.transcript.lesson));
    if let Some(path) = files.into_iter().find(is_lesson) {
        return Err(Failure::IsLesson { path });
    }
    if !arguments.check && !arguments.accept {
        return write(&now, &arguments.to, output);
    }
    let then = read_folder(&arguments.to)?;
    let compared = compared(&now, &then, arguments);
    if arguments.accept {
        accept(&compared, &only, &arguments.to)?;
    }
    tell(compared, &only, arguments, output)
}

/// The classes of these names; all where none is named.
fn chosen(names: &[String]) -> Result<Vec<&'static Class>, Failure> {
    if names.is_empty() {
        return Ok(CLASSES.iter().collect());
    }
    let known = || CLASSES.iter().map(|class| class.name);
    names.iter().map(|name| class(name.trim()).ok_or_else(|| unknown("class", name, known()))).collect()
}

fn of_lesson(name: &str, arguments: &arguments::Snapshot) -> Result<Now, Failure> {
    let lesson = as_written(name, &arguments.shelf)?.read(None).map_err(Failure::Lesson)?;
    Ok(Now { transcript: transcript::of(&lesson, Drawn::Whole), problem: Some(lesson.problem) })
}

fn of_folder(folder: &Path) -> Result<Vec<Now>, Failure> {
    let transcripts = read_folder(folder)?;
    if transcripts.is_empty() {
        let help = "name a folder of snapshots or transcripts, or a lesson";
        let error =
            ReadError::of_file(&folder.to_string_lossy(), "there are no transcripts in this folder", help);
        return Err(Failure::Problem(Box::new(error)));
    }
    let now = transcripts.into_iter().map(|transcript| {
        let beside = folder.join(&transcript.problem);
        let problem = Problem::built_in(&transcript.problem)
            .or_else(|| problem::find(beside, &problem::Reading::default()).ok().map(|read| read.problem));
        Now { transcript, problem }
    });
    Ok(now.collect())
}

/// All transcripts of a folder, and those in the snapshots of the test suite.
fn read_folder(folder: &Path) -> Result<Vec<Transcript>, Failure> {
    let name = folder.to_string_lossy();
    let failed = |file: &str, error: &io::Error| {
        let help = "name a folder of transcripts: `gradwalk snapshot LESSON --to DIR` writes them";
        let says = match error.kind() {
            io::ErrorKind::NotFound => "there is no such folder".to_owned(),
            kind => format!("the folder cannot be read: {kind}"),
        };
        Box::new(ReadError::of_file(file, says, help))
    };
    let entries = fs::read_dir(folder).map_err(|error| failed(&name, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|error| failed(&name, &error))?.path());
    }
    paths.sort();
    let mut single = Vec::new();
    for path in paths {
        let file = path.to_string_lossy();
        let text = || problem::text_of(&path, &file);
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("ron") => {
                single.push(Transcript::read(&file, &text().map_err(Box::new)?).map_err(Box::new)?);
            }
            Some("snap") => {
                single.push(Transcript::of_snapshot(&file, &text().map_err(Box::new)?).map_err(Box::new)?);
            }
            _ => {}
        }
    }
    Ok(Transcript::gathered(single))
}

/// Whether both lead to the same file.
fn are_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

fn file_of(folder: &Path, lesson: &str) -> PathBuf {
    folder.join(format!("{lesson}.ron"))
}

/// Writes new transcripts. One that is there already and says the same is left as it is.
fn write(now: &[Now], folder: &Path, output: &Output) -> Result<Answer, Failure> {
    let mut new = Vec::new();
    for Now { transcript, .. } in now {
        let path = file_of(folder, &transcript.lesson);
        let text = transcript.text();
        if !fs::read(&path).is_ok_and(|there| there == text.as_bytes()) {
            new.push((path, text));
        }
    }
    if let Some((path, _)) = new.iter().find(|(path, _)| path.exists() || path.is_symlink()) {
        return Err(Failure::OtherTranscript { path: path.clone() });
    }
    made(folder)?;
    for (path, text) in &new {
        Destination::find(path, Existing::Keep, None)?.write(text.as_bytes())?;
    }
    let names: Vec<String> =
        new.iter().map(|(path, _)| crate::printable::printable(&path.to_string_lossy())).collect();
    output.print(&match names.as_slice() {
        [] => "Nothing has changed since the transcripts were written.\n".to_owned(),
        names => format!("Wrote {}.\n", names.join(", ")),
    })?;
    Ok(Answer::Yes)
}

fn made(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|source| Failure::Write { path: folder.into(), source })
}

/// A lesson then and now, and what differs.
struct Compared<'a> {
    lesson: &'a str,
    was: Option<&'a Transcript>,
    is: Option<&'a Transcript>,
    differences: Vec<Difference>,
}

fn compared<'a>(
    now: &'a [Now],
    then: &'a [Transcript],
    arguments: &arguments::Snapshot,
) -> Vec<Compared<'a>> {
    let mut all: Vec<Compared> = Vec::new();
    for Now { transcript, problem } in now {
        let was = then.iter().find(|was| was.lesson == transcript.lesson);
        let differences = differences(was, Some(transcript), problem.as_ref());
        all.push(Compared { lesson: &transcript.lesson, was, is: Some(transcript), differences });
    }
    // Who names lessons asks about these; who names a folder asks about all that were in the other.
    if arguments.names.iter().any(|name| Path::new(name).is_dir()) {
        for was in then.iter().filter(|was| now.iter().all(|now| now.transcript.lesson != was.lesson)) {
            let differences = differences(Some(was), None, None);
            all.push(Compared { lesson: &was.lesson, was: Some(was), is: None, differences });
        }
    }
    all
}

/// Takes over what may be. Nothing is written before all is known.
fn accept(compared: &[Compared], only: &[&'static Class], folder: &Path) -> Result<(), Failure> {
    let holds_snapshots = fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.any(|entry| {
            entry.is_ok_and(|entry| entry.path().extension().is_some_and(|ending| ending == "snap"))
        })
    });
    if holds_snapshots {
        return Err(Failure::InstaAccepts { path: folder.into() });
    }
    let is_taken = |difference: &Difference| only.iter().any(|class| class.name == difference.class.name);
    let mut changed = Vec::new();
    for Compared { lesson, was, is, differences } in compared {
        let path = file_of(folder, lesson);
        match (was, is) {
            (Some(was), Some(is)) => {
                let merged = if differences.iter().all(is_taken) {
                    (*is).clone()
                } else {
                    merged(was, is, differences, only)
                };
                if merged != **was {
                    changed.push((Destination::find(&path, Existing::Replace, None)?, merged.text()));
                }
            }
            (None, Some(is)) if differences.iter().all(is_taken) => {
                changed.push((Destination::find(&path, Existing::Keep, None)?, is.text()));
            }
            // A lesson that is gone: its transcript is for its owner to remove.
            _ => {}
        }
    }
    changed.into_iter().try_for_each(|(destination, text)| destination.write(text.as_bytes()))
}

#[derive(Serialize)]
struct SnapshotAnswer {
    format: u32,
    worst: Option<&'static str>,
    accepted: usize,
    left_out: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    waiting: Vec<WaitingAnswer>,
    differences: Vec<DifferenceAnswer>,
}

/// A slide that was not taken over, though something on it could have been.
#[derive(Serialize)]
struct WaitingAnswer {
    lesson: String,
    was: Option<usize>,
    is: Option<usize>,
    /// The gravest class that is in the way.
    class: &'static str,
}

#[derive(Serialize)]
struct DifferenceAnswer {
    lesson: String,
    class: &'static str,
    was: Option<usize>,
    is: Option<usize>,
    says: String,
    before: String,
    after: String,
    values: Option<[Option<f64>; 2]>,
}

/// Prints what differs. After `--accept` that is what has not been taken over.
fn tell(
    compared: Vec<Compared>,
    only: &[&'static Class],
    arguments: &arguments::Snapshot,
    output: &Output,
) -> Result<Answer, Failure> {
    let is_chosen = |difference: &Difference| only.iter().any(|class| class.name == difference.class.name);
    let (mut accepted, mut others) = (0, Vec::new());
    let reviewed = compared.into_iter().map(|Compared { lesson, is, differences, .. }| {
        let lesson = lesson.to_owned();
        if arguments.accept {
            let before = differences.len();
            let in_the_way = in_the_way(&differences, &is_chosen);
            let differences = left(differences, &is_chosen, is.is_some());
            accepted += before - differences.len();
            Reviewed { lesson, differences, in_the_way }
        } else {
            let (differences, unlisted) = differences.into_iter().partition(|one| is_chosen(one));
            others.extend::<Vec<Difference>>(unlisted);
            Reviewed { lesson, differences, in_the_way: Vec::new() }
        }
    });
    let reviewed: Vec<Reviewed> = reviewed.collect();
    let listed = reviewed.iter().flat_map(|one| one.differences.clone());
    let all: Vec<Difference> = listed.chain(others.iter().cloned()).collect();
    match arguments.format {
        VerifyFormat::Text => {
            if arguments.accept {
                output.print(&format!("Accepted: {accepted}.\n\n"))?;
            }
            let classes: Vec<&str> = only.iter().map(|class| class.name).collect();
            output.page(&review::page(&reviewed, &classes, &others))?;
        }
        VerifyFormat::Json => {
            let (worst, left_out) = (worst(&all).map(|class| class.name), others.len());
            let waiting = reviewed.iter().flat_map(|Reviewed { lesson, in_the_way, .. }| {
                in_the_way.iter().map(|grave| WaitingAnswer {
                    lesson: lesson.clone(),
                    was: grave.was,
                    is: grave.is,
                    class: grave.class.name,
                })
            });
            let waiting = waiting.collect();
            let differences = reviewed.into_iter().flat_map(|Reviewed { lesson, differences, .. }| {
                differences.into_iter().map(move |difference| DifferenceAnswer {
                    lesson: lesson.clone(),
                    class: difference.class.name,
                    was: difference.was,
                    is: difference.is,
                    says: difference.says,
                    before: difference.before,
                    after: difference.after,
                    values: difference.numbers,
                })
            });
            let differences = differences.collect();
            let answer =
                SnapshotAnswer { format: json::FORMAT, worst, accepted, left_out, waiting, differences };
            output.print(&json::line(&answer))?;
        }
    }
    Ok(if all.is_empty() { Answer::Yes } else { Answer::No })
}

/// What could not be taken over: everything on a slide on which something may not be.
fn left(
    differences: Vec<Difference>,
    is_chosen: &dyn Fn(&Difference) -> bool,
    is_there: bool,
) -> Vec<Difference> {
    let numbers = |difference: &Difference| (difference.was, difference.is);
    let kept: Vec<_> = differences.iter().filter(|one| !is_chosen(one)).map(numbers).collect();
    differences.into_iter().filter(|one| !is_there || kept.contains(&numbers(one))).collect()
}

/// Of each slide on which some but not all may be taken over, the gravest difference that may not.
fn in_the_way(differences: &[Difference], is_chosen: &dyn Fn(&Difference) -> bool) -> Vec<Difference> {
    let numbers = |difference: &Difference| (difference.was, difference.is);
    let mut found: Vec<Difference> = Vec::new();
    for waiting in differences.iter().filter(|one| is_chosen(one)) {
        let is_here = |one: &Difference| numbers(one) == numbers(waiting);
        if !found.iter().any(is_here) {
            found.extend(gravest(differences.iter().filter(|one| is_here(one) && !is_chosen(one))).cloned());
        }
    }
    found
}
