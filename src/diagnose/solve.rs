//! Parameters that are found instead of tried: rates, decay, bounds.
//!
//! The gradient is affine in the rate of weights that were changed too early, in weight decay, and in the rate of a
//! step; each number of the student leaves an interval for the parameter, and all intervals must have something in
//! common. Two parameters are not affine: how fast gradients grow, and how far weights move inside the batch.

mod growing;
mod moving;
mod whole;

use super::fit::Entry;
use super::fit::Interval;
use super::fit::LayerFit;
use super::naming::plain;
use super::pass::LayerPass;
use super::pass::Made;
use super::recipe::Recipe;
use super::search::Search;

pub(super) use growing::growing;
pub(super) use moving::effort_of_moving;
pub(super) use moving::may_move;
pub(super) use moving::moving;
pub(super) use whole::may_be_finished;
pub(super) use whole::whole;

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
    let still = pass.below(recipe, Made::WhenAsked)?;
    pass.set_rate(1.0);
    let moved = pass.below(recipe, Made::WhenAsked)?;
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
    // Down the slope, unless the constant turned that round; sums over the batch may stand in a step undivided.
    rate.filter(|rate| (*rate > 0.0 || c < 0.0) && rate.abs() <= MOST * n)
}
