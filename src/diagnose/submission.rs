//! What a student has handed in: any part of a gradient, and any part of what led to it.
//!
//! A number is equal to ours within half a unit of the last decimal that the student wrote, and what a whole
//! computation in the student's precision may round.

use super::compared::row;
use crate::gradient::LayerGradient;
use crate::graph::Quantity;
use crate::graph::Shape;
use crate::problem::Grid;

/// The unit roundoff of double precision, 2⁻⁵³.
pub const DOUBLE: f64 = f64::EPSILON / 2.0;
/// The unit roundoff of single precision, 2⁻²⁴.
pub const SINGLE: f64 = f32::EPSILON as f64 / 2.0;

/// One number as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Written {
    /// Its value.
    pub value: f64,
    /// Half a unit of the last decimal; 0 where every digit was given.
    pub half_unit: f64,
}

/// An array, perhaps with holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// From-to for weights, examples × nodes for values of nodes, one row for biases.
    pub entries: Grid<Option<Written>>,
    /// The unit roundoff of the precision that it was computed in.
    pub roundoff: f64,
}

/// The gradient of one layer, as far as it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerGiven {
    /// One for each weight.
    pub weights: Option<Array>,
    /// One for each bias.
    pub biases: Option<Array>,
    /// z of each example and node.
    pub ins: Option<Array>,
    /// a of each example and node.
    pub outs: Option<Array>,
    /// ∂cost/∂z of each example and node, with or without 1/N.
    pub deltas: Option<Array>,
}

/// Everything that was handed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// One entry for each layer of weights.
    pub layers: Vec<LayerGiven>,
    /// The cost.
    pub cost: Option<Written>,
}

impl Written {
    /// A number with all its digits.
    pub fn exact(value: f64) -> Written {
        Written { value, half_unit: 0.0 }
    }
}

impl Array {
    /// An array of doubles.
    pub fn exact(grid: &Grid) -> Array {
        Array { entries: grid.map(|&value| Some(Written::exact(value))), roundoff: DOUBLE }
    }

    /// An array in which nothing is written yet.
    pub fn empty(rows: usize, columns: usize) -> Array {
        Array { entries: Grid::filled(rows, columns, None), roundoff: DOUBLE }
    }

    /// The numbers that are there, with their places.
    pub fn given(&self) -> impl Iterator<Item = (usize, usize, Written)> + '_ {
        let rows = self.entries.iter_rows().enumerate();
        rows.flat_map(|(row, entries)| {
            entries
                .iter()
                .enumerate()
                .filter_map(move |(column, entry)| entry.map(|written| (row, column, written)))
        })
    }

    /// The same array with the precision that it was computed in, where its numbers show one that was not said:
    /// doubles that hold only numbers of single precision.
    fn as_computed(&self) -> Array {
        #[allow(clippy::cast_possible_truncation)] // whether anything is lost is the question
        let is_single = |value: f64| f64::from(value as f32) == value;
        let has_many_bits = |value: f64| value.to_bits().trailing_zeros() < 36;
        let mut numbers = self.given().map(|(.., written)| written.value);
        let are_single =
            self.given().all(|(.., written)| is_single(written.value)) && numbers.any(has_many_bits);
        let roundoff = if are_single { self.roundoff.max(SINGLE) } else { self.roundoff };
        Array { entries: self.entries.clone(), roundoff }
    }

    /// The same numbers with rows for columns.
    #[must_use]
    pub fn transposed(&self) -> Array {
        Array { entries: self.entries.transposed(), roundoff: self.roundoff }
    }
}

impl Submission {
    /// Nothing yet, for a network of so many layers.
    pub fn new(layers: usize) -> Submission {
        Submission { layers: vec![LayerGiven::default(); layers], cost: None }
    }

    /// A whole gradient, every digit as it is.
    pub fn all(gradient: impl IntoIterator<Item = LayerGradient>) -> Submission {
        let layers = gradient.into_iter().map(|layer| LayerGiven {
            weights: Some(Array::exact(&layer.weights)),
            biases: layer.biases.map(|biases| Array::exact(&row(&biases))),
            ..LayerGiven::default()
        });
        Submission { layers: layers.collect(), cost: None }
    }

    /// Puts one number of the gradient in its place.
    pub fn put(&mut self, shape: &Shape, parameter: Quantity, written: Written) {
        match parameter {
            Quantity::Weight { layer, from, to } => {
                let empty = || Array::empty(shape.widths[layer], shape.widths[layer + 1]);
                self.layers[layer].weights.get_or_insert_with(empty).entries[(from, to)] = Some(written);
            }
            Quantity::Bias { layer, to } => {
                let empty = || Array::empty(1, shape.widths[layer + 1]);
                self.layers[layer].biases.get_or_insert_with(empty).entries[(0, to)] = Some(written);
            }
            _ => {}
        }
    }

    /// The number for one weight or bias.
    pub fn get(&self, parameter: Quantity) -> Option<Written> {
        match parameter {
            Quantity::Weight { layer, from, to } => {
                self.layers.get(layer)?.weights.as_ref()?.entries[(from, to)]
            }
            Quantity::Bias { layer, to } => self.layers.get(layer)?.biases.as_ref()?.entries[(0, to)],
            _ => None,
        }
    }

    /// The same with the precision of each array that its numbers show.
    #[must_use]
    pub fn as_computed(&self) -> Submission {
        let seen = |array: &Option<Array>| array.as_ref().map(Array::as_computed);
        let layers = self.layers.iter().map(|layer| LayerGiven {
            weights: seen(&layer.weights),
            biases: seen(&layer.biases),
            ins: seen(&layer.ins),
            outs: seen(&layer.outs),
            deltas: seen(&layer.deltas),
        });
        Submission { layers: layers.collect(), cost: self.cost }
    }

    /// How many numbers of the gradient there are.
    pub fn count(&self) -> usize {
        let arrays = self.layers.iter().flat_map(|layer| [&layer.weights, &layer.biases]);
        arrays.flatten().map(|array| array.given().count()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_precision_is_told_from_the_numbers() {
        let single = f64::from(0.1_f32);
        let roundoff =
            |numbers: [f64; 2]| Array::exact(&Grid::from_fn(1, 2, |_, n| numbers[n])).as_computed().roundoff;
        assert_eq!(roundoff([single, 0.5]), SINGLE);
        assert_eq!(roundoff([0.1, 0.5]), DOUBLE);
        assert_eq!(roundoff([0.25, 0.5]), DOUBLE);
    }
}
