//! The rate by which gradients grow that are not set back to zero.
//!
//! In a loop with `dW += g + r·dW`, what an example adds is multiplied with 1 + r once for each example after it:
//!
//! ```text
//! h(r) = Σ_e  t_e · (1 + r)^(E − e)
//! ```
//!
//! One number of the student gives a few rates. So do two of them whatever they are multiplied with, and whatever
//! weight decay is added; of these rates one gives the other numbers:
//!
//! ```text
//! h₁ = s₁        s₁·h₂ − s₂·h₁ = 0        w₂·h₁ − w₁·h₂ = w₂·s₁ − w₁·s₂
//! ```

use super::MOST;
use super::chosen;
use crate::diagnose::facts::Facts;
use crate::diagnose::fit::Entry;
use crate::diagnose::fit::Interval;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::LayerRecipe;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::search::Hypothesis;
use crate::diagnose::search::Search;

/// The smallest rate that is looked for, and how many times the one before the next is.
const LEAST: f64 = 1e-6;
const TIMES: f64 = 1.5;

/// Halvings after which doubles have no number left in the middle.
const HALVINGS: usize = 60;

/// A program whose gradient is not set back to zero.
pub(in crate::diagnose) fn growing(search: &Search, recipe: &Recipe) -> Option<Hypothesis> {
    let entries = &search.targets.first()?.1.entries;
    let one = entries.first().map(|one| vec![(one, 1.0)]);
    let two = entries.first().zip(entries.get(1));
    let two = two.map(|(one, other)| vec![(one, -other.value), (other, one.value)]);
    // Without a constant before with one.
    [one, two].into_iter().flatten().find_map(|combined| {
        rates(search, recipe, &combined).into_iter().find_map(|rate| {
            let mut hypothesis =
                search.run(Recipe { examples: Examples::Growing(rate), ..recipe.clone() })?;
            hypothesis.solved = Some(rate);
            Some(hypothesis)
        })
    })
}

/// The rates at which the gradient of a program may have grown, with any weight decay.
pub(super) fn rates_beside_decay(search: &Search, recipe: &Recipe) -> Vec<f64> {
    let Some((layer, target, false)) = search.targets.first() else { return Vec::new() };
    let weights = &search.problem.layers()[layer].weights;
    let weight = |entry: &Entry| weights[(entry.row, entry.column)];
    match &target.entries[..] {
        [one, other, ..] => rates(search, recipe, &[(one, weight(other)), (other, -weight(one))]),
        _ => Vec::new(),
    }
}

/// The rates at which these numbers of the first array, each multiplied with its own, are together what the student's
/// are.
fn rates(search: &Search, recipe: &Recipe, combined: &[(&Entry, f64)]) -> Vec<f64> {
    let sum = |of: &dyn Fn(&Entry) -> f64| combined.iter().map(|(entry, by)| by * of(entry)).sum::<f64>();
    let Some((layer, _, is_bias)) = search.targets.first() else { return Vec::new() };
    let Some(facts) = search.passes.get(recipe.forward, recipe.labels) else { return Vec::new() };
    let n = search.targets.divisor;
    let wanted = Wanted {
        value: sum(&|entry| entry.value),
        tolerance: combined.iter().map(|(entry, by)| by.abs() * entry.tolerance).sum(),
    };
    let still = pass(facts, &Recipe { examples: Examples::All, ..recipe.clone() }, layer);
    let above = recipe.layers.get(layer + 1..).unwrap_or_default();
    let is_sum =
        recipe.layers[layer].is_sum(is_bias) && !above.iter().any(LayerRecipe::sends_through_gradient);
    match still {
        None => Vec::new(),
        Some(pass) if is_sum => {
            let added = |e: usize| {
                sum(&|entry| {
                    let Entry { row, column, .. } = *entry;
                    (if is_bias { pass.delta[(e, column)] } else { pass.term(e, row, column) }) / n
                })
            };
            let terms: Vec<f64> = (0..facts.labels.rows()).map(added).collect();
            wanted.rates(|rate| Some(terms.iter().fold(0.0, |sum, term| sum * (1.0 + rate) + term)))
        }
        Some(_) => wanted.rates(|rate| {
            let pass = pass(facts, &Recipe { examples: Examples::Growing(rate), ..recipe.clone() }, layer)?;
            Some(sum(&|entry| {
                (if is_bias { pass.bias(entry.column) } else { pass.weight(entry.row, entry.column) }) / n
            }))
        }),
    }
}

/// A pass back down to a layer.
fn pass<'f>(facts: &'f Facts<'f>, recipe: &Recipe, layer: usize) -> Option<LayerPass<'f>> {
    let mut pass = LayerPass::last(facts, recipe)?;
    while pass.layer() > layer {
        pass = pass.below(recipe)?;
    }
    Some(pass)
}

/// What a number is to be, and how nearly.
struct Wanted {
    value: f64,
    tolerance: f64,
}

impl Wanted {
    /// The rates at which a number is this. Weights that shrink are no sum of passes.
    fn rates(&self, number: impl Fn(f64) -> Option<f64>) -> Vec<f64> {
        let miss = |rate: f64| number(rate).map(|h| h - self.value).filter(|miss| miss.is_finite());
        let grid = std::iter::successors(Some(LEAST), |rate| Some(TIMES * rate).filter(|rate| *rate < MOST));
        let grid: Vec<(f64, f64)> = grid.map_while(|rate| Some((rate, miss(rate)?))).collect();
        let passed = grid.windows(2).filter(|pair| (pair[0].1 < 0.0) != (pair[1].1 < 0.0));
        passed.filter_map(|pair| self.rate(miss, [pair[0].0, pair[1].0])).collect()
    }

    /// The rate between two at which the number is on either side.
    fn rate(&self, miss: impl Fn(f64) -> Option<f64>, [mut low, mut high]: [f64; 2]) -> Option<f64> {
        let is_below = |rate: f64| miss(rate).map(|miss| miss < 0.0);
        let from = is_below(low)?;
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if is_below(middle)? == from {
                low = middle;
            } else {
                high = middle;
            }
        }
        // How far the digits let the rate move.
        let slope = (miss(1.001 * high)? - miss(high)?) / (0.001 * high);
        let by = (self.tolerance / slope).abs();
        Some(chosen(Interval { low: high - by, high: high + by }).unwrap_or(high))
    }
}
