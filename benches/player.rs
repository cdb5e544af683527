//! How long it takes from a key to the screen, on every slide: `cargo bench --bench player`.

use std::sync::Arc;
use std::time::Instant;

use gradwalk::lesson::library::Library;
use gradwalk::lesson::{Lesson, Reading};
use gradwalk::player::key::Key;
use gradwalk::player::screen::{self, Writing};
use gradwalk::player::state::State;
use gradwalk::render::{Charset, Colour};
use gradwalk::show::slide::Numbers;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const WRITING: Writing = Writing { charset: Charset::Unicode, colour: Colour::Ansi, notation: None };

/// What is pressed on every slide: on through its parts, the numbers in all three ways, everything that lies over it,
/// and predicting.
const KEYS: &str = "nnnlllllnnngct?o\u{1b}/chain\u{1b}w\u{1b}px+1\u{1b}";

/// A screen is drawn anew sixty times a second.
const PROMISED: f64 = 16.0;

/// From one key to the screen, in milliseconds.
struct Press {
    lesson: String,
    /// The slide that was opened, from 1.
    slide: usize,
    key: char,
    time: f64,
}

/// Opens every slide of a lesson as `step --slide` does and presses all keys.
fn presses(lesson: &Arc<Lesson>) -> Vec<Press> {
    let mut presses = Vec::new();
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    for slide in 0..lesson.slides.len() {
        let mut state = State::new(Arc::clone(lesson), slide, Numbers::Results);
        for letter in KEYS.chars() {
            let key = if letter == '\u{1b}' { Key::Escape } else { Key::Char(letter) };
            let start = Instant::now();
            state.press(key);
            let draw = |frame: &mut ratatui::Frame| {
                let window = screen::draw(&state, WRITING, frame.area(), frame.buffer_mut());
                state.was_drawn(window);
            };
            terminal.draw(draw).expect("drawn");
            let time = start.elapsed().as_secs_f64() * 1e3;
            presses.push(Press { lesson: lesson.id.clone(), slide: slide + 1, key: letter, time });
        }
    }
    presses
}

fn main() {
    let files = Library::BuiltIn.files().expect("they are embedded");
    let read = |file| Arc::new(Library::BuiltIn.read(file, Reading::default()).expect("it verifies"));
    let mut all: Vec<Press> = files.iter().flat_map(|file| presses(&read(file))).collect();
    all.sort_by(|one, other| other.time.total_cmp(&one.time));
    println!("{} keys, median {:.2} ms, the slowest:", all.len(), all[all.len() / 2].time);
    for Press { lesson, slide, key, time } in all.iter().take(8) {
        println!("{time:7.2} ms  {key:?} on slide {slide} of {lesson}");
    }
    match all.iter().filter(|press| press.time > PROMISED).count() {
        0 => println!("none over {PROMISED} ms"),
        count => println!("OVER {PROMISED} ms: {count} of them"),
    }
}
