//! The same sums as [`super::scalar`], bit for bit, near the speed of the machine.
//!
//! ```text
//! for each example, from the first                       cost
//!   for each path to a sum, in depth-first order        ╱    ╲         a row: the prefixes of all
//!     form its prefix from the one above              o_in … o_in     ← nodes of a layer that hang
//!        prefix = (above · weight) · slope           ╱    ╲             below one node above
//!     for each weight into that node              h_in … h_in         ← a block: up to 256 rows
//!        sum = sum + prefix · activation          ╱│╲      ╱│╲
//!                                               w w w     w w w       ← a register holds the sums of
//! ```                                                                   neighbouring weights
//!
//! Each weight has one running sum, and its terms arrive in the order of the definition. Side by side are only sums
//! of *different* weights: neighbours in a vector register, nodes in a tile, nodes of another thread. So neither the
//! width of the registers nor the size of blocks nor the number of threads can change a bit. There is no fused
//! multiply-add, which would round once where the definition rounds twice.
//!
//! What makes it fast: a tile of sums (4 nodes × 2 registers) stays in registers while a whole block of prefixes
//! streams past, so that a term costs one multiplication and one addition and hardly ever a load. The blocks are
//! formed layer by layer, depth-first, and never kept: memory does not grow with the number of paths.

#![expect(
    clippy::inline_always,
    reason = "only what is inlined there is compiled for the machine that was found"
)]

use std::ops::Range;
use std::thread;

use pulp::Arch;
use pulp::Scalar;
use pulp::Scalar256b;
use pulp::Scalar512b;
use pulp::Simd;
use pulp::WithSimd;

use super::Gradient;
use super::LayerGradient;
use super::path::Biases;
use super::path::Slopes;
use super::path::Tree;
use crate::problem::Grid;

/// How the work is cut up. It decides how long the sums take and cannot change them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// How many sums lie side by side in a register.
    pub lanes: Lanes,
    /// How many rows of prefixes are formed before they are multiplied by activations.
    pub rows: usize,
    /// How many threads share the nodes.
    pub threads: usize,
}

/// The width of a vector register in doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lanes {
    /// Whatever the machine has, found out when the program runs.
    Detected,
    /// One, without vector instructions.
    One,
    /// Four, without vector instructions of our choice.
    Four,
    /// Eight, without vector instructions of our choice.
    Eight,
}

impl Manner {
    /// The fastest on one thread.
    pub const SINGLE: Manner = Manner { lanes: Lanes::Detected, rows: 256, threads: 1 };
}

/// The sums of all path products before the division by N. `done` hears how many more terms have been added.
pub fn sums(tree: &Tree, manner: Manner, done: impl FnMut(u64)) -> Gradient {
    let levels = levels(tree);
    let walk = Walk { tree, levels: &levels, manner, done };
    let parts = match manner.lanes {
        Lanes::Detected => Arch::new().dispatch(walk),
        Lanes::One => walk.with_simd(Scalar::new()),
        Lanes::Four => walk.with_simd(Scalar256b),
        Lanes::Eight => walk.with_simd(Scalar512b),
    };
    gradient(tree, &parts)
}

/// From-to, and the nodes of all threads together.
fn gradient(tree: &Tree, parts: &[Part]) -> Gradient {
    let layers = tree.layers.iter().enumerate().map(|(at, layer)| {
        let sums: Vec<&[f64]> = parts.iter().flat_map(|part| part.sums[at].iter()).collect();
        let from = layer.weights.rows();
        LayerGradient {
            weights: Grid::from_fn(from, sums.len(), |from, to| sums[to][from]),
            biases: (layer.biases == Biases::Present).then(|| sums.iter().map(|sums| sums[from]).collect()),
        }
    });
    Gradient { layers: layers.collect() }
}

/// The factors of one layer in the order in which they are needed.
struct Level {
    /// How many nodes it has.
    nodes: usize,
    /// The last factor of each term: examples × activations below, and a 1 for the bias.
    below: Rows,
    /// How many of these there are in a row.
    columns: usize,
    /// Examples × nodes.
    slopes: Rows,
    /// The weights to the layer above: nodes above × nodes.
    weights: Rows,
}

fn levels(tree: &Tree) -> Vec<Level> {
    let level = |at: usize| {
        let layer = &tree.layers[at];
        let nodes = layer.weights.columns();
        let bias: &[f64] = if layer.biases == Biases::Present { &[1.0] } else { &[] };
        let below = layer.below.iter_rows().map(|row| row.iter().chain(bias).copied());
        let columns = layer.below.columns() + bias.len();
        let above = tree.layers.get(at + 1).map(|above| &above.weights);
        let to_from = (0..above.map_or(0, Grid::columns)).map(|to| {
            above.into_iter().flat_map(move |weights| (0..nodes).map(move |from| weights[(from, to)]))
        });
        let slopes: &[f64] = match &layer.slopes {
            Slopes::OwnNode(slopes) => slopes.numbers(),
            Slopes::WholeLayer(_) => &[],
        };
        Level {
            nodes,
            below: Rows::new(columns, below),
            columns,
            slopes: Rows::new(nodes, slopes.chunks_exact(nodes).map(|row| row.iter().copied())),
            weights: Rows::new(nodes, to_from),
        }
    };
    (0..tree.layers.len()).map(level).collect()
}

/// The largest number of doubles in a register, and in a line of the cache.
const LINE: usize = 8;

/// Rows of numbers, each filled up with zeros to whole registers, the first at the beginning of a cache line.
struct Rows {
    stride: usize,
    start: usize,
    numbers: Vec<f64>,
}

impl Rows {
    fn zeros(rows: usize, columns: usize) -> Self {
        let stride = stride(columns);
        let numbers = vec![0.0; rows * stride + LINE];
        let start = numbers.as_ptr().align_offset(LINE * size_of::<f64>()).min(LINE);
        Rows { stride, start, numbers }
    }

    fn new(columns: usize, rows: impl ExactSizeIterator<Item = impl Iterator<Item = f64>>) -> Self {
        let mut all = Rows::zeros(rows.len(), columns);
        for (at, row) in rows.enumerate() {
            for (place, number) in all.row_mut(at).iter_mut().zip(row) {
                *place = number;
            }
        }
        all
    }

    fn row(&self, row: usize) -> &[f64] {
        &self.numbers[self.start + row * self.stride..][..self.stride]
    }

    fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.numbers[self.start + row * self.stride..][..self.stride]
    }

    fn iter(&self) -> impl Iterator<Item = &[f64]> {
        (0..(self.numbers.len() - LINE) / self.stride).map(|row| self.row(row))
    }
}

/// The length of a padded row: an odd number of lines, because rows that a power of two lies between push each other
/// out of the cache.
fn stride(columns: usize) -> usize {
    (columns.div_ceil(LINE) | 1) * LINE
}

/// Prefixes that arrive at the sums of one layer, in depth-first order: a row for each path to the node above.
struct Block {
    nodes: usize,
    stride: usize,
    prefixes: Vec<f64>,
    /// Which examples they belong to, each with its number of rows.
    runs: Vec<(usize, usize)>,
}

impl Block {
    fn empty(nodes: usize) -> Self {
        Block { nodes, stride: stride(nodes), prefixes: Vec::new(), runs: Vec::new() }
    }

    fn rows(&self) -> usize {
        self.prefixes.len() / self.stride
    }

    /// Makes room for more rows of one example.
    fn more(&mut self, example: usize, rows: usize) -> &mut [f64] {
        match self.runs.last_mut() {
            Some((last, count)) if *last == example => *count += rows,
            _ => self.runs.push((example, rows)),
        }
        let start = self.prefixes.len();
        self.prefixes.resize(start + rows * self.stride, 0.0);
        &mut self.prefixes[start..]
    }

    fn clear(&mut self) {
        self.prefixes.clear();
        self.runs.clear();
    }

    /// The runs with their prefixes.
    fn iter(&self) -> impl Iterator<Item = (usize, &[f64])> {
        self.runs.iter().scan(0, |start, &(example, rows)| {
            let prefixes = &self.prefixes[*start..][..rows * self.stride];
            *start += prefixes.len();
            Some((example, prefixes))
        })
    }
}

struct Walk<'a, D> {
    tree: &'a Tree,
    levels: &'a [Level],
    manner: Manner,
    done: D,
}

impl<'a, D: FnMut(u64)> WithSimd for Walk<'a, D> {
    type Output = Vec<Part<'a>>;

    fn with_simd<S: Simd>(self, simd: S) -> Vec<Part<'a>> {
        let Walk { tree, levels, manner, mut done } = self;
        thread::scope(|scope| {
            let others: Vec<_> = (1..manner.threads)
                .map(|thread| {
                    scope.spawn(move || {
                        let mut part = Part::new(levels, manner, thread);
                        part.walk(simd, tree, &mut |_| ());
                        part
                    })
                })
                .collect();
            let mut first = Part::new(levels, manner, 0);
            first.walk(simd, tree, &mut done);
            let joined = others.into_iter().map(|other| match other.join() {
                Ok(part) => part,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            std::iter::once(first).chain(joined).collect()
        })
    }
}

/// What one thread does: every prefix, but only the sums of its own nodes.
struct Part<'a> {
    levels: &'a [Level],
    rows: usize,
    own: Vec<Range<usize>>,
    /// Layer by layer, own nodes × columns.
    sums: Vec<Rows>,
    /// The block at work in each layer.
    blocks: Vec<Block>,
}

impl<'a> Part<'a> {
    fn new(levels: &'a [Level], manner: Manner, thread: usize) -> Self {
        let share = |nodes: usize| nodes * thread / manner.threads..nodes * (thread + 1) / manner.threads;
        let own: Vec<Range<usize>> = levels.iter().map(|level| share(level.nodes)).collect();
        Part {
            levels,
            rows: manner.rows,
            sums: levels.iter().zip(&own).map(|(level, own)| Rows::zeros(own.len(), level.columns)).collect(),
            blocks: levels.iter().map(|level| Block::empty(level.nodes)).collect(),
            own,
        }
    }

    /// Begins at the outputs, whose prefixes are the slope of the cost times that of the activation function.
    fn walk<S: Simd>(&mut self, simd: S, tree: &Tree, done: &mut impl FnMut(u64)) {
        let last = self.levels.len() - 1;
        let mut block = Block::empty(self.levels[last].nodes);
        for example in 0..tree.cost.rows() {
            let cost = tree.cost.row(example);
            match &tree.layers[last].slopes {
                Slopes::OwnNode(slopes) => {
                    let slopes = cost.iter().zip(slopes.row(example));
                    let row = block.more(example, 1).iter_mut();
                    row.zip(slopes).for_each(|(prefix, (cost, slope))| *prefix = cost * slope);
                }
                Slopes::WholeLayer(slopes) => {
                    for (cost, slopes) in cost.iter().zip(slopes[example].iter_rows()) {
                        let row = block.more(example, 1).iter_mut();
                        row.zip(slopes).for_each(|(prefix, slope)| *prefix = cost * slope);
                    }
                }
            }
            if block.rows() >= self.rows || example + 1 == tree.cost.rows() {
                self.descend(simd, last, &block, done);
                block.clear();
            }
        }
    }

    /// Adds the terms of the weights into one layer, and goes on to the layer below.
    fn descend<S: Simd>(&mut self, simd: S, at: usize, block: &Block, done: &mut impl FnMut(u64)) {
        let level = &self.levels[at];
        simd.vectorize(Addition { block, level, own: self.own[at].clone(), sums: &mut self.sums[at] });
        done(block.rows() as u64 * level.nodes as u64 * level.columns as u64);
        let Some(lower) = at.checked_sub(1) else { return };
        let mut next = std::mem::replace(&mut self.blocks[lower], Block::empty(0));
        let at_once = (self.rows / block.nodes).max(1);
        for (example, prefixes) in block.iter() {
            for prefixes in prefixes.chunks(at_once * block.stride) {
                let more = prefixes.len() / block.stride * block.nodes;
                if next.rows() > 0 && next.rows() + more > self.rows {
                    self.descend(simd, lower, &next, done);
                    next.clear();
                }
                let stride = next.stride;
                let into = next.more(example, more);
                let level = &self.levels[lower];
                simd.vectorize(Expansion { above: block, prefixes, level, example, into, stride });
            }
        }
        self.descend(simd, lower, &next, done);
        next.clear();
        self.blocks[lower] = next;
    }
}

/// `prefix = (above · weight) · slope`, for every node below every prefix above.
struct Expansion<'a> {
    above: &'a Block,
    prefixes: &'a [f64],
    level: &'a Level,
    example: usize,
    into: &'a mut [f64],
    stride: usize,
}

impl WithSimd for Expansion<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let registers = self.level.nodes.div_ceil(S::F64_LANES);
        for pair in 0..registers / 2 {
            self.strip::<S, 2>(simd, 2 * pair);
        }
        if registers % 2 == 1 {
            self.strip::<S, 1>(simd, registers - 1);
        }
    }
}

impl Expansion<'_> {
    /// The prefixes of so many neighbouring nodes as fill R registers.
    #[inline(always)]
    fn strip<S: Simd, const R: usize>(&mut self, simd: S, at: usize) {
        let slopes = registers::<S, R>(self.level.slopes.row(self.example), at);
        let mut rows = self.into.chunks_exact_mut(self.stride);
        for prefixes in self.prefixes.chunks_exact(self.above.stride) {
            let weights = self.level.weights.iter();
            for ((prefix, weights), row) in prefixes.iter().zip(weights).zip(&mut rows) {
                let prefix = simd.splat_f64s(*prefix);
                let weights = registers::<S, R>(weights, at);
                let row = registers_mut::<S, R>(row, at);
                for register in 0..R {
                    row[register] = simd.mul_f64s(simd.mul_f64s(prefix, weights[register]), slopes[register]);
                }
            }
        }
    }
}

/// `sum = sum + prefix · activation`, for every weight into every own node and every prefix of the block.
struct Addition<'a> {
    block: &'a Block,
    level: &'a Level,
    own: Range<usize>,
    sums: &'a mut Rows,
}

impl WithSimd for Addition<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let registers = self.level.columns.div_ceil(S::F64_LANES);
        for pair in 0..registers / 2 {
            self.strip::<S, 2>(simd, 2 * pair);
        }
        if registers % 2 == 1 {
            self.strip::<S, 1>(simd, registers - 1);
        }
    }
}

impl Addition<'_> {
    /// The sums of so many neighbouring weights as fill R registers, for all own nodes.
    #[inline(always)]
    fn strip<S: Simd, const R: usize>(&mut self, simd: S, at: usize) {
        let mut node = self.own.start;
        while node + 4 <= self.own.end {
            self.tile::<S, R, 4>(simd, at, node);
            node += 4;
        }
        match self.own.end - node {
            3 => self.tile::<S, R, 3>(simd, at, node),
            2 => self.tile::<S, R, 2>(simd, at, node),
            1 => self.tile::<S, R, 1>(simd, at, node),
            _ => {}
        }
    }

    /// The innermost loop: the sums of N nodes stay in N · R registers while the block passes.
    #[inline(always)]
    fn tile<S: Simd, const R: usize, const N: usize>(&mut self, simd: S, at: usize, node: usize) {
        let own = node - self.own.start;
        let mut sums = [[simd.splat_f64s(0.0); R]; N];
        for (i, sums) in sums.iter_mut().enumerate() {
            *sums = registers::<S, R>(self.sums.row(own + i), at);
        }
        for (example, rows) in self.block.iter() {
            let below = registers::<S, R>(self.level.below.row(example), at);
            for row in rows.chunks_exact(self.block.stride) {
                let Some(prefixes) = row[node..].first_chunk::<N>() else { continue };
                for i in 0..N {
                    let prefix = simd.splat_f64s(prefixes[i]);
                    for register in 0..R {
                        let product = simd.mul_f64s(prefix, below[register]);
                        sums[i][register] = simd.add_f64s(sums[i][register], product);
                    }
                }
            }
        }
        for (i, sums) in sums.into_iter().enumerate() {
            *registers_mut::<S, R>(self.sums.row_mut(own + i), at) = sums;
        }
    }
}

/// R registers of a row, from the given one.
#[inline(always)]
fn registers<S: Simd, const R: usize>(row: &[f64], at: usize) -> [S::f64s; R] {
    let (all, _) = S::as_simd_f64s(row);
    all[at..].first_chunk::<R>().copied().unwrap()
}

/// The same, to be changed.
#[inline(always)]
fn registers_mut<S: Simd, const R: usize>(row: &mut [f64], at: usize) -> &mut [S::f64s; R] {
    let (all, _) = S::as_mut_simd_f64s(row);
    all[at..].first_chunk_mut::<R>().unwrap()
}
