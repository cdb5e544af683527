//! How far two correct floating-point gradients may be apart.
//!
//! Path sum and delta rule evaluate the same polynomial in the same doubles (local derivatives, weights,
//! activations), only in another order. With u = 2⁻⁵³ and γ(k) = ku/(1 − ku), a result in which every summand goes
//! through at most k roundings is off by at most γ(k) · A, where A is the sum of the absolute path products over N
//! (N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, chapter 3). Counting for a weight r layers
//! below the last, with M path terms, E examples and n nodes in layer k:
//!
//! ```text
//! path sum     2r + 2 multiplications, M − 1 additions, 1 division       k = M + 2r + 2
//! delta rule   1 (softmax: K) at the output; n + 1 for each layer
//!              in between; E for the last product; 1 division            k = 1 + Σ (n + 1) + E + 1
//! ```
//!
//! Products so small that they lose bits below 2⁻¹⁰²² are not covered by γ. Each multiplication errs there by at
//! most η = 2⁻¹⁰⁷⁴, and an extra term adds up where such errors can end.

use num_traits::ToPrimitive;

use super::Gradient;
use super::GradientError;
use super::LayerGradient;
use super::effort;
use super::matrix;
use super::matrix::LayerMatrices;
use super::matrix::Matrices;
use super::matrix::SlopeMatrices;
use crate::activation::Reach;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Grid;

/// Half the distance from 1 to the next double.
const UNIT_ROUNDOFF: f64 = f64::EPSILON / 2.0;

/// The smallest positive double, 2⁻¹⁰⁷⁴.
const SMALLEST: f64 = f64::from_bits(1);

/// γ(k): the relative error of k roundings.
fn gamma(roundings: f64) -> f64 {
    let total = roundings * UNIT_ROUNDOFF;
    if total < 1.0 { total / (1.0 - total) } else { f64::INFINITY }
}

/// For every weight and bias, a bound on |path sum − delta rule|, and the sum of absolute path products over N.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The largest difference that rounding can explain.
    pub difference: Gradient,
    /// A: the sum of the absolute path products, divided by N.
    pub absolute: Gradient,
    underflow: Gradient,
}

/// The bounds for one problem, whose local derivatives are given as the delta rule's matrices.
pub fn bounds(shape: &Shape, matrices: &Matrices, divisor: f64) -> Bounds {
    let mut bounds = sizes(matrices, divisor);
    let bound = |parameter| {
        let (paths, delta) = roundings(shape, parameter);
        bounds.after(parameter, gamma(paths) + gamma(delta), delta)
    };
    let layers = (0..shape.layers()).map(|layer| LayerGradient {
        weights: Grid::from_fn(shape.widths[layer], shape.widths[layer + 1], |from, to| {
            bound(Quantity::Weight { layer, from, to })
        }),
        biases: shape.biases[layer]
            .then(|| (0..shape.widths[layer + 1]).map(|to| bound(Quantity::Bias { layer, to })).collect()),
    });
    bounds.difference.layers = layers.collect();
    bounds
}

/// How far the delta rule can be from the sum that it stands for, however many paths that has.
pub fn of_delta_rule(shape: &Shape, matrices: &Matrices, divisor: f64, parameter: Quantity) -> f64 {
    let (_, delta) = roundings(shape, parameter);
    sizes(matrices, divisor).after(parameter, gamma(delta), delta)
}

/// How large the sums are that are rounded, and no bounds yet.
fn sizes(matrices: &Matrices, divisor: f64) -> Bounds {
    let absolute = matrix::sums(&matrices.map(f64::abs)).map(|sum| sum / divisor);
    let underflow = underflow(matrices, divisor);
    Bounds { difference: Gradient { layers: Vec::new() }, absolute, underflow }
}

impl Bounds {
    /// Refuses to compare where a difference of any size could be explained.
    pub fn admit(&self, shape: &Shape, parameters: &[Quantity]) -> Result<(), GradientError> {
        let is_finite = |parameter| self.difference.get(parameter).is_some_and(|bound| bound.is_finite());
        match parameters.iter().find(|&&parameter| !is_finite(parameter)) {
            Some(&parameter) => {
                Err(GradientError::NotComparable { parameter: shape.symbol(parameter).to_string() })
            }
            None => Ok(()),
        }
    }

    /// The bound for results whose relative errors are together no larger than this, where a summand of the delta rule
    /// goes through so many roundings.
    fn after(&self, parameter: Quantity, relative: f64, delta: f64) -> f64 {
        let of = |gradient: &Gradient| gradient.get(parameter).copied().unwrap_or(f64::INFINITY);
        // A is itself computed by a delta rule in rounded arithmetic.
        let largest = of(&self.absolute) * (1.0 + 2.0 * gamma(delta + 16.0));
        relative * largest * (1.0 + 8.0 * UNIT_ROUNDOFF) + of(&self.underflow)
    }
}

/// How many roundings a summand can go through: in the path sum, and in the delta rule.
fn roundings(shape: &Shape, parameter: Quantity) -> (f64, f64) {
    let (Quantity::Weight { layer, .. } | Quantity::Bias { layer, .. }) = parameter else {
        return (f64::INFINITY, f64::INFINITY);
    };
    let terms = effort::count_to(shape, parameter).to_f64().unwrap_or(f64::INFINITY);
    let steps = (shape.layers() - 1 - layer) as f64;
    let output = match shape.activations[shape.layers() - 1].reach {
        Reach::OwnNode { .. } => 1.0,
        Reach::WholeLayer { .. } => shape.outputs() as f64,
    };
    let between: f64 = shape.widths[layer + 2..].iter().map(|&width| width as f64 + 1.0).sum();
    (terms + 2.0 * steps + 2.0, output + between + shape.examples as f64 + 1.0)
}

/// What multiplications near the smallest double can add to either result.
///
/// Per example and node, R bounds the errors that have arrived there on all c prefixes together, in units of η:
///
/// ```text
/// R_L = c_L      R_l = slope · (Σ |w| · R_(l+1) + n c_(l+1)) + n c_(l+1)      leaf: |a| · R_l + c_l
/// ```
///
/// The sum over examples is doubled, once for the paths and once for the matrices, and divided by N; the divisions
/// may lose η too. A product errs by η/2 at most, which leaves room for the roundings on the way.
fn underflow(matrices: &Matrices, divisor: f64) -> Gradient {
    let mut reversed = Vec::new();
    let mut arrived = Grid::filled(0, 0, 0.0);
    let mut prefixes = 1.0;
    for (at, layer) in matrices.layers.iter().enumerate().rev() {
        let (examples, width) = (layer.below.nrows(), layer.weights.ncols());
        match (&layer.slopes, matrices.layers.get(at + 1)) {
            // A function of the whole layer stands only at the end.
            (SlopeMatrices::Jacobians(_), _) => {
                prefixes = width as f64;
                arrived = Grid::filled(examples, width, prefixes);
            }
            (SlopeMatrices::Elementwise(_), None) => arrived = Grid::filled(examples, width, prefixes),
            (SlopeMatrices::Elementwise(slopes), Some(LayerMatrices { weights: above, .. })) => {
                let products = above.ncols() as f64 * prefixes;
                arrived = Grid::from_fn(examples, width, |example, node| {
                    let above = above.row(node);
                    let through: f64 = arrived
                        .row(example)
                        .iter()
                        .zip(above.iter())
                        .map(|(r, weight)| weight.abs() * r)
                        .sum();
                    slopes[(example, node)].abs() * (through + products) + products
                });
                prefixes = products;
            }
        }
        let over_examples = |error: &dyn Fn(usize) -> f64| {
            let sum: f64 = (0..examples).map(error).sum();
            (2.0 * sum / divisor + 4.0) * SMALLEST
        };
        reversed.push(LayerGradient {
            weights: Grid::from_fn(layer.below.ncols(), width, |from, to| {
                over_examples(&|e| layer.below[(e, from)].abs() * arrived[(e, to)] + prefixes)
            }),
            biases: layer
                .bias_inputs
                .as_ref()
                .map(|_| (0..width).map(|to| over_examples(&|e| arrived[(e, to)])).collect()),
        });
    }
    reversed.reverse();
    Gradient { layers: reversed }
}
