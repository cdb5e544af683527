//! How long it takes from a key to the screen, on every slide: `cargo bench --bench player`.

use std::sync::Arc;
use std::time::Instant;

use gradwalk::lesson::Reading;
use gradwalk::lesson::library::Library;
use gradwalk::player::key::Key;
use gradwalk::player::screen::{self, Writing};
use gradwalk::player::state::State;
use gradwalk::render::{Charset, Colour};
use gradwalk::show::slide::Numbers;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const WRITING: Writing = Writing { charset: Charset::Unicode, colour: Colour::Ansi, notation: None };

/// What is pressed on every slide: on through its parts, everything that lies over it, and predicting.
const KEYS: &str = "lllllgct?o\u{1b}/chain\u{1b}w\u{1b}npx+1\u{1b}";

fn main() {
    for file in Library::BuiltIn.files().expect("they are embedded") {
        let lesson = Arc::new(Library::BuiltIn.read(&file, Reading::default()).expect("it verifies"));
        let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
        let mut slowest = (0.0, 0, ' ');
        let mut times = Vec::new();
        for slide in 0..lesson.slides.len() {
            let mut state = State::new(Arc::clone(&lesson), slide, Numbers::Shown);
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
                times.push(time);
                if time > slowest.0 {
                    slowest = (time, slide + 1, letter);
                }
            }
        }
        times.sort_by(f64::total_cmp);
        let (time, slide, letter) = slowest;
        println!(
            "{}: {} keys, median {:.2} ms, slowest {time:.2} ms ({letter:?} on slide {slide})",
            lesson.id,
            times.len(),
            times[times.len() / 2]
        );
    }
}
