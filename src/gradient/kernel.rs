//! The same sums as [`super::scalar`], bit for bit, near the speed of the machine.
//!
//! ```text
//! for each example, from the first                       cost
//!   for each path to a sum, in depth-first order        ╱    ╲
//!     form its prefix from the one above              o_in … o_in     a row: the prefixes of all nodes
//!        prefix = (above · weight) · slope           ╱    ╲           of a layer below one node above
//!     for each weight into that node              h_in … h_in
//!        sum = sum + prefix · activation          ╱│╲      ╱│╲        a block: some hundred rows
//!                                               w w w     w w w
//! ```
//!
//! Each weight has one running sum, and its terms arrive in the order of the definition. Only sums of *different*
//! weights lie side by side: neighbours in a register, nodes in a tile, the shares of the threads. So neither the
//! width of the registers nor the size of the blocks nor the number of threads can change a bit. There is no fused
//! multiply-add, which would round once where the definition rounds twice.
//!
//! What makes it fast: a tile of eight registers full of sums stays where it is while the prefixes of a whole block
//! stream past, so that a term costs one multiplication and one addition and hardly ever a load. Blocks are formed
//! depth-first, layer by layer, and not kept: memory does not grow with the number of paths.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined there is compiled for the machine that was found"
)]

pub(super) mod forward;
mod layout;
mod manner;
pub mod narrow;

use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use pulp::Arch;
use pulp::Scalar;
use pulp::Scalar256b;
use pulp::Scalar512b;
use pulp::Simd;
use pulp::WithSimd;

use super::Gradient;
use super::LayerGradient;
use super::path::Slopes;
use super::path::Tree;
use crate::problem::Grid;
use layout::Block;
use layout::LINE;
use layout::Level;
use layout::Neighbours;
use layout::Rows;
use layout::line;
use layout::registers;
pub use manner::Lanes;
pub use manner::Manner;
pub use manner::TERMS_FOR_THREADS;

/// The sums of all path products before the division by N. `done` hears how many more terms have been added.
pub fn sums(tree: &Tree, manner: Manner, done: impl FnMut(u64)) -> Gradient {
    let above = |at: usize| tree.layers.get(at + 1);
    let levels: Vec<Level> =
        tree.layers.iter().enumerate().map(|(at, layer)| Level::new(layer, above(at))).collect();
    let walk = Walk { tree, levels: &levels, manner, done };
    let parts = match manner.lanes {
        Lanes::Detected => Arch::new().dispatch(walk),
        Lanes::One => walk.with_simd(Scalar::new()),
        Lanes::Four => walk.with_simd(Scalar256b),
        Lanes::Eight => walk.with_simd(Scalar512b),
    };
    let layers = (0..levels.len()).map(|at| gradient(&levels[at], at, &parts)).collect();
    Gradient { layers }
}

/// The sums of one layer from-to, and those of all threads together.
fn gradient(level: &Level, at: usize, parts: &[Part]) -> LayerGradient {
    let (from, to) = (level.below.columns(), level.nodes);
    let mut weights = Grid::filled(from, to, 0.0);
    let mut biases = vec![0.0; to];
    for part in parts {
        for column in 0..level.columns {
            let into = if column < from { weights.row_mut(column) } else { &mut biases };
            match level.neighbours {
                Neighbours::Nodes => {
                    let sums = part.sums[at].row(column);
                    into[part.own[at].clone()].copy_from_slice(&sums[part.own[at].clone()]);
                }
                Neighbours::Sources => {
                    for (own, sum) in into[part.own[at].clone()].iter_mut().enumerate() {
                        *sum = part.sums[at].row(own)[column];
                    }
                }
            }
        }
    }
    LayerGradient { weights, biases: (level.columns > from).then_some(biases) }
}

/// Where activations are wide, a block has no more examples than this.
const EXAMPLES: usize = 8;

struct Walk<'a, D> {
    tree: &'a Tree<'a>,
    levels: &'a [Level<'a>],
    manner: Manner,
    done: D,
}

impl<'a, D: FnMut(u64)> WithSimd for Walk<'a, D> {
    type Output = Vec<Part<'a>>;

    fn with_simd<S: Simd>(self, simd: S) -> Vec<Part<'a>> {
        let Walk { tree, levels, manner, mut done } = self;
        let part = move |thread, done: &mut dyn FnMut(u64)| {
            let mut part = Part::new(levels, manner, thread);
            part.walk(simd, tree, done);
            part
        };
        thread::scope(|scope| {
            let others: Vec<_> =
                (1..manner.threads).map(|thread| scope.spawn(move || part(thread, &mut |_| ()))).collect();
            let first = part(0, &mut done);
            let others =
                others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            std::iter::once(first).chain(others).collect()
        })
    }
}

/// What one thread does: every prefix, but only the sums of its own nodes.
struct Part<'a> {
    levels: &'a [Level<'a>],
    rows: usize,
    /// Its nodes in each layer.
    own: Vec<Range<usize>>,
    /// Layer by layer: own nodes × columns, or columns × all nodes where nodes are neighbours.
    sums: Vec<Rows>,
    /// The block at work in each layer.
    blocks: Vec<Block>,
}

impl<'a> Part<'a> {
    fn new(levels: &'a [Level<'a>], manner: Manner, thread: usize) -> Self {
        let share = |nodes: usize| nodes * thread / manner.threads..nodes * (thread + 1) / manner.threads;
        let own: Vec<Range<usize>> = levels.iter().map(|level| share(level.nodes)).collect();
        let sums = levels.iter().zip(&own).map(|(level, own)| match level.neighbours {
            Neighbours::Sources => Rows::zeros(own.len(), level.columns),
            Neighbours::Nodes => Rows::zeros(level.columns, level.nodes),
        });
        Part {
            levels,
            rows: manner.rows,
            sums: sums.collect(),
            blocks: levels.iter().map(|level| Block::empty(level.nodes)).collect(),
            own,
        }
    }

    /// Begins at the outputs, whose prefixes are the slope of the cost times that of the activation function.
    fn walk<S: Simd>(&mut self, simd: S, tree: &Tree, done: &mut dyn FnMut(u64)) {
        let (examples, last) = (tree.cost.rows(), self.levels.len() - 1);
        let slopes = &tree.layers[last].slopes;
        let each = if let Slopes::WholeLayer(_) = slopes { tree.cost.columns() } else { 1 };
        let together = self.most_examples(last, each);
        let mut block = std::mem::replace(&mut self.blocks[last], Block::empty(0));
        for first in (0..examples).step_by(together) {
            block.hold(first..examples.min(first + together), each);
            for (at, example) in block.examples.clone().enumerate() {
                let cost = tree.cost.row(example);
                match slopes {
                    Slopes::OwnNode(slopes) => {
                        let slopes = slopes.row(example);
                        block.put(at, |node| cost[node] * slopes[node]);
                    }
                    Slopes::WholeLayer(slopes) => {
                        for (of, cost) in cost.iter().enumerate() {
                            let slopes = slopes[example].row(of);
                            block.put(at * each + of, |node| cost * slopes[node]);
                        }
                    }
                }
            }
            self.descend(simd, last, &block, done);
        }
    }

    /// How many examples with so many rows fill a block of this layer.
    fn most_examples(&self, at: usize, each: usize) -> usize {
        let fill = (self.rows / each).max(1);
        // Many would push the activations at work out of the nearest cache.
        if self.levels[at].neighbours == Neighbours::Sources { fill.min(EXAMPLES) } else { fill }
    }

    /// Adds the terms of the weights into one layer, and goes on to the layer below.
    fn descend<S: Simd>(&mut self, simd: S, at: usize, block: &Block, done: &mut dyn FnMut(u64)) {
        let level = &self.levels[at];
        simd.vectorize(Addition { block, level, own: self.own[at].clone(), sums: &mut self.sums[at] });
        done((block.rows() * level.nodes * level.columns) as u64);
        let Some(lower) = at.checked_sub(1) else { return };
        let level = &self.levels[lower];
        let mut next = std::mem::replace(&mut self.blocks[lower], Block::empty(0));
        // A part of the rows of one example, or all rows of several.
        let part = (self.rows / block.nodes).clamp(1, block.each);
        let together =
            if part < block.each { 1 } else { self.most_examples(lower, block.each * block.nodes) };
        for first in block.examples.clone().step_by(together) {
            let examples = first..block.examples.end.min(first + together);
            for start in (0..block.each).step_by(part) {
                let above = start..block.each.min(start + part);
                next.hold(examples.clone(), above.len() * block.nodes);
                simd.vectorize(Expansion { block, above, level, next: &mut next });
                self.descend(simd, lower, &next, done);
            }
        }
        self.blocks[lower] = next;
    }
}

/// `prefix = (above · weight) · slope`, for every node below these rows of every example of a block.
struct Expansion<'a> {
    block: &'a Block,
    above: Range<usize>,
    level: &'a Level<'a>,
    next: &'a mut Block,
}

impl WithSimd for Expansion<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Expansion { block, above, level, next } = self;
        for (panel, all) in next.panels.iter_mut().enumerate() {
            for (example, rows) in next.examples.clone().zip(all.chunks_exact_mut(next.each)) {
                let slopes = line::<S>(level.slopes.row(example), panel);
                let first = (example - block.examples.start) * block.each;
                for node in 0..block.nodes {
                    let weights = line::<S>(level.weights.row(node), panel);
                    let above = &block.panels[node / LINE][first + above.start..first + above.end];
                    for (above, rows) in above.iter().zip(rows.chunks_exact_mut(block.nodes)) {
                        let above = simd.splat_f64s(above[node % LINE]);
                        let row = S::as_mut_simd_f64s(&mut rows[node]).0;
                        for (row, (&weight, &slope)) in row.iter_mut().zip(weights.iter().zip(slopes)) {
                            *row = simd.mul_f64s(simd.mul_f64s(above, weight), slope);
                        }
                    }
                }
            }
        }
    }
}

/// `sum = sum + prefix · activation`, for every weight into every own node and every prefix of the block.
struct Addition<'a> {
    block: &'a Block,
    level: &'a Level<'a>,
    own: Range<usize>,
    sums: &'a mut Rows,
}

impl WithSimd for Addition<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        match self.level.neighbours {
            Neighbours::Sources => self.across_sources(simd),
            Neighbours::Nodes => self.across_nodes(simd),
        }
    }
}

impl Addition<'_> {
    /// Tiles of 2 nodes × 3 or 4 registers of activations.
    #[inline(always)]
    fn across_sources<S: Simd>(&mut self, simd: S) {
        let registers = self.level.columns.div_ceil(S::F64_LANES);
        let tiles = registers.div_ceil(4);
        for tile in 0..tiles {
            let start = registers * tile / tiles;
            let from = start * S::F64_LANES;
            match registers * (tile + 1) / tiles - start {
                4 => self.strip::<S, 4>(simd, from),
                3 => self.strip::<S, 3>(simd, from),
                // Only the widest registers leave so few.
                _ => self.strip::<S, 2>(simd, from),
            }
        }
    }

    #[inline(always)]
    fn strip<S: Simd, const R: usize>(&mut self, simd: S, from: usize) {
        let held: Vec<[S::f64s; R]> =
            self.block.examples.clone().map(|example| self.below::<S, R>(example, from)).collect();
        for panel in self.own.start / LINE..self.own.end.div_ceil(LINE) {
            let end = self.own.end.min((panel + 1) * LINE);
            let mut node = self.own.start.max(panel * LINE);
            while node + 2 <= end {
                self.tile::<S, R, 2>(simd, node, from, &held);
                node += 2;
            }
            if node < end {
                self.tile::<S, R, 1>(simd, node, from, &held);
            }
        }
    }

    /// The activations in R registers from column `from` on, with a 1 after the last: the bias has a sum there.
    #[inline(always)]
    fn below<S: Simd, const R: usize>(&self, example: usize, from: usize) -> [S::f64s; R] {
        let row = &self.level.below.row(example)[from..];
        if let Some(whole) = S::as_simd_f64s(row).0.first_chunk() {
            return *whole;
        }
        let mut filled = [0.0; 4 * LINE];
        filled[..row.len()].copy_from_slice(row);
        filled[row.len()] = 1.0;
        registers::<S, R>(&filled)
    }

    /// The innermost loop: the sums of N nodes stay in N · R registers while the prefixes of the block pass.
    #[inline(always)]
    fn tile<S: Simd, const R: usize, const N: usize>(
        &mut self,
        simd: S,
        node: usize,
        from: usize,
        held: &[[S::f64s; R]],
    ) {
        let own = node - self.own.start;
        let mut sums = [[simd.splat_f64s(0.0); R]; N];
        for (i, sums) in sums.iter_mut().enumerate() {
            *sums = registers::<S, R>(&self.sums.row(own + i)[from..]);
        }
        let first = (node % LINE).min(LINE - N);
        let panel = &self.block.panels[node / LINE];
        for (below, rows) in held.iter().zip(panel.chunks_exact(self.block.each)) {
            for row in rows {
                for (sums, &prefix) in sums.iter_mut().zip(&row[first..first + N]) {
                    let prefix = simd.splat_f64s(prefix);
                    for i in 0..R {
                        sums[i] = simd.add_f64s(sums[i], simd.mul_f64s(prefix, below[i]));
                    }
                }
            }
        }
        for (i, sums) in sums.iter().enumerate() {
            S::as_mut_simd_f64s(&mut self.sums.row_mut(own + i)[from..]).0[..R].copy_from_slice(sums);
        }
    }

    /// Tiles of up to 8 activations × 1 register of nodes.
    #[inline(always)]
    fn across_nodes<S: Simd>(&mut self, simd: S) {
        let columns = self.level.columns;
        let tiles = columns.div_ceil(8);
        for node in (self.own.start / LINE * LINE..self.own.end).step_by(S::F64_LANES) {
            for tile in 0..tiles {
                let from = columns * tile / tiles;
                match columns * (tile + 1) / tiles - from {
                    8 => self.column::<S, 8>(simd, node, from),
                    7 => self.column::<S, 7>(simd, node, from),
                    6 => self.column::<S, 6>(simd, node, from),
                    5 => self.column::<S, 5>(simd, node, from),
                    4 => self.column::<S, 4>(simd, node, from),
                    3 => self.column::<S, 3>(simd, node, from),
                    2 => self.column::<S, 2>(simd, node, from),
                    _ => self.column::<S, 1>(simd, node, from),
                }
            }
        }
    }

    /// The same for narrow layers: the sums of N activations for one register of nodes.
    #[inline(always)]
    fn column<S: Simd, const N: usize>(&mut self, simd: S, node: usize, from: usize) {
        let mut sums = [simd.splat_f64s(0.0); N];
        for (i, sum) in sums.iter_mut().enumerate() {
            [*sum] = registers::<S, 1>(&self.sums.row(from + i)[node..]);
        }
        let register = (node % LINE / S::F64_LANES).min(LINE / S::F64_LANES - 1);
        let panel = &self.block.panels[node / LINE];
        for (example, rows) in self.block.examples.clone().zip(panel.chunks_exact(self.block.each)) {
            let mut below = [simd.splat_f64s(1.0); N];
            for (below, &activation) in below.iter_mut().zip(&self.level.below.row(example)[from..]) {
                *below = simd.splat_f64s(activation);
            }
            for row in rows {
                let prefixes = S::as_simd_f64s(row).0[register];
                for i in 0..N {
                    sums[i] = simd.add_f64s(sums[i], simd.mul_f64s(prefixes, below[i]));
                }
            }
        }
        for (i, sum) in sums.into_iter().enumerate() {
            S::as_mut_simd_f64s(&mut self.sums.row_mut(from + i)[node..]).0[0] = sum;
        }
    }
}
