//! The `gradwalk` program.

fn main() {}
