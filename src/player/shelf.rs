//! The list of lessons, ready to open.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::style::Style;

use super::key::Key;
use super::paint;
use super::screen;
use super::screen::Writing;

/// The lessons to choose from.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// In the order in which they are shown.
    pub lessons: Vec<Entry>,
    /// Which of them is chosen.
    pub cursor: usize,
    /// What is said until the next key is pressed.
    pub message: Option<String>,
}

/// A lesson on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// How far the learner is, in words.
    pub progress: String,
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// Nothing yet: draw again.
    Open,
    /// The lesson at the cursor.
    Lesson,
    /// No more lessons.
    End,
    /// Draw everything anew.
    Repaint,
    /// Give the terminal back for a while.
    Suspend,
}

impl Shelf {
    /// These lessons, with one of them chosen.
    pub fn new(lessons: Vec<Entry>, cursor: usize) -> Self {
        Shelf { lessons, cursor, message: None }
    }

    pub(super) fn press(&mut self, key: Key) -> Choice {
        self.message = None;
        let last = self.lessons.len().saturating_sub(1);
        match key {
            Key::Control('z') => return Choice::Suspend,
            Key::Control('l') => return Choice::Repaint,
            Key::Char('q') | Key::Escape | Key::Control('c') => return Choice::End,
            Key::Enter | Key::Right | Key::Char('l' | ' ') if !self.lessons.is_empty() => {
                return Choice::Lesson;
            }
            Key::Down | Key::Tab | Key::Char('j') => self.cursor = (self.cursor + 1).min(last),
            Key::Up | Key::Char('k') => self.cursor = self.cursor.saturating_sub(1),
            Key::Home => self.cursor = 0,
            Key::End | Key::Char('G') => self.cursor = last,
            Key::Char(digit @ '1'..='9') => {
                let number = usize::from(digit as u8 - b'1');
                self.cursor = if number <= last { number } else { self.cursor };
            }
            _ => {}
        }
        Choice::Open
    }

    pub(super) fn draw(&self, writing: Writing, area: Rect, to: &mut Buffer) {
        if area.width < screen::SMALLEST.0 || area.height < screen::SMALLEST.1 {
            screen::too_small(writing, area, to);
            return;
        }
        let row = |y: u16| Rect { x: area.x + 1, y: area.y + y, width: area.width - 2, height: 1 };
        let mut say = |words: &str, y: u16, look: Modifier| {
            let line =
                paint::cut(paint::line(words, writing.charset), usize::from(row(y).width), writing.charset);
            paint::put(&line, 0, writing.colour, row(y), to);
            to.set_style(row(y), Style::default().add_modifier(look));
        };
        say("gradwalk: backpropagation by hand", 0, Modifier::BOLD);
        say("Choose a lesson.", 1, Modifier::empty());
        // Each lesson has two rows and an empty one below.
        let room = usize::from(area.height - 5) / 3;
        let first = (self.cursor + 1).saturating_sub(room);
        for (y, (place, lesson)) in
            (3..).step_by(3).zip(self.lessons.iter().enumerate().skip(first).take(room))
        {
            let chosen = if place == self.cursor { Modifier::REVERSED } else { Modifier::empty() };
            say(&format!("{}. {}", place + 1, lesson.title), y, chosen | Modifier::BOLD);
            say(&format!("\u{a0}\u{a0}\u{a0}{}", lesson.progress), y + 1, Modifier::empty());
        }
        if self.lessons.is_empty() {
            say("There are no lessons here: `gradwalk new first.ron` writes one.", 3, Modifier::empty());
        }
        say("Enter opens, ↓ ↑ choose, q ends", area.height - 1, Modifier::empty());
        if let Some(message) = &self.message {
            screen::say(message, writing, area, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::player::key::sequence;

    #[test]
    fn keys_choose_a_lesson() {
        let entry = |id: &str| Entry { id: id.into(), title: id.into(), progress: String::new() };
        let shelf = Shelf::new(["one", "two", "three"].map(entry).into(), 0);
        for (keys, cursor, choice) in [
            ("⏎", 0, Choice::Lesson),
            ("↓⏎", 1, Choice::Lesson),
            ("jjjj⏎", 2, Choice::Lesson),
            ("↓↑↑→", 0, Choice::Lesson),
            ("3⏎", 2, Choice::Lesson),
            ("9⏎", 0, Choice::Lesson),
            ("⇲⇱q", 0, Choice::End),
            ("⎋", 0, Choice::End),
            ("x", 0, Choice::Open),
        ] {
            let mut shelf = shelf.clone();
            let last = sequence(keys).map(|key| shelf.press(key)).last();
            assert_eq!((shelf.cursor, last), (cursor, Some(choice)), "{keys}");
        }
        assert_eq!(Shelf::new(Vec::new(), 0).press(Key::Enter), Choice::Open);
    }
}
