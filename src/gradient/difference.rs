//! The slope by measurement: nudge one weight, see how far the cost moves.
//!
//! ```text
//! ∂cost/∂w ≈ ( cost(w − 2h) − 8·cost(w − h) + 8·cost(w + h) − cost(w + 2h) ) / 12h
//! ```
//!
//! This needs no derivative at all, only the values of the tables, and has a forward pass of its own. It cannot be
//! exact (the error falls with h⁴ until rounding takes over), but a wrong derivative anywhere shows.

use crate::activation::Activation;
use crate::graph::Quantity;
use crate::problem::Problem;

/// How far the pre-activations may move: 2⁻¹⁰, so that the error of the quotient is near 10⁻¹⁴ of the slope's scale.
const LARGEST_MOVE: f64 = 1.0 / 1024.0;

/// How far a weight is nudged at the most. Powers of two, so that `w ± h` is rarely rounded.
const LARGEST_STEP: f64 = 1.0 / 4096.0;

/// What nudging has measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// The difference quotient.
    Slope {
        /// Its value.
        value: f64,
        /// The h it was taken with.
        step: f64,
    },
    /// A pre-activation crosses the kink of its activation function between the nudges, or the cost has no value
    /// at one of them: there is no slope to see.
    Nothing,
}

/// The slope of the cost against one weight or bias, measured with four nudges.
pub fn slope(problem: &Problem, parameter: Quantity) -> Measured {
    let at_rest = Pass::run(problem, parameter, 0.0);
    let moved = Pass::run(problem, parameter, 2.0 * LARGEST_STEP).moved_from(&at_rest);
    let mut step = LARGEST_STEP;
    for _ in 0..64 {
        if moved * (step / LARGEST_STEP) <= LARGEST_MOVE {
            break;
        }
        step /= 2.0;
    }
    let nudged = [-2.0, -1.0, 1.0, 2.0].map(|steps| Pass::run(problem, parameter, steps * step));
    let [far_below, below, above, far_above] = nudged.each_ref().map(|pass| pass.cost);
    let value = (far_below - 8.0 * below + 8.0 * above - far_above) / (12.0 * step);
    if value.is_finite() && nudged.iter().all(|pass| pass.sides == at_rest.sides) {
        Measured::Slope { value, step }
    } else {
        Measured::Nothing
    }
}

/// One forward pass: the cost, every pre-activation, and the side of its kink that each is on.
struct Pass {
    cost: f64,
    sums: Vec<f64>,
    sides: Vec<Side>,
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Below,
    At,
    Above,
}

impl Pass {
    fn run(problem: &Problem, nudged: Quantity, nudge: f64) -> Pass {
        let mut pass = Pass { cost: 0.0, sums: Vec::new(), sides: Vec::new() };
        for example in 0..problem.inputs().rows() {
            let outputs = pass.outputs(problem, example, nudged, nudge);
            let labels = problem.labels().row(example);
            pass.cost += outputs.iter().zip(labels).map(|(&o, &y)| (problem.cost().term)(o, y)).sum::<f64>();
        }
        pass.cost /= problem.divisor();
        pass
    }

    /// The outputs for one example, with one weight or bias moved.
    fn outputs(&mut self, problem: &Problem, example: usize, nudged: Quantity, nudge: f64) -> Vec<f64> {
        let mut values = problem.inputs().row(example).to_vec();
        for (at, layer) in problem.layers().iter().enumerate() {
            let mut sums = layer.biases.clone().unwrap_or_else(|| vec![0.0; layer.weights.columns()]);
            for (value, weights) in values.iter().zip(layer.weights.iter_rows()) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
            match nudged {
                Quantity::Weight { layer, from, to } if layer == at => sums[to] += nudge * values[from],
                Quantity::Bias { layer, to } if layer == at => sums[to] += nudge,
                _ => {}
            }
            self.sides.extend(sums.iter().filter_map(|&sum| side(layer.activation, sum)));
            values = layer.activation.values(&sums);
            self.sums.extend(sums);
        }
        values
    }

    /// How far the pre-activation that moved most has moved.
    fn moved_from(&self, rest: &Pass) -> f64 {
        self.sums.iter().zip(&rest.sums).map(|(moved, rest)| (moved - rest).abs()).fold(0.0, f64::max)
    }
}

fn side(activation: &Activation, sum: f64) -> Option<Side> {
    let kink = activation.kink?;
    Some(match sum.partial_cmp(&kink) {
        Some(std::cmp::Ordering::Less) => Side::Below,
        Some(std::cmp::Ordering::Greater) => Side::Above,
        _ => Side::At,
    })
}
