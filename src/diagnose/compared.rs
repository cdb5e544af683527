//! The student's numbers beside the right ones: which arrays are right, and where the first difference is.
//!
//! Everything is counted from the cost backwards, because a mistake shows in all that comes after it on the way back.

use super::Compared;
use super::Difference;
use super::fit::Target;
use super::submission::Array;
use super::submission::LayerGiven;
use super::submission::Written;
use super::verdict::Comparison;
use crate::graph::Quantity;
use crate::problem::Grid;

impl Comparison<'_> {
    /// Every array that was handed in, from the cost backwards.
    pub(super) fn arrays(&self) -> Vec<Compared> {
        let layers = self.submission.layers.iter().enumerate().rev();
        layers.flat_map(|(layer, given)| self.arrays_of(layer, given)).collect()
    }

    fn arrays_of(&self, layer: usize, given: &LayerGiven) -> Vec<Compared> {
        let (facts, right, rounding) = (self.facts, self.right, self.rounding);
        let compared = |letter: char, array: &Option<Array>, ours: &Grid, rounding: &Grid| {
            let array = array.as_ref()?;
            let count = array.given().count();
            let right = count - differences(array, ours, rounding).count();
            let name = format!("{letter}{}", layer + 1);
            let ratio = (right < count).then(|| ratio(array, ours, rounding)).flatten();
            // What is left of a sum that cancels has no ratio of its own.
            let ratio = ratio.map(|ratio| if ratio.abs() < 64.0 * array.roundoff { 0.0 } else { ratio });
            Some(Compared { name, right, count, ratio })
        };
        let biases = [&right.biases[layer], &rounding.biases[layer]].map(|numbers| row(numbers));
        let arrays = [
            compared('A', &given.outs, &facts.outs[layer], &rounding.outs[layer]),
            compared('Z', &given.ins, &facts.ins[layer], &rounding.ins[layer]),
            given.deltas.as_ref().map(|array| self.deltas(layer, array)),
            compared('W', &given.weights, &right.weights[layer], &rounding.weights[layer]),
            compared('b', &given.biases, &biases[0], &biases[1]),
        ];
        arrays.into_iter().flatten().collect()
    }

    /// Deltas with or without the division by N, whichever more of them are right with.
    fn deltas(&self, layer: usize, array: &Array) -> Compared {
        let (ours, bound) = (&self.right.deltas[layer], &self.rounding.deltas[layer]);
        let divisors = [1.0, self.problem.divisor(), self.problem.inputs().rows() as f64];
        let wrong = divisors.map(|n| differences(array, &ours.map(|x| x / n), &bound.map(|x| x / n)).count());
        let count = array.given().count();
        let right = count - wrong.into_iter().min().unwrap_or(count);
        Compared { name: format!("D{}", layer + 1), right, count, ratio: None }
    }

    /// The first number of the gradient that is not right; of the values of nodes only where the gradient has none.
    pub(super) fn first_difference(&self) -> Option<Difference> {
        let layers = || self.submission.layers.iter().enumerate().rev();
        let of_gradient = layers().find_map(|(layer, given)| self.in_gradient(layer, given));
        of_gradient.or_else(|| layers().find_map(|(layer, given)| self.in_nodes(layer, given)))
    }

    fn in_gradient(&self, layer: usize, given: &LayerGiven) -> Option<Difference> {
        let (right, rounding) = (self.right, self.rounding);
        let weight = given.weights.as_ref().and_then(|array| {
            let found = differences(array, &right.weights[layer], &rounding.weights[layer]).next()?;
            Some(found.at(Quantity::Weight { layer, from: found.row, to: found.column }))
        });
        weight.or_else(|| {
            let (right, rounding) = (row(&right.biases[layer]), row(&rounding.biases[layer]));
            let found = differences(given.biases.as_ref()?, &right, &rounding).next()?;
            Some(found.at(Quantity::Bias { layer, to: found.column }))
        })
    }

    fn in_nodes(&self, layer: usize, given: &LayerGiven) -> Option<Difference> {
        let (facts, rounding) = (self.facts, self.rounding);
        let out = given.outs.as_ref().and_then(|array| {
            let found = differences(array, &facts.outs[layer], &rounding.outs[layer]).next()?;
            Some(found.at(Quantity::Out { layer, node: found.column, example: found.row }))
        });
        out.or_else(|| {
            let found = differences(given.ins.as_ref()?, &facts.ins[layer], &rounding.ins[layer]).next()?;
            Some(found.at(Quantity::In { layer, node: found.column, example: found.row }))
        })
    }
}

/// A number that is not right, with its place.
pub(super) struct Wrong {
    row: usize,
    column: usize,
    yours: f64,
    expected: f64,
}

impl Wrong {
    fn at(&self, quantity: Quantity) -> Difference {
        Difference { quantity, yours: self.yours, expected: self.expected, trail: None }
    }
}

/// The numbers that are not right, row by row.
pub(super) fn differences<'a>(
    array: &'a Array,
    ours: &'a Grid,
    rounding: &'a Grid,
) -> impl Iterator<Item = Wrong> + 'a {
    array.given().filter_map(|(row, column, Written { value: yours, half_unit })| {
        let expected = ours[(row, column)];
        let allowed =
            half_unit * (1.0 + 1e-9) + 1.5 * array.roundoff * (rounding[(row, column)] + expected.abs());
        ((yours - expected).abs() > allowed).then_some(Wrong { row, column, yours, expected })
    })
}

/// What all numbers are over the right ones.
fn ratio(array: &Array, ours: &Grid, rounding: &Grid) -> Option<f64> {
    let interval = Target::new(Some(array), ours, rounding)?.fit(|row, column| ours[(row, column)])?;
    super::solve::chosen(interval).filter(|_| array.given().count() > 1)
}

/// Biases as an array of one row.
pub(super) fn row(numbers: &[f64]) -> Grid {
    Grid::from_fn(1, numbers.len(), |_, n| numbers[n])
}
