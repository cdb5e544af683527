//! The player at work: it waits for something to happen, does it, and draws.

use std::io;

use super::screen;
use super::screen::Writing;
use super::state::State;
use super::state::Wish;
use super::terminal;
use super::terminal::Event;
use super::terminal::Screen;

/// Lets a learner walk through the lesson until they end.
///
/// The terminal is as it was before when this returns, or when the program ends by a signal.
pub fn run(mut state: State, writing: Writing) -> io::Result<()> {
    let mut screen = Screen::take()?;
    let events = terminal::events()?;
    loop {
        let window = screen.draw(|area, buffer| screen::draw(&state, writing, area, buffer))?;
        state.was_drawn(window);
        let Ok(first) = events.recv() else { return Ok(()) };
        // What has come in the meantime is done before anything is drawn, so that the screen keeps up with the keys.
        for event in std::iter::once(first).chain(events.try_iter()) {
            let wish = match event {
                Event::Key(key) => state.press(key),
                Event::Resized => Wish::Draw,
                Event::Stopped => Wish::Suspend,
                Event::Continued => {
                    screen.take_again()?;
                    Wish::Draw
                }
                Event::Ended(signal) => {
                    drop(screen);
                    terminal::end_by(signal);
                    return Ok(());
                }
                Event::Lost => return Ok(()),
            };
            match wish {
                Wish::Draw => {}
                Wish::Repaint => screen.clear()?,
                Wish::Suspend => screen.stop()?,
                Wish::End => return Ok(()),
            }
        }
    }
}
