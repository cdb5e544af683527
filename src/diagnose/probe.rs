//! A network that can tell mistakes apart: the student's own, changed as little as possible.
//!
//! Where two widths are the same, or the number of examples is one of them, different mistakes give the same numbers;
//! so only such widths grow to the next number that is free, and so do examples and outputs up to 3. Depth,
//! activations, cost and which layers have biases stay. The numbers have two decimals and come from a fixed sequence;
//! of a few such draws the one with the fewest blind spots is taken.

use super::Mistake;
use super::blind;
use super::facts::Facts;
use super::fit::Right;
use super::recipe::Forwards;
use super::recipe::Labels;
use super::submission::Submission;
use super::verdict::Comparison;
use crate::cost::Domain;
use crate::gradient::LayerGradient;
use crate::gradient::residue::Sequence;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

/// How many draws are compared.
const DRAWS: u64 = 8;

/// The problem to be run, and what even it cannot show.
#[derive(Debug)]
pub struct Probe {
    /// The network with its data.
    pub problem: Problem,
    /// Mistakes that would still give the right numbers.
    pub blind_spots: Vec<&'static Mistake>,
}

/// The probe for a student's problem; `None` where no draw has finite numbers.
pub fn probe(problem: &Problem) -> Option<Probe> {
    let draws = (0..DRAWS).filter_map(|draw| drawn(problem, draw));
    let probes = draws.filter_map(|problem| {
        let blind_spots = blind_spots(&problem)?;
        Some(Probe { problem, blind_spots })
    });
    probes.min_by_key(|probe| probe.blind_spots.len())
}

/// The widths of the probe, inputs first, and its number of examples.
fn sizes(problem: &Problem) -> (Vec<usize>, usize) {
    let shape = problem.shape();
    let mut taken: Vec<usize> = Vec::new();
    let mut free = |wanted: usize| {
        let size = (wanted..=wanted + taken.len()).find(|size| !taken.contains(size)).unwrap_or(wanted);
        taken.push(size);
        size
    };
    let last = shape.widths.len() - 1;
    let outputs = free(shape.widths[last].max(3));
    let mut widths: Vec<usize> = shape.widths[..last].iter().map(|&width| free(width.max(2))).collect();
    widths.push(outputs);
    // Every example costs the student time, and more of them tell no more.
    let examples = free(shape.examples.clamp(3, 7));
    (widths, examples)
}

fn drawn(problem: &Problem, draw: u64) -> Option<Problem> {
    let (widths, examples) = sizes(problem);
    let mut numbers = Numbers(Sequence::after(0x9e37_79b9_7f4a_7c15 ^ draw));
    let layers = problem.layers().iter().enumerate().map(|(at, layer)| Layer {
        weights: numbers.grid(widths[at], widths[at + 1], 1.5),
        biases: layer.biases.is_some().then(|| numbers.grid(1, widths[at + 1], 0.8).numbers().to_vec()),
        activation: layer.activation,
    });
    let layers: Vec<Layer> = layers.collect();
    let inputs = numbers.grid(examples, widths[0], 1.5);
    let outputs = widths[widths.len() - 1];
    let labels = if problem.cost().domain == Domain::All {
        numbers.grid(examples, outputs, 0.45).map(|&number| hundredths(0.5 + number))
    } else {
        Grid::from_fn(examples, outputs, |e, n| f64::from(u8::from((e * e + e / 2) % outputs == n)))
    };
    Problem::new("", layers, inputs, labels, problem.cost()).ok()
}

fn blind_spots(problem: &Problem) -> Option<Vec<&'static Mistake>> {
    let right = Right::new(&Facts::new(problem, Forwards::default(), Labels::Given)?)?;
    let layers = right.weights.iter().zip(&right.biases).zip(problem.layers());
    let layers = layers.map(|((weights, biases), layer)| LayerGradient {
        weights: weights.clone(),
        biases: layer.biases.is_some().then(|| biases.clone()),
    });
    let submission = Submission::all(layers);
    Comparison::ask(problem, &submission, blind::spots)
}

/// A fixed sequence of numbers of two decimals.
struct Numbers(Sequence);

impl Numbers {
    /// Between −spread and spread, never 0.
    fn next(&mut self, spread: f64) -> f64 {
        let unit = (self.0.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let number = hundredths((2.0 * unit - 1.0) * spread);
        if number == 0.0 { 0.01 } else { number }
    }

    fn grid(&mut self, rows: usize, columns: usize, spread: f64) -> Grid {
        Grid::from_fn(rows, columns, |_, _| self.next(spread))
    }
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sizes_that_repeat_are_changed() {
        let sizes = |name| sizes(&Problem::built_in(name).expect("built in"));
        assert_eq!(sizes("iris-3"), (vec![4, 2, 3], 5));
        assert_eq!(sizes("mazur"), (vec![2, 4, 3], 5));
        let (widths, examples) = sizes("probe");
        let own = Problem::built_in("probe").expect("built in").shape();
        assert_eq!((widths, examples), (own.widths, own.examples));
    }

    #[test]
    fn less_stays_unseen_than_before() {
        for name in ["iris-2", "mazur", "probe"] {
            let problem = Problem::built_in(name).expect("built in");
            let before = blind_spots(&problem).expect("finite");
            let probe = probe(&problem).expect("finite");
            let ids: Vec<&str> = probe.blind_spots.iter().map(|mistake| mistake.id).collect();
            assert!(ids.len() < before.len().max(1), "{name}: {ids:?}");
        }
    }
}
