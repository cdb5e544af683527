//! Two and three mistakes in one program.
//!
//! Branches of the tree of mistakes are followed together, from the cost downwards. That there are tens of thousands
//! of pairs costs little: nearly all of them share with thousands of others what they do at the last layer, and there
//! they do not fit.

use super::Fitting;
use super::Search;
use super::branch::Branch;
use super::branch::made_together;
use super::branch::ways_on;
use super::descent::Descent;
use super::hypothesis::Hypothesis;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::naming::Scale;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::variant::Variant;

/// Gradients that finding a rate takes which is no root of a straight line.
const STEPS_TO_ROOT: f64 = 40.0;

/// Multiplications that rates beside other mistakes may take; some hundredths of a second.
const RATE_EFFORT: f64 = 4e7;

/// Multiplications that pairs may take which nothing drops before the lowest layer; some tenths of a second.
const PAIR_EFFORT: f64 = 1e7;

/// The trees of mistakes: those in which a constant inside is one outside, and the others.
pub(super) struct Trees<'s> {
    linear: Branch<'s>,
    nonlinear: Branch<'s>,
}

impl<'s> Trees<'s> {
    pub(super) fn of(variants: &[&'s Variant], layers: usize, lowest: usize) -> Trees<'s> {
        let (nonlinear, linear) =
            variants.iter().copied().enumerate().partition(|(_, variant)| variant.is_nonlinear());
        let root = |variants| Branch::root(variants, layers, lowest);
        Trees { linear: root(linear), nonlinear: root(nonlinear) }
    }
}

/// What was found of two mistakes together.
#[derive(Default)]
pub(super) struct Pairs<'b, 's> {
    pub(super) fittings: Vec<Fitting<'s>>,
    /// The branches that fit at the last layer, whatever they do below.
    tops: Vec<[&'b Branch<'s>; 2]>,
}

/// Branches that are followed down together.
struct Walk<'w, 's, 'p> {
    search: &'w Search<'s, 'p>,
    scale: Option<Scale>,
    last: Descent<'s>,
    found: Vec<Fitting<'s>>,
}

impl<'s> Search<'s, '_> {
    /// Two mistakes together, with any of the constants that may stand inside.
    pub(super) fn pairs(&self) -> Pairs<'_, 's> {
        let mut pairs = Pairs::default();
        if !self.affords_pairs() {
            return pairs;
        }
        let Trees { linear, nonlinear } = self.trees();
        let mut walk = Walk::new(self, None);
        for roots in [[linear, linear], [linear, nonlinear], [nonlinear, nonlinear]] {
            let start = walk.start();
            for way in ways_on(&roots) {
                if walk.follow(&start, &way) {
                    pairs.tops.push([way[0], way[1]]);
                }
            }
        }
        pairs.fittings = walk.found;
        // Where the last layer is not there to drop a pair at, there are too many for that.
        let scales = if self.has_last_layer() { self.naming.inner_scales() } else { Vec::new() };
        for scale in scales {
            let mut walk = Walk::new(self, Some(scale));
            for roots in [[linear, nonlinear], [nonlinear, nonlinear]] {
                let start = walk.start();
                for way in ways_on(&roots) {
                    walk.follow(&start, &way);
                }
            }
            pairs.fittings.extend(walk.found);
        }
        pairs
    }

    /// Pairs that fit at the last layer, together with a third mistake that shows below.
    pub(super) fn triples(&self, pairs: &Pairs<'_, 's>) -> Vec<Fitting<'s>> {
        let Trees { linear, .. } = self.trees();
        let Some(third) = linear.not_yet() else { return Vec::new() };
        let mut walk = Walk::new(self, None);
        let start = walk.start();
        for [one, other] in &pairs.tops {
            walk.follow(&start, &[one, other, third]);
        }
        walk.found
    }

    fn has_last_layer(&self) -> bool {
        self.targets.layers.last().is_some_and(|last| last.weights.is_some() || last.biases.is_some())
    }

    /// Whether every mistake can be tried together with one whose rate takes whole gradients to find.
    pub(super) fn affords_rates_beside_mistakes(&self) -> bool {
        STEPS_TO_ROOT * self.gradient_effort() * self.common().len() as f64 <= RATE_EFFORT
    }

    /// Whether every pair can be tried. Where the last layer was handed in, nearly all are dropped there.
    pub(super) fn affords_pairs(&self) -> bool {
        let seen = self.seen().len() as f64;
        self.has_last_layer() || self.gradient_effort() * seen * seen / 2.0 <= PAIR_EFFORT
    }

    /// The multiplications of one gradient by the delta rule, nearly.
    fn gradient_effort(&self) -> f64 {
        let weights: usize = self.problem.layers().iter().map(|layer| layer.weights.numbers().len()).sum();
        (self.problem.inputs().rows() * weights) as f64
    }
}

impl<'w, 's, 'p> Walk<'w, 's, 'p> {
    fn new(search: &'w Search<'s, 'p>, scale: Option<Scale>) -> Walk<'w, 's, 'p> {
        Walk { search, scale, last: Descent::default(), found: Vec::new() }
    }

    /// The right program, not followed yet, with the constant inside.
    fn start(&self) -> Hypothesis {
        self.search.start(self.scale.as_ref())
    }

    /// Whether a layer leaves nothing to be named beside the constant inside, where that is a mistake itself.
    fn may_be_all(&self, fit: LayerFit) -> bool {
        let Some(Scale { outside, named: Some(_), .. }) = self.scale else { return true };
        let mut arrays = [fit.weights, fit.biases].into_iter();
        arrays.all(|array| self.search.naming.may_be_free(array.over(outside)))
    }

    /// Follows these branches down to the end, and keeps what fits. Whether they fit at this layer.
    fn follow(&mut self, above: &Hypothesis, branches: &[&Branch<'s>]) -> bool {
        let mut hypothesis = above.with(branches.iter().flat_map(|branch| &branch.edits));
        let Recipe { forward, labels, .. } = hypothesis.recipe;
        let Some(facts) = self.search.passes.get(forward, labels) else { return false };
        let Some(layer) = self.search.step(facts, &mut hypothesis, &mut self.last) else { return false };
        if !self.may_be_all(hypothesis.fits[layer]) {
            return false;
        }
        if layer > self.search.lowest {
            for way in ways_on(branches) {
                self.follow(&hypothesis, &way);
            }
        } else {
            let fitting = |variants| Fitting::new(variants, &hypothesis, self.scale.as_ref());
            self.found.extend(made_together(branches).into_iter().map(fitting));
        }
        true
    }
}
