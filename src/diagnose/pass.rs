//! The way back, with one choice at every place.
//!
//! A [`LayerPass`] is one layer of it: the signal that arrived, the deltas that the program multiplies with, and any
//! entry of the gradient, computed when it is asked for. Nothing is divided by N here. Most hypotheses die at the
//! first entry, and so most entries, and most of the deltas, are never computed.

mod columns;
mod down;
mod far;
mod signals;
mod slopes;

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use super::facts::Facts;
use super::facts::Nodes;
use super::mistakes::Use;
use super::recipe::Bias;
use super::recipe::End;
use super::recipe::Examples;
use super::recipe::Hand;
use super::recipe::LayerRecipe;
use super::recipe::Operand;
use super::recipe::Order;
use super::recipe::Product;
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

    fn examples(&self) -> usize {
        self.delta.rows()
    }

    /// The first or last example that the program meets.
    fn met_at(&self, end: End) -> usize {
        match end {
            End::First => self.met.start,
            End::Last => self.met.end - 1,
        }
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

    /// Whether the arrays that a mistake multiplies have shapes that can be multiplied.
    fn has_shape(&self) -> bool {
        let (below, width, examples) = (self.below_width(), self.facts.width(self.layer), self.examples());
        let fits = |other: usize, wanted: usize| other == wanted || other == 1;
        let operand = match self.recipe.operand {
            Operand::SumBelow => self.layer > 0,
            Operand::Inputs => self.layer > 0 && fits(self.facts.problem.inputs().columns(), below),
            Operand::OwnOutput => fits(width, below),
            Operand::OfToNode => width <= below,
            Operand::DeltaAbove | Operand::DeltaAboveAndBiases | Operand::DeltaOfOutput => {
                self.above.as_ref().is_some_and(|above| fits(above.columns(), width))
            }
            Operand::Below | Operand::OwnWeight => true,
        };
        let product = match self.recipe.product {
            Product::Dot => below == width,
            Product::Elementwise => below == width && width == examples,
            _ => true,
        };
        let bias = match self.recipe.bias {
            Bias::OverNodesOfExample => examples == width,
            _ => true,
        };
        operand && product && bias
    }

    /// The sum for one weight.
    pub(super) fn weight(&self, from: usize, to: usize) -> f64 {
        let (rows, columns) = (self.below_width(), self.facts.width(self.layer));
        let rolled = |at: usize, of: usize, end: End| match end {
            End::First => (at + of - 1) % of,
            End::Last => (at + 1) % of,
        };
        let is_end = |at: usize, of: usize, end: End| at == if end == End::First { 0 } else { of - 1 };
        match self.recipe.hand {
            Hand::Transposed if rows == columns => self.product(to, from),
            Hand::Transposed => f64::NAN,
            Hand::Reshaped(order) => {
                // Flattened one way and filled the other; the numbers of a vector stay where they are.
                let (at, first, second) = match order {
                    Order::ByRows => (to * rows + from, columns, 0),
                    Order::ByColumns => (from * columns + to, rows, 1),
                };
                let (quotient, rest) = (at / first, at % first);
                if second == 0 { self.product(quotient, rest) } else { self.product(rest, quotient) }
            }
            Hand::RowsRolled(end) => self.product(rolled(from, rows, end), to),
            Hand::ColumnsRolled(end) | Hand::ColumnsOfWeightsRolled(end) => {
                self.product(from, rolled(to, columns, end))
            }
            Hand::RowZero(end) if is_end(from, rows, end) => 0.0,
            Hand::ColumnZero(end) | Hand::ColumnOfWeightsZero(end) if is_end(to, columns, end) => 0.0,
            Hand::As | Hand::RowZero(_) | Hand::ColumnZero(_) | Hand::ColumnOfWeightsZero(_) => {
                self.product(from, to)
            }
            Hand::Zero => 0.0,
        }
    }

    /// The sums for all weights, as they are handed in.
    pub(super) fn weights(&self) -> Grid {
        let [rows, columns] = self.shape();
        if !self.recipe.forms_like(&LayerRecipe::default()) {
            return Grid::from_fn(rows, columns, |from, to| self.weight(from, to));
        }
        let (below, mut sums) = (self.facts.below(self.layer), Grid::filled(rows, columns, 0.0));
        for to in 0..columns {
            let factors = self.formed.column(to);
            for from in 0..rows {
                sums[(from, to)] = below.column(from).iter().zip(factors).map(|(a, x)| a * x).sum();
            }
        }
        sums
    }

    /// The sums for all weights, whatever is then done with the finished array.
    fn sums(&self) -> &Grid {
        let (rows, columns) = (self.below_width(), self.facts.width(self.layer));
        self.sums.get_or_init(|| Grid::from_fn(rows, columns, |from, to| self.product(from, to)))
    }

    /// What one example adds to the sum for a weight, where nothing but the sum is made of it.
    pub(super) fn term(&self, example: usize, from: usize, to: usize) -> f64 {
        self.operand(example, from, to) * self.factor(example, to)
    }

    /// Multiplied, then added.
    fn sum(&self, from: usize, to: usize) -> f64 {
        match self.operands(from, to) {
            Ok(column) => column.iter().zip(self.factors(to)).map(|(operand, factor)| operand * factor).sum(),
            Err(weight) => self.factors(to).iter().map(|factor| weight * factor).sum(),
        }
    }

    fn product(&self, from: usize, to: usize) -> f64 {
        match self.recipe.product {
            Product::Sum => self.sum(from, to),
            Product::OfMeans => {
                let operands: f64 = self.met.clone().map(|e| self.operand(e, from, to)).sum();
                operands * self.factors(to).iter().sum::<f64>() / self.met.len() as f64
            }
            Product::Of(end) => self.term(self.met_at(end), from, to),
            Product::Dot => (0..self.facts.width(self.layer)).map(|n| self.sum(n, n)).sum(),
            Product::All => {
                let mut operands = vec![0.0; self.examples()];
                for from in 0..self.below_width() {
                    match self.operands(from, 0) {
                        Ok(column) => operands.iter_mut().zip(column).for_each(|(total, x)| *total += x),
                        Err(weight) => operands.iter_mut().for_each(|total| *total += weight),
                    }
                }
                let with_node =
                    |to: usize| operands.iter().zip(self.factors(to)).map(|(x, y)| x * y).sum::<f64>();
                (0..self.facts.width(self.layer)).map(with_node).sum()
            }
            Product::Elementwise => self.operand(to, from, to) * self.factor(from, to),
        }
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

    /// What is multiplied with delta for a bias, where the right number is 1.
    pub(super) fn bias_operand(&self, to: usize) -> f64 {
        match self.recipe.bias {
            Bias::Zero => 0.0,
            Bias::TimesValue => self.facts.biases(self.layer).map_or(0.0, |biases| biases[to]),
            _ => 1.0,
        }
    }

    /// What is multiplied with delta.
    pub(super) fn operand(&self, example: usize, from: usize, to: usize) -> f64 {
        match self.operands(from, to) {
            Ok(column) => column[example],
            Err(weight) => weight,
        }
    }

    /// The same for all examples: a column of an array, or a weight, which is the same in all of them.
    fn operands(&self, from: usize, to: usize) -> Result<&[f64], f64> {
        let (facts, layer) = (self.facts, self.layer);
        // An array of one column is stretched to any width.
        let stretched = |nodes: &'f Nodes| Ok(nodes.column(if nodes.columns() == 1 { 0 } else { from }));
        match self.recipe.operand {
            Operand::Below | Operand::DeltaAbove | Operand::DeltaAboveAndBiases | Operand::DeltaOfOutput => {
                Ok(facts.below(layer).column(from))
            }
            Operand::SumBelow => Ok(facts.ins[layer - 1].column(from)),
            Operand::Inputs => stretched(&facts.inputs),
            Operand::OwnOutput => stretched(&facts.outs[layer]),
            Operand::OwnWeight => Err(facts.weights(layer)[(from, to)]),
            Operand::OfToNode => Ok(facts.below(layer).column(to)),
        }
    }

    /// The delta that is multiplied.
    fn factor(&self, example: usize, to: usize) -> f64 {
        self.factors(to)[example]
    }

    /// The same for all examples.
    fn factors(&self, to: usize) -> &[f64] {
        match &self.above {
            Some(above) => above.column(if above.columns() == 1 { 0 } else { to }),
            None => self.formed.column(to),
        }
    }

    /// The sum for one bias.
    pub(super) fn bias(&self, to: usize) -> f64 {
        let width = self.facts.width(self.layer);
        match self.recipe.hand {
            Hand::Zero => 0.0,
            Hand::ColumnZero(End::First) if to == 0 => 0.0,
            Hand::ColumnZero(End::Last) if to == width - 1 => 0.0,
            Hand::ColumnsRolled(End::First) => self.bias_of((to + width - 1) % width),
            Hand::ColumnsRolled(End::Last) => self.bias_of((to + 1) % width),
            _ => self.bias_of(to),
        }
    }

    fn bias_of(&self, to: usize) -> f64 {
        let over_examples = |to: usize| -> f64 {
            let deltas = match self.recipe.operand {
                Operand::DeltaAboveAndBiases => self.factors(to),
                _ => self.formed.column(to),
            };
            deltas.iter().sum()
        };
        let width = self.facts.width(self.layer);
        let over_nodes = || (0..width).map(over_examples).sum::<f64>();
        match self.recipe.bias {
            Bias::Sum => over_examples(to),
            Bias::Zero => 0.0,
            Bias::Of(end) => self.delta[(self.met_at(end), to)],
            Bias::OverNodes => over_nodes(),
            Bias::MeanOverNodes => over_nodes() / width as f64,
            Bias::TimesValue => {
                self.facts.biases(self.layer).map_or(0.0, |biases| biases[to]) * over_examples(to)
            }
            Bias::OverNodesOfExample => self.delta.row(to).sum(),
        }
    }
}
