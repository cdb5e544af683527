//! What lies over the slide for a while: things to read, and lists to choose a slide from.

use std::sync::Arc;

use crate::graph::Names;

use super::derived::Derived;
use super::key::Key;
use super::search;
use super::search::Sayings;
use super::state::Scroll;
use super::state::State;
use super::state::Wish;
use super::weight::Choice;
use super::weight::Outcome;

/// What lies over the slide.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Something to read.
    Reading {
        /// What.
        what: Reading,
        /// From which line on.
        scroll: Scroll,
    },
    /// Slides to choose from.
    List(List),
    /// Another weight to choose.
    Weight(Choice),
    /// The derivation for a weight of another layer.
    Derivation {
        /// What there is to read.
        derived: Derived,
        /// From which line on.
        scroll: Scroll,
    },
}

/// What can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All keys.
    Keys,
    /// What the symbols on the slide mean.
    Glossary,
    /// How the steps of the slide were checked.
    Checks,
    /// The tree diagram.
    Tree,
}

impl Reading {
    pub(super) fn of_key(letter: char) -> Option<Self> {
        const ALL: [Reading; 4] = [Reading::Keys, Reading::Glossary, Reading::Checks, Reading::Tree];
        ALL.into_iter().find(|reading| reading.key() == letter)
    }

    /// The key that opens it, which closes it as well.
    fn key(self) -> char {
        match self {
            Reading::Keys => '?',
            Reading::Glossary => 'g',
            Reading::Checks => 'c',
            Reading::Tree => 't',
        }
    }
}

/// Slides to choose from.
#[derive(Clone, Debug)]
pub struct List {
    /// What is looked for; nothing where all slides are listed.
    pub text: Option<String>,
    /// The slides, from 0, with the line that stands for each.
    pub entries: Vec<search::Entry>,
    /// Which of them is chosen.
    pub cursor: usize,
    /// Where they were found.
    sayings: Arc<Sayings>,
}

impl List {
    fn of(sayings: Arc<Sayings>, text: Option<String>, slide: usize) -> Self {
        let entries = sayings.entries(text.as_deref().unwrap_or(""));
        // What is looked for is rather further on than where one is.
        let cursor = entries.iter().position(|entry| entry.slide >= slide).unwrap_or(0);
        List { text, entries, cursor, sayings }
    }

    fn move_by(&mut self, by: isize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(self.entries.len().saturating_sub(1));
    }
}

/// A page of a list.
const PAGE: isize = 10;

impl Overlay {
    pub(super) fn reading(what: Reading) -> Self {
        Overlay::Reading { what, scroll: Scroll::At(0) }
    }

    pub(super) fn overview(state: &State) -> Self {
        Overlay::List(List::of(Arc::new(Sayings::of(&state.lesson, state.writing)), None, state.slide()))
    }

    pub(super) fn search(state: &State) -> Self {
        let sayings = Arc::new(Sayings::of(&state.lesson, state.writing));
        Overlay::List(List::of(sayings, Some(String::new()), state.slide()))
    }

    /// Does what a key asks for, and stays where it is unless the key closes it.
    pub(super) fn press(self, key: Key, state: &mut State) -> Wish {
        state.overlay = match self {
            Overlay::Reading { what, .. } if key == Key::Char(what.key()) => None,
            Overlay::Reading { what, scroll } => {
                let other = if let Key::Char(letter) = key { Reading::of_key(letter) } else { None };
                match other {
                    Some(other) => Some(Overlay::reading(other)),
                    None => read(scroll, key, state).map(|scroll| Overlay::Reading { what, scroll }),
                }
            }
            Overlay::Derivation { derived, scroll } => {
                read(scroll, key, state).map(|scroll| Overlay::Derivation { derived, scroll })
            }
            Overlay::List(list) => choose(list, key, state).map(Overlay::List),
            Overlay::Weight(choice) => {
                let shape = state.lesson.problem.shape();
                let names = Names::of(state.writing.notation, &shape);
                match choice.press(key, &shape, names) {
                    Outcome::Choosing(choice) => Some(Overlay::Weight(choice)),
                    Outcome::Left => None,
                    Outcome::Chosen(weight) => return state.show_weight(weight),
                }
            }
        };
        Wish::Draw
    }
}

/// Where what is read is scrolled to. Nothing where it is closed.
fn read(scroll: Scroll, key: Key, state: &State) -> Option<Scroll> {
    let page = isize::try_from(state.window.height.saturating_sub(1).max(1)).unwrap_or(isize::MAX);
    let by = match key {
        Key::Escape | Key::Enter | Key::Char('q') => return None,
        Key::Down | Key::Char('j') => 1,
        Key::Up | Key::Char('k') => -1,
        Key::PageDown | Key::Char(' ') | Key::Control('f' | 'd') => page,
        Key::PageUp | Key::Control('b' | 'u') => -page,
        Key::Home => isize::MIN,
        Key::End => isize::MAX,
        _ => return Some(scroll),
    };
    Some(Scroll::At(state.window.moved(by)))
}

fn choose(mut list: List, key: Key, state: &mut State) -> Option<List> {
    match (key, &mut list.text) {
        (Key::Enter, _) => {
            match list.entries.get(list.cursor) {
                Some(entry) if entry.slide != state.slide() => state.go_to(entry.slide),
                Some(_) => {}
                None => state.message = Some("no slide says that".into()),
            }
            return None;
        }
        (Key::Escape, _) | (Key::Char('q' | 'o'), None) => return None,
        (Key::Down | Key::Tab, _) | (Key::Char('j'), None) => list.move_by(1),
        (Key::Up, _) | (Key::Char('k'), None) => list.move_by(-1),
        (Key::PageDown, _) | (Key::Char(' '), None) => list.move_by(PAGE),
        (Key::PageUp, _) => list.move_by(-PAGE),
        (Key::Home, _) => list.cursor = 0,
        (Key::End, _) | (Key::Char('G'), None) => list.move_by(isize::MAX),
        (Key::Char('/'), None) => return Some(List::of(list.sayings, Some(String::new()), state.slide())),
        (Key::Backspace, Some(text)) => {
            text.pop()?;
            return Some(List::of(list.sayings, list.text, state.slide()));
        }
        (Key::Char(letter), Some(text)) => {
            text.push(letter);
            return Some(List::of(list.sayings, list.text, state.slide()));
        }
        _ => {}
    }
    Some(list)
}
