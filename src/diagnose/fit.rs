//! Whether numbers are the student's, up to a constant.
//!
//! A student's number s with tolerance t and a number h of a hypothesis leave an interval for the constant c in
//! s = c·h:
//!
//! ```text
//! ( s − t ) / h  ≤  c  ≤  ( s + t ) / h
//! ```
//!
//! An array fits where the intervals of its entries have something in common. What that is gets its name later.

use super::compared::row;
use super::facts::Facts;
use super::pass::LayerPass;
use super::recipe::Recipe;
use super::rounding::Rounding;
use super::submission::Array;
use super::submission::Submission;
use crate::problem::Grid;
use crate::problem::Layer;
use crate::problem::Problem;

/// What is left for a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Interval {
    pub(super) const ANY: Interval = Interval { low: f64::NEG_INFINITY, high: f64::INFINITY };

    pub(super) const ONE: Interval = Interval { low: 1.0, high: 1.0 };

    /// What is not further than so much from a number.
    pub(super) fn around(number: f64, by: f64) -> Interval {
        Interval { low: number - by, high: number + by }
    }

    /// The constants c with |s − c·h| ≤ t.
    pub(super) fn of(s: f64, h: f64, t: f64) -> Option<Interval> {
        if h == 0.0 {
            return (s.abs() <= t).then_some(Interval::ANY);
        }
        let (one, other) = ((s - t) / h, (s + t) / h);
        (!one.is_nan() && !other.is_nan()).then_some(Interval { low: one.min(other), high: one.max(other) })
    }

    pub(super) fn and(self, other: Interval) -> Option<Interval> {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        (low <= high).then_some(Interval { low, high })
    }

    pub(super) fn holds(self, c: f64) -> bool {
        // A quotient of two doubles may miss its value by the last bit.
        let slack = 4.0 * f64::EPSILON * c.abs();
        self.low - slack <= c && c <= self.high + slack
    }

    pub(super) fn over(self, c: f64) -> Interval {
        let (one, other) = (self.low / c, self.high / c);
        Interval { low: one.min(other), high: one.max(other) }
    }

    pub(super) fn is_any(self) -> bool {
        self.low == f64::NEG_INFINITY && self.high == f64::INFINITY
    }

    pub(super) fn middle(self) -> f64 {
        f64::midpoint(self.low, self.high)
    }
}

/// One number to be met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) value: f64,
    pub(super) tolerance: f64,
}

/// An array to be met: its largest number first, which most hypotheses miss already.
#[derive(Clone, Debug, Default)]
pub(super) struct Target {
    pub(super) entries: Vec<Entry>,
}

/// So many times the bound for the right program is allowed to a hypothesis, whose own bound is not computed.
const SLACK: f64 = 16.0;

impl Target {
    /// What was handed in, with the rounding of the right program scaled to the size of the student's numbers.
    pub(super) fn new(array: Option<&Array>, right: &Grid, rounding: &Grid) -> Option<Target> {
        let array = array?;
        let largest = |numbers: &mut dyn Iterator<Item = f64>| numbers.fold(0.0, f64::max);
        let theirs = largest(&mut array.given().map(|(_, _, written)| written.value.abs()));
        let ours = largest(&mut array.given().map(|(row, column, _)| right[(row, column)].abs()));
        let scale = if ours > 0.0 { theirs / ours } else { 1.0 };
        // What is nothing but rounding is as uncertain as the numbers that cancelled in it.
        let scale = if scale < 64.0 * array.roundoff { 1.0 } else { scale.max(1e-3) };
        // A node that is silent in the right program rounds nothing there, but may speak in another.
        let least = largest(&mut rounding.numbers().iter().copied()) / SLACK;
        let entry = |(row, column, written): (usize, usize, super::submission::Written)| Entry {
            row,
            column,
            value: written.value,
            tolerance: written.half_unit
                + SLACK * array.roundoff * (scale * rounding[(row, column)].max(least) + written.value.abs()),
        };
        let mut entries: Vec<Entry> = array.given().map(entry).collect();
        entries.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
        (!entries.is_empty()).then_some(Target { entries })
    }

    /// The constants with which these numbers are the student's.
    pub(super) fn fit(&self, ours: impl Fn(usize, usize) -> f64) -> Option<Interval> {
        self.fit_some(|row, column| Some(ours(row, column)))
    }

    /// The same where some numbers are not asked about.
    fn fit_some(&self, ours: impl Fn(usize, usize) -> Option<f64>) -> Option<Interval> {
        let mut interval = Interval::ANY;
        for entry in &self.entries {
            let Some(h) = ours(entry.row, entry.column) else { continue };
            if !h.is_finite() {
                return None;
            }
            interval = interval.and(Interval::of(entry.value, h, entry.tolerance)?)?;
        }
        Some(interval)
    }

    /// How surprising it is that numbers of this size are met by chance, in bits, of those that are not right. Zeros
    /// where the right numbers are none surprise as much as those would.
    pub(super) fn bits(&self, right: impl Fn(&Entry) -> f64) -> f64 {
        let size = |entry: &Entry| entry.value.abs().max(right(entry).abs());
        let largest = self.entries.iter().map(size).fold(0.0, f64::max);
        let bits = |entry: &Entry| libm::log2(largest / (2.0 * entry.tolerance)).clamp(0.0, 40.0);
        let differs = |entry: &&Entry| (entry.value - right(entry)).abs() > entry.tolerance;
        self.entries.iter().filter(differs).map(bits).sum()
    }
}

/// The arrays of one layer to be met.
#[derive(Clone, Debug, Default)]
pub(super) struct LayerTargets {
    pub(super) weights: Option<Target>,
    pub(super) biases: Option<Target>,
    pub(super) deltas: Option<Target>,
}

impl LayerTargets {
    /// Whether there is anything to be met.
    pub(super) fn is_any(&self) -> bool {
        self.weights.is_some() || self.biases.is_some() || self.deltas.is_some()
    }
}

/// What a layer of a hypothesis leaves for the constants of its arrays.
#[derive(Clone, Copy, Debug)]
pub(super) struct LayerFit {
    pub(super) weights: Interval,
    pub(super) biases: Interval,
}

impl LayerFit {
    pub(super) const ANY: LayerFit = LayerFit { weights: Interval::ANY, biases: Interval::ANY };
}

/// Everything to be met, over N.
#[derive(Clone, Debug)]
pub(super) struct Targets {
    pub(super) layers: Vec<LayerTargets>,
    pub(super) divisor: f64,
}

impl Targets {
    pub(super) fn new(submission: &Submission, right: &Right, rounding: &Rounding) -> Targets {
        let layers = submission.layers.iter().enumerate().map(|(layer, given)| LayerTargets {
            weights: Target::new(given.weights.as_ref(), &right.weights[layer], &rounding.weights[layer]),
            biases: Target::new(
                given.biases.as_ref(),
                &row(&right.biases[layer]),
                &row(&rounding.biases[layer]),
            ),
            deltas: Target::new(given.deltas.as_ref(), &right.deltas[layer], &rounding.deltas[layer]),
        });
        Targets { layers: layers.collect(), divisor: right.divisor }
    }

    /// The same numbers taken for weights after a step: how far each is below the weight before it.
    pub(super) fn as_steps(&self, problem: &Problem) -> Option<Targets> {
        let step = |target: &Option<Target>, before: &dyn Fn(usize, usize) -> f64| {
            target.as_ref().map(|target| {
                let step = |entry: &Entry| {
                    let before = before(entry.row, entry.column);
                    let tolerance = entry.tolerance + SLACK * f64::EPSILON * before.abs();
                    Entry { value: before - entry.value, tolerance, ..*entry }
                };
                let mut entries: Vec<Entry> = target.entries.iter().map(step).collect();
                entries.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
                Target { entries }
            })
        };
        let layers = self.layers.iter().zip(problem.layers()).map(|(targets, layer)| LayerTargets {
            weights: step(&targets.weights, &|f, n| layer.weights[(f, n)]),
            biases: step(&targets.biases, &|_, n| layer.biases.as_ref().map_or(0.0, |biases| biases[n])),
            deltas: targets.deltas.clone(),
        });
        let layers: Vec<LayerTargets> = layers.collect();
        let is_given = |layer: &LayerTargets| layer.weights.is_some() || layer.biases.is_some();
        layers.iter().any(is_given).then_some(Targets { layers, divisor: self.divisor })
    }

    /// The same numbers without so much of the weights.
    pub(super) fn without_decay(&self, decay: f64, problem: &Problem) -> Targets {
        let mut targets = self.clone();
        for (targets, layer) in targets.layers.iter_mut().zip(problem.layers()) {
            for entry in targets.weights.iter_mut().flat_map(|target| &mut target.entries) {
                entry.value -= decay * layer.weights[(entry.row, entry.column)];
            }
        }
        targets
    }

    /// Those of the numbers of the gradient of which this is true.
    pub(super) fn only(&self, is_kept: impl Fn(&Entry) -> bool) -> Targets {
        let mut targets = self.clone();
        for target in targets.layers.iter_mut().flat_map(|layer| [&mut layer.weights, &mut layer.biases]) {
            if let Some(target) = target {
                target.entries.retain(&is_kept);
            }
            target.take_if(|target| target.entries.is_empty());
        }
        targets
    }

    /// How much these numbers are like the weights and biases of a problem: the cosine of the angle between the two.
    pub(super) fn likeness_to(&self, problem: &Problem) -> f64 {
        let (mut both, mut theirs, mut ours) = (0.0, 0.0, 0.0);
        let mut add = |target: &Option<Target>, of: &dyn Fn(&Entry) -> f64| {
            for entry in target.iter().flat_map(|target| &target.entries) {
                let before = of(entry);
                both += before * entry.value;
                theirs += entry.value * entry.value;
                ours += before * before;
            }
        };
        for (targets, layer) in self.layers.iter().zip(problem.layers()) {
            add(&targets.weights, &|entry| layer.weights[(entry.row, entry.column)]);
            add(&targets.biases, &|entry| layer.biases.as_ref().map_or(0.0, |biases| biases[entry.column]));
        }
        both / libm::sqrt(theirs * ours)
    }

    /// The same numbers with the list of layers backwards, where the layers have such shapes.
    pub(super) fn backwards(&self, problem: &Problem) -> Option<Targets> {
        let shapes =
            || problem.layers().iter().map(|Layer { weights, .. }| (weights.rows(), weights.columns()));
        let layers = self.layers.iter().rev().cloned();
        let layers: Vec<LayerTargets> = layers.map(|layer| LayerTargets { deltas: None, ..layer }).collect();
        (layers.len() > 1 && shapes().eq(shapes().rev())).then_some(Targets { layers, divisor: self.divisor })
    }

    /// The first array from the cost downwards: its layer, itself, and whether it is of biases.
    pub(super) fn first(&self) -> Option<(usize, &Target, bool)> {
        let layers = self.layers.iter().enumerate().rev();
        layers.into_iter().find_map(|(layer, LayerTargets { weights, biases, .. })| {
            let weights = weights.as_ref().map(|target| (layer, target, false));
            weights.or_else(|| biases.as_ref().map(|target| (layer, target, true)))
        })
    }

    /// Whether two passes give any number of a layer that was handed in differently.
    pub(super) fn differ(&self, one: &LayerPass, other: &LayerPass) -> bool {
        let LayerTargets { weights, biases, deltas } = &self.layers[one.layer()];
        let apart = |one: f64, other: f64| (one - other).abs() > 1e-12 * one.abs().max(other.abs());
        let any = |target: &Option<Target>, differs: &dyn Fn(&Entry) -> bool| {
            target.as_ref().is_some_and(|target| target.entries.iter().any(differs))
        };
        any(weights, &|entry| {
            let of = |pass: &LayerPass| pass.weight(entry.row, entry.column);
            apart(of(one), of(other))
        }) || any(biases, &|entry| apart(one.bias(entry.column), other.bias(entry.column)))
            || any(deltas, &|entry| {
                let at = (entry.row, entry.column);
                apart(one.delta[at], other.delta[at])
            })
    }

    /// What one layer of a hypothesis leaves, or `None` where it does not fit.
    pub(super) fn fit(&self, layer: usize, pass: &LayerPass) -> Option<LayerFit> {
        let targets = &self.layers[layer];
        let over_n = |sum: f64| sum / self.divisor;
        let weights = match &targets.weights {
            Some(target) => target.fit(|from, to| over_n(pass.weight(from, to)))?,
            None => Interval::ANY,
        };
        let biases = match &targets.biases {
            Some(target) => target.fit(|_, to| over_n(pass.bias(to)))?,
            None => Interval::ANY,
        };
        // Whether delta already holds 1/N is the student's choice.
        if let Some(target) = &targets.deltas {
            target.fit_some(|example, node| pass.meets(example).then(|| pass.delta[(example, node)]))?;
        }
        Some(LayerFit { weights, biases })
    }
}

/// The numbers of the right program, over N.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub(super) weights: Vec<Grid>,
    pub(super) biases: Vec<Vec<f64>>,
    /// Not over N; of the right program only.
    pub(super) deltas: Vec<Grid>,
    pub(super) divisor: f64,
}

impl Right {
    /// Multiplies all numbers of the gradient.
    pub(super) fn scale(&mut self, by: f64) {
        for weights in &mut self.weights {
            weights.numbers_mut().iter_mut().for_each(|number| *number *= by);
        }
        self.biases.iter_mut().flatten().for_each(|number| *number *= by);
    }

    /// Adds another gradient.
    pub(super) fn add(&mut self, other: &Right) {
        let add = |(number, other): (&mut f64, &f64)| *number += other;
        for (weights, others) in self.weights.iter_mut().zip(&other.weights) {
            weights.numbers_mut().iter_mut().zip(others.numbers()).for_each(add);
        }
        self.biases.iter_mut().flatten().zip(other.biases.iter().flatten()).for_each(add);
    }

    /// What these numbers leave for the constants of the arrays, if they fit.
    pub(super) fn fits(&self, targets: &Targets) -> Option<Vec<LayerFit>> {
        let fits = targets.layers.iter().enumerate().map(|(layer, targets)| {
            let (weights, biases) = (&self.weights[layer], &self.biases[layer]);
            let of_weights = targets.weights.as_ref().map(|target| target.fit(|f, n| weights[(f, n)]));
            let of_biases = targets.biases.as_ref().map(|target| target.fit(|_, n| biases[n]));
            let [weights, biases] = [of_weights, of_biases].map(|fit| fit.unwrap_or(Some(Interval::ANY)));
            Some(LayerFit { weights: weights?, biases: biases? })
        });
        fits.collect()
    }

    /// The same numbers as they are handed in.
    #[cfg(test)]
    pub(super) fn handed_in(&self, problem: &Problem) -> Submission {
        let layers = self.weights.iter().zip(&self.biases).zip(problem.layers());
        Submission::all(layers.map(|((weights, biases), layer)| crate::gradient::LayerGradient {
            weights: weights.clone(),
            biases: layer.biases.is_some().then(|| biases.clone()),
        }))
    }

    pub(super) fn new(facts: &Facts) -> Option<Right> {
        let passes = LayerPass::all(facts, &Recipe::right(facts.layers()))?;
        let deltas = passes.iter().map(|pass| pass.delta.to_grid()).collect();
        Some(Right { deltas, ..Right::of_layers(facts.problem.divisor(), &passes) })
    }

    /// The same of any program that needs nothing to be solved for.
    pub(super) fn of(facts: &Facts, recipe: &Recipe) -> Option<Right> {
        Right::over(facts.problem.divisor(), facts, recipe)
    }

    /// The same over another number than N.
    pub(super) fn over(divisor: f64, facts: &Facts, recipe: &Recipe) -> Option<Right> {
        Some(Right::of_layers(divisor, &LayerPass::all(facts, recipe)?))
    }

    fn of_layers(divisor: f64, passes: &[LayerPass]) -> Right {
        let weights = passes.iter().map(|pass| {
            let mut weights = pass.weights();
            weights.numbers_mut().iter_mut().for_each(|sum| *sum /= divisor);
            weights
        });
        let biases = passes.iter().map(|pass| {
            let [_, columns] = pass.shape();
            (0..columns).map(|to| pass.bias(to) / divisor).collect()
        });
        Right { weights: weights.collect(), biases: biases.collect(), deltas: Vec::new(), divisor }
    }
}
