//! All integration tests in one binary, so that the dependencies are linked once.

mod layers;
mod published;
mod support;
