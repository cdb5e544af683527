//! The same sums where layers are narrow and paths few: what a learner looks at.
//!
//! ```text
//! for each layer, from the outputs
//!   form all prefixes of all examples                     a row for each path to a node above
//!   for each weight, for each row
//!     sum = sum + prefix · activation                     the sums of one layer, four activations at a time
//! ```
//!
//! Here it would take longer to fill blocks up to whole registers than to add. The order of the terms of each sum is
//! the same, because rows stand in the order of the examples and, for each, in depth-first order.

use std::array;

use smallvec::SmallVec;

use super::manner::terms;
use crate::gradient::Gradient;
use crate::gradient::LayerGradient;
use crate::gradient::path::Biases;
use crate::gradient::path::Slopes;
use crate::gradient::path::Tree;
use crate::gradient::path::TreeLayer;
use crate::problem::Grid;

/// No layer is wider.
const WIDEST: usize = 8;

/// All prefixes are formed before they are used, and should stay in the nearest cache.
const FEW: u64 = 10_000;

/// The sums of all path products before the division by N, unless a layer is too wide or there are too many paths.
/// `done` hears how many more terms have been added.
pub fn sums(tree: &Tree, mut done: impl FnMut(u64)) -> Option<Gradient> {
    if terms(tree) > FEW || tree.layers.iter().any(|layer| layer.weights.columns() > WIDEST) {
        return None;
    }
    let nothing = tree.layers.iter().map(|layer| {
        let (from, to) = (layer.weights.rows(), layer.weights.columns());
        let biases = (layer.biases == Biases::Present).then(|| vec![0.0; to]);
        LayerGradient { weights: Grid::filled(from, to, 0.0), biases }
    });
    let mut gradient = Gradient { layers: nothing.collect() };
    let mut arrived: Option<Arrived> = None;
    for (layer, sums) in tree.layers.iter().zip(&mut gradient.layers).rev() {
        let below = Below { tree, layer, each: each(layer, arrived.as_ref()), above: arrived.as_ref() };
        let prefixes = match layer.weights.columns() {
            1 => below.sums::<1>(sums),
            2 => below.sums::<2>(sums),
            3 => below.sums::<3>(sums),
            4 => below.sums::<4>(sums),
            5 => below.sums::<5>(sums),
            6 => below.sums::<6>(sums),
            7 => below.sums::<7>(sums),
            _ => below.sums::<WIDEST>(sums),
        };
        let columns = layer.below.columns() + usize::from(sums.biases.is_some());
        done((prefixes.len() * columns) as u64);
        arrived = Some(Arrived { each: below.each, layer, prefixes });
    }
    Some(gradient)
}

/// The prefixes that arrive at the sums of a layer: so many rows for each example, a number for each node.
struct Arrived<'a> {
    each: usize,
    layer: &'a TreeLayer<'a>,
    prefixes: Vec<f64>,
}

/// How many rows of prefixes each example has in a layer: the paths to any one of its sums.
fn each(layer: &TreeLayer, above: Option<&Arrived>) -> usize {
    let to_output = above.map_or(1, |above| above.each * above.layer.weights.columns());
    match layer.slopes {
        Slopes::OwnNode(_) => to_output,
        Slopes::WholeLayer(_) => to_output * layer.weights.columns(),
    }
}

/// One layer, and what arrives at the layer above.
struct Below<'a> {
    tree: &'a Tree<'a>,
    layer: &'a TreeLayer<'a>,
    each: usize,
    above: Option<&'a Arrived<'a>>,
}

impl Below<'_> {
    /// Forms the sums of a layer of N nodes, and hands back its rows of prefixes.
    fn sums<const N: usize>(&self, into: &mut LayerGradient) -> Vec<f64> {
        let rows = self.rows::<N>();
        for (tile, sums) in into.weights.numbers_mut().as_chunks_mut().0.chunks_mut(4).enumerate() {
            match sums {
                [a, b, c, d] => [*a, *b, *c, *d] = self.tile(&rows, 4 * tile),
                [a, b, c] => [*a, *b, *c] = self.tile(&rows, 4 * tile),
                [a, b] => [*a, *b] = self.tile(&rows, 4 * tile),
                [a] => [*a] = self.tile(&rows, 4 * tile),
                _ => (),
            }
        }
        if let Some(biases) = into.biases.as_deref_mut().and_then(|biases| biases.first_chunk_mut::<N>()) {
            for row in &rows {
                add(biases, row, 1.0);
            }
        }
        rows.into_flattened()
    }

    /// The sums of the weights from T neighbouring activations, which stay in registers.
    fn tile<const N: usize, const T: usize>(&self, rows: &[[f64; N]], column: usize) -> [[f64; N]; T] {
        let below = &self.layer.below;
        let mut sums = [[0.0; N]; T];
        for example in 0..below.rows() {
            let below: &[f64; T] = first(&below.row(example)[column..]);
            for row in &rows[example * self.each..][..self.each] {
                for (sums, &value) in sums.iter_mut().zip(below) {
                    add(sums, row, value);
                }
            }
        }
        sums
    }

    /// The prefixes that arrive at the sums of this layer.
    fn rows<const N: usize>(&self) -> Vec<[f64; N]> {
        let examples = self.tree.cost.rows();
        let weights = self.weights::<N>();
        let mut rows = Vec::with_capacity(examples * self.each);
        for example in 0..examples {
            match &self.layer.slopes {
                Slopes::OwnNode(slopes) => {
                    let slopes: &[f64; N] = first(slopes.row(example));
                    self.arrive(example, &weights, |prefixes, weights| {
                        let products = prefixes.iter().zip(weights);
                        rows.extend(products.map(|(prefix, weights)| -> [f64; N] {
                            array::from_fn(|node| prefix * weights[node] * slopes[node])
                        }));
                    });
                }
                Slopes::WholeLayer(slopes) => self.arrive(example, &weights, |prefixes, weights| {
                    for (prefix, weights) in prefixes.iter().zip(weights) {
                        let outputs = weights.iter().zip(slopes[example].iter_rows());
                        rows.extend(outputs.map(|(weight, slopes)| -> [f64; N] {
                            first(slopes).map(|slope| prefix * weight * slope)
                        }));
                    }
                }),
            }
        }
        rows
    }

    /// The weights to the layer above, those to each of its nodes together.
    fn weights<const N: usize>(&self) -> SmallVec<[[f64; N]; WIDEST]> {
        let Some(above) = self.above else { return SmallVec::new() };
        let from: [&[f64]; N] = array::from_fn(|node| above.layer.weights.row(node));
        (0..above.layer.weights.columns()).map(|to| from.map(|weights| weights[to])).collect()
    }

    /// Hands on what arrives at the activations of this layer for one example: prefixes that end at the sums above, so
    /// many at a time as there are nodes, and the weights from each of them to here.
    #[inline]
    fn arrive<const N: usize>(
        &self,
        example: usize,
        weights: &[[f64; N]],
        mut hand_on: impl FnMut(&[f64], &[[f64; N]]),
    ) {
        // Above the outputs is the cost: one path, which begins with its slopes.
        let Some(above) = self.above else { return hand_on(&[1.0], &[*first(self.tree.cost.row(example))]) };
        let nodes = above.layer.weights.columns();
        for row in example * above.each..(example + 1) * above.each {
            hand_on(&above.prefixes[row * nodes..][..nodes], weights);
        }
    }
}

fn add<const N: usize>(sums: &mut [f64; N], prefixes: &[f64; N], value: f64) {
    for node in 0..N {
        sums[node] += prefixes[node] * value;
    }
}

fn first<const N: usize>(row: &[f64]) -> &[f64; N] {
    row.first_chunk().expect("as wide as the layer")
}
