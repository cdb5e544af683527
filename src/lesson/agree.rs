//! The derived formula, the sum over paths and the matrices: three ways to one number.
//!
//! The formula is evaluated from inputs, labels, weights and biases alone, through its own definitions; it sees
//! neither engine's forward pass. What may differ is rounding, and how far that can go is known.

use crate::derive::GivensError;
use crate::derive::Unfolding;
use crate::derive::network_givens;
use crate::expr::EvalError;
use crate::expr::Expr;
use crate::expr::Symbol;
use crate::gradient::compare::Entry;
use crate::graph::Quantity;
use crate::problem::Problem;

/// The three values of one partial derivative.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The derived formula, on all data.
    pub derived: f64,
    /// The sum over paths, and the matrix entry.
    pub entry: Entry,
    /// How far the derived value may be from the others by rounding alone.
    pub bound: f64,
}

/// Why a formula could not be evaluated.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AgreeError {
    /// A definition was not taken.
    #[error(transparent)]
    Givens(#[from] GivensError),
    /// A name without a value, or a Σ without an end.
    #[error(transparent)]
    Eval(#[from] EvalError),
}

impl Agreement {
    /// Whether all three are the same, but for rounding.
    pub fn holds(&self) -> bool {
        let Entry { paths, matrix, bound, .. } = self.entry;
        (self.derived - paths).abs() <= self.bound && (paths - matrix).abs() <= bound
    }
}
