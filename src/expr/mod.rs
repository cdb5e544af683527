//! Formulas exactly as written.
//!
//! A formula is made of [`Symbol`]s: a base name, the indices below it and the example above it, as in
//! `o_out_1^(2)`, the output of node 1 for example 2.

mod symbol;

pub use symbol::{Index, Symbol, SymbolError};
