//! ∂cost/∂w for any weight or bias of any network, derived.
//!
//! The strategy is the source post's, for one weight of its network, made general:
//!
//! 1. multiply the local derivatives along the paths of the tree diagram, and add up the paths;
//! 2. work out each local derivative: of the cost, of each activation function, of each dot product;
//! 3. put them in, for one example after the other;
//! 4. take 1/N out and collect the examples into one Σ.
//!
//! A hidden weight reaches the cost through every node above it, and each layer above is one more Σ:
//!
//! ```text
//! ∂MSE/∂w_111 = 1/N·Σ_e (Σ_n (o_out_n − y_n)·o_out_n·(1 − o_out_n)·w_21n)·h_out_1·(1 − h_out_1)·x_1
//! ```
//!
//! That is the sum over the paths of the tree diagram: under the Σ each factor is one edge. Where a cost and an
//! activation were made for one another, such as cross-entropy for σ, a last part lets cancel what cancels.
//!
//! Nothing here is believed: every line is a step that has been checked.

mod local;
mod together;

use super::Derivation;
use super::Equation;
use super::Givens;
use super::GivensError;
use super::Refusal;
use super::network::Form;
use super::network::Network;
use super::work::worked_out;
use crate::activation::Reach;
use crate::expr::Expr;
use crate::expr::Focus;
use crate::expr::Index;
use crate::expr::Symbol;
use crate::graph::Quantity;
use crate::graph::Shape;
use together::cancelled;
use together::together;

/// The derivation of one partial derivative of the cost, in parts.
#[derive(Clone, Debug)]
pub struct WeightDerivation {
    parts: Vec<Part>,
}

/// One part of a longer derivation.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is about.
    pub goal: Goal,
    /// Its steps.
    pub derivation: Derivation,
}

/// What a part of a derivation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// The paths from the cost to the weight.
    Paths,
    /// The slope of the cost.
    Cost,
    /// The slope of σ, from its definition.
    Sigmoid,
    /// The slope of tanh, from its definition.
    Tanh,
    /// The slope of an activation function.
    Activation,
    /// The slope of a dot product.
    DotProduct,
    /// All of them put in.
    Together,
    /// What cancels where the cost meets the activation function.
    Cancelled,
}

/// Why a derivation could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightError {
    /// Something that is no weight or bias.
    #[error("{name} is not a weight or bias: derivations are written for weights and biases")]
    NotAParameter {
        /// Its name.
        name: String,
    },
    /// Too many or too few examples to write out.
    #[error(
        "{asked} examples cannot be written out: at least 1 and at most {}{}", MOST_EXAMPLES.min(*examples),
        if *examples < MOST_EXAMPLES { ", which is all that the data have" } else { "" }
    )]
    Examples {
        /// How many were asked for.
        asked: usize,
        /// How many there are.
        examples: usize,
    },
    /// More layers of many nodes above the weight than there are letters.
    #[error("{layers} layers above this weight have many nodes, and there are letters for {}: derive a weight nearer to the cost", LETTERS.len())]
    OutOfLetters {
        /// How many.
        layers: usize,
    },
    /// More layers above the weight than can be looked through.
    #[error(
        "there are {layers} layers above this weight, more than can be looked through: derive a weight nearer to the cost"
    )]
    TooDeep {
        /// How many.
        layers: usize,
    },
    /// A definition was not taken.
    #[error(transparent)]
    Givens(#[from] GivensError),
    /// A step was refused.
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// At most so many examples are written out, and at most so many numbers that are summed.
const MOST_EXAMPLES: usize = 4;
const MOST_WRITTEN: usize = 12;

/// The letters for nodes, from the cost downwards.
const LETTERS: [char; 39] = [
    'n', 'm', 'k', 'i', 'p', 'q', 'r', 's', 't', 'u', 'v', 'a', 'c', 'g', 'l', 'z', 'α', 'β', 'γ', 'ε', 'ζ',
    'η', 'θ', 'ι', 'κ', 'λ', 'μ', 'ν', 'ξ', 'π', 'ρ', 'τ', 'υ', 'φ', 'χ', 'ψ', 'ω', 'Γ', 'Λ',
];

impl WeightDerivation {
    /// Derives ∂cost/∂`weight`, with so many examples written out before they are collected.
    pub fn new(shape: &Shape, weight: Quantity, examples: usize) -> Result<Self, WeightError> {
        let (layer, to) = match weight {
            Quantity::Weight { layer, to, .. } | Quantity::Bias { layer, to } => (layer, to),
            other => return Err(WeightError::NotAParameter { name: shape.symbol(other).to_string() }),
        };
        if examples == 0 || examples > MOST_EXAMPLES.min(shape.examples) {
            return Err(WeightError::Examples { asked: examples, examples: shape.examples });
        }
        let network = Network { shape, examples };
        let strategy = Strategy { network, layer, to: Index::At(to + 1), weight: shape.symbol(weight) };
        let summed = strategy.summed_above(layer);
        if summed >= LETTERS.len() {
            return Err(WeightError::OutOfLetters { layers: summed });
        }
        Ok(WeightDerivation { parts: strategy.parts()? })
    }

    /// The parts, in the order in which they are told.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The formula that was derived.
    pub fn formula(&self) -> &Equation {
        self.parts[self.parts.len() - 1].derivation.now()
    }

    /// The formula in which each factor is one edge of the tree diagram, before anything cancels.
    pub fn paths_formula(&self) -> &Equation {
        let together = self.parts.iter().find(|part| part.goal == Goal::Together);
        together.map_or_else(|| self.formula(), |part| part.derivation.now())
    }
}

struct Strategy<'a> {
    network: Network<'a>,
    layer: usize,
    to: Index,
    weight: Symbol,
}

impl Strategy<'_> {
    fn parts(&self) -> Result<Vec<Part>, WeightError> {
        let layers = self.network.shape.layers() - 1 - self.layer;
        let givens = self.givens().map_err(|error| match error {
            GivensError::TooDeep { .. } => WeightError::TooDeep { layers },
            error => error.into(),
        })?;
        let paths = self.paths(&givens)?;
        let mut locals = Vec::new();
        for (of, by) in partials(&paths.now().right.terms()[0]) {
            locals.push(self.local(&givens, &of, &by)?);
        }
        let together = together(&paths, &locals, self.network.examples)?;
        let mut parts = vec![Part { goal: Goal::Paths, derivation: paths }];
        parts.extend(locals);
        let cancelled = cancelled(&together)?;
        parts.push(Part { goal: Goal::Together, derivation: together });
        parts.extend(cancelled.map(|derivation| Part { goal: Goal::Cancelled, derivation }));
        local::explain_functions(&mut parts)?;
        Ok(parts)
    }

    /// Definitions down to the layer below the weight, sums written out where they are short and every node in them is a
    /// number. What lies deeper does not matter.
    fn givens(&self) -> Result<Givens, GivensError> {
        let Network { shape, examples } = self.network;
        let is_last = self.layer + 1 == shape.layers();
        let own_node = matches!(shape.activations[self.layer].reach, Reach::OwnNode { .. });
        let short = |count: usize| if count <= MOST_WRITTEN { Form::WrittenOut } else { Form::Collected };
        let cost = if is_last && own_node { short(shape.outputs()) } else { Form::Collected };
        let lowest = self.layer.saturating_sub(1);
        let mut givens = self.network.givens(cost, lowest, |layer| match layer.checked_sub(self.layer) {
            Some(0 | 1) => short(shape.widths[layer]),
            _ => Form::Collected,
        })?;
        givens.count("E", examples);
        givens.follow_from(&format!("{} in {:?}", self.weight, shape.widths));
        let has_many = |&layer: &usize| layer + 1 == shape.layers() || shape.widths[layer + 1] > 1;
        for layer in (self.layer + 1..shape.layers()).filter(has_many) {
            givens.letter(self.letter(layer), shape.widths[layer + 1]);
        }
        if let Some(letter) = self.softmax_letter() {
            givens.letter(letter, shape.outputs());
        }
        Ok(givens)
    }

    /// The letter for the nodes of a layer above the weight's.
    fn letter(&self, layer: usize) -> char {
        LETTERS[self.summed_above(layer)]
    }

    /// How many layers above this one have letters for their nodes: the outputs, and all that have many nodes.
    fn summed_above(&self, layer: usize) -> usize {
        let widths = &self.network.shape.widths[layer + 2..];
        widths.split_last().map_or(0, |(_, hidden)| 1 + hidden.iter().filter(|&&nodes| nodes > 1).count())
    }

    /// The letter for the outputs that one sum reaches, if it reaches all.
    fn softmax_letter(&self) -> Option<char> {
        let shape = self.network.shape;
        let last = shape.activations[shape.layers() - 1].reach;
        matches!(last, Reach::WholeLayer { .. }).then(|| LETTERS[self.summed_above(self.layer)])
    }

    /// The names on the paths from the cost down to a sum, multiplied; a Σ where they fan out.
    fn above(&self, layer: usize, node: Index, example: Index) -> Vec<Expr> {
        let shape = self.network.shape;
        let out = |node: Index| Expr::Sym(self.network.out(layer, node, example));
        let width = |nodes: usize| Expr::integer(i64::try_from(nodes).unwrap_or(i64::MAX));
        let mut names = if layer + 1 == shape.layers() {
            match self.softmax_letter() {
                Some(letter) => vec![Expr::sum_over(letter, Symbol::new("K"), out(Index::Letter(letter)))],
                None => vec![out(node)],
            }
        } else {
            let nodes = shape.widths[layer + 2];
            let next = self.letter(layer + 1);
            let mut names = if nodes == 1 {
                self.above(layer + 1, Index::At(1), example)
            } else {
                let names = Expr::product_of(self.above(layer + 1, Index::Letter(next), example));
                let last = if layer + 2 == shape.layers() { Symbol::new("K").into() } else { width(nodes) };
                vec![Expr::sum_over(next, last, names)]
            };
            names.push(out(node));
            names
        };
        names.push(self.network.sum_into(layer, node, example).into());
        names
    }

    fn paths(&self, givens: &Givens) -> Result<Derivation, Refusal> {
        let start = Expr::partial(self.network.cost(), self.weight.clone());
        let mut derivation = Derivation::new(givens.clone(), Equation::start(start))?;
        let paths: Vec<Expr> = (1..=self.network.examples)
            .map(|example| Expr::product_of(self.above(self.layer, self.to, Index::At(example))))
            .collect();
        derivation.by("chain-rule-paths", &Focus::whole(), &paths)?;
        Ok(derivation)
    }

    fn local(&self, givens: &Givens, of: &Symbol, by: &Symbol) -> Result<Part, Refusal> {
        let mut derivation = worked_out(givens, of.clone(), by)?;
        let goal = if *of == self.network.cost() {
            local::bring_cost_into_form(&mut derivation)?;
            Goal::Cost
        } else if of.base.ends_with("_out") {
            local::name_output(&mut derivation, of, by)?;
            Goal::Activation
        } else {
            Goal::DotProduct
        };
        Ok(Part { goal, derivation })
    }
}

fn symbol_of(formula: &Expr) -> Option<&Symbol> {
    if let Expr::Sym(symbol) = formula { Some(symbol) } else { None }
}

/// The derivatives that stand in a formula, each once, in reading order.
fn partials(formula: &Expr) -> Vec<(Symbol, Symbol)> {
    let mut found = Vec::new();
    formula.any(&mut |part| {
        if let Expr::Partial { of, by } = part
            && let Some(of) = symbol_of(of)
            && !found.contains(&(of.clone(), by.clone()))
        {
            found.push((of.clone(), by.clone()));
        }
        false
    });
    found
}

#[cfg(test)]
mod reach;
#[cfg(test)]
mod tests;
