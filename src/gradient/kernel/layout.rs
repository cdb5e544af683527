//! How the kernel lays out what it reads and forms, so that what is needed next lies next.

use std::ops::Range;

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
    /// Examples × nodes.
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
        let mut slopes = Rows::zeros(layer.below.rows(), nodes);
        if let Slopes::OwnNode(all) = &layer.slopes {
            for (example, row) in all.iter_rows().enumerate() {
                slopes.row_mut(example)[..nodes].copy_from_slice(row);
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

    pub(super) fn row(&self, row: usize) -> &[f64] {
        &self.numbers[row * self.stride..][..self.stride]
    }

    pub(super) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.numbers[row * self.stride..][..self.stride]
    }
}

/// Prefixes that arrive at the sums of one layer, in depth-first order, a row for each path to the node above.
pub(super) struct Block {
    pub(super) nodes: usize,
    pub(super) rows: usize,
    /// Eight neighbouring nodes in each panel, row below row.
    pub(super) panels: Vec<Vec<[f64; LINE]>>,
    /// The example and the rows that belong to it.
    pub(super) runs: Vec<(usize, Range<usize>)>,
}

impl Block {
    pub(super) fn empty(nodes: usize) -> Self {
        Block { nodes, rows: 0, panels: vec![Vec::new(); nodes.div_ceil(LINE)], runs: Vec::new() }
    }

    /// Makes room for more rows of one example, and says where.
    pub(super) fn add(&mut self, example: usize, rows: usize) -> Range<usize> {
        let more = self.rows..self.rows + rows;
        self.rows = more.end;
        match self.runs.last_mut() {
            Some((last, run)) if *last == example => run.end = more.end,
            _ => self.runs.push((example, more.clone())),
        }
        for panel in &mut self.panels {
            if panel.len() < self.rows {
                panel.resize(self.rows, [0.0; LINE]);
            }
        }
        more
    }

    pub(super) fn clear(&mut self) {
        self.rows = 0;
        self.runs.clear();
    }
}
