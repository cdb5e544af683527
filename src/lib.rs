#![doc = include_str!("../README.md")]
//!
//! # The house
//!
//! ```text
//! Ground     printable · expr · activation · cost · graph
//!               │                     │
//! Symbols    derive     Numbers  problem · gradient · diagnose     Display  page · render
//!               │                     │                                         │
//! Joined        └────── lesson ───────┴────────────── show ─────────────────────┘
//!                                                       │
//!                                 site · player · server · cli
//! ```
//!
//! A good order for reading: [`graph`] (what the nodes and edges of the tree diagram are called), [`gradient::path`]
//! (the walk), [`gradient::scalar`] (the sum), [`gradient::matrix`] (the other way), [`gradient::compare`] (the
//! proof), and [`gradient::bound`] for how far rounding can go. Then [`expr`] (formulas as written), [`mod@derive`] (steps
//! that are checked) and [`lesson`] (where formulas and numbers meet). To add an activation function or a cost, write one
//! literal in [`activation::ACTIVATIONS`] or [`cost::COSTS`].
//!
//! The order of the modules below is the architecture: each may use only those above it, in its own column or in
//! one that its heading stands on. A test holds the code to it.

// Ground

pub mod printable;

pub mod expr;

pub mod activation;

pub mod cost;

pub mod graph;

// Symbols, on Ground

pub mod derive;

// Numbers, on Ground

pub mod problem;

pub mod gradient;

pub mod diagnose;

// Display

pub mod page;

pub mod render;

// Joined, on everything above

pub mod lesson;

pub mod show;

#[cfg(feature = "cli")]
pub mod site;

#[cfg(feature = "tui")]
pub mod player;

#[cfg(feature = "web")]
pub mod server;

#[cfg(feature = "cli")]
pub mod cli;
