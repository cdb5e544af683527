//! The derived formula, the sum over paths and the matrices: three ways to one number.
//!
//! The formula is evaluated from inputs, labels, weights and biases alone, through its own definitions; it sees
//! neither engine's forward pass. What may differ is rounding. How far that can go is followed through the whole
//! evaluation, and as much again is allowed to the engines, which compute the same nodes in the same doubles.

use crate::derive::GivensError;
use crate::derive::Unfolding;
use crate::derive::network_givens;
use crate::derive::weight::WeightDerivation;
use crate::derive::weight::WeightError;
use crate::expr::EvalError;
use crate::expr::Expr;
use crate::expr::Symbol;
use crate::gradient::GradientError;
use crate::gradient::compare;
use crate::gradient::compare::Entry;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Problem;

/// The three values of one partial derivative.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    /// The derived formula, on all data.
    pub derived: f64,
    /// The sum over paths.
    pub paths: f64,
    /// The matrix entry.
    pub matrix: f64,
    /// How far the derived value can be from the other two by rounding.
    pub bound: f64,
    /// Whether the two engines agree with each other.
    pub engines_agree: bool,
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

/// Why a weight could not be derived and evaluated.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DerivedError {
    /// It cannot be derived.
    #[error(transparent)]
    Derive(#[from] WeightError),
    /// The engines have no number for it.
    #[error(transparent)]
    Gradient(#[from] GradientError),
    /// The formula has no value.
    #[error(transparent)]
    Agree(#[from] AgreeError),
}

/// So many examples are written out unless something else is asked for.
const WRITTEN_OUT: usize = 2;

/// The derivation for one weight or bias with so many examples written out, and its formula evaluated on all data.
pub fn derived(
    problem: &Problem,
    weight: Quantity,
    examples: Option<usize>,
) -> Result<(WeightDerivation, Agreement), DerivedError> {
    let shape = problem.shape();
    let examples = examples.unwrap_or(WRITTEN_OUT.min(shape.examples));
    let derivation = WeightDerivation::new(&shape, weight, examples)?;
    let entry = compare::entry(problem, weight)?;
    let agreement = Agreement::new(problem, &derivation.formula().right, &entry)?;
    Ok((derivation, agreement))
}

impl Agreement {
    /// Evaluates a formula for the derivative that an entry of the comparison is of.
    pub fn new(problem: &Problem, formula: &Expr, entry: &Entry) -> Result<Self, AgreeError> {
        let shape = problem.shape();
        let givens = network_givens(&shape)?;
        let numbers = |symbol: &Symbol| number(problem, &shape, symbol);
        let rounded = formula.rounded(&Unfolding::new(&givens, &numbers))?;
        Ok(Agreement {
            derived: rounded.value,
            paths: entry.paths,
            matrix: entry.matrix,
            bound: 2.0 * rounded.error + entry.bound,
            engines_agree: entry.agrees(),
        })
    }

    /// Whether all three are the same, but for rounding.
    pub fn holds(&self) -> bool {
        let near = |other: f64| (self.derived - other).abs() <= self.bound;
        self.engines_agree && near(self.paths) && near(self.matrix)
    }
}

/// What the data say about a name: inputs, labels, weights, biases and N.
pub(super) fn number(problem: &Problem, shape: &Shape, symbol: &Symbol) -> Option<f64> {
    if *symbol == Symbol::new("N") {
        return Some(problem.divisor());
    }
    problem.number(shape.quantity(symbol).ok()?)
}
