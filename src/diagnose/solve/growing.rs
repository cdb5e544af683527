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
use crate::diagnose::fit::Target;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::LayerRecipe;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::search::Hypothesis;
use crate::diagnose::search::Search;

/// The smallest rate that is looked for, and how many times the one before the next is.
const LEAST: f64 = 1e-6;
const TIMES: f64 = 1.5;

/// So much of what the digits allow is near enough to a rate, which takes about ten steps and never more than so many.
const NEAR: f64 = 1.0 / 64.0;
const STEPS: usize = 60;

/// A program whose gradient is not set back to zero.
pub(in crate::diagnose) fn growing(search: &Search, recipe: &Recipe) -> Option<Hypothesis> {
    let still = Recipe { examples: Examples::All, ..recipe.clone() };
    let rates = if search.is_known_at_top(&still) {
        search.of_right.growing(|| rates(search, &still))
    } else {
        &rates(search, &still)
    };
    rates.iter().find_map(|&rate| {
        let mut hypothesis = search.run(Recipe { examples: Examples::Growing(rate), ..still.clone() })?;
        hypothesis.solved = Some(rate);
        Some(hypothesis)
    })
}

/// The rates at which the gradient of a program may have grown, those without a constant before those with one.
fn rates(search: &Search, still: &Recipe) -> Vec<f64> {
    let Some(first) = First::of(search, still) else { return Vec::new() };
    let entries = &first.target.entries;
    let one = entries.first().map(|one| vec![(one, 1.0)]);
    let two = entries.first().zip(entries.get(1));
    let two = two.map(|(one, other)| vec![(one, -other.value), (other, one.value)]);
    let rates = [one, two].into_iter().flatten().flat_map(|combined| first.rates(&combined));
    rates.filter(|&rate| first.may_fit(search, rate)).collect()
}

/// The rates at which the gradient of a program may have grown, with any weight decay.
pub(super) fn rates_beside_decay(search: &Search, still: &Recipe) -> Vec<f64> {
    let Some(first) = First::of(search, still).filter(|first| !first.is_bias) else { return Vec::new() };
    let weights = &search.problem.layers()[first.still.layer()].weights;
    let weight = |entry: &Entry| weights[(entry.row, entry.column)];
    match &first.target.entries[..] {
        [one, other, ..] => first.rates(&[(one, weight(other)), (other, -weight(one))]),
        _ => Vec::new(),
    }
}

/// The first array of a program, before it grows.
struct First<'s> {
    recipe: &'s Recipe,
    facts: &'s Facts<'s>,
    target: &'s Target,
    is_bias: bool,
    still: LayerPass<'s>,
    divisor: f64,
}

impl<'s> First<'s> {
    fn of(search: &'s Search, recipe: &'s Recipe) -> Option<First<'s>> {
        let (layer, target, is_bias) = search.targets.first()?;
        let facts = search.passes.get(recipe.forward, recipe.labels)?;
        let still = LayerPass::down_to(facts, recipe, layer)?;
        Some(First { recipe, facts, target, is_bias, still, divisor: search.targets.divisor })
    }

    /// The rates at which these numbers of the array, each multiplied with its own, are together what the student's
    /// are.
    fn rates(&self, combined: &[(&Entry, f64)]) -> Vec<f64> {
        let sum = |of: &dyn Fn(&Entry) -> f64| combined.iter().map(|(entry, by)| by * of(entry)).sum::<f64>();
        let wanted = Wanted {
            value: sum(&|entry| entry.value),
            tolerance: combined.iter().map(|(entry, by)| by.abs() * entry.tolerance).sum(),
        };
        let layer = self.still.layer();
        let is_sum = self.recipe.layers[layer].is_sum(self.is_bias);
        if self.goes_down_grown() {
            let grown = |rate: f64| Recipe { examples: Examples::Growing(rate), ..self.recipe.clone() };
            let number = |rate: f64| {
                let pass = LayerPass::down_to(self.facts, &grown(rate), layer);
                pass.map_or(f64::NAN, |pass| sum(&|entry| self.number(&pass, entry)))
            };
            wanted.rates(|rates| rates.iter().map(|&rate| number(rate)).collect())
        } else if is_sum {
            let terms = (0..self.facts.labels.rows()).map(|e| sum(&|entry| self.term(e, entry)));
            let terms: Vec<f64> = terms.collect();
            wanted.rates(|rates| grown_sums(&terms, rates))
        } else {
            let number = |rate: f64| {
                let grown = self.still.growing(rate);
                sum(&|entry| self.number(&grown, entry))
            };
            wanted.rates(|rates| rates.iter().map(|&rate| number(rate)).collect())
        }
    }

    /// Whether anything that grew is sent down to the array.
    fn goes_down_grown(&self) -> bool {
        self.recipe.layers[self.still.layer() + 1..].iter().any(LayerRecipe::sends_through_gradient)
    }

    /// Whether the other numbers of the layer allow a rate that one or two of them gave.
    fn may_fit(&self, search: &Search, rate: f64) -> bool {
        let layer = self.still.layer();
        self.goes_down_grown() || search.targets.fit(layer, &self.still.growing(rate)).is_some()
    }

    /// A number of the array.
    fn number(&self, pass: &LayerPass, entry: &Entry) -> f64 {
        let sum = if self.is_bias { pass.bias(entry.column) } else { pass.weight(entry.row, entry.column) };
        sum / self.divisor
    }

    /// What an example adds to it.
    fn term(&self, example: usize, &Entry { row, column, .. }: &Entry) -> f64 {
        let still = &self.still;
        let term =
            if self.is_bias { still.delta[(example, column)] } else { still.term(example, row, column) };
        term / self.divisor
    }
}

/// The sum of these terms at each of the rates at which what is there grows with every example.
fn grown_sums(terms: &[f64], rates: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; rates.len()];
    for term in terms {
        sums.iter_mut().zip(rates).for_each(|(sum, rate)| *sum = *sum * (1.0 + rate) + term);
    }
    sums
}

/// What a number is to be, and how nearly.
struct Wanted {
    value: f64,
    tolerance: f64,
}

impl Wanted {
    /// The rates at which a number is this, which is asked for at many rates together. Weights that shrink are no sum of
    /// passes.
    fn rates(&self, numbers: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
        let grid = std::iter::successors(Some(LEAST), |rate| Some(TIMES * rate).filter(|rate| *rate < MOST));
        let grid: Vec<f64> = grid.collect();
        let misses = numbers(&grid).into_iter().map(|h| h - self.value).take_while(|miss| miss.is_finite());
        let misses: Vec<(f64, f64)> = grid.iter().copied().zip(misses).collect();
        let miss =
            |rate: f64| numbers(&[rate]).first().map(|h| h - self.value).filter(|miss| miss.is_finite());
        let passed = misses.windows(2).filter(|pair| (pair[0].1 < 0.0) != (pair[1].1 < 0.0));
        passed.filter_map(|pair| self.rate(miss, [pair[0], pair[1]])).collect()
    }

    /// The rate between two at which the number is on either side, by false position: where the same end moves twice,
    /// the other counts half (the Illinois method, M. Dowell and P. Jarratt, BIT 11, 1971).
    fn rate(&self, miss: impl Fn(f64) -> Option<f64>, mut ends: [(f64, f64); 2]) -> Option<f64> {
        let (mut rate, mut moved) = (ends[1].0, None);
        for _ in 0..STEPS {
            let [(low, at_low), (high, at_high)] = ends;
            rate = high - at_high * (high - low) / (at_high - at_low);
            let left = miss(rate)?;
            if left.abs() <= NEAR * self.tolerance || rate == low || rate == high {
                break;
            }
            let end = usize::from((left < 0.0) != (at_low < 0.0));
            if moved == Some(end) {
                ends[1 - end].1 *= 0.5;
            }
            (ends[end], moved) = ((rate, left), Some(end));
        }
        // How far the digits let the rate move.
        let slope = (miss(1.001 * rate)? - miss(rate)?) / (0.001 * rate);
        let by = (self.tolerance / slope).abs();
        Some(chosen(Interval::around(rate, by)).unwrap_or(rate))
    }
}
