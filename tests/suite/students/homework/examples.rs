//! The loop over the examples: which of them, when the sums are taken, and what they are divided by.

use super::Homework;
use super::Net;
use super::Pass;
use crate::students::real::Matrix;
use crate::students::real::Real;
use crate::students::real::combined;
use crate::students::task::Task;

/// How the loop goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Batch {
    Whole,
    /// The sums are overwritten instead of added to.
    Only {
        which: Which,
        over: Over,
    },
    Skipping {
        which: Which,
        over: Over,
    },
    /// The sums of this many passes, never set to zero.
    Passes(usize),
    /// `dW += g + rate dW`.
    Growing {
        rate: f64,
    },
    /// The weights change after every example, by `rate` times its own gradient.
    Moving {
        rate: f64,
    },
    /// Inputs and deltas are averaged, then multiplied.
    MeanFirst,
    /// Inputs and deltas are summed, then multiplied.
    SumFirst,
    /// The error is averaged over the examples before it goes back, with each or one example's activations.
    ErrorFirst {
        with: Which,
    },
}

/// An example.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Which {
    Each,
    First,
    Last,
}

/// What a sum over fewer examples is divided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Over {
    N,
    /// N without its number of examples.
    PerExample,
    /// N for one example fewer.
    OneFewer,
    Nothing,
}

impl Over {
    pub(super) fn divisor(self, task: &Task) -> f64 {
        let examples = task.examples() as f64;
        match self {
            Over::N => task.divisor(),
            Over::Nothing => 1.0,
            // A cost that does not divide has nothing to leave out.
            _ if task.divisor() < examples => 1.0,
            Over::PerExample => task.divisor() / examples,
            Over::OneFewer => task.divisor() / examples * (examples - 1.0),
        }
    }
}

impl Which {
    fn index(self, examples: usize) -> usize {
        if self == Which::First { 0 } else { examples - 1 }
    }
}

impl Homework {
    /// The division at the end of the sum.
    pub(super) fn divisor(&self, task: &Task) -> f64 {
        match self.batch {
            Batch::Only { over, .. } | Batch::Skipping { over, .. } => over.divisor(task),
            Batch::ErrorFirst { with: Which::First | Which::Last } => Over::PerExample.divisor(task),
            _ => task.divisor(),
        }
    }

    /// How often an example counts in the sum.
    pub(super) fn weight_of_example(&self, example: usize, examples: usize) -> f64 {
        match self.batch {
            Batch::Growing { rate } => (example + 1..examples).map(|_| 1.0 + rate).product(),
            Batch::ErrorFirst { with: which @ (Which::First | Which::Last) } => {
                f64::from(u8::from(which.index(examples) == example))
            }
            _ => 1.0,
        }
    }

    pub(super) fn over_the_examples<R: Real>(&self, task: &Task, net: &Net<R>) -> Option<Pass<R>> {
        let all: Vec<usize> = (0..task.examples()).collect();
        match self.batch {
            Batch::Only { which, .. } => self.pass(task, net, &[which.index(all.len())]),
            Batch::Skipping { .. } if all.len() < 2 => None,
            Batch::Skipping { which: Which::First, .. } => self.pass(task, net, &all[1..]),
            Batch::Skipping { .. } => self.pass(task, net, &all[..all.len() - 1]),
            Batch::Moving { rate } => self.one_by_one(task, net, rate),
            Batch::Passes(times) => {
                let mut pass = self.pass(task, net, &all)?;
                for _ in 1..times {
                    pass.add(&self.pass(task, net, &all)?);
                }
                Some(pass)
            }
            _ => self.pass(task, net, &all),
        }
    }

    /// Each example's gradient belongs to weights that the examples before it have moved.
    fn one_by_one<R: Real>(&self, task: &Task, net: &Net<R>, rate: f64) -> Option<Pass<R>> {
        let mut net = net.clone();
        let mut sums: Option<Pass<R>> = None;
        // The step is along the example's own gradient, which is not yet divided by the number of examples.
        let rate = rate * task.divisor() / Over::PerExample.divisor(task);
        for example in 0..task.examples() {
            let pass = self.pass(task, &net, &[example])?;
            net.step(&pass, rate);
            match &mut sums {
                None => sums = Some(pass),
                Some(sums) => sums.add(&pass),
            }
        }
        sums
    }
}

impl<R: Real> Net<R> {
    /// One step of gradient descent.
    pub(super) fn step(&mut self, gradient: &Pass<R>, rate: f64) {
        let descend = |parameters: &mut Matrix<R>, gradient: &Matrix<R>| {
            *parameters = combined(parameters, gradient, |w, g| w - R::of(rate) * g);
        };
        let weights = self.weights.iter_mut().zip(&gradient.weights);
        weights.for_each(|(weights, gradient)| descend(weights, gradient));
        let biases = self.biases.iter_mut().flatten().zip(gradient.biases.iter().flatten());
        biases.for_each(|(biases, gradient)| descend(biases, gradient));
    }
}

impl<R: Real> Pass<R> {
    fn add(&mut self, more: &Pass<R>) {
        let add = |sums: &mut Matrix<R>, more: &Matrix<R>| *sums = combined(sums, more, |sum, g| sum + g);
        self.weights.iter_mut().zip(&more.weights).for_each(|(sums, more)| add(sums, more));
        let biases = self.biases.iter_mut().flatten().zip(more.biases.iter().flatten());
        biases.for_each(|(sums, more)| add(sums, more));
    }
}
