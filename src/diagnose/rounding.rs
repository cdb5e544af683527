//! How far a right program may be off in its precision, forward pass included.
//!
//! Every number is carried with a bound on its error, in units of the unit roundoff u and to first order in it
//! (N. J. Higham, *Accuracy and Stability of Numerical Algorithms*, section 3.3):
//!
//! ```text
//! x·y   |x|·ey + |y|·ex + |x·y|            Σ of n terms   Σ e + (n − 1)·Σ|terms|            s(z)   |s′|·ez + 4·|a|
//! ```
//!
//! Inputs, labels and weights start with |x|: a program in single precision has rounded them too. The order of its
//! sums does not matter to the bound.

use super::facts::Facts;
use crate::problem::Grid;

/// Bounds in units of u. Everything is divided by N where the gradient is.
#[derive(Clone, Debug)]
pub(super) struct Rounding {
    pub(super) ins: Vec<Grid>,
    pub(super) outs: Vec<Grid>,
    pub(super) deltas: Vec<Grid>,
    pub(super) weights: Vec<Grid>,
    pub(super) biases: Vec<Vec<f64>>,
    /// The sums of absolute products for each weight and bias, over N.
    pub(super) absolute: Vec<(Grid, Vec<f64>)>,
    pub(super) cost: f64,
}

/// A grid with the bounds on its entries.
struct Bounded {
    value: Grid,
    error: Grid,
}

impl Bounded {
    /// The absolute values of an example, and their bounds.
    fn example(&self, example: usize) -> impl Iterator<Item = [f64; 2]> {
        let values = self.value.row(example).iter().zip(self.error.row(example));
        values.map(|(value, error)| [value.abs(), *error])
    }

    fn exact_to_rounding(value: &Grid) -> Bounded {
        Bounded { value: value.clone(), error: value.map(|x| x.abs()) }
    }
}

impl Rounding {
    /// The bounds for the right program.
    pub(super) fn new(facts: &Facts) -> Rounding {
        let layers = facts.layers();
        let (mut ins, mut outs, mut slopes) = (Vec::new(), Vec::new(), Vec::new());
        let mut below = Bounded::exact_to_rounding(facts.problem.inputs());
        let mut belows = Vec::new();
        for layer in 0..layers {
            let (z, a) = (&facts.ins[layer], &facts.outs[layer]);
            let ez = sums(&below, facts.weights(layer), facts.biases(layer));
            let slope = &facts.slopes[layer];
            // The softmax adds up its layer, whose errors then reach every node.
            let reach = |e: usize, n: usize| {
                if facts.mixes(layer) {
                    2.0 * a[(e, n)] * ez.row(e).iter().fold(0.0, |most, &error| f64::max(most, error))
                } else {
                    slope[(e, n)].abs() * ez[(e, n)]
                }
            };
            let ea = Grid::from_fn(z.rows(), z.columns(), |e, n| reach(e, n) + 4.0 * a[(e, n)].abs());
            // a(1 − a) and (1 − a)(1 + a) lose up to one unit of 1.
            slopes.push(Grid::from_fn(z.rows(), z.columns(), |e, n| {
                let rounded = if slope[(e, n)] == 1.0 || slope[(e, n)] == 0.0 { 0.0 } else { 4.0 };
                rounded * (1.0 + a[(e, n)].abs()) * 0.5
                    + 2.0 * ea[(e, n)] * f64::from(u8::from(rounded > 0.0))
            }));
            belows.push(std::mem::replace(&mut below, Bounded { value: (**a).clone(), error: ea.clone() }));
            ins.push(ez);
            outs.push(ea);
        }
        let mut rounding = Rounding {
            ins,
            deltas: Vec::new(),
            weights: Vec::new(),
            biases: Vec::new(),
            absolute: Vec::new(),
            cost: cost(facts, &outs[layers - 1]),
            outs,
        };
        rounding.go_back(facts, &belows, &slopes);
        rounding
    }

    /// Multiplies the bounds of the gradient, as the gradient is.
    pub(super) fn scale(&mut self, by: f64) {
        let of_sums =
            self.weights.iter_mut().flat_map(Grid::numbers_mut).chain(self.biases.iter_mut().flatten());
        let absolute = self.absolute.iter_mut();
        let absolute = absolute.flat_map(|(weights, biases)| weights.numbers_mut().iter_mut().chain(biases));
        of_sums.chain(absolute).for_each(|bound| *bound *= by);
    }

    fn go_back(&mut self, facts: &Facts, belows: &[Bounded], slopes: &[Grid]) {
        let divisor = facts.problem.divisor();
        let mut signal = signal(facts, &self.outs[facts.layers() - 1]);
        for layer in (0..facts.layers()).rev() {
            let delta = delta(facts, layer, &signal, &slopes[layer]);
            let below = &belows[layer];
            let examples = delta.value.rows();
            let terms = examples as f64 + 2.0;
            let bound = |[a, of_a]: [f64; 2], [d, of_d]: [f64; 2]| a * of_d + of_a * d + terms * a * d;
            let product = |[a, _]: [f64; 2], [d, _]: [f64; 2]| a * d;
            let one =
                Bounded { value: Grid::filled(examples, 1, 1.0), error: Grid::filled(examples, 1, 0.0) };
            self.weights.push(mean(below, &delta, divisor, bound));
            self.biases.push(mean(&one, &delta, divisor, bound).numbers().to_vec());
            let biases = mean(&one, &delta, divisor, product).numbers().to_vec();
            self.absolute.push((mean(below, &delta, divisor, product), biases));
            signal = sent_down(facts, layer, &delta);
            self.deltas.push(delta.error);
        }
        self.deltas.reverse();
        self.weights.reverse();
        self.biases.reverse();
        self.absolute.reverse();
    }
}

/// What the examples make together of the nodes below and those of a layer, over N.
fn mean(below: &Bounded, delta: &Bounded, n: f64, of_example: impl Fn([f64; 2], [f64; 2]) -> f64) -> Grid {
    let mut sums = Grid::filled(below.value.columns(), delta.value.columns(), 0.0);
    for example in 0..delta.value.rows() {
        for (from, a) in below.example(example).enumerate() {
            let sums = sums.row_mut(from).iter_mut().zip(delta.example(example));
            sums.for_each(|(sum, d)| *sum += of_example(a, d));
        }
    }
    sums.map(|sum| sum / n)
}

fn sums(below: &Bounded, weights: &Grid, biases: Option<&[f64]>) -> Grid {
    let terms = weights.rows() as f64 + 2.0;
    let mut sums = Grid::filled(below.value.rows(), weights.columns(), 0.0);
    for e in 0..below.value.rows() {
        let sums = sums.row_mut(e);
        for ([value, error], weights) in below.example(e).zip(weights.iter_rows()) {
            let bound = error + (terms + 1.0) * value;
            sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += bound * weight.abs());
        }
        sums.iter_mut().zip(biases.into_iter().flatten()).for_each(|(sum, bias)| *sum += terms * bias.abs());
    }
    sums
}

fn cost(facts: &Facts, error: &Grid) -> f64 {
    let (outputs, labels) = (&facts.outs[facts.layers() - 1], &facts.labels);
    let cost = facts.problem.cost();
    let count = outputs.numbers().len() as f64 + 4.0;
    let terms = outputs.numbers().iter().zip(labels.numbers()).zip(error.numbers());
    let errors =
        terms.map(|((&o, &y), e)| cost.slope(o, y).abs() * (e + y.abs()) + count * (cost.term)(o, y).abs());
    errors.sum::<f64>() / facts.problem.divisor()
}

fn signal(facts: &Facts, error: &Grid) -> Bounded {
    let (outputs, labels) = (&facts.outs[facts.layers() - 1], &facts.labels);
    let slope = |output: f64, label: f64| facts.problem.cost().slope(output, label);
    let value = |e: usize, n: usize| slope(outputs[(e, n)], labels[(e, n)]);
    let (rows, columns) = (outputs.rows(), outputs.columns());
    Bounded {
        value: Grid::from_fn(rows, columns, value),
        error: Grid::from_fn(rows, columns, |e, n| {
            let (o, y, eo) = (outputs[(e, n)], labels[(e, n)], error[(e, n)]);
            // How fast the slope itself moves with the output: 1 or 2 for the squares, steep for the others.
            let step = 1e-4 * o.abs().min((1.0 - o).abs()).max(1e-300);
            let steep = ((slope(o + step, y) - slope(o - step, y)) / (2.0 * step)).abs();
            let steep = if steep.is_finite() { steep.max(1.0) } else { 2.0 };
            steep * (eo + y.abs()) + 4.0 * value(e, n).abs()
        }),
    }
}

fn delta(facts: &Facts, layer: usize, signal: &Bounded, slope_error: &Grid) -> Bounded {
    let (slopes, outputs) = (&facts.slopes[layer], &facts.outs[layer]);
    let (rows, columns) = (signal.value.rows(), signal.value.columns());
    if facts.mixes(layer) {
        let absolute = |e: usize, by: usize| {
            let of = |of: usize| if of == by { 1.0 - outputs[(e, by)] } else { outputs[(e, by)] };
            let each = (0..columns).map(|n| {
                let entry = outputs[(e, n)] * of(n);
                (signal.value[(e, n)].abs() * entry, signal.error[(e, n)] * entry)
            });
            each.fold((0.0, 0.0), |sum, term| (sum.0 + term.0, sum.1 + term.1))
        };
        return Bounded {
            value: Grid::from_fn(rows, columns, |e, n| absolute(e, n).0),
            error: Grid::from_fn(rows, columns, |e, n| {
                absolute(e, n).1 + (columns as f64 + 8.0) * (1.0 + slope_error[(e, n)]) * absolute(e, n).0
            }),
        };
    }
    Bounded {
        value: Grid::from_fn(rows, columns, |e, n| signal.value[(e, n)] * slopes[(e, n)]),
        error: Grid::from_fn(rows, columns, |e, n| {
            let (x, s) = (signal.value[(e, n)].abs(), slopes[(e, n)].abs());
            x * slope_error[(e, n)] + s * signal.error[(e, n)] + 2.0 * x * s
        }),
    }
}

/// The absolute values of what is added up on the way down stand for the values themselves.
fn sent_down(facts: &Facts, layer: usize, delta: &Bounded) -> Bounded {
    let weights = facts.weights(layer);
    let terms = weights.columns() as f64 + 2.0;
    let sum = |e: usize, f: usize, grid: &Grid| -> f64 {
        grid.row(e).iter().zip(weights.row(f)).map(|(x, w)| x.abs() * w.abs()).sum()
    };
    let (rows, columns) = (delta.value.rows(), weights.rows());
    Bounded {
        value: Grid::from_fn(rows, columns, |e, f| sum(e, f, &delta.value)),
        error: Grid::from_fn(rows, columns, |e, f| sum(e, f, &delta.error) + terms * sum(e, f, &delta.value)),
    }
}
