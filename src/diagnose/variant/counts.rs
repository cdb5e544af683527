//! What there is to count in a network, and the constants that are made of it.

use crate::cost::COSTS;
use crate::cost::Cost;
use crate::cost::DivideBy;
use crate::cost::Domain;
use crate::problem::Problem;

/// The numbers that constants are made of.
#[derive(Clone, Debug)]
pub struct Counts {
    /// E.
    pub examples: f64,
    /// K.
    pub outputs: f64,
    /// What the cost divides by.
    pub divisor: f64,
    /// The slope of a term of the cost over o − y: 1, or 2 without the ½.
    pub slope: f64,
    /// What the cost counts.
    pub divide_by: DivideBy,
    /// The inputs and every layer.
    pub nodes: Vec<f64>,
    /// What the gradient is multiplied with under other squared costs, where this one is squared.
    pub other_sizes: Vec<f64>,
}

impl Counts {
    pub(in crate::diagnose) fn of(problem: &Problem) -> Counts {
        let shape = problem.shape();
        let cost = problem.cost();
        Counts {
            examples: shape.examples as f64,
            outputs: shape.outputs() as f64,
            divisor: problem.divisor(),
            slope: if cost.domain == Domain::All { cost.slope(1.0, 0.0) } else { 1.0 },
            divide_by: cost.divide_by,
            nodes: shape.widths.iter().map(|&width| width as f64).collect(),
            other_sizes: if cost.domain == Domain::All { other_sizes(problem) } else { Vec::new() },
        }
    }

    /// The counts of a network of the same cost in which all of them are different.
    pub(in crate::diagnose) fn elsewhere(&self, cost: &Cost) -> Counts {
        let (examples, outputs) = (5, 3);
        Counts {
            examples: examples as f64,
            outputs: outputs as f64,
            divisor: cost.divisor(examples, outputs),
            nodes: vec![7.0; self.nodes.len()],
            ..self.clone()
        }
    }

    /// E and K where the cost divides by both and one of them can be forgotten.
    pub(in crate::diagnose) fn parts_of_divisor(&self) -> Vec<f64> {
        match self.divide_by {
            DivideBy::Labels => vec![self.examples, self.outputs],
            DivideBy::Examples | DivideBy::One => Vec::new(),
        }
    }

    /// 1/(EK) and 2/(EK) in the place of this cost's constant.
    pub(in crate::diagnose) fn over_outputs(&self) -> Vec<f64> {
        let right = self.slope / self.divisor;
        let both = self.examples * self.outputs;
        match self.divide_by {
            // The mean over the outputs is in the cost already: only a second one is a mistake.
            // Of one output it changes nothing.
            DivideBy::Labels if self.outputs == 1.0 => Vec::new(),
            DivideBy::Labels => vec![1.0 / self.outputs, 2.0 / self.outputs],
            _ => vec![2.0 / both / right, 1.0 / both / right, 1.0 / self.outputs, 2.0 / self.outputs],
        }
    }

    /// A second division by N, or by the number of examples.
    pub(in crate::diagnose) fn divided_again(&self) -> Vec<f64> {
        vec![1.0 / self.divisor, 1.0 / self.examples]
    }

    /// The division by some other count.
    pub(in crate::diagnose) fn other_counts(&self) -> Vec<f64> {
        let n = self.divisor;
        let mut counts: Vec<f64> = [self.outputs, self.nodes[0], self.examples, self.examples - 1.0]
            .into_iter()
            .chain(self.nodes.iter().copied())
            .filter(|&count| count > 0.0)
            .map(|count| n / count)
            .collect();
        if self.divide_by == DivideBy::Labels {
            counts.push(n / (self.nodes[0] * self.outputs));
            counts.push(n / (self.outputs * self.outputs));
            counts.push(n / (self.examples * self.examples));
        }
        counts
    }

    /// The division by the number of nodes below each layer.
    pub(in crate::diagnose) fn widths_below(&self) -> Vec<f64> {
        self.nodes[..self.nodes.len() - 1].iter().map(|nodes| self.divisor / nodes).collect()
    }

    /// The division by the number of nodes of each layer.
    pub(in crate::diagnose) fn widths(&self) -> Vec<f64> {
        self.nodes[1..].iter().map(|nodes| self.divisor / nodes).collect()
    }

    /// Constants that a single line may have too much.
    pub(in crate::diagnose) fn usual(&self) -> Vec<f64> {
        let counts = [self.divisor, self.examples, self.outputs, 3.0, 4.0, 5.0, 10.0, 100.0];
        let both = counts.into_iter().flat_map(|count| [count, 1.0 / count, -count, -1.0 / count]);
        [2.0, 0.5, -1.0, -2.0, -0.5].into_iter().chain(both).collect()
    }
}

fn other_sizes(problem: &Problem) -> Vec<f64> {
    let size = |cost: &Cost| problem.square_slope(cost) / problem.square_slope(problem.cost());
    COSTS.iter().filter(|cost| cost.domain == Domain::All).map(size).filter(|size| *size != 1.0).collect()
}
