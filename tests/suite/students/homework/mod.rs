//! One student's backpropagation: a program of nine lines of thought, each written right or in one of the wrong ways
//! that people were seen to write.
//!
//! ```text
//! delta_L = e * s'(z_L)      delta_l = (delta_{l+1} W_{l+1}^T) * s'(z_l)
//! gW_l = a_{l-1}^T delta_l / N      gb_l = column sums of delta_l / N
//! ```
//!
//! A program that multiplies tables whose shapes do not fit stops there, as NumPy would: its answer is `None`.

mod back;
mod error;
mod examples;
mod forward;
mod handing_in;
mod product;
mod slope;

pub(crate) use back::Step;
pub(crate) use error::Labels;
pub(crate) use error::Signal;
pub(crate) use examples::Batch;
pub(crate) use examples::Over;
pub(crate) use examples::Which;
pub(crate) use forward::BiasInput;
pub(crate) use handing_in::Axis;
pub(crate) use handing_in::HandIn;
pub(crate) use handing_in::Order;
pub(crate) use product::BiasSum;
pub(crate) use product::Operand;
pub(crate) use slope::Slope;

use super::real::Matrix;
use super::real::Real;
use super::task::Activation;
use super::task::Task;

/// How one student writes every part of the program.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Homework {
    pub(crate) labels: Labels,
    pub(crate) bias_input: BiasInput,
    /// By layer, as are all lists here.
    pub(crate) activations: Vec<Activation>,
    pub(crate) signal: Signal,
    /// What the error is multiplied by where it arises.
    pub(crate) signal_factor: f64,
    /// The slope in the layer's own gradient.
    pub(crate) own_slopes: Vec<Slope>,
    /// The slope in what goes back to the layer below.
    pub(crate) sent_slopes: Vec<Slope>,
    /// How the signal gets from this layer to the one below.
    pub(crate) steps: Vec<Step>,
    /// What the signal is multiplied by on every step down.
    pub(crate) step_factor: f64,
    pub(crate) operands: Vec<Operand>,
    pub(crate) batch: Batch,
    /// What the sums are multiplied by, beside the division by N.
    pub(crate) sum_factor: f64,
    /// The same for the sums of the weights only.
    pub(crate) weight_factor: f64,
    pub(crate) bias_sums: Vec<BiasSum>,
    pub(crate) hand_in: HandIn,
}

/// The layers that a habit concerns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    Output,
    Hidden,
    All,
}

impl Place {
    fn holds(self, layer: usize, depth: usize) -> bool {
        match self {
            Place::Output => layer + 1 == depth,
            Place::Hidden => layer + 1 < depth,
            Place::All => true,
        }
    }

    /// Sets the entries of the layers concerned.
    pub(crate) fn set<T: Clone>(self, entries: &mut [T], value: &T) {
        self.set_where(entries, value, |_| true);
    }

    /// Sets the entries of those layers concerned for which something holds.
    pub(crate) fn set_where<T: Clone>(self, entries: &mut [T], value: &T, holds: impl Fn(usize) -> bool) {
        let depth = entries.len();
        for (layer, entry) in entries.iter_mut().enumerate() {
            if self.holds(layer, depth) && holds(layer) {
                entry.clone_from(value);
            }
        }
    }
}

/// What a student has at the end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// By layer, shaped as the student left it.
    pub(crate) weights: Vec<Matrix>,
    /// By layer; `None` where there are no biases.
    pub(crate) biases: Vec<Option<Vec<f64>>>,
    /// Pre-activations, activations and deltas of every example, by layer.
    pub(crate) between: Between,
}

/// The tables on the way to an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Between {
    pub(crate) z: Vec<Matrix>,
    pub(crate) a: Vec<Matrix>,
    pub(crate) deltas: Vec<Matrix>,
}

/// A network in the student's precision, whose weights may move.
#[derive(Clone)]
struct Net<R> {
    weights: Vec<Matrix<R>>,
    /// One row each, as `(1, n)` arrays.
    biases: Vec<Option<Matrix<R>>>,
}

/// Everything that one pass over some examples computes.
struct Pass<R> {
    /// `z[l]`: examples × nodes.
    z: Vec<Matrix<R>>,
    /// `a[l]` goes into layer `l`; `a[0]` is X.
    a: Vec<Matrix<R>>,
    deltas: Vec<Matrix<R>>,
    weights: Vec<Matrix<R>>,
    biases: Vec<Option<Matrix<R>>>,
}

impl Homework {
    /// The program as it should be.
    pub(crate) fn right(task: &Task) -> Homework {
        let depth = task.layers.len();
        Homework {
            labels: Labels::Right,
            bias_input: BiasInput::Added,
            activations: task.layers.iter().map(|layer| layer.activation).collect(),
            signal: Signal::Right,
            signal_factor: 1.0,
            own_slopes: vec![Slope::Right; depth],
            sent_slopes: vec![Slope::Right; depth],
            steps: vec![Step::Right; depth],
            step_factor: 1.0,
            operands: vec![Operand::Below; depth],
            batch: Batch::Whole,
            sum_factor: 1.0,
            weight_factor: 1.0,
            bias_sums: vec![BiasSum::Right; depth],
            hand_in: HandIn::AsItIs,
        }
    }

    /// The same slope in the layer's own gradient and in what goes back.
    pub(crate) fn set_slopes(&mut self, place: Place, slope: Slope) {
        place.set(&mut self.own_slopes, &slope);
        place.set(&mut self.sent_slopes, &slope);
    }

    /// The student's numbers, computed in `R`, unless the program stops.
    pub(crate) fn answer<R: Real>(&self, task: &Task) -> Option<Answer> {
        let net: Net<R> = Net {
            weights: task.layers.iter().map(|layer| in_precision(&layer.weights)).collect(),
            biases: task
                .layers
                .iter()
                .map(|layer| layer.biases.as_ref().map(|row| in_precision(std::slice::from_ref(row))))
                .collect(),
        };
        let pass = self.over_the_examples(task, &net)?;
        self.handed_in(task, net, pass)
    }

    /// Forward, back, and the sums, for these examples.
    fn pass<R: Real>(&self, task: &Task, net: &Net<R>, chosen: &[usize]) -> Option<Pass<R>> {
        let x = in_precision(&chosen.iter().map(|&example| task.x[example].clone()).collect::<Matrix>());
        let (z, a) = self.forward(net, x);
        let depth = z.len();
        let mut pass = Pass { z, a, deltas: Vec::new(), weights: Vec::new(), biases: Vec::new() };
        let mut arriving = self.output_signal(task, &pass.a[depth], chosen)?;
        // From the output down; turned round at the end.
        for layer in (0..depth).rev() {
            let delta = self.after_slope(&self.own_slopes, layer, &pass, &arriving)?;
            let sent = self.after_slope(&self.sent_slopes, layer, &pass, &arriving)?;
            pass.deltas.push(delta);
            let weights = self.weight_sums(task, net, layer, &pass)?;
            let biases = match &net.biases[layer] {
                Some(values) => {
                    Some(self.bias_sums(task, layer, &values[0], &pass.deltas[depth - 1 - layer])?)
                }
                None => None,
            };
            if layer > 0 {
                arriving = self.step_down(net, layer, &pass, &sent, &weights)?;
            }
            pass.weights.push(weights);
            pass.biases.push(biases);
        }
        pass.deltas.reverse();
        pass.weights.reverse();
        pass.biases.reverse();
        Some(pass)
    }
}

fn in_precision<R: Real>(matrix: &[Vec<f64>]) -> Matrix<R> {
    super::real::mapped(matrix, R::of)
}

/// A row as wide as it has to be: as it is, or its only number everywhere, as NumPy broadcasts.
fn stretched<R: Real>(row: &[R], width: usize) -> Option<Vec<R>> {
    match row {
        _ if row.len() == width => Some(row.to_vec()),
        [number] => Some(vec![*number; width]),
        _ => None,
    }
}
