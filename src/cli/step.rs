//! The command that goes through a lesson.
//!
//! The plain player prints one slide after another and reads a line after each. Where nobody can type, it prints all
//! of them and ends.

use std::io;
use std::io::BufRead;
use std::io::IsTerminal;
#[cfg(feature = "tui")]
use std::sync::Arc;

use crate::lesson::Lesson;
use crate::lesson::library::Library;
#[cfg(feature = "tui")]
use crate::player::screen::Writing;
#[cfg(feature = "tui")]
use crate::player::session;
#[cfg(feature = "tui")]
use crate::player::state::State;
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
#[cfg(feature = "tui")]
use super::compute::notation;
use super::lessons;
use super::output::Failure;
use super::output::Output;

/// `gradwalk step`
pub(super) fn step(arguments: &arguments::Step, output: &Output) -> Result<Answer, Failure> {
    let id = match &arguments.lesson {
        Some(id) => id.clone(),
        None => first(&lessons::library_of(&arguments.slides.shelf))?,
    };
    let lesson = lessons::lesson(&id, &arguments.slides, output)?;
    let count = lesson.slides.len();
    let begin = match arguments.slide {
        None => 0,
        Some(slide) if (1..=count).contains(&slide) => slide - 1,
        Some(slide) => return Err(Failure::NoSlide { asked: slide.to_string(), count }),
    };
    let shape = lesson.problem.shape();
    let names = names(&arguments.slides.writing, &shape)?;
    let numbers = lessons::numbers(&arguments.slides, Numbers::Results);
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    #[cfg(feature = "tui")]
    if is_terminal && !arguments.plain && !arguments.speech && !is_dumb() {
        let writing = Writing {
            charset: output.style().charset,
            colour: output.style().colour,
            notation: notation(&arguments.slides.writing)?,
        };
        session::run(State::new(Arc::new(lesson), begin, numbers), writing).map_err(Failure::Terminal)?;
        return Ok(Answer::Yes);
    }
    let renderer: &dyn Renderer = if arguments.speech { &Speech } else { &Plain };
    let player = Plainly {
        lesson: &lesson,
        view: View { names, numbers, extent: Extent::Whole },
        renderer,
        style: *output.style(),
        output,
    };
    if is_terminal {
        player.play(begin, &mut io::stdin().lock())?;
    } else {
        player.print_all(begin)?;
    }
    Ok(Answer::Yes)
}

/// Whether the terminal says that it can do nothing but print.
#[cfg(feature = "tui")]
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// The first lesson of the library.
fn first(library: &Library) -> Result<String, Failure> {
    let files = lessons::in_order(library)?;
    match files.into_iter().next() {
        Some((file, _)) => Ok(file.id),
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

    fn play(&self, begin: usize, input: &mut dyn BufRead) -> Result<(), Failure> {
        let last = self.lesson.slides.len() - 1;
        let mut place = begin;
        loop {
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
