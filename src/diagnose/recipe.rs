//! What a program for backpropagation does at each of its places, and what it may do there instead.
//!
//! The delta rule has few places where a choice is made. A [`Recipe`] holds one choice for each of them:
//!
//! ```text
//! signal x_L = ∂cost/∂o        own_l  = x_l ⊙ slope        gW_l = operandᵀ · own_l      (product)   gb_l = column sums (bias)
//!                              sent_l = x_l ⊙ slope        x_(l−1) = sent_l · W_lᵀ      (through)
//! ```
//!
//! The right program takes the first choice everywhere. A mistake is an [`Edit`] or a few; two mistakes can be made
//! together where they edit different places.

mod layer;
mod start;

use std::ops::Range;

pub use layer::Bias;
pub use layer::Hand;
pub use layer::LayerRecipe;
pub use layer::Operand;
pub use layer::Order;
pub use layer::Product;
pub use layer::Slope;
pub use layer::Through;
pub use start::End;
pub use start::Examples;
pub use start::Forward;
pub use start::Forwards;
pub use start::Labels;
pub use start::Signal;

/// What was done to all arrays at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Finish {
    /// Nothing.
    #[default]
    As,
    /// W − rate·g.
    NewWeights(f64),
    /// g + λW.
    Decayed(f64),
    /// Cut off at ±c.
    Clipped(f64),
    /// The list of layers backwards.
    Reversed,
    /// The weights change after every example, by this rate.
    Moving(f64),
}

/// One choice for every place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // see the types
pub struct Recipe {
    pub labels: Labels,
    pub forward: Forwards,
    pub signal: Signal,
    /// What the signal is multiplied with. It matters only where something after it is not linear.
    pub scale: f64,
    pub examples: Examples,
    pub layers: Vec<LayerRecipe>,
    pub finish: Finish,
}

/// One choice that differs from the right one. Layers count from zero.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // see the types
pub enum Edit {
    Labels(Labels),
    Forward(Forward),
    Signal(Signal),
    Scale(f64),
    Examples(Examples),
    Finish(Finish),
    Own(usize, Slope),
    Sent(usize, Slope),
    Operand(usize, Operand),
    Product(usize, Product),
    Bias(usize, Bias),
    Through(usize, Through),
    Hand(usize, Hand),
}

impl Recipe {
    /// The right program for a network of so many layers.
    pub fn right(layers: usize) -> Recipe {
        Recipe {
            labels: Labels::Given,
            forward: Forwards::default(),
            signal: Signal::Slope,
            scale: 1.0,
            examples: Examples::All,
            layers: vec![LayerRecipe::default(); layers],
            finish: Finish::As,
        }
    }

    /// The same program with these edits.
    #[must_use]
    pub fn with(mut self, edits: &[Edit]) -> Recipe {
        for &edit in edits {
            self.edit(edit);
        }
        self
    }

    /// Whether the same signal arrives at the last layer.
    pub(super) fn starts_like(&self, other: &Recipe) -> bool {
        let start = |of: &Recipe| (of.labels, of.forward, of.signal, of.scale, of.examples);
        start(self) == start(other)
    }

    /// Whether the last layer is right, whatever is done below it.
    pub(super) fn is_right_at_top(&self) -> bool {
        let is_right = |last: &LayerRecipe| last.forms_like(&LayerRecipe::default());
        self.starts_like(&Recipe::right(0)) && self.layers.last().is_some_and(is_right)
    }

    /// Whether nothing is done otherwise at these layers.
    pub(super) fn is_right_in(&self, layers: Range<usize>) -> bool {
        let right = LayerRecipe::default();
        self.layers.get(layers).is_some_and(|layers| layers.iter().all(|layer| *layer == right))
    }

    /// Whether weights are to be changed, by a rate that is not known yet, before the signal goes down.
    pub(super) fn wants_rate(&self) -> bool {
        self.layers.iter().any(LayerRecipe::wants_rate)
    }

    /// The same where they are changed by this rate.
    pub(super) fn at_rate(&self, rate: f64) -> Recipe {
        let mut recipe = self.clone();
        for layer in recipe.layers.iter_mut().filter(|layer| layer.wants_rate()) {
            layer.through = Through::Updated(rate);
        }
        recipe
    }

    /// The program before anything is done to its finished arrays, where anything is.
    pub(super) fn computed(&self) -> Option<Recipe> {
        let mut computed = self.clone();
        computed.layers.iter_mut().for_each(|layer| layer.hand = Hand::As);
        (computed != *self).then_some(computed)
    }

    /// The same where every example comes alone, and so is the first, the last and the mean of all.
    pub(super) fn one_at_a_time(&self) -> Recipe {
        Recipe { layers: self.layers.iter().map(LayerRecipe::one_at_a_time).collect(), ..self.clone() }
    }

    /// Whether the gradient of several examples is the sum of theirs.
    pub(super) fn adds_up(&self) -> bool {
        self.layers.iter().all(LayerRecipe::adds_up)
    }

    /// Makes another choice.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Labels(labels) => self.labels = labels,
            Edit::Forward(forward) => self.forward = self.forward.with(forward),
            Edit::Signal(signal) => self.signal = signal,
            Edit::Scale(scale) => self.scale = scale,
            Edit::Examples(examples) => self.examples = examples,
            Edit::Finish(finish) => self.finish = finish,
            Edit::Own(layer, slope) => self.layers[layer].own = slope,
            Edit::Sent(layer, slope) => self.layers[layer].sent = slope,
            Edit::Operand(layer, operand) => self.layers[layer].operand = operand,
            Edit::Product(layer, product) => self.layers[layer].product = product,
            Edit::Bias(layer, bias) => self.layers[layer].bias = bias,
            Edit::Through(layer, through) => self.layers[layer].through = through,
            Edit::Hand(layer, hand) => self.layers[layer].hand = hand,
        }
    }
}

impl Edit {
    /// The same edit with a rate that was found.
    #[must_use]
    pub fn with_rate(self, found: Option<f64>) -> Edit {
        match (self, found) {
            (Edit::Through(layer, Through::Updated(_)), Some(rate)) => {
                Edit::Through(layer, Through::Updated(rate))
            }
            (Edit::Examples(Examples::Growing(_)), Some(rate)) => Edit::Examples(Examples::Growing(rate)),
            _ => self,
        }
    }

    /// Which place is edited: two mistakes can be made together only at different places.
    pub fn place(self) -> (u8, usize) {
        match self {
            Edit::Labels(_) => (0, 0),
            Edit::Forward(forward) => (1, forward.whereabouts() as usize),
            Edit::Signal(_) => (2, 0),
            Edit::Scale(_) => (3, 0),
            Edit::Examples(_) => (4, 0),
            Edit::Finish(_) => (5, 0),
            Edit::Own(layer, _) => (6, layer),
            Edit::Sent(layer, _) => (7, layer),
            Edit::Operand(layer, _) => (8, layer),
            Edit::Bias(layer, _) => (9, layer),
            Edit::Through(layer, _) => (10, layer),
            Edit::Hand(layer, _) => (11, layer),
            Edit::Product(layer, _) => (12, layer),
        }
    }

    /// The highest layer in whose arrays the edit can show; of a network of so many layers.
    pub fn shows_at(self, layers: usize) -> Option<usize> {
        match self {
            Edit::Labels(_)
            | Edit::Forward(_)
            | Edit::Signal(_)
            | Edit::Scale(_)
            | Edit::Examples(_)
            | Edit::Finish(_) => layers.checked_sub(1),
            Edit::Own(layer, _)
            | Edit::Operand(layer, _)
            | Edit::Product(layer, _)
            | Edit::Bias(layer, _)
            | Edit::Hand(layer, _) => Some(layer),
            Edit::Sent(layer, _) | Edit::Through(layer, _) => layer.checked_sub(1),
        }
    }
}
