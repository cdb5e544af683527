//! How the work of the kernel is cut up.

use std::thread;

use crate::gradient::path::Slopes;
use crate::gradient::path::Tree;

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
    /// One thread, and blocks that fit the nearest cache.
    pub const SINGLE: Manner = Manner { lanes: Lanes::Detected, rows: 256, threads: 1 };

    /// The fastest for a tree: threads only where there is more to do than to start and to join them.
    pub fn fastest(tree: &Tree) -> Manner {
        Manner { threads: Manner::threads_for(terms(tree)), ..Manner::SINGLE }
    }

    /// How many threads pay for so many terms.
    pub fn threads_for(terms: u64) -> usize {
        if terms < TERMS_FOR_THREADS { 1 } else { Manner::threads() }
    }

    /// As many as the machine has processors for this program.
    pub fn threads() -> usize {
        thread::available_parallelism().map_or(1, usize::from)
    }
}

/// Fewer terms take a few milliseconds, and a second thread would not make them faster.
pub const TERMS_FOR_THREADS: u64 = 100_000_000;

/// How many path products a tree has, biases not counted.
pub(super) fn terms(tree: &Tree) -> u64 {
    let (mut paths, mut terms) = (tree.cost.numbers().len() as u64, 0_u64);
    for layer in tree.layers.iter().rev() {
        if let Slopes::WholeLayer(_) = layer.slopes {
            paths = paths.saturating_mul(layer.weights.columns() as u64);
        }
        paths = paths.saturating_mul(layer.weights.rows() as u64);
        terms = terms.saturating_add(paths);
    }
    terms
}
