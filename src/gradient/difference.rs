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

/// How far the pre-activations may move, from the best measurement to the last resort: rounding of the cost weighs
/// least in the widest nudge, and the narrowest crosses the fewest kinks.
const MOVES: [f64; 3] = [1.0 / 1_024.0, 1.0 / 8_192.0, 1.0 / 65_536.0];

/// How far a weight is nudged at the most. A power of two, and so are the smaller steps.
const LARGEST_STEP: f64 = 1.0 / 1_024.0;

/// What nudging has measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measured {
    /// The difference quotient.
    Slope {
        /// Its value.
        value: f64,
        /// The h it was taken with.
        step: f64,
        /// How far rounding may have moved the costs that were subtracted.
        rounding: f64,
    },
    /// A pre-activation crosses the kink of its activation function between the nudges, or the cost has no value
    /// at one of them: there is no slope to see.
    Nothing,
}

/// The slope of the cost against one weight or bias, measured with four nudges.
pub fn slope(problem: &Problem, parameter: Quantity) -> Measured {
    let at_rest = Pass::run(problem, parameter, 0.0);
    let per_step = Pass::run(problem, parameter, LARGEST_STEP).moved_from(&at_rest) / LARGEST_STEP;
    let measured =
        MOVES.iter().map(|allowed| quotient(problem, parameter, &at_rest, step(per_step, *allowed)));
    measured.into_iter().find(|measured| *measured != Measured::Nothing).unwrap_or(Measured::Nothing)
}

/// The cost with one weight or bias moved down and up by so much, for a measurement that can be followed by hand.
/// `None` where rounding would be seen in it, or a kink lies between.
pub fn costs(problem: &Problem, parameter: Quantity, by: f64) -> Option<[f64; 2]> {
    let at_rest = Pass::run(problem, parameter, 0.0);
    let [below, above] = [-by, by].map(|by| Pass::run(problem, parameter, by));
    let is_smooth = below.sides == at_rest.sides && above.sides == at_rest.sides;
    let moved = (above.cost - below.cost).abs();
    (is_smooth && moved.is_finite() && moved > 1e4 * at_rest.rounding).then_some([below.cost, above.cost])
}

/// The largest power of two that moves no pre-activation, by two steps, further than allowed.
fn step(per_step: f64, allowed: f64) -> f64 {
    let mut step = LARGEST_STEP;
    while 2.0 * step * per_step > allowed && step > f64::MIN_POSITIVE {
        step /= 2.0;
    }
    step
}

fn quotient(problem: &Problem, parameter: Quantity, at_rest: &Pass, step: f64) -> Measured {
    let nudged = [-2.0, -1.0, 1.0, 2.0].map(|steps| Pass::run(problem, parameter, steps * step));
    let [far_below, below, above, far_above] = nudged.each_ref().map(|pass| pass.cost);
    let value = (far_below - 8.0 * below + 8.0 * above - far_above) / (12.0 * step);
    if value.is_finite()
        && at_rest.rounding.is_finite()
        && nudged.iter().all(|pass| pass.sides == at_rest.sides)
    {
        Measured::Slope { value, step, rounding: at_rest.rounding }
    } else {
        Measured::Nothing
    }
}

/// One forward pass: the cost, every pre-activation, and the side of its kink that each is on.
struct Pass {
    cost: f64,
    /// A bound on the cost's rounding error: that of each sum is carried on, since no activation function of the
    /// tables is steeper than 1, and the cost is evaluated that far away from each output.
    rounding: f64,
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
        let mut pass = Pass { cost: 0.0, rounding: 0.0, sums: Vec::new(), sides: Vec::new() };
        for example in 0..problem.inputs().rows() {
            let (outputs, errors) = pass.outputs(problem, example, nudged, nudge);
            let term = problem.cost().term;
            for ((&output, &error), &label) in outputs.iter().zip(&errors).zip(problem.labels().row(example))
            {
                let value = term(output, label);
                let apart = |output: f64| (term(output, label) - value).abs();
                pass.cost += value;
                pass.rounding += apart(output + error).max(apart(output - error));
            }
        }
        pass.cost /= problem.divisor();
        pass.rounding /= problem.divisor();
        pass
    }

    /// The outputs for one example, with one weight or bias moved, and bounds on their rounding errors.
    fn outputs(
        &mut self,
        problem: &Problem,
        example: usize,
        nudged: Quantity,
        nudge: f64,
    ) -> (Vec<f64>, Vec<f64>) {
        let mut values = problem.inputs().row(example).to_vec();
        let mut errors = vec![0.0; values.len()];
        for (at, layer) in problem.layers().iter().enumerate() {
            let mut sums = layer.biases.clone().unwrap_or_else(|| vec![0.0; layer.weights.columns()]);
            let mut sizes: Vec<f64> = sums.iter().map(|bias| bias.abs()).collect();
            let mut carried = vec![0.0; sums.len()];
            for ((value, error), weights) in values.iter().zip(&errors).zip(layer.weights.iter_rows()) {
                for (to, weight) in weights.iter().enumerate() {
                    sums[to] += value * weight;
                    sizes[to] += (value * weight).abs();
                    carried[to] += error * weight.abs();
                }
            }
            match nudged {
                Quantity::Weight { layer, from, to } if layer == at => sums[to] += nudge * values[from],
                Quantity::Bias { layer, to } if layer == at => sums[to] += nudge,
                _ => {}
            }
            self.sides.extend(sums.iter().filter_map(|&sum| side(layer.activation, sum)));
            let roundings = (values.len() + 2) as f64 * f64::EPSILON;
            values = layer.activation.values(&sums);
            errors = (0..sums.len())
                .map(|to| carried[to] + roundings * sizes[to] + 4.0 * f64::EPSILON * values[to].abs())
                .collect();
            self.sums.extend(sums);
        }
        (values, errors)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation;
    use crate::cost;
    use crate::problem::Grid;
    use crate::problem::Layer;

    fn relu_at(input: f64) -> Problem {
        let grid = |number| Grid::filled(1, 1, number);
        let layer = Layer {
            weights: grid(1.0),
            biases: Some(vec![-1.0]),
            activation: activation::named("relu").expect("relu"),
        };
        Problem::new("one node", vec![layer], grid(input), grid(-3.0), cost::default()).expect("sound")
    }

    #[test]
    fn a_kink_between_the_nudges_is_not_measured() {
        let weight = Quantity::Weight { layer: 0, from: 0, to: 0 };
        for input in [1.0, 1.000_001, 0.999_999] {
            assert_eq!(slope(&relu_at(input), weight), Measured::Nothing, "{input}");
        }
        // Half the square of (x − 1) + 3 against w at x = 2: (o − y)·1·x = 8.
        let Measured::Slope { value, .. } = slope(&relu_at(2.0), weight) else { panic!("no kink is near") };
        assert!((value - 8.0).abs() < 1e-9, "{value}");
        let [below, above] = costs(&relu_at(2.0), weight, 0.001).expect("no kink is near");
        assert!(((above - below) / 0.002 - 8.0).abs() < 1e-9);
        assert_eq!(costs(&relu_at(1.0), weight, 0.001), None);
    }
}
