//! What the student saves at the end: the gradient, or something that was made of it.

use super::Answer;
use super::Between;
use super::Homework;
use super::Net;
use super::Pass;
use super::Place;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::combined;
use crate::students::real::mapped;
use crate::students::real::table;
use crate::students::real::transposed;
use crate::students::task::Task;

/// What is handed in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum HandIn {
    AsItIs,
    /// All of it times a number: a learning rate, or minus one.
    Times(f64),
    NewWeights {
        rate: f64,
    },
    /// `g + decay W`, for the weights.
    Decayed {
        decay: f64,
    },
    /// No number larger than this share of the largest.
    Clipped {
        share: f64,
    },
    Zeros,
    /// One array times a number: the weights or the biases of the first or last layer.
    WeightsTimes(Place, f64),
    BiasesTimes(Place, f64),
    Transposed(Place),
    /// Laid out in one order and read in the other.
    Reshaped(Order),
    LayersReversed,
    /// `np.roll` by one, forwards.
    Rolled(Axis),
    /// `np.roll` by one, backwards.
    RolledBack(Axis),
    FirstIsZero(Axis),
}

/// The order of the numbers of a table in memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Order {
    RowsReadAsColumns,
    ColumnsReadAsRows,
}

/// Along which index something moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Axis {
    From,
    To,
    /// The to-index of the weights and that of the biases.
    ToWithBiases,
}

impl Homework {
    pub(super) fn handed_in<R: Real>(
        &self,
        task: &Task,
        mut net: Net<R>,
        mut pass: Pass<R>,
    ) -> Option<Answer> {
        match self.hand_in {
            HandIn::Times(factor) => pass.replace(|g| R::of(factor) * g),
            HandIn::NewWeights { rate } => {
                net.step(&pass, rate);
                (pass.weights, pass.biases) = (net.weights, net.biases);
            }
            HandIn::Decayed { decay } => {
                for (gradient, weights) in pass.weights.iter_mut().zip(&net.weights) {
                    *gradient = combined(gradient, weights, |g, w| g + R::of(decay) * w);
                }
            }
            _ => {}
        }
        let row = |biases: Option<&Matrix<R>>| biases.map(|biases| widened(biases).remove(0));
        let answer = Answer {
            weights: pass.weights.iter().map(widened).collect(),
            biases: pass.biases.iter().map(|biases| row(biases.as_ref())).collect(),
            between: Between {
                z: pass.z.iter().map(widened).collect(),
                a: pass.a[1..].iter().map(widened).collect(),
                deltas: pass.deltas.iter().map(widened).collect(),
            },
        };
        self.rearranged(task, answer)
    }

    /// Changes that move or replace numbers.
    fn rearranged(&self, task: &Task, mut answer: Answer) -> Option<Answer> {
        let depth = task.layers.len();
        match self.hand_in {
            HandIn::Clipped { share } => answer.clip(share),
            HandIn::Zeros => answer.change(|_| 0.0),
            HandIn::WeightsTimes(place, factor) => {
                for layer in (0..depth).filter(|&layer| place.holds(layer, depth)) {
                    answer.weights[layer] = mapped(&answer.weights[layer], |number| factor * number);
                }
            }
            HandIn::BiasesTimes(place, factor) => {
                for layer in (0..depth).filter(|&layer| place.holds(layer, depth)) {
                    answer.biases[layer].iter_mut().flatten().for_each(|number| *number *= factor);
                }
            }
            HandIn::Transposed(place) => {
                for layer in (0..depth).filter(|&layer| place.holds(layer, depth)) {
                    answer.weights[layer] = transposed(&answer.weights[layer]);
                }
            }
            HandIn::Reshaped(order) => {
                for weights in &mut answer.weights {
                    *weights = reshaped(weights, order);
                }
            }
            HandIn::LayersReversed => {
                answer.weights.reverse();
                answer.biases.reverse();
            }
            HandIn::Rolled(axis) => answer.roll(axis, |row| row.rotate_right(1)),
            HandIn::RolledBack(axis) => answer.roll(axis, |row| row.rotate_left(1)),
            HandIn::FirstIsZero(axis) => answer.roll(axis, |numbers| numbers[0] = 0.0),
            _ => {}
        }
        let fits = |weights: &Matrix, layer: usize| {
            let own = &task.layers[layer].weights;
            (weights.len(), weights[0].len()) == (own.len(), own[0].len())
        };
        let all_fit = (0..depth).all(|layer| fits(&answer.weights[layer], layer));
        let counts = |layer: usize| answer.biases[layer].as_ref().map(Vec::len);
        let given = |layer: usize| task.layers[layer].biases.as_ref().map(Vec::len);
        (all_fit && (0..depth).all(|layer| counts(layer) == given(layer))).then_some(answer)
    }
}

impl<R: Real> Pass<R> {
    fn replace(&mut self, change: impl Fn(R) -> R) {
        for matrix in self.weights.iter_mut().chain(self.biases.iter_mut().flatten()) {
            *matrix = mapped(matrix, &change);
        }
    }
}

impl Answer {
    /// Every number replaced.
    pub(crate) fn change(&mut self, change: impl Fn(f64) -> f64) {
        let weights = self.weights.iter_mut().flatten().flatten();
        for number in weights.chain(self.biases.iter_mut().flatten().flatten()) {
            *number = change(*number);
        }
    }

    /// Every number: layer by layer, weights before biases.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f64> + '_ {
        let layers = self.weights.iter().zip(&self.biases);
        layers.flat_map(|(weights, biases)| weights.iter().flatten().chain(biases.iter().flatten())).copied()
    }

    fn clip(&mut self, share: f64) {
        let largest = self.numbers().fold(0.0, |largest: f64, number| largest.max(number.abs()));
        // A limit as people write it: one significant digit.
        let limit = format!("{:.0e}", share * largest).parse().unwrap_or(share * largest);
        self.change(|number| number.clamp(-limit, limit));
    }

    fn roll(&mut self, axis: Axis, roll: impl Fn(&mut Vec<f64>)) {
        for weights in &mut self.weights {
            if axis == Axis::From {
                let mut columns = transposed(weights);
                columns.iter_mut().for_each(&roll);
                *weights = transposed(&columns);
            } else {
                weights.iter_mut().for_each(&roll);
            }
        }
        if axis == Axis::ToWithBiases {
            self.biases.iter_mut().flatten().for_each(&roll);
        }
    }
}

fn reshaped(matrix: &Matrix, order: Order) -> Matrix {
    let (rows, columns) = (matrix.len(), matrix[0].len());
    match order {
        Order::RowsReadAsColumns => {
            let flat: Vec<f64> = matrix.iter().flatten().copied().collect();
            table(rows, columns, |row, column| flat[column * rows + row])
        }
        Order::ColumnsReadAsRows => {
            let flat: Vec<f64> = transposed(matrix).into_iter().flatten().collect();
            table(rows, columns, |row, column| flat[row * columns + column])
        }
    }
}

fn widened<R: Real>(matrix: &Matrix<R>) -> Matrix {
    mapped(matrix, R::widened)
}
