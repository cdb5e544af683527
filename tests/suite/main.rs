//! All integration tests in one binary, so that the dependencies are linked once.

mod agreement;
#[cfg(feature = "cli")]
mod commands;
mod layers;
mod limits;
mod published;
mod pytorch;
#[cfg(feature = "cli")]
mod snapshots;
mod support;
