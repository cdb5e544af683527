//! The commands about lessons that print and end: `lessons`, `show`, `new`.

use serde::Serialize;

use crate::lesson::Lesson;
use crate::lesson::library::Book;
use crate::lesson::library::Library;
use crate::lesson::progress::Bookmark;
use crate::page::Block;
use crate::page::Cell;
use crate::page::Column;
use crate::page::Page;
use crate::page::Row;
use crate::page::Table;
#[cfg(feature = "tui")]
use crate::player::shelf;
use crate::printable::printable;
use crate::problem;
use crate::problem::Problem;
use crate::problem::ReadError;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

use super::Answer;
use super::arguments;
use super::arguments::PageFormat;
use super::arguments::VerifyFormat;
use super::astray::Kind;
use super::astray::astray;
use super::astray::of_text;
use super::astray::told;
use super::compute::names;
use super::json;
use super::output::Failure;
use super::output::Output;
use super::save::Destination;
use super::save::Existing;
use super::shell;
use super::slides;

/// A small lesson that verifies.
const STARTER: &str = include_str!("starter.ron");

/// `gradwalk lessons`
pub(super) fn lessons(arguments: &arguments::Lessons, output: &Output) -> Result<Answer, Failure> {
    let library = library_of(&arguments.shelf);
    let entries = entries(&library)?;
    let mut troubles: Vec<&str> = entries.iter().filter_map(|entry| entry.trouble.as_deref()).collect();
    troubles.dedup();
    for trouble in troubles {
        output.remark(trouble);
    }
    match arguments.format {
        VerifyFormat::Text if entries.is_empty() => {
            let folder = arguments.shelf.lessons.as_deref().unwrap_or_else(|| ".".as_ref());
            let first = folder.join("first.ron");
            output.print(&format!(
                "There are no lessons in {}. A lesson is a file that ends in .ron: `gradwalk new {}` writes one.\n",
                printable(&folder.to_string_lossy()),
                printable(&first.to_string_lossy())
            ))?;
        }
        VerifyFormat::Text => output.page(&overview(&entries))?,
        VerifyFormat::Json => {
            output.print(&json::line(&LessonsAnswer { format: json::FORMAT, lessons: entries }))?;
        }
    }
    Ok(Answer::Yes)
}

#[derive(Serialize)]
struct LessonsAnswer {
    format: u32,
    lessons: Vec<LessonAnswer>,
}

#[derive(Serialize)]
struct LessonAnswer {
    id: String,
    title: String,
    slides: usize,
    verified: bool,
    at: usize,
    #[serde(skip)]
    is_begun: bool,
    /// Why it is not known where the reader is.
    #[serde(skip)]
    trouble: Option<String>,
}

fn entries(library: &Library) -> Result<Vec<LessonAnswer>, Failure> {
    let mut entries = Vec::new();
    for (file, lesson) in library.in_order().map_err(Box::new)? {
        let bookmark = Bookmark::of(&Book::of_library(library, &file.id).map_err(Box::new)?);
        let slides = lesson.as_ref().map_or(0, |lesson| lesson.slides.len());
        entries.push(LessonAnswer {
            title: lesson.as_ref().map_or_else(|| file.id.clone(), |lesson| lesson.title.clone()),
            id: file.id,
            slides,
            verified: lesson.is_some(),
            at: bookmark.progress().at.clamp(1, slides.max(1)),
            is_begun: bookmark.moved().is_some(),
            trouble: bookmark.trouble().map(ToString::to_string),
        });
    }
    Ok(entries)
}

impl LessonAnswer {
    /// How far the learner is, in words.
    fn progress(&self) -> String {
        match self {
            LessonAnswer { verified: false, .. } => "does not verify".into(),
            LessonAnswer { trouble: Some(_), .. } => "not known".into(),
            LessonAnswer { is_begun: false, .. } => "not begun".into(),
            LessonAnswer { at, slides, .. } if at == slides => "at the last slide".into(),
            LessonAnswer { at, .. } => format!("at slide {at}"),
        }
    }
}

/// The lessons as they stand on the shelf of the player.
#[cfg(feature = "tui")]
pub(super) fn shelf(library: &Library) -> Result<Vec<shelf::Entry>, Failure> {
    let entry = |entry: LessonAnswer| shelf::Entry {
        progress: format!("{} slides, {}", entry.slides, entry.progress()),
        id: entry.id,
        title: entry.title,
    };
    Ok(entries(library)?.into_iter().map(entry).collect())
}

/// The lesson of the library that was played last, or the first one.
pub(super) fn left_last(library: &Library) -> Result<Option<String>, Failure> {
    let moved = |id: &str| Bookmark::of(&Book::of_library(library, id).ok()?).moved();
    let files = library.files().map_err(Box::new)?;
    let last = files.into_iter().filter_map(|file| Some((moved(&file.id)?, file.id))).max();
    match last {
        Some((_, id)) => Ok(Some(id)),
        // Which one is the first, only reading them tells.
        None => Ok(library.in_order().map_err(Box::new)?.into_iter().next().map(|(file, _)| file.id)),
    }
}

fn overview(entries: &[LessonAnswer]) -> Page {
    let row = |entry: &LessonAnswer| {
        Row::new([
            Cell::from(entry.id.clone()),
            entry.title.clone().into(),
            entry.slides.to_string().into(),
            entry.progress().into(),
        ])
    };
    let table = Table {
        columns: vec![Column::Name, Column::Left, Column::Right, Column::Left],
        header: vec![["lesson", "title", "slides", "you"].map(Cell::from).into()],
        rows: entries.iter().map(row).collect(),
    };
    let hint = "`gradwalk step LESSON` goes through one.";
    Page { title: "Lessons".into(), blocks: vec![Block::Table(table), Block::Prose(vec![hint.into()])] }
}

pub(super) fn library_of(shelf: &arguments::Shelf) -> Library {
    shelf.lessons.clone().map_or(Library::BuiltIn, Library::Folder)
}

/// A lesson by its name or its file, filled as was asked.
pub(super) fn lesson(name: &str, arguments: &arguments::Slides, output: &Output) -> Result<Lesson, Failure> {
    book(name, arguments, output)?.read(arguments.weight.clone()).map_err(Failure::Lesson)
}

/// The same, before it is read.
pub(super) fn book(name: &str, arguments: &arguments::Slides, output: &Output) -> Result<Book, Failure> {
    let book = as_written(name, &arguments.filling.shelf)?;
    let problem = arguments.filling.problem.as_deref().map(|problem| other(problem, output)).transpose()?;
    Ok(Book { problem, ..book })
}

/// A lesson by its name or its file, with the numbers that it was written with.
pub(super) fn as_written(name: &str, shelf: &arguments::Shelf) -> Result<Book, Failure> {
    let path = std::path::Path::new(name);
    let is_file = path.extension().is_some_and(|ending| ending == "ron");
    let book = if is_file { Book::of_file(path) } else { Book::of_library(&library_of(shelf), name) };
    let book = book.map_err(|error| astray(error, path, &[Kind::Lesson])).map_err(Box::new)?;
    match of_text(&book.file.text).filter(|kind| is_file && *kind != Kind::Lesson) {
        Some(kind) => Err(Box::new(told(kind, path)).into()),
        None => Ok(book),
    }
}

/// Another problem for a lesson, with its name.
pub(super) fn other(path: &std::path::Path, output: &Output) -> Result<(String, Problem), Failure> {
    let read = problem::find(path, &problem::Reading::default());
    let read = read.map_err(|error| astray(error, path, &[Kind::Problem])).map_err(Box::new)?;
    read.remarks.iter().for_each(|remark| output.remark(remark));
    Ok((path.to_string_lossy().into_owned(), read.problem))
}

/// Whether numbers are wanted, where both are possible.
pub(super) fn numbers(arguments: &arguments::Slides, otherwise: Numbers) -> Numbers {
    match (arguments.numbers, arguments.no_numbers) {
        (true, _) => Numbers::Shown,
        (_, true) => Numbers::Hidden,
        _ => otherwise,
    }
}

/// `gradwalk show`
pub(super) fn show(arguments: &arguments::Show, output: &Output) -> Result<Answer, Failure> {
    let lesson = lesson(&arguments.lesson, &arguments.slides, output)?;
    let slides = asked_for(arguments.slide.as_deref(), lesson.slides.len())?;
    let shape = lesson.problem.shape();
    let names = names(&arguments.slides.filling.writing, &shape)?;
    let view = View { names, numbers: numbers(&arguments.slides, Numbers::Shown), extent: Extent::Whole };
    let pages = || {
        let mut pages: Vec<Page> =
            slides.clone().filter_map(|place| slide::page(&lesson, place, view)).collect();
        // Who asks for a slide from the middle has not read it yet.
        if let Some(first) = pages.first_mut().filter(|_| !slide::has_note(&lesson, slides.start, names)) {
            first.blocks.splice(0..0, slide::note(&lesson, slides.start, names));
        }
        pages
    };
    match arguments.format {
        PageFormat::Text => {
            for (place, page) in pages().iter().enumerate() {
                output.print(if place > 0 { "\n" } else { "" })?;
                output.page(page)?;
            }
        }
        PageFormat::Json => output.print(&slides::as_json(&lesson, slides.clone(), view, output))?,
        PageFormat::Html => output.html(&[together(&lesson, pages())], &lesson.language)?,
        format => output.page_as(format, || together(&lesson, pages()), String::new)?,
    }
    Ok(Answer::Yes)
}

/// Several slides as one page, each under its own heading.
fn together(lesson: &Lesson, mut pages: Vec<Page>) -> Page {
    if pages.len() == 1 {
        return pages.remove(0);
    }
    let blocks = pages.into_iter().flat_map(|page| [vec![Block::Heading(page.title)], page.blocks].concat());
    Page { title: lesson.title.clone(), blocks: blocks.collect() }
}

/// The slides named by `7`, `3..12`, `3..` or `..12`, counted from 0.
fn asked_for(text: Option<&str>, count: usize) -> Result<std::ops::Range<usize>, Failure> {
    let Some(text) = text else { return Ok(0..count) };
    let number = |text: &str, open: Option<usize>| match (text.trim(), open) {
        ("", Some(end)) => Ok(end),
        (text, _) => text.parse().map_err(|_| Failure::NotASlide { asked: text.to_owned() }),
    };
    let (first, last) = match text.split_once("..") {
        Some((first, last)) => (number(first, Some(1))?, number(last.trim_start_matches('='), Some(count))?),
        None => (number(text, None)?, number(text, None)?),
    };
    if first > 0 && first <= last && last <= count {
        Ok(first - 1..last)
    } else {
        Err(Failure::NoSlide { asked: text.to_owned(), count })
    }
}

/// `gradwalk new`
pub(super) fn new(arguments: &arguments::New, output: &Output) -> Result<Answer, Failure> {
    let file = &arguments.file;
    if file.extension().is_none_or(|ending| ending != "ron") {
        let name = file.to_string_lossy();
        let error = ReadError::of_file(&name, "a lesson's name ends in .ron", "name it like my-lesson.ron");
        return Err(Failure::Problem(Box::new(error)));
    }
    let existing = if arguments.replace { Existing::Replace } else { Existing::Keep };
    Destination::find(file, existing, None)?.write(STARTER.as_bytes())?;
    let name = crate::printable::printable(&file.to_string_lossy());
    let [verify, step] = ["verify", "step"].map(|command| shell::command(&[command, &*name]));
    output.print(&format!(
        "Wrote {name}, a lesson of three slides that verifies. Next:\n\n    {verify}\n    {step}\n"
    ))?;
    Ok(Answer::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::Reading;

    #[test]
    fn the_starter_verifies() {
        let lesson = Lesson::read("starter.ron", STARTER, &Reading::default());
        let lesson = lesson.unwrap_or_else(|faults| panic!("{}", faults[0].error));
        assert_eq!(lesson.slides.len(), 3);
    }

    #[test]
    fn slides_are_asked_for_by_number_or_range() {
        let asked = |text: &str| asked_for(Some(text), 5).ok();
        assert_eq!([asked("1"), asked("5"), asked("2..4")], [Some(0..1), Some(4..5), Some(1..4)]);
        assert_eq!([asked("3.."), asked("..2"), asked("..")], [Some(2..5), Some(0..2), Some(0..5)]);
        assert!(matches!(asked_for(Some("abc"), 5), Err(Failure::NotASlide { .. })));
        for wrong in ["0", "6", "4..2", "x", "", "1..6", "-1", "6..", "..0"] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
        assert_eq!(asked_for(None, 5).ok(), Some(0..5));
    }
}
