//! A hypothesis, as far down as it was followed.

use super::Search;
use super::allows_any;
use super::descent::Descent;
use crate::diagnose::facts::Facts;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::naming::Scale;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::pass::Made;
use crate::diagnose::recipe::Edit;
use crate::diagnose::recipe::Examples;
use crate::diagnose::recipe::Labels;
use crate::diagnose::recipe::LayerRecipe;
use crate::diagnose::recipe::Recipe;
use crate::diagnose::recipe::Through;
use crate::diagnose::solve;
use crate::diagnose::variant::Variant;

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

impl<'s> Search<'s, '_> {
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
        if matches!(recipe.examples, Examples::Growing(rate) if rate.is_nan()) {
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

    /// Whether any number that was handed in would be another than the right one with this mistake alone.
    pub(super) fn shows(&self, variant: &Variant) -> bool {
        let recipe = self.recipe(&[variant]);
        let is_solved = |layer: &LayerRecipe| matches!(layer.through, Through::Updated(_));
        if recipe.labels != Labels::Given || recipe.layers.iter().any(is_solved) {
            return true;
        }
        let differs = || {
            let facts = self.passes.get(recipe.forward, recipe.labels)?;
            let right = self.right()?;
            // Above its first layer the mistake changes nothing.
            let mut theirs = match right.get(variant.shows_at(self.layers()) + 1) {
                Some(above) => {
                    let mut above = above.clone();
                    above.go_on_by(recipe.layers[above.layer()]);
                    above.below(&recipe, Made::WhenAsked)?
                }
                None => LayerPass::last(facts, &recipe, Made::WhenAsked)?,
            };
            let mut ours = &right[theirs.layer()];
            while !self.targets.differ(ours, &theirs) {
                let above = theirs.layer();
                if above == self.lowest {
                    return Some(false);
                }
                theirs = theirs.towards(&recipe, self.told_below(above))?;
                // Over several layers at once numbers are added up in another order.
                let is_next = theirs.layer() + 1 == above;
                ours = if is_next { &right[theirs.layer()] } else { self.right_below(above)? };
            }
            Some(true)
        };
        // What cannot be computed fits nowhere.
        differs().unwrap_or(false)
    }

    /// The layers of the right program.
    fn right(&self) -> Option<&[LayerPass<'s>]> {
        let passes = || {
            let right = Recipe::right(self.layers());
            LayerPass::all(self.passes.get(right.forward, right.labels)?, &right)
        };
        self.right.get_or_init(passes).as_deref()
    }

    /// From a layer of it to the next below of which anything was handed in.
    fn right_below(&self, layer: usize) -> Option<&LayerPass<'s>> {
        let below = || self.right()?[layer].towards(&Recipe::right(self.layers()), self.told_below(layer));
        self.right_below[layer].get_or_init(below).as_ref()
    }
}
