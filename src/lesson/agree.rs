//! The derived formula, the sum over paths and the matrices: three ways to one number, or two where the paths are too
//! many to be walked.
//!
//! The formula is evaluated from inputs, labels, weights and biases alone, through its own definitions; it sees
//! neither engine's forward pass. What may differ is rounding. How far that can go is followed through the whole
//! evaluation, and as much again is allowed to the engines, which compute the same nodes in the same doubles.

use num_bigint::BigUint;
use rustc_hash::FxHashMap;

use crate::derive::GivensError;
use crate::derive::Unfolding;
use crate::derive::layer_givens;
use crate::derive::weight::WeightDerivation;
use crate::derive::weight::WeightError;
use crate::expr::Bindings;
use crate::expr::EvalError;
use crate::expr::Expr;
use crate::expr::Rounded;
use crate::expr::Symbol;
use crate::gradient::GradientError;
use crate::gradient::compare;
use crate::gradient::compare::Entry;
use crate::gradient::effort;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Problem;

/// The values of one partial derivative.
#[derive(Clone, Debug)]
pub struct Agreement {
    /// The derived formula, on all data.
    pub derived: f64,
    /// The sum over paths.
    pub paths: PathSum,
    /// The matrix entry.
    pub matrix: f64,
    /// How far the derived value can be from the others by rounding.
    pub bound: f64,
    /// Whether the two engines agree with each other.
    pub engines_agree: bool,
}

/// What the sum over paths is.
#[derive(Clone, Debug, PartialEq)]
pub enum PathSum {
    /// Walked, path by path.
    Walked(f64),
    /// Not walked, since there are so many.
    TooMany(BigUint),
}

impl PathSum {
    /// The sum, if it was formed.
    pub fn value(&self) -> Option<f64> {
        match self {
            PathSum::Walked(sum) => Some(*sum),
            PathSum::TooMany(_) => None,
        }
    }
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

/// So many paths are walked in a moment.
pub const IN_A_MOMENT: u64 = 200_000;

/// The derivation for one weight or bias with so many examples written out, and its formula evaluated on all data. The
/// sum over its paths is formed only if there are no more than `most_paths`: a formula of a few lines can stand for
/// more of them than anybody can wait for.
pub fn derived(
    problem: &Problem,
    weight: Quantity,
    examples: Option<usize>,
    most_paths: u64,
) -> Result<(WeightDerivation, Agreement), DerivedError> {
    let shape = problem.shape();
    let examples = examples.unwrap_or(WRITTEN_OUT.min(shape.examples));
    let derivation = WeightDerivation::new(&shape, weight, examples)?;
    let formula = &derivation.formula().right;
    let paths = effort::count_to(&shape, weight);
    let agreement = if paths <= BigUint::from(most_paths) {
        Agreement::new(problem, formula, &compare::entry(problem, weight)?)?
    } else {
        let (matrix, bound) = compare::without_paths(problem, weight)?;
        let rounded = evaluated(problem, formula)?;
        Agreement {
            derived: rounded.value,
            paths: PathSum::TooMany(paths),
            matrix,
            bound: 2.0 * rounded.error + bound,
            engines_agree: true,
        }
    };
    Ok((derivation, agreement))
}

impl Agreement {
    /// Evaluates a formula for the derivative that an entry of the comparison is of.
    pub fn new(problem: &Problem, formula: &Expr, entry: &Entry) -> Result<Self, AgreeError> {
        let rounded = evaluated(problem, formula)?;
        Ok(Agreement {
            derived: rounded.value,
            paths: PathSum::Walked(entry.paths),
            matrix: entry.matrix,
            bound: 2.0 * rounded.error + entry.bound,
            engines_agree: entry.agrees(),
        })
    }

    /// How far the formula's value is from the others.
    pub fn distance(&self) -> f64 {
        let others = self.paths.value().into_iter().chain([self.matrix]);
        others.map(|other| (self.derived - other).abs()).fold(0.0, f64::max)
    }

    /// Whether all are the same, but for rounding.
    pub fn holds(&self) -> bool {
        let near = |other: f64| (self.derived - other).abs() <= self.bound;
        self.engines_agree && self.paths.value().is_none_or(near) && near(self.matrix)
    }
}

/// The value of a formula on all data. The nodes are worked out layer by layer from the inputs upwards, each from its
/// definition, so that no network is too deep.
fn evaluated(problem: &Problem, formula: &Expr) -> Result<Rounded, AgreeError> {
    let shape = problem.shape();
    let mut nodes = FxHashMap::default();
    let last = shape.layers() - 1;
    for layer in 0..last {
        let givens = layer_givens(&shape, layer)?;
        let numbers = Numbers { problem, shape: &shape, nodes: &nodes };
        let unfolding = Unfolding::new(&givens, &numbers);
        let value = |node| {
            let name = shape.symbol(node);
            let value = unfolding.rounded(&name)?;
            Some((name, value))
        };
        let values: Vec<(Symbol, Rounded)> = nodes_of(&shape, layer).filter_map(value).collect();
        nodes.extend(values);
    }
    let givens = layer_givens(&shape, last)?;
    let numbers = Numbers { problem, shape: &shape, nodes: &nodes };
    Ok(formula.rounded(&Unfolding::new(&givens, &numbers))?)
}

/// The sums and outputs of a layer, for all examples.
fn nodes_of(shape: &Shape, layer: usize) -> impl Iterator<Item = Quantity> {
    let width = shape.widths[layer + 1];
    let places = (0..shape.examples).flat_map(move |example| (0..width).map(move |node| (node, example)));
    places.flat_map(move |(node, example)| {
        [Quantity::In { layer, node, example }, Quantity::Out { layer, node, example }]
    })
}

/// What is known below a layer: the data, and the nodes that have been worked out.
struct Numbers<'a> {
    problem: &'a Problem,
    shape: &'a Shape,
    nodes: &'a FxHashMap<Symbol, Rounded>,
}

impl Bindings for Numbers<'_> {
    fn value(&self, symbol: &Symbol) -> Option<f64> {
        self.rounded(symbol).map(|rounded| rounded.value)
    }

    fn rounded(&self, symbol: &Symbol) -> Option<Rounded> {
        let number = || number(self.problem, self.shape, symbol).map(Rounded::from);
        self.nodes.get(symbol).copied().or_else(number)
    }
}

/// What the data say about a name: inputs, labels, weights, biases and N.
pub(super) fn number(problem: &Problem, shape: &Shape, symbol: &Symbol) -> Option<f64> {
    if *symbol == Symbol::new("N") {
        return Some(problem.divisor());
    }
    problem.number(shape.quantity(symbol).ok()?)
}
