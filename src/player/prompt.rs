//! Predicting: what the learner types before they see, and what is said about it.
//!
//! ```text
//! p   a question of the slide, or something of it hidden
//! ⏎   the answer is judged: right, a slip, or where it differs; after two misses the answer is shown
//! ⇥   something else hidden        ⎋   never mind        ↑ ↓ ⇞ ⇟   scroll what is asked about
//! ```

use crate::lesson::Answer;
use crate::lesson::answers::Judgement;
use crate::lesson::answers::judge;
use crate::lesson::answers::judge_answer;
use crate::lesson::answers::judge_number;
use crate::lesson::answers::judge_written;

use super::hide;
use super::hide::Hidden;
use super::hide::Revealed;
use super::hide::What;
use super::hide::Worked;
use super::key::Key;
use super::state::Question;
use super::state::Scroll;
use super::state::State;
use super::walk::Stop;

/// After so many misses the answer is shown.
const MISSES: usize = 2;

/// An answer may have so many characters: sums of many terms are long when they are written out.
const LONGEST: usize = 4000;

/// What is being typed.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// So far.
    pub text: String,
    /// Where in it the next letter goes, in bytes.
    pub cursor: usize,
}

/// How much is told of what was hidden.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// What it is, to whoever has found it.
    Result,
    /// How it comes about too.
    Step,
}

/// What was said about the last answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// To a formula or number that was typed.
    Typed(String, Box<Judgement>),
    /// To a choice that is not right.
    NotChosen(char),
    /// To the choice that is right.
    Chosen(char),
}

impl Prompt {
    /// Whether there is room for one more letter, which is there then.
    fn inserts(&mut self, letter: char) -> bool {
        let has_room = self.text.chars().count() < LONGEST;
        if has_room {
            self.text.insert(self.cursor, letter);
            self.cursor += letter.len_utf8();
        }
        has_room
    }

    fn delete(&mut self) {
        if let Some(letter) = self.text[..self.cursor].chars().next_back() {
            self.cursor -= letter.len_utf8();
            self.text.remove(self.cursor);
        }
    }

    fn delete_next(&mut self) {
        if self.cursor < self.text.len() {
            self.text.remove(self.cursor);
        }
    }

    fn move_left(&mut self) {
        self.cursor -= self.text[..self.cursor].chars().next_back().map_or(0, char::len_utf8);
    }

    fn move_right(&mut self) {
        self.cursor += self.text[self.cursor..].chars().next().map_or(0, char::len_utf8);
    }
}

impl State {
    /// Begins to predict: the question that is on the screen, once more if it has been answered, or else the first thing
    /// that can be hidden.
    pub(super) fn predict(&mut self) {
        if self.place.stop != Stop::Question {
            return self.hide(0);
        }
        let choices = match self.question() {
            Some(Answer::Choice { choices, .. }) => Some(choices.len()),
            _ => None,
        };
        self.stop_predicting();
        self.questions[self.place.slide] = Question::Open;
        self.scroll = Scroll::Newest;
        match choices {
            Some(count) => {
                let last = ('a'..='z').nth(count.saturating_sub(1)).unwrap_or('z');
                self.message = Some(format!("press a to {last} to choose, → to see the answer"));
            }
            None => self.prompt = Some(Prompt::default()),
        }
    }

    /// The question of the slide.
    fn question(&self) -> Option<&Answer> {
        self.lesson.slides[self.slide()].predict.as_ref().map(|predict| &predict.answer)
    }

    fn hide(&mut self, number: usize) {
        self.hidden = hide::hidden(self.seen(), number);
        self.revealed = None;
        self.said = None;
        self.forget_misses();
        if self.hidden.is_some() {
            self.prompt = Some(Prompt::default());
            self.scroll = Scroll::Newest;
        } else {
            self.message = Some("there is nothing to hide here".into());
        }
    }

    /// Stops predicting, and shows what was hidden.
    pub(super) fn stop_predicting(&mut self) {
        self.prompt = None;
        self.hidden = None;
        self.revealed = None;
        self.said = None;
        self.forget_misses();
    }

    /// Whether the letter chooses an answer. The letters that are on the screen come before all others.
    pub(super) fn chose(&mut self, letter: char) -> bool {
        let Some(Answer::Choice { choices, right }) = self.question() else { return false };
        let chosen = ('a'..='z').take(choices.len()).position(|own| own == letter);
        let (Some(chosen), right, true) = (chosen, *right, self.is_asking()) else { return false };
        if chosen == right {
            self.said = Some(Said::Chosen(letter));
            self.show_answer(Telling::Result);
        } else {
            self.said = Some(Said::NotChosen(letter));
            self.count_miss(letter.to_string());
        }
        self.scroll = Scroll::Newest;
        true
    }

    pub(super) fn press_in_prompt(&mut self, mut prompt: Prompt, key: Key) {
        match key {
            Key::Escape => {
                self.stop_predicting();
                return;
            }
            Key::Enter if prompt.text.trim().is_empty() => {
                self.said = None;
                self.show_answer(Telling::Step);
                self.scroll = Scroll::Newest;
                return;
            }
            Key::Enter => {
                self.judge_typed(prompt);
                return;
            }
            Key::Tab => {
                if let Some(number) = self.hidden.as_ref().map(|hidden| hidden.number) {
                    self.hide(number + 1);
                    return;
                }
            }
            Key::Char(letter) => {
                if !prompt.inserts(letter) {
                    self.message = Some(format!("an answer has at most {LONGEST} characters"));
                }
            }
            Key::Backspace => prompt.delete(),
            Key::Delete => prompt.delete_next(),
            Key::Left | Key::Control('b') => prompt.move_left(),
            Key::Right | Key::Control('f') => prompt.move_right(),
            Key::Home | Key::Control('a') => prompt.cursor = 0,
            Key::End | Key::Control('e') => prompt.cursor = prompt.text.len(),
            Key::Control('u') => prompt = Prompt::default(),
            // What is asked about is still to be read.
            Key::Up => self.scroll_by(-1),
            Key::Down => self.scroll_by(1),
            Key::PageUp => self.scroll_by(-self.page()),
            Key::PageDown => self.scroll_by(self.page()),
            Key::Control(_) => {}
        }
        self.prompt = Some(prompt);
    }

    fn judge_typed(&mut self, prompt: Prompt) {
        let scene = &self.lesson.slides[self.slide()].scene;
        let typed = &prompt.text;
        let judgement = match (&self.hidden, self.question()) {
            (Some(hidden), _) => match &hidden.what {
                What::Part(part) => judge(typed, part, scene),
                What::Value(value) => judge_number(typed, *value, scene),
                What::Number(digits) => judge_written(typed, digits, scene),
            },
            (None, Some(Answer::Formula { of, is })) => judge_answer(typed, of, is, scene),
            (None, _) => return,
        };
        let said = Said::Typed(typed.clone(), Box::new(judgement.clone()));
        match judgement {
            Judgement::Right => self.show_answer(Telling::Result),
            Judgement::Wrong(_) => {
                let written = prompt.text.split_whitespace().collect();
                self.prompt = Some(prompt);
                self.count_miss(written);
            }
            Judgement::Slip { .. } | Judgement::Undecided(_) => self.prompt = Some(prompt),
        }
        self.said = Some(said);
        self.scroll = Scroll::Newest;
    }

    fn forget_misses(&mut self) {
        self.missed.clear();
    }

    /// Whoever gives the same answer twice has learned no more of it.
    fn count_miss(&mut self, answer: String) {
        self.missed.insert(answer);
        if self.missed.len() >= MISSES {
            self.show_answer(Telling::Step);
        }
    }

    /// Shows what was asked for; what was said about the answer stays.
    pub(super) fn show_answer(&mut self, telling: Telling) {
        let place = self.slide();
        let slide = &self.lesson.slides[place];
        self.revealed = self.hidden.take().map(|Hidden { what, step, .. }| Revealed {
            what,
            worked: if telling == Telling::Step { Worked::of(&step, slide) } else { None },
        });
        if self.revealed.is_none() {
            self.questions[place] = Question::Shown;
        }
        self.prompt = None;
        self.forget_misses();
    }
}

#[cfg(test)]
mod tests;
