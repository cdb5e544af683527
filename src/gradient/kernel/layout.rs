//! How the kernel lays out what it reads and forms, so that what is needed next lies next.

use std::ops::Range;

use pulp::Simd;

use crate::gradient::path::Biases;
use crate::gradient::path::Slopes;
use crate::gradient::path::TreeLayer;
use crate::problem::Grid;

/// The most doubles in a register, and as many as a line of the cache has.
pub(super) const LINE: usize = 8;

/// From more activations than this, neighbours in a register are neighbouring activations.
pub(super) const NARROW: usize = 20;

/// Which sums lie side by side in a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Neighbours {
    /// Those of the weights from neighbouring activations into one node.
    Sources,
    /// Those of the weights from one activation into neighbouring nodes.
    Nodes,
}

/// The factors of one layer in the order in which they are needed.
pub(super) struct Level<'a> {
    pub(super) nodes: usize,
    /// The last factor of each term: examples × activations below. That of a bias is 1.
    pub(super) below: &'a Grid,
    /// How many weights lead into each node, the bias included.
    pub(super) columns: usize,
    pub(super) neighbours: Neighbours,
    /// Examples × nodes, but in the last layer.
    pub(super) slopes: Rows,
    /// The weights to the layer above: nodes above × nodes.
    pub(super) weights: Rows,
}

impl<'a> Level<'a> {
    pub(super) fn new(layer: &'a TreeLayer<'_>, above: Option<&TreeLayer<'_>>) -> Self {
        let nodes = layer.weights.columns();
        let columns = layer.below.columns() + usize::from(layer.biases == Biases::Present);
        let mut weights = Rows::zeros(above.map_or(0, |above| above.weights.columns()), nodes);
        for (from, row) in above.iter().flat_map(|above| above.weights.iter_rows().enumerate()) {
            for (to, &weight) in row.iter().enumerate() {
                weights.row_mut(to)[from] = weight;
            }
        }
        // Those of the last layer are part of the first prefixes.
        let mut slopes = Rows::zeros(above.map_or(0, |_| layer.below.rows()), nodes);
        if let (Slopes::OwnNode(all), Some(_)) = (&layer.slopes, above) {
            for (row, padded) in all.iter_rows().zip(slopes.iter_rows_mut()) {
                for (padded, &slope) in padded.iter_mut().zip(row) {
                    *padded = slope;
                }
            }
        }
        let neighbours = if columns > NARROW { Neighbours::Sources } else { Neighbours::Nodes };
        Level { nodes, below: &layer.below, columns, neighbours, slopes, weights }
    }
}

/// Rows of numbers, each filled up with zeros to whole lines.
pub(super) struct Rows {
    stride: usize,
    numbers: Vec<f64>,
}

impl Rows {
    pub(super) fn zeros(rows: usize, columns: usize) -> Self {
        let stride = columns.next_multiple_of(LINE);
        Rows { stride, numbers: vec![0.0; rows * stride] }
    }

    #[inline]
    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.numbers[row * self.stride..][..self.stride]
    }

    fn iter_rows_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        self.numbers.chunks_exact_mut(self.stride)
    }

    #[inline]
    pub(super) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.numbers[row * self.stride..][..self.stride]
    }
}

/// Prefixes that arrive at the sums of one layer, in depth-first order, a row for each path to the node above.
pub(super) struct Block {
    pub(super) nodes: usize,
    /// The examples they belong to, one after the other.
    pub(super) examples: Range<usize>,
    /// How many rows each example has.
    pub(super) each: usize,
    /// Eight neighbouring nodes in each panel, row below row; what stands below the last row is left from before.
    pub(super) panels: Vec<Vec<[f64; LINE]>>,
}

impl Block {
    pub(super) fn empty(nodes: usize) -> Self {
        Block { nodes, examples: 0..0, each: 0, panels: vec![Vec::new(); nodes.div_ceil(LINE)] }
    }

    pub(super) fn rows(&self) -> usize {
        self.examples.len() * self.each
    }

    /// Makes room for so many rows of each of these examples.
    pub(super) fn hold(&mut self, examples: Range<usize>, each: usize) {
        (self.examples, self.each) = (examples, each);
        let rows = self.rows();
        for panel in &mut self.panels {
            if panel.len() < rows {
                panel.resize(rows, [0.0; LINE]);
            }
        }
    }

    /// Fills one row, node by node.
    pub(super) fn put(&mut self, row: usize, prefix: impl Fn(usize) -> f64) {
        for (panel, nodes) in self.panels.iter_mut().zip((0..self.nodes).step_by(LINE)) {
            for (at, node) in (nodes..self.nodes.min(nodes + LINE)).enumerate() {
                panel[row][at] = prefix(node);
            }
        }
    }
}

/// The first R registers of a row.
#[inline(always)]
pub(super) fn registers<S: Simd, const R: usize>(row: &[f64]) -> [S::f64s; R] {
    let (all, _) = S::as_simd_f64s(row);
    *all.first_chunk().expect("rows are filled up")
}

/// The registers of one panel of a row.
#[inline(always)]
pub(super) fn line<S: Simd>(row: &[f64], panel: usize) -> &[S::f64s] {
    S::as_simd_f64s(&row[panel * LINE..(panel + 1) * LINE]).0
}
