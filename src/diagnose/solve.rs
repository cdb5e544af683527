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
use super::search::Search;
use crate::problem::Grid;
use crate::problem::Problem;

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
    rate.filter(|rate| *rate != 0.0)
}

/// Examples with growing weights.
pub(super) fn growing(search: &Search, recipe: &Recipe) -> Option<(Vec<LayerFit>, Option<f64>)> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let (layer, target, is_bias) = first(search.targets)?;
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
        if let Some((fits, _)) = search.run(recipe) {
            return Some((fits, Some(rate)));
        }
    }
    None
}

/// The first target from the cost downwards: its layer, itself, and whether it is of biases.
fn first(targets: &Targets) -> Option<(usize, &Target, bool)> {
    let layers = targets.layers.iter().enumerate().rev();
    layers.into_iter().find_map(|(layer, LayerTargets { weights, biases, .. })| {
        let weights = weights.as_ref().map(|target| (layer, target, false));
        weights.or_else(|| biases.as_ref().map(|target| (layer, target, true)))
    })
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

/// The rate by which the weights were changed after every example, and what is left for constants.
pub(super) fn moving(search: &Search, recipe: &Recipe) -> Option<(Vec<LayerFit>, f64)> {
    if search.problem.inputs().rows() < 2 {
        return None;
    }
    let (layer, target, is_bias) = first(search.targets)?;
    let entry = target.entries.first()?;
    let of = |right: &Right, entry: &Entry| {
        if is_bias {
            right.biases[layer][entry.column]
        } else {
            right.weights[layer][(entry.row, entry.column)]
        }
    };
    let at = |rate: f64| moved(search.problem, recipe, rate);
    let near = root(|rate| at(rate).map(|right| of(&right, entry) - entry.value), 0.01)?;
    let (still, further) = (at(near)?, at(near * 1.001)?);
    let mut interval = Interval::ANY;
    for entry in &target.entries {
        let h = of(&still, entry);
        let slope = (of(&further, entry) - h) / (near * 0.001);
        // Between the two the gradient is not quite a straight line.
        let step = Interval::of(entry.value - h, slope, 2.0 * entry.tolerance)?;
        interval = interval.and(Interval { low: near + step.low, high: near + step.high })?;
    }
    let rate = chosen(interval)?;
    if rate.abs() < 1e-9 {
        return None;
    }
    let right = moved(search.problem, recipe, rate)?;
    let fits = search.targets.layers.iter().enumerate().map(|(layer, targets)| {
        let weights = targets.weights.as_ref();
        let biases = targets.biases.as_ref();
        Some(LayerFit {
            weights: weights
                .map_or(Some(Interval::ANY), |target| target.fit(|f, n| right.weights[layer][(f, n)]))?,
            biases: biases.map_or(Some(Interval::ANY), |target| target.fit(|_, n| right.biases[layer][n]))?,
        })
    });
    Some((fits.collect::<Option<_>>()?, rate))
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

/// The λ of weight decay with which a program gives the student's numbers, and the constant of the gradient beside it.
fn decay(search: &Search, recipe: &Recipe) -> Option<(f64, Interval)> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let n = search.targets.divisor;
    let mut interval = Interval::ANY;
    let mut visible = false;
    let mut pass = LayerPass::last(facts, recipe)?;
    let c = beside_decay(search, facts, &pass)?;
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
            biases.fit(|_, to| pass.bias(to) / n).filter(|interval| interval.holds(c))?;
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
    Some((decay, Interval { low: c, high: c }))
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
fn clipped(search: &Search, recipe: &Recipe) -> Option<(f64, Interval)> {
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
    (fits && cut > 0 && bound > 0.0).then_some((bound, Interval { low: 1.0, high: 1.0 }))
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
