//! Tests of gradwalk from outside, as one binary.

mod arrays;

mod files;

mod refusals;
