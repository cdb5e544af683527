//! How the cost changes with an output: `e = o - y` for half the squared error.

use super::Batch;
use super::Homework;
use super::Which;
use super::in_precision;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::combined;
use crate::students::real::mapped;
use crate::students::real::table;
use crate::students::task::Cost;
use crate::students::task::Task;

/// Which label an output is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Labels {
    Right,
    /// Example `e` gets the label of the example in place `e`.
    OfExamples(Vec<usize>),
    /// Class `k` counted as class `k + shift`.
    Shifted(usize),
    /// `(N,1) - (N,)`: every output minus every label, then averaged.
    MeanOfAll,
    /// The same, summed.
    SumOfAll,
}

/// What is made of output and label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Signal {
    Right,
    Squared,
    Absolute,
    TimesOutput,
}

impl Homework {
    /// One row for each chosen example: what arrives at the outputs.
    pub(super) fn output_signal<R: Real>(
        &self,
        task: &Task,
        outputs: &Matrix<R>,
        chosen: &[usize],
    ) -> Option<Matrix<R>> {
        let signal = match self.labels {
            Labels::MeanOfAll | Labels::SumOfAll => self.broadcast_signal(task, outputs)?,
            _ => {
                let labels = in_precision(&self.labels_of(task, chosen));
                combined(outputs, &labels, |o, y| self.signal_of(task.cost, o, y))
            }
        };
        Some(self.averaged_first(mapped(&signal, |e| R::of(self.signal_factor) * e)))
    }

    fn labels_of(&self, task: &Task, chosen: &[usize]) -> Matrix {
        let outputs = task.outputs();
        let label = |example: usize, output: usize| match &self.labels {
            Labels::OfExamples(places) => task.y[places[example]][output],
            Labels::Shifted(shift) => task.y[example][(output + outputs - shift % outputs) % outputs],
            _ => task.y[example][output],
        };
        table(chosen.len(), outputs, |row, output| label(chosen[row], output))
    }

    /// One output only; with more of them the shapes would not broadcast like this.
    fn broadcast_signal<R: Real>(&self, task: &Task, outputs: &Matrix<R>) -> Option<Matrix<R>> {
        let all = outputs.len() == task.examples();
        if task.outputs() != 1 || !all || !task.cost.is_squared() {
            return None;
        }
        let share = R::of(if self.labels == Labels::MeanOfAll { task.examples() as f64 } else { 1.0 });
        let against_all = |o: R| {
            let errors = task.y.iter().map(|label| self.signal_of(task.cost, o, R::of(label[0])));
            errors.sum::<R>() / share
        };
        Some(mapped(outputs, against_all))
    }

    fn signal_of<R: Real>(&self, cost: Cost, o: R, y: R) -> R {
        let (one, two) = (R::of(1.0), R::of(2.0));
        let error = match cost {
            Cost::HalfMse | Cost::HalfMseExamples | Cost::HalfSse => o - y,
            Cost::Mse | Cost::MseExamples | Cost::Sse => two * (o - y),
            Cost::CrossEntropy => (o - y) / (o * (one - o)),
            Cost::CategoricalCrossEntropy => -y / o,
        };
        match self.signal {
            Signal::Squared => error * error,
            Signal::Absolute if error < R::of(0.0) => -error,
            Signal::Right | Signal::Absolute => error,
            Signal::TimesOutput => error * o,
        }
    }

    /// The mean error of all examples in place of each one's own, where that is the habit.
    fn averaged_first<R: Real>(&self, errors: Matrix<R>) -> Matrix<R> {
        if !matches!(self.batch, Batch::ErrorFirst { with: Which::Each | Which::Last | Which::First }) {
            return errors;
        }
        let examples = R::of(errors.len() as f64);
        let mean = |output: usize| errors.iter().map(|row| row[output]).sum::<R>() / examples;
        table(errors.len(), errors[0].len(), |_, output| mean(output))
    }
}
