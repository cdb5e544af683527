//! The way back, with one choice at every place.
//!
//! A [`LayerPass`] is one layer of it: the signal that arrived, the deltas that the program multiplies with, and any
//! entry of the gradient, computed when it is asked for. Nothing is divided by N here. Most hypotheses die at the
//! first entry, and so most entries, and most of the deltas, are never computed.

mod columns;
mod down;
mod far;
mod formed;
mod signals;
mod slopes;

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::facts::Facts;
use super::mistakes::Use;
use super::recipe::Examples;
use super::recipe::LayerRecipe;
use super::recipe::Operand;
use super::recipe::Recipe;
use super::recipe::Slope;
use super::recipe::Through;
use crate::problem::Grid;

pub(super) use columns::Columns;
pub(super) use columns::Made;
pub(super) use far::FromAbove;
pub(super) use slopes::Slopes;

use signals::grown;
use slopes::through_slope;

/// One layer of a pass back.
#[derive(Clone)]
pub(super) struct LayerPass<'f> {
    facts: &'f Facts<'f>,
    layer: usize,
    recipe: LayerRecipe,
    /// The examples that the program meets.
    met: Range<usize>,
    /// The signal that arrived at the activations.
    signal: Rc<Columns<'f>>,
    /// What the signal becomes before the sums of this layer.
    pub(super) delta: Rc<Columns<'f>>,
    /// What the gradient of this layer is formed of: that, with the weight of each example.
    formed: Rc<Columns<'f>>,
    /// The delta of the last layer.
    output: Rc<Columns<'f>>,
    /// The delta of the layer above, where a mistake uses that.
    above: Option<Rc<Columns<'f>>>,
    /// The sum for every weight, computed when a mistake sends the signal through it.
    sums: OnceCell<Grid>,
}

impl<'f> LayerPass<'f> {
    /// The last layer.
    pub(super) fn last(facts: &'f Facts<'f>, recipe: &Recipe, made: Made) -> Option<LayerPass<'f>> {
        let signal = LayerPass::first_signal(facts, recipe, made)?;
        LayerPass::at(facts, recipe, facts.layers() - 1, Rc::new(signal), None)
    }

    /// All layers, the first one first.
    pub(super) fn all(facts: &'f Facts<'f>, recipe: &Recipe) -> Option<Vec<LayerPass<'f>>> {
        let mut passes = vec![LayerPass::last(facts, recipe, Made::AtOnce)?];
        while let Some(above) = passes.last().filter(|pass| pass.layer > 0) {
            passes.push(above.below(recipe, Made::AtOnce)?);
        }
        passes.reverse();
        Some(passes)
    }

    /// One layer.
    pub(super) fn down_to(facts: &'f Facts<'f>, recipe: &Recipe, layer: usize) -> Option<LayerPass<'f>> {
        let is_last = layer + 1 == facts.layers();
        let mut pass = LayerPass::last(facts, recipe, Made::of_layer(is_last))?;
        while pass.layer > layer {
            pass = pass.towards(recipe, layer)?;
        }
        Some(pass)
    }

    /// The layer below.
    pub(super) fn below(&self, recipe: &Recipe, made: Made) -> Option<LayerPass<'f>> {
        let signal = self.signal_below(made)?;
        LayerPass::at(self.facts, recipe, self.layer - 1, Rc::new(signal), Some(self))
    }

    /// What arrives at the activations of the layer below, if there is one.
    pub(super) fn signal_below(&self, made: Made) -> Option<Columns<'f>> {
        self.layer.checked_sub(1)?;
        self.sent_down(self.sent()?, made)
    }

    /// The delta that goes on down.
    pub(super) fn sent(&self) -> Option<Rc<Columns<'f>>> {
        if self.recipe.sent == self.recipe.own {
            return Some(Rc::clone(&self.delta));
        }
        through_slope(self.facts, self.layer, self.recipe.sent, &self.signal, Made::AtOnce).map(Rc::new)
    }

    /// What a layer makes of the signal that arrives there.
    pub(super) fn at(
        facts: &'f Facts<'f>,
        recipe: &Recipe,
        layer: usize,
        signal: Rc<Columns<'f>>,
        above: Option<&LayerPass<'f>>,
    ) -> Option<LayerPass<'f>> {
        let (met, examples) = (recipe.examples.met(signal.rows()), recipe.examples);
        let recipe = recipe.layers[layer];
        // What does not go on down is only needed where it is asked for.
        let made = if recipe.own == recipe.sent { signal.made() } else { Made::WhenAsked };
        let delta = Rc::new(through_slope(facts, layer, recipe.own, &signal, made)?);
        let formed = grown(&delta, examples);
        let output = Rc::clone(above.map_or(&formed, |above| &above.output));
        let above = match recipe.operand {
            Operand::DeltaAbove | Operand::DeltaAboveAndBiases => above.map(|above| Rc::clone(&above.formed)),
            Operand::DeltaOfOutput => above.map(|above| Rc::clone(&above.output)),
            _ => None,
        };
        let sums = OnceCell::new();
        let pass = LayerPass { facts, layer, recipe, met, signal, delta, formed, output, above, sums };
        pass.has_shape().then_some(pass)
    }

    /// The same layer of a program whose gradients grow by this rate from one example to the next.
    pub(super) fn growing(&self, rate: f64) -> LayerPass<'f> {
        let grown = |delta: &Rc<Columns<'f>>| grown(delta, Examples::Growing(rate));
        let (formed, above) = (grown(&self.delta), self.above.as_ref().map(grown));
        LayerPass { formed, above, sums: OnceCell::new(), ..self.clone() }
    }

    /// Sends the same arrays down in another way.
    pub(super) fn go_on_by(&mut self, recipe: LayerRecipe) {
        self.recipe = recipe;
    }

    /// Which layer this is.
    pub(super) fn layer(&self) -> usize {
        self.layer
    }

    /// Whether the weights are to be changed, by a rate that is not known yet, before the signal goes down.
    pub(super) fn wants_rate(&self) -> bool {
        self.recipe.wants_rate()
    }

    /// Goes down through weights that were changed by this rate.
    pub(super) fn set_rate(&mut self, rate: f64) {
        self.recipe.through = Through::Updated(rate);
    }

    /// Whether the program meets an example.
    pub(super) fn meets(&self, example: usize) -> bool {
        self.met.contains(&example)
    }

    /// How many nodes are below and how many in the layer.
    pub(super) fn shape(&self) -> [usize; 2] {
        [self.below_width(), self.facts.width(self.layer)]
    }

    fn below_width(&self) -> usize {
        self.facts.below(self.layer).columns()
    }

    /// The signal that arrived at the activations.
    pub(super) fn arrived(&self) -> &Columns<'f> {
        &self.signal
    }

    /// What the signal is multiplied with between an output of this layer and a sum, where it became `delta`.
    pub(super) fn slope(&self, way: Use, delta: &Columns, example: usize, [of, by]: [usize; 2]) -> f64 {
        let (facts, layer) = (self.facts, self.layer);
        let slope = if way == Use::Sent { self.recipe.sent } else { self.recipe.own };
        let signal = self.signal[(example, of)];
        match slope {
            Slope::Given if facts.mixes(layer) => {
                let a = &facts.outs[layer];
                let rest = if of == by { 1.0 - a[(example, by)] } else { -a[(example, by)] };
                a[(example, of)] * rest
            }
            Slope::Given => facts.slopes[layer][(example, of)],
            Slope::One => 1.0,
            // What a signal of nothing is multiplied with does not show.
            _ if signal == 0.0 => facts.slopes[layer][(example, of)],
            _ => delta[(example, of)] / signal,
        }
    }
}
