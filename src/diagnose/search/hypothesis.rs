//! A hypothesis, as far down as it was followed.

use super::Search;
use super::allows_any;
use super::descent::Descent;
use crate::diagnose::facts::Facts;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::naming::Scale;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::recipe::Through;
use crate::diagnose::solve;

/// A program, and what it leaves for constants in the layers that it was followed through.
#[derive(Clone)]
pub(in crate::diagnose) struct Hypothesis {
    pub(super) recipe: Recipe,
    pub(in crate::diagnose) fits: Vec<LayerFit>,
    /// A rate or other number that was solved for.
    pub(in crate::diagnose) solved: Option<f64>,
    /// The lowest layer that it was followed to.
    reached: usize,
}

impl Hypothesis {
    /// Not followed yet.
    pub(super) fn new(recipe: Recipe) -> Hypothesis {
        let layers = recipe.layers.len();
        Hypothesis { recipe, fits: vec![LayerFit::ANY; layers], solved: None, reached: layers }
    }

    /// The lowest layer that it was followed to, or the number of layers.
    pub(super) fn reached(&self) -> usize {
        self.reached
    }

    /// Begins below layers that are known to leave this for constants, from the last layer downwards.
    fn begin_below(&mut self, passed: impl Iterator<Item = LayerFit>) {
        for fit in passed {
            self.reached -= 1;
            self.fits[self.reached] = fit;
        }
    }

    /// The same with more edits, of which none shows in the layers above.
    pub(super) fn with<'e>(&self, edits: impl Iterator<Item = &'e Edit>) -> Hypothesis {
        let mut hypothesis = self.clone();
        edits.for_each(|&edit| hypothesis.recipe.edit(edit));
        hypothesis
    }
}

impl Search<'_, '_> {
    /// The right program with a constant inside.
    pub(super) fn start(&self, scale: Option<&Scale>) -> Hypothesis {
        let inside = scale.map_or(1.0, |scale| scale.inside);
        Hypothesis::new(Recipe { scale: inside, ..Recipe::right(self.layers()) })
    }

    /// Follows a hypothesis, which `last` has been turned to, one layer further: the layer, if it fits there.
    pub(super) fn step<'f>(
        &self,
        facts: &'f Facts<'f>,
        hypothesis: &mut Hypothesis,
        last: &mut Descent<'f>,
    ) -> Option<usize> {
        let layer = hypothesis.reached.checked_sub(1)?;
        let depth = self.layers() - 1 - layer;
        if let Some(above) = hypothesis.recipe.layers.get(layer + 1)
            && above.wants_rate()
        {
            let rate = if let Some(rate) = hypothesis.solved {
                rate
            } else {
                let (pass, fit) = last.layer(depth - 1, facts, &hypothesis.recipe, self.targets)?;
                solve::rate(self, pass, &hypothesis.recipe, fit)?
            };
            hypothesis.solved = Some(rate);
            hypothesis.recipe.layers[layer + 1].through = Through::Updated(rate);
            last.turn_to(&hypothesis.recipe);
        }
        let (_, fit) = last.layer(depth, facts, &hypothesis.recipe, self.targets)?;
        self.reach(hypothesis, layer, fit)?;
        last.pass(depth);
        Some(layer)
    }

    /// Follows a hypothesis to the lowest layer at once, if nothing is done otherwise on the way and nothing was handed in
    /// there.
    pub(super) fn leap(&self, hypothesis: &mut Hypothesis, last: &mut Descent) -> Option<usize> {
        let depth = (self.layers() - 1).checked_sub(hypothesis.reached)?;
        let fit = last.far_below(depth, &hypothesis.recipe, self.lowest, self.targets)?;
        self.reach(hypothesis, self.lowest, fit)
    }

    /// Whether a hypothesis can be followed to the lowest layer at once, if nothing more is done otherwise.
    pub(super) fn may_leap(&self, hypothesis: &Hypothesis) -> bool {
        let Hypothesis { recipe, reached, .. } = hypothesis;
        *reached < self.layers()
            && *reached > self.lowest + 1
            && self.told_below(*reached) == self.lowest
            && !recipe.layers[*reached].wants_rate()
            && recipe.is_right_in(self.lowest..*reached)
    }

    /// Notes that a hypothesis leaves this at a layer, if that may have a name.
    fn reach(&self, hypothesis: &mut Hypothesis, layer: usize, fit: LayerFit) -> Option<usize> {
        let has_name = [fit.weights, fit.biases].into_iter().all(|array| self.naming.may_have_name(array));
        if !has_name && !allows_any(&hypothesis.fits, fit) {
            return None;
        }
        hypothesis.fits[layer] = fit;
        hypothesis.reached = layer;
        Some(layer)
    }

    /// Runs a recipe as far as anything was handed in.
    pub(in crate::diagnose) fn run(&self, recipe: Recipe) -> Option<Hypothesis> {
        if recipe.examples.wants_rate() {
            return solve::growing(self, &recipe);
        }
        let (forward, labels) = (recipe.forward, recipe.labels);
        if self.passes.keeps(forward, labels) {
            let facts = self.passes.get(forward, labels)?;
            return self.follow(facts, recipe, &mut self.last.borrow_mut());
        }
        // Not worth keeping: one of thousands of orders.
        let facts = self.passes.fresh(forward, labels)?;
        self.follow(&facts, recipe, &mut Descent::default())
    }

    fn follow<'f>(&self, facts: &'f Facts<'f>, recipe: Recipe, last: &mut Descent<'f>) -> Option<Hypothesis> {
        let mut hypothesis = Hypothesis::new(recipe);
        last.turn_to(&hypothesis.recipe);
        hypothesis.begin_below(last.passed());
        while hypothesis.reached > self.lowest {
            if self.may_leap(&hypothesis) {
                self.leap(&mut hypothesis, last)?;
            } else {
                self.step(facts, &mut hypothesis, last)?;
            }
        }
        Some(hypothesis)
    }
}
