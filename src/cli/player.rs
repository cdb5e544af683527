//! The full-screen player, made ready from what was typed.

use std::sync::Arc;

use crate::lesson::Lesson;
use crate::lesson::library::Book;
use crate::lesson::progress::Bookmark;
use crate::player::screen::Writing;
use crate::player::session;
use crate::player::session::Play;
use crate::player::session::Watch;
use crate::player::shelf::Shelf;
use crate::player::state::State;
use crate::show::slide::Numbers;

use super::Answer;
use super::arguments;
use super::compute::notation;
use super::lessons;
use super::output::Failure;
use super::output::Output;
use super::step::beginning;
use super::step::tell;

/// Whether the full-screen player can be shown here, and is wanted.
pub(super) fn is_wanted(arguments: &arguments::Step) -> bool {
    // A terminal that says that it can do nothing but print is believed.
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    !arguments.plain && !arguments.speech && !is_dumb
}

/// Plays one lesson.
pub(super) fn play(
    arguments: &arguments::Step,
    book: Book,
    lesson: Lesson,
    output: &Output,
) -> Result<Answer, Failure> {
    let mut play = made_ready(arguments, book, lesson)?;
    session::play(&mut play, writing(arguments, output)?).map_err(Failure::Terminal)?;
    tell(&play.bookmark, output);
    Ok(Answer::Yes)
}

/// Lets the learner choose among all lessons.
pub(super) fn choose(arguments: &arguments::Step, output: &Output) -> Result<Answer, Failure> {
    let library = lessons::library_of(&arguments.slides.filling.shelf);
    let entries = lessons::shelf(&library)?;
    let last = lessons::left_last(&library)?;
    let cursor = entries.iter().position(|entry| Some(&entry.id) == last.as_ref()).unwrap_or(0);
    let mut listed = Some(Shelf::new(entries, cursor));
    let shelf = || {
        // A folder that has gone in the meantime holds no lessons.
        listed.take().unwrap_or_else(|| Shelf::new(lessons::shelf(&library).unwrap_or_default(), 0))
    };
    let open = |id: &str| {
        let book = Book::of_library(&library, id).map_err(|error| error.to_string())?;
        let lesson = book.read(None).map_err(|faults| {
            format!("this lesson does not verify: `gradwalk verify` tells its {} faults", faults.len())
        })?;
        made_ready(arguments, book, lesson).map_err(|failure| failure.to_string())
    };
    session::choose(writing(arguments, output)?, shelf, open).map_err(Failure::Terminal)?;
    Ok(Answer::Yes)
}

fn made_ready(arguments: &arguments::Step, book: Book, lesson: Lesson) -> Result<Play, Failure> {
    let bookmark = Bookmark::of(&book);
    let begin = beginning(arguments, &lesson, &bookmark)?;
    let numbers = lessons::numbers(&arguments.slides, Numbers::Shown);
    let mut state = State::new(Arc::new(lesson), begin, numbers);
    state.have_answered(bookmark.progress().answered.iter().filter_map(|slide| slide.checked_sub(1)));
    let watch = match (arguments.watch, &book.path) {
        (true, Some(_)) => Watch::On,
        (true, None) => {
            state.say(format!("--watch: {}", super::step::NO_FILE));
            Watch::Off
        }
        (false, _) => Watch::Off,
    };
    Ok(Play { state, book, bookmark, watch })
}

fn writing(arguments: &arguments::Step, output: &Output) -> Result<Writing, Failure> {
    let style = output.style();
    let notation = notation(&arguments.slides.filling.writing)?;
    Ok(Writing { charset: style.charset, colour: style.colour, notation })
}
