//! The way of the last hypothesis down the layers, so that the next one starts where the two part.
//!
//! Hypotheses that make the same choices at the upper layers reach the same signals and arrays there. Tried one after
//! the other, the second needs only the layers below; and where the first did not fit, neither does the second.

use std::rc::Rc;

use crate::diagnose::facts::Facts;
use crate::diagnose::fit::LayerFit;
use crate::diagnose::fit::Targets;
use crate::diagnose::pass::Columns;
use crate::diagnose::pass::LayerPass;
use crate::diagnose::pass::Made;
use crate::diagnose::recipe::Recipe;

/// What is known of the last hypothesis.
#[derive(Default)]
pub(super) struct Descent<'f> {
    recipe: Option<Recipe>,
    /// From the last layer downwards.
    reached: Vec<Reached<'f>>,
    /// How many of these layers the last hypothesis passed.
    passed: usize,
}

struct Reached<'f> {
    signal: Rc<Columns<'f>>,
    layer: Formed<'f>,
}

/// What a layer makes of the signal that arrives there.
enum Formed<'f> {
    NotYet,
    Unfit,
    Fits(Box<LayerPass<'f>>, LayerFit),
}

impl<'f> Descent<'f> {
    /// Keeps of the last hypothesis what this one shares with it.
    pub(super) fn turn_to(&mut self, recipe: &Recipe) {
        let Some(last) = &mut self.recipe else {
            self.recipe = Some(recipe.clone());
            return;
        };
        if !last.starts_like(recipe) {
            self.reached.clear();
            self.passed = 0;
        }
        let pairs = || last.layers.iter().zip(&recipe.layers).rev();
        let same = pairs().take_while(|(last, new)| last == new).count();
        self.passed = self.passed.min(same);
        // The signal is still the same at the first layer that differs.
        self.reached.truncate(same + 1);
        if let (Some(reached), Some((last, new))) = (self.reached.get_mut(same), pairs().nth(same))
            && !last.forms_like(new)
        {
            reached.layer = Formed::NotYet;
        }
        let mut layers = std::mem::take(&mut last.layers);
        layers.clone_from(&recipe.layers);
        *last = Recipe { layers, ..*recipe };
    }

    /// What the layers that the last hypothesis passed, and that the one turned to shares with it, leave for constants.
    pub(super) fn passed(&self) -> impl Iterator<Item = LayerFit> {
        let fits =
            |reached: &Reached| if let Formed::Fits(_, fit) = reached.layer { Some(fit) } else { None };
        self.reached.iter().take(self.passed).map_while(fits)
    }

    /// Keeps in mind that the hypothesis passed the layer at this depth.
    pub(super) fn pass(&mut self, depth: usize) {
        self.passed = self.passed.max(depth + 1);
    }

    /// What a layer further down leaves for constants, where nothing is done otherwise on the way to it from the one at
    /// this depth; `None` where it does not fit.
    pub(super) fn far_below(
        &mut self,
        depth: usize,
        recipe: &Recipe,
        layer: usize,
        targets: &Targets,
    ) -> Option<LayerFit> {
        let Formed::Fits(above, _) = &mut self.reached.get_mut(depth)?.layer else { return None };
        above.go_on_by(recipe.layers[above.layer()]);
        targets.fit(layer, &above.towards(recipe, layer)?)
    }

    /// The layer at this depth below the last, and what it leaves for constants; `None` where it does not fit.
    /// The layers above must have been asked for.
    pub(super) fn layer(
        &mut self,
        depth: usize,
        facts: &'f Facts<'f>,
        recipe: &Recipe,
        targets: &Targets,
    ) -> Option<(&mut LayerPass<'f>, LayerFit)> {
        let layer = facts.layers() - 1 - depth;
        if self.reached.len() == depth {
            let made = Made::of_layer(targets.layers[layer].is_any());
            let signal = match self.reached.last_mut() {
                None => LayerPass::first_signal(facts, recipe, made)?,
                Some(Reached { layer: Formed::Fits(above, _), .. }) => {
                    above.go_on_by(recipe.layers[layer + 1]);
                    above.signal_below(made)?
                }
                Some(_) => return None,
            };
            self.reached.push(Reached { signal: Rc::new(signal), layer: Formed::NotYet });
        }
        let (above, below) = self.reached.split_at_mut_checked(depth)?;
        let above = match above.last() {
            Some(Reached { layer: Formed::Fits(pass, _), .. }) => Some(&**pass),
            _ => None,
        };
        let reached = below.first_mut()?;
        if let Formed::NotYet = reached.layer {
            let pass = LayerPass::at(facts, recipe, layer, Rc::clone(&reached.signal), above);
            let fit = pass.as_ref().and_then(|pass| targets.fit(layer, pass));
            reached.layer =
                pass.zip(fit).map_or(Formed::Unfit, |(pass, fit)| Formed::Fits(Box::new(pass), fit));
        }
        match &mut reached.layer {
            Formed::Fits(pass, fit) => {
                pass.go_on_by(recipe.layers[layer]);
                Some((pass, *fit))
            }
            _ => None,
        }
    }
}
