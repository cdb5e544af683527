//! The command that checks what others have written: derivations as texts, and lessons.

mod answer;

use std::cell::RefCell;
use std::fs::File;
use std::io;
use std::io::Read as _;
use std::panic::resume_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;

use clap::CommandFactory;

use crate::derive::text;
use crate::derive::text::LARGEST;
use crate::derive::text::Report;
use crate::derive::text::TextError;
use crate::graph::Names;
use crate::graph::Shape;
use crate::graph::notation::Notation;
use crate::lesson::Fault;
use crate::lesson::Lesson;
use crate::lesson::library::Book;
use crate::lesson::library::Library;
use crate::problem;
use crate::problem::ReadError;
use crate::problem::Reading;
use crate::problem::Where;
use crate::show;

use super::Answer;
use super::arguments;
use super::arguments::Arguments;
use super::arguments::VerifyFormat;
use super::astray::Kind;
use super::astray::of_text;
use super::astray::told;
use super::compute::notation;
use super::lessons::library_of;
use super::output::Failure;
use super::output::Output;

/// A file that was read and checked.
struct Checked {
    file: String,
    what: What,
}

/// What stood in a file, and what came of it.
enum What {
    Derivation {
        text: String,
        report: Report,
        /// The network of the problem that it names.
        network: Option<Shape>,
    },
    /// A lesson whose every step follows, and what an editor has found in it.
    Lesson(Box<Lesson>, Vec<Fault>),
    /// A lesson with slides that do not follow.
    Faults(Vec<Fault>),
    /// Nothing that can be read, for these reasons.
    Unread(Vec<ReadError>),
}

/// How much is demanded of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Demand {
    /// That every step follows.
    Right,
    /// That an editor finds nothing either.
    Good,
}

impl Checked {
    fn holds(&self) -> bool {
        match &self.what {
            What::Derivation { report, .. } => report.holds(),
            What::Lesson(_, findings) => findings.is_empty(),
            What::Faults(_) | What::Unread(_) => false,
        }
    }
}

/// `gradwalk verify`. Every file is checked, also after one that cannot be read.
pub(super) fn verify(arguments: &arguments::Verify, output: &Output) -> Result<Answer, Failure> {
    let notation = notation(&arguments.writing)?;
    let demand = if arguments.strict { Demand::Good } else { Demand::Right };
    let library = library_of(&arguments.shelf);
    let files = all(&arguments.files, |path| checked(path, &library, demand));
    let is_read = |one: &&Checked| !matches!(one.what, What::Unread(_));
    match arguments.format {
        VerifyFormat::Text => {
            for (place, checked) in files.iter().filter(is_read).enumerate() {
                if place > 0 {
                    output.print("\n")?;
                }
                checked.print(notation, demand, output)?;
            }
        }
        VerifyFormat::Json => output.print(&answer::as_json(&files))?,
    }
    let answer = if files.iter().all(Checked::holds) { Answer::Yes } else { Answer::No };
    let unread = files.into_iter().flat_map(|one| match one.what {
        What::Unread(errors) => errors,
        _ => Vec::new(),
    });
    let mut unread: Vec<Failure> = unread.map(|error| Failure::Problem(Box::new(error))).collect();
    let last = unread.pop();
    for failure in &unread {
        output.report(failure);
    }
    last.map_or(Ok(answer), Err)
}

/// What `check` makes of every file, in their order; as many are checked at a time as there are processors.
fn all(files: &[PathBuf], check: impl Fn(&Path) -> Checked + Sync) -> Vec<Checked> {
    /// As much as the first thread has, for formulas that nest deeply.
    const STACK: usize = 8 << 20;
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(place) else { return done };
            done.push((place, check(file)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let mut done = thread::scope(|scope| {
        let begin = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(begin).collect();
        let mut done = work();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, checked)| checked).collect()
}

impl Checked {
    /// Names are written in the notation where there is a network to say what they mean.
    fn print(
        &self,
        notation: Option<&'static Notation>,
        demand: Demand,
        output: &Output,
    ) -> Result<(), Failure> {
        match &self.what {
            What::Derivation { text, report, network } => {
                let course = notation.zip(network.as_ref());
                let names = course.map_or(Names::SERIES, |(notation, shape)| Names::new(notation, shape));
                if notation.is_some() && network.is_none() {
                    let remark = "names stay as they are written: without a line `problem NAME` it is not known \
                                  what they mean";
                    output.remark(remark);
                }
                output.page(&show::verified::page(&self.file, text, report, names))
            }
            What::Lesson(lesson, findings) => {
                let demanded = if demand == Demand::Good { "--strict" } else { "what its slides allow" };
                output.page(&show::verified::lesson(&self.file, lesson, demanded, findings.len()))?;
                print_faults(findings, output)
            }
            What::Faults(faults) => {
                output.page(&show::verified::faults(&self.file, faults))?;
                print_faults(faults, output)
            }
            What::Unread(_) => Ok(()),
        }
    }
}

fn print_faults(faults: &[Fault], output: &Output) -> Result<(), Failure> {
    faults.iter().try_for_each(|fault| output.print(&format!("\n{}\n", output.drawn(&fault.error))))
}

fn checked(path: &Path, library: &Library, demand: Demand) -> Checked {
    let file = path.to_string_lossy().into_owned();
    let what = match ending(path).as_str() {
        "ron" => lesson_at(path).map(|book| lesson(&book, demand)),
        // Where no file can be meant, a lesson is.
        "" if !path.exists() => of_library(library, &file).map(|book| lesson(&book, demand)),
        _ => derivation(path, &file),
    };
    Checked { file, what: what.unwrap_or_else(|error| What::Unread(vec![error])) }
}

/// A lesson by its name.
fn of_library(library: &Library, id: &str) -> Result<Book, ReadError> {
    Book::of_library(library, id).map_err(|error| match library.files() {
        Ok(_) => ReadError { says: "there is no file and no lesson of this name".into(), ..error },
        Err(_) => error,
    })
}

fn derivation(path: &Path, file: &str) -> Result<What, ReadError> {
    let text = text_of(path, file)?;
    let network = RefCell::new(None);
    let named = |name: &str| {
        let shape = shape(name)?;
        network.replace(Some(shape.clone()));
        Ok(shape)
    };
    match text::check(&text, &named) {
        Ok(report) => Ok(What::Derivation { text, report, network: network.take() }),
        Err(TextError { at, says, help }) => {
            let place = if text.is_empty() {
                Where::File
            } else {
                Where::Text { text: text.into(), span: at, mark: "" }
            };
            Err(ReadError { file: file.into(), says, place, help: help.into() })
        }
    }
}

/// A lesson in a file, unless that holds something else.
fn lesson_at(path: &Path) -> Result<Book, ReadError> {
    if !path.exists() {
        let help = "name a lesson (.ron), a derivation (.txt), or a lesson that comes with gradwalk: `gradwalk \
                    lessons` lists them";
        return Err(ReadError::of_file(&path.to_string_lossy(), "there is no such file", help));
    }
    let book = Book::of_file(path)?;
    match of_text(&book.file.text) {
        Some(kind @ (Kind::Problem | Kind::Transcript)) => Err(told(kind, path)),
        _ => Ok(book),
    }
}

/// A lesson, replayed. What is wrong outside its slides means that it cannot be read as a lesson.
fn lesson(book: &Book, demand: Demand) -> What {
    let file = &book.file;
    match book.read(None) {
        Ok(lesson) => {
            let findings = match demand {
                Demand::Right => show::editor::misnamed(&lesson, &file.name, &file.text),
                Demand::Good => show::editor::findings(&lesson, &file.name, &file.text),
            };
            What::Lesson(Box::new(lesson), findings)
        }
        Err(faults) if faults.iter().all(|fault| fault.slide.is_some()) => What::Faults(faults),
        Err(faults) => {
            let outside = faults.into_iter().filter(|fault| fault.slide.is_none());
            What::Unread(outside.map(|fault| fault.error).collect())
        }
    }
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase()
}

/// The network of the problem that a first line names.
fn shape(name: &str) -> Result<Shape, String> {
    let read = problem::find(name, &Reading::default());
    read.map(|read| read.problem.shape()).map_err(|error| format!("{}; {}", error.says, error.help))
}

/// The text of a derivation. Whatever else is brought here is told where it belongs.
fn text_of(path: &Path, file: &str) -> Result<String, ReadError> {
    const HELP: &str =
        "a derivation is a .txt file with one claim a line, such as (a + b)^2 = a^2 + 2*a*b + b^2";
    let failed = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::of_file(file, "there is no such file", HELP),
        kind => {
            ReadError::of_file(file, format!("the file cannot be read: {kind}"), "check that it may be read")
        }
    };
    let there = path.metadata().map_err(|error| failed(&error))?;
    if there.is_dir() {
        return Err(ReadError::of_file(
            file,
            "this is a folder",
            "name the files in it: lessons (.ron) or derivations (.txt)",
        ));
    }
    if !there.is_file() {
        // Opening a pipe would wait for whoever writes to it, perhaps for ever.
        return Err(ReadError::of_file(
            file,
            "this is a pipe or a device, not a file",
            "save the derivation as a .txt file",
        ));
    }
    match ending(path).as_str() {
        "txt" => {}
        ending @ ("npz" | "json") => {
            let says = format!("this is a file of numbers (.{ending}), not a derivation");
            return Err(ReadError::of_file(
                file,
                says,
                format!("for gradients: `gradwalk {} {file}`", for_gradients()),
            ));
        }
        _ => return Err(ReadError::of_file(file, "the kind of file is unknown", HELP)),
    }
    let mut bytes = Vec::new();
    let open = File::open(path).map_err(|error| failed(&error))?;
    open.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if bytes.len() > LARGEST {
        return Err(ReadError::of_file(
            file,
            "the file is larger than 1 MiB",
            "a derivation is shorter: split it into several",
        ));
    }
    problem::decoded(bytes, file, "save it as UTF-8, or write it in ASCII: sigma, sum and d instead of signs")
}

/// The command for gradients among those that there are.
fn for_gradients() -> &'static str {
    if Arguments::command().find_subcommand("check").is_some() { "check" } else { "compare" }
}
