//! What was done to the finished gradient: a step, weight decay, a bound, the layers backwards.

use super::chosen;
use super::growing::rates_beside_decay;
use super::moving;
use crate::diagnose::Explanation;
use crate::diagnose::Part;
use crate::diagnose::facts::Facts;
use crate::diagnose::fit::Entry;
use crate::diagnose::fit::Interval;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::fit::Right;
use crate::diagnose::fit::Target;
use crate::diagnose::fit::Targets;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Finish;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::search::Finished;
use crate::diagnose::search::Search;
use crate::diagnose::search::Solved;
use crate::diagnose::variant::Variant;

/// A decay that is smaller than this is none.
const LEAST: f64 = 1e-9;

/// Explanations in which something else than the gradient was handed in, with at most so many other mistakes.
pub(in crate::diagnose) fn whole(search: &Search, others: usize) -> Vec<Explanation> {
    let finishes = search.variants().filter_map(|variant| match variant.edits[..] {
        [Edit::Finish(finish)] => Some((variant, finish)),
        _ => None,
    });
    let mut found = Vec::new();
    for (variant, finish) in finishes {
        let explanations = match finish {
            Finish::NewWeights(_) => search.steps(others),
            Finish::Decayed(_) => {
                let mut decayed = search.finished(others, |variants, recipe| decay(search, variants, recipe));
                if others > 0 {
                    decayed.extend(growing_and_decayed(search));
                    decayed.extend(moving_and_decayed(search));
                }
                decayed
            }
            Finish::Clipped(_) => search.finished(others, |_, recipe| clipped(search, recipe)),
            Finish::Reversed => backwards(search, others),
            _ => Vec::new(),
        };
        found.extend(explanations.into_iter().map(|(number, mut explanation)| {
            explanation.parts.push(Part::of_variant(variant, search.targets.layers.len(), Some(number)));
            explanation
        }));
    }
    found
}

/// Whether any of this may have been done to a gradient that is otherwise right, in any size.
pub(in crate::diagnose) fn may_be_finished(search: &Search) -> bool {
    let right = Recipe::right(search.targets.layers.len());
    let fits = |targets: Option<Targets>| {
        targets.is_some_and(|targets| search.meeting(&targets).run(right.clone()).is_some())
    };
    fits(search.targets.as_steps(search.problem))
        || fits(search.targets.backwards(search.problem))
        || decay(search, &[], &right).is_some()
        || clipped(search, &right).is_some()
}

/// Explanations by weight decay beside a gradient that is not set back to zero.
fn growing_and_decayed(search: &Search) -> Vec<(f64, Explanation)> {
    let right = Recipe::right(search.targets.layers.len());
    let with_rate = |rate: f64| {
        let recipe = Recipe { examples: Examples::Growing(rate), ..right.clone() };
        let Finished { number, fits, .. } = decay(search, &[], &recipe)?;
        Some((number, search.grown((rate, fits))?))
    };
    rates_beside_decay(search, &right).into_iter().filter_map(with_rate).collect()
}

/// Explanations by weight decay beside weights that moved.
fn moving_and_decayed(search: &Search) -> Option<(f64, Explanation)> {
    let right = Recipe::right(search.targets.layers.len());
    let (rate, (decay, fits)) = moving::beside_decay(search, &right, |moved| decay_of(search, moved))?;
    Some((decay, search.moved((rate, fits))?))
}

/// The λ of weight decay that was added to a gradient.
fn decay_of(search: &Search, gradient: &Right) -> Option<Solved> {
    let mut interval = Interval::ANY;
    let mut fits = vec![LayerFit { weights: Interval::ONE, biases: Interval::ANY }; gradient.weights.len()];
    for (layer, targets) in search.targets.layers.iter().enumerate() {
        let weights = &search.problem.layers()[layer].weights;
        for entry in targets.weights.iter().flat_map(|target| &target.entries) {
            let at = (entry.row, entry.column);
            let rest = entry.value - gradient.weights[layer][at];
            interval = interval.and(Interval::of(rest, weights[at], entry.tolerance)?)?;
        }
        if let Some(biases) = &targets.biases {
            fits[layer].biases = biases.fit(|_, to| gradient.biases[layer][to])?;
        }
    }
    let decay = (!interval.is_any() && !interval.holds(0.0)).then(|| chosen(interval)).flatten()?;
    (decay.abs() >= LEAST).then_some((decay, fits))
}

/// The λ of weight decay with which a program gives the student's numbers, and the constants of the gradient beside it.
fn decay<'s>(search: &Search<'s, '_>, variants: &[&'s Variant], recipe: &Recipe) -> Option<Finished> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let n = search.targets.divisor;
    let mut interval = Interval::ANY;
    let mut visible = false;
    let mut pass = search.at_first_told(variants, recipe)?;
    let c = match pass.layer() + 1 == facts.layers() {
        true if recipe.is_right_at_top() => {
            search.of_right.beside_decay(|| beside_decay(search, facts, &pass))
        }
        true => beside_decay(search, facts, &pass),
        false => Some(1.0),
    }?;
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
        if interval.low.abs().max(interval.high.abs()) < LEAST {
            return None;
        }
        if let Some(biases) = &targets.biases {
            fits[layer].biases = biases.fit(|_, to| pass.bias(to) / n)?;
        }
        if layer == search.lowest {
            break;
        }
        if pass.wants_rate() {
            let left = search.targets.without_decay(chosen(interval)?, search.problem);
            let rate = search.meeting(&left).run(recipe.clone())?.solved;
            let at_rate = decay(search, &[], &recipe.at_rate(rate?))?;
            return Some(Finished { rate, ..at_rate });
        }
        pass = pass.towards(recipe, search.told_below(layer))?;
    }
    let number = (visible && !interval.is_any()).then(|| chosen(interval)).flatten()?;
    Some(Finished { number, fits, rate: None })
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

/// The bound at which the numbers of a program were cut off, and what is left for constants before that.
fn clipped(search: &Search, recipe: &Recipe) -> Option<Finished> {
    let facts = search.passes.get(recipe.forward, recipe.labels)?;
    let all = || search.targets.layers.iter().flat_map(|layer| [&layer.weights, &layer.biases]).flatten();
    let bound = all().filter_map(|target| target.entries.first()).map(|entry| entry.value.abs());
    let bound = bound.fold(0.0, f64::max);
    // Numbers that were cut off stand at the bound, all of them.
    let is_cut = |entry: &Entry| (entry.value.abs() - bound).abs() <= entry.tolerance;
    if bound == 0.0 || all().flat_map(|target| &target.entries).filter(|entry| is_cut(entry)).count() < 2 {
        return None;
    }
    if recipe.wants_rate() {
        let left = search.targets.only(|entry| !is_cut(entry));
        let rate = search.meeting(&left).run(recipe.clone())?.solved;
        return Some(Finished { rate, ..clipped(search, &recipe.at_rate(rate?))? });
    }
    let right = Right::of(facts, recipe)?;
    let mut cut = 0;
    let mut left = |target: Option<&Target>, of: &dyn Fn(&Entry) -> f64| -> Option<Interval> {
        let mut interval = Interval::ANY;
        let entries = || target.into_iter().flat_map(|target| &target.entries);
        for entry in entries() {
            let allowed = if is_cut(entry) { beyond(entry, of(entry)) } else { within(entry, of(entry)) };
            interval = interval.and(allowed?)?;
        }
        let constant = if interval.holds(1.0) { 1.0 } else { interval.middle() };
        let is_beyond = |entry: &&Entry| (constant * of(entry)).abs() > bound + 4.0 * entry.tolerance;
        cut += entries().filter(|entry| is_cut(entry)).filter(is_beyond).count();
        Some(interval)
    };
    let fits = search.targets.layers.iter().enumerate().map(|(layer, targets)| {
        let (weights, biases) = (&right.weights[layer], &right.biases[layer]);
        let weights = left(targets.weights.as_ref(), &|entry| weights[(entry.row, entry.column)])?;
        Some(LayerFit { weights, biases: left(targets.biases.as_ref(), &|entry| biases[entry.column])? })
    });
    let fits: Vec<LayerFit> = fits.collect::<Option<_>>()?;
    (cut > 0).then_some(Finished { number: bound, fits, rate: None })
}

/// The constants with which a number is the student's.
fn within(entry: &Entry, h: f64) -> Option<Interval> {
    h.is_finite().then(|| Interval::of(entry.value, h, entry.tolerance))?
}

/// The constants with which a number lies at the student's or further out on the same side.
fn beyond(entry: &Entry, h: f64) -> Option<Interval> {
    let least = (entry.value.abs() - entry.tolerance) / h.abs();
    let same_side = Interval { low: least, high: f64::INFINITY };
    let is_same = (h > 0.0) == (entry.value > 0.0);
    least.is_finite().then(|| if is_same { same_side } else { same_side.over(-1.0) })
}

/// Explanations in which the layers of the gradient were handed in backwards.
fn backwards(search: &Search, others: usize) -> Vec<(f64, Explanation)> {
    let Some(targets) = search.targets.backwards(search.problem) else { return Vec::new() };
    let backwards = search.meeting(&targets);
    search.finished(others, |_, recipe| {
        let mut hypothesis = backwards.run(recipe.clone())?;
        hypothesis.fits.reverse();
        Some(Finished { number: 0.0, fits: hypothesis.fits, rate: hypothesis.solved })
    })
}
