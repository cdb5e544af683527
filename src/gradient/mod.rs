//! The partial derivative of the cost with respect to every weight, by four routes that share nothing but the
//! problem and the tables.
//!
//! ```text
//! ∂cost/∂w = ( Σ_examples Σ_paths  product of the local derivatives along the path ) / N
//! ```
//!
//! [`scalar`] evaluates exactly that over the tree diagram of [`path`]; [`matrix`] uses the delta rule;
//! [`difference`] nudges one weight and measures the cost. [`compare`] sets the first two against each other,
//! entry by entry, without rounding ([`exact`]) where that is affordable and within a proven bound ([`bound`])
//! always.

pub mod bound;
pub mod compare;
pub mod difference;
pub mod effort;
pub mod exact;
pub mod exactness;
pub mod kernel;
pub mod matrix;
pub mod path;
pub mod residue;
pub mod scalar;
pub mod scope;

use crate::cost::Cost;
use crate::cost::Domain;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Grid;
use crate::problem::Problem;

/// One number for every weight and bias.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient<T = f64> {
    /// Layer by layer, from the inputs to the outputs.
    pub layers: Vec<LayerGradient<T>>,
}

/// One number for every weight and bias of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerGradient<T = f64> {
    /// From-to, like the weights.
    pub weights: Grid<T>,
    /// One for each node where the layer has biases.
    pub biases: Option<Vec<T>>,
}

impl<T> Gradient<T> {
    /// The entry of one weight or bias; `None` for anything else.
    pub fn get(&self, parameter: Quantity) -> Option<&T> {
        match parameter {
            Quantity::Weight { layer, from, to } => Some(&self.layers.get(layer)?.weights[(from, to)]),
            Quantity::Bias { layer, to } => self.layers.get(layer)?.biases.as_ref()?.get(to),
            _ => None,
        }
    }

    /// The same shape with every number replaced.
    pub fn map<U>(&self, mut change: impl FnMut(&T) -> U) -> Gradient<U> {
        let layers = self.layers.iter().map(|layer| LayerGradient {
            weights: layer.weights.map(&mut change),
            biases: layer.biases.as_ref().map(|biases| biases.iter().map(&mut change).collect()),
        });
        Gradient { layers: layers.collect() }
    }
}

impl Gradient<f64> {
    /// The sums divided by N, once and last; refused where one of them has overflowed.
    fn from_sums(mut sums: Gradient<f64>, problem: &Problem) -> Result<Self, GradientError> {
        let divisor = problem.divisor();
        let mut finite = true;
        let mut divide = |sums: &mut [f64]| {
            for sum in sums {
                finite &= sum.is_finite();
                *sum /= divisor;
            }
        };
        for layer in &mut sums.layers {
            divide(layer.weights.numbers_mut());
            layer.biases.as_deref_mut().map(&mut divide);
        }
        if finite {
            return Ok(sums);
        }
        let shape = problem.shape();
        let infinite = |&parameter: &Quantity| !sums.get(parameter).is_some_and(|sum| sum.is_finite());
        let parameter = shape.parameters().find(infinite).unwrap_or(Quantity::Cost);
        Err(GradientError::Sum { parameter: shape.symbol(parameter).to_string() })
    }
}

/// What a forward pass finds: pre-activation and activation of every node for every example.
#[derive(Clone, Debug, PartialEq)]
pub struct Forward {
    /// Layer by layer, examples × nodes: what goes into each node.
    pub ins: Vec<Grid>,
    /// Layer by layer, examples × nodes: what comes out.
    pub outs: Vec<Grid>,
}

impl Forward {
    /// The outputs of the network: examples × output nodes.
    pub fn outputs(&self) -> &Grid {
        &self.outs[self.outs.len() - 1]
    }

    /// The cost: its terms added example by example, node by node, then divided by N.
    pub fn cost(&self, problem: &Problem) -> f64 {
        let terms = self.outputs().numbers().iter().zip(problem.labels().numbers());
        terms.map(|(&output, &label)| (problem.cost().term)(output, label)).sum::<f64>() / problem.divisor()
    }

    /// The value of a node, for an `In` or an `Out`.
    pub fn get(&self, quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::In { layer, node, example } => Some(self.ins[layer][(example, node)]),
            Quantity::Out { layer, node, example } => Some(self.outs[layer][(example, node)]),
            _ => None,
        }
    }

    /// Refuses a pass whose numbers overflow, or whose outputs the cost cannot take, and names the first node.
    fn checked(self, problem: &Problem) -> Result<Self, GradientError> {
        // Not `all`, which would stop at the first and look at one number at a time.
        let below = |limit: f64, grid: &Grid| {
            grid.numbers().iter().fold(true, |all, value| all & (value.abs() < limit))
        };
        // What is infinite in between makes a sum above it so, or no number.
        let finite = self.ins.iter().all(|ins| below(f64::INFINITY, ins));
        // No cost grows faster than the square, and none is steep but at the edge of its domain.
        let moderate = || below(1e100, self.outputs()) && below(1e100, problem.labels());
        if finite && problem.cost().domain == Domain::All && moderate() {
            return Ok(self);
        }
        if !(finite && below(f64::INFINITY, self.outputs())) {
            let shape = problem.shape();
            let value = |node| self.get(node).unwrap_or(f64::NAN);
            let node = nodes(&shape).find(|&node| !value(node).is_finite()).unwrap_or(Quantity::Cost);
            return Err(GradientError::overflow(&shape, node, value(node)));
        }
        for example in 0..problem.labels().rows() {
            for node in 0..problem.labels().columns() {
                self.check_output(problem, node, example)?;
            }
        }
        let cost = self.cost(problem);
        if cost.is_finite() {
            Ok(self)
        } else {
            Err(GradientError::overflow(&problem.shape(), Quantity::Cost, cost))
        }
    }

    fn check_output(&self, problem: &Problem, node: usize, example: usize) -> Result<(), GradientError> {
        let (output, label) = (self.outputs()[(example, node)], problem.labels()[(example, node)]);
        let name = || {
            let shape = problem.shape();
            shape.symbol(Quantity::Out { layer: shape.layers() - 1, node, example }).to_string()
        };
        let cost: &Cost = problem.cost();
        if let Some(reason) = cost.domain.refuses_output(output, label) {
            return Err(GradientError::Domain { node: name(), output, cost: cost.name, reason });
        }
        if cost.slope(output, label).is_finite() {
            Ok(())
        } else {
            Err(GradientError::Steep { cost: cost.symbol, node: name(), output })
        }
    }
}

/// Every node of every layer for every example, in the order in which a forward pass meets them.
fn nodes(shape: &Shape) -> impl Iterator<Item = Quantity> + '_ {
    (0..shape.layers()).flat_map(move |layer| {
        let places =
            move || (0..shape.examples).flat_map(move |e| (0..shape.widths[layer + 1]).map(move |n| (e, n)));
        let ins = places().map(move |(example, node)| Quantity::In { layer, node, example });
        ins.chain(places().map(move |(example, node)| Quantity::Out { layer, node, example }))
    })
}

impl GradientError {
    fn overflow(shape: &Shape, node: Quantity, value: f64) -> Self {
        GradientError::Overflow { node: shape.symbol(node).to_string(), value }
    }
}

/// Why a gradient cannot be computed, or two cannot be compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GradientError {
    /// A node of the forward pass is infinite or not a number.
    #[error(
        "{node} overflows to {value} in the forward pass: make the inputs or the weights before it smaller"
    )]
    Overflow {
        /// The first such node.
        node: String,
        /// What came out.
        value: f64,
    },
    /// An output that the cost cannot take.
    #[error(
        "{node} is {output:?}, which is {reason}: the cost `{cost}` has no value there. \
         Choose another activation for the last layer, smaller weights, or another cost"
    )]
    Domain {
        /// The output node.
        node: String,
        /// Its value.
        output: f64,
        /// The name of the cost.
        cost: &'static str,
        /// What is wrong with the value.
        reason: &'static str,
    },
    /// An output so near the edge of the cost's domain that the slope overflows.
    #[error("∂{cost}/∂{node} overflows because {node} is {output:?}: make the weights before it smaller")]
    Steep {
        /// The cost's symbol.
        cost: &'static str,
        /// The output node.
        node: String,
        /// Its value.
        output: f64,
    },
    /// A product or sum of the backward pass is infinite or not a number.
    #[error("the sum for {parameter} overflows in the backward pass: make the weights or the inputs smaller")]
    Sum {
        /// The first such weight or bias.
        parameter: String,
    },
    /// More products than the user allows.
    #[error(
        "this takes {terms} path {products}, {time}, and the limit is {limit}: {advice}",
        products = if *terms == num_bigint::BigUint::from(1_u8) { "product" } else { "products" }
    )]
    TooManyPaths {
        /// How many there are.
        terms: num_bigint::BigUint,
        /// How many are allowed.
        limit: u64,
        /// How long they would take, in words.
        time: String,
        /// What to do.
        advice: String,
    },
    /// The two engines disagree before any derivative is taken.
    #[error("the forward passes differ at {node}: {paths:?} for the paths, {matrix:?} for the matrices")]
    ForwardDiffers {
        /// The first node whose bits differ.
        node: String,
        /// The scalar engine's value.
        paths: f64,
        /// The matrix engine's value.
        matrix: f64,
    },
    /// The bound on rounding overflows, so agreement would mean nothing.
    #[error(
        "{parameter} cannot be compared: the rounding bound overflows. Make the weights or the inputs smaller"
    )]
    NotComparable {
        /// The first such weight or bias.
        parameter: String,
    },
}
