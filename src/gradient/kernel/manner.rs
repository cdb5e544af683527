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
        let (mut paths, mut terms) = (tree.cost.numbers().len() as f64, 0.0);
        for layer in tree.layers.iter().rev() {
            if let Slopes::WholeLayer(_) = layer.slopes {
                paths *= layer.weights.columns() as f64;
            }
            paths *= layer.weights.rows() as f64;
            terms += paths;
        }
        let threads = if terms < TERMS_FOR_THREADS {
            1
        } else {
            thread::available_parallelism().map_or(1, usize::from)
        };
        Manner { threads, ..Manner::SINGLE }
    }
}

/// Fewer terms take a few milliseconds, and a second thread would not make them faster.
const TERMS_FOR_THREADS: f64 = 1e8;
