//! What tells the rate: the numbers of the arrays that were handed in.

use crate::diagnose::fit::Entry;
use crate::diagnose::fit::Right;
use crate::diagnose::fit::Target;
use crate::diagnose::fit::Targets;

/// A number of a gradient.
pub(super) type Of = fn(&Right, usize, &Entry) -> f64;

const OF_WEIGHTS: Of = |right, layer, entry| right.weights[layer][(entry.row, entry.column)];
const OF_BIASES: Of = |right, layer, entry| right.biases[layer][entry.column];

/// The arrays that are to be met, from the cost downwards, weights first.
pub(super) fn arrays(targets: &Targets) -> impl Iterator<Item = (usize, &Target, Of)> {
    targets.layers.iter().enumerate().rev().flat_map(|(layer, targets)| {
        let weights = targets.weights.as_ref().map(|target| (layer, target, OF_WEIGHTS));
        weights.into_iter().chain(targets.biases.as_ref().map(|target| (layer, target, OF_BIASES)))
    })
}

/// The numbers of a gradient in the places of these arrays.
pub(super) fn numbers(told: &[(usize, &Target, Of)], right: &Right) -> Vec<f64> {
    let numbers = told
        .iter()
        .flat_map(|&(layer, target, of)| target.entries.iter().map(move |entry| of(right, layer, entry)));
    numbers.collect()
}
