//! All integration tests in one binary, so that the dependencies are linked once.

mod agreement;
mod commands;
mod layers;
mod limits;
mod published;
mod pytorch;
mod snapshots;
mod support;
