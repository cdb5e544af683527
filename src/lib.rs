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

// Display

pub mod page;

pub mod render;

// Joined, on everything above
