//! The command that goes through a lesson.
//!
//! The plain player prints one slide after another and reads a line after each. Where nobody can type, it prints all
//! of them and ends.

use std::io;
use std::io::BufRead;
use std::io::IsTerminal;

use crate::lesson::Lesson;
use crate::lesson::library::Library;
use crate::lesson::progress::Bookmark;
use crate::render::Renderer;
use crate::render::Style;
use crate::render::plain::Plain;
use crate::render::speech::Speech;
use crate::show::slide;
use crate::show::slide::Extent;
use crate::show::slide::Numbers;
use crate::show::slide::View;

use super::Answer;
use super::arguments;
use super::compute::names;
use super::lessons;
use super::output::Failure;
use super::output::Output;

/// Why there is nothing to watch.
#[cfg(feature = "tui")]
pub(super) const NO_FILE: &str = "this lesson comes with gradwalk, so there is no file that could change";

/// `gradwalk step`
pub(super) fn step(arguments: &arguments::Step, output: &Output) -> Result<Answer, Failure> {
    let id = match &arguments.lesson {
        Some(id) => id.clone(),
        None => first(&lessons::library_of(&arguments.slides.filling.shelf))?,
    };
    let book = lessons::book(&id, &arguments.slides, output)?;
    let lesson = book.read(arguments.slides.weight.clone()).map_err(Failure::Lesson)?;
    let is_terminal = is_terminal();
    #[cfg(feature = "tui")]
    if is_terminal && super::player::is_wanted(arguments) {
        return super::player::play(arguments, book, lesson, output);
    }
    #[cfg(feature = "tui")]
    if arguments.watch {
        let why = if book.path.is_some() { "only the full-screen player watches a file" } else { NO_FILE };
        output.remark(&format!("--watch: {why}"));
    }
    let shape = lesson.problem.shape();
    let names = names(&arguments.slides.filling.writing, &shape)?;
    let numbers = lessons::numbers(&arguments.slides, Numbers::Results);
    let renderer: &dyn Renderer = if arguments.speech { &Speech } else { &Plain };
    let player = Plainly {
        lesson: &lesson,
        view: View { names, numbers, extent: Extent::Whole },
        renderer,
        style: *output.style(),
        output,
    };
    if is_terminal {
        let mut bookmark = Bookmark::of(&book);
        let begin = beginning(arguments, &lesson, &bookmark)?;
        player.play(begin, &mut bookmark, &mut io::stdin().lock())?;
        tell(&bookmark, output);
    } else {
        player.print_all(asked_for(arguments, &lesson)?.unwrap_or(0))?;
    }
    Ok(Answer::Yes)
}

/// Whether somebody is there to read and to type.
pub(super) fn is_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// The slide to begin with, from 0: the one that was asked for, or the one where the learner left off.
pub(super) fn beginning(
    arguments: &arguments::Step,
    lesson: &Lesson,
    bookmark: &Bookmark,
) -> Result<usize, Failure> {
    let left = bookmark.progress().at.clamp(1, lesson.slides.len()) - 1;
    Ok(asked_for(arguments, lesson)?.unwrap_or(left))
}

fn asked_for(arguments: &arguments::Step, lesson: &Lesson) -> Result<Option<usize>, Failure> {
    let count = lesson.slides.len();
    match arguments.slide {
        None => Ok(None),
        Some(slide) if (1..=count).contains(&slide) => Ok(Some(slide - 1)),
        Some(slide) => Err(Failure::NoSlide { asked: slide.to_string(), count }),
    }
}

/// Says why the learner's place has not been kept, if it has not.
pub(super) fn tell(bookmark: &Bookmark, output: &Output) {
    if let Some(trouble) = bookmark.trouble() {
        output.remark(&trouble.to_string());
    }
}

/// The lesson of the library that was left last, or its first one.
fn first(library: &Library) -> Result<String, Failure> {
    match lessons::left_last(library)? {
        Some(id) => Ok(id),
        // Asking for one says what there is, which is nothing.
        None => Err(Failure::Problem(Box::new(library.file("").map(|_| ()).expect_err("there is none")))),
    }
}

/// The player for lines.
struct Plainly<'a> {
    lesson: &'a Lesson,
    view: View<'a>,
    renderer: &'a dyn Renderer,
    style: Style,
    output: &'a Output,
}

/// What a learner asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Next,
    Back,
    To(usize),
    End,
    /// Something that is no wish.
    Unknown,
}

fn wish(line: &str) -> Wish {
    match line.trim() {
        "" | "n" | "next" => Wish::Next,
        "b" | "back" => Wish::Back,
        "q" | "quit" => Wish::End,
        number => number.parse().map_or(Wish::Unknown, Wish::To),
    }
}

/// Whether the answer to a slide's question has been shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Open,
    Answered,
}

impl Plainly<'_> {
    fn print_all(&self, begin: usize) -> Result<(), Failure> {
        for place in begin..self.lesson.slides.len() {
            if place > begin {
                self.output.print("\n")?;
            }
            self.slide(place, Extent::Whole)?;
        }
        Ok(())
    }

    fn play(&self, begin: usize, bookmark: &mut Bookmark, input: &mut dyn BufRead) -> Result<(), Failure> {
        let last = self.lesson.slides.len() - 1;
        let mut place = begin;
        loop {
            bookmark.keep(place + 1, []);
            let mut asked =
                if self.lesson.slides[place].predict.is_some() { Asked::Open } else { Asked::Answered };
            self.slide(place, if asked == Asked::Open { Extent::Question } else { Extent::Whole })?;
            place = loop {
                self.output.print(&prompt(asked, place, last))?;
                let mut line = String::new();
                if input.read_line(&mut line).map_err(Failure::Input)? == 0 {
                    return self.output.print("\n");
                }
                match wish(&line) {
                    Wish::Next if asked == Asked::Open => {
                        self.output.print("\n")?;
                        self.slide(place, Extent::Whole)?;
                        asked = Asked::Answered;
                    }
                    Wish::Next if place == last => return Ok(()),
                    Wish::Next => break place + 1,
                    Wish::Back => break place.saturating_sub(1),
                    Wish::To(slide) if (1..=last + 1).contains(&slide) => break slide - 1,
                    Wish::End => return Ok(()),
                    Wish::To(_) | Wish::Unknown => {
                        self.output.print(&format!("Slides are numbered 1 to {}.\n", last + 1))?;
                    }
                }
            };
            self.output.print("\n")?;
        }
    }

    fn slide(&self, place: usize, extent: Extent) -> Result<(), Failure> {
        let page = slide::page(self.lesson, place, View { extent, ..self.view });
        page.map_or(Ok(()), |page| self.output.print(&self.renderer.page(&page, &self.style)))
    }
}

fn prompt(asked: Asked, place: usize, last: usize) -> String {
    let enter = match asked {
        Asked::Open => "Enter: the answer",
        Asked::Answered if place == last => "Enter: end",
        Asked::Answered => "Enter: next",
    };
    format!("\n[{} of {}] {enter}, b: back, a number: go there, q: end > ", place + 1, last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_understood() {
        for (line, meant) in [
            ("\n", Wish::Next),
            ("b\n", Wish::Back),
            (" 12 \r\n", Wish::To(12)),
            ("q", Wish::End),
            ("x\n", Wish::Unknown),
            ("-3\n", Wish::Unknown),
        ] {
            assert_eq!(wish(line), meant, "{line:?}");
        }
    }
}
