//! What the player shows, and what every key does to it. Nothing here knows a terminal.
//!
//! ```text
//! key  →  State::press  →  the state, changed  →  screen::draw
//!                       →  Wish: what only the outside can do (end, read the lesson anew, …)
//! ```
//!
//! The screen hands back how much of the page is seen, as a [`Window`], so that scrolling knows where to stop.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::graph::Quantity;
use crate::lesson::Exchange;
use crate::lesson::Lesson;
use crate::render::Charset;
use crate::render::Colour;
use crate::show::slide::Numbers;

use super::hide;
use super::hide::Hidden;
use super::hide::Revealed;
use super::hide::Seen;
use super::key::Key;
use super::overlay::Overlay;
use super::overlay::Reading;
use super::prompt::Prompt;
use super::prompt::Said;
use super::prompt::Telling;
use super::screen::Writing;
use super::walk::Place;
use super::walk::Stop;
use super::walk::Tempo;
use super::walk::Way;
use super::weight::Choice;

/// The player between two keys.
#[derive(Clone, Debug)]
pub struct State {
    /// The lesson.
    pub lesson: Arc<Lesson>,
    /// How lists of what it says are written.
    pub writing: Writing,
    pub(super) way: Way,
    pub(super) place: Place,
    pub(super) tempo: Tempo,
    pub(super) numbers: Numbers,
    /// The number of a slide, as far as it has been typed.
    pub(super) number: String,
    pub(super) overlay: Option<Overlay>,
    pub(super) questions: Vec<Question>,
    pub(super) prompt: Option<Prompt>,
    pub(super) hidden: Option<Hidden>,
    /// What was hidden and has been shown again.
    pub(super) revealed: Option<Revealed>,
    pub(super) said: Option<Said>,
    /// The answers that were not right.
    pub(super) missed: BTreeSet<String>,
    pub(super) scroll: Scroll,
    /// How many columns the page has been pushed to the left.
    pub(super) aside: usize,
    pub(super) window: Window,
    /// What is said in the place of the keys until the next one is pressed.
    pub(super) message: Option<String>,
}

/// Whether a question has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// It has not.
    Open,
    /// The answer and its reason have been shown.
    Shown,
}

/// Which part of a page is seen where it does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scroll {
    /// The part that has come last.
    Newest,
    /// From this line on.
    At(usize),
}

/// What of a page was seen when it was last drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first line.
    pub top: usize,
    /// How many lines there is room for.
    pub height: usize,
    /// How many lines there are.
    pub lines: usize,
    /// How many columns of the widest line there was no room for.
    pub hidden_columns: usize,
}

impl Window {
    pub(super) fn is_at_end(self) -> bool {
        self.top + self.height >= self.lines
    }

    /// The first line after moving so many lines down.
    pub(super) fn moved(self, by: isize) -> usize {
        self.top.saturating_add_signed(by).min(self.lines.saturating_sub(self.height))
    }
}

/// What only the outside can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Nothing: draw again.
    Draw,
    /// End.
    End,
    /// Draw everything anew, whatever is on the screen.
    Repaint,
    /// Give the terminal back for a while.
    Suspend,
    /// Read the lesson again, for the weight of this name.
    Replay(String),
    /// Open the derivation for this weight.
    Derive(Quantity),
}

/// So many columns are gone to the side at a time.
const ASIDE: usize = 8;

impl State {
    /// The player at the beginning of a slide, counted from 0.
    pub fn new(lesson: Arc<Lesson>, slide: usize, numbers: Numbers) -> Self {
        let way = Way::new(&lesson);
        let place = way.first(slide.min(way.slides().saturating_sub(1)), Tempo::EveryStep);
        State {
            questions: vec![Question::Open; way.slides()],
            lesson,
            writing: Writing { charset: Charset::Unicode, colour: Colour::None, notation: None },
            way,
            place,
            tempo: Tempo::EveryStep,
            numbers,
            number: String::new(),
            overlay: None,
            prompt: None,
            hidden: None,
            revealed: None,
            said: None,
            missed: BTreeSet::new(),
            scroll: Scroll::Newest,
            aside: 0,
            window: Window::default(),
            message: None,
        }
    }

    /// The slide, from 0.
    pub fn slide(&self) -> usize {
        self.place.slide
    }

    /// Whether the question on the screen waits for an answer.
    pub(super) fn is_asking(&self) -> bool {
        self.place.stop == Stop::Question && self.questions[self.place.slide] == Question::Open
    }

    /// What of the slide can be hidden.
    pub(super) fn seen(&self) -> Seen<'_> {
        let parts = if let Stop::Parts(parts) = self.place.stop { parts } else { 0 };
        Seen { lesson: &self.lesson, place: self.place.slide, parts, numbers: self.numbers }
    }

    /// Whether there is something to predict that is not asked for already.
    pub(super) fn can_predict(&self) -> bool {
        match self.place.stop {
            Stop::Question => !self.is_asking(),
            Stop::Parts(_) => hide::is_possible(self.seen()),
        }
    }

    /// Whether something is being typed, or something is said about what was.
    pub(super) fn is_predicting(&self) -> bool {
        self.prompt.is_some() || self.said.is_some() || self.revealed.is_some()
    }

    /// Takes note of what was seen.
    pub fn was_drawn(&mut self, window: Window) {
        self.window = window;
    }

    /// Does what a key asks for.
    pub fn press(&mut self, key: Key) -> Wish {
        self.message = None;
        match key {
            Key::Control('c') => return Wish::End,
            Key::Control('z') => return Wish::Suspend,
            Key::Control('l') => return Wish::Repaint,
            _ => {}
        }
        if let Some(overlay) = self.overlay.take() {
            return overlay.press(key, self);
        }
        if let Some(prompt) = self.prompt.take() {
            self.press_in_prompt(prompt, key);
            return Wish::Draw;
        }
        self.press_on_slide(key)
    }

    fn press_on_slide(&mut self, key: Key) -> Wish {
        if self.typed_number(key) {
            return Wish::Draw;
        }
        match key {
            Key::Char(letter) if self.chose(letter) => {}
            Key::Char('p') => self.predict(),
            Key::Right | Key::Char('l' | ' ') | Key::Enter => self.forward(),
            Key::Left | Key::Char('h') | Key::Backspace => self.back(),
            Key::PageDown => self.next_slide(),
            Key::PageUp => self.slide_before(),
            Key::Home => self.go(self.way.first(0, self.tempo)),
            Key::End | Key::Char('G') => self.go(self.way.first(self.way.slides() - 1, self.tempo)),
            Key::Down | Key::Char('j') => self.scroll_by(1),
            Key::Up | Key::Char('k') => self.scroll_by(-1),
            Key::Control('f' | 'd') => self.scroll_by(self.page()),
            Key::Control('b' | 'u') => self.scroll_by(-self.page()),
            Key::Char('>') => self.aside = (self.aside + ASIDE).min(self.window.hidden_columns),
            Key::Char('<') => self.aside = self.aside.saturating_sub(ASIDE),
            Key::Char('n') => self.turn_numbers(),
            Key::Char('d') => self.turn_tempo(),
            Key::Char('w') => self.overlay = Some(Overlay::Weight(Choice::new(self.lesson.weight))),
            Key::Char('o') => self.overlay = Some(Overlay::overview(self)),
            Key::Char('/') => self.overlay = Some(Overlay::search(self)),
            Key::Char('q') => return Wish::End,
            Key::Char(letter) => match Reading::of_key(letter) {
                Some(reading) => self.overlay = Some(Overlay::reading(reading)),
                None => self.message = Some("? shows all keys".into()),
            },
            Key::Escape | Key::Tab | Key::Delete | Key::Control(_) => {}
        }
        Wish::Draw
    }

    /// Whether the key belongs to the number of a slide.
    fn typed_number(&mut self, key: Key) -> bool {
        match key {
            Key::Char(digit @ '0'..='9') if self.number.len() < 4 => self.number.push(digit),
            Key::Char('0'..='9') => {}
            Key::Backspace if !self.number.is_empty() => {
                self.number.pop();
            }
            Key::Enter if !self.number.is_empty() => {
                let count = self.way.slides();
                match std::mem::take(&mut self.number).parse::<usize>() {
                    Ok(slide) if (1..=count).contains(&slide) => self.go_to(slide - 1),
                    _ => self.message = Some(format!("slides are numbered 1 to {count}")),
                }
            }
            Key::Escape if !self.number.is_empty() => self.number.clear(),
            _ => {
                self.number.clear();
                return false;
            }
        }
        true
    }

    /// Shows the lesson for another weight of its layer, and for any other weight its derivation.
    pub(super) fn show_weight(&mut self, weight: Quantity) -> Wish {
        let shape = self.lesson.problem.shape();
        if weight == self.lesson.weight {
            Wish::Draw
        } else if Exchange::new(&shape, self.lesson.written_for, weight).is_some() {
            Wish::Replay(shape.symbol(weight).to_string())
        } else {
            Wish::Derive(weight)
        }
    }

    /// Puts the lesson in another version in the place of this one: for another weight, or after its file has changed.
    pub fn replace(&mut self, lesson: Arc<Lesson>) {
        self.way = Way::new(&lesson);
        self.lesson = lesson;
        self.questions.resize(self.way.slides(), Question::Open);
        self.stop_predicting();
        self.overlay = None;
        let slide = self.place.slide.min(self.way.slides() - 1);
        let stop = match self.place.stop {
            Stop::Parts(seen) if slide == self.place.slide => Stop::Parts(seen.min(self.way.parts(slide))),
            Stop::Question if slide == self.place.slide && self.way.asks(slide) => Stop::Question,
            _ => self.way.first(slide, self.tempo).stop,
        };
        self.place = Place { slide, stop };
    }

    /// Shows a lesson that was edited; `places` tells where in it each slide now is, if it is there. Where the slide is
    /// gone, the last one before it is shown.
    pub fn follow(&mut self, lesson: Arc<Lesson>, places: &[Option<usize>]) {
        let mut questions = vec![Question::Open; lesson.slides.len()];
        for (question, now) in self.questions.iter().zip(places) {
            if let Some(now) = now {
                questions[*now] = *question;
            }
        }
        self.questions = questions;
        let before = places.iter().take(self.place.slide + 1).rev();
        self.place.slide = before.flatten().copied().next().unwrap_or(0);
        self.replace(lesson);
    }

    /// Says something until the next key is pressed.
    pub fn say(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    /// The slides whose questions have been answered, from 0.
    pub fn answered(&self) -> impl Iterator<Item = usize> {
        self.questions.iter().enumerate().filter(|(_, q)| **q == Question::Shown).map(|(slide, _)| slide)
    }

    /// Takes questions for answered that were answered before.
    pub fn have_answered(&mut self, slides: impl IntoIterator<Item = usize>) {
        for slide in slides {
            if let Some(question) = self.questions.get_mut(slide) {
                *question = Question::Shown;
            }
        }
    }

    /// The beginning of a slide.
    pub(super) fn go_to(&mut self, slide: usize) {
        self.go(self.way.first(slide, self.tempo));
    }

    pub(super) fn go(&mut self, place: Place) {
        self.place = place;
        self.stop_predicting();
        self.scroll = Scroll::Newest;
        self.aside = 0;
        // What of it is seen is not known before it is drawn.
        self.window.lines = 0;
    }

    fn forward(&mut self) {
        // Nothing is passed over unseen.
        if !self.window.is_at_end() {
            self.scroll_by(self.page());
            return;
        }
        if self.is_asking() {
            // Skipping a question shows its answer, and why it is that.
            self.said = None;
            self.show_answer(Telling::Step);
            self.scroll = Scroll::Newest;
            return;
        }
        match self.way.forward(self.place, self.tempo) {
            Some(place) => self.go(place),
            None => self.message = Some("this is the end of the lesson: q ends, o shows all slides".into()),
        }
    }

    fn back(&mut self) {
        match self.way.back(self.place, self.tempo) {
            Some(place) => self.go(place),
            None => self.message = Some("this is the beginning".into()),
        }
    }

    fn next_slide(&mut self) {
        match self.way.next_slide(self.place.slide, self.tempo) {
            Some(place) => self.go(place),
            None if self.place == self.way.finished(self.place.slide) => {
                self.message = Some("this is the last slide".into());
            }
            None => self.go(self.way.finished(self.place.slide)),
        }
    }

    fn slide_before(&mut self) {
        match self.way.slide_before(self.place.slide, self.tempo) {
            Some(place) => self.go(place),
            None => self.message = Some("this is the first slide".into()),
        }
    }

    /// One page less a line, so that the eye finds its place again.
    pub(super) fn page(&self) -> isize {
        isize::try_from(self.window.height.saturating_sub(1).max(1)).unwrap_or(isize::MAX)
    }

    pub(super) fn scroll_by(&mut self, by: isize) {
        // Another key may come before the next drawing.
        self.window.top = self.window.moved(by);
        self.scroll = Scroll::At(self.window.top);
    }

    fn turn_numbers(&mut self) {
        let (numbers, says) = match self.numbers {
            Numbers::Results => (Numbers::Shown, "numbers under the symbols"),
            Numbers::Shown => (Numbers::Hidden, "no numbers"),
            Numbers::Hidden => (Numbers::Results, "numbers behind the formulas"),
        };
        self.numbers = numbers;
        self.message = Some(says.into());
    }

    fn turn_tempo(&mut self) {
        let (tempo, says) = match self.tempo {
            Tempo::EveryStep => (Tempo::MainSteps, "main steps only: details are passed over"),
            Tempo::MainSteps => (Tempo::EveryStep, "every step, one thing after another"),
        };
        self.tempo = tempo;
        self.message = Some(says.into());
    }
}

#[cfg(test)]
pub(super) mod tests;
