//! Tests of gradwalk from outside, as one binary.

mod files;

mod refusals;
