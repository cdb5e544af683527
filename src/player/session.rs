//! The player at work: it waits for something to happen, does it, and draws.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;
use std::time::SystemTime;

use crate::graph::Names;
use crate::graph::Quantity;
use crate::lesson::Fault;
use crate::lesson::library::Book;
use crate::lesson::progress::Bookmark;
use crate::lesson::transcript::compare::places_now;
use crate::printable::printable;
use crate::show::transcript;
use crate::show::transcript::Drawn;

use super::derived;
use super::key::Key;
use super::overlay::Overlay;
use super::screen;
use super::screen::Writing;
use super::shelf::Choice;
use super::shelf::Shelf;
use super::state::Scroll;
use super::state::State;
use super::state::Wish;
use super::terminal;
use super::terminal::Event;
use super::terminal::Screen;

/// A lesson that is being played.
#[derive(Debug)]
pub struct Play {
    /// What is shown.
    pub state: State,
    /// From where the lesson can be read again.
    pub book: Book,
    /// Where the learner's place is kept.
    pub bookmark: Bookmark,
    /// Whether the lesson is read again when its file changes.
    pub watch: Watch,
}

/// Whether the file of a lesson is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watch {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// How often a file is looked at.
const LOOKED_AT_EVERY: Duration = Duration::from_millis(250);

/// How playing came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The learner wanted it.
    Asked,
    /// A signal wants it.
    Signal(i32),
    /// The terminal is gone.
    Lost,
}

/// Lets a learner walk through a lesson until they end.
///
/// The terminal is as it was before when this returns, or when the program ends by a signal.
pub fn play(play: &mut Play, writing: Writing) -> io::Result<()> {
    let mut session = Session::begin(writing)?;
    let end = session.play(play)?;
    session.end(end);
    Ok(())
}

/// Lets a learner choose lessons and walk through them until they end. `open` makes ready the lesson that was chosen,
/// or says why it cannot be played; `shelf` lists them.
pub fn choose(
    writing: Writing,
    mut shelf: impl FnMut() -> Shelf,
    mut open: impl FnMut(&str) -> Result<Play, String>,
) -> io::Result<()> {
    let mut session = Session::begin(writing)?;
    let mut list = shelf();
    loop {
        let end = match session.choose(&mut list)? {
            Ok(lesson) => match open(&lesson) {
                Ok(mut play) => session.play(&mut play)?,
                Err(says) => {
                    list.message = Some(says);
                    continue;
                }
            },
            Err(end) => {
                session.end(end);
                return Ok(());
            }
        };
        if end != End::Asked {
            session.end(end);
            return Ok(());
        }
        // What the learner has done shows on the shelf.
        list = Shelf { cursor: list.cursor, ..shelf() };
    }
}

struct Session {
    screen: Screen,
    events: Receiver<Event>,
    writing: Writing,
}

impl Session {
    fn begin(writing: Writing) -> io::Result<Self> {
        Ok(Session { screen: Screen::take()?, events: terminal::events()?, writing })
    }

    /// Gives the terminal back, and dies by the signal that came, if one did.
    fn end(self, end: End) {
        drop(self);
        if let End::Signal(signal) = end {
            terminal::end_by(signal);
        }
    }

    /// All that has happened since it was last asked. Nothing after a while in which nothing happened.
    ///
    /// What has come in the meantime is done before anything is drawn, so that the screen keeps up with the keys.
    fn events(&self, patience: Option<Duration>) -> Vec<Event> {
        let first = match patience {
            None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => self.events.recv_timeout(patience),
        };
        match first {
            Ok(first) => std::iter::once(first).chain(self.events.try_iter()).collect(),
            Err(RecvTimeoutError::Timeout) => Vec::new(),
            Err(RecvTimeoutError::Disconnected) => vec![Event::Lost],
        }
    }

    /// What concerns the terminal alone. A key is handed back.
    fn attend(&mut self, event: Event) -> io::Result<Result<Option<Key>, End>> {
        match event {
            Event::Key(key) => return Ok(Ok(Some(key))),
            Event::Resized => {}
            Event::Stopped => self.screen.stop()?,
            Event::Continued => self.screen.take_again()?,
            Event::Ended(signal) => return Ok(Err(End::Signal(signal))),
            Event::Lost => return Ok(Err(End::Lost)),
        }
        Ok(Ok(None))
    }

    /// The lesson that is chosen, or how it came to an end before.
    fn choose(&mut self, shelf: &mut Shelf) -> io::Result<Result<String, End>> {
        loop {
            let writing = self.writing;
            self.screen.draw(|area, buffer| shelf.draw(writing, area, buffer))?;
            for event in self.events(None) {
                let key = match self.attend(event)? {
                    Ok(Some(key)) => key,
                    Ok(None) => continue,
                    Err(end) => return Ok(Err(end)),
                };
                match shelf.press(key) {
                    Choice::Open => {}
                    Choice::Lesson => return Ok(Ok(shelf.lessons[shelf.cursor].id.clone())),
                    Choice::End => return Ok(Err(End::Asked)),
                    Choice::Repaint => self.screen.clear()?,
                    Choice::Suspend => self.screen.stop()?,
                }
            }
        }
    }

    fn play(&mut self, play: &mut Play) -> io::Result<End> {
        play.state.writing = self.writing;
        let mut changed = play.changed();
        let mut was_told = false;
        let mut is_idle = false;
        loop {
            // Of two players that watch, neither writes over the other as long as nothing happens.
            if !is_idle {
                play.keep();
            }
            if play.bookmark.trouble().is_some() && !was_told {
                play.state.say(play.bookmark.trouble().map(ToString::to_string).unwrap_or_default());
            }
            was_told = play.bookmark.trouble().is_some();
            let (state, writing) = (&play.state, self.writing);
            let window = self.screen.draw(|area, buffer| screen::draw(state, writing, area, buffer))?;
            play.state.was_drawn(window);
            let patience = (play.watch == Watch::On).then_some(LOOKED_AT_EVERY);
            let events = self.events(patience);
            is_idle = events.is_empty();
            for event in events {
                let key = match self.attend(event)? {
                    Ok(Some(key)) => key,
                    Ok(None) => continue,
                    Err(end) => {
                        play.keep();
                        return Ok(end);
                    }
                };
                match play.state.press(key) {
                    Wish::Draw => {}
                    Wish::Repaint => self.screen.clear()?,
                    Wish::Suspend => self.screen.stop()?,
                    Wish::Replay(weight) => play.replay(weight),
                    Wish::Derive(weight) => play.derive(weight),
                    Wish::End => {
                        play.keep();
                        return Ok(End::Asked);
                    }
                }
            }
            if play.watch == Watch::On && play.changed() != changed {
                changed = play.changed();
                play.read_again();
            }
        }
    }
}

impl Play {
    fn keep(&mut self) {
        let answered: Vec<usize> = self.state.answered().map(|slide| slide + 1).collect();
        self.bookmark.keep(self.state.slide() + 1, answered);
    }

    fn replay(&mut self, weight: String) {
        match self.book.read(Some(weight)) {
            Ok(lesson) => {
                let shape = lesson.problem.shape();
                let weight = shape.symbol(lesson.weight);
                let name = Names::of(self.state.writing.notation, &shape).written(&weight).to_string();
                let steps = lesson.steps();
                self.state.replace(Arc::new(lesson));
                self.state.say(format!("now {name}: {steps} steps made again and checked"));
            }
            Err(faults) => self.state.say(first(&faults)),
        }
    }

    fn derive(&mut self, weight: Quantity) {
        let shape = self.state.lesson.problem.shape();
        let names = Names::of(self.state.writing.notation, &shape);
        match derived::derived(&self.state.lesson, self.state.slide(), weight, names) {
            Ok(derived) => {
                self.state.overlay = Some(Overlay::Derivation { derived, scroll: Scroll::Newest });
            }
            Err(says) => self.state.say(says),
        }
    }

    /// When the file of the lesson and that of its problem were last changed, and how long they are: they may be seen
    /// half written.
    fn changed(&self) -> Vec<Option<(SystemTime, u64)>> {
        let Some(lesson) = self.book.path.as_deref() else { return Vec::new() };
        // A problem that comes with gradwalk is no file, and stays none.
        let problem = lesson.with_file_name(&self.state.lesson.problem_name);
        let state = |path: &Path| {
            let data = path.metadata().ok()?;
            Some((data.modified().ok()?, data.len()))
        };
        [lesson, &problem].map(state).into()
    }

    /// Shows what the file holds now, on the same slide. What is wrong with it is said, and the lesson stays.
    fn read_again(&mut self) {
        let lesson = &self.state.lesson;
        let weight = (lesson.weight != lesson.written_for)
            .then(|| lesson.problem.shape().symbol(lesson.weight).to_string());
        let book = match self.book.opened_again() {
            Ok(book) => book,
            Err(error) => return self.state.say(error.to_string()),
        };
        match book.read(weight) {
            Ok(lesson) => {
                let [was, is] =
                    [&*self.state.lesson, &lesson].map(|lesson| transcript::of(lesson, Drawn::Absent));
                self.state.follow(Arc::new(lesson), &places_now(&was, &is));
                self.state.say("read again");
            }
            Err(faults) => self.state.say(first(&faults)),
        }
        self.book = book;
    }
}

/// The first fault, with its line.
fn first(faults: &[Fault]) -> String {
    let Some(Fault { error, .. }) = faults.first() else { return String::new() };
    let line = error.line().map_or_else(String::new, |line| format!("line {line}: "));
    let more = match faults.len() {
        1 => String::new(),
        2 => " (and 1 more fault)".into(),
        count => format!(" (and {} more faults)", count - 1),
    };
    format!("{line}{}; {}{more}", printable(&error.says), error.help)
}
