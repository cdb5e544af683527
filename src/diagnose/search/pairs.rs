//! Two and three mistakes in one program.
//!
//! Branches of the tree of mistakes are followed together, from the cost downwards. That there are tens of thousands
//! of pairs costs little: nearly all of them share with thousands of others what they do at the last layer, and there
//! they do not fit.

use super::Fitting;
use super::Search;
use super::Stage;
use super::branch::Branch;
use super::branch::made_together;
use super::branch::ways_on;
use super::descent::Descent;
use super::hypothesis::Hypothesis;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::naming::Scale;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::variant::Variant;

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
    /// What it takes, nearly, to find out that a hypothesis which was followed to a layer does not fit at the one below.
    to_look_at: Vec<f64>,
    last: Descent<'s>,
    found: Vec<Fitting<'s>>,
}

impl<'s> Search<'s, '_> {
    /// Two mistakes together, with any of the constants that may stand inside.
    pub(super) fn pairs(&self) -> Pairs<'_, 's> {
        let mut pairs = Pairs::default();
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

    pub(super) fn has_last_layer(&self) -> bool {
        self.targets.layers.last().is_some_and(|last| last.weights.is_some() || last.biases.is_some())
    }
}

impl<'w, 's, 'p> Walk<'w, 's, 'p> {
    fn new(search: &'w Search<'s, 'p>, scale: Option<Scale>) -> Walk<'w, 's, 'p> {
        let shape = search.problem.shape();
        let overhead = 300 + 80 * shape.layers();
        let below = |reached: usize| {
            let columns = shape.widths[reached] + shape.widths.get(reached + 1).copied().unwrap_or_default();
            (overhead + columns * (2 * shape.examples + 20)) as f64
        };
        let to_look_at = (0..=shape.layers()).map(below).collect();
        Walk { search, scale, to_look_at, last: Descent::default(), found: Vec::new() }
    }

    /// The right program, not followed yet, with the constant inside.
    fn start(&self) -> Hypothesis {
        self.search.start(self.scale.as_ref())
    }

    /// Whether what a layer leaves may have a name, and where the constant inside is a mistake itself, needs none.
    fn may_be_named(&self, fit: LayerFit) -> bool {
        let naming = self.search.naming;
        let mut arrays = [fit.weights, fit.biases].into_iter();
        arrays.all(|array| match self.scale {
            Some(Scale { outside, named: Some(_), .. }) => naming.may_be_free(array.over(outside)),
            _ => naming.may_have_name(array),
        })
    }

    /// Follows these branches down to the end, and keeps what fits. Whether they fit at this layer.
    fn follow(&mut self, above: &Hypothesis, branches: &[&Branch<'s>]) -> bool {
        if !self.search.effort.spend(Stage::Pairs, self.to_look_at[above.reached()]) {
            return false;
        }
        let mut hypothesis = above.with(branches.iter().flat_map(|branch| &branch.edits));
        let Recipe { forward, labels, .. } = hypothesis.recipe;
        let Some(facts) = self.search.passes.get(forward, labels) else { return false };
        self.last.turn_to(&hypothesis.recipe);
        let Some(layer) = self.search.step(facts, &mut hypothesis, &mut self.last) else { return false };
        if !self.may_be_named(hypothesis.fits[layer]) {
            return false;
        }
        if layer == self.search.lowest {
            self.keep(&hypothesis, branches);
        } else if branches.iter().all(|branch| branch.is_done) && self.search.may_leap(&hypothesis) {
            let lowest = self.search.leap(&mut hypothesis, &mut self.last);
            if lowest.is_some_and(|lowest| self.may_be_named(hypothesis.fits[lowest])) {
                self.keep(&hypothesis, branches);
            }
        } else {
            for way in ways_on(branches) {
                self.follow(&hypothesis, &way);
            }
        }
        true
    }

    /// Keeps what fits down to the end.
    fn keep(&mut self, hypothesis: &Hypothesis, branches: &[&Branch<'s>]) {
        let fitting = |variants| Fitting::new(variants, hypothesis, self.scale.as_ref());
        self.found.extend(made_together(branches).into_iter().map(fitting));
    }
}
