//! All integration tests in one binary, so that the dependencies are linked once.

mod agreement;
mod layers;
mod published;
mod support;
