//! Which orders of the labels may give the student's numbers, without a pass for each of them.
//!
//! A gradient is a sum over the examples, and what an example adds depends on its own label alone:
//!
//! ```text
//! N · ∂cost/∂w  =  Σ_e  t[e][ label of e ]
//! ```
//!
//! One table t for each of a few numbers, made by as many passes as there are examples, tells that number for all E!
//! orders; nearly all of them miss the second number already.

use super::Search;
use crate::diagnose::facts::MOST_ORDERED;
use crate::diagnose::facts::order;
use crate::diagnose::fit::Entry;
use crate::diagnose::fit::Interval;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::recipe::Forwards;
use crate::diagnose::recipe::Labels;
use crate::diagnose::recipe::Recipe;
use crate::problem::Grid;

/// So many numbers are looked at.
const TABLES: usize = 4;

/// What the examples add to a few numbers with each of the labels.
pub(super) struct Orders {
    examples: usize,
    /// None where there is nothing to tell an order by: too many examples, no gradient handed in, or values of nodes
    /// that no order gives.
    tables: Option<Vec<(Entry, Grid)>>,
}

impl Orders {
    /// The tables of the first array from the cost downwards.
    pub(super) fn new(search: &Search) -> Orders {
        let examples = search.problem.inputs().rows();
        let is_tried = examples <= MOST_ORDERED;
        Orders { examples, tables: is_tried.then(|| tables(search, examples)).flatten() }
    }

    /// Whether the labels may have been in this order. It may say yes too often.
    pub(super) fn may_fit(&self, number: usize) -> bool {
        let (Some(order), Some(tables)) = (order(self.examples, number), &self.tables) else { return false };
        let mut left = Some(Interval::ANY);
        for (Entry { value, tolerance, .. }, table) in tables {
            let sum = order.iter().enumerate().map(|(example, &label)| table[(example, label)]).sum();
            // Added in another order than in a pass.
            let interval = Interval::of(*value, sum, 2.0 * tolerance);
            left = left.zip(interval).and_then(|(left, interval)| left.and(interval));
        }
        left.is_some()
    }
}

fn tables(search: &Search, examples: usize) -> Option<Vec<(Entry, Grid)>> {
    let (layer, target, is_biases) = search.targets.first()?;
    let entries = &target.entries[..target.entries.len().min(TABLES)];
    let recipe = Recipe::right(search.problem.layers().len());
    let right = search.passes.get(Forwards::default(), Labels::Given)?;
    let pass = |by: usize| {
        // Where rolling the labels changes nothing, there is no pass of its own.
        let facts = search.passes.get(Forwards::default(), Labels::RowsRolled(by)).unwrap_or(right);
        LayerPass::down_to(facts, &recipe, layer)
    };
    let passes: Vec<LayerPass> = (0..examples).map(pass).collect::<Option<_>>()?;
    let table = |entry: &Entry| {
        let term = |example: usize, label: usize| {
            let pass = &passes[(example + examples - label) % examples];
            let term = if is_biases {
                pass.delta[(example, entry.column)]
            } else {
                pass.term(example, entry.row, entry.column)
            };
            term / search.targets.divisor
        };
        (*entry, Grid::from_fn(examples, examples, term))
    };
    Some(entries.iter().map(table).collect())
}
