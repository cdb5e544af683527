//! How much computing a search may do beyond single mistakes.
//!
//! It is counted in multiplications and not by a clock, so that the same question has the same answer everywhere.

use std::cell::Cell;

use crate::problem::Problem;

/// What pairs get on networks of up to so many nodes and examples, and what rates get; larger ones get more. Some hundredths
/// of a second.
const MOST: [f64; 2] = [1.0e7, 1.6e7];
const NODES: f64 = 50.0;
const EXAMPLES: f64 = 50.0;

/// The products of all weights' sums over the examples.
pub(in crate::diagnose) fn products(problem: &Problem) -> f64 {
    let weights: usize = problem.layers().iter().map(|layer| layer.weights.numbers().len()).sum();
    (problem.inputs().rows() * weights) as f64
}

/// What it is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::diagnose) enum Stage {
    /// Two mistakes and more.
    Pairs,
    /// A mistake and a rate that must be solved for.
    Rates,
}

/// What is left of it in each stage.
pub(in crate::diagnose) struct Effort {
    left: [Cell<f64>; 2],
}

impl Effort {
    pub(super) fn of(problem: &Problem) -> Effort {
        let nodes: usize = problem.shape().widths.iter().sum();
        let times = (nodes as f64 / NODES).max(1.0) * (problem.inputs().rows() as f64 / EXAMPLES).max(1.0);
        Effort { left: MOST.map(|most| Cell::new(most * times)) }
    }

    /// Takes so many multiplications, if they are there. Where they are not, that is the end of the stage.
    pub(in crate::diagnose) fn spend(&self, stage: Stage, multiplications: f64) -> bool {
        let left = &self.left[stage as usize];
        left.set(if left.get() < multiplications { f64::NEG_INFINITY } else { left.get() - multiplications });
        left.get() >= 0.0
    }

    /// Whether the stage is worth beginning, where all of it takes so many multiplications: half of it is, less is not.
    pub(super) fn is_worth(&self, stage: Stage, all: f64) -> bool {
        let left = &self.left[stage as usize];
        if all > 2.0 * left.get() {
            left.set(f64::NEG_INFINITY);
        }
        left.get() >= 0.0
    }

    /// The first stage that ended before everything was tried.
    pub(super) fn ended(&self) -> Option<Stage> {
        [Stage::Pairs, Stage::Rates].into_iter().find(|stage| self.left[*stage as usize].get() < 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_does_not_come_back_and_it_is_known_on_what() {
        let effort = Effort::of(&Problem::built_in("iris-2").expect("built in"));
        assert!(effort.spend(Stage::Rates, MOST[1]) && effort.ended().is_none());
        assert!(!effort.spend(Stage::Rates, 1.0) && !effort.spend(Stage::Rates, 0.0));
        assert_eq!(effort.ended(), Some(Stage::Rates));
        assert!(effort.is_worth(Stage::Pairs, 2.0 * MOST[0]) && effort.spend(Stage::Pairs, MOST[0]));
        assert!(!effort.is_worth(Stage::Pairs, 1.0) && effort.ended() == Some(Stage::Pairs));
    }
}
