//! The gradient of a layer: the numbers that a program forms of the deltas, each computed when it is asked for.

use super::LayerPass;
use crate::diagnose::facts::Nodes;
use crate::diagnose::recipe::Bias;
use crate::diagnose::recipe::End;
use crate::diagnose::recipe::Hand;
use crate::diagnose::recipe::LayerRecipe;
use crate::diagnose::recipe::Operand;
use crate::diagnose::recipe::Order;
use crate::diagnose::recipe::Product;
use crate::problem::Grid;

impl<'f> LayerPass<'f> {
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

    /// Whether the arrays that a mistake multiplies have shapes that can be multiplied.
    pub(super) fn has_shape(&self) -> bool {
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
    pub(in crate::diagnose) fn weight(&self, from: usize, to: usize) -> f64 {
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
    pub(in crate::diagnose) fn weights(&self) -> Grid {
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
    pub(super) fn sums(&self) -> &Grid {
        let (rows, columns) = (self.below_width(), self.facts.width(self.layer));
        self.sums.get_or_init(|| Grid::from_fn(rows, columns, |from, to| self.product(from, to)))
    }

    /// What one example adds to the sum for a weight, where nothing but the sum is made of it.
    pub(in crate::diagnose) fn term(&self, example: usize, from: usize, to: usize) -> f64 {
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

    /// What is multiplied with delta for a bias, where the right number is 1.
    pub(in crate::diagnose) fn bias_operand(&self, to: usize) -> f64 {
        match self.recipe.bias {
            Bias::Zero => 0.0,
            Bias::TimesValue => self.facts.biases(self.layer).map_or(0.0, |biases| biases[to]),
            _ => 1.0,
        }
    }

    /// What is multiplied with delta.
    pub(in crate::diagnose) fn operand(&self, example: usize, from: usize, to: usize) -> f64 {
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
    pub(in crate::diagnose) fn bias(&self, to: usize) -> f64 {
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
