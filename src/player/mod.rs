//! The full-screen player: keys → state → screen.
//!
//! [`state`] is what is shown and what each key does to it; [`screen`] draws it; [`session`] runs both on a terminal,
//! which `terminal` takes over and gives back whatever happens.

pub mod derived;
mod hide;
pub mod key;
mod keys;
mod numbers;
pub mod overlay;
mod page;
mod paint;
pub mod prompt;
pub mod screen;
mod search;
pub mod session;
pub mod shelf;
pub mod state;
mod status;
mod terminal;
pub mod walk;
pub mod weight;
