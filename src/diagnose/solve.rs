//! Parameters that are found instead of tried: rates, decay, bounds.
//!
//! The gradient is affine in the rate of weights that were changed too early, in weight decay, and in the rate of a
//! step; each number of the student leaves an interval for the parameter, and all intervals must have something in
//! common. Two parameters are not affine and are found by the secant method.

use super::Explanation;
use super::Part;
use super::facts::Facts;
use super::fit::Entry;
use super::fit::Interval;
use super::fit::LayerFit;
use super::fit::LayerTargets;
use super::fit::Right;
use super::fit::Target;
use super::fit::Targets;
use super::naming::plain;
use super::pass::LayerPass;
use super::recipe::Edit;
use super::recipe::Examples;
use super::recipe::Finish;
use super::recipe::Forward;
use super::recipe::Labels;
use super::recipe::Recipe;
use super::search::Hypothesis;
use super::search::Search;
use super::search::Solved;
use crate::problem::Grid;
use crate::problem::Problem;

/// A learning rate that is greater than this is none.
const MOST: f64 = 100.0;

/// The plainest number in an interval, or its middle.
pub(super) fn chosen(interval: Interval) -> Option<f64> {
    let middle = interval.middle();
    middle.is_finite().then(|| plain(interval).unwrap_or(middle))
}

/// The constant that the arrays above have, if it can be told: 1 before any other.
fn constant(fit: LayerFit) -> f64 {
    let both = fit.weights.and(fit.biases).unwrap_or(fit.weights);
    match both {
        interval if interval.holds(1.0) => 1.0,
        interval if interval.is_any() => 1.0,
        interval => chosen(interval).unwrap_or(1.0),
    }
}

/// The rate by which the weights of a layer were changed before the signal went through them.
pub(super) fn rate(search: &Search, pass: &mut LayerPass, recipe: &Recipe, fit: LayerFit) -> Option<f64> {
    // A constant on an array above need not be there on the way down.
    let c = constant(fit);
    let others = [c, 1.0].into_iter().take(if c == 1.0 { 1 } else { 2 });
    others.into_iter().find_map(|c| rate_with(search, pass, recipe, c))
}

/// The same where this constant goes down with the signal.
fn rate_with(search: &Search, pass: &mut LayerPass, recipe: &Recipe, c: f64) -> Option<f64> {
    let targets = &search.targets.layers[pass.layer() - 1];
    let n = search.targets.divisor;
    pass.set_rate(0.0);
    let still = pass.below(recipe)?;
    pass.set_rate(1.0);
    let moved = pass.below(recipe)?;
    let mut interval = Interval::ANY;
    let mut visible = false;
    let mut meet = |entry: &Entry, still: f64, moved: f64| -> Option<()> {
        let (h, by) = (still * c, (moved - still) * c);
        let (one, other) =
            ((entry.value - entry.tolerance - h) / by, (entry.value + entry.tolerance - h) / by);
        if by == 0.0 {
            return Some(());
        }
        visible |= (entry.value - h).abs() > 2.0 * entry.tolerance;
        interval = interval.and(Interval { low: one.min(other), high: one.max(other) })?;
        Some(())
    };
    for entry in targets.weights.iter().flat_map(|target| &target.entries) {
        let at = (entry.row, entry.column);
        meet(entry, still.weight(at.0, at.1) / n, moved.weight(at.0, at.1) / n)?;
    }
    // Biases may have a constant of their own; that they fit is seen later.
    for entry in
        targets.biases.iter().filter(|_| targets.weights.is_none()).flat_map(|target| &target.entries)
    {
        meet(entry, still.bias(entry.column) / n, moved.bias(entry.column) / n)?;
    }
    if interval.is_any() || !visible {
        return None;
    }
    // With few weights above, some rate gives anything; then only a plain one is believed.
    let is_free = search.problem.layers()[pass.layer()].weights.numbers().len() < 4;
    let rate = if is_free { plain(interval) } else { chosen(interval) };
    // Down the slope, where the constant does not turn it round; sums over the batch may stand in a step undivided.
    rate.filter(|rate| rate * c > 0.0 && rate.abs() <= MOST * n)
}

/// Examples with growing weights.
pub(super) fn growing(search: &Search, recipe: &Recipe) -> Option<Hypothesis> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let (layer, target, is_bias) = search.targets.first()?;
    let entry = target.entries.first()?;
    let at = |rate: f64| -> Option<f64> {
        let recipe = Recipe { examples: Examples::Growing(rate), ..recipe.clone() };
        let mut pass = LayerPass::last(facts, &recipe)?;
        while pass.layer() > layer {
            pass = pass.below(&recipe)?;
        }
        let sum = if is_bias { pass.bias(entry.column) } else { pass.weight(entry.row, entry.column) };
        Some(sum / search.targets.divisor)
    };
    for start in [0.01, 0.5] {
        let Some(rate) = root(|rate| at(rate).map(|h| h - entry.value), start) else { continue };
        // How far the digits of this number let the rate move.
        let slope =
            at(rate * 1.001).zip(at(rate)).map_or(0.0, |(moved, still)| (moved - still) / (rate * 0.001));
        let by = (entry.tolerance / slope).abs();
        let rate = chosen(Interval { low: rate - by, high: rate + by }).unwrap_or(rate);
        // Weights that shrink are no sum of passes.
        if rate.is_nan() || rate < 1e-9 {
            continue;
        }
        let recipe = Recipe { examples: Examples::Growing(rate), ..recipe.clone() };
        if let Some(mut hypothesis) = search.run(recipe) {
            hypothesis.solved = Some(rate);
            return Some(hypothesis);
        }
    }
    None
}

/// A root near `start`, by secants.
fn root(f: impl Fn(f64) -> Option<f64>, start: f64) -> Option<f64> {
    let (mut x0, mut x1) = (0.0, start);
    let (mut y0, mut y1) = (f(x0)?, f(x1)?);
    for _ in 0..40 {
        if y1 == y0 {
            break;
        }
        let x = x1 - y1 * (x1 - x0) / (y1 - y0);
        (x0, y0) = (x1, y1);
        (x1, y1) = (x, f(x)?);
        if !y1.is_finite() {
            return None;
        }
        if y1 == 0.0 || (x1 - x0).abs() <= 1e-15 * x1.abs() {
            break;
        }
    }
    x1.is_finite().then_some(x1)
}

/// Rates at which a search for one begins, where nothing else is wrong and where something is.
const RATES: [f64; 5] = [0.01, 0.1, 0.5, 1.5, 0.001];
const RATES_BESIDE: [f64; 2] = [0.01, 0.1];

/// So many times a rate is far enough from it to see in which direction the gradient moves.
const FURTHER: f64 = 1.001;

/// At each step a straight line must leave less than this of the differences that no rate at all leaves.
const HOPELESS: f64 = 0.7;

/// Steps towards a rate before it counts as not found.
const STEPS: usize = 30;

/// The rate by which the weights were changed after every example, and what is left for constants.
pub(super) fn moving(search: &Search, recipe: &Recipe) -> Option<(Vec<LayerFit>, f64)> {
    if search.problem.inputs().rows() < 2 {
        return None;
    }
    let at = |rate: f64| moved(search.problem, recipe, rate);
    let is_alone = *recipe == Recipe::right(search.targets.layers.len());
    let starts = if is_alone { &RATES[..] } else { &RATES_BESIDE };
    let still = at(0.0)?;
    starts.iter().find_map(|&start| {
        let near = nearest(search.targets, at, &still, start)?;
        let (here, further) = (at(near)?, at(near * FURTHER)?);
        // Between the two the gradient is not quite a straight line.
        [1.0, 2.0].into_iter().find_map(|slack| {
            let interval = around(search.targets, [&here, &further], near, slack)?;
            let rates = [super::naming::plain(interval), Some(interval.middle())].into_iter().flatten();
            let mut rates = rates.filter(|rate| (1e-9..=MOST).contains(rate));
            rates.find_map(|rate| Some((fits(search.targets, &at(rate)?)?, rate)))
        })
    })
}

/// The rate at which the first array is nearest to the student's, by secants in the direction in which it moves:
///
/// ```text
/// h′ = ( h(r₁) − h(r₀) ) / ( r₁ − r₀ )        r₂ = r₁ + (s − h(r₁))·h′ / h′·h′
/// ```
fn nearest(targets: &Targets, at: impl Fn(f64) -> Option<Right>, still: &Right, start: f64) -> Option<f64> {
    let (layer, target, of) = first(targets)?;
    let of_target =
        |right: &Right| -> Vec<f64> { target.entries.iter().map(|entry| of(right, layer, entry)).collect() };
    let numbers = |rate: f64| Some(of_target(&at(rate)?));
    let miss = |numbers: &[f64]| -> Vec<f64> {
        target.entries.iter().zip(numbers).map(|(entry, h)| entry.value - h).collect()
    };
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (mut rate, mut from) = (start, 0.0);
    let (mut h, mut h_from) = (numbers(rate)?, of_target(still));
    let all = dot(&miss(&h_from), &miss(&h_from));
    let mut left = all;
    for step in 0..STEPS {
        let direction: Vec<f64> = h.iter().zip(&h_from).map(|(a, b)| (a - b) / (rate - from)).collect();
        let (miss_now, along) = (miss(&h), dot(&miss(&h), &direction));
        let length = dot(&direction, &direction);
        if dot(&miss_now, &miss_now) - along * along / length > HOPELESS * HOPELESS * all {
            return None;
        }
        let next = rate + along / length;
        if !next.is_finite() || (next - rate).abs() <= 1e-15 * rate.abs() {
            break;
        }
        (from, h_from) = (rate, h);
        (rate, h) = (next, numbers(next)?);
        let now = dot(&miss(&h), &miss(&h));
        // Where two steps did not bring it nearer, no more will, or it is as near as doubles are.
        if step > 1 && now > 0.5 * left {
            break;
        }
        left = now;
    }
    let tolerated: f64 = target.entries.iter().map(|entry| 16.0 * entry.tolerance * entry.tolerance).sum();
    (left <= tolerated.max(1e-6 * all)).then_some(rate)
}

/// How far the digits of all arrays let a rate differ from `near`, told from the gradients there and further on; arrays
/// that have a constant say nothing.
fn around(targets: &Targets, [here, further]: [&Right; 2], near: f64, slack: f64) -> Option<Interval> {
    let (layers, mut interval) = (targets.layers.len(), Interval::ANY);
    for (layer, targets) in targets.layers.iter().enumerate().rev() {
        for (target, of) in arrays(targets) {
            let rates = target.entries.iter().try_fold(interval, |interval, entry| {
                let h = of(here, layer, entry);
                let slope = (of(further, layer, entry) - h) / (near * (FURTHER - 1.0));
                let step = Interval::of(entry.value - h, slope, slack * entry.tolerance)?;
                interval.and(Interval { low: near + step.low, high: near + step.high })
            });
            // The first array decides whether there is a rate at all.
            interval = match rates {
                None if interval.is_any() && layer + 1 == layers => return None,
                rates => rates.unwrap_or(interval),
            };
        }
    }
    (!interval.is_any()).then_some(interval)
}

/// A number of a gradient.
type Of = fn(&Right, usize, &Entry) -> f64;

const OF_WEIGHTS: Of = |right, layer, entry| right.weights[layer][(entry.row, entry.column)];
const OF_BIASES: Of = |right, layer, entry| right.biases[layer][entry.column];

/// The arrays of a layer that are to be met, weights first.
fn arrays(targets: &LayerTargets) -> impl Iterator<Item = (&Target, Of)> {
    let weights = targets.weights.as_ref().map(|target| (target, OF_WEIGHTS));
    weights.into_iter().chain(targets.biases.as_ref().map(|target| (target, OF_BIASES)))
}

/// The first array from the cost downwards.
fn first(targets: &Targets) -> Option<(usize, &Target, Of)> {
    let (layer, target, is_of_biases) = targets.first()?;
    Some((layer, target, if is_of_biases { OF_BIASES } else { OF_WEIGHTS }))
}

/// What a gradient leaves for the constants of the arrays, if it fits.
fn fits(targets: &Targets, right: &Right) -> Option<Vec<LayerFit>> {
    let fits = targets.layers.iter().enumerate().map(|(layer, targets)| {
        let (weights, biases) = (targets.weights.as_ref(), targets.biases.as_ref());
        Some(LayerFit {
            weights: weights
                .map_or(Some(Interval::ANY), |target| target.fit(|f, n| right.weights[layer][(f, n)]))?,
            biases: biases.map_or(Some(Interval::ANY), |target| target.fit(|_, n| right.biases[layer][n]))?,
        })
    });
    fits.collect()
}

/// The gradient of a program whose weights move after every example.
fn moved(problem: &Problem, recipe: &Recipe, rate: f64) -> Option<Right> {
    let mut layers = problem.layers().to_vec();
    let mut total: Option<Right> = None;
    let row = |grid: &Grid, e: usize| Grid::from_fn(1, grid.columns(), |_, n| grid[(e, n)]);
    for e in 0..problem.inputs().rows() {
        let (inputs, labels) = (row(problem.inputs(), e), row(problem.labels(), e));
        let one = Problem::new("", layers.clone(), inputs, labels, problem.cost()).ok()?;
        let facts = Facts::new(&one, recipe.forward, Labels::Given)?;
        // Of one example, without the division.
        let mut right = Right::of(&facts, recipe)?;
        right.scale(right.divisor);
        for (layer, (weights, biases)) in layers.iter_mut().zip(right.weights.iter().zip(&right.biases)) {
            layer.weights = Grid::from_fn(weights.rows(), weights.columns(), |f, n| {
                layer.weights[(f, n)] - rate * weights[(f, n)]
            });
            for (bias, slope) in layer.biases.iter_mut().flatten().zip(biases) {
                *bias -= rate * slope;
            }
        }
        total = Some(match total {
            None => right,
            Some(sum) => sum.plus(&right),
        });
    }
    let mut total = total?;
    total.scale(1.0 / problem.divisor());
    Some(total)
}

/// Explanations in which something else than the gradient was handed in, with at most so many other mistakes.
pub(super) fn whole(search: &Search, others: usize) -> Vec<Explanation> {
    let finishes = search.variants().filter_map(|variant| match variant.edits[..] {
        [Edit::Finish(finish)] => Some((variant, finish)),
        _ => None,
    });
    let mut found = Vec::new();
    for (variant, finish) in finishes {
        let parts =
            |parameter: Option<f64>| vec![Part::of_variant(variant, search.targets.layers.len(), parameter)];
        match finish {
            Finish::NewWeights(_) => {
                for (rate, mut explanation) in search.steps(others) {
                    explanation.parts.extend(parts(Some(rate)));
                    found.push(explanation);
                }
            }
            Finish::Decayed(_) => {
                for (decay, mut explanation) in search.finished(others, decay) {
                    explanation.parts.extend(parts(Some(decay)));
                    found.push(explanation);
                }
            }
            Finish::Clipped(_) => {
                for (bound, mut explanation) in search.finished(others, clipped) {
                    explanation.parts.extend(parts(Some(bound)));
                    found.push(explanation);
                }
            }
            Finish::Reversed if others == 0 => {
                found.extend(reversed(search).then(|| Explanation::of(parts(None))));
            }
            _ => {}
        }
    }
    found
}

/// The λ of weight decay with which a program gives the student's numbers, and the constants of the gradient beside it.
fn decay(search: &Search, recipe: &Recipe) -> Option<Solved> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let n = search.targets.divisor;
    let mut interval = Interval::ANY;
    let mut visible = false;
    let mut pass = LayerPass::last(facts, recipe)?;
    let c = beside_decay(search, facts, &pass)?;
    let mut fits =
        vec![LayerFit { weights: Interval { low: c, high: c }, biases: Interval::ANY }; facts.layers()];
    loop {
        let layer = pass.layer();
        let targets = &search.targets.layers[layer];
        for entry in targets.weights.iter().flat_map(|target| &target.entries) {
            let weight = facts.weights(layer)[(entry.row, entry.column)];
            let rest = entry.value - c * pass.weight(entry.row, entry.column) / n;
            visible |= rest.abs() > 2.0 * entry.tolerance;
            interval = interval.and(Interval::of(rest, weight, entry.tolerance)?)?;
        }
        if let Some(biases) = &targets.biases {
            fits[layer].biases = biases.fit(|_, to| pass.bias(to) / n)?;
        }
        if layer == 0 {
            break;
        }
        if pass.wants_rate() {
            return None;
        }
        pass = pass.below(recipe)?;
    }
    let decay = (visible && !interval.is_any()).then(|| chosen(interval)).flatten()?;
    Some((decay, fits))
}

/// The constant c in s = c·h + λ·w, told from those two weights of the last layer that tell it best.
fn beside_decay(search: &Search, facts: &Facts, pass: &LayerPass) -> Option<f64> {
    let layer = pass.layer();
    let entries = search.targets.layers[layer].weights.as_ref().map_or(&[][..], |target| &target.entries);
    // Two equations for two numbers always have a solution.
    if entries.len() < 3 {
        return Some(1.0);
    }
    let h = |entry: &Entry| pass.weight(entry.row, entry.column) / search.targets.divisor;
    let w = |entry: &Entry| facts.weights(layer)[(entry.row, entry.column)];
    let (one, h_one, w_one) = (&entries[0], h(&entries[0]), w(&entries[0]));
    let determinant = |other: &Entry| h_one * w(other) - h(other) * w_one;
    let tells = |other: &&Entry| determinant(other).abs();
    let other = entries[1..].iter().max_by(|a, b| tells(a).total_cmp(&tells(b)))?;
    let s = one.value * w(other) - other.value * w_one;
    let tolerance = one.tolerance * w(other).abs() + other.tolerance * w_one.abs();
    let interval = Interval::of(s, determinant(other), tolerance)?;
    if interval.holds(1.0) { Some(1.0) } else { search.naming.size_in(interval) }
}

/// The bound at which the numbers of a program were cut off.
fn clipped(search: &Search, recipe: &Recipe) -> Option<Solved> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let all = || search.targets.layers.iter().flat_map(|layer| [&layer.weights, &layer.biases]).flatten();
    let bound = all().filter_map(|target| target.entries.first()).map(|entry| entry.value.abs());
    let bound = bound.fold(0.0, f64::max);
    // Numbers that were cut off stand at the bound, all of them.
    let at_bound = |entry: &&Entry| (entry.value.abs() - bound).abs() <= entry.tolerance;
    if all().flat_map(|target| &target.entries).filter(at_bound).count() < 2 {
        return None;
    }
    let right = Right::of(facts, recipe)?;
    let mut cut = 0;
    let mut meets = |entry: &Entry, h: f64| {
        cut += usize::from(h.abs() > bound + 4.0 * entry.tolerance);
        (entry.value - h.clamp(-bound, bound)).abs() <= entry.tolerance
    };
    let fits = search.targets.layers.iter().enumerate().all(|(layer, targets)| {
        let weights = targets.weights.iter().flat_map(|target| &target.entries);
        let biases = targets.biases.iter().flat_map(|target| &target.entries);
        weights.into_iter().all(|entry| meets(entry, right.weights[layer][(entry.row, entry.column)]))
            && biases.into_iter().all(|entry| meets(entry, right.biases[layer][entry.column]))
    });
    let one = Interval { low: 1.0, high: 1.0 };
    let left = vec![LayerFit { weights: one, biases: one }; facts.layers()];
    (fits && cut > 0 && bound > 0.0).then_some((bound, left))
}

/// Whether the layers of the right gradient were handed in backwards.
fn reversed(search: &Search) -> bool {
    let right = || Right::new(search.passes.get(Forward::Given, Labels::Given)?);
    let Some(mut right) = right() else { return false };
    right.weights.reverse();
    right.biases.reverse();
    let layers = search.problem.layers();
    search.targets.layers.iter().enumerate().all(|(layer, targets)| {
        let (weights, biases) = (&right.weights[layer], &right.biases[layer]);
        let shape = |grid: &Grid| (grid.rows(), grid.columns());
        shape(weights) == shape(&layers[layer].weights)
            && targets.weights.as_ref().is_none_or(|target| {
                target.fit(|f, n| weights[(f, n)]).is_some_and(|interval| interval.holds(1.0))
            })
            && targets
                .biases
                .as_ref()
                .is_none_or(|target| target.fit(|_, n| biases[n]).is_some_and(|interval| interval.holds(1.0)))
    })
}
