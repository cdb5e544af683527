//! Where answers and messages go, and what the other side can show.

use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anstream::AutoStream;
use anstream::ColorChoice;

use crate::diagnose::hand_in::HandInError;
use crate::gradient::GradientError;
use crate::graph::NameError;
use crate::lesson::Fault;
use crate::lesson::agree::DerivedError;
use crate::page::Page;
use crate::printable::printable;
use crate::problem;
use crate::problem::ReadError;
use crate::render;
use crate::render::Charset;
use crate::render::Colour;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::text::Text;

use super::arguments::Display;
use super::arguments::PageFormat;
use super::arguments::When;

/// Columns where there is no terminal to ask, so that a file always gets the same lines.
const WIDTH: usize = 100;

/// Why the question could not be asked, or the answer not given.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Problem(#[from] Box<ReadError>),
    /// A lesson in which something is wrong.
    #[error("{} faults in a lesson", _0.len())]
    Lesson(Vec<Fault>),
    #[error(
        "there is no slide {asked} in this lesson: name one of 1 to {count}, or several as in 1..{count}"
    )]
    NoSlide { asked: String, count: usize },
    #[error("`{}` is no number of a slide: write 7, 3..12, or 3.. for all from there on", printable(asked))]
    NotASlide { asked: String },
    #[error("the input cannot be read: {0}")]
    Input(io::Error),
    #[cfg(feature = "tui")]
    #[error("this terminal cannot show the player: {0}. `gradwalk step --plain` prints plain lines")]
    Terminal(io::Error),
    #[error(transparent)]
    Gradient(#[from] GradientError),
    #[error("{0}")]
    Weight(#[from] NameError),
    #[error(transparent)]
    HandIn(#[from] HandInError),
    #[error("there is no gradient to check: {0}")]
    NothingHandedIn(String),
    #[error("`{}` is not WEIGHT=NUMBER: write it as in w_211=0.011", printable(text))]
    NotAnAssignment { text: String },
    #[error("`{}` is given twice: leave one of the two out", printable(name))]
    TypedTwice { name: String },
    #[error(
        "`{}` and `{}` are two names for one thing: leave one of the two out",
        printable(one),
        printable(other)
    )]
    TwoNames { one: String, other: String },
    #[error(
        "--gradient types a number for one homework: leave it out, or name one file only with --gradients"
    )]
    TypedForMany,
    #[error("`{}` is not RATE=COST: write it as in 0.5=0.291027774", printable(text))]
    NotAStep { text: String },
    #[error("{} cannot be a probe: name a new .npz file, as in --probe probe.npz", named(path))]
    NotAnArchive { path: PathBuf },
    #[error("{} is there already: choose another name for the probe", named(path))]
    ProbeExists { path: PathBuf },
    #[error("no other data can be made for this network: all that were tried overflow")]
    NoProbe,
    #[error("a cost after a step is one number: ask for --format text or json")]
    StepInATable,
    #[error(transparent)]
    Derive(#[from] DerivedError),
    #[error("there is no {what} `{}`{}. There are: {known}", printable(name), suggestion(nearest.as_deref()))]
    Unknown { what: &'static str, name: String, nearest: Option<String>, known: String },
    /// The same of a table that is longer than a message should be.
    #[error("there is no {what} `{}`: {help}", printable(name))]
    NotListed { what: &'static str, name: String, help: String },
    #[error("{} is there already: choose another name, or replace it with --replace", named(path))]
    Exists { path: PathBuf },
    #[error(
        "{} is there already and says something else: --check tells what differs, --accept takes it over",
        named(path)
    )]
    OtherTranscript { path: PathBuf },
    #[error(
        "{} is the lesson itself: choose another folder for its transcript, such as --to transcripts",
        named(path)
    )]
    IsLesson { path: PathBuf },
    #[error("{} holds snapshots of the test suite: accept them with `cargo insta accept`", named(path))]
    InstaAccepts { path: PathBuf },
    #[error("two lessons are called `{}`: give one of the files another name", printable(lesson))]
    TwoLessons { lesson: String },
    #[error("{} is the problem itself, which the answer would replace: choose another name", named(path))]
    IsProblem { path: PathBuf },
    #[error("{} is a folder: name a file in it", named(path))]
    IsFolder { path: PathBuf },
    #[error("{} is a link to a file that is not there: remove the link, or choose another name", named(path))]
    LeadsNowhere { path: PathBuf },
    #[error(
        "{} cannot be written: there is no folder {}. Make it first, or choose another",
        named(path),
        named(folder)
    )]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("{} is not a folder: choose another name", named(path))]
    NotAFolder { path: PathBuf },
    #[error(
        "{} holds something that gradwalk did not write: choose a new folder, or write into this one with --replace",
        named(path)
    )]
    NotOurs { path: PathBuf },
    #[error(
        "{} was not written by this version of gradwalk, so which files may be replaced is not known: choose a new \
         folder, or remove this file and use --replace",
        named(path)
    )]
    NotOurMarker { path: PathBuf },
    #[error(
        "{} is a link, and nothing is written through it: remove it, or choose another folder",
        named(path)
    )]
    IsLink { path: PathBuf },
    #[error(
        "two lessons are called `{}`: a site has a folder for each, so rename one of the files",
        printable(id)
    )]
    SameName { id: String },
    #[error("`{}` cannot be the name of a folder in a site: rename the lesson's file", printable(id))]
    NoFolderName { id: String },
    #[error("{} cannot be written: {source}", named(path))]
    Write { path: PathBuf, source: io::Error },
    #[error(
        "a table of {asked} terms is too long: text lists at most {most}, and --format json any number of them"
    )]
    TooLong { asked: u64, most: u64 },
    #[error(
        "gradient computes every partial derivative; for one, ask `gradwalk paths PROBLEM --weight {weight}` or \
         `gradwalk compare PROBLEM --weight {weight}`", weight = printable(weight)
    )]
    OfOneWeight { weight: String },
    #[error("an .npz archive is not for a terminal: give it a name with --output FILE.npz")]
    Binary,
    #[cfg(feature = "web")]
    #[error("nothing can be served at {address}: {source}. {}", other_place(source))]
    Serve { address: std::net::SocketAddr, source: io::Error },
    #[error("the answer cannot be printed: {0}")]
    Print(io::Error),
    /// Whoever was reading has stopped.
    #[error("the pipe is closed")]
    PipeClosed,
}

/// What to try where nothing can be served.
#[cfg(feature = "web")]
fn other_place(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::AddrNotAvailable => {
            "--bind takes an address of this computer: 127.0.0.1 for itself alone, 0.0.0.0 for all that it has"
        }
        _ => "Choose another --port, or leave it to gradwalk",
    }
}

/// A file's name as it can be shown.
fn named(path: &std::path::Path) -> String {
    printable(&path.to_string_lossy())
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or(String::new(), |nearest| format!(" (did you mean `{nearest}`?)"))
}

/// Standard output and standard error, and what can be shown there.
pub(super) struct Output {
    answers: io::Stdout,
    remarks: io::Stderr,
    style: Style,
    messages: problem::Style,
}

impl Output {
    pub(super) fn new(display: &Display) -> Self {
        let charset = if display.ascii { Charset::Ascii } else { Charset::Unicode };
        let colour = |automatic: ColorChoice| match (display.color, automatic) {
            (When::Never, _) | (When::Auto, ColorChoice::Never) => Colour::None,
            (When::Always | When::Auto, _) => Colour::Ansi,
        };
        let terminal = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
        let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0).max(20));
        let style = Style { width, charset, colour: colour(AutoStream::choice(&io::stdout())) };
        let messages = match colour(AutoStream::choice(&io::stderr())) {
            Colour::Ansi => problem::Style::Coloured,
            Colour::None => problem::Style::Plain,
        };
        Output { answers: io::stdout(), remarks: io::stderr(), style, messages }
    }

    /// Prints a page as text.
    pub(super) fn page(&self, page: &Page) -> Result<(), Failure> {
        self.stream(|writer| render::text::write(page, &self.style, writer))
    }

    /// Prints a page in the format that was asked for, or the answer for programs.
    pub(super) fn page_as(
        &self,
        format: PageFormat,
        page: impl FnOnce() -> Page,
        json: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        match format {
            PageFormat::Text => self.page(&page()),
            PageFormat::Latex => self.print(&render::latex::document(&page(), &self.style)),
            PageFormat::Markdown => self.print(&render::markdown::Markdown.page(&page(), &self.style)),
            PageFormat::Html => self.html(&[page()], "en"),
            PageFormat::Speech => self.print(&render::speech::Speech.page(&page(), &self.style)),
            PageFormat::Json => self.print(&json()),
        }
    }

    /// Prints pages in this language for a browser.
    pub(super) fn html(&self, pages: &[Page], language: &str) -> Result<(), Failure> {
        self.print(&render::html::document(pages, language, &self.style))
    }

    /// A page as text for a file, which does not depend on the window it was asked for in.
    pub(super) fn text_for_file(&self, page: &Page) -> String {
        Text.page(page, &Style { width: WIDTH, colour: Colour::None, ..self.style })
    }

    /// How pages are shown here.
    pub(super) fn style(&self) -> &Style {
        &self.style
    }

    /// Prints a text as it is.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Prints bytes as they are.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.stream(|writer| writer.write_all(bytes))
    }

    /// Prints what `write` writes, as it comes.
    pub(super) fn stream(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut writer = io::BufWriter::new(self.answers.lock());
        write(&mut writer).and_then(|()| writer.flush()).map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::PipeClosed,
            _ => Failure::Print(error),
        })
    }

    /// A fault as it is drawn where answers go.
    pub(super) fn drawn(&self, error: &ReadError) -> String {
        error.report(match self.style.colour {
            Colour::Ansi => problem::Style::Coloured,
            Colour::None => problem::Style::Plain,
        })
    }

    /// Tells the reader something that is no answer.
    pub(super) fn remark(&self, remark: &str) {
        // Nobody may be listening.
        let _ = writeln!(self.remarks.lock(), "note: {remark}");
    }

    /// Writes a failure to standard error; the exit code says that there is no answer.
    pub(super) fn report(&self, failure: &Failure) -> ExitCode {
        let text = match failure {
            Failure::PipeClosed => return ExitCode::SUCCESS,
            Failure::Problem(error) => error.report(self.messages) + "\n",
            Failure::Lesson(faults) => {
                let reports = faults.iter().map(|fault| fault.error.report(self.messages) + "\n");
                reports.collect::<Vec<_>>().join("\n")
            }
            failure => format!("error: {failure}\n"),
        };
        let _ = self.remarks.lock().write_all(text.as_bytes());
        ExitCode::from(2)
    }
}
