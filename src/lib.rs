//! Backpropagation in scalar notation.
//!
//! In a fully connected network the partial derivative of the cost with respect to **one weight** is a sum,
//! over examples and over the paths of a tree diagram, of products of local derivatives.

// Ground

pub mod expr;

pub mod activation;

pub mod cost;

pub mod graph;

// Symbols, on Ground

// Numbers, on Ground

pub mod problem;

pub mod gradient;

// Display

pub mod page;

pub mod render;

// Joined, on everything above

pub mod show;

#[cfg(feature = "cli")]
pub mod cli;
