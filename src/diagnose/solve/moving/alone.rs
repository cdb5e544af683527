//! The right program in a loop over the examples in which its weights move.
//!
//! It is asked for dozens of gradients, each of as many steps as there are examples, and so does all of them in memory
//! that it asks for once.

use crate::activation::Reach;
use crate::diagnose::fit::Right;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

/// One layer of the program: its weights as they move, and the numbers of a step, examples × nodes.
struct Moved {
    weights: Grid,
    biases: Option<Vec<f64>>,
    values: fn(&[f64], &mut [f64]),
    slopes_of: fn(&[f64], &[f64], &mut [f64]),
    ins: Vec<f64>,
    outs: Vec<f64>,
    slopes: Vec<f64>,
    /// What arrives at the outputs, and then at the sums.
    delta: Vec<f64>,
    /// The sums for the weights from one node.
    sums: Vec<f64>,
}

/// The sums for all weights and biases over all examples, where weights move by this rate after so many of them.
/// `None` where a layer is computed whole, or numbers overflow.
pub(super) fn moved(problem: &Problem, labels: &Grid, rate: f64, examples: usize) -> Option<Right> {
    let mut layers: Vec<Moved> =
        problem.layers().iter().map(|layer| Moved::new(layer, examples)).collect::<Option<_>>()?;
    let zeros = |layer: &Moved| Grid::filled(layer.weights.rows(), layer.weights.columns(), 0.0);
    let mut total = Right {
        weights: layers.iter().map(zeros).collect(),
        biases: layers.iter().map(|layer| vec![0.0; layer.weights.columns()]).collect(),
        deltas: Vec::new(),
        divisor: problem.divisor(),
    };
    let rows = problem.inputs().rows();
    for from in (0..rows).step_by(examples) {
        let met = from..rows.min(from + examples);
        let of = |grid: &'_ Grid| met.start * grid.columns()..met.end * grid.columns();
        let inputs = &problem.inputs().numbers()[of(problem.inputs())];
        forward(&mut layers, inputs)?;
        let last = layers.last_mut()?;
        let count = of(labels).len();
        last.delta.resize(count, 0.0);
        (problem.cost().slopes)(&last.outs, &labels.numbers()[of(labels)], &mut last.delta);
        back(&mut layers, inputs, rate, &mut total);
    }
    Some(total)
}

impl Moved {
    fn new(layer: &Layer, examples: usize) -> Option<Moved> {
        let Reach::OwnNode { values, slopes, .. } = layer.activation.reach else { return None };
        let empty = || Vec::with_capacity(examples * layer.weights.columns());
        Some(Moved {
            weights: layer.weights.clone(),
            biases: layer.biases.clone(),
            values,
            slopes_of: slopes,
            ins: empty(),
            outs: empty(),
            slopes: empty(),
            delta: empty(),
            sums: vec![0.0; layer.weights.columns()],
        })
    }

    /// The numbers of the nodes for those of the nodes below.
    fn forward(&mut self, below: &[f64]) -> Option<()> {
        let Moved { weights, biases, values, slopes_of, ins, outs, slopes, .. } = self;
        let (width, examples) = (weights.columns(), below.len() / weights.rows());
        ins.clear();
        for below in below.chunks_exact(weights.rows()) {
            let start = ins.len();
            ins.resize(start + width, 0.0);
            let sums = &mut ins[start..];
            for (a, weights) in below.iter().zip(weights.iter_rows()) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += a * weight);
            }
            sums.iter_mut().zip(biases.iter().flatten()).for_each(|(sum, bias)| *sum += bias);
        }
        outs.resize(examples * width, 0.0);
        slopes.resize(examples * width, 0.0);
        values(ins, outs);
        slopes_of(ins, outs, slopes);
        [ins, outs, slopes].into_iter().flatten().all(|number| number.is_finite()).then_some(())
    }

    /// What arrives at the outputs of the layer below, from what arrived at those of this one.
    fn send_down(&mut self, below: &mut Vec<f64>) {
        let rows = self.weights.rows();
        below.clear();
        for delta in self.delta.chunks_exact(self.weights.columns()) {
            let dot = |from: usize| delta.iter().zip(self.weights.row(from)).map(|(x, w)| x * w).sum::<f64>();
            below.extend((0..rows).map(dot));
        }
    }

    /// Adds the sums of these examples up, and takes the step that they make.
    fn step(&mut self, below: &[f64], rate: f64, totals: &mut Grid, biases: &mut [f64]) {
        let Moved { weights, sums, delta, .. } = self;
        let (rows, width) = (weights.rows(), weights.columns());
        for from in 0..rows {
            sums.fill(0.0);
            for (below, delta) in below.chunks_exact(rows).zip(delta.chunks_exact(width)) {
                sums.iter_mut().zip(delta).for_each(|(sum, x)| *sum += below[from] * *x);
            }
            totals.row_mut(from).iter_mut().zip(&*sums).for_each(|(total, sum)| *total += sum);
            weights.row_mut(from).iter_mut().zip(&*sums).for_each(|(weight, sum)| *weight -= rate * sum);
        }
        for (to, total) in biases.iter_mut().enumerate() {
            let sum: f64 = self.delta.chunks_exact(width).map(|delta| delta[to]).sum();
            *total += sum;
            if let Some(biases) = &mut self.biases {
                biases[to] -= rate * sum;
            }
        }
    }
}

fn forward(layers: &mut [Moved], inputs: &[f64]) -> Option<()> {
    for at in 0..layers.len() {
        let (below, layer) = layers.split_at_mut(at);
        layer[0].forward(below.last().map_or(inputs, |below| &below.outs))?;
    }
    Some(())
}

fn back(layers: &mut [Moved], inputs: &[f64], rate: f64, total: &mut Right) {
    for at in (0..layers.len()).rev() {
        let (below, layer) = layers.split_at_mut(at);
        let layer = &mut layer[0];
        layer.delta.iter_mut().zip(&layer.slopes).for_each(|(x, slope)| *x *= slope);
        let (weights, biases) = (&mut total.weights[at], &mut total.biases[at]);
        match below.last_mut() {
            Some(below) => {
                layer.send_down(&mut below.delta);
                layer.step(&below.outs, rate, weights, biases);
            }
            None => layer.step(inputs, rate, weights, biases),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::facts::Facts;
    use crate::diagnose::recipe::Forwards;
    use crate::diagnose::recipe::Labels;
    use crate::diagnose::recipe::Recipe;

    #[test]
    fn weights_that_stay_give_the_sums_of_the_right_program_and_those_that_move_others() {
        let problem = Problem::built_in("probe").expect("built in");
        let facts = Facts::new(&problem, Forwards::default(), Labels::Given).expect("finite");
        let right = Right::over(1.0, &facts, &Recipe::right(problem.layers().len())).expect("finite");
        let moved = |rate: f64| moved(&problem, problem.labels(), rate, 2).expect("own nodes only");
        let apart = |one: &Right, other: &Right| {
            let numbers = |of: &Right| -> Vec<f64> {
                let weights = of.weights.iter().flat_map(|grid| grid.numbers().to_vec());
                weights.chain(of.biases.iter().flatten().copied()).collect()
            };
            let pairs = numbers(one).into_iter().zip(numbers(other));
            pairs.map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
        };
        assert!(apart(&moved(0.0), &right) < 1e-14);
        assert!(apart(&moved(0.1), &right) > 1e-6);
    }
}
