//! All integration tests in one binary, so that the dependencies are linked once.

mod agreement;
#[cfg(feature = "cli")]
mod arrays;
#[cfg(feature = "tui")]
mod asked;
#[cfg(feature = "cli")]
mod authoring;
#[cfg(feature = "cli")]
mod broken_lessons;
#[cfg(feature = "cli")]
mod commands;
#[cfg(feature = "cli")]
mod derive;
mod derived;
#[cfg(feature = "cli")]
mod export;
#[cfg(feature = "cli")]
mod files;
mod kernel;
mod layers;
#[cfg(feature = "cli")]
mod lessons;
mod limits;
#[cfg(all(target_os = "linux", feature = "cli"))]
mod memory;
mod mutants;
#[cfg(feature = "cli")]
mod notations;
mod published;
mod pytorch;
mod reference;
#[cfg(feature = "cli")]
mod refusals;
#[cfg(feature = "cli")]
mod review;
#[cfg(feature = "cli")]
mod saving;
#[cfg(feature = "tui")]
mod screens;
#[cfg(feature = "tui")]
mod screenshot;
#[cfg(feature = "web")]
mod serve;
mod slides;
#[cfg(feature = "cli")]
mod slips;
#[cfg(feature = "cli")]
mod snapshots;
#[cfg(all(unix, feature = "cli"))]
mod strange_names;
#[cfg(feature = "cli")]
mod strict;
mod students;
mod support;
#[cfg(all(unix, feature = "tui"))]
mod terminal;
mod transcripts;
mod translated;
#[cfg(feature = "cli")]
mod verify;
